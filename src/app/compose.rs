//! The text fields: a response or a note on a ticket, and one-line fields such as the filter.

use ratatui_textarea::{CursorMove, Scrolling, TextArea, WrapMode};
use serde::{Deserialize, Serialize};

use crate::desk::action::{Change, Then};
use crate::desk::conversation::{ResponseKind, Visibility};
use crate::desk::names::{ActionId, TicketId};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Version;

use super::command::Command;
use super::drafts::Draft;

/// What is being written, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "kebab-case")]
pub enum Purpose {
    /// Public: the customer reads it.
    Respond { kind: ResponseKind, then: Then },
    /// Internal: only the desk reads it.
    Note,
}

impl Purpose {
    /// Whether a text for one goes on as a text for the other.
    pub(super) fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Note, Self::Note) => true,
            (Self::Respond { kind, .. }, Self::Respond { kind: other, .. }) => kind == other,
            _ => false,
        }
    }

    pub fn visibility(self) -> Visibility {
        match self {
            Self::Respond { .. } => Visibility::Public,
            Self::Note => Visibility::Internal,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Compose {
    /// The name of the action that it will be. If the outbox has one of that name, it is written anew: its words stay
    /// there until the new ones are on disk in their place.
    pub draft: ActionId,
    /// Bound when the key went down, whatever the queue does.
    pub ticket: TicketId,
    pub purpose: Purpose,
    pub editor: Editor,
    /// The version that the author saw when the draft began, or when last told of something new.
    pub seen: Version,
    /// It goes to every marked ticket.
    pub for_marks: bool,
}

impl Compose {
    /// The text as it is now, to be kept.
    pub(super) fn draft(&self) -> Draft {
        Draft {
            id: self.draft,
            ticket: self.ticket.clone(),
            purpose: self.purpose,
            text: self.editor.text(),
            seen: self.seen,
        }
    }

    /// What sending it would do.
    pub fn change(&self) -> Change {
        let body = SafeText::from(self.editor.text());
        match self.purpose {
            Purpose::Respond { kind, then } => Change::Respond { kind, body, then },
            Purpose::Note => Change::Note { body },
        }
    }
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
        // A response is prose: lines wrap, and the one under the cursor is not underlined.
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(area.style());
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

    /// Finds a variable of a template that nobody filled in, such as `{{ name }}`, and puts the cursor on it.
    pub(super) fn go_to_unresolved(&mut self) -> Option<SafeLine> {
        let found = self.area.lines().iter().zip(0..).find_map(|(line, row)| {
            let (before, name) = unresolved(line)?;
            Some((row, u16::try_from(before.chars().count()).unwrap_or(u16::MAX), SafeLine::from(name)))
        });
        let (row, column, name) = found?;
        self.area.move_cursor(CursorMove::Jump(row, column));
        Some(name)
    }

    fn length(&self) -> usize {
        self.area.lines().iter().map(|line| line.len() + 1).sum()
    }

    pub(super) fn type_in(&mut self, character: char) {
        match typed(character) {
            Typed::Itself => self.area.insert_char(character),
            Typed::Named(name) => changed(self.area.insert_str(name)),
        }
    }

    /// Puts foreign text where the cursor is; tells whether it fitted.
    pub(super) fn paste(&mut self, text: &str) -> bool {
        let clean = SafeText::from(text);
        let fits = self.length() + clean.shown().len() <= LONGEST_TEXT;
        if fits {
            self.area.insert_str(clean.shown());
        }
        fits
    }

    /// Runs a command of the text field; any other does nothing here.
    pub(super) fn run(&mut self, command: Command) {
        let area = &mut self.area;
        match command {
            Command::Left => area.move_cursor(CursorMove::Back),
            Command::Right => area.move_cursor(CursorMove::Forward),
            Command::Up => area.move_cursor(CursorMove::Up),
            Command::Down => area.move_cursor(CursorMove::Down),
            Command::PageUp => area.scroll(Scrolling::PageUp),
            Command::PageDown => area.scroll(Scrolling::PageDown),
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
            _ => {}
        }
    }
}

enum Typed {
    Itself,
    Named(String),
}

/// A terminal hands over as keys what was pasted into it without saying so: that is foreign text too.
fn typed(character: char) -> Typed {
    // Read behind a letter, on which a mark may stand.
    let read = SafeText::from(format!("a{character}"));
    let shown = &read.shown()[1..];
    if shown.chars().eq([character]) { Typed::Itself } else { Typed::Named(shown.to_owned()) }
}

/// Splits a line at its first variable; returns what stands before it, and its name.
fn unresolved(line: &str) -> Option<(&str, &str)> {
    line.char_indices().filter(|(at, _)| line[*at..].starts_with("{{")).find_map(|(at, _)| {
        let name = line[at + 2..].split_once("}}")?.0.trim();
        let is_name = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
        (!name.is_empty() && name.chars().all(is_name)).then_some((&line[..at], name))
    })
}

/// An editing key that finds nothing to change is no error.
fn changed(_: bool) {}

impl Purpose {
    /// What an action with a text was written for.
    pub(super) fn of(change: &Change) -> Option<(Self, &SafeText)> {
        match change {
            Change::Respond { kind, body, then } => Some((Self::Respond { kind: *kind, then: *then }, body)),
            Change::Note { body } => Some((Self::Note, body)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undone_edit_brings_the_text_back() {
        let mut editor = Editor::new("one two");
        editor.run(Command::DeleteWord);
        assert_eq!(editor.text(), "one ");
        editor.run(Command::Undo);
        assert_eq!(editor.text(), "one two");
    }

    #[test]
    fn pasted_text_is_cleaned_and_keeps_its_lines() {
        let mut editor = Editor::new("");
        assert!(editor.paste("first\r\nsecond\u{1b}[2J"));
        assert_eq!(editor.text(), "first\nsecond^[[2J");
    }

    #[test]
    fn typed_text_is_cleaned_too_and_an_accent_stands_on_its_letter() {
        let mut editor = Editor::new("e");
        for character in ['\u{301}', '\u{202e}', '\u{9b}', 'x'] {
            editor.type_in(character);
        }
        assert_eq!(editor.text(), "e\u{301}⟨U+202E⟩⟨U+009B⟩x");
    }

    #[test]
    fn a_variable_that_nobody_filled_in_is_found_and_other_braces_are_not() {
        for (line, found) in [
            ("Dear {{ contact.name }},", Some(("Dear ", "contact.name"))),
            ("{{a}} and {{b}}", Some(("", "a"))),
            ("é {{due_at}}", Some(("é ", "due_at"))),
            ("{{}} {{ }} {{ a b }} {{open", None),
            ("{{{x}}", Some(("{", "x"))),
            ("{x}", None),
        ] {
            assert_eq!(unresolved(line), found, "{line}");
        }
        let mut editor = Editor::new("Bonjour,\n{{signature}}\nfin");
        assert_eq!(editor.go_to_unresolved().as_ref().map(SafeLine::shown), Some("signature"));
        editor.type_in('!');
        assert_eq!(editor.text(), "Bonjour,\n!{{signature}}\nfin");
    }

    #[test]
    fn what_does_not_fit_is_not_taken() {
        let mut editor = Editor::new("kept");
        assert!(!editor.paste(&"x".repeat(LONGEST_TEXT)));
        assert_eq!(editor.text(), "kept");
    }
}
