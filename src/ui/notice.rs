//! What the console tells in passing: a sign, a word and a sentence above the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::level::Level;

use super::boxes::clear;
use super::pen::Pen;
use super::screen::Screen;
use super::text::{width, wrap};
use super::theme::Meaning;

/// A longer one is cut: what is said in passing is not a page.
const MOST_LINES: usize = 3;

/// What is told now, and the lines that it takes.
pub struct Told {
    sentence: Vec<String>,
    more: String,
    level: Level,
    pub place: Rect,
}

impl Told {
    /// It lies over the last lines of `area`: no pane moves when it comes or goes.
    pub fn of(screen: &Screen<'_>, area: Rect) -> Option<Self> {
        let notice = screen.app.notices.current()?;
        let level = notice.level();
        let more = match screen.app.notices.waiting() {
            0 => String::new(),
            count => screen.words.say_with("notice-more", &[("count", count.into())]),
        };
        let after = if more.is_empty() { 1 } else { width(&more) + 4 };
        let room = usize::from(area.width).saturating_sub(before(screen, level) + after).max(8);
        let most = MOST_LINES.min(usize::from(area.height) / 2).max(1);
        let said = screen.words.notice(notice);
        let sentence: Vec<String> = wrap(&said, room).take(most).map(str::to_owned).collect();
        let height = u16::try_from(sentence.len()).unwrap_or(1).clamp(1, area.height);
        let place = Rect { y: area.bottom() - height, height, ..area };
        Some(Self { sentence, more, level, place })
    }

    pub fn draw(&self, screen: &Screen<'_>, buffer: &mut Buffer) {
        let Self { sentence, more, level, place } = self;
        let (sign, meaning) = sign(*level);
        let style = screen.style(meaning);
        clear(buffer, *place);
        let mut pen = Pen::new(buffer, *place, 0);
        if !more.is_empty() {
            pen.at_right(" ", style);
            pen.at_right(more, screen.style(Meaning::Muted));
            pen.keep_free(2);
        }
        pen.gap(1).text(sign, style).gap(1).text(screen.words.level(*level), style);
        let columns = u16::try_from(before(screen, *level)).unwrap_or(u16::MAX);
        for (line, row) in sentence.iter().zip(0..place.height) {
            Pen::new(buffer, *place, row).gap(columns).text(line, screen.style(Meaning::Text));
        }
    }
}

fn sign(level: Level) -> (&'static str, Meaning) {
    match level {
        Level::Info => ("●", Meaning::Information),
        Level::Warning => ("▲", Meaning::Warning),
        Level::Error => ("✗", Meaning::Error),
    }
}

/// The columns before the sentence.
fn before(screen: &Screen<'_>, level: Level) -> usize {
    1 + width(sign(level).0) + 1 + width(screen.words.level(level)) + 2
}
