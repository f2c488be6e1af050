//! What a calendar comes to in one year, so that a person can compare it with the list on the wall.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

use crate::desk::sla::calendar::Calendar;
use crate::desk::sla::day;
use crate::desk::sla::day::DAY;
use crate::desk::sla::spec::{CalendarSpec, Window};

/// One year of a calendar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Year {
    pub year: i32,
    /// What is open on each weekday, from Monday.
    pub weekly: [Vec<Window>; 7],
    /// Ascending.
    pub days_off: Vec<DayOff>,
    /// Dates with windows of their own, ascending; those that stay closed are no exceptions.
    pub special: Vec<(NaiveDate, Vec<Window>)>,
    pub clock_changes: Vec<ClockChange>,
    /// Seconds in which the desk is open.
    pub open_seconds: i64,
    /// Dates on which it is open at all.
    pub open_days: u32,
}

/// A date that is closed all day, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayOff {
    pub date: NaiveDate,
    pub why: WhyOff,
    /// Whether its weekday is open otherwise.
    pub counts: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyOff {
    /// By a set of public holidays.
    Public { name: &'static str, substitute: bool },
    /// A date that the calendar lists.
    Listed,
    /// The company is closed; what the desk is told, empty for nothing.
    Closing { why: String },
}

/// An instant at which the wall clock jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClockChange {
    pub at: DateTime<Utc>,
    /// Seconds that the wall clock was ahead of UTC before, and is after.
    pub from: i64,
    pub to: i64,
}

impl Year {
    /// Returns one year of a calendar that was prepared from `spec`.
    pub fn of(spec: &CalendarSpec, calendar: &Calendar, year: i32) -> Self {
        let (first, last) = (day::first_of(year, 1), day::first_of(year, 12) + 30);
        let local = |day: i64| midnight(calendar, day);
        let (from, to) = (local(first), local(last + 1));
        let open_days =
            (first..=last).filter(|day| calendar.open_time(local(*day), local(day + 1)) > 0).count();
        Self {
            year,
            weekly: spec.weekly.days().map(|(_, windows)| windows.to_vec()),
            days_off: days_off(spec, year),
            special: special(spec, year),
            clock_changes: changes(calendar, from, to),
            open_seconds: calendar.open_time(from, to) / 1_000_000,
            open_days: u32::try_from(open_days).unwrap_or(u32::MAX),
        }
    }

    pub fn open_time(&self) -> TimeDelta {
        TimeDelta::seconds(self.open_seconds)
    }
}

/// The first instant at which the wall clock shows a date, in microseconds.
fn midnight(calendar: &Calendar, number: i64) -> i64 {
    calendar.tz().zone().first_showing(number * DAY)
}

fn days_off(spec: &CalendarSpec, year: i32) -> Vec<DayOff> {
    let opens = |date: NaiveDate| {
        let weekday = date.weekday().num_days_from_monday() as usize;
        !spec.weekly.days()[weekday].1.is_empty()
    };
    let of_year = |date: &NaiveDate| date.year() == year;
    let mut found: Vec<(NaiveDate, WhyOff)> = Vec::new();
    let is_worked = |date: &NaiveDate| spec.special.get(date).is_some_and(|windows| !windows.is_empty());
    for rule in &spec.holidays_of {
        let holidays = rule.holidays(year).into_iter().filter(|holiday| !is_worked(&holiday.date));
        let why = |name, substitute| WhyOff::Public { name, substitute };
        found.extend(holidays.map(|holiday| (holiday.date, why(holiday.name, holiday.substitute))));
    }
    found.extend(spec.holidays.iter().filter(|date| of_year(date)).map(|date| (*date, WhyOff::Listed)));
    let (first, last) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31));
    if let (Some(first), Some(last)) = (first, last) {
        for closing in &spec.closings {
            // Within the year: a closing may be written for centuries.
            let days = closing.from.max(first).iter_days().take_while(|date| *date <= closing.to.min(last));
            found.extend(days.map(|date| (date, WhyOff::Closing { why: closing.why.clone() })));
        }
    }
    found.sort_by_key(|(date, _)| *date);
    found.dedup();
    found.into_iter().map(|(date, why)| DayOff { date, why, counts: opens(date) }).collect()
}

fn special(spec: &CalendarSpec, year: i32) -> Vec<(NaiveDate, Vec<Window>)> {
    let off: Vec<NaiveDate> = days_off(spec, year).into_iter().map(|off| off.date).collect();
    let special = spec.special.iter().filter(|(date, _)| date.year() == year && !off.contains(date));
    special.map(|(date, windows)| (*date, windows.clone())).collect()
}

fn changes(calendar: &Calendar, from: i64, to: i64) -> Vec<ClockChange> {
    let zone = calendar.tz().zone();
    let mut changes = Vec::new();
    let mut span = zone.span_at(from);
    while span.end < to {
        let next = zone.span_at(span.end);
        let seconds = |offset: i64| offset / 1_000_000;
        // Spans are cut where the tables end; nothing changes there.
        if next.offset != span.offset {
            let at = day::instant(span.end);
            changes.push(ClockChange { at, from: seconds(span.offset), to: seconds(next.offset) });
        }
        span = next;
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(json: &str, year: i32) -> Year {
        let spec = CalendarSpec::from_json(json).unwrap();
        Year::of(&spec, &Calendar::new(&spec).unwrap(), year)
    }

    #[test]
    fn a_day_without_a_midnight_begins_later_and_is_shorter() {
        let always = r#"{"tz": "America/Santiago", "weekly": {"sun": [["00:00", "24:00"]]}}"#;
        let of_2026 = year(always, 2026);
        // 52 Sundays; the clocks go forward over midnight of 6 September and back over that of 5 April, a Saturday's.
        assert_eq!(of_2026.open_days, 52);
        assert_eq!(of_2026.open_time(), TimeDelta::hours(52 * 24 - 1));
        assert_eq!(of_2026.clock_changes.len(), 2);
    }

    #[test]
    fn a_day_that_a_zone_left_out_is_not_open() {
        let fridays = r#"{"tz": "Pacific/Apia", "weekly": {"fri": [["00:00", "24:00"]]}}"#;
        // 30 December 2011 was never there.
        assert_eq!(year(fridays, 2011).open_days, 51);
    }

    #[test]
    fn a_closing_over_the_turn_of_the_year_is_told_in_both_years() {
        let json = r#"{"tz": "UTC", "weekly": {"mon": [["09:00", "18:00"]]},
            "closings": [{"from": "2026-12-24", "to": "2027-01-03", "why": "winter"}]}"#;
        assert_eq!((year(json, 2026).days_off.len(), year(json, 2027).days_off.len()), (8, 3));
        assert_eq!(year(json, 2026).days_off.iter().filter(|off| off.counts).count(), 1);
    }
}
