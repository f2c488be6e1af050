//! Writing: a response or a note, from its first key until it is on its way. No text is ever lost on the way.

use crate::desk::action::{Action, Refusal, Then};
use crate::desk::conversation::ResponseKind;
use crate::desk::names::{ActionId, TicketId};
use crate::desk::text::SafeLine;

use super::compose::{Compose, Editor, LONGEST_TEXT, Purpose};
use super::effect::Effect;
use super::notice::{Deed, Notice};
use super::now::Now;
use super::overlay::{Choice, Overlay};
use super::state::App;

impl App {
    /// Asks what kind of response is about to be written.
    pub(super) fn choose_response(&mut self, then: Then, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let interim = self.link(&id.backend).is_none_or(|link| link.capabilities().interim);
        // An interim response resolves nothing that was not answered before.
        let answered = self.ticket(&id).is_some_and(crate::desk::ticket::Ticket::has_qualified_response);
        let interim = interim && (then != Then::Resolve || answered);
        self.overlay = Some(Overlay::Choice(Choice::response_kind(id, then, interim)));
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
        self.start_writing(id, Purpose::Note, now)
    }

    /// Opens the text field, with what was left there last time; a refusal that is sure is told before the work.
    fn start_writing(&mut self, ticket: TicketId, purpose: Purpose, now: Now) -> Vec<Effect> {
        let Some(seen) = self.version(&ticket) else { return self.no_ticket(now) };
        if let Some((deed, why)) = self.would_be_refused(&ticket, purpose, now) {
            return self.rule_says_no(ticket, deed, why, now);
        }
        self.leave_open_text(now);
        let text = self.drafts.take(&ticket, purpose).unwrap_or_default();
        self.compose = Some(Compose { ticket, purpose, editor: Editor::new(&text), seen, replaces: None });
        Vec::new()
    }

    fn would_be_refused(&self, ticket: &TicketId, purpose: Purpose, now: Now) -> Option<(Deed, Refusal)> {
        let compose = Compose {
            ticket: ticket.clone(),
            purpose,
            editor: Editor::new("?"),
            seen: self.version(ticket)?,
            replaces: None,
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

    /// Sends what is written: the rules are asked first, and the text stays where it is if they say no.
    pub(super) fn send(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        let action = self.action(compose, fresh, now);
        let replaces = compose.replaces;
        match self.check(&action) {
            Ok(adds) => {
                self.compose = None;
                vec![self.outbox.add(action, adds, replaces)]
            }
            Err(Refusal::TicketMoved { current }) => {
                // Told once: who sends again has read what is new, or does not mind.
                self.notices.tell(Notice::ThreadMoved { ticket: action.ticket }, now);
                self.compose.iter_mut().for_each(|compose| compose.seen = current);
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
    fn leave_open_text(&mut self, now: Now) {
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

    /// Gives the text of an action back to its author; one that is being written is put aside, not lost.
    pub(super) fn give_back(&mut self, action: &Action, replaces: Option<ActionId>, now: Now) -> bool {
        let Some((purpose, body)) = Purpose::of(&action.change) else { return false };
        self.leave_open_text(now);
        self.overlay = None;
        let seen = self.version(&action.ticket).unwrap_or(action.seen).max(action.seen);
        let editor = Editor::new(body.raw());
        self.compose = Some(Compose { ticket: action.ticket.clone(), purpose, editor, seen, replaces });
        true
    }

    /// Keeps the text of an action that could not be kept otherwise.
    pub(super) fn keep_text(&mut self, action: &Action, now: Now) {
        if self.give_form_back(action, None, now) {
            return;
        }
        if self.compose.is_none() {
            self.give_back(action, None, now);
        } else if let Some((purpose, body)) = Purpose::of(&action.change) {
            self.drafts.keep(action.ticket.clone(), purpose, body.raw().to_owned());
        }
    }
}
