//! Writing: a response or a note, from its first key until it is on its way. No text is ever lost on the way.

use crate::desk::action::{Action, Refusal, Then};
use crate::desk::conversation::{ResponseKind, Visibility};
use crate::desk::names::{ActionId, TicketId};
use crate::desk::obligation::Standing;
use crate::desk::text::SafeLine;

use super::bulk::Job;
use super::compose::{Compose, Editor, LONGEST_TEXT, Purpose};
use super::effect::Effect;
use super::field::Field;
use super::lack::Lack;
use super::news::Waiting;
use super::notice::{Deed, Notice};
use super::now::Now;
use super::overlay::{Choice, Confirm, Overlay};
use super::state::App;

impl App {
    /// Asks what kind of response is about to be written.
    pub(super) fn choose_response(&mut self, then: Then, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let interim = self.link(&id.backend).is_none_or(|link| link.capabilities().interim);
        let lack = (!interim && then == Then::Stay).then_some(Lack::Interim);
        // An interim response resolves nothing that was not answered before.
        let answered = self.ticket(&id).is_some_and(crate::desk::ticket::Ticket::has_qualified_response);
        let interim = interim && (then != Then::Resolve || answered);
        self.overlay = Some(Overlay::Choice(Choice::response_kind(id, then, interim, lack)));
        Vec::new()
    }

    pub(super) fn start_response(
        &mut self,
        ticket: TicketId,
        kind: ResponseKind,
        then: Then,
        now: Now,
    ) -> Vec<Effect> {
        self.start_writing(ticket, Purpose::Respond { kind, then }, now)
    }

    pub(super) fn note(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let for_marks = self.acts_on_marks();
        let effects = self.start_writing(id, Purpose::Note, now);
        self.compose.iter_mut().for_each(|compose| compose.for_marks = for_marks);
        effects
    }

    /// Opens the text field, with what was left there last time; a refusal that is sure is told before the work.
    fn start_writing(&mut self, ticket: TicketId, purpose: Purpose, now: Now) -> Vec<Effect> {
        let Some(seen) = self.version(&ticket) else { return self.no_ticket(now) };
        if let Some((deed, why)) = self.would_be_refused(&ticket, purpose, now) {
            return self.rule_says_no(ticket, deed, why, now);
        }
        // What was taken back and then left goes on where it was, and takes its own place again.
        if let Some(id) = self.outbox.taken_back(&ticket, purpose).map(|entry| entry.action.id) {
            return self.edit_action(id, now);
        }
        self.leave_open_text(now);
        let text = self.drafts.take(&ticket, purpose).unwrap_or_default();
        self.compose = Some(Compose {
            ticket,
            purpose,
            editor: Editor::new(&text),
            seen,
            replaces: None,
            for_marks: false,
        });
        Vec::new()
    }

    fn would_be_refused(&self, ticket: &TicketId, purpose: Purpose, now: Now) -> Option<(Deed, Refusal)> {
        let compose = Compose {
            ticket: ticket.clone(),
            purpose,
            editor: Editor::new("?"),
            seen: self.version(ticket)?,
            replaces: None,
            for_marks: false,
        };
        let action = self.action(&compose, ActionId(uuid::Uuid::nil()), now);
        self.check(&action).err().map(|why| (Deed::from(&action.change), why))
    }

    #[expect(clippy::unused_self, reason = "an action is made by the console, of what is written in it")]
    fn action(&self, compose: &Compose, id: ActionId, now: Now) -> Action {
        Action {
            id,
            ticket: compose.ticket.clone(),
            seen: compose.seen,
            made_at: now.wall,
            change: compose.change(),
        }
    }

    /// Sends what is written, unless something must be put right or read first: the text stays where it is.
    pub(super) fn send(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(compose) = &mut self.compose else { return Vec::new() };
        let is_public = compose.purpose.visibility() == Visibility::Public;
        if let Some(name) = is_public.then(|| compose.editor.go_to_unresolved()).flatten() {
            self.notices.tell(Notice::Unresolved { name }, now);
            return Vec::new();
        }
        let Some(compose) = &self.compose else { return Vec::new() };
        if is_public && self.settings.confirm_late && self.is_late(&compose.ticket, now) {
            let action = self.action(compose, fresh, now);
            if self.check(&action).is_ok() {
                let confirm = Confirm { ticket: action.ticket, field: Field::default() };
                self.overlay = Some(Overlay::Confirm(confirm));
                return Vec::new();
            }
        }
        self.send_text(fresh, now)
    }

