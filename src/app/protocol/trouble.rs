//! Why nothing can be kept on this machine, as data for a sentence.

use crate::desk::text::SafeLine;

/// What is wrong with the local store, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The file or directory; empty if that is not known.
    pub place: SafeLine,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk, a quota, or the largest size that a file may have.
    Full,
    ReadOnly,
    NotAllowed,
    /// What should be a directory is something else.
    NoDirectory,
    /// It is no store, or not whole; it was left as it is.
    Damaged,
    /// A later version of the program wrote it; it was left as it is.
    Newer,
    /// Somebody else holds it.
    Busy,
    Other(SafeLine),
}

/// What is known in words only.
impl From<&str> for Trouble {
    fn from(why: &str) -> Self {
        Self { place: SafeLine::from(""), fault: Fault::Other(why.into()) }
    }
}
