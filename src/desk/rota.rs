//! Who is on call: a weekly rotation, and shifts that are written down, which win over it.
//!
//! A hand-over is a time on the wall clock of the rota's zone. Where the clock jumps over it, it happens in the jump;
//! where the hour comes twice, it happens the first time: so there is exactly one each week, and never a gap.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::desk::sla::{Tz, WallTime};
use crate::desk::text::SafeLine;

/// One rota: at any instant at most one person is on call by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rota {
    name: SafeLine,
    rotation: Option<Rotation>,
    /// Ascending, disjoint; neighbours with the same person are one.
    shifts: Vec<Shift>,
    reach: Reach,
    /// Why what it is made of cannot be read; then it says nothing.
    broken: Option<SafeLine>,
}

/// How far the shifts of a rota are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of them are there.
    Whole,
    /// Until this instant; more come after it.
    Until(DateTime<Utc>),
    /// Until this instant, and whoever is on call then stays so without an end.
    Endless(DateTime<Utc>),
}

impl Reach {
    fn end(self) -> Option<DateTime<Utc>> {
        match self {
            Reach::Whole => None,
            Reach::Until(end) | Reach::Endless(end) => Some(end),
        }
    }
}

/// Persons who take over from one another week after week.
#[derive(Clone, Debug, PartialEq)]
pub struct Rotation {
    pub zone: Tz,
    pub people: Vec<SafeLine>,
    /// The first of them takes over on this date; nobody is on call before.
    pub first: NaiveDate,
    pub handover: NaiveTime,
}

/// A stretch `[from, to)` with one person on call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub person: SafeLine,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// What a rota says at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnCall<'a> {
    /// `None` while nobody is.
    pub now: Option<&'a SafeLine>,
    pub then: Then<'a>,
}

/// When who is on call changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then<'a> {
    /// At this instant; `next` is who is on call from then on, `None` for nobody.
    At { until: DateTime<Utc>, next: Option<&'a SafeLine> },
    /// Not before this instant; it is not known how it goes on.
    AtLeast(DateTime<Utc>),
    /// Never.
    NoEnd,
}

impl Rota {
    /// Makes a rota. Of shifts that overlap, the one that stands later in the list wins; empty ones count for nothing.
    pub fn new(name: SafeLine, rotation: Option<Rotation>, shifts: &[Shift]) -> Self {
        let rotation = rotation.filter(|rotation| !rotation.people.is_empty());
        Self { name, rotation, shifts: disjoint(shifts), reach: Reach::Whole, broken: None }
    }

    /// A rota of which nobody knows what it says; `why` is told to a person.
    pub fn broken(name: SafeLine, why: SafeLine) -> Self {
        Self { broken: Some(why), ..Self::new(name, None, &[]) }
    }

    /// The same rota, with shifts that are known only so far.
    #[must_use]
    pub fn known(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// Why it says nothing, if it cannot be read.
    pub fn why_broken(&self) -> Option<&SafeLine> {
        self.broken.as_ref()
    }

    pub fn name(&self) -> &SafeLine {
        &self.name
    }

    /// Answers who is on call at `at`, until when, and who is next.
    pub fn at(&self, at: DateTime<Utc>) -> OnCall<'_> {
        let now = self.person(at);
        // Between two shifts the person changes within one round of the rotation, or not at all.
        let round = self.rotation.as_ref().map_or(0, |rotation| rotation.people.len());
        let ahead = self.shifts.len() - self.shifts.partition_point(|shift| shift.to <= at);
        let mut edge = at;
        for _ in 0..=(round + 1) * (2 * ahead + 1) {
            let Some(next) = self.next_edge(edge) else { break };
            if self.reach.end().is_some_and(|end| next > end) {
                break;
            }
            let person = self.person(next);
            if person != now {
                return OnCall { now, then: Then::At { until: next, next: person } };
            }
            edge = next;
        }
        let then = match self.reach {
            Reach::Until(end) if end > at => Then::AtLeast(end),
            _ => Then::NoEnd,
        };
        OnCall { now, then }
    }

