//! The commands that fit what was typed, with the key that would have run them at once.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::overlay::Palette;

use super::boxes::{self, Title};
use super::field::field;
use super::footer;
use super::pen::CURSOR;
use super::pen::Pen;
use super::screen::Screen;
use super::theme::Meaning;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, palette: &Palette) {
    let box_area = boxes::middle(area, 76, 18);
    let title =
        Title { left: vec![(screen.say("pane-palette"), screen.style(Meaning::Title))], right: Vec::new() };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let mut pen = Pen::new(buffer, inside, 0);
    pen.gap(1).text(":", screen.style(Meaning::Key));
    field(screen, &mut pen, palette.field.around_cursor(), true);
    let list = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
    if palette.found.is_empty() {
        Pen::new(buffer, list, 0).gap(1).text(screen.say("palette-none"), screen.style(Meaning::Muted));
    }
    let first = (palette.marked + 1).saturating_sub(list.height.into());
    for ((at, command), row) in palette.found.iter().enumerate().skip(first).zip(0..list.height) {
        let marked = at == palette.marked;
        let look = |meaning| screen.style(if marked { Meaning::Selected } else { meaning });
        let mut pen = Pen::new(buffer, list, row);
        if marked {
            pen.paint(look(Meaning::Selected));
        }
        pen.cell(if marked { CURSOR } else { " " }, 2, look(Meaning::Text));
        let key = footer::key(screen, *command, crate::app::protocol::focus::Focus::Queue);
        pen.at_right(" ", look(Meaning::Text));
        pen.at_right(&key, look(Meaning::Key));
        pen.keep_free(2);
        match screen.app.lack(*command) {
            None => pen.text(screen.words.help(*command), look(Meaning::Text)),
            Some(lack) => {
                let why = screen.words.pair(screen.words.help(*command), screen.words.lack(lack));
                pen.text(&why, look(Meaning::Muted))
            }
        };
    }
}
