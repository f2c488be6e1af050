//! What is found on this machine besides acts and drafts: words in files, other consoles, what an earlier run did.

use crate::desk::names::{ActionId, TicketId};
use crate::desk::text::SafeLine;

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
