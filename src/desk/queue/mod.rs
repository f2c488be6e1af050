//! Tickets in the order in which they must be worked, kept so by what changes.
//!
//! Nothing here costs in proportion to the queue but loading it: a changed ticket finds its new place, counters and
//! crossings follow it, and time only pops what it crossed.

mod order;
pub mod overview;
pub mod reading;
pub mod search;
mod slots;
pub mod view;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::ops::Bound;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use hashbrown::HashSet;

use crate::desk::rules::obligation::{Key, Owing, Place, Rank, Standing, Threshold, Unnamed, next_threshold};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::dues::Call;
use crate::desk::ticket::names::{BackendId, CustomerId, LocalId, TicketId};
use crate::desk::ticket::status::Version;
use order::Order;
use slots::{Entry, Slot, Slots};

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

/// A step back of the clock below this re-arms nothing: what was told some seconds early is told.
const STEP_BACK: TimeDelta = TimeDelta::seconds(10);

/// All tickets of all backends.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    slots: Slots,
    order: Order,
    total: Counts,
    by_customer: BTreeMap<CustomerKey, Counts>,
    /// The thresholds ahead, by instant in microseconds. One whose ticket changed since stays until its time comes,
    /// and is then known by not being the entry's `next`.
    ahead: BinaryHeap<Reverse<(i64, Threshold, Slot)>>,
    /// What was crossed up to here was told.
    passed: Option<DateTime<Utc>>,
    names: Names,
    /// The live tickets whose customers still owe the call that is required out of hours.
    calls: BTreeMap<CustomerKey, BTreeSet<LocalId>>,
}

impl PartialEq for Queue {
    /// Two queues are equal if they hold the same tickets: all else follows from them.
    fn eq(&self, other: &Self) -> bool {
        let tickets = |queue: &Self| -> Vec<_> { queue.keys().collect() };
        tickets(self) == tickets(other) && self.keys().all(|key| self.get(key.id()) == other.get(key.id()))
    }
}

impl Queue {
    /// Makes a queue of many tickets of one backend at once: sorted once instead of placed one by one.
    pub fn load(backend: &BackendId, tickets: impl IntoIterator<Item = Ticket>, now: DateTime<Utc>) -> Self {
        let tickets = tickets.into_iter();
        let most = tickets.size_hint().1.unwrap_or_default();
        let mut queue = Self { slots: Slots::with_room(most), passed: Some(now), ..Self::default() };
        let mut placed = Vec::with_capacity(most);
        for ticket in tickets {
            if let Some((slot, place)) = queue.take_in(backend, ticket, now, now) {
                placed.push((place, slot));
            }
        }
        // The few that share everything but the name are compared by it.
        placed.sort_unstable_by(|(place, slot), (other, other_slot)| {
            place.cmp(other).then_with(|| queue.slots.place(*slot).cmp(&queue.slots.place(*other_slot)))
        });
        let sorted: Vec<Slot> = placed.into_iter().map(|(_, slot)| slot).collect();
        queue.order = Order::sorted(&sorted);
        queue
    }

    /// Puts a ticket in its place. An older copy never replaces a newer one.
    pub fn put(&mut self, backend: &BackendId, ticket: Ticket, now: DateTime<Utc>) -> Put {
        let id = TicketId { backend: backend.clone(), local: ticket.id.clone() };
        let before = self.get(&id);
        let known = before.map(|known| is_news(known, &ticket));
        if known == Some(false) {
            return Put::Older;
        }
        // What was crossed since time last passed is not lost because the ticket changed meanwhile.
        let same_due = before.is_some_and(|before| due(before) == due(&ticket));
        let since = self.passed.filter(|_| same_due).map_or(now, |passed| passed.min(now));
        self.remove(&id);
        let Some((slot, _)) = self.take_in(backend, ticket, now, since) else { return Put::Left };
        self.order.insert(slot, &self.slots);
        if known.is_some() { Put::Changed } else { Put::New }
    }

    /// Lets the next copy of a ticket count, whatever its version: it is read otherwise by now.
    pub fn admit_any(&mut self, id: &TicketId) {
        if let Some(entry) = self.slots.find(id).and_then(|slot| self.slots.get_mut(slot)) {
            entry.ticket.version = Version(0);
        }
    }

    /// Holds and counts a ticket, and watches what it crosses after `since`; its place in the order is the caller's
    /// to give.
    fn take_in(
        &mut self,
        backend: &BackendId,
        mut ticket: Ticket,
        now: DateTime<Utc>,
        since: DateTime<Utc>,
    ) -> Option<(Slot, Unnamed)> {
        let place = Place::of(backend, &ticket)?.without_id();
        self.names.share(&mut ticket);
        let standing = Standing::of(&ticket, now);
        count(&mut self.total, &mut self.by_customer, backend, &ticket, standing, add_one);
        if let Some(customer) = owes_call(backend, &ticket) {
            self.calls.entry(customer).or_default().insert(ticket.id.clone());
        }
        let next = next_threshold(&ticket, since);
        let instant = next.map_or(i64::MAX, |(at, _)| at.timestamp_micros());
        let slot = self.slots.insert(backend, ticket, standing, instant);
        if let Some((_, threshold)) = next {
            self.watch(instant, threshold, slot);
        }
        Some((slot, place))
    }

