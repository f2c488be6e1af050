//! A ticket's past, lived through by the desk's own rules.

use chrono::{DateTime, Utc};

use crate::desk::action::{Action, Change, Refusal};
use crate::desk::conversation::{Channel, Who};
use crate::desk::fact::{Fact, Filed, What};
use crate::desk::intake::{self, Received};
use crate::desk::names::{ActionId, BackendId, LocalId, TicketId};
use crate::desk::text::SafeText;
use crate::desk::ticket::{Ticket, Version};
use crate::server::desk_rules::Desk;
use crate::server::error::ServerError;
use crate::server::store::filed;

/// A ticket with everything that happened to it so far.
#[derive(Debug)]
pub(super) struct Story {
    pub ticket: Ticket,
    pub facts: Vec<Fact>,
}

impl Story {
    pub fn begin(
        desk: &Desk,
        id: LocalId,
        by: Who,
        filing: Filed,
        at: DateTime<Utc>,
    ) -> Result<Self, ServerError> {
        let fact = Fact { number: Version(1), at, by, what: What::Filed(Box::new(filing)) };
        Ok(Self { ticket: filed(desk, id, &fact)?, facts: vec![fact] })
    }

    /// Somebody of the desk does something.
    pub fn act(&mut self, change: Change, by: &Who, at: DateTime<Utc>) -> Result<(), Refusal> {
        let action = Action {
            id: ActionId(uuid::Uuid::nil()),
            ticket: TicketId { backend: BackendId::new("here"), local: self.ticket.id.clone() },
            seen: self.ticket.version,
            made_at: at,
            change,
        };
        let facts = action.decide(&self.ticket, by, at)?;
        self.take(facts);
        Ok(())
    }

    /// The customer writes. Answers false if the ticket was over.
    pub fn receive(&mut self, by: &Who, channel: Channel, body: SafeText, at: DateTime<Utc>) -> bool {
        match intake::receive(&self.ticket, by, channel, body, at) {
            Received::Added(facts) => {
                self.take(facts);
                true
            }
            Received::FollowUp => false,
        }
    }

    fn take(&mut self, facts: Vec<Fact>) {
        self.ticket = facts.iter().fold(self.ticket.clone(), Ticket::with);
        self.facts.extend(facts);
    }
}
