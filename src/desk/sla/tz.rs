//! A time zone by its name, ready for use.

use std::fmt;
use std::str::FromStr;

use chrono::{FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

use crate::desk::sla::zone::{Span, Zone};
use crate::desk::sla::{day, tzif};

/// A time zone of the zone data in force, written by its IANA name: `Europe/Paris`.
///
/// Zones that were read stay in memory for as long as the program runs; there are some six hundred.
#[derive(Clone, Copy)]
pub struct Tz(&'static Zone);

static UTC: Zone = Zone::UTC;

/// The text is not the name of a zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no IANA time zone {0:?}")]
pub struct UnknownZone(pub String);

impl Tz {
    pub const UTC: Tz = Tz(&UTC);

    /// Reads a zone's file that has no name of its own; `None` if it is none.
    pub fn from_file(called: &str, bytes: &[u8]) -> Option<Tz> {
        tzif::read(called, bytes).map(Tz::kept)
    }

    /// Reads a rule as POSIX writes it into `TZ`, e.g. `CET-1CEST,M3.5.0,M10.5.0/3`; `None` if it is none.
    pub fn from_rule(rule: &str) -> Option<Tz> {
        tzif::read_rule(rule).map(Tz::kept)
    }

    pub(super) fn kept(zone: Zone) -> Tz {
        Tz(Box::leak(Box::new(zone)))
    }

    pub fn name(self) -> &'static str {
        self.0.name()
    }

    pub(super) fn zone(self) -> &'static Zone {
        self.0
    }

    /// At the instant `at`, which lies in `span` (microseconds since 1970 UTC).
    fn offset_at(self, at: i64, span: Span) -> ZoneOffset {
        // What is read is less than a day from UTC.
        let seconds = i32::try_from(span.offset / 1_000_000).unwrap_or(0);
        ZoneOffset { zone: self, seconds, called: self.0.called_at(at) }
    }
}

impl PartialEq for Tz {
    fn eq(&self, other: &Tz) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Tz {}

impl fmt::Debug for Tz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Tz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Tz {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Tz, UnknownZone> {
        Tz::named(name).ok_or_else(|| UnknownZone(name.chars().take(64).collect()))
    }
}

impl Serialize for Tz {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Tz {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// How far a zone's wall clock is from UTC at some instant, and what its time is called then.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneOffset {
    zone: Tz,
    seconds: i32,
    called: &'static str,
}

impl ZoneOffset {
    /// What the time is called, e.g. `CEST`; `None` where it has no name but its offset.
    pub fn abbreviation(&self) -> Option<&'static str> {
        Some(self.called).filter(|called| called.starts_with(|first: char| first.is_ascii_alphabetic()))
    }
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        FixedOffset::east_opt(self.seconds).unwrap_or_else(|| chrono::Utc.fix())
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.called)
    }
}

impl fmt::Debug for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.called)
    }
}

impl TimeZone for Tz {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Tz {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        let local = local.and_utc().timestamp_micros();
        // No zone is as far from UTC as two days.
        let mut span = self.0.span_at(local - 2 * day::DAY);
        let mut showing = Vec::new();
        while span.begin <= local + 2 * day::DAY {
            let at = local - span.offset;
            if (span.begin..span.end).contains(&at) {
                showing.push(self.offset_at(at, span));
            }
            if span.end == i64::MAX {
                break;
            }
            span = self.0.span_at(span.end);
        }
        match showing.as_slice() {
            [] => MappedLocalTime::None,
            [one] => MappedLocalTime::Single(*one),
            [first, .., last] => MappedLocalTime::Ambiguous(*first, *last),
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        let at = utc.and_utc().timestamp_micros();
        self.offset_at(at, self.0.span_at(at))
    }
}
