//! What a ticket is, where it is in its life, whose move it is, and how many facts it has.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    #[default]
    Incident,
    ServiceRequest,
    SignatureRequest,
}

/// Where a ticket is in its life (domain.md, "The life of a ticket").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    New,
    Open,
    WaitingForCustomer,
    WaitingForLab,
    Resolved,
    Closed,
    Void,
}

impl Status {
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::WaitingForCustomer | Self::WaitingForLab)
    }

    /// Tells whether the ticket is still in a queue.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed | Self::Void)
    }
}

/// A ticket that is resolved this long is closed (domain.md, "The life of a ticket").
pub const CLOSES_AFTER: TimeDelta = TimeDelta::days(7);

/// How many facts a ticket has: the version that an author saw guards what is sent.
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
#[serde(transparent)]
pub struct Version(pub u32);

impl Version {
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    Us,
    Customer,
    Lab,
}
