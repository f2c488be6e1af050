//! What takes several columns letter by letter gets a cell for each of them.
//!
//! In the writing of India and its neighbours one sign as people see it may be several letters in a row. A terminal
//! gives each its own cell, so clearing the first clears not the others: they would stay on the screen.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthChar;

/// Spreads such signs over the cells that they cover.
pub fn over_cells(buffer: &mut Buffer) {
    let row = usize::from(buffer.area.width);
    for at in 0..buffer.content.len() {
        // Nearly every cell holds one letter, and most of them a single byte.
        if buffer.content[at].symbol().len() < 4 {
            continue;
        }
        let pieces = pieces(buffer.content[at].symbol());
        let style = buffer.content[at].style();
        let mut cell = at;
        for (piece, columns) in pieces {
            if cell / row == at / row {
                buffer.content[cell].set_symbol(&piece).set_style(style);
            }
            cell += columns;
        }
    }
}

/// The parts with the columns of each, if there are several.
fn pieces(symbol: &str) -> Vec<(String, usize)> {
    let mut pieces: Vec<(String, usize)> = Vec::new();
    for letter in symbol.chars() {
        let columns = letter.width().unwrap_or(0);
        match pieces.last_mut() {
            Some((piece, _)) if columns == 0 => piece.push(letter),
            _ => pieces.push((letter.into(), columns)),
        }
    }
    if pieces.len() > 1 { pieces } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn each_letter_that_takes_a_column_has_a_cell_and_all_else_stays() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer.set_string(0, 0, "काम日e\u{301}│", Style::new());
        over_cells(&mut buffer);
        let symbols: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(symbols, ["क", "ा", "म", "日", " ", "e\u{301}", "│", " ", " ", " "]);
    }
}
