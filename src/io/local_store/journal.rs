//! The journal's lines: each is appended in the same step that it tells of, by whichever console.

use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use crate::api::JournalHead;
use crate::desk::journal::{Entry, Head, Line};

use super::LocalStoreError;

pub(super) async fn append(
    step: &mut SqliteConnection,
    store: &str,
    entry: &Entry,
) -> Result<(), LocalStoreError> {
    let journal = match find(step, store).await? {
        Some(journal) => journal,
        None => begin(step, store).await?,
    };
    let head = last(step, journal).await?;
    let line = head.next(serde_json::to_string(entry).map_err(LocalStoreError::Unwritable)?);
    sqlx::query("INSERT INTO journal_line (journal, number, line, digest) VALUES (?, ?, ?, ?)")
        .bind(journal.to_string())
        .bind(i64::try_from(line.number).unwrap_or(i64::MAX))
        .bind(line.text)
        .bind(line.digest)
        .execute(step)
        .await?;
    Ok(())
}

/// What the journal of a store tells of the last while.
pub(super) async fn latest(
    connection: &mut SqliteConnection,
    store: &str,
) -> Result<Vec<Entry>, LocalStoreError> {
    let Some(journal) = find(connection, store).await? else { return Ok(Vec::new()) };
    let lines: Vec<String> =
        sqlx::query_scalar("SELECT line FROM journal_line WHERE journal = ? ORDER BY number DESC LIMIT 2000")
            .bind(journal.to_string())
            .fetch_all(connection)
            .await?;
    Ok(lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// How far the journal of a store is.
pub(super) async fn head(
    connection: &mut SqliteConnection,
    store: &str,
) -> Result<Option<JournalHead>, LocalStoreError> {
    let Some(journal) = find(connection, store).await? else { return Ok(None) };
    let Head { count, digest } = last(connection, journal).await?;
    Ok(Some(JournalHead { journal, count, digest }))
}

async fn find(connection: &mut SqliteConnection, store: &str) -> Result<Option<Uuid>, LocalStoreError> {
    let id: Option<String> = sqlx::query_scalar("SELECT id FROM journal WHERE store = ?")
        .bind(store)
        .fetch_optional(connection)
        .await?;
    Ok(id.and_then(|id| id.parse().ok()))
}

async fn begin(step: &mut SqliteConnection, store: &str) -> Result<Uuid, LocalStoreError> {
    let journal = Uuid::now_v7();
    sqlx::query("INSERT INTO journal (id, store) VALUES (?, ?)")
        .bind(journal.to_string())
        .bind(store)
        .execute(step)
        .await?;
    Ok(journal)
}

async fn last(connection: &mut SqliteConnection, journal: Uuid) -> Result<Head, LocalStoreError> {
    let last: Option<(i64, String)> = sqlx::query_as(
        "SELECT number, digest FROM journal_line WHERE journal = ? ORDER BY number DESC LIMIT 1",
    )
    .bind(journal.to_string())
    .fetch_optional(connection)
    .await?;
    Ok(match last {
        Some((number, digest)) => Head { count: u64::try_from(number).unwrap_or_default(), digest },
        None => Head::of_new(journal),
    })
}

/// A journal as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    pub id: Uuid,
    /// The desk's store that it is about.
    pub store: String,
    pub lines: Vec<Line>,
}

pub(super) async fn read(connection: &mut SqliteConnection) -> Result<Vec<Journal>, LocalStoreError> {
    let found: Vec<(String, String)> =
        sqlx::query_as("SELECT id, store FROM journal ORDER BY id").fetch_all(&mut *connection).await?;
    let mut journals = Vec::new();
    for (id, store) in found {
        let Ok(id) = id.parse::<Uuid>() else { continue };
        let lines: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT number, line, digest FROM journal_line WHERE journal = ? ORDER BY number")
                .bind(id.to_string())
                .fetch_all(&mut *connection)
                .await?;
        let line =
            |(number, text, digest)| Line { number: u64::try_from(number).unwrap_or_default(), text, digest };
        journals.push(Journal { id, store, lines: lines.into_iter().map(line).collect() });
    }
    Ok(journals)
}