    /// Whether a ticket's first response is past its due.
    fn is_late(&self, id: &TicketId, now: Now) -> bool {
        let ticket = self.ticket(id).filter(|ticket| ticket.owed().is_some());
        ticket.is_some_and(|it| Standing::of(it, self.desk_now(&id.backend, now)) == Standing::Breached)
    }

    /// Sends the text if what was typed is the name of its ticket.
    pub(super) fn confirmed(&mut self, confirm: Confirm, fresh: ActionId, now: Now) -> Vec<Effect> {
        if confirm.is_right() {
            return self.send_text(fresh, now);
        }
        self.notices.tell(Notice::NotConfirmed { ticket: confirm.ticket.clone() }, now);
        self.overlay = Some(Overlay::Confirm(confirm));
        Vec::new()
    }

    fn send_text(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        if compose.for_marks && self.marks.is_empty() {
            // All of them left: what was meant for them goes nowhere else.
            return self.no_ticket(now);
        }
        if compose.for_marks && !compose.editor.is_blank() {
            // The text stays where it is until what it is for was agreed to.
            return self.plan(Job::Do(compose.change()), now);
        }
        // Written anew, it keeps its id: the backend has never taken it, and on disk it takes its own place.
        let action = self.action(compose, compose.replaces.unwrap_or(fresh), now);
        match self.check(&action) {
            Ok(adds) => {
                self.compose = None;
                vec![self.outbox.add(action, adds)]
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

    pub(super) fn leave_text(&mut self, now: Now) -> Vec<Effect> {
        self.leave_open_text(now);
        Vec::new()
    }

    /// Puts the open text aside for the next time.
    pub(super) fn leave_open_text(&mut self, now: Now) {
        let Some(compose) = self.compose.take() else { return };
        if !compose.editor.is_blank() {
            self.notices.tell(Notice::DraftKept { ticket: compose.ticket.clone() }, now);
            self.drafts.keep(compose.ticket, compose.purpose, compose.editor.text());
        }
    }

    pub(super) fn discard_text(&mut self, now: Now) -> Vec<Effect> {
        if let Some(compose) = self.compose.take().filter(|compose| !compose.editor.is_blank()) {
            self.notices.tell(Notice::DraftDiscarded { ticket: compose.ticket }, now);
        }
        Vec::new()
    }

    pub(super) fn open_editor(&mut self) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        let text = compose.editor.text();
        self.lend_terminal(Effect::Edit(text))
    }

    pub(super) fn edited(&mut self, text: &str, now: Now) -> Vec<Effect> {
        self.take_terminal_back();
        // An editor ends its last line; the text does not need to.
        let text = text.strip_suffix('\n').unwrap_or(text);
        if text.len() > LONGEST_TEXT {
            self.notices.tell(Notice::TextTooLong { most: LONGEST_TEXT }, now);
        } else if let Some(compose) = &mut self.compose {
            compose.editor = Editor::new(text);
        }
        Vec::new()
    }

    pub(super) fn edit_failed(&mut self, why: SafeLine, now: Now) -> Vec<Effect> {
        self.take_terminal_back();
        self.notices.tell(Notice::EditorFailed { why }, now);
        Vec::new()
    }

    pub(super) fn copied(&mut self, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::Copied, now);
        Vec::new()
    }

    pub(super) fn copy_failed(&mut self, why: SafeLine, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::CopyFailed { why }, now);
        Vec::new()
    }

    /// Opens the text field with a text that was already sent; what is new since it was begun is still news.
    pub(super) fn give_back(
        &mut self,
        action: &Action,
        purpose: Purpose,
        text: &str,
        replaces: Option<ActionId>,
    ) {
        self.overlay = None;
        let (ticket, seen, editor) = (action.ticket.clone(), action.seen, Editor::new(text));
        self.compose = Some(Compose { ticket, purpose, editor, seen, replaces, for_marks: false });
    }

    /// Keeps the text of an action that could not be kept otherwise; one that is being written is not disturbed.
    pub(super) fn keep_text(&mut self, action: &Action, now: Now) {
        let replaces = self.outbox.get(action.id).map(|entry| entry.action.id);
        if self.give_form_back(action, replaces, now) {
            return;
        }
        let Some((purpose, body)) = Purpose::of(&action.change) else { return };
        if self.compose.is_none() {
            self.give_back(action, purpose, body.raw(), replaces);
        } else {
            self.drafts.keep(action.ticket.clone(), purpose, body.raw().to_owned());
        }
    }
}
