//! What is owed next on a ticket, and the total order of the queue (domain.md, "The order of the queue").

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::desk::ticket::customer::Plan;
use crate::desk::ticket::dues::Dues;
use crate::desk::ticket::names::{BackendId, LocalId, TicketId};
use crate::desk::ticket::promise::Promise;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::Advice;
use crate::desk::ticket::status::Status;
use crate::desk::ticket::{Response, Ticket};

/// What we owe next on a ticket: the commitment of the contract, or an objective of our own. Never both at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owing<'a> {
    Response(&'a Dues),
    /// The next word to the customer.
    Update(DateTime<Utc>),
    Promise(&'a Promise),
    /// The next step of a signature request.
    Step(DateTime<Utc>),
    /// That the customer takes back what was advised until the fix.
    Advice(&'a Advice),
}

/// What a due is worth: only commitments are in a report of the contract. The order is that of ties in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    Commitment,
    Objective,
}

impl<'a> Owing<'a> {
    /// The response commitment while it runs, else the nearest objective.
    pub fn of(ticket: &'a Ticket) -> Option<Self> {
        if let Some(dues) = ticket.owed() {
            return Some(Self::Response(dues));
        }
        if !ticket.status.is_live() {
            return None;
        }
        let course = ticket.course.as_deref();
        let progress = ticket.progress.as_deref();
        // Of two that are due at once, the word that was given comes first.
        [
            course.and_then(|course| course.promises.first()).map(Self::Promise),
            course.and_then(|course| course.update).map(Self::Update),
            progress.and_then(|progress| progress.due).map(Self::Step),
            progress.and_then(|progress| progress.advice.first()).map(Self::Advice),
        ]
        .into_iter()
        .flatten()
        .min_by_key(|owing| owing.due())
    }

    pub fn class(self) -> Class {
        match self {
            Self::Response(_) => Class::Commitment,
            Self::Update(_) | Self::Promise(_) | Self::Step(_) | Self::Advice(_) => Class::Objective,
        }
    }

    /// When it is due (UTC); `None` if that is never.
    pub fn due(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Response(dues) => dues.target,
            Self::Update(due) | Self::Step(due) => Some(due),
            Self::Promise(promise) => Some(promise.due),
            Self::Advice(advice) => Some(advice.until),
        }
    }
}

/// How the ticket stands to what is owed on it, at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    NothingOwed,
    OnTime,
    /// Inside the first timed warning of its severity.
    AtRisk,
    /// Past due and unanswered. In the due instant itself it is not late.
    Breached,
    /// An objective of our own runs: an update, a promise, a step or an advice.
    Objective,
    /// An objective of our own has passed: no breach of the contract.
    Overdue,
}

impl Standing {
    pub fn of(ticket: &Ticket, now: DateTime<Utc>) -> Self {
        let dues = match Owing::of(ticket) {
            Some(Owing::Response(dues)) => dues,
            Some(objective) if objective.due().is_some_and(|due| now > due) => return Self::Overdue,
            Some(_) => return Self::Objective,
            None => return Self::NothingOwed,
        };
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// It came in.
    Filed,
    AtRisk,
    /// The last timed warning before the due.
    Urgent,
    Breach,
    /// An objective of our own has passed.
    Overdue,
}

/// Returns the instants that lie ahead of `after`, the nearest one only.
pub fn next_threshold(ticket: &Ticket, after: DateTime<Utc>) -> Option<(DateTime<Utc>, Threshold)> {
    let owing = Owing::of(ticket)?;
    // Late means *past* due, so the first late instant is a microsecond later.
    let late = owing.due().and_then(|due| due.checked_add_signed(TimeDelta::microseconds(1)));
    let Owing::Response(dues) = owing else {
        return late.filter(|at| *at > after).map(|at| (at, Threshold::Overdue));
    };
    [(dues.at_risk_from, Threshold::AtRisk), (dues.urgent_from, Threshold::Urgent), (late, Threshold::Breach)]
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
    class: Class,
    severity: Severity,
    filed: i64,
    id: TicketId,
}

impl Key {
    /// Returns the place of a ticket, or `None` if it has left for good (closed, void).
    pub fn of(backend: &BackendId, ticket: &Ticket) -> Option<Self> {
        let Place { rank, at, class, severity, filed, .. } = Place::of(backend, ticket)?;
        let id = TicketId { backend: backend.clone(), local: ticket.id.clone() };
        Some(Self { rank, at, class, severity, filed, id })
    }

    /// A place before every ticket of a rank whose instant is not before `at` (UTC).
    pub(in crate::desk) fn bound(rank: Rank, at: DateTime<Utc>) -> Self {
        let nowhere = TicketId { backend: BackendId::new(""), local: LocalId::new("") };
        let (class, severity) = (Class::Commitment, Severity::Critical);
        Self { rank, at: at.timestamp_micros(), class, severity, filed: i64::MIN, id: nowhere }
    }

    /// A place before every ticket of a rank.
    pub(in crate::desk) fn start_of(rank: Rank) -> Self {
        Self { at: i64::MIN, ..Self::bound(rank, DateTime::UNIX_EPOCH) }
    }

    /// A place behind every ticket.
    pub(in crate::desk) fn end() -> Self {
        let class = Class::Objective;
        Self {
            at: i64::MAX,
            class,
            severity: Severity::Low,
            filed: i64::MAX,
            ..Self::start_of(Rank::Resolved)
        }
    }

    pub(in crate::desk) fn place(&self) -> Place<'_> {
        let Self { rank, at, class, severity, filed, id } = self;
        Place {
            rank: *rank,
            at: *at,
            class: *class,
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
pub(in crate::desk) struct Place<'a> {
    rank: Rank,
    at: i64,
    class: Class,
    severity: Severity,
    filed: i64,
    backend: &'a BackendId,
    local: &'a LocalId,
}

impl<'a> Place<'a> {
    pub fn of(backend: &'a BackendId, ticket: &'a Ticket) -> Option<Self> {
        let (rank, at, class) = place(ticket)?;
        let filed = ticket.filed_at.timestamp_micros();
        Some(Self { rank, at, class, severity: ticket.severity, filed, backend, local: &ticket.id })
    }

    /// All that decides but the name, which rarely does.
    pub fn without_id(&self) -> Unnamed {
        (self.rank, self.at, self.class, self.severity.number(), self.filed)
    }
}

/// A place without the name.
pub(in crate::desk) type Unnamed = (Rank, i64, Class, u8, i64);

fn place(ticket: &Ticket) -> Option<(Rank, i64, Class)> {
    let since = ticket.status_since.timestamp_micros();
    let nothing = Class::Commitment;
    let owing = Owing::of(ticket).filter(|_| ticket.plan == Plan::Premium);
    Some(match (ticket.status, ticket.plan, owing) {
        (Status::Closed | Status::Void, ..) => return None,
        // The latest first: it is looked up to be reopened.
        (Status::Resolved, ..) => (Rank::Resolved, -since, nothing),
        (_, _, Some(owing)) => {
            (Rank::Owed, owing.due().map_or(i64::MAX, |due| due.timestamp_micros()), owing.class())
        }
        (Status::WaitingForCustomer, ..) if ticket.has_qualified_response() => {
            (Rank::Waiting, since, nothing)
        }
        _ if ticket.response == Response::NoContract => {
            (Rank::Standard, ticket.filed_at.timestamp_micros(), nothing)
        }
        (_, Plan::Standard, _) => (Rank::Standard, ticket.filed_at.timestamp_micros(), nothing),
        (_, Plan::Premium, _) => (Rank::Open, 0, nothing),
    })
}
