//! What a person did and the backend has not yet taken: recorded, sent in order, never lost.

use std::time::Duration;

use crate::desk::action::Action;
use crate::desk::names::{ActionId, TicketId};
use crate::desk::ticket::Version;

use super::event::Refused;
use super::notice::Deed;

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub action: Action,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Made, not on disk yet.
    Recording,
    /// On disk; may still be taken back until then (on `mono`).
    Delayed { until: Duration },
    /// On disk, not on its way.
    Queued { attempts: u32, next_try: Duration },
    /// Sent, no answer yet.
    Sending { attempts: u32 },
    /// The backend may have it, and cannot be asked twice safely.
    Unknown { attempts: u32 },
    /// The thread moved since the draft began: the person decides.
    Held { current: Version },
    /// The backend said no: the person decides.
    Refused { why: Refused },
}

/// What a row shows of what is on its way: the newest unsent act, and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pending<'a> {
    pub deed: Deed,
    pub state: &'a State,
    /// How many acts on this ticket are not taken yet.
    pub count: usize,
}

/// In the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    entries: Vec<Entry>,
}

impl Outbox {
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, id: ActionId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.action.id == id)
    }

    /// What is not taken yet on a ticket, in the order made.
    pub fn on<'a>(&'a self, ticket: &'a TicketId) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.action.ticket == *ticket)
    }

    pub fn pending<'a>(&'a self, ticket: &'a TicketId) -> Option<Pending<'a>> {
        let count = self.on(ticket).count();
        // What needs the person comes before what goes by itself.
        let entry =
            self.on(ticket).find(|entry| entry.needs_a_person()).or_else(|| self.on(ticket).last())?;
        Some(Pending { deed: Deed::from(&entry.action.change), state: &entry.state, count })
    }

    /// How many acts wait for a person's decision.
    pub fn waiting_for_a_person(&self) -> usize {
        self.entries.iter().filter(|entry| entry.needs_a_person()).count()
    }
}

impl Entry {
    pub fn needs_a_person(&self) -> bool {
        matches!(self.state, State::Held { .. } | State::Refused { .. })
    }
}
