//! What a person does to a ticket, and whether the desk's rules allow it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::conversation::{Channel, Message, ResponseKind, Visibility, Who};
use super::fact::{Fact, What};
use super::names::{ActionId, ManagerId, TicketId};
use super::text::SafeText;
use super::ticket::{Status, Ticket, Version};

/// One act of one person on one ticket: the same value from the key press to the database row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub id: ActionId,
    pub ticket: TicketId,
    /// The version that its author had before the eyes.
    pub seen: Version,
    /// When it was made, by the console's clock (UTC); the backend's clock decides what counts.
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

/// Why the rules say no. On the wire the tag is the stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, utoipa::ToSchema)]
#[serde(tag = "code", content = "params", rename_all = "kebab-case")]
pub enum Refusal {
    /// Something happened since the author looked.
    #[error("the ticket moved to version {}", current.0)]
    TicketMoved { current: Version },
    #[error("the text is empty")]
    EmptyText,
    #[error("no qualified response was given")]
    NoQualifiedResponse,
    #[error("the customer has no public answer to wait on")]
    NoPublicMessage,
    #[error("a ticket that is {status:?} takes no such action")]
    WrongStatus { status: Status },
    #[error("the ticket is already with that manager")]
    AlreadyTheirs,
    #[error("it was already acknowledged")]
    AlreadyAcknowledged,
    #[error("there is no manager with that name")]
    UnknownManager { manager: ManagerId },
}

impl Change {
    /// Only these are refused when the ticket moved since the author looked (SPEC section 4, "Outbox").
    pub fn is_guarded(&self) -> bool {
        match self {
            Self::Respond { .. } | Self::Assign { .. } | Self::Resolve => true,
            Self::Acknowledge | Self::Note { .. } | Self::WaitForCustomer | Self::Reopen => false,
        }
    }

    /// Tells whether the customer reads it: what was said to a customer can't be unsaid.
    pub fn reaches_the_customer(&self) -> bool {
        match self {
            Self::Respond { .. } => true,
            Self::Acknowledge
            | Self::Assign { .. }
            | Self::Note { .. }
            | Self::WaitForCustomer
            | Self::Resolve
            | Self::Reopen => false,
        }
    }

    /// The text that a person wrote, which must never be lost.
    pub fn text(&self) -> Option<&SafeText> {
        match self {
            Self::Respond { body, .. } | Self::Note { body } => Some(body),
            _ => None,
        }
    }
}

impl Action {
    /// Answers what follows from the action at an instant (UTC), or why it may not be.
    pub fn decide(&self, ticket: &Ticket, by: &Who, at: DateTime<Utc>) -> Result<Vec<Fact>, Refusal> {
        if self.change.is_guarded() && ticket.moved_since(self.seen) {
            return Err(Refusal::TicketMoved { current: ticket.version });
        }
        Ok(number(self.change.consequences(ticket, by, at)?, ticket.version, by, at))
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
    fn consequences(&self, ticket: &Ticket, by: &Who, at: DateTime<Utc>) -> Result<Vec<What>, Refusal> {
        if matches!(ticket.status, Status::Closed | Status::Void) && !matches!(self, Self::Note { .. }) {
            return Err(Refusal::WrongStatus { status: ticket.status });
        }
        match self {
            Self::Acknowledge => acknowledge(ticket),
            Self::Assign { to } => assign(ticket, to),
            Self::Respond { kind, body, then } => respond(ticket, *kind, body, *then, by, at),
            Self::Note { body } => note(body, by, at),
            Self::WaitForCustomer => wait_for_customer(ticket),
            Self::Resolve => resolve(ticket),
            Self::Reopen => reopen(ticket),
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
fn opening(ticket: &Ticket) -> impl Iterator<Item = What> {
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
    if then == Then::Resolve && !kind.is_qualified() && !ticket.has_qualified_response() {
        return Err(Refusal::NoQualifiedResponse);
    }
    let mut facts: Vec<What> = opening(ticket).collect();
    facts.push(What::Said(message(body, Visibility::Public, Some(kind), by, at)?));
    if kind.is_qualified() && !ticket.has_qualified_response() {
        facts.push(What::Responded(Box::new(ticket.verdict_on(kind, by, at))));
    }
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
    Ok(Message { at, by: by.clone(), visibility, channel: Channel::Portal, response, body: body.clone() })
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
