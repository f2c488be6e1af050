//! One line of typed text with a cursor, such as the filter.

use unicode_segmentation::UnicodeSegmentation;

use crate::desk::text::SafeLine;

use super::command::Command;

/// The longest line that makes sense to type, in bytes.
const LONGEST: usize = 2000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    /// Byte offset, always between two characters as a person sees them.
    cursor: usize,
}

impl Field {
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

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Puts text where the cursor is; the first line of what was pasted, cleaned.
    pub(super) fn insert(&mut self, text: &str) {
        // Read behind a letter, on which a mark may stand.
        let line = SafeLine::from(format!("a{}", text.lines().next().unwrap_or_default()));
        let shown = &line.shown()[1..];
        if self.text.len() + shown.len() <= LONGEST {
            self.text.insert_str(self.cursor, shown);
            self.cursor += shown.len();
        }
    }

    /// Runs a command of the field; any other does nothing here.
    pub(super) fn run(&mut self, command: Command) {
        match command {
            Command::Left => self.cursor = self.before(),
            Command::Right => self.cursor = self.after(),
            Command::LineStart => self.cursor = 0,
            Command::LineEnd => self.cursor = self.text.len(),
            Command::DeleteBack => self.cut(self.before(), self.cursor),
            Command::DeleteForward => self.cut(self.cursor, self.after()),
            Command::DeleteWord => self.cut(self.word_before(), self.cursor),
            Command::DeleteToLineStart => self.cut(0, self.cursor),
            Command::DeleteToLineEnd => self.cut(self.cursor, self.text.len()),
            _ => {}
        }
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
        field.insert(text);
        field
    }

    #[test]
    fn a_step_is_a_character_as_a_person_sees_it() {
        let mut field = typed("ae\u{301}");
        field.run(Command::Left);
        assert_eq!(field.around_cursor(), ("a", "e\u{301}"));
        field.run(Command::DeleteForward);
        assert_eq!(field.text(), "a");
    }

    #[test]
    fn a_word_goes_with_the_space_behind_it() {
        let mut field = typed("banque alpine ");
        field.run(Command::DeleteWord);
        assert_eq!(field.text(), "banque ");
        field.run(Command::DeleteWord);
        assert_eq!(field.text(), "");
    }

    #[test]
    fn only_the_first_line_of_a_paste_is_taken_and_cleaned() {
        assert_eq!(typed("a\u{1b}[2Jb\nrm -rf").text(), "a^[[2Jb");
    }
}
