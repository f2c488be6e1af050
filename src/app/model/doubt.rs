//! An act that was perhaps taken: it is looked for, and what follows from one's own acts for those behind them.

use crate::app::model::outbox::{Entry, Outbox, State};
use crate::app::model::sendable::Sendable;
use crate::app::protocol::now::Now;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::ActionId;
use crate::desk::ticket::status::Version;
use std::time::Duration;

/// How long a backend may still come upon what it was sent, after nobody waits for its answer any more: only what is
/// not there then was never taken.
pub const LATE: Duration = Duration::from_secs(30);

/// How often it is looked for in the meantime.
pub(in crate::app) const FIRST_LOOK: Duration = Duration::from_secs(1);

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

/// What one's own delivery did to a ticket.
#[derive(Clone, Copy)]
pub(in crate::app) struct Own<'a> {
    pub adds: Option<u32>,
    /// Whether nobody else did anything since its author looked, where the backend says so.
    pub only_ours: Option<bool>,
    /// What its author had seen.
    pub seen: Version,
    /// As it was known before the delivery.
    pub before: Option<&'a Ticket>,
    pub after: &'a Ticket,
}

impl Own<'_> {
    /// Returns what an author who saw `seen` has seen now, if only our own delivery moved the ticket.
    pub(in crate::app) fn rebase(self, seen: Version) -> Version {
        let after = self.after.version;
        if let Some(only_ours) = self.only_ours {
            return if only_ours && seen >= self.seen { seen.max(after) } else { seen };
        }
        let then = |version: Version| self.adds.map(|adds| Version(version.0 + adds));
        let nothing_between = then(seen) == Some(after);
        let nothing_that_matters = self
            .before
            .is_some_and(|before| then(before.version) == Some(after) && !before.moved_since(seen));
        if nothing_between || nothing_that_matters { seen.max(after) } else { seen }
    }
}
