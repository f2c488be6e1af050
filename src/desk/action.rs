//! What a person does to a ticket, and whether the desk's rules allow it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::affairs;
use super::breach::{self, Cause};
use super::conversation::{Channel, Message, ResponseKind, Visibility, Who, Written};
use super::customer::{Contact, Contract};
use super::entitlement;
use super::escalation::Level;
use super::fact::{Fact, What};
use super::intake::Request;
use super::names::{ActionId, ContactId, LocalId, ManagerId, TicketId};
use super::phone::PhoneCall;
use super::promise::Given;
use super::regrade::{Consent, Party};
use super::severity::Severity;
use super::signature::{self, Act, AdviceKind, Advised, Notice};
use super::text::SafeText;
use super::ticket::{Status, Ticket, Version};

pub use super::refusal::Refusal;

/// One act of one person on one ticket: the same value from the key press to the database row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub id: ActionId,
    pub ticket: TicketId,
    /// The version that its author had before the eyes.
    pub seen: Version,
    /// When it was made, by the console's clock (UTC); the backend's clock decides what counts.
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub made_at: DateTime<Utc>,
    pub change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    Acknowledge,
    Assign {
        to: ManagerId,
    },
    Respond {
        kind: ResponseKind,
        body: SafeText,
        #[serde(default)]
        then: Then,
    },
    Note {
        body: SafeText,
    },
    WaitForCustomer,
    Resolve,
    Reopen,
    /// Files a ticket: the only one that is about no ticket yet. A backend takes it where tickets are filed.
    File {
        request: Box<Request>,
    },
    /// Logs a call, with what was promised in it.
    Call {
        call: Box<PhoneCall>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<Box<Given>>,
    },
    /// A test, a duplicate, spam: not counted in the figures, whatever was owed on it.
    Void {
        reason: SafeText,
    },
    /// Ends this ticket: it goes on in another one of the same customer.
    Merge {
        into: LocalId,
    },
    Escalate {
        level: Level,
        reason: SafeText,
        wish: SafeText,
    },
    EndEscalation {
        outcome: SafeText,
    },
    /// Gives the ticket to a colleague, who has to accept it.
    HandOver {
        to: ManagerId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<SafeText>,
    },
    /// Accepts what was handed over.
    Accept,
    /// Says which of the named contacts the unknown sender is.
    LinkSender {
        contact: ContactId,
    },
    /// Names the unknown sender as a contact of the customer, in the place of another one if the customer has
    /// named as many as the programme allows.
    NameContact {
        contact: Box<Contact>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<ContactId>,
    },
    /// Puts the customer's contract right; the dues of all its open tickets follow.
    CorrectContract {
        contract: Box<Contract>,
    },
    /// Says why a first response was late; it stays late.
    ExplainBreach {
        cause: Cause,
        reason: SafeText,
    },
    ChangeSeverity {
        to: Severity,
        reason: SafeText,
        asked_by: Party,
        consent: Consent,
    },
    Promise {
        promise: Box<Given>,
    },
    KeepPromise {
        promise: ActionId,
    },
    /// Gives another time to a promise; the old one was broken if it has passed.
    MovePromise {
        promise: ActionId,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        due: DateTime<Utc>,
        reason: SafeText,
    },
    /// Gives a promise up.
    BreakPromise {
        promise: ActionId,
        reason: SafeText,
    },
    /// Takes a signature request a step further, or back, with what the customer is told of it.
    Advance {
        act: Act,
        notice: Notice,
    },
    /// Advises what the customer does until the fix is there.
    Advise {
        advice: Box<Advised>,
        notice: Notice,
    },
    /// The customer has taken back what was advised.
    LiftAdvice {
        kind: AdviceKind,
        notice: Notice,
    },
}

/// What becomes of the ticket after a response, in the same step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    #[default]
    Stay,
    WaitForCustomer,
    Resolve,
}

