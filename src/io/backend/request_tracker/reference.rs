//! What a ticket is read by besides itself: who was of the desk when, what the queues are called, which fields can be
//! seen on the tickets of each. It changes without any ticket changing.
//!
//! So it is asked for anew at a slow pace, and at once when a person asks for everything. A cursor holds that by which
//! the tickets were read that its console has; what differs then names the tickets that are read again:
//!
//! - people who came or left: those on which they did something since then;
//! - a queue under another name, or whose tickets show other fields, or whose internal comments can be read, or can no
//!   more: all of its tickets.
//!
//! Which fields can be seen is a matter of rights, of the field itself and of the queues that have it. RT tells no
//! rights, but each ticket that is read whole names the fields that it shows: one of each queue tells for all of it. So
//! does one comment; where none could be read before, the newest tickets are looked at for one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::app::protocol::event::Failure;
use crate::desk::mapping::{CustomersBy, Mapping, SeverityBy};

use super::RequestTracker;
use super::client::AT_ONCE;
use super::cursor::Cursor;
use super::desk::{Queues, Staff};
use super::membership::Tenure;
use super::wire;

/// How old what a ticket is read by may be.
const REREAD_EVERY: TimeDelta = TimeDelta::minutes(5);
/// How old the contacts that RT knows may be.
const CONTACTS_EVERY: TimeDelta = TimeDelta::hours(1);
/// What was asked so lately is not asked again because a person asks for it.
const JUST_ASKED: TimeDelta = TimeDelta::seconds(2);

/// The mapped fields that the tickets of each queue show: number and name, by the queue's number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields(BTreeMap<u64, BTreeMap<u64, String>>);

impl Fields {
    /// Takes note of what a ticket shows that was read whole. Tells whether its queue showed something else before.
    pub fn learn(&mut self, mapping: &Mapping, row: &wire::Ticket) -> bool {
        let Some(queue) = queue_of(row) else { return false };
        let names = mapped(mapping);
        let fields = row.custom_fields.iter().filter(|field| names.contains(field.name.as_str()));
        let fields: BTreeMap<u64, String> = fields.map(|field| (field.id, field.name.clone())).collect();
        let differs = |before: BTreeMap<u64, String>| before != fields;
        self.0.insert(queue, fields.clone()).is_some_and(differs)
    }

    pub fn knows(&self, row: &wire::Ticket) -> bool {
        queue_of(row).is_some_and(|queue| self.0.contains_key(&queue))
    }

    /// Whether tickets of a queue show a field; of an unknown queue nothing is said.
    pub fn shows(&self, row: &wire::Ticket, name: &str) -> bool {
        let fields = queue_of(row).and_then(|queue| self.0.get(&queue));
        fields.is_none_or(|fields| fields.values().any(|known| known == name))
    }

    /// Whether tickets of a queue show two fields of one name: only one that is read whole tells which value is whose.
    pub fn is_ambiguous(&self, row: &wire::Ticket) -> bool {
        let fields = queue_of(row).and_then(|queue| self.0.get(&queue));
        fields.is_some_and(|fields| fields.values().collect::<BTreeSet<_>>().len() < fields.len())
    }

    /// Whether tickets of any queue show a field.
    fn anywhere(&self, name: &str) -> bool {
        self.0.values().any(|fields| fields.values().any(|known| known == name))
    }
}

/// By what the tickets of a console were read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReadBy {
    /// When it was last compared with RT (Unix time, milliseconds).
    pub compared: i64,
    tenures: BTreeMap<String, Tenure>,
    is_blind: bool,
    severity_fields: Vec<u64>,
    step_fields: Vec<u64>,
    pub fields: Fields,
}

impl ReadBy {
    pub fn new(known: &Known) -> Self {
        let mut read_by = Self::default();
        read_by.take(known);
        read_by
    }

    fn take(&mut self, known: &Known) {
        let Staff { tenures, severity_fields, step_fields, .. } = &*known.staff;
        self.compared = known.asked_at.timestamp_millis();
        self.tenures.clone_from(tenures);
        self.is_blind = known.staff.is_blind();
        self.severity_fields.clone_from(severity_fields);
        self.step_fields.clone_from(step_fields);
    }

