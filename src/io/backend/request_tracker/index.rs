//! What a first synchronisation needs: every lean row, and what the fields of each hold, learnt by asking for each
//! value.
//!
//! A list with custom fields costs RT seven milliseconds a ticket and more; a list of the ids that have a certain value
//! costs next to nothing. What a field means where it is empty or unknown is never asked for: it is what remains. The
//! field that divides the desk into severities divides the list too: its parts are read side by side, and no ids need
//! be asked for it.

use std::collections::{BTreeSet, HashMap};

use futures_util::future::try_join_all;

use crate::app::protocol::event::Failure;
use crate::desk::mapping::{CustomersBy, SeverityBy, Values};
use crate::desk::ticket::status::Kind;

use super::client::{Client, field, quoted};
use super::desk::Desk;
use super::read::Found;
use super::reference::Fields;
use super::wire;

/// The tickets that are read beside the rows because they may have been merged into one; what was merged earlier is
/// asked for by the ticket in which it goes on.
const MERGED_LATELY: &str = "LastUpdated > '30 days ago'";

#[derive(Clone, Debug, Default)]
pub struct Index {
    /// By id; those that were not told yet.
    pub rows: Vec<wire::Ticket>,
    /// Tickets that were merged lately, and are no rows.
    pub merged: Vec<wire::Ticket>,
    /// For each ticket, the values that were found: name of the field, value.
    values: HashMap<u64, Vec<(String, String)>>,
    /// Tickets that must be read whole: their fields are free text.
    pub whole: BTreeSet<u64>,
}

impl Index {
    /// What was found of a ticket, as far as tickets of its queue show it: RT finds by fields that it does not show.
    pub fn of(&self, row: &wire::Ticket, fields: &Fields) -> Found<'_> {
        let values = self.values.get(&row.id).into_iter().flatten();
        let values = values.filter(|(name, _)| fields.shows(row, name));
        Found { values: values.map(|(field, value)| (field.as_str(), value.as_str())).collect() }
    }

    /// Reads every row of `scope` after an id.
    pub async fn build(client: &Client, desk: &Desk, scope: &str, after: u64) -> Result<Self, Failure> {
        // A query that names EffectiveId finds merged tickets too: what they are owed counts on in another one.
        let scope = format!("({scope}) AND id > {after} AND (EffectiveId = id OR {MERGED_LATELY})");
        let parts = parts(desk);
        let lists = parts.iter().map(|(clause, _)| format!("({scope}){clause}")).collect::<Vec<_>>();
        let wanted = wanted(desk);
        let asked = wanted.iter().map(|of| format!("({scope}) AND {}", is(of))).collect::<Vec<_>>();
        let seen = desk.mapping.acknowledged.iter();
        let seen = seen.map(|name| format!("({scope}) AND {} IS NOT NULL", field(name))).collect::<Vec<_>>();
        let (lists, found, seen) = tokio::try_join!(
            try_join_all(lists.iter().map(|query| client.rows(query))),
            try_join_all(asked.iter().map(|query| client.stamps(query))),
            try_join_all(seen.iter().map(|query| client.stamps(query))),
        )?;
        let mut index = Self::default();
        for ((_, value), rows) in parts.into_iter().zip(lists) {
            for row in &rows {
                index.values.entry(row.id).or_default().extend(value.clone());
            }
            index.rows.extend(rows);
        }
        // What changed its part while it was read may stand in two of them: the next poll puts it right.
        index.rows.sort_by_key(|row| row.id);
        index.rows.dedup_by_key(|row| row.id);
        index.merged = index.rows.extract_if(.., |row| is_merged(row)).collect();
        for (value, stamps) in wanted.into_iter().zip(found) {
            for stamp in stamps {
                index.values.entry(stamp.id).or_default().push(value.clone());
            }
        }
        index.whole = index.requests(desk);
        index.whole.extend(seen.into_iter().flatten().map(|stamp| stamp.id));
        Ok(index)
    }

    /// The signature requests: what they are about is free text.
    fn requests(&self, desk: &Desk) -> BTreeSet<u64> {
        let Some(kinds) = &desk.mapping.kind else { return BTreeSet::new() };
        let is_request = |(name, value): &(String, String)| {
            *name == kinds.field && kinds.read(Some(value)) == Kind::SignatureRequest
        };
        let requests = self.values.iter().filter(|(_, values)| values.iter().any(is_request));
        requests.map(|(id, _)| *id).collect()
    }
}

fn is_merged(row: &wire::Ticket) -> bool {
    row.effective_id != 0 && row.effective_id != row.id
}

fn is((name, value): &(String, String)) -> String {
    format!("{} = {}", field(name), quoted(value))
}

/// The parts of the list: what narrows the query to one, and the value that its tickets have.
fn parts(desk: &Desk) -> Vec<(String, Option<(String, String)>)> {
    let SeverityBy::Field(values) = &desk.mapping.severity else { return vec![(String::new(), None)] };
    let named: Vec<(String, String)> =
        telling(values).map(|value| (values.field.clone(), value.to_owned())).collect();
    // In RT a field that is empty is also "not" a value.
    let others = named.iter().map(|(name, value)| format!(" AND {} != {}", field(name), quoted(value)));
    let others = (others.collect(), None);
    let named = named.into_iter().map(|of| (format!(" AND {}", is(&of)), Some(of)));
    named.chain([others]).collect()
}

/// Every value that must be asked for, with its field.
fn wanted(desk: &Desk) -> Vec<(String, String)> {
    let mapping = &desk.mapping;
    let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut wanted = Vec::new();
    if let CustomersBy::Field(name) = &mapping.customers_by {
        let called = mapping.customers.iter().flat_map(|customer| &customer.called);
        wanted.extend(called.map(|value| of(name, value)));
    }
    if let Some(values) = &mapping.channel {
        wanted.extend(telling(values).map(|value| of(&values.field, value)));
    }
    if let Some(values) = &mapping.kind {
        wanted.extend(telling(values).map(|value| of(&values.field, value)));
    }
    wanted
}

/// The values that mean something else than an empty field.
fn telling<T: Copy + PartialEq>(values: &Values<T>) -> impl Iterator<Item = &str> {
    values.known.iter().filter(|(_, meaning)| *meaning != values.otherwise).map(|(value, _)| value.as_str())
}
