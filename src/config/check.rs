//! Looks at every key before anything is read, so that all mistakes are told at once.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Expected, Problem, Wrong, nearest};

/// What may stand in a table.
pub(super) type Known = &'static [(&'static str, Kind)];

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Flag,
    Seconds,
    Number,
    /// What never stands in a configuration.
    Secret,
    /// `["one", "two"]`
    Texts,
    /// `[1, 2]`
    NumberList,
    /// A table whose keys are the person's own, each with a text.
    Words,
    /// The same, each with a number.
    Numbers,
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
    ("ask_after", Kind::Seconds),
    ("confirm_late", Kind::Flag),
    ("log", Kind::Text),
    ("templates", Kind::Text),
    ("signature", Kind::Sections(SIGNED)),
    ("polling", Kind::Section(POLLING)),
    ("warnings", Kind::Section(WARNINGS)),
    ("keymap", Kind::Section(KEYMAP)),
    ("rota", Kind::Sections(ROTA)),
    ("backend", Kind::Sections(BACKEND)),
];
const POLLING: Known = &[("normal", Kind::Seconds), ("near", Kind::Seconds), ("far", Kind::Seconds)];
const WARNINGS: Known = &[
    ("terminal", Kind::Text),
    ("desktop", Kind::Flag),
    ("hook", Kind::Text),
    ("nag", Kind::Seconds),
    ("snooze", Kind::Seconds),
    ("quiet", Kind::Rows(QUIET)),
];
const QUIET: Known = &[
    ("from", Kind::Text),
    ("until", Kind::Text),
    ("days", Kind::Texts),
    ("severities", Kind::NumberList),
    ("customers", Kind::Texts),
];
const SIGNED: Known = &[("manager", Kind::Text), ("en", Kind::Text), ("fr", Kind::Text)];
const KEYMAP: Known = &[("file", Kind::Text), ("keys", Kind::Rows(KEY))];
const KEY: Known = &[("on", Kind::Text), ("run", Kind::Text), ("focus", Kind::Text)];
const ROTA: Known = &[
    ("name", Kind::Text),
    ("zone", Kind::Text),
    ("people", Kind::Texts),
    ("first", Kind::Text),
    ("handover", Kind::Text),
    ("ics", Kind::Text),
    ("override", Kind::Sections(OVERRIDE)),
];
const OVERRIDE: Known = &[("person", Kind::Text), ("from", Kind::Text), ("to", Kind::Text)];
const BACKEND: Known = &[
    ("name", Kind::Text),
    ("kind", Kind::Text),
    ("url", Kind::Text),
    ("token", Kind::Secret),
    ("token_env", Kind::Text),
    ("token_file", Kind::Text),
    ("token_command", Kind::Text),
    ("allow_plain_http", Kind::Flag),
    ("ca_file", Kind::Text),
    ("client_cert_file", Kind::Text),
    ("client_key_file", Kind::Text),
    ("user", Kind::Text),
    ("password", Kind::Secret),
    ("password_env", Kind::Text),
    ("password_file", Kind::Text),
    ("password_command", Kind::Text),
    ("desk_name", Kind::Text),
    ("calendar", Kind::Text),
    ("programme", Kind::Text),
    ("desk_groups", Kind::Texts),
    ("map", Kind::Section(MAP)),
    ("customer", Kind::Sections(CUSTOMER)),
    ("manager", Kind::Sections(MANAGER)),
];
const MAP: Known = &[
    ("customer_field", Kind::Text),
    ("acknowledged_field", Kind::Text),
    ("client_key_field", Kind::Text),
    ("severity", Kind::Section(SEVERITY)),
    ("channel", Kind::Section(VALUES)),
    ("kind", Kind::Section(VALUES)),
    ("response", Kind::Section(VALUES)),
    ("call_outcome", Kind::Section(VALUES)),
    ("call_direction", Kind::Section(VALUES)),
    ("status", Kind::Section(STATUS)),
    ("signature", Kind::Section(SIGNATURE)),
];
const SEVERITY: Known =
    &[("by", Kind::Text), ("field", Kind::Text), ("values", Kind::Numbers), ("otherwise", Kind::Number)];
