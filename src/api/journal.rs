//! Consoles' journals, as far as the backend is their witness.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How far a console's journal is, and the digest that stands for all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JournalHead {
    pub journal: Uuid,
    /// How many lines it has.
    pub count: u64,
    /// Of its last line, SHA-256 in hexadecimal.
    pub digest: String,
}

/// The query of `GET /v1/journals/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct JournalQuery {
    /// Only what was shown of more lines than this (0 if left out).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
}

/// `GET /v1/journals/{id}`: every head that the caller's consoles have shown of a journal, by count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Witnessed {
    pub heads: Vec<WitnessedHead>,
    /// True if there are more after the last one.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WitnessedHead {
    pub count: u64,
    pub digest: String,
    /// When it was shown, by the backend's clock (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
}
