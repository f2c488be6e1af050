//! Walks over the open stretches of a calendar.

use super::calendar::Calendar;

/// The open stretches of a range, as instants in microseconds; those that touch are joined.
pub(super) struct Stretches<'a> {
    calendar: &'a Calendar,
    at: i64,
    until: i64,
}

impl<'a> Stretches<'a> {
    pub fn new(calendar: &'a Calendar, from: i64, until: i64) -> Stretches<'a> {
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
