//! How a theme file is read, and what may be wrong with it.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Spanned;

use super::meaning::Meaning;

/// What is wrong with a theme file, and where (lines count from 1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    #[error("line {line}: {message}")]
    Unreadable { line: usize, message: String },
    #[error("line {line}: {name:?} is no meaning of a style")]
    UnknownMeaning { line: usize, name: String, like: Option<&'static str> },
    #[error("line {line}: {value:?} is no colour")]
    BadColour { line: usize, value: String },
    #[error("{name:?} has no style")]
    Missing { name: &'static str },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    fg: Option<Spanned<String>>,
    bg: Option<Spanned<String>>,
    bold: Option<bool>,
    dim: Option<bool>,
    italic: Option<bool>,
    underlined: Option<bool>,
    reversed: Option<bool>,
}

/// Returns the styles of a file, with what they mean.
pub(super) fn read(text: &str) -> Result<Vec<(Meaning, Style)>, ThemeError> {
    let rows: BTreeMap<Spanned<String>, Row> = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        ThemeError::Unreadable { line: line_of(text, at), message: error.message().to_owned() }
    })?;
    rows.iter().map(|(name, row)| Ok((meaning(text, name)?, style(text, row)?))).collect()
}

fn meaning(text: &str, name: &Spanned<String>) -> Result<Meaning, ThemeError> {
    let wanted = name.get_ref();
    Meaning::ALL.iter().find(|(_, known)| known == wanted).map(|(meaning, _)| *meaning).ok_or_else(|| {
        ThemeError::UnknownMeaning {
            line: line_of(text, name.span().start),
            name: wanted.clone(),
            like: likest(wanted),
        }
    })
}

fn likest(wanted: &str) -> Option<&'static str> {
    let near = |known: &str| strsim::jaro_winkler(wanted, known);
    let best = Meaning::ALL.iter().map(|(_, known)| *known).max_by(|a, b| near(a).total_cmp(&near(b)))?;
    (near(best) > 0.8).then_some(best)
}

fn style(text: &str, row: &Row) -> Result<Style, ThemeError> {
    let mut style = Style::new();
    style.fg = row.fg.as_ref().map(|value| colour(text, value)).transpose()?;
    style.bg = row.bg.as_ref().map(|value| colour(text, value)).transpose()?;
    let modifiers = [
        (row.bold, Modifier::BOLD),
        (row.dim, Modifier::DIM),
        (row.italic, Modifier::ITALIC),
        (row.underlined, Modifier::UNDERLINED),
        (row.reversed, Modifier::REVERSED),
    ];
    for (_, modifier) in modifiers.into_iter().filter(|(on, _)| *on == Some(true)) {
        style = style.add_modifier(modifier);
    }
    Ok(style)
}

fn colour(text: &str, value: &Spanned<String>) -> Result<Color, ThemeError> {
    value.get_ref().parse().map_err(|_no_more_is_known| ThemeError::BadColour {
        line: line_of(text, value.span().start),
        value: value.get_ref().clone(),
    })
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_with_its_line() {
        assert_eq!(
            read("text = {}\nbreeched = { fg = \"red\" }"),
            Err(ThemeError::UnknownMeaning { line: 2, name: "breeched".into(), like: Some("breached") })
        );
        assert_eq!(
            read("\n\ntext = { fg = \"rod\" }"),
            Err(ThemeError::BadColour { line: 3, value: "rod".into() })
        );
        assert!(matches!(read("text = { fog = 1 }"), Err(ThemeError::Unreadable { line: 1, .. })));
        assert!(matches!(read("text = {}\n= 3"), Err(ThemeError::Unreadable { line: 2, .. })));
    }

    #[test]
    fn a_colour_is_a_name_or_a_number_of_the_terminal() {
        let styles = read("text = { fg = \"light-red\", bg = \"#102030\", bold = true }").unwrap();
        let wanted = Style::new().fg(Color::LightRed).bg(Color::Rgb(16, 32, 48)).bold();
        assert_eq!(styles, [(Meaning::Text, wanted)]);
    }
}
