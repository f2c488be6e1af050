//! Backends behind one face. The set is closed, so this is an enum and not a trait.

pub mod bundled;
pub mod checkup;
mod connection;
pub mod http;
pub mod request_tracker;
mod session;
mod their_clock;
pub mod trust;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::api;
use crate::app::protocol::event::{Aside, Changes, Departed, Failure, Refused, Rules, Welcome};
use crate::desk::journal::Head;
use crate::desk::life::Life;
use crate::desk::queue::overview::Overview;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, CustomerId, LocalId};
use crate::desk::ticket::presence::{Doing, Present};

use bundled::Bundled;
use checkup::{Check, Inventory};
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

/// A page of changes, and what could not be read of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Polled {
    /// The life of the store that it is of; empty where there is no such thing.
    pub epoch: String,
    pub changes: Changes,
    /// The tickets that the page has and that cannot be read, by name.
    pub unreadable: Vec<SafeLine>,
    /// The tickets of the page that were read again although nothing happened to them.
    pub again: BTreeSet<LocalId>,
}

/// What a backend answered to a look at one ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum DetailAnswer {
    Fresh {
        /// The life of the store that it is of; empty where there is no such thing.
        epoch: String,
        detail: Box<crate::app::protocol::event::Detail>,
    },
    Unchanged,
    /// It is known what became of it, and it is not to be shown.
    Gone(Departed),
}

/// All that is live and resolved, at the backend's instant (UTC).
#[derive(Clone, Debug, PartialEq)]
pub struct Everything {
    pub tickets: Vec<Ticket>,
    pub server_now: DateTime<Utc>,
    /// The tickets that are there and cannot be read, by name.
    pub unreadable: Vec<SafeLine>,
}

/// How long a command reads pages, and how many: a million tickets, and then as many changes.
const ALL_WITHIN: Duration = Duration::from_mins(2);
const MOST_PAGES: usize = 2_000;

/// The backend's answers go on and on.
fn endless() -> Failure {
    Failure::Unintelligible(SafeLine::from("pages without end"))
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
    /// Told before the first byte of it leaves, by a backend that knows no keys.
    pub leaving: Option<Leaving>,
}

type Noted = Pin<Box<dyn Future<Output = bool> + Send>>;

/// Notes that an action leaves and the number of the last thing that had happened to its ticket; answers whether that
/// stands on the disk: what must not be said twice goes only then.
#[derive(Clone)]
pub struct Leaving(Arc<dyn Fn(u64) -> Noted + Send + Sync>);

impl Leaving {
    pub fn new<N: Future<Output = bool> + Send + 'static>(
        note: impl Fn(u64) -> N + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |after| Box::pin(note(after))))
    }

    pub async fn note(&self, after: u64) -> bool {
        let Self(note) = self;
        note(after).await
    }
}

impl fmt::Debug for Leaving {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Leaving").finish_non_exhaustive()
    }
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

    /// Asks for a page of changes; a ticket that cannot be read is not in it.
    pub async fn poll(&self, since: Option<&str>, wait: Duration) -> Result<Changes, Failure> {
        Ok(self.poll_in_part(since, wait).await?.changes)
    }

    /// Asks for a page of changes. A ticket that cannot be read is left out of it, and named.
    pub async fn poll_in_part(&self, since: Option<&str>, wait: Duration) -> Result<Polled, Failure> {
        match self {
            Self::Bundled(bundled) => bundled.poll(since, wait).await,
            Self::RequestTracker(tracker) => {
                let (changes, again) = tracker.poll(since).await?;
                Ok(Polled { epoch: String::new(), changes, unreadable: Vec::new(), again })
            }
        }
    }

    /// Reads all that is live and resolved, for a command: once, and to an end whatever the backend says.
    pub async fn all(&self) -> Result<Everything, Failure> {
        self.connect().await?;
        tokio::time::timeout(ALL_WITHIN, self.all_pages()).await.unwrap_or_else(|_elapsed| Err(endless()))
    }

    async fn all_pages(&self) -> Result<Everything, Failure> {
        let mut known = BTreeMap::new();
        let mut unreadable = Vec::new();
        let mut since: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let Polled { changes: page, unreadable: left_out, .. } =
                self.poll_in_part(since.as_deref(), Duration::ZERO).await?;
            let mut brought = since.is_none();
            for id in &page.gone {
                brought |= known.remove(id).is_some();
            }
            for ticket in page.tickets {
                let is_new = known.get(&ticket.id) != Some(&ticket);
                brought |= is_new;
                known.insert(ticket.id.clone(), ticket);
            }
            unreadable.extend(left_out);
            if !page.more {
                return Ok(Everything {
                    tickets: known.into_values().collect(),
                    server_now: page.server_now,
                    unreadable,
                });
            }
            // A page that brings nothing and says that there is more would be asked for until the end of time.
            if !brought || since.as_ref() == Some(&page.cursor) {
                break;
            }
            since = Some(page.cursor);
        }
        Err(endless())
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
            Self::RequestTracker(tracker) => tracker.deliver(action, envelope.leaving.as_ref()).await,
        }
    }

    /// Tells a backend that knows no keys what had happened to its ticket when an action first left, perhaps in an
    /// earlier run.
    pub async fn recall(&self, action: ActionId, after: Option<u64>) {
        if let (Self::RequestTracker(tracker), Some(after)) = (self, after) {
            tracker.recall(action, after).await;
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

    /// What the other system has, from which a mapping is written; `None` where there is no mapping.
    pub async fn inventory(&self) -> Result<Option<Inventory>, Failure> {
        match self {
            Self::Bundled(_) => Ok(None),
            Self::RequestTracker(tracker) => tracker.inventory().await.map(Some),
        }
    }

    /// Compares what the configuration says of the backend with what is there.
    pub async fn examine(&self) -> Result<Vec<Check>, Failure> {
        match self {
            // It owns its rules, whole in themselves: there is only whether there are any.
            Self::Bundled(bundled) => Ok(checkup::of_rules(&bundled.rules().await?.rules)),
            Self::RequestTracker(tracker) => tracker.examine().await,
        }
    }

    /// The customers whose tickets cannot be there, since what they are called by is not: no news of them is none.
    pub async fn unheard_customers(&self) -> Result<Vec<SafeLine>, Failure> {
        match self {
            Self::Bundled(_) => Ok(Vec::new()),
            Self::RequestTracker(tracker) => tracker.unheard_customers().await,
        }
    }
}
