//! The steps of a signature request: what may come next, the recommended first, and the form that does it.

use crate::desk::ticket::signature::{AdviceKind, Move};

/// What may be done next to a signature request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Step(Move),
    /// A qualified response: update, scan again, and tell all that is missing.
    AskToUpdate,
    Advise,
    Lift(AdviceKind),
    /// The severity that what is at stake proposes.
    Raise,
}

impl Next {
    /// The key that does it at once, in every language the same.
    pub fn shortcut(self) -> char {
        match self {
            Self::Step(Move::PassGate) => 'g',
            Self::Step(Move::HandToSpecialists) => 's',
            Self::Step(Move::Return) => 'b',
            Self::Step(Move::Reject) => 'x',
            Self::Step(Move::Publish) => 'p',
            Self::Step(Move::Inform) => 'i',
            Self::Step(Move::Verify) => 'v',
            Self::AskToUpdate => 'u',
            Self::Advise => 'a',
            Self::Lift(AdviceKind::Exclusion) => 'e',
            Self::Lift(AdviceKind::Isolation) => 'l',
            Self::Raise => '1',
        }
    }
}
