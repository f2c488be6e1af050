//! Texts that are not sent: never lost, never there twice, and never of two at once.

use vigie::app::drafts::Draft;
use vigie::desk::names::ActionId;
use vigie::io::local_store::LocalStore;

use crate::{console, draft, drafts, here, id, left, note, texts};

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
        store.record(note(1, "All of it"), None, here()).await.unwrap();
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
        let editing = store.editing(id(1));
        std::fs::create_dir_all(editing.parent().unwrap()).unwrap();
        std::fs::write(&editing, "Begun here, and gone on with there\n").unwrap();
        file = Some(editing);
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
        std::fs::write(store.editing(id(1)), "Something else").unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!(drafts(&left), ["Begun here, and gone on with there\n\nSomething else"]);
    });
}
