//! The words of which loads are put together.

use fastrand::Rng;
use serde::Deserialize;

use crate::desk::ticket::customer::Language;
use crate::server::error::ServerError;

const LINES: &str = include_str!("../../../assets/demo/lines.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Material {
    subjects_en: Vec<String>,
    subjects_fr: Vec<String>,
    bodies_en: Vec<String>,
    bodies_fr: Vec<String>,
    pub companies: Vec<String>,
    pub first_names: Vec<String>,
    pub last_names: Vec<String>,
    pub file_names: Vec<String>,
    pub detections: Vec<String>,
}

impl Material {
    pub fn bundled() -> Result<Self, ServerError> {
        toml::from_str(LINES).map_err(|why| ServerError::Broken(format!("lines.toml: {why}")))
    }

    pub fn subject(&self, rng: &mut Rng, language: Language) -> String {
        let lines = match language {
            Language::En => &self.subjects_en,
            Language::Fr => &self.subjects_fr,
        };
        filled_in(one(rng, lines), rng)
    }

    pub fn body(&self, rng: &mut Rng, language: Language) -> String {
        let lines = match language {
            Language::En => &self.bodies_en,
            Language::Fr => &self.bodies_fr,
        };
        filled_in(one(rng, lines), rng)
    }
}

/// Draws one line; an empty list has only the empty line.
pub(super) fn one<'a>(rng: &mut Rng, lines: &'a [String]) -> &'a str {
    if lines.is_empty() { "" } else { &lines[rng.usize(..lines.len())] }
}

fn filled_in(line: &str, rng: &mut Rng) -> String {
    let host = ["srv-app", "srv-file", "wks", "lap", "dc", "mail"][rng.usize(..6)];
    line.replace("{n}", &rng.u32(2..180).to_string())
        .replace("{host}", &format!("{host}-{:03}", rng.u32(1..400)))
}
