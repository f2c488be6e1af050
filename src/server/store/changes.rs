//! What is new since a cursor.
//!
//! Every change of a ticket takes the next number of one counter inside its own transaction, and keeps
//! the counter's row until it commits: numbers become visible in order. A cursor that says "up to 812"
//! can therefore never pass a 811 that some slow transaction commits later; this holds in PostgreSQL too.
//!
//! A first synchronisation reads the counter first, then pages by id; what changes meanwhile has a
//! higher number and comes with the deltas that follow.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use sqlx::QueryBuilder;

use crate::desk::ticket::Ticket;
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;

use super::tickets::within;
use super::{Meta, Store, from_json, to_json};

/// What a caller asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub since: Option<String>,
    pub limit: u32,
    /// When it is asked (UTC).
    pub at: DateTime<Utc>,
}

/// One page. Summaries go from the store to the wire as they are.
#[derive(Debug)]
pub struct ChangesPage {
    pub cursor: String,
    /// The life of the store that it is of.
    pub epoch: String,
    pub more: bool,
    pub desk_version: u32,
    pub tickets: Vec<Box<RawValue>>,
    pub gone: Vec<String>,
}

impl ChangesPage {
    pub fn is_empty(&self) -> bool {
        self.tickets.is_empty() && self.gone.is_empty()
    }
}

/// How far a caller is, as it travels: opaque to them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cursor {
    /// Epoch, scope and side: with other ones, what the caller holds proves nothing.
    origin: String,
    changed: i64,
    /// During a first synchronisation, the last id that was sent.
    after: Option<String>,
}

impl Cursor {
    fn written(&self) -> String {
        let after = self.after.as_ref().map(|id| format!(".{}", hex::encode(id))).unwrap_or_default();
        format!("{}.{}{after}", self.origin, self.changed)
    }
}

impl FromStr for Cursor {
    type Err = ServerError;

    fn from_str(text: &str) -> Result<Self, ServerError> {
        let mut parts = text.split('.');
        let (Some(origin), Some(changed)) = (parts.next(), parts.next()) else {
            return Err(ServerError::UnknownCursor);
        };
        let after = match parts.next() {
            None => None,
            Some(id) => {
                let id = hex::decode(id).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                Some(id.ok_or(ServerError::UnknownCursor)?)
            }
        };
        let changed = changed.parse().ok().filter(|changed| *changed >= 0);
        let changed = changed.ok_or(ServerError::UnknownCursor)?;
        Ok(Self { origin: origin.to_owned(), changed, after })
    }
}

fn origin(meta: &Meta, caller: &Caller) -> String {
    let part = (!caller.reads_inside(), caller.sees_only_signatures());
    if (&caller.scope, part) == (&Scope::All, (false, false)) {
        return meta.epoch.clone();
    }
    let mut digest = Sha256::new();
    digest.update([u8::from(part.0), u8::from(part.1)]);
    if let Scope::Customers(customers) = &caller.scope {
        let mut customers: Vec<_> = customers.iter().map(crate::desk::names::CustomerId::as_str).collect();
        customers.sort_unstable();
        for customer in customers {
            digest.update(customer);
            digest.update([0]);
        }
    }
    format!("{}{}", meta.epoch, &hex::encode(digest.finalize())[..12])
}

impl Store {
    /// Answers a page of what the caller does not know yet.
    ///
    /// # Errors
    /// [`ServerError::UnknownCursor`] for a cursor of another epoch, another scope, or none at all.
    pub async fn changes(&self, caller: &Caller, wanted: &Wanted) -> Result<ChangesPage, ServerError> {
        let meta = self.meta().await?;
        let origin = origin(&meta, caller);
        let cursor = match &wanted.since {
            None => Cursor { origin, changed: meta.changed, after: Some(String::new()) },
            Some(text) => {
                let cursor: Cursor = text.parse()?;
                if cursor.origin != origin {
                    return Err(ServerError::UnknownCursor);
                }
                // Ahead of the counter: the store was put back to an older copy without a new life.
                if cursor.changed > meta.changed {
                    self.heard_of_more(caller, &meta.epoch, cursor.changed, wanted.at).await?;
                    return Err(ServerError::UnknownCursor);
                }
                cursor
            }
        };
        match cursor.after.clone() {
            Some(after) => self.first_page(caller, &meta, cursor, after, wanted.limit).await,
            None if cursor.changed == meta.changed => Ok(ChangesPage {
                cursor: cursor.written(),
                epoch: meta.epoch,
                more: false,
                desk_version: meta.desk_version,
                tickets: Vec::new(),
                gone: Vec::new(),
            }),
            None => self.delta(caller, &meta, cursor, wanted.limit).await,
        }
    }

    async fn first_page(
        &self,
        caller: &Caller,
        meta: &Meta,
        mut cursor: Cursor,
        after: String,
        limit: u32,
    ) -> Result<ChangesPage, ServerError> {
        let mut query = QueryBuilder::new(
            "SELECT id, summary FROM tickets WHERE status NOT IN ('closed', 'void') AND id > ",
        );
        query.push_bind(after);
        within(&mut query, caller);
        query.push(" ORDER BY id LIMIT ").push_bind(i64::from(limit));
        let rows: Vec<(String, String)> = query.build_query_as().fetch_all(&self.readers).await?;
        let full = rows.len() == limit as usize;
        cursor.after = rows.last().filter(|_| full).map(|(id, _)| id.clone());
        let tickets = rows.into_iter().map(|(_, summary)| raw(caller, summary)).collect::<Result<_, _>>()?;
        Ok(ChangesPage {
            cursor: cursor.written(),
            epoch: meta.epoch.clone(),
            more: full || meta.changed > cursor.changed,
            desk_version: meta.desk_version,
            tickets,
            gone: Vec::new(),
        })
    }

    async fn delta(
        &self,
        caller: &Caller,
        meta: &Meta,
        mut cursor: Cursor,
        limit: u32,
    ) -> Result<ChangesPage, ServerError> {
        // Not past the counter as it was read: the page and its cursor speak of the same moment.
        let mut query = QueryBuilder::new(
            "SELECT id, status IN ('closed', 'void') AS gone, changed, summary FROM tickets WHERE changed > ",
        );
        query.push_bind(cursor.changed);
        query.push(" AND changed <= ").push_bind(meta.changed);
        within(&mut query, caller);
        query.push(" ORDER BY changed LIMIT ").push_bind(i64::from(limit));
        let rows: Vec<(String, bool, i64, String)> = query.build_query_as().fetch_all(&self.readers).await?;
        let full = rows.len() == limit as usize;
        let last = rows.last().map(|row| row.2).filter(|_| full);
        cursor.changed = last.unwrap_or(meta.changed);
        let mut page = ChangesPage {
            cursor: cursor.written(),
            epoch: meta.epoch.clone(),
            more: cursor.changed < meta.changed,
            desk_version: meta.desk_version,
            tickets: Vec::with_capacity(rows.len()),
            gone: Vec::new(),
        };
        for (id, gone, _, summary) in rows {
            if gone {
                page.gone.push(id);
            } else {
                page.tickets.push(raw(caller, summary)?);
            }
        }
        Ok(page)
    }
}

/// The summary as it is kept, or the public side of it.
fn raw(caller: &Caller, summary: String) -> Result<Box<RawValue>, ServerError> {
    let summary = if caller.reads_inside() {
        summary
    } else {
        to_json("ticket", &from_json::<Ticket>("ticket", &summary)?.public_side())?
    };
    RawValue::from_string(summary).map_err(|source| ServerError::Stored { what: "ticket", source })
}
