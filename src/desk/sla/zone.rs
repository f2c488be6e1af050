//! One time zone as spans of constant offset, for any instant.
//!
//! `chrono-tz` compiles tzdata into tables that end with the year 2099; after the last entry it answers with that
//! entry's offset for ever, so that Paris would stay on winter time from October 2099 on. The zones' rules do not end
//! there. This module reads the tables once per zone, recognises the yearly rule in their last twelve years, and
//! carries it on. The Gregorian calendar repeats itself, weekdays included, every 400 years (146,097 days), so one
//! such cycle after 2100 stands for all later ones.
//!
//! What is read is a pure function of the compiled tables; it is remembered per zone because reading costs about a
//! millisecond.

use std::ops::RangeInclusive;
use std::sync::{LazyLock, OnceLock};

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::day;

/// The first and the last year for which the compiled tables are asked. The earliest change in tzdata is in 1844.
const TABLE_YEARS: (i32, i32) = (1800, 2099);
/// Two changes of one zone's offset are never nearer than this: in tzdata 2025b the nearest are 6.9 days apart. A test
/// looks every day.
const PROBE_SECONDS: i64 = 3 * 86_400;
/// Years (from March on) in which the lasting rule is looked for. Eleven of them show a weekday on all of its seven
/// possible dates, and they stay clear of the last Ramadan rules (Gaza 2086, Casablanca 2087).
const RULE_YEARS: RangeInclusive<i32> = 2088..=2098;
/// 400 Gregorian years, in seconds.
const CYCLE: i64 = 146_097 * 86_400;
/// 1 January 1800; earlier instants fall into the first slot.
const SLOTS_FROM: i64 = -5_364_662_400;
/// Half a mean Gregorian year.
const SLOT: i64 = CYCLE / 800;
const MICROS: i64 = 1_000_000;

/// A stretch of time `[begin, end)` in which a zone's wall clock is ahead of UTC by one `offset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Microseconds since 1970 UTC; `i64::MIN` where the zone has no earlier change.
    pub begin: i64,
    /// Microseconds since 1970 UTC; `i64::MAX` where the zone has no later change.
    pub end: i64,
    /// Microseconds that the wall clock is ahead of UTC; negative in the west.
    pub offset: i64,
}

/// The offsets of one IANA zone, for all time.
#[derive(Debug)]
pub(super) struct Zone {
    /// Offset before the first change, in seconds.
    first: i64,
    /// Instants of change (seconds since 1970 UTC), ascending.
    at: Vec<i64>,
    /// Offset from `at[i]` on, in seconds.
    to: Vec<i64>,
    /// For each slot of half a mean year since `SLOTS_FROM`, the number of changes before it: where to look in `at`.
    slots: Vec<usize>,
    /// Where the repeating cycle starts, for a zone that still changes.
    cycle_from: Option<i64>,
}

impl Zone {
    /// Returns the prepared zone, reading its tables the first time it is asked for.
    pub fn of(tz: Tz) -> &'static Zone {
        static ZONES: LazyLock<Vec<OnceLock<Zone>>> =
            LazyLock::new(|| TZ_VARIANTS.iter().map(|_| OnceLock::new()).collect());
        // `Tz` is a plain enum in the order of `TZ_VARIANTS` (tested below).
        ZONES[tz as usize].get_or_init(|| Zone::read(tz))
    }

    /// Returns the span in which the instant `micros` lies (microseconds since 1970 UTC).
    pub fn span_at(&self, micros: i64) -> Span {
        let second = micros.div_euclid(MICROS);
        let Some(from) = self.cycle_from.filter(|from| second >= from + CYCLE) else {
            return self.listed(second, i64::MIN, self.cycle_from.map_or(i64::MAX, |from| from + CYCLE), 0);
        };
        let shift = (second - from).div_euclid(CYCLE) * CYCLE;
        self.listed(second - shift, from, from + CYCLE, shift)
    }

    /// Returns the first instant at which the wall clock shows `local` or later, in microseconds as `local` is.
    ///
    /// A time that is skipped is reached when the clock jumps over it, a repeated one when it is shown first.
    pub fn first_showing(&self, local: i64) -> i64 {
        // No zone is as far from UTC as two days.
        let mut span = self.span_at(local - 2 * day::DAY);
        while span.end <= local - span.offset {
            span = self.span_at(span.end);
        }
        (local - span.offset).max(span.begin)
    }

    /// Looks `second` up in the list, clips the span to `[low, high)` and moves it on by `shift` seconds.
    fn listed(&self, second: i64, low: i64, high: i64, shift: i64) -> Span {
        let after = self.changes_until(second);
        let begin = if after == 0 { i64::MIN } else { self.at[after - 1] }.max(low);
        let end = self.at.get(after).copied().unwrap_or(i64::MAX).min(high);
        let offset = if after == 0 { self.first } else { self.to[after - 1] };
        let micros = |second: i64| match second {
            i64::MIN | i64::MAX => second,
            _ => (second + shift) * MICROS,
        };
        Span { begin: micros(begin), end: micros(end), offset: offset * MICROS }
    }

    /// The number of changes up to `second` included. Slots spare most of a binary search.
    fn changes_until(&self, second: i64) -> usize {
        let slot = usize::try_from((second - SLOTS_FROM).div_euclid(SLOT)).unwrap_or(0);
        let Some(&before) = self.slots.get(slot) else { return self.at.len() };
        let mut after = before;
        while self.at.get(after).is_some_and(|at| *at <= second) {
            after += 1;
        }
        after
    }

    fn read(tz: Tz) -> Zone {
        let (from, until) = (second_of_year(TABLE_YEARS.0), second_of_year(TABLE_YEARS.1 + 1));
        let first = offset(tz, from);
        let mut zone = Zone { first, at: Vec::new(), to: Vec::new(), slots: Vec::new(), cycle_from: None };
        let (mut known, mut current) = (from, first);
        while known < until {
            let next = (known + PROBE_SECONDS).min(until);
            if offset(tz, next) != current {
                let at = first_difference(tz, known, next, current);
                current = offset(tz, at);
                zone.at.push(at);
                zone.to.push(current);
            }
            known = next;
        }
        if let Some(rule) = YearlyRule::seen_in(&zone, RULE_YEARS) {
            let cycle = (TABLE_YEARS.1..TABLE_YEARS.1 + 401).flat_map(|year| rule.changes(year));
            for (at, to) in cycle.filter(|&(at, _)| until <= at && at < until + CYCLE) {
                zone.at.push(at);
                zone.to.push(to);
            }
            zone.cycle_from = Some(until);
        }
        if let Some(last) = zone.at.last() {
            let starts = (0..).map(|slot| SLOTS_FROM + slot * SLOT).take_while(|start| start <= last);
            zone.slots = starts.map(|start| zone.at.partition_point(|at| *at < start)).collect();
        }
        zone
    }
}

