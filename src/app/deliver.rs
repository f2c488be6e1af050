//! What becomes of an action: recorded, taken, refused, lost on the way; and what a person does about it.

use crate::desk::action::Refusal;
use crate::desk::names::{ActionId, TicketId};
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;

use super::effect::Effect;
use super::event::{Failure, Kept, Refused};
use super::notice::{Deed, Notice};
use super::now::Now;
use super::outbox::{Own, State};
use super::overlay::{Choice, Overlay, Question};
use super::state::{App, Stage};

impl App {
    pub(super) fn outbox_loaded(&mut self, kept: Vec<Kept>, now: Now) -> Vec<Effect> {
        let actions = self.outbox.load(kept, now);
        if actions > 0 {
            self.notices.tell(Notice::OutboxResumed { actions }, now);
        }
        Vec::new()
    }

    pub(super) fn store_failed(&mut self, why: SafeLine, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::StoreFailed { why }, now);
        Vec::new()
    }

    pub(super) fn recorded(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        self.outbox.recorded(id, self.settings.undo, now).into_iter().collect()
    }

    /// Nothing is sent that is not on disk: the text goes back to its author.
    pub(super) fn record_failed(&mut self, id: ActionId, why: SafeLine, now: Now) -> Vec<Effect> {
        let is_recording = self.outbox.get(id).is_some_and(|entry| entry.state == State::Recording);
        if let Some(action) = is_recording.then(|| self.outbox.take(id)).flatten() {
            self.keep_text(&action, now);
            let deed = Deed::from(&action.change);
            self.notices.tell(Notice::NotRecorded { ticket: action.ticket, deed, why }, now);
            if self.stage == Stage::Leaving {
                // Who wanted to leave has a text to look after first.
                self.stage = Stage::Running;
            }
        }
        Vec::new()
    }

    pub(super) fn delivered(&mut self, id: ActionId, ticket: Ticket, now: Now) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let at = entry.action.ticket.clone();
        let before = self.queues.queue.get(&at).cloned();
        let Some(done) = self.outbox.delivered(id, before.as_ref(), &ticket) else { return Vec::new() };
        let own = Own { adds: done.adds, before: before.as_ref(), after: &ticket };
        for compose in self.compose.iter_mut().filter(|compose| compose.ticket == at) {
            compose.seen = own.rebase(compose.seen);
        }
        // What was filed has its own name only now.
        let told = TicketId { backend: at.backend, local: ticket.id.clone() };
        self.merge(&told.backend, ticket, now);
        let deed = Deed::from(&done.action.change);
        self.notices.tell(Notice::Delivered { ticket: told, deed }, now);
        vec![Effect::Forget(id)]
    }

    pub(super) fn refused(
        &mut self,
        id: ActionId,
        why: Refused,
        ticket: Option<Box<Ticket>>,
        now: Now,
    ) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let (at, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
        if let Some(ticket) = ticket {
            self.merge(&at.backend, *ticket, now);
        }
        let notice = match &why {
            Refused::ByRule(Refusal::TicketMoved { .. }) => Notice::Held { ticket: at, deed },
            why => Notice::BackendSaysNo { ticket: at, deed, why: why.clone() },
        };
        self.notices.tell(notice, now);
        if is_moot(&why) {
            return self.forget(id);
        }
        self.outbox.refused(id, why);
        Vec::new()
    }

    pub(super) fn delivery_failed(&mut self, id: ActionId, why: &Failure, now: Now) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let (ticket, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
        let idempotent = self.link(&ticket.backend).is_some_and(|link| link.capabilities().idempotent);
        self.outbox.failed(id, why, idempotent, now);
        if *why == Failure::NotAllowed {
            self.notices.tell(Notice::TokenRefused { backend: ticket.backend.clone() }, now);
        }
        if let Some(State::Refused { why }) = self.outbox.get(id).map(|entry| entry.state.clone()) {
            self.notices.tell(Notice::BackendSaysNo { ticket, deed, why }, now);
        }
        Vec::new()
    }

    fn forget(&mut self, id: ActionId) -> Vec<Effect> {
        self.outbox.take(id).map(|action| Effect::Forget(action.id)).into_iter().collect()
    }

    /// Sends the marked action without waiting; of a held one, what is new was seen.
    pub(super) fn send_now(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.marked_action() else { return Vec::new() };
        let seen = self.outbox.get(id).and_then(|entry| self.version(&entry.action.ticket));
        if !self.outbox.send_now(id, seen, now) {
            self.still_on_its_way(id, now);
        }
        Vec::new()
    }

    /// Puts the text of the marked action back in the editor. It stays in the outbox until the new one is on disk.
    pub(super) fn edit_again(&mut self, now: Now) -> Vec<Effect> {
        let Some(entry) = self.marked_action().and_then(|id| self.outbox.get(id)) else { return Vec::new() };
        let action = entry.action.clone();
        if !entry.is_changeable() {
            self.still_on_its_way(action.id, now);
        } else if action.change.text().is_some() {
            self.outbox.hold(action.id);
            if !self.give_form_back(&action, Some(action.id), now) {
                self.give_back(&action, Some(action.id), now);
            }
        }
        Vec::new()
    }

    pub(super) fn ask_to_discard_action(&mut self, now: Now) -> Vec<Effect> {
        let Some(entry) = self.marked_action().and_then(|id| self.outbox.get(id)) else { return Vec::new() };
        let action = entry.action.id;
        if entry.is_changeable() {
            self.overlay = Some(Overlay::Choice(Choice::confirm(Question::DiscardAction { action })));
        } else {
            self.still_on_its_way(action, now);
        }
        Vec::new()
    }

    pub(super) fn discard_action(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        if self.outbox.get(id).is_some_and(|entry| !entry.is_changeable()) {
            self.still_on_its_way(id, now);
            return Vec::new();
        }
        self.forget(id)
    }

    fn still_on_its_way(&mut self, id: ActionId, now: Now) {
        if let Some(entry) = self.outbox.get(id) {
            let (ticket, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
            self.notices.tell(Notice::StillOnItsWay { ticket, deed }, now);
        }
    }
}

/// What was wanted is already so: there is nothing left to decide.
fn is_moot(why: &Refused) -> bool {
    matches!(why, Refused::ByRule(Refusal::AlreadyAcknowledged | Refusal::AlreadyTheirs))
}
