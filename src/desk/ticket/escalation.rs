//! An escalation: a request for attention with an end of its own, and no change of the ticket's clock.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeText;
use crate::desk::ticket::conversation::Who;

/// Whose attention is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A specialist of the second line.
    #[default]
    Specialist,
    /// Whoever manages the desk.
    Management,
    /// The vendor's developers or analysts.
    Lab,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::Specialist, Self::Management, Self::Lab];
}

/// One that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Escalation {
    pub level: Level,
    pub reason: SafeText,
    /// What is wished: it is over when that is answered.
    pub wish: SafeText,
    pub by: Who,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
}
