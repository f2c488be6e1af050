//! Why there is no token to show to a backend, as data for a sentence that says the way out.

use crate::desk::text::SafeLine;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoToken {
    NotInEnvironment {
        name: SafeLine,
    },
    FileUnreadable {
        path: SafeLine,
        why: SafeLine,
    },
    /// Its path is written as a shell takes it.
    ReadByOthers {
        path: SafeLine,
    },
    CommandFailed {
        why: SafeLine,
    },
    /// The system's keyring was asked, and has none for this account.
    NotInKeyring {
        account: SafeLine,
    },
    /// There is no keyring, or it does not open.
    NoKeyring {
        why: SafeLine,
    },
    /// What was read is empty, or nothing that a token can be.
    NotOne,
}
