//! Writing: a response or a note, from its first key until it is on its way. No text is ever lost on the way.

use crate::desk::action::{Action, Refusal, Then};
use crate::desk::conversation::ResponseKind;
use crate::desk::names::{ActionId, TicketId};
use crate::desk::text::SafeLine;

use super::compose::{Compose, Editor, LONGEST_TEXT, Purpose};
use super::drafts::Draft;
use super::effect::Effect;
use super::notice::{Deed, Notice};
use super::now::Now;
use super::outbox::Entry;
use super::overlay::{Choice, Overlay, Question};
use super::state::{App, Stage};
use super::trouble::Trouble;

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
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        self.start_writing(ticket, Purpose::Respond { kind, then }, fresh, now)
    }

    pub(super) fn note(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        self.start_writing(id, Purpose::Note, fresh, now)
    }

    /// Opens the text field, with what was left there last time; a refusal that is sure is told before the work.
    fn start_writing(
        &mut self,
        ticket: TicketId,
        purpose: Purpose,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.leave_open_text(now).into_iter().collect();
        if let Some(reopened) = self.reopen(&ticket, purpose, now) {
            effects.extend(reopened);
            return effects;
        }
        let Some(seen) = self.version(&ticket) else { return self.no_ticket(now) };
        if let Some((deed, why)) = self.would_be_refused(&ticket, purpose, now) {
            return self.rule_says_no(ticket, deed, why, now);
        }
        let editor = Editor::new("");
        self.compose = Some(Compose { draft: fresh, ticket, purpose, editor, seen, replaces: None });
        effects
    }

    /// Gives a text that was left back to its author, as it was, with what its author had seen.
    fn reopen(&mut self, ticket: &TicketId, purpose: Purpose, now: Now) -> Option<Vec<Effect>> {
        let (draft, absorbed) = self.drafts.take(ticket, purpose)?;
        self.notices.tell(Notice::DraftReopened { ticket: ticket.clone() }, now);
        self.compose = Some(Compose {
            draft: draft.id,
            ticket: ticket.clone(),
            purpose,
            editor: Editor::new(&draft.text),
            seen: draft.seen,
            replaces: draft.replaces,
        });
        let united = (!absorbed.is_empty()).then(|| self.drafts.unite(draft, absorbed));
        Some(united.into_iter().collect())
    }

    /// Opens a text that was left, from the list of what is not sent.
    pub(super) fn go_on_with_draft(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        let Some(Draft { ticket, purpose, .. }) = self.drafts.get(id).cloned() else { return Vec::new() };
        self.overlay = None;
        let left = self.leave_open_text(now);
        left.into_iter().chain(self.reopen(&ticket, purpose, now).unwrap_or_default()).collect()
    }

    pub(super) fn ask_to_discard_draft(&mut self, id: ActionId) -> Vec<Effect> {
        let Some(ticket) = self.drafts.get(id).map(|draft| draft.ticket.clone()) else { return Vec::new() };
        let question = Question::DiscardDraft { ticket, draft: id };
        self.overlay = Some(Overlay::Choice(Choice::confirm(question)));
        Vec::new()
    }

    pub(super) fn discard_draft(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        if let Some(ticket) = self.drafts.get(id).map(|draft| draft.ticket.clone()) {
            self.notices.tell(Notice::DraftDiscarded { ticket }, now);
        }
        self.drafts.forget(id).into_iter().collect()
    }

    /// The disk has a text as it was when it was asked to keep it.
    pub(super) fn draft_kept(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        self.drafts.saved(id);
        self.disk_works(now);
        Vec::new()
    }

    pub(super) fn draft_not_kept(&mut self, id: ActionId, why: Trouble, now: Now) -> Vec<Effect> {
        self.drafts.saved(id);
        let open = self.compose.as_ref().filter(|compose| compose.draft == id).map(|open| &open.ticket);
        let ticket = open.or_else(|| self.drafts.get(id).map(|draft| &draft.ticket));
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
    pub(super) fn text_changed(&mut self, now: Now) {
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
            replaces: None,
        };
        let action = self.action(&compose, now);
        self.check(&action).err().map(|why| (Deed::from(&action.change), why))
    }

    #[expect(clippy::unused_self, reason = "an action is made by the console, of what is written in it")]
    fn action(&self, compose: &Compose, now: Now) -> Action {
        Action {
            id: compose.draft,
            ticket: compose.ticket.clone(),
            seen: compose.seen,
            made_at: now.wall,
            change: compose.change(),
        }
    }

    /// Sends what is written: the rules are asked first, and the text stays where it is if they say no.
    pub(super) fn send(&mut self, now: Now) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        let action = self.action(compose, now);
        // What is just being sent is said; only what still waits can be said anew.
        let replaces = compose.replaces.filter(|old| self.outbox.get(*old).is_some_and(Entry::is_changeable));
        match self.check(&action) {
            Ok(adds) => {
                self.compose = None;
                self.drafts.became_action(action.id);
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
        self.leave_open_text(now).into_iter().collect()
    }

    /// Puts the open text aside for the next time.
    pub(super) fn leave_open_text(&mut self, now: Now) -> Option<Effect> {
        let compose = self.compose.take()?;
        if compose.editor.is_blank() {
            return self.drafts.forget(compose.draft);
        }
        self.notices.tell(Notice::DraftKept { ticket: compose.ticket.clone() }, now);
        self.drafts.keep(compose.draft());
        self.drafts.save_at_once(compose.draft);
        None
    }

    pub(super) fn discard_text(&mut self, now: Now) -> Vec<Effect> {
        let Some(compose) = self.compose.take() else { return Vec::new() };
        let forgotten = self.drafts.forget(compose.draft);
        if !compose.editor.is_blank() {
            self.notices.tell(Notice::DraftDiscarded { ticket: compose.ticket }, now);
        }
        forgotten.into_iter().collect()
    }

    pub(super) fn open_editor(&mut self) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        let draft = compose.draft();
        self.lend_terminal(Effect::Edit(draft))
    }

    pub(super) fn edited(&mut self, text: &str, now: Now) -> Vec<Effect> {
        self.take_terminal_back();
        // An editor ends its last line; the text does not need to.
        let text = text.strip_suffix('\n').unwrap_or(text);
        if text.len() > LONGEST_TEXT {
            self.notices.tell(Notice::TextTooLong { most: LONGEST_TEXT }, now);
        } else if let Some(compose) = &mut self.compose {
            compose.editor = Editor::new(text);
            self.drafts.save_at_once(compose.draft);
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
    pub(super) fn give_back(
        &mut self,
        action: &Action,
        draft: ActionId,
        replaces: Option<ActionId>,
        now: Now,
    ) -> Vec<Effect> {
        let Some((purpose, body)) = Purpose::of(&action.change) else { return Vec::new() };
        let left = self.leave_open_text(now);
        self.overlay = None;
        let ticket = action.ticket.clone();
        let seen = self.version(&ticket).unwrap_or(action.seen).max(action.seen);
        let editor = Editor::new(body.raw());
        self.compose = Some(Compose { draft, ticket, purpose, editor, seen, replaces });
        self.drafts.save_at_once(draft);
        left.into_iter().collect()
    }

    /// Keeps the text of an action that could not be recorded: as a draft of the same name.
    pub(super) fn keep_text(&mut self, action: &Action, replaces: Option<ActionId>, now: Now) {
        if self.compose.is_none() {
            self.give_back(action, action.id, replaces, now);
        } else if let Some((purpose, body)) = Purpose::of(&action.change) {
            let (ticket, text) = (action.ticket.clone(), body.raw().to_owned());
            self.drafts.keep(Draft { id: action.id, ticket, purpose, text, seen: action.seen, replaces });
        }
        match self.stage {
            _ if action.change.text().is_none() => {}
            // There is no later.
            Stage::ToldToLeave => self.drafts.save_at_once(action.id),
            // The disk has just failed; it is given a rest.
            Stage::New | Stage::Running | Stage::Leaving => self.drafts.not_saved(action.id, now),
        }
    }
}
