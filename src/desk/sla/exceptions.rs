//! The dates on which an ordinary week does not hold: closed periods and special days.

use std::ops::Range;

use chrono::Datelike;

use crate::desk::sla::day;
use crate::desk::sla::day::DAY;
use crate::desk::sla::pattern::Pattern;
use crate::desk::sla::shut::Shut;
use crate::desk::sla::spec::Window;
use crate::desk::sla::{CalendarError, CalendarSpec, HolidayRule};

/// Closed periods and special days, prepared for looking up a date.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exceptions {
    /// Ascending, disjoint.
    listed: Vec<Exception>,
    rules: Vec<HolidayRule>,
}

#[derive(Clone, Debug, PartialEq)]
struct Exception {
    /// Day numbers, the end excluded.
    days: Range<i64>,
    /// `None` where the days are closed.
    special: Option<Pattern>,
}

/// What holds on a date, and on which dates around it the same holds.
pub(super) struct Ruling<'a> {
    pub days: Range<i64>,
    pub kind: Kind<'a>,
}

/// What holds on a date.
pub(super) enum Kind<'a> {
    OrdinaryWeek,
    Closed,
    Special(&'a Pattern),
}

impl Exceptions {
    pub fn new(spec: &CalendarSpec) -> Result<Exceptions, CalendarError> {
        let mut listed = closed_periods(spec)?;
        let mut rules = spec.holidays_of.clone();
        rules.dedup();
        let mut exceptions = Exceptions { listed: Vec::new(), rules };
        for (&date, windows) in &spec.special {
            let of_day = windows_of_day(windows, 0, || format!("special.{date}"))?;
            let day = day::number(date);
            exceptions
                .listed
                .push(Exception { days: day..day + 1, special: Some(Pattern::new(DAY, of_day)) });
        }
        if exceptions.listed.is_empty() {
            exceptions.listed = listed;
        } else {
            // A date that is named both as special and as closed is closed; one that is off by a rule is not.
            let closed = Exceptions { listed, rules: Vec::new() };
            exceptions
                .listed
                .retain(|special| !matches!(closed.ruling(special.days.start).kind, Kind::Closed));
            listed = closed.listed;
            exceptions.listed.append(&mut listed);
            exceptions.listed.sort_unstable_by_key(|exception| exception.days.start);
        }
        Ok(exceptions)
    }

    /// Returns what holds on `day`. Of the days around it with the same ruling, some may be left out.
    pub fn ruling(&self, day: i64) -> Ruling<'_> {
        let next = self.listed.partition_point(|exception| exception.days.start <= day);
        let last = next.checked_sub(1).map(|last| &self.listed[last]);
        if let Some(exception) = last.filter(|last| last.days.end > day) {
            let kind = exception.special.as_ref().map_or(Kind::Closed, Kind::Special);
            return Ruling { days: exception.days.clone(), kind };
        }
        let from = last.map_or(day::DAYS.start, |last| last.days.end);
        let until = self.listed.get(next).map_or(day::DAYS.end, |next| next.days.start);
        let mut ruling = Ruling { days: from..until, kind: Kind::OrdinaryWeek };
        for rule in &self.rules {
            ruling.consider(*rule, day);
        }
        ruling
    }

    /// The last year for which all rules were compared with the laws; `None` without rules.
    pub fn checked_until(&self) -> Option<i32> {
        self.rules.iter().map(|rule| rule.checked_until()).min()
    }

    /// Returns the public holiday that a date is by one of the rules.
    pub fn public(&self, day: i64) -> Option<Shut> {
        let date = day::date(day)?;
        let holidays = self.rules.iter().flat_map(|rule| rule.holidays(date.year()));
        let mut of_day = holidays.filter(|holiday| holiday.date == date);
        of_day.next().map(|off| Shut::Public { name: off.name, substitute: off.substitute })
    }

    /// Returns the last date that has windows of its own; `None` if no date has.
    pub fn last_special(&self) -> Option<i64> {
        let opens =
            |exception: &&Exception| exception.special.as_ref().is_some_and(|pattern| !pattern.is_empty());
        self.listed.iter().rfind(opens).map(|exception| exception.days.start)
    }

    /// Returns the first date that has windows of its own; `None` if no date has.
    pub fn first_special(&self) -> Option<i64> {
        let opens =
            |exception: &&Exception| exception.special.as_ref().is_some_and(|pattern| !pattern.is_empty());
        self.listed.iter().find(opens).map(|exception| exception.days.start)
    }
}

impl Ruling<'_> {
    /// Takes the public holidays around `day` into account.
    fn consider(&mut self, rule: HolidayRule, day: i64) {
        let (last, next) = rule.around(day);
        if last == day {
            (self.days, self.kind) = (day..day + 1, Kind::Closed);
        } else {
            self.days = self.days.start.max(last + 1)..self.days.end.min(next);
        }
    }
}

/// Reads the windows of one day as microseconds, `start` being what the day begins at.
pub(super) fn windows_of_day(
    windows: &[Window],
    start: i64,
    key: impl Fn() -> String,
) -> Result<Vec<(i64, i64)>, CalendarError> {
    let mut read = Vec::with_capacity(windows.len());
    read_windows(&mut read, windows, start, key)?;
    Ok(read)
}

/// Appends the windows of one day to `read`.
pub(super) fn read_windows(
    read: &mut Vec<(i64, i64)>,
    windows: &[Window],
    start: i64,
    key: impl Fn() -> String,
) -> Result<(), CalendarError> {
    for (nth, Window(open, close)) in windows.iter().enumerate() {
        if open >= close {
            let key = format!("{}[{nth}]", key());
            return Err(CalendarError::WindowEndsBeforeItStarts {
                key,
                open: open.to_string(),
                close: close.to_string(),
            });
        }
        let at = |minutes: u16| start + i64::from(minutes) * 60_000_000;
        read.push((at(open.minutes()), at(close.minutes())));
    }
    Ok(())
}

/// The union of the written holidays and closings, ascending.
fn closed_periods(spec: &CalendarSpec) -> Result<Vec<Exception>, CalendarError> {
    let mut closed: Vec<Range<i64>> = Vec::with_capacity(spec.holidays.len() + spec.closings.len());
    closed.extend(spec.holidays.iter().map(|&date| day::number(date)..day::number(date) + 1));
    for (nth, closing) in spec.closings.iter().enumerate() {
        if closing.to < closing.from {
            let (from, to) = (closing.from.to_string(), closing.to.to_string());
            return Err(CalendarError::ClosingEndsBeforeItStarts {
                key: format!("closings[{nth}]"),
                from,
                to,
            });
        }
        closed.push(day::number(closing.from)..day::number(closing.to) + 1);
    }
    if !closed.is_sorted_by_key(|days| days.start) {
        closed.sort_unstable_by_key(|days| days.start);
    }
    let mut merged: Vec<Exception> = Vec::with_capacity(closed.len());
    for days in closed {
        match merged.last_mut() {
            Some(last) if days.start <= last.days.end => last.days.end = last.days.end.max(days.end),
            _ => merged.push(Exception { days, special: None }),
        }
    }
    Ok(merged)
}
