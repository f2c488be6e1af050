//! The queue: a first synchronisation by pages, then what changed, then now and then whether all is still there.
//!
//! - The first one reads lean rows, learns the fields by asking for each value, and reads the history only of tickets
//!   that somebody has touched since they were filed: of the others all that the clock needs is known.
//! - After that one question finds the tickets that changed. Only these are read whole, with their history.
//! - Merged and deleted tickets are in no list, and one that moved away or may no longer be seen is not either. So
//!   every ten minutes all ids are counted, one page with each poll.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::event::{Changes, Failure};
use crate::desk::mapping::CustomersBy;
use crate::desk::names::LocalId;
use crate::desk::ticket::{Status, Ticket};

use super::RequestTracker;
use super::client::{AT_ONCE, Much, field, quoted};
use super::cursor::Cursor;
use super::desk::Staff;
use super::index::Index;
use super::read::{Found, Reader, has_left, second};
use super::wire;

/// How long resolved tickets stay in sight, to be reopened.
const RESOLVED_FOR: &str = "7 days ago";
const SWEEP_EVERY: TimeDelta = TimeDelta::minutes(10);
/// A ticket that was touched this long after it was filed has a history.
const JUST_FILED: TimeDelta = TimeDelta::minutes(1);
/// What the clock needs of a history, in a first synchronisation.
const FOR_THE_CLOCK: &str = " AND (Type = 'Correspond' OR Type = 'Status' OR Type = 'Comment')";

/// A count of all ids that is under way.
#[derive(Debug, Default)]
pub struct Sweep {
    after: u64,
    seen: BTreeSet<LocalId>,
}

impl RequestTracker {
    pub async fn poll(&self, since: Option<&str>) -> Result<Changes, Failure> {
        let staff = self.staff().await?;
        let mut cursor = match since {
            Some(text) => Cursor::read(text, self.desk.digest(), self.client.now())?,
            None => Cursor::new(self.desk.digest(), self.client.now()),
        };
        match cursor.after {
            Some(after) => self.fill(&mut cursor, after, &staff).await,
            None => self.follow(&mut cursor, &staff).await,
        }
    }

    /// Whose tickets are looked at.
    fn scope(&self) -> String {
        let mapping = &self.desk.mapping;
        let called = mapping.customers.iter().flat_map(|customer| &customer.called);
        let clauses: Vec<String> = match &mapping.customers_by {
            CustomersBy::Queue => called.map(|name| format!("Queue = {}", quoted(name))).collect(),
            CustomersBy::Field(name) => {
                called.map(|it| format!("{} = {}", field(name), quoted(it))).collect()
            }
        };
        if clauses.is_empty() { "id > 0".to_owned() } else { clauses.join(" OR ") }
    }

    /// Everything that belongs into the queue.
    fn queue(&self) -> String {
        let resolved = self.desk.mapping.statuses.named(|status| status == Status::Resolved);
        let resolved: Vec<String> = resolved.map(|name| format!("Status = {}", quoted(name))).collect();
        let resolved = if resolved.is_empty() { "id = 0".to_owned() } else { resolved.join(" OR ") };
        let scope = self.scope();
        format!("({scope}) AND (Status = '__Active__' OR (({resolved}) AND LastUpdated > '{RESOLVED_FOR}'))")
    }

    /// The next page of a first synchronisation.
    async fn fill(&self, cursor: &mut Cursor, after: u64, staff: &Staff) -> Result<Changes, Failure> {
        let queue = self.queue();
        let mut kept = self.index.lock().await;
        // A synchronisation that goes on in another run learns the fields once more.
        let index = match kept.take() {
            Some(index) if after > 0 => index,
            _ => Index::build(&self.client, &self.desk, &queue).await?,
        };
        let (rows, more) = self.client.tickets(&format!("({queue}) AND id > {after}"), Much::Lean).await?;
        let last = rows.last().map(|row| row.id);
        let tickets = self.lean(rows, &index, staff).await?;
        cursor.after = last.filter(|_| more);
        *kept = more.then_some(index);
        Ok(self.changes(cursor, tickets, Vec::new(), staff))
    }

    async fn lean(
        &self,
        rows: Vec<wire::Ticket>,
        index: &Index,
        staff: &Staff,
    ) -> Result<Vec<Ticket>, Failure> {
        let whole: Vec<u64> = rows.iter().map(|row| row.id).filter(|id| index.whole.contains(id)).collect();
        let whole: HashMap<u64, wire::Ticket> =
            self.client.whole(&whole).await?.into_iter().map(|row| (row.id, row)).collect();
        let touched: Vec<u64> = rows.iter().filter(|row| self.is_touched(row)).map(|row| row.id).collect();
        let marked = self.desk.mapping.response.is_some();
        let history = by_ticket(self.client.history(&touched, FOR_THE_CLOCK, marked).await?);
        let logins = HashMap::new();
        let reader = Reader { desk: &self.desk, staff, logins: &logins };
        let mut tickets = Vec::new();
        for row in &rows {
            let found = whole.get(&row.id).map_or_else(|| index.of(row.id), found);
            let row = whole.get(&row.id).unwrap_or(row);
            let history = history.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            tickets.extend(one(reader, row, &found, history).filter(|ticket| !has_left(ticket.status)));
        }
        Ok(tickets)
    }

    fn is_touched(&self, row: &wire::Ticket) -> bool {
        let late = row.last_updated.zip(row.created).is_some_and(|(last, filed)| last - filed > JUST_FILED);
        row.told.is_some() || late || self.desk.mapping.statuses.read(&row.status) != Status::New
    }

