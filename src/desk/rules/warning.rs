//! How far what is owed on a ticket has come by an instant: a lookout warns of each step once.

use chrono::{DateTime, Utc};

use crate::desk::rules::obligation::{Owing, Threshold};
use crate::desk::ticket::Ticket;

/// The last threshold that was passed, and of which due. A due that moved is another commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    pub due: DateTime<Utc>,
    pub threshold: Threshold,
}

impl Passed {
    /// `None` if nothing is owed, or it is never due.
    pub fn of(ticket: &Ticket, now: DateTime<Utc>) -> Option<Self> {
        let owing = Owing::of(ticket)?;
        let due = owing.due()?;
        let is_past = |at: Option<DateTime<Utc>>| at.is_some_and(|at| now >= at);
        let threshold = match owing {
            Owing::Response(_) if now > due => Threshold::Breach,
            Owing::Response(dues) if is_past(dues.urgent_from) => Threshold::Urgent,
            Owing::Response(dues) if is_past(dues.at_risk_from) => Threshold::AtRisk,
            Owing::Response(_) => Threshold::Filed,
            _ if now > due => Threshold::Overdue,
            _ => Threshold::Filed,
        };
        Some(Self { due, threshold })
    }

    /// Tells whether whoever heard of `self` knows all that `other` says.
    pub fn covers(self, other: Self) -> bool {
        self.due == other.due && self.threshold >= other.threshold
    }
}
