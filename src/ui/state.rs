//! How a ticket stands, as a row and a head show it: one sign, one word, one style.

use crate::desk::queue::reading::{Left, Reading};
use crate::desk::rules::obligation::Standing;
use crate::desk::ticket::customer::Plan;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::Status;
use crate::desk::ticket::{Response, Ticket};

use super::theme::Meaning;

/// What a row says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Breached,
    AtRisk,
    OnTime,
    /// Owed, and the business clock stands still.
    Resting,
    /// Owed, but never due in its calendar.
    Never,
    /// An objective of our own: never to be taken for the contract's time.
    Objective,
    Overdue,
    Answered,
    WaitingForCustomer,
    WaitingForLab,
    Standard,
    /// No contract held: no clock.
    NoContract,
    Resolved,
}

impl Shown {
    pub fn of(ticket: &Ticket, reading: &Reading) -> Self {
        match (reading.standing, reading.left) {
            (Standing::Breached, _) => Self::Breached,
            (Standing::AtRisk, _) => Self::AtRisk,
            (Standing::OnTime, Left::Never) => Self::Never,
            (Standing::OnTime, Left::Business { running: false, .. }) => Self::Resting,
            (Standing::OnTime, _) => Self::OnTime,
            (Standing::Objective, _) => Self::Objective,
            (Standing::Overdue, _) => Self::Overdue,
            (Standing::NothingOwed, _) => Self::of_nothing_owed(ticket),
        }
    }

    fn of_nothing_owed(ticket: &Ticket) -> Self {
        match (ticket.status, ticket.plan) {
            (Status::Resolved | Status::Closed | Status::Void, _) => Self::Resolved,
            (Status::WaitingForCustomer, _) => Self::WaitingForCustomer,
            (Status::WaitingForLab, _) => Self::WaitingForLab,
            _ if ticket.response == Response::NoContract => Self::NoContract,
            (_, Plan::Standard) if !ticket.has_qualified_response() => Self::Standard,
            _ => Self::Answered,
        }
    }

    pub fn sign(self) -> &'static str {
        match self {
            Self::Breached => "✗",
            Self::AtRisk => "▲",
            Self::Resting => "◷",
            Self::Answered | Self::Resolved => "✓",
            Self::WaitingForCustomer | Self::WaitingForLab => "~",
            Self::OnTime | Self::Never => " ",
            Self::Objective => "◇",
            Self::Overdue => "◆",
            Self::Standard => "·",
            Self::NoContract => "∅",
        }
    }

    /// The word that stands for a countdown where there is none.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Answered => Some("left-answered"),
            Self::WaitingForCustomer => Some("left-waiting"),
            Self::WaitingForLab => Some("left-lab"),
            Self::Standard => Some("left-standard"),
            Self::NoContract => Some("left-no-contract"),
            Self::Resolved => Some("left-resolved"),
            Self::Never => Some("left-never"),
            Self::Breached
            | Self::AtRisk
            | Self::OnTime
            | Self::Resting
            | Self::Objective
            | Self::Overdue => None,
        }
    }

    pub fn meaning(self) -> Meaning {
        match self {
            Self::Breached => Meaning::Breached,
            Self::AtRisk => Meaning::AtRisk,
            Self::OnTime | Self::Never => Meaning::DueSoon,
            Self::Resting => Meaning::Resting,
            Self::Answered | Self::Objective => Meaning::Answered,
            Self::Overdue => Meaning::Call,
            Self::NoContract => Meaning::Warning,
            Self::WaitingForCustomer | Self::WaitingForLab | Self::Standard | Self::Resolved => {
                Meaning::Waiting
            }
        }
    }

    /// Rows on which nothing is ours to do now stand back.
    pub fn is_dimmed(self) -> bool {
        matches!(self, Self::WaitingForCustomer | Self::WaitingForLab | Self::Resolved)
    }
}

pub fn severity_meaning(severity: Severity) -> Meaning {
    match severity {
        Severity::Critical => Meaning::Critical,
        Severity::High => Meaning::High,
        Severity::Medium => Meaning::Medium,
        Severity::Low => Meaning::Low,
    }
}
