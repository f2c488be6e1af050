//! Backends behind one face. The set is closed, so this is an enum and not a trait.

pub mod bundled;
pub mod http;

use std::time::Duration;

use crate::api;
use crate::app::event::{Changes, Failure, Refused, Rules, Welcome};
use crate::desk::action::Action;
use crate::desk::journal::Head;
use crate::desk::names::LocalId;
use crate::desk::presence::{Doing, Present};
use crate::desk::ticket::Ticket;

use bundled::Bundled;

#[derive(Debug)]
pub enum Backend {
    Bundled(Bundled),
}

/// The rules as the program uses them and as they came, so that a copy can be kept.
#[derive(Clone, Debug)]
pub struct RulesAnswer {
    pub rules: Rules,
    pub wire: String,
}

/// What a backend answered to a look at one ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum DetailAnswer {
    Fresh(Box<crate::app::event::Detail>),
    Unchanged,
}

/// Why an action did not get through.
#[derive(Clone, Debug, PartialEq)]
pub enum Undelivered {
    /// The backend said no, and this is the ticket as it stands (if it told).
    Refused(Refused, Option<Box<Ticket>>),
    Failed(Failure),
}

impl Backend {
    /// The address by which the local store remembers this backend.
    pub fn address(&self) -> &str {
        match self {
            Self::Bundled(bundled) => bundled.address(),
        }
    }

    pub async fn connect(&self) -> Result<Welcome, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.connect().await,
        }
    }

    pub async fn rules(&self) -> Result<RulesAnswer, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.rules().await,
        }
    }

    /// Reads rules that were kept.
    pub fn rules_from_wire(&self, wire: &str) -> Result<Rules, Failure> {
        match self {
            Self::Bundled(_) => bundled::rules_from_wire(wire),
        }
    }

    pub async fn poll(&self, since: Option<&str>, wait: Duration) -> Result<Changes, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.poll(since, wait).await,
        }
    }

    pub async fn detail(&self, ticket: &LocalId, tag: Option<&str>) -> Result<DetailAnswer, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.detail(ticket, tag).await,
        }
    }

    /// Says that this console is on a ticket; only where the capabilities have it.
    pub async fn come(&self, ticket: &LocalId, doing: Doing) -> Result<Vec<Present>, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.come(ticket, doing).await,
        }
    }

    pub async fn go(&self) -> Result<(), Failure> {
        match self {
            Self::Bundled(bundled) => bundled.go().await,
        }
    }

    /// Asks what a backend was shown of a journal; `None` if it is no witness.
    pub async fn witnessed(&self, journal: uuid::Uuid) -> Option<Result<Vec<Head>, Failure>> {
        match self {
            Self::Bundled(bundled) => Some(bundled.witnessed(journal).await),
        }
    }

    /// Hands an action over; a backend that can witness the console's journal is shown how far it is.
    pub async fn deliver(
        &self,
        action: &Action,
        journal: Option<api::JournalHead>,
    ) -> Result<api::Accepted, Undelivered> {
        match self {
            Self::Bundled(bundled) => bundled.deliver(action, journal).await,
        }
    }
}
