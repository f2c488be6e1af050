//! Typed text with a cursor: one line, such as the filter, or the lines of a note.

use crate::app::protocol::command::Command;
use crate::app::protocol::purpose::LONGEST_TEXT;
use crate::desk::text::{meant, without_turns};
use unicode_segmentation::UnicodeSegmentation;

/// The longest line that makes sense to type, in bytes.
const LONGEST_LINE: usize = 2000;

/// How much text a field takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    #[default]
    One,
    Many,
}

/// There is room for so many bytes and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    pub most: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// Byte offset, always between two characters as a person sees them.
    cursor: usize,
    lines: Lines,
}

impl Field {
    pub fn of(lines: Lines) -> Self {
        Self { lines, ..Self::default() }
    }

    /// One in which a text stands that was taken before.
    pub(in crate::app) fn with(lines: Lines, text: &str) -> Self {
        let text = match lines {
            Lines::One => text.replace('\n', " "),
            Lines::Many => text.to_owned(),
        };
        Self { cursor: text.len(), text, lines }
    }

    /// The same, to be read from its beginning.
    pub(in crate::app) fn from_start(lines: Lines, text: &str) -> Self {
        Self { cursor: 0, ..Self::with(lines, text) }
    }

    pub fn lines(&self) -> Lines {
        self.lines
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text before and after the cursor.
    pub fn around_cursor(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    pub(in crate::app) fn clear(&mut self) {
        *self = Self::of(self.lines);
    }

    /// Puts text where the cursor is, cleaned; where there is room for one line only, its lines become one.
    ///
    /// # Errors
    ///
    /// If it does not fit; then nothing of it is taken.
    pub(in crate::app) fn insert(&mut self, text: &str) -> Result<(), TooLong> {
        // Nobody is asked about a form: what would turn its words around is named where it stands.
        let clean = without_turns(&meant(text));
        let (clean, longest) = match self.lines {
            Lines::One => (clean.trim_end_matches('\n').replace('\n', " "), LONGEST_LINE),
            Lines::Many => (clean, LONGEST_TEXT),
        };
        if self.text.len() + clean.len() > longest {
            return Err(TooLong { most: longest });
        }
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        Ok(())
    }

    /// Goes to the line above or below, as far along as it was; tells whether there is one.
    pub(in crate::app) fn step(&mut self, by: isize) -> bool {
        let start = self.line_start();
        let column = self.text[start..self.cursor].graphemes(true).count();
        let there = if by < 0 {
            let Some(end) = start.checked_sub(1) else { return false };
            self.text[..end].rfind('\n').map_or(0, |at| at + 1)
        } else {
            let Some(end) = self.text[self.cursor..].find('\n') else { return false };
            self.cursor + end + 1
        };
        let line = self.text[there..].split('\n').next().unwrap_or_default();
        let along = line.grapheme_indices(true).nth(column).map_or(line.len(), |(at, _)| at);
        self.cursor = there + along;
        true
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at)
    }

    /// Runs a command of the field; any other does nothing here.
    pub(in crate::app) fn run(&mut self, command: Command) -> Result<(), TooLong> {
        match command {
            Command::Left => self.cursor = self.before(),
            Command::Right => self.cursor = self.after(),
            Command::LineStart => self.cursor = self.line_start(),
            Command::LineEnd => self.cursor = self.line_end(),
            Command::DeleteBack => self.cut(self.before(), self.cursor),
            Command::DeleteForward => self.cut(self.cursor, self.after()),
            Command::DeleteWord => self.cut(self.word_before(), self.cursor),
            Command::DeleteToLineStart => self.cut(self.line_start(), self.cursor),
            Command::DeleteToLineEnd => self.cut(self.cursor, self.line_end()),
            Command::NewLine if self.lines == Lines::Many => return self.insert("\n"),
            _ => {}
        }
        Ok(())
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.cursor + self.text[self.cursor..].graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Field {
        let mut field = Field::default();
        field.insert(text).unwrap();
        field
    }

    #[test]
    fn a_step_is_a_character_as_a_person_sees_it() {
        let mut field = typed("ae\u{301}");
        field.run(Command::Left).unwrap();
        assert_eq!(field.around_cursor(), ("a", "e\u{301}"));
        field.run(Command::DeleteForward).unwrap();
        assert_eq!(field.text(), "a");
    }

    #[test]
    fn a_word_goes_with_the_space_behind_it() {
        let mut field = typed("banque alpine ");
        field.run(Command::DeleteWord).unwrap();
        assert_eq!(field.text(), "banque ");
        field.run(Command::DeleteWord).unwrap();
        assert_eq!(field.text(), "");
    }

    #[test]
    fn each_editing_key_does_what_it_is_for_on_the_line_of_the_cursor() {
        for (commands, around) in [
            (&[Command::Left][..], ("over\none tw", "o\nunder")),
            (&[Command::Left, Command::Left, Command::Right], ("over\none tw", "o\nunder")),
            (&[Command::LineStart], ("over\n", "one two\nunder")),
            (&[Command::LineStart, Command::LineEnd], ("over\none two", "\nunder")),
            (&[Command::DeleteBack], ("over\none tw", "\nunder")),
            (&[Command::Left, Command::DeleteForward], ("over\none tw", "\nunder")),
            (&[Command::DeleteWord], ("over\none ", "\nunder")),
            (&[Command::Left, Command::DeleteToLineStart], ("over\n", "o\nunder")),
            (&[Command::LineStart, Command::DeleteToLineEnd], ("over\n", "\nunder")),
            (&[Command::NewLine], ("over\none two\n", "\nunder")),
        ] {
            let mut field = Field::from_start(Lines::Many, "over\none two\nunder");
            assert!(field.step(1));
            for command in [&[Command::LineEnd], commands].concat() {
                field.run(command).unwrap();
            }
            assert_eq!(field.around_cursor(), around, "{commands:?}");
        }
    }

    #[test]
    fn a_paste_is_cleaned_and_of_several_lines_none_is_dropped() {
        assert_eq!(typed("a\u{1b}[2Jb\r\nrm -rf\n").text(), "a^[[2Jb rm -rf");
        let mut note = Field::of(Lines::Many);
        note.insert("a\u{1b}[2Jb\r\n\nrm -rf").unwrap();
        assert_eq!(note.text(), "a^[[2Jb\n\nrm -rf");
    }

    #[test]
    fn what_is_too_long_is_told_and_changes_nothing() {
        let mut field = typed("kept");
        assert_eq!(field.insert(&"x".repeat(LONGEST_LINE)), Err(TooLong { most: LONGEST_LINE }));
        assert_eq!(field.text(), "kept");
    }

    #[test]
    fn in_a_text_of_several_lines_one_moves_by_lines() {
        let mut field = Field::of(Lines::Many);
        field.insert("e\u{301}ins\nx\nzwei").unwrap();
        assert!(!field.step(1), "there is none below the last");
        assert!(field.step(-1));
        assert_eq!(field.around_cursor(), ("e\u{301}ins\nx", "\nzwei"));
        assert!(field.step(-1));
        assert_eq!(field.around_cursor(), ("e\u{301}", "ins\nx\nzwei"));
        assert!(!field.step(-1));
        field.run(Command::LineEnd).unwrap();
        field.run(Command::NewLine).unwrap();
        field.run(Command::DeleteBack).unwrap();
        field.run(Command::DeleteToLineStart).unwrap();
        assert_eq!(field.text(), "\nx\nzwei");
        assert!(field.step(1));
        assert_eq!(field.around_cursor(), ("\n", "x\nzwei"));
    }
}
