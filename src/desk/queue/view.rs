//! What a queue pane lists: some customers' tickets, those that match a filter, with or without resolved ones.
//!
//! The whole queue is listed from its own order, at no cost. Any narrower view keeps its own ordered set: it is
//! made when it is chosen, and follows each changed ticket after that.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use chrono::{DateTime, Utc};

use crate::desk::queue::search::Needle;
use crate::desk::queue::{CustomerKey, Queue};
use crate::desk::rules::obligation::{Key, Rank};
use crate::desk::rules::sweep::Forgotten;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::status::Kind;

/// Whose tickets are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    All,
    /// One customer, or those of one manager.
    Customers(BTreeSet<CustomerKey>),
}

/// Customers' names, as far as they are known: they are searched too.
pub type CustomerNames = BTreeMap<CustomerKey, SafeLine>;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    scope: Scope,
    filter: Needle,
    resolved: bool,
    /// The only kind of ticket that is listed, if it is only one.
    only: Option<Kind>,
    /// The instant at which the forgotten were looked for, while only they are listed.
    swept_at: Option<DateTime<Utc>>,
    /// `None` while the whole queue is listed.
    chosen: Option<BTreeSet<Key>>,
}

impl View {
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    pub fn shows_resolved(&self) -> bool {
        self.resolved
    }

    pub fn only(&self) -> Option<Kind> {
        self.only
    }

    /// Lists only the tickets of one kind, or all again.
    pub fn show_only(&mut self, only: Option<Kind>, queue: &Queue, names: &CustomerNames) {
        self.only = only;
        self.choose(queue, names);
    }

    pub fn swept_at(&self) -> Option<DateTime<Utc>> {
        self.swept_at
    }

    /// Lists only the tickets that are forgotten at an instant, or all again.
    pub fn sweep(&mut self, at: Option<DateTime<Utc>>, queue: &Queue, names: &CustomerNames) {
        self.swept_at = at;
        self.choose(queue, names);
    }

    pub fn is_filtered(&self) -> bool {
        !self.filter.is_empty()
    }

    pub fn set_scope(&mut self, scope: Scope, queue: &Queue, names: &CustomerNames) {
        self.scope = scope;
        self.choose(queue, names);
    }

    pub fn set_filter(&mut self, query: &str, queue: &Queue, names: &CustomerNames) {
        let filter = Needle::new(query);
        let narrows = filter.narrows(&self.filter);
        self.filter = filter;
        match self.chosen.take() {
            // Typing on only takes away from what is listed already.
            Some(mut keys) if narrows => {
                keys.retain(|key| {
                    queue.get(key.id()).is_some_and(|ticket| self.lists(&key.id().backend, ticket, names))
                });
                self.chosen = Some(keys);
            }
            _ => self.choose(queue, names),
        }
    }

    pub fn show_resolved(&mut self, resolved: bool, queue: &Queue, names: &CustomerNames) {
        self.resolved = resolved;
        self.choose(queue, names);
    }

    /// Makes the view anew: after another choice, or after a whole queue was loaded.
    pub fn choose(&mut self, queue: &Queue, names: &CustomerNames) {
        let whole = self.scope == Scope::All
            && self.filter.is_empty()
            && self.swept_at.is_none()
            && self.only.is_none();
        self.chosen = (!whole).then(|| {
            let listed = |(backend, ticket): &(&BackendId, &Ticket)| self.lists(backend, ticket, names);
            queue.tickets().filter(listed).filter_map(|(backend, ticket)| Key::of(backend, ticket)).collect()
        });
    }

    /// Follows one ticket that was put into the queue or taken out; `before` is where it stood.
    pub fn follow(&mut self, before: Option<&Key>, id: &TicketId, queue: &Queue, names: &CustomerNames) {
        let listed = queue.get(id).is_some_and(|ticket| self.lists(&id.backend, ticket, names));
        let Some(keys) = &mut self.chosen else { return };
        if let Some(before) = before {
            keys.remove(before);
        }
        if let Some(key) = queue.key(id).filter(|_| listed) {
            keys.insert(key);
        }
    }

