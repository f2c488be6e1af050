//! The documentation is true: its keys are those of the key map, its picture a screen of today, its links lead somewhere.
//!
//! `VIGIE_UPDATE_DOCS=1 cargo test --test docs` writes the keys anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::keymap::{Keymap, Row};
use vigie::words::{Language, Words};

const BEGIN: &str = "<!-- keys: written by a test from the key map -->\n";
const END: &str = "<!-- end of keys -->";

/// What people look up; the keys of a text field are those of every other one.
const SHOWN: [Focus; 8] = [
    Focus::Anywhere,
    Focus::Customers,
    Focus::Queue,
    Focus::Detail,
    Focus::Compose,
    Focus::Outbox,
    Focus::News,
    Focus::Bulk,
];

/// One line for each command of a pane, with all of its keys.
fn table() -> String {
    let (keymap, words) = (Keymap::default(), Words::load(Language::En));
    let mut table = String::new();
    for focus in SHOWN {
        write!(table, "\n**{}**\n\n| keys | |\n|---|---|\n", words.focus(focus)).unwrap();
        let rows: Vec<&Row> = keymap.rows().iter().filter(|row| row.focus == focus).collect();
        for (at, row) in rows.iter().enumerate() {
            if rows[..at].iter().any(|before| before.run == row.run) {
                continue;
            }
            let keys: Vec<String> = rows[at..]
                .iter()
                .filter(|other| other.run == row.run)
                .map(|row| format!("`{}`", row.written()))
                .collect();
            writeln!(table, "| {} | {} |", keys.join(" "), words.help(row.run)).unwrap();
        }
    }
    table.push('\n');
    table
}

fn at(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

fn read(file: &str) -> String {
    std::fs::read_to_string(at(file)).unwrap()
}

/// The README and the pages that stand beside each other.
fn pages() -> Vec<PathBuf> {
    let beside = std::fs::read_dir(at("assets/docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> =
        beside.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    pages.push(at("README.md"));
    pages
}

#[test]
fn the_readme_is_read_in_a_few_minutes() {
    assert!(read("README.md").lines().count() <= 150);
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for (_, rest) in text.match_indices("](").map(|(place, _)| text.split_at(place + 2)) {
            let (target, _) = rest.split_once(')').unwrap();
            let there = page.parent().unwrap().join(target);
            assert!(target.contains("://") || there.exists(), "{}: {target}", page.display());
        }
    }
}

#[test]
fn every_page_is_named_in_the_readme_and_shown_by_help() {
    let readme = read("README.md");
    for page in pages() {
        let name = page.file_stem().unwrap().to_str().unwrap();
        if name == "README" {
            continue;
        }
        assert!(readme.contains(&format!("[{name}](assets/docs/{name}.md)")), "{name}");
        let mut vigie = std::process::Command::new(env!("CARGO_BIN_EXE_vigie"));
        let shown = vigie.args(["help", name]).output().unwrap();
        let text = std::fs::read_to_string(&page).unwrap();
        assert_eq!(String::from_utf8(shown.stdout).unwrap(), text, "{name}");
    }
}

#[test]
fn help_names_what_there_is_and_explains_commands_too() {
    let help = |topic: &[&str]| {
        let mut vigie = std::process::Command::new(env!("CARGO_BIN_EXE_vigie"));
        let output = vigie.arg("help").args(topic).env("LANG", "C").output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), said)
    };
    let (code, listed) = help(&[]);
    assert!(code == 0 && listed.contains("  on-call ") && listed.contains("  doctor "), "{listed}");
    let (code, told) = help(&["backup"]);
    assert!(code == 0 && told.contains("--data"), "{told}");
    let (code, told) = help(&["nonsense\u{1b}[2J"]);
    assert!(code == 2 && told.contains("keys") && !told.contains('\u{1b}'), "{told}");
}

#[test]
fn manual_pages_and_completions_are_made_of_the_command_line() {
    let directory = tempfile::tempdir().unwrap();
    let man = directory.path().join("man1");
    let vigie = |arguments: &[&str]| {
        let output =
            std::process::Command::new(env!("CARGO_BIN_EXE_vigie")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    vigie(&["man", man.to_str().unwrap()]);
    let page = std::fs::read_to_string(man.join("vigie-token-create.1")).unwrap();
    assert!(page.contains(".TH") && page.contains("expires"), "{page}");
    for shell in ["bash", "zsh", "fish"] {
        assert!(vigie(&["completions", shell]).contains("print-keys"), "{shell}");
    }
}

#[test]
fn the_picture_of_the_console_is_a_screen_that_the_tests_draw() {
    let (page, drawn) = (
        read("assets/docs/console.md"),
        read("tests/screens/snapshots/screens__panes__queue_en_120x40.snap"),
    );
    let (_, picture) = page.split_once("```text\n").unwrap();
    let (picture, _) = picture.split_once("```").unwrap();
    let mut drawn = drawn.lines();
    for line in picture.lines() {
        // Empty rows may be left out.
        assert!(drawn.any(|other| other == line), "not on the screen, or not there: {line}");
    }
}

#[test]
fn the_page_of_the_keys_lists_those_in_force() {
    let path = at("assets/docs/keys.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    if std::env::var_os("VIGIE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", table())).unwrap();
        return;
    }
    assert_eq!(listed, table(), "the key map changed: VIGIE_UPDATE_DOCS=1 writes the table anew");
}
