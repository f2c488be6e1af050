//! Actions on their way: each is that of one console, and changes hands only when that console is dead.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tracing::warn;

use crate::app::protocol::draft::Draft;
use crate::app::protocol::event::{Accepted, Elsewhere, Kept, Left};
use crate::app::protocol::others::{Other, Wrote};
use crate::desk::bounds;
use crate::desk::journal::{Entry, Outcome, What};
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, BackendId, TicketId};
use crate::desk::ticket::status::Version;

use super::file::{FORMAT, File};
use super::lease::Lease;
use super::persons::{self, ByStore, Whose, way};
use super::rescue::Rescued;
use super::withheld::Withheld;
use super::{Claim, Leaves, LocalStoreError, Place, Recording, drafts, journal, lives, rescue};

impl File {
    /// Takes over what belongs to nobody who lives, of the stores that are watched.
    pub async fn take_over(&mut self, places: Vec<Place>) -> Result<Left, LocalStoreError> {
        let lives = self.lives_at(&places).await?;
        let by_store = persons::by_store(&mut self.connection, places).await?;
        let persons: Vec<(BackendId, Author)> = by_store
            .values()
            .flatten()
            .filter_map(|one| Some((one.backend.clone(), one.person.clone()?)))
            .collect();
        let rescued = self.rescue.left();
        let mut left = if rescued.is_empty() && !self.has_orphans().await? {
            Left::default()
        } else {
            self.take_orphans(&by_store, rescued).await?
        };
        left.persons = persons;
        left.lives = lives;
        self.take_in_edited(&mut left).await?;
        left.elsewhere = self.elsewhere().await?;
        left.made_anew = std::mem::take(&mut self.made_anew);
        Ok(left)
    }

    /// What living consoles of the same person have not sent.
    async fn elsewhere(&mut self) -> Result<Vec<Elsewhere>, LocalStoreError> {
        let owners: Vec<(String, u32)> = sqlx::query_as(
            "SELECT console, count(*) FROM outbox WHERE console IS NOT ? AND console IS NOT NULL
             GROUP BY console ORDER BY console",
        )
        .bind(self.lease.name())
        .fetch_all(&mut self.connection)
        .await?;
        let mut elsewhere = Vec::new();
        for (console, actions) in owners {
            if !is_orphan(&self.lease, Some(&console))? {
                elsewhere.push(Elsewhere { process: self.lease.process(&console), actions });
            }
        }
        Ok(elsewhere)
    }

    async fn take_orphans(
        &mut self,
        by_store: &ByStore,
        rescued: Vec<(PathBuf, Rescued)>,
    ) -> Result<Left, LocalStoreError> {
        let (lease, withheld) = (&self.lease, &self.withheld);
        let mut step = sqlx::Connection::begin_with(&mut self.connection, "BEGIN IMMEDIATE").await?;
        let mut taken_in = Vec::new();
        for (path, rescued) in rescued {
            if drafts::take_in_rescued(&mut step, lease, rescued).await? {
                taken_in.push(path);
            }
        }
        let mut left = take_actions(&mut step, (lease, withheld), by_store).await?;
        drafts::take(&mut step, lease, by_store, &mut left).await?;
        if !left.kept.is_empty() {
            left.accepted = accepted_beside(&mut step, &left.kept, by_store).await?;
        }
        step.commit().await?;
        for path in &taken_in {
            rescue::take_away(path);
        }
        Ok(left)
    }

