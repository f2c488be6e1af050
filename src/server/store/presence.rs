//! Who is on which ticket: rows that lapse by the server's clock.
//!
//! No part of the desk's history: nothing here takes a place in the delta order, so that a cursor without news
//! stays a cursor without news.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::desk::ticket::names::{LocalId, ManagerId};
use crate::desk::ticket::presence::{Doing, Present};
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::tickets::{find, within};
use super::{Store, from_json, instant, micros, to_json};

/// How long a console counts after it was last heard.
const LASTS: TimeDelta = TimeDelta::seconds(30);
/// Consoles that one token can have on tickets at once; the ones heard longest ago give way.
const MOST_OF_ONE: i64 = 8;
/// More than anybody could read.
const MOST_TOLD: i64 = 500;

type Row = (String, String, String, i64, i64);

impl Store {
    /// Notes that a console is on a ticket, wherever it was before.
    pub async fn come(
        &self,
        caller: &Caller,
        console: Uuid,
        ticket: &LocalId,
        doing: Doing,
        now: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        caller.may_read()?;
        let manager = caller.manager.as_ref().ok_or(ServerError::NoPerson)?;
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        find(&mut transaction, caller, ticket).await?;
        sqlx::query(
            "INSERT INTO presence (caller, console, ticket, manager, doing, since, until)
             VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (caller, console) DO UPDATE SET
                 since = CASE WHEN presence.ticket = excluded.ticket AND presence.doing = excluded.doing
                         AND presence.until > excluded.since THEN presence.since ELSE excluded.since END,
                 ticket = excluded.ticket, manager = excluded.manager, doing = excluded.doing,
                 until = excluded.until",
        )
        .bind(caller.name.raw())
        .bind(console.to_string())
        .bind(ticket.as_str())
        .bind(manager.as_str())
        .bind(to_json("presence", &doing)?)
        .bind(micros(now))
        .bind(micros(now + LASTS))
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM presence WHERE until <= ? OR (caller = ? AND console NOT IN
             (SELECT console FROM presence WHERE caller = ? ORDER BY until DESC LIMIT ?))",
        )
        .bind(micros(now))
        .bind(caller.name.raw())
        .bind(caller.name.raw())
        .bind(MOST_OF_ONE)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that a console is on no ticket any more.
    pub async fn go(&self, caller: &Caller, console: Uuid) -> Result<(), ServerError> {
        caller.may_read()?;
        sqlx::query("DELETE FROM presence WHERE caller = ? AND console = ?")
            .bind(caller.name.raw())
            .bind(console.to_string())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Answers who is on the tickets that a caller may see, but for the console that asks.
    pub async fn present(
        &self,
        caller: &Caller,
        asking: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Present>, ServerError> {
        // Who of the desk looks at what is nobody else's matter.
        if !caller.sees_presence() {
            return Ok(Vec::new());
        }
        let mut query = QueryBuilder::new(
            "SELECT ticket, manager, doing, since, until FROM presence
             JOIN tickets ON tickets.id = presence.ticket WHERE until > ",
        );
        query.push_bind(micros(now));
        if let Some(console) = asking {
            query.push(" AND NOT (caller = ").push_bind(caller.name.raw().to_owned());
            query.push(" AND console = ").push_bind(console.to_string()).push(")");
        }
        within(&mut query, caller);
        query.push(" ORDER BY ticket, since, console LIMIT ").push_bind(MOST_TOLD);
        let rows: Vec<Row> = query.build_query_as().fetch_all(&self.readers).await?;
        rows.into_iter().map(read).collect()
    }
}

fn read((ticket, manager, doing, since, until): Row) -> Result<Present, ServerError> {
    Ok(Present {
        ticket: LocalId::new(ticket),
        manager: ManagerId::new(manager),
        doing: from_json("presence", &doing)?,
        since: instant(since)?,
        until: instant(until)?,
    })
}
