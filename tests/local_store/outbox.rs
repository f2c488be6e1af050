//! Actions: on disk from the moment that they are recorded until the backend has them.

use vigie::app::protocol::event::{Kept, Left, Refused};
use vigie::app::protocol::origin::Origin;
use vigie::desk::journal::Outcome;
use vigie::desk::ticket::change::Action;
use vigie::desk::ticket::names::BackendId;
use vigie::desk::ticket::status::Version;
use vigie::io::local_store::{Claim, Leaves, LocalStoreError, Place};

use crate::{
    console, draft, drafts, here, id, left, life, martin, meddle, moved, note, place, texts, ticket,
};

#[test]
fn what_was_recorded_is_there_after_every_restart_until_it_is_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("state/local.sqlite");
    console(&path, async |store| {
        // Asked in order without waiting between: the order on disk is the order of asking.
        let second = store.record(note(9, "first"), None, Origin::default(), here());
        let first = store.record(note(2, "second"), None, Origin::default(), place(None));
        first.await.unwrap();
        second.await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!(texts(&left), ["first", "second"]);
        assert_eq!(left.kept[0].action, note(9, "first"));
        assert!(!left.kept[0].sent);
        let claim = store.claim(id(9)).await.unwrap();
        assert!(matches!(claim, Claim::Granted { store, .. } if store == "s1"));
        assert_eq!(store.claim(id(77)).await.unwrap(), Claim::OfAnother);
    });
    console(&path, async |store| assert!(left(&store).await.kept[0].sent));
    console(&path, async |store| {
        let backend_at = chrono::DateTime::UNIX_EPOCH;
        left(&store).await;
        store.forget(id(9), Outcome::Accepted { backend_at }, vec![], backend_at).await.unwrap();
    });
    console(&path, async |store| {
        let left =
            store.take_over(vec![Place { backend: BackendId::new("renamed"), ..here() }]).await.unwrap();
        assert_eq!(texts(&left), ["second"]);
        assert_eq!(
            left.kept[0].action.ticket.backend,
            BackendId::new("renamed"),
            "the store counts, not the name"
        );
    });
}

#[test]
fn an_action_for_one_store_is_never_given_to_another() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.remember(here().address, life("demonstration")).await.unwrap();
        store.record(note(1, "for the demonstration"), None, Origin::default(), place(None)).await.unwrap();
        store.remember(here().address, life("s1")).await.unwrap();
    });
    console(&path, async |store| {
        let nothing = Left { persons: vec![(BackendId::new("desk"), martin())], ..Left::default() };
        assert_eq!(left(&store).await, nothing);
        let nowhere = Place { address: "https://other.example/".into(), store: None, ..here() };
        let unknown = store.record(note(2, ""), None, Origin::default(), nowhere).await;
        assert!(matches!(unknown, Err(LocalStoreError::UnknownStore(_))), "{unknown:?}");
    });
}

#[test]
fn what_was_taken_back_stays_so_until_it_is_recorded_again_in_its_own_place() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        for (number, text) in [(1, "frist"), (2, "after it")] {
            store.record(note(number, text), None, Origin::default(), here()).await.unwrap();
        }
        store.claim(id(1)).await.unwrap();
        store.keep_draft(draft(1, "firs"), vec![], here()).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((texts(&left), drafts(&left)), (vec!["frist".into(), "after it".into()], vec!["firs"]));
        assert_eq!(left.kept.iter().map(|kept| kept.taken_back).collect::<Vec<_>>(), [true, false]);
        // Its author does not want the new words, and has not sent the old ones again.
        store.forget_draft(id(1)).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((drafts(&left), left.kept[0].taken_back), (vec![], true));
        store.keep_draft(draft(1, "firs"), vec![], here()).await.unwrap();
        store.record(note(1, "first"), None, Origin::default(), here()).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((texts(&left), drafts(&left)), (vec!["first".into(), "after it".into()], vec![]));
        assert!(left.kept.iter().all(|kept| !kept.taken_back && !kept.sent));
        assert_eq!(left.order, [id(1), id(2)]);
    });
}

#[test]
fn what_is_withdrawn_is_a_draft_in_the_same_step_and_the_later_words_win() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = chrono::DateTime::UNIX_EPOCH;
    console(&path, async |store| {
        for (number, text) in [(1, "thrown out"), (2, "old words"), (3, "said")] {
            store.record(note(number, text), None, Origin::default(), here()).await.unwrap();
        }
        store.keep_draft(draft(2, "new words"), vec![], here()).await.unwrap();
        store.forget(id(1), Outcome::Withdrawn, vec![], at).await.unwrap();
        store.forget(id(2), Outcome::Withdrawn, vec![], at).await.unwrap();
        store.forget(id(3), Outcome::Accepted { backend_at: at }, vec![], at).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!(left.kept, []);
        let mut drafts = drafts(&left);
        drafts.sort_unstable();
        assert_eq!(drafts, ["new words", "thrown out"]);
    });
}