impl Change {
    /// Only these are refused when the ticket moved since the author looked (domain.md, "Sending").
    pub fn is_guarded(&self) -> bool {
        match self {
            Self::Respond { .. }
            | Self::Assign { .. }
            | Self::Resolve
            | Self::Void { .. }
            | Self::Merge { .. }
            | Self::HandOver { .. }
            | Self::ChangeSeverity { .. } => true,
            // What is said to the customer must not cross with what the customer says.
            Self::Advance { notice, .. } | Self::Advise { notice, .. } | Self::LiftAdvice { notice, .. } => {
                notice.body().is_some()
            }
            Self::Acknowledge
            | Self::Note { .. }
            | Self::WaitForCustomer
            | Self::Reopen
            | Self::File { .. }
            | Self::Escalate { .. }
            | Self::EndEscalation { .. }
            | Self::Accept
            | Self::LinkSender { .. }
            | Self::NameContact { .. }
            | Self::CorrectContract { .. }
            | Self::ExplainBreach { .. }
            | Self::Call { .. }
            | Self::Promise { .. }
            | Self::KeepPromise { .. }
            | Self::MovePromise { .. }
            | Self::BreakPromise { .. } => false,
        }
    }

    /// Tells whether it asks for a state and says nothing: asked for twice, it is the same state.
    pub fn is_a_state(&self) -> bool {
        matches!(self, Self::Assign { .. } | Self::WaitForCustomer | Self::Resolve | Self::Reopen)
    }

    /// Tells whether the customer reads it: what was said to a customer can't be unsaid.
    pub fn reaches_the_customer(&self) -> bool {
        match self {
            Self::Respond { .. } => true,
            Self::Advance { notice, .. } | Self::Advise { notice, .. } | Self::LiftAdvice { notice, .. } => {
                notice.body().is_some()
            }
            _ => false,
        }
    }
}

impl Action {
    /// Answers what follows from the action at an instant (UTC), or why it may not be.
    pub fn decide(&self, ticket: &Ticket, by: &Who, at: DateTime<Utc>) -> Result<Vec<Fact>, Refusal> {
        if self.change.is_guarded() && ticket.moved_since(self.seen) {
            return Err(Refusal::TicketMoved { current: ticket.version });
        }
        Ok(number(self.change.consequences(self.id, ticket, by, at)?, ticket.version, by, at))
    }
}

/// Gives facts their numbers, in order, after the last one that the ticket has.
pub(super) fn number(whats: Vec<What>, after: Version, by: &Who, at: DateTime<Utc>) -> Vec<Fact> {
    let mut last = after;
    whats
        .into_iter()
        .map(|what| {
            last = last.next();
            Fact { number: last, at, by: by.clone(), what }
        })
        .collect()
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
            signature::for_specialists(self, ticket)?;
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
            Self::Accept => affairs::accept(ticket, by),
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
            Self::Advance { act, notice } => signature::advance(ticket, act, notice, by, at),
            Self::Advise { advice, notice } => signature::advise(ticket, advice, notice, by, at),
            Self::LiftAdvice { kind, notice } => signature::lift_advice(ticket, *kind, notice, by, at),
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

/// The first one who takes or answers a new ticket opens it.
pub(super) fn opening(ticket: &Ticket) -> impl Iterator<Item = What> {
    (ticket.status == Status::New).then_some(What::Became(Status::Open)).into_iter()
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

/// What a public message of the desk makes of a ticket, whatever it is about.
pub(super) fn respond_with(
    ticket: &Ticket,
    kind: ResponseKind,
    body: &SafeText,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let mut facts = affairs::accept(ticket, by).unwrap_or_default();
    facts.push(What::Said(message(body, Visibility::Public, Some(kind), by, at)?));
    if kind.is_qualified() && !ticket.has_qualified_response() {
        facts.push(What::Responded(Box::new(ticket.verdict_on(kind, by, at))));
    }
    Ok(facts)
}

fn note(body: &SafeText, by: &Who, at: DateTime<Utc>) -> Result<Vec<What>, Refusal> {
    Ok(vec![What::Said(message(body, Visibility::Internal, None, by, at)?)])
}

fn message(
    body: &SafeText,
    visibility: Visibility,
    response: Option<ResponseKind>,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Message, Refusal> {
    if body.is_blank() {
        return Err(Refusal::EmptyText);
    }
    Ok(Message {
        at,
        by: by.clone(),
        visibility,
        channel: Channel::Portal,
        response,
        written: Written::ByPerson,
        body: body.clone(),
    })
}

/// Waiting without an answer of ours would hide a breach (domain: "silent breach").
fn wait_for_customer(ticket: &Ticket) -> Result<Vec<What>, Refusal> {
    match ticket.status {
        Status::New | Status::Open | Status::WaitingForLab
            if ticket.last_public.side == super::ticket::Side::Us =>
        {
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
