//! The files that a configuration names: key map and theme, read elsewhere, understood here.

use crate::app::protocol::keymap;
use crate::app::protocol::keymap::{Keymap, KeymapError};
use crate::ui::{self, ThemeError};

use super::problem::{Problem, Wrong};
use super::{KeymapConfig, Theme};

impl KeymapConfig {
    /// Puts the person's keys over those that vigie comes with. `text` is that of the configured file.
    ///
    /// # Errors
    /// What is wrong in the file, and then what is wrong in the rows: they have lines of different files.
    pub fn keymap(&self, text: Option<&str>) -> Result<Keymap, KeymapMistakes> {
        let mut keymap = Keymap::default();
        if let Some(text) = text {
            let rows = keymap::read(text).map_err(|error| KeymapMistakes::InFile(wrong(vec![error])))?;
            keymap = keymap.merge(&rows).map_err(|errors| KeymapMistakes::InFile(wrong(errors)))?;
        }
        keymap.merge(&self.rows).map_err(|errors| KeymapMistakes::InRows(wrong(errors)))
    }
}

/// In which file the lines of the mistakes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeymapMistakes {
    InFile(Vec<Wrong>),
    InRows(Vec<Wrong>),
}

fn wrong(errors: Vec<KeymapError>) -> Vec<Wrong> {
    errors.into_iter().map(|error| Wrong::new(error.line(), "", Problem::Keymap(error))).collect()
}

impl Theme {
    /// Makes the theme. `text` is that of the configured file.
    pub fn theme(&self, text: Option<&str>) -> Result<ui::Theme, Vec<Wrong>> {
        match (self, text) {
            (Self::BuiltIn(theme), _) => Ok(ui::Theme::built_in(*theme)),
            (Self::File(_), text) => ui::Theme::parse(text.unwrap_or_default()).map_err(|error| {
                let line = match &error {
                    ThemeError::Unreadable { line, .. }
                    | ThemeError::UnknownMeaning { line, .. }
                    | ThemeError::BadColour { line, .. } => Some(*line),
                    ThemeError::Missing { .. } => None,
                };
                vec![Wrong::new(line, "", Problem::Theme(error))]
            }),
        }
    }
}
