//! What the fields of the queue hold, learnt by asking for each value.
//!
//! A list with custom fields costs RT seven milliseconds a ticket; a list of the ids that have a certain value costs
//! next to nothing. What a field means where it is empty or unknown is never asked for: it is what remains.

use std::collections::{BTreeSet, HashMap};

use futures_util::future::try_join_all;

use crate::app::event::Failure;
use crate::desk::mapping::{CustomersBy, SeverityBy, Values};
use crate::desk::ticket::Kind;

use super::client::{Client, field, quoted};
use super::desk::Desk;
use super::read::Found;

/// Questions that are on their way at the same time: RT has few workers, and other people.
const AT_A_TIME: usize = 3;

#[derive(Clone, Debug, Default)]
pub struct Index {
    /// For each ticket, the values that were found: name of the field, value.
    values: HashMap<u64, Vec<(String, String)>>,
    /// Tickets that must be read whole: their fields are free text.
    pub whole: BTreeSet<u64>,
}

impl Index {
    pub fn of(&self, ticket: u64) -> Found<'_> {
        let values = self.values.get(&ticket).into_iter().flatten();
        Found { values: values.map(|(field, value)| (field.as_str(), value.as_str())).collect() }
    }

    pub async fn build(client: &Client, desk: &Desk, scope: &str) -> Result<Self, Failure> {
        let mut index = Self::default();
        for some in wanted(desk).chunks(AT_A_TIME) {
            let query = |(name, value): &(String, String)| {
                format!("({scope}) AND {} = {}", field(name), quoted(value))
            };
            let queries: Vec<String> = some.iter().map(query).collect();
            let asked: Vec<_> = queries.iter().map(|query| client.stamps(query)).collect();
            for (found, stamps) in some.iter().zip(try_join_all(asked).await?) {
                for stamp in stamps {
                    index.values.entry(stamp.id).or_default().push(found.clone());
                }
            }
        }
        index.whole = index.requests(desk);
        if let Some(name) = &desk.mapping.acknowledged {
            let seen = client.stamps(&format!("({scope}) AND {} IS NOT NULL", field(name))).await?;
            index.whole.extend(seen.into_iter().map(|stamp| stamp.id));
        }
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

/// Every value that must be asked for, with its field.
fn wanted(desk: &Desk) -> Vec<(String, String)> {
    let mapping = &desk.mapping;
    let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut wanted = Vec::new();
    if let CustomersBy::Field(name) = &mapping.customers_by {
        let called = mapping.customers.iter().flat_map(|customer| &customer.called);
        wanted.extend(called.map(|value| of(name, value)));
    }
    if let SeverityBy::Field(values) = &mapping.severity {
        wanted.extend(telling(values).map(|value| of(&values.field, value)));
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
