//! The conversation of a ticket: who wrote what, and who may read it.
//!
//! What the customer reads stands behind a heavy line, what only the desk reads behind a broken one, and each
//! begins with a word for it: the two can be told apart without any colour.

use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::model::outbox::State;
use crate::app::protocol::event::{Detail, File};
use crate::desk::text::SafeText;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::conversation::{Channel, ResponseKind, Visibility, Who, Written};
use crate::desk::ticket::customer::Customer;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::TicketId;

use super::outbox;
use super::pen::Pen;
use super::screen::Screen;
use super::text::wrap;
use super::theme::Meaning;

/// Longer lines are hard to read, however wide the screen is.
const WIDEST: u16 = 116;

/// One message, as it is drawn.
pub struct Item<'a> {
    at: DateTime<Utc>,
    by: Who,
    visibility: Visibility,
    channel: Option<Channel>,
    response: Option<ResponseKind>,
    written: Written,
    body: &'a SafeText,
    files: Vec<&'a File>,
    /// Where it is, if the backend has not taken it yet.
    unsent: Option<&'a State>,
}

/// What was said on a ticket, in order; what we wrote and was not taken yet comes last.
pub fn items<'a>(screen: &Screen<'a>, id: &TicketId, detail: &'a Detail) -> Vec<Item<'a>> {
    let unsent = screen.app.outbox.entries().iter().filter(|entry| entry.action.ticket == *id);
    let unsent = unsent.filter_map(|entry| {
        let (visibility, response, body) = match &entry.action.change {
            Change::Respond { kind, body, .. } => (Visibility::Public, Some(*kind), body),
            Change::Note { body } => (Visibility::Internal, None, body),
            _ => return None,
        };
        let by = screen.app.link(&id.backend).map_or(Who::Desk, crate::app::model::links::Link::author);
        let unsent = Some(&entry.state);
        let (at, channel, files) = (entry.action.made_at, None, Vec::new());
        let written = Written::ByPerson;
        Some(Item { at, by, visibility, channel, response, written, body, files, unsent })
    });
    detail.facts.iter().filter_map(|fact| said(fact, &detail.files)).chain(unsent).collect()
}

fn said<'a>(fact: &'a Fact, all: &'a [File]) -> Option<Item<'a>> {
    let by = fact.by.clone();
    let beside: Vec<&File> = all.iter().filter(|file| file.at == fact.at && file.by == fact.by).collect();
    match &fact.what {
        What::Filed(filed) => Some(Item {
            at: fact.at,
            by,
            visibility: Visibility::Public,
            channel: Some(filed.channel),
            response: None,
            written: Written::ByPerson,
            body: &filed.body,
            files: beside,
            unsent: None,
        }),
        What::Said(message) => Some(Item {
            at: message.at,
            by: message.by.clone(),
            visibility: message.visibility,
            channel: (!message.by.is_of_the_desk()).then_some(message.channel),
            response: message.response,
            written: message.written,
            body: &message.body,
            files: beside,
            unsent: None,
        }),
        // What was said on the phone is read where everything is read that was said.
        What::Called(call) => call.note.as_ref().map(|note| Item {
            at: call.occurred_at,
            by,
            visibility: Visibility::Internal,
            channel: Some(Channel::Phone),
            response: None,
            written: Written::ByPerson,
            body: note,
            files: beside,
            unsent: None,
        }),
        _ => None,
    }
}

impl Item<'_> {
    /// A head, the wrapped text, and a blank.
    fn height(&self, columns: usize) -> usize {
        2 + wrap(self.body.shown(), columns).count() + self.files.len()
    }

    fn meaning(&self) -> Meaning {
        match (self.unsent, self.visibility, self.by.is_of_the_desk()) {
            (Some(_), ..) => Meaning::Unsent,
            (None, Visibility::Internal, _) => Meaning::Internal,
            (None, Visibility::Public, true) => Meaning::Ours,
            (None, Visibility::Public, false) => Meaning::Public,
        }
    }

    /// The line of the head and the line beside the text.
    fn signs(&self) -> (&'static str, &'static str) {
        match self.visibility {
            Visibility::Public => ("━", "┃"),
            Visibility::Internal => ("┄", "┆"),
        }
    }

    fn head(&self, screen: &Screen<'_>, mut pen: Pen<'_>, customer: Option<&Customer>, id: &TicketId) {
        let style = screen.style(self.meaning());
        let (line, _) = self.signs();
        let quiet = screen.style(Meaning::Muted);
        pen.at_right(&screen.instant(self.at, &id.backend), quiet);
        pen.at_right(" ", Style::new());
        pen.fill(line, 2, style).gap(1);
        pen.text(screen.words.frame_word(self.visibility, self.by.is_of_the_desk()), style);
        pen.gap(2).text(&screen.who(&self.by, customer, &id.backend), screen.style(Meaning::Title)).gap(1);
        let mut details = Vec::new();
        details.extend(self.channel.map(|channel| screen.words.channel(channel).to_owned()));
        details.extend((!self.written.is_by_person()).then(|| screen.say("said-automatic").to_owned()));
        if let Some(kind) = self.response {
            let qualified = if kind.is_qualified() { screen.say("qualified") } else { "" };
            let open = if qualified.is_empty() { "" } else { ", " };
            details.push(format!("{}{open}{qualified}", screen.words.response_kind(kind)));
        }
        details.extend(
            self.unsent.map(|state| Screen::signed(outbox::sign(state), &outbox::state(screen, state))),
        );
        for detail in details {
            if !pen.whole(&format!(" {detail} "), quiet) {
                break;
            }
        }
        let rest = pen.left();
        pen.fill(line, rest, style);
    }
}

