//! What a desk had accepted is kept for a while: a restore may lose it.

use chrono::{DateTime, TimeDelta};
use vigie::app::protocol::origin::Origin;
use vigie::desk::journal::Outcome;
use vigie::desk::life::{Life, Was};
use vigie::desk::ticket::author::Author;
use vigie::desk::ticket::names::{CustomerId, ManagerId};
use vigie::io::local_store::{Claim, LocalStore, Place};

use crate::{console, here, id, left, martin, note};

fn of(epoch: &str) -> Life {
    Life { store: "s1".to_owned(), epoch: epoch.to_owned() }
}

fn origin(epoch: &str) -> Origin {
    let was = Was { customer: CustomerId::new("acme"), subject: "It does not start".into() };
    Origin { life: Some(of(epoch)), was: Some(was), accepted: None }
}

async fn accepted(store: &LocalStore, number: u128, at: DateTime<chrono::Utc>) {
    store.record(note(number, "words"), None, origin("first"), here()).await.unwrap();
    let outcome = Outcome::Accepted { backend_at: at };
    store.forget(id(number), outcome, Vec::new(), at).await.unwrap();
}

#[test]
fn what_waits_keeps_its_life_and_what_its_ticket_was() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.record(note(1, "words"), None, origin("first"), here()).await.unwrap();
        let claim = store.claim(id(1)).await.unwrap();
        assert!(matches!(claim, Claim::Granted { epoch: Some(epoch), .. } if epoch == "first"));
    });
    console(&path, async |store| {
        assert_eq!(left(&store).await.kept[0].origin, origin("first"));
        // Recorded once more, it is meant for the life that its author sees now.
        store.record(note(1, "words"), None, origin("second"), here()).await.unwrap();
        let claim = store.claim(id(1)).await.unwrap();
        assert!(matches!(claim, Claim::Granted { epoch: Some(epoch), .. } if epoch == "second"));
    });
}

#[test]
fn what_was_accepted_and_is_lost_waits_again_with_its_words() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = DateTime::UNIX_EPOCH + TimeDelta::days(100);
    console(&path, async |store| {
        accepted(&store, 1, at).await;
        accepted(&store, 2, at).await;
        assert_eq!(store.accepted_before(of("first")).await.unwrap(), []);
        let asked = store.accepted_before(of("second")).await.unwrap();
        assert_eq!(asked, [(of("first"), id(1)), (of("first"), id(2))]);
        let lost = store.settle_accepted(of("second"), vec![id(1), id(2)], vec![id(2)]).await.unwrap();
        assert_eq!(lost, 1);
        assert_eq!(store.accepted_before(of("second")).await.unwrap(), []);
        assert_eq!(store.accepted_before(of("third")).await.unwrap(), [(of("second"), id(1))]);
        let left = left(&store).await;
        assert_eq!(left.kept.iter().map(|kept| kept.action.clone()).collect::<Vec<_>>(), [note(2, "words")]);
        assert_eq!(left.kept[0].origin, Origin { accepted: Some(at), ..origin("first") });
        assert!(!left.kept[0].sent);
    });
}

#[test]
fn what_was_accepted_long_ago_is_not_kept() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = DateTime::UNIX_EPOCH + TimeDelta::days(100);
    console(&path, async |store| {
        accepted(&store, 1, at).await;
        accepted(&store, 2, at + TimeDelta::days(31)).await;
        let asked = store.accepted_before(of("second")).await.unwrap();
        assert_eq!(asked, [(of("first"), id(2))]);
    });
}

#[test]
fn what_a_restored_desk_has_lost_waits_for_its_author_and_for_nobody_else() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = DateTime::UNIX_EPOCH + TimeDelta::days(100);
    console(&path, async |store| {
        accepted(&store, 1, at).await;
        store.settle_accepted(of("second"), vec![id(1)], vec![id(1)]).await.unwrap();
    });
    console(&path, async |store| {
        let as_dupont = Place { person: Some(Author::Manager(ManagerId::new("jdupont"))), ..here() };
        let found = store.take_over(vec![as_dupont]).await.unwrap();
        assert!(found.kept.is_empty() && found.unsigned.is_empty(), "{found:?}");
        let others: Vec<_> = found.others.iter().map(|other| (other.id(), &other.author)).collect();
        assert_eq!(others, [(id(1), &martin())]);
        assert_eq!(left(&store).await.kept.len(), 1, "its author is here again");
    });
}
