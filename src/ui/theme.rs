//! What each thing means on screen, and how a theme file says it looks.
//!
//! Code names meanings, theme files name colours. No state is told by colour alone: signs and words stand
//! beside it, so that the theme without colours loses nothing.

use ratatui::style::Style;

use super::theme_file::{ThemeError, read};

pub use super::meaning::Meaning;

const COUNT: usize = Meaning::ALL.len();

/// A style for every meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; COUNT],
}

/// The themes that come with the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BuiltIn {
    /// Sixteen colours that can be read on dark and, mostly, on light.
    #[default]
    Dark,
    Light,
    HighContrast,
    ColourBlind,
    /// No colour at all: what `NO_COLOR` asks for.
    Plain,
}

impl BuiltIn {
    /// All, with the names by which a configuration chooses them.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Dark, "dark"),
        (Self::Light, "light"),
        (Self::HighContrast, "high-contrast"),
        (Self::ColourBlind, "colour-blind"),
        (Self::Plain, "plain"),
    ];

    /// Finds a theme by its name in the configuration.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(theme, _)| *theme)
    }

    fn file(self) -> &'static str {
        match self {
            Self::Dark => include_str!("../../assets/themes/dark.toml"),
            Self::Light => include_str!("../../assets/themes/light.toml"),
            Self::HighContrast => include_str!("../../assets/themes/high-contrast.toml"),
            Self::ColourBlind => include_str!("../../assets/themes/colour-blind.toml"),
            Self::Plain => include_str!("../../assets/themes/plain.toml"),
        }
    }
}

impl Theme {
    /// Returns the style of a meaning.
    pub fn of(&self, meaning: Meaning) -> Style {
        self.styles[meaning as usize]
    }

    #[expect(clippy::missing_panics_doc, reason = "a test reads every file that is built in")]
    pub fn built_in(theme: BuiltIn) -> Self {
        Self::parse(theme.file()).expect("the themes that come with the program are read by a test")
    }

    /// Reads a theme file, which has a style for every meaning.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        let found = read(text)?;
        let mut styles = [Style::new(); COUNT];
        for (meaning, name) in Meaning::ALL {
            let style = found.iter().find(|(known, _)| known == meaning).map(|(_, style)| *style);
            styles[*meaning as usize] = style.ok_or(ThemeError::Missing { name })?;
        }
        Ok(Self { styles })
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    #[test]
    fn every_theme_that_comes_with_the_program_is_whole() {
        for (theme, name) in BuiltIn::ALL {
            assert!(Theme::parse(theme.file()).is_ok(), "{name}: {:?}", Theme::parse(theme.file()));
            assert_eq!(BuiltIn::named(name), Some(theme));
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour_and_still_tells_the_states_apart() {
        let plain = Theme::built_in(BuiltIn::Plain);
        for style in plain.styles {
            assert!(style.fg.is_none_or(|colour| colour == Color::Reset), "{style:?}");
            assert!(style.bg.is_none_or(|colour| colour == Color::Reset), "{style:?}");
        }
        assert_ne!(plain.of(Meaning::Breached), plain.of(Meaning::Text));
        assert_ne!(plain.of(Meaning::Selected), plain.of(Meaning::Text));
        assert_ne!(plain.of(Meaning::Public), plain.of(Meaning::Internal));
    }
}
