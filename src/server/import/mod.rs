//! Putting a desk file into the desk: what is wrong with it, and what it changes.

mod check;
mod merge;
mod shared;
mod written;

use serde::Serialize;

use crate::api::CalendarEntry;
use crate::desk::bounds::{FIRST_YEAR, LAST_YEAR};
use crate::desk::sla::CalendarSpec;
use crate::desk::ticket::names::CalendarName;

use super::error::{ServerError, tagged};

pub use check::check;
pub use merge::{Merge, merge};
pub use shared::shared;
pub use written::{Located, Places, line_of, read};

/// One thing that is wrong in a desk, at its key (`customer[2].contact[8]`, counted from 0).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{key}: {fault}")]
pub struct Flaw {
    pub key: String,
    #[serde(flatten)]
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", content = "params", rename_all = "kebab-case")]
pub enum Fault {
    #[error("not TOML: {why}")]
    NotToml { why: String },
    #[error("unknown key{}", meant(.nearest.as_deref()))]
    UnknownKey { unknown: String, nearest: Option<String> },
    #[error("{why}")]
    InvalidField { why: String },
    #[error("the name is empty")]
    EmptyText,
    #[error("a customer names at most {limit} contacts, not {count}")]
    TooManyContacts { limit: usize, count: usize },
    #[error("{id:?} is given twice")]
    DuplicateId { id: String },
    #[error("there is no calendar {name:?}{}", meant(.nearest.as_deref()))]
    UnknownCalendar { name: String, nearest: Option<String> },
    #[error("there is no manager {name:?}{}", meant(.nearest.as_deref()))]
    UnknownManager { name: String, nearest: Option<String> },
    #[error("{zone:?} is no IANA time zone{}", meant(.nearest.as_deref()))]
    UnknownZone { zone: String, nearest: Option<String> },
    #[error("the calendar never opens: no target in business hours could ever be met")]
    NeverOpens,
    #[error("{date} is not of the years {FIRST_YEAR} to {LAST_YEAR}")]
    OutOfYears { date: String },
    #[error("the contract ends ({to}) before it starts ({from})")]
    ContractEndsBeforeItStarts { from: String, to: String },
}

impl Fault {
    /// The stable name.
    pub fn code(&self) -> String {
        tagged(self, "code")
    }

    /// The fault at a key.
    pub fn at(self, key: impl Into<String>) -> Flaw {
        Flaw { key: key.into(), fault: self }
    }
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!(" (did you mean {nearest:?}?)")).unwrap_or_default()
}

/// Finds what was probably meant.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|name| {
            (strsim::normalized_damerau_levenshtein(&wrong.to_lowercase(), &name.to_lowercase()), name)
        })
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name.to_owned())
}

/// The calendar that a new store begins with, until a desk file names another.
///
/// # Errors
/// [`ServerError::Broken`] if the built-in file is wrong.
pub fn default_calendar() -> Result<(CalendarName, CalendarSpec), ServerError> {
    let spec = CalendarSpec::from_toml(include_str!("../../../assets/calendars/france.toml"))
        .map_err(|why| ServerError::Broken(format!("built-in calendar: {why}")))?;
    Ok((CalendarName::new("france"), spec))
}

/// A calendar as the store keeps it.
pub(super) fn spec(entry: &CalendarEntry) -> CalendarSpec {
    crate::api::NamedSpec::from(entry.clone()).spec
}