/// The changes that a zone makes every year, e.g. "Sunday on or after 25 March, 01:00 UTC, to +2 h".
#[derive(Debug, PartialEq, Eq)]
struct YearlyRule(Vec<YearlyChange>);

/// One change, as a day counted from 1 March (UTC), so that leap years do not move it.
#[derive(Debug, PartialEq, Eq)]
struct YearlyChange {
    /// The change falls on one of the seven days from this one on.
    earliest: i64,
    /// Days from Monday.
    weekday: i64,
    second_of_day: i64,
    to: i64,
}

impl YearlyRule {
    /// Recognises the rule that explains every change in `years`; `None` if there is no change or no such rule.
    fn seen_in(zone: &Zone, years: RangeInclusive<i32>) -> Option<YearlyRule> {
        let seen: Vec<Vec<(i64, i64)>> = years.clone().map(|year| zone.changes_from_march(year)).collect();
        let changes = (0..seen.first()?.len()).map(|nth| {
            let days: Vec<i64> =
                seen.iter().map(|year| Some(year.get(nth)?.0.div_euclid(86_400))).collect::<Option<_>>()?;
            let in_year = years.clone().zip(&days).map(|(year, day)| day - first_of_march(year));
            let &(at, to) = seen.first()?.get(nth)?;
            Some(YearlyChange {
                earliest: in_year.min()?,
                weekday: day::weekday(*days.first()?),
                second_of_day: at.rem_euclid(86_400),
                to,
            })
        });
        let rule = YearlyRule(changes.collect::<Option<_>>()?);
        let explains = |(year, seen): (i32, &Vec<(i64, i64)>)| rule.changes(year) == *seen;
        (!rule.0.is_empty() && years.zip(&seen).all(explains)).then_some(rule)
    }

    /// The changes from 1 March of `year` to the end of the next February, as (instant in seconds, offset).
    fn changes(&self, year: i32) -> Vec<(i64, i64)> {
        let in_year = |change: &YearlyChange| {
            let earliest = first_of_march(year) + change.earliest;
            let on = earliest + (change.weekday - day::weekday(earliest)).rem_euclid(7);
            (on * 86_400 + change.second_of_day, change.to)
        };
        self.0.iter().map(in_year).collect()
    }
}

impl Zone {
    fn changes_from_march(&self, year: i32) -> Vec<(i64, i64)> {
        let (from, until) = (first_of_march(year) * 86_400, first_of_march(year + 1) * 86_400);
        let changes = self.at.iter().copied().zip(self.to.iter().copied());
        changes.filter(|&(at, _)| from <= at && at < until).collect()
    }
}

/// The first second in `(same, different]` at which the offset is no longer `current`.
fn first_difference(tz: Tz, mut same: i64, mut different: i64, current: i64) -> i64 {
    while different - same > 1 {
        let middle = same + (different - same) / 2;
        if offset(tz, middle) == current { same = middle } else { different = middle }
    }
    different
}

fn offset(tz: Tz, second: i64) -> i64 {
    let utc = DateTime::from_timestamp(second, 0).unwrap_or_default().naive_utc();
    i64::from(tz.offset_from_utc_datetime(&utc).fix().local_minus_utc())
}

fn second_of_year(year: i32) -> i64 {
    day::first_of(year, 1) * 86_400
}

