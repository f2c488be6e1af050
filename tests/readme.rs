//! The README's table of keys is the key map that vigie comes with, and its picture a screen of today.
//!
//! `VIGIE_UPDATE_README=1 cargo test --test readme` writes it anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write;
use std::path::Path;

use vigie::app::focus::Focus;
use vigie::app::keymap::{Keymap, Row};
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

#[test]
fn the_readmes_picture_is_a_screen_that_the_tests_draw() {
    let read = |file| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let (readme, drawn) =
        (read("README.md"), read("tests/screens/snapshots/screens__panes__queue_en_120x40.snap"));
    let (_, picture) = readme.split_once("```text\n").unwrap();
    let (picture, _) = picture.split_once("```").unwrap();
    let mut drawn = drawn.lines();
    for line in picture.lines() {
        // Empty rows may be left out.
        assert!(drawn.any(|other| other == line), "not on the screen, or not there: {line}");
    }
}

#[test]
fn the_readme_lists_the_keys_in_force() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (listed, after) = rest.split_once(END).unwrap();
    if std::env::var_os("VIGIE_UPDATE_README").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", table())).unwrap();
        return;
    }
    assert_eq!(listed, table(), "the key map changed: VIGIE_UPDATE_README=1 writes the table anew");
}
