//! What a person typed is there after every end of the program, and where nothing can be kept, it is told.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::outage::{Server, a_desk};
use crate::pty::{Home, Pty, vigie};

pub const SEND: &str = "\x13";
const EDITOR: &str = "\x05";

pub fn console(home: &Home) -> Pty {
    let pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("● live");
    pty.wait_for("INC-1042");
    pty
}

/// Waits for a sentence, wherever its lines are broken.
pub fn says(pty: &Pty, sentence: &str) {
    pty.wait(sentence, |screen| {
        screen.contents().split_whitespace().collect::<Vec<_>>().join(" ").contains(sentence)
    });
}

/// Opens the editor for a note on the one ticket.
pub fn write(pty: &mut Pty, text: &str) {
    pty.wait_for("INC-1042");
    pty.press("/1042\r");
    pty.wait_until_gone("INC-1035");
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press(text);
    pty.wait_for(text);
}

/// Waits until the local store has a text.
pub fn on_disk(home: &Home, text: &str) {
    on_disk_in(home, "state/vigie", text);
}

/// The same of a local store elsewhere.
pub fn on_disk_in(home: &Home, directory: &str, text: &str) {
    let state = home.path().join(directory);
    let there = |file: &str| {
        let bytes = std::fs::read(state.join(file)).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    for _ in 0..3000 {
        if there("local.sqlite-wal") || there("local.sqlite") {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("never on disk: {text}");
}

#[test]
fn a_text_that_is_being_written_survives_a_kill_a_hang_up_and_an_end() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    let mut pty = console(&home);
    write(&mut pty, "one two");
    on_disk(&home, "one two");
    pty.signal("-KILL");
    pty.ended();

    let mut pty = console(&home);
    pty.wait_for("✎1");
    write(&mut pty, " three");
    pty.wait_for("one two three");
    // Nothing is waited for: what hangs up gets the last keys to disk.
    pty.signal("-HUP");
    assert_eq!(pty.ended(), 0);

    // The console starts without a network and still has it.
    server.kill();
    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("offline");
    pty.wait_for("✎1");
    write(&mut pty, " four");
    pty.wait_for("one two three four");
    pty.press(SEND);
    pty.wait_for("↑1");
    pty.press("q");
    pty.press("y");
    assert_eq!(pty.ended(), 0);

    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    pty.wait_for("↑0");
    pty.wait_until_gone("✎1");
    pty.press("q");
    assert_eq!(pty.ended(), 0);
}

/// Marks the one ticket, and opens a form on it.
pub fn open_form(pty: &mut Pty, key: &str, entry: &str) {
    pty.wait_for("INC-1042");
    pty.press("/1042\r");
    pty.wait_until_gone("INC-1035");
    pty.press(key);
    pty.wait_for(entry);
}

#[test]
fn a_half_filled_form_survives_a_kill_and_one_taken_back_does_not_go_in_its_old_version() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    let mut pty = console(&home);
    open_form(&mut pty, "p", "Promise something");
    pty.press("ring Claire");
    on_disk(&home, "ring Claire");
    pty.signal("-KILL");
    pty.ended();

    let mut pty = console(&home);
    pty.wait_for("✎1");
    open_form(&mut pty, "p", "Promise something");
    pty.wait_for("ring Claire");
    server.kill();
    pty.press(" back\t+1h\r");
    pty.wait_for("↑1");
    pty.press("O");
    // Not just being sent.
    pty.wait_for("next try in");
    pty.press("e");
    pty.wait_for("Promise something");
    pty.press(" at noon");
    on_disk(&home, "ring Claire back at noon");
    pty.signal("-KILL");
    pty.ended();

    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    pty.wait_for("!1");
    open_form(&mut pty, "p", "Promise something");
    pty.wait_for("ring Claire back at noon");
    pty.press("\r");
    pty.wait_for("accepted");
    pty.wait_for("↑0");
    pty.press("\r\t");
    let shown = pty.wait_for("ring Claire back at noon");
    assert_eq!(shown.matches("ring Claire").count(), 1, "{shown}");
    pty.press("\x1bq");
    pty.signal("-TERM");
    pty.ended();
}

#[test]
fn what_the_persons_own_editor_had_saved_is_there_after_a_kill() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let script = "printf ' and saved there' >> \"$1\"\nread -r _ < /dev/tty\n";
    let editor = home.write("editor.sh", script);
    let mut command = home.command(vigie(), &[]);
    command.env("VISUAL", format!("sh {}", editor.display()));
    let mut pty = Pty::start(command, 40, 120);
    pty.wait_for("● live");
    pty.wait_for("INC-1042");
    write(&mut pty, "written here");
    pty.press(EDITOR);
    pty.wait("the terminal lent", |screen| !screen.alternate_screen());
    let editing = home.path().join("state/vigie/editing");
    let has_it = |file: std::fs::DirEntry| {
        std::fs::read_to_string(file.path()).unwrap_or_default().contains("and saved there")
    };
    let saved = || std::fs::read_dir(&editing).into_iter().flatten().any(|file| has_it(file.unwrap()));
    while !saved() {
        std::thread::sleep(Duration::from_millis(20));
    }
    pty.signal("-KILL");
    pty.press("\r");
    pty.ended();

    let mut pty = console(&home);
    write(&mut pty, "!");
    pty.wait_for("written here and saved there!");
    pty.signal("-TERM");
    pty.ended();
}

