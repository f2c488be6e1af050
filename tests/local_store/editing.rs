//! Files that the person's own editor has or had: none goes before its words are safe, and none is forgotten.

use std::path::{Path, PathBuf};

use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::event::Left;
use vigie::app::protocol::origin::Origin;
use vigie::io::local_store::{Brought, Lent, LocalStore};

use crate::{console, draft, drafts, here, id, left, note};

async fn keep(store: &LocalStore, draft: Draft) {
    store.keep_draft(draft, vec![], here()).await.unwrap();
}

/// Gives a text to an editor; it is kept before.
async fn lend(store: &LocalStore, text: &str) -> Lent {
    keep(store, draft(1, text)).await;
    store.lend(id(1), text).unwrap()
}

fn files(store: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(store.with_file_name("editing")).unwrap();
    all.map(|file| file.unwrap().path()).collect()
}

fn named(left: &Left) -> Vec<String> {
    left.in_files.iter().map(|path| path.shown().to_owned()).collect()
}

fn saved(left: &Left) -> Vec<&str> {
    left.saved.iter().map(|saved| saved.words.as_str()).collect()
}

#[test]
fn a_file_goes_once_its_words_are_kept_and_not_when_other_words_are() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        let lent = lend(&store, "given").await;
        std::fs::write(lent.path(), "given, and saved there").unwrap();
        let file = lent.path().to_owned();
        drop(lent);
        keep(&store, draft(1, "given")).await;
        assert!(file.exists(), "the words that were saved are nowhere else");
        store.record(note(1, "given"), None, Origin::default(), here()).await.unwrap();
        assert!(file.exists(), "also when the draft is sent without them");
        let told = left(&store).await;
        assert_eq!(named(&told), [file.display().to_string()]);
        keep(&store, draft(1, "given, and saved there")).await;
        assert_eq!(files(&path), Vec::<PathBuf>::new());
    });
}

#[test]
fn a_file_stays_as_long_as_an_editor_may_save_it_and_each_saving_is_taken_in() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |store| {
        let lent = lend(&store, "given").await;
        let file = lent.path().to_owned();
        // What the editor inherits outlives the console.
        let editor = lent.sign_of_life().unwrap().unwrap();
        drop(lent);
        std::fs::write(&file, "given, saved").unwrap();
        keep(&store, draft(1, "given, saved")).await;
        assert!(file.exists(), "it is in the editor still");
        assert_eq!(saved(&left(&store).await), Vec::<&str>::new(), "and known");
        std::fs::write(&file, "given, saved, and saved again").unwrap();
        assert_eq!(saved(&left(&store).await), ["given, saved, and saved again"]);
        assert_eq!(saved(&left(&store).await), Vec::<&str>::new(), "it is told once");
        keep(&store, draft(1, "given, saved, and saved again")).await;
        drop(editor);
        left(&store).await;
        assert_eq!(files(&path), Vec::<PathBuf>::new());
        // By an editor that nobody knows of.
        std::fs::write(&file, "later").unwrap();
        assert_eq!(saved(&left(&store).await), ["later"]);
    });
}

#[test]
fn what_is_saved_after_the_text_was_sent_or_thrown_away_is_kept_and_named_at_every_start() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let mut file = PathBuf::new();
    console(&path, async |store| {
        let lent = lend(&store, "given").await;
        file = lent.path().to_owned();
        drop(lent);
        keep(&store, draft(1, "given")).await;
        store.forget_draft(id(1)).await.unwrap();
        std::fs::write(&file, "later").unwrap();
        assert_eq!(named(&left(&store).await), [file.display().to_string()]);
    });
    for _ in 0..2 {
        console(&path, async |store| {
            assert_eq!(named(&left(&store).await), [file.display().to_string()]);
        });
    }
    // Its person dealt with it.
    std::fs::remove_file(&file).unwrap();
    console(&path, async |store| {
        assert_eq!(named(&left(&store).await), Vec::<String>::new());
        assert_eq!(files(&path), Vec::<PathBuf>::new());
    });
}

