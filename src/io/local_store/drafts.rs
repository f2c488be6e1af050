//! Texts that are not sent: as they are typed, and as the person's own editor left them.

use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tracing::warn;

use crate::app::protocol::draft::{Draft, joined};
use crate::app::protocol::event::{Left, Saved};
use crate::app::protocol::filled::Filled;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::others::{Other, Wrote};
use crate::desk::bounds;
use crate::desk::text::SafeLine;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::ActionId;

use super::editing::Found;
use super::file::{FORM, FORMAT, File, store_of};
use super::lease::Lease;
use super::outbox::is_orphan;
use super::persons::{self, ByStore, Whose, way};
use super::rescue::Rescued;
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
        self.keep(draft.id, &draft.origin, (FORMAT, text), instead_of, place).await?;
        // What the editor was given is in the store now.
        for id in instead_of.iter().chain([&draft.id]) {
            self.editing.settle(*id, &draft.text);
        }
        Ok(())
    }

    /// Keeps a form as it is filled in now.
    pub async fn keep_form(&mut self, form: &Filled, place: Place) -> Result<(), LocalStoreError> {
        let text = serde_json::to_string(form).map_err(LocalStoreError::Unwritable)?;
        self.keep(form.id, &form.origin, (FORM, text), &[], place).await
    }

    async fn keep(
        &mut self,
        id: ActionId,
        origin: &Origin,
        (format, text): (i64, String),
        instead_of: &[ActionId],
        place: Place,
    ) -> Result<(), LocalStoreError> {
        let (store, author) = (self.store_of(origin, &place).await?, self.author_at(&place).await?);
        let console = self.lease.name().to_owned();
        let mut step = self.begin().await?;
        let row = Owned { store: &store, console: &console, author: author.as_deref() };
        put(&mut step, id, row, (format, text)).await?;
        take_back(&mut step, id).await?;
        for absorbed in instead_of {
            delete(&mut step, *absorbed).await?;
        }
        step.commit().await?;
        Ok(())
    }

    pub async fn forget_draft(&mut self, id: ActionId) -> Result<(), LocalStoreError> {
        let mut step = self.begin().await?;
        let row = sqlx::query("DELETE FROM draft WHERE id = ? RETURNING store, console, format, draft")
            .bind(id.to_string())
            .fetch_optional(&mut *step)
            .await?;
        take_back(&mut step, id).await?;
        step.commit().await?;
        self.threw_away(id, row.as_ref());
        Ok(())
    }

    /// What was thrown away goes from the editor's files too, and nothing that was saved there since.
    pub(super) fn threw_away(&self, id: ActionId, row: Option<&SqliteRow>) {
        if let Some(Unsent::Text(draft)) = row.and_then(unsent) {
            self.editing.settle(id, &draft.text);
        }
    }

    /// Takes in what editors saved that nobody waits for: those that lived on, and those of dead consoles.
    pub(super) async fn take_in_edited(&mut self, left: &mut Left) -> Result<(), LocalStoreError> {
        for found in self.editing.unsettled() {
            match self.home_of(found.id).await? {
                Home::OfAnother => {}
                Home::Draft(text) | Home::Act(text) if found.is_in(&text) => {
                    self.editing.settle(found.id, &text);
                }
                Home::Draft(_) if found.words.is_some() => {
                    if !self.editing.is_told(&found) {
                        tell(found, left);
                    }
                }
                Home::Draft(_) | Home::Act(_) | Home::None => left.in_files.push(named(&found)),
            }
        }
        Ok(())
    }

    /// What the store has under the name of a text that was given away.
    async fn home_of(&mut self, id: ActionId) -> Result<Home, LocalStoreError> {
        let (draft, act) = (
            "SELECT store, console, format, draft FROM draft WHERE id = ?",
            "SELECT console, action FROM outbox WHERE id = ?",
        );
        let row = sqlx::query(draft).bind(id.to_string()).fetch_optional(&mut self.connection).await?;
        if let Some(row) = row {
            return Ok(match unsent(&row) {
                _ if row.get::<&str, _>("console") != self.lease.name() => Home::OfAnother,
                Some(Unsent::Text(draft)) => Home::Draft(draft.text),
                Some(Unsent::Form(_)) | None => Home::None,
            });
        }
        let row = sqlx::query(act).bind(id.to_string()).fetch_optional(&mut self.connection).await?;
        let Some(row) = row else { return Ok(Home::None) };
        if row.get::<Option<&str>, _>("console") != Some(self.lease.name()) {
            return Ok(Home::OfAnother);
        }
        let action = serde_json::from_str::<Action>(row.get("action"));
        Ok(action.map_or(Home::None, |action| Home::Act(action.change.words())))
    }
}