    /// Who was of the desk at other times than it was thought, and since when (Unix time); `i64::MIN` for always.
    fn people(&self, staff: &Staff) -> (Vec<String>, i64) {
        let logins: BTreeSet<&String> = self.tenures.keys().chain(staff.tenures.keys()).collect();
        let never = Tenure::default();
        let of =
            |known: &BTreeMap<String, Tenure>, login: &String| known.get(login).unwrap_or(&never).clone();
        let differing = logins.into_iter().filter_map(|login| {
            let since = of(&self.tenures, login).differs_from(&of(&staff.tenures, login))?;
            Some((login.clone(), since))
        });
        let (logins, since): (Vec<String>, Vec<i64>) = differing.unzip();
        (logins, since.into_iter().min().unwrap_or(i64::MAX))
    }
}

/// What RT said of itself, and when (UTC).
#[derive(Clone, Debug)]
pub struct Known {
    pub staff: Arc<Staff>,
    pub asked_at: DateTime<Utc>,
    /// When its contacts were asked for, if they were.
    pub contacts_at: Option<DateTime<Utc>>,
}

impl RequestTracker {
    /// What RT says of itself, asked again if it is older than it may be.
    pub(super) async fn known(&self, queues: Queues) -> Result<Known, Failure> {
        self.known_within(REREAD_EVERY, queues).await
    }

    /// The same, because a person asks for everything: all tickets are counted anew as well.
    pub(super) async fn known_now(&self) -> Result<Known, Failure> {
        let before = self.staff.lock().await.as_ref().map(|known| known.asked_at);
        let known = self.known_within(JUST_ASKED, Queues::IfNeeded).await?;
        if before.is_some_and(|before| before != known.asked_at) {
            self.count_now.store(true, Relaxed);
        }
        Ok(known)
    }

    async fn known_within(&self, age: TimeDelta, queues: Queues) -> Result<Known, Failure> {
        // Asked before the lock is taken: to ask may empty what is known.
        let me = match self.known_me() {
            Some(me) => me,
            None => self.ask_who().await?,
        };
        let mut kept = self.staff.lock().await;
        let now = self.client.now();
        let queues = match &*kept {
            Some(known) if (now - known.asked_at).abs() < age => return Ok(known.clone()),
            Some(_) => Queues::All,
            None => queues,
        };
        let mut staff = Staff::ask(&self.client, &self.desk, &me, queues).await?;
        // A question for each group: asked less often, unless a person wants everything anew.
        let is_young = |at: &DateTime<Utc>| age == REREAD_EVERY && (now - *at).abs() < CONTACTS_EVERY;
        let before = kept.as_ref().and_then(|known| Some((known.contacts_at.filter(is_young)?, known)));
        let contacts_at = before.map(|(at, _)| at);
        if let Some((_, known)) = before {
            staff = Arc::new(Staff { contacts: known.staff.contacts.clone(), ..(*staff).clone() });
        }
        let known = Known { staff, asked_at: self.client.now(), contacts_at };
        *kept = Some(known.clone());
        Ok(known)
    }

    pub(super) async fn staff(&self) -> Result<Arc<Staff>, Failure> {
        Ok(self.known(Queues::IfNeeded).await?.staff)
    }

    /// Notes for a cursor which tickets must be read again because something changed by which they are read.
    pub(super) async fn compare(&self, cursor: &mut Cursor, known: &Known) -> Result<(), Failure> {
        if cursor.read_by.compared == known.asked_at.timestamp_millis() {
            return Ok(());
        }
        let staff = &known.staff;
        let read_by = &cursor.read_by;
        let (people, since) = read_by.people(staff);
        let is_otherwise = read_by.is_blind != staff.is_blind()
            || read_by.severity_fields != staff.severity_fields
            || read_by.step_fields != staff.step_fields;
        let touched = if is_otherwise {
            None
        } else if people.is_empty() {
            Some(BTreeSet::new())
        } else {
            let now = self.client.now().timestamp();
            // A minute more: clocks differ a little, and RT counts whole ones.
            let minutes = (since > i64::MIN).then(|| (now - since).max(0) / 60 + 2);
            self.client.touched_by(&people, minutes).await?
        };
        let tickets = self.samples(cursor).await?;
        let (comments, silent) = cursor.comments(AT_ONCE);
        let found = self.client.comments(&comments, &silent).await?;
        cursor.hear_comments(&comments, &found);
        match touched {
            Some(touched) => cursor.read_again(&touched),
            None => cursor.read_all_again(),
        }
        for (queue, name) in staff.names.iter().flatten() {
            cursor.hear_name(*queue, name);
        }
        for row in &tickets {
            if let Some(queue) = queue_of(row) {
                cursor.hear_name(queue, row.queue.name.as_deref().unwrap_or_default());
            }
        }
        self.learn(cursor, &tickets);
        if !self.is_sampled.swap(true, Relaxed) {
            // A cursor of an earlier run: what came and left meanwhile without a change is found by counting.
            self.count_now.store(true, Relaxed);
        }
        cursor.read_by.take(known);
        Ok(())
    }

