//! What becomes of an action: recorded, taken, refused, lost on the way; and what a person does about it.

use crate::desk::action::Refusal;
use crate::desk::names::{ActionId, TicketId};
use crate::desk::text::SafeLine;
use crate::desk::ticket::{Ticket, Version};

use super::bulk::{Outcome, Why};
use super::compose::Purpose;
use super::doubt::Own;
use super::effect::Effect;
use super::event::{Aside, Failure, Kept, Refused};
use super::focus::Focus;
use super::form::About;
use super::notice::{Deed, Notice};
use super::now::Now;
use super::outbox::{Sent, State};
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
        self.outbox.recorded(id, self.settings.undo, now);
        Vec::new()
    }

    /// Nothing is sent that is not on disk: the text goes back to its author.
    pub(super) fn record_failed(&mut self, id: ActionId, why: SafeLine, now: Now) -> Vec<Effect> {
        if let Some(action) = self.outbox.not_recorded(id) {
            self.keep_text(&action, now);
            self.came_out(id, Outcome::Not(Why::NotRecorded), now);
            let deed = Deed::from(&action.change);
            self.notices.tell(Notice::NotRecorded { ticket: action.ticket, deed, why }, now);
            if self.stage == Stage::Leaving {
                // Who wanted to leave has a text to look after first.
                self.stage = Stage::Running;
            }
        }
        Vec::new()
    }

    pub(super) fn delivered(&mut self, id: ActionId, ticket: Ticket, aside: Aside, now: Now) -> Vec<Effect> {
        let Aside { only_ours, but } = aside;
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let at = entry.action.ticket.clone();
        let before = self.queues.queue.get(&at).cloned();
        let Some(done) = self.outbox.delivered(id, before.as_ref(), &ticket, only_ours) else {
            return Vec::new();
        };
        let seen = done.action.seen;
        let own = Own { adds: done.adds, only_ours, seen, before: before.as_ref(), after: &ticket };
        for compose in self.compose.iter_mut().filter(|compose| compose.ticket == at) {
            compose.seen = own.rebase(compose.seen);
        }
        // What was filed has its own name only now.
        let told = TicketId { backend: at.backend, local: ticket.id.clone() };
        self.merge(&told.backend, ticket, now);
        let deed = Deed::from(&done.action.change);
        self.notices.tell(
            match but {
                None => Notice::Delivered { ticket: told, deed },
                Some(why) => Notice::DeliveredInPart { ticket: told, deed, why },
            },
            now,
        );
        self.came_out(id, Outcome::Done, now);
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
            Refused::TakenBy(by) => {
                let name =
                    self.manager(&at.backend, by).map_or_else(|| by.as_str().into(), |it| it.name.clone());
                Notice::TakenBy { ticket: at, name }
            }
            why => Notice::BackendSaysNo { ticket: at, deed, why: why.clone() },
        };
        self.notices.tell(notice, now);
        let not = match &why {
            Refused::ByRule(Refusal::TicketMoved { .. }) => Why::Held(id),
            Refused::ByRule(rule) if is_moot(&why) => Why::Rule(rule.clone()),
            why => Why::Backend(id, why.clone()),
        };
        self.came_out(id, Outcome::Not(not), now);
        if is_moot(&why) {
            return self.forget(id);
        }
        self.outbox.refused(id, why);
        Vec::new()
    }

    pub(super) fn not_taken(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        self.outbox.not_taken(id, now);
        Vec::new()
    }

    pub(super) fn look_failed(&mut self, id: ActionId, why: &Failure, now: Now) -> Vec<Effect> {
        self.outbox.look_failed(id, now);
        if *why == Failure::NotAllowed
            && let Some(entry) = self.outbox.get(id)
        {
            let backend = entry.action.ticket.backend.clone();
            self.notices.tell(Notice::TokenRefused { backend }, now);
        }
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
            self.came_out(id, Outcome::Not(Why::Backend(id, why.clone())), now);
            self.notices.tell(Notice::BackendSaysNo { ticket, deed, why }, now);
        }
        Vec::new()
    }

    fn forget(&mut self, id: ActionId) -> Vec<Effect> {
        self.outbox.take(id).map(|action| Effect::Forget(action.id)).into_iter().collect()
    }

    /// Sends the marked action without waiting; of a held one, what is new is shown first.
    pub(super) fn send_now(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        if self.focus() == Focus::News {
            return self.send_all_the_same(fresh, now);
        }
        let Some(entry) = self.marked_action().and_then(|id| self.outbox.get(id)) else { return Vec::new() };
        let id = entry.action.id;
        match entry.state {
            State::Held { .. } => self.show_news_of(id, now),
            _ => self.send_entry(id, self.version(&entry.action.ticket), now),
        }
    }

    pub(super) fn send_entry(&mut self, id: ActionId, seen: Option<Version>, now: Now) -> Vec<Effect> {
        match self.outbox.send_now(id, seen, now) {
            Sent::Yes(first) => first.into_iter().collect(),
            Sent::No => {
                self.still_on_its_way(id, now);
                Vec::new()
            }
        }
    }

    /// Takes back what was sent last, as long as it has not gone.
    pub(super) fn take_back(&mut self, now: Now) -> Vec<Effect> {
        if let Some(id) = self.outbox.youngest_delayed().map(|entry| entry.action.id) {
            return self.edit_action(id, now);
        }
        self.notices.tell(Notice::NothingToTakeBack, now);
        Vec::new()
    }

    pub(super) fn edit_again(&mut self, now: Now) -> Vec<Effect> {
        if self.focus() == Focus::News {
            return self.edit_with_news(now);
        }
        self.marked_action().map(|id| self.edit_action(id, now)).unwrap_or_default()
    }

    /// Puts the text of an action back in the editor. It keeps its place, and does not go until it is sent again.
    pub(super) fn edit_action(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let (action, was_taken_back) = (entry.action.clone(), entry.state == State::TakenBack);
        if !entry.is_changeable() {
            self.still_on_its_way(id, now);
            return Vec::new();
        }
        if About::of(&action.change).is_some() {
            let effect = self.outbox.take_back(id);
            self.give_form_back(&action, Some(id), now);
            return effect.into_iter().collect();
        }
        let Some((purpose, body)) = Purpose::of(&action.change) else { return Vec::new() };
        let effect = self.outbox.take_back(id);
        self.leave_open_text(now);
        // What was written since it was taken back, and left, is newer than what it said.
        let left = was_taken_back.then(|| self.drafts.take(&action.ticket, purpose)).flatten();
        let text = left.unwrap_or_else(|| body.raw().to_owned());
        self.give_back(&action, purpose, &text, Some(id));
        effect.into_iter().collect()
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
        // Thrown out of the outbox, a text is a draft again: what a person wrote never goes without them.
        if let Some(action) = self.outbox.get(id).map(|entry| entry.action.clone())
            && let Some((purpose, body)) = Purpose::of(&action.change)
        {
            self.drafts.keep(action.ticket.clone(), purpose, body.raw().to_owned());
            self.notices.tell(Notice::DraftKept { ticket: action.ticket }, now);
        }
        self.came_out(id, Outcome::Not(Why::Dropped), now);
        self.forget(id)
    }

    pub(super) fn take_back_failed(&mut self, why: SafeLine, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::TakeBackNotRecorded { why }, now);
        Vec::new()
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
    matches!(
        why,
        Refused::ByRule(Refusal::AlreadyAcknowledged | Refusal::AlreadyTheirs) | Refused::TakenBy(_)
    )
}
