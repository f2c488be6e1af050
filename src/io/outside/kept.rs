//! What is kept on this machine: the outbox and the last queues.

use std::sync::Arc;

use crate::app::protocol::draft::Draft;
use crate::app::protocol::effect::{Keep, Made};
use crate::app::protocol::event::{Event, Rules, Snapshot};
use crate::app::protocol::filled::Filled;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::trouble::{Fault, Trouble};
use crate::desk::journal::Outcome;
use crate::desk::life::Life;
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, BackendId};
use crate::desk::ticket::status::Version;
use crate::io::local_store::{Asked, LocalStoreError, Place, Recording, line};

use super::{Link, World, broken};

impl World {
    pub(super) fn open_store(self: Arc<Self>) -> impl Future<Output = Event> + use<> {
        let left = self.store.take_over(self.links.keys().filter_map(|id| self.place(id)).collect());
        async move {
            match left.await {
                Ok(left) => Event::OutboxLoaded(left),
                Err(why) => Event::StoreFailed(self.trouble(&why)),
            }
        }
    }

    /// Asks the store before it returns: the order of effects is the order on disk.
    pub(super) fn record(
        self: Arc<Self>,
        action: Action,
        adds: Option<u32>,
        origin: Origin,
    ) -> impl Future<Output = Event> + use<> {
        let id = action.id;
        let recorded =
            self.place(&action.ticket.backend).map(|place| self.store.record(action, adds, origin, place));
        async move {
            match recorded {
                Some(recorded) => match recorded.await {
                    Ok(()) => Event::Recorded(id),
                    Err(why) => Event::RecordFailed { id, why: self.trouble(&why) },
                },
                None => record_lost(id),
            }
        }
    }

    /// The same of several, in one step.
    pub(super) fn record_all(self: Arc<Self>, made: Vec<Made>) -> impl Future<Output = Event> + use<> {
        let ids: Vec<ActionId> = made.iter().map(|made| made.action.id).collect();
        let made: Option<Vec<Recording>> = made
            .into_iter()
            .map(|Made { action, adds, origin }| {
                Some(Recording { place: self.place(&action.ticket.backend)?, action, adds, origin })
            })
            .collect();
        let recorded = made.map(|made| self.store.record_all(made));
        async move {
            match recorded {
                Some(recorded) => match recorded.await {
                    Ok(()) => Event::AllRecorded(ids),
                    Err(why) => Event::NoneRecorded { ids, why: self.trouble(&why) },
                },
                None => all_lost(ids),
            }
        }
    }

    pub(super) fn forget(
        self: Arc<Self>,
        id: ActionId,
        outcome: Outcome,
        seen: Vec<(ActionId, Version)>,
    ) -> impl Future<Output = Event> + use<> {
        let forgotten = self.store.forget(id, outcome, seen, self.clock.wall());
        async move {
            if let Err(why) = forgotten.await {
                // It will be sent once more on the next start, which its id makes harmless.
                tracing::warn!(%why, "a delivered action could not be forgotten");
            }
            Event::Forgotten(id)
        }
    }

    /// Asks the store before it returns, as every effect on a text does: the last one is what stays.
    pub(super) fn keep_draft(
        self: Arc<Self>,
        draft: Draft,
        instead_of: Vec<ActionId>,
    ) -> impl Future<Output = Event> + use<> {
        let id = draft.id;
        let kept = self.ask_to_keep(draft, instead_of);
        self.tell_of_draft(id, kept)
    }

    /// The same of a form.
    pub(super) fn keep_form(self: Arc<Self>, form: Filled) -> impl Future<Output = Event> + use<> {
        let id = form.id;
        let kept = self.place(&form.ticket.backend).map(|place| self.store.keep_form(form, place));
        self.tell_of_draft(id, kept)
    }

    async fn tell_of_draft(self: Arc<Self>, id: ActionId, kept: Option<Asked<()>>) -> Event {
        match kept {
            Some(kept) => match kept.await {
                Ok(()) => Event::DraftKept(id),
                Err(why) => Event::DraftNotKept { id, why: self.trouble(&why) },
            },
            None => draft_lost(id),
        }
    }

    pub(super) fn ask_to_keep(&self, draft: Draft, instead_of: Vec<ActionId>) -> Option<Asked<()>> {
        let place = self.place(&draft.ticket.backend)?;
        Some(self.store.keep_draft(draft, instead_of, place))
    }

    pub(super) fn forget_draft(self: Arc<Self>, id: ActionId) -> impl Future<Output = Event> + use<> {
        let forgotten = self.store.forget_draft(id);
        async move {
            if let Err(why) = forgotten.await {
                tracing::warn!(%why, "a draft that is not wanted any more will be there again");
            }
            Event::DraftForgotten(id)
        }
    }

    /// Asks the store before it returns: what is written after it is that person's, and what was written before is not.
    pub(super) fn remember_person(
        self: Arc<Self>,
        backend: BackendId,
        person: Author,
    ) -> impl Future<Output = Event> + use<> {
        if let Some(link) = self.links.get(&backend) {
            link.writes_as(person);
        }
        let remembered = self.place(&backend).map(|place| self.store.remember_person(place));
        async move {
            if let Some(remembered) = remembered
                && let Err(why) = remembered.await
            {
                tracing::warn!(%why, "the next start does not know whose it is what is written without a network");
            }
            Event::PersonRemembered { backend }
        }
    }

