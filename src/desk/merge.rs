//! Merging: one ticket goes on in another. Nothing that is owed is lost by it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::{Action, Change, Refusal, number};
use super::conversation::{Channel, Who};
use super::fact::{Fact, What};
use super::names::LocalId;
use super::regrade::{Consent, Grade, Party, Regraded};
use super::severity::Severity;
use super::text::SafeText;
use super::ticket::{Response, Ticket};
use super::verdict::Verdict;

/// A ticket that goes on in another one: its verdict if it has one, else what its clock counts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Absorbed {
    pub ticket: LocalId,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub filed_at: DateTime<Utc>,
    pub filed_as: Severity,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub first_call: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Grade>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Box<Verdict>>,
}

impl Absorbed {
    pub fn of(ticket: &Ticket) -> Self {
        let course = ticket.course();
        Self {
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
    let of = Absorbed::of(ending);
    let earlier = ending.course().absorbed.iter().cloned();
    let earlier: Vec<Absorbed> = earlier
        .map(|absorbed| Absorbed { verdict: absorbed.verdict.or_else(|| of.verdict.clone()), ..absorbed })
        .collect();
    let absorbed = [of].into_iter().chain(earlier);
    let mut whats: Vec<What> = absorbed.map(|absorbed| What::Absorbed(Box::new(absorbed))).collect();
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