/// Where words belong that lie in a file.
enum Home {
    /// Another console answers for it, or will when its desk is watched.
    OfAnother,
    Draft(String),
    Act(String),
    /// It was sent or thrown away.
    None,
}

fn named(found: &Found) -> SafeLine {
    SafeLine::from(found.path.display().to_string())
}

fn tell(found: Found, left: &mut Left) {
    let (id, path) = (found.id, named(&found));
    let Some(words) = found.words else { return };
    if let Some(draft) = left.drafts.iter_mut().find(|draft| draft.id == id) {
        draft.text = joined(&draft.text, words.trim_end_matches('\n'));
    }
    left.saved.push(Saved { id, words, path });
}

/// Where a draft is meant for, and whose it is.
struct Owned<'a> {
    store: &'a str,
    console: &'a str,
    author: Option<&'a str>,
}

async fn put(
    step: &mut SqliteConnection,
    id: ActionId,
    Owned { store, console, author }: Owned<'_>,
    (format, text): (i64, String),
) -> Result<(), LocalStoreError> {
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
    .execute(step)
    .await?;
    Ok(())
}

/// Puts words into the store that a dead console could only write beside it, as a text that nobody answers for; tells
/// whether they are there.
pub(super) async fn take_in_rescued(
    step: &mut SqliteConnection,
    lease: &Lease,
    rescued: Rescued,
) -> Result<bool, LocalStoreError> {
    let Rescued { place, unsent } = rescued;
    let id = unsent.id();
    let author = persons::person_at(step, &place).await?.as_ref().map(persons::written).transpose()?;
    let known = match place.store {
        Some(store) => Some(store),
        None => store_of(step, &place.address).await?,
    };
    let Some(store) = known else { return Ok(false) };
    let owner: Option<String> = sqlx::query_scalar("SELECT console FROM draft WHERE id = ?")
        .bind(id.to_string())
        .fetch_optional(&mut *step)
        .await?;
    if let Some(owner) = owner.as_deref().filter(|owner| *owner != NOBODY)
        && !is_orphan(lease, Some(owner))?
    {
        return Ok(false);
    }
    let recorded: Option<String> = sqlx::query_scalar("SELECT action FROM outbox WHERE id = ?")
        .bind(id.to_string())
        .fetch_optional(&mut *step)
        .await?;
    let recorded = recorded.and_then(|action| serde_json::from_str::<Action>(&action).ok());
    if recorded.is_some_and(|action| unsent.is_in(&action)) {
        // It was written down after all.
        return Ok(true);
    }
    let (format, text) = match &unsent {
        Unsent::Text(draft) => (FORMAT, serde_json::to_string(draft)),
        Unsent::Form(form) => (FORM, serde_json::to_string(form)),
    };
    let text = text.map_err(LocalStoreError::Unwritable)?;
    let row = Owned { store: &store, console: NOBODY, author: author.as_deref() };
    put(step, id, row, (format, text)).await?;
    take_back(step, id).await?;
    Ok(true)
}

/// The console of what no console answers for.
const NOBODY: &str = "";

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

/// What is kept as it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unsent {
    Text(Draft),
    Form(Filled),
}

impl Unsent {
    pub fn id(&self) -> ActionId {
        match self {
            Self::Text(draft) => draft.id,
            Self::Form(form) => form.id,
        }
    }

    fn is_in(&self, action: &Action) -> bool {
        match self {
            Self::Text(draft) => action.change.words().contains(draft.text.trim_end()),
            Self::Form(_) => false,
        }
    }
}

fn unsent(row: &SqliteRow) -> Option<Unsent> {
    let written: &str = row.get("draft");
    let unsent = match row.get("format") {
        FORMAT => bounds::read_own(written).map(|(draft, _)| Unsent::Text(draft)),
        FORM => bounds::read_own(written).map(|(form, _)| Unsent::Form(form)),
        _ => {
            warn!("a draft in an unknown format stays in the local store");
            return None;
        }
    };
    unsent
        .map_err(|why| warn!(column = why.column(), "a draft that cannot be read stays in the local store"))
        .ok()
}
