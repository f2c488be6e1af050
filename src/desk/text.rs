//! Foreign text, cleaned once at the border and safe to draw ever after.
//!
//! Everything that a customer, a mail, a file name or another program's configuration gives us is
//! hostile until it is one of these two types. `ui` draws nothing else. The raw text stays inside, for
//! the server and for machine-readable output; what is *shown* never holds a character that a terminal
//! obeys or that changes the order or the width of what stands beside it.

use std::fmt;
use std::sync::Arc;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// One line of foreign text: line ends and tabs are made visible too.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeLine(Cleaned);

/// A block of foreign text: line ends stay, tabs become spaces.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeText(Cleaned);

/// The raw text, and the shown one only where it differs: most text is harmless, and a queue holds much of it.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Cleaned {
    raw: Arc<str>,
    shown: Option<Arc<str>>,
}

/// Combining marks that one base character may carry before the rest is shown as a count.
const MARKS_PER_CHARACTER: usize = 4;
const SPACES_PER_TAB: &str = "    ";

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Line,
    Block,
}

impl Cleaned {
    fn new(raw: &str, shape: Shape) -> Self {
        let shown = if is_harmless(raw, shape) { None } else { Some(clean(raw, shape).into()) };
        Self { raw: raw.into(), shown }
    }

    fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.raw)
    }
}

/// Tells the common case fast: printable ASCII, the letters and signs of the languages in which most tickets are
/// written, and line ends where they may stay.
fn is_harmless(raw: &str, shape: Shape) -> bool {
    raw.bytes().all(|byte| matches!(byte, b' '..=b'~') || (byte == b'\n' && shape == Shape::Block))
        || raw.chars().all(|character| is_common(character) || (character == '\n' && shape == Shape::Block))
}

/// Whole blocks that hold no control, no mark and nothing unassigned: asking the tables for each character of a
/// hundred thousand French subjects would be a quarter of a start.
fn is_common(character: char) -> bool {
    matches!(character,
        ' '..='~'
        | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' // Latin, without the soft hyphen
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' // dashes, quotation marks
        | '€'
        | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}') // Japanese, Chinese
}

fn clean(raw: &str, shape: Shape) -> String {
    let mut shown = String::with_capacity(raw.len() + 16);
    let mut marks = 0;
    for character in raw.chars() {
        let category = character.general_category();
        if matches!(category, GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark) {
            marks += 1;
            // A storm of marks climbs over the neighbouring rows, so only an ordinary few are drawn.
            if marks <= MARKS_PER_CHARACTER {
                shown.push(character);
            }
            continue;
        }
        end_of_marks(&mut shown, marks);
        marks = 0;
        match character {
            '\n' if shape == Shape::Block => shown.push('\n'),
            '\r' if shape == Shape::Block => {}
            '\t' if shape == Shape::Block => shown.push_str(SPACES_PER_TAB),
            '\0'..='\x1f' => {
                shown.push('^');
                shown.push(char::from(character as u8 ^ 0x40));
            }
            '\x7f' => shown.push_str("^?"),
            _ if must_be_visible(category) => shown.push_str(&code_point(character)),
            _ => shown.push(character),
        }
    }
    end_of_marks(&mut shown, marks);
    shown
}

fn end_of_marks(shown: &mut String, marks: usize) {
    if marks > MARKS_PER_CHARACTER {
        let rest = format!("⟨+{}⟩", marks - MARKS_PER_CHARACTER);
        shown.push_str(&rest);
    }
}

fn code_point(character: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(character))
}

/// Says which characters are named instead of drawn: C1 controls, bidirectional and other format
/// characters (zero-width ones among them), line and paragraph separators, and what has no meaning at all.
fn must_be_visible(category: GeneralCategory) -> bool {
    matches!(
        category,
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::Surrogate
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
    )
}

/// Reads a string without owning it first: a first synchronisation reads a million of them.
pub(super) struct Borrowed<F>(pub F);

impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> Visitor<'_> for Borrowed<F> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<G: serde::de::Error>(self, text: &str) -> Result<T, G> {
        (self.0)(text).map_err(G::custom)
    }
}

macro_rules! foreign {
    ($name:ident, $shape:expr) => {
        impl $name {
            /// Returns the text as it may be drawn.
            pub fn shown(&self) -> &str {
                self.0.shown()
            }

            /// Returns the text exactly as it came; never to be drawn.
            pub fn raw(&self) -> &str {
                &self.0.raw
            }

            /// Tells whether there is nothing but white space.
            pub fn is_blank(&self) -> bool {
                self.0.raw.trim().is_empty()
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                Self(Cleaned::new(raw, $shape))
            }
        }

        impl From<String> for $name {
            fn from(raw: String) -> Self {
                Self::from(raw.as_str())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.shown())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.raw(), formatter)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.raw())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer
                    .deserialize_str(Borrowed(|raw: &str| Ok::<_, std::convert::Infallible>(Self::from(raw))))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

foreign!(SafeLine, Shape::Line);
foreign!(SafeText, Shape::Block);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_as_common_needs_no_cleaning() {
        for character in ('\0'..=char::MAX).filter(|character| is_common(*character)) {
            let category = character.general_category();
            let is_mark =
                matches!(category, GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark);
            assert!(!is_mark && !must_be_visible(category), "{}", code_point(character));
        }
    }

    #[test]
    fn controls_escapes_and_direction_changes_are_named_and_never_drawn() {
        for (raw, shown) in [
            ("plain", "plain"),
            ("\u{1b}[31mred", "^[[31mred"),
            ("a\u{9b}2Jb", "a⟨U+009B⟩2Jb"),
            ("invoice\u{202e}fdp.exe", "invoice⟨U+202E⟩fdp.exe"),
            ("zero\u{200b}width", "zero⟨U+200B⟩width"),
            ("soft\u{ad}hyphen", "soft⟨U+00AD⟩hyphen"),
            ("two\nlines", "two^Jlines"),
            ("del\u{7f}", "del^?"),
            ("nul\0", "nul^@"),
            ("\u{2028}", "⟨U+2028⟩"),
            ("élève 日本", "élève 日本"),
        ] {
            assert_eq!(SafeLine::from(raw).shown(), shown, "{raw:?}");
        }
    }

    #[test]
    fn a_block_keeps_its_lines_and_opens_its_tabs() {
        assert_eq!(SafeText::from("a\r\n\tb\u{1b}]0;x\u{7}").shown(), "a\n    b^[]0;x^G");
    }

    #[test]
    fn a_storm_of_combining_marks_is_counted() {
        let raw = format!("e{}x", "\u{301}".repeat(40));
        assert_eq!(SafeLine::from(raw.as_str()).shown(), format!("e{}⟨+36⟩x", "\u{301}".repeat(4)));
    }

    #[test]
    fn the_raw_text_goes_out_as_it_came_in() {
        let line: SafeLine = serde_json::from_str(r#""a\u001b[1m""#).unwrap();
        assert_eq!(serde_json::to_string(&line).unwrap(), r#""a\u001b[1m""#);
    }
}
