//! A ticket that goes on in another one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::ticket::conversation::Channel;
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::regrade::Grade;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::verdict::Verdict;

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
