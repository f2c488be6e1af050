//! The file itself: old ones are brought along, foreign ones are left alone, and nobody else may read it.

use std::path::Path;

use vigie::app::protocol::origin::Origin;
use vigie::app::protocol::trouble::Fault;
use vigie::io::local_store::{LocalStore, LocalStoreError};

use crate::{console, here, id, left, meddle, note, texts};

/// As the first version of the program laid it out.
const LAYOUT_1: &str = "
    CREATE TABLE outbox (
        place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, store TEXT NOT NULL,
        format INTEGER NOT NULL, action TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0,
        owner INTEGER, owned_until INTEGER
    ) STRICT;
    CREATE TABLE backend (address TEXT PRIMARY KEY, store TEXT NOT NULL) STRICT;
    INSERT INTO backend VALUES ('https://desk.example/', 's1');
    INSERT INTO outbox VALUES (4, '00000000-0000-0000-0000-000000000001', 's1', 1, '{
        \"id\": \"00000000-0000-0000-0000-000000000001\", \"ticket\": {\"backend\": \"desk\", \"local\": \"INC-1\"},
        \"seen\": 3, \"made_at\": \"1970-01-01T00:00:00Z\", \"change\": {\"do\": \"note\", \"body\": \"old words\"}
    }', 1, 4711, NULL);
    INSERT INTO outbox VALUES (5, 'x', 's1', 1, '{', 0, 4711, NULL);
    PRAGMA user_version = 1;";

fn failure(path: &Path) -> LocalStoreError {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { LocalStore::start(path.to_owned()).take_over(Vec::new()).await.unwrap_err() })
}

#[test]
fn a_file_of_the_first_layout_keeps_its_actions_and_their_order() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    meddle(&path, LAYOUT_1);
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!((texts(&left), left.unreadable), (vec!["old words".to_owned()], 1));
        assert_eq!(left.kept[0].action, note(1, "old words"));
        assert!(left.kept[0].sent && !left.kept[0].taken_back);
        store.record(note(2, "new words"), None, Origin::default(), here()).await.unwrap();
    });
    console(&path, async |store| {
        let left = left(&store).await;
        assert_eq!(texts(&left), ["old words", "new words"]);
        assert_eq!(left.order, [id(1), id(2)]);
    });
}

#[test]
fn a_file_of_a_later_program_is_told_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    meddle(&path, "CREATE TABLE outbox (future TEXT); PRAGMA user_version = 99");
    let before = std::fs::read(&path).unwrap();
    let why = failure(&path);
    assert!(matches!(why, LocalStoreError::Newer(99)), "{why:?}");
    assert_eq!(why.trouble(&path).fault, Fault::Newer);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_store_is_told_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let text = "These are somebody's words, and no database. ".repeat(100);
    std::fs::write(&path, &text).unwrap();
    assert_eq!(failure(&path).trouble(&path).fault, Fault::Damaged);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_flipped_byte_in_any_page_is_noticed_at_the_start_and_the_file_left_as_it_is() {
    const PAGE: usize = 4096;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        store.record(note(1, "words"), None, Origin::default(), here()).await.unwrap();
    });
    meddle(&path, "PRAGMA wal_checkpoint(TRUNCATE)");
    let good = std::fs::read(&path).unwrap();
    assert!(good.len() / PAGE > 4, "{}", good.len());
    for page in 1..good.len() / PAGE {
        let mut bad = good.clone();
        bad[page * PAGE] ^= 0xff;
        std::fs::write(&path, &bad).unwrap();
        assert_eq!(failure(&path).trouble(&path).fault, Fault::Damaged, "page {page}");
        assert_eq!(std::fs::read(&path).unwrap(), bad);
    }
    std::fs::write(&path, &good).unwrap();
    console(&path, async |store| assert_eq!(texts(&left(&store).await), ["words"]));
}

#[test]
fn a_place_that_cannot_be_is_told_and_tried_again_until_it_can() {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("state");
    std::fs::write(&state, "in the way").unwrap();
    let path = state.join("vigie/local.sqlite");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = LocalStore::start(path.clone());
        let why = store
            .record(note(1, "patience"), None, Origin::default(), here())
            .await
            .unwrap_err()
            .trouble(&path);
        assert_eq!((why.fault, why.place.shown()), (Fault::NoDirectory, &*path.display().to_string()));
        std::fs::remove_file(&state).unwrap();
        store.record(note(1, "patience"), None, Origin::default(), here()).await.unwrap();
    });
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it_also_if_others_could_before() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("state/local.sqlite");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let set = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for before in ["made", "found lax"] {
        console(&path, async |store| {
            store.record(note(1, "secret"), None, Origin::default(), here()).await.unwrap();
            let mut found = vec![path.parent().unwrap().to_owned()];
            while let Some(at) = found.pop() {
                assert_eq!(mode(&at), if at.is_dir() { 0o700 } else { 0o600 }, "{before}: {}", at.display());
                let inside = std::fs::read_dir(&at).into_iter().flatten();
                found.extend(inside.map(|entry| entry.unwrap().path()));
            }
        });
        set(path.parent().unwrap(), 0o755);
        for file in ["local.sqlite", "local.sqlite-wal", "local.sqlite-shm"] {
            let file = path.with_file_name(file);
            if file.exists() {
                set(&file, 0o644);
            }
        }
    }
}
