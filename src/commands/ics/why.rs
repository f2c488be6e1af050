//! Why a calendar file was refused, and how a person is told.

use crate::words::Words;

use super::{LARGEST, MOST};

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub line: usize,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    TooLarge,
    NoCalendar,
    /// A component ends that did not begin, or does not end.
    Unbalanced {
        name: String,
    },
    /// The library's own words.
    Syntax {
        message: String,
    },
    NoStart,
    /// A date or a time that is none.
    BadTime {
        value: String,
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

impl Why {
    /// Returns the sentence that tells a person.
    pub fn in_words(&self, words: &Words) -> String {
        let with = |id: &str, name: &'static str, value: &str| words.say_with(id, &[(name, value.into())]);
        match self {
            Self::TooLarge => words.say_with("ics-too-large", &[("most", (LARGEST >> 20).into())]),
            Self::NoCalendar => words.say("ics-no-calendar").to_owned(),
            Self::Unbalanced { name } => with("ics-unbalanced", "name", name),
            Self::Syntax { message } => with("ics-syntax", "message", message),
            Self::NoStart => words.say("ics-no-start").to_owned(),
            Self::BadTime { value } => with("ics-bad-time", "value", value),
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
