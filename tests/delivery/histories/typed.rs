//! What was typed and not sent: each text by the marks in it, wherever it is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use serde::Serialize;
use vigie::app::App;
use vigie::app::model::drafts::Unsent;
use vigie::app::model::form::Input;
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::others::Wrote;
use vigie::desk::ticket::names::ActionId;

use crate::desk::Written;

/// Texts and forms that were written and not sent.
#[derive(Debug, Default)]
pub struct Typed {
    /// What the disk was asked to keep and has not answered, oldest first.
    asked: BTreeMap<ActionId, VecDeque<Asked>>,
    /// What it was asked to keep last.
    last: BTreeMap<ActionId, BTreeSet<String>>,
    /// The person was told that it is on disk (by not being told otherwise).
    safe: BTreeSet<String>,
    /// The person threw it away.
    thrown: BTreeSet<String>,
}

#[derive(Debug)]
struct Asked {
    marks: BTreeSet<String>,
    /// It is newer than the action of its name, if there is one.
    newer: bool,
}

impl Typed {
    /// The disk is asked to keep something as it is now.
    pub fn keeping(&mut self, id: ActionId, text: &str) {
        let marks = marks(text);
        self.last.insert(id, marks.clone());
        self.asked.entry(id).or_default().push_back(Asked { marks, newer: true });
    }

    /// The disk has what it was asked to keep first; tells whether that is newer than the action of its name.
    pub fn kept(&mut self, id: ActionId) -> bool {
        let Some(asked) = self.asked.get_mut(&id).and_then(VecDeque::pop_front) else { return false };
        self.safe.extend(asked.marks);
        asked.newer
    }

    pub fn not_kept(&mut self, id: ActionId) {
        self.asked.entry(id).or_default().pop_front();
    }

    /// An action of this name was made: it is newer than all that was asked before.
    pub fn became_action(&mut self, id: ActionId) {
        self.asked.entry(id).or_default().iter_mut().for_each(|asked| asked.newer = false);
    }

    /// An action was thrown out of the outbox: its text is a draft again.
    pub fn is_safe(&mut self, marks: BTreeSet<String>) {
        self.safe.extend(marks);
    }

    /// The person threw it away.
    pub fn throwing(&mut self, id: ActionId) {
        self.thrown.extend(self.last.remove(&id).unwrap_or_default());
    }

    /// Somebody else threw it away.
    pub fn is_thrown(&mut self, marks: BTreeSet<String>) {
        self.thrown.extend(marks);
    }

    /// What the console keeps was put back to an older copy.
    pub fn console_restored(&mut self) {
        self.safe.clear();
    }

    /// What was asked of the disk is not answered any more.
    pub fn console_died(&mut self) {
        self.asked.clear();
    }

    /// What was on disk and is nowhere any more.
    pub fn lost(&self, app: &App, facts: &[Written], editing: &Path) -> Vec<String> {
        let mut there: BTreeSet<String> = facts.iter().flat_map(Written::marks).collect();
        there.extend(app.outbox.entries().iter().flat_map(|entry| marks_of(&entry.action.change)));
        for unsent in app.drafts.left() {
            there.extend(match unsent {
                Unsent::Text(draft) => marks(&draft.text),
                Unsent::Form(form) => marks(&form.words()),
            });
        }
        // What stands in no text stays where it was saved.
        for file in std::fs::read_dir(editing).into_iter().flatten() {
            there.extend(marks(&std::fs::read_to_string(file.unwrap().path()).unwrap_or_default()));
        }
        for other in app.others() {
            there.extend(match &other.wrote {
                Wrote::Act(action) => marks_of(&action.change),
                Wrote::Text(draft) => marks(&draft.text),
                Wrote::Form(form) => marks(&form.words()),
            });
        }
        there.extend(app.compose.iter().flat_map(|compose| marks(&compose.editor.text())));
        if let Some(Overlay::Form(form)) = &app.overlay {
            for entry in &form.entries {
                if let Input::Line(field) = &entry.input {
                    there.extend(marks(field.text()));
                }
            }
        }
        let missing = self.safe.iter().filter(|mark| !self.thrown.contains(*mark) && !there.contains(*mark));
        missing.map(|mark| format!("the draft with {mark} is lost")).collect()
    }
}

/// The person's own marks in a text, by which its parts are found again wherever they went.
pub fn marks(text: &str) -> BTreeSet<String> {
    let parts = text.split("text ").skip(1);
    let numbers = parts.filter_map(|part| part.split_once('.')).map(|(number, _)| number);
    numbers.filter(|number| number.parse::<u32>().is_ok()).map(|number| format!("text {number}.")).collect()
}

/// The marks in all that something says.
pub fn marks_of(said: &impl Serialize) -> BTreeSet<String> {
    marks(&serde_json::to_string(said).unwrap())
}

impl Written {
    pub fn marks(&self) -> BTreeSet<String> {
        marks_of(&self.what)
    }

    /// The text of an act, as `Change::text` has it.
    pub fn text(&self) -> Option<&str> {
        let field = match self.what["what"].as_str()? {
            "said" | "filed" => "body",
            "promised" => "what",
            "called" | "handed-over" => "note",
            "escalation-ended" => "outcome",
            _ => "reason",
        };
        self.what["data"][field].as_str()
    }
}
