//! When the first response is due: two instants out of hours, one otherwise.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The call that a customer owes out of hours (domain.md, "Two instants out of hours").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Call {
    NotNeeded,
    /// Shown as `☎?`.
    Missing,
    Logged {
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        at: DateTime<Utc>,
    },
}

/// What an answer was computed with, so that an old verdict can be explained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Basis {
    pub programme_version: u32,
    pub calendar_version: u32,
}

/// `None` stands for "never": the calendar does not open often enough before the end of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Dues {
    /// Counted from filing; drives the countdown and the alarms.
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub target: Option<DateTime<Utc>>,
    /// Counted from the earlier of the first call and the next opening, never from before filing.
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub commitment: Option<DateTime<Utc>>,
    /// From here on the ticket is at risk: the first timed warning of its severity.
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub at_risk_from: Option<DateTime<Utc>>,
    /// The last timed warning, for a severity that has more than one.
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub urgent_from: Option<DateTime<Utc>>,
    pub call: Call,
    pub basis: Basis,
}
