//! What a person typed and the disk does not have as it is now, by the names of the actions that it will be.

use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::ActionId;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How long after the first unsaved key a text is saved, also while the keys go on: less than a second is at risk.
const SOON: Duration = Duration::from_millis(400);

/// How long a disk that failed is left alone.
const REST: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::app) struct Saving {
    /// What the disk does not have as it is, and when (on `mono`) it shall get it.
    unsaved: BTreeMap<ActionId, Duration>,
    /// How often the disk was asked and has not answered.
    writing: BTreeMap<ActionId, usize>,
    /// The disk may have something under these names.
    on_disk: BTreeSet<ActionId>,
}

impl Saving {
    /// The disk has it, from an earlier run.
    pub fn found(&mut self, id: ActionId) {
        self.on_disk.insert(id);
    }

    /// A key changed it.
    pub fn touched(&mut self, id: ActionId, now: Now) {
        self.unsaved.entry(id).or_insert(now.mono + SOON);
    }

    /// It must be on disk before anything else happens to it.
    pub fn at_once(&mut self, id: ActionId) {
        self.unsaved.insert(id, Duration::ZERO);
    }

    pub fn all_at_once(&mut self) {
        self.unsaved.values_mut().for_each(|due| *due = Duration::ZERO);
    }

    /// What the disk shall get now: it is not unsaved any more.
    pub fn take_due(&mut self, now: Now) -> Vec<ActionId> {
        let is_due = |id: &ActionId, due: &Duration| now.mono >= *due && !self.writing.contains_key(id);
        let ids: Vec<ActionId> =
            self.unsaved.iter().filter(|(id, due)| is_due(id, due)).map(|(id, _)| *id).collect();
        self.unsaved.retain(|id, _| !ids.contains(id));
        ids
    }

    /// The disk is being asked to keep it.
    pub fn asked(&mut self, id: ActionId) {
        self.unsaved.remove(&id);
        *self.writing.entry(id).or_default() += 1;
        self.on_disk.insert(id);
    }

    /// Nobody wants it any more: the disk is told, if it may have it.
    #[must_use]
    pub fn forget(&mut self, id: ActionId) -> Option<Effect> {
        self.unsaved.remove(&id);
        self.on_disk.remove(&id).then_some(Effect::ForgetDraft(id))
    }

    /// It lives under another name from now on, also on disk.
    pub fn passed_on(&mut self, id: ActionId) {
        self.unsaved.remove(&id);
        self.on_disk.remove(&id);
    }

    /// It is left to another day as the disk has it.
    pub fn leave_out(&mut self, id: ActionId) {
        self.unsaved.remove(&id);
    }

    pub fn answered(&mut self, id: ActionId) {
        if let Some(count) = self.writing.get_mut(&id) {
            *count -= 1;
        }
        self.writing.retain(|_, count| *count > 0);
    }

    /// What could not be saved is tried again, as it will be then.
    pub fn failed(&mut self, id: ActionId, now: Now) {
        self.unsaved.insert(id, now.mono + REST);
    }

    /// Whether the disk has it as it is.
    pub fn has(&self, id: ActionId) -> bool {
        !self.unsaved.contains_key(&id) && !self.writing.contains_key(&id)
    }

    /// Nobody can wait for the disk any longer.
    pub fn give_up(&mut self) {
        self.unsaved.clear();
    }

    /// Whether the disk has everything, or nothing more can be done.
    pub fn is_done(&self) -> bool {
        self.unsaved.is_empty() && self.writing.is_empty()
    }

    /// When (on `mono`) the disk shall get the next.
    pub fn next(&self) -> Option<Duration> {
        self.unsaved.iter().filter(|(id, _)| !self.writing.contains_key(id)).map(|(_, due)| *due).min()
    }
}
