//! The tickets that a person marked, to do one thing to all of them. Names, never rows.

use std::collections::BTreeSet;
use std::ops::Bound;

use crate::desk::rules::obligation::Key;
use crate::desk::ticket::names::{BackendId, LocalId, TicketId};

use super::effect::Effect;
use super::notice::Notice;
use super::now::Now;
use super::state::{App, Pane};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    ids: BTreeSet<TicketId>,
    /// Where a range begins.
    last: Option<TicketId>,
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

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes the mark from a ticket that left; tells whether it had one.
    pub(super) fn left(&mut self, backend: &BackendId, local: &LocalId) -> bool {
        !self.ids.is_empty() && self.ids.remove(&TicketId { backend: backend.clone(), local: local.clone() })
    }

    /// Takes the marks from all that left; tells how many had one.
    pub(super) fn retain(&mut self, stays: impl Fn(&TicketId) -> bool) -> usize {
        let before = self.ids.len();
        self.ids.retain(stays);
        before - self.ids.len()
    }
}

impl App {
    /// Whether a key is about the marked tickets, and not about the one under the cursor.
    pub(super) fn acts_on_marks(&self) -> bool {
        self.pane == Pane::Queue && !self.marks.is_empty()
    }

    /// Marks the ticket under the cursor, or takes its mark away, and goes on to the next.
    pub(super) fn toggle_mark(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.queues.selected().cloned() else { return self.no_ticket(now) };
        if !self.marks.ids.remove(&id) {
            self.marks.ids.insert(id.clone());
        }
        self.marks.last = Some(id);
        self.queues.step(1);
        Vec::new()
    }

    /// Marks everything that is listed between the ticket marked last and the one under the cursor.
    pub(super) fn mark_range(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.queues.selected().cloned() else { return self.no_ticket(now) };
        let queue = &self.queues.queue;
        let ends = [self.marks.last.as_ref().unwrap_or(&id), &id].map(|id| queue.key(id));
        let [Some(one), Some(other)] = ends else { return self.no_ticket(now) };
        let (first, last) = if one <= other { (one, other) } else { (other, one) };
        let from = Bound::Included(first);
        let keys = self.queues.view.from(queue, &from);
        let ids: Vec<TicketId> = keys.take_while(|key| *key <= last).map(|key| key.id().clone()).collect();
        self.marks.ids.extend(ids);
        self.marks.last = Some(id);
        Vec::new()
    }

    /// Marks everything that is listed; if it is, takes all those marks away.
    pub(super) fn mark_all(&mut self) -> Vec<Effect> {
        let keys = self.queues.view.from(&self.queues.queue, &Bound::Unbounded);
        let ids: BTreeSet<TicketId> = keys.map(|key: Key| key.id().clone()).collect();
        if ids.is_subset(&self.marks.ids) {
            self.marks.ids.retain(|id| !ids.contains(id));
        } else {
            self.marks.ids.extend(ids);
        }
        self.marks.last = None;
        Vec::new()
    }

    pub(super) fn clear_marks(&mut self) -> Vec<Effect> {
        self.marks.clear();
        Vec::new()
    }

    /// Tells of marked tickets that left the queue: whoever marked them counts on them.
    pub(super) fn tell_of_lost_marks(&mut self, count: usize, now: Now) {
        if count > 0 {
            self.notices.tell(Notice::MarksGone { count }, now);
        }
    }
}
