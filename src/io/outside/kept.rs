//! What is kept on this machine: the outbox and the last queues.

use std::sync::Arc;

use crate::app::effect::Keep;
use crate::app::event::{Event, Rules, Snapshot};
use crate::desk::action::Action;
use crate::desk::names::{ActionId, BackendId};
use crate::io::local_store::Place;

use super::{Link, World, broken, line};

impl World {
    pub(super) fn open_store(self: Arc<Self>) -> impl Future<Output = Event> + use<> {
        let addresses = self.links.iter().map(|(id, link)| (id.clone(), link.backend.address().to_owned()));
        let left = self.store.load(addresses.collect());
        async move {
            match left.await {
                Ok(left) => {
                    if left.unreadable > 0 {
                        tracing::error!(left.unreadable, "actions of a later program are left in the outbox");
                    }
                    Event::OutboxLoaded(left.kept)
                }
                Err(why) => Event::StoreFailed(line(&why)),
            }
        }
    }

    /// Asks the store before it returns: the order of effects is the order on disk.
    pub(super) fn record(self: Arc<Self>, action: Action) -> impl Future<Output = Event> + use<> {
        let id = action.id;
        let recorded = self.links.get(&action.ticket.backend).map(|link| {
            let place = Place { address: link.backend.address().to_owned(), store: link.store() };
            self.store.record(action, place)
        });
        async move {
            match recorded {
                Some(recorded) => match recorded.await {
                    Ok(()) => Event::Recorded(id),
                    Err(why) => Event::RecordFailed { id, why: line(&why) },
                },
                None => record_lost(id),
            }
        }
    }

    pub(super) fn forget(self: Arc<Self>, id: ActionId) -> impl Future<Output = Event> + use<> {
        let forgotten = self.store.forget(id);
        async move {
            if let Err(why) = forgotten.await {
                // It will be sent once more on the next start, which its id makes harmless.
                tracing::warn!(%why, "a delivered action could not be forgotten");
            }
            Event::Forgotten(id)
        }
    }

    /// Asks the store before it returns: the order of effects is the order on disk.
    pub(super) fn take_back(self: Arc<Self>, id: ActionId) -> impl Future<Output = Event> + use<> {
        let noted = self.store.take_back(id);
        async move {
            match noted.await {
                Ok(()) => Event::TakenBack(id),
                Err(why) => Event::TakeBackFailed { id, why: line(&why) },
            }
        }
    }

    pub(super) async fn snapshot(self: Arc<Self>, backend: BackendId) -> Event {
        match self.find_snapshot(&backend).await {
            Some(snapshot) => Event::SnapshotLoaded { backend, snapshot },
            None => missing(&backend),
        }
    }

    async fn find_snapshot(&self, backend: &BackendId) -> Option<Snapshot> {
        let link = self.links.get(backend)?;
        let store = self.store_behind(link).await?;
        let held = self.snapshots.as_ref()?.load(store.clone(), backend.clone(), self.clock.wall()).await?;
        let rules = held.rules.and_then(|wire| rules_of(link, &wire));
        let (cursor, as_of) = (held.cursor, held.as_of);
        Some(Snapshot { store, queue: Box::new(held.queue), cursor, as_of, rules })
    }

    /// The store that answers there, or the one that did last time.
    async fn store_behind(&self, link: &Link) -> Option<String> {
        if let Some(store) = link.store() {
            return Some(store);
        }
        self.store.store_of(link.backend.address().to_owned()).await.ok().flatten()
    }

    /// Asks the keeper before it returns: pages are kept in the order of the effects.
    pub(super) fn keep(
        self: Arc<Self>,
        backend: BackendId,
        keep: Keep,
    ) -> impl Future<Output = Event> + use<> {
        let store = self.links.get(&backend).and_then(Link::store);
        let kept = self.snapshots.as_ref().zip(store).map(|(snapshots, store)| snapshots.keep(store, keep));
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

pub(super) fn kept(backend: &BackendId) -> Event {
    Event::SnapshotKept { backend: backend.clone() }
}

pub(super) fn take_back_lost(id: ActionId) -> Event {
    Event::TakeBackFailed { id, why: broken() }
}

pub(super) fn record_lost(id: ActionId) -> Event {
    Event::RecordFailed { id, why: broken() }
}
