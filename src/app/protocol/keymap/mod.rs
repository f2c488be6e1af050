//! Keys as data: which key means which command in which pane.

mod key;
mod read;

use crate::app::protocol::command::Command;
use crate::app::protocol::focus::Focus;

pub use key::{BadKey, Key, Sends};
pub use read::{KeymapError, Written, read};

/// The keys that vigie comes with.
pub const DEFAULT: &str = include_str!("../../../../assets/keymap/default.toml");

/// One line of a key map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// One key, or a sequence of several.
    pub on: Vec<Key>,
    pub run: Command,
    pub focus: Focus,
}

impl Row {
    /// Returns the key or the sequence as a key map has it, such as `g g`.
    pub fn written(&self) -> String {
        self.on.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// No two rows of one focus share a key, and none is the beginning of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    rows: Vec<Row>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::parse(DEFAULT).expect("the key map that is built in is tested")
    }
}

/// What a key means after those that came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Run(Command),
    /// It begins a sequence, or goes on with one.
    Begins,
    Nothing,
}

impl Keymap {
    /// Reads a whole key map.
    pub fn parse(text: &str) -> Result<Self, Vec<KeymapError>> {
        Self { rows: Vec::new() }.merge(&read(text).map_err(|error| vec![error])?)
    }

    /// Puts a person's rows over these; one that says `nothing` frees its key.
    pub fn merge(mut self, written: &[Written]) -> Result<Self, Vec<KeymapError>> {
        let rows = read::resolve(written)?;
        let in_vain = read::frees_nothing(&rows, |row| self.rows.iter().any(|old| row.takes_over(old)));
        if !in_vain.is_empty() {
            return Err(in_vain);
        }
        self.rows.retain(|old| !rows.iter().any(|new| new.takes_over(old)));
        self.rows.extend(rows.into_iter().filter_map(read::Resolved::into_row));
        Ok(self)
    }

    /// In the order written; a person's own rows last.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The first key of a command in a pane, for the footer and the help.
    pub fn key_for(&self, command: Command, focus: Focus) -> Option<String> {
        let of = |focus| self.rows.iter().find(|row| row.run == command && row.focus == focus);
        of(focus).or_else(|| if focus.takes_text() { None } else { of(Focus::Anywhere) }).map(Row::written)
    }

    /// What a key means in a pane, after the keys of a sequence that was begun.
    pub fn meaning(&self, begun: &[Key], key: Key, focus: Focus) -> Meaning {
        // A pane's own keys come before those of everywhere.
        let rows = || self.heard_in(focus).filter(|row| row.on.starts_with(begun));
        let next = |row: &&Row| row.on.get(begun.len()) == Some(&key);
        if let Some(row) = rows().filter(next).find(|row| row.on.len() == begun.len() + 1) {
            return Meaning::Run(row.run);
        }
        if rows().any(|row| next(&row)) { Meaning::Begins } else { Meaning::Nothing }
    }

    /// The rows that go on from the keys of a sequence that was begun.
    pub fn continuations<'a>(&'a self, begun: &'a [Key], focus: Focus) -> impl Iterator<Item = &'a Row> {
        let further = move |row: &&Row| row.on.len() > begun.len() && row.on.starts_with(begun);
        self.heard_in(focus).filter(further)
    }

    fn heard_in(&self, focus: Focus) -> impl Iterator<Item = &Row> {
        let own = self.rows.iter().filter(move |row| row.focus == focus);
        let anywhere = move |row: &&Row| !focus.takes_text() && row.focus == Focus::Anywhere;
        own.chain(self.rows.iter().filter(anywhere))
    }
}
