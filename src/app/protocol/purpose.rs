//! What a text is written for, and how long it may be.

use crate::desk::text::SafeText;
use crate::desk::ticket::change::{Change, Then};
use crate::desk::ticket::conversation::{ResponseKind, Visibility};
use serde::{Deserialize, Serialize};

/// What is being written, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "kebab-case")]
pub enum Purpose {
    /// Public: the customer reads it.
    Respond { kind: ResponseKind, then: Then },
    /// Internal: only the desk reads it.
    Note,
}

impl Purpose {
    /// Whether a text for one goes on as a text for the other.
    pub(in crate::app) fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Note, Self::Note) => true,
            (Self::Respond { kind, .. }, Self::Respond { kind: other, .. }) => kind == other,
            _ => false,
        }
    }

    pub fn visibility(self) -> Visibility {
        match self {
            Self::Respond { .. } => Visibility::Public,
            Self::Note => Visibility::Internal,
        }
    }
}

/// The longest text that is taken, in bytes; the backend refuses more.
pub const LONGEST_TEXT: usize = 250 * 1024;

impl Purpose {
    /// What an action with a text was written for.
    pub(in crate::app) fn of(change: &Change) -> Option<(Self, &SafeText)> {
        match change {
            Change::Respond { kind, body, then } => Some((Self::Respond { kind: *kind, then: *then }, body)),
            Change::Note { body } => Some((Self::Note, body)),
            _ => None,
        }
    }
}
