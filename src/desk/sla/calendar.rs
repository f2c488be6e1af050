//! When the desk is open, and how much open time lies between two instants.
//!
//! The rule is one sentence: an instant is open if and only if the wall clock in the calendar's zone shows a date that
//! is not closed and a time of day inside one of that date's windows. So time is cut into *pieces* in which neither
//! the zone's offset nor the kind of date changes; inside a piece the wall clock runs evenly and the windows are plain
//! intervals. Skipped and repeated hours, edges inside them, and dates that a zone left out need no rule of their own.
//!
//! No opening is looked for before the year -9999 or after the year 9999. Beyond, the answer is "never", so every
//! question ends.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::desk::sla::day;
use crate::desk::sla::day::DAY;
use crate::desk::sla::exceptions;
use crate::desk::sla::exceptions::{Exceptions, Kind};
use crate::desk::sla::pattern::Pattern;
use crate::desk::sla::tz::Tz;
use crate::desk::sla::wall::WallTime;
use crate::desk::sla::zone::Zone;
use crate::desk::sla::zones::ZoneSet;
use crate::desk::sla::{CalendarError, CalendarSpec};

/// A support calendar prepared for questions. Instants are exact to the microsecond.
#[derive(Clone, Debug)]
pub struct Calendar {
    tz: Tz,
    zone: &'static Zone,
    /// The ordinary week from Monday 00:00.
    week: Pattern,
    exceptions: Exceptions,
    /// No instant outside of these is open, in microseconds since 1970 UTC.
    opens_within: std::ops::Range<i64>,
}

impl PartialEq for Calendar {
    /// The rest follows from these.
    fn eq(&self, other: &Calendar) -> bool {
        self.tz == other.tz && self.week == other.week && self.exceptions == other.exceptions
    }
}

/// A stretch of time in which the wall clock runs evenly and one pattern of windows holds.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    /// Instants in microseconds, the end excluded.
    pub begin: i64,
    pub end: i64,
    /// What to add to an instant to get the pattern's time.
    shift: i64,
    /// `None` where all is closed.
    pattern: Option<&'a Pattern>,
}

/// What became of looking for open time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// All of it had run at this instant.
    Reached(i64),
    /// Only so much of it ran.
    Short(i64),
}

impl Calendar {
    /// Prepares a calendar; an error names the key that is wrong.
    ///
    /// A calendar that never opens is built too: the clock answers it with "no deadline".
    pub fn new(spec: &CalendarSpec) -> Result<Calendar, CalendarError> {
        Self::with_zones(spec, ZoneSet::in_force())
    }

    /// Prepares a calendar by the zones of one set.
    pub fn with_zones(spec: &CalendarSpec, zones: &ZoneSet) -> Result<Calendar, CalendarError> {
        let tz = zones.zone(&spec.tz).ok_or_else(|| unknown_zone(&spec.tz, zones))?;
        let days = spec.weekly.days();
        let mut windows = Vec::with_capacity(days.iter().map(|(_, windows)| windows.len()).sum());
        for ((name, of_day), start) in days.into_iter().zip((0..).map(|day| day * DAY)) {
            exceptions::read_windows(&mut windows, of_day, start, || format!("weekly.{name}"))?;
        }
        let week = Pattern::new(7 * DAY, windows);
        let exceptions = Exceptions::new(spec)?;
        let opens_within = match (week.is_empty(), exceptions.first_special(), exceptions.last_special()) {
            (false, ..) => day::LOOKED_AT,
            // Two days more: zones differ from UTC by hours, and where the clock goes back over midnight, a date is
            // shown again after the next one.
            (true, Some(first), Some(last)) => (first - 2) * DAY..(last + 3) * DAY,
            (true, ..) => 0..0,
        };
        Ok(Calendar { tz, zone: tz.zone(), week, exceptions, opens_within })
    }

    /// Prepares a calendar for a desk, which must open some time.
    pub fn for_a_desk(spec: &CalendarSpec) -> Result<Calendar, CalendarError> {
        let calendar = Calendar::new(spec)?;
        if calendar.ever_opens() { Ok(calendar) } else { Err(CalendarError::NeverOpens) }
    }

    /// Tells whether any instant from the year -9999 to the year 9999 is open.
    pub fn ever_opens(&self) -> bool {
        self.next_opening(day::instant(day::LOOKED_AT.start)).is_some()
    }

    /// Returns the zone in which windows and dates are meant.
    pub fn tz(&self) -> Tz {
        self.tz
    }

    /// The last year for which somebody compared the calendar's public holidays with the laws, if the date that an
    /// instant has here is later: then days off that were decided since are missing.
    pub fn past_checked_holidays(&self, at: DateTime<Utc>) -> Option<i32> {
        let year = WallTime::at(self.tz, at).shown.year();
        self.exceptions.checked_until().filter(|until| year > *until)
    }

    /// The last year for which the calendar's public holidays were compared with the laws; `None` where it has none.
    pub fn holidays_checked_until(&self) -> Option<i32> {
        self.exceptions.checked_until()
    }

    pub(super) fn week(&self) -> &Pattern {
        &self.week
    }

    pub(super) fn exceptions(&self) -> &Exceptions {
        &self.exceptions
    }

