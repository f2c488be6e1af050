//! A screen too small for the console: it says so, and keeps the most urgent lines.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::pen::Pen;
use super::row::{Read, push_left};
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
    if area.is_empty() {
        return;
    }
    let hints = u16::from(area.height > 1);
    if hints > 0 {
        let hints = ["small-hint", "small-hint-middle", "small-hint-short"].map(|id| screen.say(id));
        let hint = hints.into_iter().find(|hint| width(hint) <= area.width.into()).unwrap_or(hints[2]);
        Pen::new(buffer, area, 0).text(hint, screen.style(Meaning::Warning));
    }
    let list = Rect { y: area.y + hints, height: area.height - hints, ..area };
    let mut scratch = String::new();
    for (row, at) in screen.app.window(list.height.into()).rows.into_iter().zip(0..) {
        let read = Read::of(screen, row);
        let ticket = &read.row.ticket;
        push_left(screen, &read, &mut scratch);
        let style = screen.style(read.shown.meaning());
        let mut pen = Pen::new(buffer, list, at);
        pen.text(read.shown.sign(), style).gap(1).text(&scratch, style).gap(1);
        pen.text(screen.words.severity_short(ticket.severity), style).gap(1);
        pen.text(ticket.id.as_str(), screen.style(Meaning::Text)).gap(1);
        pen.text(ticket.subject.shown(), screen.style(Meaning::Text));
    }
}
