//! One key press, and how it is written in a key map.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyModifiers};

/// A key press as the terminal told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

/// A word that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no key named {0:?}")]
pub struct BadKey(pub String);

impl Key {
    /// Makes a key as a key map compares it: a shifted character is another character.
    pub fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let known = modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        match code {
            KeyCode::Char(character) => Self::character(character, known),
            KeyCode::BackTab => Self { code, modifiers: known - KeyModifiers::SHIFT },
            KeyCode::Tab if known.contains(KeyModifiers::SHIFT) => {
                Self { code: KeyCode::BackTab, modifiers: known - KeyModifiers::SHIFT }
            }
            _ => Self { code, modifiers: known },
        }
    }

    fn character(character: char, modifiers: KeyModifiers) -> Self {
        let shifted = modifiers.contains(KeyModifiers::SHIFT) && character.is_ascii_lowercase();
        let character = if shifted { character.to_ascii_uppercase() } else { character };
        // Terminals tell Ctrl with a letter in either case.
        let held = modifiers - KeyModifiers::SHIFT;
        let character =
            if held.contains(KeyModifiers::CONTROL) { character.to_ascii_lowercase() } else { character };
        Self { code: KeyCode::Char(character), modifiers: held }
    }

    /// The character that it types, if it types one.
    pub fn text(self) -> Option<char> {
        // Ctrl and Alt together are AltGr on some systems: `@` on a French keyboard.
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        match self.code {
            KeyCode::Char(character) if self.modifiers.is_empty() => Some(character),
            KeyCode::Char(character) if self.modifiers == alt_gr && !character.is_ascii_alphanumeric() => {
                Some(character)
            }
            _ => None,
        }
    }
}

const NAMED: [(&str, KeyCode); 17] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("minus", KeyCode::Char('-')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
];

/// What a terminal sends when a key is pressed that it cannot tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sends {
    /// The same as for another key, as a key map writes that.
    As(String),
    /// Nothing that means this key alone.
    Nothing,
}

/// Tells what comes instead of a key as it is written, where a terminal cannot send that; `None` where it can.
///
/// Terminals have no other code for Ctrl-I than for Tab, and the like: a row with such a key would never be heard, or
/// would be heard at another key.
pub fn sent_instead(written: &str) -> Option<Sends> {
    let (code, held) = parts(written)?;
    let (ctrl, alt, shift) = (
        held.contains(KeyModifiers::CONTROL),
        held.contains(KeyModifiers::ALT),
        held.contains(KeyModifiers::SHIFT),
    );
    let as_key = |name: &str| Some(Sends::As(name.to_owned()));
    match code {
        KeyCode::Char(' ') if shift => as_key("space"),
        KeyCode::Char(character) if shift && !character.is_ascii_alphabetic() => {
            as_key(&character.to_string())
        }
        KeyCode::Char(character) if shift && ctrl => {
            as_key(&format!("ctrl-{}", character.to_ascii_lowercase()))
        }
        KeyCode::Char(character) if ctrl => match character.to_ascii_lowercase() {
            'i' => as_key("tab"),
            'm' => as_key("enter"),
            '[' | '3' => as_key("esc"),
            '?' | '8' => as_key("backspace"),
            '@' | '2' => as_key("ctrl-space"),
            '\\' => as_key("ctrl-4"),
            ']' => as_key("ctrl-5"),
            '^' => as_key("ctrl-6"),
            '_' | '/' => as_key("ctrl-7"),
            'a'..='z' | ' ' | '4'..='7' => None,
            _ => Some(Sends::Nothing),
        },
        // They begin the codes of other keys.
        KeyCode::Char('[' | 'O') if alt => Some(Sends::Nothing),
        KeyCode::Char('o') if alt && shift => Some(Sends::Nothing),
        KeyCode::Enter if ctrl || shift => as_key("enter"),
        KeyCode::Backspace if ctrl || shift => as_key("backspace"),
        KeyCode::Esc if ctrl || shift || alt => as_key("esc"),
        KeyCode::Tab if ctrl => as_key("tab"),
        KeyCode::BackTab if ctrl || alt => as_key("backtab"),
        _ => None,
    }
}

impl FromStr for Key {
    type Err = BadKey;

