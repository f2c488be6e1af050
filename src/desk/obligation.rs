//! What is owed next on a ticket, and the total order of the queue (SPEC section 2, "Order of the queue").

use chrono::{DateTime, TimeDelta, Utc};

use super::customer::Plan;
use super::names::{BackendId, LocalId, TicketId};
use super::severity::Severity;
use super::ticket::{Status, Ticket};

/// How the ticket stands to what is owed on it, at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    NothingOwed,
    OnTime,
    /// Inside the first timed warning of its severity.
    AtRisk,
    /// Past due and unanswered. In the due instant itself it is not late.
    Breached,
}

impl Standing {
    pub fn of(ticket: &Ticket, now: DateTime<Utc>) -> Self {
        let Some(dues) = ticket.owed() else { return Self::NothingOwed };
        if dues.target.is_some_and(|due| now > due) {
            Self::Breached
        } else if dues.at_risk_from.is_some_and(|from| now >= from) {
            Self::AtRisk
        } else {
            Self::OnTime
        }
    }
}

/// The instants of a ticket that a lookout tells of, each once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Threshold {
    AtRisk,
    /// The last timed warning before the due.
    Urgent,
    Breach,
}

/// Returns the instants that lie ahead of `after`, the nearest one only.
pub fn next_threshold(ticket: &Ticket, after: DateTime<Utc>) -> Option<(DateTime<Utc>, Threshold)> {
    let dues = ticket.owed()?;
    // Breached means *past* due, so the first late instant is a microsecond later.
    let breach = dues.target.and_then(|due| due.checked_add_signed(TimeDelta::microseconds(1)));
    [
        (dues.at_risk_from, Threshold::AtRisk),
        (dues.urgent_from, Threshold::Urgent),
        (breach, Threshold::Breach),
    ]
    .into_iter()
    .filter_map(|(at, threshold)| Some((at?, threshold)))
    .filter(|(at, _)| *at > after)
    .min()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rank {
    /// Premium, and we owe something.
    Owed,
    /// Premium, nothing owed, not waiting for the customer.
    Open,
    Standard,
    /// Waiting for the customer with the response given.
    Waiting,
    /// Out of the queue, but shown behind it on demand.
    Resolved,
}

/// A ticket's place in the queue. It holds no `now`: the passing of time re-sorts nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    rank: Rank,
    /// Microseconds since 1970: the due, the filing or the start of the wait, as the rank has it.
    at: i64,
    severity: Severity,
    filed: i64,
    id: TicketId,
}

impl Key {
    /// Returns the place of a ticket, or `None` if it has left for good (closed, void).
    pub fn of(backend: &BackendId, ticket: &Ticket) -> Option<Self> {
        let Place { rank, at, severity, filed, .. } = Place::of(backend, ticket)?;
        let id = TicketId { backend: backend.clone(), local: ticket.id.clone() };
        Some(Self { rank, at, severity, filed, id })
    }

    /// A place before every ticket of a rank whose instant is not before `at` (UTC).
    pub(super) fn bound(rank: Rank, at: DateTime<Utc>) -> Self {
        let nowhere = TicketId { backend: BackendId::new(""), local: LocalId::new("") };
        Self { rank, at: at.timestamp_micros(), severity: Severity::Critical, filed: i64::MIN, id: nowhere }
    }

    /// A place before every ticket of a rank.
    pub(super) fn start_of(rank: Rank) -> Self {
        Self { at: i64::MIN, ..Self::bound(rank, DateTime::UNIX_EPOCH) }
    }

    /// A place behind every ticket.
    pub(super) fn end() -> Self {
        Self { at: i64::MAX, severity: Severity::Low, filed: i64::MAX, ..Self::start_of(Rank::Resolved) }
    }

    pub(super) fn place(&self) -> Place<'_> {
        let Self { rank, at, severity, filed, id } = self;
        Place {
            rank: *rank,
            at: *at,
            severity: *severity,
            filed: *filed,
            backend: &id.backend,
            local: &id.local,
        }
    }

    pub fn into_id(self) -> TicketId {
        self.id
    }

    pub fn id(&self) -> &TicketId {
        &self.id
    }

    pub fn rank(&self) -> Rank {
        self.rank
    }
}

/// A [`Key`] that is looked at in place: comparing two tickets makes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place<'a> {
    rank: Rank,
    at: i64,
    severity: Severity,
    filed: i64,
    backend: &'a BackendId,
    local: &'a LocalId,
}

impl<'a> Place<'a> {
    pub fn of(backend: &'a BackendId, ticket: &'a Ticket) -> Option<Self> {
        let (rank, at) = place(ticket)?;
        let filed = ticket.filed_at.timestamp_micros();
        Some(Self { rank, at, severity: ticket.severity, filed, backend, local: &ticket.id })
    }

    /// All that decides but the name, which rarely does.
    pub fn without_id(&self) -> (Rank, i64, u8, i64) {
        (self.rank, self.at, self.severity.number(), self.filed)
    }
}

fn place(ticket: &Ticket) -> Option<(Rank, i64)> {
    let since = ticket.status_since.timestamp_micros();
    match (ticket.status, ticket.plan) {
        (Status::Closed | Status::Void, _) => None,
        // The latest first: it is looked up to be reopened.
        (Status::Resolved, _) => Some((Rank::Resolved, -since)),
        _ if ticket.owed().is_some() => {
            Some((Rank::Owed, ticket.due().map_or(i64::MAX, |due| due.timestamp_micros())))
        }
        (Status::WaitingForCustomer, _) if ticket.has_qualified_response() => Some((Rank::Waiting, since)),
        (_, Plan::Standard) => Some((Rank::Standard, ticket.filed_at.timestamp_micros())),
        (_, Plan::Premium) => Some((Rank::Open, 0)),
    }
}
