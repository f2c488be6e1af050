//! Who did what, and who tried in vain.
//!
//! What changed is written in the transaction that changed it. Denied tries come from strangers too: all that are
//! waiting are written in one transaction, so that a flood of them costs little, and beyond a bound they are counted.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, SqliteConnection};

use crate::api::{AuditEntry, AuditTrail, Deed};
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::{BadName, CustomerId};
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::tickets::of_customers;
use super::write::Writing;
use super::{Store, from_json, instant, micros, to_json, word};

/// How many denied tries are kept in memory until they are on disk.
const MOST_WAITING: usize = 500;

/// A request that was denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// If the token was known.
    pub caller: Option<(SafeLine, Role)>,
    pub address: Option<IpAddr>,
    pub method: SafeLine,
    pub path: SafeLine,
}

/// Denied tries that are not on disk yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Denials {
    waiting: Arc<Mutex<Waiting>>,
    /// Held by who writes; whoever comes next finds its own try written already.
    writing: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Waiting {
    tries: Vec<(DateTime<Utc>, Tried, u16)>,
    untold: u32,
}

impl Denials {
    fn add(&self, at: DateTime<Utc>, tried: Tried, status: u16) {
        let Ok(mut waiting) = self.waiting.lock() else { return };
        if waiting.tries.len() < MOST_WAITING {
            waiting.tries.push((at, tried, status));
        } else {
            waiting.untold += 1;
        }
    }

    fn take(&self) -> Waiting {
        self.waiting.lock().map(|mut waiting| std::mem::take(&mut *waiting)).unwrap_or_default()
    }
}

type Row = (i64, i64, String, Option<String>, Option<String>, Option<String>, String);

impl Store {
    /// Writes a denied try down, with all others that wait. A store that fails must not keep the answer back.
    pub async fn denied(&self, tried: Tried, status: u16, now: DateTime<Utc>) {
        self.denials.add(now, tried, status);
        let _one_writes = self.denials.writing.lock().await;
        let waiting = self.denials.take();
        if waiting.tries.is_empty() && waiting.untold == 0 {
            return;
        }
        if let Err(why) = self.write_denials(waiting, now).await {
            tracing::error!(%why, "denied tries could not be written down");
        }
    }

    async fn write_denials(&self, waiting: Waiting, now: DateTime<Utc>) -> Result<(), ServerError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        for (at, tried, status) in waiting.tries {
            let deed = tried.deed(status);
            let caller = tried.caller.as_ref().map(|(name, role)| (name, *role));
            insert(&mut transaction, at, caller, tried.address, None, &deed).await?;
        }
        if waiting.untold > 0 {
            let deed = Deed::DeniedUntold { times: waiting.untold };
            insert(&mut transaction, now, None, None, None, &deed).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Answers what was done after a number, in order, within the caller's scope.
    pub async fn audit(&self, caller: &Caller, after: u64, limit: u32) -> Result<AuditTrail, ServerError> {
        caller.may_check()?;
        let mut query = QueryBuilder::new(
            "SELECT number, at, caller, role, address, customer, deed FROM audit WHERE number > ",
        );
        query.push_bind(i64::try_from(after).unwrap_or(i64::MAX));
        of_customers(&mut query, &caller.scope);
        query.push(" ORDER BY number LIMIT ").push_bind(i64::from(limit) + 1);
        let rows: Vec<Row> = query.build_query_as().fetch_all(&self.readers).await?;
        let more = rows.len() > limit as usize;
        let entries = rows.into_iter().take(limit as usize).map(read).collect::<Result<_, _>>()?;
        Ok(AuditTrail { entries, more })
    }
}

impl Writing {
    /// Says in the same transaction who changed what.
    pub(in crate::server) async fn audit(
        &mut self,
        caller: &Caller,
        at: DateTime<Utc>,
        customer: Option<&CustomerId>,
        deed: &Deed,
    ) -> Result<(), ServerError> {
        let who = Some((&caller.name, caller.role));
        insert(&mut self.transaction, at, who, caller.address, customer, deed).await
    }
}

async fn insert(
    connection: &mut SqliteConnection,
    at: DateTime<Utc>,
    caller: Option<(&SafeLine, Role)>,
    address: Option<IpAddr>,
    customer: Option<&CustomerId>,
    deed: &Deed,
) -> Result<(), ServerError> {
    sqlx::query("INSERT INTO audit (at, caller, role, address, customer, deed) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(micros(at))
        .bind(caller.map_or("", |(name, _)| name.raw()))
        .bind(caller.map(|(_, role)| word(&role)).transpose()?)
        .bind(address.map(|address| address.to_string()))
        .bind(customer.map(|customer| customer.as_str().to_owned()))
        .bind(to_json("deed", deed)?)
        .execute(connection)
        .await?;
    Ok(())
}

fn read((number, at, caller, role, address, customer, deed): Row) -> Result<AuditEntry, ServerError> {
    let name_of = |why: BadName| ServerError::Broken(why.to_string());
    Ok(AuditEntry {
        number: u64::try_from(number).unwrap_or_default(),
        at: instant(at)?,
        caller: SafeLine::from(caller),
        role: role.map(|role| from_json("role", &format!("{role:?}"))).transpose()?,
        address,
        customer: customer.map(|id| id.parse().map_err(name_of)).transpose()?,
        deed: from_json("deed", &deed)?,
    })
}
