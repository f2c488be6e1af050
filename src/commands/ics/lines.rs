//! Content lines: bytes unfolded into names, parameters and values, each with the line of the file on which it begins.
//!
//! Folded lines are joined before anything is decoded, because a fold may stand inside a character (RFC 5545 3.1).

use super::why::{Refused, Why, shortened};

/// One line of RFC 5545, unfolded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it begins in the file, from 1.
    pub number: usize,
    /// In capitals.
    pub name: String,
    parameters: Vec<(String, String)>,
    pub value: String,
}

impl Line {
    /// Returns the value of a parameter, without its quotes; the first one of a list.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn refuse(&self, why: Why) -> Refused {
        Refused { line: self.number, why }
    }
}

/// Unfolds a file. Lines may end with CR LF or LF; empty ones are passed over, and byte order marks before a line too,
/// which stand in the middle of files that were put together.
pub fn unfold(bytes: &[u8]) -> impl Iterator<Item = (usize, Result<String, Refused>)> {
    let mut physical = (1..).zip(bytes.split(|byte| *byte == b'\n')).map(|(number, line)| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        (number, line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line))
    });
    let mut next = physical.find(|(_, line)| !line.is_empty());
    std::iter::from_fn(move || {
        let (number, first) = next.take()?;
        let mut whole = first.to_vec();
        for (number, line) in physical.by_ref() {
            match line {
                [] => {}
                [b' ' | b'\t', rest @ ..] => whole.extend_from_slice(rest),
                _ => {
                    next = Some((number, line));
                    break;
                }
            }
        }
        let text = String::from_utf8(whole).map_err(|_not_utf8| Refused { line: number, why: Why::NotUtf8 });
        Some((number, text))
    })
}

/// Takes an unfolded line apart: `NAME;PARAMETER="value";OTHER=one,two:value`.
pub fn read(number: usize, text: &str) -> Result<Line, Refused> {
    let broken = || Refused { line: number, why: Why::Syntax { text: shortened(text) } };
    let end = text.find([':', ';']).ok_or_else(broken)?;
    let (name, mut rest) = text.split_at(end);
    let is_name = |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '"');
    if !is_name(name) {
        return Err(broken());
    }
    let mut parameters = Vec::new();
    while let Some(after) = rest.strip_prefix(';') {
        let (key, value) = after.split_once('=').ok_or_else(broken)?;
        if !is_name(key) || key.contains([':', ';']) {
            return Err(broken());
        }
        let (value, after) = parameter_value(value).ok_or_else(broken)?;
        parameters.push((key.to_ascii_uppercase(), value.to_owned()));
        rest = after;
    }
    let value = rest.strip_prefix(':').ok_or_else(broken)?.to_owned();
    Ok(Line { number, name: name.to_ascii_uppercase(), parameters, value })
}

/// The first of a parameter's values, and what comes after all of them.
fn parameter_value(text: &str) -> Option<(&str, &str)> {
    let (first, mut rest) = one_value(text)?;
    while let Some(after) = rest.strip_prefix(',') {
        rest = one_value(after)?.1;
    }
    Some((first, rest))
}

fn one_value(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"'),
        None => Some(text.split_at(text.find([',', ';', ':'])?)),
    }
}

/// The text that a value of the type TEXT stands for.
pub fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => text.push('\\'),
            },
            (character, false) => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unfolded(bytes: &[u8]) -> Vec<(usize, String)> {
        unfold(bytes).map(|(number, text)| (number, text.unwrap())).collect()
    }

    #[test]
    fn folds_are_joined_before_characters_are_decoded() {
        let told = |number: usize, text: &str| (number, text.to_owned());
        let bytes = b"\xEF\xBB\xBFA:\xC3\r\n \xA9t\xC3\xA9\n\tx\r\n\r\n  y\nB:1\n\xEF\xBB\xBFC:2";
        assert_eq!(unfolded(bytes), [told(1, "A:étéx y"), told(6, "B:1"), told(7, "C:2")]);
        let latin = unfold(b"A:1\nB:\xE9").nth(1).unwrap().1;
        assert_eq!(latin, Err(Refused { line: 2, why: Why::NotUtf8 }));
    }

    #[test]
    fn parameters_are_taken_apart_with_their_quotes() {
        let line = read(7, "dtstart;X-A=\"a;b:c\",d;tzid=\"Romance Standard Time\":2026:1").unwrap();
        assert_eq!((line.name.as_str(), line.value.as_str()), ("DTSTART", "2026:1"));
        assert_eq!(line.parameter("TZID"), Some("Romance Standard Time"));
        assert_eq!(line.parameter("X-A"), Some("a;b:c"));
        for broken in ["", "A", ":x", "A;B:x", "A;B=\"x:y", "A;=b:c", "A B:c", "A;B=c"] {
            assert!(matches!(read(7, broken), Err(Refused { line: 7, why: Why::Syntax { .. } })), "{broken}");
        }
    }

    #[test]
    fn escaped_text_is_read_back() {
        assert_eq!(unescape(r"a\, b\; c\\n\nd\"), "a, b; c\\n\nd\\");
    }
}
