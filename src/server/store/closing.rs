//! What was resolved long enough ago is closed: from then on a message files a linked ticket.

use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::status::{CLOSES_AFTER, Status};
use crate::server::Clock;
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::{Store, from_json};

/// How many are closed in one transaction, so that nobody waits long for the store.
const PAGE: i64 = 200;

impl Store {
    /// Closes every ticket whose time as a resolved one is over. Answers how many these were.
    ///
    /// # Errors
    /// If the store fails; what was closed before stays closed.
    pub async fn close_resolved(&self, clock: &Clock) -> Result<usize, ServerError> {
        let caller = Caller::owner_of_the_store();
        let mut closed = 0;
        let mut after = String::new();
        loop {
            let mut writing = self.write().await?;
            let rows: Vec<(String, String)> = sqlx::query_as(
                "SELECT id, summary FROM tickets WHERE status = 'resolved' AND id > ? ORDER BY id LIMIT ?",
            )
            .bind(&after)
            .bind(PAGE)
            .fetch_all(&mut *writing.transaction)
            .await?;
            let Some((last, _)) = rows.last() else { return Ok(closed) };
            after.clone_from(last);
            let at = clock.now();
            for (_, summary) in &rows {
                let ticket: Ticket = match from_json("ticket", summary) {
                    Ok(ticket) => ticket,
                    Err(why) => {
                        tracing::warn!(%why, "a resolved ticket could not be read");
                        continue;
                    }
                };
                if at - ticket.status_since < CLOSES_AFTER {
                    continue;
                }
                let what = What::Became(Status::Closed);
                let fact = Fact { number: ticket.version.next(), at, by: Who::Desk, what };
                let ticket = match writing.desk().recounted(ticket.with(&fact)) {
                    Ok(ticket) => ticket,
                    // What it is counted by is set aside: it waits, the others do not.
                    Err(why) => {
                        tracing::warn!(%why, "a resolved ticket could not be closed");
                        continue;
                    }
                };
                writing.record(&caller, None, &[fact], &ticket).await?;
                closed += 1;
            }
            writing.commit().await?;
        }
    }
}
