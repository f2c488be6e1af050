//! Writing: a response or a note, from its first key until it is on its way. No text is ever lost on the way.

use crate::app::model::bulk::Job;
use crate::app::model::compose::{Compose, Editor};
use crate::app::model::field::Field;
use crate::app::model::lack::Lack;
use crate::app::model::news::Waiting;
use crate::app::model::notice::{Deed, Notice};
use crate::app::model::origin::Wish;
use crate::app::model::overlay::{Choice, Confirm, Overlay, Question};
use crate::app::model::state::{App, Stage};
use crate::app::protocol::draft::Draft;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::purpose::Purpose;
use crate::app::protocol::trouble::Trouble;
use crate::desk::rules::obligation::Standing;
use crate::desk::rules::refusal::Refusal;
use crate::desk::text::{SafeLine, turning_signs};
use crate::desk::ticket::change::{Action, Change, Then};
use crate::desk::ticket::conversation::{ResponseKind, Visibility};
use crate::desk::ticket::names::{ActionId, TicketId};

impl App {
    /// Asks what kind of response is about to be written.
    pub(in crate::app) fn choose_response(&mut self, then: Then, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let interim = self.link(&id.backend).is_none_or(|link| link.capabilities().interim);
        let lack = (!interim && then == Then::Stay).then_some(Lack::Interim);
        // An interim response resolves nothing that was not answered before.
        let answered = self.ticket(&id).is_some_and(crate::desk::ticket::Ticket::has_qualified_response);
        let interim = interim && (then != Then::Resolve || answered);
        self.overlay = Some(Overlay::Choice(Choice::response_kind(id, then, interim, lack)));
        Vec::new()
    }

    pub(in crate::app) fn start_response(
        &mut self,
        ticket: TicketId,
        kind: ResponseKind,
        then: Then,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        self.start_writing(ticket, Purpose::Respond { kind, then }, fresh, now)
    }

    pub(in crate::app) fn note(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let for_marks = self.acts_on_marks();
        let effects = self.start_writing(id, Purpose::Note, fresh, now);
        self.compose.iter_mut().for_each(|compose| compose.for_marks = for_marks);
        effects
    }

    fn start_writing(
        &mut self,
        ticket: TicketId,
        purpose: Purpose,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        self.start_writing_with(ticket, purpose, String::new(), fresh, now)
    }

    /// Opens the text field, with what was left there last time, else with a text that is proposed; a refusal that is
    /// sure is told before the work.
    pub(in crate::app) fn start_writing_with(
        &mut self,
        ticket: TicketId,
        purpose: Purpose,
        text: String,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        // What was taken back and then left goes on where it was, and takes its own place again.
        if let Some(id) = self.outbox.taken_back(&ticket, purpose).map(|entry| entry.action.id) {
            return self.edit_action(id, now);
        }
        let mut effects: Vec<Effect> = self.leave_open_text(now).into_iter().collect();
        if let Some(reopened) = self.reopen(&ticket, purpose, now) {
            effects.extend(reopened);
        } else if let Some((deed, why)) = self.would_be_refused(&ticket, purpose, now) {
            effects.extend(self.rule_says_no(ticket, deed, why, now));
        } else if let Some(seen) = self.version(&ticket) {
            let origin = self.origin(&ticket);
            self.open_text(Draft { id: fresh, ticket, purpose, text, seen, origin });
            // A prepared letter is read from its beginning.
            if let Some(compose) = &mut self.compose {
                compose.editor.go_to_start();
            }
        } else {
            effects.extend(self.no_ticket(now));
        }
        effects
    }

    /// Puts a text into the text field, as it was, with what its author had seen.
    pub(in crate::app) fn open_text(&mut self, draft: Draft) {
        let Draft { id, ticket, purpose, text, seen, origin } = draft;
        self.overlay = None;
        let editor = Editor::new(&text);
        self.compose = Some(Compose { draft: id, ticket, purpose, editor, seen, for_marks: false, origin });
    }

    /// Gives all that was left for a purpose back to its author, as one text.
    fn reopen(&mut self, ticket: &TicketId, purpose: Purpose, now: Now) -> Option<Vec<Effect>> {
        let (draft, absorbed) = self.drafts.take(ticket, purpose, &self.outbox)?;
        self.notices.tell(Notice::DraftReopened { ticket: ticket.clone() }, now);
        self.open_text(draft.clone());
        let united = (!absorbed.is_empty()).then(|| self.drafts.unite(draft, absorbed));
        Some(united.into_iter().collect())
    }

    /// Opens a text that was left, from the list of what is not sent.
    pub(in crate::app) fn go_on_with_draft(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        if self.asks_of_earlier_life(id, Wish::WriteOn) {
            return Vec::new();
        }
        if let Some(form) = self.drafts.form(id).cloned() {
            return self.go_on_with_form(&form, now);
        }
        let Some(Draft { ticket, purpose, .. }) = self.drafts.get(id).cloned() else { return Vec::new() };
        self.overlay = None;
        let left = self.leave_open_text(now);
        left.into_iter().chain(self.reopen(&ticket, purpose, now).unwrap_or_default()).collect()
    }

