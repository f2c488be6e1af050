//! Lives of a desk's store: what it had accepted, so that a restore loses no word.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::app::protocol::origin::Origin;
use crate::desk::life::{Life, Was};
use crate::desk::ticket::names::{ActionId, BackendId};

use super::file::File;
use super::{LocalStoreError, Place};

/// How long what was accepted is kept to be offered again: backups that are put back are seldom older.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Keeps what was accepted, in the step in which it leaves the outbox.
pub(super) async fn keep(
    step: &mut SqliteConnection,
    id: ActionId,
    row: &SqliteRow,
    at: DateTime<Utc>,
) -> Result<(), LocalStoreError> {
    sqlx::query("DELETE FROM delivered WHERE at < ?")
        .bind((at - KEPT).timestamp_micros())
        .execute(&mut *step)
        .await?;
    // Where there are no lives, nothing can be asked for afterwards.
    let Some(life) = row.get::<Option<String>, _>("life").filter(|life| !life.is_empty()) else {
        return Ok(());
    };
    sqlx::query(
        "INSERT OR REPLACE INTO delivered (id, store, life, ticket, format, action, was, author, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(id.to_string())
    .bind(row.get::<String, _>("store"))
    .bind(life)
    .bind(row.get::<String, _>("ticket"))
    .bind(row.get::<i64, _>("format"))
    .bind(row.get::<String, _>("action"))
    .bind(row.get::<Option<String>, _>("was"))
    .bind(row.get::<Option<String>, _>("author"))
    .bind(at.timestamp_micros())
    .execute(step)
    .await?;
    Ok(())
}

/// What the author of a kept action had before the eyes.
pub(super) fn origin(row: &SqliteRow) -> Origin {
    let life: Option<String> = row.get("life");
    let was: Option<&str> = row.get("was");
    let accepted: Option<i64> = row.get("accepted");
    Origin {
        life: life.map(|epoch| Life { store: row.get("store"), epoch }),
        was: was.and_then(|was| serde_json::from_str::<Was>(was).ok()),
        accepted: accepted.and_then(DateTime::from_timestamp_micros),
    }
}

impl File {
    /// Which lives answer at the places that are watched, or answered last; not those of which no life is known.
    pub async fn lives_at(&mut self, places: &[Place]) -> Result<Vec<(BackendId, Life)>, LocalStoreError> {
        let mut lives = Vec::new();
        for place in places {
            let life = self.life_of(&place.address).await?.filter(|life| !life.epoch.is_empty());
            lives.extend(life.map(|life| (place.backend.clone(), life)));
        }
        Ok(lives)
    }

    /// What an earlier life of a store had accepted from this machine, the oldest first.
    pub async fn accepted_before(&mut self, life: &Life) -> Result<Vec<(Life, ActionId)>, LocalStoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT id, life FROM delivered WHERE store = ? AND life <> ? ORDER BY at, id")
                .bind(&life.store)
                .bind(&life.epoch)
                .fetch_all(&mut self.connection)
                .await?;
        let named = |(id, epoch): (String, String)| {
            Some((Life { store: life.store.clone(), epoch }, ActionId(id.parse().ok()?)))
        };
        Ok(rows.into_iter().filter_map(named).collect())
    }

    /// Takes in what this life of a store said of acts that an earlier one had accepted: what it does not know waits in
    /// the outbox again, and what it knows is asked of the next life. Answers how many wait.
    pub async fn settle_accepted(
        &mut self,
        life: &Life,
        asked: &[ActionId],
        lost: &[ActionId],
    ) -> Result<usize, LocalStoreError> {
        let mut step = self.begin().await?;
        let mut waiting = 0;
        for id in asked {
            if lost.contains(id) {
                let moved = sqlx::query(
                    "INSERT INTO outbox (id, store, ticket, format, action, life, was, author, accepted)
                     SELECT id, store, ticket, format, action, life, was, author, at FROM delivered WHERE id = ?
                     ON CONFLICT (id) DO NOTHING",
                )
                .bind(id.to_string())
                .execute(&mut *step)
                .await?;
                sqlx::query("DELETE FROM delivered WHERE id = ?")
                    .bind(id.to_string())
                    .execute(&mut *step)
                    .await?;
                waiting += usize::from(moved.rows_affected() > 0);
            } else {
                sqlx::query("UPDATE delivered SET life = ? WHERE id = ?")
                    .bind(&life.epoch)
                    .bind(id.to_string())
                    .execute(&mut *step)
                    .await?;
            }
        }
        step.commit().await?;
        Ok(waiting)
    }
}
