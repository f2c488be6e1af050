//! What is found on this machine besides acts and drafts: words in files, other consoles, what an earlier run did.

use crate::desk::text::SafeLine;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, TicketId};

use crate::app::protocol::origin::Origin;

/// An action that an earlier run delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub id: ActionId,
    pub ticket: TicketId,
}

/// Words that were saved in a file; it goes once the draft of that name has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub id: ActionId,
    pub words: String,
    pub path: SafeLine,
}

/// Another console of the same person on this machine, with what it has not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// `None` if it does not say.
    pub process: Option<u32>,
    pub actions: u32,
}

/// What is not well with words that an editor saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum But {
    /// The editor ended with an error, or was killed.
    Failed(SafeLine),
    /// They cannot be kept where they are found again, and lie there too.
    NotKept { path: SafeLine },
}

/// An action as the local store kept it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub action: Action,
    /// How many facts it adds, as far as was known when it was made.
    pub adds: Option<u32>,
    /// Whether it may have been sent before.
    pub sent: bool,
    /// Whether its author took it back, so that it goes only when they send it again.
    pub taken_back: bool,
    /// What its author had before the eyes.
    pub origin: Origin,
}
