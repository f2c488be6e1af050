//! Who did what, and who tried in vain.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::{ActionId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::status::Version;

/// The query of `GET /v1/audit`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AuditQuery {
    /// The number of the last entry at hand (0 if left out).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
    /// The most entries in one answer (1 to 1000; 500 if left out).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// `GET /v1/audit`: who did what, and who tried in vain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AuditTrail {
    /// By number, the oldest first.
    pub entries: Vec<AuditEntry>,
    /// True if there are more after the last one.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AuditEntry {
    pub number: u64,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
    /// The name of the token; empty if none was known.
    pub caller: SafeLine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Where it came from, if it came over a network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whose matter it is, if it is one customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    pub deed: Deed,
}

/// What was done, or tried in vain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum Deed {
    /// A ticket has so many more facts, up to this version.
    Ticket {
        ticket: LocalId,
        version: Version,
        facts: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        action: Option<ActionId>,
    },
    /// Programme, calendars, managers or customers were changed.
    Desk {
        desk_version: u32,
    },
    TokenMade {
        token: SafeLine,
        role: Role,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        manager: Option<ManagerId>,
        /// Left out, it opens all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customers: Option<Vec<CustomerId>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
        expires_at: Option<DateTime<Utc>>,
    },
    TokenRevoked {
        token: SafeLine,
    },
    /// Somebody told that these antivirus databases came out.
    Bases {
        version: SafeLine,
    },
    /// A demonstration's load was put in.
    Loaded {
        tickets: u32,
    },
    /// What is projected was folded again from the facts.
    Rebuilt {
        tickets: u32,
    },
    /// The store began a new life: what is known of an earlier one is not compared with it.
    NewLife {
        because: Because,
    },
    Denied {
        method: SafeLine,
        path: SafeLine,
        status: u16,
    },
    /// So many more tries were denied than could be told one by one.
    DeniedUntold {
        times: u32,
    },
}

/// Why a store began a new life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// It was made of a backup.
    Restored,
    /// An older copy of its file, or one that went its own way, was put in its place.
    PutBack,
    /// The mark beside it is gone: nobody can say whether it is a copy.
    MarkLost,
    /// A console had heard of changes that it never made.
    ConsoleKnewMore,
}
