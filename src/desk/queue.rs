//! Tickets in the order in which they must be worked, kept so by what changes.
//!
//! Nothing here costs in proportion to the queue but loading it: a changed ticket is re-keyed in one ordered
//! set, counters and crossings follow it, and time only pops what it crossed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::names::{BackendId, CustomerId, TicketId};
use super::obligation::{Key, Rank, Standing, Threshold, next_threshold};
use super::ticket::Ticket;

/// A customer of one backend: two backends may name theirs alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerKey {
    pub backend: BackendId,
    pub customer: CustomerId,
}

/// What a customer's line counts; resolved tickets are in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub open: usize,
    pub breached: usize,
    pub at_risk: usize,
}

/// A ticket passed one of its thresholds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    pub id: TicketId,
    /// The instant that was passed (UTC), not the one at which it was noticed.
    pub at: DateTime<Utc>,
    pub threshold: Threshold,
}

/// What became of a ticket that was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    New,
    Changed,
    /// The same copy, or a newer one, is already there.
    Older,
    /// It has left the queue for good (closed, void).
    Left,
}

/// All tickets of all backends.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    entries: HashMap<TicketId, Box<Entry>>,
    order: BTreeSet<Key>,
    total: Counts,
    by_customer: BTreeMap<CustomerKey, Counts>,
    /// The next threshold of every ticket that has one ahead.
    ahead: BTreeSet<(DateTime<Utc>, Threshold, TicketId)>,
    /// The last instant up to which thresholds were taken out of `ahead`.
    passed: DateTime<Utc>,
    names: Names,
}

#[derive(Clone, Debug)]
struct Entry {
    ticket: Ticket,
    /// As the counters have it.
    standing: Standing,
    next: Option<(DateTime<Utc>, Threshold)>,
}

impl PartialEq for Queue {
    /// Two queues are equal if they hold the same tickets: all else follows from them.
    fn eq(&self, other: &Self) -> bool {
        self.order.len() == other.order.len()
            && self.order.iter().all(|key| self.get(key.id()) == other.get(key.id()))
    }
}

impl Queue {
    /// Puts a ticket in its place. An older copy never replaces a newer one.
    pub fn put(&mut self, backend: &BackendId, mut ticket: Ticket, now: DateTime<Utc>) -> Put {
        let id = TicketId { backend: backend.clone(), local: ticket.id.clone() };
        let known = self.entries.get(&id).map(|entry| is_news(&entry.ticket, &ticket));
        if known == Some(false) {
            return Put::Older;
        }
        self.remove(&id);
        let Some(key) = Key::of(backend, &ticket) else { return Put::Left };
        self.names.share(&mut ticket);
        let standing = Standing::of(&ticket, now);
        self.count(&id.backend, &ticket, standing, add_one);
        let next = next_threshold(&ticket, now);
        if let Some((at, threshold)) = next {
            self.ahead.insert((at, threshold, id.clone()));
        }
        self.order.insert(key);
        self.entries.insert(id, Box::new(Entry { ticket, standing, next }));
        if known.is_some() { Put::Changed } else { Put::New }
    }

    /// Takes a ticket out; nothing happens if it is not there.
    pub fn remove(&mut self, id: &TicketId) -> Option<Ticket> {
        let entry = self.entries.remove(id)?;
        if let Some(key) = Key::of(&id.backend, &entry.ticket) {
            self.order.remove(&key);
        }
        if let Some((at, threshold)) = entry.next {
            self.ahead.remove(&(at, threshold, id.clone()));
        }
        self.count(&id.backend, &entry.ticket, entry.standing, take_one);
        Some(entry.ticket)
    }

    /// Takes in another queue, such as a loaded snapshot; at no cost if this one is empty.
    pub fn absorb(&mut self, other: Self, now: DateTime<Utc>) {
        if self.entries.is_empty() {
            *self = other;
            return;
        }
        for key in other.order {
            if let Some(entry) = other.entries.get(key.id()) {
                self.put(&key.id().backend, entry.ticket.clone(), now);
            }
        }
    }

    /// Takes out every ticket of a backend that `stays` does not want: the end of a new synchronisation.
    pub fn retain(&mut self, backend: &BackendId, stays: impl Fn(&TicketId) -> bool) -> Vec<TicketId> {
        let leaving: Vec<TicketId> = self
            .order
            .iter()
            .map(Key::id)
            .filter(|id| id.backend == *backend && !stays(id))
            .cloned()
            .collect();
        for id in &leaving {
            self.remove(id);
        }
        leaving
    }