    pub(in crate::app) fn ask_to_discard_draft(&mut self, id: ActionId) -> Vec<Effect> {
        let Some(ticket) = self.drafts.ticket_of(id).cloned() else { return Vec::new() };
        let question = Question::DiscardDraft { ticket, draft: id };
        self.overlay = Some(Overlay::Choice(Choice::confirm(question)));
        Vec::new()
    }

    pub(in crate::app) fn discard_draft(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        if let Some(ticket) = self.drafts.ticket_of(id).cloned() {
            self.notices.tell(Notice::DraftDiscarded { ticket }, now);
        }
        self.drafts.forget(id).into_iter().collect()
    }

    /// The disk has a text as it was when it was asked to keep it.
    pub(in crate::app) fn draft_kept(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        self.drafts.saved(id);
        self.disk_works(now);
        Vec::new()
    }

    pub(in crate::app) fn draft_not_kept(&mut self, id: ActionId, why: Trouble, now: Now) -> Vec<Effect> {
        self.drafts.saved(id);
        let text = self.compose.as_ref().filter(|compose| compose.draft == id).map(|open| &open.ticket);
        let form = self.open_form_now().filter(|form| form.id == id).map(|open| &open.ticket);
        let left = || self.drafts.ticket_of(id).or_else(|| self.drafts.ticket_apart(id));
        let ticket = text.or(form).or_else(left);
        // Sent or discarded meanwhile: nothing is missing on disk.
        let Some(ticket) = ticket.cloned() else { return Vec::new() };
        self.drafts.not_saved(id, now);
        let leaving = self.stage == Stage::Leaving;
        if self.disk_fails(&why) || leaving {
            self.notices.tell(Notice::DraftNotKept { ticket, why }, now);
        }
        match self.stage {
            // Who wanted to leave has a text to look after first.
            Stage::Leaving => self.stage = Stage::Running,
            Stage::ToldToLeave => self.drafts.give_up(),
            Stage::New | Stage::Running => {}
        }
        Vec::new()
    }

    /// The open text is another than before.
    pub(in crate::app) fn text_changed(&mut self, now: Now) {
        if let Some(compose) = &self.compose {
            self.drafts.touched(compose.draft, now);
        }
    }

    fn would_be_refused(&self, ticket: &TicketId, purpose: Purpose, now: Now) -> Option<(Deed, Refusal)> {
        let compose = Compose {
            draft: ActionId(uuid::Uuid::nil()),
            ticket: ticket.clone(),
            purpose,
            editor: Editor::new("?"),
            seen: self.version(ticket)?,
            for_marks: false,
            origin: Origin::default(),
        };
        let action = self.action(&compose, now);
        self.check(&action).err().map(|why| (Deed::from(&action.change), why))
    }

    fn action(&self, compose: &Compose, now: Now) -> Action {
        Action {
            id: compose.draft,
            ticket: compose.ticket.clone(),
            seen: compose.seen,
            made_at: now.wall,
            change: self.change_of_text(compose),
        }
    }

    /// Of what is written anew and was not touched, what it said: also where the text field has no room for it.
    fn change_of_text(&self, compose: &Compose) -> Change {
        let said = self.outbox.get(compose.draft).map(|entry| &entry.action.change);
        let is_untouched = |said: &&Change| {
            Purpose::of(said).is_some_and(|(purpose, body)| {
                purpose == compose.purpose && Editor::new(body.raw()).text() == compose.editor.text()
            })
        };
        said.filter(is_untouched).cloned().unwrap_or_else(|| compose.change())
    }

    /// Sends what is written, unless something must be put right or read first: the text stays where it is.
    pub(in crate::app) fn send(&mut self, now: Now) -> Vec<Effect> {
        let Some(compose) = &mut self.compose else { return Vec::new() };
        let is_public = compose.purpose.visibility() == Visibility::Public;
        if let Some(name) = is_public.then(|| compose.editor.go_to_unresolved()).flatten() {
            self.notices.tell(Notice::Unresolved { name }, now);
            return Vec::new();
        }
        let signs = turning_signs(&compose.editor.text());
        if !signs.is_empty() {
            let signs = SafeLine::from(signs.join(" "));
            self.overlay = Some(Overlay::Choice(Choice::confirm(Question::SendTurned { signs })));
            return Vec::new();
        }
        self.send_as_it_is(now)
    }

