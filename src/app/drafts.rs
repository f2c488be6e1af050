//! Texts that are not sent: what was left for another time, and what of it the disk does not have yet.
//!
//! A draft has the name of the action that it will be, drawn when it is begun. So recording the action takes the
//! draft over in the same step on disk, and one of the two is always there. While the outbox still has an action of
//! the draft's name, the draft is that action written anew: it goes in its place, and the old words never by themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::desk::action::Action;
use crate::desk::names::{ActionId, BackendId, TicketId};
use crate::desk::ticket::Version;

use super::compose::{Compose, Purpose};
use super::doubt::Own;
use super::effect::Effect;
use super::now::Now;
use super::outbox::Outbox;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub id: ActionId,
    pub ticket: TicketId,
    pub purpose: Purpose,
    pub text: String,
    /// The version that its author saw when it was begun, or when last told of something new.
    pub seen: Version,
}

impl Draft {
    /// The text of an action, to be written on.
    pub fn of(action: &Action) -> Option<Self> {
        let (purpose, body) = Purpose::of(&action.change)?;
        Some(Self {
            id: action.id,
            ticket: action.ticket.clone(),
            purpose,
            text: body.raw().to_owned(),
            seen: action.seen,
        })
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts {
    /// In the order in which they were left. The open text is not among them.
    kept: Vec<Draft>,
    /// Texts, also the open one, that the disk does not have as they are; and when (on `mono`) it shall get them.
    unsaved: BTreeMap<ActionId, Duration>,
    /// The disk was asked and has not answered.
    writing: BTreeSet<ActionId>,
    /// The disk may have a text under these names.
    on_disk: BTreeSet<ActionId>,
}

/// How long after the first unsaved key a text is saved, also while the keys go on: less than a second is at risk.
const SOON: Duration = Duration::from_millis(400);
/// How long a disk that failed is left alone.
const REST: Duration = Duration::from_secs(5);

impl Drafts {
    pub fn iter(&self) -> impl Iterator<Item = &Draft> {
        self.kept.iter()
    }

    pub fn len(&self) -> usize {
        self.kept.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    pub fn get(&self, id: ActionId) -> Option<&Draft> {
        self.kept.iter().find(|draft| draft.id == id)
    }

    /// Tells whether a text was left on a ticket.
    pub fn has(&self, ticket: &TicketId) -> bool {
        self.kept.iter().any(|draft| draft.ticket == *ticket)
    }

    /// Keeps a text that is left; it takes the place of no other.
    pub(super) fn keep(&mut self, draft: Draft) {
        self.kept.retain(|kept| kept.id != draft.id);
        self.kept.push(draft);
    }

    /// Takes in what an earlier run or a dead console left.
    pub(super) fn restore(&mut self, left: Vec<Draft>, open: Option<ActionId>) -> usize {
        let before = self.kept.len();
        let known = |drafts: &Self, id| open == Some(id) || drafts.get(id).is_some();
        for draft in left {
            self.on_disk.insert(draft.id);
            if !known(self, draft.id) {
                self.kept.push(draft);
            }
        }
        self.kept.len() - before
    }

    /// Gives one text back to its author.
    pub(super) fn take_one(&mut self, id: ActionId) -> Option<Draft> {
        let at = self.kept.iter().position(|draft| draft.id == id)?;
        Some(self.kept.remove(at))
    }

    /// Gives what was left for a purpose back to its author: all of it, as one text; and the drafts that it was.
    /// What is written anew out of an action is not among it: it has its own place.
    pub(super) fn take(
        &mut self,
        ticket: &TicketId,
        purpose: Purpose,
        outbox: &Outbox,
    ) -> Option<(Draft, Vec<ActionId>)> {
        let wanted = |draft: &Draft| {
            draft.ticket == *ticket && draft.purpose.is_like(purpose) && outbox.get(draft.id).is_none()
        };
        let mut found = self.kept.extract_if(.., |draft| wanted(draft));
        let mut whole = found.next()?;
        let mut absorbed = Vec::new();
        for other in found {
            whole.text = joined(&whole.text, &other.text);
            // What any of them did not see is news to the whole.
            whole.seen = whole.seen.min(other.seen);
            absorbed.push(other.id);
        }
        Some((whole, absorbed))
    }

    /// Its author does not want it any more.
    #[must_use]
    pub(super) fn forget(&mut self, id: ActionId) -> Option<Effect> {
        self.kept.retain(|draft| draft.id != id);
        self.unsaved.remove(&id);
        self.on_disk.remove(&id).then_some(Effect::ForgetDraft(id))
    }

    /// It is an action now, also on disk.
    pub(super) fn became_action(&mut self, id: ActionId) {
        self.unsaved.remove(&id);
        self.on_disk.remove(&id);
    }

    /// Leaves those of a backend to another day: it has another store than the one that they were written for.
    pub(super) fn set_aside(&mut self, backend: &BackendId) {
        let (aside, kept) = std::mem::take(&mut self.kept)
            .into_iter()
            .partition(|draft: &Draft| draft.ticket.backend == *backend);
        self.kept = kept;
        self.unsaved.retain(|id, _| aside.iter().all(|draft| draft.id != *id));
    }

    /// One's own delivery is no news to what one was writing.
    pub(super) fn rebase(&mut self, ticket: &TicketId, own: Own<'_>, now: Now) {
        for draft in self.kept.iter_mut().filter(|draft| draft.ticket == *ticket) {
            let seen = own.rebase(draft.seen);
            if seen != std::mem::replace(&mut draft.seen, seen) {
                self.unsaved.entry(draft.id).or_insert(now.mono + SOON);
            }
        }
    }

    /// A key changed a text.
    pub(super) fn touched(&mut self, id: ActionId, now: Now) {
        self.unsaved.entry(id).or_insert(now.mono + SOON);
    }

    /// A text must be on disk before anything else happens to it.
    pub(super) fn save_at_once(&mut self, id: ActionId) {
        self.unsaved.insert(id, Duration::ZERO);
    }

    pub(super) fn save_all_at_once(&mut self) {
        self.unsaved.values_mut().for_each(|due| *due = Duration::ZERO);
    }

    /// The disk gets what is due, each text as it is now.
    pub(super) fn due(&mut self, open: Option<&Compose>, now: Now) -> Vec<Effect> {
        let is_due = |id: &ActionId, due: &Duration| now.mono >= *due && !self.writing.contains(id);
        let ids: Vec<ActionId> =
            self.unsaved.iter().filter(|(id, due)| is_due(id, due)).map(|(id, _)| *id).collect();
        let mut effects = Vec::new();
        for id in ids {
            self.unsaved.remove(&id);
            let open = open.filter(|compose| compose.draft == id).map(Compose::draft);
            let Some(draft) = open.or_else(|| self.get(id).cloned()) else { continue };
            if draft.text.trim().is_empty() {
                effects.extend(self.on_disk.remove(&id).then_some(Effect::ForgetDraft(id)));
                continue;
            }
            self.writing.insert(id);
            self.on_disk.insert(id);
            effects.push(Effect::KeepDraft { draft, instead_of: Vec::new() });
        }
        effects
    }

    /// Asks the disk to keep one text in the place of several.
    pub(super) fn unite(&mut self, draft: Draft, instead_of: Vec<ActionId>) -> Effect {
        for id in instead_of.iter().chain([&draft.id]) {
            self.unsaved.remove(id);
            self.on_disk.remove(id);
        }
        self.writing.insert(draft.id);
        self.on_disk.insert(draft.id);
        Effect::KeepDraft { draft, instead_of }
    }

    pub(super) fn saved(&mut self, id: ActionId) {
        self.writing.remove(&id);
    }

    /// What could not be saved is tried again, as it will be then.
    pub(super) fn not_saved(&mut self, id: ActionId, now: Now) {
        self.writing.remove(&id);
        self.unsaved.insert(id, now.mono + REST);
    }

    /// Nobody can wait for the disk any longer.
    pub(super) fn give_up(&mut self) {
        self.unsaved.clear();
    }

    /// Whether the disk has everything, or nothing more can be done.
    pub(super) fn is_saved(&self) -> bool {
        self.unsaved.is_empty() && self.writing.is_empty()
    }

    /// When (on `mono`) the disk shall get the next text.
    pub(super) fn next_save(&self) -> Option<Duration> {
        self.unsaved.iter().filter(|(id, _)| !self.writing.contains(id)).map(|(_, due)| *due).min()
    }
}

/// Both texts: no word of either is left out, and none is there twice if one holds the other.
pub fn joined(one: &str, other: &str) -> String {
    if one.contains(other) {
        one.to_owned()
    } else if other.contains(one) {
        other.to_owned()
    } else {
        format!("{one}\n\n{other}")
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::names::LocalId;

    use super::*;

    fn draft(id: u128, text: &str) -> Draft {
        Draft {
            id: ActionId(uuid::Uuid::from_u128(id)),
            ticket: TicketId { backend: BackendId::new("desk"), local: LocalId::new("T1") },
            purpose: Purpose::Note,
            text: text.to_owned(),
            seen: Version(1),
        }
    }

    fn now(millis: u64) -> Now {
        Now { wall: chrono::DateTime::UNIX_EPOCH, mono: Duration::from_millis(millis) }
    }

    #[test]
    fn a_draft_never_takes_the_place_of_another() {
        let mut drafts = Drafts::default();
        drafts.keep(draft(1, "first"));
        drafts.keep(draft(2, "second"));
        drafts.keep(draft(3, "first and more"));
        let (whole, absorbed) = drafts.take(&draft(1, "").ticket, Purpose::Note, &Outbox::default()).unwrap();
        assert_eq!(whole.text, "first\n\nsecond\n\nfirst and more");
        assert_eq!(absorbed, [draft(2, "").id, draft(3, "").id]);
        assert!(drafts.is_empty());
    }

    #[test]
    fn keys_that_never_stop_do_not_put_the_saving_off() {
        let mut drafts = Drafts::default();
        drafts.keep(draft(1, "a"));
        let mut saved = Vec::new();
        for millis in (0..3000).step_by(50) {
            drafts.touched(draft(1, "").id, now(millis));
            if !drafts.due(None, now(millis)).is_empty() {
                saved.push(millis);
                drafts.saved(draft(1, "").id);
            }
        }
        assert!(saved.windows(2).all(|pair| pair[1] - pair[0] <= 500), "{saved:?}");
        assert!(saved.first().is_some_and(|first| *first <= 500), "{saved:?}");
    }

    #[test]
    fn a_disk_that_failed_is_asked_again_after_a_rest() {
        let mut drafts = Drafts::default();
        drafts.keep(draft(1, "a"));
        drafts.save_at_once(draft(1, "").id);
        assert_eq!(drafts.due(None, now(0)).len(), 1);
        assert!(!drafts.is_saved());
        drafts.not_saved(draft(1, "").id, now(0));
        assert!(drafts.due(None, now(4_999)).is_empty());
        assert_eq!(drafts.due(None, now(5_000)).len(), 1);
        drafts.saved(draft(1, "").id);
        assert!(drafts.is_saved());
    }
}