    /// Looked at without a lock, and nearly always all there is to do.
    async fn has_orphans(&mut self) -> Result<bool, LocalStoreError> {
        let owners: Vec<Option<String>> =
            sqlx::query_scalar("SELECT console FROM outbox UNION SELECT console FROM draft")
                .fetch_all(&mut self.connection)
                .await?;
        for owner in owners {
            if is_orphan(&self.lease, owner.as_deref())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Writes actions down, all of them or none; their drafts are gone in the same step.
    pub async fn record(&mut self, made: &[Recording]) -> Result<(), LocalStoreError> {
        let mut owned = Vec::new();
        for Recording { action, origin, place, .. } in made {
            owned.push((self.store_of(origin, place).await?, self.author_at(place).await?));
            let ready = self.withheld.prepare(action.id);
            ready.map_err(|cause| LocalStoreError::Prepare { path: "withheld".into(), cause })?;
        }
        let console = self.lease.name().to_owned();
        let mut step = self.begin().await?;
        for (recording, (store, author)) in made.iter().zip(&owned) {
            write_down(&mut step, recording, (store, author.as_deref()), &console).await?;
        }
        step.commit().await?;
        for Recording { action, .. } in made {
            self.withheld.let_go(action.id);
            self.editing.settle(action.id, &action.change.words());
        }
        Ok(())
    }

    /// Asks whether an action may leave now, and notes that it may have left, unless that is told later.
    pub async fn claim(&mut self, id: ActionId, leaves: Leaves) -> Result<Claim, LocalStoreError> {
        let row =
            sqlx::query("SELECT place, store, life, ticket, console, author, after FROM outbox WHERE id = ?")
                .bind(id.to_string())
                .fetch_optional(&mut self.connection)
                .await?;
        let Some(row) = row else { return Ok(Claim::OfAnother) };
        let (store, ticket): (String, String) = (row.get("store"), row.get("ticket"));
        if row.get::<Option<&str>, _>("console") != Some(self.lease.name()) {
            return Ok(Claim::OfAnother);
        }
        let author = match persons::author(&row) {
            Ok(Some(author)) => author,
            Ok(None) => return Ok(Claim::Unsigned),
            Err(why) => {
                warn!(
                    column = why.column(),
                    "it cannot be read who wrote an action: it stays in the local store"
                );
                return Ok(Claim::OfAnother);
            }
        };
        let earlier: Vec<Option<String>> = sqlx::query_scalar(
            "SELECT DISTINCT console FROM outbox
             WHERE store = ? AND ticket = ? AND place < ? AND console IS NOT ?
               AND (author IS NULL OR author = ?) AND format = ? AND json_valid(action)",
        )
        .bind(&store)
        .bind(&ticket)
        .bind(row.get::<i64, _>("place"))
        .bind(self.lease.name())
        // What somebody else wrote waits for them, and holds nobody up.
        .bind(row.get::<Option<&str>, _>("author"))
        .bind(FORMAT)
        .fetch_all(&mut self.connection)
        .await?;
        // Those of the dead are taken over soon, and go first as well.
        if !earlier.is_empty() {
            return Ok(Claim::NotItsTurn { author });
        }
        let journal = journal::head(&mut self.connection, &store).await?;
        if leaves == Leaves::Now {
            let noted = sqlx::query("UPDATE outbox SET sent = sent + 1 WHERE id = ?")
                .bind(id.to_string())
                .execute(&mut self.connection)
                .await;
            if let Err(why) = &noted {
                warn!(%why, "it could not be noted that an action leaves");
            }
        }
        let after = row.get::<Option<i64>, _>("after").and_then(|after| after.try_into().ok());
        Ok(Claim::Granted { store, epoch: row.get("life"), author, journal, after })
    }

    /// Notes that an action leaves now, and the last thing that had happened to its ticket. What it was the first time
    /// stays: it may have been there since.
    pub async fn leave(&mut self, id: ActionId, after: u64) -> Result<(), LocalStoreError> {
        sqlx::query("UPDATE outbox SET sent = sent + 1, after = coalesce(after, ?) WHERE id = ?")
            .bind(i64::try_from(after).unwrap_or(i64::MAX))
            .bind(id.to_string())
            .execute(&mut self.connection)
            .await?;
        Ok(())
    }

    /// The last thing that had happened to its ticket when an action first left.
    pub async fn left_after(&mut self, id: ActionId) -> Result<Option<u64>, LocalStoreError> {
        let after: Option<Option<i64>> = sqlx::query_scalar("SELECT after FROM outbox WHERE id = ?")
            .bind(id.to_string())
            .fetch_optional(&mut self.connection)
            .await?;
        Ok(after.flatten().and_then(|after| after.try_into().ok()))
    }

    /// The backend said no, and its author decides. Nothing of it is there, if that settles it; else this one try is,
    /// if it left at all.
    pub async fn refused(
        &mut self,
        id: ActionId,
        code: String,
        (settles, left): (bool, Leaves),
        at: DateTime<Utc>,
    ) -> Result<(), LocalStoreError> {
        let mut step = self.begin().await?;
        let row = sqlx::query(
            "UPDATE outbox SET sent = iif(?, 0, max(sent - ?, 0)) WHERE id = ? RETURNING store, ticket",
        )
        .bind(settles)
        .bind(i64::from(left == Leaves::Now))
        .bind(id.to_string())
        .fetch_optional(&mut *step)
        .await?;
        if let Some(row) = row {
            note(&mut step, &row, id, Outcome::Refused { code }, at).await?;
        }
        step.commit().await?;
        Ok(())
    }

    /// Deletes an action, and writes down what became of it in the same step. Withdrawn, it is a draft again: what a
    /// person wrote never goes without them.
    pub async fn forget(
        &mut self,
        id: ActionId,
        outcome: Outcome,
        seen: &[(ActionId, Version)],
        at: DateTime<Utc>,
    ) -> Result<(), LocalStoreError> {
        let console = self.lease.name().to_owned();
        let mut step = self.begin().await?;
        let row = sqlx::query(
            "DELETE FROM outbox WHERE id = ?
             RETURNING store, ticket, format, action, author, life, was, accepted",
        )
        .bind(id.to_string())
        .fetch_optional(&mut *step)
        .await?;
        if let Some(row) = row {
            if outcome == Outcome::Withdrawn
                && let Some(draft) = action(&row).and_then(|action| Draft::of(&action, &lives::origin(&row)))
            {
                drafts::leave(&mut step, &row, &console, &draft).await?;
            }
            if matches!(outcome, Outcome::Accepted { .. }) {
                lives::keep(&mut step, id, &row, at).await?;
            }
            note(&mut step, &row, id, outcome, at).await?;
        }
        for (id, seen) in seen {
            sqlx::query(
                "UPDATE outbox SET action = json_set(action, '$.seen', ?) WHERE id = ? AND format = ?",
            )
            .bind(seen.0)
            .bind(id.to_string())
            .bind(FORMAT)
            .execute(&mut *step)
            .await?;
        }
        step.commit().await?;
        self.withheld.forget(id);
        Ok(())
    }
}

/// What was made at once with these, and the backend took before their console died.
async fn accepted_beside(
    step: &mut SqliteConnection,
    kept: &[Kept],
    by_store: &ByStore,
) -> Result<Vec<Accepted>, LocalStoreError> {
    let mut accepted = Vec::new();
    for store in by_store.keys() {
        for entry in journal::latest(step, store).await? {
            let is_accepted = matches!(entry.what, What::Result(Outcome::Accepted { .. }));
            let beside = kept.iter().find(|kept| kept.action.id.is_sibling(entry.action));
            if let Some(kept) = beside.filter(|_| is_accepted) {
                let ticket = TicketId { backend: kept.action.ticket.backend.clone(), local: entry.ticket };
                accepted.push(Accepted { id: entry.action, ticket });
            }
        }
    }
    accepted.sort_by_key(|accepted| accepted.id);
    Ok(accepted)
}

async fn write_down(
    step: &mut SqliteConnection,
    Recording { action, adds, origin, .. }: &Recording,
    (store, author): (&str, Option<&str>),
    console: &str,
) -> Result<(), LocalStoreError> {
    let text = serde_json::to_string(action).map_err(LocalStoreError::Unwritable)?;
    // What the next start could not read would be words that nobody finds again.
    serde_json::from_str::<Action>(&text).map_err(LocalStoreError::Unwritable)?;
    let was = origin.was.as_ref().map(serde_json::to_string).transpose();
    let was = was.map_err(LocalStoreError::Unwritable)?;
    // Once more with the same id is an edited action: it keeps its place, and may go again.
    sqlx::query(
        "INSERT INTO outbox (id, store, ticket, format, action, adds, console, author, life, was)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET
            format = excluded.format, action = excluded.action, adds = excluded.adds,
            author = coalesce(author, excluded.author),
            life = excluded.life, was = excluded.was, accepted = NULL,
            sent = 0, taken_back = 0",
    )
    .bind(action.id.to_string())
    .bind(store)
    .bind(action.ticket.local.as_str())
    .bind(FORMAT)
    .bind(text)
    .bind(*adds)
    .bind(console)
    .bind(author)
    .bind(origin.life.as_ref().map(|life| life.epoch.clone()))
    .bind(was)
    .execute(&mut *step)
    .await?;
    drafts::delete(&mut *step, action.id).await?;
    journal::append(&mut *step, store, &Entry::made(action)).await?;
    Ok(())
}

pub(super) async fn note(
    step: &mut SqliteConnection,
    row: &SqliteRow,
    action: ActionId,
    outcome: Outcome,
    at: DateTime<Utc>,
) -> Result<(), LocalStoreError> {
    let Ok(ticket) = row.get::<&str, _>("ticket").parse() else {
        warn!("an action on a ticket without a name is not in the journal");
        return Ok(());
    };
    let entry = Entry { at, action, ticket, what: What::Result(outcome) };
    journal::append(step, row.get("store"), &entry).await
}

pub(super) fn is_orphan(lease: &Lease, owner: Option<&str>) -> Result<bool, LocalStoreError> {
    let Some(owner) = owner else { return Ok(true) };
    let alive = lease.is_alive(owner);
    let alive = alive.map_err(|cause| LocalStoreError::Prepare { path: owner.into(), cause })?;
    Ok(!alive)
}

async fn take_actions(
    step: &mut SqliteConnection,
    (lease, withheld): (&Lease, &Withheld),
    by_store: &ByStore,
) -> Result<Left, LocalStoreError> {
    let rows = sqlx::query(
        "SELECT id, store, format, action, adds, sent > 0 AS sent, taken_back, console, author, life, was, accepted
             FROM outbox ORDER BY place",
    )
    .fetch_all(&mut *step)
    .await?;
    let mut left = Left::default();
    for row in rows {
        // Meant for a desk that this console does not watch today.
        let Some(watched) = by_store.get(row.get::<&str, _>("store")) else { continue };
        let owner: Option<&str> = row.get("console");
        if owner == Some(lease.name()) {
            left.order.extend(row.get::<&str, _>("id").parse().ok().map(ActionId));
            continue;
        }
        if !is_orphan(lease, owner)? {
            continue;
        }
        let (Some(mut action), Ok(author)) = (action(&row), persons::author(&row)) else {
            left.unreadable += 1;
            continue;
        };
        let Some((backend, whose)) = way(watched, &action.ticket.backend, author.as_ref()) else { continue };
        // The backend may have another name in the configuration since.
        action.ticket.backend = backend.clone();
        match whose {
            Whose::Mine => {}
            Whose::Unsigned => left.unsigned.push(action.id),
            Whose::Of(author) => {
                left.others.push(Other { author, wrote: Wrote::Act(Box::new(action)) });
                continue;
            }
        }
        sqlx::query("UPDATE outbox SET console = ? WHERE id = ?")
            .bind(lease.name())
            .bind(action.id.to_string())
            .execute(&mut *step)
            .await?;
        left.order.push(action.id);
        let (adds, sent) = (row.get("adds"), row.get("sent"));
        let taken_back = row.get("taken_back") || withheld.is_back(action.id);
        left.kept.push(Kept { action, adds, sent, taken_back, origin: lives::origin(&row) });
    }
    Ok(left)
}

fn action(row: &SqliteRow) -> Option<Action> {
    let format: i64 = row.get("format");
    if format != FORMAT {
        warn!(format, "an action in an unknown format stays in the local store");
        return None;
    }
    let action = bounds::read_own(row.get("action")).map(|(action, _)| action);
    // Where, never what: the text is a person's.
    action
        .map_err(|why| warn!(column = why.column(), "an action that cannot be read stays in the local store"))
        .ok()
}
