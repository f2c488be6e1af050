//! One writing transaction: facts go in, the projection follows, the delta order is kept.

use std::sync::Arc;

use sqlx::{Sqlite, SqliteConnection, Transaction};

use crate::api::Deed;
use crate::desk::rules::public_side::is_public;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::{ActionId, LocalId};
use crate::desk::ticket::verdict::Outcome;
use crate::desk::ticket::{Response, Ticket};
use crate::server::caller::Caller;
use crate::server::desk_rules::Desk;
use crate::server::error::ServerError;

use super::mark::Marked;
use super::overview::note_request;
use super::{Store, from_json, micros, read_meta, to_json, word};

/// A transaction that holds the store's write lock. Dropped without [`Writing::commit`], it never was.
#[derive(Debug)]
pub struct Writing {
    pub(super) transaction: Transaction<'static, Sqlite>,
    /// The desk as this transaction sees it.
    pub(super) desk: Arc<Desk>,
    commits: tokio::sync::watch::Sender<()>,
    pub(super) mark: Arc<Marked>,
    /// The last place in the delta order that was taken.
    changed: Option<i64>,
}

impl Store {
    /// Begins to write: IMMEDIATE, so that what is read from here on is what will be changed.
    pub async fn write(&self) -> Result<Writing, ServerError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let version = read_meta(&mut transaction).await?.desk_version;
        let desk = self.desk_at(&mut transaction, version).await?;
        let (commits, mark) = (self.commits.clone(), Arc::clone(&self.mark));
        Ok(Writing { transaction, desk, commits, mark, changed: None })
    }
}

impl Writing {
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    pub async fn commit(self) -> Result<(), ServerError> {
        self.transaction.commit().await?;
        if let Some(changed) = self.changed {
            self.mark.committed(changed);
        }
        self.commits.send_replace(());
        Ok(())
    }

    /// Takes the next `count` places in the delta order and answers the first of them.
    pub(in crate::server) async fn take_places(&mut self, count: usize) -> Result<i64, ServerError> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let last: i64 = sqlx::query_scalar("UPDATE meta SET changed = changed + ? RETURNING changed")
            .bind(count)
            .fetch_one(&mut *self.transaction)
            .await?;
        self.changed = Some(last);
        Ok(last - count + 1)
    }

    /// Records facts of one ticket and its state after them.
    pub(in crate::server) async fn record(
        &mut self,
        caller: &Caller,
        action: Option<ActionId>,
        facts: &[Fact],
        after: &Ticket,
    ) -> Result<(), ServerError> {
        if let Some(last) = facts.last() {
            let deed = Deed::Ticket {
                ticket: after.id.clone(),
                version: last.number,
                facts: u32::try_from(facts.len()).unwrap_or(u32::MAX),
                action,
            };
            self.audit(caller, last.at, Some(&after.customer), &deed).await?;
        }
        let place = self.take_places(1).await?;
        self.record_at(caller, action, facts, after, place).await
    }

    /// The same at a place that was taken before, and without a line in the audit: a load takes all of its places
    /// and says what it did at once.
    pub(in crate::server) async fn record_at(
        &mut self,
        caller: &Caller,
        action: Option<ActionId>,
        facts: &[Fact],
        after: &Ticket,
        place: i64,
    ) -> Result<(), ServerError> {
        for fact in facts {
            sqlx::query(
                "INSERT INTO facts (ticket, number, at, who, what, caller, action) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )
            .bind(after.id.as_str())
            .bind(fact.number.0)
            .bind(micros(fact.at))
            .bind(to_json("author", &fact.by)?)
            .bind(to_json("fact", &fact.what)?)
            .bind(caller.name.raw())
            .bind(action.map(|action| action.to_string()))
            .execute(&mut *self.transaction)
            .await?;
            note_request(&mut self.transaction, fact, after).await?;
        }
        project(&mut self.transaction, facts, after, place).await
    }
}

/// The place of the last change that the customer can read, if these facts make a ticket's row what it will be.
///
/// Without a public fact it moves too when the public side of the row itself does: a calendar moves dues.
async fn public_place(
    connection: &mut SqliteConnection,
    facts: &[Fact],
    ticket: &Ticket,
    place: i64,
) -> Result<i64, ServerError> {
    if facts.iter().any(|fact| is_public(&fact.what)) {
        return Ok(place);
    }
    let row: Option<(i64, String)> =
        sqlx::query_as("SELECT public_changed, summary FROM tickets WHERE id = ?")
            .bind(ticket.id.as_str())
            .fetch_optional(connection)
            .await?;
    let Some((before, summary)) = row else { return Ok(place) };
    // What cannot be read was shown to nobody.
    let shown = from_json::<Ticket>("ticket", &summary).ok().map(Ticket::public_side);
    Ok(if shown == Some(ticket.clone().public_side()) { before } else { place })
}

/// Writes the projected row of a ticket; `facts` are those that are new since the row before.
pub(super) async fn project(
    connection: &mut SqliteConnection,
    facts: &[Fact],
    ticket: &Ticket,
    place: i64,
) -> Result<(), ServerError> {
    let public_changed = public_place(connection, facts, ticket, place).await?;
    let verdict = match &ticket.response {
        Response::Given(verdict) => Some(verdict),
        Response::NotGuaranteed | Response::NoContract | Response::Owed(_) => None,
    };
    let progress = ticket.progress.as_deref();
    sqlx::query(
        "INSERT INTO tickets (id, customer, kind, status, severity, owner, filed_at, due_at, answered, answered_at,
             met, changed, summary, object, fixed_by, public_changed)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, severity = excluded.severity,
             owner = excluded.owner, due_at = excluded.due_at, answered = excluded.answered,
             answered_at = excluded.answered_at, met = excluded.met,
             changed = excluded.changed, summary = excluded.summary,
             object = excluded.object, fixed_by = excluded.fixed_by,
             public_changed = excluded.public_changed",
    )
    .bind(ticket.id.as_str())
    .bind(ticket.customer.as_str())
    .bind(word(&ticket.kind)?)
    .bind(word(&ticket.status)?)
    .bind(u8::from(ticket.severity))
    .bind(ticket.owner.as_ref().map(|owner| owner.as_str().to_owned()))
    .bind(micros(ticket.filed_at))
    .bind(ticket.due().map(micros))
    .bind(verdict.is_some())
    .bind(verdict.map(|verdict| micros(verdict.at)))
    .bind(verdict.and_then(|verdict| verdict.commitment).map(|judged| judged.outcome == Outcome::Met))
    .bind(place)
    .bind(to_json("ticket", ticket)?)
    .bind(progress.and_then(|progress| progress.sha256.as_ref()).map(|object| object.as_str().to_owned()))
    .bind(progress.and_then(|progress| progress.fixed_by.as_ref()).map(|version| version.raw().to_owned()))
    .bind(public_changed)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes a ticket of its filing, under the desk's terms of now.
pub(in crate::server) fn filed(desk: &Desk, id: LocalId, fact: &Fact) -> Result<Ticket, ServerError> {
    let What::Filed(filing) = &fact.what else {
        return Err(ServerError::Broken(format!("{id} does not begin with its filing")));
    };
    let terms = crate::server::desk_rules::Terms { plan: filing.plan, calendar: filing.calendar.clone() };
    let response = desk.first_response(&terms, super::rebuild::start_of(filing, fact.at))?;
    desk.recounted(Ticket::filed(id, filing, fact.at, response).filed_by(&fact.by))
}
