//! The queue pane: what is listed, where the cursor is, and which part of it fits.
//!
//! The cursor is on a ticket, never on a line: whatever a poll does to the rows, it stays on its ticket,
//! and only if that one leaves does the nearest neighbour take it.

use crate::app::model::customers::Customers;
use crate::app::model::field::{Field, TooLong};
use crate::app::protocol::command::Command;
use crate::app::protocol::now::Now;
use crate::desk::queue::view::View;
use crate::desk::queue::{Crossing, Put, Queue};
use crate::desk::rules::obligation::{Key, Standing};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::status::Kind;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::time::Duration;

/// How long a row that changed is marked as news.
const NEWS_FOR: Duration = Duration::from_secs(4);

/// More news than a screen holds are no news.
const MOST_NEWS: usize = 200;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queues {
    pub queue: Queue,
    pub view: View,
    pub customers: Customers,
    /// What the queue is filtered by; in force while it is typed.
    pub filter: Field,
    selected: Option<Key>,
    /// While the first queues come in, the cursor is on the most urgent ticket; then it is held.
    held: bool,
    /// The first row shown; `None` at the top, so that what is more urgent comes into sight.
    first: Option<Key>,
    rows: usize,
    news: BTreeMap<TicketId, Duration>,
}

impl Queues {
    /// The ticket under the cursor.
    pub fn selected(&self) -> Option<&TicketId> {
        self.selected.as_ref().map(Key::id)
    }

    /// How many tickets are listed.
    pub fn listed(&self) -> usize {
        self.view.len(&self.queue)
    }

    /// Whether a row arrived or changed a moment ago.
    pub fn is_news(&self, id: &TicketId) -> bool {
        self.news.contains_key(id)
    }

    /// The listed tickets that fit a pane, in order, the one under the cursor among them.
    pub fn window(&self, height: usize) -> Vec<(TicketId, &Ticket)> {
        let from = self.first_for(height).map_or(Bound::Unbounded, Bound::Included);
        let keys = self.view.from(&self.queue, &from).take(height);
        keys.filter_map(|key| Some((key.id().clone(), self.queue.get(key.id())?))).collect()
    }

    /// Whether there is more above the first row of a pane of this height.
    pub fn is_scrolled(&self, height: usize) -> bool {
        self.first_for(height).is_some()
    }

    /// Chooses the first row: as it was, unless the cursor would be out of sight or room left over.
    fn first_for(&self, height: usize) -> Option<Key> {
        let selected = self.selected.as_ref()?;
        let up_from = |key: &Key, by: usize| {
            let by = isize::try_from(by).unwrap_or(isize::MAX);
            self.view.step(&self.queue, key, -by).unwrap_or_else(|| key.clone())
        };
        let top = self.view.first(&self.queue)?;
        let mut first = self.first.clone().filter(|first| *first > top).unwrap_or_else(|| top.clone());
        if *selected < first {
            first = selected.clone();
        }
        let last_row =
            self.view.from(&self.queue, &Bound::Included(first.clone())).take(height.max(1)).last();
        if last_row.is_some_and(|last| *selected > last) {
            first = up_from(selected, height.saturating_sub(1));
        }
        let shown = self.view.from(&self.queue, &Bound::Included(first.clone())).take(height).count();
        if shown < height {
            first = up_from(&first, height - shown);
        }
        (first != top).then_some(first)
    }

    /// Learns how many rows the pane has.
    pub(in crate::app) fn measure(&mut self, rows: usize) {
        self.rows = rows;
        self.first = self.first_for(rows);
    }

    pub(in crate::app) fn rows(&self) -> usize {
        self.rows
    }

    /// Puts a ticket in its place, and lets view and cursor follow.
    pub(in crate::app) fn put(&mut self, backend: &BackendId, ticket: Ticket, now: DateTime<Utc>) -> Put {
        let id = TicketId { backend: backend.clone(), local: ticket.id.clone() };
        let before = self.queue.key(&id);
        let customer = self.customers.key_if_new(backend, &ticket.customer);
        let put = self.queue.put(backend, ticket, now);
        if matches!(put, Put::New | Put::Changed | Put::Left) {
            self.follow(before.as_ref(), &id);
        }
        if let Some(customer) = customer {
            self.customers.learn(customer);
        }
        put
    }

    pub(in crate::app) fn remove(&mut self, id: &TicketId) -> Option<Ticket> {
        let before = self.queue.key(id);
        let removed = self.queue.remove(id);
        self.follow(before.as_ref(), id);
        removed
    }

    /// Ends a new synchronisation: what it did not see has left.
    pub(in crate::app) fn retain(
        &mut self,
        backend: &BackendId,
        stays: impl Fn(&TicketId) -> bool,
    ) -> Vec<TicketId> {
        let left = self.queue.retain(backend, stays);
        if !left.is_empty() {
            self.choose_anew();
        }
        left
    }

