//! An act that was perhaps taken: it is looked for, and what follows from one's own acts for those behind them.

use crate::app::model::absence::Absence;
use crate::app::model::outbox::{Entry, Outbox, State};
use crate::app::model::sendable::Sendable;
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::ActionId;
use std::time::Duration;

/// What becomes of an act that a look has not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum NotFound {
    Waits,
    Asked,
}

impl Outbox {
    /// The backend was searched and does not have it. That it never will is for nobody here to know: once it has
    /// answered for `ask_after` without having it, its author is asked.
    pub(in crate::app) fn not_taken(&mut self, id: ActionId, ask_after: Duration, now: Now) -> NotFound {
        let Some(entry) = self.get_mut(id) else { return NotFound::Waits };
        let State::Looking { attempts, absence } = entry.state else { return NotFound::Waits };
        if entry.action.change.is_a_state() {
            // Asked for twice it is the same state.
            entry.perhaps_taken = false;
            entry.state = State::Queued { attempts, next_try: now.mono };
            return NotFound::Waits;
        }
        let absence = absence.and_not_there(now);
        if absence.told() >= ask_after {
            entry.state = State::Missing { looked: absence.told() };
            return NotFound::Asked;
        }
        entry.state = State::Unknown { attempts, absence, next_look: absence.next_look(now) };
        NotFound::Waits
    }

    pub(in crate::app) fn look_failed(&mut self, id: ActionId, now: Now) {
        let Some(entry) = self.get_mut(id) else { return };
        if let State::Looking { attempts, absence } = entry.state {
            let absence = absence.and_silent();
            entry.state = State::Unknown { attempts, absence, next_look: absence.next_look(now) };
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

    /// How often it was tried and how long it was looked for, if it should be looked for now.
    pub(in crate::app) fn look_if_due(&self, sendable: Sendable, now: Now) -> Option<(u32, Absence)> {
        match self.state {
            State::Unknown { attempts, absence, next_look }
                if sendable == (Sendable::Yes { idempotent: false }) && now.mono >= next_look =>
            {
                Some((attempts, absence))
            }
            _ => None,
        }
    }
}