fn first_of_march(year: i32) -> i64 {
    day::first_of(year, 3)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    fn minutes_ahead(tz: Tz, utc: &str) -> i64 {
        let at: DateTime<chrono::Utc> = utc.parse().unwrap();
        Zone::of(tz).span_at(day::micros(at)).offset / MICROS / 60
    }

    #[test]
    fn zones_are_numbered_as_they_are_listed() {
        for (number, &tz) in TZ_VARIANTS.iter().enumerate() {
            assert_eq!(tz as usize, number);
        }
    }

    #[test]
    fn summer_time_goes_on_after_the_tables_end() {
        assert_eq!(minutes_ahead(Tz::Europe__Paris, "2099-12-01T00:00:00Z"), 60);
        for year in [2100, 2150, 2400, 2500, 2501, 3333, 9999] {
            assert_eq!(minutes_ahead(Tz::Europe__Paris, &format!("{year}-07-01T00:00:00Z")), 120);
            assert_eq!(minutes_ahead(Tz::Europe__Paris, &format!("{year}-12-01T00:00:00Z")), 60);
            assert_eq!(minutes_ahead(Tz::Australia__Lord_Howe, &format!("{year}-01-01T00:00:00Z")), 660);
            assert_eq!(minutes_ahead(Tz::Australia__Lord_Howe, &format!("{year}-07-01T00:00:00Z")), 630);
            assert_eq!(minutes_ahead(Tz::Asia__Tokyo, &format!("{year}-07-01T00:00:00Z")), 540);
            assert_eq!(minutes_ahead(Tz::Africa__Casablanca, &format!("{year}-07-01T00:00:00Z")), 60);
        }
        // The last Sundays of March 2100 and October 2100 are the 28th and the 31st.
        assert_eq!(minutes_ahead(Tz::Europe__Paris, "2100-03-28T00:59:59Z"), 60);
        assert_eq!(minutes_ahead(Tz::Europe__Paris, "2100-03-28T01:00:00Z"), 120);
        assert_eq!(minutes_ahead(Tz::Europe__Paris, "2100-10-31T00:59:59Z"), 120);
        assert_eq!(minutes_ahead(Tz::Europe__Paris, "2100-10-31T01:00:00Z"), 60);
    }

    #[test]
    fn every_zone_that_still_changes_at_the_end_of_the_tables_has_a_rule() {
        for &tz in &TZ_VARIANTS {
            let zone = Zone::of(tz);
            let last = zone.at.iter().rfind(|&&at| at < second_of_year(2100)).copied().unwrap_or(i64::MIN);
            assert_eq!(zone.cycle_from.is_some(), last >= second_of_year(2098), "{tz}");
        }
    }

    /// Years of the same length that begin on the same weekday have the same changes.
    #[test]
    fn later_years_change_like_the_years_of_the_tables_that_they_resemble() {
        let seconds = |zone: &Zone, year: i32| -> Vec<i64> {
            let (from, until) = (second_of_year(year), second_of_year(year + 1));
            zone.at.iter().filter(|&&at| from <= at && at < until).map(|at| at - from).collect()
        };
        let like = |year: i32| {
            let kind = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|day| (day.leap_year(), day.weekday()));
            (2072..2100).rev().find(|&old| kind(old) == kind(year)).unwrap()
        };
        for &tz in TZ_VARIANTS.iter().filter(|tz| !["Asia/Gaza", "Asia/Hebron"].contains(&tz.name())) {
            let zone = Zone::of(tz);
            for year in (2100..2500).filter(|_| zone.cycle_from.is_some()) {
                assert_eq!(seconds(zone, year), seconds(zone, like(year)), "{tz} {year}");
            }
        }
    }

    #[test]
    fn the_offset_is_that_of_the_tables_at_any_instant() {
        let mut random = fastrand::Rng::with_seed(7);
        for &tz in &TZ_VARIANTS {
            let zone = Zone::of(tz);
            for _ in 0..1000 {
                let second = random.i64(second_of_year(1700)..second_of_year(2100));
                let span = zone.span_at(second * MICROS);
                assert_eq!(span.offset, offset(tz, second) * MICROS, "{tz} {second}");
                assert!(span.begin <= second * MICROS && second * MICROS < span.end);
            }
        }
    }

    /// A pair of changes between two probes would be missed: looks every day, at every zone that is not a link.
    #[test]
    fn no_change_is_missed_between_two_probes() {
        let mut seen: Vec<&Zone> = Vec::new();
        for &tz in &TZ_VARIANTS {
            let zone = Zone::of(tz);
            if seen
                .iter()
                .any(|known| (known.first, &known.at, &known.to) == (zone.first, &zone.at, &zone.to))
            {
                continue;
            }
            seen.push(zone);
            let (mut second, end) = (second_of_year(1930), second_of_year(2030));
            while second < end {
                let span = zone.span_at(second * MICROS);
                let until = span.end.div_euclid(MICROS).min(end);
                while second < until {
                    assert_eq!(offset(tz, second) * MICROS, span.offset, "{tz} {second}");
                    second += 86_400;
                }
            }
        }
    }
}
