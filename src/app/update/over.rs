//! What lies over the panes: help, palette, questions, outbox; and leaving the program.

use crate::app::model::compose::Compose;
use crate::app::model::form::Form;
use crate::app::model::links::Link;
use crate::app::model::notice::Notice;
use crate::app::model::overlay::{Answer, Choice, Overlay, Palette, Question};
use crate::app::model::state::{App, Pane, Stage};
use crate::app::protocol::command::Command;
use crate::app::protocol::effect::{Effect, Reread};
use crate::app::protocol::focus::Focus;
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::ActionId;

impl App {
    pub(in crate::app) fn show_help(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Help { scroll: 0 });
        Vec::new()
    }

    pub(in crate::app) fn show_watch(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Watch { scroll: 0 });
        Vec::new()
    }

    /// Shows who gets what is being written.
    pub(in crate::app) fn show_readers(&mut self) -> Vec<Effect> {
        if let Some(compose) = &self.compose {
            self.overlay = Some(Overlay::Readers { ticket: compose.ticket.clone(), scroll: 0 });
        }
        Vec::new()
    }

    pub(in crate::app) fn show_palette(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Palette(Palette::new(&self.settings.labels)));
        Vec::new()
    }

    pub(in crate::app) fn show_outbox(&mut self) -> Vec<Effect> {
        let entries = self.outbox.entries();
        let first = entries.iter().find(|entry| entry.needs_a_person()).or_else(|| entries.first());
        let first = first.map(|entry| entry.action.id).or_else(|| Some(self.left_drafts().next()?.id()));
        let first = first.or_else(|| Some(self.others().first()?.id()));
        self.overlay = Some(Overlay::Outbox { selected: first });
        Vec::new()
    }

    /// Takes the marked answer, command, or the filter as it is typed.
    pub(in crate::app) fn choose(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        match self.overlay.take() {
            Some(Overlay::Choice(choice)) => self.answer(choice, fresh, now),
            Some(Overlay::Confirm(confirm)) => self.confirmed(confirm, now),
            Some(Overlay::Templates(picker)) => self.insert_template(&picker, now),
            Some(Overlay::Bulk) => {
                self.overlay = Some(Overlay::Bulk);
                self.agree(fresh, now)
            }
            Some(Overlay::Palette(palette)) => match palette.command() {
                Some(command) => self.run(command, fresh, now),
                None => Vec::new(),
            },
            other => {
                self.overlay = other;
                self.pane = Pane::Queue;
                Vec::new()
            }
        }
    }

    /// Sends the form that lies over the panes, else the text that is written.
    pub(in crate::app) fn send_what_is_open(&mut self, now: Now) -> Vec<Effect> {
        match self.overlay.take() {
            Some(Overlay::Form(form)) => self.send_form(form, now),
            other => {
                self.overlay = other;
                self.send(now)
            }
        }
    }

    fn answer(&mut self, choice: Choice, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(answer) = choice.answer().cloned() else { return Vec::new() };
        match (choice.question, answer) {
            (Question::ResponseKind { ticket, then }, Answer::Kind(kind)) => {
                self.start_response(ticket, kind, then, fresh, now)
            }
            (Question::AssignTo { ticket }, Answer::Manager { id, .. }) => {
                self.assign_to(&ticket, id, fresh, now)
            }
            (Question::NextStep { ticket }, Answer::Next(next)) => self.take_next(ticket, next, fresh, now),
            (Question::SaveFile { ticket }, Answer::File { id, name, .. }) => {
                vec![Effect::SaveFile { ticket, id, name }]
            }
            (Question::OpenLink { .. }, Answer::Link(link)) => vec![Effect::OpenLink(link)],
            (Question::SendTurned { .. }, Answer::Yes) => self.send_as_it_is(now),
            (Question::DiscardText { .. }, Answer::Yes) => self.discard_text(now),
            (Question::DiscardDraft { draft, .. }, Answer::Yes) => self.discard_draft(draft, now),
            (Question::DiscardOther { other, .. }, Answer::Yes) => self.discard_other(other),
            (Question::DiscardAction { action }, Answer::Yes) => self.discard_action(action, fresh, now),
            (Question::EarlierLife { id, wish }, Answer::Yes) => self.agreed_to(id, wish, now),
            (Question::EarlierLife { .. }, _) => self.show_outbox(),
            (Question::Quit { .. }, Answer::Yes) => self.leave(now),
            _ => Vec::new(),
        }
    }

    pub(in crate::app) fn cancel(&mut self, now: Now) -> Vec<Effect> {
        match self.overlay.take() {
            Some(Overlay::Form(form)) => return self.leave_form(&form, now).into_iter().collect(),
            None if self.pane == Pane::Filter => {
                self.pane = Pane::Queue;
                return self.clear_filter();
            }
            _ => {}
        }
        Vec::new()
    }

    pub(in crate::app) fn dismiss_notice(&mut self, now: Now) -> Vec<Effect> {
        self.notices.dismiss(now);
        Vec::new()
    }

    pub(in crate::app) fn refresh(&mut self, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::Asked { backends: self.links.len() }, now);
        let mut effects = self.ask_all(now);
        effects.extend(self.links.iter_mut().filter_map(Link::ask_rules));
        effects.push(Effect::ReadFiles(Reread::Whole));
        effects
    }

    /// Asks every backend now, whatever it was waiting for.
    pub(in crate::app) fn ask_all(&mut self, now: Now) -> Vec<Effect> {
        self.links.iter_mut().for_each(|link| link.polling.hurry(now));
        Vec::new()
    }

    /// Gives the terminal to somebody else; nothing is drawn until it comes back.
    pub(in crate::app) fn lend_terminal(&mut self, to: Effect) -> Vec<Effect> {
        self.away = true;
        vec![to]
    }

    pub(in crate::app) fn take_terminal_back(&mut self) -> Vec<Effect> {
        self.away = false;
        self.repaint += 1;
        Vec::new()
    }

    /// The person is back from the shell, maybe after hours.
    pub(in crate::app) fn came_back(&mut self, now: Now) -> Vec<Effect> {
        self.take_terminal_back();
        self.ask_all(now)
    }

    /// Leaves, but asks first if something that a person did is not sent.
    pub(in crate::app) fn quit(&mut self, now: Now) -> Vec<Effect> {
        let open = self.compose.as_ref().is_some_and(|compose| !compose.editor.is_blank());
        let form = self.open_form_now().is_some_and(Form::holds_text);
        let drafts = self.left_drafts().count() + usize::from(open) + usize::from(form);
        let unsent = self.outbox.len();
        let is_asked =
            matches!(&self.overlay, Some(Overlay::Choice(Choice { question: Question::Quit { .. }, .. })));
        if drafts + unsent == 0 || is_asked {
            return self.leave(now);
        }
        let left = self.put_open_form_away(now);
        self.overlay = Some(Overlay::Choice(Choice::confirm(Question::Quit { unsent, drafts })));
        left.into_iter().collect()
    }

    /// Ends the program as soon as everything is on disk; where nothing gets there, the person was told.
    pub(in crate::app) fn leave(&mut self, now: Now) -> Vec<Effect> {
        self.stage = if self.disk.is_some() { Stage::ToldToLeave } else { Stage::Leaving };
        self.put_everything_away(now)
    }

    pub(in crate::app) fn told_to_leave(&mut self, now: Now) -> Vec<Effect> {
        self.stage = Stage::ToldToLeave;
        self.put_everything_away(now)
    }

    fn put_everything_away(&mut self, now: Now) -> Vec<Effect> {
        let left = [self.leave_open_text(now), self.put_open_form_away(now)];
        self.drafts.save_all_at_once();
        left.into_iter().flatten().collect()
    }

    /// Asks whether the text, or the marked action of the outbox, shall go.
    pub(in crate::app) fn discard(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        match self.focus() {
            Focus::Compose => self.ask_to_discard_text(now),
            Focus::Outbox => self.ask_to_discard_action(now),
            Focus::News => self.drop_to_draft(fresh, now),
            _ => Vec::new(),
        }
    }

    fn ask_to_discard_text(&mut self, now: Now) -> Vec<Effect> {
        let Some(Compose { ticket, editor, .. }) = &self.compose else { return Vec::new() };
        if editor.is_blank() {
            return self.discard_text(now);
        }
        let question = Question::DiscardText { ticket: ticket.clone() };
        self.overlay = Some(Overlay::Choice(Choice::confirm(question)));
        Vec::new()
    }

    /// Runs a command of the text field that has the keys.
    pub(in crate::app) fn edit(&mut self, command: Command, now: Now) -> Vec<Effect> {
        let fitted = match (&mut self.overlay, &mut self.compose, self.pane) {
            (Some(Overlay::Palette(palette)), ..) => palette.edit(command, &self.settings.labels),
            (Some(Overlay::Form(form)), ..) => form.edit(command),
            (Some(Overlay::Confirm(confirm)), ..) => confirm.field.run(command),
            (Some(Overlay::Templates(picker)), ..) => picker.edit(command),
            (None, Some(compose), _) => {
                compose.editor.run(command);
                Ok(())
            }
            (None, None, Pane::Filter) => self.queues.edit_filter(command),
            _ => Ok(()),
        };
        self.tell_fitted(fitted, now);
        Vec::new()
    }

    /// The same; what was changed is saved.
    pub(in crate::app) fn edit_text(&mut self, command: Command, now: Now) -> Vec<Effect> {
        let composing = self.focus() == Focus::Compose && !command.only_moves();
        let effects = self.edit(command, now);
        if composing {
            self.text_changed(now);
        }
        // In a form a move may choose.
        self.form_changed(now);
        effects
    }
}
