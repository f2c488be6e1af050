//! The person's own editor lives on, dies, or saves what cannot be taken in: its words are there, or their file is named.

use std::path::PathBuf;

use crate::kept::{SEND, console, says, write};
use crate::outage::{Server, a_desk};
use crate::pty::{Home, Pty, vigie};

const EDITOR: &str = "\x05";

/// A console whose editor is a script: `$1` is the text, `$HOME` the home.
fn edited_by(home: &Home, script: &str) -> Pty {
    let editor = home.write("editor.sh", script);
    let mut command = home.command(vigie(), &[]);
    command.env("VISUAL", format!("sh {}", editor.display()));
    let pty = Pty::start(command, 40, 120);
    pty.wait_for("● live");
    pty.wait_for("INC-1042");
    pty
}

#[expect(clippy::disallowed_methods, reason = "a real program is waited for in real time")]
fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !is_so() {
        assert!(begun.elapsed().as_secs() < 60, "never came: {what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

fn there(home: &Home, name: &str) {
    let path = home.path().join(name);
    until(name, || path.exists());
}

fn files(home: &Home) -> Vec<PathBuf> {
    let all = std::fs::read_dir(home.path().join("state/vigie/editing"));
    all.into_iter().flatten().map(|file| file.unwrap().path()).collect()
}

fn has(home: &Home, words: &str) -> bool {
    files(home)
        .iter()
        .any(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).contains(words))
}

fn leave(mut pty: Pty) {
    pty.signal("-TERM");
    pty.ended();
}

/// Saves, outlives a terminal that closes, and saves once more when it is told to.
const LIVES_ON: &str = "trap '' HUP TERM\nprintf ' and saved' >> \"$1\"\ntouch \"$HOME/saved\"\n\
     while [ ! -e \"$HOME/go\" ]; do sleep 0.05; done\nprintf ' and more' >> \"$1\"\ntouch \"$HOME/done\"\n";

#[test]
fn an_editor_that_saved_and_lives_on_after_the_terminal_loses_nothing() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let mut pty = edited_by(&home, LIVES_ON);
    write(&mut pty, "written here");
    pty.press(EDITOR);
    there(&home, "saved");
    pty.signal("-HUP");
    // Its editor has the terminal still.
    while pty.is_running() {
        there(&home, "saved");
    }

    let mut pty = console(&home);
    write(&mut pty, "!");
    pty.wait_for("written here and saved!");
    home.write("go", "");
    there(&home, "done");
    says(&pty, "what your editor saved later is in the text");
    pty.wait_for("written here and saved and more");
    pty.press(SEND);
    pty.wait_for("accepted");
    leave(pty);
}

#[test]
fn what_an_editor_saves_after_its_text_was_sent_is_kept_and_named_until_it_is_dealt_with() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let mut pty = edited_by(&home, LIVES_ON);
    write(&mut pty, "written here");
    pty.press(EDITOR);
    there(&home, "saved");
    pty.signal("-KILL");
    while pty.is_running() {
        there(&home, "saved");
    }

    let mut pty = console(&home);
    write(&mut pty, "!");
    pty.wait_for("written here and saved!");
    pty.press(SEND);
    pty.wait_for("accepted");
    home.write("go", "");
    there(&home, "done");
    says(&pty, "Words of yours are in no draft");
    leave(pty);
    assert!(has(&home, "written here and saved and more"));
    let pty = console(&home);
    says(&pty, "Words of yours are in no draft");
    leave(pty);
    for file in files(&home) {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn what_an_editor_saved_before_it_failed_or_was_killed_is_in_the_text() {
    for end in ["exit 3", "kill -KILL $$"] {
        let home = Home::new();
        let port = a_desk(&home);
        let _server = Server::start(&home, port);
        let mut pty = edited_by(&home, &format!("printf ' and saved' >> \"$1\"\n{end}\n"));
        write(&mut pty, "written here");
        pty.press(EDITOR);
        says(&pty, "The editor ended badly");
        pty.wait_for("written here and saved");
        pty.press(SEND);
        pty.wait_for("accepted");
        until("the file gone", || files(&home).is_empty());
        leave(pty);
    }
}

#[test]
fn what_an_editor_saved_and_cannot_be_taken_in_stays_and_is_named() {
    for (script, words) in [
        ("head -c 300000 /dev/zero | tr '\\0' x > \"$1\"\nprintf end >> \"$1\"\n", "xend"),
        ("head -c 1300000 /dev/zero | tr '\\0' x > \"$1\"\nprintf end >> \"$1\"\n", "xend"),
        ("printf 'caf\\351 noir' > \"$1\"\n", " noir"),
    ] {
        let home = Home::new();
        let port = a_desk(&home);
        let _server = Server::start(&home, port);
        let mut pty = edited_by(&home, script);
        write(&mut pty, "written here");
        pty.press(EDITOR);
        says(&pty, "Words of yours are in no draft");
        pty.wait_for("written here");
        pty.press("!");
        pty.press(SEND);
        pty.wait_for("accepted");
        assert!(has(&home, words), "{script}");
        pty.signal("-KILL");
        pty.ended();
        let pty = console(&home);
        says(&pty, "Words of yours are in no draft");
        leave(pty);
        assert!(has(&home, words), "{script}");
    }
}

#[test]
fn an_editors_backup_goes_with_its_text() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let mut pty = edited_by(&home, "mv \"$1\" \"$1~\"\nprintf 'put in its place' > \"$1\"\n");
    write(&mut pty, "written here");
    pty.press(EDITOR);
    pty.wait_for("put in its place");
    pty.press(SEND);
    pty.wait_for("accepted");
    until("the files gone", || files(&home).is_empty());
    leave(pty);
}
