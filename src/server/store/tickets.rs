//! Reading one ticket with its facts, within the caller's scope.

use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::api::Detail;
use crate::desk::rules::sight::{Sight, facts_seen_by};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::signature::Kin;
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;

use super::{Store, as_json, bases, from_json, read_meta, rebuild};

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
    /// The tag is made of what this caller is shown and of nothing else: what is kept from somebody moves no tag of
    /// theirs.
    pub async fn ticket(
        &self,
        caller: &Caller,
        id: &LocalId,
        known: Option<&str>,
    ) -> Result<Shown, ServerError> {
        let mut transaction = self.readers.begin().await?;
        let meta = read_meta(&mut transaction).await?;
        let ticket = find(&mut transaction, caller, id).await?;
        let facts = facts_seen_by(rebuild::facts(&mut transaction, id).await?, caller.sight());
        let kin = match caller.sight() {
            Sight::Desk | Sight::Specialists => bases::kin(&mut transaction, caller, &ticket).await?,
            Sight::Customer => Kin::default(),
        };
        let ticket = ticket.seen_by(caller.sight());
        let detail = Box::new(Detail { epoch: meta.epoch.clone(), ticket, facts, kin });
        let digest = Sha256::digest(as_json("detail", &detail)?);
        let tag = format!("\"{}-{}\"", meta.epoch, &hex::encode(digest)[..24]);
        if known.is_some_and(|known| knows(known, &tag)) {
            return Ok(Shown::Unchanged { tag });
        }
        Ok(Shown::Detail { tag, detail })
    }
}

/// Reads `If-None-Match`: a list, perhaps of weak tags, or `*`.
fn knows(known: &str, tag: &str) -> bool {
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// Finds a ticket; out of scope, there is none. One query answers both, by one way.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    caller: &Caller,
    id: &LocalId,
) -> Result<Ticket, ServerError> {
    let mut query = QueryBuilder::new("SELECT summary FROM tickets WHERE id = ");
    query.push_bind(id.as_str().to_owned());
    within(&mut query, caller);
    let summary: Option<String> = query.build_query_scalar().fetch_optional(&mut *connection).await?;
    from_json("ticket", &summary.ok_or_else(|| caller.nothing(ServerError::NotFound))?)
}

/// Narrows a query on tickets to what the caller may see.
pub(super) fn within(query: &mut QueryBuilder<Sqlite>, caller: &Caller) {
    of_customers(query, &caller.scope);
    match caller.sight() {
        Sight::Specialists => {
            query.push(" AND kind = 'signature-request'");
        }
        Sight::Desk | Sight::Customer => {}
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
