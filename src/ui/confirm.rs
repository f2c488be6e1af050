//! A question that is answered by typing the name of the ticket.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::overlay::Confirm;

use super::boxes::{self, Title};
use super::field::field;
use super::pen::Pen;
use super::screen::Screen;
use super::theme::Meaning;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, confirm: &Confirm) {
    let title = (screen.say("pane-confirm"), screen.style(Meaning::Breached));
    let title = Title { left: vec![title], right: Vec::new() };
    let inside = boxes::over(screen, buffer, boxes::middle(area, 72, 6), &title);
    let name = [("ticket", confirm.ticket.local.as_str().into())];
    let text = screen.style(Meaning::Text);
    Pen::new(buffer, inside, 0).gap(1).text(screen.say("confirm-late"), text);
    Pen::new(buffer, inside, 1).gap(1).text(&screen.words.say_with("confirm-how", &name), text);
    let mut pen = Pen::new(buffer, inside, 3);
    pen.gap(1).text("> ", screen.style(Meaning::Key));
    field(screen, &mut pen, confirm.field.around_cursor(), true);
}
