//! Whether a backend may be given actions now, and which of them are due.

use crate::app::model::outbox::{Entry, State};
use crate::app::protocol::now::Now;

/// Whether and how a backend may be given actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Sendable {
    /// It is not known whose store it is, or what goes first: what was made for one desk must never reach another.
    NotYet,
    Yes {
        idempotent: bool,
    },
}

impl Entry {
    /// How often it was tried, if it should be tried again now.
    pub(in crate::app) fn attempts_if_due(&self, sendable: Sendable, now: Now) -> Option<u32> {
        let Sendable::Yes { idempotent } = sendable else { return None };
        match self.state {
            State::Delayed { until } if now.mono >= until => Some(0),
            State::Queued { attempts, next_try } if now.mono >= next_try => Some(attempts),
            // Repeating it by its id is the way to look.
            State::Unknown { attempts, .. } if idempotent => Some(attempts),
            _ => None,
        }
    }
}
