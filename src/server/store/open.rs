//! Opens a store: makes a new one, or checks that the file is one this program understands.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection, SqlitePool};
use tokio::sync::watch;

use crate::desk::sla::ZoneSet;
use crate::server::error::ServerError;

use super::audit::Denials;
use super::copy::{Check, look};
use super::{Store, desk, life};

/// What this program's tables mean.
pub const FORMAT: i64 = 1;
/// The store's file in its directory.
pub(super) const FILE: &str = "vigie.sqlite";
const READERS: u32 = 4;
/// How long a writer waits for another process.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

static TABLES: Migrator = sqlx::migrate!("src/server/schema");

impl Store {
    /// Opens the store that is in a directory.
    ///
    /// # Errors
    /// [`ServerError::NoStore`] where there is none: nothing is made. Otherwise as [`Store::open`].
    pub async fn open_existing(directory: &Path) -> Result<Self, ServerError> {
        if !fs::metadata(directory.join(FILE)).is_ok_and(|known| known.len() > 0) {
            return Err(ServerError::NoStore { path: directory.display().to_string() });
        }
        Self::open(directory).await
    }

    /// Opens the store in a directory, making both if they are not there; only their owner may read them.
    ///
    /// # Errors
    /// A file that is no store, is not whole, or is of a newer format is reported and left as it is.
    pub async fn open(directory: &Path) -> Result<Self, ServerError> {
        make_private(directory).map_err(|source| file_error(directory, source))?;
        let file = directory.join(FILE);
        // An empty file is a store that was never begun.
        if fs::metadata(&file).is_ok_and(|known| known.len() > 0) {
            look(&file, Check::Quick).await?;
        }
        let options = options(&file);
        let writer = writer(options.clone()).await?;
        let mut connection = writer.acquire().await?;
        check_format(&mut connection).await?;
        TABLES.run(&mut *connection).await?;
        desk::found(&mut connection).await?;
        let mark = Arc::new(life::begin(&mut connection, directory).await?);
        let seal = desk::seal(&mut connection).await?;
        drop(connection);
        let readers = readers(options).await?;
        let (commits, _) = watch::channel(());
        let desk = Arc::new(RwLock::new(None));
        let (closing, denials) = (Arc::default(), Denials::default());
        let store = Self { readers, writer, desk, commits, closing, denials, mark, seal };
        store.bound_once().await?;
        store.give_ways().await?;
        store.follow_laws(ZoneSet::in_force().release()).await?;
        Ok(store)
    }
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // FULL: an answered request survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("cache_size", "-16000")
        // A load leaves a large journal behind; it is cut back to this many bytes.
        .pragma("journal_size_limit", "67108864")
        .thread_name(|number| format!("vigie-store-{number}"))
}

/// The one connection that writes.
async fn writer(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    SqlitePoolOptions::new()
        .max_connections(1)
        // On a full disk SQLite itself takes the transaction back, and the connection still counts it as begun: it
        // would refuse every later one, also when there is room again.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        .connect_with(options)
        .await
}

async fn readers(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let options = options.create_if_missing(false).pragma("query_only", "on");
    SqlitePoolOptions::new().max_connections(READERS).connect_with(options).await
}

/// Looks before anything is written: what is not ours stays as it is.
pub(super) async fn check_format(connection: &mut SqliteConnection) -> Result<(), ServerError> {
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .fetch_all(&mut *connection)
        .await?;
    if tables.is_empty() {
        return Ok(());
    }
    if !tables.iter().any(|table| table == "meta") {
        return Err(ServerError::NotAStore);
    }
    let found: Option<i64> =
        sqlx::query_scalar("SELECT format FROM meta").fetch_optional(&mut *connection).await?;
    match found {
        Some(FORMAT) | None => Ok(()),
        Some(found) => Err(ServerError::UnknownFormat { found, known: FORMAT }),
    }
}

pub(super) fn file_error(path: &Path, source: io::Error) -> ServerError {
    ServerError::File { path: path.display().to_string(), source }
}

#[cfg(unix)]
fn make_private(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

    make_private_directory(directory)?;
    let file = directory.join(FILE);
    // Made here with its rights, so that it is never readable for a moment; SQLite gives its side files the same.
    let opened = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&file)?;
    opened.set_permissions(fs::Permissions::from_mode(0o600))
}

#[cfg(unix)]
pub(super) fn make_private_directory(directory: &Path) -> io::Result<()> {
    std::os::unix::fs::DirBuilderExt::mode(fs::DirBuilder::new().recursive(true), 0o700).create(directory)
}

#[cfg(not(unix))]
pub(super) fn make_private_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(not(unix))]
fn make_private(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}
