//! `vigie journal`: whether the record is whole, and when we responded.

use std::path::PathBuf;
use std::process::Command;

use crate::kept::{console, says, write};
use crate::outage::{Server, a_desk};
use crate::pty::{Home, Pty, vigie};

/// Answers the exit code and all that was said.
fn journal(home: &Home, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(vigie())
        .arg("journal")
        .args(arguments)
        .env_clear()
        .envs(home.environment())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), said.into_owned())
}

/// Waits until what was done is in the journal, and what became of it.
fn lines_come_to(home: &Home, count: usize) {
    while journal(home, &["export"]).1.lines().count() != count {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

fn store(home: &Home) -> PathBuf {
    home.path().join("state/vigie/local.sqlite")
}

fn meddle(home: &Home, statement: &'static str) {
    use sqlx::Connection;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let path = format!("sqlite://{}", store(home).display());
        let mut connection = sqlx::SqliteConnection::connect(&path).await.unwrap();
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

/// Writes two notes at a console, and leaves it: four lines.
fn two_notes(home: &Home) {
    let mut pty = console(home);
    write(&mut pty, "first words");
    pty.press("\x13");
    lines_come_to(home, 2);
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press("second words\x13");
    lines_come_to(home, 4);
    pty.press("q");
    assert_eq!(pty.ended(), 0);
}

#[test]
fn the_journal_says_when_we_responded_and_the_desk_confirms_it() {
    let home = Home::new();
    let port = a_desk(&home);
    assert_eq!(journal(&home, &["verify"]).0, 3, "there is none yet");
    let mut server = Server::start(&home, port);
    two_notes(&home);

    let (code, told) = journal(&home, &["export", "--ticket", "INC-1042"]);
    assert_eq!(code, 0, "{told}");
    let lines: Vec<Vec<&str>> = told.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 4, "{told}");
    assert!(lines.iter().all(|line| line.len() == 4 && line[1] == "INC-1042"), "{told}");
    assert!(lines[1][3].starts_with("accepted by the desk at 20"), "{told}");
    assert!(journal(&home, &["export", "--ticket", "INC-1"]).1.is_empty());
    let (_, json) = journal(&home, &["export", "--json"]);
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["number"], &first["what"], &first["ticket"]),
        (&1.into(), &"made".into(), &"INC-1042".into())
    );
    assert!(!json.contains("first words"));

    let (code, told) = journal(&home, &["verify"]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("desk: 4 lines") && told.contains("up to line 3") && told.contains("1 since"),
        "{told}"
    );

    // By itself it is whole without its end; the desk knows better.
    meddle(&home, "DROP TRIGGER journal_lines_are_never_deleted; DELETE FROM journal_line WHERE number > 2;");
    let (code, told) = journal(&home, &["verify"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("line 2") && told.contains("shown 3"), "{told}");
    server.kill();
    let (code, told) = journal(&home, &["verify"]);
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("Not compared with the desk"), "{told}");
    meddle(
        &home,
        "DROP TRIGGER journal_lines_are_never_changed;
         UPDATE journal_line SET line = replace(line, 'note', 'respond') WHERE number = 1;",
    );
    let (code, told) = journal(&home, &["verify"]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("Line 1 was altered"), "{told}");
}

/// What a person with a database tool may do to the record, and the line that gives it away.
const MEDDLED: [(&str, &str); 4] = [
    ("removed", "DELETE FROM journal_line WHERE number = 2;"),
    (
        "removed, and the rest moved up",
        "DELETE FROM journal_line WHERE number = 2;
         UPDATE journal_line SET number = number - 1 WHERE number > 2;",
    ),
    (
        "in another order",
        "UPDATE journal_line SET number = 10 WHERE number = 2;
         UPDATE journal_line SET number = 2 WHERE number = 3;
         UPDATE journal_line SET number = 3 WHERE number = 10;",
    ),
    (
        "one of another place",
        "UPDATE journal_line
         SET (line, digest) = (SELECT line, digest FROM journal_line WHERE number = 1) WHERE number = 2;",
    ),
];

#[test]
fn a_line_that_was_removed_or_moved_is_found_also_where_the_desk_is_silent() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    two_notes(&home);
    assert_eq!(journal(&home, &["verify"]).0, 0);
    server.kill();
    meddle(&home, "PRAGMA journal_mode = DELETE;");
    let whole = std::fs::read(store(&home)).unwrap();
    for (how, statement) in MEDDLED {
        meddle(
            &home,
            "DROP TRIGGER journal_lines_are_never_deleted; DROP TRIGGER journal_lines_are_never_changed;",
        );
        meddle(&home, statement);
        meddle(&home, "PRAGMA journal_mode = DELETE;");
        let (code, told) = journal(&home, &["verify"]);
        assert_eq!(code, 1, "{how}: {told}");
        assert!(told.contains("ine 2"), "{how}: {told}");
        std::fs::write(store(&home), &whole).unwrap();
        let (code, told) = journal(&home, &["verify"]);
        assert_eq!(code, 3, "whole again, and the desk does not answer: {told}");
    }
}

#[test]
fn a_store_that_cannot_be_read_is_told_and_left_as_it_is() {
    let home = Home::new();
    a_desk(&home);
    home.write("state/vigie/local.sqlite", &"no store ".repeat(1000));
    let (code, told) = journal(&home, &["verify"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("local.sqlite: the file is damaged"), "{told}");
}

/// Runs vigie on the desk's store.
fn on_the_store(home: &Home, arguments: &[&std::ffi::OsStr]) {
    let done = Command::new(vigie()).args(arguments).env_clear().envs(home.environment()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn what_a_restored_desk_has_lost_is_told_by_the_journal_and_offered_by_the_console() {
    let home = Home::new();
    let port = a_desk(&home);
    let (data, backup) = (home.path().join("desk"), home.path().join("backup.vigie"));
    let mut server = Server::start(&home, port);
    on_the_store(&home, &["backup".as_ref(), backup.as_ref(), "--data".as_ref(), data.as_ref()]);
    two_notes(&home);
    assert_eq!(journal(&home, &["verify"]).0, 0);
    server.kill();
    for file in ["vigie.sqlite", "vigie.sqlite-wal", "vigie.sqlite-shm"] {
        let _there_or_not = std::fs::remove_file(data.join(file));
    }
    on_the_store(&home, &["restore".as_ref(), backup.as_ref(), "--data".as_ref(), data.as_ref()]);
    let _server = Server::start(&home, port);
    // It takes a moment until it answers.
    let (code, told) = loop {
        let told = journal(&home, &["verify"]);
        if told.0 != 3 {
            break told;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert_eq!(code, 4, "{told}");
    assert!(told.contains("has lost 2 acts that it had accepted"), "{told}");
    assert_eq!(told.matches("INC-1042").count(), 2, "{told}");
    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    says(&pty, "was restored, and has lost 2 acts of yours that it had accepted");
    pty.wait_for("● live");
    for waiting in ["↑1", "↑0"] {
        pty.press("O");
        says(&pty, "lost: the desk had accepted it, and was restored since");
        pty.press("s");
        says(&pty, "send it to INC-1042 as it is now?");
        pty.press("y");
        pty.wait_for(waiting);
    }
    pty.press("q");
    assert_eq!(pty.ended(), 0);
    assert_eq!(journal(&home, &["verify"]).0, 0, "nothing is lost any more");
}
