//! Help, made of the key map that is in force: every pane with its keys and what they do.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::protocol::event::Drawn;
use crate::app::protocol::focus::Focus;
use crate::app::protocol::keymap::Row;

use super::boxes::{self, Title};
use super::footer::pretty;
use super::lines::Sheet;
use super::screen::Screen;
use super::theme::Meaning;

/// Columns of the keys: the longest row of the built-in key map.
const KEYS: usize = 24;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, scroll: usize, drawn: &mut Drawn) {
    let box_area = boxes::middle(area, 92, area.height);
    let title =
        Title { left: vec![(screen.say("pane-help"), screen.style(Meaning::Title))], right: Vec::new() };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    drawn.overlay_rows = inside.height.into();
    drawn.overlay_end = Some(sheet(screen, inside.width).draw(buffer, inside, scroll));
}

fn sheet<'s>(screen: &'s Screen<'s>, columns: u16) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, columns, KEYS);
    for focus in [
        Focus::Queue,
        Focus::Anywhere,
        Focus::Customers,
        Focus::Detail,
        Focus::Compose,
        Focus::Outbox,
        Focus::News,
        Focus::Bulk,
        Focus::Filter,
        Focus::Palette,
        Focus::Templates,
        Focus::Customer,
        Focus::Choice,
        Focus::Form,
        Focus::Confirm,
        Focus::Help,
    ] {
        let rows: Vec<&Row> =
            screen.app.settings.keymap.rows().iter().filter(|row| row.focus == focus).collect();
        if rows.is_empty() {
            continue;
        }
        sheet.heading(screen.words.focus(focus));
        for (at, row) in rows.iter().enumerate() {
            // Several keys of one command stand on one line, where the first of them stands.
            if rows[..at].iter().any(|before| before.run == row.run) {
                continue;
            }
            let keys =
                rows[at..].iter().filter(|other| other.run == row.run).map(|row| pretty(&row.written()));
            let keys = keys.collect::<Vec<_>>().join(", ");
            match screen.app.lack(row.run) {
                None => sheet.labelled((&keys, Meaning::Key), (screen.words.help(row.run), Meaning::Text)),
                Some(lack) => {
                    let why = screen.words.pair(screen.words.help(row.run), screen.words.lack(lack));
                    sheet.labelled((&keys, Meaning::Muted), (&why, Meaning::Muted));
                }
            }
        }
    }
    sheet
}
