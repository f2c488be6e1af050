//! Why a calendar file was refused, and how a person is told.

use crate::words::Words;

use super::{LARGEST, MOST};

/// Why a file was refused, and on which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub line: usize,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    TooLarge,
    NotUtf8,
    NoCalendar,
    /// A component ends that did not begin, does not end, or stands where it cannot.
    Unbalanced {
        name: String,
    },
    /// No line of RFC 5545.
    Syntax {
        text: String,
    },
    NoStart,
    /// A date or a time that is none, or none that may stand there.
    BadTime {
        value: String,
    },
    /// A value that the property does not have.
    BadValue {
        property: &'static str,
        value: String,
    },
    /// What one event has only once.
    Repeated {
        property: &'static str,
    },
    /// Two properties of one event that exclude each other or do not fit.
    Clash {
        one: &'static str,
        other: &'static str,
    },
    /// Two events with one name, neither of which is the newer one.
    Ambiguous {
        uid: String,
        other: usize,
    },
    UnknownZone {
        zone: String,
    },
    EndsBeforeStart,
    BadRule {
        rule: String,
        message: String,
    },
    TooMany,
}

/// What is said of foreign text, at most.
pub fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

impl Why {
    /// Returns the sentence that tells a person.
    pub fn in_words(&self, words: &Words) -> String {
        let with = |id: &str, name: &'static str, value: &str| words.say_with(id, &[(name, value.into())]);
        match self {
            Self::TooLarge => words.say_with("ics-too-large", &[("most", (LARGEST >> 20).into())]),
            Self::NotUtf8 => words.say("ics-not-utf8").to_owned(),
            Self::NoCalendar => words.say("ics-no-calendar").to_owned(),
            Self::Unbalanced { name } => with("ics-unbalanced", "name", name),
            Self::Syntax { text } => with("ics-syntax", "text", text),
            Self::NoStart => words.say("ics-no-start").to_owned(),
            Self::BadTime { value } => with("ics-bad-time", "value", value),
            Self::BadValue { property, value } => {
                let data = [("property", (*property).into()), ("value", value.as_str().into())];
                words.say_with("ics-bad-value", &data)
            }
            Self::Repeated { property } => with("ics-repeated", "property", property),
            Self::Clash { one, other } => {
                words.say_with("ics-clash", &[("one", (*one).into()), ("other", (*other).into())])
            }
            Self::Ambiguous { uid, other } => {
                let line = other.to_string();
                words.say_with("ics-ambiguous", &[("uid", uid.as_str().into()), ("line", line.into())])
            }
            Self::UnknownZone { zone } => with("ics-unknown-zone", "zone", zone),
            Self::EndsBeforeStart => words.say("config-ends-before-start").to_owned(),
            Self::BadRule { rule, message } => {
                let data = [("rule", rule.as_str().into()), ("message", message.as_str().into())];
                words.say_with("ics-bad-rule", &data)
            }
            Self::TooMany => words.say_with("ics-too-many", &[("most", MOST.into())]),
        }
    }
}
