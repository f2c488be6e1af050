//! The desk's own tables: rules, calendars, managers, customers.

use sqlx::SqliteConnection;

use crate::desk::customer::{Customer, Manager};
use crate::desk::names::{BadName, CalendarName};
use crate::desk::programme::Programme;
use crate::desk::sla::Calendar;
use crate::desk::text::SafeLine;
use crate::server::caller::Caller;
use crate::server::desk_rules::{Desk, KnownCalendar};
use crate::server::error::ServerError;
use crate::server::import::default_calendar;

use super::open::FORMAT;
use super::{Store, from_json, to_json};

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
    let mut desk = Desk {
        version,
        name: SafeLine::from(name),
        programme: from_json("programme", &programme)?,
        default_calendar: stored_name(&calendar)?,
        calendars: std::collections::BTreeMap::new(),
        managers: std::collections::BTreeMap::new(),
        customers: std::collections::BTreeMap::new(),
    };
    let calendars: Vec<(String, u32, String)> =
        sqlx::query_as("SELECT name, version, spec FROM calendars").fetch_all(&mut *connection).await?;
    for (name, version, spec) in calendars {
        let spec = from_json("calendar", &spec)?;
        let calendar = Calendar::for_a_desk(&spec)
            .map_err(|why| ServerError::Broken(format!("calendar {name}: {why}")))?;
        desk.calendars.insert(stored_name(&name)?, KnownCalendar { version, spec, calendar });
    }
    for data in all(connection, "SELECT data FROM managers").await? {
        let manager: Manager = from_json("manager", &data)?;
        desk.managers.insert(manager.id.clone(), manager);
    }
    for data in all(connection, "SELECT data FROM customers").await? {
        let customer: Customer = from_json("customer", &data)?;
        desk.customers.insert(customer.id.clone(), customer);
    }
    Ok(desk)
}

fn stored_name(text: &str) -> Result<CalendarName, ServerError> {
    text.parse().map_err(|why: BadName| ServerError::Broken(format!("calendar {text:?}: {why}")))
}

async fn all(connection: &mut SqliteConnection, query: &'static str) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(query).fetch_all(connection).await
}

impl Store {
    /// Answers the customers that the caller may see, by id.
    pub async fn customers(&self, caller: &Caller) -> Result<Vec<Customer>, ServerError> {
        let desk = self.desk().await?;
        let seen = desk.customers.values().filter(|customer| caller.scope.holds(&customer.id)).cloned();
        if caller.reads_inside() {
            return Ok(seen.collect());
        }
        // What a manager should know before answering is not for the customer.
        Ok(seen.map(|customer| Customer { notes: None, next_review: None, ..customer }).collect())
    }
}