/// Lifts or sets the largest size that the program's files may have.
fn limit(pty: &Pty, size: &str) {
    let pid = pty.pid().to_string();
    let done = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={size}:unlimited")]).status();
    assert!(done.unwrap().success());
}

#[test]
fn a_full_disk_is_told_and_loses_nothing_and_is_used_again_when_there_is_room() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    limit(&pty, "0");
    write(&mut pty, "There is no room for this.");
    says(&pty, "the disk is full");
    pty.wait_for("not saved");
    pty.press(SEND);
    says(&pty, "nothing was sent");
    // It is in the editor still, and goes on.
    pty.press("!");
    pty.wait_for("There is no room for this.!");
    limit(&pty, "unlimited");
    pty.wait_until_gone("not saved");
    on_disk(&home, "There is no room for this.!");
    pty.press(SEND);
    pty.wait_for("accepted");
    pty.wait_for("↑0");
    pty.press("q");
    assert_eq!(pty.ended(), 0);
}

fn in_the_way(home: &Home) -> (std::path::PathBuf, Pty) {
    let state = home.write("state", "a file where the directory should be");
    (state, Pty::start(home.command(vigie(), &[]), 40, 120))
}

#[test]
fn a_place_that_cannot_be_written_is_told_with_its_name_and_the_program_is_of_use() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let (state, mut pty) = in_the_way(&home);
    pty.wait_for("INC-1042");
    says(&pty, "no directory");
    pty.wait("the file's name", |screen| screen.contents().replace('\n', "").contains("vigie/local.sqlite"));
    write(&mut pty, "Kept in memory");
    pty.press(SEND);
    says(&pty, "nothing was sent");
    pty.wait_for("Kept in memory");
    std::fs::remove_file(&state).unwrap();
    pty.wait_until_gone("not saved");
    pty.press(SEND);
    pty.wait_for("accepted");
    pty.press("q");
    assert_eq!(pty.ended(), 0);
}

#[test]
fn a_damaged_or_foreign_store_is_told_and_left_as_it_is() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let words = "No store of vigie, but somebody's words. ".repeat(200);
    let path = home.write("state/vigie/local.sqlite", &words);
    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("INC-1042");
    says(&pty, "damaged");
    write(&mut pty, "Kept in memory");
    pty.signal("-TERM");
    pty.ended();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), words);
    assert!(is_private(&path));
}

fn is_private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777 == 0o600
}

#[test]
fn two_consoles_share_the_outbox_and_the_one_that_lives_takes_over_from_the_one_that_dies() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    let (mut one, mut other) = (console(&home), console(&home));
    server.kill();
    for (pty, text) in [(&mut one, "said by one"), (&mut other, "said by the other")] {
        pty.wait_for("offline");
        write(pty, text);
        pty.press(SEND);
        pty.wait_for("↑1");
    }
    one.signal("-KILL");
    one.ended();
    // While it runs, not only when it starts.
    other.wait_for("↑2");
    let _server = Server::start(&home, port);
    other.wait_for("● live");
    other.wait_for("↑0");
    other.press("\r");
    let shown = other.wait("both, in the order made", |screen| {
        let text = screen.contents();
        text.contains("said by one") && text.contains("said by the other")
    });
    assert!(shown.find("said by one") < shown.find("said by the other"), "{shown}");
    assert_eq!(shown.matches("said by one").count(), 1, "{shown}");
    other.press("\x1bq");
    other.signal("-TERM");
    other.ended();
}

