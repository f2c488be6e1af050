//! Why a first response was late. A breach stays: it is explained, and never taken away.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::Refusal;
use super::fact::What;
use super::text::SafeText;
use super::ticket::{Response, Ticket};

/// Whose doing it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    #[default]
    Desk,
    Customer,
    /// The specialists, or whoever publishes databases.
    Specialists,
    /// A carrier, a supplier, an act of God.
    Elsewhere,
    /// Somebody says that it was none; the clock says that it was.
    Contested,
}

impl Cause {
    pub const ALL: [Self; 5] =
        [Self::Desk, Self::Customer, Self::Specialists, Self::Elsewhere, Self::Contested];
}

pub(super) fn explain(
    ticket: &Ticket,
    cause: Cause,
    reason: &SafeText,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    if reason.is_blank() {
        return Err(Refusal::EmptyText);
    }
    if !is_breached(ticket, at) {
        return Err(Refusal::NothingBreached);
    }
    Ok(vec![What::BreachExplained { cause, reason: reason.clone() }])
}

/// Whether a first response was late, or is late at an instant (UTC).
pub fn is_breached(ticket: &Ticket, at: DateTime<Utc>) -> bool {
    match &ticket.response {
        Response::Owed(dues) => [dues.target, dues.commitment].into_iter().flatten().any(|due| at > due),
        Response::Given(verdict) => verdict.is_late(),
        Response::NotGuaranteed | Response::NoContract => false,
    }
}
