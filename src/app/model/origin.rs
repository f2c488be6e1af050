//! Where something was written: in which life of which store, and about what.
//!
//! A store that was restored gives the same names to other tickets. What was made in an earlier life waits for its
//! author, who is shown what its ticket was and what has its name now, and goes only on their word.

/// What a person wants to do with something of an earlier life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Send,
    WriteOn,
}
