//! What a customer's message does to a ticket.

use chrono::{DateTime, Utc};

use crate::desk::rules::speaking::number;
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::{Channel, Message, Visibility, Who, Written};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::status::Status;

/// What the desk does with a message that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// It belongs to the ticket, and reopens it if it was waiting or resolved.
    Added(Vec<Fact>),
    /// The ticket is over: the message files a new one that is linked to it.
    FollowUp,
}

/// Answers what a customer's message at an instant (UTC) makes of a ticket.
pub fn receive(ticket: &Ticket, by: &Who, channel: Channel, body: SafeText, at: DateTime<Utc>) -> Received {
    let said = What::Said(Message {
        at,
        by: by.clone(),
        visibility: Visibility::Public,
        channel,
        response: None,
        written: Written::ByPerson,
        body,
    });
    let whats = match ticket.status {
        Status::Closed | Status::Void => return Received::FollowUp,
        Status::WaitingForCustomer | Status::Resolved => vec![said, What::Became(Status::Open)],
        Status::New | Status::Open | Status::WaitingForLab => vec![said],
    };
    Received::Added(number(whats, ticket.version, by, at))
}