    /// What changed since the cursor; one question if nothing did.
    async fn follow(&self, cursor: &mut Cursor, staff: &Staff) -> Result<Changes, Failure> {
        let minutes = cursor.minutes(self.client.now());
        let query = format!("({}) AND LastUpdated > '{minutes} minutes ago'", self.scope());
        let stamps = self.client.stamps(&query).await?;
        let is_news =
            |stamp: &&wire::Stamp| stamp.last_updated.is_some_and(|at| !cursor.is_told(stamp.id, at));
        let changed: Vec<&wire::Stamp> = stamps.iter().filter(is_news).collect();
        let (some, rest) = changed.split_at(changed.len().min(AT_ONCE));
        self.let_the_second_end(some.iter().filter_map(|stamp| stamp.last_updated).max()).await;
        let ids: Vec<u64> = some.iter().map(|stamp| stamp.id).collect();
        let told = self.read_whole(&ids, staff).await?;
        let (mut tickets, mut gone) = (Vec::new(), Vec::new());
        for id in ids {
            let local = LocalId::new(id.to_string());
            match told.get(&id) {
                Some((at, Some(ticket))) if !has_left(ticket.status) => {
                    cursor.tell(id, *at);
                    tickets.push(ticket.clone());
                }
                Some((at, _)) => {
                    cursor.tell(id, *at);
                    gone.push(local);
                }
                // It went between the two questions.
                None => gone.push(local),
            }
        }
        let whole = self.sweep(cursor, &tickets, &gone).await?;
        let more = !rest.is_empty();
        let brought = !tickets.is_empty() || !gone.is_empty();
        cursor.hear(self.client.now(), brought && !more);
        Ok(Changes { more, whole, ..self.changes(cursor, tickets, gone, staff) })
    }

    /// Tickets have their change to the second: one that is not over may still bring something.
    pub(super) async fn let_the_second_end(&self, last: Option<DateTime<Utc>>) {
        let Some(last) = last else { return };
        let over = second(last).0 < second(self.client.now()).0;
        if !over {
            tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        }
    }

    /// Reads tickets whole, with their history; the second of their last change beside each.
    async fn read_whole(
        &self,
        ids: &[u64],
        staff: &Staff,
    ) -> Result<HashMap<u64, (DateTime<Utc>, Option<Ticket>)>, Failure> {
        let mut read = HashMap::new();
        if ids.is_empty() {
            return Ok(read);
        }
        let rows = self.client.whole(ids).await?;
        let marked = self.desk.mapping.response.is_some();
        let history = by_ticket(self.client.history(ids, "", marked).await?);
        let logins = HashMap::new();
        let reader = Reader { desk: &self.desk, staff, logins: &logins };
        for row in &rows {
            let history = history.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            let Some(at) = row.last_updated.or(row.created) else { continue };
            read.insert(row.id, (at, one(reader, row, &found(row), history)));
        }
        Ok(read)
    }

    /// Goes on with counting all ids; answers them once it is through.
    async fn sweep(
        &self,
        cursor: &mut Cursor,
        tickets: &[Ticket],
        gone: &[LocalId],
    ) -> Result<Option<BTreeSet<LocalId>>, Failure> {
        let mut kept = self.sweep.lock().await;
        let now = self.client.now().timestamp();
        if kept.is_none() && now - cursor.swept < SWEEP_EVERY.num_seconds() {
            return Ok(None);
        }
        let sweep = kept.get_or_insert_default();
        let query = format!("({}) AND id > {}", self.queue(), sweep.after);
        let page = self.client.stamps_on(&query, 1).await?;
        sweep.seen.extend(page.items.iter().map(|stamp| LocalId::new(stamp.id.to_string())));
        // What is told beside it was seen too, wherever the count is.
        sweep.seen.extend(tickets.iter().map(|ticket| ticket.id.clone()));
        for gone in gone {
            sweep.seen.remove(gone);
        }
        match page.items.last() {
            Some(last) if page.pages.is_some_and(|pages| pages > 1.0) => {
                sweep.after = last.id;
                Ok(None)
            }
            _ => {
                cursor.swept = now;
                Ok(kept.take().map(|sweep| sweep.seen))
            }
        }
    }

    fn changes(&self, cursor: &Cursor, tickets: Vec<Ticket>, gone: Vec<LocalId>, staff: &Staff) -> Changes {
        Changes {
            cursor: cursor.write(),
            more: cursor.after.is_some(),
            server_now: self.client.now(),
            rules_version: staff.version(&self.desk),
            tickets,
            gone,
            whole: None,
            present: Vec::new(),
            latest_bases: None,
        }
    }
}

pub fn by_ticket(history: Vec<wire::Transaction>) -> HashMap<u64, Vec<wire::Transaction>> {
    let mut sorted: HashMap<u64, Vec<wire::Transaction>> = HashMap::new();
    for entry in history {
        sorted.entry(entry.ticket).or_default().push(entry);
    }
    sorted
}

/// The fields of a ticket that was read whole.
pub fn found(row: &wire::Ticket) -> Found<'_> {
    Found { values: wire::values(&row.custom_fields) }
}

fn one(
    reader: Reader<'_>,
    row: &wire::Ticket,
    found: &Found<'_>,
    history: &[wire::Transaction],
) -> Option<Ticket> {
    let meaning = reader.meaning(row, found)?;
    let facts = reader.facts(row, &meaning, history, &HashMap::new());
    reader.ticket(row, &meaning, &facts)
}
