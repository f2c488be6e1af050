//! An act that was perhaps taken: it is looked for, and what follows from one's own acts for those behind them.

use std::time::Duration;

use crate::desk::names::ActionId;
use crate::desk::ticket::{Ticket, Version};

use super::now::Now;
use super::outbox::{Entry, Outbox, State};
use super::sendable::Sendable;

/// How often it is looked for: soon at first, then less and less often.
pub(super) const FIRST_LOOK: Duration = Duration::from_secs(1);
const LOOKS_EVERY: Duration = Duration::from_secs(5);
const RAREST_LOOKS: Duration = Duration::from_secs(30);
/// What passed between two answers counts up to here: a backend that stood still in between has told nothing.
const LONGEST_GAP: Duration = Duration::from_mins(1);

/// What speaks for it that a backend does not have an act: for how long it answered, and did not have it. Its silence
/// is no absence: what it was sent may lie before it unread, and so is the time that we waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    told: Duration,
    /// When a look was answered last (on `mono`), if none has failed since.
    answered: Option<Duration>,
}

impl Absence {
    /// For how long the backend answered without having it.
    pub fn told(self) -> Duration {
        self.told
    }

    fn and_not_there(self, now: Now) -> Self {
        let gap = self.answered.map_or(Duration::ZERO, |before| now.mono.saturating_sub(before));
        Self { told: self.told + gap.min(LONGEST_GAP), answered: Some(now.mono) }
    }

    fn and_silent(self) -> Self {
        Self { answered: None, ..self }
    }

    fn next_look(self, now: Now) -> Duration {
        now.mono + (self.told / 4).clamp(LOOKS_EVERY, RAREST_LOOKS)
    }
}

/// What becomes of an act that a look has not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotFound {
    Waits,
    Asked,
}

impl Outbox {
    /// The backend was searched and does not have it. That it never will is for nobody here to know: once it has
    /// answered for `ask_after` without having it, its author is asked.
    pub(super) fn not_taken(&mut self, id: ActionId, ask_after: Duration, now: Now) -> NotFound {
        let Some(entry) = self.get_mut(id) else { return NotFound::Waits };
        let State::Looking { attempts, absence } = entry.state else { return NotFound::Waits };
        if entry.action.change.is_a_state() {
            // Asked for twice it is the same state.
            entry.perhaps_taken = false;
            entry.state = State::Queued { attempts, next_try: now.mono };
            return NotFound::Waits;
        }
        let absence = absence.and_not_there(now);
        if absence.told >= ask_after {
            entry.state = State::Missing { looked: absence.told };
            return NotFound::Asked;
        }
        entry.state = State::Unknown { attempts, absence, next_look: absence.next_look(now) };
        NotFound::Waits
    }

    pub(super) fn look_failed(&mut self, id: ActionId, now: Now) {
        let Some(entry) = self.get_mut(id) else { return };
        if let State::Looking { attempts, absence } = entry.state {
            let absence = absence.and_silent();
            entry.state = State::Unknown { attempts, absence, next_look: absence.next_look(now) };
        }
    }
}

impl Entry {
    /// How often it was tried and how long it was looked for, if it should be looked for now.
    pub(super) fn look_if_due(&self, sendable: Sendable, now: Now) -> Option<(u32, Absence)> {
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

/// What one's own delivery did to a ticket.
#[derive(Clone, Copy)]
pub(super) struct Own<'a> {
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
    pub(super) fn rebase(self, seen: Version) -> Version {
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
