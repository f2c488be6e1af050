//! What the queue pane draws: the visible tickets, with what is on its way already applied.

use std::borrow::Cow;

use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::presence::Present;

use super::links::Link;
use super::outbox::Pending;
use super::state::App;

/// The part of the queue that fits the pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Window<'a> {
    pub rows: Vec<Row<'a>>,
    /// Tickets listed in all.
    pub listed: usize,
}

#[expect(clippy::struct_excessive_bools, reason = "a row can be any of them without the others")]
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    pub id: TicketId,
    /// As it will be once the unsent acts are taken; its response clock runs on until they are.
    pub ticket: Cow<'a, Ticket>,
    pub pending: Option<Pending<'a>>,
    pub selected: bool,
    /// A text was begun and left here.
    pub draft: bool,
    /// Marked, to do one thing to several.
    pub marked: bool,
    /// Who else is on it.
    pub present: &'a [Present],
    /// It arrived or changed a moment ago.
    pub news: bool,
}

impl App {
    /// The part of the queue that fits a pane.
    pub fn window(&self, height: usize) -> Window<'_> {
        let rows = self.queues.window(height).into_iter().map(|(id, ticket)| self.row(id, ticket)).collect();
        Window { rows, listed: self.queues.listed() }
    }

    /// The row of the ticket under the cursor.
    pub fn selected_row(&self) -> Option<Row<'_>> {
        let id = self.queues.selected()?;
        Some(self.row(id.clone(), self.queues.queue.get(id)?))
    }

    fn row<'a>(&'a self, id: TicketId, ticket: &'a Ticket) -> Row<'a> {
        Row {
            ticket: self.as_shown(&id, ticket),
            pending: self.outbox.pending(&id),
            selected: self.queues.selected() == Some(&id),
            draft: self.drafts.has(&id),
            marked: self.marks.has(&id),
            present: self.presence.on(&id),
            news: self.queues.is_news(&id),
            id,
        }
    }

    /// A ticket as it will be once the unsent acts are taken, but for its response clock: that runs on.
    pub fn as_shown<'a>(&self, id: &TicketId, ticket: &'a Ticket) -> Cow<'a, Ticket> {
        if self.outbox.on(id).next().is_none() {
            return Cow::Borrowed(ticket);
        }
        let mut expected = self.expected(id, ticket);
        // A response counts at the instant the backend accepts it (domain.md, "The clock").
        if expected.response != ticket.response {
            expected.response = ticket.response.clone();
        }
        if ticket.owed().is_some() && !expected.status.is_live() {
            expected.status = ticket.status;
            expected.status_since = ticket.status_since;
        }
        Cow::Owned(expected)
    }

    /// A ticket as it will be once every unsent act that the rules allow is taken.
    pub(super) fn expected(&self, id: &TicketId, ticket: &Ticket) -> Ticket {
        let author = self.link(&id.backend).map_or(Who::Desk, Link::author);
        let going = self.outbox.on(id).filter(|entry| !entry.needs_a_person());
        going.fold(ticket.clone(), |ticket, entry| {
            // What the author saw was checked when it was made; here only the rules are asked.
            let action = Action { seen: ticket.version, ..entry.action.clone() };
            match action.decide(&ticket, &author, entry.action.made_at) {
                Ok(facts) => facts.iter().fold(ticket, Ticket::with),
                Err(_) => ticket,
            }
        })
    }
}