    fn watch(&mut self, instant: i64, threshold: Threshold, slot: Slot) {
        // What changed often leaves much behind: once that is the greater part, it is swept out.
        if self.ahead.len() > 2 * self.slots.len() + 64 {
            let slots = &self.slots;
            self.ahead
                .retain(|Reverse((at, _, slot))| slots.get(*slot).is_some_and(|entry| entry.next == *at));
        }
        self.ahead.push(Reverse((instant, threshold, slot)));
    }

    /// Takes a ticket out; nothing happens if it is not there.
    pub fn remove(&mut self, id: &TicketId) -> Option<Ticket> {
        let slot = self.slots.find(id)?;
        self.order.remove(slot, &self.slots);
        let Entry { ticket, standing, .. } = self.slots.remove(slot)?;
        count(&mut self.total, &mut self.by_customer, &id.backend, &ticket, standing, take_one);
        if let Some(calls) =
            owes_call(&id.backend, &ticket).and_then(|customer| self.calls.get_mut(&customer))
        {
            calls.remove(&ticket.id);
        }
        Some(ticket)
    }

    /// Takes in another queue, such as a loaded snapshot; at no cost if this one is empty.
    pub fn absorb(&mut self, other: Self, now: DateTime<Utc>) {
        if self.is_empty() {
            *self = other;
            return;
        }
        for key in other.keys() {
            if let Some(ticket) = other.get(key.id()) {
                self.put(&key.id().backend, ticket.clone(), now);
            }
        }
    }

    /// Takes out every ticket of a backend that `stays` does not want: the end of a new synchronisation.
    pub fn retain(&mut self, backend: &BackendId, stays: impl Fn(&TicketId) -> bool) -> Vec<TicketId> {
        let leaving: Vec<TicketId> =
            self.keys().map(Key::into_id).filter(|id| id.backend == *backend && !stays(id)).collect();
        for id in &leaving {
            self.remove(id);
        }
        leaving
    }

    /// Returns what was crossed up to `now`, in the order of time, and counts it.
    pub fn pass(&mut self, now: DateTime<Utc>) -> Vec<Crossing> {
        let ahead_of = self.passed.replace(now).map_or(TimeDelta::zero(), |passed| passed - now);
        if ahead_of > STEP_BACK {
            self.rearm(now);
        }
        let mut crossed = Vec::new();
        let until = now.timestamp_micros();
        while self.ahead.peek().is_some_and(|Reverse((at, ..))| *at <= until) {
            let Some(Reverse((instant, threshold, slot))) = self.ahead.pop() else { break };
            crossed.extend(self.cross(instant, threshold, slot, now));
        }
        crossed
    }

    /// It was thought to be later than it is: what lies ahead again is watched again, and counted as it stands.
    fn rearm(&mut self, now: DateTime<Utc>) {
        self.ahead.clear();
        self.total = Counts::default();
        self.by_customer.values_mut().for_each(|counts| *counts = Counts::default());
        let slots: Vec<Slot> = self.order.iter().collect();
        for slot in slots {
            let Some(entry) = self.slots.get_mut(slot) else { continue };
            entry.standing = Standing::of(&entry.ticket, now);
            let next = next_threshold(&entry.ticket, now);
            entry.next = next.map_or(i64::MAX, |(at, _)| at.timestamp_micros());
            if let Some((at, threshold)) = next {
                self.ahead.push(Reverse((at.timestamp_micros(), threshold, slot)));
            }
            let Some(entry) = self.slots.get(slot) else { continue };
            let backend = self.slots.backend(entry);
            count(&mut self.total, &mut self.by_customer, backend, &entry.ticket, entry.standing, add_one);
        }
    }

    fn cross(
        &mut self,
        instant: i64,
        threshold: Threshold,
        slot: Slot,
        now: DateTime<Utc>,
    ) -> Option<Crossing> {
        let at = DateTime::from_timestamp_micros(instant)?;
        let entry = self.slots.get_mut(slot).filter(|entry| entry.next == instant)?;
        let before = std::mem::replace(&mut entry.standing, Standing::of(&entry.ticket, now));
        let next = next_threshold(&entry.ticket, at);
        entry.next = next.map_or(i64::MAX, |(at, _)| at.timestamp_micros());
        if let Some((at, threshold)) = next {
            self.ahead.push(Reverse((at.timestamp_micros(), threshold, slot)));
        }
        let entry = self.slots.get(slot)?;
        let backend = self.slots.backend(entry);
        count(&mut self.total, &mut self.by_customer, backend, &entry.ticket, before, take_one);
        count(&mut self.total, &mut self.by_customer, backend, &entry.ticket, entry.standing, add_one);
        let id = TicketId { backend: backend.clone(), local: entry.ticket.id.clone() };
        Some(Crossing { id, at, threshold })
    }

