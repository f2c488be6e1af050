//! Tickets that turn out to be gone when they are read.

use crate::desk::ticket::names::LocalId;

/// What became of a ticket that is in no list any more, although nobody closed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departed {
    /// It goes on in this one.
    MergedInto(LocalId),
    Deleted,
    /// It is none of this desk's any more.
    Elsewhere,
}
