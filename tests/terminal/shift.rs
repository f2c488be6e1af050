//! The main job: the queue is there, a ticket is found, opened and answered.

use crate::kept::on_disk_in;
use crate::pty::{ENTER, ESC, Home, Pty, vigie};

/// The demonstration, its queue on the screen.
pub fn demonstration(home: &Home) -> Pty {
    let pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("INC-1042");
    pty
}

#[test]
fn a_ticket_is_filtered_opened_and_answered_and_the_terminal_left_as_it_was_found() {
    let home = Home::new();
    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("DEMONSTRATION");
    pty.wait_for("INC-1042");
    assert_ne!(pty.line(), pty.found, "raw mode");

    pty.press("/1042");
    // Only the one that is looked for is left, and its preview stands below.
    pty.wait("the filtered queue", |screen| {
        let text = screen.contents();
        text.contains("INC-1042") && !text.contains("INC-1035")
    });
    pty.press(ENTER);
    pty.press(ENTER);
    pty.wait_for("Conversation");
    pty.press("r");
    pty.wait_for("interim response");
    pty.press("s");
    pty.press("Bonjour,\rvoici la solution.");
    pty.wait_for("voici la solution.");
    pty.press("\x13");
    pty.wait_for("accepted");
    pty.wait_for("PUBLIC to customer");

    pty.press(ESC);
    pty.wait_for("Queue");
    pty.press("q");
    assert_eq!(pty.ended(), 0);
    pty.is_as_it_was();
    assert_eq!(pty.line(), pty.found);
}

#[test]
fn half_an_answer_in_the_demonstration_is_there_again_after_a_kill() {
    let home = Home::new();
    let mut pty = demonstration(&home);
    pty.press("/1042\r");
    pty.press("rs");
    pty.wait_for("PUBLIC");
    pty.press("Half an answer");
    pty.wait_for("Half an answer");
    on_disk_in(&home, "state/vigie/demonstration", "Half an answer");
    pty.signal("-KILL");
    pty.ended();

    let mut pty = demonstration(&home);
    pty.wait_for("One draft of last time is there again");
    pty.press("/1042\r");
    pty.press("rs");
    pty.wait_for("Half an answer");
}

#[test]
fn a_text_goes_through_the_persons_own_editor_and_comes_back() {
    let home = Home::new();
    let editor = home.write(
        "editor.sh",
        "printf 'your turn' > /dev/tty; read -r _ < /dev/tty; printf ' and edited' >> \"$1\"\n",
    );
    let mut command = home.command(vigie(), &[]);
    command.env("VISUAL", format!("sh {}", editor.display()));
    let mut pty = Pty::start(command, 40, 120);
    pty.wait_for("INC-1042");
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press("written here");
    pty.wait_for("written here");
    pty.press("\x05");
    // The editor has the whole terminal, and the keys are its own.
    pty.wait("the terminal lent", |screen| {
        !screen.alternate_screen() && screen.contents().contains("your turn")
    });
    assert_eq!(pty.line(), pty.found);
    pty.press("q\r");
    pty.wait_for("written here and edited");
    pty.wait("the terminal back", vt100::Screen::alternate_screen);
    pty.press("!");
    pty.wait_for("written here and edited!");
    pty.signal("-TERM");
    pty.ended();
    pty.is_as_it_was();
}

#[test]
fn what_is_pasted_is_never_a_command() {
    let home = Home::new();
    let mut pty = demonstration(&home);
    pty.press("\x1b[200~q\rx\x1b[201~");
    pty.press("?");
    pty.wait_for("Go to the next pane");
    assert!(pty.is_running());
}
