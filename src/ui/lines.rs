//! A sheet of lines: headings, fields and paragraphs, laid out for a width and scrolled as one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pen::Pen;
use super::screen::Screen;
use super::text::{width, wrap};
use super::theme::Meaning;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line(pub Vec<(String, Style)>);

pub struct Sheet<'s> {
    screen: &'s Screen<'s>,
    width: usize,
    /// Columns of the names of fields.
    labels: usize,
    pub lines: Vec<Line>,
}

impl<'s> Sheet<'s> {
    pub fn new(screen: &'s Screen<'s>, width: u16, labels: usize) -> Self {
        Self { screen, width: width.into(), labels, lines: Vec::new() }
    }

    pub fn blank(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
    }

    pub fn heading(&mut self, text: &str) {
        self.blank();
        self.lines.push(Line(vec![(text.to_owned(), self.screen.style(Meaning::Title))]));
    }

    /// Adds a name and a value; a long value goes on under its beginning.
    pub fn field(&mut self, label: &str, value: &str) {
        self.field_in(label, value, Meaning::Text);
    }

    pub fn field_in(&mut self, label: &str, value: &str, meaning: Meaning) {
        self.labelled((label, Meaning::Label), (value, meaning));
    }

    pub fn labelled(&mut self, (label, quiet): (&str, Meaning), (value, meaning): (&str, Meaning)) {
        let (quiet, style) = (self.screen.style(quiet), self.screen.style(meaning));
        let label = super::text::fit(label, self.labels);
        let mut name = label.text.to_owned();
        name.push_str(if label.cut { super::text::CUT } else { "" });
        let room = self.width.saturating_sub(self.labels + 2).max(8);
        for line in wrap(value, room) {
            let padding = " ".repeat(self.labels.saturating_sub(width(&name)) + 2);
            let name = std::mem::take(&mut name);
            self.lines.push(Line(vec![(name, quiet), (padding, Style::new()), (line.to_owned(), style)]));
        }
    }

    pub fn paragraph(&mut self, text: &str, meaning: Meaning) {
        let style = self.screen.style(meaning);
        self.lines.extend(wrap(text, self.width).map(|line| Line(vec![(line.to_owned(), style)])));
    }

    /// Adds text that goes on under its own beginning.
    pub fn indented(&mut self, text: &str, by: usize) {
        let style = self.screen.style(Meaning::Text);
        for line in wrap(text, self.width.saturating_sub(by).max(8)) {
            self.lines.push(Line(vec![(" ".repeat(by), Style::new()), (line.to_owned(), style)]));
        }
    }

    pub fn line(&mut self, pieces: Vec<(String, Style)>) {
        self.lines.push(Line(pieces));
    }

    /// Draws what can be seen from a line on, and returns the furthest that it can be scrolled.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, from: usize) -> usize {
        let end = self.lines.len().saturating_sub(area.height.into());
        for (line, row) in self.lines.iter().skip(from.min(end)).zip(0..area.height) {
            let mut pen = Pen::new(buffer, area, row);
            for (text, style) in &line.0 {
                pen.text(text, *style);
            }
        }
        end
    }
}
