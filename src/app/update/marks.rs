//! Marking tickets, and taking marks away.

use crate::app::model::notice::Notice;
use crate::app::model::state::{App, Pane};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::desk::rules::obligation::Key;
use crate::desk::ticket::names::TicketId;
use std::collections::BTreeSet;
use std::ops::Bound;

impl App {
    /// Whether a key is about the marked tickets, and not about the one under the cursor.
    pub(in crate::app) fn acts_on_marks(&self) -> bool {
        self.pane == Pane::Queue && !self.marks.is_empty()
    }

    /// Marks the ticket under the cursor, or takes its mark away, and goes on to the next.
    pub(in crate::app) fn toggle_mark(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.queues.selected().cloned() else { return self.no_ticket(now) };
        if !self.marks.ids.remove(&id) {
            self.marks.ids.insert(id.clone());
        }
        self.marks.last = Some(id);
        self.queues.step(1);
        Vec::new()
    }

    /// Marks everything that is listed between the ticket marked last and the one under the cursor.
    pub(in crate::app) fn mark_range(&mut self, now: Now) -> Vec<Effect> {
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
    pub(in crate::app) fn mark_all(&mut self) -> Vec<Effect> {
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

    pub(in crate::app) fn clear_marks(&mut self) -> Vec<Effect> {
        self.marks.clear();
        Vec::new()
    }

    /// Tells of marked tickets that left the queue: whoever marked them counts on them.
    pub(in crate::app) fn tell_of_lost_marks(&mut self, count: usize, now: Now) {
        if count > 0 {
            self.notices.tell(Notice::MarksGone { count }, now);
        }
    }
}
