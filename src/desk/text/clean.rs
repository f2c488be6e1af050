//! Makes foreign text safe to draw: what a terminal would obey is named, and what terminals measure differently is
//! brought to one measure.
//!
//! Terminals disagree about sequences: some count a family of emoji as two columns, others each of its members. So
//! whatever takes another number of columns together than one by one is not drawn together. Then every terminal, the
//! buffer and the layout count the same, and no column ever breaks.

use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// Line ends and tabs are made visible too.
    Line,
    /// Line ends stay, tabs become spaces.
    Block,
}

/// Combining marks that one base character may carry before the rest is shown as a count.
const MARKS_PER_CHARACTER: usize = 4;
const SPACES_PER_TAB: &str = "    ";
const JOINER: char = '\u{200d}';
/// The first letter of a flag; the others follow in the order of the alphabet.
const FLAG_A: char = '\u{1f1e6}';

/// Tells the common case fast: printable ASCII and Latin, with line ends where they may stay.
pub(super) fn is_harmless(raw: &str, shape: Shape) -> bool {
    let plain = |byte| matches!(byte, b' '..=b'~') || (byte == b'\n' && shape == Shape::Block);
    // Bytes are looked at faster, and most text has no others.
    raw.bytes().all(plain) || raw.chars().all(|it| u8::try_from(it).is_ok_and(plain) || is_latin(it))
}

/// The letters, and the dashes, quotation marks and signs that stand among them.
fn is_latin(it: char) -> bool {
    matches!(it, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '–' | '—' | '‘'..='”' | '…' | '€')
}

/// What a character is to one who draws it.
enum Sign {
    Letter,
    /// Stands on the letter before it.
    Mark,
    /// Half of a flag.
    FlagLetter(char),
    /// Asks for another picture of the emoji before it: not drawn, since terminals measure it differently.
    Hint,
    Control,
    /// Invisible, without meaning, or changing the order of what stands beside it.
    Hidden,
}

pub(super) fn clean(raw: &str, shape: Shape) -> String {
    let mut drawn =
        Drawn { shown: String::with_capacity(raw.len() + 16), base: None, marks: 0, hinted: false };
    let mut rest = raw.chars();
    while let Some(it) = rest.next() {
        match sign(it, &drawn, rest.as_str()) {
            Sign::Mark => drawn.mark(it),
            Sign::Hint => drawn.hinted = true,
            Sign::Letter => drawn.letter(whole(it)),
            Sign::FlagLetter(letter) => {
                drawn.letter('⟨');
                drawn.letter(letter);
                let others: String = rest.as_str().chars().map_while(flag_letter).collect();
                drawn.shown.push_str(&others);
                drawn.letter('⟩');
                rest = rest.as_str()[others.len() * FLAG_A.len_utf8()..].chars();
            }
            Sign::Control => match it {
                '\r' if shape == Shape::Block && rest.as_str().starts_with('\n') => {}
                // Alone it is a line end too, as old systems wrote it.
                '\n' | '\r' if shape == Shape::Block => drawn.end_of_line(),
                '\t' if shape == Shape::Block => drawn.named(SPACES_PER_TAB),
                _ => drawn.named(&control(it)),
            },
            Sign::Hidden => drawn.named(&code_point(it)),
        }
    }
    drawn.count_marks();
    counted_alike(drawn.shown)
}

/// The name of a control character.
pub(super) fn control(it: char) -> String {
    match it {
        '\0'..='\x1f' => format!("^{}", char::from(it as u8 ^ 0x40)),
        '\x7f' => "^?".to_owned(),
        _ => code_point(it),
    }
}

/// What is drawn so far.
struct Drawn {
    shown: String,
    /// The last letter, while marks may still stand on it.
    base: Option<char>,
    marks: usize,
    /// Whether the last emoji has had its hint.
    hinted: bool,
}

impl Drawn {
    fn letter(&mut self, it: char) {
        self.count_marks();
        self.shown.push(it);
        (self.base, self.hinted) = (Some(it), false);
    }

    fn mark(&mut self, it: char) {
        self.marks += 1;
        // A storm of marks climbs over the neighbouring rows, so only an ordinary few are drawn.
        if self.marks <= MARKS_PER_CHARACTER {
            self.shown.push(it);
        }
    }

    fn named(&mut self, name: &str) {
        self.count_marks();
        self.shown.push_str(name);
        (self.base, self.hinted) = (None, false);
    }

    fn end_of_line(&mut self) {
        self.named("\n");
    }

    /// Tells whether a letter becomes one with what stands before it.
    fn joins(&self, it: char) -> bool {
        let pair: String = self.shown.chars().next_back().into_iter().chain([it]).collect();
        self.base.is_some() && pair.graphemes(true).count() == 1
    }

