//! What a person does about what the backend has not taken yet: sends it now, takes it back, changes it, throws it out.

use crate::app::model::bulk::{Outcome, Why};
use crate::app::model::form::Form;
use crate::app::model::notice::{Deed, Notice};
use crate::app::model::origin::Wish;
use crate::app::model::outbox::{Entry, State};
use crate::app::model::overlay::{Choice, Overlay, Question};
use crate::app::model::resend::Sent;
use crate::app::model::state::App;
use crate::app::protocol::draft::{Draft, joined};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::focus::Focus;
use crate::app::protocol::form::About;
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::desk::journal;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::ActionId;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::status::Version;

impl App {
    /// Sends the marked action without waiting; of a held one, what is new is shown first.
    pub(in crate::app) fn send_now(&mut self, now: Now) -> Vec<Effect> {
        if self.focus() == Focus::News {
            return self.send_all_the_same(now);
        }
        let Some(id) = self.marked_action() else { return Vec::new() };
        if self.is_of_another(id, now) {
            return Vec::new();
        }
        if self.outbox.get(id).is_some() && self.asks_of_earlier_life(id, Wish::Send) {
            return Vec::new();
        }
        match self.outbox.get(id).map(|entry| (&entry.state, &entry.action.ticket)) {
            Some((State::Unsigned, _)) => self.sign_entry(id, now),
            Some((State::Held { .. }, _)) => self.show_news_of(id, now),
            Some((_, ticket)) => self.send_entry(id, self.version(ticket), now),
            // What was never sent is read by its author once more, and sent from there.
            None => self.go_on_with_draft(id, now),
        }
    }

