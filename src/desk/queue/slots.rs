//! Where the tickets of a queue are held: each once, found by its id, pointed at by a small number.
//!
//! A slot's number is known in this folder only. It is 4 bytes where an id is 32, and a queue of 100,000 points at
//! each ticket several times.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::desk::rules::obligation::{Place, Standing};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{BackendId, LocalId, TicketId};

pub(super) type Slot = u32;

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub ticket: Ticket,
    backend: u16,
    /// As the counters have it.
    pub standing: Standing,
    /// The next threshold in microseconds since 1970; the end of time if there is none.
    pub next: i64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    entries: Vec<Option<Entry>>,
    free: Vec<Slot>,
    found: HashTable<Slot>,
    hasher: DefaultHashBuilder,
    backends: Vec<BackendId>,
}

impl Slots {
    pub fn with_room(tickets: usize) -> Self {
        Self {
            entries: Vec::with_capacity(tickets),
            found: HashTable::with_capacity(tickets),
            ..Self::default()
        }
    }

    pub fn len(&self) -> usize {
        self.found.len()
    }

    pub fn find(&self, id: &TicketId) -> Option<Slot> {
        let backend = self.backends.iter().position(|known| *known == id.backend)?;
        let backend = u16::try_from(backend).ok()?;
        let is_it = |slot: &Slot| self.get(*slot).is_some_and(|entry| entry.is(backend, &id.local));
        self.found.find(self.hash(backend, &id.local), is_it).copied()
    }

    pub fn get(&self, slot: Slot) -> Option<&Entry> {
        self.entries.get(slot as usize)?.as_ref()
    }

    pub fn get_mut(&mut self, slot: Slot) -> Option<&mut Entry> {
        self.entries.get_mut(slot as usize)?.as_mut()
    }

    /// Takes in a ticket that is not there yet.
    pub fn insert(&mut self, backend: &BackendId, ticket: Ticket, standing: Standing, next: i64) -> Slot {
        let backend = self.number_of(backend);
        let hash = self.hash(backend, &ticket.id);
        let entry = Entry { ticket, backend, standing, next };
        let slot = if let Some(slot) = self.free.pop() {
            self.entries[slot as usize] = Some(entry);
            slot
        } else {
            self.entries.push(Some(entry));
            Slot::try_from(self.entries.len() - 1).expect("a queue holds fewer than four billion tickets")
        };
        let (entries, hasher) = (&self.entries, &self.hasher);
        self.found.insert_unique(hash, slot, |slot| {
            entries[*slot as usize]
                .as_ref()
                .map_or(0, |entry| hasher.hash_one((entry.backend, &entry.ticket.id)))
        });
        slot
    }

    pub fn remove(&mut self, slot: Slot) -> Option<Entry> {
        let entry = self.get(slot)?;
        let hash = self.hash(entry.backend, &entry.ticket.id);
        if let Ok(found) = self.found.find_entry(hash, |candidate| *candidate == slot) {
            found.remove();
        }
        self.free.push(slot);
        self.entries[slot as usize].take()
    }

    pub fn backend(&self, entry: &Entry) -> &BackendId {
        &self.backends[usize::from(entry.backend)]
    }

    /// Where a ticket stands; nowhere if the slot is empty.
    pub fn place(&self, slot: Slot) -> Option<Place<'_>> {
        let entry = self.get(slot)?;
        Place::of(self.backend(entry), &entry.ticket)
    }

    fn number_of(&mut self, backend: &BackendId) -> u16 {
        let known = self.backends.iter().position(|known| known == backend).unwrap_or_else(|| {
            self.backends.push(backend.clone());
            self.backends.len() - 1
        });
        u16::try_from(known).expect("a console watches fewer than 65,536 backends")
    }

    fn hash(&self, backend: u16, local: &LocalId) -> u64 {
        self.hasher.hash_one((backend, local))
    }
}

impl Entry {
    fn is(&self, backend: u16, local: &LocalId) -> bool {
        self.backend == backend && self.ticket.id == *local
    }
}