    fn count_marks(&mut self) {
        if self.marks > MARKS_PER_CHARACTER {
            let rest = format!("⟨+{}⟩", self.marks - MARKS_PER_CHARACTER);
            self.shown.push_str(&rest);
        }
        self.marks = 0;
    }
}

fn sign(it: char, drawn: &Drawn, rest: &str) -> Sign {
    use GeneralCategory as Category;
    let category = it.general_category();
    let emoji = drawn.base.is_some_and(is_picture);
    match it {
        '\u{fe0e}' | '\u{fe0f}' if drawn.base.is_some() && drawn.marks == 0 && !drawn.hinted => {
            return Sign::Hint;
        }
        JOINER if emoji && drawn.marks == 0 && rest.chars().next().is_some_and(is_picture) => {
            return Sign::Hint;
        }
        // A second one is no picture of its own: terminals would make one of all of them.
        '\u{1f3fb}'..='\u{1f3ff}' if emoji && drawn.marks == 0 => {
            return if drawn.hinted { Sign::Hidden } else { Sign::Hint };
        }
        _ => {}
    }
    if let Some(letter) = flag_letter(it) {
        return Sign::FlagLetter(letter);
    }
    match category {
        Category::Control => Sign::Control,
        Category::Format
        | Category::LineSeparator
        | Category::ParagraphSeparator
        | Category::Surrogate
        | Category::PrivateUse
        | Category::Unassigned => Sign::Hidden,
        // What could not be read: some terminals draw nothing for it, and the rest of the row moves.
        _ if it == char::REPLACEMENT_CHARACTER || is_ignorable(it) => Sign::Hidden,
        Category::NonspacingMark | Category::EnclosingMark | Category::SpacingMark => {
            // With nothing under it, it would stand on a frame.
            if drawn.base.is_some() { Sign::Mark } else { Sign::Hidden }
        }
        // The later letters of a Korean syllable stand in the place of the first.
        _ if is_later_jamo(it) => {
            if drawn.joins(it) {
                Sign::Mark
            } else {
                Sign::Hidden
            }
        }
        _ if whole(it).width().unwrap_or(0) == 0 => Sign::Hidden,
        _ => Sign::Letter,
    }
}