#[test]
fn what_cannot_be_taken_in_stays_and_is_named_whatever_is_kept_or_sent() {
    let long = "x".repeat(300 * 1024);
    let megabytes = "y".repeat(1200 * 1024);
    for bytes in [&b"caf\xe9"[..], b"a\0b", long.as_bytes(), megabytes.as_bytes(), b"\xff\xfe\x00\xd8"] {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("local.sqlite");
        let mut file = PathBuf::new();
        console(&path, async |store| {
            let lent = lend(&store, "given").await;
            file = lent.path().to_owned();
            std::fs::write(&file, bytes).unwrap();
            assert!(lent.read().is_err());
        });
        console(&path, async |store| {
            let left = left(&store).await;
            assert_eq!((drafts(&left), named(&left)), (vec!["given"], vec![file.display().to_string()]));
            let again = store.lend(id(1), "given").unwrap();
            assert_ne!(again.path(), file, "it is not written over");
            drop(again);
            keep(&store, draft(1, "given, and more")).await;
            store.record(note(1, "given, and more"), None, Origin::default(), here()).await.unwrap();
            assert_eq!(std::fs::read(&file).unwrap(), bytes);
        });
    }
}

#[test]
fn texts_of_other_editors_are_read_as_they_were_written() {
    let home = tempfile::tempdir().unwrap();
    console(&home.path().join("local.sqlite"), async |store| {
        let lent = lend(&store, "given").await;
        let wide: Vec<u8> =
            [0xfeff_u16].into_iter().chain("été\r\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [&wide[..], "\u{feff}été\n".as_bytes(), "été\r".as_bytes()] {
            std::fs::write(lent.path(), bytes).unwrap();
            assert_eq!(lent.read().unwrap(), Brought::Words("été\n".to_owned()));
        }
        std::fs::write(lent.path(), "given\n").unwrap();
        assert_eq!(lent.read().unwrap(), Brought::Nothing, "editors end the last line");
        std::fs::remove_file(lent.path()).unwrap();
        assert_eq!(lent.read().unwrap(), Brought::Nothing);
        std::fs::create_dir(lent.path()).unwrap();
        assert!(lent.read().is_err());
    });
}

#[test]
fn backups_go_with_the_text_and_what_editors_saved_in_distress_is_taken_in_or_named() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let beside = |file: &Path, before: &str, after: &str| {
        let name = file.file_name().unwrap().to_str().unwrap();
        file.with_file_name(format!("{before}{name}{after}"))
    };
    console(&path, async |store| {
        let given = lend(&store, "given").await;
        let file = given.path().to_owned();
        drop(given);
        std::fs::write(beside(&file, "", "~"), "older").unwrap();
        std::fs::write(beside(&file, ".", ".un~"), b"\0").unwrap();
        keep(&store, draft(1, "given")).await;
        assert_eq!(files(&path), Vec::<PathBuf>::new());

        let swap = beside(&file, ".", ".swp");
        std::fs::write(&swap, b"b0VIM\0words").unwrap();
        std::fs::write(beside(&file, "#", "#"), "given, and not saved").unwrap();
        std::fs::write(beside(&file, "", "~"), "the only one there is").unwrap();
        let left = left(&store).await;
        let mut words = saved(&left);
        words.sort_unstable();
        assert_eq!(words, ["given, and not saved", "the only one there is"]);
        assert_eq!(named(&left), [swap.display().to_string()]);
        keep(&store, draft(1, "given, and not saved\n\nthe only one there is")).await;
        assert_eq!(files(&path), [swap]);
    });
}

#[test]
fn a_link_in_the_place_of_the_file_is_read_and_what_it_leads_to_stays() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    let elsewhere = home.path().join("elsewhere.txt");
    std::fs::write(&elsewhere, "written elsewhere").unwrap();
    console(&path, async |store| {
        let lent = lend(&store, "given").await;
        std::fs::remove_file(lent.path()).unwrap();
        std::os::unix::fs::symlink(&elsewhere, lent.path()).unwrap();
        assert_eq!(lent.read().unwrap(), Brought::Words("written elsewhere".to_owned()));
        drop(lent);
        keep(&store, draft(1, "written elsewhere")).await;
        assert_eq!(files(&path), Vec::<PathBuf>::new());
        assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "written elsewhere");
    });
}

#[test]
fn what_an_editor_saves_belongs_to_the_console_that_has_the_draft() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("local.sqlite");
    console(&path, async |one| {
        let lent = lend(&one, "given").await;
        std::fs::write(lent.path(), "saved").unwrap();
        let other = LocalStore::start(path.clone());
        let told = left(&other).await;
        assert_eq!((saved(&told), named(&told)), (vec![], vec![]), "it is in the hands of one that lives");
        let own = left(&one).await;
        assert_eq!((saved(&own), named(&own)), (vec![], vec![]), "and that one waits for it");
    });
}
