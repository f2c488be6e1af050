//! The clock's numbers: instants as microseconds since 1970 UTC, dates as days since 1970-01-01.
//!
//! Plain integers keep the arithmetic exact and fast; chrono's types come in and go out at the public functions.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

/// Microseconds in a day of the wall clock.
pub(super) const DAY: i64 = 86_400_000_000;
/// More than all days of [`LOOKED_AT`].
pub(super) const DAYS: std::ops::Range<i64> = -10_000_000..10_000_000;

/// 1970-01-01 counted from the first day of the year 1, as chrono does.
const EPOCH_FROM_CE: i64 = 719_163;
/// From 1 January of the year -9999 to the last microsecond of 9999 (RFC 3339 can write no later year): the clock looks
/// for no opening outside.
pub(super) const LOOKED_AT: std::ops::Range<i64> = -377_705_116_800_000_000..253_402_300_799_999_999;

/// Returns the instant in microseconds, a finer fraction cut off; one outside of [`LOOKED_AT`] becomes its nearest end.
pub(super) fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros().clamp(LOOKED_AT.start, LOOKED_AT.end)
}

/// Returns the instant for `micros` since 1970 UTC.
pub(super) fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(if micros < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

/// Returns a length of time in microseconds; lengths that do not fit are longer than any calendar.
pub(super) fn length(work: TimeDelta) -> i64 {
    work.num_microseconds().unwrap_or(if work < TimeDelta::zero() { i64::MIN } else { i64::MAX })
}

/// Returns the number of days from 1970-01-01 to `date`.
pub(super) fn number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - EPOCH_FROM_CE
}

/// Returns the date of a day number, if chrono can write it.
pub(super) fn date(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day + EPOCH_FROM_CE).ok()?)
}

/// Returns the day number of the first of a month (1 = January); 0 for a year that chrono cannot write.
pub(super) fn first_of(year: i32, month: u32) -> i64 {
    NaiveDate::from_ymd_opt(year, month, 1).map_or(0, number)
}

/// Returns the days from Monday to the weekday of `day`: 0 for Monday, 6 for Sunday.
pub(super) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7) // 1970-01-01 was a Thursday
}
