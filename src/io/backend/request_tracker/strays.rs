//! What is in use on the server and not in the mapping, with how many tickets it hits: asked for by counts, never by
//! reading tickets. One ticket of each stray value is looked at, for its name.

use crate::app::protocol::event::Failure;
use crate::desk::mapping::{CustomersBy, SeverityBy, Values};
use crate::io::backend::checkup::{Check, Cost, Counted, Subject, Weight};

use super::RequestTracker;
use super::client::{Client, field, quoted};
use super::desk::Staff;
use super::wire::{self, Page, Stamp};

/// Strays of one kind that are named; a field of free text could have any number.
const MOST_NAMED: usize = 20;
const NOBODY: &str = "Nobody";

/// A property of tickets that queries can name.
pub(super) struct Property<F> {
    /// As a query names it.
    pub clause: String,
    pub may_be: MayBe,
    pub of: F,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MayBe {
    Empty,
    /// Every ticket has one, and RT knows none of an empty name.
    Never,
}

impl Client {
    /// How many tickets a query finds.
    pub async fn count(&self, query: &str) -> Result<u64, Failure> {
        let page: Page<Stamp> = self.get(&["tickets"], &[("query", query), ("per_page", "1")]).await?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of tickets")]
        Ok(page.total.unwrap_or_default().max(0.0) as u64)
    }

    /// The values of a property among the tickets of a scope, but for those that are known.
    pub(super) async fn others(
        &self,
        scope: &str,
        property: &Property<impl Fn(&wire::Ticket) -> Option<String>>,
        known: &[&str],
    ) -> Result<Vec<Counted>, Failure> {
        let clause = &property.clause;
        let given = match property.may_be {
            MayBe::Empty => format!(" AND {clause} IS NOT NULL AND {clause} != ''"),
            MayBe::Never => String::new(),
        };
        let is_known = known.iter().map(|value| format!(" AND {clause} != {}", quoted(value)));
        let mut query = format!("({scope}){given}{}", is_known.collect::<String>());
        let mut others: Vec<Counted> = Vec::new();
        while others.len() < MOST_NAMED {
            let Some(ticket) = self.any_of(&query).await? else { break };
            let Some(row) = self.whole(&[ticket]).await?.pop() else { break };
            let Some(name) = (property.of)(&row).filter(|name| !name.is_empty()) else { break };
            // A field of several values has others beside the one that was asked for.
            if known.contains(&name.as_str()) || others.iter().any(|other| other.name == name) {
                break;
            }
            let tickets = self.count(&format!("({scope}) AND {clause} = {}", quoted(&name))).await?;
            query = format!("{query} AND {clause} != {}", quoted(&name));
            others.push(Counted { name, tickets });
        }
        Ok(others)
    }
}

impl RequestTracker {
    /// Everything in use that the mapping does not speak of.
    pub(super) async fn strays(&self, staff: &Staff) -> Result<Vec<Check>, Failure> {
        let mapping = &self.desk.mapping;
        let mut checks = self.unserved().await?;
        match &mapping.severity {
            SeverityBy::Field(values) => {
                checks.extend(self.unmapped(values, Cost::OtherwiseSeverity, Weight::Wrong).await?);
            }
            SeverityBy::Sla(values) => checks.extend(self.levels(values).await?),
            SeverityBy::Priority { .. } => {}
        }
        if let Some(values) = &mapping.channel {
            checks.extend(self.unmapped(values, Cost::Otherwise, Weight::Told).await?);
        }
        if let Some(values) = &mapping.kind {
            checks.extend(self.unmapped(values, Cost::Otherwise, Weight::Told).await?);
        }
        if let Some(values) = &mapping.signature.step {
            checks.extend(self.unmapped(values, Cost::Otherwise, Weight::Wrong).await?);
        }
        if !mapping.desk_groups.is_empty() || !mapping.managers.is_empty() {
            checks.extend(self.outsiders(staff).await?);
        }
        Ok(checks)
    }