    fn from_str(written: &str) -> Result<Self, BadKey> {
        let (code, modifiers) = parts(written).ok_or_else(|| BadKey(written.to_owned()))?;
        Ok(Self::new(code, modifiers))
    }
}

/// A key as it is written, taken apart.
fn parts(written: &str) -> Option<(KeyCode, KeyModifiers)> {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = written;
    // A lone or last dash is the key itself.
    while let Some((modifier, after)) = rest.split_once('-').filter(|(before, _)| !before.is_empty()) {
        modifiers |= match modifier {
            "ctrl" => KeyModifiers::CONTROL,
            "alt" => KeyModifiers::ALT,
            "shift" => KeyModifiers::SHIFT,
            _ => return None,
        };
        rest = after;
    }
    Some((code(rest)?, modifiers))
}

fn code(name: &str) -> Option<KeyCode> {
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return Some(KeyCode::Char(only));
    }
    if let Some((_, code)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let number: u8 = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in
            [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-"), (KeyModifiers::SHIFT, "shift-")]
        {
            if self.modifiers.contains(modifier) {
                formatter.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::F(number) => write!(formatter, "f{number}"),
            code => match NAMED.iter().find(|(_, known)| *known == code) {
                Some((name, _)) if code != KeyCode::Char('-') => formatter.write_str(name),
                _ => match code {
                    KeyCode::Char(character) => write!(formatter, "{character}"),
                    other => write!(formatter, "{other}"),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_as_it_is_read() {
        for written in ["a", "A", "ctrl-s", "alt-x", "enter", "backtab", "space", "f5", "?", "-", "ctrl-left"]
        {
            assert_eq!(written.parse::<Key>().map(|key| key.to_string()).as_deref(), Ok(written));
        }
    }

    #[test]
    fn what_a_terminal_cannot_send_is_known_with_what_it_sends() {
        let sends = |written: &str| match sent_instead(written) {
            None => "itself".to_owned(),
            Some(Sends::As(other)) => other,
            Some(Sends::Nothing) => "nothing".to_owned(),
        };
        for (written, expected) in [
            ("ctrl-i", "tab"),
            ("ctrl-I", "tab"),
            ("ctrl-m", "enter"),
            ("ctrl-[", "esc"),
            ("ctrl-?", "backspace"),
            ("ctrl-/", "ctrl-7"),
            ("ctrl-shift-a", "ctrl-a"),
            ("ctrl-shift-left", "itself"),
            ("shift-1", "1"),
            ("shift-é", "é"),
            ("shift-space", "space"),
            ("shift-enter", "enter"),
            ("ctrl-enter", "enter"),
            ("alt-enter", "itself"),
            ("shift-tab", "itself"),
            ("ctrl-tab", "tab"),
            ("ctrl-1", "nothing"),
            ("ctrl-minus", "nothing"),
            ("ctrl-é", "nothing"),
            ("alt-[", "nothing"),
            ("alt-O", "nothing"),
            ("ctrl-j", "itself"),
            ("ctrl-space", "itself"),
            ("shift-f5", "itself"),
            ("shift-a", "itself"),
            ("alt-shift-a", "itself"),
        ] {
            assert_eq!(sends(written), expected, "{written}");
        }
    }

    #[test]
    fn what_names_no_key_is_refused() {
        for written in ["", "hyper-a", "f99", "entre", "ctrl-"] {
            assert_eq!(written.parse::<Key>(), Err(BadKey(written.to_owned())), "{written:?}");
        }
    }

    #[test]
    fn a_shifted_letter_is_a_capital_however_the_terminal_tells_it() {
        let capital: Key = "A".parse().unwrap();
        assert_eq!(Key::new(KeyCode::Char('A'), KeyModifiers::SHIFT), capital);
        assert_eq!(Key::new(KeyCode::Char('a'), KeyModifiers::SHIFT), capital);
        assert_eq!(Key::new(KeyCode::Tab, KeyModifiers::SHIFT), "backtab".parse().unwrap());
    }

    #[test]
    fn a_character_of_the_third_level_is_text() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(Key::new(KeyCode::Char('@'), alt_gr).text(), Some('@'));
        assert_eq!(Key::new(KeyCode::Char('x'), KeyModifiers::CONTROL).text(), None);
    }
}
