//! Reading one ticket with its facts, within the caller's scope.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::api::Detail;
use crate::desk::names::LocalId;
use crate::desk::ticket::Ticket;
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;

use super::{Store, bases, from_json, read_meta, rebuild, word};

/// An answer about one ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// The caller has it already.
    Unchanged {
        tag: String,
    },
    Detail {
        tag: String,
        detail: Box<Detail>,
    },
}

impl Store {
    /// Answers a ticket, unless the caller's tag says that it is known.
    ///
    /// The tag follows the delta order and not the ticket's version: dues that a new calendar moves
    /// change the ticket without a fact.
    pub async fn ticket(
        &self,
        caller: &Caller,
        id: &LocalId,
        known: Option<&str>,
    ) -> Result<Shown, ServerError> {
        caller.may_read()?;
        let mut transaction = self.readers.begin().await?;
        let meta = read_meta(&mut transaction).await?;
        let (changed, ticket) = find(&mut transaction, caller, id).await?;
        let changed = bases::changed_with(&mut transaction, &ticket, changed).await?;
        let tag = format!("\"{}-{changed}\"", meta.epoch);
        if known.is_some_and(|known| knows(known, &tag)) {
            return Ok(Shown::Unchanged { tag });
        }
        let facts = rebuild::facts(&mut transaction, id).await?;
        let kin = bases::kin(&mut transaction, caller, &ticket).await?;
        Ok(Shown::Detail { tag, detail: Box::new(Detail { ticket, facts, kin }) })
    }
}

/// Reads `If-None-Match`: a list, perhaps of weak tags, or `*`.
fn knows(known: &str, tag: &str) -> bool {
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// Finds a ticket and its place in the delta order; out of scope, there is none.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    caller: &Caller,
    id: &LocalId,
) -> Result<(i64, Ticket), ServerError> {
    let mut query = QueryBuilder::new("SELECT changed, summary FROM tickets WHERE id = ");
    query.push_bind(id.as_str().to_owned());
    within(&mut query, caller);
    let row: Option<(i64, String)> = query.build_query_as().fetch_optional(connection).await?;
    let (changed, summary) = row.ok_or(ServerError::NotFound)?;
    Ok((changed, from_json("ticket", &summary)?))
}

/// Narrows a query on tickets to what the caller may see: the scope, and the kind if it is only one.
pub(super) fn within(query: &mut QueryBuilder<Sqlite>, caller: &Caller) {
    if let Some(kind) = caller.sees_only().and_then(|kind| word(&kind).ok()) {
        query.push(" AND kind = ").push_bind(kind);
    }
    let Scope::Customers(customers) = &caller.scope else { return };
    // An empty list is written so that every SQL understands it.
    query.push(" AND customer IN ('' ");
    for customer in customers {
        query.push(", ").push_bind(customer.as_str().to_owned());
    }
    query.push(")");
}
