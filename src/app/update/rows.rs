//! Reading the visible tickets for the queue pane.

use crate::app::model::links::Link;
use crate::app::model::rows::Row;
use crate::app::model::rows::Window;
use crate::app::model::state::App;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::names::TicketId;
use std::borrow::Cow;

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
    pub(in crate::app) fn expected(&self, id: &TicketId, ticket: &Ticket) -> Ticket {
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