    /// Queues, or values of the customers' field, that are no customer's.
    async fn unserved(&self) -> Result<Vec<Check>, Failure> {
        let mapping = &self.desk.mapping;
        if mapping.customers.is_empty() {
            return Ok(Vec::new());
        }
        let known: Vec<&str> =
            mapping.customers.iter().flat_map(|customer| &customer.called).map(String::as_str).collect();
        let live = "Status = '__Active__'";
        let others = match &mapping.customers_by {
            CustomersBy::Queue => self.client.others(live, &queue(), &known).await?,
            CustomersBy::Field(name) => self.client.others(live, &of_field(name), &known).await?,
        };
        let subject = |name: String| match &mapping.customers_by {
            CustomersBy::Queue => Subject::Queue(name),
            CustomersBy::Field(field) => Subject::Value { field: field.clone(), value: name },
        };
        Ok(others
            .into_iter()
            .map(|it| Check::stray(subject(it.name), Some(it.tickets), Cost::Unserved, Weight::Told))
            .collect())
    }

    /// Values of a field that the mapping does not name.
    async fn unmapped<T: Copy + PartialEq>(
        &self,
        values: &Values<T>,
        cost: Cost,
        weight: Weight,
    ) -> Result<Vec<Check>, Failure> {
        let known: Vec<&str> = values.known.iter().map(|(value, _)| value.as_str()).collect();
        let others = self.client.others(&self.queue(), &of_field(&values.field), &known).await?;
        let subject = |value: String| Subject::Value { field: values.field.clone(), value };
        Ok(others
            .into_iter()
            .map(|it| Check::stray(subject(it.name), Some(it.tickets), cost, weight))
            .collect())
    }

    /// RT tells no list of its levels of service: those that tickets have are all that shows.
    async fn levels<T: Copy + PartialEq>(&self, values: &Values<T>) -> Result<Vec<Check>, Failure> {
        let seen = self.all_levels().await?;
        if seen.is_empty() {
            return Ok(vec![Check::lacking(Subject::Setting("map.severity".to_owned()), Cost::Unseen)]);
        }
        let there: Vec<&str> = seen.iter().map(|level| level.name.as_str()).collect();
        let known: Vec<&str> = values.known.iter().map(|(value, _)| value.as_str()).collect();
        let mut checks: Vec<Check> = known
            .iter()
            .map(|level| Check::named(Subject::Level((*level).to_owned()), level, &there, Cost::Level))
            .collect();
        let others = self.client.others(&self.queue(), &level(), &known).await?;
        checks.extend(others.into_iter().map(|it| {
            let subject = Subject::Level(it.name);
            Check::stray(subject, Some(it.tickets), Cost::OtherwiseSeverity, Weight::Wrong)
        }));
        Ok(checks)
    }

    /// The levels of service that any ticket has.
    pub(super) async fn all_levels(&self) -> Result<Vec<Counted>, Failure> {
        self.client.others("id > 0", &level(), &[]).await
    }

    /// Who has tickets, and is not of the desk: what they write counts as the customer's.
    async fn outsiders(&self, staff: &Staff) -> Result<Vec<Check>, Failure> {
        let of = |row: &wire::Ticket| Some(row.owner.id.clone());
        let known: Vec<&str> = staff.people.keys().map(String::as_str).chain([NOBODY]).collect();
        let property = Property { clause: "Owner".to_owned(), may_be: MayBe::Never, of };
        let others = self.client.others(&self.queue(), &property, &known).await?;
        Ok(others
            .into_iter()
            .map(|it| Check::stray(Subject::User(it.name), Some(it.tickets), Cost::Outsider, Weight::Wrong))
            .collect())
    }
}

type Of<'a> = Box<dyn Fn(&wire::Ticket) -> Option<String> + Send + Sync + 'a>;

pub(super) fn queue() -> Property<Of<'static>> {
    let of = Box::new(|row: &wire::Ticket| row.queue.name.clone());
    Property { clause: "Queue".to_owned(), may_be: MayBe::Never, of }
}

pub(super) fn status() -> Property<Of<'static>> {
    let of = Box::new(|row: &wire::Ticket| Some(row.status.clone()));
    Property { clause: "Status".to_owned(), may_be: MayBe::Never, of }
}

fn level() -> Property<Of<'static>> {
    let of = Box::new(|row: &wire::Ticket| row.sla.clone());
    Property { clause: "SLA".to_owned(), may_be: MayBe::Empty, of }
}

fn of_field(name: &str) -> Property<Of<'_>> {
    let of = Box::new(move |row: &wire::Ticket| {
        wire::values(&row.custom_fields).get(name).map(|value| (*value).to_owned())
    });
    Property { clause: field(name), may_be: MayBe::Empty, of }
}
