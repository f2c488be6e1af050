//! What is asked of backends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::app::protocol::event::{Event, Failure, NotSaved, Refused};
use crate::desk::queue::CustomerKey;
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, BackendId, TicketId};
use crate::desk::ticket::presence::Doing;
use crate::io::backend::{Delivery, DetailAnswer, Envelope, Leaving, Polled, Undelivered};
use crate::io::downloads;
use crate::io::local_store::{Asked, Claim, Leaves};

use super::{Link, NO_SUCH_BACKEND, World, broken, line};

/// The stable code of an action that was made for another store than the one that answers.
const MADE_FOR_ANOTHER_STORE: &str = "made-for-another-store";

impl World {
    pub(super) async fn connect(self: Arc<Self>, backend: BackendId) -> Event {
        let Some(link) = self.links.get(&backend) else { return connect_failed(&backend, NO_SUCH_BACKEND) };
        match self.greet(link).await {
            Ok(welcome) => Event::Connected { backend, welcome },
            Err(why) => connect_failed(&backend, why),
        }
    }

    pub(super) async fn rules(self: Arc<Self>, backend: BackendId) -> Event {
        let Some(link) = self.links.get(&backend) else { return rules_failed(&backend, NO_SUCH_BACKEND) };
        match link.backend.rules().await {
            Ok(answer) => {
                if let (Some(snapshots), Some(life)) = (&self.snapshots, link.life()) {
                    snapshots.keep_rules(life.key(), answer.wire);
                }
                Event::RulesLoaded { backend, rules: Box::new(answer.rules) }
            }
            Err(why) => rules_failed(&backend, why),
        }
    }

    pub(super) async fn poll(
        self: Arc<Self>,
        backend: BackendId,
        since: Option<String>,
        wait: Duration,
    ) -> Event {
        let Some(link) = self.links.get(&backend) else { return poll_failed(&backend, NO_SUCH_BACKEND) };
        match link.backend.poll_in_part(since.as_deref(), wait).await {
            // Somebody else answers than greeted us: nothing of it is believed before it has said who it is.
            Ok(Polled { epoch, .. }) if !link.is_of_this_life(&epoch) => {
                poll_failed(&backend, Failure::CursorUnknown)
            }
            Ok(Polled { changes, unreadable, again, .. }) if unreadable.is_empty() => {
                if again.is_empty() {
                    Event::Polled { backend, changes }
                } else {
                    Event::PolledAgain { backend, changes, again }
                }
            }
            Ok(Polled { changes, unreadable, .. }) => {
                tracing::warn!(%backend, ?unreadable, "tickets that cannot be read");
                Event::PolledInPart { backend, changes, unreadable }
            }
            Err(why) => poll_failed(&backend, why),
        }
    }

    pub(super) async fn detail(self: Arc<Self>, ticket: TicketId, tag: Option<String>) -> Event {
        let Some(link) = self.links.get(&ticket.backend) else {
            return detail_failed(&ticket, NO_SUCH_BACKEND);
        };
        match link.backend.detail(&ticket.local, tag.as_deref()).await {
            // The next poll finds out who it is.
            Ok(DetailAnswer::Fresh { epoch, .. }) if !link.is_of_this_life(&epoch) => {
                detail_failed(&ticket, Failure::CursorUnknown)
            }
            Ok(DetailAnswer::Fresh { detail, .. }) => Event::DetailLoaded { ticket, detail },
            Ok(DetailAnswer::Unchanged) => Event::DetailUnchanged { ticket },
            Ok(DetailAnswer::Gone(why)) => Event::DetailGone { ticket, why },
            Err(why) => detail_failed(&ticket, why),
        }
    }

    pub(super) async fn overview(self: Arc<Self>, customer: CustomerKey) -> Event {
        let answer = match self.links.get(&customer.backend) {
            Some(link) => link.backend.overview(&customer.customer).await,
            None => Err(NO_SUCH_BACKEND),
        };
        Event::OverviewAnswered { customer, answer: answer.map(Box::new) }
    }

    pub(super) async fn come(self: Arc<Self>, ticket: TicketId, doing: Doing) -> Event {
        let backend = ticket.backend;
        let Some(link) = self.links.get(&backend) else { return presence_failed(&backend) };
        match link.backend.come(&ticket.local, doing).await {
            Ok(present) => Event::PresenceHeard { backend, present },
            Err(why) => {
                tracing::debug!(?why, "the others do not know where we are");
                presence_failed(&backend)
            }
        }
    }

    pub(super) async fn go(self: Arc<Self>, backend: BackendId) -> Event {
        if let Some(link) = self.links.get(&backend)
            && let Err(why) = link.backend.go().await
        {
            // It lapses by itself.
            tracing::debug!(?why, "the others do not know that we left");
        }
        Event::PresenceWithdrawn { backend }
    }

