//! What is new since a cursor.
//!
//! Every change of a ticket takes the next number of one counter inside its own transaction, and keeps
//! the counter's row until it commits: numbers become visible in order. A cursor that says "up to 812"
//! can therefore never pass a 811 that some slow transaction commits later; this holds in PostgreSQL too.
//!
//! A first synchronisation reads the counter first, then pages by id; what changes meanwhile has a
//! higher number and comes with the deltas that follow.

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use sqlx::QueryBuilder;

use crate::desk::rules::sight::Sight;
use crate::desk::ticket::Ticket;
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;

use super::seal::Seal;
use super::tickets::within;
use super::{Meta, Store, as_json, from_json};

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
    changed: i64,
    /// During a first synchronisation, the last id that was sent.
    after: Option<String>,
}

/// What a cursor is bound to, and how it is written.
struct View<'a> {
    /// Epoch, scope and sight: with other ones, what the caller holds proves nothing.
    origin: String,
    /// Who may see only a part may not count the rest: the place is sealed.
    seal: Option<&'a Seal>,
    /// The column that says where in the order a ticket is for this caller.
    place: &'static str,
}

impl View<'_> {
    fn write(&self, cursor: &Cursor) -> String {
        let after = cursor.after.as_ref().map(|id| format!(".{}", hex::encode(id))).unwrap_or_default();
        match self.seal {
            None => format!("{}.{}{after}", self.origin, cursor.changed),
            // Of one length, whatever the number.
            Some(seal) => {
                let plain = format!("{:020}{after}", cursor.changed);
                format!("{}.{}", self.origin, seal.seal(&self.origin, plain.as_bytes()))
            }
        }
    }

    fn read(&self, text: &str) -> Option<Cursor> {
        let rest = text.strip_prefix(&self.origin)?.strip_prefix('.')?;
        let opened = match self.seal {
            None => rest.to_owned(),
            Some(seal) => String::from_utf8(seal.open(&self.origin, rest)?).ok()?,
        };
        let (changed, after) = match opened.split_once('.') {
            None => (opened.as_str(), None),
            Some((changed, id)) => (changed, Some(String::from_utf8(hex::decode(id).ok()?).ok()?)),
        };
        let changed = changed.parse().ok().filter(|changed| *changed >= 0)?;
        Some(Cursor { changed, after })
    }
}

fn origin(meta: &Meta, caller: &Caller) -> String {
    if caller.sees_everything() {
        return meta.epoch.clone();
    }
    let mut digest = Sha256::new();
    digest.update(match caller.sight() {
        Sight::Desk => [0, 0],
        Sight::Customer => [1, 0],
        Sight::Specialists => [0, 1],
    });
    if let Scope::Customers(customers) = &caller.scope {
        let mut customers: Vec<_> =
            customers.iter().map(crate::desk::ticket::names::CustomerId::as_str).collect();
        customers.sort_unstable();
        for customer in customers {
            digest.update(customer);
            digest.update([0]);
        }
    }
    format!("{}{}", meta.epoch, &hex::encode(digest.finalize())[..12])
}

impl Store {
    fn view(&self, meta: &Meta, caller: &Caller) -> View<'_> {
        View {
            origin: origin(meta, caller),
            seal: (!caller.sees_everything()).then_some(&self.seal),
            place: match caller.sight() {
                Sight::Desk | Sight::Specialists => "changed",
                Sight::Customer => "public_changed",
            },
        }
    }

    /// Answers a page of what the caller does not know yet.
    ///
    /// # Errors
    /// [`ServerError::UnknownCursor`] for a cursor of another epoch, another scope, or none at all.
    pub async fn changes(&self, caller: &Caller, wanted: &Wanted) -> Result<ChangesPage, ServerError> {
        let meta = self.meta().await?;
        let view = self.view(&meta, caller);
        let cursor = match &wanted.since {
            None => {
                let changed = self.last_place(caller, &meta, &view).await?;
                Cursor { changed, after: Some(String::new()) }
            }
            Some(text) => {
                let cursor = view.read(text).ok_or(ServerError::UnknownCursor)?;
                // Ahead of the counter: the store was put back to an older copy without a new life.
                if cursor.changed > meta.changed {
                    self.heard_of_more(caller, &meta.epoch, cursor.changed, wanted.at).await?;
                    return Err(ServerError::UnknownCursor);
                }
                cursor
            }
        };
        match cursor.after.clone() {
            Some(after) => self.first_page(caller, &meta, &view, cursor, after, wanted.limit).await,
            None if cursor.changed == meta.changed => Ok(ChangesPage {
                cursor: view.write(&cursor),
                epoch: meta.epoch,
                more: false,
                desk_version: meta.desk_version,
                tickets: Vec::new(),
                gone: Vec::new(),
            }),
            None => self.delta(caller, &meta, &view, cursor, wanted.limit).await,
        }
    }

    /// The last place of anything that the caller sees: what happens elsewhere moves no cursor of theirs.
    async fn last_place(&self, caller: &Caller, meta: &Meta, view: &View<'_>) -> Result<i64, ServerError> {
        if view.seal.is_none() {
            return Ok(meta.changed);
        }
        let mut query =
            QueryBuilder::new(format!("SELECT MAX({0}) FROM tickets WHERE {0} > 0 AND {0} <= ", view.place));
        query.push_bind(meta.changed);
        within(&mut query, caller);
        let last: Option<i64> = query.build_query_scalar().fetch_one(&self.readers).await?;
        Ok(last.unwrap_or(0))
    }

    async fn first_page(
        &self,
        caller: &Caller,
        meta: &Meta,
        view: &View<'_>,
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
            cursor: view.write(&cursor),
            epoch: meta.epoch.clone(),
            more: full || self.last_place(caller, meta, view).await? > cursor.changed,
            desk_version: meta.desk_version,
            tickets,
            gone: Vec::new(),
        })
    }

    async fn delta(
        &self,
        caller: &Caller,
        meta: &Meta,
        view: &View<'_>,
        mut cursor: Cursor,
        limit: u32,
    ) -> Result<ChangesPage, ServerError> {
        // Not past the counter as it was read: the page and its cursor speak of the same moment.
        let mut query = QueryBuilder::new(format!(
            "SELECT id, status IN ('closed', 'void') AS gone, {0}, summary FROM tickets
             WHERE {0} > 0 AND {0} > ",
            view.place
        ));
        query.push_bind(cursor.changed);
        query.push(format!(" AND {} <= ", view.place)).push_bind(meta.changed);
        within(&mut query, caller);
        query.push(format!(" ORDER BY {} LIMIT ", view.place)).push_bind(i64::from(limit) + 1);
        let mut rows: Vec<(String, bool, i64, String)> =
            query.build_query_as().fetch_all(&self.readers).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let last = rows.last().map(|row| row.2);
        cursor.changed = match view.seal {
            None if !more => meta.changed,
            // What happened elsewhere since is not counted.
            None | Some(_) => last.unwrap_or(cursor.changed),
        };
        let mut page = ChangesPage {
            cursor: view.write(&cursor),
            epoch: meta.epoch.clone(),
            more,
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
    let summary = match caller.sight() {
        Sight::Desk | Sight::Specialists => summary,
        Sight::Customer => {
            as_json("ticket", &from_json::<Ticket>("ticket", &summary)?.seen_by(caller.sight()))?
        }
    };
    RawValue::from_string(summary).map_err(|source| ServerError::Stored { what: "ticket", source })
}
