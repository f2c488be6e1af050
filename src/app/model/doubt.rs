//! An act that was perhaps taken: it is looked for, and what follows from one's own acts for those behind them.

use crate::app::model::outbox::{Entry, Outbox, State};
use crate::app::model::sendable::Sendable;
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::ActionId;
use std::time::Duration;

/// How long a backend may still come upon what it was sent, after nobody waits for its answer any more: only what is
/// not there then was never taken.
pub const LATE: Duration = Duration::from_secs(30);

const LOOKS_EVERY: Duration = Duration::from_secs(5);

impl Outbox {
    /// The backend was searched and does not have it. Only once it cannot come late any more is it sent again.
    pub(in crate::app) fn not_taken(&mut self, id: ActionId, now: Now) {
        let Some(entry) = self.get_mut(id) else { return };
        let State::Looking { attempts, since } = entry.state else { return };
        let over = now.mono.saturating_sub(since) >= LATE;
        // What can only be said once waits; a state that is asked for twice is the same state.
        entry.state = if over || entry.action.change.text().is_none() {
            entry.perhaps_taken = false;
            State::Queued { attempts, next_try: now.mono }
        } else {
            State::Unknown { attempts, since, next_look: now.mono + LOOKS_EVERY }
        };
    }

    pub(in crate::app) fn look_failed(&mut self, id: ActionId, now: Now) {
        let Some(entry) = self.get_mut(id) else { return };
        if let State::Looking { attempts, since } = entry.state {
            entry.state = State::Unknown { attempts, since, next_look: now.mono + LOOKS_EVERY };
        }
    }
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

    /// How often it was tried and since when it is in doubt, if it should be looked for now.
    pub(in crate::app) fn look_if_due(&self, sendable: Sendable, now: Now) -> Option<(u32, Duration)> {
        match self.state {
            State::Unknown { attempts, since, next_look }
                if sendable == (Sendable::Yes { idempotent: false }) && now.mono >= next_look =>
            {
                Some((attempts, since))
            }
            _ => None,
        }
    }
}
