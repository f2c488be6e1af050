//! Why a backend did not do what it was asked, as data.

use std::time::Duration;

use crate::desk::text::SafeLine;

use crate::app::protocol::no_token::NoToken;

/// Why a backend did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nothing was sent: no connection, no name, no route.
    Unreachable,
    /// Something was sent, and no whole answer came: it may have been done.
    AnswerLost,
    /// There is none to show: nothing was sent.
    NoToken(NoToken),
    /// The token is unknown, expired or revoked.
    NotAllowed,
    Forbidden,
    NotFound,
    /// For whom the token speaks must be asked first: it is another one than the one that was asked about, or speaks for
    /// somebody else than wrote what was sent. Nothing was done.
    AskWho,
    /// The cursor belongs to another epoch of the store: start over.
    CursorUnknown,
    TooManyRequests {
        wait: Option<Duration>,
    },
    ServerFault {
        status: u16,
        wait: Option<Duration>,
    },
    /// An answer that cannot be understood.
    Unintelligible(SafeLine),
}
