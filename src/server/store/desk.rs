//! The desk's own tables: rules, calendars, managers, customers.

use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use crate::desk::bounds;
use crate::desk::sla::{Calendar, CalendarSpec};
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::{Customer, FormerContact, Manager};
use crate::desk::ticket::names::{BadName, CalendarName};
use crate::desk::ticket::programme::Programme;
use crate::server::caller::Caller;
use crate::server::desk_rules::{Desk, KnownCalendar};
use crate::server::error::ServerError;
use crate::server::import::default_calendar;

use super::flaws::{FlawState, Part, StoredFlaw};
use super::open::FORMAT;
use super::seal::Seal;
use super::{Store, to_json};

/// Writes what a new store begins with; changes nothing in an old one.
pub(super) async fn found(connection: &mut SqliteConnection) -> Result<(), ServerError> {
    let (name, spec) = default_calendar()?;
    let programme = to_json("programme", &Programme::default_programme())?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let made = sqlx::query("INSERT OR IGNORE INTO meta (only_row, format, store, epoch) VALUES (1, ?, ?, ?)")
        .bind(FORMAT)
        .bind(draw_name())
        .bind(draw_name())
        .execute(&mut *connection)
        .await?;
    if made.rows_affected() == 1 {
        sqlx::query("INSERT INTO calendars (name, version, spec) VALUES (?, 1, ?)")
            .bind(name.as_str())
            .bind(to_json("calendar", &spec)?)
            .execute(&mut *connection)
            .await?;
        sqlx::query("INSERT INTO desk (only_row, name, calendar, programme) VALUES (1, '', ?, ?)")
            .bind(name.as_str())
            .bind(programme)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("COMMIT").execute(&mut *connection).await?;
    Ok(())
}

/// Reads what seals the cursors of this store, drawn once.
pub(super) async fn seal(connection: &mut SqliteConnection) -> Result<Seal, ServerError> {
    sqlx::query("UPDATE meta SET seal = ? WHERE seal = ''")
        .bind(hex::encode(rand::random::<[u8; 32]>()))
        .execute(&mut *connection)
        .await?;
    let secret: String = sqlx::query_scalar("SELECT seal FROM meta").fetch_one(connection).await?;
    Seal::of(&secret).ok_or_else(|| ServerError::Broken("its seal is no key".to_owned()))
}

impl Store {
    /// Gives a passing store the name by which consoles shall know it; whenever it is made again, it goes on living.
    pub(in crate::server) async fn rename(&self, name: &str) -> Result<(), ServerError> {
        let mut connection = self.writer.acquire().await?;
        sqlx::query("UPDATE meta SET store = ?, epoch = ?")
            .bind(name)
            .bind(name)
            .execute(&mut *connection)
            .await?;
        Ok(())
    }
}

/// A name that no other store has.
pub(super) fn draw_name() -> String {
    hex::encode(rand::random::<[u8; 12]>())
}

pub(super) async fn read(connection: &mut SqliteConnection, version: u32) -> Result<Desk, ServerError> {
    let (name, calendar, programme): (String, String, String) =
        sqlx::query_as("SELECT name, calendar, programme FROM desk").fetch_one(&mut *connection).await?;
    let mut flaws = Vec::new();
    let programme = read_part::<Programme>(Part::Programme, "", 0, &programme, &mut flaws);
    let mut desk = Desk {
        version,
        name: SafeLine::from(name),
        // Only where it cannot be read, and then nothing is reckoned by it.
        programme: programme.unwrap_or_else(Programme::default_programme),
        default_calendar: stored_name(&calendar)?,
        calendars: std::collections::BTreeMap::new(),
        managers: std::collections::BTreeMap::new(),
        customers: std::collections::BTreeMap::new(),
        flaws,
        former: std::collections::BTreeMap::new(),
    };
    let calendars: Vec<(String, u32, String)> =
        sqlx::query_as("SELECT name, version, spec FROM calendars").fetch_all(&mut *connection).await?;
    for (name, version, spec) in calendars {
        let Some(spec) = read_part::<CalendarSpec>(Part::Calendar, &name, version, &spec, &mut desk.flaws)
        else {
            continue;
        };
        match (Calendar::for_a_desk(&spec), stored_name(&name)) {
            (Ok(calendar), Ok(known)) => {
                desk.calendars.insert(known, KnownCalendar { version, spec, calendar });
            }
            (Err(why), _) => desk.flaws.push(unreadable(Part::Calendar, &name, version, why.to_string())),
            (_, Err(why)) => desk.flaws.push(unreadable(Part::Calendar, &name, version, why.to_string())),
        }
    }
    for (id, data) in all(connection, "SELECT id, data FROM managers").await? {
        if let Some(manager) = read_part::<Manager>(Part::Manager, &id, 0, &data, &mut desk.flaws) {
            desk.managers.insert(manager.id.clone(), manager);
        }
    }
    for (id, data) in all(connection, "SELECT id, data FROM customers").await? {
        if let Some(customer) = read_part::<Customer>(Part::Customer, &id, 0, &data, &mut desk.flaws) {
            desk.customers.insert(customer.id.clone(), customer);
        }
    }
    for flaw in &desk.flaws {
        tracing::warn!(part = ?flaw.part, name = flaw.name, state = ?flaw.state, "the desk holds what cannot be read");
    }
    let former: Vec<(String, String, String)> =
        sqlx::query_as("SELECT customer, id, name FROM former_contacts").fetch_all(&mut *connection).await?;
    for (customer, id, name) in former {
        let broken = |why: BadName| ServerError::Broken(format!("former contact {id:?}: {why}"));
        let key = (customer.parse().map_err(broken)?, id.parse().map_err(broken)?);
        desk.former.insert(key, SafeLine::from(name));
    }
    Ok(desk)
}

/// Reads an entry of the desk; what cannot be read as it stands is written down among the flaws.
fn read_part<T: DeserializeOwned>(
    part: Part,
    name: &str,
    version: u32,
    text: &str,
    flaws: &mut Vec<StoredFlaw>,
) -> Option<T> {
    match bounds::read_own(text) {
        Ok((value, strays)) => {
            if !strays.is_empty() {
                let state = FlawState::ReadOtherwise(strays);
                flaws.push(StoredFlaw { part, name: name.to_owned(), version, state });
            }
            Some(value)
        }
        Err(why) => {
            flaws.push(unreadable(part, name, version, why.to_string()));
            None
        }
    }
}

fn unreadable(part: Part, name: &str, version: u32, why: String) -> StoredFlaw {
    StoredFlaw { part, name: name.to_owned(), version, state: FlawState::Unreadable(why) }
}

fn stored_name(text: &str) -> Result<CalendarName, ServerError> {
    text.parse().map_err(|why: BadName| ServerError::Broken(format!("calendar {text:?}: {why}")))
}

async fn all(
    connection: &mut SqliteConnection,
    query: &'static str,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as(query).fetch_all(connection).await
}

impl Store {
    /// Answers the customers that the caller may see, by id.
    pub async fn customers(&self, caller: &Caller) -> Result<Vec<Customer>, ServerError> {
        let desk = self.desk().await?;
        let seen = desk.customers.values().filter(|customer| caller.scope.holds(&customer.id)).cloned();
        Ok(seen.map(|customer| customer.seen_by(caller.sight())).collect())
    }

    /// Answers who was a contact of these customers once.
    pub async fn former_contacts(&self, caller: &Caller) -> Result<Vec<FormerContact>, ServerError> {
        let desk = self.desk().await?;
        let seen = desk.former.iter().filter(|((customer, _), _)| caller.scope.holds(customer));
        let former = seen.map(|((customer, id), name)| FormerContact {
            customer: customer.clone(),
            id: id.clone(),
            name: name.clone(),
        });
        Ok(former.collect())
    }
}
