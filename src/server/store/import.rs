//! Putting a desk file into the store: all of it or nothing, and the open tickets' dues follow at once.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::api::{Deed, DeskFile, Imported};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{CustomerId, LocalId};
use crate::server::caller::{Caller, Scope};
use crate::server::desk_rules::{Desk, Terms};
use crate::server::error::ServerError;
use crate::server::import::{Merge, merge};

use super::flaws::{Part, StoredFlaw};
use super::rebuild::under;
use super::write::{Writing, project};
use super::{Store, from_json, to_json, word};

/// How many tickets are held in memory while their dues are computed again.
const PAGE: i64 = 2000;

/// Whether an import is meant, or only asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Apply,
    DryRun,
}

impl Store {
    /// Puts a desk file in and answers what that changed.
    ///
    /// # Errors
    /// [`ServerError::Flawed`] with all flaws; nothing is changed then.
    pub async fn import(
        &self,
        caller: &Caller,
        file: &DeskFile,
        mode: Mode,
        at: DateTime<Utc>,
    ) -> Result<Imported, ServerError> {
        caller.may_set_up()?;
        if caller.scope != Scope::All && !only_customers_of(&caller.scope, file) {
            return Err(caller.forbidden());
        }
        let mut writing = self.write().await?;
        let mut done = writing.import(caller, file, at).await?;
        if caller.scope != Scope::All {
            // Of what the desk knows beside, nothing is told to who sees only a part of it.
            done.shared.retain(|shared| shared.other.starts_with("customer["));
        }
        match mode {
            Mode::Apply => writing.commit().await?,
            // Dropped: the store is as it was.
            Mode::DryRun => {}
        }
        Ok(done)
    }
}

/// Who sees only some customers may change these and nothing else.
fn only_customers_of(scope: &Scope, file: &DeskFile) -> bool {
    only_customers(file) && file.customers.iter().all(|customer| scope.holds(&customer.id))
}

fn only_customers(file: &DeskFile) -> bool {
    let DeskFile { desk, programme, managers, calendars, customers: _ } = file;
    desk.is_none() && programme.is_none() && managers.is_empty() && calendars.is_empty()
}

impl Writing {
    /// Puts a desk file in; what is written after it goes by the new desk.
    pub(super) async fn import(
        &mut self,
        caller: &Caller,
        file: &DeskFile,
        at: DateTime<Utc>,
    ) -> Result<Imported, ServerError> {
        let Merge { desk, mut done, touches_dues } = match merge(self.desk(), file)? {
            merge if merge.changes_anything() => merge,
            merge => return Ok(merge.done),
        };
        let (old, desk) = (Arc::clone(self.desk()), Arc::new(desk));
        self.write_desk(&old, &desk).await?;
        let desk = self.read_back(&old, &desk).await?;
        let one = match file {
            DeskFile { customers, .. } if only_customers(file) && customers.len() == 1 => customers.first(),
            _ => None,
        };
        let deed = Deed::Desk { desk_version: desk.version };
        self.audit(caller, at, one.map(|customer| &customer.id), &deed).await?;
        if touches_dues {
            done.rescheduled = self.reschedule(&desk).await?;
        }
        Ok(done)
    }

    /// Writes everything that was only read otherwise as it was read.
    pub(super) async fn mend_desk(&mut self, caller: &Caller, at: DateTime<Utc>) -> Result<(), ServerError> {
        let old = Arc::clone(self.desk());
        if old.flaws.iter().all(StoredFlaw::is_unreadable) {
            return Ok(());
        }
        let desk = Desk { version: old.version.saturating_add(1), ..(*old).clone() };
        self.write_desk(&old, &desk).await?;
        let desk = self.read_back(&old, &desk).await?;
        self.audit(caller, at, None, &Deed::Desk { desk_version: desk.version }).await
    }

    /// Reads what was just written as everybody will read it, before it is kept.
    async fn read_back(&mut self, old: &Desk, desk: &Desk) -> Result<Arc<Desk>, ServerError> {
        let read = super::desk::read(&mut self.transaction, desk.version).await?;
        // What was set aside before may stay so; nothing may be so now that was not.
        if let Some(new) = read.flaws.iter().find(|flaw| old.flaw(flaw.part, &flaw.name).is_none()) {
            let what = format!("{:?} {} is not read back: {:?}", new.part, new.name, new.state);
            return Err(ServerError::Broken(what));
        }
        let read = Arc::new(read);
        self.desk = Arc::clone(&read);
        Ok(read)
    }

