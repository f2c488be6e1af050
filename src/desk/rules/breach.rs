//! Why a first response was late. A breach stays: it is explained, and never taken away.

use chrono::{DateTime, Utc};

use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeText;
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::fact::What;
use crate::desk::ticket::{Response, Ticket};

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
