//! Folds facts and terms again: the projection must be the same.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::SqliteConnection;

use crate::api::Deed;
use crate::desk::rules::counting::Start;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::fact::{Fact, Filed, What};
use crate::desk::ticket::names::{BadName, LocalId};
use crate::desk::ticket::signature::{Md5, Sha256};
use crate::desk::ticket::status::Version;
use crate::server::caller::Caller;
use crate::server::desk_rules::{Desk, Terms};
use crate::server::error::ServerError;

use super::write::{filed, project};
use super::{Store, from_json, instant};

/// What the response clock of a request counts from.
pub(super) fn start_of(filing: &Filed, at: DateTime<Utc>) -> Start {
    Start { filed_at: at, severity: filing.severity, channel: filing.channel, first_call: None }
}

/// Puts an unanswered ticket under terms; an answered one keeps what it was judged by. Then it is counted anew.
pub(super) fn under(mut ticket: Ticket, terms: &Terms, desk: &Desk) -> Result<Ticket, ServerError> {
    if !ticket.has_qualified_response() {
        ticket.plan = terms.plan;
        ticket.calendar = terms.calendar.clone();
    }
    desk.recounted(ticket)
}

pub(super) async fn facts(
    connection: &mut SqliteConnection,
    ticket: &LocalId,
) -> Result<Vec<Fact>, ServerError> {
    let rows: Vec<(u32, i64, String, String)> =
        sqlx::query_as("SELECT number, at, who, what FROM facts WHERE ticket = ? ORDER BY number")
            .bind(ticket.as_str())
            .fetch_all(connection)
            .await?;
    rows.into_iter().map(|(number, at, who, what)| fact(number, at, &who, &what)).collect()
}

fn fact(number: u32, at: i64, who: &str, what: &str) -> Result<Fact, ServerError> {
    let (by, what) = (from_json("author", who)?, what_of(what)?);
    Ok(Fact { number: Version(number), at: instant(at)?, by, what })
}

/// Reads what happened. A request may be older than the check of its digests: what is none is left out here, and the
/// fact itself stays as it was written.
pub(super) fn what_of(text: &str) -> Result<What, ServerError> {
    from_json("fact", text).or_else(|why| without_bad_digests(text).ok_or(why))
}

fn without_bad_digests(text: &str) -> Option<What> {
    let mut what: Value = serde_json::from_str(text).ok()?;
    let request = what.pointer_mut("/data/signature")?.as_object_mut()?;
    let is_bad = |value: &Value, name| match name {
        "sha256" => value.as_str().is_some_and(|text| text.parse::<Sha256>().is_err()),
        _ => value.as_str().is_some_and(|text| text.parse::<Md5>().is_err()),
    };
    for name in ["sha256", "md5"] {
        if request.get(name).is_some_and(|value| is_bad(value, name)) {
            request.remove(name);
        }
    }
    serde_json::from_value(what).ok()
}

/// The last terms under which a ticket was put after it was filed.
async fn terms(connection: &mut SqliteConnection, ticket: &LocalId) -> Result<Option<Terms>, ServerError> {
    let row: Option<(String, String)> =
        sqlx::query_as("SELECT plan, calendar FROM terms WHERE ticket = ? ORDER BY changed DESC LIMIT 1")
            .bind(ticket.as_str())
            .fetch_optional(connection)
            .await?;
    row.map(|(plan, calendar)| {
        Ok(Terms {
            plan: from_json("plan", &format!("{plan:?}"))?,
            calendar: calendar.parse().map_err(|why: BadName| ServerError::Broken(why.to_string()))?,
        })
    })
    .transpose()
}

pub(super) async fn fold(
    connection: &mut SqliteConnection,
    desk: &Desk,
    id: &LocalId,
) -> Result<Ticket, ServerError> {
    let facts = facts(connection, id).await?;
    let Some((first, rest)) = facts.split_first() else {
        return Err(ServerError::Broken(format!("{id} has no facts")));
    };
    let mut ticket = filed(desk, id.clone(), first)?;
    // Terms change only while a ticket is unanswered, and a verdict is a fact: so the last ones held till then.
    if let Some(terms) = terms(connection, id).await? {
        ticket.plan = terms.plan;
        ticket.calendar = terms.calendar;
    }
    desk.recounted(rest.iter().fold(ticket, Ticket::with))
}

impl Store {
    /// Gives the signature requests of before there was a way the one that their facts make.
    pub(super) async fn give_ways(&self) -> Result<(), ServerError> {
        let without: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM tickets
             WHERE kind = 'signature-request' AND json_extract(summary, '$.progress') IS NULL",
        )
        .fetch_all(&self.readers)
        .await?;
        if without.is_empty() {
            return Ok(());
        }
        let mut writing = self.write().await?;
        let desk = std::sync::Arc::clone(writing.desk());
        let first = writing.take_places(without.len()).await?;
        for (id, place) in without.iter().zip(first..) {
            let ticket = fold(&mut writing.transaction, &desk, &named(id)?).await?;
            project(&mut writing.transaction, &[], &ticket, place).await?;
        }
        writing.commit().await
    }

    /// Folds every ticket again and answers which ones are projected otherwise, by id; changes nothing.
    pub async fn unlike_their_facts(&self, caller: &Caller) -> Result<Vec<LocalId>, ServerError> {
        caller.may_set_up()?;
        let mut transaction = self.readers.begin().await?;
        let version = super::read_meta(&mut transaction).await?.desk_version;
        let desk = self.desk_at(&mut transaction, version).await?;
        let mut unlike = Vec::new();
        for id in ids(&mut transaction).await? {
            let summary: Option<String> = sqlx::query_scalar("SELECT summary FROM tickets WHERE id = ?")
                .bind(id.as_str())
                .fetch_optional(&mut *transaction)
                .await?;
            // Read as a console reads it: a projection that must be read otherwise is written anew.
            let projected = summary.and_then(|summary| serde_json::from_str::<Ticket>(&summary).ok());
            if projected != Some(fold(&mut transaction, &desk, &id).await?) {
                unlike.push(id);
            }
        }
        Ok(unlike)
    }

    /// Folds every ticket again and writes what is projected otherwise. Answers how many that were.
    pub async fn rebuild(&self, caller: &Caller, at: DateTime<Utc>) -> Result<usize, ServerError> {
        let unlike = self.unlike_their_facts(caller).await?;
        let mut writing = self.write().await?;
        let desk = std::sync::Arc::clone(writing.desk());
        for id in &unlike {
            let ticket = fold(&mut writing.transaction, &desk, id).await?;
            let place = writing.take_places(1).await?;
            project(&mut writing.transaction, &[], &ticket, place).await?;
        }
        if !unlike.is_empty() {
            let tickets = u32::try_from(unlike.len()).unwrap_or(u32::MAX);
            writing.audit(caller, at, None, &Deed::Rebuilt { tickets }).await?;
        }
        writing.commit().await?;
        Ok(unlike.len())
    }
}

async fn ids(connection: &mut SqliteConnection) -> Result<Vec<LocalId>, ServerError> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT ticket FROM facts WHERE number = 1 ORDER BY ticket")
        .fetch_all(connection)
        .await?;
    ids.iter().map(|id| named(id)).collect()
}

pub(super) fn named(id: &str) -> Result<LocalId, ServerError> {
    id.parse().map_err(|why: BadName| ServerError::Broken(format!("{id:?}: {why}")))
}
