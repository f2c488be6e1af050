//! Backends behind one face. The set is closed, so this is an enum and not a trait.

pub mod bundled;
pub mod checkup;
pub mod http;
pub mod request_tracker;
pub mod trust;

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::api;
use crate::app::event::{Aside, Changes, Failure, Refused, Rules, Welcome};
use crate::desk::action::Action;
use crate::desk::author::Author;
use crate::desk::journal::Head;
use crate::desk::life::Life;
use crate::desk::names::{ActionId, CustomerId, LocalId};
use crate::desk::overview::Overview;
use crate::desk::presence::{Doing, Present};
use crate::desk::ticket::Ticket;

use bundled::Bundled;
use checkup::Check;
use request_tracker::RequestTracker;

#[derive(Debug)]
pub enum Backend {
    Bundled(Box<Bundled>),
    RequestTracker(Box<RequestTracker>),
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
    Fresh {
        /// The life of the store that it is of; empty where there is no such thing.
        epoch: String,
        detail: Box<crate::app::event::Detail>,
    },
    Unchanged,
}

/// A page of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct PollAnswer {
    /// The life of the store that it is of; empty where there is no such thing.
    pub epoch: String,
    pub changes: Changes,
}

/// An action that got through, and the ticket after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub at: DateTime<Utc>,
    pub ticket: Ticket,
    pub aside: Aside,
}

/// What a backend is told of an action besides what it is.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    /// The store and its life that its author saw: another one refuses it.
    pub made_for: Option<Life>,
    /// Who wrote it: a backend that can refuses it if the token speaks for somebody else by now.
    pub author: Option<Author>,
    /// How far the console's journal is, for a backend that can witness it.
    pub journal: Option<api::JournalHead>,
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
            Self::RequestTracker(tracker) => tracker.address(),
        }
    }

    pub async fn connect(&self) -> Result<Welcome, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.connect().await,
            Self::RequestTracker(tracker) => tracker.connect().await,
        }
    }

    pub async fn rules(&self) -> Result<RulesAnswer, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.rules().await,
            Self::RequestTracker(tracker) => tracker.rules().await,
        }
    }

    /// Reads rules that were kept.
    pub fn rules_from_wire(&self, wire: &str) -> Result<Rules, Failure> {
        match self {
            Self::Bundled(_) => bundled::rules_from_wire(wire),
            Self::RequestTracker(tracker) => tracker.rules_from_wire(wire),
        }
    }

    pub async fn poll(&self, since: Option<&str>, wait: Duration) -> Result<PollAnswer, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.poll(since, wait).await,
            Self::RequestTracker(tracker) => {
                tracker.poll(since).await.map(|changes| PollAnswer { epoch: String::new(), changes })
            }
        }
    }

    pub async fn detail(&self, ticket: &LocalId, tag: Option<&str>) -> Result<DetailAnswer, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.detail(ticket, tag).await,
            Self::RequestTracker(tracker) => tracker.detail(ticket, tag).await,
        }
    }

    /// Asks how a customer fares; only where the capabilities have the programme.
    pub async fn overview(&self, customer: &CustomerId) -> Result<Overview, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.overview(customer).await,
            // RT counts nothing.
            Self::RequestTracker(_) => Err(Failure::NotFound),
        }
    }

    /// Says that this console is on a ticket; only where the capabilities have it.
    pub async fn come(&self, ticket: &LocalId, doing: Doing) -> Result<Vec<Present>, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.come(ticket, doing).await,
            // RT does not tell who looks at what.
            Self::RequestTracker(_) => Ok(Vec::new()),
        }
    }

    pub async fn go(&self) -> Result<(), Failure> {
        match self {
            Self::Bundled(bundled) => bundled.go().await,
            Self::RequestTracker(_) => Ok(()),
        }
    }

    /// Asks what a backend was shown of a journal; `None` if it is no witness.
    pub async fn witnessed(&self, journal: uuid::Uuid) -> Option<Result<Vec<Head>, Failure>> {
        match self {
            Self::Bundled(bundled) => Some(bundled.witnessed(journal).await),
            Self::RequestTracker(_) => None,
        }
    }

    /// Tells a store what an earlier life of it had given and accepted; answers which acts it does not know.
    pub async fn earlier_life(&self, earlier: &api::EarlierLife) -> Result<Vec<ActionId>, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.earlier_life(earlier).await,
            // RT does not tell of its lives.
            Self::RequestTracker(_) => Err(Failure::NotFound),
        }
    }

    /// Hands an action over.
    pub async fn deliver(&self, action: &Action, envelope: Envelope) -> Result<Delivery, Undelivered> {
        match self {
            Self::Bundled(bundled) => bundled.deliver(action, envelope).await,
            Self::RequestTracker(tracker) => tracker.deliver(action).await,
        }
    }

    /// Finds out whether the backend has an action; `None` if it has not.
    pub async fn look_for(&self, action: &Action, life: &Life) -> Result<Option<Delivery>, Undelivered> {
        match self {
            // It knows our ids: to repeat is to look.
            Self::Bundled(bundled) => {
                let envelope = Envelope { made_for: Some(life.clone()), ..Envelope::default() };
                bundled.deliver(action, envelope).await.map(Some)
            }
            Self::RequestTracker(tracker) => tracker.look_for(action).await,
        }
    }

    /// A file that stands beside a message.
    pub async fn file(&self, id: &str) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Bundled(_) => Err(Failure::NotFound),
            Self::RequestTracker(tracker) => tracker.file(id).await,
        }
    }

    /// Compares what the configuration says of the backend with what is there.
    pub async fn examine(&self) -> Result<Vec<Check>, Failure> {
        match self {
            // It owns its rules: there is nothing to compare.
            Self::Bundled(_) => Ok(Vec::new()),
            Self::RequestTracker(tracker) => tracker.examine().await,
        }
    }
}
