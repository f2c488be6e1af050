//! The forgotten: tickets that no countdown brings back to anybody's mind.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::ticket::Ticket;
use crate::desk::ticket::status::{Side, Status};

/// Somebody saw it, and the customer has heard nothing for this long.
const SILENT: TimeDelta = TimeDelta::days(1);
/// A wait for the customer that is longer than this has no end of its own.
const WAITS: TimeDelta = TimeDelta::days(5);
/// Who is handed a ticket takes it within this, or it belongs to nobody.
const ACCEPTS: TimeDelta = TimeDelta::hours(1);

/// Why a ticket is among the forgotten; the first that is true of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Forgotten {
    PromiseOverdue,
    UpdateOverdue,
    NotAccepted,
    Silent,
    Waiting,
}

impl Forgotten {
    pub fn of(ticket: &Ticket, now: DateTime<Utc>) -> Option<Self> {
        if !ticket.status.is_live() {
            return None;
        }
        let course = ticket.course();
        let since = |at: DateTime<Utc>, long: TimeDelta| now - at >= long;
        let ball = ticket.ball();
        let is_seen = ticket.acknowledged.is_some() || ticket.owner.is_some();
        if course.promises.first().is_some_and(|promise| now > promise.due) {
            Some(Self::PromiseOverdue)
        } else if course.update.is_some_and(|update| now > update) {
            Some(Self::UpdateOverdue)
        } else if course.handed_over.as_ref().is_some_and(|handed| since(handed.at, ACCEPTS)) {
            Some(Self::NotAccepted)
        } else if ball.side == Side::Us && is_seen && since(ball.since, SILENT) {
            Some(Self::Silent)
        } else if ticket.status == Status::WaitingForCustomer && since(ticket.status_since, WAITS) {
            Some(Self::Waiting)
        } else {
            None
        }
    }
}
