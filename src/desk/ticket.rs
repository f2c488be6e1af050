//! A ticket as the queue needs it: its life and its clock facts, without the conversation.
//!
//! A `Ticket` is the projection of its append-only facts: [`Ticket::filed`] makes it of the first one,
//! [`Ticket::with`] takes each further one. The server stores it beside the facts, the console uses the
//! same two functions for rows whose actions are still on their way.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::conversation::{Channel, ResponseKind, Visibility, Who};
use super::customer::Plan;
use super::dues::Dues;
use super::fact::{Fact, Filed, What};
use super::names::{CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use super::severity::Severity;
use super::signature::Step;
use super::text::SafeLine;
use super::verdict::Verdict;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    #[default]
    Incident,
    ServiceRequest,
    SignatureRequest,
}

/// Where a ticket is in its life (SPEC section 2, "Life").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    New,
    Open,
    WaitingForCustomer,
    WaitingForLab,
    Resolved,
    Closed,
    Void,
}

impl Status {
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::WaitingForCustomer | Self::WaitingForLab)
    }

    /// Tells whether the ticket is still in a queue.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Void)
    }
}

/// How many facts a ticket has: the version that an author saw guards what is sent.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Version(pub u32);

impl Version {
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The first response: not promised, still owed, or given and judged for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Response {
    /// Standard plan: no guaranteed time.
    NotGuaranteed,
    Owed(Dues),
    Given(Box<Verdict>),
}

/// Whose move it is, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ball {
    pub side: Side,
    pub since: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Us,
    Customer,
    Lab,
}

/// The last message that the customer could read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LastPublic {
    pub side: Side,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Acknowledged {
    pub by: Who,
    pub at: DateTime<Utc>,
}

/// All instants are UTC, to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Ticket {
    pub id: LocalId,
    pub kind: Kind,
    pub subject: SafeLine,
    pub customer: CustomerId,
    /// The named contact who filed it; `None` if the sender is not one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    pub plan: Plan,
    /// The calendar in which its business hours are counted.
    pub calendar: CalendarName,
    pub channel: Channel,
    pub severity: Severity,
    pub status: Status,
    pub status_since: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<ManagerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Box<Acknowledged>>,
    pub filed_at: DateTime<Utc>,
    pub response: Response,
    pub last_public: LastPublic,
    /// Only for a signature request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    pub version: Version,
    /// The last fact that changes what an author must know before answering: everything but being seen.
    pub moved: Version,
}

impl Ticket {
    /// Makes the ticket of its first fact; `response` is what [`super::dues::first_response`] answers.
    pub fn filed(id: LocalId, filed: &Filed, at: DateTime<Utc>, response: Response) -> Self {
        Self {
            id,
            kind: filed.kind,
            subject: filed.subject.clone(),
            customer: filed.customer.clone(),
            contact: filed.contact.clone(),
            plan: filed.plan,
            calendar: filed.calendar.clone(),
            channel: filed.channel,
            severity: filed.severity,
            status: Status::New,
            status_since: at,
            owner: None,
            acknowledged: None,
            filed_at: at,
            response,
            last_public: LastPublic { side: Side::Customer, at },
            step: filed.signature.as_ref().map(|signature| signature.step),
            version: Version(1),
            moved: Version(1),
        }
    }

    /// Returns the ticket as it is after one more fact.
    #[must_use]
    pub fn with(mut self, fact: &Fact) -> Self {
        match &fact.what {
            // The first fact makes the ticket; met again in a rebuild, it changes nothing.
            What::Filed(_) => return self,
            What::Said(message) => {
                if message.visibility == Visibility::Public {
                    let side = if message.by.is_of_the_desk() { Side::Us } else { Side::Customer };
                    self.last_public = LastPublic { side, at: fact.at };
                }
            }
            What::Acknowledged => {
                self.acknowledged
                    .get_or_insert_with(|| Box::new(Acknowledged { by: fact.by.clone(), at: fact.at }));
            }
            What::Assigned { to } => self.owner = Some(to.clone()),
            What::Responded(verdict) => self.response = Response::Given(verdict.clone()),
            What::Became(status) => {
                self.status = *status;
                self.status_since = fact.at;
            }
        }
        self.version = fact.number;
        if fact.what.moves() {
            self.moved = fact.number;
        }
        self
    }

    /// Whose move it is (SPEC section 2, "Ball").
    pub fn ball(&self) -> Ball {
        match self.status {
            Status::WaitingForCustomer => Ball { side: Side::Customer, since: self.status_since },
            Status::WaitingForLab => Ball { side: Side::Lab, since: self.status_since },
            _ if self.last_public.side == Side::Us => {
                Ball { side: Side::Customer, since: self.last_public.at }
            }
            _ => Ball { side: Side::Us, since: self.last_public.at },
        }
    }

    /// The dues of a first response that is still owed.
    pub fn owed(&self) -> Option<&Dues> {
        match &self.response {
            Response::Owed(dues) if self.status.is_live() => Some(dues),
            _ => None,
        }
    }

    /// The instant that drives countdown and alarms; `None` if nothing is owed or it is never due.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.owed().and_then(|dues| dues.target)
    }

    pub fn has_qualified_response(&self) -> bool {
        matches!(self.response, Response::Given(_))
    }

    /// Tells whether something happened that an author who saw `seen` must know.
    pub fn moved_since(&self, seen: Version) -> bool {
        self.moved > seen
    }

    /// Judges a qualified response that came at an instant (UTC).
    pub fn verdict_on(&self, kind: ResponseKind, by: &Who, at: DateTime<Utc>) -> Verdict {
        match &self.response {
            Response::Owed(dues) => Verdict::of(dues, kind, by.clone(), at, &self.calendar),
            Response::NotGuaranteed | Response::Given(_) => Verdict::unmeasured(kind, by.clone(), at),
        }
    }
}
