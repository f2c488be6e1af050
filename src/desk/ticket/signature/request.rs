//! The request as the customer makes it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::severity::Severity;

use crate::desk::ticket::signature::digest::{Md5, Sha256};

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DetectionVerdict {
    /// Harmless, but detected.
    FalsePositive,
    /// Harmful, but not detected.
    FalseNegative,
    Outbreak,
}

/// What the customer's work hangs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    #[default]
    Usual,
    /// The business stands or falls with it.
    Critical,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectKind {
    File,
    Url,
    Domain,
    Ip,
    Hash,
    Email,
}

/// The way of a signature request, in order.
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
pub enum Step {
    #[default]
    Received,
    /// Are the latest databases in use?
    Gate,
    Specialists,
    /// Accelerated publication.
    Publication,
    /// The customer was told of the fix.
    Informed,
    /// The customer verified the fix.
    Verified,
}

impl Step {
    pub const ALL: [Self; 6] =
        [Self::Received, Self::Gate, Self::Specialists, Self::Publication, Self::Informed, Self::Verified];
}

/// What the customer told. vigie holds references and hashes only, never the object itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureRequest {
    pub verdict: DetectionVerdict,
    pub object: ObjectKind,
    pub name: SafeLine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5: Option<Md5>,
    /// In bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// The name under which it was detected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detection: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<SafeLine>,
    /// Where the object came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<SafeLine>,
    /// What it is there for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<SafeLine>,
    /// In what it can be fetched by the specialists, such as an encrypted archive: a reference, never the content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<SafeLine>,
    /// The databases in use when it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bases_version: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub bases_released: Option<DateTime<Utc>>,
    /// What scanning again with those databases gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescan: Option<SafeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub rescanned_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<SafeText>,
    /// Which application is hit, and what hangs on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<SafeLine>,
    #[serde(default)]
    pub weight: Weight,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machines: Option<u32>,
    #[serde(default)]
    pub step: Step,
}

impl SignatureRequest {
    /// What the severity should be by what is at stake; a manager confirms it or does not.
    pub fn proposes(&self) -> Option<Severity> {
        let is_grave = match self.verdict {
            DetectionVerdict::Outbreak => true,
            DetectionVerdict::FalsePositive => self.weight == Weight::Critical,
            DetectionVerdict::FalseNegative => false,
        };
        is_grave.then_some(Severity::Critical)
    }
}
