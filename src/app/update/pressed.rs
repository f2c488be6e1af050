//! From a key to what it means here: a sequence, a command, or a character of a text.

use crate::app::model::field::TooLong;
use crate::app::model::notice::Notice;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::{App, Pane};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::Drawn;
use crate::app::protocol::focus::Focus;
use crate::app::protocol::keymap::{Key, Meaning};
use crate::app::protocol::now::Now;
use crate::app::protocol::purpose::LONGEST_TEXT;
use crate::desk::ticket::names::ActionId;

impl App {
    /// Takes one key press; `fresh` names the action that it may make.
    pub(in crate::app) fn pressed(&mut self, key: Key, fresh: ActionId, now: Now) -> Vec<Effect> {
        // From the first key on the cursor is the person's.
        self.queues.hold();
        let focus = self.focus();
        if self.begun.is_empty() && self.is_answered_by(key) {
            return self.choose(fresh, now);
        }
        match self.settings.keymap.meaning(&self.begun, key, focus) {
            Meaning::Run(command) => {
                self.begun.clear();
                self.run(command, fresh, now)
            }
            Meaning::Begins => {
                self.begun.push(key);
                Vec::new()
            }
            Meaning::Nothing if self.begun.is_empty() => self.typed(key, focus, now),
            // A sequence that goes nowhere is dropped, and the key that ended it counts as a new one.
            Meaning::Nothing => {
                self.begun.clear();
                self.pressed(key, fresh, now)
            }
        }
    }

    /// Tells whether a key answers the open question at once, and marks its answer.
    fn is_answered_by(&mut self, key: Key) -> bool {
        match (&mut self.overlay, key.text()) {
            (Some(Overlay::Choice(choice)), Some(character)) => choice.mark(character),
            _ => false,
        }
    }

    fn typed(&mut self, key: Key, focus: Focus, now: Now) -> Vec<Effect> {
        if let Some(character) = key.text().filter(|_| focus.takes_text()) {
            self.insert(character.encode_utf8(&mut [0; 4]), now);
        }
        Vec::new()
    }

    /// Puts a typed character, or pasted text, where the keys go.
    fn insert(&mut self, text: &str, now: Now) {
        let filtering = self.pane == Pane::Filter;
        let fitted = match (&mut self.overlay, &mut self.compose, filtering) {
            (Some(Overlay::Palette(palette)), ..) => {
                let fitted = palette.field.insert(text);
                palette.search(&self.settings.labels);
                fitted
            }
            (Some(Overlay::Form(form)), ..) => form.insert(text),
            (Some(Overlay::Confirm(confirm)), ..) => confirm.field.insert(text),
            (Some(Overlay::Templates(picker)), ..) => picker.insert(text),
            (None, Some(compose), _) => {
                text.chars().for_each(|character| compose.editor.type_in(character));
                self.drafts.touched(compose.draft, now);
                Ok(())
            }
            (None, None, true) => {
                let fitted = self.queues.filter.insert(text);
                self.queues.apply_filter();
                fitted
            }
            _ => Ok(()),
        };
        self.tell_fitted(fitted, now);
        self.form_changed(now);
    }

    pub(in crate::app) fn tell_fitted(&mut self, fitted: Result<(), TooLong>, now: Now) {
        if let Err(TooLong { most }) = fitted {
            self.notices.tell(Notice::TextTooLong { most }, now);
        }
    }

    /// Takes pasted text: it is text where there is a text field, and never a command.
    pub(in crate::app) fn pasted(&mut self, text: &str, now: Now) -> Vec<Effect> {
        self.begun.clear();
        match self.focus() {
            Focus::Compose => {
                let fits = self.compose.as_mut().is_none_or(|compose| compose.editor.paste(text));
                if !fits {
                    self.notices.tell(Notice::TextTooLong { most: LONGEST_TEXT }, now);
                }
                self.text_changed(now);
            }
            Focus::Filter | Focus::Palette | Focus::Templates | Focus::Form => self.insert(text, now),
            // What is typed to confirm is typed by a person: pasting it would be no thought at all.
            _ => self.notices.tell(Notice::PasteIgnored, now),
        }
        Vec::new()
    }

    /// Learns how much fits on the screen.
    pub(in crate::app) fn drawn(&mut self, drawn: Drawn) -> Vec<Effect> {
        if drawn != self.drawn {
            self.drawn = drawn;
            self.queues.measure(drawn.queue_rows);
            self.queues.customers.measure(drawn.customer_rows);
        }
        Vec::new()
    }
}
