//! Mistakes as sentences of the person's language.

use crate::app::protocol::keymap::{KeymapError, Sends};
use crate::ui::ThemeError;
use crate::words::Words;

use super::problem::{Expected, Problem, Wrong};

impl Wrong {
    /// Returns `FILE:LINE: KEY: what is wrong`; what came from the command line has no file.
    pub fn say(&self, words: &Words, file: &str) -> String {
        let place = self.line.map(|line| format!("{file}:{line}: ")).unwrap_or_default();
        let key = if self.key.is_empty() { String::new() } else { format!("{}: ", self.key) };
        format!("{place}{key}{}", self.problem.say(words))
    }
}

impl Problem {
    fn say(&self, words: &Words) -> String {
        let with = |id: &str, name: &'static str, value: &str| words.say_with(id, &[(name, value.into())]);
        match self {
            Self::Syntax { message } => with("config-syntax", "message", message),
            Self::UnknownKey { nearest } => {
                with("config-unknown-key", "meant", &meant(words, nearest.as_deref()))
            }
            Self::WrongType { expected } => words.say(expected.id()).to_owned(),
            Self::UnknownWord { value, known, nearest } => {
                let (known, meant) = (known.join(", "), meant(words, nearest.as_deref()));
                let data =
                    [("value", value.as_str().into()), ("known", known.into()), ("meant", meant.into())];
                words.say_with("config-unknown-word", &data)
            }
            Self::UnknownZone { value, nearest } => {
                let data =
                    [("value", value.as_str().into()), ("meant", meant(words, nearest.as_deref()).into())];
                words.say_with("config-unknown-zone", &data)
            }
            Self::BadTime { value, form } => words
                .say_with("config-bad-time", &[("value", value.as_str().into()), ("form", (*form).into())]),
            Self::EndsBeforeStart => words.say("config-ends-before-start").to_owned(),
            Self::NeedsOther { other } => with("config-needs-other", "other", other),
            Self::OutOfRange { least, most } => {
                words.say_with("config-out-of-range", &[("least", (*least).into()), ("most", (*most).into())])
            }
            Self::ForAShell { word } => with("config-for-a-shell", "word", word),
            Self::Empty => words.say("config-empty").to_owned(),
            Self::Missing => words.say("config-missing").to_owned(),
            Self::BadCommand { value } => with("config-bad-command", "value", value),
            Self::BadName { value } => with("config-bad-name", "value", value),
            Self::NameTwice { value } => with("config-name-twice", "value", value),
            Self::MeansTwo { value } => with("config-means-two", "value", value),
            Self::BadUrl { value } => with("config-bad-url", "value", value),
            Self::InTheClear { value } => with("config-in-the-clear", "value", value),
            Self::SecretWritten => words.say("config-secret-written").to_owned(),
            Self::OneTokenSource => words.say("config-one-token-source").to_owned(),
            Self::OnePasswordSource => words.say("config-one-password-source").to_owned(),
            Self::OfAnotherKind { kind } => with("config-of-another-kind", "kind", kind),
            Self::CalledTwice { value } => with("config-called-twice", "value", value),
            Self::Rule { message } => message.clone(),
            Self::Token(why) => words.no_token(why),
            Self::Unreadable { path, message } => {
                let data = [("path", path.as_str().into()), ("message", message.as_str().into())];
                words.say_with("config-unreadable", &data)
            }
            Self::NotPem { path } => with("config-not-pem", "path", path),
            Self::KeyReadByOthers { path } => with("config-key-read-by-others", "path", path),
            Self::UnknownVariable { name, nearest } => {
                let data =
                    [("name", name.as_str().into()), ("meant", meant(words, nearest.as_deref()).into())];
                words.say_with("config-unknown-variable", &data)
            }
            Self::NoLanguage => words.say("config-no-language").to_owned(),
            Self::Keymap(error) => keymap(words, error),
            Self::Theme(error) => theme(words, error),
        }
    }
}

impl Expected {
    fn id(self) -> &'static str {
        match self {
            Self::Text => "config-expected-text",
            Self::Flag => "config-expected-flag",
            Self::Seconds => "config-expected-seconds",
            Self::Number => "config-expected-number",
            Self::Texts => "config-expected-texts",
            Self::NumberList => "config-expected-number-list",
            Self::Section => "config-expected-section",
            Self::Sections => "config-expected-sections",
            Self::Rows => "config-expected-rows",
        }
    }
}

fn keymap(words: &Words, error: &KeymapError) -> String {
    let named = |id: &str, name: &str, nearest: &Option<String>| {
        let data = [("name", name.into()), ("meant", meant(words, nearest.as_deref()).into())];
        words.say_with(id, &data)
    };
    match error {
        KeymapError::Syntax { message, .. } => {
            words.say_with("keymap-syntax", &[("message", message.as_str().into())])
        }
        KeymapError::UnknownKey { key, .. } => {
            words.say_with("keymap-unknown-key", &[("key", key.as_str().into())])
        }
        KeymapError::Missing { what, .. } => words.say_with("keymap-missing", &[("what", (*what).into())]),
        KeymapError::NeverSent { key, sends: Sends::As(other), .. } => {
            let data = [("key", key.as_str().into()), ("other", other.as_str().into())];
            words.say_with("keymap-sent-as", &data)
        }
        KeymapError::NeverSent { key, sends: Sends::Nothing, .. } => {
            words.say_with("keymap-never-sent", &[("key", key.as_str().into())])
        }
        KeymapError::FreesNothing { key, .. } => {
            words.say_with("keymap-frees-nothing", &[("key", key.as_str().into())])
        }
        KeymapError::UnknownCommand { name, nearest, .. } => named("keymap-unknown-command", name, nearest),
        KeymapError::UnknownFocus { name, nearest, .. } => named("keymap-unknown-focus", name, nearest),
        KeymapError::Conflict { key, other, other_line, .. } => {
            let line = |line: usize| words.say_with("keymap-conflict-line", &[("line", line.into())]);
            let place = other_line.map(line).unwrap_or_default();
            let data =
                [("key", key.as_str().into()), ("other", other.as_str().into()), ("where", place.into())];
            words.say_with("keymap-conflict", &data)
        }
    }
}

fn theme(words: &Words, error: &ThemeError) -> String {
    match error {
        ThemeError::Unreadable { message, .. } => {
            words.say_with("theme-unreadable", &[("message", message.as_str().into())])
        }
        ThemeError::UnknownMeaning { name, like, .. } => {
            let data = [("name", name.as_str().into()), ("meant", meant(words, *like).into())];
            words.say_with("theme-unknown-meaning", &data)
        }
        ThemeError::BadColour { value, .. } => {
            words.say_with("theme-bad-colour", &[("value", value.as_str().into())])
        }
        ThemeError::Missing { name } => words.say_with("theme-missing", &[("name", (*name).into())]),
    }
}

fn meant(words: &Words, nearest: Option<&str>) -> String {
    nearest.map(|nearest| words.say_with("config-meant", &[("nearest", nearest.into())])).unwrap_or_default()
}
