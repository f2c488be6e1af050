//! The text fields: a response or a note on a ticket, and one-line fields such as the filter.

use std::collections::BTreeMap;

use ratatui_textarea::{CursorMove, TextArea};

use crate::desk::action::Then;
use crate::desk::conversation::{ResponseKind, Visibility};
use crate::desk::names::TicketId;
use crate::desk::text::SafeText;
use crate::desk::ticket::Version;

use super::command::Command;

/// What is being written, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Public: the customer reads it.
    Respond { kind: ResponseKind, then: Then },
    /// Internal: only the desk reads it.
    Note,
}

impl Purpose {
    pub fn visibility(self) -> Visibility {
        match self {
            Self::Respond { .. } => Visibility::Public,
            Self::Note => Visibility::Internal,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Compose {
    /// Bound when the key went down, whatever the queue does.
    pub ticket: TicketId,
    pub purpose: Purpose,
    pub editor: Editor,
    /// The version that the author saw when the draft began.
    pub seen: Version,
}

/// The longest text that is taken, in bytes; the backend refuses more.
pub const LONGEST_TEXT: usize = 250 * 1024;

/// Wraps a text-area widget as state: its text is the truth, its own keys are off, and what is pasted or
/// comes from an external editor is cleaned on entry.
#[derive(Clone, Debug)]
pub struct Editor {
    area: TextArea<'static>,
}

impl Editor {
    pub fn new(text: &str) -> Self {
        let lines = SafeText::from(text).shown().split('\n').map(str::to_owned).collect();
        let mut area = TextArea::new(lines);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// The widget, for drawing.
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub fn is_blank(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    fn length(&self) -> usize {
        self.area.lines().iter().map(|line| line.len() + 1).sum()
    }

    pub fn type_in(&mut self, character: char) {
        self.area.insert_char(character);
    }

    /// Puts foreign text where the cursor is; tells whether it fitted.
    pub fn paste(&mut self, text: &str) -> bool {
        let clean = SafeText::from(text);
        let fits = self.length() + clean.shown().len() <= LONGEST_TEXT;
        if fits {
            self.area.insert_str(clean.shown());
        }
        fits
    }

    /// Runs a command of the text field; tells whether it is one.
    pub fn run(&mut self, command: Command) -> bool {
        let area = &mut self.area;
        match command {
            Command::Left => area.move_cursor(CursorMove::Back),
            Command::Right => area.move_cursor(CursorMove::Forward),
            Command::Up => area.move_cursor(CursorMove::Up),
            Command::Down => area.move_cursor(CursorMove::Down),
            Command::PageUp => area.scroll(ratatui_textarea::Scrolling::PageUp),
            Command::PageDown => area.scroll(ratatui_textarea::Scrolling::PageDown),
            Command::First => area.move_cursor(CursorMove::Top),
            Command::Last => area.move_cursor(CursorMove::Bottom),
            Command::WordLeft => area.move_cursor(CursorMove::WordBack),
            Command::WordRight => area.move_cursor(CursorMove::WordForward),
            Command::LineStart => area.move_cursor(CursorMove::Head),
            Command::LineEnd => area.move_cursor(CursorMove::End),
            Command::NewLine => area.insert_newline(),
            Command::DeleteBack => changed(area.delete_char()),
            Command::DeleteForward => changed(area.delete_next_char()),
            Command::DeleteWord => changed(area.delete_word()),
            Command::DeleteToLineStart => changed(area.delete_line_by_head()),
            Command::DeleteToLineEnd => changed(area.delete_line_by_end()),
            Command::Undo => changed(area.undo()),
            Command::Redo => changed(area.redo()),
            _ => return false,
        }
        true
    }
}

/// An editing key that finds nothing to change is no error.
fn changed(_: bool) {}

/// Texts that were left unsent, by ticket and purpose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts {
    kept: BTreeMap<(TicketId, Slot), String>,
}

/// One draft of each is kept per ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Interim,
    Analysis,
    Information,
    Solution,
    Note,
}

impl From<Purpose> for Slot {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Note => Self::Note,
            Purpose::Respond { kind, .. } => match kind {
                ResponseKind::Interim => Self::Interim,
                ResponseKind::PreliminaryAnalysis => Self::Analysis,
                ResponseKind::InformationRequest => Self::Information,
                ResponseKind::Solution => Self::Solution,
            },
        }
    }
}

impl Drafts {
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Tells whether a text was left on a ticket.
    pub fn has(&self, ticket: &TicketId) -> bool {
        self.kept.keys().any(|(with, _)| with == ticket)
    }
}
