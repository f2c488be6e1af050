//! What the console tells in passing: a sign, a word and a sentence above the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::notice::Level;

use super::boxes::clear;
use super::pen::Pen;
use super::screen::Screen;
use super::theme::Meaning;

/// Draws over the last line of the panes: nothing moves when a notice comes or goes.
pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
    let Some(notice) = screen.app.notices.current() else { return };
    let line = Rect { y: area.bottom() - 1, height: 1, ..area };
    clear(buffer, line);
    let (sign, meaning) = match notice.level() {
        Level::Info => ("●", Meaning::Information),
        Level::Warning => ("▲", Meaning::Warning),
        Level::Error => ("✗", Meaning::Error),
    };
    let style = screen.style(meaning);
    let mut pen = Pen::new(buffer, line, 0);
    if screen.app.notices.waiting() > 0 {
        let more = screen.words.say_with("notice-more", &[("count", screen.app.notices.waiting().into())]);
        pen.at_right(" ", style);
        pen.at_right(&more, screen.style(Meaning::Muted));
        pen.keep_free(2);
    }
    pen.gap(1).text(sign, style).gap(1).text(screen.words.level(notice.level()), style).gap(2);
    pen.text(&screen.words.notice(notice), screen.style(Meaning::Text));
}
