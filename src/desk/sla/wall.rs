//! What a clock on the wall shows at an instant.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::desk::sla::day;
use crate::desk::sla::tz::Tz;

/// An instant as a zone's wall clock shows it. An hour that is shown twice differs in its abbreviation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WallTime {
    pub shown: NaiveDateTime,
    /// How far the wall clock is ahead of UTC; negative in the west.
    pub offset: TimeDelta,
    /// The zone's abbreviation in force, e.g. `CEST`, or the offset where the zone has none, e.g. `+0545`.
    pub zone: String,
}

impl WallTime {
    /// Returns what the wall clock in `tz` shows at `at`.
    pub fn at(tz: Tz, at: DateTime<Utc>) -> WallTime {
        let at_micros = day::micros(at);
        let offset = TimeDelta::microseconds(tz.zone().span_at(at_micros).offset);
        let called = tz.zone().called_at(at_micros);
        let zone = if called.starts_with(|first: char| first.is_ascii_alphabetic()) {
            called.to_owned()
        } else {
            numeric(offset)
        };
        WallTime { shown: at.naive_utc().checked_add_signed(offset).unwrap_or(at.naive_utc()), offset, zone }
    }

    /// Returns the first instant at which the wall clock in `tz` shows `local` or later: where the clock jumps over it,
    /// the instant of the jump; where it is shown twice, the first time.
    pub fn first_showing(tz: Tz, local: NaiveDateTime) -> DateTime<Utc> {
        day::instant(tz.zone().first_showing(day::micros(local.and_utc())))
    }
}

/// The offset as a name: `+0545`.
fn numeric(offset: TimeDelta) -> String {
    let (sign, minutes) = (if offset < TimeDelta::zero() { '-' } else { '+' }, offset.num_minutes().abs());
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tz: Tz, at: &str) -> String {
        let wall = WallTime::at(tz, at.parse().unwrap());
        format!("{} {}", wall.shown.format("%Y-%m-%d %H:%M"), wall.zone)
    }

    #[test]
    fn the_repeated_hour_is_told_apart_by_its_abbreviation() {
        assert_eq!(
            shown(Tz::named("Europe/Paris").unwrap(), "2026-10-25T00:30:00Z"),
            "2026-10-25 02:30 CEST"
        );
        assert_eq!(shown(Tz::named("Europe/Paris").unwrap(), "2026-10-25T01:30:00Z"), "2026-10-25 02:30 CET");
    }

    #[test]
    fn a_local_time_is_reached_in_the_jump_that_skips_it_and_once_if_it_comes_twice() {
        let first = |tz, local: &str| {
            let at = WallTime::first_showing(tz, local.parse().unwrap());
            at.format("%Y-%m-%dT%H:%M").to_string()
        };
        assert_eq!(first(Tz::named("Europe/Paris").unwrap(), "2026-07-01T09:00:00"), "2026-07-01T07:00");
        assert_eq!(first(Tz::named("Europe/Paris").unwrap(), "2026-03-29T02:30:00"), "2026-03-29T01:00");
        assert_eq!(first(Tz::named("Europe/Paris").unwrap(), "2026-10-25T02:30:00"), "2026-10-25T00:30");
        assert_eq!(
            first(Tz::named("Australia/Lord_Howe").unwrap(), "2026-10-04T02:15:00"),
            "2026-10-03T15:30"
        );
        assert_eq!(
            first(Tz::named("Australia/Lord_Howe").unwrap(), "2026-04-05T01:45:00"),
            "2026-04-04T14:45"
        );
        // 30 December 2011 was left out.
        assert_eq!(first(Tz::named("Pacific/Apia").unwrap(), "2011-12-30T12:00:00"), "2011-12-30T10:00");
    }

    #[test]
    fn zones_without_abbreviations_and_later_centuries_are_shown_too() {
        assert_eq!(
            shown(Tz::named("Asia/Kathmandu").unwrap(), "2026-01-01T00:00:00Z"),
            "2026-01-01 05:45 +0545"
        );
        assert_eq!(
            shown(Tz::named("America/Sao_Paulo").unwrap(), "2026-01-01T00:00:00Z"),
            "2025-12-31 21:00 -0300"
        );
        assert_eq!(
            shown(Tz::named("Europe/Paris").unwrap(), "2150-07-01T00:00:00Z"),
            "2150-07-01 02:00 CEST"
        );
        assert_eq!(shown(Tz::named("Europe/Paris").unwrap(), "2150-12-01T00:00:00Z"), "2150-12-01 01:00 CET");
    }
}