#[test]
fn what_the_backend_refused_was_not_said() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.record(note(1, "no"), None, Origin::default(), here()).await.unwrap();
        store.claim(id(1)).await.unwrap();
        store.refused(id(1), &moved(), chrono::DateTime::UNIX_EPOCH).await.unwrap();
    });
    console(&path, async |store| assert!(!left(&store).await.kept[0].sent));
}

#[test]
fn what_was_only_claimed_has_not_left_and_where_it_first_left_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = chrono::DateTime::UNIX_EPOCH;
    console(&path, async |store| {
        store.record(note(1, "read about"), None, Origin::default(), here()).await.unwrap();
        store.record(note(2, "left"), None, Origin::default(), here()).await.unwrap();
        // Its ticket was read, and the console died before a byte of it was sent.
        store.claim_as(id(1), Leaves::NotYet).await.unwrap();
        store.claim_as(id(2), Leaves::NotYet).await.unwrap();
        store.leave(id(2), 41).await.unwrap();
        store.claim_as(id(2), Leaves::NotYet).await.unwrap();
        store.leave(id(2), 44).await.unwrap();
        // Turned away before it left: the tries before are as open as they were.
        store.refused_as(id(2), &Refused::NotAllowed, Leaves::NotYet, at).await.unwrap();
    });
    console(&path, async |store| {
        let sent = |kept: &Kept| kept.sent;
        assert_eq!(left(&store).await.kept.iter().map(sent).collect::<Vec<_>>(), [false, true]);
        assert_eq!(store.left_after(id(1)).await.unwrap(), None);
        assert_eq!(store.left_after(id(2)).await.unwrap(), Some(41), "it may have been there since");
    });
}

#[test]
fn a_refusal_at_the_door_says_nothing_of_an_earlier_try() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = chrono::DateTime::UNIX_EPOCH;
    console(&path, async |store| {
        store.record(note(1, "once"), None, Origin::default(), here()).await.unwrap();
        store.record(note(2, "twice"), None, Origin::default(), here()).await.unwrap();
        store.claim(id(1)).await.unwrap();
        store.refused(id(1), &Refused::NotAllowed, at).await.unwrap();
        // The answer to the first one was lost.
        store.claim(id(2)).await.unwrap();
        store.claim(id(2)).await.unwrap();
        store.refused(id(2), &Refused::NotAllowed, at).await.unwrap();
    });
    console(&path, async |store| {
        let sent = |kept: &Kept| kept.sent;
        assert_eq!(left(&store).await.kept.iter().map(sent).collect::<Vec<_>>(), [false, true]);
        store.refused(id(2), &moved(), at).await.unwrap();
    });
    console(&path, async |store| assert!(!left(&store).await.kept[1].sent));
}

#[test]
fn what_an_action_adds_and_what_the_author_of_a_later_one_has_seen_since_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = chrono::DateTime::UNIX_EPOCH;
    console(&path, async |store| {
        store.record(note(1, "first"), Some(2), Origin::default(), here()).await.unwrap();
        store.record(note(2, "second"), Some(1), Origin::default(), here()).await.unwrap();
        let accepted = Outcome::Accepted { backend_at: at };
        store.forget(id(1), accepted, vec![(id(2), Version(5))], at).await.unwrap();
    });
    console(&path, async |store| {
        let kept = left(&store).await.kept;
        assert_eq!((kept.len(), kept[0].adds), (1, Some(1)));
        assert_eq!(kept[0].action, Action { seen: Version(5), ..note(2, "second") });
    });
}

#[test]
fn what_a_later_program_wrote_is_kept_and_told_and_never_deleted() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        for (number, text) in [(1, "from the future"), (2, "spoilt"), (3, "old")] {
            store.record(note(number, text), None, Origin::default(), here()).await.unwrap();
        }
    });
    meddle(
        &path,
        "UPDATE outbox SET format = 2 WHERE place = 1; UPDATE outbox SET action = '{' WHERE place = 2",
    );
    for _restart in 0..2 {
        console(&path, async |store| {
            let left = left(&store).await;
            assert_eq!((left.kept.len(), left.unreadable), (1, 2));
            let claim = store.claim(id(3)).await.unwrap();
            assert!(matches!(claim, Claim::Granted { .. }), "what nobody can read stops nobody: {claim:?}");
        });
    }
}

#[test]
fn what_is_on_another_ticket_waits_for_nobody() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |one| {
        one.record(note(1, "on one ticket"), None, Origin::default(), here()).await.unwrap();
        let other = vigie::io::local_store::LocalStore::start(path.clone());
        let elsewhere = Action { ticket: ticket("INC-2"), ..note(2, "on another") };
        other.record(elsewhere, None, Origin::default(), here()).await.unwrap();
        assert!(matches!(other.claim(id(2)).await.unwrap(), Claim::Granted { .. }));
    });
}
