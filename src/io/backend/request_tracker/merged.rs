//! Tickets that go on in another one. Who merges in RT itself leaves no word of ours: RT tells the survivor only that
//! something was merged, so what was merged is looked up, and what it is owed counts on.

use std::collections::{BTreeMap, HashMap};

use crate::app::protocol::event::Failure;
use crate::desk::rules::merge::absorbed;
use crate::desk::ticket::absorbed::Absorbed;

use super::RequestTracker;
use super::changes::found;
use super::client::{AT_ONCE, Client, Much, ids_in};
use super::history::merged_here;
use super::read::{Found, Reader};
use super::wire::{self, Transaction};

impl Client {
    /// Whole tickets that go on in some others. There may be many: each page begins after the last id of the one before.
    async fn merged_into(&self, survivors: &[u64]) -> Result<Vec<wire::Ticket>, Failure> {
        let mut found: Vec<wire::Ticket> = Vec::new();
        for some in survivors.chunks(AT_ONCE) {
            let of = format!("({}) AND EffectiveId != id", ids_in("EffectiveId", some));
            let mut after = 0;
            loop {
                let (rows, more) = self.tickets(&format!("{of} AND id > {after}"), Much::Whole).await?;
                let Some(last) = rows.last().map(|row| row.id).filter(|last| *last > after) else { break };
                found.extend(rows);
                after = last;
                if !more {
                    break;
                }
            }
        }
        Ok(found)
    }
}

impl RequestTracker {
    /// Puts into each entry that tells of a merge what was merged. `known` are merged tickets that a list brought with
    /// it, their entries in `history` too; the others are asked for.
    pub(super) async fn with_absorbed(
        &self,
        mut history: Vec<Transaction>,
        known: Vec<(&wire::Ticket, Found<'_>)>,
    ) -> Result<Vec<Transaction>, Failure> {
        let mut merges: BTreeMap<u64, usize> = BTreeMap::new();
        for entry in history.iter().filter(|entry| merged_here(entry)) {
            *merges.entry(entry.ticket).or_default() += 1;
        }
        if merges.is_empty() {
            return Ok(history);
        }
        let told = |survivor: u64| known.iter().filter(|(row, _)| row.effective_id == survivor).count();
        let asked = merges.iter().filter(|(survivor, merges)| told(**survivor) < **merges);
        let asked: Vec<u64> = asked.map(|(survivor, _)| *survivor).collect();
        let rows = self.client.merged_into(&asked).await?;
        let ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
        let theirs = self.entries(&ids).await?;
        let staff = self.staff().await?;
        let logins = HashMap::new();
        let reader = Reader { desk: &self.desk, staff: &staff, logins: &logins };
        let known = known.into_iter().filter(|(row, _)| !asked.contains(&row.effective_id));
        let mut absorbed: Vec<(u64, Absorbed)> = Vec::new();
        for (row, found) in known.chain(rows.iter().map(|row| (row, found(row)))) {
            let all: Vec<&Transaction> = history.iter().chain(&theirs).collect();
            let (Some(place), Some(was)) = (place(row, &all), as_it_was(reader, row, &found, &all)) else {
                continue;
            };
            absorbed.push((place, was));
        }
        for entry in &mut history {
            let here = absorbed.iter().filter(|(place, _)| *place == entry.id);
            entry.absorbed = here.map(|(_, absorbed)| absorbed.clone()).collect();
        }
        Ok(history)
    }
}

/// What a merged ticket was owed; nothing of one that is nobody's whom we serve.
fn as_it_was(
    reader: Reader<'_>,
    row: &wire::Ticket,
    found: &Found<'_>,
    all: &[&Transaction],
) -> Option<Absorbed> {
    let own: Vec<Transaction> =
        all.iter().filter(|entry| entry.ticket == row.id).map(|entry| (*entry).clone()).collect();
    let meaning = reader.meaning(row, found)?;
    let facts = reader.facts(row, &meaning, &own, &HashMap::new());
    reader.ticket(row, &meaning, &own, &facts).map(|ticket| absorbed(&ticket))
}

/// The entry of the survivor that tells of a merge: the first one after the ticket left, or after the ticket did in
/// which it went on until then.
fn place(row: &wire::Ticket, all: &[&Transaction]) -> Option<u64> {
    let survivor = row.effective_id;
    let (mut ticket, mut left) = (row.id, 0);
    // No chain is longer than what is known of it.
    for _ in all {
        let leaves = |entry: &&&Transaction| {
            entry.ticket == ticket && merged_into(entry).is_some_and(|into| into != ticket)
        };
        let Some(entry) = all.iter().rfind(leaves) else { break };
        (ticket, left) = (merged_into(entry)?, entry.id);
        if ticket == survivor {
            break;
        }
    }
    let told = |entry: &&&Transaction| entry.ticket == survivor && merged_here(entry);
    all.iter().filter(told).map(|entry| entry.id).find(|id| *id > left)
}

/// The ticket in which one went on, by an entry that says so.
pub fn merged_into(entry: &Transaction) -> Option<u64> {
    let is_merge = entry.kind == "AddLink" && entry.field == "MergedInto";
    entry.new_value.rsplit('/').next().and_then(|id| id.parse().ok()).filter(|_| is_merge)
}
