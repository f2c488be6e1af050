//! The open ticket: its head, its tabs, and on a wide screen its facts beside the conversation.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::model::detail::{DetailPane, Tab};
use crate::app::protocol::event::Drawn;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::TicketId;

use super::boxes::{self, PLAIN, Title};
use super::conversation::From;
use super::header::Head;
use super::lines::Sheet;
use super::pen::Pen;
use super::screen::Screen;
use super::theme::Meaning;
use super::{conversation, facts, preview, profile, timeline};

/// From here on the facts stand beside the other tabs.
const TWO_COLUMNS: u16 = 150;
const BESIDE: u16 = 56;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, drawn: &mut Drawn) {
    let Some(pane) = &screen.app.detail else { return };
    let style = screen.style(Meaning::FrameFocused);
    let Some(base) = screen.app.ticket(&pane.id) else {
        let inside = boxes::frame(buffer, area, PLAIN, style, &titled(screen, &pane.id, ""));
        Pen::new(buffer, inside, 1).gap(1).text(screen.say("ticket-gone"), screen.style(Meaning::Muted));
        return;
    };
    let ticket = screen.app.as_shown(&pane.id, base);
    let customer = screen.customer_name(&ticket, &pane.id.backend);
    let inside = boxes::frame(buffer, area, PLAIN, style, &titled(screen, &pane.id, customer));
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let head = Head::of(screen, &pane.id, &ticket);
    let height = head.height(screen, inside.width).min(inside.height);
    head.draw(screen, buffer, Rect { height, ..inside });
    tabs(screen, buffer, area, height + 1, pane.tab);
    let below = Rect { y: inside.y + height + 1, height: inside.height.saturating_sub(height + 1), ..inside };
    let main = beside(screen, buffer, area, below, pane, &ticket);
    drawn.detail_rows = main.height.into();
    drawn.detail_end = Some(tab(screen, buffer, main, pane, &ticket));
}

fn titled<'a>(screen: &Screen<'_>, id: &'a TicketId, customer: &'a str) -> Title<'a> {
    let left =
        vec![(id.local.as_str(), screen.style(Meaning::Title)), (customer, screen.style(Meaning::Text))];
    Title { left, right: Vec::new() }
}

/// The names of the tabs on a divider; brackets mark the open one, also without colours.
fn tabs(screen: &Screen<'_>, buffer: &mut Buffer, frame: Rect, row: u16, open: Tab) {
    let style = screen.style(Meaning::FrameFocused);
    boxes::divider(buffer, frame, row, style, &Title::default());
    let mut pen = Pen::new(buffer, frame, row);
    pen.keep_free(2).gap(2);
    for tab in Tab::ALL {
        let name = screen.words.tab(tab);
        if tab == open {
            let marked = screen.style(Meaning::Title).add_modifier(Modifier::REVERSED);
            pen.text(&format!("[{name}]"), marked);
        } else {
            pen.text(&format!(" {name} "), screen.style(Meaning::Text));
        }
        pen.gap(1);
    }
}

/// Draws the facts beside the open tab where there is room, and returns what is left for the tab.
fn beside(
    screen: &Screen<'_>,
    buffer: &mut Buffer,
    frame: Rect,
    area: Rect,
    pane: &DetailPane,
    ticket: &Ticket,
) -> Rect {
    if frame.width < TWO_COLUMNS || matches!(pane.tab, Tab::Facts) {
        return area;
    }
    let main = Rect { width: area.width - BESIDE - 3, ..area };
    for row in 0..area.height {
        Pen::new(buffer, Rect { x: main.right() + 1, ..area }, row).cell(
            "│",
            1,
            screen.style(Meaning::Frame),
        );
    }
    let right = Rect { x: main.right() + 3, width: BESIDE, ..area };
    let mut sheet = facts::sheet(screen, &pane.id, ticket, screen.app.opened(), BESIDE);
    if pane.tab != Tab::Customer {
        profile::contacts(screen, &mut sheet, &pane.id, ticket);
    }
    sheet.draw(buffer, right, 0);
    main
}

/// Draws the open tab; returns the furthest that it can be scrolled.
fn tab(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, pane: &DetailPane, ticket: &Ticket) -> usize {
    let from = pane.scroll.unwrap_or(0);
    let detail = screen.app.opened();
    let sheet: Sheet<'_> = match (pane.tab, detail) {
        (Tab::Facts, detail) => facts::sheet(screen, &pane.id, ticket, detail, area.width),
        (Tab::Customer, _) => profile::sheet(screen, &pane.id, ticket, area.width),
        (Tab::Timeline, Some(detail)) => timeline::sheet(screen, &pane.id, detail, area.width),
        (Tab::Conversation, Some(detail)) => {
            let items = conversation::items(screen, &pane.id, detail);
            return conversation::draw(screen, buffer, area, &pane.id, &items, From::Line(pane.scroll));
        }
        (Tab::Conversation | Tab::Timeline, None) => {
            preview::loading(screen, buffer, area, &screen.app.details.loading(&pane.id));
            return 0;
        }
    };
    sheet.draw(buffer, area, from)
}
