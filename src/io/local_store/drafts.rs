//! Texts that are not sent: as they are typed, and as the person's own editor left them.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tracing::warn;

use crate::app::drafts::{Draft, joined};
use crate::app::event::Left;
use crate::app::filled::Filled;
use crate::app::others::{Other, Wrote};
use crate::desk::names::ActionId;
use crate::io::places;

use super::file::{FORM, FORMAT, File};
use super::lease::Lease;
use super::outbox::is_orphan;
use super::persons::{self, ByStore, Whose, way};
use super::{LocalStoreError, Place};

impl File {
    /// Keeps a text as it is now; those that it holds as well are gone in the same step, and an action that it is
    /// written anew out of does not go by itself any more.
    pub async fn keep_draft(
        &mut self,
        draft: &Draft,
        instead_of: &[ActionId],
        place: Place,
    ) -> Result<(), LocalStoreError> {
        let text = serde_json::to_string(draft).map_err(LocalStoreError::Unwritable)?;
        self.keep(draft.id, FORMAT, text, instead_of, place).await
    }

    /// Keeps a form as it is filled in now.
    pub async fn keep_form(&mut self, form: &Filled, place: Place) -> Result<(), LocalStoreError> {
        let text = serde_json::to_string(form).map_err(LocalStoreError::Unwritable)?;
        self.keep(form.id, FORM, text, &[], place).await
    }

    async fn keep(
        &mut self,
        id: ActionId,
        format: i64,
        text: String,
        instead_of: &[ActionId],
        place: Place,
    ) -> Result<(), LocalStoreError> {
        let (store, author) = (self.store_at(&place).await?, self.author_at(&place).await?);
        let console = self.lease.name().to_owned();
        let mut step = self.begin().await?;
        sqlx::query(
            "INSERT INTO draft (id, store, console, format, draft, author) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET format = excluded.format, draft = excluded.draft,
                author = coalesce(author, excluded.author)",
        )
        .bind(id.to_string())
        .bind(store)
        .bind(console)
        .bind(format)
        .bind(text)
        .bind(author)
        .execute(&mut *step)
        .await?;
        take_back(&mut step, id).await?;
        for absorbed in instead_of {
            delete(&mut step, *absorbed).await?;
        }
        step.commit().await?;
        instead_of.iter().chain([&id]).for_each(|id| self.editor_is_done_with(*id));
        Ok(())
    }

    pub async fn forget_draft(&mut self, id: ActionId) -> Result<(), LocalStoreError> {
        let mut step = self.begin().await?;
        delete(&mut step, id).await?;
        take_back(&mut step, id).await?;
        step.commit().await?;
        self.editor_is_done_with(id);
        Ok(())
    }

    /// The text that the editor was given is in the store now.
    pub(super) fn editor_is_done_with(&self, id: ActionId) {
        match std::fs::remove_file(file_of(&self.editing, id)) {
            Err(why) if !matches!(why.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                warn!(%why, "a text that was edited is left behind");
            }
            _ => {}
        }
    }
}

/// Where the person's own editor has a text.
pub fn file_of(editing: &Path, id: ActionId) -> PathBuf {
    editing.join(format!("{id}.txt"))
}

pub(super) async fn delete(connection: &mut SqliteConnection, id: ActionId) -> Result<(), LocalStoreError> {
    sqlx::query("DELETE FROM draft WHERE id = ?").bind(id.to_string()).execute(connection).await?;
    Ok(())
}

/// What somebody writes anew, or did not want to go on with, is not sent behind their back as it was.
async fn take_back(connection: &mut SqliteConnection, id: ActionId) -> Result<(), LocalStoreError> {
    sqlx::query("UPDATE outbox SET taken_back = 1 WHERE id = ?")
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a draft of an action that was withdrawn, unless there is one of later words.
pub(super) async fn leave(
    step: &mut SqliteConnection,
    action: &SqliteRow,
    console: &str,
    draft: &Draft,
) -> Result<(), LocalStoreError> {
    sqlx::query(
        "INSERT INTO draft (id, store, console, format, draft, author) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING",
    )
    .bind(draft.id.to_string())
    .bind(action.get::<&str, _>("store"))
    .bind(console)
    .bind(FORMAT)
    .bind(serde_json::to_string(draft).map_err(LocalStoreError::Unwritable)?)
    .bind(action.get::<Option<&str>, _>("author"))
    .execute(step)
    .await?;
    Ok(())
}

/// Takes over the texts of consoles that died.
pub(super) async fn take(
    step: &mut SqliteConnection,
    lease: &Lease,
    by_store: &ByStore,
    left: &mut Left,
) -> Result<(), LocalStoreError> {
    let rows = sqlx::query("SELECT store, console, format, draft, author FROM draft ORDER BY rowid")
        .fetch_all(&mut *step)
        .await?;
    for row in rows {
        let Some(watched) = by_store.get(row.get::<&str, _>("store")) else { continue };
        if !is_orphan(lease, row.get("console"))? {
            continue;
        }
        let (Some(mut unsent), Ok(author)) = (unsent(&row), persons::author(&row)) else {
            left.unreadable += 1;
            continue;
        };
        let (id, ticket) = match &mut unsent {
            Unsent::Text(draft) => (draft.id, &mut draft.ticket),
            Unsent::Form(form) => (form.id, &mut form.ticket),
        };
        let Some((backend, whose)) = way(watched, &ticket.backend, author.as_ref()) else { continue };
        ticket.backend = backend.clone();
        if let Whose::Of(author) = whose {
            left.others.push(Other { author, wrote: unsent.into() });
            continue;
        }
        sqlx::query("UPDATE draft SET console = ? WHERE id = ?")
            .bind(lease.name())
            .bind(id.to_string())
            .execute(&mut *step)
            .await?;
        match unsent {
            Unsent::Text(draft) => left.drafts.push(draft),
            Unsent::Form(form) => left.forms.push(form),
        }
    }
    Ok(())
}

impl From<Unsent> for Wrote {
    fn from(unsent: Unsent) -> Self {
        match unsent {
            Unsent::Text(draft) => Self::Text(draft),
            Unsent::Form(form) => Self::Form(form),
        }
    }
}

enum Unsent {
    Text(Draft),
    Form(Filled),
}

fn unsent(row: &SqliteRow) -> Option<Unsent> {
    let written: &str = row.get("draft");
    let unsent = match row.get("format") {
        FORMAT => serde_json::from_str(written).map(Unsent::Text),
        FORM => serde_json::from_str(written).map(Unsent::Form),
        _ => {
            warn!("a draft in an unknown format stays in the local store");
            return None;
        }
    };
    unsent
        .map_err(|why| warn!(column = why.column(), "a draft that cannot be read stays in the local store"))
        .ok()
}

/// A console that died while the editor was open left the text there, as it was last saved.
pub(super) fn add_what_the_editor_has(draft: &mut Draft, editing: &Path) {
    match places::read(&file_of(editing, draft.id)) {
        Ok(text) => draft.text = joined(&draft.text, text.trim_end_matches('\n')),
        Err(why) if why.kind() == ErrorKind::NotFound => {}
        Err(why) => told(&why),
    }
}

fn told(why: &io::Error) {
    warn!(%why, "what the editor had of a draft cannot be read, and stays where it is");
}
