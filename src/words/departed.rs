//! Tickets that are gone, and a clock that is off.

use chrono::TimeDelta;

use crate::app::protocol::event::Departed;
use crate::desk::ticket::names::{BackendId, TicketId};

use super::Words;

impl Words {
    pub(super) fn departed(&self, ticket: &TicketId, why: &Departed) -> String {
        let ticket = ("ticket", ticket.local.as_str().into());
        match why {
            Departed::MergedInto(into) => {
                self.say_with("notice-merged-into", &[ticket, ("into", into.as_str().into())])
            }
            Departed::Deleted => self.say_with("notice-deleted", &[ticket]),
            Departed::Elsewhere => self.say_with("notice-moved-away", &[ticket]),
        }
    }

    pub(super) fn clock_off(&self, backend: &BackendId, ahead: TimeDelta) -> String {
        let by = self.span(ahead.abs());
        let id = if ahead > TimeDelta::zero() { "notice-clock-ahead" } else { "notice-clock-behind" };
        self.say_with(id, &[("backend", backend.as_str().into()), ("by", by.into())])
    }

    /// The same on the status line.
    pub fn clock_off_short(&self, ahead: TimeDelta) -> String {
        let by = self.span(ahead.abs());
        let id = if ahead > TimeDelta::zero() { "status-clock-ahead" } else { "status-clock-behind" };
        self.say_with(id, &[("by", by.into())])
    }

    /// The same for a command.
    pub fn clock_off_here(&self, ahead: TimeDelta) -> String {
        let by = self.span(ahead.abs());
        let id = if ahead > TimeDelta::zero() { "doctor-clock-ahead" } else { "doctor-clock-behind" };
        self.say_with(id, &[("by", by.into())])
    }
}
