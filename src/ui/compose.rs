//! Writing: who will read it stands on the frame, in the lines of the frame, and above the text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::app::compose::{Compose, Purpose};
use crate::app::event::Drawn;
use crate::desk::action::Then;
use crate::desk::conversation::Visibility;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;

use super::boxes::{self, DASHED, DOUBLE, PLAIN, Title};
use super::conversation::From;
use super::header::Head;
use super::pen::Pen;
use super::screen::Screen;
use super::theme::Meaning;
use super::{conversation, preview};

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, thread: Option<Rect>, text: Rect, drawn: &mut Drawn) {
    let Some(compose) = &screen.app.compose else { return };
    if let Some(area) = thread {
        answered(screen, buffer, area, compose, drawn);
    }
    writing(screen, buffer, text, compose);
}

/// The ticket that is answered, so that nobody answers from memory.
fn answered(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, compose: &Compose, drawn: &mut Drawn) {
    let id = &compose.ticket;
    let name = (id.local.as_str(), screen.style(Meaning::Title));
    let title = Title { left: vec![name], right: Vec::new() };
    let inside = boxes::frame(buffer, area, PLAIN, screen.style(Meaning::Frame), &title);
    let mut inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    if let Some(ticket) = screen.app.ticket(id) {
        let head = Head::of(screen, id, ticket);
        let height = head.height(screen, inside.width);
        // Where there are few lines, the words of the customer are worth more than the head.
        if inside.height >= height + 8 {
            head.draw(screen, buffer, Rect { height, ..inside });
            inside = Rect { y: inside.y + height + 1, height: inside.height - height - 1, ..inside };
        }
    }
    drawn.detail_rows = inside.height.into();
    match screen.app.details.get(id) {
        Some(detail) => {
            let pane = screen.app.detail.as_ref().filter(|pane| pane.id == *id);
            let part = pane.and_then(|pane| pane.scroll).map_or(From::Latest, |line| From::Line(Some(line)));
            let items = conversation::items(screen, id, detail);
            drawn.detail_end = Some(conversation::draw(screen, buffer, inside, id, &items, part));
        }
        None => preview::loading(screen, buffer, inside, &screen.app.details.loading(id)),
    }
}

fn writing(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, compose: &Compose) {
    let (lines, meaning, what, readers) = match compose.purpose.visibility() {
        Visibility::Public => (DOUBLE, Meaning::Public, "compose-response", "compose-public"),
        Visibility::Internal => (DASHED, Meaning::Internal, "compose-note", "compose-internal"),
    };
    let style = screen.style(meaning);
    let same = compose.purpose == Purpose::Note;
    let mut left = vec![(screen.say(if same { readers } else { what }), style)];
    if !same {
        left.push((screen.say(readers), style));
    }
    let title = Title { left, right: vec![(compose.ticket.local.as_str(), screen.style(Meaning::Title))] };
    let inside = boxes::frame(buffer, area, lines, style, &title);
    let mut inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let ticket = screen.app.ticket(&compose.ticket);
    let mut row = 0;
    for (label, value, meaning) in told(screen, compose, ticket) {
        let mut pen = Pen::new(buffer, inside, row);
        if !label.is_empty() {
            pen.cell(screen.say(label), 8, screen.style(Meaning::Label));
        }
        pen.text(&value, screen.style(meaning));
        row += 1;
    }
    row += u16::from(inside.height > row + 4);
    inside =
        Rect { y: inside.y + row.min(inside.height), height: inside.height.saturating_sub(row), ..inside };
    compose.editor.area().render(inside, buffer);
}

/// Who will read it, what it is, and what the author must know.
fn told(
    screen: &Screen<'_>,
    compose: &Compose,
    ticket: Option<&Ticket>,
) -> Vec<(&'static str, String, Meaning)> {
    let mut told = Vec::new();
    match compose.purpose {
        Purpose::Note => {
            told.push(("compose-to", screen.say("compose-readers-internal").to_owned(), Meaning::Internal));
        }
        Purpose::Respond { kind, then } => {
            told.push(("compose-to", readers(screen, compose, ticket), Meaning::Public));
            told.push(("compose-kind", purpose(screen, kind, then, ticket), Meaning::Text));
        }
    }
    if ticket.is_some_and(|ticket| ticket.moved_since(compose.seen)) {
        told.push(("", format!("▲ {}", screen.say("compose-moved")), Meaning::Warning));
    }
    told
}

fn readers(screen: &Screen<'_>, compose: &Compose, ticket: Option<&Ticket>) -> String {
    let backend = &compose.ticket.backend;
    let Some(ticket) = ticket else { return String::new() };
    let contact = screen.contact_of(ticket, backend).map(|contact| &contact.name).map(SafeLine::shown);
    let customer = screen.customer_name(ticket, backend);
    let readers = screen.words.say_with("compose-readers-public", &[("customer", customer.into())]);
    contact.map(|contact| format!("{contact}, ")).unwrap_or_default() + &readers
}

fn purpose(
    screen: &Screen<'_>,
    kind: crate::desk::conversation::ResponseKind,
    then: Then,
    ticket: Option<&Ticket>,
) -> String {
    let mut text = screen.words.response_kind(kind).to_owned();
    let clock_runs = ticket.is_some_and(|ticket| ticket.owed().is_some());
    if clock_runs {
        let id = if kind.is_qualified() { "compose-clock-stops" } else { "compose-clock-runs" };
        text = screen.words.pair(&text, screen.say(id));
    }
    match then {
        Then::Stay => text,
        Then::WaitForCustomer => format!("{text}, {}", screen.say("compose-then-wait")),
        Then::Resolve => format!("{text}, {}", screen.say("compose-then-resolve")),
    }
}
