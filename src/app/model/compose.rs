//! The text fields: a response or a note on a ticket, and one-line fields such as the filter.

use crate::app::protocol::command::Command;
use crate::app::protocol::draft::{Draft, joined};
use crate::app::protocol::origin::Origin;
use crate::app::protocol::purpose::LONGEST_TEXT;
use crate::app::protocol::purpose::Purpose;
use crate::desk::template::variables;
use crate::desk::text::{SafeLine, SafeText, meant};
use crate::desk::ticket::change::Change;
use crate::desk::ticket::names::{ActionId, TicketId};
use crate::desk::ticket::status::Version;
use ratatui_textarea::{CursorMove, DataCursor, Scrolling, TextArea, WrapMode};
use std::borrow::Cow;

/// Whether words found room where they belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Joined {
    Yes,
    TooLong,
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
    /// What the author had before the eyes when it was opened.
    pub origin: Origin,
}

impl Compose {
    /// The text as it is now, to be kept.
    pub(in crate::app) fn draft(&self) -> Draft {
        Draft {
            id: self.draft,
            ticket: self.ticket.clone(),
            purpose: self.purpose,
            text: self.editor.text(),
            seen: self.seen,
            origin: self.origin.clone(),
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

/// Wraps a text-area widget as state: its text is the truth and what is sent, its own keys are off, and what is typed,
/// pasted or comes from an external editor is read as it was meant. What is drawn is cleaned.
#[derive(Clone, Debug)]
pub struct Editor {
    area: TextArea<'static>,
}

impl Editor {
    pub fn new(text: &str) -> Self {
        let mut area = prose(meant(text).split('\n').map(str::to_owned).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// The widget, for drawing: a copy with the text as it may be shown, where that is another.
    pub fn area(&self) -> Cow<'_, TextArea<'static>> {
        let shown = |line: &str| SafeText::from(line).shown().to_owned();
        let lines = self.area.lines();
        if lines.iter().all(|line| shown(line) == *line) {
            return Cow::Borrowed(&self.area);
        }
        let DataCursor(row, column) = self.area.cursor();
        let before: String = lines[row].chars().take(column).collect();
        let column = shown(&before).chars().count();
        let place = |at| u16::try_from(at).unwrap_or(u16::MAX);
        let mut area = prose(lines.iter().map(|line| shown(line)).collect());
        area.move_cursor(CursorMove::Jump(place(row), place(column)));
        Cow::Owned(area)
    }

    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub fn is_blank(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    pub(in crate::app) fn go_to_start(&mut self) {
        self.area.move_cursor(CursorMove::Jump(0, 0));
    }

    /// Finds a variable of a template that nobody filled in, such as `{{ name }}`, and puts the cursor on it.
    pub(in crate::app) fn go_to_unresolved(&mut self) -> Option<SafeLine> {
        let (row, column, name) = self.unresolved().next()?;
        self.area.move_cursor(CursorMove::Jump(row, column));
        Some(name)
    }

    /// Puts the cursor on the next variable behind it, else on the first one; tells whether there is one.
    pub(in crate::app) fn go_to_next_variable(&mut self) -> bool {
        let at = self.cursor();
        self.go_to_variable(|place| place > at) || self.go_to_variable(|_| true)
    }

    /// Puts the cursor on the first variable that stands at such a place; tells whether there is one.
    fn go_to_variable(&mut self, is_wanted: impl Fn((u16, u16)) -> bool) -> bool {
        let found = self.unresolved().map(|(row, column, _)| (row, column)).find(|place| is_wanted(*place));
        if let Some((row, column)) = found {
            self.area.move_cursor(CursorMove::Jump(row, column));
        }
        found.is_some()
    }

    /// Row and column, as a jump takes them.
    fn cursor(&self) -> (u16, u16) {
        let DataCursor(row, column) = self.area.cursor();
        (u16::try_from(row).unwrap_or(u16::MAX), u16::try_from(column).unwrap_or(u16::MAX))
    }

    /// Where variables stand that nobody filled in. What is quoted is the customer's: nobody fills that in.
    fn unresolved(&self) -> impl Iterator<Item = (u16, u16, SafeLine)> {
        let lines = self.area.lines().iter().zip(0..).filter(|(line, _)| !line.starts_with(QUOTED));
        lines.flat_map(|(line, row)| {
            variables(line).map(move |(place, name)| {
                let column = line[..place.start].chars().count();
                (row, u16::try_from(column).unwrap_or(u16::MAX), SafeLine::from(name))
            })
        })
    }

    /// Puts lines where the cursor is, apart from what stands before and behind it; tells whether they fitted.
    pub(in crate::app) fn insert_block(&mut self, text: &str) -> bool {
        let DataCursor(row, column) = self.area.cursor();
        let line = &self.area.lines()[row];
        let before = line.chars().take(column).any(|it| !it.is_whitespace());
        let behind = line.chars().skip(column).any(|it| !it.is_whitespace());
        let from = self.cursor();
        let block = [if before { "\n\n" } else { "" }, text, if behind { "\n\n" } else { "\n" }].concat();
        let fits = self.paste(&block);
        // What its author still has to fill in is where the cursor should be.
        let until = self.cursor();
        self.go_to_variable(|place| (from..until).contains(&place));
        fits
    }

    /// Puts a signature under the text, if it is not there yet; tells whether it fitted. The cursor stays.
    pub(in crate::app) fn sign(&mut self, signature: &str) -> bool {
        let text = self.text();
        if text.contains(&meant(signature)) {
            return true;
        }
        let (row, column) = self.cursor();
        let apart = if text.is_empty() { "\n" } else { "\n\n" };
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
        let fits = self.paste(&[if text.ends_with('\n') { "\n" } else { apart }, signature].concat());
        self.area.move_cursor(CursorMove::Jump(row, column));
        fits
    }

    /// Takes in words that were written elsewhere, none twice; the cursor stays.
    pub(in crate::app) fn join(&mut self, words: &str) -> Joined {
        let text = self.text();
        let whole = joined(&text, &meant(words));
        if whole.len() > LONGEST_TEXT {
            return Joined::TooLong;
        }
        if let Some(more) = whole.strip_prefix(&text) {
            let (row, column) = self.cursor();
            self.area.move_cursor(CursorMove::Bottom);
            self.area.move_cursor(CursorMove::End);
            self.area.insert_str(more);
            self.area.move_cursor(CursorMove::Jump(row, column));
        } else {
            *self = Self::new(&whole);
        }
        Joined::Yes
    }

    fn length(&self) -> usize {
        self.area.lines().iter().map(|line| line.len() + 1).sum()
    }

    pub(in crate::app) fn type_in(&mut self, character: char) {
        // A terminal hands over as keys what was pasted into it without saying so: controls come that way too.
        changed(self.area.insert_str(meant(character.encode_utf8(&mut [0; 4]))));
    }

    /// Puts foreign text where the cursor is; tells whether it fitted.
    pub(in crate::app) fn paste(&mut self, text: &str) -> bool {
        let text = meant(text);
        let fits = self.length() + text.len() <= LONGEST_TEXT;
        if fits {
            self.area.insert_str(text);
        }
        fits
    }

    /// Runs a command of the text field; any other does nothing here.
    pub(in crate::app) fn run(&mut self, command: Command) {
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

/// A response is prose: lines wrap, and the one under the cursor is not underlined.
fn prose(lines: Vec<String>) -> TextArea<'static> {
    let mut area = TextArea::new(lines);
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area.set_cursor_line_style(area.style());
    area
}

/// How a line begins that somebody else wrote.
const QUOTED: char = '>';

/// An editing key that finds nothing to change is no error.
fn changed(_: bool) {}

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
    fn what_is_typed_is_meant_and_controls_are_no_words() {
        let mut editor = Editor::new("e");
        for character in ['\u{301}', '\u{202e}', '\u{9b}', 'x'] {
            editor.type_in(character);
        }
        assert_eq!(editor.text(), "e\u{301}\u{202e}⟨U+009B⟩x");
        assert_eq!(editor.area().lines(), ["e\u{301}⟨U+202E⟩⟨U+009B⟩x"]);
    }

    #[test]
    fn a_variable_that_nobody_filled_in_is_found_and_other_braces_are_not() {
        for (line, found) in [
            ("Dear {{ contact.name }},", Some((5, "contact.name"))),
            ("{{a}} and {{b}}", Some((0, "a"))),
            ("é {{due_at}}", Some((2, "due_at"))),
            ("{{}} {{ }} {{ a b }} {{open", None),
            ("{{{x}}", Some((1, "x"))),
            ("{x}", None),
            ("> the customer wrote {{x}}", None),
        ] {
            let editor = Editor::new(line);
            let first = editor.unresolved().next().map(|(_, column, name)| (column, name));
            assert_eq!(first, found.map(|(at, name)| (at, SafeLine::from(name))), "{line}");
        }
        let mut editor = Editor::new("Bonjour,\n{{signature}}\nfin");
        assert_eq!(editor.go_to_unresolved().as_ref().map(SafeLine::shown), Some("signature"));
        editor.type_in('!');
        assert_eq!(editor.text(), "Bonjour,\n!{{signature}}\nfin");
    }

    #[test]
    fn the_cursor_goes_from_one_variable_to_the_next_and_around() {
        let mut editor = Editor::new("{{a}} {{b}}\n> {{quoted}}\nx {{c}}");
        let places: Vec<_> = (0..4)
            .map(|_| {
                assert!(editor.go_to_next_variable());
                editor.cursor()
            })
            .collect();
        assert_eq!(places, [(0, 0), (0, 6), (2, 2), (0, 0)]);
        assert!(!Editor::new("none").go_to_next_variable());
    }

    #[test]
    fn a_block_stands_apart_from_what_was_typed_and_an_undo_takes_it_away() {
        let mut editor = Editor::new("typed");
        assert!(editor.insert_block("one\ntwo"));
        assert_eq!(editor.text(), "typed\n\none\ntwo\n");
        editor.run(Command::Undo);
        assert_eq!(editor.text(), "typed");
        editor.run(Command::LineStart);
        assert!(editor.insert_block("one"));
        assert_eq!(editor.text(), "one\n\ntyped");
    }

    #[test]
    fn a_signature_stands_once_under_the_text_and_the_cursor_stays() {
        let mut editor = Editor::new("Bonjour,");
        editor.run(Command::LineStart);
        assert!(editor.sign("C. Martin\nThe desk") && editor.sign("C. Martin\nThe desk"));
        assert_eq!((editor.text().as_str(), editor.cursor()), ("Bonjour,\n\nC. Martin\nThe desk", (0, 0)));
    }

    #[test]
    fn what_does_not_fit_is_not_taken() {
        let mut editor = Editor::new("kept");
        assert!(!editor.paste(&"x".repeat(LONGEST_TEXT)));
        assert_eq!(editor.text(), "kept");
    }
}
