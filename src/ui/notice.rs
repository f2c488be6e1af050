//! What the console tells in passing: a sign, a word and a sentence above the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::notice::Level;

use super::boxes::clear;
use super::pen::Pen;
use super::screen::Screen;
use super::text::{width, wrap};
use super::theme::Meaning;

/// A longer one is cut: what is said in passing is not a page.
const MOST_LINES: usize = 3;

/// Draws over the last lines of the panes: nothing moves when a notice comes or goes.
pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
    let Some(notice) = screen.app.notices.current() else { return };
    let (sign, meaning) = match notice.level() {
        Level::Info => ("●", Meaning::Information),
        Level::Warning => ("▲", Meaning::Warning),
        Level::Error => ("✗", Meaning::Error),
    };
    let style = screen.style(meaning);
    let level = screen.words.level(notice.level());
    let more = match screen.app.notices.waiting() {
        0 => String::new(),
        count => screen.words.say_with("notice-more", &[("count", count.into())]),
    };
    let sentence = screen.words.notice(notice);
    let before = 1 + width(sign) + 1 + width(level) + 2;
    let after = if more.is_empty() { 1 } else { width(&more) + 4 };
    let room = usize::from(area.width).saturating_sub(before + after).max(8);
    let lines: Vec<&str> =
        wrap(&sentence, room).take(MOST_LINES.min(usize::from(area.height) / 2).max(1)).collect();
    let height = u16::try_from(lines.len()).unwrap_or(1).clamp(1, area.height);
    let place = Rect { y: area.bottom() - height, height, ..area };
    clear(buffer, place);
    let mut pen = Pen::new(buffer, place, 0);
    if !more.is_empty() {
        pen.at_right(" ", style);
        pen.at_right(&more, screen.style(Meaning::Muted));
        pen.keep_free(2);
    }
    pen.gap(1).text(sign, style).gap(1).text(level, style);
    let columns = u16::try_from(before).unwrap_or(u16::MAX);
    for (line, row) in lines.iter().zip(0..height) {
        Pen::new(buffer, place, row).gap(columns).text(line, screen.style(Meaning::Text));
    }
}
