//! A store that is full, locked, or not where it was: no word goes, and no old word goes out.

use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use vigie::app::protocol::event::Elsewhere;
use vigie::app::protocol::origin::Origin;
use vigie::desk::journal::Outcome;
use vigie::io::local_store::{LocalStore, Place, Recording};

use crate::{console, draft, drafts, here, id, left, meddle, note, place, texts};

/// No write to the store succeeds, as on a full disk.
const REFUSING: &str = "
    CREATE TRIGGER full_outbox BEFORE UPDATE ON outbox BEGIN SELECT RAISE (ABORT, 'full'); END;
    CREATE TRIGGER no_removal BEFORE DELETE ON outbox BEGIN SELECT RAISE (ABORT, 'full'); END;
    CREATE TRIGGER full_draft BEFORE INSERT ON draft BEGIN SELECT RAISE (ABORT, 'full'); END;";
const WORKING: &str = "DROP TRIGGER full_outbox; DROP TRIGGER no_removal; DROP TRIGGER full_draft;";

#[test]
fn what_was_taken_back_does_not_go_although_that_could_not_be_written_down() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        for number in 1..=4 {
            store.record(note(number, "old words"), None, Origin::default(), here()).await.unwrap();
        }
    });
    meddle(&path, REFUSING);
    console(&path, async |store| {
        store.keep_draft(draft(1, "new words"), vec![], here()).await.unwrap_err();
        store.forget(id(2), Outcome::Withdrawn, vec![], chrono::DateTime::UNIX_EPOCH).await.unwrap_err();
        store.forget_draft(id(3)).await.unwrap_err();
    });
    meddle(&path, WORKING);
    console(&path, async |store| {
        let left = left(&store).await;
        let kept: Vec<bool> = left.kept.iter().map(|kept| kept.taken_back).collect();
        assert_eq!(kept, [true, true, true, false]);
        // Sent once more, it goes.
        store.record(note(1, "new words"), None, Origin::default(), here()).await.unwrap();
    });
    console(&path, async |store| assert!(!left(&store).await.kept[0].taken_back));
}

#[test]
fn several_acts_are_written_down_together_or_not_at_all() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let recording = |number, place| Recording {
        action: note(number, "to all"),
        adds: None,
        origin: Origin::default(),
        place,
    };
    let elsewhere = Place { address: "https://other.example/".into(), store: None, ..here() };
    console(&path, async |store| {
        let made = vec![recording(1, here()), recording(2, here()), recording(3, elsewhere)];
        store.record_all(made).await.unwrap_err();
    });
    meddle(
        &path,
        "CREATE TRIGGER third BEFORE INSERT ON outbox WHEN (SELECT count(*) FROM outbox) = 2
         BEGIN SELECT RAISE (ABORT, 'full'); END;",
    );
    console(&path, async |store| {
        assert!(texts(&left(&store).await).is_empty());
        store.record_all((1..=3).map(|number| recording(number, here())).collect()).await.unwrap_err();
    });
    meddle(&path, "DROP TRIGGER third");
    console(&path, async |store| {
        assert!(texts(&left(&store).await).is_empty(), "the two that could be are not there either");
        store.record_all((1..=3).map(|number| recording(number, here())).collect()).await.unwrap();
    });
    console(&path, async |store| {
        assert_eq!(texts(&left(&store).await), ["to all"; 3]);
        let at = chrono::DateTime::UNIX_EPOCH;
        store.forget(id(2), Outcome::Accepted { backend_at: at }, vec![], at).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        let accepted: Vec<_> = left.accepted.iter().map(|accepted| accepted.id).collect();
        assert_eq!((texts(&left).len(), accepted), (2, vec![id(2)]), "the next start knows of each");
    });
}

async fn locked(path: &Path) -> SqliteConnection {
    let mut other = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    sqlx::raw_sql("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    other
}

#[test]
fn words_that_a_locked_store_does_not_take_are_beside_it_and_taken_in_when_it_answers() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.keep_draft(draft(1, "first"), vec![], here()).await.unwrap();
        store.record(note(3, "old words"), None, Origin::default(), here()).await.unwrap();
        let other = locked(&path).await;
        // Answered before the store gives up, and nobody waits for that any longer.
        store.keep_draft(draft(1, "first, and the last words"), vec![], here()).await.unwrap();
        store.keep_draft(draft(2, "another"), vec![], place(None)).await.unwrap();
        store.keep_draft(draft(3, "new words"), vec![], here()).await.unwrap();
        drop(other);
    });
    console(&path, async |store| {
        let left = left(&store).await;
        let mut words = drafts(&left);
        words.sort_unstable();
        assert_eq!(words, ["another", "first, and the last words", "new words"]);
        assert!(left.kept[0].taken_back);
    });
    assert_eq!(std::fs::read_dir(home.path().join("rescued")).unwrap().count(), 0);
}

#[test]
fn words_beside_the_store_give_way_to_later_ones_in_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.keep_draft(draft(1, "first"), vec![], here()).await.unwrap();
        let other = locked(&path).await;
        store.keep_draft(draft(1, "second"), vec![], here()).await.unwrap();
        other.close().await.unwrap();
        store.keep_draft(draft(1, "third"), vec![], here()).await.unwrap();
        assert_eq!(std::fs::read_dir(home.path().join("rescued")).unwrap().count(), 0);
    });
    console(&path, async |store| assert_eq!(drafts(&left(&store).await), ["third"]));
}

#[test]
fn a_folder_that_is_moved_or_deleted_is_made_anew_with_all_that_waits() {
    for deleted in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let (folder, away) = (home.path().join("state"), home.path().join("away"));
        let path = folder.join("local.sqlite");
        console(&path, async |store| {
            store.record(note(1, "waits"), None, Origin::default(), here()).await.unwrap();
            store.keep_draft(draft(2, "begun"), vec![], here()).await.unwrap();
            if deleted {
                std::fs::remove_dir_all(&folder).unwrap();
            } else {
                std::fs::rename(&folder, &away).unwrap();
            }
            store.keep_draft(draft(3, "later words"), vec![], here()).await.unwrap();
            let told = left(&store).await;
            assert!(told.made_anew);
            assert!(!left(&store).await.made_anew, "told once");
            assert!(told.kept.is_empty() && told.drafts.is_empty(), "its own are known");
        });
        console(&path, async |store| {
            let left = left(&store).await;
            assert_eq!(
                (texts(&left), drafts(&left)),
                (vec!["waits".to_owned()], vec!["begun", "later words"])
            );
        });
        if !deleted {
            // Nothing goes twice, whoever opens the old one.
            console(&away.join("local.sqlite"), async |store| {
                let left = left(&store).await;
                assert_eq!((texts(&left), drafts(&left)), (vec![], vec![]));
            });
        }
    }
}

#[test]
fn what_another_console_has_not_sent_is_told_with_its_process() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |one| {
        one.record(note(1, "of one"), None, Origin::default(), here()).await.unwrap();
        let other = LocalStore::start(path.clone());
        let there = Elsewhere { process: Some(std::process::id()), actions: 1 };
        assert_eq!(left(&other).await.elsewhere, [there]);
        assert_eq!(left(&one).await.elsewhere, []);
    });
}
