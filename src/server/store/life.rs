//! When a store begins a new life, and what it takes with it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;

use crate::api::{Because, Deed, EarlierLife, Forgotten};
use crate::desk::life::Life;
use crate::desk::rules::sight::Sight;
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::status::Kind;
use crate::server::Clock;
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;

use super::desk::draw_name;
use super::file::letters;
use super::mark::{self, Mark, Marked};
use super::open::file_error;
use super::write::Writing;
use super::{Meta, Store, from_json, read_meta, word};

/// Who knew an earlier life may raise the numbers by as much: more is a mistake or malice.
const FURTHEST: i64 = 100_000;

/// Finds out whether a store that is being opened is the one that was closed here, and else begins a new life.
pub(super) async fn begin(
    connection: &mut SqliteConnection,
    directory: &Path,
) -> Result<Marked, ServerError> {
    let failed = |source| file_error(directory, source);
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    // Read under the store's lock, so that of two that open it one has done everything before the other looks.
    let beside = mark::read(directory).map_err(failed)?;
    let begun = go_on(connection, beside).await;
    let ended = if begun.is_ok() { "COMMIT" } else { "ROLLBACK" };
    sqlx::query(ended).execute(&mut *connection).await?;
    Marked::begin(directory, begun?).map_err(failed)
}

async fn go_on(connection: &mut SqliteConnection, beside: Option<Mark>) -> Result<Mark, ServerError> {
    let meta = read_meta(connection).await?;
    let (copied, marked): (bool, bool) =
        sqlx::query_as("SELECT copied, marked FROM meta").fetch_one(&mut *connection).await?;
    // The mark of another store says nothing of this one.
    let beside = beside.filter(|mark| mark.store == meta.store);
    let because = match &beside {
        _ if copied => Some(Because::Restored),
        None if marked => Some(Because::MarkLost),
        Some(mark) if mark.epoch != meta.epoch || mark.changed > meta.changed => Some(Because::PutBack),
        None | Some(_) => None,
    };
    let epoch = match because {
        None => meta.epoch.clone(),
        Some(because) => {
            let given = beside.map(|mark| mark.numbers).unwrap_or_default();
            raise_numbers(connection, given).await?;
            draw(connection, because).await?
        }
    };
    sqlx::query("UPDATE meta SET copied = 0, marked = 1 WHERE copied = 1 OR marked = 0")
        .execute(&mut *connection)
        .await?;
    mark_of(connection, &Meta { epoch, ..meta }).await
}

/// Begins a new life in an open transaction, and answers its name.
async fn draw(connection: &mut SqliteConnection, because: Because) -> Result<String, ServerError> {
    let epoch = draw_name();
    sqlx::query("UPDATE meta SET epoch = ?, begun = ?")
        .bind(&epoch)
        .bind(word(&because)?)
        .execute(connection)
        .await?;
    tracing::warn!(?because, "the store begins a new life: consoles synchronise anew");
    Ok(epoch)
}

