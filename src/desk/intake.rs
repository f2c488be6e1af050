//! What a customer's message does to a ticket.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::number;
use super::conversation::{Channel, Message, Visibility, Who, Written};
use super::fact::{Fact, What};
use super::names::{ContactId, CustomerId, LocalId};
use super::severity::Severity;
use super::text::{SafeLine, SafeText};
use super::ticket::{Kind, Status, Ticket};

/// A request as somebody of the desk files it for a customer on the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub customer: CustomerId,
    /// A named contact; or a name in `from`, which is surfaced as a stranger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SafeLine>,
    pub kind: Kind,
    pub severity: Severity,
    pub channel: Channel,
    pub subject: SafeLine,
    pub body: SafeText,
    /// The ticket that this one goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<LocalId>,
}

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