    pub(in crate::app) fn send_entry(
        &mut self,
        id: ActionId,
        seen: Option<Version>,
        now: Now,
    ) -> Vec<Effect> {
        if self.is_written_anew(id) {
            // The outbox has only the old words: the new ones are sent from where they are.
            return self.edit_action(id, now);
        }
        match self.outbox.send_now(id, seen, now) {
            Sent::Yes(first) => first.into_iter().map(|first| *first).collect(),
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
    pub(in crate::app) fn take_back(&mut self, now: Now) -> Vec<Effect> {
        if let Some(id) = self.outbox.youngest_delayed().map(|entry| entry.action.id) {
            return self.edit_action(id, now);
        }
        self.notices.tell(Notice::NothingToTakeBack, now);
        Vec::new()
    }

    pub(in crate::app) fn edit_again(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        if self.focus() == Focus::News {
            return self.edit_with_news(now);
        }
        match self.marked_action() {
            Some(id) if self.is_of_another(id, now) => Vec::new(),
            Some(id) if self.outbox.get(id).is_some_and(Entry::is_there_in_other_words) => {
                let effects = self.say_besides(id, fresh, now);
                effects.into_iter().chain(self.go_on_with_draft(fresh, now)).collect()
            }
            Some(id) if self.outbox.get(id).is_some() => {
                if self.asks_of_earlier_life(id, Wish::WriteOn) {
                    return Vec::new();
                }
                self.edit_action(id, now)
            }
            Some(id) => self.go_on_with_draft(id, now),
            None => Vec::new(),
        }
    }

    /// Puts the text of an action back in the editor. It keeps its place, and does not go until it is sent again: the
    /// text is a draft of its name from now on.
    pub(in crate::app) fn edit_action(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        if !self.may_change(id) {
            self.still_on_its_way(id, now);
            return Vec::new();
        }
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        if entry.is_in_doubt() {
            let (ticket, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
            self.notices.tell(changed_in_doubt(entry, ticket, deed), now);
        }
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        if About::of(&entry.action.change).is_some() {
            let action = entry.action.clone();
            return self.make_anew(&action, now);
        }
        let Some(said) = Draft::of(&entry.action, &entry.origin) else { return Vec::new() };
        self.outbox.take_back(id);
        let left = self.leave_open_text(now);
        // What was written since it was taken back, and left, is newer than what it said.
        let draft = self.drafts.take_one(id).unwrap_or(said);
        self.drafts.save_at_once(id);
        self.open_text(draft);
        left.into_iter().collect()
    }

    pub(in crate::app) fn ask_to_discard_action(&mut self, now: Now) -> Vec<Effect> {
        let Some(action) = self.marked_action() else { return Vec::new() };
        if self.other(action).is_some() {
            return self.ask_to_discard_other(action);
        }
        if self.outbox.get(action).is_none() {
            return self.ask_to_discard_draft(action);
        }
        if self.may_change(action) {
            self.overlay = Some(Overlay::Choice(Choice::confirm(Question::DiscardAction { action })));
        } else {
            self.still_on_its_way(action, now);
        }
        Vec::new()
    }

    /// Throws an action out of the outbox. Its words are a draft again: what a person wrote never goes without them.
    pub(in crate::app) fn discard_action(&mut self, id: ActionId, fresh: ActionId, now: Now) -> Vec<Effect> {
        if !self.may_change(id) {
            self.still_on_its_way(id, now);
            return Vec::new();
        }
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        if entry.is_there_in_other_words() {
            return self.say_besides(id, fresh, now);
        }
        let (action, origin, doubt) = (entry.action.clone(), entry.origin.clone(), entry.is_in_doubt());
        let ticket = action.ticket.clone();
        let told = changed_in_doubt(entry, ticket.clone(), Deed::from(&action.change));
        let kept = self.keep_words(&action, &origin, now);
        if doubt {
            self.notices.tell(told, now);
        } else if kept.is_some() {
            self.notices.tell(Notice::DraftKept { ticket }, now);
        }
        self.came_out(id, Outcome::Not(Why::Dropped), now);
        let mut effects: Vec<Effect> = kept.into_iter().collect();
        effects.extend(self.forget(id, journal::Outcome::Withdrawn));
        effects
    }

    /// Makes a draft of the words of an action, if it has any; newer ones stay. They are on disk as such before the
    /// action is gone from there.
    fn keep_words(&mut self, action: &Action, origin: &Origin, now: Now) -> Option<Effect> {
        let id = action.id;
        let newer = self.drafts.form(id).cloned();
        let form = newer.or_else(|| Some(self.form_of(action, now).filter(Form::holds_text)?.filled()));
        if let Some(mut form) = form {
            form.origin = origin.clone();
            return Some(self.drafts.leave_form(form));
        }
        let words = || Draft::of_words(id, &action.ticket, action.change.words(), action.seen, origin);
        let newer = self.drafts.get(id).cloned();
        let mut draft = newer.or_else(|| Draft::of(action, origin)).or_else(words)?;
        let mut absorbed = Vec::new();
        let in_doubt = self.outbox.get(id).is_some_and(Entry::is_in_doubt);
        // Under its name the backend refuses what it has; joined to another draft it could be said twice.
        if in_doubt && let Some((other, more)) = self.drafts.take(&draft.ticket, draft.purpose, &self.outbox)
        {
            draft.text = joined(&other.text, &draft.text);
            draft.seen = draft.seen.min(other.seen);
            absorbed = [vec![other.id], more].concat();
        }
        self.drafts.keep(draft.clone());
        Some(self.drafts.unite(draft, absorbed))
    }

    /// The backend has an action in older words: the newer ones are a draft of another name, so that they can be said
    /// besides. On disk they are there before the action is gone.
    fn say_besides(&mut self, id: ActionId, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let (action, origin) = (Action { id: fresh, ..entry.action.clone() }, entry.origin.clone());
        let (ticket, deed) = (action.ticket.clone(), Deed::from(&action.change));
        let mut effects: Vec<Effect> = self.keep_words(&action, &origin, now).into_iter().collect();
        self.notices.tell(Notice::SaidBesides { ticket, deed }, now);
        self.came_out(id, Outcome::Not(Why::Dropped), now);
        effects.extend(self.forget(id, journal::Outcome::Moot));
        effects
    }

    /// Whether an action of the outbox may be changed or dropped now.
    fn may_change(&self, id: ActionId) -> bool {
        self.outbox.get(id).is_some_and(|entry| {
            let link = self.link(&entry.action.ticket.backend);
            entry.is_changeable(link.is_some_and(|link| link.capabilities().idempotent))
        })
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

/// What is told of an act that is changed or dropped although the backend may have it.
fn changed_in_doubt(entry: &Entry, ticket: TicketId, deed: Deed) -> Notice {
    if entry.is_missing() {
        Notice::MayComeLate { ticket, deed }
    } else {
        Notice::ChangedInDoubt { ticket, deed }
    }
}
