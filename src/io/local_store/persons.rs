//! Whose the things are: what somebody wrote waits for them, whoever the console speaks for meanwhile.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tracing::warn;

use crate::desk::journal::Outcome;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::names::{ActionId, BackendId};

use super::file::{File, store_of};
use super::outbox::{is_orphan, note};
use super::{LocalStoreError, Place};

/// Who belongs to no console: it can be taken over.
const NOBODY: &str = "";

/// A backend that is watched, and the person that the console speaks for there, as far as that is known.
pub(super) struct Watched {
    pub backend: BackendId,
    pub person: Option<Author>,
}

/// The backends that are watched, by their stores.
pub(super) type ByStore = HashMap<String, Vec<Watched>>;

/// Whose a row is, for one of the watched backends.
pub(super) enum Whose {
    /// Of the person that the console speaks for there.
    Mine,
    /// Nobody knows.
    Unsigned,
    Of(Author),
}

pub(super) async fn by_store(
    connection: &mut SqliteConnection,
    places: Vec<Place>,
) -> Result<ByStore, LocalStoreError> {
    let mut by_store = ByStore::new();
    for place in places {
        let person = person_at(connection, &place).await?;
        if let Some(store) = store_of(connection, &place.address).await? {
            by_store.entry(store).or_default().push(Watched { backend: place.backend, person });
        }
    }
    Ok(by_store)
}

/// The backend through which a thing can go: that of its author, else the one that it was written for.
pub(super) fn way<'a>(
    watched: &'a [Watched],
    written_for: &BackendId,
    author: Option<&Author>,
) -> Option<(&'a BackendId, Whose)> {
    let named = |one: &&Watched| one.backend == *written_for;
    let mut of_author = watched.iter().filter(|one| author.is_some() && one.person.as_ref() == author);
    let mine = of_author.clone().find(named).or_else(|| of_author.next());
    if let Some(mine) = mine {
        return Some((&mine.backend, Whose::Mine));
    }
    let there = watched.iter().find(named).or_else(|| watched.first())?;
    Some((&there.backend, author.map_or(Whose::Unsigned, |author| Whose::Of(author.clone()))))
}

/// Who wrote a row. What cannot be read is somebody's, and nobody here: it stays where it is.
pub(super) fn author(row: &SqliteRow) -> Result<Option<Author>, serde_json::Error> {
    let written: Option<&str> = row.get("author");
    written.map(serde_json::from_str).transpose()
}

pub(super) fn written(author: &Author) -> Result<String, LocalStoreError> {
    serde_json::to_string(author).map_err(LocalStoreError::Unwritable)
}

/// The person that the console speaks for at a place, or spoke for when it was last asked.
pub(super) async fn person_at(
    connection: &mut SqliteConnection,
    place: &Place,
) -> Result<Option<Author>, LocalStoreError> {
    if let Some(person) = &place.person {
        return Ok(Some(person.clone()));
    }
    let known: Option<String> =
        sqlx::query_scalar("SELECT author FROM person WHERE address = ? AND backend = ?")
            .bind(&place.address)
            .bind(place.backend.as_str())
            .fetch_optional(connection)
            .await?;
    let person = known.map(|known| serde_json::from_str(&known)).transpose();
    Ok(person.unwrap_or_else(|why| {
        warn!(%why, "it cannot be read for whom the console spoke");
        None
    }))
}

impl File {
    pub async fn remember_person(&mut self, place: &Place) -> Result<(), LocalStoreError> {
        let Some(person) = &place.person else { return Ok(()) };
        sqlx::query(
            "INSERT INTO person (address, backend, author) VALUES (?, ?, ?)
             ON CONFLICT DO UPDATE SET author = excluded.author WHERE author <> excluded.author",
        )
        .bind(&place.address)
        .bind(place.backend.as_str())
        .bind(written(person)?)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    /// The author of what is written at a place now, as it stands in a row.
    pub async fn author_at(&mut self, place: &Place) -> Result<Option<String>, LocalStoreError> {
        person_at(&mut self.connection, place).await?.as_ref().map(written).transpose()
    }

    pub async fn release(&mut self, ids: &[ActionId]) -> Result<(), LocalStoreError> {
        let console = self.lease.name().to_owned();
        let mut step = self.begin().await?;
        for id in ids {
            for statement in [
                "UPDATE outbox SET console = ? WHERE id = ? AND console = ?",
                "UPDATE draft SET console = ? WHERE id = ? AND console = ?",
            ] {
                sqlx::query(statement)
                    .bind(NOBODY)
                    .bind(id.to_string())
                    .bind(&console)
                    .execute(&mut *step)
                    .await?;
            }
        }
        step.commit().await?;
        Ok(())
    }

    pub async fn sign(&mut self, id: ActionId, author: &Author) -> Result<(), LocalStoreError> {
        sqlx::query("UPDATE outbox SET author = ? WHERE id = ? AND author IS NULL")
            .bind(written(author)?)
            .bind(id.to_string())
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// Deletes what somebody else wrote, if it is still theirs and still nobody's to send.
    pub async fn forget_other(
        &mut self,
        id: ActionId,
        author: &Author,
        at: DateTime<Utc>,
    ) -> Result<(), LocalStoreError> {
        let (lease, author) = (std::sync::Arc::clone(&self.lease), written(author)?);
        let mut step = self.begin().await?;
        let owners: Vec<Option<String>> = sqlx::query_scalar(
            "SELECT console FROM outbox WHERE id = ? UNION SELECT console FROM draft WHERE id = ?",
        )
        .bind(id.to_string())
        .bind(id.to_string())
        .fetch_all(&mut *step)
        .await?;
        for owner in owners {
            if !is_orphan(&lease, owner.as_deref())? {
                return Ok(());
            }
        }
        let row = sqlx::query("DELETE FROM outbox WHERE id = ? AND author = ? RETURNING store, ticket")
            .bind(id.to_string())
            .bind(&author)
            .fetch_optional(&mut *step)
            .await?;
        if let Some(row) = row {
            note(&mut step, &row, id, Outcome::Withdrawn, at).await?;
        }
        let draft = sqlx::query("DELETE FROM draft WHERE id = ? AND author = ? RETURNING format, draft")
            .bind(id.to_string())
            .bind(&author)
            .fetch_optional(&mut *step)
            .await?;
        step.commit().await?;
        self.withheld.forget(id);
        self.threw_away(id, draft.as_ref());
        Ok(())
    }
}