const VALUES: Known = &[("field", Kind::Text), ("values", Kind::Words), ("otherwise", Kind::Text)];
const STATUS: Known = &[
    ("new", Kind::Texts),
    ("open", Kind::Texts),
    ("waiting-for-customer", Kind::Texts),
    ("waiting-for-lab", Kind::Texts),
    ("resolved", Kind::Texts),
    ("closed", Kind::Texts),
    ("void", Kind::Texts),
];
const SIGNATURE: Known = &[
    ("verdict", Kind::Section(VALUES)),
    ("object", Kind::Section(VALUES)),
    ("weight", Kind::Section(VALUES)),
    ("step", Kind::Section(VALUES)),
    ("name_field", Kind::Text),
    ("sha256_field", Kind::Text),
    ("md5_field", Kind::Text),
    ("size_field", Kind::Text),
    ("detection_field", Kind::Text),
    ("product_field", Kind::Text),
    ("version_field", Kind::Text),
    ("component_field", Kind::Text),
    ("bases_version_field", Kind::Text),
    ("bases_released_field", Kind::Text),
    ("rescan_field", Kind::Text),
    ("rescanned_at_field", Kind::Text),
    ("origin_field", Kind::Text),
    ("purpose_field", Kind::Text),
    ("container_field", Kind::Text),
    ("impact_field", Kind::Text),
    ("application_field", Kind::Text),
    ("machines_field", Kind::Text),
    ("fixed_by_field", Kind::Text),
];
const CUSTOMER: Known = &[
    ("id", Kind::Text),
    ("name", Kind::Text),
    ("called", Kind::Texts),
    ("plan", Kind::Text),
    ("calendar", Kind::Text),
    ("manager", Kind::Text),
    ("language", Kind::Text),
    ("zone", Kind::Text),
    ("contact", Kind::Sections(CONTACT)),
];
const CONTACT: Known = &[
    ("id", Kind::Text),
    ("name", Kind::Text),
    ("role", Kind::Text),
    ("email", Kind::Text),
    ("phone", Kind::Text),
];
const MANAGER: Known = &[("user", Kind::Text), ("name", Kind::Text), ("email", Kind::Text)];

/// Returns every key that is unknown and every value of a wrong type.
pub(super) fn check(text: &str) -> Vec<Wrong> {
    check_as(text, FILE)
}

/// The same, of a file of another shape.
pub(super) fn check_as(text: &str, known: Known) -> Vec<Wrong> {
    match DeTable::parse(text) {
        Ok(file) => {
            let mut checker = Checker { text, wrong: Vec::new() };
            checker.table("", file.get_ref(), known);
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
            (Kind::Number, DeValue::Integer(number)) if number.as_str().parse::<u32>().is_ok() => {}
            (Kind::Secret, _) => self.add(value.span().start, key.to_owned(), Problem::SecretWritten),
            (Kind::Texts | Kind::NumberList, DeValue::Array(rows)) => {
                let each = if matches!(kind, Kind::Texts) { Kind::Text } else { Kind::Number };
                for (index, row) in rows.iter().enumerate() {
                    self.value(&format!("{key}[{}]", index + 1), row, each);
                }
            }
            (Kind::Words | Kind::Numbers, DeValue::Table(table)) => {
                let each = if matches!(kind, Kind::Words) { Kind::Text } else { Kind::Number };
                for (name, value) in table {
                    self.value(&format!("{key}.{}", name.get_ref()), value, each);
                }
            }
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
            Self::Text | Self::Secret => Expected::Text,
            Self::Flag => Expected::Flag,
            Self::Seconds => Expected::Seconds,
            Self::Number => Expected::Number,
            Self::Texts => Expected::Texts,
            Self::NumberList => Expected::NumberList,
            Self::Words | Self::Numbers | Self::Section(_) => Expected::Section,
            Self::Sections(_) => Expected::Sections,
            Self::Rows(_) => Expected::Rows,
        }
    }
}
