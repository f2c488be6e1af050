//! The order of a whole queue: slots in sorted runs, so that a place is found, taken and given up in logarithmic
//! time, and a page is read from memory that lies together.

use std::ops::Bound;

use crate::desk::queue::slots::{Slot, Slots};
use crate::desk::rules::obligation::{Key, Place};

/// How long a run grows before it is split.
const LONGEST_RUN: usize = 512;

#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    /// None is empty.
    runs: Vec<Vec<Slot>>,
}

/// Where in the runs a place is.
#[derive(Clone, Copy)]
struct Found {
    run: usize,
    index: usize,
}

impl Order {
    /// Takes slots that are sorted already.
    pub fn sorted(slots: &[Slot]) -> Self {
        Self { runs: slots.chunks(LONGEST_RUN / 2).map(<[Slot]>::to_vec).collect() }
    }

    pub fn insert(&mut self, slot: Slot, slots: &Slots) {
        let Some(place) = slots.place(slot) else { return };
        let found = self.first_not(slots, |other| *other < place);
        if self.runs.is_empty() {
            self.runs.push(vec![slot]);
            return;
        }
        // Behind everything: the last run grows.
        let found = if found.run == self.runs.len() {
            Found { run: found.run - 1, index: self.runs[found.run - 1].len() }
        } else {
            found
        };
        let run = &mut self.runs[found.run];
        run.insert(found.index, slot);
        if run.len() > LONGEST_RUN {
            let rest = run.split_off(LONGEST_RUN / 2);
            self.runs.insert(found.run + 1, rest);
        }
    }

    /// Takes a slot out; its ticket must still be as it was when it was inserted.
    pub fn remove(&mut self, slot: Slot, slots: &Slots) {
        let Some(place) = slots.place(slot) else { return };
        let found = self.first_not(slots, |other| *other < place);
        let Some(run) = self.runs.get_mut(found.run).filter(|run| run.get(found.index) == Some(&slot)) else {
            return;
        };
        run.remove(found.index);
        if run.is_empty() {
            self.runs.remove(found.run);
        }
    }

    /// The slots from a place on, in order; from the end backwards if read from behind.
    pub fn from<'a>(
        &'a self,
        from: &Bound<Key>,
        slots: &Slots,
    ) -> impl DoubleEndedIterator<Item = Slot> + 'a {
        let found = match from {
            Bound::Unbounded => Found { run: 0, index: 0 },
            Bound::Included(key) => self.first_not(slots, |other| *other < key.place()),
            Bound::Excluded(key) => self.first_not(slots, |other| *other <= key.place()),
        };
        let rest = self.runs.get(found.run).map_or(&[][..], |run| &run[found.index..]);
        rest.iter().chain(self.runs.iter().skip(found.run + 1).flatten()).copied()
    }

    /// The slots before a place, the nearest first.
    pub fn before<'a>(&'a self, key: &Key, slots: &Slots) -> impl Iterator<Item = Slot> + 'a {
        let found = self.first_not(slots, |other| *other < key.place());
        let part = self.runs.get(found.run).map_or(&[][..], |run| &run[..found.index]);
        part.iter().rev().chain(self.runs[..found.run].iter().rev().flat_map(|run| run.iter().rev())).copied()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Slot> + '_ {
        self.runs.iter().flatten().copied()
    }

    fn first_not(&self, slots: &Slots, is_before: impl Fn(&Place<'_>) -> bool) -> Found {
        let stands_before = |slot: &Slot| slots.place(*slot).is_some_and(|place| is_before(&place));
        let run = self.runs.partition_point(|run| run.last().is_some_and(stands_before));
        let index = self.runs.get(run).map_or(0, |run| run.partition_point(stands_before));
        Found { run, index }
    }
}
