//! What the queue pane draws: the visible tickets, with what is on its way already applied.

use crate::app::model::outbox::Pending;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::presence::Present;
use std::borrow::Cow;

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
