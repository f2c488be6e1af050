//! The rules of calls, promises and changes of severity: what each makes of a ticket, or why it may not be.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::rules::refusal::Refusal;
use crate::desk::rules::speaking::opening;
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::fact::What;
use crate::desk::ticket::names::{ActionId, LocalId, ManagerId};
use crate::desk::ticket::phone::{CallOutcome, PhoneCall};
use crate::desk::ticket::promise::{Given, Kept, Promise};
use crate::desk::ticket::regrade::{Consent, Party, Regraded};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::Status;

/// As much as a console's clock may be ahead of ours before what it tells is called wrong.
const SKEW: TimeDelta = TimeDelta::minutes(1);

type Whats = Result<Vec<What>, Refusal>;

/// Logs a call with what was promised in it: the promise was given when the call was.
pub(super) fn call(
    id: ActionId,
    call: &PhoneCall,
    given: Option<&Given>,
    by: &Who,
    at: DateTime<Utc>,
) -> Whats {
    if call.occurred_at > at + SKEW {
        return Err(Refusal::NotYetHappened);
    }
    let lasted = TimeDelta::seconds(call.lasted_seconds.unwrap_or(0).into());
    if at - call.occurred_at + SKEW < lasted {
        return Err(Refusal::CallNotOver);
    }
    if given.is_some() && call.outcome == CallOutcome::NoAnswer {
        return Err(Refusal::NobodyWasReached);
    }
    let call = PhoneCall { occurred_at: call.occurred_at.min(at), ..call.clone() };
    let made_at = call.occurred_at;
    let mut facts = vec![What::Called(Box::new(call))];
    if let Some(given) = given {
        facts.push(promise(id, given, by, made_at, at)?);
    }
    Ok(facts)
}

pub(super) fn promise(
    id: ActionId,
    given: &Given,
    by: &Who,
    made_at: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<What, Refusal> {
    if given.what.is_blank() {
        return Err(Refusal::EmptyText);
    }
    if given.due <= at {
        return Err(Refusal::PromiseInThePast);
    }
    let by = match by {
        Who::Manager(manager) | Who::Specialist(manager) => Some(manager.clone()),
        Who::Contact(_) | Who::Stranger(_) | Who::Desk => None,
    };
    Ok(What::Promised(Box::new(Promise { id, what: given.what.clone(), due: given.due, by, made_at })))
}

fn open_promise(ticket: &Ticket, id: ActionId) -> Result<&Promise, Refusal> {
    ticket.course().promises.iter().find(|promise| promise.id == id).ok_or(Refusal::NoSuchPromise)
}

/// In its due second a promise is still kept in time, like a commitment.
pub(super) fn keep_promise(ticket: &Ticket, id: ActionId, at: DateTime<Utc>) -> Whats {
    let how = if at > open_promise(ticket, id)?.due { Kept::Late } else { Kept::InTime };
    Ok(vec![What::PromiseEnded { id, how, reason: None }])
}

pub(super) fn move_promise(
    ticket: &Ticket,
    id: ActionId,
    due: DateTime<Utc>,
    reason: &SafeText,
    at: DateTime<Utc>,
) -> Whats {
    open_promise(ticket, id)?;
    if due <= at {
        return Err(Refusal::PromiseInThePast);
    }
    Ok(vec![What::PromiseMoved { id, due, reason: given(reason)? }])
}

pub(super) fn break_promise(ticket: &Ticket, id: ActionId, reason: &SafeText) -> Whats {
    open_promise(ticket, id)?;
    Ok(vec![What::PromiseEnded { id, how: Kept::Broken, reason: Some(given(reason)?) }])
}

pub(super) fn change_severity(
    ticket: &Ticket,
    to: Severity,
    reason: &SafeText,
    asked_by: Party,
    consent: Consent,
) -> Whats {
    if ticket.status == Status::Resolved {
        return Err(Refusal::WrongStatus { status: ticket.status });
    }
    if ticket.severity == to {
        return Err(Refusal::SameSeverity);
    }
    // The other one is we, and we record it.
    if asked_by == Party::Customer && consent == Consent::NotInformed {
        return Err(Refusal::AskedAndNotInformed);
    }
    let regraded = Regraded { from: ticket.severity, to, reason: given(reason)?, asked_by, consent };
    Ok(vec![What::Regraded(Box::new(regraded))])
}

/// A reason is part of the record: none is no reason.
fn given(reason: &SafeText) -> Result<SafeText, Refusal> {
    if reason.is_blank() { Err(Refusal::EmptyText) } else { Ok(reason.clone()) }
}

/// Void and merge need no response: nobody is owed one.
pub(super) fn void(reason: &SafeText) -> Whats {
    Ok(vec![What::Voided { reason: given(reason)? }, What::Became(Status::Void)])
}

pub(super) fn merge(ticket: &Ticket, into: &LocalId) -> Whats {
    if !ticket.status.is_live() {
        return Err(Refusal::WrongStatus { status: ticket.status });
    }
    if ticket.id == *into {
        return Err(Refusal::NotMergeable);
    }
    Ok(vec![What::MergedInto { ticket: into.clone() }, What::Became(Status::Closed)])
}

/// One at a time: a second one would only say the same louder.
pub(super) fn escalate(ticket: &Ticket, level: Level, reason: &SafeText, wish: &SafeText) -> Whats {
    if ticket.course().escalation.is_some() {
        return Err(Refusal::AlreadyEscalated);
    }
    Ok(vec![What::Escalated { level, reason: given(reason)?, wish: given(wish)? }])
}

pub(super) fn end_escalation(ticket: &Ticket, outcome: &SafeText) -> Whats {
    if ticket.course().escalation.is_none() {
        return Err(Refusal::NotEscalated);
    }
    Ok(vec![What::EscalationEnded { outcome: given(outcome)? }])
}

pub(super) fn hand_over(ticket: &Ticket, to: &ManagerId, note: Option<&SafeText>, by: &Who) -> Whats {
    if ticket.owner.as_ref() == Some(to) || *by == Who::Manager(to.clone()) {
        return Err(Refusal::AlreadyTheirs);
    }
    let handed = What::HandedOver { to: to.clone(), note: note.filter(|note| !note.is_blank()).cloned() };
    Ok(opening(ticket).chain([handed]).collect())
}
