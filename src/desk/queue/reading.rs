//! What a clock face shows of a ticket at one instant.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::rules::obligation::{Owing, Standing};
use crate::desk::sla::{Calendar, Counted};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::programme::Programme;

/// How much time is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing is owed.
    Nothing,
    /// It is owed, but never due: the calendar does not open often enough.
    Never,
    /// Real time; negative once it is late, whatever the target was counted in.
    Clock(TimeDelta),
    /// Business time, which stands still out of hours.
    Business { left: TimeDelta, running: bool, resumes: Option<DateTime<Utc>> },
}

/// How often what is shown changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pace {
    EachSecond,
    EachMinute,
    Still,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    pub standing: Standing,
    /// UTC.
    pub due: Option<DateTime<Utc>>,
    pub left: Left,
    /// The part of the target that has run: 1.0 in the due instant, more once it is late.
    pub used: Option<f64>,
}

/// Below this, seconds are shown even of a long target.
const SECONDS_SHOWN_BELOW: TimeDelta = TimeDelta::hours(1);

impl Reading {
    /// Reads the clock of a ticket. Without the desk's rules only instants are known, and real time is shown.
    pub fn of(ticket: &Ticket, rules: Option<(&Programme, &Calendar)>, now: DateTime<Utc>) -> Self {
        let standing = Standing::of(ticket, now);
        let owing = Owing::of(ticket);
        let due = owing.and_then(Owing::due);
        let business = rules.filter(|(programme, _)| {
            // A promise and the end of an advice have a time of day, whatever the hours are.
            !matches!(owing, Some(Owing::Promise(_) | Owing::Advice(_)))
                && programme.target(ticket.severity).counted == Counted::BusinessHours
        });
        let left = match (due, business) {
            (None, _) if owing.is_some() => Left::Never,
            (None, _) => Left::Nothing,
            (Some(due), Some((_, calendar))) if now <= due => Left::Business {
                left: calendar.between(now, due),
                running: calendar.is_open(now),
                resumes: calendar.next_opening(now),
            },
            (Some(due), _) => Left::Clock(due - now),
        };
        Self { standing, due, left, used: rules.and_then(|rules| used(ticket, rules, now)) }
    }

    pub fn pace(&self) -> Pace {
        match self.left {
            Left::Nothing | Left::Never => Pace::Still,
            Left::Clock(_) => Pace::EachSecond,
            Left::Business { running: false, .. } => Pace::EachMinute,
            Left::Business { left, .. } if left < SECONDS_SHOWN_BELOW => Pace::EachSecond,
            Left::Business { .. } => Pace::EachMinute,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share for a bar, not an instant")]
fn used(ticket: &Ticket, (programme, calendar): (&Programme, &Calendar), now: DateTime<Utc>) -> Option<f64> {
    let target = programme.target(ticket.severity);
    let run = match target.counted {
        Counted::AroundTheClock => (now - ticket.filed_at).max(TimeDelta::zero()),
        Counted::BusinessHours => calendar.between(ticket.filed_at, now),
    };
    ticket.owed()?;
    let whole = match ticket.due().filter(|_| !ticket.course().grades.is_empty()) {
        None => target.length,
        // Another severity's time: the whole is what it is counted to be now.
        Some(due) => match target.counted {
            Counted::AroundTheClock => due - ticket.filed_at,
            Counted::BusinessHours => calendar.between(ticket.filed_at, due),
        },
    };
    Some(run.num_milliseconds() as f64 / whole.num_milliseconds().max(1) as f64)
}
