//! The state's folder was moved or deleted while the console runs: it is made anew, with all that the console answers
//! for, so that nothing is written where nobody will look for it.

use std::path::Path;
use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use tracing::warn;

use super::LocalStoreError;
use super::file::File;
use super::lease::Lease;

/// Which file it is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

impl Identity {
    pub fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let known = std::fs::metadata(path).ok()?;
        Some(Self(known.dev(), known.ino()))
    }
}

/// Opens the file that is to be at a path, and writes into it what the one has that was there before.
///
/// # Errors
/// Those of opening; then the old one is all there is, and it is tried again.
pub(super) async fn begin_anew(
    mut old: File,
    path: &Path,
    lease: &mut Option<Arc<Lease>>,
) -> Result<File, (File, LocalStoreError)> {
    // The old name is that of a console in a folder that is not there any more.
    let before = lease.take();
    match File::open(path, lease, old.editing.clone()).await {
        Ok(mut file) => {
            if let Err(why) = carry_over(&mut old, &file, path).await {
                warn!(%why, "what the old store has could not be written into the new one");
                *lease = before;
                return Err((old, why));
            }
            file.made_anew = true;
            old.close().await;
            Ok(file)
        }
        Err(why) => {
            *lease = before;
            Err((old, why))
        }
    }
}

async fn carry_over(old: &mut File, new: &File, path: &Path) -> Result<(), LocalStoreError> {
    let (from, to) = (old.lease.name().to_owned(), new.lease.name().to_owned());
    let connection = &mut old.connection;
    sqlx::query("ATTACH DATABASE ? AS anew")
        .bind(path.to_string_lossy().into_owned())
        .execute(&mut *connection)
        .await?;
    let copied = copy(connection, &from, &to).await;
    sqlx::query("DETACH DATABASE anew").execute(&mut *connection).await?;
    let actions = copied?;
    for id in actions.iter().filter_map(|id| id.parse().ok()) {
        let id = crate::desk::ticket::names::ActionId(id);
        new.withheld
            .prepare(id)
            .map_err(|cause| LocalStoreError::Prepare { path: path.to_owned(), cause })?;
    }
    // Whoever opens the old one some day must not send it all once more.
    for statement in ["DELETE FROM main.outbox", "DELETE FROM main.draft"] {
        if let Err(why) = sqlx::query(statement).execute(&mut *connection).await {
            warn!(%why, "the old store keeps what it has");
        }
    }
    Ok(())
}

/// Copies everything, what is ours under our new name; returns the names of the actions. What belongs to the dead, or to
/// somebody else, must not go with a folder either.
async fn copy(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> Result<Vec<String>, LocalStoreError> {
    let mut step = sqlx::Connection::begin(connection).await?;
    for table in ["outbox", "draft"] {
        let columns: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_info(?) WHERE name NOT IN ('place', 'console') ORDER BY cid",
        )
        .bind(table)
        .fetch_all(&mut *step)
        .await?;
        let columns = columns.join(", ");
        let statement = format!(
            "INSERT OR IGNORE INTO anew.{table} (console, {columns})
             SELECT iif(console = ?, ?, console), {columns} FROM main.{table} ORDER BY rowid"
        );
        sqlx::query(sqlx::AssertSqlSafe(statement)).bind(from).bind(to).execute(&mut *step).await?;
    }
    for statement in [
        "INSERT OR IGNORE INTO anew.backend SELECT * FROM main.backend",
        "INSERT OR IGNORE INTO anew.person SELECT * FROM main.person",
        "INSERT OR IGNORE INTO anew.delivered SELECT * FROM main.delivered",
        "INSERT OR IGNORE INTO anew.journal SELECT * FROM main.journal",
        "INSERT OR IGNORE INTO anew.journal_line SELECT * FROM main.journal_line
         WHERE journal IN (SELECT id FROM anew.journal)",
    ] {
        sqlx::query(statement).execute(&mut *step).await?;
    }
    let actions = sqlx::query_scalar("SELECT id FROM anew.outbox").fetch_all(&mut *step).await?;
    step.commit().await?;
    Ok(actions)
}
