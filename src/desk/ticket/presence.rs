//! Who is on a ticket right now: told by their console, and over by itself when it falls silent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::ticket::names::{LocalId, ManagerId};

/// What somebody does on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Doing {
    Viewing,
    /// Writing an internal note.
    Noting,
    /// Writing to the customer.
    Responding,
}

/// One console on one ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Present {
    pub ticket: LocalId,
    pub manager: ManagerId,
    pub doing: Doing,
    /// Since when, by the backend's clock (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub since: DateTime<Utc>,
    /// From then on it counts no more, unless the console says it again.
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub until: DateTime<Utc>,
}
