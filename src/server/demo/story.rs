//! A ticket's past, lived through by the desk's own rules.

use chrono::{DateTime, Utc};

use crate::desk::rules::intake;
use crate::desk::rules::intake::Received;
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::{Channel, Who};
use crate::desk::ticket::fact::{Fact, Filed, What};
use crate::desk::ticket::names::{ActionId, BackendId, LocalId, TicketId};
use crate::desk::ticket::status::Version;
use crate::server::desk_rules::Desk;
use crate::server::error::ServerError;
use crate::server::store::filed;

/// A ticket with everything that happened to it so far.
#[derive(Debug)]
pub(super) struct Story<'a> {
    desk: &'a Desk,
    pub ticket: Ticket,
    pub facts: Vec<Fact>,
}

impl<'a> Story<'a> {
    pub fn begin(
        desk: &'a Desk,
        id: LocalId,
        by: Who,
        filing: Filed,
        at: DateTime<Utc>,
    ) -> Result<Self, ServerError> {
        let fact = Fact { number: Version(1), at, by, what: What::Filed(Box::new(filing)) };
        Ok(Self { desk, ticket: filed(desk, id, &fact)?, facts: vec![fact] })
    }

    /// Somebody of the desk does something.
    pub fn act(&mut self, change: Change, by: &Who, at: DateTime<Utc>) -> Result<(), ServerError> {
        let action = Action {
            // A promise is known by its action: no two of a ticket are alike.
            id: ActionId(uuid::Uuid::from_u128(self.facts.len() as u128)),
            ticket: TicketId { backend: BackendId::new("here"), local: self.ticket.id.clone() },
            seen: self.ticket.version,
            made_at: at,
            change,
        };
        let facts = action
            .decide(&self.ticket, by, at)
            .map_err(|refusal| ServerError::Refused { refusal, ticket: Box::new(self.ticket.clone()) })?;
        self.take(facts)
    }

    /// The customer writes. Answers false if the ticket was over.
    pub fn receive(
        &mut self,
        by: &Who,
        channel: Channel,
        body: SafeText,
        at: DateTime<Utc>,
    ) -> Result<bool, ServerError> {
        match intake::receive(&self.ticket, by, channel, body, at) {
            Received::Added(facts) => {
                self.take(facts)?;
                Ok(true)
            }
            Received::FollowUp => Ok(false),
        }
    }

    fn take(&mut self, facts: Vec<Fact>) -> Result<(), ServerError> {
        self.ticket = self.desk.recounted(facts.iter().fold(self.ticket.clone(), Ticket::with))?;
        self.facts.extend(facts);
        Ok(())
    }
}
