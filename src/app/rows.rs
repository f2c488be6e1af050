//! What the queue pane draws: the visible tickets, with what is on its way already applied.

use std::borrow::Cow;

use crate::desk::names::TicketId;
use crate::desk::ticket::Ticket;

use super::outbox::Pending;

/// The part of the queue that fits the pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Window<'a> {
    pub rows: Vec<Row<'a>>,
    /// Tickets listed in all.
    pub listed: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    pub id: TicketId,
    /// As it will be once the unsent acts are taken; its response clock runs on until they are.
    pub ticket: Cow<'a, Ticket>,
    pub pending: Option<Pending<'a>>,
    pub selected: bool,
    /// A text was begun and left here.
    pub draft: bool,
    /// It arrived or changed a moment ago.
    pub news: bool,
}
