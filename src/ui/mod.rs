//! The view: reads [`App`], writes cells. Pure.
//!
//! Nothing is sorted, loaded or changed here, and only what can be seen is formatted. Every style comes
//! from the `theme`, every sentence from [`words`](crate::words), every width from `text`. What a frame
//! had room for is returned as [`Drawn`], the only thing that the state machine knows of the screen.

mod boxes;
mod bulk;
mod card;
mod choice;
mod columns;
mod compose;
mod confirm;
mod conversation;
mod customer;
mod customers;
mod detail;
mod facts;
mod field;
mod footer;
mod form;
mod graphemes;
mod header;
mod help;
mod layout;
mod lines;
mod meaning;
mod news;
mod notice;
mod outbox;
mod palette;
mod pen;
mod present;
mod preview;
mod profile;
mod queue;
mod readers;
mod row;
mod screen;
mod signature;
mod spread;
mod state;
mod status;
mod templates;
mod text;
mod theirs;
mod theme;
mod theme_file;
mod timeline;
mod tiny;
mod watch;
mod who;

use ratatui::Frame;

use crate::app::model::state::App;
use crate::app::protocol::event::Drawn;
use crate::app::protocol::now::Now;
use crate::words::Words;

use layout::Layout;
use screen::Screen;

pub use theme::{BuiltIn, Meaning, Theme};
pub use theme_file::ThemeError;

/// Draws the whole screen, and returns what it had room for.
pub fn draw(frame: &mut Frame<'_>, app: &App, theme: &Theme, words: &Words, now: Now) -> Drawn {
    let screen = Screen::new(app, theme, words, now);
    let area = frame.area();
    let buffer = frame.buffer_mut();
    let mut drawn = Drawn::default();
    match layout::of(area, app) {
        Layout::Tiny => tiny::draw(&screen, buffer, area),
        Layout::Panes(panes) => layout::draw(&screen, buffer, &panes, &mut drawn),
    }
    spread::over_cells(buffer);
    drawn
}
