//! What consoles have shown of their journals: the desk is their witness.

use uuid::Uuid;

use crate::api::{JournalHead, Witnessed, WitnessedHead};
use crate::desk::ticket::names::ActionId;
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::write::Writing;
use super::{Store, instant};

/// The most heads in one answer.
const MOST: usize = 1000;

impl Store {
    /// Answers what a caller's own consoles have shown of a journal, beyond `after` lines; nobody else's.
    pub async fn witnessed(
        &self,
        caller: &Caller,
        journal: Uuid,
        after: u64,
    ) -> Result<Witnessed, ServerError> {
        let manager = caller.may_act()?;
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT count, digest, at FROM journal_heads
             WHERE manager = ? AND journal = ? AND count > ? ORDER BY count, at LIMIT ?",
        )
        .bind(manager.as_str())
        .bind(journal.to_string())
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::try_from(MOST + 1).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        let mut heads = rows
            .into_iter()
            .map(|(count, digest, at)| {
                Ok(WitnessedHead {
                    count: u64::try_from(count).unwrap_or_default(),
                    digest,
                    at: instant(at)?,
                })
            })
            .collect::<Result<Vec<_>, ServerError>>()?;
        let more = heads.len() > MOST;
        if more {
            // A page ends between two counts: the next one begins after the last.
            let cut = heads.pop().map(|head| head.count);
            heads.retain(|head| Some(head.count) != cut);
        }
        Ok(Witnessed { heads, more })
    }
}

/// Keeps what was shown with an action.
pub(super) async fn witness(
    writing: &mut Writing,
    caller: &Caller,
    head: &JournalHead,
    action: ActionId,
    at: i64,
) -> Result<(), ServerError> {
    sqlx::query(
        "INSERT INTO journal_heads (manager, journal, count, digest, at, action) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING",
    )
    .bind(caller.may_act()?.as_str())
    .bind(head.journal.to_string())
    .bind(i64::try_from(head.count).unwrap_or(i64::MAX))
    .bind(&head.digest)
    .bind(at)
    .bind(action.to_string())
    .execute(&mut *writing.transaction)
    .await?;
    Ok(())
}
