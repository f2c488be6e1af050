//! The tickets that a person marked, to do one thing to all of them. Names, never rows.

use crate::desk::ticket::names::{BackendId, LocalId, TicketId};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    pub(in crate::app) ids: BTreeSet<TicketId>,
    /// Where a range begins.
    pub(in crate::app) last: Option<TicketId>,
}

impl Marks {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub fn has(&self, id: &TicketId) -> bool {
        self.ids.contains(id)
    }

    pub fn ids(&self) -> impl Iterator<Item = &TicketId> {
        self.ids.iter()
    }

    pub(in crate::app) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes the mark from a ticket that left; tells whether it had one.
    pub(in crate::app) fn left(&mut self, backend: &BackendId, local: &LocalId) -> bool {
        !self.ids.is_empty() && self.ids.remove(&TicketId { backend: backend.clone(), local: local.clone() })
    }

    /// Takes the marks from all that left; tells how many had one.
    pub(in crate::app) fn retain(&mut self, stays: impl Fn(&TicketId) -> bool) -> usize {
        let before = self.ids.len();
        self.ids.retain(stays);
        before - self.ids.len()
    }
}
