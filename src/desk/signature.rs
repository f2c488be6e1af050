//! A request to change the antivirus databases: what is asked, on which object, and how far it is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::text::{SafeLine, SafeText};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DetectionVerdict {
    /// Harmless, but detected.
    FalsePositive,
    /// Harmful, but not detected.
    FalseNegative,
    Outbreak,
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
    /// The customer was told.
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
    pub sha256: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5: Option<SafeLine>,
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
    /// The databases in use when it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bases_version: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bases_released: Option<DateTime<Utc>>,
    /// What scanning again with those databases gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescan: Option<SafeText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<SafeText>,
    #[serde(default)]
    pub step: Step,
}
