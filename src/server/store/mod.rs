//! The store: one SQLite file with append-only facts and what is projected from them.
//!
//! All SQL of the server is here. Every function that touches the desk's data takes a
//! [`Caller`](super::caller::Caller) and applies its scope inside the query.
//!
//! Readers share a small pool; there is one writer's connection, which queues the writers of this
//! process fairly. Other processes (an import beside a running server) wait by SQLite's own lock.

mod act;
mod audit;
mod bases;
mod changes;
mod closing;
mod copy;
mod desk;
mod file;
mod flaws;
mod import;
mod journals;
mod life;
mod mark;
mod once;
mod open;
mod overview;
mod presence;
mod rebuild;
mod seal;
mod tickets;
mod tokens;
mod write;
mod zones;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{FromRow, SqliteConnection, SqlitePool};
use tokio::sync::watch;

use crate::desk::bounds;
use crate::desk::sla::ZonesRelease;

use super::desk_rules::Desk;
use super::error::ServerError;

pub use audit::Tried;
pub use changes::{ChangesPage, Wanted};
pub use copy::{back_up, restore};
pub(in crate::server) use file::letters;
pub use flaws::{FlawState, Part, StoredFlaw};
pub use import::Mode;
pub use life::MOST_ACTS;
pub(in crate::server) use life::check_earlier;
pub use once::Answer;
pub use open::FORMAT;
pub use tickets::Shown;
pub use tokens::{NewToken, TokenRow, draw_secret};
pub use write::Writing;
pub(in crate::server) use write::filed;

/// A handle to the store; clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    readers: SqlitePool,
    writer: SqlitePool,
    /// The last desk that was read; renewed when the version in the store is another.
    desk: Arc<RwLock<Option<Arc<Desk>>>>,
    /// Woken by every commit of this process.
    commits: watch::Sender<()>,
    closing: Arc<AtomicBool>,
    denials: audit::Denials,
    /// How far it has come, written beside it.
    mark: Arc<mark::Marked>,
    seal: seal::Seal,
}

/// The store's one row about itself.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Meta {
    pub store: String,
    pub epoch: String,
    pub demonstration: bool,
    pub changed: i64,
    pub desk_version: u32,
    /// The release of tzdata that what is owed was computed with; empty in a store from before that was kept.
    pub tzdata: String,
    /// A digest of the public holidays that it was computed with; 0 in a store from before that was kept.
    pub holidays: u32,
}

impl Meta {
    /// The release that the store was computed with, if that is a later one than `ours`.
    pub fn newer_zones(&self, ours: &ZonesRelease) -> Option<ZonesRelease> {
        self.tzdata.parse().ok().filter(|theirs| theirs > ours)
    }
}

impl Store {
    /// Answers what the store is and how far it is: one row, the only cost of a poll without news.
    pub async fn meta(&self) -> Result<Meta, ServerError> {
        let mut connection = self.readers.acquire().await?;
        read_meta(&mut connection).await
    }

    /// Hears of every commit of this process.
    pub fn watch(&self) -> watch::Receiver<()> {
        self.commits.subscribe()
    }

    /// Answers the desk as it is now, also if another process changed it.
    pub async fn desk(&self) -> Result<Arc<Desk>, ServerError> {
        let mut transaction = self.readers.begin().await?;
        let version = read_meta(&mut transaction).await?.desk_version;
        self.desk_at(&mut transaction, version).await
    }

    async fn desk_at(
        &self,
        connection: &mut SqliteConnection,
        version: u32,
    ) -> Result<Arc<Desk>, ServerError> {
        let known = self.desk.read().ok().and_then(|known| known.clone());
        if let Some(known) = known.filter(|known| known.version == version) {
            return Ok(known);
        }
        let read = Arc::new(desk::read(connection, version).await?);
        if let Ok(mut known) = self.desk.write() {
            *known = Some(Arc::clone(&read));
        }
        Ok(read)
    }

    /// Sends home who waits for changes.
    pub fn begin_closing(&self) {
        self.closing.store(true, Ordering::Relaxed);
        self.commits.send_replace(());
    }

    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// Waits for what is under way, then closes the file.
    pub async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
    }
}

async fn read_meta(connection: &mut SqliteConnection) -> Result<Meta, ServerError> {
    let row = sqlx::query_as(
        "SELECT store, epoch, demonstration, changed, desk_version, tzdata, holidays FROM meta",
    );
    Ok(row.fetch_one(connection).await?)
}

/// Writes a value as the store keeps it, and reads it as whoever needs it will: what is not read back is not kept.
fn to_json<T: Serialize + DeserializeOwned>(what: &'static str, value: &T) -> Result<String, ServerError> {
    let text = as_json(what, value)?;
    serde_json::from_str::<T>(&text).map_err(|source| ServerError::Stored { what, source })?;
    Ok(text)
}

/// Writes a value that nobody will read again.
fn as_json(what: &'static str, value: &(impl Serialize + ?Sized)) -> Result<String, ServerError> {
    serde_json::to_string(value).map_err(|source| ServerError::Stored { what, source })
}

/// Reads what the store holds; what is of no year of a desk is read as the nearest that is.
fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, ServerError> {
    let read = bounds::read_own(text).map(|(value, _)| value);
    read.map_err(|source| ServerError::Stored { what, source })
}

/// The stable name that serde gives a variant without data.
fn word(value: &impl Serialize) -> Result<String, ServerError> {
    match serde_json::to_value(value).map_err(|source| ServerError::Stored { what: "name", source })? {
        serde_json::Value::String(text) => Ok(text),
        other => Err(ServerError::Broken(format!("{other} is no name"))),
    }
}

/// Microseconds since 1970 (UTC).
fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

fn instant(micros: i64) -> Result<DateTime<Utc>, ServerError> {
    DateTime::from_timestamp_micros(micros)
        .map(bounds::clamp)
        .ok_or_else(|| ServerError::Broken(format!("{micros} is no instant")))
}
