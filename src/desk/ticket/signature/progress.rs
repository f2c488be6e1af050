//! How far a request is, as the queue must know it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::severity::Severity;

use crate::desk::ticket::signature::act::{Act, Stepped, Told, Way};
use crate::desk::ticket::signature::advice::{Advice, AdviceKind};
use crate::desk::ticket::signature::digest::Sha256;
use crate::desk::ticket::signature::request::{DetectionVerdict, SignatureRequest, Step};

/// Beside the step, which stands in the ticket itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Progress {
    pub verdict: DetectionVerdict,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
    /// Since when it is at its step: the step's own age.
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub since: DateTime<Utc>,
    #[serde(default)]
    pub way: Way,
    /// Until when it should leave its step: an objective of the desk's own, counted with the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub due: Option<DateTime<Utc>>,
    /// The databases that put it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_by: Option<SafeLine>,
    /// Since when the desk owes the customer what a specialist decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub untold_since: Option<DateTime<Utc>>,
    /// What holds until the fix, the nearest end first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice: Vec<Advice>,
    /// The severity that what is at stake proposes, until a manager decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposes: Option<Severity>,
}

impl Progress {
    pub(in crate::desk) fn filed(request: &SignatureRequest, severity: Severity, at: DateTime<Utc>) -> Self {
        Self {
            verdict: request.verdict,
            sha256: request.sha256.clone(),
            since: at,
            way: Way::Underway,
            due: None,
            fixed_by: None,
            untold_since: None,
            advice: Vec::new(),
            proposes: request.proposes().filter(|proposed| *proposed < severity),
        }
    }

    /// Takes note of a step that was taken at an instant (UTC).
    pub(in crate::desk) fn step(&mut self, stepped: &Stepped, at: DateTime<Utc>) {
        self.since = at;
        self.way = stepped.way;
        self.untold_since = (stepped.told == Told::LeftToDesk).then_some(at);
        match &stepped.act {
            Act::Publish { bases } => self.fixed_by = Some(bases.clone()),
            // What did not hold is no fix.
            Act::Return { .. } => self.fixed_by = None,
            // The fix is there: what was advised until then is to be taken back now.
            Act::Verify => self.advice.iter_mut().for_each(|advice| advice.until = advice.until.min(at)),
            Act::PassGate { .. } | Act::HandToSpecialists | Act::Reject { .. } | Act::Inform => {}
        }
    }

    /// Takes note of a step that was set at an instant (UTC), without a word of what was done.
    pub fn set(&mut self, way: Way, at: DateTime<Utc>) {
        self.since = at;
        self.way = way;
    }

    pub(in crate::desk) fn advise(&mut self, advice: Advice) {
        self.lift(advice.kind);
        let place = self.advice.partition_point(|known| known.until <= advice.until);
        self.advice.insert(place, advice);
    }

    pub(in crate::desk) fn lift(&mut self, kind: AdviceKind) {
        self.advice.retain(|advice| advice.kind != kind);
    }

    /// Whether the way has an end: verified, or the detection is right.
    pub fn is_over(&self, step: Step) -> bool {
        self.way == Way::Rejected || step == Step::Verified
    }
}