    fn person(&self, at: DateTime<Utc>) -> Option<&SafeLine> {
        let shift = self.shifts.get(self.shifts.partition_point(|shift| shift.to <= at));
        match shift.filter(|shift| shift.from <= at) {
            Some(shift) => Some(&shift.person),
            None => self.rotation.as_ref()?.person(at),
        }
    }

    /// The next instant at which somebody else may be on call.
    fn next_edge(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let shift = self.shifts.get(self.shifts.partition_point(|shift| shift.to <= at));
        let written = shift.map(|shift| if shift.from > at { shift.from } else { shift.to });
        // Within a shift hand-overs change nothing.
        let within = shift.is_some_and(|shift| shift.from <= at);
        let several = |rotation: &&Rotation| !within && (rotation.changes() || at < rotation.takes_over(0));
        let handover = self.rotation.as_ref().filter(several).map(|rotation| rotation.next_handover(at));
        written.into_iter().chain(handover).min()
    }
}

impl Rotation {
    /// The instant of the hand-over that many weeks after the first.
    fn takes_over(&self, week: i64) -> DateTime<Utc> {
        let date = self.first.checked_add_signed(TimeDelta::weeks(week)).unwrap_or(NaiveDate::MAX);
        WallTime::first_showing(self.zone, date.and_time(self.handover))
    }

    /// The number of the last hand-over not after an instant; negative before the first.
    fn week(&self, at: DateTime<Utc>) -> i64 {
        let shown = WallTime::at(self.zone, at).shown;
        let near = (shown - self.first.and_time(self.handover)).num_days().div_euclid(7);
        // Around a clock change the wall clock alone does not tell.
        (near - 1..=near + 1).rev().find(|week| self.takes_over(*week) <= at).unwrap_or(near - 2)
    }

    /// Whether hand-overs bring somebody else.
    fn changes(&self) -> bool {
        self.people.windows(2).any(|pair| pair[0] != pair[1])
    }

    fn person(&self, at: DateTime<Utc>) -> Option<&SafeLine> {
        let week = usize::try_from(self.week(at)).ok()?;
        self.people.get(week % self.people.len())
    }

    fn next_handover(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.takes_over((self.week(at) + 1).max(0))
    }
}

/// Cuts the shifts of a calendar at each other's edges: whose shifts overlap are on call together, and are both named.
pub fn together(shifts: &[Shift]) -> Vec<Shift> {
    let mut edges: Vec<DateTime<Utc>> = shifts.iter().flat_map(|shift| [shift.from, shift.to]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut done = Vec::new();
    for (from, to) in edges.iter().zip(edges.iter().skip(1)) {
        let hold = shifts.iter().filter(|shift| shift.from <= *from && *to <= shift.to);
        let people: BTreeSet<&str> = hold.map(|shift| shift.person.raw()).collect();
        if !people.is_empty() {
            let person = SafeLine::from(people.into_iter().collect::<Vec<_>>().join(" + "));
            done.push(Shift { person, from: *from, to: *to });
        }
    }
    done
}

/// Cuts shifts at each other's edges; where several hold, the last one in the list does.
fn disjoint(shifts: &[Shift]) -> Vec<Shift> {
    let mut edges: Vec<DateTime<Utc>> = shifts.iter().flat_map(|shift| [shift.from, shift.to]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut done: Vec<Shift> = Vec::new();
    for (from, to) in edges.iter().zip(edges.iter().skip(1)) {
        let holds = |shift: &&Shift| shift.from <= *from && *to <= shift.to;
        let Some(shift) = shifts.iter().rfind(holds) else { continue };
        match done.last_mut() {
            Some(last) if last.to == *from && last.person == shift.person => last.to = *to,
            _ => done.push(Shift { person: shift.person.clone(), from: *from, to: *to }),
        }
    }
    done
}
