//! The file itself: opened, checked, brought to the layout of today; and which store answers at which address.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Sqlite, Transaction};
use tracing::warn;

use crate::app::protocol::origin::Origin;
use crate::desk::life::Life;
use crate::io::files;

use super::editing::Editing;
use super::lease::Lease;
use super::moved::Identity;
use super::rescue::Rescue;
use super::withheld::Withheld;
use super::{LocalStoreError, Place};

/// How the whole file is laid out: one step for each number. A file is brought from where it is to the last.
/// The second number was never that of a released program.
static LAYOUTS: [(i64, &str); 6] = [
    (1, include_str!("layout_1.sql")),
    (3, include_str!("layout_3.sql")),
    (4, include_str!("layout_4.sql")),
    (5, include_str!("layout_5.sql")),
    (6, include_str!("layout_6.sql")),
    (7, include_str!("layout_7.sql")),
];
/// How actions and drafts are written: JSON of `desk::action::Action` and `app::drafts::Draft`.
pub(super) const FORMAT: i64 = 1;
/// How forms are written among the drafts: JSON of `app::filled::Filled`.
pub(super) const FORM: i64 = 2;
/// How long another console is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct File {
    pub connection: SqliteConnection,
    /// Shared with the task, which keeps it when the file fails.
    pub lease: Arc<Lease>,
    /// Where the person's own editor has the texts.
    pub editing: Editing,
    pub withheld: Withheld,
    pub rescue: Rescue,
    /// It was made because the one before it was moved or deleted, which is still to be told.
    pub made_anew: bool,
    identity: Option<Identity>,
}

impl File {
    pub async fn open(
        path: &Path,
        lease: &mut Option<Arc<Lease>>,
        editing: Editing,
    ) -> Result<Self, LocalStoreError> {
        // SQLite gives its side files the rights of the main one, so that one comes first and private.
        files::open_private(path, std::fs::OpenOptions::new().append(true).create(true))
            .map_err(|cause| LocalStoreError::Prepare { path: path.to_owned(), cause })?;
        for side in ["-wal", "-shm"] {
            // Left by a run that died, perhaps of a time when others could read it.
            let side = with_ending(path, side);
            if side.exists() {
                files::tighten(&side, 0o600);
            }
        }
        let connection = connect(path).await?;
        let home = path.parent().unwrap_or(Path::new(""));
        let lease = match lease {
            Some(lease) => Arc::clone(lease),
            None => Arc::clone(lease.insert(Arc::new(take_lease(&home.join("consoles"))?))),
        };
        Ok(Self {
            connection,
            lease,
            editing,
            withheld: Withheld::beside(path),
            rescue: Rescue::beside(path),
            made_anew: false,
            identity: Identity::of(path),
        })
    }

    /// Whether it is what a path leads to.
    pub fn is_at(&self, path: &Path) -> bool {
        self.identity.is_none() || self.identity == Identity::of(path)
    }

    pub async fn close(self) {
        if let Err(why) = self.connection.close().await {
            warn!(%why, "the local store was not closed properly");
        }
    }

    /// Begins a step that happens as a whole or not at all; nobody else writes meanwhile.
    pub async fn begin(&mut self) -> Result<Transaction<'_, Sqlite>, LocalStoreError> {
        Ok(self.connection.begin_with("BEGIN IMMEDIATE").await?)
    }

    pub async fn remember(&mut self, address: &str, life: &Life) -> Result<(), LocalStoreError> {
        if self.life_of(address).await?.as_ref() == Some(life) {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO backend (address, store, life) VALUES (?, ?, ?)
             ON CONFLICT DO UPDATE SET store = excluded.store, life = excluded.life",
        )
        .bind(address)
        .bind(&life.store)
        .bind(&life.epoch)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    pub async fn life_of(&mut self, address: &str) -> Result<Option<Life>, LocalStoreError> {
        let row: Option<(String, String)> =
            sqlx::query_as("SELECT store, life FROM backend WHERE address = ?")
                .bind(address)
                .fetch_optional(&mut self.connection)
                .await?;
        Ok(row.map(|(store, epoch)| Life { store, epoch }))
    }

    /// The store that its author had before the eyes; else the one that it is put down for.
    pub async fn store_of(&mut self, origin: &Origin, place: &Place) -> Result<String, LocalStoreError> {
        match &origin.life {
            Some(life) => Ok(life.store.clone()),
            None => self.store_at(place).await,
        }
    }

    /// The store that a thing is meant for.
    pub async fn store_at(&mut self, place: &Place) -> Result<String, LocalStoreError> {
        if let Some(store) = &place.store {
            return Ok(store.clone());
        }
        let store = store_of(&mut self.connection, &place.address).await?;
        store.ok_or_else(|| LocalStoreError::UnknownStore(place.address.clone()))
    }
}

fn take_lease(consoles: &Path) -> Result<Lease, LocalStoreError> {
    let lease = Lease::take(consoles).and_then(|lease| lease.sweep().map(|()| lease));
    lease.map_err(|cause| LocalStoreError::Prepare { path: consoles.to_owned(), cause })
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

pub(super) async fn store_of(
    connection: &mut SqliteConnection,
    address: &str,
) -> Result<Option<String>, LocalStoreError> {
    let store = sqlx::query_scalar("SELECT store FROM backend WHERE address = ?")
        .bind(address)
        .fetch_optional(connection)
        .await?;
    Ok(store)
}

async fn connect(path: &Path) -> Result<SqliteConnection, LocalStoreError> {
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        // Recorded means: it survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
        .disable_statement_logging()
        .connect()
        .await?;
    // Looked at before anything is written: what is not ours stays as it is.
    steps(&mut connection).await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut connection).await?;
    if found != "ok" {
        return Err(LocalStoreError::NotWhole(found));
    }
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut connection).await?;
    let mut step = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Asked again: another console may have brought it there meanwhile.
    for (number, statements) in steps(&mut step).await? {
        sqlx::raw_sql(*statements).execute(&mut *step).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {number}")))
            .execute(&mut *step)
            .await?;
    }
    step.commit().await?;
    Ok(connection)
}

/// What is still to be done to bring the file to the layout of today.
async fn steps(connection: &mut SqliteConnection) -> Result<&'static [(i64, &'static str)], LocalStoreError> {
    let layout: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(connection).await?;
    if layout == 0 {
        return Ok(&LAYOUTS);
    }
    let at = LAYOUTS.iter().position(|(number, _)| *number == layout);
    at.map(|at| &LAYOUTS[at + 1..]).ok_or(LocalStoreError::Newer(layout))
}
