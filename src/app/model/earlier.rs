//! What waits and was made in an earlier life of a desk's store: it is kept back until its author says for what it is.

use crate::app::model::drafts::{Drafts, Unsent};
use crate::app::model::outbox::{Outbox, State};
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::desk::life::Life;
use crate::desk::ticket::names::{ActionId, BackendId};
use crate::desk::ticket::status::Version;

impl Outbox {
    /// Keeps back what was made in another life of a backend's store; answers how much that is news of.
    pub(in crate::app) fn hold_earlier(&mut self, backend: &BackendId, life: &Life) -> usize {
        let mut held = 0;
        for entry in self.entries.iter_mut().filter(|entry| entry.action.ticket.backend == *backend) {
            let on_its_way = matches!(
                entry.state,
                State::Recording | State::Sending { .. } | State::Looking { .. } | State::EarlierLife
            );
            if !on_its_way && entry.origin.is_of_another(Some(life)) {
                entry.state = State::EarlierLife;
                held += 1;
            }
        }
        held
    }

    /// Its author saw what its ticket was and is, and means this one; tells whether it is here.
    pub(in crate::app) fn meant_for(&mut self, id: ActionId, origin: Origin, seen: Option<Version>) -> bool {
        let Some(entry) = self.get_mut(id) else { return false };
        entry.action.seen = seen.unwrap_or(entry.action.seen);
        entry.origin = origin;
        true
    }
}

impl Drafts {
    /// Takes note of who answers at a backend; answers how much was left in another life of it.
    pub(in crate::app) fn hear_life(&mut self, backend: &BackendId, life: &Life) -> usize {
        self.lives.insert(backend.clone(), life.clone());
        self.left().filter(|it| it.ticket().backend == *backend && self.is_earlier(*it)).count()
    }

    pub(in crate::app) fn is_earlier(&self, unsent: Unsent<'_>) -> bool {
        unsent.origin().is_of_another(self.lives.get(&unsent.ticket().backend))
    }

    /// Its author saw what its ticket was and is, and means this one.
    pub(in crate::app) fn meant_for(
        &mut self,
        id: ActionId,
        origin: &Origin,
        seen: Option<Version>,
        now: Now,
    ) {
        if let Some(draft) = self.kept.iter_mut().find(|draft| draft.id == id) {
            draft.origin = origin.clone();
            draft.seen = seen.unwrap_or(draft.seen);
        } else if let Some(form) = self.forms.iter_mut().find(|form| form.id == id) {
            form.origin = origin.clone();
        } else {
            return;
        }
        self.saving.touched(id, now);
    }
}
