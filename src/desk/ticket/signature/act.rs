//! A step of a request, as a value: what is done, what the customer hears of it, and how the request stands after it.

use serde::{Deserialize, Serialize};

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::conversation::ResponseKind;

use crate::desk::ticket::signature::request::Step;

/// What is done to a request at a step of its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// The object was scanned again with the latest databases, and the verdict was the same.
    PassGate {
        /// The databases in use at the customer's.
        bases: SafeLine,
        /// What scanning again gave.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rescan: Option<SafeText>,
    },
    HandToSpecialists,
    /// More data is needed, or the fix did not hold.
    Return {
        reason: SafeText,
    },
    /// The detection is right.
    Reject {
        reason: SafeText,
    },
    /// Databases came out that put it right.
    Publish {
        bases: SafeLine,
    },
    Inform,
    /// The customer has seen the fix work.
    Verify,
}

/// [`Act`] without what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    PassGate,
    HandToSpecialists,
    Return,
    Reject,
    Publish,
    Inform,
    Verify,
}

impl Move {
    pub const ALL: [Self; 7] = [
        Self::PassGate,
        Self::HandToSpecialists,
        Self::Return,
        Self::Reject,
        Self::Publish,
        Self::Inform,
        Self::Verify,
    ];

    /// Whether the group of specialists may do it: what it finds, never what the customer is told.
    pub fn is_for_specialists(self) -> bool {
        match self {
            Self::Return | Self::Reject | Self::Publish => true,
            Self::PassGate | Self::HandToSpecialists | Self::Inform | Self::Verify => false,
        }
    }

    /// What a public notice of it is worth to the response clock.
    pub fn says(self) -> ResponseKind {
        match self {
            Self::PassGate | Self::HandToSpecialists | Self::Verify => ResponseKind::Interim,
            Self::Return => ResponseKind::InformationRequest,
            Self::Reject | Self::Publish | Self::Inform => ResponseKind::Solution,
        }
    }
}

impl Act {
    pub fn kind(&self) -> Move {
        match self {
            Self::PassGate { .. } => Move::PassGate,
            Self::HandToSpecialists => Move::HandToSpecialists,
            Self::Return { .. } => Move::Return,
            Self::Reject { .. } => Move::Reject,
            Self::Publish { .. } => Move::Publish,
            Self::Inform => Move::Inform,
            Self::Verify => Move::Verify,
        }
    }

    /// What must be said for it to be a record.
    pub(in crate::desk) fn is_told_whole(&self) -> bool {
        match self {
            Self::Return { reason } | Self::Reject { reason } => !reason.is_blank(),
            Self::PassGate { bases, .. } | Self::Publish { bases } => !bases.is_blank(),
            Self::HandToSpecialists | Self::Inform | Self::Verify => true,
        }
    }
}

/// What the customer hears of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Notice {
    /// This, in public.
    Sent { body: SafeText },
    /// Nothing, on purpose.
    Skipped { reason: SafeText },
    /// Nothing yet: a specialist writes to no customer, the desk does.
    LeftToDesk,
}

impl Notice {
    pub fn body(&self) -> Option<&SafeText> {
        match self {
            Self::Sent { body } => Some(body),
            Self::Skipped { .. } | Self::LeftToDesk => None,
        }
    }

    /// What a person wrote in it: to the customer, or why it is not told.
    pub fn words(&self) -> Option<&SafeText> {
        match self {
            Self::Sent { body } => Some(body),
            Self::Skipped { reason } => Some(reason).filter(|reason| !reason.is_blank()),
            Self::LeftToDesk => None,
        }
    }
}

/// The same, as it is recorded: the words themselves are a message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Told {
    Sent,
    Skipped { reason: SafeText },
    LeftToDesk,
}

impl From<&Notice> for Told {
    fn from(notice: &Notice) -> Self {
        match notice {
            Notice::Sent { .. } => Self::Sent,
            Notice::Skipped { reason } => Self::Skipped { reason: reason.clone() },
            Notice::LeftToDesk => Self::LeftToDesk,
        }
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Stepped {
    pub act: Act,
    /// Where the request stands after it.
    pub to: Step,
    pub way: Way,
    pub told: Told,
}

/// How it stands at its step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    #[default]
    Underway,
    /// Sent back: more data is needed, or the fix did not hold.
    Returned,
    /// The detection is right: the way ends here.
    Rejected,
}
