//! What can be wrong with a calendar, each time with the key where it was written.

use crate::desk::sla::NoEffect;

/// Why a calendar was refused. The texts are English and for logs; people read them through `words`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The text is not a calendar at all, or a value has the wrong form; `key` is empty for the text as a whole.
    #[error("{}{why}", prefix(.key))]
    Malformed { key: String, why: String },
    /// The zone is not in tzdata.
    #[error("tz: {zone:?} is no IANA time zone{}", suggestion(.nearest.as_deref()))]
    UnknownZone { zone: String, nearest: Option<String> },
    /// A window does not close after it opens.
    #[error("{key}: the window opens at {open} and closes at {close}; it must close after it opens")]
    WindowEndsBeforeItStarts { key: String, open: String, close: String },
    /// A closing ends before its first day.
    #[error("{key}: the closing is from {from} to {to}; it must not end before it starts")]
    ClosingEndsBeforeItStarts { key: String, from: String, to: String },
    /// Something that is said can never have an effect.
    #[error("{key}: {why}")]
    NoEffect { key: String, why: NoEffect },
    /// No instant of any year is open.
    #[error("the calendar never opens: no target in business hours could ever be met")]
    NeverOpens,
}

impl CalendarError {
    /// The key where it was written, if it is said apart from the sentence of a parser.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::UnknownZone { .. } => Some("tz"),
            Self::WindowEndsBeforeItStarts { key, .. }
            | Self::ClosingEndsBeforeItStarts { key, .. }
            | Self::NoEffect { key, .. } => Some(key),
            Self::Malformed { .. } | Self::NeverOpens => None,
        }
    }
}

fn prefix(key: &str) -> String {
    if key.is_empty() || key == "." { String::new() } else { format!("{key}: ") }
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!(" (did you mean {nearest:?}?)"))
}
