//! Which panes are drawn at a size, and where.
//!
//! From 120 columns on the customers stand beside the queue; below that one pane is drawn at a time, and the
//! customers lie over it. The marked ticket is previewed wherever there are lines for it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::protocol::event::Drawn;
use crate::app::protocol::focus::Focus;

use super::boxes::{self, PLAIN, Title};
use super::compose::Places;
use super::queue::Heading;
use super::screen::Screen;
use super::theme::Meaning;
use super::{
    bulk, card, choice, compose, confirm, customer, customers, detail, footer, form, help, news, notice,
    outbox, palette, preview, queue, readers, status, templates, watch,
};

/// The least that the panes need.
const LEAST: (u16, u16) = (60, 15);
const TWO_COLUMNS: u16 = 120;
const SIDE_BY_SIDE: u16 = 150;

/// What a size has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Tiny,
    Panes(Panes),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panes {
    pub status: Rect,
    pub body: Body,
    pub whole: Rect,
    pub footer: Rect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    Queue {
        customers: Option<Rect>,
        queue: Rect,
    },
    Detail(Rect),
    /// What is answered, and the text.
    Compose {
        thread: Option<Rect>,
        text: Rect,
    },
}

pub fn of(area: Rect, app: &App) -> Layout {
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return Layout::Tiny;
    }
    let line = |y| Rect { y, height: 1, ..area };
    let whole = Rect { y: area.y + 1, height: area.height - 2, ..area };
    let body = if app.compose.is_some() {
        writing(whole)
    } else if app.detail.is_some() {
        Body::Detail(whole)
    } else {
        listing(whole)
    };
    Layout::Panes(Panes { status: line(area.y), body, whole, footer: line(area.bottom() - 1) })
}

fn listing(whole: Rect) -> Body {
    if whole.width < TWO_COLUMNS {
        return Body::Queue { customers: None, queue: whole };
    }
    let left = (whole.width / 4).clamp(30, 42);
    let customers = Rect { width: left, ..whole };
    let queue = Rect { x: whole.x + left, width: whole.width - left, ..whole };
    Body::Queue { customers: Some(customers), queue }
}

fn writing(whole: Rect) -> Body {
    if whole.width >= SIDE_BY_SIDE {
        let left = whole.width / 2;
        let thread = Rect { width: left, ..whole };
        let text = Rect { x: whole.x + left, width: whole.width - left, ..whole };
        return Body::Compose { thread: Some(thread), text };
    }
    let above = match whole.height {
        ..18 => return Body::Compose { thread: None, text: whole },
        18..30 => whole.height - 14,
        _ => whole.height / 2,
    };
    let thread = Rect { height: above, ..whole };
    let text = Rect { y: whole.y + above, height: whole.height - above, ..whole };
    Body::Compose { thread: Some(thread), text }
}

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, panes: &Panes, drawn: &mut Drawn) {
    status::draw(screen, buffer, panes.status);
    let notice = notice::Told::of(screen, panes.whole);
    match panes.body {
        Body::Queue { customers, queue } => listed(screen, buffer, customers, queue, drawn),
        Body::Detail(area) => detail::draw(screen, buffer, area, drawn),
        Body::Compose { thread, text } => {
            // Nobody writes under a notice: the lines that it covers are taken from the editor.
            let floor = notice.as_ref().map_or(text.bottom(), |notice| notice.place.y);
            compose::draw(screen, buffer, &Places { thread, text, floor }, drawn);
        }
    }
    match &screen.app.overlay {
        Some(Overlay::Help { scroll }) => help::draw(screen, buffer, panes.whole, *scroll, drawn),
        Some(Overlay::Watch { scroll }) => watch::draw(screen, buffer, panes.whole, *scroll, drawn),
        Some(Overlay::Readers { ticket, scroll }) => {
            readers::draw(screen, buffer, panes.whole, (ticket, *scroll), drawn);
        }
        Some(Overlay::Palette(palette)) => palette::draw(screen, buffer, panes.whole, palette),
        Some(Overlay::Choice(choice)) => choice::draw(screen, buffer, panes.whole, choice),
        Some(Overlay::Outbox { selected }) => outbox::draw(screen, buffer, panes.whole, *selected, drawn),
        Some(Overlay::Form(open)) => form::draw(screen, buffer, panes.whole, open),
        Some(Overlay::News(of)) => news::draw(screen, buffer, panes.whole, of, drawn),
        Some(Overlay::Bulk) => bulk::draw(screen, buffer, panes.whole, drawn),
        Some(Overlay::Confirm(confirm)) => confirm::draw(screen, buffer, panes.whole, confirm),
        Some(Overlay::Templates(picker)) => templates::draw(screen, buffer, panes.whole, picker, drawn),
        Some(Overlay::Customer(page)) => customer::draw(screen, buffer, panes.whole, page, drawn),
        None => {}
    }
    if let Some(notice) = notice {
        notice.draw(screen, buffer);
    }
    footer::draw(screen, buffer, panes.footer);
}