    fn lists(&self, backend: &BackendId, ticket: &Ticket, names: &CustomerNames) -> bool {
        let customer = CustomerKey { backend: backend.clone(), customer: ticket.customer.clone() };
        let in_scope = match &self.scope {
            Scope::All => true,
            Scope::Customers(customers) => customers.contains(&customer),
        };
        let is_wanted = self.only.is_none_or(|kind| ticket.kind == kind)
            && self.swept_at.is_none_or(|at| Forgotten::of(ticket, at).is_some());
        in_scope && is_wanted && (self.filter.is_empty() || self.matches(ticket, names.get(&customer)))
    }

    fn matches(&self, ticket: &Ticket, customer: Option<&SafeLine>) -> bool {
        let name = customer.map_or(ticket.customer.as_str(), SafeLine::shown);
        let owner = ticket.owner.as_ref().map_or("", |owner| owner.as_str());
        self.filter.matches(&[ticket.id.as_str(), ticket.subject.shown(), name, owner])
    }

    fn end(&self) -> Bound<Key> {
        if self.resolved { Bound::Unbounded } else { Bound::Excluded(Key::start_of(Rank::Resolved)) }
    }

    /// The listed keys from a place on, in order.
    pub fn from(&self, queue: &Queue, place: &Bound<Key>) -> impl Iterator<Item = Key> {
        let end = self.end();
        let (chosen, whole) = match &self.chosen {
            Some(_) if is_behind(place, &end) => (None, None),
            Some(keys) => (Some(keys.range((place.clone(), end.clone())).cloned()), None),
            None => (None, Some(queue.from(place))),
        };
        let is_listed = move |key: &Key| match &end {
            Bound::Excluded(end) => key < end,
            _ => true,
        };
        chosen.into_iter().flatten().chain(whole.into_iter().flatten().take_while(is_listed))
    }

    /// The listed keys before a place, the nearest first.
    pub fn before(&self, queue: &Queue, place: &Key) -> impl Iterator<Item = Key> {
        let (chosen, whole) = match &self.chosen {
            Some(keys) => (Some(keys.range(..place.clone()).rev().cloned()), None),
            None => (None, Some(queue.before(place))),
        };
        chosen.into_iter().flatten().chain(whole.into_iter().flatten())
    }

    pub fn first(&self, queue: &Queue) -> Option<Key> {
        self.from(queue, &Bound::Unbounded).next()
    }

    pub fn last(&self, queue: &Queue) -> Option<Key> {
        let end = if self.resolved { Key::end() } else { Key::start_of(Rank::Resolved) };
        self.before(queue, &end).next()
    }

    pub fn contains(&self, queue: &Queue, key: &Key) -> bool {
        let listed = match &self.chosen {
            Some(keys) => keys.contains(key),
            None => queue.key(key.id()).as_ref() == Some(key),
        };
        listed && (self.resolved || key.rank() != Rank::Resolved)
    }

    /// Goes `by` tickets down (or up, if negative), as far as there are any.
    pub fn step(&self, queue: &Queue, from: &Key, by: isize) -> Option<Key> {
        if by < 0 {
            return self.before(queue, from).take(by.unsigned_abs()).last();
        }
        self.from(queue, &Bound::Excluded(from.clone())).take(by.unsigned_abs()).last()
    }

    /// The ticket that takes the cursor of one that left: the next one, else the one before.
    pub fn nearest(&self, queue: &Queue, place: &Key) -> Option<Key> {
        self.from(queue, &Bound::Included(place.clone())).next().or_else(|| self.before(queue, place).next())
    }

    /// How many tickets are listed. Only a filter over resolved tickets has to count.
    pub fn len(&self, queue: &Queue) -> usize {
        match (&self.chosen, self.resolved) {
            (None, false) => queue.total().open,
            (None, true) => queue.len(),
            (Some(keys), true) => keys.len(),
            (Some(keys), false) => keys.len() - keys.range(Key::start_of(Rank::Resolved)..).count(),
        }
    }

    pub fn is_empty(&self, queue: &Queue) -> bool {
        self.first(queue).is_none()
    }
}

/// A range that ends before it begins is a panic in the standard library, and nothing here.
fn is_behind(place: &Bound<Key>, end: &Bound<Key>) -> bool {
    match (place, end) {
        (Bound::Included(place) | Bound::Excluded(place), Bound::Excluded(end)) => place >= end,
        _ => false,
    }
}
