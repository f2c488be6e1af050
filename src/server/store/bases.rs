//! The antivirus databases that came out, and what is known of an object from other requests.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{QueryBuilder, SqliteConnection};

use crate::api::Deed;
use crate::desk::rules::bases::{Release, admits};
use crate::desk::rules::contradiction::{Excluded, contradicts};
use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::signature::{Act, Kin, SameObject, SignatureRequest};
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::tickets::within;
use super::write::Writing;
use super::{Store, from_json, instant, micros, rebuild};

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
        if let Some(other) = out_of_order(&newest(&mut writing.transaction, MOST_TOLD).await?, release) {
            let why = format!(
                "{} is of {}: by their numbers the two came out the other way round",
                other.version,
                other.released_at.to_rfc3339()
            );
            return Err(ServerError::invalid("databases-out-of-order", "released_at", why));
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

    /// Refuses a request whose parts exclude each other, or that says of known databases what is not so.
    pub(super) async fn check_request(
        &mut self,
        request: &SignatureRequest,
        at: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        if let Some(Excluded { field, code, why }) = request.excluded(at) {
            return Err(ServerError::invalid(code, format!("signature.{field}"), why));
        }
        let Some((version, said)) = request.bases_version.as_ref().zip(request.bases_released) else {
            return Ok(());
        };
        match self.released(version).await? {
            Some(known) if known != said => {
                let why = format!("{version} is known to be of {}", known.to_rfc3339());
                Err(ServerError::invalid("databases-differ", "signature.bases_released", why))
            }
            Some(_) | None => Ok(()),
        }
    }

    async fn released(&mut self, version: &SafeLine) -> Result<Option<DateTime<Utc>>, ServerError> {
        let known: Option<i64> = sqlx::query_scalar("SELECT released_at FROM bases WHERE version = ?")
            .bind(version.raw().trim())
            .fetch_optional(&mut *self.transaction)
            .await?;
        known.map(instant).transpose()
    }

    /// What the rules of one ticket cannot know of databases: which are the latest, which there are at all, and with
    /// which the detection was shown.
    pub(super) async fn check_bases(
        &mut self,
        change: &Change,
        ticket: &Ticket,
    ) -> Result<Option<Refusal>, ServerError> {
        let Change::Advance { act, .. } = change else { return Ok(None) };
        let known = newest(&mut self.transaction, MOST_TOLD).await?;
        match act {
            Act::PassGate { .. } => match known.first() {
                None => return Ok(Some(Refusal::LatestDatabasesUnknown)),
                Some(latest) => {
                    if let Err(why) = admits(change, latest) {
                        return Ok(Some(why));
                    }
                }
            },
            Act::Publish { bases } if self.released(bases).await?.is_none() => {
                return Ok(Some(Refusal::UnknownDatabases { version: bases.clone() }));
            }
            Act::Publish { .. }
            | Act::HandToSpecialists
            | Act::Return { .. }
            | Act::Reject { .. }
            | Act::Inform
            | Act::Verify => {}
        }
        let facts = rebuild::facts(&mut self.transaction, &ticket.id).await?;
        Ok(contradicts(change, ticket, &facts, &known).err())
    }
}

/// Finds databases whose number says that they came out before or after others, and whose release says the contrary.
fn out_of_order<'a>(known: &'a [Release], release: &Release) -> Option<&'a Release> {
    let number = dated(release.version.raw())?;
    known.iter().find(|other| {
        dated(other.version.raw()).is_some_and(|theirs| {
            (theirs < number && other.released_at > release.released_at)
                || (theirs > number && other.released_at < release.released_at)
        })
    })
}

/// The numbers of a version that begins with a year and a month (`2026.11.23.09`); what others mean, nobody knows here.
fn dated(version: &str) -> Option<Vec<u32>> {
    let parts =
        version.trim().split(['.', '-']).map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>()?;
    match parts[..] {
        [1970..=2200, 1..=12, _, ..] => Some(parts),
        _ => None,
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

fn object_of(ticket: &Ticket) -> Option<(&str, crate::desk::ticket::signature::DetectionVerdict)> {
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
