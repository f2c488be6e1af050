//! The local store, closed and opened again after every step.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;

use vigie::desk::action::{Action, Change};
use vigie::desk::names::{ActionId, BackendId, LocalId, TicketId};
use vigie::desk::ticket::Version;
use vigie::io::local_store::{Left, LocalStore, LocalStoreError, Place};

fn note(number: u128, body: &str) -> Action {
    Action {
        id: ActionId(uuid::Uuid::from_u128(number)),
        ticket: TicketId { backend: BackendId::new("desk"), local: LocalId::new("INC-1") },
        seen: Version(3),
        made_at: chrono::DateTime::UNIX_EPOCH,
        change: Change::Note { body: body.into() },
    }
}

fn place(store: Option<&str>) -> Place {
    Place { address: "https://desk.example/".into(), store: store.map(str::to_owned) }
}

async fn load(path: &Path, backend: &str) -> Left {
    let watched = vec![(BackendId::new(backend), "https://desk.example/".to_owned())];
    LocalStore::start(path.to_owned()).load(watched).await.unwrap()
}

async fn sql(path: &Path, statement: &'static str) {
    use sqlx::Connection;
    let mut connection =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn what_was_recorded_is_there_after_every_restart_until_it_is_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("state/local.sqlite");
    let store = LocalStore::start(path.clone());
    store.remember(place(None).address, "s1".into()).await.unwrap();
    // Asked in order without waiting between: the order on disk is the order of asking.
    let second = store.record(note(9, "first"), place(Some("s1")));
    let first = store.record(note(2, "second"), place(None));
    first.await.unwrap();
    second.await.unwrap();
    drop(store);

    let left = load(&path, "desk").await;
    let bodies: Vec<_> = left.kept.iter().map(|kept| kept.action.change.text().unwrap().raw()).collect();
    assert_eq!(bodies, ["first", "second"]);
    assert_eq!(left.kept[0].action, note(9, "first"));
    assert!(!left.kept[0].sent);

    let store = LocalStore::start(path.clone());
    assert_eq!(store.sending(note(9, "").id).await.unwrap().as_deref(), Some("s1"));
    assert_eq!(store.sending(note(77, "").id).await.unwrap(), None);
    drop(store);
    assert!(load(&path, "desk").await.kept[0].sent);

    let store = LocalStore::start(path.clone());
    store.forget(note(9, "").id).await.unwrap();
    drop(store);
    let left = load(&path, "renamed").await;
    assert_eq!(left.kept.len(), 1);
    assert_eq!(
        left.kept[0].action.ticket.backend,
        BackendId::new("renamed"),
        "the store counts, not the name"
    );
}

#[tokio::test]
async fn an_action_for_one_store_is_never_given_to_another() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let store = LocalStore::start(path.clone());
    store.remember(place(None).address, "demonstration".into()).await.unwrap();
    store.record(note(1, "for the demonstration"), place(None)).await.unwrap();
    store.remember(place(None).address, "real".into()).await.unwrap();
    drop(store);
    assert_eq!(load(&path, "desk").await, Left::default());

    let unknown = LocalStore::start(path)
        .record(note(2, ""), Place { address: "https://other.example/".into(), store: None })
        .await;
    assert!(matches!(unknown, Err(LocalStoreError::UnknownStore(_))), "{unknown:?}");
}

#[tokio::test]
async fn what_a_later_program_wrote_is_kept_and_told_and_never_deleted() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let store = LocalStore::start(path.clone());
    store.remember(place(None).address, "s1".into()).await.unwrap();
    store.record(note(1, "old"), place(None)).await.unwrap();
    store.record(note(2, "from the future"), place(None)).await.unwrap();
    store.record(note(3, "spoilt"), place(None)).await.unwrap();
    drop(store);
    sql(
        &path,
        "UPDATE outbox SET format = 2 WHERE place = 2; UPDATE outbox SET action = '{' WHERE place = 3",
    )
    .await;
    for _restart in 0..2 {
        let left = load(&path, "desk").await;
        assert_eq!((left.kept.len(), left.unreadable), (1, 2));
    }
    sql(&path, "PRAGMA user_version = 99").await;
    let newer = LocalStore::start(path).load(Vec::new()).await;
    assert!(matches!(newer, Err(LocalStoreError::Newer(99))), "{newer:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("state/local.sqlite");
    let store = LocalStore::start(path.clone());
    store.remember("a".into(), "b".into()).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn what_was_taken_back_stays_so_until_it_is_recorded_again_in_its_own_place() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("state/local.sqlite");
    let store = LocalStore::start(path.clone());
    store.remember(place(None).address, "s1".into()).await.unwrap();
    store.record(note(1, "old words"), place(Some("s1"))).await.unwrap();
    store.record(note(2, "later"), place(Some("s1"))).await.unwrap();
    store.take_back(note(1, "").id).await.unwrap();
    store.take_back(note(77, "").id).await.unwrap();
    drop(store);

    let left = |left: Left| -> Vec<(String, bool)> {
        let text = |kept: &vigie::app::event::Kept| kept.action.change.text().unwrap().raw().to_owned();
        left.kept.iter().map(|kept| (text(kept), kept.taken_back)).collect()
    };
    let told = left(load(&path, "desk").await);
    assert_eq!(told, [("old words".to_owned(), true), ("later".to_owned(), false)]);

    let store = LocalStore::start(path.clone());
    store.record(note(1, "new words"), place(Some("s1"))).await.unwrap();
    drop(store);
    let told = left(load(&path, "desk").await);
    assert_eq!(told, [("new words".to_owned(), false), ("later".to_owned(), false)]);
}

#[tokio::test]
async fn a_file_of_the_first_layout_is_still_read() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("state/local.sqlite");
    let store = LocalStore::start(path.clone());
    store.remember(place(None).address, "s1".into()).await.unwrap();
    store.record(note(1, "kept"), place(Some("s1"))).await.unwrap();
    drop(store);
    sql(&path, "DROP TABLE taken_back; PRAGMA user_version = 1").await;
    assert_eq!(load(&path, "desk").await.kept.len(), 1);
}
