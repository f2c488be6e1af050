//! The queue: a first synchronisation by pages, then what changed, then now and then whether all is still there.
//!
//! - The first one reads lean rows, learns the fields by asking for each value, and reads the history only of tickets
//!   that somebody has touched since they were filed: of the others all that the clock needs is known.
//! - After that one question finds the tickets that changed. Only these are read whole, with their history. It has
//!   their changes to the second only: as long as that second may bring another one, their histories are asked too.
//! - Merged and deleted tickets are in no list, and one that moved away or may no longer be seen is not either; one of a
//!   queue that was granted or got a customer's name comes into it unchanged. So every ten minutes all ids are counted,
//!   one page with each poll: what is new among them is read, what is not among them has left.
//! - What tickets are read by changes without them ([`super::reference`]): then those that it concerns are read again.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::Ordering::Relaxed;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::protocol::event::{Changes, Failure};
use crate::desk::mapping::CustomersBy;
use crate::desk::text::SafeText;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::Written;
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::status::Status;

use super::RequestTracker;
use super::client::{AT_ONCE, field, quoted};
use super::cursor::{Cursor, News};
use super::desk::{Queues, Staff};
use super::index::Index;
use super::read::{Found, Reader, has_left};
use super::record::Record;
use super::reference::{ReadBy, queue_of};
use super::wire;

/// How long resolved tickets stay in sight, to be reopened.
const RESOLVED_FOR: &str = "7 days ago";
const SWEEP_EVERY: TimeDelta = TimeDelta::minutes(10);
/// Rows that a first synchronisation tells at once.
const PAGE: usize = 100;

/// A ticket as it was read, and how far.
struct Read {
    /// The second of its last change.
    changed: DateTime<Utc>,
    /// The last entry of its history.
    entry: u64,
    /// `None` if it is nobody's whom we serve.
    ticket: Option<Ticket>,
}

/// A count of all ids that is under way.
#[derive(Debug, Default)]
pub struct Sweep {
    after: u64,
    seen: BTreeSet<LocalId>,
}

impl RequestTracker {
    /// A page of changes, and which of its tickets were read again although nothing happened to them: something changed
    /// by which they are read, and they may have less of a history than before.
    pub async fn poll(&self, since: Option<&str>) -> Result<(Changes, BTreeSet<LocalId>), Failure> {
        let known = self.known(Queues::IfNeeded).await?;
        let mut cursor = match since {
            Some(text) => Cursor::read(text, self.desk.digest(), self.client.now())?,
            None => Cursor::new(self.desk.digest(), self.client.now(), ReadBy::new(&known)),
        };
        self.compare(&mut cursor, &known).await?;
        if let Some(after) = cursor.after {
            return Ok((self.fill(&mut cursor, after, &known.staff).await?, BTreeSet::new()));
        }
        let staff = self.people_known().await?;
        self.follow(&mut cursor, &staff).await
    }

