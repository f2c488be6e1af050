//! A severity that is changed: by whose wish, with whose consent, and why.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeText;
use crate::desk::ticket::severity::Severity;

/// Who wished for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    #[default]
    Customer,
    Desk,
}

/// What the other party says to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    #[default]
    Agreed,
    /// Told, without an answer yet.
    Informed,
    NotInformed,
}

impl Consent {
    pub const ALL: [Self; 3] = [Self::Agreed, Self::Informed, Self::NotInformed];
}

/// The change as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Regraded {
    pub from: Severity,
    pub to: Severity,
    pub reason: SafeText,
    pub asked_by: Party,
    pub consent: Consent,
}

/// What the clock needs to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Grade {
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
    pub from: Severity,
    pub to: Severity,
}
