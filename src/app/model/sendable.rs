//! Whether a backend may be given actions now, and which of them are due.

/// Whether and how a backend may be given actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Sendable {
    /// It is not known whose store it is, or what goes first: what was made for one desk must never reach another.
    NotYet,
    Yes {
        idempotent: bool,
    },
}
