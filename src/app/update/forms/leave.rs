//! Forms that are left and found again: what was typed in one is as safe as a text.

use crate::app::model::form::Form;
use crate::app::model::notice::Notice;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::protocol::draft::Draft;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::form::About;
use crate::app::protocol::now::Now;
use crate::desk::queue::CustomerKey;
use crate::desk::ticket::change::Action;

impl App {
    /// The open form is another than before.
    pub(in crate::app) fn form_changed(&mut self, now: Now) {
        self.letter_follows_choice(now);
        if let Some(id) = self.open_form_now().map(|form| form.id) {
            self.drafts.touched(id, now);
        }
    }

    /// Leaves a form; what was typed in it is kept, and what is made anew does not go in its old version.
    pub(in crate::app) fn leave_form(&mut self, form: &Form, now: Now) -> Option<Effect> {
        if form.holds_text() {
            self.notices.tell(Notice::FormKept { ticket: form.ticket.clone() }, now);
        } else if self.outbox.get(form.id).is_none() {
            return self.drafts.forget(form.id);
        }
        Some(self.drafts.leave_form(form.filled()))
    }

    /// Leaves the form that lies over the panes, if one does.
    pub(in crate::app) fn put_open_form_away(&mut self, now: Now) -> Option<Effect> {
        match self.overlay.take() {
            Some(Overlay::Form(form)) => self.leave_form(&form, now),
            other => {
                self.overlay = other;
                None
            }
        }
    }

    /// Opens a form that was left, as it was.
    pub(in crate::app) fn go_on_with_form(&mut self, left: &Filled, now: Now) -> Vec<Effect> {
        let Some(form) = self.form_as_left(left, now) else { return self.go_on_with_words(left, now) };
        let other = self.put_open_form_away(now);
        self.drafts.take_form(left.id);
        self.notices.tell(Notice::DraftReopened { ticket: form.ticket.clone() }, now);
        self.overlay = Some(Overlay::Form(Box::new(form)));
        other.into_iter().collect()
    }

    /// Puts an action back into its form. It keeps its place, and does not go until it is sent again, which the disk
    /// learns at once.
    pub(in crate::app) fn make_anew(&mut self, action: &Action, now: Now) -> Vec<Effect> {
        let Some(mut form) = self.form_of(action, now) else { return self.words_anew(action, now) };
        let other = self.put_open_form_away(now);
        // What was filled in since it was taken back, and left, is newer than what it said.
        if let Some(newer) = self.drafts.take_form(action.id) {
            form.fill(&newer);
        }
        self.outbox.take_back(action.id);
        self.drafts.save_at_once(action.id);
        self.overlay = Some(Overlay::Form(Box::new(form)));
        other.into_iter().collect()
    }

    /// A form without its ticket is still what somebody typed: it goes on as a note, to be read, copied or sent.
    fn go_on_with_words(&mut self, left: &Filled, now: Now) -> Vec<Effect> {
        let seen = self.version(&left.ticket).unwrap_or_default();
        let note = Draft::of_words(left.id, &left.ticket, left.words(), seen, &left.origin);
        let Some(note) = note else {
            return self.no_ticket(now);
        };
        self.drafts.take_form(left.id);
        self.open_as_note(note, now)
    }

    /// The same of an action, which keeps its place and its name.
    fn words_anew(&mut self, action: &Action, now: Now) -> Vec<Effect> {
        let words = self.drafts.form(action.id).map_or_else(|| action.change.words(), Filled::words);
        let origin = self.outbox.get(action.id).map(|entry| entry.origin.clone()).unwrap_or_default();
        let note = Draft::of_words(action.id, &action.ticket, words, action.seen, &origin);
        let Some(note) = self.drafts.take_one(action.id).or(note) else { return self.no_ticket(now) };
        self.drafts.take_form(action.id);
        self.outbox.take_back(action.id);
        self.open_as_note(note, now)
    }

    fn open_as_note(&mut self, note: Draft, now: Now) -> Vec<Effect> {
        let form = self.put_open_form_away(now);
        let text = self.leave_open_text(now);
        self.notices.tell(Notice::WordsAsNote { ticket: note.ticket.clone() }, now);
        self.drafts.save_at_once(note.id);
        self.open_text(note);
        form.into_iter().chain(text).collect()
    }

    pub(in crate::app) fn form_as_left(&self, left: &Filled, now: Now) -> Option<Form> {
        let mut form = match left.about {
            About::File => {
                let (backend, customer) = (left.ticket.backend.clone(), left.customer.clone());
                self.filing(&CustomerKey { backend, customer }, left.follows(), left.id, now)?
            }
            about => self.form(about, &left.ticket, left.id, now)?,
        };
        form.fill(left);
        Some(form)
    }
}
