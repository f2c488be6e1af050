//! What the customer does until the fix is there: an exclusion or an isolation, with an end that is looked after.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::action::Refusal;
use crate::desk::conversation::{ResponseKind, Who};
use crate::desk::fact::What;
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;

use super::pipeline::{Notice, desk_only, told, whole};
use super::progress::Way;
use super::request::DetectionVerdict;

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
#[serde(rename_all = "kebab-case")]
pub enum AdviceKind {
    /// The object is not scanned: a hole in the wall as long as it lasts.
    #[default]
    Exclusion,
    /// The machine is kept off the network.
    Isolation,
}

impl AdviceKind {
    pub const ALL: [Self; 2] = [Self::Exclusion, Self::Isolation];

    /// Whether it can be advised of what was said of an object: what is harmful is scanned. To keep off the network
    /// what turns out to be harmless does no harm.
    fn fits(self, verdict: DetectionVerdict) -> bool {
        match (self, verdict) {
            (Self::Exclusion, DetectionVerdict::FalseNegative | DetectionVerdict::Outbreak) => false,
            (Self::Exclusion, DetectionVerdict::FalsePositive) | (Self::Isolation, _) => true,
        }
    }
}

/// One of a kind at a time: a new one takes the place of the old one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Advice {
    pub kind: AdviceKind,
    pub what: SafeText,
    /// When the customer is reminded to take it back.
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub until: DateTime<Utc>,
}

/// The advice as it is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Advised {
    pub kind: AdviceKind,
    pub what: SafeText,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub until: DateTime<Utc>,
}

type Whats = Result<Vec<What>, Refusal>;

pub(in crate::desk) fn advise(
    ticket: &Ticket,
    advised: &Advised,
    notice: &Notice,
    by: &Who,
    at: DateTime<Utc>,
) -> Whats {
    let (Some(step), Some(progress)) = (ticket.step, &ticket.progress) else {
        return Err(Refusal::NoSignatureRequest);
    };
    desk_only(by)?;
    // It holds until the fix: there is one, or there will be none.
    if progress.is_over(step) {
        return Err(match progress.way {
            Way::Rejected => Refusal::RequestRejected,
            Way::Underway | Way::Returned => Refusal::WrongStep { step },
        });
    }
    if !advised.kind.fits(progress.verdict) {
        return Err(Refusal::AdviceAgainstVerdict);
    }
    whole(notice, by)?;
    if advised.what.is_blank() {
        return Err(Refusal::EmptyText);
    }
    if advised.until <= at {
        return Err(Refusal::AdviceInThePast);
    }
    let advice = Advice { kind: advised.kind, what: advised.what.clone(), until: advised.until };
    let fact = What::Advised { advice: Box::new(advice), told: notice.into() };
    told(ticket, ResponseKind::Interim, notice, vec![fact], by, at)
}

pub(in crate::desk) fn lift_advice(
    ticket: &Ticket,
    kind: AdviceKind,
    notice: &Notice,
    by: &Who,
    at: DateTime<Utc>,
) -> Whats {
    let progress = ticket.progress.as_ref().ok_or(Refusal::NoSignatureRequest)?;
    desk_only(by)?;
    whole(notice, by)?;
    if !progress.advice.iter().any(|advice| advice.kind == kind) {
        return Err(Refusal::NoSuchAdvice);
    }
    let fact = What::AdviceLifted { kind, told: notice.into() };
    told(ticket, ResponseKind::Interim, notice, vec![fact], by, at)
}