    /// Asks the store before it returns: what dead consoles left is not taken over in between, and so not overtaken.
    pub(super) fn deliver(self: Arc<Self>, action: Action) -> impl Future<Output = Event> + use<> {
        // What may be repeated by its name is noted at once; of the rest it is noted when it really goes.
        let link = self.links.get(&action.ticket.backend);
        let is_idempotent = link.and_then(Link::answered).is_some_and(|answered| answered.idempotent);
        let leaves = if is_idempotent { Leaves::Now } else { Leaves::NotYet };
        let claim = self.store.claim_as(action.id, leaves);
        async move {
            let id = action.id;
            let left = Arc::new(AtomicBool::new(is_idempotent));
            let undelivered = match self.permit(&action, claim).await {
                Ok(Permit::Granted(mut envelope)) => {
                    envelope.leaving = (!is_idempotent).then(|| self.leaving(id, &left));
                    self.hand_over(&action, envelope).await
                }
                Ok(Permit::NotItsTurn) => return Event::NotItsTurn(id),
                Ok(Permit::OfAnother) => return Event::TakenOver(id),
                Ok(Permit::WrittenBy(author)) => return Event::WrittenBy { id, author },
                Ok(Permit::Unsigned) => return Event::Unsigned(id),
                Err(why) => Err(why),
            };
            match undelivered {
                Ok(delivery) => delivered(id, delivery),
                Err(Undelivered::Refused(why, ticket)) => {
                    let left = if left.load(Ordering::SeqCst) { Leaves::Now } else { Leaves::NotYet };
                    if let Err(failed) = self.store.refused_as(id, &why, left, self.clock.wall()).await {
                        tracing::warn!(%failed, "a refusal is not in the journal");
                    }
                    Event::Refused { id, why, ticket }
                }
                Err(Undelivered::Failed(why)) => Event::DeliveryFailed { id, why },
            }
        }
    }

    /// Puts on disk that an action leaves, before a byte of it does.
    fn leaving(&self, id: ActionId, left: &Arc<AtomicBool>) -> Leaving {
        let (store, left) = (self.store.clone(), Arc::clone(left));
        Leaving::new(move |after| {
            let (noted, left) = (store.leave(id, after), Arc::clone(&left));
            async move {
                let noted = noted.await;
                if let Err(why) = &noted {
                    tracing::warn!(%why, "not sent: it could not be noted that an action leaves");
                }
                left.fetch_or(noted.is_ok(), Ordering::SeqCst);
                noted.is_ok()
            }
        })
    }

    /// Finds out whether the backend has what was perhaps sent.
    pub(super) async fn look_for(self: Arc<Self>, action: Action) -> Event {
        let id = action.id;
        match self.try_to_look(&action).await {
            Ok(Some(delivery)) => delivered(id, delivery),
            Ok(None) => Event::NotTaken(id),
            Err(Undelivered::Refused(why, ticket)) => Event::Refused { id, why, ticket },
            Err(Undelivered::Failed(why)) => Event::LookFailed { id, why },
        }
    }

    async fn try_to_look(&self, action: &Action) -> Result<Option<Delivery>, Undelivered> {
        let failed = Undelivered::Failed;
        let link = self.links.get(&action.ticket.backend).ok_or(failed(NO_SUCH_BACKEND))?;
        let life = link.life().ok_or(failed(Failure::Unreachable))?;
        match self.store.left_after(action.id).await {
            Ok(after) => link.backend.recall(action.id, after).await,
            Err(why) => {
                tracing::warn!(%why, "not looked for: the local store does not know when it left");
                return Err(failed(Failure::Unreachable));
            }
        }
        link.backend.look_for(action, &life).await
    }

    /// Saves a file of a ticket where the person keeps what was downloaded.
    pub(super) async fn save_file(self: Arc<Self>, ticket: TicketId, id: SafeLine, name: SafeLine) -> Event {
        let Some(link) = self.links.get(&ticket.backend) else {
            return Event::FileNotSaved { name, why: NotSaved::Backend(NO_SUCH_BACKEND) };
        };
        let content = match link.backend.file(id.raw()).await {
            Ok(content) => content,
            Err(why) => return Event::FileNotSaved { name, why: NotSaved::Backend(why) },
        };
        let wanted = name.raw().to_owned();
        let saved = tokio::task::spawn_blocking(move || downloads::save(&wanted, &content)).await;
        match saved {
            Ok(Ok(path)) => Event::FileSaved(SafeLine::from(path.display().to_string())),
            Ok(Err(why)) => Event::FileNotSaved { name, why: NotSaved::Disk(line(&why)) },
            Err(_panicked) => Event::FileNotSaved { name, why: NotSaved::Disk(broken()) },
        }
    }

