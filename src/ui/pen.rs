//! Writes one line of cells from left to right, and never beyond its end.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::graphemes::graphemes;
use super::text::{CUT, fit, width};

pub const CURSOR: &str = "▌";

/// A place on one line of an area.
pub struct Pen<'b> {
    buffer: &'b mut Buffer,
    x: u16,
    y: u16,
    end: u16,
}

impl<'b> Pen<'b> {
    /// Starts at the left of a row of an area; outside of it, nothing is written.
    pub fn new(buffer: &'b mut Buffer, area: Rect, row: u16) -> Self {
        let area = area.intersection(buffer.area);
        let end = if row < area.height { area.right() } else { area.x };
        Self { buffer, x: area.x, y: area.y.saturating_add(row), end }
    }

    /// Columns that are left.
    pub fn left(&self) -> usize {
        usize::from(self.end.saturating_sub(self.x))
    }

    /// Paints the rest of the line.
    pub fn paint(&mut self, style: Style) {
        let area = Rect { x: self.x, y: self.y, width: self.end.saturating_sub(self.x), height: 1 };
        self.buffer.set_style(area, style);
    }

    /// Writes as much of a text as there is room for.
    pub fn text(&mut self, text: &str, style: Style) -> &mut Self {
        let fitted = fit(text, self.left());
        self.put(fitted.text, style);
        if fitted.cut && self.left() > 0 {
            self.put(CUT, style);
        }
        self
    }

    /// Writes a text only if it fits whole; tells whether it did.
    pub fn whole(&mut self, text: &str, style: Style) -> bool {
        let fits = width(text) <= self.left();
        if fits {
            self.put(text, style);
        }
        fits
    }

    /// Writes a text into a cell of this many columns, from its left.
    pub fn cell(&mut self, text: &str, columns: u16, style: Style) -> &mut Self {
        let end = self.x.saturating_add(columns).min(self.end);
        let rest = std::mem::replace(&mut self.end, end);
        self.text(text, style);
        (self.x, self.end) = (end, rest);
        self
    }

    /// Writes a text into a cell of this many columns, up to its right.
    pub fn cell_right(&mut self, text: &str, columns: u16, style: Style) -> &mut Self {
        let before = usize::from(columns).saturating_sub(width(text));
        self.gap(u16::try_from(before).unwrap_or(columns));
        self.cell(text, columns - u16::try_from(before).unwrap_or(columns), style)
    }

    /// Leaves columns as they are.
    pub fn gap(&mut self, columns: u16) -> &mut Self {
        self.x = self.x.saturating_add(columns).min(self.end);
        self
    }

    /// Fills columns with one sign that is a column wide.
    pub fn fill(&mut self, sign: &str, columns: usize, style: Style) -> &mut Self {
        for _ in 0..columns.min(self.left()) {
            self.put(sign, style);
        }
        self
    }

    /// Writes a text at the right end, if it fits whole, and ends the line before it.
    pub fn at_right(&mut self, text: &str, style: Style) -> bool {
        let columns = width(text);
        if columns > self.left() {
            return false;
        }
        let from = self.end - u16::try_from(columns).unwrap_or(0);
        self.write(from, text, style);
        self.end = from;
        true
    }

    /// Ends the line this many columns earlier.
    pub fn keep_free(&mut self, columns: u16) -> &mut Self {
        self.end = self.end.saturating_sub(columns).max(self.x);
        self
    }

    fn put(&mut self, text: &str, style: Style) {
        self.x = self.write(self.x, text, style);
    }

    /// Writes graphemes from a column on, as long as each fits whole; returns the column behind them.
    ///
    /// Does what `Buffer::set_stringn` does, which looks for the graphemes of plain text the long way.
    fn write(&mut self, from: u16, text: &str, style: Style) -> u16 {
        let mut x = from;
        for grapheme in graphemes(text).filter(|grapheme| grapheme.columns > 0) {
            let next = u16::try_from(grapheme.columns).ok().and_then(|columns| x.checked_add(columns));
            let Some(next) = next.filter(|next| *next <= self.end) else { break };
            self.buffer[(x, self.y)].set_symbol(grapheme.text).set_style(style);
            // What a wide one covers is not drawn.
            for covered in x + 1..next {
                self.buffer[(covered, self.y)].reset();
            }
            x = next;
        }
        x
    }
}
