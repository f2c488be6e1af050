//! Promises: "I call back at 15:00". Our own word, an objective and never a commitment of the contract.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeText;
use crate::desk::ticket::names::{ActionId, ManagerId};

/// What somebody of the desk promised to whom the ticket is about. Known by the action that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Promise {
    pub id: ActionId,
    pub what: SafeText,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub due: DateTime<Utc>,
    /// Who gave it; nobody else's word is given away by taking a ticket over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<ManagerId>,
    /// When it was given, which may be before it was recorded (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub made_at: DateTime<Utc>,
}

/// What is promised, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Given {
    pub what: SafeText,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub due: DateTime<Utc>,
}

/// How a promise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    InTime,
    /// Done, but after its time: the promise was broken.
    Late,
    /// Given up.
    Broken,
}
