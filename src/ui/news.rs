//! What is new since a text was begun, in full, and what waits for its author's decision.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::news::{News, Waiting};
use crate::app::model::notice::Deed;
use crate::app::protocol::event::Drawn;
use crate::desk::text::SafeLine;
use crate::desk::text::SafeText;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::conversation::Visibility;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::TicketId;
use crate::words::Named;

use super::boxes::{self, Title};
use super::lines::Sheet;
use super::preview;
use super::screen::Screen;
use super::text::{fit, width, wrap};
use super::theme::Meaning;

const WIDEST: u16 = 104;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, news: &News, drawn: &mut Drawn) {
    let facts = screen.app.news(&news.ticket, news.since);
    let columns = WIDEST.min(area.width);
    let sheet = sheet(screen, news, facts.unwrap_or_default(), columns.saturating_sub(4));
    let lines = u16::try_from(sheet.lines.len()).unwrap_or(u16::MAX);
    let box_area = boxes::middle(area, columns, lines.saturating_add(2).max(6));
    let name = screen.words.say_with("pane-news", &[("ticket", news.ticket.local.as_str().into())]);
    let count = facts.map(|facts| facts.len().to_string()).unwrap_or_default();
    let title = Title {
        left: vec![(&name, screen.style(Meaning::Title))],
        right: vec![(&count, screen.style(Meaning::Warning))],
    };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    drawn.overlay_rows = inside.height.into();
    if facts.is_none() {
        preview::loading(screen, buffer, inside, &screen.app.details.loading(&news.ticket));
        return;
    }
    drawn.overlay_end = Some(sheet.draw(buffer, inside, news.scroll));
}

fn sheet<'s>(screen: &'s Screen<'s>, news: &News, facts: &[Fact], columns: u16) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, columns, 0);
    for fact in facts {
        let (head, meaning) = (told(screen, &news.ticket, fact), meaning(fact));
        sheet.paragraph(&head, meaning);
        if let What::Said(message) = &fact.what {
            let side = if message.visibility == Visibility::Public { "┃ " } else { "┆ " };
            for line in wrap(message.body.shown(), usize::from(columns).saturating_sub(2)) {
                let text = (line.to_owned(), screen.style(Meaning::Text));
                sheet.line(vec![(side.to_owned(), screen.style(meaning)), text]);
            }
        }
        sheet.blank();
    }
    waiting(screen, news, columns, &mut sheet);
    sheet
}

/// What waits, and that it waits.
fn waiting(screen: &Screen<'_>, news: &News, columns: u16, sheet: &mut Sheet<'_>) {
    let app = screen.app;
    let change = match news.waiting {
        Waiting::Text => app.compose.as_ref().map(crate::app::model::compose::Compose::change),
        Waiting::Action(id) => app.outbox.get(id).map(|entry| entry.action.change.clone()),
    };
    let Some(change) = change else { return };
    let deed = screen.words.deed(Deed::from(&change));
    let quoted = change.text().map(|text| beginning(text, usize::from(columns) / 2));
    let what = match quoted {
        Some(text) => format!("{deed} “{text}”"),
        None => match &change {
            Change::Assign { to } => {
                let name = app.manager(&news.ticket.backend, to).map_or(to.as_str(), |it| it.name.shown());
                screen.words.pair(deed, name)
            }
            _ => deed.to_owned(),
        },
    };
    sheet.paragraph(&screen.words.say_with("news-waiting", &[("what", what.into())]), Meaning::Unsent);
}

/// When, who, and what, as one sentence.
pub fn told(screen: &Screen<'_>, ticket: &TicketId, fact: &Fact) -> String {
    let backend = &ticket.backend;
    let customer = screen.app.ticket(ticket).and_then(|it| screen.customer_of(it, backend));
    let who = screen.who(&fact.by, customer, backend);
    let what = screen.words.fact(fact, screen.zone, |named| match named {
        Named::Manager(id) => {
            screen.app.manager(backend, id).map_or(id.as_str(), |manager| manager.name.shown())
        }
        Named::Contact(id) => {
            let name = customer.and_then(|customer| screen.app.contact_name(backend, &customer.id, id));
            name.map_or(id.as_str(), SafeLine::shown)
        }
    });
    format!("{}  {}", screen.instant(fact.at, backend), screen.words.pair(&who, &what))
}

/// The same on one line of a width; of a message, its beginning.
pub fn in_short(screen: &Screen<'_>, ticket: &TicketId, fact: &Fact, columns: usize) -> String {
    let told = told(screen, ticket, fact);
    match &fact.what {
        What::Said(message) => {
            let room = columns.saturating_sub(width(&told) + 4);
            format!("{told} “{}”", beginning(&message.body, room))
        }
        _ => told,
    }
}

/// The beginning of a text on one line: a greeting alone says nothing.
fn beginning(text: &SafeText, columns: usize) -> String {
    let line: Vec<&str> = text.shown().split_whitespace().take(columns).collect();
    let line = line.join(" ");
    let fitted = fit(&line, columns.max(8));
    format!("{}{}", fitted.text, if fitted.cut { "…" } else { "" })
}

fn meaning(fact: &Fact) -> Meaning {
    match &fact.what {
        What::Said(message) if message.visibility == Visibility::Internal => Meaning::Internal,
        What::Said(message) if message.by.is_of_the_desk() => Meaning::Ours,
        What::Said(_) => Meaning::Public,
        _ => Meaning::Title,
    }
}