/// Characters that are letters or marks by their category, and that no terminal draws.
fn is_ignorable(it: char) -> bool {
    matches!(
        it,
        '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2065}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

fn is_picture(it: char) -> bool {
    !it.is_ascii() && it.is_emoji_char() && flag_letter(it).is_none()
}

fn flag_letter(it: char) -> Option<char> {
    let at = u32::from(it).checked_sub(u32::from(FLAG_A)).filter(|at| *at < 26)?;
    char::from_u32(u32::from('A') + at)
}

fn is_later_jamo(it: char) -> bool {
    matches!(it, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}')
}

pub(super) fn code_point(it: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(it))
}

/// Takes apart what is wider or narrower together than one by one.
fn counted_alike(shown: String) -> String {
    let alone = |it: char| it.is_ascii() || is_latin(it);
    if shown.chars().all(alone) || shown.graphemes(true).all(is_counted_alike) {
        return shown;
    }
    let mut apart = String::with_capacity(shown.len() + 16);
    for grapheme in shown.graphemes(true) {
        if is_counted_alike(grapheme) {
            apart.push_str(grapheme);
            continue;
        }
        for (at, it) in grapheme.chars().enumerate() {
            if at == 0 && it.width().is_some_and(|columns| columns > 0) {
                apart.push(it);
            } else {
                apart.push_str(&code_point(it));
            }
        }
    }
    apart
}

fn is_counted_alike(grapheme: &str) -> bool {
    let columns: usize = grapheme.chars().filter_map(UnicodeWidthChar::width).sum();
    grapheme == "\n" || (columns > 0 && columns == grapheme.width())
}

/// The sound marks of narrow kana are marks to Unicode and letters to terminals; the wide ones are letters to both.
fn whole(it: char) -> char {
    match it {
        '\u{ff9e}' => '\u{309b}',
        '\u{ff9f}' => '\u{309c}',
        _ => it,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(raw: &str) -> String {
        clean(raw, Shape::Line)
    }

    #[test]
    fn what_is_taken_for_harmless_is_drawn_as_it_is() {
        for it in ('\0'..=char::MAX).map(String::from).filter(|it| is_harmless(it, Shape::Line)) {
            assert_eq!(line(&it), it);
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
            // Letters by their category, seen by nobody.
            ("a\u{3164}b\u{115f}\u{ffa0}", "a⟨U+3164⟩b⟨U+115F⟩⟨U+FFA0⟩"),
            ("a\u{34f}b", "a⟨U+034F⟩b"),
            ("bad\u{fffd}", "bad⟨U+FFFD⟩"),
            // A mark with nothing under it would stand on the frame.
            ("\u{301}x", "⟨U+0301⟩x"),
            ("\u{1161}", "⟨U+1161⟩"),
        ] {
            assert_eq!(line(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn a_line_end_of_every_kind_ends_a_line() {
        assert_eq!(clean("one\rtwo\r\nthree\n", Shape::Block), "one\ntwo\nthree\n");
    }

    #[test]
    fn what_terminals_measure_differently_is_brought_to_one_measure() {
        for (raw, shown) in [
            ("👩\u{200d}👩\u{200d}👧", "👩👩👧"),
            ("❤\u{fe0f} ok", "❤ ok"),
            ("👍🏽", "👍"),
            ("🇫🇷 et 🇩🇪", "⟨FR⟩ et ⟨DE⟩"),
            ("1\u{fe0f}\u{20e3}", "1\u{20e3}"),
            ("a\u{200d}b", "a⟨U+200D⟩b"),
            ("👩\u{200d}\u{200d}👩", "👩⟨U+200D⟩⟨U+200D⟩👩"),
            ("a\u{fe0f}\u{fe0f}", "a⟨U+FE0F⟩"),
            ("한국 \u{1112}\u{1161}\u{11ab}", "한국 \u{1112}\u{1161}\u{11ab}"),
            ("नमस्ते กำ", "नमस्ते กำ"),
            ("ｶﾞ", "ｶ\u{309b}"),
        ] {
            assert_eq!(line(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn a_block_keeps_its_lines_and_opens_its_tabs() {
        assert_eq!(clean("a\r\n\tb\u{1b}]0;x\u{7}", Shape::Block), "a\n    b^[]0;x^G");
        assert_eq!(clean("a\n\u{301}b", Shape::Block), "a\n⟨U+0301⟩b");
    }

    #[test]
    fn a_storm_of_combining_marks_is_counted() {
        let raw = format!("e{}x", "\u{301}".repeat(40));
        assert_eq!(line(&raw), format!("e{}⟨+36⟩x", "\u{301}".repeat(4)));
    }

    /// Whatever comes, from all of Unicode and more often from where it is dangerous.
    fn foreign() -> impl Strategy<Value = String> {
        let dangerous = prop::sample::select(vec![
            "\u{1b}",
            "\u{9b}",
            "\u{202e}",
            "\u{200b}",
            "\u{200d}",
            "\u{fe0f}",
            "\u{301}",
            "\u{20e3}",
            "\u{1f3fd}",
            "👩",
            "🇫",
            "ᄒ",
            "ᅡ",
            "ﾞ",
            "ｶ",
            "क",
            "\u{94d}",
            "\u{17d2}",
            "ក",
            "ل",
            "ا",
            "\t",
            "\n",
            "\r",
            "\u{600}",
            "ൎ",
            "\u{e0067}",
            "ﷺ",
            "\u{2e3b}",
            "a",
            " ",
            "é",
            "日",
        ]);
        let piece = prop_oneof![dangerous.prop_map(str::to_owned), any::<char>().prop_map(String::from)];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Nothing that is shown is obeyed, hidden, or measured differently together than one by one.
        #[test]
        fn what_is_shown_is_safe_and_measured_alike_by_all(raw in foreign()) {
            for (shape, ends) in [(Shape::Line, ""), (Shape::Block, "\n")] {
                let shown = clean(&raw, shape);
                for it in shown.chars().filter(|it| !ends.contains(*it)) {
                    prop_assert!(!it.is_control(), "{shown:?}");
                    prop_assert!(!matches!(it.general_category(), GeneralCategory::Format | GeneralCategory::LineSeparator
                        | GeneralCategory::ParagraphSeparator | GeneralCategory::PrivateUse), "{shown:?}");
                }
                for line in shown.lines() {
                    for grapheme in line.graphemes(true) {
                        prop_assert!(is_counted_alike(grapheme), "{grapheme:?} in {shown:?}");
                        prop_assert!(grapheme.width() > 0, "{grapheme:?} in {shown:?}");
                    }
                }
                // What is clean stays as it is: text may pass the border twice.
                prop_assert_eq!(clean(&shown, shape), shown);
            }
        }

        #[test]
        fn harmless_text_is_shown_as_it_came(raw in "[ -~¡-¬®-ɏ]{0,40}") {
            prop_assert_eq!(clean(&raw, Shape::Line), raw);
        }
    }
}
