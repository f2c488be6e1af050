//! One time zone as spans of constant offset, for any instant.
//!
//! A zone's file lists its changes and ends with the rule that holds from the last of them on. The rule is carried on
//! here until the Gregorian calendar has gone through one of its cycles after 2100: it repeats itself, weekdays
//! included, every 400 years (146,097 days), so that one such cycle stands for all later ones.

use std::borrow::Cow;

use chrono::Datelike;

use crate::desk::sla::day;

/// From here on the yearly rule of a zone is kept as one cycle.
const CYCLE_FROM_YEAR: i32 = 2100;
/// 400 Gregorian years, in seconds.
pub(super) const CYCLE: i64 = 146_097 * 86_400;
/// 1 January 1800; earlier instants fall into the first slot. The earliest change in tzdata is in 1844.
pub(super) const SLOTS_FROM: i64 = -5_364_662_400;
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

/// From an instant on (seconds since 1970 UTC), the wall clock is so far ahead of UTC (seconds), and called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub at: i64,
    pub to: i64,
    pub called: String,
}

/// The offsets of one time zone, for all time.
#[derive(Debug)]
pub(super) struct Zone {
    name: Cow<'static, str>,
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
    /// What the time is called before it is called something else for the first time.
    first_called: Cow<'static, str>,
    /// Instants from which it is called something else, ascending; the offset may stay the same.
    called: Vec<(i64, String)>,
}

impl Zone {
    /// Coordinated Universal Time, which needs no data.
    pub const UTC: Zone = Zone {
        name: Cow::Borrowed("UTC"),
        first: 0,
        at: Vec::new(),
        to: Vec::new(),
        slots: Vec::new(),
        cycle_from: None,
        first_called: Cow::Borrowed("UTC"),
        called: Vec::new(),
    };

    /// Makes a zone of what holds at first, of its changes (ascending), and of the changes that its rule makes in a
    /// year after them; none where nothing changes any more.
    pub fn new(
        name: String,
        (first, first_called): (i64, String),
        mut changes: Vec<Change>,
        rule: Option<&dyn Fn(i32) -> Vec<Change>>,
    ) -> Zone {
        let last = changes.last().map_or(SLOTS_FROM, |last| last.at);
        let year_of = |second: i64| day::date(second.div_euclid(86_400)).map_or(0, |date| date.year());
        // The cycle is whole: no listed change is in it.
        let cycle_year = CYCLE_FROM_YEAR.max(year_of(last) + 2);
        let cycle_from = second_of_year(cycle_year);
        let listed = changes.len();
        if let Some(rule) = rule {
            // A rule may reach into the years beside its own.
            let mut to_come: Vec<Change> = (year_of(last) - 1..=cycle_year + 401).flat_map(rule).collect();
            to_come.sort_by_key(|change| change.at);
            changes.extend(
                to_come.into_iter().filter(|change| last < change.at && change.at < cycle_from + CYCLE),
            );
        }
        let still_changes = changes[listed..].windows(2).any(|pair| pair[0].to != pair[1].to);
        let mut zone = Zone {
            name: Cow::Owned(name),
            first,
            cycle_from: still_changes.then_some(cycle_from),
            first_called: Cow::Owned(first_called),
            ..Zone::UTC
        };
        for (nth, change) in changes.iter().enumerate() {
            // Of changes at one instant the last one holds: so a rule writes that summer never ends.
            if changes.get(nth + 1).is_some_and(|next| next.at == change.at) {
                continue;
            }
            zone.push(change);
        }
        if let Some(last) = zone.at.last() {
            let starts = (0..).map(|slot| SLOTS_FROM + slot * SLOT).take_while(|start| start <= last);
            zone.slots = starts.map(|start| zone.at.partition_point(|at| *at < start)).collect();
        }
        zone
    }

    fn push(&mut self, change: &Change) {
        if self.to.last().copied().unwrap_or(self.first) != change.to {
            self.at.push(change.at);
            self.to.push(change.to);
        }
        if self.called.last().map_or(self.first_called.as_ref(), |(_, called)| called) != change.called {
            self.called.push((change.at, change.called.clone()));
        }
    }

    pub fn name(&self) -> &str {
        &self.name
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

    /// Returns what the time is called at the instant `micros`, e.g. `CEST`, or `+0545` where it has no name.
    pub fn called_at(&self, micros: i64) -> &str {
        let second = micros.div_euclid(MICROS);
        let second = match self.cycle_from {
            Some(from) if second >= from => from + (second - from).rem_euclid(CYCLE),
            _ => second,
        };
        let after = self.called.partition_point(|(at, _)| *at <= second);
        after.checked_sub(1).map_or(self.first_called.as_ref(), |last| &self.called[last].1)
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
}

pub(super) fn second_of_year(year: i32) -> i64 {
    day::first_of(year, 1) * 86_400
}
