//! Looks at every key before anything is read, so that all mistakes are told at once.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Expected, Problem, Wrong, nearest};

/// What may stand in a table.
type Known = &'static [(&'static str, Kind)];

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Flag,
    Seconds,
    Section(Known),
    Sections(Known),
    Rows(Known),
}

const FILE: Known = &[
    ("language", Kind::Text),
    ("zone", Kind::Text),
    ("theme", Kind::Text),
    ("on_call", Kind::Text),
    ("bell", Kind::Flag),
    ("undo", Kind::Seconds),
    ("confirm_late", Kind::Flag),
    ("log", Kind::Text),
    ("polling", Kind::Section(POLLING)),
    ("keymap", Kind::Section(KEYMAP)),
    ("backend", Kind::Sections(BACKEND)),
];
const POLLING: Known = &[("normal", Kind::Seconds), ("near", Kind::Seconds), ("far", Kind::Seconds)];
const KEYMAP: Known = &[("file", Kind::Text), ("keys", Kind::Rows(KEY))];
const KEY: Known = &[("on", Kind::Text), ("run", Kind::Text), ("focus", Kind::Text)];
const BACKEND: Known = &[
    ("name", Kind::Text),
    ("kind", Kind::Text),
    ("url", Kind::Text),
    ("token_env", Kind::Text),
    ("token_file", Kind::Text),
    ("token_command", Kind::Text),
    ("allow_plain_http", Kind::Flag),
];

/// Returns every key that is unknown and every value of a wrong type.
pub(super) fn check(text: &str) -> Vec<Wrong> {
    match DeTable::parse(text) {
        Ok(file) => {
            let mut checker = Checker { text, wrong: Vec::new() };
            checker.table("", file.get_ref(), FILE);
            checker.wrong
        }
        Err(error) => {
            let line = error.span().map(|span| line_of(text, span.start));
            vec![Wrong::new(line, "", Problem::Syntax { message: error.message().to_owned() })]
        }
    }
}

/// The line of a place in the text, counted from 1.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

struct Checker<'a> {
    text: &'a str,
    wrong: Vec<Wrong>,
}

impl Checker<'_> {
    fn table(&mut self, path: &str, table: &DeTable<'_>, known: Known) {
        for (name, value) in table {
            let key = if path.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{path}.{}", name.get_ref())
            };
            if let Some((_, kind)) = known.iter().find(|(known, _)| known == name.get_ref()) {
                self.value(&key, value, *kind);
            } else {
                let nearest = nearest(name.get_ref(), known.iter().map(|(known, _)| *known));
                self.add(name.span().start, key, Problem::UnknownKey { nearest });
            }
        }
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>, kind: Kind) {
        match (kind, value.get_ref()) {
            (Kind::Text, DeValue::String(_)) | (Kind::Flag, DeValue::Boolean(_)) => {}
            (Kind::Seconds, DeValue::Integer(number)) if number.as_str().parse::<u32>().is_ok() => {}
            (Kind::Section(known), DeValue::Table(table)) => self.table(key, table, known),
            (Kind::Sections(known) | Kind::Rows(known), DeValue::Array(rows)) => {
                for (index, row) in rows.iter().enumerate() {
                    self.value(&format!("{key}[{}]", index + 1), row, Kind::Section(known));
                }
            }
            _ => {
                let expected = kind.expected();
                self.add(value.span().start, key.to_owned(), Problem::WrongType { expected });
            }
        }
    }

    fn add(&mut self, offset: usize, key: String, problem: Problem) {
        self.wrong.push(Wrong::new(Some(line_of(self.text, offset)), key, problem));
    }
}

impl Kind {
    fn expected(self) -> Expected {
        match self {
            Self::Text => Expected::Text,
            Self::Flag => Expected::Flag,
            Self::Seconds => Expected::Seconds,
            Self::Section(_) => Expected::Section,
            Self::Sections(_) => Expected::Sections,
            Self::Rows(_) => Expected::Rows,
        }
    }
}
