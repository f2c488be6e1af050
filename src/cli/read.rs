//! How what is written on the command line is read.

use crate::desk::sla::Tz;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::desk::bounds::{self, FIRST_YEAR, LAST_YEAR};
use crate::desk::ticket::customer::Role;

use super::Expiry;

/// The longest life of a token in days: a hundred years.
const MOST_DAYS: u32 = 36_525;

/// Reads a span such as `30m` or `1h30m`.
pub(super) fn span(text: &str) -> Result<TimeDelta, String> {
    crate::desk::text::span::read(text).ok_or_else(|| "write a span such as 30m or 1h30m".to_owned())
}

pub(super) fn role(text: &str) -> Result<Role, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|why| why.to_string())
}

pub(super) fn expiry(text: &str) -> Result<Expiry, String> {
    if let Some(days) = text.strip_suffix('d') {
        let days = days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
        let wrong = || format!("from 1d to {MOST_DAYS}d, or a date such as 2027-06-30");
        return days.map(Expiry::AfterDays).ok_or_else(wrong);
    }
    let wrong =
        || format!("no date of the years {FIRST_YEAR} to {LAST_YEAR}; write it like 90d or 2027-06-30");
    bounds::read_date(text).map(Expiry::After).ok_or_else(wrong)
}

pub(super) fn speed(text: &str) -> Result<f64, String> {
    let factor = text.parse::<f64>().map_err(|why| why.to_string())?;
    if (0.1..=10_000.0).contains(&factor) { Ok(factor) } else { Err("from 0.1 to 10000".to_owned()) }
}

pub(super) fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let read = DateTime::parse_from_rfc3339(text);
    let at = read.map_err(|why| format!("{why}; write it like 2026-04-02T16:00:00+02:00"))?.to_utc();
    if bounds::holds(at) { Ok(at) } else { Err(bounds::OutOfBounds.to_string()) }
}

pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    let wrong = || format!("no date of the years {FIRST_YEAR} to {LAST_YEAR}; write it like 2026-05-01");
    bounds::read_date(text).ok_or_else(wrong)
}

pub(super) fn zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_error: crate::desk::sla::UnknownZone| {
        "no IANA time zone; write it like Europe/Paris".to_owned()
    })
}
