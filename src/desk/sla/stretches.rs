//! Walks over the open stretches of a calendar: when the desk opens and closes next.

use chrono::{DateTime, Utc};

use crate::desk::sla::calendar::Calendar;
use crate::desk::sla::day;

/// The open stretches of a range, as instants in microseconds; those that touch are joined.
struct Stretches<'a> {
    calendar: &'a Calendar,
    at: i64,
    until: i64,
}

impl<'a> Stretches<'a> {
    fn new(calendar: &'a Calendar, from: i64, until: i64) -> Stretches<'a> {
        Stretches { calendar, at: from, until }
    }

    /// Returns the next stretch without joining it to the one after.
    fn part(&mut self) -> Option<(i64, i64)> {
        while self.at < self.until && !self.calendar.is_over(self.at) {
            let piece = self.calendar.piece_at(self.at);
            match piece.stretch_after(self.at).filter(|(open, _)| *open < self.until) {
                Some((open, close)) => {
                    self.at = close.min(self.until);
                    return Some((open, self.at));
                }
                None => self.at = piece.end,
            }
        }
        None
    }
}

impl Iterator for Stretches<'_> {
    type Item = (i64, i64);

    fn next(&mut self) -> Option<(i64, i64)> {
        let (open, mut close) = self.part()?;
        loop {
            let here = self.at;
            match self.part() {
                Some((next, until)) if next == close => close = until,
                _ => {
                    self.at = here;
                    return Some((open, close));
                }
            }
        }
    }
}

impl Calendar {
    /// Returns the first instant from `at` on at which the desk is open: `at` itself while it is.
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.open_stretches(day::micros(at), day::LOOKED_AT.end).next().map(|(open, _)| day::instant(open))
    }

    /// Returns the first instant from `at` on at which the desk is shut: `at` itself while it is.
    ///
    /// `None` if it stays open until the year 10000.
    pub fn next_closing(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at_micros = day::micros(at);
        match self.open_stretches(at_micros, day::LOOKED_AT.end).next() {
            Some((open, close)) if open == at_micros => {
                Some(day::instant(close)).filter(|_| close < day::LOOKED_AT.end)
            }
            _ => Some(at),
        }
    }

    /// Returns the open stretches of `[from, to)` in order, as instants of opening and close, clipped to that range.
    ///
    /// Windows that touch are one stretch, also over midnight.
    pub fn stretches(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let stretches = self.open_stretches(day::micros(from), day::micros(to));
        stretches.map(|(open, close)| (day::instant(open), day::instant(close)))
    }

    fn open_stretches(&self, from: i64, to: i64) -> Stretches<'_> {
        Stretches::new(self, from, to)
    }
}
