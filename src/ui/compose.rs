//! Writing: who will read it stands on the frame, in the lines of the frame, and above the text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::app::model::compose::Compose;
use crate::app::protocol::command::Command;
use crate::app::protocol::event::Drawn;
use crate::app::protocol::focus::Focus;
use crate::app::protocol::purpose::Purpose;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Then;
use crate::desk::ticket::conversation::Visibility;

use super::boxes::{self, DASHED, DOUBLE, PLAIN, Title};
use super::conversation::From;
use super::header::Head;
use super::pen::Pen;
use super::screen::Screen;
use super::text::wrap;
use super::theme::Meaning;
use super::{conversation, footer, news, present, preview, readers};

/// Columns of what stands before a line above the text.
const LABELS: u16 = 8;

pub struct Places {
    /// Where the ticket that is answered is shown, if there is room.
    pub thread: Option<Rect>,
    pub text: Rect,
    /// The first row that is taken by something else.
    pub floor: u16,
}

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, places: &Places, drawn: &mut Drawn) {
    let Some(compose) = &screen.app.compose else { return };
    if let Some(area) = places.thread {
        answered(screen, buffer, area, compose, drawn);
    }
    writing(screen, buffer, places, compose);
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

fn writing(screen: &Screen<'_>, buffer: &mut Buffer, places: &Places, compose: &Compose) {
    let (lines, meaning, what, readers_are) = match compose.purpose.visibility() {
        Visibility::Public => (DOUBLE, Meaning::Public, "compose-response", "compose-public"),
        Visibility::Internal => (DASHED, Meaning::Internal, "compose-note", "compose-internal"),
    };
    let style = screen.style(meaning);
    let same = compose.purpose == Purpose::Note;
    let mut left = vec![(screen.say(if same { readers_are } else { what }), style)];
    if !same {
        left.push((screen.say(readers_are), style));
    }
    // What goes to several stands under no single name.
    let name = if compose.for_marks { "" } else { compose.ticket.local.as_str() };
    let right = [(name, screen.style(Meaning::Title))].into_iter().filter(|(name, _)| !name.is_empty());
    let title = Title { left, right: right.collect() };
    let inside = boxes::frame(buffer, places.text, lines, style, &title);
    let mut inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let ticket = screen.app.ticket(&compose.ticket);
    let mut row = 0;
    for (label, value, meaning) in told(screen, compose, ticket, inside) {
        let mut pen = Pen::new(buffer, inside, row);
        if !label.is_empty() {
            pen.cell(screen.say(label), LABELS, screen.style(Meaning::Label));
        }
        pen.text(&value, screen.style(meaning));
        row += 1;
    }
    row += u16::from(inside.height > row + 4);
    inside =
        Rect { y: inside.y + row.min(inside.height), height: inside.height.saturating_sub(row), ..inside };
    let covered = inside.bottom().saturating_sub(places.floor);
    inside.height = inside.height.saturating_sub(covered);
    compose.editor.area().render(inside, buffer);
}

/// Who will read it, what it is, and what the author must know.
fn told(
    screen: &Screen<'_>,
    compose: &Compose,
    ticket: Option<&Ticket>,
    area: Rect,
) -> Vec<(&'static str, String, Meaning)> {
    let mut told = Vec::new();
    match compose.purpose {
        Purpose::Note if compose.for_marks => {
            let count = [("count", screen.app.marks.len().into())];
            let readers = screen.words.say_with("compose-readers-marked", &count);
            told.push(("compose-to", readers, Meaning::Warning));
        }
        Purpose::Note => told.extend(to(screen, compose, area, Meaning::Internal)),
        Purpose::Respond { kind, then } => {
            told.extend(to(screen, compose, area, Meaning::Public));
            // What becomes of the clock and of the ticket is told whole.
            let kind = purpose(screen, kind, then, ticket);
            let lines = wrap(&kind, room(area)).map(str::to_owned);
            told.extend(labelled("compose-kind", lines, Meaning::Text));
        }
    }
    told.extend(present::told(screen, &compose.ticket).map(|(line, meaning)| ("", line, meaning)));
    if ticket.is_some_and(|ticket| ticket.moved_since(compose.seen)) {
        told.extend(new(screen, compose, area).into_iter().map(|line| ("", line, Meaning::Warning)));
    }
    told
}

/// Columns of what stands behind a label.
fn room(area: Rect) -> usize {
    usize::from(area.width.saturating_sub(LABELS))
}

/// Lines under one label.
fn labelled(
    label: &'static str,
    lines: impl Iterator<Item = String>,
    meaning: Meaning,
) -> impl Iterator<Item = (&'static str, String, Meaning)> {
    lines.enumerate().map(move |(number, line)| match number {
        0 => (label, line, meaning),
        _ => ("", format!("{:1$}{line}", "", usize::from(LABELS)), meaning),
    })
}

fn to(
    screen: &Screen<'_>,
    compose: &Compose,
    area: Rect,
    meaning: Meaning,
) -> impl Iterator<Item = (&'static str, String, Meaning)> {
    let visibility = compose.purpose.visibility();
    let lines = readers::in_short(screen, &compose.ticket, visibility, room(area), area);
    labelled("compose-to", lines.into_iter(), meaning)
}

/// What happened since the text was begun, the latest of it where there is room, and the key that shows all.
fn new(screen: &Screen<'_>, compose: &Compose, area: Rect) -> Vec<String> {
    let facts = screen.app.news(&compose.ticket, compose.seen).unwrap_or_default();
    let key = footer::key(screen, Command::ShowNews, Focus::Compose);
    let variables = [("count", facts.len().into()), ("key", key.into())];
    let head = format!("▲ {}", screen.words.say_with("compose-moved", &variables));
    let most = if area.height >= 14 { 3 } else { 1 };
    let latest = &facts[facts.len().saturating_sub(most)..];
    let columns = usize::from(area.width).saturating_sub(2);
    let latest =
        latest.iter().map(|fact| format!("  {}", news::in_short(screen, &compose.ticket, fact, columns)));
    std::iter::once(head).chain(latest).collect()
}

fn purpose(
    screen: &Screen<'_>,
    kind: crate::desk::ticket::conversation::ResponseKind,
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
