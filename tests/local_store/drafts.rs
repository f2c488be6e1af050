//! Texts that are not sent: never lost, never there twice, and never of two at once.

use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::filled::{Answer, Filled};
use vigie::app::protocol::form::{About, Label, Offer};
use vigie::app::protocol::origin::Origin;
use vigie::desk::ticket::names::{ActionId, CustomerId};
use vigie::desk::ticket::severity::Severity;
use vigie::io::local_store::LocalStore;

use crate::{console, draft, drafts, here, id, left, note, texts, ticket};

async fn keep(store: &LocalStore, draft: Draft, instead_of: &[ActionId]) {
    store.keep_draft(draft, instead_of.to_vec(), here()).await.unwrap();
}

#[test]
fn a_text_is_there_as_it_was_kept_last() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let whole = draft(1, "Half a thought");
    console(&path, async |store| {
        keep(&store, draft(1, "Half"), &[]).await;
        keep(&store, whole.clone(), &[]).await;
    });
    console(&path, async |store| assert_eq!(left(&store).await.drafts, [whole]));
    console(&path, async |store| {
        left(&store).await;
        store.forget_draft(id(1)).await.unwrap();
    });
    console(&path, async |store| assert!(left(&store).await.drafts.is_empty()));
}

#[test]
fn recording_takes_the_draft_over_so_that_one_of_the_two_is_always_there() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        keep(&store, draft(1, "All of"), &[]).await;
        store.record(note(1, "All of it"), None, Origin::default(), here()).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((texts(&left), drafts(&left)), (vec!["All of it".to_owned()], vec![]));
    });
}

#[test]
fn several_texts_become_one_in_one_step() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        keep(&store, draft(1, "one"), &[]).await;
        keep(&store, draft(2, "two"), &[]).await;
        keep(&store, draft(1, "one\n\ntwo"), &[id(2)]).await;
    });
    console(&path, async |store| assert_eq!(drafts(&left(&store).await), ["one\n\ntwo"]));
}

#[test]
fn what_the_editor_had_when_the_console_died_is_there_too() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let mut file = None;
    console(&path, async |store| {
        keep(&store, draft(1, "Begun here"), &[]).await;
        let lent = store.lend(id(1), "Begun here").unwrap();
        std::fs::write(lent.path(), "Begun here, and gone on with there\n").unwrap();
        file = Some(lent.path().to_owned());
    });
    let file = file.unwrap();
    console(&path, async |store| {
        assert_eq!(drafts(&left(&store).await), ["Begun here, and gone on with there"]);
        assert!(file.exists(), "it goes once the store has its text");
        keep(&store, draft(1, "Begun here, and gone on with there"), &[]).await;
        assert!(!file.exists());
    });
    console(&path, async |store| {
        left(&store).await;
        std::fs::write(&file, "Something else").unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!(drafts(&left), ["Begun here, and gone on with there\n\nSomething else"]);
    });
}

fn form(number: u128, reason: &str) -> Filled {
    Filled {
        id: id(number),
        ticket: ticket("INC-1"),
        customer: CustomerId::new("acme"),
        about: About::Severity,
        answers: vec![
            (Label::Severity, Answer::Choice(Offer::Severity(Severity::Medium))),
            (Label::Reason, Answer::Text(reason.to_owned())),
        ],
        origin: Origin::default(),
        said: None,
    }
}

#[test]
fn a_form_is_kept_as_a_text_is_and_recording_takes_it_over() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.keep_form(form(1, "a work"), here()).await.unwrap();
        store.keep_form(form(1, "a workaround"), here()).await.unwrap();
        keep(&store, draft(2, "beside it"), &[]).await;
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((left.unreadable, drafts(&left)), (0, vec!["beside it"]));
        assert_eq!(left.forms, [form(1, "a workaround")]);
        store.record(note(1, "sent"), None, Origin::default(), here()).await.unwrap();
        store.keep_form(form(3, "not wanted"), here()).await.unwrap();
        store.forget_draft(id(3)).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((texts(&left), left.forms), (vec!["sent".to_owned()], vec![]));
    });
}

#[test]
fn an_action_that_is_made_anew_in_a_form_does_not_go_by_itself() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.record(note(1, "old"), None, Origin::default(), here()).await.unwrap();
        store.keep_form(form(1, "new"), here()).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert!(left.kept[0].taken_back);
        assert_eq!(left.forms, [form(1, "new")]);
    });
}