    /// Tells whether the desk is open at an instant.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let at = at.timestamp_micros();
        (day::LOOKED_AT.start..=day::LOOKED_AT.end).contains(&at) && self.piece_at(at).is_open(at)
    }

    /// Returns the first instant at which `work` of open time has run since `start`.
    ///
    /// That is a window's close where the work fits exactly, and `start` itself for no work (or less than none).
    /// `None` if it never happens before the year 10000.
    pub fn add(&self, start: DateTime<Utc>, work: TimeDelta) -> Option<DateTime<Utc>> {
        match self.run(day::micros(start), day::LOOKED_AT.end, day::length(work)) {
            Run::Reached(at) => Some(day::instant(at)),
            Run::Short(_) => None,
        }
    }

    /// Returns the open time in `[a, b)`; zero if `b` is not after `a`.
    pub fn between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> TimeDelta {
        TimeDelta::microseconds(self.open_time(day::micros(a), day::micros(b)))
    }

    /// Returns the latest instant from which exactly `work` of open time runs until `end`.
    ///
    /// It is `end` itself for no work (or less than none), `None` if there is not that much since the year -9999.
    pub fn back(&self, end: DateTime<Utc>, work: TimeDelta) -> Option<DateTime<Utc>> {
        let (mut at, mut left) = (day::micros(end), day::length(work));
        if left <= 0 {
            return Some(end);
        }
        while at > day::LOOKED_AT.start && at >= self.opens_within.start {
            let piece = self.piece_at(at - 1);
            match piece.run_back(at, left) {
                Run::Reached(start) => {
                    return Some(day::instant(start)).filter(|_| start >= day::LOOKED_AT.start);
                }
                Run::Short(ran) => left -= ran,
            }
            at = piece.begin;
        }
        None
    }

    /// Returns the open microseconds in `[from, until)`.
    pub(super) fn open_time(&self, from: i64, until: i64) -> i64 {
        match self.run(from, until, i64::MAX) {
            Run::Reached(_) => 0,
            Run::Short(ran) => ran,
        }
    }

    /// Looks for the first instant in `[from, until]` at which `work` microseconds of open time have run since `from`.
    pub(super) fn run(&self, from: i64, until: i64, work: i64) -> Run {
        let (mut at, mut left) = (from, work);
        if left <= 0 {
            return Run::Reached(from);
        }
        while at < until && at < self.opens_within.end {
            let piece = self.piece_at(at);
            let end = piece.end.min(until);
            match piece.run(at, end, left) {
                Run::Reached(at) => return Run::Reached(at),
                Run::Short(ran) => left -= ran,
            }
            at = end;
        }
        Run::Short(work - left)
    }

    /// Tells whether nothing opens from `at` on.
    pub(super) fn is_over(&self, at: i64) -> bool {
        at >= self.opens_within.end
    }

    /// Returns the piece of time in which an instant lies.
    pub(super) fn piece_at(&self, at: i64) -> Piece<'_> {
        let span = self.zone.span_at(at);
        let local = at + span.offset;
        let ruling = self.exceptions.ruling(local.div_euclid(DAY));
        let begins = ruling.days.start * DAY;
        let (pattern, shift) = match ruling.kind {
            // Pattern time 0 is the Monday before `at`; 29 December 1969 was one too.
            Kind::OrdinaryWeek => {
                (Some(&self.week), span.offset - ((local + 3 * DAY).div_euclid(7 * DAY) * 7 - 3) * DAY)
            }
            Kind::Special(pattern) => (Some(pattern), span.offset - begins),
            Kind::Closed => (None, 0),
        };
        Piece {
            begin: span.begin.max(begins - span.offset),
            end: span.end.min(ruling.days.end * DAY - span.offset),
            shift,
            pattern: pattern.filter(|pattern| !pattern.is_empty()),
        }
    }
}

impl Piece<'_> {
    fn is_open(&self, at: i64) -> bool {
        self.pattern.is_some_and(|pattern| pattern.is_open(at + self.shift))
    }

    /// Looks for `work` of open time in `[from, until)`, which lies in this piece.
    fn run(&self, from: i64, until: i64, work: i64) -> Run {
        let Some(pattern) = self.pattern else { return Run::Short(0) };
        let before = pattern.open_before(from + self.shift);
        let ran = pattern.open_before(until + self.shift) - before;
        if ran < work {
            return Run::Short(ran);
        }
        Run::Reached(pattern.first_reaching(before + work) - self.shift)
    }

    /// Looks for `work` of open time in this piece before `until`, from its end.
    fn run_back(&self, until: i64, work: i64) -> Run {
        let Some(pattern) = self.pattern else { return Run::Short(0) };
        let before = pattern.open_before(until + self.shift);
        let ran = before - pattern.open_before(self.begin + self.shift);
        if ran < work {
            return Run::Short(ran);
        }
        Run::Reached(pattern.last_within(before - work) - self.shift)
    }

    /// Returns the first open stretch in this piece that ends after `at`.
    pub fn stretch_after(&self, at: i64) -> Option<(i64, i64)> {
        let pattern = self.pattern?;
        if pattern.is_full() {
            return Some((at, self.end));
        }
        let (open, close) = pattern.stretch_after(at + self.shift, self.end + self.shift)?;
        Some(((open - self.shift).max(at), (close - self.shift).min(self.end)))
    }
}

fn unknown_zone(zone: &str, zones: &ZoneSet) -> CalendarError {
    let distance = |known: &&str| strsim::damerau_levenshtein(&known.to_lowercase(), &zone.to_lowercase());
    // Long rubbish is not compared with 600 names.
    let near = (zone.len() <= 64).then(|| zones.names().min_by_key(distance)).flatten();
    let nearest = near.filter(|known| distance(known) <= 1 + zone.len() / 6).map(str::to_owned);
    CalendarError::UnknownZone { zone: zone.chars().take(64).collect(), nearest }
}