    /// Asks the store before it returns: what is sent next is sent as signed.
    pub(super) fn sign(self: Arc<Self>, id: ActionId, author: Author) -> impl Future<Output = Event> + use<> {
        let signed = self.store.sign(id, author);
        async move {
            if let Err(why) = signed.await {
                // Then it does not leave either, and is asked about again.
                tracing::warn!(%why, "it could not be written down whose an action is");
            }
            Event::Signed(id)
        }
    }

    /// Asks the store before it returns: what is asked for next finds it let go.
    pub(super) fn release(self: Arc<Self>, ids: Vec<ActionId>) -> impl Future<Output = Event> + use<> {
        let released = self.store.release(ids.clone());
        async move {
            match released.await {
                Ok(()) => Event::Released(ids),
                Err(why) => {
                    tracing::warn!(%why, "what somebody else wrote could not be let go yet");
                    Event::Released(Vec::new())
                }
            }
        }
    }

    pub(super) fn forget_other(
        self: Arc<Self>,
        id: ActionId,
        author: Author,
    ) -> impl Future<Output = Event> + use<> {
        let forgotten = self.store.forget_other(id, author, self.clock.wall());
        async move {
            match forgotten.await {
                Ok(()) => Event::OtherForgotten(id),
                Err(why) => Event::StoreFailed(self.trouble(&why)),
            }
        }
    }

    fn place(&self, backend: &BackendId) -> Option<Place> {
        let link = self.links.get(backend)?;
        let address = link.backend.address().to_owned();
        let store = link.life().map(|life| life.store);
        Some(Place { backend: backend.clone(), address, store, person: link.person() })
    }

    /// What a person is told of a failure of the store; the log has the whole of it.
    fn trouble(&self, why: &LocalStoreError) -> Trouble {
        tracing::error!(why = line(why).shown(), "the local store failed");
        why.trouble(self.store.path())
    }

    pub(super) async fn snapshot(self: Arc<Self>, backend: BackendId) -> Event {
        match self.find_snapshot(&backend).await {
            Some(snapshot) => Event::SnapshotLoaded { backend, snapshot },
            None => missing(&backend),
        }
    }

    async fn find_snapshot(&self, backend: &BackendId) -> Option<Snapshot> {
        let link = self.links.get(backend)?;
        let life = self.life_behind(link).await?;
        let held = self.snapshots.as_ref()?.load(life.key(), backend.clone(), self.clock.wall()).await?;
        let rules = held.rules.and_then(|wire| rules_of(link, &wire));
        let (cursor, as_of) = (held.cursor, held.as_of);
        Some(Snapshot { life, queue: Box::new(held.queue), cursor, as_of, rules })
    }

    /// The store that answers there, or the one that did last time.
    async fn life_behind(&self, link: &Link) -> Option<Life> {
        if let Some(life) = link.life() {
            return Some(life);
        }
        self.store.life_of(link.backend.address().to_owned()).await.ok().flatten()
    }

    /// Asks the keeper before it returns: pages are kept in the order of the effects.
    pub(super) fn keep(
        self: Arc<Self>,
        backend: BackendId,
        keep: Keep,
    ) -> impl Future<Output = Event> + use<> {
        let link = self.links.get(&backend);
        if let Some(link) = link {
            link.heard_of(keep.tickets.iter().map(|ticket| &ticket.id));
        }
        let life = link.and_then(Link::life);
        let kept =
            self.snapshots.as_ref().zip(life).map(|(snapshots, life)| snapshots.keep(life.key(), keep));
        async move {
            if let Some(kept) = kept
                && kept.await.is_err()
            {
                tracing::debug!("no snapshots are kept");
            }
            Event::SnapshotKept { backend }
        }
    }
}

fn rules_of(link: &Link, wire: &str) -> Option<Box<Rules>> {
    match link.backend.rules_from_wire(wire) {
        Ok(rules) => Some(Box::new(rules)),
        Err(why) => {
            tracing::warn!(?why, "the kept rules cannot be used");
            None
        }
    }
}

pub(super) fn missing(backend: &BackendId) -> Event {
    Event::SnapshotMissing { backend: backend.clone() }
}

pub(super) fn remembered(backend: &BackendId) -> Event {
    Event::PersonRemembered { backend: backend.clone() }
}

pub(super) fn kept(backend: &BackendId) -> Event {
    Event::SnapshotKept { backend: backend.clone() }
}

pub(super) fn record_lost(id: ActionId) -> Event {
    Event::RecordFailed { id, why: broken_store() }
}

pub(super) fn all_lost(ids: Vec<ActionId>) -> Event {
    Event::NoneRecorded { ids, why: broken_store() }
}

pub(super) fn draft_lost(id: ActionId) -> Event {
    Event::DraftNotKept { id, why: broken_store() }
}

pub(super) fn store_lost() -> Event {
    Event::StoreFailed(broken_store())
}

fn broken_store() -> Trouble {
    Trouble { place: SafeLine::from(""), fault: Fault::Other(broken()) }
}