    pub(in crate::app) fn absorb(&mut self, other: Queue, now: DateTime<Utc>) {
        self.queue.absorb(other, now);
        self.customers.list(&self.queue);
        self.choose_anew();
    }

    /// Makes the view anew: other names, another choice, or a whole queue that came in.
    pub(in crate::app) fn choose_anew(&mut self) {
        self.view.choose(&self.queue, self.customers.names());
        self.settle();
    }

    fn follow(&mut self, before: Option<&Key>, id: &TicketId) {
        self.view.follow(before, id, &self.queue, self.customers.names());
        if self.selected() == Some(id) {
            // It may stand elsewhere now; if it left, the place where it stood finds the neighbour.
            self.selected = self.queue.key(id).or_else(|| self.selected.take());
        }
    }

    /// Puts the cursor on something that is listed, and in sight; once after each batch of changes.
    pub(in crate::app) fn settle(&mut self) {
        self.customers.sort_in();
        let view = &self.view;
        self.selected = match self.selected.take().filter(|_| self.held) {
            Some(key) if view.contains(&self.queue, &key) => Some(key),
            Some(key) => view.nearest(&self.queue, &key),
            None => view.first(&self.queue),
        };
        self.first = self.first_for(self.rows);
    }

    /// Moves the cursor by this many tickets, as far as there are any.
    pub(in crate::app) fn step(&mut self, by: isize) {
        let next = self.selected.as_ref().and_then(|from| self.view.step(&self.queue, from, by));
        self.selected = next.or_else(|| self.selected.take());
        self.settle();
    }

    pub(in crate::app) fn go_first(&mut self) {
        self.selected = self.view.first(&self.queue);
        self.settle();
    }

    pub(in crate::app) fn go_last(&mut self) {
        self.selected = self.view.last(&self.queue);
        self.settle();
    }

    /// Marks a ticket, if it is listed.
    pub(in crate::app) fn go_to(&mut self, id: &TicketId) {
        if let Some(key) = self.queue.key(id).filter(|key| self.view.contains(&self.queue, key)) {
            self.selected = Some(key);
            self.settle();
        }
    }

    /// From now on the cursor stays on its ticket.
    pub(in crate::app) fn hold(&mut self) {
        self.held = true;
    }

    /// Goes to the next ticket that is breached or at risk, from the top again after the last one.
    pub(in crate::app) fn next_urgent(&mut self, now: DateTime<Utc>) -> bool {
        let urgent = |key: &Key| {
            let standing = self.queue.get(key.id()).map(|ticket| Standing::of(ticket, now));
            matches!(standing, Some(Standing::Breached | Standing::AtRisk))
        };
        let after = self.selected.clone().map_or(Bound::Unbounded, Bound::Excluded);
        // What is owed stands first and by due, so the first that is on time ends the search.
        let next = self.view.from(&self.queue, &after).next().filter(urgent);
        let found = next.or_else(|| self.view.first(&self.queue).filter(urgent)).map(|key| key.id().clone());
        if let Some(id) = &found {
            self.go_to(id);
        }
        found.is_some()
    }

    /// Puts the typed filter in force.
    pub(in crate::app) fn apply_filter(&mut self) {
        self.view.set_filter(self.filter.text(), &self.queue, self.customers.names());
        self.settle();
    }

    /// Runs a command of the filter's text field.
    pub(in crate::app) fn edit_filter(&mut self, command: Command) -> Result<(), TooLong> {
        let fitted = self.filter.run(command);
        self.apply_filter();
        fitted
    }

    pub(in crate::app) fn toggle_resolved(&mut self) {
        let shown = !self.view.shows_resolved();
        self.view.show_resolved(shown, &self.queue, self.customers.names());
        self.settle();
    }

    pub(in crate::app) fn toggle_forgotten(&mut self, now: DateTime<Utc>) {
        let at = self.view.swept_at().is_none().then_some(now);
        self.view.sweep(at, &self.queue, self.customers.names());
        self.settle();
    }

    pub(in crate::app) fn toggle_signatures(&mut self) {
        let only = self.view.only().is_none().then_some(Kind::SignatureRequest);
        self.view.show_only(only, &self.queue, self.customers.names());
        self.settle();
    }

    /// Lists the tickets of the customers' line that is marked.
    pub(in crate::app) fn apply_scope(&mut self) {
        let scope = self.customers.scope();
        if scope != *self.view.scope() {
            self.view.set_scope(scope, &self.queue, self.customers.names());
            self.settle();
        }
    }

    pub(in crate::app) fn mark_news(&mut self, id: TicketId, now: Now) {
        if self.news.len() < MOST_NEWS {
            self.news.insert(id, now.mono + NEWS_FOR);
        }
    }

    /// Lets time pass: returns what was crossed, and drops the marks of what is no news any more.
    pub(in crate::app) fn pass(&mut self, desk_now: DateTime<Utc>, now: Now) -> Vec<Crossing> {
        self.news.retain(|_, until| *until > now.mono);
        self.queue.pass(desk_now)
    }
}