    async fn write_desk(&mut self, old: &Desk, desk: &Desk) -> Result<(), ServerError> {
        sqlx::query("UPDATE meta SET desk_version = ?")
            .bind(desk.version)
            .execute(&mut *self.transaction)
            .await?;
        sqlx::query("UPDATE desk SET name = ?, calendar = ?")
            .bind(desk.name.raw())
            .bind(desk.default_calendar.as_str())
            .execute(&mut *self.transaction)
            .await?;
        // One that cannot be read stays as it is until another one is brought.
        if !desk.is_set_aside(Part::Programme, "") {
            sqlx::query("UPDATE desk SET programme = ?")
                .bind(to_json("programme", &desk.programme)?)
                .execute(&mut *self.transaction)
                .await?;
        }
        let flawed = |part, name: &str| old.flaw(part, name).is_some();
        for (name, known) in &desk.calendars {
            let before = old.calendars.get(name);
            if before.is_some_and(|before| before.version == known.version)
                && !flawed(Part::Calendar, name.as_str())
            {
                continue;
            }
            sqlx::query(
                "INSERT INTO calendars (name, version, spec) VALUES (?, ?, ?)
                 ON CONFLICT (name) DO UPDATE SET version = excluded.version, spec = excluded.spec",
            )
            .bind(name.as_str())
            .bind(known.version)
            .bind(to_json("calendar", &known.spec)?)
            .execute(&mut *self.transaction)
            .await?;
        }
        for (id, manager) in &desk.managers {
            if old.managers.get(id) != Some(manager) || flawed(Part::Manager, id.as_str()) {
                self.put(
                    "INSERT INTO managers (id, data) VALUES (?, ?)
                     ON CONFLICT (id) DO UPDATE SET data = excluded.data",
                    id.as_str(),
                    to_json("manager", manager)?,
                )
                .await?;
            }
        }
        for (id, customer) in &desk.customers {
            if old.customers.get(id) != Some(customer) || flawed(Part::Customer, id.as_str()) {
                self.put(
                    "INSERT INTO customers (id, data) VALUES (?, ?)
                     ON CONFLICT (id) DO UPDATE SET data = excluded.data",
                    id.as_str(),
                    to_json("customer", customer)?,
                )
                .await?;
            }
        }
        for ((customer, id), name) in &desk.former {
            if old.former.get(&(customer.clone(), id.clone())) == Some(name) {
                continue;
            }
            sqlx::query(
                "INSERT INTO former_contacts (customer, id, name) VALUES (?, ?, ?)
                 ON CONFLICT (customer, id) DO UPDATE SET name = excluded.name",
            )
            .bind(customer.as_str())
            .bind(id.as_str())
            .bind(name.raw())
            .execute(&mut *self.transaction)
            .await?;
        }
        Ok(())
    }

    async fn put(&mut self, query: &'static str, id: &str, data: String) -> Result<(), ServerError> {
        sqlx::query(query).bind(id).bind(data).execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Computes the dues of all tickets again on which something may be owed. Answers how many are others now.
    pub(super) async fn reschedule(&mut self, desk: &Desk) -> Result<u32, ServerError> {
        let mut moved = 0;
        let mut after = String::new();
        loop {
            let rows: Vec<(String, String)> = sqlx::query_as(
                "SELECT id, summary FROM tickets
                 WHERE (answered = 0 OR status NOT IN ('resolved', 'closed', 'void')) AND id > ?
                 ORDER BY id LIMIT ?",
            )
            .bind(&after)
            .bind(PAGE)
            .fetch_all(&mut *self.transaction)
            .await?;
            let Some((last, _)) = rows.last() else { return Ok(moved) };
            after.clone_from(last);
            for (_, summary) in &rows {
                let ticket: Ticket = from_json("ticket", summary)?;
                moved += u32::from(self.reschedule_one(desk, ticket).await?);
            }
        }
    }

    async fn reschedule_one(&mut self, desk: &Desk, before: Ticket) -> Result<bool, ServerError> {
        // What is set aside is reckoned with again when a file brings it.
        if desk.is_set_aside(Part::Customer, before.customer.as_str()) {
            return Ok(false);
        }
        let terms = terms(desk, &before.customer)?;
        let calendar = if before.has_qualified_response() { &before.calendar } else { &terms.calendar };
        if desk.is_set_aside(Part::Calendar, calendar.as_str()) {
            return Ok(false);
        }
        let after = under(before.clone(), &terms, desk)?;
        if after == before {
            return Ok(false);
        }
        let place = self.take_places(1).await?;
        if (Terms { plan: after.plan, calendar: after.calendar.clone() })
            != (Terms { plan: before.plan, calendar: before.calendar.clone() })
        {
            self.put_under(&after.id, &terms, place).await?;
        }
        project(&mut self.transaction, &[], &after, place).await?;
        Ok(true)
    }

    async fn put_under(&mut self, id: &LocalId, terms: &Terms, place: i64) -> Result<(), ServerError> {
        sqlx::query("INSERT INTO terms (ticket, changed, plan, calendar) VALUES (?, ?, ?, ?)")
            .bind(id.as_str())
            .bind(place)
            .bind(word(&terms.plan)?)
            .bind(terms.calendar.as_str())
            .execute(&mut *self.transaction)
            .await?;
        Ok(())
    }
}

fn terms(desk: &Desk, customer: &CustomerId) -> Result<Terms, ServerError> {
    let known = desk.customer(customer);
    let known = known.ok_or_else(|| ServerError::Broken(format!("no customer {customer}")))?;
    Ok(desk.terms_of(known))
}
