//! Whose the things are: what somebody wrote waits for them, and nobody else's console has it.

use chrono::DateTime;
use vigie::app::protocol::origin::Origin;
use vigie::app::protocol::others::Wrote;
use vigie::desk::ticket::author::Author;
use vigie::desk::ticket::names::{BackendId, ManagerId};
use vigie::io::local_store::{Claim, LocalStore, Place};

use crate::{console, draft, drafts, here, id, left, martin, meddle, note, texts};

fn dupont() -> Author {
    Author::Manager(ManagerId::new("jdupont"))
}

fn as_dupont() -> Place {
    Place { person: Some(dupont()), ..here() }
}

/// Nobody has said yet for whom the console speaks.
fn as_nobody() -> Place {
    Place { person: None, ..here() }
}

#[test]
fn what_somebody_wrote_is_found_by_their_own_console_only_and_shown_to_others() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.record(note(1, "of Martin"), None, Origin::default(), here()).await.unwrap();
        store.keep_draft(draft(2, "begun by Martin"), vec![], here()).await.unwrap();
    });
    console(&path, async |store| {
        let left = store.take_over(vec![as_dupont()]).await.unwrap();
        assert!(left.kept.is_empty() && left.drafts.is_empty() && left.order.is_empty(), "{left:?}");
        let others: Vec<_> =
            left.others.iter().map(|other| (other.id(), other.text(), &other.author)).collect();
        let martin = martin();
        assert_eq!(others, [(id(1), Some("of Martin"), &martin), (id(2), Some("begun by Martin"), &martin)]);
        assert!(
            matches!(left.others[0].wrote, Wrote::Act(_)) && matches!(left.others[1].wrote, Wrote::Text(_))
        );
        assert_eq!(store.claim(id(1)).await.unwrap(), Claim::OfAnother);
        // What Dupont writes on the same ticket does not wait for Martin.
        store.record(note(3, "of Dupont"), None, Origin::default(), as_dupont()).await.unwrap();
        let Claim::Granted { author, .. } = store.claim(id(3)).await.unwrap() else { panic!("not granted") };
        assert_eq!(author, dupont());
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((texts(&left), drafts(&left)), (vec!["of Martin".to_owned()], vec!["begun by Martin"]));
        assert_eq!(left.others.len(), 1, "{:?}", left.others);
        let Claim::Granted { author, .. } = store.claim(id(1)).await.unwrap() else { panic!("not granted") };
        assert_eq!(author, martin());
    });
}

#[test]
fn what_is_written_without_a_network_is_that_of_the_person_of_the_last_time() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| store.remember_person(here()).await.unwrap());
    console(&path, async |store| {
        store.record(note(1, "offline"), None, Origin::default(), as_nobody()).await.unwrap();
        let Claim::Granted { author, .. } = store.claim(id(1)).await.unwrap() else { panic!("not granted") };
        assert_eq!(author, martin());
        let left = store.take_over(vec![as_nobody()]).await.unwrap();
        assert_eq!(left.persons, [(BackendId::new("desk"), martin())]);
    });
    console(&path, async |store| {
        assert_eq!(store.take_over(vec![as_dupont()]).await.unwrap().others.len(), 1);
        assert_eq!(texts(&store.take_over(vec![as_nobody()]).await.unwrap()), ["offline"]);
    });
}

#[test]
fn what_nobody_knows_the_author_of_goes_on_a_persons_word_and_then_as_theirs() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.record(note(1, "of an earlier version"), None, Origin::default(), here()).await.unwrap();
    });
    meddle(&path, "UPDATE outbox SET author = NULL");
    console(&path, async |store| {
        let left = store.take_over(vec![as_dupont()]).await.unwrap();
        assert_eq!((texts(&left).len(), left.unsigned), (1, vec![id(1)]));
        assert_eq!(store.claim(id(1)).await.unwrap(), Claim::Unsigned);
        store.sign(id(1), dupont()).await.unwrap();
        // Once said it stays: nobody else can say it of the same.
        store.sign(id(1), martin()).await.unwrap();
        let Claim::Granted { author, .. } = store.claim(id(1)).await.unwrap() else { panic!("not granted") };
        assert_eq!(author, dupont());
    });
}

#[test]
fn two_backends_of_one_desk_are_two_persons() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let second = || Place { backend: BackendId::new("second"), ..as_dupont() };
    console(&path, async |store| {
        store.record(note(1, "of Martin"), None, Origin::default(), here()).await.unwrap();
        store.record(note(2, "of Dupont"), None, Origin::default(), second()).await.unwrap();
    });
    console(&path, async |store| {
        let left = store.take_over(vec![here(), second()]).await.unwrap();
        let ways: Vec<_> = left.kept.iter().map(|kept| kept.action.ticket.backend.as_str()).collect();
        assert_eq!((ways, left.others.len()), (vec!["desk", "second"], 0));
    });
}

#[test]
fn what_is_let_go_is_had_by_its_authors_console_while_this_one_lives() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |one| {
        one.record(note(1, "of Martin"), None, Origin::default(), here()).await.unwrap();
        one.keep_draft(draft(2, "begun by Martin"), vec![], here()).await.unwrap();
        let martins = LocalStore::start(path.clone());
        assert_eq!(left(&martins).await.kept, []);
        one.release(vec![id(1), id(2)]).await.unwrap();
        assert_eq!(one.claim(id(1)).await.unwrap(), Claim::OfAnother);
        let left = left(&martins).await;
        assert_eq!((texts(&left), drafts(&left)), (vec!["of Martin".to_owned()], vec!["begun by Martin"]));
        assert!(matches!(martins.claim(id(1)).await.unwrap(), Claim::Granted { .. }));
        // Saved late by the first one, it stays its author's.
        one.keep_draft(draft(2, "begun by Martin, and more"), vec![], as_dupont()).await.unwrap();
    });
    console(&path, async |store| {
        assert_eq!(drafts(&left(&store).await), ["begun by Martin, and more"]);
    });
}

#[test]
fn only_what_is_still_somebody_elses_and_nobodys_to_send_is_thrown_away() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let at = DateTime::UNIX_EPOCH;
    console(&path, async |store| {
        store.record(note(1, "of Martin"), None, Origin::default(), here()).await.unwrap();
        store.keep_draft(draft(2, "begun by Martin"), vec![], here()).await.unwrap();
        // Its console lives.
        let duponts = LocalStore::start(path.clone());
        duponts.forget_other(id(1), martin(), at).await.unwrap();
        assert!(matches!(store.claim(id(1)).await.unwrap(), Claim::Granted { .. }));
    });
    console(&path, async |store| {
        store.forget_other(id(1), dupont(), at).await.unwrap();
        store.forget_other(id(2), martin(), at).await.unwrap();
        let left = left(&store).await;
        assert_eq!((texts(&left), drafts(&left)), (vec!["of Martin".to_owned()], Vec::<&str>::new()));
    });
}