    /// Returns what was crossed up to `now`, in the order of time, and counts it.
    pub fn pass(&mut self, now: DateTime<Utc>) -> Vec<Crossing> {
        let mut crossed = Vec::new();
        while self.ahead.first().is_some_and(|(at, ..)| *at <= now) {
            let Some((at, threshold, id)) = self.ahead.pop_first() else { break };
            self.recount(&id, at, now);
            crossed.push(Crossing { id, at, threshold });
        }
        self.passed = self.passed.max(now);
        crossed
    }

    fn recount(&mut self, id: &TicketId, crossed: DateTime<Utc>, now: DateTime<Utc>) {
        let Some(entry) = self.entries.get_mut(id) else { return };
        let before = entry.standing;
        entry.standing = Standing::of(&entry.ticket, now);
        entry.next = next_threshold(&entry.ticket, crossed);
        if let Some((at, threshold)) = entry.next {
            self.ahead.insert((at, threshold, id.clone()));
        }
        let (ticket, after) = (entry.ticket.clone(), entry.standing);
        self.count(&id.backend, &ticket, before, take_one);
        self.count(&id.backend, &ticket, after, add_one);
    }

    fn count(&mut self, backend: &BackendId, ticket: &Ticket, standing: Standing, change: fn(&mut usize)) {
        if !ticket.status.is_live() {
            return;
        }
        let customer = CustomerKey { backend: backend.clone(), customer: ticket.customer.clone() };
        let own = self.by_customer.entry(customer).or_default();
        for counts in [&mut self.total, own] {
            change(&mut counts.open);
            match standing {
                Standing::Breached => change(&mut counts.breached),
                Standing::AtRisk => change(&mut counts.at_risk),
                Standing::NothingOwed | Standing::OnTime => {}
            }
        }
    }

    /// The next instant (UTC) at which [`Self::pass`] has something to tell.
    pub fn next_crossing(&self) -> Option<DateTime<Utc>> {
        self.ahead.first().map(|(at, ..)| *at)
    }

    /// The nearest due that is still ahead (UTC), for the pace of polling.
    pub fn nearest_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.order.range(Key::bound(Rank::Owed, now)..).next().and_then(|key| self.get(key.id())?.due())
    }

    /// Returns where a ticket stands.
    pub fn key(&self, id: &TicketId) -> Option<Key> {
        Key::of(&id.backend, self.get(id)?)
    }

    pub fn get(&self, id: &TicketId) -> Option<&Ticket> {
        self.entries.get(id).map(|entry| &entry.ticket)
    }

    /// Tells how many tickets there are, resolved ones included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn total(&self) -> Counts {
        self.total
    }

    pub fn counts(&self, customer: &CustomerKey) -> Counts {
        self.by_customer.get(customer).copied().unwrap_or_default()
    }

    /// The customers who have or had a ticket here, in the order of their keys.
    pub fn customers(&self) -> impl Iterator<Item = (&CustomerKey, Counts)> {
        self.by_customer.iter().map(|(customer, counts)| (customer, *counts))
    }

    /// All keys, in the order of the queue; resolved tickets stand last.
    pub fn order(&self) -> &BTreeSet<Key> {
        &self.order
    }
}

fn add_one(count: &mut usize) {
    *count += 1;
}

fn take_one(count: &mut usize) {
    *count = count.saturating_sub(1);
}

/// A calendar that changed moves the due without a new fact, so an equal version may still be news.
fn is_news(known: &Ticket, ticket: &Ticket) -> bool {
    ticket.version > known.version || (ticket.version == known.version && ticket != known)
}

/// Names that many tickets share are held once.
#[derive(Clone, Debug, Default)]
struct Names(HashSet<Arc<str>>);

impl Names {
    fn share(&mut self, ticket: &mut Ticket) {
        ticket.customer.share(&mut self.0);
        ticket.calendar.share(&mut self.0);
        if let Some(owner) = &mut ticket.owner {
            owner.share(&mut self.0);
        }
        if let Some(contact) = &mut ticket.contact {
            contact.share(&mut self.0);
        }
    }
}
