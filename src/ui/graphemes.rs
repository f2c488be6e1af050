//! The graphemes of a text with their widths, found fast where a text is simple, as nearly all are.
//!
//! What a grapheme is and how wide it is must be exactly as the terminal buffer has it, or columns break: what is
//! not known to be simple is left to the same libraries.

use std::ops::RangeInclusive;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// Letters, signs and lines that take one column and join with nothing before them: printable ASCII, Latin,
/// and what frames, dashes and quotes are made of.
const SIMPLE: [RangeInclusive<char>; 7] = [
    ' '..='~',
    '\u{a1}'..='\u{a8}',
    '\u{aa}'..='\u{ac}',
    '\u{af}'..='\u{24f}',
    '‐'..='‧',
    '\u{2500}'..='\u{257f}',
    '\u{2580}'..='\u{259f}',
];

fn is_simple(character: char) -> bool {
    matches!(character, ' '..='~') || SIMPLE.iter().any(|range| range.contains(&character))
}

/// Tells the commonest case: printable ASCII, a column for each byte.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// One grapheme: where it begins, itself, and its columns. What the buffer never draws has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grapheme<'a> {
    pub at: usize,
    pub text: &'a str,
    pub columns: usize,
}

/// Returns the graphemes of a text from left to right.
pub fn graphemes(text: &str) -> Graphemes<'_> {
    Graphemes { text, at: 0 }
}

#[derive(Clone, Debug)]
pub struct Graphemes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Graphemes<'a> {
    type Item = Grapheme<'a>;

    fn next(&mut self) -> Option<Grapheme<'a>> {
        let rest = &self.text[self.at..];
        let mut characters = rest.chars();
        let first = characters.next()?;
        // What follows may join with it, unless it is simple too.
        let alone = is_simple(first) && characters.next().is_none_or(is_simple);
        let text = if alone { &rest[..first.len_utf8()] } else { rest.graphemes(true).next()? };
        let columns = if alone { 1 } else { columns_of(text) };
        let grapheme = Grapheme { at: self.at, text, columns };
        self.at += text.len();
        Some(grapheme)
    }
}

/// What the buffer drops takes no column: control characters are never drawn.
fn columns_of(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { usize::from(grapheme.cell_width()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_called_simple_takes_one_column_by_itself_and_joins_with_nothing() {
        for character in SIMPLE.into_iter().flatten() {
            let text = character.to_string();
            assert_eq!(columns_of(&text), 1, "{character:?} {:x}", u32::from(character));
            for other in SIMPLE.into_iter().flatten().step_by(7) {
                let pair = format!("{other}{character}");
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn they_are_those_of_the_terminal_buffer(
            text in "(\\PC{0,40}|[a-zé日 \u{301}\u{ad}🚒\u{200d}\u{fe0f}🇫🇷\r\nﾞ\u{600}한ᄀ]{0,40})"
        ) {
            let found: Vec<(usize, &str, usize)> =
                graphemes(&text).map(|grapheme| (grapheme.at, grapheme.text, grapheme.columns)).collect();
            let expected: Vec<(usize, &str, usize)> =
                text.grapheme_indices(true).map(|(at, text)| (at, text, columns_of(text))).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
