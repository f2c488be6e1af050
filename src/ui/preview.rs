//! The marked ticket below the queue: its head, and the end of its conversation.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::model::detail::Loading;
use crate::app::model::rows::Row;

use super::boxes::{self, Title};
use super::conversation;
use super::header::Head;
use super::pen::Pen;
use super::screen::Screen;
use super::theme::Meaning;

/// Draws below a divider of the queue's frame, which stands at `row` of it.
pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, frame: Rect, row: u16, style: Style) {
    let selected = screen.app.selected_row();
    let id = selected.as_ref().map_or("", |row| row.ticket.id.as_str());
    let title = Title { left: vec![(id, screen.style(Meaning::Title))], right: Vec::new() };
    boxes::divider(buffer, frame, row, style, &title);
    let inside = Rect {
        x: frame.x + 2,
        y: frame.y + row + 1,
        width: frame.width.saturating_sub(4),
        height: frame.height.saturating_sub(row + 2),
    };
    if let Some(row) = &selected {
        marked(screen, buffer, inside, row);
    } else {
        let hint = screen.say("ticket-no-selection");
        Pen::new(buffer, inside, 0).text(hint, screen.style(Meaning::Muted));
    }
}

fn marked(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, row: &Row<'_>) {
    let head = Head::of(screen, &row.id, &row.ticket);
    let height = head.height(screen, area.width).min(area.height);
    head.draw(screen, buffer, Rect { height, ..area });
    let below = Rect { y: area.y + height + 1, height: area.height.saturating_sub(height + 1), ..area };
    if below.height < 2 {
        return;
    }
    match screen.app.preview() {
        Some(detail) => {
            let items = conversation::items(screen, &row.id, detail);
            conversation::draw(screen, buffer, below, &row.id, &items, conversation::From::Latest);
        }
        None => loading(screen, buffer, below, &screen.app.details.loading(&row.id)),
    }
}

/// Says how far the reading of a conversation is, where there is none to draw.
pub fn loading(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, loading: &Loading) {
    let text = match loading {
        Loading::No => return,
        Loading::Asked => screen.say("ticket-loading").to_owned(),
        Loading::Failed(why) => {
            screen.words.say_with("ticket-load-failed", &[("why", screen.words.failure(why).into())])
        }
    };
    Pen::new(buffer, area, 0).text(&text, screen.style(Meaning::Muted));
}
