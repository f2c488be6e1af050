//! Reading one ticket with its facts, within the caller's scope.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::api::Detail;
use crate::desk::names::LocalId;
use crate::desk::public_side::public_facts;
use crate::desk::signature::Kin;
use crate::desk::ticket::Ticket;
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;

use super::{Store, bases, from_json, read_meta, rebuild};

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
        let mut transaction = self.readers.begin().await?;
        let meta = read_meta(&mut transaction).await?;
        let (changed, ticket) = find(&mut transaction, caller, id).await?;
        let changed = bases::changed_with(&mut transaction, &ticket, changed).await?;
        let tag = format!("\"{}-{changed}\"", meta.epoch);
        if known.is_some_and(|known| knows(known, &tag)) {
            return Ok(Shown::Unchanged { tag });
        }
        let facts = rebuild::facts(&mut transaction, id).await?;
        let detail = if caller.reads_inside() {
            let kin = bases::kin(&mut transaction, caller, &ticket).await?;
            Detail { epoch: meta.epoch, ticket, facts, kin }
        } else {
            let (ticket, facts) = (ticket.public_side(), public_facts(facts));
            Detail { epoch: meta.epoch, ticket, facts, kin: Kin::default() }
        };
        Ok(Shown::Detail { tag, detail: Box::new(detail) })
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
    let row: Option<(i64, String)> = query.build_query_as().fetch_optional(&mut *connection).await?;
    let Some((changed, summary)) = row else {
        // Asked of everything, for the audit only: the answer is the same.
        let is_there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM tickets WHERE id = ?)")
            .bind(id.as_str())
            .fetch_one(connection)
            .await?;
        let nothing = ServerError::NotFound;
        return Err(if is_there { ServerError::Hidden(Box::new(nothing)) } else { nothing });
    };
    Ok((changed, from_json("ticket", &summary)?))
}

/// Narrows a query on tickets to what the caller may see.
pub(super) fn within(query: &mut QueryBuilder<Sqlite>, caller: &Caller) {
    of_customers(query, &caller.scope);
    if caller.sees_only_signatures() {
        query.push(" AND kind = 'signature-request'");
    }
}

/// Narrows a query on what is a customer's to a scope.
pub(super) fn of_customers(query: &mut QueryBuilder<Sqlite>, scope: &Scope) {
    let Scope::Customers(customers) = scope else { return };
    // An empty list is written so that every SQL understands it.
    query.push(" AND customer IN ('' ");
    for customer in customers {
        query.push(", ").push_bind(customer.as_str().to_owned());
    }
    query.push(")");
}
