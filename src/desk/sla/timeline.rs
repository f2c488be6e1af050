//! The clock of one ticket: from its start, through its pauses, to its deadline.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::sla::Calendar;
use crate::desk::sla::calendar::Run;
use crate::desk::sla::day;

/// Which time a target is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Day and night, every day.
    AroundTheClock,
    /// While the support calendar is open.
    BusinessHours,
}

/// How much running time a response may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    pub length: TimeDelta,
    pub counted: Counted,
}

/// Intervals `[from, to)` in which a clock stands still: the union of what was given, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    /// Microseconds since 1970 UTC; disjoint, ascending, never touching, none empty. `i64::MAX` still lasts.
    merged: Vec<(i64, i64)>,
}

impl Pauses {
    /// A clock that was never paused.
    pub const NONE: Pauses = Pauses { merged: Vec::new() };
}

impl FromIterator<(DateTime<Utc>, Option<DateTime<Utc>>)> for Pauses {
    /// Joins intervals from an instant (included) to an instant (not included), or to `None` if the pause still lasts.
    ///
    /// An interval that ends before it begins holds no instant, like an empty one.
    fn from_iter<T: IntoIterator<Item = (DateTime<Utc>, Option<DateTime<Utc>>)>>(intervals: T) -> Pauses {
        let in_micros = |(from, to): (_, Option<_>)| (day::micros(from), to.map_or(i64::MAX, day::micros));
        let mut pauses: Vec<(i64, i64)> =
            intervals.into_iter().map(in_micros).filter(|(from, to)| from < to).collect();
        pauses.sort_unstable();
        pauses.dedup_by(|next, last| {
            let joins = next.0 <= last.1;
            if joins {
                last.1 = last.1.max(next.1);
            }
            joins
        });
        Pauses { merged: pauses }
    }
}

/// A clock that has been started.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    /// The instant from which time counts (included).
    pub start: DateTime<Utc>,
    pub target: Target,
    pub pauses: &'a Pauses,
    pub calendar: &'a Calendar,
}

impl Running<'_> {
    /// Returns the first instant at which the running time reaches the target.
    ///
    /// A response at that instant is in time. `None` if it never happens: the calendar does not open for it before the
    /// year 10000, or a pause still lasts.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        let mut left = day::length(self.target.length);
        if left <= 0 {
            return Some(self.start);
        }
        for (from, until) in self.unpaused(day::LOOKED_AT.end) {
            match self.run(from, until, left) {
                Run::Reached(at) => return Some(day::instant(at)),
                Run::Short(ran) => left -= ran,
            }
        }
        None
    }

    /// Returns the running time at an instant: unpaused and, in business hours, open time in `[start, at)`.
    ///
    /// It goes on growing after the target is reached and is never negative.
    pub fn elapsed(&self, at: DateTime<Utc>) -> TimeDelta {
        let ran = self.unpaused(day::micros(at)).map(|(from, until)| match self.run(from, until, i64::MAX) {
            Run::Reached(_) => 0,
            Run::Short(ran) => ran,
        });
        TimeDelta::microseconds(ran.sum())
    }

    fn run(&self, from: i64, until: i64, work: i64) -> Run {
        match self.target.counted {
            Counted::BusinessHours => self.calendar.run(from, until, work),
            Counted::AroundTheClock if until - from >= work => Run::Reached(from + work),
            Counted::AroundTheClock => Run::Short(until - from),
        }
    }

    /// The unpaused intervals of `[start, until)`, in order.
    fn unpaused(&self, until: i64) -> impl Iterator<Item = (i64, i64)> {
        let start = day::micros(self.start);
        let passed = self.pauses.merged.partition_point(|pause| pause.1 <= start);
        let pauses = self.pauses.merged[passed..].iter();
        let ends = pauses.clone().map(|pause| pause.0).chain([i64::MAX]);
        let begins = [start].into_iter().chain(pauses.map(|pause| pause.1));
        let gaps = begins.zip(ends.map(move |end| end.min(until)));
        gaps.take_while(move |(from, _)| *from < until).filter(|(from, until)| from < until)
    }
}
