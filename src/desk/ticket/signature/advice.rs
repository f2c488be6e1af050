//! What the customer does until the fix is there: an exclusion or an isolation, with an end that is looked after.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeText;

use crate::desk::ticket::signature::request::DetectionVerdict;

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
    pub(in crate::desk) fn fits(self, verdict: DetectionVerdict) -> bool {
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