/// The customer writes on a ticket, at the backend itself.
fn customer_writes(home: &Home, port: u16, ticket: &str) {
    let token = std::fs::read_to_string(home.path().join("config/vigie/token")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(async {
        let client = reqwest::Client::new();
        client
            .post(format!("http://127.0.0.1:{port}/v1/tickets/{ticket}/messages"))
            .bearer_auth(token.trim())
            .json(&serde_json::json!({ "from": "claire@example.org", "body": "One more thing." }))
            .send()
            .await
            .unwrap()
    });
    assert!(answer.status().is_success(), "{}", answer.status());
}

#[test]
fn what_was_done_offline_from_a_cold_start_goes_in_order_and_stops_where_the_thread_moved() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    let mut pty = console(&home);
    pty.press("q");
    assert_eq!(pty.ended(), 0);
    customer_writes(&home, port, "INC-1042");
    server.kill();

    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("offline since");
    write(&mut pty, "A note from offline");
    pty.press(SEND);
    pty.wait_for("↑1");
    pty.press("r");
    pty.wait_for("interim response");
    pty.press("s");
    pty.wait_for("PUBLIC to customer");
    pty.press("Written without the news");
    pty.press(SEND);
    pty.wait_for("↑2");
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press("About that response\x13");
    pty.wait_for("↑3");
    // Another ticket, which nobody touched.
    pty.press("\x1b");
    pty.wait_for("INC-1035");
    pty.press("/1035\r");
    pty.wait_until_gone("INC-1042");
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press("Elsewhere all is well\x13");
    pty.wait_for("↑4");

    let _server = Server::start(&home, port);
    // The first note and the one elsewhere went; the response is held, and what was made after it waits.
    pty.wait("one held, one behind it", |screen| screen.contents().contains("↑2  !1"));
    pty.press("O");
    let shown = pty.wait_for("held: the thread moved since");
    assert!(shown.find("Written without the news") < shown.find("About that response"), "{shown}");
    // What is new is read before it goes.
    pty.press("s");
    pty.wait_for("New on INC-1042");
    pty.wait_for("One more thing.");
    pty.press("s");
    pty.wait_for("↑0");
    pty.signal("-TERM");
    assert_eq!(pty.ended(), 0);
}

/// A response on the one ticket, sent and not gone yet.
fn respond(pty: &mut Pty, text: &str) {
    pty.wait_for("INC-1042");
    pty.press("/1042\r");
    pty.wait_until_gone("INC-1035");
    pty.press("r");
    pty.wait_for("interim response");
    pty.press("s");
    pty.wait_for("PUBLIC to customer");
    pty.press(text);
    pty.press(SEND);
    pty.wait_for("↑1");
}

/// So long as that nothing goes by itself while a test looks.
fn undo(home: &Home, seconds: u32) {
    let path = home.path().join("config/vigie/config.toml");
    let rest = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("undo = {seconds}\n{rest}")).unwrap();
}

#[test]
fn what_was_taken_back_on_a_full_disk_does_not_go_after_a_kill() {
    let home = Home::new();
    let port = a_desk(&home);
    undo(&home, 60);
    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    respond(&mut pty, "Words that are taken back");
    limit(&pty, "0");
    pty.press("U");
    pty.wait_for("PUBLIC to customer");
    says(&pty, "the disk is full");
    pty.signal("-KILL");
    pty.ended();

    let mut pty = console(&home);
    pty.wait_for("!1");
    pty.press("O");
    pty.wait_for("taken back");
    pty.press("\x1b");
    leave(pty);
}

#[test]
fn a_console_that_is_suspended_says_what_waits_and_others_show_it_with_its_process() {
    let home = Home::new();
    let port = a_desk(&home);
    undo(&home, 60);
    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    respond(&mut pty, "Words that wait");
    pty.press("\x1a");
    pty.wait_for_bytes("vigie is suspended: 1 act is not sent");
    let mut other = console(&home);
    let process = format!("process {}", pty.pid());
    says(&other, &format!("another vigie of yours ({process})"));
    other.press("O");
    says(&other, &format!("Not sent in another vigie of yours ({process}): 1"));
    other.press("\x1b");
    leave(other);
    pty.signal("-CONT");
    pty.wait_for("INC-1042");
    leave(pty);
}

#[test]
fn the_last_words_are_kept_though_another_program_holds_the_store_when_the_line_is_cut() {
    use sqlx::Connection;
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    write(&mut pty, "one two");
    on_disk(&home, "one two");
    let store = format!("sqlite://{}", home.path().join("state/vigie/local.sqlite").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let other = runtime.block_on(async {
        let mut other = sqlx::SqliteConnection::connect(&store).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        other
    });
    pty.press(" and the last words");
    pty.wait_for("the last words");
    pty.signal("-HUP");
    pty.ended();
    runtime.block_on(async { other.close().await.unwrap() });

    let mut pty = console(&home);
    write(&mut pty, "!");
    pty.wait_for("one two and the last words!");
    leave(pty);
}

#[test]
fn a_state_folder_that_is_moved_away_is_told_and_what_is_typed_later_is_there_at_the_next_start() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    let mut pty = console(&home);
    server.kill();
    write(&mut pty, "recorded before");
    pty.press(SEND);
    pty.wait_for("↑1");
    std::fs::rename(home.path().join("state/vigie"), home.path().join("state/away")).unwrap();
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press("typed after it");
    on_disk(&home, "typed after it");
    says(&pty, "moved or deleted");
    pty.signal("-KILL");
    pty.ended();

    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("↑1");
    pty.wait_for("✎1");
    let _server = Server::start(&home, port);
    pty.wait_for("● live");
    pty.wait_for("↑0");
    write(&mut pty, "!");
    pty.wait_for("typed after it!");
    leave(pty);
}

fn leave(mut pty: Pty) {
    pty.signal("-TERM");
    assert_eq!(pty.ended(), 0);
}
