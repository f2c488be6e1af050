//! What can be wrong with a configuration, as variants; `words` makes the sentences.

use crate::app::protocol::keymap::KeymapError;
use crate::app::protocol::no_token::NoToken;
use crate::ui::ThemeError;

/// One mistake, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// From 1; `None` for what came from the command line or the environment.
    pub line: Option<usize>,
    /// The path of the key, such as `polling.near` or `backend[1].url`; empty for the file as a whole.
    pub key: String,
    pub problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not TOML; the message is the reader's own, in English.
    Syntax {
        message: String,
    },
    UnknownKey {
        nearest: Option<String>,
    },
    WrongType {
        expected: Expected,
    },
    /// None of the words that may stand there.
    UnknownWord {
        value: String,
        known: Vec<String>,
        nearest: Option<String>,
    },
    UnknownZone {
        value: String,
        nearest: Option<String>,
    },
    /// Not a date, a time of day, or both, as `form` has it.
    BadTime {
        value: String,
        form: &'static str,
    },
    /// A shift ends before it begins.
    EndsBeforeStart,
    /// A setting that another one makes needless or leaves out.
    NeedsOther {
        other: &'static str,
    },
    OutOfRange {
        least: u64,
        most: u64,
    },
    Missing,
    /// A list without anything in it, which would mean nothing, or all.
    Empty,
    /// A word of a command that only a shell would understand; none reads it.
    ForAShell {
        word: String,
    },
    /// A command whose quotes do not match.
    BadCommand {
        value: String,
    },
    BadName {
        value: String,
    },
    NameTwice {
        value: String,
    },
    /// What stands for one thing already stands for another one too: which is meant would follow from the order.
    MeansTwo {
        value: String,
    },
    BadUrl {
        value: String,
    },
    /// The token would go over the network unencrypted.
    InTheClear {
        value: String,
    },
    /// A token or a password stands in the configuration itself.
    SecretWritten,
    /// A backend takes its token from one place: `token_env`, `token_file`, `token_command`, or else the keyring.
    OneTokenSource,
    /// A backend of this kind has no such setting.
    OfAnotherKind {
        kind: String,
    },
    /// A backend with a user takes its password from one place, and needs no token beside.
    OnePasswordSource,
    /// Two customers are called the same over there.
    CalledTwice {
        value: String,
    },
    /// A calendar or programme that the configuration names is not good.
    Rule {
        message: String,
    },
    /// The token cannot be had.
    Token(NoToken),
    /// A file that the configuration names cannot be read.
    Unreadable {
        path: String,
        message: String,
    },
    /// A certificate or key file holds none in PEM form.
    NotPem {
        path: String,
    },
    /// A key that others can read is no key.
    KeyReadByOthers {
        path: String,
    },
    /// A variable of a template that nothing fills in.
    UnknownVariable {
        name: String,
        nearest: Option<String>,
    },
    /// A template without a text.
    NoLanguage,
    Keymap(KeymapError),
    Theme(ThemeError),
}

/// What a key's value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Text,
    Flag,
    Seconds,
    Number,
    /// `["one", "two"]`
    Texts,
    /// `[1, 2]`
    NumberList,
    Section,
    /// `[[name]]`, several times.
    Sections,
    Rows,
}

impl Wrong {
    pub fn new(line: Option<usize>, key: impl Into<String>, problem: Problem) -> Self {
        Self { line, key: key.into(), problem }
    }
}

/// Finds the known word that was probably meant.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let likeness = |word: &str| strsim::jaro_winkler(&written.to_lowercase(), &word.to_lowercase());
    known
        .into_iter()
        .map(|word| (likeness(word), word))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, word)| word.to_owned())
}