fn listed(screen: &Screen<'_>, buffer: &mut Buffer, customers: Option<Rect>, queue: Rect, drawn: &mut Drawn) {
    let focus = screen.app.focus();
    queue_pane(screen, buffer, queue, focus != Focus::Customers, drawn);
    match customers {
        Some(area) => customers_pane(screen, buffer, area, WithCard::Yes, drawn),
        None if focus == Focus::Customers => {
            let lines = u16::try_from(screen.app.queues.customers.lines()).unwrap_or(u16::MAX);
            let height = lines.saturating_add(2).min(queue.height - 2);
            let width = customers::wanted_width(screen, height).clamp(32, queue.width - 4);
            let area = Rect { x: queue.x + 2, y: queue.y + 1, width, height };
            boxes::clear(buffer, area);
            customers_pane(screen, buffer, area, WithCard::No, drawn);
        }
        None => {}
    }
}

fn queue_pane(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, focused: bool, drawn: &mut Drawn) {
    let style = screen.style(if focused { Meaning::FrameFocused } else { Meaning::Frame });
    let heading = Heading::of(screen);
    let inside = boxes::frame(buffer, area, PLAIN, style, &heading.title(screen));
    let below = if inside.height >= 26 { inside.height * 2 / 5 } else { 0 };
    let rows = Rect { height: inside.height - below, ..inside };
    queue::draw(screen, buffer, rows, focused, drawn);
    if below > 0 {
        preview::draw(screen, buffer, area, rows.height + 1, style);
    }
}

/// The list over the queue has no card: the preview of a narrow screen tells of the customer.
#[derive(Clone, Copy, PartialEq)]
enum WithCard {
    Yes,
    No,
}

fn customers_pane(
    screen: &Screen<'_>,
    buffer: &mut Buffer,
    area: Rect,
    with_card: WithCard,
    drawn: &mut Drawn,
) {
    let focused = screen.app.focus() == Focus::Customers;
    let style = screen.style(if focused { Meaning::FrameFocused } else { Meaning::Frame });
    let name = (screen.say("pane-customers"), screen.style(Meaning::Title));
    let title = Title { left: vec![name], right: Vec::new() };
    let inside = boxes::frame(buffer, area, PLAIN, style, &title);
    let card = card::subject(screen).filter(|_| with_card == WithCard::Yes && inside.height >= 18);
    let below = if card.is_some() { (inside.height / 3).clamp(8, 16) } else { 0 };
    let list = Rect { height: inside.height - below, ..inside };
    customers::draw(screen, buffer, list, focused, drawn);
    if let Some((_, customer)) = card {
        let name = (customer.name.shown(), screen.style(Meaning::Title));
        boxes::divider(buffer, area, list.height + 1, style, &Title { left: vec![name], right: Vec::new() });
        let inside = Rect { y: list.bottom() + 1, height: below - 1, ..inside };
        card::draw(screen, buffer, inside);
    }
}
