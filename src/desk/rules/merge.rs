//! Merging: one ticket goes on in another. Nothing that is owed is lost by it.

use chrono::{DateTime, Utc};

use crate::desk::rules::refusal::Refusal;
use crate::desk::rules::speaking::number;
use crate::desk::text::SafeText;
use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::regrade::{Consent, Party, Regraded};
use crate::desk::ticket::{Response, Ticket};

/// What of a ticket is owed on in the one in which it goes on.
pub fn absorbed(ticket: &Ticket) -> Absorbed {
    let course = ticket.course();
    Absorbed {
        ticket: ticket.id.clone(),
        filed_at: ticket.filed_at,
        filed_as: course.filed_as(ticket.severity),
        channel: ticket.channel,
        first_call: course.first_call,
        grades: course.grades.clone(),
        verdict: match &ticket.response {
            Response::Given(verdict) => Some(verdict.clone()),
            Response::NotGuaranteed | Response::NoContract | Response::Owed(_) => None,
        },
    }
}

/// Answers what a merge makes of both tickets: first of the one that ends, then of the one that goes on.
pub fn merge(
    action: &Action,
    ending: &Ticket,
    survivor: &Ticket,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<(Vec<Fact>, Vec<Fact>), Refusal> {
    let ends = action.decide(ending, by, at)?;
    if survivor.customer != ending.customer || survivor.id == ending.id {
        return Err(Refusal::NotMergeable);
    }
    if !survivor.status.is_live() {
        return Err(Refusal::WrongStatus { status: survivor.status });
    }
    // An answer to one must not hide that the other was never answered.
    if survivor.has_qualified_response() && ending.owed().is_some() {
        return Err(Refusal::NoQualifiedResponse);
    }
    // What went on in the one that ends goes on too: its clock may be the nearest.
    let of = absorbed(ending);
    let earlier = ending.course().absorbed.iter().cloned();
    let earlier: Vec<Absorbed> = earlier
        .map(|absorbed| Absorbed { verdict: absorbed.verdict.or_else(|| of.verdict.clone()), ..absorbed })
        .collect();
    let all = [of].into_iter().chain(earlier);
    let mut whats: Vec<What> = all.map(|absorbed| What::Absorbed(Box::new(absorbed))).collect();
    if ending.severity < survivor.severity {
        whats.push(What::Regraded(Box::new(Regraded {
            from: survivor.severity,
            to: ending.severity,
            reason: SafeText::from(ending.id.as_str()),
            asked_by: Party::Desk,
            consent: Consent::NotInformed,
        })));
    }
    Ok((ends, number(whats, survivor.version, by, at)))
}

/// The ticket in which a merge goes on.
pub fn survivor(change: &Change) -> Option<&LocalId> {
    match change {
        Change::Merge { into } => Some(into),
        _ => None,
    }
}
