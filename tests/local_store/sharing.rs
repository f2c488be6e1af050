//! Several consoles of one person on one file: nothing is sent by two, nothing of a living one is taken.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use vigie::app::protocol::origin::Origin;
use vigie::io::local_store::{Claim, LocalStore};

use crate::{console, draft, drafts, here, id, left, note, texts};

#[test]
fn what_a_living_console_has_is_not_taken_and_not_overtaken() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |one| {
        one.record(note(1, "of one"), None, Origin::default(), here()).await.unwrap();
        one.keep_draft(draft(5, "words of one"), vec![], here()).await.unwrap();
        let other = LocalStore::start(path.clone());
        assert_eq!(left(&other).await.kept, []);
        other.record(note(2, "of the other"), None, Origin::default(), here()).await.unwrap();
        other.keep_draft(draft(6, "words of the other"), vec![], here()).await.unwrap();
        assert_eq!(other.claim(id(1)).await.unwrap(), Claim::OfAnother);
        assert!(matches!(other.claim(id(2)).await.unwrap(), Claim::NotItsTurn { .. }));
        assert!(matches!(one.claim(id(1)).await.unwrap(), Claim::Granted { .. }));
        let at = chrono::DateTime::UNIX_EPOCH;
        one.forget(id(1), vigie::desk::journal::Outcome::Accepted { backend_at: at }, vec![], at)
            .await
            .unwrap();
        assert!(matches!(other.claim(id(2)).await.unwrap(), Claim::Granted { .. }));
    });
    console(&path, async |later| {
        let left = left(&later).await;
        assert_eq!(texts(&left), ["of the other"]);
        assert_eq!(drafts(&left), ["words of one", "words of the other"]);
    });
}

#[test]
fn what_a_dead_console_had_goes_before_what_was_made_after_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |dead| {
        dead.record(note(1, "of the dead"), None, Origin::default(), here()).await.unwrap();
    });
    console(&path, async |store| {
        store.record(note(2, "of the living"), None, Origin::default(), here()).await.unwrap();
        assert!(matches!(store.claim(id(2)).await.unwrap(), Claim::NotItsTurn { .. }));
        let left = left(&store).await;
        assert_eq!(left.order, [id(1), id(2)]);
        assert_eq!(texts(&left), ["of the dead"], "one's own are known");
        assert!(matches!(store.claim(id(1)).await.unwrap(), Claim::Granted { .. }));
    });
}

const PATH: &str = "VIGIE_TEST_STORE";

/// Not a test of its own: the console that the next test kills.
#[test]
fn a_console_that_waits_to_be_killed() {
    let Some(path) = std::env::var_os(PATH) else { return };
    console(path.as_ref(), async |store| {
        store.record(note(1, "kept by a lease"), None, Origin::default(), here()).await.unwrap();
        println!("recorded");
        std::io::stdout().flush().unwrap();
        std::future::pending::<()>().await;
    });
}

#[test]
fn a_lease_ends_with_its_process_and_not_before_however_it_dies() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["sharing::a_console_that_waits_to_be_killed", "--exact", "--nocapture"])
        .env(PATH, &path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("recorded")));
    console(&path, async |store| {
        assert_eq!(left(&store).await.kept, [], "it lives");
        assert_eq!(store.claim(id(1)).await.unwrap(), Claim::OfAnother);
        // SIGKILL: it cannot say farewell.
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(texts(&left(&store).await), ["kept by a lease"]);
        assert!(matches!(store.claim(id(1)).await.unwrap(), Claim::Granted { .. }));
    });
}
