//! The person's own editor: what it saved becomes the text, whenever and however it ends, or its file is named.

use crate::app::model::compose::Editor;
use crate::app::model::compose::Joined;
use crate::app::model::notice::Notice;
use crate::app::model::state::App;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{But, Saved};
use crate::app::protocol::now::Now;
use crate::app::protocol::purpose::LONGEST_TEXT;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::ActionId;

impl App {
    pub(in crate::app) fn open_editor(&mut self) -> Vec<Effect> {
        let Some(compose) = &self.compose else { return Vec::new() };
        let draft = compose.draft();
        self.lend_terminal(Effect::Edit(draft))
    }

    pub(in crate::app) fn edited(&mut self, text: &str, now: Now) -> Vec<Effect> {
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

    pub(in crate::app) fn edit_failed(&mut self, why: SafeLine, now: Now) -> Vec<Effect> {
        self.take_terminal_back();
        self.notices.tell(Notice::EditorFailed { why }, now);
        Vec::new()
    }

    /// Takes in what was saved beside what was there: an editor that was stopped may have saved half of it.
    pub(in crate::app) fn edited_but(&mut self, text: &str, but: But, now: Now) -> Vec<Effect> {
        match but {
            But::Failed(why) => {
                self.take_terminal_back();
                if let Some(open) = self.compose.as_ref().map(|compose| compose.draft) {
                    self.join(open, text);
                }
                self.notices.tell(Notice::EditorFailedLate { why }, now);
                Vec::new()
            }
            But::NotKept { path } => {
                let effects = self.edited(text, now);
                self.name_file(path, now);
                effects
            }
        }
    }

    pub(in crate::app) fn edit_in_file(&mut self, path: SafeLine, why: SafeLine, now: Now) -> Vec<Effect> {
        self.take_terminal_back();
        self.notices.tell(Notice::EditorFailed { why }, now);
        self.name_file(path, now);
        Vec::new()
    }

    /// Takes in what editors saved that nobody waited for any more.
    pub(in crate::app) fn take_in_saved(&mut self, saved: Vec<Saved>, now: Now) {
        for Saved { id, words, path } in saved {
            let text = self.compose.as_ref().filter(|compose| compose.draft == id).map(|it| &it.ticket);
            let ticket = text.or_else(|| self.drafts.ticket_of(id)).cloned();
            match (self.join(id, &words), ticket) {
                (Some(Joined::Yes), Some(ticket)) => {
                    self.notices.tell(Notice::SavedByEditor { ticket }, now);
                }
                (Some(Joined::TooLong), _) => self.name_file(path, now),
                // It is being sent: then the file is named when it is looked at next.
                (None, _) | (_, None) => {}
            }
        }
    }

    /// Puts words into the text of a name, open or left, and has it saved.
    fn join(&mut self, id: ActionId, words: &str) -> Option<Joined> {
        let words = words.trim_end_matches('\n');
        let joined = match self.compose.as_mut().filter(|compose| compose.draft == id) {
            Some(compose) => compose.editor.join(words),
            None => self.drafts.join(id, words)?,
        };
        if joined == Joined::Yes {
            self.drafts.save_at_once(id);
        }
        Some(joined)
    }

    /// Tells, once in this run, where words lie that are in no text.
    pub(in crate::app) fn name_file(&mut self, path: SafeLine, now: Now) {
        if self.named.insert(path.clone()) {
            self.notices.tell(Notice::WordsInFile { path }, now);
        }
    }
}
