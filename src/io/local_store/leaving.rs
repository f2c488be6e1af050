//! An action leaves: whether it may, and what the disk knows of it from then on.

use chrono::{DateTime, Utc};

use crate::api::JournalHead;
use crate::app::protocol::event::Refused;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::names::ActionId;

use super::{Asked, LocalStore, Request};

/// Whether an action may leave now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    Granted {
        /// The store that it was made for.
        store: String,
        /// Who wrote it.
        author: Author,
        /// The life of it that its author saw; `None` if it was made before lives were told apart.
        epoch: Option<String>,
        journal: Option<JournalHead>,
        /// What had happened to its ticket when it first left, where a backend needs to know.
        after: Option<u64>,
    },
    /// Nobody knows who wrote it: a person has to say that it is theirs.
    Unsigned,
    /// An earlier one of the same author on the same ticket belongs to another console, or to none yet.
    NotItsTurn { author: Author },
    /// Another console answers for it, or has delivered it.
    OfAnother,
}

/// When it is noted that an action may have left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    Now,
    /// Its ticket is read first: it is told by [`LocalStore::leave`].
    NotYet,
}

impl LocalStore {
    /// Asks whether an action may leave, and notes that it may have.
    pub fn claim(&self, id: ActionId) -> Asked<Claim> {
        self.claim_as(id, Leaves::Now)
    }

    /// Asks whether an action may leave, and when that is noted.
    pub fn claim_as(&self, id: ActionId, leaves: Leaves) -> Asked<Claim> {
        self.ask(move |answer| Request::Claim { id, leaves, answer })
    }

    /// Notes that an action leaves now, and the number of the last thing that had happened to its ticket.
    pub fn leave(&self, id: ActionId, after: u64) -> Asked<()> {
        self.ask(move |answer| Request::Leave { id, after, answer })
    }

    /// Tells that number of an action, as it was when it left for the first time.
    pub fn left_after(&self, id: ActionId) -> Asked<Option<u64>> {
        self.ask(move |answer| Request::LeftAfter { id, answer })
    }

    /// Writes down that the backend said no to an action that had left.
    pub fn refused(&self, id: ActionId, why: &Refused, at: DateTime<Utc>) -> Asked<()> {
        self.refused_as(id, why, Leaves::Now, at)
    }

    /// Writes down that the backend said no, whether the action had left this time or not.
    pub fn refused_as(&self, id: ActionId, why: &Refused, left: Leaves, at: DateTime<Utc>) -> Asked<()> {
        let (code, settles) = (why.code(), why.settles());
        self.ask(move |answer| Request::Refused { id, code, settles, left, at, answer })
    }
}