    /// The next instant (UTC) at which [`Self::pass`] may have something to tell.
    pub fn next_crossing(&self) -> Option<DateTime<Utc>> {
        self.ahead.peek().and_then(|Reverse((at, ..))| DateTime::from_timestamp_micros(*at))
    }

    /// The nearest due that is still ahead (UTC), for the pace of polling.
    pub fn nearest_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let from = Bound::Included(Key::bound(Rank::Owed, now));
        self.order.from(&from, &self.slots).next().and_then(|slot| {
            let ticket = &self.slots.get(slot)?.ticket;
            Owing::of(ticket).and_then(Owing::due)
        })
    }

    pub fn get(&self, id: &TicketId) -> Option<&Ticket> {
        self.slots.get(self.slots.find(id)?).map(|entry| &entry.ticket)
    }

    /// Returns where a ticket stands.
    pub fn key(&self, id: &TicketId) -> Option<Key> {
        Key::of(&id.backend, self.get(id)?)
    }

    /// Tells how many tickets there are, resolved ones included.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.len() == 0
    }

    pub fn total(&self) -> Counts {
        self.total
    }

    pub fn counts(&self, customer: &CustomerKey) -> Counts {
        self.by_customer.get(customer).copied().unwrap_or_default()
    }

    /// The tickets whose customers still owe a call, customer by customer.
    pub fn calls(&self) -> impl Iterator<Item = TicketId> + '_ {
        self.calls.iter().flat_map(|(customer, calls)| {
            calls.iter().map(|local| TicketId { backend: customer.backend.clone(), local: local.clone() })
        })
    }

    pub fn calls_owed(&self) -> usize {
        self.calls.values().map(BTreeSet::len).sum()
    }

    pub fn calls_owed_by(&self, customer: &CustomerKey) -> usize {
        self.calls.get(customer).map_or(0, BTreeSet::len)
    }

    /// The customers who have or had a ticket here, in the order of their keys.
    pub fn customers(&self) -> impl Iterator<Item = (&CustomerKey, Counts)> {
        self.by_customer.iter().map(|(customer, counts)| (customer, *counts))
    }

    /// All keys, in the order of the queue; resolved tickets stand last.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = Key> + '_ {
        self.order.iter().filter_map(|slot| self.key_of(slot))
    }

    /// The keys from a place on, in order; from the end backwards if read from behind.
    pub fn from(&self, place: &Bound<Key>) -> impl DoubleEndedIterator<Item = Key> + '_ {
        self.order.from(place, &self.slots).filter_map(|slot| self.key_of(slot))
    }

    /// The keys before a place, the nearest first.
    pub fn before(&self, place: &Key) -> impl Iterator<Item = Key> + '_ {
        self.order.before(place, &self.slots).filter_map(|slot| self.key_of(slot))
    }

    /// All tickets in order: for choosing a view, which has to look at each.
    pub fn tickets(&self) -> impl Iterator<Item = (&BackendId, &Ticket)> {
        self.order.iter().filter_map(|slot| {
            let entry = self.slots.get(slot)?;
            Some((self.slots.backend(entry), &entry.ticket))
        })
    }

    fn key_of(&self, slot: Slot) -> Option<Key> {
        let entry = self.slots.get(slot)?;
        Key::of(self.slots.backend(entry), &entry.ticket)
    }
}

/// Adds a ticket to the counts that it belongs to, or takes it from them.
fn count(
    total: &mut Counts,
    by_customer: &mut BTreeMap<CustomerKey, Counts>,
    backend: &BackendId,
    ticket: &Ticket,
    standing: Standing,
    change: fn(&mut usize),
) {
    if !ticket.status.is_live() {
        return;
    }
    let customer = CustomerKey { backend: backend.clone(), customer: ticket.customer.clone() };
    for counts in [total, by_customer.entry(customer).or_default()] {
        change(&mut counts.open);
        match standing {
            Standing::Breached => change(&mut counts.breached),
            Standing::AtRisk => change(&mut counts.at_risk),
            Standing::NothingOwed | Standing::OnTime | Standing::Objective | Standing::Overdue => {}
        }
    }
}

/// The customer who owes a call on a ticket.
fn owes_call(backend: &BackendId, ticket: &Ticket) -> Option<CustomerKey> {
    let owes = ticket.owed().is_some_and(|dues| dues.call == Call::Missing);
    owes.then(|| CustomerKey { backend: backend.clone(), customer: ticket.customer.clone() })
}

fn add_one(count: &mut usize) {
    *count += 1;
}

fn take_one(count: &mut usize) {
    *count = count.saturating_sub(1);
}

fn due(ticket: &Ticket) -> Option<DateTime<Utc>> {
    Owing::of(ticket).and_then(Owing::due)
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
