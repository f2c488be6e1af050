//! Whether the desk's rules allow what a person does, and what follows from it.

use chrono::{DateTime, Utc};

use crate::desk::rules::affairs;
use crate::desk::rules::breach;
use crate::desk::rules::entitlement;
use crate::desk::rules::pipeline;
use crate::desk::rules::refusal::Refusal;
use crate::desk::rules::speaking::{accept, message, number, opening, respond_with};
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::{Action, Change, Then};
use crate::desk::ticket::conversation::{ResponseKind, Visibility, Who};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::{ActionId, ManagerId};
use crate::desk::ticket::status::{Side, Status};

impl Action {
    /// Answers what follows from the action at an instant (UTC), or why it may not be.
    pub fn decide(&self, ticket: &Ticket, by: &Who, at: DateTime<Utc>) -> Result<Vec<Fact>, Refusal> {
        if self.change.is_guarded() && ticket.moved_since(self.seen) {
            return Err(Refusal::TicketMoved { current: ticket.version });
        }
        Ok(number(self.change.consequences(self.id, ticket, by, at)?, ticket.version, by, at))
    }
}

impl Change {
    fn consequences(
        &self,
        id: ActionId,
        ticket: &Ticket,
        by: &Who,
        at: DateTime<Utc>,
    ) -> Result<Vec<What>, Refusal> {
        if matches!(ticket.status, Status::Closed | Status::Void) && !matches!(self, Self::Note { .. }) {
            return Err(Refusal::WrongStatus { status: ticket.status });
        }
        if let Who::Specialist(_) = by {
            pipeline::for_specialists(self, ticket)?;
        }
        match self {
            Self::Acknowledge => acknowledge(ticket),
            Self::Assign { to } => assign(ticket, to),
            Self::Respond { kind, body, then } => respond(ticket, *kind, body, *then, by, at),
            Self::Note { body } => note(body, by, at),
            Self::WaitForCustomer => wait_for_customer(ticket),
            Self::Resolve => resolve(ticket),
            Self::Reopen => reopen(ticket),
            Self::Void { reason } => affairs::void(reason),
            Self::Merge { into } => affairs::merge(ticket, into),
            Self::Escalate { level, reason, wish } => affairs::escalate(ticket, *level, reason, wish),
            Self::EndEscalation { outcome } => affairs::end_escalation(ticket, outcome),
            Self::HandOver { to, note } => affairs::hand_over(ticket, to, note.as_ref(), by),
            Self::Accept => accept(ticket, by),
            Self::LinkSender { contact } => entitlement::link_sender(ticket, contact),
            Self::NameContact { contact, .. } => entitlement::name_contact(ticket, contact),
            Self::CorrectContract { contract } => entitlement::correct_contract(contract),
            Self::ExplainBreach { cause, reason } => breach::explain(ticket, *cause, reason, at),
            Self::File { .. } => Err(Refusal::FilesATicket),
            Self::Call { call, promise } => affairs::call(id, call, promise.as_deref(), by, at),
            Self::ChangeSeverity { to, reason, asked_by, consent } => {
                affairs::change_severity(ticket, *to, reason, *asked_by, *consent)
            }
            Self::Promise { promise } => affairs::promise(id, promise, by, at, at).map(|what| vec![what]),
            Self::KeepPromise { promise } => affairs::keep_promise(ticket, *promise, at),
            Self::MovePromise { promise, due, reason } => {
                affairs::move_promise(ticket, *promise, *due, reason, at)
            }
            Self::BreakPromise { promise, reason } => affairs::break_promise(ticket, *promise, reason),
            Self::Advance { act, notice } => pipeline::advance(ticket, act, notice, by, at),
            Self::Advise { advice, notice } => pipeline::advise(ticket, advice, notice, by, at),
            Self::LiftAdvice { kind, notice } => pipeline::lift_advice(ticket, *kind, notice, by, at),
        }
    }
}

fn acknowledge(ticket: &Ticket) -> Result<Vec<What>, Refusal> {
    if ticket.acknowledged.is_some() {
        return Err(Refusal::AlreadyAcknowledged);
    }
    Ok(vec![What::Acknowledged])
}

fn assign(ticket: &Ticket, to: &ManagerId) -> Result<Vec<What>, Refusal> {
    if ticket.owner.as_ref() == Some(to) {
        return Err(Refusal::AlreadyTheirs);
    }
    Ok(opening(ticket).chain([What::Assigned { to: to.clone() }]).collect())
}

fn respond(
    ticket: &Ticket,
    kind: ResponseKind,
    body: &SafeText,
    then: Then,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    if then == Then::Resolve && kind == ResponseKind::InformationRequest {
        return Err(Refusal::AsksAndResolves);
    }
    if then == Then::Resolve && !kind.is_qualified() && !ticket.has_qualified_response() {
        return Err(Refusal::NoQualifiedResponse);
    }
    if then == Then::Resolve && ticket.progress.as_ref().is_some_and(|it| !it.advice.is_empty()) {
        return Err(Refusal::AdviceOpen);
    }
    let mut facts: Vec<What> = opening(ticket).collect();
    facts.extend(respond_with(ticket, kind, body, by, at)?);
    let became = match then {
        Then::Stay => None,
        Then::WaitForCustomer => Some(Status::WaitingForCustomer),
        Then::Resolve => Some(Status::Resolved),
    };
    facts.extend(became.filter(|status| *status != ticket.status).map(What::Became));
    Ok(facts)
}

fn note(body: &SafeText, by: &Who, at: DateTime<Utc>) -> Result<Vec<What>, Refusal> {
    Ok(vec![What::Said(message(body, Visibility::Internal, None, by, at)?)])
}

/// Waiting without an answer of ours would hide a breach (domain: "silent breach").
fn wait_for_customer(ticket: &Ticket) -> Result<Vec<What>, Refusal> {
    match ticket.status {
        Status::New | Status::Open | Status::WaitingForLab if ticket.last_public.side == Side::Us => {
            Ok(vec![What::Became(Status::WaitingForCustomer)])
        }
        Status::New | Status::Open | Status::WaitingForLab => Err(Refusal::NoPublicMessage),
        status => Err(Refusal::WrongStatus { status }),
    }
}

fn resolve(ticket: &Ticket) -> Result<Vec<What>, Refusal> {
    match ticket.status {
        Status::Resolved => Err(Refusal::WrongStatus { status: ticket.status }),
        // An exclusion that nobody takes back is a hole for ever.
        _ if ticket.progress.as_ref().is_some_and(|progress| !progress.advice.is_empty()) => {
            Err(Refusal::AdviceOpen)
        }
        _ if ticket.has_qualified_response() => Ok(vec![What::Became(Status::Resolved)]),
        _ => Err(Refusal::NoQualifiedResponse),
    }
}

fn reopen(ticket: &Ticket) -> Result<Vec<What>, Refusal> {
    match ticket.status {
        Status::Resolved | Status::WaitingForCustomer | Status::WaitingForLab => {
            Ok(vec![What::Became(Status::Open)])
        }
        status => Err(Refusal::WrongStatus { status }),
    }
}
