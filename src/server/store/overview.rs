//! How a customer fares, counted by indexes.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::SqliteConnection;

use crate::desk::queue::overview::{
    MOST_TOLD, Overview, RESPONSE_DAYS, ResponseFigures, SIGNATURE_DAYS, SignatureFigures, SignatureSeen,
};
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::{BadName, CustomerId};
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::{Store, from_json, instant, micros, word};

impl Store {
    /// Answers how a customer in the caller's scope fares. Others do not exist.
    pub async fn overview(
        &self,
        caller: &Caller,
        id: &CustomerId,
        now: DateTime<Utc>,
    ) -> Result<Overview, ServerError> {
        caller.may_see_figures()?;
        if self.desk().await?.customer(id).is_none_or(|customer| !caller.scope.holds(&customer.id)) {
            return Err(caller.nothing(ServerError::NotFound));
        }
        // One transaction: the figures are of one moment.
        let mut transaction = self.readers.begin().await?;
        Ok(Overview {
            as_of: now,
            open: open(&mut transaction, id).await?,
            response: response(&mut transaction, id, now).await?,
            signatures: signatures(&mut transaction, id, now).await?,
        })
    }
}

async fn open(connection: &mut SqliteConnection, id: &CustomerId) -> Result<[u32; 4], ServerError> {
    let rows: Vec<(u8, u32)> = sqlx::query_as(
        "SELECT severity, COUNT(*) FROM tickets
         WHERE customer = ? AND status NOT IN ('resolved', 'closed', 'void') GROUP BY severity",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?;
    let mut open = [0; 4];
    for (severity, count) in rows {
        if let Some(place) = open.get_mut(usize::from(severity).wrapping_sub(1)) {
            *place = count;
        }
    }
    Ok(open)
}

async fn response(
    connection: &mut SqliteConnection,
    id: &CustomerId,
    now: DateTime<Utc>,
) -> Result<ResponseFigures, ServerError> {
    let since = micros(now - TimeDelta::days(RESPONSE_DAYS.into()));
    let (met, late): (u32, u32) = sqlx::query_as(
        "SELECT COUNT(CASE met WHEN 1 THEN 1 END), COUNT(CASE met WHEN 0 THEN 1 END) FROM tickets
         WHERE customer = ? AND answered_at > ? AND status <> 'void'",
    )
    .bind(id.as_str())
    .bind(since)
    .fetch_one(&mut *connection)
    .await?;
    let void: u32 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM tickets WHERE customer = ? AND filed_at > ? AND status = 'void'",
    )
    .bind(id.as_str())
    .bind(since)
    .fetch_one(&mut *connection)
    .await?;
    let waiting: Vec<String> = sqlx::query_scalar(
        "SELECT summary FROM tickets
         WHERE customer = ? AND answered = 0 AND status NOT IN ('resolved', 'closed', 'void')",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?;
    let mut missed = late;
    for summary in waiting {
        let ticket: Ticket = from_json("ticket", &summary)?;
        let due = ticket.owed().and_then(|dues| dues.commitment);
        missed += u32::from(due.is_some_and(|due| due < now));
    }
    Ok(ResponseFigures { met, missed, void })
}

async fn signatures(
    connection: &mut SqliteConnection,
    id: &CustomerId,
    now: DateTime<Utc>,
) -> Result<SignatureFigures, ServerError> {
    let since = micros(now - TimeDelta::days(SIGNATURE_DAYS.into()));
    let mut figures = SignatureFigures::default();
    let counts: Vec<(String, u32)> = sqlx::query_as(
        "SELECT asked.verdict, COUNT(*) FROM signature_requests AS asked
         JOIN tickets ON tickets.id = asked.ticket AND tickets.status <> 'void'
         WHERE asked.customer = ? AND asked.filed_at > ? GROUP BY asked.verdict",
    )
    .bind(id.as_str())
    .bind(since)
    .fetch_all(&mut *connection)
    .await?;
    for (verdict, count) in counts {
        figures.add(read_word("verdict", &verdict)?, count);
    }
    let last: Vec<(String, String, String, i64, String)> = sqlx::query_as(
        "SELECT asked.ticket, asked.verdict, asked.name, asked.filed_at, tickets.status
         FROM signature_requests AS asked
         JOIN tickets ON tickets.id = asked.ticket AND tickets.status <> 'void'
         WHERE asked.customer = ? AND asked.filed_at > ? ORDER BY asked.filed_at DESC, asked.ticket LIMIT ?",
    )
    .bind(id.as_str())
    .bind(since)
    .bind(i64::try_from(MOST_TOLD).unwrap_or(i64::MAX))
    .fetch_all(connection)
    .await?;
    for (ticket, verdict, name, filed_at, status) in last {
        figures.last.push(SignatureSeen {
            ticket: ticket
                .parse()
                .map_err(|why: BadName| ServerError::Broken(format!("{ticket:?}: {why}")))?,
            verdict: read_word("verdict", &verdict)?,
            name: SafeLine::from(name),
            filed_at: instant(filed_at)?,
            status: read_word("status", &status)?,
        });
    }
    Ok(figures)
}

/// Reads what [`word`] wrote.
fn read_word<T: serde::de::DeserializeOwned>(what: &'static str, word: &str) -> Result<T, ServerError> {
    serde_json::from_value(word.into()).map_err(|source| ServerError::Stored { what, source })
}

/// Notes what a signature request asks, once, for the figures.
pub(super) async fn note_request(
    connection: &mut SqliteConnection,
    fact: &Fact,
    ticket: &Ticket,
) -> Result<(), ServerError> {
    let What::Filed(filed) = &fact.what else { return Ok(()) };
    let Some(request) = &filed.signature else { return Ok(()) };
    sqlx::query(
        "INSERT INTO signature_requests (ticket, customer, filed_at, verdict, name) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (ticket) DO NOTHING",
    )
    .bind(ticket.id.as_str())
    .bind(ticket.customer.as_str())
    .bind(micros(ticket.filed_at))
    .bind(word(&request.verdict)?)
    .bind(request.name.raw())
    .execute(connection)
    .await?;
    Ok(())
}
