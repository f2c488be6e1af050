//! What is due when: the first response, the next word, the next step, as the clock counts them.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::bounds;
use crate::desk::sla::{Calendar, Counted, Pauses, Running, Target};
use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::conversation::Channel;
use crate::desk::ticket::customer::Plan;
use crate::desk::ticket::dues::{Basis, Call, Dues};
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::regrade::Grade;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Step, Way};
use crate::desk::ticket::status::{Side, Status};
use crate::desk::ticket::{Response, Ticket};

impl Dues {
    /// Not counted yet.
    pub const UNKNOWN: Self = Self {
        target: None,
        commitment: None,
        at_risk_from: None,
        urgent_from: None,
        call: Call::NotNeeded,
        basis: Basis { programme_version: 0, calendar_version: 0 },
    };
}

/// What the clock counts from.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    pub filed_at: DateTime<Utc>,
    pub severity: Severity,
    pub channel: Channel,
    /// The customer's first call, if one was logged.
    pub first_call: Option<DateTime<Utc>>,
}

/// Answers what is owed on a request of this plan, by the rules of the programme in a calendar.
pub fn first_response(
    plan: Plan,
    start: Start,
    programme: &Programme,
    calendar: &Calendar,
    calendar_version: u32,
) -> Response {
    match plan {
        Plan::Standard => Response::NotGuaranteed,
        Plan::Premium => Response::Owed(dues(start, programme, calendar, calendar_version)),
    }
}

/// Answers what is owed on a ticket as it is now: its calls and its changes of severity counted in.
///
/// A response that was given stays as it was judged.
pub fn recount(
    ticket: &Ticket,
    programme: &Programme,
    calendar: &Calendar,
    calendar_version: u32,
) -> Response {
    if let Response::Given(_) = &ticket.response {
        return ticket.response.clone();
    }
    if ticket.plan == Plan::Standard {
        return Response::NotGuaranteed;
    }
    let course = ticket.course();
    let start = Start {
        filed_at: ticket.filed_at,
        severity: course.filed_as(ticket.severity),
        channel: ticket.channel,
        first_call: course.first_call,
    };
    let counted = |start: Start, grades: &[Grade]| {
        let clock = Clock { start, programme, calendar };
        let first = clock.stage(start.filed_at, start.severity);
        let last = grades.iter().fold(first, |stage, grade| clock.regrade(stage, grade));
        clock.dues(&last, calendar_version)
    };
    let unanswered = course.absorbed.iter().filter(|absorbed| absorbed.verdict.is_none());
    let others = unanswered.map(|absorbed| {
        let Absorbed { filed_at, filed_as, channel, first_call, grades, .. } = absorbed;
        let start =
            Start { filed_at: *filed_at, severity: *filed_as, channel: *channel, first_call: *first_call };
        counted(start, grades)
    });
    // Of tickets that were merged, the earliest due is the one that counts; not its own, once that was answered.
    let own = course.answered.is_none().then(|| counted(start, &course.grades));
    match own.into_iter().chain(others).reduce(earlier) {
        Some(dues) => Response::Owed(dues),
        None => ticket.response.clone(),
    }
}

fn earlier(one: Dues, other: Dues) -> Dues {
    let first = |one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>| one.into_iter().chain(other).min();
    Dues {
        target: first(one.target, other.target),
        commitment: first(one.commitment, other.commitment),
        at_risk_from: first(one.at_risk_from, other.at_risk_from),
        urgent_from: first(one.urgent_from, other.urgent_from),
        ..one
    }
}

fn dues(start: Start, programme: &Programme, calendar: &Calendar, calendar_version: u32) -> Dues {
    let clock = Clock { start, programme, calendar };
    clock.dues(&clock.stage(start.filed_at, start.severity), calendar_version)
}

/// A time that runs from an instant.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: DateTime<Utc>,
    target: Target,
}

/// The two times of a ticket under one severity.
#[derive(Clone, Copy, Debug)]
struct Stage {
    severity: Severity,
    target: Run,
    /// `None` if the desk never opens again for it.
    commitment: Option<Run>,
    call: Call,
}

struct Clock<'a> {
    start: Start,
    programme: &'a Programme,
    calendar: &'a Calendar,
}