async fn raise_numbers(
    connection: &mut SqliteConnection,
    given: BTreeMap<String, i64>,
) -> Result<(), ServerError> {
    for (kind, last) in given {
        sqlx::query("UPDATE numbers SET last = ? WHERE kind = ? AND last < ?")
            .bind(last)
            .bind(kind)
            .bind(last)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// How far a store is by itself.
async fn mark_of(connection: &mut SqliteConnection, meta: &Meta) -> Result<Mark, ServerError> {
    let numbers: Vec<(String, i64)> =
        sqlx::query_as("SELECT kind, last FROM numbers").fetch_all(connection).await?;
    Ok(Mark {
        store: meta.store.clone(),
        epoch: meta.epoch.clone(),
        changed: meta.changed,
        numbers: numbers.into_iter().collect(),
    })
}

impl Store {
    /// Tells in the audit why this life began, if it was not told yet.
    pub async fn tell_of_new_life(&self, clock: &Clock) -> Result<(), ServerError> {
        let mut writing = self.write().await?;
        let begun: Option<String> =
            sqlx::query_scalar("SELECT begun FROM meta").fetch_one(&mut *writing.transaction).await?;
        let Some(begun) = begun else { return Ok(()) };
        let because: Because = from_json("reason", &format!("\"{begun}\""))?;
        writing.tell_of_new_life(&Caller::owner_of_the_store(), because, clock.now()).await?;
        writing.commit().await
    }

    /// Begins a new life if a caller has heard of changes that this store never made: it was put back, and nothing
    /// beside it told so. Only those of the desk who see all of it are believed.
    pub(in crate::server) async fn heard_of_more(
        &self,
        caller: &Caller,
        epoch: &str,
        changed: i64,
        at: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        if !may_tell(caller) {
            return Ok(());
        }
        let mut writing = self.write().await?;
        let meta = read_meta(&mut writing.transaction).await?;
        if meta.epoch == epoch && changed > meta.changed {
            self.begin_anew(writing, caller, at).await?;
        }
        Ok(())
    }

    async fn begin_anew(
        &self,
        mut writing: Writing,
        caller: &Caller,
        at: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        draw(&mut writing.transaction, Because::ConsoleKnewMore).await?;
        writing.tell_of_new_life(caller, Because::ConsoleKnewMore, at).await?;
        let meta = read_meta(&mut writing.transaction).await?;
        let mark = mark_of(&mut writing.transaction, &meta).await?;
        let marked = Arc::clone(&writing.mark);
        writing.commit().await?;
        // Should this fail, the next start finds the mark of another life, and begins one more: nothing is mixed.
        if let Err(why) = marked.begin_anew(mark) {
            tracing::warn!(%why, "the mark beside the store could not be written");
        }
        Ok(())
    }

    /// Takes note of what a console knows of an earlier life: no number is given again that it has heard of. Answers
    /// which of its accepted acts this life does not know.
    pub async fn earlier_life(
        &self,
        caller: &Caller,
        earlier: &EarlierLife,
    ) -> Result<Forgotten, ServerError> {
        caller.may_act()?;
        if may_tell(caller) && !earlier.highest.is_empty() {
            let mut writing = self.write().await?;
            let meta = read_meta(&mut writing.transaction).await?;
            if meta.store == earlier.life.store && meta.epoch != earlier.life.epoch {
                for id in &earlier.highest {
                    writing.number_was_given(id).await?;
                }
                writing.commit().await?;
            }
        }
        let mut acts = Vec::new();
        let mut connection = self.readers.acquire().await?;
        for act in &earlier.acts {
            let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM answers WHERE id = ?)")
                .bind(act.to_string())
                .fetch_one(&mut *connection)
                .await?;
            if !known {
                acts.push(*act);
            }
        }
        Ok(Forgotten { acts })
    }
}

impl Writing {
    /// Refuses what was made for another store, or for another life of this one: ids and versions mean something else.
    pub(super) async fn check_life(&mut self, made_for: Option<&Life>) -> Result<(), ServerError> {
        let Some(made_for) = made_for else { return Ok(()) };
        let meta = read_meta(&mut self.transaction).await?;
        if made_for.store != meta.store {
            return Err(ServerError::OtherStore);
        }
        if made_for.epoch != meta.epoch {
            return Err(ServerError::OtherLife);
        }
        Ok(())
    }

    async fn tell_of_new_life(
        &mut self,
        caller: &Caller,
        because: Because,
        at: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        sqlx::query("UPDATE meta SET begun = NULL").execute(&mut *self.transaction).await?;
        self.audit(caller, at, None, &Deed::NewLife { because }).await
    }

    /// Raises the numbers of a kind to one that was given in an earlier life.
    async fn number_was_given(&mut self, id: &LocalId) -> Result<(), ServerError> {
        let kinds = [Kind::Incident, Kind::ServiceRequest, Kind::SignatureRequest].map(letters);
        let Some((kind, number)) = id.as_str().split_once('-') else { return Ok(()) };
        let Some((kind, number)) = kinds.iter().find(|it| **it == kind).zip(number.parse::<i64>().ok())
        else {
            return Ok(());
        };
        let last: i64 = sqlx::query_scalar("SELECT last FROM numbers WHERE kind = ?")
            .bind(*kind)
            .fetch_one(&mut *self.transaction)
            .await?;
        if number <= last || number - last > FURTHEST {
            return Ok(());
        }
        self.mark.reserve(kind, number).map_err(unmarked)?;
        raise_numbers(&mut self.transaction, BTreeMap::from([((*kind).to_owned(), number)])).await
    }
}

/// The mark beside the store could not be written, and so no number is given.
pub(super) fn unmarked(source: std::io::Error) -> ServerError {
    file_error(Path::new("vigie.mark"), source)
}

/// Whoever answers for the whole desk may say that there was more of it.
fn may_tell(caller: &Caller) -> bool {
    caller.scope == Scope::All && caller.sight() == Sight::Desk && caller.may_act().is_ok()
}

/// Names of acts are sent in pages.
pub const MOST_ACTS: usize = 1000;

/// The acts of a page that are too many.
pub(in crate::server) fn check_earlier(earlier: &EarlierLife) -> Result<(), ServerError> {
    let too_many = |field: &'static str| {
        ServerError::invalid("invalid-field", field, format!("at most {MOST_ACTS} in one request"))
    };
    if earlier.acts.len() > MOST_ACTS {
        return Err(too_many("acts"));
    }
    if earlier.highest.len() > MOST_ACTS {
        return Err(too_many("highest"));
    }
    Ok(())
}