    /// Whose tickets are looked at.
    pub(super) fn scope(&self) -> String {
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
    pub(super) fn queue(&self) -> String {
        let resolved = self.desk.mapping.statuses.named(|status| status == Status::Resolved);
        let resolved: Vec<String> = resolved.map(|name| format!("Status = {}", quoted(name))).collect();
        let resolved = if resolved.is_empty() { "id = 0".to_owned() } else { resolved.join(" OR ") };
        let scope = self.scope();
        format!("({scope}) AND (Status = '__Active__' OR (({resolved}) AND LastUpdated > '{RESOLVED_FOR}'))")
    }

    /// The next page of a first synchronisation.
    async fn fill(&self, cursor: &mut Cursor, after: u64, staff: &Staff) -> Result<Changes, Failure> {
        let mut kept = self.index.lock().await;
        let mut index = match kept.take() {
            Some(index) if after > 0 => index,
            // One that goes on in another run reads the rest once more.
            _ => Index::build(&self.client, &self.desk, &self.queue(), after).await?,
        };
        let rest = index.rows.split_off(index.rows.len().min(PAGE));
        let rows = std::mem::replace(&mut index.rows, rest);
        let last = rows.last().map(|row| row.id);
        let more = !index.rows.is_empty();
        let mut tickets = self.lean(cursor, rows, &index, staff).await?;
        if staff.contacts.is_none() {
            self.doubt_strangers(&mut tickets).await;
        }
        cursor.after = last.filter(|_| more);
        self.is_sampled.fetch_or(!more, Relaxed);
        *kept = more.then_some(index);
        Ok(self.changes(cursor, tickets, Vec::new(), staff))
    }

    async fn lean(
        &self,
        cursor: &mut Cursor,
        rows: Vec<wire::Ticket>,
        index: &Index,
        staff: &Staff,
    ) -> Result<Vec<Ticket>, Failure> {
        let is_whole = |row: &wire::Ticket| index.whole.contains(&row.id);
        let mut whole: BTreeSet<u64> = rows.iter().filter(|row| is_whole(row)).map(|row| row.id).collect();
        // The first one of a queue tells which fields can be seen on all of its tickets.
        let mut sampled: BTreeSet<u64> =
            rows.iter().filter(|row| is_whole(row)).filter_map(queue_of).collect();
        for row in rows.iter().filter(|row| !cursor.read_by.fields.knows(row)) {
            if queue_of(row).is_some_and(|queue| sampled.insert(queue)) {
                whole.insert(row.id);
            }
        }
        let whole: Vec<u64> = whole.into_iter().collect();
        // Also in the second in which it was filed something may have been merged into it.
        let survivors: BTreeSet<u64> = index.merged.iter().map(|row| row.effective_id).collect();
        let is_told = |row: &&wire::Ticket| self.is_touched(row) || survivors.contains(&row.id);
        let touched: Vec<u64> = rows.iter().filter(is_told).map(|row| row.id).collect();
        // What was merged into one of these is read together with it.
        let ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
        let merged: Vec<&wire::Ticket> =
            index.merged.iter().filter(|row| ids.contains(&row.effective_id)).collect();
        let told: Vec<u64> = touched.into_iter().chain(merged.iter().map(|row| row.id)).collect();
        let (whole, history) = tokio::try_join!(self.client.whole(&whole), self.entries(&told))?;
        let mut whole: HashMap<u64, wire::Ticket> = whole.into_iter().map(|row| (row.id, row)).collect();
        for row in whole.values() {
            self.learn(cursor, std::slice::from_ref(row));
        }
        // A field of a former queue keeps its value where nobody sees it, and so do two fields of one name.
        let moved: BTreeSet<u64> =
            history.iter().filter(|it| it.field == "Queue").map(|it| it.ticket).collect();
        let fields = self.shown_fields();
        let doubtful = rows.iter().filter(|row| moved.contains(&row.id) || fields.is_ambiguous(row));
        let doubtful: Vec<u64> = doubtful.map(|row| row.id).filter(|id| !whole.contains_key(id)).collect();
        whole.extend(self.client.whole(&doubtful).await?.into_iter().map(|row| (row.id, row)));
        let known = merged.into_iter().map(|row| (row, index.of(row, &fields))).collect();
        let history = self.with_absorbed(history, known).await?;
        let texts = self.texts_for_rows(&history).await?;
        let history = by_ticket(history);
        let logins = HashMap::new();
        let reader = Reader { desk: &self.desk, staff, logins: &logins };
        let mut tickets = Vec::new();
        for row in &rows {
            let found = whole.get(&row.id).map_or_else(|| index.of(row, &fields), found);
            let row = whole.get(&row.id).unwrap_or(row);
            cursor.look_at(row);
            let history = history.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            cursor.hear_history(row, history);
            tickets
                .extend(one(reader, row, &found, history, &texts).filter(|ticket| !has_left(ticket.status)));
        }
        Ok(tickets)
    }

    /// What happened to some tickets, with the fields of replies that the mapping speaks of.
    pub(super) async fn history(&self, tickets: &[u64]) -> Result<Vec<wire::Transaction>, Failure> {
        let entries = self.entries(tickets).await?;
        self.with_absorbed(entries, Vec::new()).await
    }

    /// The same as RT tells it: what was merged is not said.
    pub(super) async fn entries(&self, tickets: &[u64]) -> Result<Vec<wire::Transaction>, Failure> {
        let mut history = self.client.history(tickets, &self.desk.mapping.telling_reply_fields()).await?;
        let said: Vec<u64> =
            history.iter().filter(|entry| entry.kind == "Correspond").map(|entry| entry.id).collect();
        let heads: HashMap<u64, Written> = self.client.heads(&said).await?.into_iter().collect();
        for entry in &mut history {
            entry.written = heads.get(&entry.id).copied().unwrap_or_default();
        }
        Ok(history)
    }

    /// The few words of a history that the queue shows: what was promised, and why it is escalated.
    async fn texts_for_rows(&self, history: &[wire::Transaction]) -> Result<HashMap<u64, SafeText>, Failure> {
        let has_words = |entry: &&wire::Transaction| {
            entry.kind == "Comment"
                && Record::read(&entry.data).is_some_and(|record| record.has_words_for_a_row())
        };
        let wanted: Vec<u64> = history.iter().filter(has_words).map(|entry| entry.id).collect();
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let parts = self.client.parts(&wanted).await?;
        self.texts(&wanted, &parts).await
    }

    /// Whether its history may say more than its row: a call can be noted seconds after a ticket was filed.
    fn is_touched(&self, row: &wire::Ticket) -> bool {
        let later = row.last_updated.zip(row.created).is_some_and(|(last, filed)| last > filed);
        row.told.is_some() || later || self.desk.mapping.statuses.read(&row.status) != Status::New
    }

    /// What changed since the cursor; one question if nothing did.
    async fn follow(
        &self,
        cursor: &mut Cursor,
        staff: &Staff,
    ) -> Result<(Changes, BTreeSet<LocalId>), Failure> {
        self.client.begin_session().await;
        let minutes = cursor.minutes(self.client.now());
        let query = format!("({}) AND LastUpdated > '{minutes} minutes ago'", self.scope());
        let changed = self.changed(cursor, self.client.stamps(&query).await?).await?;
        cursor.read_again(&self.strangers(staff).await);
        let (ids, rest) = changed.split_at(changed.len().min(AT_ONCE));
        let mut ids = ids.to_vec();
        let mut again = cursor.some_again(AT_ONCE);
        again.retain(|id| !changed.contains(id));
        again.truncate(AT_ONCE - ids.len());
        ids.extend(&again);
        // Also one that changed: it may have less of a history than before all the same.
        let again = ids.iter().filter(|id| cursor.is_read_again(**id));
        let again = again.map(|id| LocalId::new(id.to_string())).collect();
        let read_at = self.client.now();
        let told = self.read_whole(&ids, cursor, staff).await?;
        self.decided(&ids).await;
        let (mut tickets, mut gone) = (Vec::new(), Vec::new());
        for id in &ids {
            let local = LocalId::new(id.to_string());
            cursor.was_read_again(*id);
            // One that is not there went between the two questions.
            let Some(read) = told.get(id) else {
                cursor.forget(*id);
                gone.push(local);
                continue;
            };
            cursor.tell(*id, read.changed, read.entry, read_at);
            match &read.ticket {
                Some(ticket) if !has_left(ticket.status) => {
                    // No list tells that a ticket was merged: the one in which it goes on does.
                    gone.extend(ticket.course().absorbed.iter().map(|absorbed| absorbed.ticket.clone()));
                    tickets.push(ticket.clone());
                }
                _ => gone.push(local),
            }
        }
        let more = !rest.is_empty() || cursor.has_again();
        // A page behind which there are more ends no count.
        let whole = if more { None } else { self.sweep(cursor, &tickets, &gone).await? };
        let brought = !tickets.is_empty() || !gone.is_empty();
        cursor.hear(self.client.now(), brought && rest.is_empty());
        Ok((Changes { more, whole, ..self.changes(cursor, tickets, gone, staff) }, again))
    }

    /// The tickets of a list that must be read anew.
    async fn changed(&self, cursor: &mut Cursor, stamps: Vec<wire::Stamp>) -> Result<Vec<u64>, Failure> {
        let (mut changed, mut perhaps) = (Vec::new(), HashMap::new());
        for stamp in stamps {
            let Some(at) = stamp.last_updated else { continue };
            match cursor.news(stamp.id, at) {
                News::Changed => changed.push(stamp.id),
                News::Perhaps { after } => {
                    perhaps.insert(stamp.id, after);
                }
                News::None => {}
            }
        }
        let Some(first) = perhaps.values().min() else { return Ok(changed) };
        let read_at = self.client.now();
        let mut asked: Vec<u64> = perhaps.keys().copied().collect();
        asked.sort_unstable();
        asked.truncate(AT_ONCE);
        let later = self.client.later(&asked, *first).await?;
        for id in asked {
            let told = perhaps.get(&id).copied().unwrap_or_default();
            if later.iter().any(|(ticket, entry)| *ticket == id && *entry > told) {
                changed.push(id);
            } else {
                cursor.settle(id, read_at);
            }
        }
        changed.sort_unstable();
        Ok(changed)
    }

    /// Reads tickets whole, with their history.
    async fn read_whole(
        &self,
        ids: &[u64],
        cursor: &mut Cursor,
        staff: &Staff,
    ) -> Result<HashMap<u64, Read>, Failure> {
        let mut read = HashMap::new();
        if ids.is_empty() {
            return Ok(read);
        }
        // Rows first: whatever comes after them is in the history, or told the next time.
        let rows = self.client.whole(ids).await?;
        self.learn(cursor, &rows);
        let history = self.history(ids).await?;
        let texts = self.texts_for_rows(&history).await?;
        let history = by_ticket(history);
        let logins = HashMap::new();
        let reader = Reader { desk: &self.desk, staff, logins: &logins };
        for row in &rows {
            let history = history.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            cursor.look_at(row);
            cursor.hear_history(row, history);
            let Some(changed) = row.last_updated.or(row.created) else { continue };
            let entry = history.last().map_or(0, |entry| entry.id);
            read.insert(
                row.id,
                Read { changed, entry, ticket: one(reader, row, &found(row), history, &texts) },
            );
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
        let is_due = now - cursor.swept >= SWEEP_EVERY.num_seconds() || self.count_now.swap(false, Relaxed);
        if kept.is_none() && !is_due {
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
                let seen = kept.take().map(|sweep| sweep.seen).unwrap_or_default();
                cursor.counted(&seen.iter().filter_map(|id| id.as_str().parse().ok()).collect());
                Ok(Some(seen))
            }
        }
    }

    fn changes(&self, cursor: &Cursor, tickets: Vec<Ticket>, gone: Vec<LocalId>, staff: &Staff) -> Changes {
        Changes {
            cursor: cursor.write(),
            more: cursor.after.is_some(),
            server_now: self.client.now(),
            rules_version: staff.version(&self.desk, &self.unseen_fields(staff)),
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
    texts: &HashMap<u64, SafeText>,
) -> Option<Ticket> {
    let meaning = reader.meaning(row, found)?;
    let facts = reader.facts(row, &meaning, history, texts);
    reader.ticket(row, &meaning, history, &facts)
}
