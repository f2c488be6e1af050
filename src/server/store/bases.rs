//! The antivirus databases that came out, and what is known of an object from other requests.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{QueryBuilder, SqliteConnection};

use crate::api::Deed;
use crate::desk::action::{Change, Refusal};
use crate::desk::signature::{Act, Kin, Release, SameObject, admits};
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::tickets::within;
use super::write::Writing;
use super::{Store, from_json, instant, micros};

/// As much as the teller's clock may be ahead of ours.
const SKEW: TimeDelta = TimeDelta::minutes(1);
/// More than anybody looks through.
const MOST_TOLD: i64 = 100;
const MOST_KIN: i64 = 50;

impl Store {
    /// Answers the latest databases that came out, the newest first.
    pub async fn bases(&self, caller: &Caller) -> Result<Vec<Release>, ServerError> {
        caller.may_read()?;
        let mut connection = self.readers.acquire().await?;
        newest(&mut connection, MOST_TOLD).await
    }

    /// Answers the latest databases, which travel in every answer about changes.
    pub async fn latest_bases(&self) -> Result<Option<Release>, ServerError> {
        let mut connection = self.readers.acquire().await?;
        Ok(newest(&mut connection, 1).await?.pop())
    }

    /// Records that databases came out; told again, nothing changes.
    ///
    /// # Errors
    /// A release that is still to come, or one that is known with another time.
    pub async fn record_bases(
        &self,
        caller: &Caller,
        release: &Release,
        now: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        caller.may_record_bases()?;
        if release.released_at > now + SKEW {
            let why = "databases that are still to come are not recorded";
            return Err(ServerError::invalid("not-yet-happened", "released_at", why));
        }
        let mut writing = self.write().await?;
        writing.release(release, now).await?;
        let known: i64 = sqlx::query_scalar("SELECT released_at FROM bases WHERE version = ?")
            .bind(release.version.raw().trim())
            .fetch_one(&mut *writing.transaction)
            .await?;
        if known != micros(release.released_at) {
            let why = format!("{} is known to be of {}", release.version, instant(known)?.to_rfc3339());
            return Err(ServerError::invalid("databases-differ", "released_at", why));
        }
        let deed = Deed::Bases { version: release.version.clone() };
        writing.audit(caller, now, None, &deed).await?;
        writing.commit().await
    }
}

impl Writing {
    pub(in crate::server) async fn release(
        &mut self,
        release: &Release,
        now: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        sqlx::query(
            "INSERT INTO bases (version, released_at, recorded_at) VALUES (?, ?, ?)
             ON CONFLICT (version) DO NOTHING",
        )
        .bind(release.version.raw().trim())
        .bind(micros(release.released_at))
        .bind(micros(now))
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// What the rules of one ticket cannot know of databases: which are the latest, and which there are at all.
    pub(super) async fn check_bases(&mut self, change: &Change) -> Result<Option<Refusal>, ServerError> {
        let Change::Advance { act, .. } = change else { return Ok(None) };
        match act {
            Act::PassGate { .. } => Ok(match newest(&mut self.transaction, 1).await?.first() {
                None => Some(Refusal::LatestDatabasesUnknown),
                Some(latest) => admits(change, latest).err(),
            }),
            Act::Publish { bases } => {
                let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM bases WHERE version = ?)")
                    .bind(bases.raw().trim())
                    .fetch_one(&mut *self.transaction)
                    .await?;
                Ok((!known).then(|| Refusal::UnknownDatabases { version: bases.clone() }))
            }
            Act::HandToSpecialists | Act::Return { .. } | Act::Reject { .. } | Act::Inform | Act::Verify => {
                Ok(None)
            }
        }
    }
}

async fn newest(connection: &mut SqliteConnection, most: i64) -> Result<Vec<Release>, ServerError> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "SELECT version, released_at FROM bases ORDER BY released_at DESC, recorded_at DESC LIMIT ?",
    )
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(version, released_at)| {
            Ok(Release { version: SafeLine::from(version), released_at: instant(released_at)? })
        })
        .collect()
}

/// What is known of a ticket's object: of other requests only those that the caller may see; of databases the version,
/// which is nobody's secret.
pub(super) async fn kin(
    connection: &mut SqliteConnection,
    caller: &Caller,
    ticket: &Ticket,
) -> Result<Kin, ServerError> {
    let Some((object, verdict)) = object_of(ticket) else { return Ok(Kin::default()) };
    let mut query = QueryBuilder::new("SELECT summary FROM tickets WHERE object = ");
    query.push_bind(object.to_owned());
    query.push(" AND id <> ").push_bind(ticket.id.as_str().to_owned());
    within(&mut query, caller);
    query.push(" ORDER BY filed_at, id LIMIT ").push_bind(MOST_KIN);
    let seen: Vec<String> = query.build_query_scalar().fetch_all(&mut *connection).await?;
    let same_object = seen.iter().map(|summary| from_json("ticket", summary).map(|ticket| same(&ticket)));
    let fixed: Vec<String> = sqlx::query_scalar(
        "SELECT summary FROM tickets WHERE object = ? AND id <> ? AND fixed_by IS NOT NULL
         ORDER BY changed DESC LIMIT ?",
    )
    .bind(object)
    .bind(ticket.id.as_str())
    .bind(MOST_KIN)
    .fetch_all(&mut *connection)
    .await?;
    let mut covered_by = None;
    for summary in fixed {
        let other: Ticket = from_json("ticket", &summary)?;
        let progress = other.progress.filter(|progress| progress.verdict == verdict);
        covered_by = covered_by.or(progress.and_then(|progress| progress.fixed_by));
    }
    Ok(Kin { same_object: same_object.collect::<Result<_, ServerError>>()?, covered_by })
}

/// The last place in the delta order of anything about a ticket's object: the copy at hand is as old as that.
pub(super) async fn changed_with(
    connection: &mut SqliteConnection,
    ticket: &Ticket,
    changed: i64,
) -> Result<i64, ServerError> {
    let Some((object, _)) = object_of(ticket) else { return Ok(changed) };
    let last: Option<i64> = sqlx::query_scalar("SELECT MAX(changed) FROM tickets WHERE object = ?")
        .bind(object)
        .fetch_one(connection)
        .await?;
    Ok(last.map_or(changed, |last| last.max(changed)))
}

fn object_of(ticket: &Ticket) -> Option<(&str, crate::desk::signature::DetectionVerdict)> {
    let progress = ticket.progress.as_deref()?;
    Some((progress.sha256.as_ref()?.as_str(), progress.verdict))
}

fn same(ticket: &Ticket) -> SameObject {
    SameObject {
        ticket: ticket.id.clone(),
        customer: ticket.customer.clone(),
        filed_at: ticket.filed_at,
        step: ticket.step.unwrap_or_default(),
    }
}