    /// The same, whatever signs it holds.
    pub(in crate::app) fn send_as_it_is(&mut self, now: Now) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        let is_public = compose.purpose.visibility() == Visibility::Public;
        if is_public && self.settings.confirm_late && self.is_late(&compose.ticket, now) {
            let action = self.action(compose, now);
            if self.check(&action).is_ok() {
                let confirm = Confirm { ticket: action.ticket, field: Field::default() };
                self.overlay = Some(Overlay::Confirm(confirm));
                return Vec::new();
            }
        }
        self.send_text(now)
    }

    /// Whether a ticket's first response is past its due.
    fn is_late(&self, id: &TicketId, now: Now) -> bool {
        let ticket = self.ticket(id).filter(|ticket| ticket.owed().is_some());
        ticket.is_some_and(|it| Standing::of(it, self.desk_now(&id.backend, now)) == Standing::Breached)
    }

    /// Sends the text if what was typed is the name of its ticket.
    pub(in crate::app) fn confirmed(&mut self, confirm: Confirm, now: Now) -> Vec<Effect> {
        if confirm.is_right() {
            return self.send_text(now);
        }
        self.notices.tell(Notice::NotConfirmed { ticket: confirm.ticket.clone() }, now);
        self.overlay = Some(Overlay::Confirm(confirm));
        Vec::new()
    }

    fn send_text(&mut self, now: Now) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        if compose.for_marks && self.marks.is_empty() {
            // All of them left: what was meant for them goes nowhere else.
            return self.no_ticket(now);
        }
        if compose.for_marks && !compose.editor.is_blank() {
            // The text stays where it is until what it is for was agreed to.
            return self.plan(Job::Do(compose.change()), now);
        }
        let action = self.action(compose, now);
        match self.check(&action) {
            Ok(adds) => {
                self.compose = None;
                self.drafts.became_action(action.id);
                vec![self.add_to_outbox(action, adds)]
            }
            Err(Refusal::TicketMoved { .. }) => {
                self.open_news(action.ticket, Waiting::Text, action.seen);
                Vec::new()
            }
            Err(why) => self.rule_says_no(action.ticket.clone(), Deed::from(&action.change), why, now),
        }
    }

    /// Whether something was said since the open text was begun.
    pub fn is_thread_moved(&self) -> bool {
        self.compose.as_ref().is_some_and(|compose| {
            self.ticket(&compose.ticket).is_some_and(|ticket| ticket.moved_since(compose.seen))
        })
    }

    pub(in crate::app) fn leave_text(&mut self, now: Now) -> Vec<Effect> {
        self.leave_open_text(now).into_iter().collect()
    }

    /// Puts the open text aside for the next time.
    pub(in crate::app) fn leave_open_text(&mut self, now: Now) -> Option<Effect> {
        let compose = self.compose.take()?;
        if compose.editor.is_blank() {
            return self.drafts.forget(compose.draft);
        }
        self.notices.tell(Notice::DraftKept { ticket: compose.ticket.clone() }, now);
        self.drafts.keep(compose.draft());
        self.drafts.save_at_once(compose.draft);
        None
    }

    /// The open text went on under other names.
    pub(in crate::app) fn drop_text(&mut self) -> Vec<Effect> {
        let forgotten = self.compose.take().and_then(|compose| self.drafts.forget(compose.draft));
        forgotten.into_iter().collect()
    }

    pub(in crate::app) fn discard_text(&mut self, now: Now) -> Vec<Effect> {
        let Some(compose) = self.compose.take() else { return Vec::new() };
        let forgotten = self.drafts.forget(compose.draft);
        if !compose.editor.is_blank() {
            self.notices.tell(Notice::DraftDiscarded { ticket: compose.ticket }, now);
        }
        forgotten.into_iter().collect()
    }

    pub(in crate::app) fn copied(&mut self, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::Copied, now);
        Vec::new()
    }

    pub(in crate::app) fn copy_failed(&mut self, why: SafeLine, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::CopyFailed { why }, now);
        Vec::new()
    }

    /// Keeps the text of an action that could not be recorded: as a draft of the same name. One that is being written
    /// is not disturbed.
    pub(in crate::app) fn keep_text(&mut self, action: &Action, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(form) = self.form_of(action, now) {
            effects.extend(self.put_open_form_away(now));
            self.overlay = Some(Overlay::Form(Box::new(form)));
        } else {
            // Also of a form whose ticket is gone.
            let origin = self.origin(&action.ticket);
            let words =
                || Draft::of_words(action.id, &action.ticket, action.change.words(), action.seen, &origin);
            let Some(draft) = Draft::of(action, &origin).or_else(words) else { return Vec::new() };
            if self.compose.is_none() && self.open_form_now().is_none() {
                self.open_text(draft);
            } else {
                self.drafts.keep(draft);
            }
        }
        match self.stage {
            // There is no later.
            Stage::ToldToLeave => self.drafts.save_at_once(action.id),
            // The disk has just failed; it is given a rest.
            Stage::New | Stage::Running | Stage::Leaving => self.drafts.not_saved(action.id, now),
        }
        effects
    }
}
