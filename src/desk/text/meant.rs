//! What a person typed, pasted or saved, as it is sent: cleaning is for showing, and this is no text to be drawn.

use crate::desk::text::clean::{code_point, control};

/// Reads what a person typed, pasted or saved as they meant it, for whoever it is sent to: line ends of every kind are
/// one, and no control character is a word. What is not seen stays as it is: it joins, parts and hyphenates.
pub fn meant(raw: &str) -> String {
    let mut meant = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(it) = rest.next() {
        match it {
            '\r' if rest.as_str().starts_with('\n') => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => meant.push('\n'),
            '\n' | '\t' => meant.push(it),
            _ if it.is_control() => meant.push_str(&control(it)),
            _ => meant.push(it),
        }
    }
    meant
}

/// Whether a character makes what follows it be read in another order than it stands there.
fn turns(it: char) -> bool {
    matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The signs in a text that make it be read in another order than it stands there, as they are shown.
pub fn turning_signs(text: &str) -> Vec<String> {
    let mut signs: Vec<String> = text.chars().filter(|it| turns(*it)).map(code_point).collect();
    signs.sort();
    signs.dedup();
    signs
}

/// The same text with those signs named: where nobody can be asked about them.
pub fn without_turns(text: &str) -> String {
    let named = |it| if turns(it) { code_point(it) } else { String::from(it) };
    text.chars().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_of_every_kind_ends_a_line() {
        assert_eq!(meant("one\rtwo\r\nthree\u{2028}four"), "one\ntwo\nthree\nfour");
    }

    #[test]
    fn what_a_person_means_is_kept_though_nobody_sees_it_and_controls_are_named() {
        for kept in [
            "co\u{ad}operate",
            "\u{200f}\u{5d0}\u{200e}",
            "\u{645}\u{6cc}\u{200c}\u{62e}",
            "👩\u{200d}👩\u{200d}👧",
            "❤\u{fe0f} 👍🏽 🇫🇷",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "a\tb\nc",
        ] {
            assert_eq!(meant(kept), kept);
        }
        assert_eq!(meant("a\u{1b}[2J\u{9b}\u{7f}"), "a^[[2J⟨U+009B⟩^?");
    }
}
