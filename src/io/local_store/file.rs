//! The file itself: every statement on it.

use std::collections::HashMap;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row};
use tracing::warn;

use crate::app::event::Kept;
use crate::desk::action::Action;
use crate::desk::names::{ActionId, BackendId};
use crate::io::files;

use super::{Left, LocalStoreError, Place};

/// How the whole file is laid out.
const LAYOUT: i64 = 2;
/// How an action is written: JSON of `desk::action::Action`.
const FORMAT: i64 = 1;

pub struct File {
    connection: SqliteConnection,
}

impl File {
    pub async fn open(path: &Path) -> Result<Self, LocalStoreError> {
        let prepare = |cause| LocalStoreError::Prepare { path: path.to_owned(), cause };
        // SQLite gives its side files the rights of the main one, so that one comes first and private.
        files::open_private(path, std::fs::OpenOptions::new().append(true).create(true)).map_err(prepare)?;
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            // Recorded means: it survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(5))
            .disable_statement_logging()
            .connect()
            .await?;
        let layout: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut connection).await?;
        if layout > LAYOUT {
            return Err(LocalStoreError::Newer(layout));
        }
        if layout < LAYOUT {
            sqlx::raw_sql(include_str!("schema.sql")).execute(&mut connection).await?;
            sqlx::raw_sql("PRAGMA user_version = 2").execute(&mut connection).await?;
        }
        Ok(Self { connection })
    }

    pub async fn close(self) {
        if let Err(why) = self.connection.close().await {
            warn!(%why, "the local store was not closed properly");
        }
    }

    pub async fn load(&mut self, backends: &[(BackendId, String)]) -> Result<Left, LocalStoreError> {
        let mut by_store = HashMap::new();
        for (backend, address) in backends {
            if let Some(store) = self.store_of(address).await? {
                by_store.entry(store).or_insert_with(|| backend.clone());
            }
        }
        let rows = sqlx::query(
            "SELECT store, format, action, sent, id IN (SELECT id FROM taken_back) AS taken_back
             FROM outbox ORDER BY place",
        )
        .fetch_all(&mut self.connection)
        .await?;
        let mut left = Left::default();
        for row in rows {
            // Meant for a desk that this console does not watch today.
            let Some(backend) = by_store.get(row.get::<&str, _>("store")) else { continue };
            match action(&row) {
                // The backend may have another name in the configuration since.
                Some(mut action) => {
                    action.ticket.backend = backend.clone();
                    let (sent, taken_back) = (row.get("sent"), row.get("taken_back"));
                    left.kept.push(Kept { action, sent, taken_back });
                }
                None => left.unreadable += 1,
            }
        }
        Ok(left)
    }

    pub async fn remember(&mut self, address: &str, store: &str) -> Result<(), LocalStoreError> {
        if self.store_of(address).await?.as_deref() == Some(store) {
            return Ok(());
        }
        sqlx::query("INSERT INTO backend VALUES (?, ?) ON CONFLICT DO UPDATE SET store = excluded.store")
            .bind(address)
            .bind(store)
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    pub async fn store_of(&mut self, address: &str) -> Result<Option<String>, LocalStoreError> {
        let store = sqlx::query_scalar("SELECT store FROM backend WHERE address = ?")
            .bind(address)
            .fetch_optional(&mut self.connection)
            .await?;
        Ok(store)
    }

    pub async fn record(&mut self, action: &Action, place: Place) -> Result<(), LocalStoreError> {
        let store = match place.store {
            Some(store) => store,
            None => {
                self.store_of(&place.address).await?.ok_or(LocalStoreError::UnknownStore(place.address))?
            }
        };
        let mut transaction = self.connection.begin().await?;
        // Once more with the same id is an edited action: it keeps its place, and may go again.
        sqlx::query(
            "INSERT INTO outbox (id, store, format, action, owner) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET format = excluded.format, action = excluded.action, sent = 0",
        )
        .bind(action.id.to_string())
        .bind(store)
        .bind(FORMAT)
        .bind(serde_json::to_string(action).map_err(LocalStoreError::Unwritable)?)
        .bind(i64::from(std::process::id()))
        .execute(&mut *transaction)
        .await?;
        may_go(&mut transaction, action.id).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that an action must not go by itself.
    pub async fn take_back(&mut self, id: ActionId) -> Result<(), LocalStoreError> {
        sqlx::query("INSERT INTO taken_back SELECT id FROM outbox WHERE id = ? ON CONFLICT DO NOTHING")
            .bind(id.to_string())
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    pub async fn sending(&mut self, id: ActionId) -> Result<Option<String>, LocalStoreError> {
        let store = sqlx::query_scalar("UPDATE outbox SET sent = 1 WHERE id = ? RETURNING store")
            .bind(id.to_string())
            .fetch_optional(&mut self.connection)
            .await?;
        Ok(store)
    }

    pub async fn forget(&mut self, id: ActionId) -> Result<(), LocalStoreError> {
        let mut transaction = self.connection.begin().await?;
        sqlx::query("DELETE FROM outbox WHERE id = ?")
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        may_go(&mut transaction, id).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn may_go(connection: &mut SqliteConnection, id: ActionId) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM taken_back WHERE id = ?").bind(id.to_string()).execute(connection).await?;
    Ok(())
}

fn action(row: &sqlx::sqlite::SqliteRow) -> Option<Action> {
    let format: i64 = row.get("format");
    if format != FORMAT {
        warn!(format, "an action in an unknown format stays in the local store");
        return None;
    }
    let action = serde_json::from_str(row.get("action"));
    // Where, never what: the text is a person's.
    action
        .map_err(|why| warn!(column = why.column(), "an action that cannot be read stays in the local store"))
        .ok()
}
