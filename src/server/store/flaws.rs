//! What stands in a store and cannot be read as it stands, and how it is put right.
//!
//! Nothing is written any more that its reader does not take ([`super::to_json`]). What was written before there were
//! bounds, or by another hand, keeps nobody from the rest: an instant or a date of no year of a desk is read as the
//! nearest one that there is (facts are never rewritten, so this is how they are read for ever), and an entry of the
//! desk that says nothing any more is set aside and named until a file brings it again.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use crate::api::Deed;
use crate::desk::bounds::{self, Stray};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::fact::What;
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::rebuild::{fold, named, what_of};
use super::write::project;
use super::{Store, read_meta};

/// How many tickets are held in memory at once.
const PAGE: i64 = 2000;

/// What kind of thing is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Programme,
    Calendar,
    Manager,
    Customer,
    Ticket,
    Fact,
    Audit,
}

/// One thing in a store that cannot be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFlaw {
    pub part: Part,
    /// Which of its kind: an id, or an id and a number.
    pub name: String,
    /// The version that it has, where it has one.
    pub version: u32,
    pub state: FlawState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlawState {
    /// It is read as if these were others.
    ReadOtherwise(Vec<Stray>),
    /// It is set aside until it is brought again.
    Unreadable(String),
}

impl StoredFlaw {
    pub fn is_unreadable(&self) -> bool {
        matches!(self.state, FlawState::Unreadable(_))
    }
}

/// What is wrong with a stored text, if anything is.
pub(super) fn flaw_of<T: DeserializeOwned>(part: Part, name: &str, text: &str) -> Option<StoredFlaw> {
    let state = match bounds::read_own::<T>(text) {
        Ok((_, strays)) if strays.is_empty() => return None,
        Ok((_, strays)) => FlawState::ReadOtherwise(strays),
        Err(why) => FlawState::Unreadable(why.to_string()),
    };
    Some(StoredFlaw { part, name: name.to_owned(), version: 0, state })
}

impl Store {
    /// Reads everything as those read it who use it, and answers what cannot be read as it stands.
    pub async fn flaws(&self, caller: &Caller) -> Result<Vec<StoredFlaw>, ServerError> {
        caller.may_set_up()?;
        let mut transaction = self.readers.begin().await?;
        let version = read_meta(&mut transaction).await?.desk_version;
        let mut flaws = super::desk::read(&mut transaction, version).await?.flaws;
        let tickets: Vec<(String, String)> = sqlx::query_as("SELECT id, summary FROM tickets ORDER BY id")
            .fetch_all(&mut *transaction)
            .await?;
        flaws.extend(tickets.iter().filter_map(|(id, text)| flaw_of::<Ticket>(Part::Ticket, id, text)));
        drop(tickets);
        let facts: Vec<(String, u32, String, String)> =
            sqlx::query_as("SELECT ticket, number, who, what FROM facts ORDER BY ticket, number")
                .fetch_all(&mut *transaction)
                .await?;
        for (ticket, number, who, what) in &facts {
            let name = format!("{ticket} #{number}");
            // A request from before its digests were checked is read without them, and that is no flaw.
            let what = flaw_of::<What>(Part::Fact, &name, what)
                .filter(|flaw| !flaw.is_unreadable() || what_of(what).is_err());
            flaws.extend(what);
            flaws.extend(flaw_of::<Who>(Part::Fact, &name, who));
        }
        drop(facts);
        let deeds: Vec<(i64, String)> = sqlx::query_as("SELECT number, deed FROM audit ORDER BY number")
            .fetch_all(&mut *transaction)
            .await?;
        flaws.extend(
            deeds.iter().filter_map(|(at, deed)| flaw_of::<Deed>(Part::Audit, &at.to_string(), deed)),
        );
        Ok(flaws)
    }

    /// Reads every projected ticket of a store from before there were bounds, once, as a console will read it; one that
    /// no console would take is folded anew.
    pub(super) async fn bound_once(&self) -> Result<(), ServerError> {
        let is_bounded: bool =
            sqlx::query_scalar("SELECT bounded FROM meta").fetch_one(&self.readers).await?;
        if is_bounded {
            return Ok(());
        }
        let mut writing = self.write().await?;
        let desk = std::sync::Arc::clone(writing.desk());
        let mut after = String::new();
        loop {
            let rows: Vec<(String, String)> =
                sqlx::query_as("SELECT id, summary FROM tickets WHERE id > ? ORDER BY id LIMIT ?")
                    .bind(&after)
                    .bind(PAGE)
                    .fetch_all(&mut *writing.transaction)
                    .await?;
            let Some((last, _)) = rows.last() else { break };
            after.clone_from(last);
            for (id, summary) in &rows {
                if serde_json::from_str::<Ticket>(summary).is_ok() {
                    continue;
                }
                match fold(&mut writing.transaction, &desk, &named(id)?).await {
                    Ok(ticket) => {
                        let place = writing.take_places(1).await?;
                        project(&mut writing.transaction, &[], &ticket, place).await?;
                    }
                    // The rest serves; `vigie desk check` names it.
                    Err(why) => tracing::error!(id, %why, "a ticket cannot be read"),
                }
            }
        }
        sqlx::query("UPDATE meta SET bounded = 1").execute(&mut *writing.transaction).await?;
        writing.commit().await
    }

    /// Writes what is only read otherwise as it is read, and answers what is left: facts and the audit, which are never
    /// rewritten, and what nobody can read.
    pub async fn mend(&self, caller: &Caller, at: DateTime<Utc>) -> Result<Vec<StoredFlaw>, ServerError> {
        caller.may_set_up()?;
        let mut writing = self.write().await?;
        writing.mend_desk(caller, at).await?;
        writing.commit().await?;
        self.rebuild(caller, at).await?;
        self.flaws(caller).await
    }
}