/// Which part of a conversation is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// This line, or the end.
    Line(Option<usize>),
    /// The last messages that fit whole, so that none begins in the middle.
    Latest,
}

impl From {
    /// Returns the first line that is drawn.
    fn line(self, heights: &[usize], end: usize) -> usize {
        match self {
            Self::Line(line) => line.unwrap_or(end).min(end),
            Self::Latest => {
                let heads = heights.iter().scan(0, |top, height| {
                    let head = *top;
                    *top += height;
                    Some(head)
                });
                // A last message that is longer than the pane is shown from its beginning.
                heads.clone().find(|head| *head >= end).or(heads.last()).unwrap_or(0)
            }
        }
    }
}

/// Draws a part of the conversation; returns the furthest that it can be scrolled.
pub fn draw(
    screen: &Screen<'_>,
    buffer: &mut Buffer,
    area: Rect,
    id: &TicketId,
    items: &[Item<'_>],
    part: From,
) -> usize {
    let area = Rect { width: area.width.min(WIDEST), ..area };
    let columns = usize::from(area.width.saturating_sub(2)).max(1);
    let heights: Vec<usize> = items.iter().map(|item| item.height(columns)).collect();
    // The blank behind the last one is no line to scroll to.
    let total = heights.iter().sum::<usize>().saturating_sub(1);
    let end = total.saturating_sub(area.height.into());
    let from = part.line(&heights, end);
    let customer = screen.app.ticket(id).and_then(|ticket| screen.customer_of(ticket, &id.backend));
    let (mut top, height) = (0, usize::from(area.height));
    for (item, lines) in items.iter().zip(heights) {
        if top + lines > from && top < from + height {
            let row = |line: usize| (top + line).checked_sub(from).filter(|row| *row < height);
            if let Some(row) = row(0) {
                item.head(screen, Pen::new(buffer, area, at(row)), customer, id);
            }
            let hidden = from.saturating_sub(top + 1);
            for (number, text) in wrap(item.body.shown(), columns).enumerate().skip(hidden) {
                let Some(row) = row(number + 1) else { break };
                let mut pen = Pen::new(buffer, area, at(row));
                pen.text(item.signs().1, screen.style(item.meaning())).gap(1);
                pen.text(text, screen.style(Meaning::Text));
            }
        }
        let files = top + lines - 1 - item.files.len();
        for (line, file) in (files..).zip(&item.files) {
            let Some(row) = line.checked_sub(from).filter(|row| *row < height) else { continue };
            let mut pen = Pen::new(buffer, area, at(row));
            pen.text(item.signs().1, screen.style(item.meaning())).gap(1);
            draw_file(screen, &mut pen, file);
        }
        top += lines;
    }
    end
}

/// A file beside a text: a sign, its name, its size, and a word for a picture that stood in the text.
fn draw_file(screen: &Screen<'_>, pen: &mut Pen<'_>, file: &File) {
    let quiet = screen.style(Meaning::Muted);
    pen.text("▤ ", quiet).text(file.name.shown(), screen.style(Meaning::Text));
    let size = file.size.map(|size| screen.words.size(size));
    let inline = file.inline.then(|| screen.say("file-inline").to_owned());
    for part in size.into_iter().chain(inline) {
        pen.whole(&format!("  {part}"), quiet);
    }
}

fn at(row: usize) -> u16 {
    u16::try_from(row).unwrap_or(u16::MAX)
}
