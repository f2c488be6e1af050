//! Reading a key map's file, and saying what is wrong with it, by row and key.

use serde::Deserialize;
use toml::Spanned;

use crate::app::protocol::command::Command;
use crate::app::protocol::focus::Focus;

use crate::app::protocol::keymap::key::sent_instead;
use crate::app::protocol::keymap::{BadKey, Key, Row, Sends};

/// A row as a person wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    // What is left out is told by its row, as the reader of TOML would not.
    #[serde(default)]
    pub on: String,
    #[serde(default)]
    pub run: String,
    #[serde(default)]
    pub focus: String,
    /// Where it stands in its file, counted from 1.
    #[serde(skip)]
    pub line: Option<usize>,
}

/// What is wrong with a key map. The texts are for logs; a person is told by variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    #[error("line {line:?}: {message}")]
    Syntax { line: Option<usize>, message: String },
    #[error("line {line:?}: {key:?} names no key")]
    UnknownKey { line: Option<usize>, key: String },
    /// A row does not say one of its three words.
    #[error("line {line:?}: {what} is missing")]
    Missing { line: Option<usize>, what: &'static str },
    #[error("line {line:?}: no terminal sends {key:?}, but {sends:?}")]
    NeverSent { line: Option<usize>, key: String, sends: Sends },
    #[error("line {line:?}: {key:?} means nothing in {focus:?} anyway")]
    FreesNothing { line: Option<usize>, key: String, focus: Focus },
    #[error("line {line:?}: there is no command {name:?}")]
    UnknownCommand { line: Option<usize>, name: String, nearest: Option<String> },
    #[error("line {line:?}: there is no pane {name:?}")]
    UnknownFocus { line: Option<usize>, name: String, nearest: Option<String> },
    /// Two rows of one pane have the same key, or one begins like the other.
    #[error("line {line:?}: {key:?} in {focus:?} is already {other:?} (line {other_line:?})")]
    Conflict { line: Option<usize>, key: String, focus: Focus, other: String, other_line: Option<usize> },
}

impl KeymapError {
    pub fn line(&self) -> Option<usize> {
        match self {
            Self::Syntax { line, .. }
            | Self::UnknownKey { line, .. }
            | Self::Missing { line, .. }
            | Self::NeverSent { line, .. }
            | Self::FreesNothing { line, .. }
            | Self::UnknownCommand { line, .. }
            | Self::UnknownFocus { line, .. }
            | Self::Conflict { line, .. } => *line,
        }
    }
}

/// The word that frees a key.
const NOTHING: &str = "nothing";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    keys: Vec<Spanned<Written>>,
}

/// Reads the rows of a key map's file: `keys = [{ on = "a", run = "acknowledge", focus = "queue" }]`.
pub fn read(text: &str) -> Result<Vec<Written>, KeymapError> {
    let line_at = |offset: usize| text.get(..offset).map(|before| before.matches('\n').count() + 1);
    let file: File = toml::from_str(text).map_err(|error| KeymapError::Syntax {
        line: error.span().and_then(|span| line_at(span.start)),
        message: error.message().to_owned(),
    })?;
    let with_line = |row: Spanned<Written>| {
        let line = line_at(row.span().start);
        Written { line, ..row.into_inner() }
    };
    Ok(file.keys.into_iter().map(with_line).collect())
}

/// A row that makes sense; without a command, it frees its key.
pub(in crate::app) struct Resolved {
    on: Vec<Key>,
    run: Option<Command>,
    focus: Focus,
    line: Option<usize>,
}

impl Resolved {
    /// Tells whether an older row gives way to this one.
    pub(in crate::app) fn takes_over(&self, old: &Row) -> bool {
        let everywhere = self.focus == Focus::Anywhere && !old.focus.takes_text();
        (self.focus == old.focus || everywhere) && overlap(&self.on, &old.on)
    }

    pub(in crate::app) fn into_row(self) -> Option<Row> {
        Some(Row { on: self.on, run: self.run?, focus: self.focus })
    }
}

/// One is the other, or begins like it: which was meant could not be told.
fn overlap(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Makes sense of all rows, or says everything that is wrong at once.
pub(in crate::app) fn resolve(written: &[Written]) -> Result<Vec<Resolved>, Vec<KeymapError>> {
    let mut rows: Vec<Resolved> = Vec::with_capacity(written.len());
    let mut errors = Vec::new();
    for row in written {
        match understand(row) {
            Ok(row) => match rows.iter().find(|other| clash(&row, other)) {
                Some(other) => errors.push(conflict(&row, other)),
                None => rows.push(row),
            },
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

fn understand(row: &Written) -> Result<Resolved, KeymapError> {
    let line = row.line;
    for (what, word) in [("on", &row.on), ("run", &row.run), ("focus", &row.focus)] {
        if word.trim().is_empty() {
            return Err(KeymapError::Missing { line, what });
        }
    }
    let on = row
        .on
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<Vec<Key>, BadKey>>()
        .map_err(|BadKey(key)| KeymapError::UnknownKey { line, key })?;
    let unsent = row.on.split_whitespace().find_map(|key| Some((key, sent_instead(key)?)));
    if let Some((key, sends)) = unsent {
        return Err(KeymapError::NeverSent { line, key: key.to_owned(), sends });
    }
    let focus = Focus::ALL.into_iter().find(|focus| focus.name() == row.focus).ok_or_else(|| {
        let names = Focus::ALL.iter().map(|focus| focus.name().to_owned());
        KeymapError::UnknownFocus { line, name: row.focus.clone(), nearest: nearest(&row.focus, names) }
    })?;
    let run = match row.run.as_str() {
        NOTHING => None,
        name => Some(Command::named(name).ok_or_else(|| {
            let names = Command::ALL.iter().map(|command| command.name());
            KeymapError::UnknownCommand { line, name: name.to_owned(), nearest: nearest(name, names) }
        })?),
    };
    Ok(Resolved { on, run, focus, line })
}

/// The rows that free a key which means nothing where they say so.
pub(in crate::app) fn frees_nothing(
    rows: &[Resolved],
    frees: impl Fn(&Resolved) -> bool,
) -> Vec<KeymapError> {
    let in_vain = rows.iter().filter(|row| row.run.is_none() && !frees(row));
    let told = |row: &Resolved| KeymapError::FreesNothing {
        line: row.line,
        key: written(&row.on),
        focus: row.focus,
    };
    in_vain.map(told).collect()
}

fn written(on: &[Key]) -> String {
    on.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// Two rows of one map clash where both are heard.
fn clash(one: &Resolved, other: &Resolved) -> bool {
    let anywhere = |a: &Resolved, b: &Resolved| a.focus == Focus::Anywhere && !b.focus.takes_text();
    let heard_together = one.focus == other.focus || anywhere(one, other) || anywhere(other, one);
    heard_together && overlap(&one.on, &other.on)
}

fn conflict(row: &Resolved, other: &Resolved) -> KeymapError {
    KeymapError::Conflict {
        line: row.line,
        key: written(&row.on),
        focus: row.focus,
        other: other.run.map_or_else(|| NOTHING.to_owned(), Command::name),
        other_line: other.line,
    }
}

fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
    known
        .map(|known| (strsim::jaro_winkler(name, &known), known))
        .filter(|(score, _)| *score > 0.7)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, known)| known)
}
