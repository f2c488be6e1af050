//! What several rules make of a ticket alike: it is opened, something is said, facts get their numbers.

use chrono::{DateTime, Utc};

use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::{Channel, Message, ResponseKind, Visibility, Who, Written};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::status::{Status, Version};

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

/// The first one who takes or answers a new ticket opens it.
pub(super) fn opening(ticket: &Ticket) -> impl Iterator<Item = What> {
    (ticket.status == Status::New).then_some(What::Became(Status::Open)).into_iter()
}

/// Only who was given it accepts it; answering the customer accepts it too.
pub(super) fn accept(ticket: &Ticket, by: &Who) -> Result<Vec<What>, Refusal> {
    let is_owner = ticket.owner.as_ref().is_some_and(|owner| *by == Who::Manager(owner.clone()));
    if ticket.course().handed_over.is_none() || !is_owner {
        return Err(Refusal::NotHandedOver);
    }
    Ok(vec![What::Accepted])
}

/// What a public message of the desk makes of a ticket, whatever it is about.
pub(super) fn respond_with(
    ticket: &Ticket,
    kind: ResponseKind,
    body: &SafeText,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let mut facts = accept(ticket, by).unwrap_or_default();
    facts.push(What::Said(message(body, Visibility::Public, Some(kind), by, at)?));
    if kind.is_qualified() && !ticket.has_qualified_response() {
        facts.push(What::Responded(Box::new(ticket.verdict_on(kind, by, at))));
    }
    Ok(facts)
}

pub(super) fn message(
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
