//! The gate's one question: are the databases in use the latest ones?

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::signature::Act;

/// Databases that came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    pub version: SafeLine,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub released_at: DateTime<Utc>,
}

/// Answers whether the gate lets a change through, with the latest databases as they are known.
///
/// Only the gate is asked: a request that passed it once stays valid, however many databases come out later.
pub fn admits(change: &Change, latest: &Release) -> Result<(), Refusal> {
    let Change::Advance { act: Act::PassGate { bases, .. }, .. } = change else { return Ok(()) };
    if bases.raw().trim() == latest.version.raw().trim() {
        return Ok(());
    }
    Err(Refusal::OldDatabases { in_use: bases.clone(), latest: latest.version.clone() })
}
