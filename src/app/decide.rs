//! What a person does about what the backend has not taken yet: sends it now, takes it back, changes it, throws it out.

use crate::desk::journal;
use crate::desk::names::ActionId;
use crate::desk::ticket::Version;

use super::bulk::{Outcome, Why};
use super::drafts::Draft;
use super::effect::Effect;
use super::focus::Focus;
use super::form::{About, Form};
use super::notice::{Deed, Notice};
use super::now::Now;
use super::outbox::{Sent, State};
use super::overlay::{Choice, Overlay, Question};
use super::state::App;

impl App {
    /// Sends the marked action without waiting; of a held one, what is new is shown first.
    pub(super) fn send_now(&mut self, now: Now) -> Vec<Effect> {
        if self.focus() == Focus::News {
            return self.send_all_the_same(now);
        }
        let Some(id) = self.marked_action() else { return Vec::new() };
        match self.outbox.get(id).map(|entry| (&entry.state, &entry.action.ticket)) {
            Some((State::Held { .. }, _)) => self.show_news_of(id, now),
            Some((_, ticket)) => self.send_entry(id, self.version(ticket), now),
            // What was never sent is read by its author once more, and sent from there.
            None => self.go_on_with_draft(id, now),
        }
    }

    pub(super) fn send_entry(&mut self, id: ActionId, seen: Option<Version>, now: Now) -> Vec<Effect> {
        if self.is_written_anew(id) {
            // The outbox has only the old words: the new ones are sent from where they are.
            return self.edit_action(id, now);
        }
        match self.outbox.send_now(id, seen, now) {
            Sent::Yes(first) => first.into_iter().collect(),
            Sent::No => {
                self.still_on_its_way(id, now);
                Vec::new()
            }
        }
    }

    /// Whether there are newer words of an action than those in the outbox.
    fn is_written_anew(&self, id: ActionId) -> bool {
        self.drafts.holds(id)
            || self.compose.as_ref().is_some_and(|compose| compose.draft == id)
            || self.open_form_now().is_some_and(|form| form.id == id)
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
        match self.marked_action() {
            Some(id) if self.outbox.get(id).is_some() => self.edit_action(id, now),
            Some(id) => self.go_on_with_draft(id, now),
            None => Vec::new(),
        }
    }

    /// Puts the text of an action back in the editor. It keeps its place, and does not go until it is sent again: the
    /// text is a draft of its name from now on.
    pub(super) fn edit_action(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        if !entry.is_changeable() {
            self.still_on_its_way(id, now);
            return Vec::new();
        }
        if About::of(&entry.action.change).is_some() {
            let action = entry.action.clone();
            return self.make_anew(&action, now);
        }
        let Some(said) = Draft::of(&entry.action) else { return Vec::new() };
        self.outbox.take_back(id);
        let left = self.leave_open_text(now);
        // What was written since it was taken back, and left, is newer than what it said.
        let draft = self.drafts.take_one(id).unwrap_or(said);
        self.drafts.save_at_once(id);
        self.open_text(draft);
        left.into_iter().collect()
    }

    pub(super) fn ask_to_discard_action(&mut self, now: Now) -> Vec<Effect> {
        let Some(action) = self.marked_action() else { return Vec::new() };
        let Some(entry) = self.outbox.get(action) else { return self.ask_to_discard_draft(action) };
        if entry.is_changeable() {
            self.overlay = Some(Overlay::Choice(Choice::confirm(Question::DiscardAction { action })));
        } else {
            self.still_on_its_way(action, now);
        }
        Vec::new()
    }

    pub(super) fn discard_action(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        if !entry.is_changeable() {
            self.still_on_its_way(id, now);
            return Vec::new();
        }
        // Thrown out of the outbox, a text is a draft again: what a person wrote never goes without them.
        let action = entry.action.clone();
        let mut effects = Vec::new();
        if let Some(form) = self.form_of(&action, now).filter(Form::holds_text) {
            self.notices.tell(Notice::DraftKept { ticket: form.ticket.clone() }, now);
            // On disk as a form before the action is gone from there.
            let newer = self.drafts.form(id).cloned();
            effects.push(self.drafts.leave_form(newer.unwrap_or_else(|| form.filled())));
        }
        if let Some(draft) = Draft::of(&action) {
            self.notices.tell(Notice::DraftKept { ticket: draft.ticket.clone() }, now);
            self.drafts.save_at_once(id);
            if !self.is_written_anew(id) {
                self.drafts.keep(draft);
            }
        }
        self.came_out(id, Outcome::Not(Why::Dropped), now);
        effects.extend(self.forget(id, journal::Outcome::Withdrawn));
        effects
    }

    fn still_on_its_way(&mut self, id: ActionId, now: Now) {
        if let Some(entry) = self.outbox.get(id) {
            let (ticket, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
            self.notices.tell(
                if entry.is_refused_in_doubt() {
                    Notice::PerhapsTaken { ticket, deed }
                } else {
                    Notice::StillOnItsWay { ticket, deed }
                },
                now,
            );
        }
    }
}
