//! What was said on a ticket, by whom, and who may read it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::names::{ContactId, ManagerId};

/// Who did or said something.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "who", content = "id", rename_all = "kebab-case")]
pub enum Who {
    /// One of the customer's named contacts.
    Contact(ContactId),
    /// Somebody of the customer's who is not named; shown as such, never dropped.
    Stranger(SafeLine),
    Manager(ManagerId),
    /// Somebody of the group that analyses signature requests: of the desk, but never in touch with customers.
    Specialist(ManagerId),
    /// The backend itself.
    Desk,
}

impl Who {
    pub fn is_of_the_desk(&self) -> bool {
        matches!(self, Self::Manager(_) | Self::Specialist(_) | Self::Desk)
    }
}

/// Who reads a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    Public,
    Internal,
}

/// How a message came in, or where a request was filed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    #[default]
    Portal,
    Phone,
    /// The fallback when the portal cannot be reached.
    Email,
}

/// What a public answer of the desk is worth to the response clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseKind {
    /// "We are on it": never stops the clock.
    Interim,
    /// The three shapes of a qualified response (domain.md, "The premium programme"): each stops the clock.
    PreliminaryAnalysis,
    /// A request for *all* missing information.
    InformationRequest,
    Solution,
}

impl ResponseKind {
    pub fn is_qualified(self) -> bool {
        !matches!(self, Self::Interim)
    }
}

/// Whether somebody wrote a message, or a program in somebody's name ([`crate::desk::rules::automatic`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    #[default]
    ByPerson,
    /// An automatic reply, a receipt, a bounce: shown, but never an answer nor a turn of the ball.
    ByProgram,
}

impl Written {
    pub fn is_by_person(&self) -> bool {
        *self == Self::ByPerson
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Message {
    /// When the backend accepted it (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
    pub by: Who,
    pub visibility: Visibility,
    pub channel: Channel,
    /// Only on public messages of the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseKind>,
    #[serde(default, skip_serializing_if = "Written::is_by_person")]
    pub written: Written,
    pub body: SafeText,
}