    /// One ticket of each queue, read whole. One that went meanwhile tells nothing, and another one is asked.
    async fn samples(&self, cursor: &Cursor) -> Result<Vec<wire::Ticket>, Failure> {
        let (mut found, mut heard, mut tried) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for each in [1].into_iter().chain(std::iter::repeat(AT_ONCE / 5)) {
            let samples = cursor.samples(each, &heard, &tried);
            if samples.is_empty() {
                break;
            }
            tried.extend(&samples);
            let rows = self.client.whole(&samples).await?;
            heard.extend(rows.iter().filter_map(queue_of));
            found.extend(rows);
        }
        Ok(found)
    }

    /// The mapped fields that neither RT's catalogue nor the tickets of any queue show. Until each queue was looked at
    /// nobody knows.
    pub(super) fn unseen_fields(&self, staff: &Staff) -> Vec<String> {
        let fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = self.is_sampled.load(Relaxed) && !fields.0.is_empty();
        staff.unlisted.iter().filter(|name| is_known && !fields.anywhere(name)).cloned().collect()
    }

    /// Takes note of the fields that tickets show; the tickets of a queue that shows others than before are read again.
    pub(super) fn learn(&self, cursor: &mut Cursor, rows: &[wire::Ticket]) {
        let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            fields.learn(&self.desk.mapping, row);
            cursor.learn(&self.desk.mapping, row);
        }
    }

    /// What is added to the tag of a ticket: by what it is read besides itself.
    pub(super) fn fingerprint(&self, staff: &Staff) -> String {
        let Staff { people, tenures, severity_fields, step_fields, unseen_groups, contacts, .. } = staff;
        let text = format!(
            "{:?}{people:?}{tenures:?}{severity_fields:?}{step_fields:?}{unseen_groups:?}{contacts:?}",
            self.shown_fields()
        );
        format!("~{:08x}", crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(text.as_bytes()))
    }

    pub(super) fn shown_fields(&self) -> Fields {
        self.fields.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

pub fn queue_of(row: &wire::Ticket) -> Option<u64> {
    row.queue.id.parse().ok()
}

/// The names of all fields of tickets that the mapping speaks of.
pub fn mapped(mapping: &Mapping) -> BTreeSet<&str> {
    let customers = match &mapping.customers_by {
        CustomersBy::Field(name) => Some(name.as_str()),
        CustomersBy::Queue => None,
    };
    let severity = match &mapping.severity {
        SeverityBy::Field(values) => Some(values.field.as_str()),
        SeverityBy::Sla(_) | SeverityBy::Priority { .. } => None,
    };
    let signature = &mapping.signature;
    let one_by_one = [
        customers,
        severity,
        mapping.channel.as_ref().map(|values| values.field.as_str()),
        mapping.kind.as_ref().map(|values| values.field.as_str()),
        mapping.acknowledged.as_deref(),
        signature.verdict.as_ref().map(|values| values.field.as_str()),
        signature.object.as_ref().map(|values| values.field.as_str()),
        signature.weight.as_ref().map(|values| values.field.as_str()),
        signature.step.as_ref().map(|values| values.field.as_str()),
    ];
    one_by_one.into_iter().flatten().chain(signature.parts.values().map(String::as_str)).collect()
}
