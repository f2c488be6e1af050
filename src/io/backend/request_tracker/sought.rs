//! Whether RT has an act whose answer was lost: by our own key where a field is mapped for it, else by author and words,
//! among what happened to the ticket after the act left. RT numbers all that happens, so no clock is asked: that of a
//! console may be hours off.

use crate::app::protocol::event::Failure;
use crate::desk::text::SafeLine;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::names::ActionId;
use crate::desk::ticket::status::Status;
use crate::io::backend::{Delivery, Undelivered};

use super::RequestTracker;
use super::act::Standing;
use super::client::{field, ids_in, quoted};
use super::premium::entry_of;
use super::read::RT_SYSTEM;
use super::text;
use super::wire::Transaction;

impl RequestTracker {
    /// Takes note of the last thing that had happened to the ticket of an act when it first left.
    pub async fn recall(&self, action: ActionId, after: u64) {
        self.sent.lock().await.entry(action).or_insert(after);
    }

    /// Finds out whether RT has what was perhaps sent; if a part is missing that may be repeated, it is done now.
    pub async fn look_for(&self, action: &Action) -> Result<Option<Delivery>, Undelivered> {
        let now = self.standing(action).await?;
        if !self.is_there(action, &now).await? {
            return Ok(None);
        }
        self.finish(action, &now, None).await.map(Some)
    }

    /// Whether RT has an act, as far as it must not be said twice.
    pub(super) async fn is_there(&self, action: &Action, now: &Standing) -> Result<bool, Undelivered> {
        let is_there = match &action.change {
            Change::Respond { body, .. } | Change::Note { body } => {
                let kind =
                    if matches!(action.change, Change::Note { .. }) { "Comment" } else { "Correspond" };
                self.find_text(action, now, kind, body.raw()).await.map_err(Undelivered::Failed)?
            }
            // States, not events: they are so, or they are asked for once more.
            Change::Acknowledge => now.ticket.acknowledged.is_some(),
            Change::Assign { to } => now.ticket.owner.as_ref() == Some(to),
            Change::WaitForCustomer => now.ticket.status == Status::WaitingForCustomer,
            Change::Resolve => now.ticket.status == Status::Resolved,
            Change::Reopen => now.ticket.status == Status::Open,
            _ => self.find_record(action, now).await?.is_some(),
        };
        // What the customer is told may still be on its way to RT, after the record of it.
        Ok(is_there && self.is_told(action, now).await.map_err(Undelivered::Failed)?)
    }

    /// Looks for our own words in the history, in an entry of a kind.
    pub(super) async fn find_text(
        &self,
        action: &Action,
        now: &Standing,
        kind: &str,
        text: &str,
    ) -> Result<bool, Failure> {
        if let Some(name) = &self.desk.mapping.client_key {
            let key = quoted(&action.id.to_string());
            let query = format!("{} AND Type = '{kind}' AND {} = {key}", of(now), field(name));
            if let Some(entry) = self.client.transactions(&query, "ObjectId").await?.first() {
                self.claimed.lock().await.insert(entry.id, action.id);
                return Ok(true);
            }
            // The key is written after the text: that it is not there proves nothing.
        }
        let me = self.me().map(|me| me.as_str().to_owned()).unwrap_or_default();
        // What goes with a record comes after it. Without either, only what its author saw was there before.
        let record = entry_of(action, &now.history);
        let after = record.or(self.sent.lock().await.get(&action.id).copied());
        let after = after.unwrap_or(u64::from(action.seen.0));
        let claimed = self.claimed.lock().await.clone();
        let is_candidate = |entry: &&Transaction| {
            let is_ours = claimed.get(&entry.id).is_none_or(|by| *by == action.id);
            entry.kind == kind && entry.creator.id == me && is_ours && entry.id > after
        };
        let candidates: Vec<u64> = now.history.iter().filter(is_candidate).map(|entry| entry.id).collect();
        let candidates = self.without_other_keys(now, candidates).await?;
        if candidates.is_empty() {
            return Ok(false);
        }
        let parts = self.client.parts(&candidates).await?;
        let chosen: Vec<u64> = candidates
            .iter()
            .flat_map(|id| text::Parts::of(&parts, *id).words())
            .map(|part| part.id)
            .collect();
        let contents = self.client.contents(&chosen).await?;
        let same = contents.iter().find(|part| text::is_same(&part.content, text));
        if let Some(part) = same {
            self.claimed.lock().await.insert(part.transaction_id, action.id);
        }
        Ok(same.is_some())
    }

    /// Leaves out what bears a key: it is another act's, whatever its words are.
    async fn without_other_keys(
        &self,
        now: &Standing,
        mut candidates: Vec<u64>,
    ) -> Result<Vec<u64>, Failure> {
        if let (Some(name), false) = (&self.desk.mapping.client_key, candidates.is_empty()) {
            let query =
                format!("{} AND ({}) AND {} IS NOT NULL", of(now), ids_in("id", &candidates), field(name));
            let others = self.client.transactions(&query, "ObjectId").await?;
            candidates.retain(|id| others.iter().all(|other| other.id != *id));
        }
        Ok(candidates)
    }

    /// Whether what should follow from a reply is not to be brought about any more: to do it now would end what others
    /// began since.
    pub(super) async fn overtaken(&self, action: &Action, now: &Standing) -> Option<Overtaken> {
        let claimed = self.claimed.lock().await;
        let reply = claimed.iter().find(|(_, by)| **by == action.id).map(|(entry, _)| *entry)?;
        let me = self.me().map(|me| me.as_str().to_owned()).unwrap_or_default();
        let later = now.history.iter().filter(|entry| entry.id > reply && entry.creator.id != RT_SYSTEM);
        later.fold(None, |overtaken, entry| match entry.kind.as_str() {
            "Status" if entry.creator.id == me => Some(Overtaken::ItWasDone),
            "Status" | "Correspond" if entry.creator.id != me => overtaken.or(Some(Overtaken::ByOthers)),
            _ => overtaken,
        })
    }
}

/// What came after a reply, before what should follow from it was brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overtaken {
    /// It was, and has been changed since.
    ItWasDone,
    /// Somebody else wrote, or decided otherwise.
    ByOthers,
}

impl Overtaken {
    pub fn told(self) -> Option<SafeLine> {
        match self {
            Self::ItWasDone => None,
            Self::ByOthers => Some(SafeLine::from("somebody else was on the ticket after your text")),
        }
    }
}

/// The transactions of a ticket.
fn of(now: &Standing) -> String {
    format!("ObjectType = 'RT::Ticket' AND TicketId = {}", now.row.id)
}
