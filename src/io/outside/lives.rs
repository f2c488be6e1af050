//! Who answers: which store, in which of its lives; and what an earlier life knew.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use crate::api::EarlierLife;
use crate::app::protocol::event::{Failure, Welcome};
use crate::desk::life::Life;
use crate::desk::ticket::names::{ActionId, LocalId};

use super::{Link, World};

/// How many acts are asked for at once.
const PAGE: usize = 500;

impl Link {
    /// Takes note of tickets that were heard of.
    pub(super) fn heard_of<'a>(&self, ids: impl Iterator<Item = &'a LocalId>) {
        let mut highest = self.highest.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            if let Some((kind, number)) = id.as_str().rsplit_once('-')
                && let Ok(number) = number.parse::<u64>()
            {
                let known = highest.entry(kind.to_owned()).or_default();
                *known = number.max(*known);
            }
        }
    }

    /// Whether an answer is of the life that greeted us, as far as it says of which it is.
    pub(super) fn is_of_this_life(&self, epoch: &str) -> bool {
        epoch.is_empty() || self.life().is_some_and(|life| life.epoch == epoch)
    }

    fn highest(&self) -> Vec<LocalId> {
        let highest: BTreeMap<String, u64> =
            self.highest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        highest.into_iter().filter_map(|(kind, number)| format!("{kind}-{number}").parse().ok()).collect()
    }
}

impl World {
    /// Asks who answers, and keeps in mind which store that is, and which life of it.
    ///
    /// A store that was restored hears first what its earlier life had given, and is asked what it has lost.
    pub(super) async fn greet(&self, link: &Link) -> Result<Welcome, Failure> {
        let mut welcome = link.backend.connect().await?;
        let life = welcome.life.clone();
        let address = link.backend.address().to_owned();
        let before = self.store.life_of(address.clone()).await.ok().flatten();
        welcome.is_new_here = before.as_ref().is_none_or(|before| before.store != life.store);
        if let Some(before) = before.filter(|it| it.store == life.store && it.epoch != life.epoch)
            && !before.epoch.is_empty()
        {
            self.tell_of_numbers(link, before).await?;
        }
        welcome.lost = self.ask_for_lost(link, &life).await?;
        link.answered_by(&welcome);
        if let Err(why) = self.store.remember(address, life).await {
            tracing::warn!(%why, "the next start cannot be offline");
        }
        Ok(welcome)
    }

    async fn tell_of_numbers(&self, link: &Link, before: Life) -> Result<(), Failure> {
        if link.highest().is_empty()
            && let Some(snapshots) = &self.snapshots
        {
            // Started since: what was heard is in the copy of that life.
            let backend = crate::desk::ticket::names::BackendId::new(link.backend.address());
            if let Some(held) = snapshots.load(before.key(), backend, self.clock.wall()).await {
                link.heard_of(held.queue.tickets().map(|(_, ticket)| &ticket.id));
            }
        }
        let highest = link.highest();
        if highest.is_empty() {
            return Ok(());
        }
        heard(link.backend.earlier_life(&EarlierLife { life: before, highest, acts: Vec::new() }).await)?;
        Ok(())
    }

    /// Finds out which acts that an earlier life had accepted are not known any more; answers how many wait again.
    async fn ask_for_lost(&self, link: &Link, life: &Life) -> Result<usize, Failure> {
        if life.epoch.is_empty() {
            return Ok(0);
        }
        let accepted = match self.store.accepted_before(life.clone()).await {
            Ok(accepted) => accepted,
            Err(why) => {
                tracing::warn!(%why, "it is not known what the desk had accepted before");
                return Ok(0);
            }
        };
        let mut waiting = 0;
        for page in accepted.chunks(PAGE) {
            let acts: Vec<ActionId> = page.iter().map(|(_, id)| *id).collect();
            let earlier = EarlierLife { life: page[0].0.clone(), highest: Vec::new(), acts: acts.clone() };
            let Some(lost) = heard(link.backend.earlier_life(&earlier).await)? else { return Ok(waiting) };
            match self.store.settle_accepted(life.clone(), acts, lost).await {
                Ok(more) => waiting += more,
                Err(why) => tracing::warn!(%why, "what the desk has lost could not be offered again"),
            }
        }
        Ok(waiting)
    }
}

/// What a backend said, if it understood; only where nobody may have heard it, it is asked again.
fn heard<T>(answer: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(Failure::NotFound | Failure::Forbidden | Failure::Unintelligible(_)) => Ok(None),
        Err(why) => Err(why),
    }
}