impl Clock<'_> {
    /// When a run reaches its target, or has this much of it left.
    fn with_left(&self, run: Run, left: TimeDelta) -> Option<DateTime<Utc>> {
        // The first-response clock never pauses (domain.md, "The clock"): it ends with the qualified response.
        let target = Target { length: (run.target.length - left).max(TimeDelta::zero()), ..run.target };
        let running = Running { start: run.from, target, pauses: &Pauses::NONE, calendar: self.calendar };
        reached(running)
    }

    fn due(&self, run: Run) -> Option<DateTime<Utc>> {
        self.with_left(run, TimeDelta::zero())
    }

    /// The times of a severity that counts from an instant.
    fn stage(&self, from: DateTime<Utc>, severity: Severity) -> Stage {
        let target = self.programme.target(severity);
        let call = self.call(from, target.counted);
        let committed_from = match call {
            Call::NotNeeded => Some(from),
            Call::Missing => self.calendar.next_opening(from),
            Call::Logged { at } => {
                let opening = self.calendar.next_opening(from).unwrap_or(at);
                Some(at.min(opening).max(from))
            }
        };
        let commitment = committed_from.map(|from| Run { from, target });
        Stage { severity, target: Run { from, target }, commitment, call }
    }

    /// Raised, it is due at the earlier of the old due and the new time from the change on. Lowered, it is due as if
    /// filed so. What was late by then stays late: no change of severity moves a due that has passed.
    fn regrade(&self, old: Stage, grade: &Grade) -> Stage {
        let raised = grade.to < grade.from;
        let new = self.stage(if raised { grade.at } else { self.start.filed_at }, grade.to);
        let stays = |old: Run, new: Run| {
            let before = self.due(old);
            let is_late = before.is_some_and(|due| grade.at > due);
            let is_nearer = before.is_some_and(|before| self.due(new).is_none_or(|after| before <= after));
            if is_late || (raised && is_nearer) { old } else { new }
        };
        let commitment = match (old.commitment, new.commitment) {
            (Some(old), Some(new)) => Some(stays(old, new)),
            (old, new) => new.or(old),
        };
        Stage { severity: grade.to, target: stays(old.target, new.target), commitment, call: new.call }
    }

    fn dues(&self, stage: &Stage, calendar_version: u32) -> Dues {
        let warnings = self.programme.warnings(stage.severity);
        let last = warnings.get(1..).and_then(<[_]>::last);
        Dues {
            target: self.due(stage.target),
            commitment: stage.commitment.and_then(|run| self.due(run)),
            at_risk_from: self.with_left(stage.target, self.programme.at_risk(stage.severity)),
            urgent_from: last.and_then(|left| self.with_left(stage.target, *left)),
            call: stage.call,
            basis: Basis { programme_version: self.programme.version, calendar_version },
        }
    }

    /// Only what is counted around the clock needs a call, and only if it begins to count out of hours.
    fn call(&self, from: DateTime<Utc>, counted: Counted) -> Call {
        if counted == Counted::BusinessHours || self.calendar.is_open(from) {
            return Call::NotNeeded;
        }
        match (self.start.first_call, self.start.channel) {
            (first, Channel::Phone) => {
                // Who files by phone has called.
                let at = first.map_or(self.start.filed_at, |first| first.min(self.start.filed_at));
                Call::Logged { at }
            }
            (Some(at), _) => Call::Logged { at },
            (None, Channel::Portal | Channel::Email) => Call::Missing,
        }
    }
}

/// What would be due after the last year of a desk is never due: no reader would take it.
fn reached(running: Running<'_>) -> Option<DateTime<Utc>> {
    running.deadline().filter(|due| bounds::holds(*due))
}

/// When the next word to the customer is owed on an answered ticket (an objective of the desk's own).
///
/// It counts from the oldest message of the customer that was not answered; where the programme says so, also from our
/// own last word. What we wait for the customer does not count.
pub fn update(ticket: &Ticket, programme: &Programme, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let is_ours = ticket.plan == Plan::Premium
        && ticket.has_qualified_response()
        && ticket.status.is_live()
        && ticket.status != Status::WaitingForCustomer;
    if !is_ours {
        return None;
    }
    let course = ticket.course();
    let (start, length) = match course.unanswered_since {
        Some(since) => (since, programme.answer_within(ticket.severity)),
        None if ticket.last_public.side == Side::Us => {
            (ticket.last_public.at, programme.update_every(ticket.severity))
        }
        None => return None,
    };
    let target = Target { length: length?, ..programme.target(ticket.severity) };
    let pauses = course.waits.iter().map(|wait| (wait.from, Some(wait.to))).collect();
    reached(Running { start, target, pauses: &pauses, calendar })
}

/// Until when a signature request should leave its step (an objective of the desk's own): counted from when it came
/// there, in the time of its severity.
///
/// What the customer has to do first has no objective, but for looking whether the fix holds. A rejection is over
/// once the customer knows.
pub fn step(ticket: &Ticket, programme: &Programme, calendar: &Calendar) -> Option<DateTime<Utc>> {
    let (step, progress) = (ticket.step?, ticket.progress.as_deref()?);
    let (start, step) = match (progress.way, ticket.status, step) {
        (Way::Rejected, ..) => (progress.untold_since?, Step::Publication),
        (_, status, _) if !status.is_live() => return None,
        (_, Status::WaitingForCustomer, step) if step != Step::Informed => return None,
        _ => (progress.since, step),
    };
    let target = Target { length: programme.step_within(step)?, ..programme.target(ticket.severity) };
    reached(Running { start, target, pauses: &Pauses::NONE, calendar })
}