    /// Whether the action may leave now, and to the store that answers there.
    async fn permit(&self, action: &Action, claim: Asked<Claim>) -> Result<Permit, Undelivered> {
        let failed = Undelivered::Failed;
        let link = self.links.get(&action.ticket.backend).ok_or(failed(NO_SUCH_BACKEND))?;
        let claim = claim.await.map_err(|why| {
            tracing::warn!(%why, "not sent: the local store does not answer for it");
            failed(Failure::Unreachable)
        })?;
        let (store, epoch, author, journal, after) = match claim {
            Claim::Granted { store, epoch, author, journal, after } => (store, epoch, author, journal, after),
            Claim::Unsigned => return Ok(Permit::Unsigned),
            // Whoever speaks for somebody else now would wait for what never comes: both are their author's.
            Claim::NotItsTurn { author } => {
                let is_another = link.answered().is_some_and(|answered| answered.person != author);
                return Ok(if is_another { Permit::WrittenBy(author) } else { Permit::NotItsTurn });
            }
            Claim::OfAnother => return Ok(Permit::OfAnother),
        };
        // Nobody has answered yet in this run: who does is asked by the polls.
        let answered = link.answered().ok_or(failed(Failure::Unreachable))?;
        // A demonstration's actions never reach a real desk, nor those for one desk another.
        if answered.life.store != store {
            let code = MADE_FOR_ANOTHER_STORE.to_owned();
            let why = Refused::Other { code, title: SafeLine::from(MADE_FOR_ANOTHER_STORE) };
            return Err(Undelivered::Refused(why, None));
        }
        // What somebody wrote never goes out as somebody else's.
        if answered.person != author {
            return Ok(Permit::WrittenBy(author));
        }
        // Nor those of one life another: ids and versions mean something else there.
        if epoch.is_some_and(|epoch| epoch != answered.life.epoch) {
            return Err(Undelivered::Refused(Refused::OtherLife, None));
        }
        link.backend.recall(action.id, after).await;
        let made_for = Some(answered.life);
        Ok(Permit::Granted(Envelope { made_for, author: Some(author), journal, leaving: None }))
    }

    async fn hand_over(&self, action: &Action, envelope: Envelope) -> Result<Delivery, Undelivered> {
        let link = self.links.get(&action.ticket.backend).ok_or(Undelivered::Failed(NO_SUCH_BACKEND))?;
        link.backend.deliver(action, envelope).await
    }
}

/// Whether an action may leave.
enum Permit {
    /// With what the backend is told besides.
    Granted(Envelope),
    NotItsTurn,
    /// Another console answers for it.
    OfAnother,
    /// Somebody else wrote it than the token speaks for.
    WrittenBy(Author),
    Unsigned,
}

fn delivered(id: ActionId, delivery: Delivery) -> Event {
    let Delivery { at, ticket, aside } = delivery;
    Event::Delivered { id, at, ticket: Box::new(ticket), aside }
}

pub(super) fn look_lost(id: ActionId) -> Event {
    Event::LookFailed { id, why: Failure::AnswerLost }
}

pub(super) fn file_lost(name: SafeLine) -> Event {
    Event::FileNotSaved { name, why: NotSaved::Disk(broken()) }
}

fn connect_failed(backend: &BackendId, why: Failure) -> Event {
    Event::ConnectFailed { backend: backend.clone(), why }
}

fn rules_failed(backend: &BackendId, why: Failure) -> Event {
    Event::RulesFailed { backend: backend.clone(), why }
}

fn poll_failed(backend: &BackendId, why: Failure) -> Event {
    Event::PollFailed { backend: backend.clone(), why }
}

fn detail_failed(ticket: &TicketId, why: Failure) -> Event {
    Event::DetailFailed { ticket: ticket.clone(), why }
}

pub(super) fn connect_lost(backend: &BackendId) -> Event {
    connect_failed(backend, Failure::AnswerLost)
}

pub(super) fn overview_lost(customer: &CustomerKey) -> Event {
    Event::OverviewAnswered { customer: customer.clone(), answer: Err(Failure::Unintelligible(broken())) }
}

pub(super) fn rules_lost(backend: &BackendId) -> Event {
    rules_failed(backend, Failure::AnswerLost)
}

pub(super) fn poll_lost(backend: &BackendId) -> Event {
    poll_failed(backend, Failure::AnswerLost)
}

pub(super) fn detail_lost(ticket: &TicketId) -> Event {
    detail_failed(ticket, Failure::AnswerLost)
}

pub(super) fn presence_failed(backend: &BackendId) -> Event {
    Event::PresenceFailed { backend: backend.clone() }
}

pub(super) fn delivery_lost(id: ActionId) -> Event {
    Event::DeliveryFailed { id, why: Failure::AnswerLost }
}
