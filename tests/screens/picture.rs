//! The picture in the README: a screen as it is drawn, with its colours.
//!
//! `VIGIE_UPDATE_DOCS=1 cargo test --test screens picture` draws it anew.

use std::fmt::Write;
use std::path::Path;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;
use vigie::words::Language;

use crate::panes::marked;

/// A cell in pixels, and the size of the letters in it.
const WIDTH: u16 = 8;
const HEIGHT: u16 = 17;
const LETTERS: u16 = 13;

const PAPER: &str = "#16181d";
const INK: &str = "#d7dae0";

fn colour(colour: Color, instead: &'static str) -> &'static str {
    match colour {
        Color::White => "#ffffff",
        Color::DarkGray => "#7d8590",
        Color::Red | Color::LightRed => "#ff7b72",
        Color::Green | Color::LightGreen => "#7ee787",
        Color::Yellow | Color::LightYellow => "#e3b341",
        Color::Blue => "#1f4f8f",
        Color::Magenta | Color::LightMagenta => "#d2a8ff",
        Color::Cyan | Color::LightCyan => "#76d9e6",
        Color::Reset => instead,
        other => panic!("the picture has no {other}"),
    }
}

/// How a cell looks: ink, paper, and what is done to the letters.
fn look(cell: &Cell) -> (&'static str, &'static str, &'static str) {
    let (mut ink, mut paper) = (colour(cell.fg, INK), colour(cell.bg, PAPER));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper, ink);
    }
    let bold = cell.modifier.contains(Modifier::BOLD);
    (ink, paper, if bold { " font-weight=\"bold\"" } else { "" })
}

fn drawn(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (columns * WIDTH, rows * HEIGHT);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"The console of vigie\">\n<rect width=\"100%\" height=\"100%\" fill=\"{PAPER}\"/>\n\
         <g font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" \
         font-size=\"{LETTERS}\" xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let begun = column;
            let looks = look(&buffer[(begun, row)]);
            let mut text = String::new();
            while column < columns && look(&buffer[(column, row)]) == looks {
                let symbol = buffer[(column, row)].symbol();
                text.push_str(symbol);
                column += u16::try_from(symbol.width().max(1)).unwrap();
            }
            run(&mut svg, (begun, row, column - begun), &text, looks);
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Cells of one row that look the same.
fn run(
    svg: &mut String,
    (column, row, cells): (u16, u16, u16),
    text: &str,
    (ink, paper, weight): (&str, &str, &str),
) {
    let (left, top, wide) = (column * WIDTH, row * HEIGHT, cells * WIDTH);
    if paper != PAPER {
        writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{HEIGHT}\" fill=\"{paper}\"/>"
        )
        .unwrap();
    }
    // Word by word, so that each stands in its column whatever font there is.
    let mut at = column;
    for word in text.split(' ') {
        let cells = u16::try_from(word.width()).unwrap();
        if cells > 0 {
            let word = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            writeln!(
                svg,
                "<text x=\"{}\" y=\"{}\" textLength=\"{}\" fill=\"{ink}\"{weight}>{word}</text>",
                at * WIDTH,
                top + LETTERS,
                cells * WIDTH
            )
            .unwrap();
        }
        at += cells + 1;
    }
}

#[test]
fn the_picture_in_the_readme_is_a_screen_of_today() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/docs/screen.svg");
    let picture = drawn(&marked(Language::En).buffer(120, 32));
    if std::env::var_os("VIGIE_UPDATE_DOCS").is_some() {
        std::fs::write(&path, picture).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(kept, picture, "the screen changed: VIGIE_UPDATE_DOCS=1 draws it anew");
}
