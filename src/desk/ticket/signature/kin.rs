//! What the desk knows of the same object from other requests.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::names::{CustomerId, LocalId};

use crate::desk::ticket::signature::request::Step;

/// Found by the hash when a request is read, within what the reader may see: it is no part of the ticket, and so it
/// reaches no customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Kin {
    /// Other requests about the same object, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_object: Vec<SameObject>,
    /// Databases that came out already and put the same verdict on the same object right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_by: Option<SafeLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SameObject {
    pub ticket: LocalId,
    pub customer: CustomerId,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub filed_at: DateTime<Utc>,
    pub step: Step,
}
