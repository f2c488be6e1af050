//! How wide text is, where it is cut, and where it is wrapped. Nothing else in `ui` measures text.
//!
//! Width is counted per grapheme, exactly as the terminal buffer counts it.

use super::graphemes::{Grapheme, graphemes, is_plain};

/// What stands where text was cut.
pub const CUT: &str = "…";

/// Returns how many columns a text takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) {
        return text.len();
    }
    graphemes(text).map(|grapheme| grapheme.columns).sum()
}

/// A text as it fits a width: the part to draw, and whether [`CUT`] follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitted<'a> {
    pub text: &'a str,
    pub cut: bool,
    /// Columns taken, the sign of the cut included.
    pub width: usize,
}

/// Returns as much of a text as fits a number of columns, with room for the sign where it is cut.
pub fn fit(text: &str, columns: usize) -> Fitted<'_> {
    if text.len() <= columns && is_plain(text) {
        return Fitted { text, cut: false, width: text.len() };
    }
    if columns == 0 {
        return Fitted { text: "", cut: !text.is_empty(), width: 0 };
    }
    let (mut taken, mut kept, mut kept_width) = (0, 0, 0);
    for grapheme in graphemes(text) {
        let next = taken + grapheme.columns;
        if next > columns {
            return Fitted { text: text[..kept].trim_end(), cut: true, width: kept_width + 1 }.tightened();
        }
        taken = next;
        if taken < columns {
            (kept, kept_width) = (grapheme.at + grapheme.text.len(), taken);
        }
    }
    Fitted { text, cut: false, width: taken }
}

impl Fitted<'_> {
    /// A blank before the sign looks like a word lost: the sign moves to the last letter.
    fn tightened(mut self) -> Self {
        self.width = width(self.text) + 1;
        self
    }
}

/// Returns the lines of a text at a width, each a slice of it: nothing is made that is not asked for.
pub fn wrap(text: &str, columns: usize) -> Wrapped<'_> {
    Wrapped { rest: Some(text), columns: columns.max(1) }
}

/// The lines of a wrapped text, found one by one.
#[derive(Clone, Debug)]
pub struct Wrapped<'a> {
    rest: Option<&'a str>,
    columns: usize,
}

impl<'a> Iterator for Wrapped<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let (line, after) = first_line(rest, self.columns);
        self.rest = after;
        Some(line)
    }
}

/// Splits off what fits the first line: up to its end, else to the last blank, else to the last grapheme.
///
/// Looks no further than one line reaches, so that a paragraph of any length costs what is shown of it.
fn first_line(text: &str, columns: usize) -> (&str, Option<&str>) {
    let head = &text.as_bytes()[..text.len().min(columns + 1)];
    if !head.is_ascii() {
        return first_line_of_graphemes(text, columns);
    }
    if let Some(end) = head.iter().position(|byte| *byte == b'\n') {
        return (text[..end].trim_end(), Some(&text[end + 1..]));
    }
    if head.len() <= columns {
        return (text, None);
    }
    let blank = head.iter().rposition(|byte| *byte == b' ').filter(|blank| *blank > 0);
    split(text, blank.unwrap_or(columns))
}

fn first_line_of_graphemes(text: &str, columns: usize) -> (&str, Option<&str>) {
    let (mut taken, mut blank) = (0, None);
    for Grapheme { at, text: grapheme, columns: width } in graphemes(text) {
        if grapheme.ends_with('\n') {
            return (text[..at].trim_end(), Some(&text[at + grapheme.len()..]));
        }
        taken += width;
        if taken > columns && grapheme != " " {
            // A grapheme wider than the whole line is still taken, or the wrap would never end.
            let hard = if at == 0 { grapheme.len() } else { at };
            return split(text, blank.filter(|blank| *blank > 0).unwrap_or(hard));
        }
        if grapheme == " " {
            blank = Some(at);
        }
    }
    (text.trim_end(), None)
}

/// Ends a line in the middle of a text: the blanks around the break belong to neither side.
fn split(text: &str, at: usize) -> (&str, Option<&str>) {
    let rest = text[at..].trim_start_matches(' ');
    let after = match rest.strip_prefix('\n') {
        Some(after) => Some(after),
        None if rest.is_empty() => None,
        None => Some(rest),
    };
    (text[..at].trim_end(), after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, columns: usize) -> String {
        let fitted = fit(text, columns);
        format!("{}{}", fitted.text, if fitted.cut { CUT } else { "" })
    }

    #[test]
    fn what_fits_is_whole_and_what_does_not_ends_in_the_sign() {
        for (text, columns, expected) in [
            ("Banque", 6, "Banque"),
            ("Banque", 5, "Banq…"),
            ("Banque Alpine", 8, "Banque…"),
            ("Énergies", 8, "Énergies"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("ab", 1, "…"),
            ("", 0, ""),
        ] {
            assert_eq!(shown(text, columns), expected, "{text} in {columns}");
        }
    }

    #[test]
    fn lines_break_at_blanks_and_long_words_where_they_must() {
        let lines = |text, columns| wrap(text, columns).collect::<Vec<_>>();
        assert_eq!(lines("no one can work", 8), ["no one", "can work"]);
        assert_eq!(lines("a\n\nb", 8), ["a", "", "b"]);
        assert_eq!(lines("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(lines("日本語日本語", 5), ["日本", "語日", "本語"]);
        assert_eq!(lines("", 5), [""]);
        assert_eq!(lines("word   ", 4), ["word"]);
    }

    proptest! {
        #[test]
        fn no_text_takes_more_than_its_columns(text in ".{0,40}", columns in 0usize..30) {
            let fitted = fit(&text, columns);
            let drawn = width(fitted.text) + usize::from(fitted.cut && columns > 0);
            prop_assert!(drawn <= columns, "{fitted:?}");
            prop_assert_eq!(drawn, fitted.width);
            prop_assert!(fitted.cut || fitted.text == text);
        }

        #[test]
        fn wrapping_loses_nothing_but_blanks(text in "[a-zé日 \n]{0,80}", columns in 2usize..20) {
            let lines: Vec<_> = wrap(&text, columns).collect();
            for line in &lines {
                prop_assert!(width(line) <= columns, "{line:?}");
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
