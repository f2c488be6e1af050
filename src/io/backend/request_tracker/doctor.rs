//! Compares the mapping with the live server, field by field.

use std::collections::BTreeSet;

use crate::app::protocol::event::Failure;
use crate::desk::mapping::{CustomersBy, Mapping, SeverityBy, SignatureFields, Values};
use crate::desk::rules::place::Place;
use crate::desk::text::SafeLine;
use crate::desk::ticket::conversation::ResponseKind;
use crate::desk::ticket::status::Kind;
use crate::io::backend::checkup::{Check, Cost, Outcome, Subject, Weight};

use super::RequestTracker;
use super::client::Client;
use super::inventory::members;
use super::wire::{self, Named, Page, User};

pub(super) const OF_TICKETS: &str = "RT::Queue-RT::Ticket";
pub(super) const OF_REPLIES: &str = "RT::Queue-RT::Ticket-RT::Transaction";

/// One field of the mapping: what it is for, and the values that it should know.
struct Wanted<'a> {
    name: &'a str,
    of: &'static str,
    cost: Cost,
    values: Vec<&'a str>,
}

impl RequestTracker {
    /// Looks at everything that the mapping names; RT was reached and knows us.
    pub async fn examine(&self) -> Result<Vec<Check>, Failure> {
        let mapping = &self.desk.mapping;
        // Asked anew: what was known may be what is looked for.
        *self.staff.lock().await = None;
        let staff = self.staff().await?;
        let mut checks = self.customers(mapping).await?;
        checks.extend(self.fields(mapping).await?);
        checks.extend(self.fields_on_queues(mapping).await?);
        checks.extend(self.strays(&staff).await?);
        checks.extend(self.statuses().await?);
        checks.extend(self.people(mapping).await?);
        checks.extend(self.contacts(mapping).await?);
        if mapping.response.as_ref().and_then(|it| it.written(ResponseKind::Interim)).is_none() {
            checks.push(Check::lacking(Subject::Setting("map.response".to_owned()), Cost::Interim));
        }
        checks.extend(steps(mapping));
        if mapping.client_key.is_none() {
            checks.push(Check::lacking(Subject::Setting("map.client_key_field".to_owned()), Cost::Key));
        }
        Ok(checks)
    }

    /// Customers by a queue that is not there, or not for us.
    pub async fn unheard_customers(&self) -> Result<Vec<SafeLine>, Failure> {
        let mapping = &self.desk.mapping;
        if mapping.customers_by != CustomersBy::Queue || mapping.customers.is_empty() {
            return Ok(Vec::new());
        }
        let queues = self.client.queues().await?;
        let is_there = |name: &String| queues.iter().any(|it| it.name == *name && it.disabled != "1");
        let called = mapping.customers.iter().flat_map(|customer| &customer.called);
        Ok(called.filter(|name| !is_there(name)).map(|name| SafeLine::from(name.as_str())).collect())
    }

    async fn customers(&self, mapping: &Mapping) -> Result<Vec<Check>, Failure> {
        let CustomersBy::Queue = mapping.customers_by else { return Ok(Vec::new()) };
        let queues = self.client.queues().await?;
        let open: Vec<&str> =
            queues.iter().filter(|queue| queue.disabled != "1").map(|queue| queue.name.as_str()).collect();
        let called = mapping.customers.iter().flat_map(|customer| &customer.called);
        let mut checks: Vec<Check> = called
            .map(|name| Check::named(Subject::Queue(name.clone()), name, &open, Cost::Customer))
            .collect();
        if mapping.customers.is_empty() {
            checks.extend(open.iter().map(|name| Check::good(Subject::Queue((*name).to_owned()))));
        }
        if checks.is_empty() {
            checks.push(Check::lacking(Subject::Setting("customer".to_owned()), Cost::Customer));
        }
        Ok(checks)
    }

    async fn fields(&self, mapping: &Mapping) -> Result<Vec<Check>, Failure> {
        let there = self.client.custom_fields().await?;
        let mut checks = Vec::new();
        for wanted in wanted(mapping) {
            let of = |field: &&Named| field.lookup_type == wanted.of && field.disabled != "1";
            let names: Vec<&str> = there.iter().filter(of).map(|field| field.name.as_str()).collect();
            let subject = if wanted.of == OF_TICKETS { Subject::TicketField } else { Subject::ReplyField };
            let check = Check::named(subject(wanted.name.to_owned()), wanted.name, &names, wanted.cost);
            let is_there = matches!(check.outcome, Outcome::Good);
            checks.push(check);
            if !is_there || wanted.values.is_empty() {
                continue;
            }
            let field = there.iter().filter(of).find(|field| field.name == wanted.name);
            checks.extend(self.values(&wanted, field).await?);
        }
        Ok(checks)
    }

    /// A field that is chosen from should know the values that the mapping names; one of free text knows all.
    async fn values(&self, wanted: &Wanted<'_>, field: Option<&Named>) -> Result<Vec<Check>, Failure> {
        let Some(field) = field.filter(|field| field.kind.starts_with("Select")) else {
            return Ok(Vec::new());
        };
        let listed = listed(&self.client, &field.id).await?;
        let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
        let subject = |value: &str| Subject::Value { field: wanted.name.to_owned(), value: value.to_owned() };
        let values = wanted.values.iter();
        // Of tickets it is counted which values are in use; of replies RT counts nothing.
        let strays = listed.iter().filter(|value| wanted.of == OF_REPLIES && !wanted.values.contains(value));
        let strays = strays.map(|value| Check::stray(subject(value), None, Cost::Otherwise, Weight::Told));
        let strays: Vec<Check> = strays.collect();
        let cost = if wanted.cost == Cost::Steps { Cost::StepValue } else { Cost::Value };
        Ok(values.map(|value| Check::named(subject(value), value, &listed, cost)).chain(strays).collect())
    }

    async fn people(&self, mapping: &Mapping) -> Result<Vec<Check>, Failure> {
        let mut checks = Vec::new();
        for group in &mapping.desk_groups {
            let found = self.client.groups(group).await?;
            let names: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
            let check = Check::named(Subject::Group(group.clone()), group, &names, Cost::Group);
            let known = found.iter().find(|found| found.name == *group);
            match known {
                // Nobody of it is of the desk then, which is no good news.
                Some(found) if members(&self.client, &found.id).await?.people.is_empty() => {
                    let outcome = Outcome::Missing { nearest: None, cost: Cost::EmptyGroup };
                    checks.push(Check { outcome, ..check });
                }
                _ => checks.push(check),
            }
        }
        let dedicated = mapping.customers.iter().filter_map(|known| known.customer.manager.as_ref());
        let mut logins: Vec<String> = mapping
            .managers
            .iter()
            .map(|it| &it.id)
            .chain(dedicated)
            .map(|id| id.as_str().to_owned())
            .collect();
        logins.sort();
        logins.dedup();
        let known = self.client.users(&logins).await?;
        let known: Vec<&str> = known.iter().map(|user| user.name.as_str()).collect();
        let users = logins.iter();
        checks.extend(users.map(|it| Check::named(Subject::User(it.clone()), it, &known, Cost::User)));
        if mapping.desk_groups.is_empty() && mapping.managers.is_empty() {
            checks.push(Check::lacking(Subject::Setting("desk_groups".to_owned()), Cost::Group));
        }
        Ok(checks)
    }
}

impl RequestTracker {
    /// Fields that are on RT, but not on the tickets of a customer's queue.
    async fn fields_on_queues(&self, mapping: &Mapping) -> Result<Vec<Check>, Failure> {
        let CustomersBy::Queue = mapping.customers_by else { return Ok(Vec::new()) };
        let called: Vec<&String> = mapping.customers.iter().flat_map(|customer| &customer.called).collect();
        let wanted: BTreeSet<&str> =
            wanted(mapping).iter().filter(|it| it.of == OF_TICKETS).map(|it| it.name).collect();
        let there = self.client.custom_fields().await?;
        let is_there = |name: &&&str| {
            there.iter().any(|it| it.name == **name && it.lookup_type == OF_TICKETS && it.disabled != "1")
        };
        let mut checks = Vec::new();
        for named in self.client.queues().await? {
            if named.disabled == "1" || !called.contains(&&named.name) {
                continue;
            }
            let queue: wire::Queue = self.client.get(&["queue", &named.id], &[]).await?;
            let has = |name: &str| queue.ticket_custom_fields.iter().any(|field| field.name == name);
            checks.extend(wanted.iter().filter(is_there).filter(|name| !has(name)).map(|name| {
                let subject = Subject::FieldOnQueue { field: (*name).to_owned(), queue: queue.name.clone() };
                Check { subject, outcome: Outcome::Missing { nearest: None, cost: Cost::FieldOnQueue } }
            }));
        }
        Ok(checks)
    }

    /// Named contacts that RT knows neither by login nor by address.
    async fn contacts(&self, mapping: &Mapping) -> Result<Vec<Check>, Failure> {
        let contacts = mapping.customers.iter().flat_map(|customer| &customer.customer.contacts);
        let mut checks = Vec::new();
        for contact in contacts {
            let login = contact.id.as_str();
            let email = contact.email.as_ref().map_or("", |email| email.raw());
            let known = self.client.known_as(login, email).await?;
            let subject = Subject::Contact(login.to_owned());
            checks.push(if known.is_empty() {
                Check { subject, outcome: Outcome::Missing { nearest: None, cost: Cost::Contact } }
            } else {
                Check::good(subject)
            });
        }
        Ok(checks)
    }
}

impl Client {
    /// The users of a login, or else of an address: RT takes a question for either as one for both.
    async fn known_as(&self, login: &str, email: &str) -> Result<Vec<User>, Failure> {
        let mut found = Vec::new();
        for (field, value) in [("Name", login), ("EmailAddress", email)] {
            if value.is_empty() || !found.is_empty() {
                continue;
            }
            let query = serde_json::json!([{ "field": field, "value": value }]).to_string();
            let page: Page<User> =
                self.get(&["users"], &[("query", &query), ("fields", "Name,EmailAddress")]).await?;
            found = page.items;
        }
        Ok(found)
    }
}

/// What the mapping leaves out of the way of a signature request; nothing if there are no such requests.
fn steps(mapping: &Mapping) -> Vec<Check> {
    let has_requests = mapping.kind.as_ref().is_some_and(|it| it.written(Kind::SignatureRequest).is_some());
    match &mapping.signature.step {
        _ if !has_requests => Vec::new(),
        None => vec![Check::lacking(Subject::Setting("map.signature.step".to_owned()), Cost::Steps)],
        Some(values) => {
            let missing = Place::ALL.into_iter().filter(|place| values.written(*place).is_none());
            missing.map(|place| Check::lacking(Subject::Place(place), Cost::Place)).collect()
        }
    }
}

pub async fn listed(client: &Client, id: &str) -> Result<Vec<String>, Failure> {
    #[derive(serde::Deserialize)]
    struct Select {
        #[serde(rename = "Values", default)]
        values: Vec<serde_json::Value>,
    }
    let field: Select = client.get(&["customfield", id], &[]).await?;
    let name = |value: serde_json::Value| match value {
        serde_json::Value::String(name) => Some(name),
        value => value.get("name").or(value.get("Name")).and_then(|it| it.as_str()).map(str::to_owned),
    };
    Ok(field.values.into_iter().filter_map(name).collect())
}

fn wanted(mapping: &Mapping) -> Vec<Wanted<'_>> {
    let mut wanted = Vec::new();
    let ticket = |name, cost, values| Wanted { name, of: OF_TICKETS, cost, values };
    if let CustomersBy::Field(field) = &mapping.customers_by {
        let called = mapping.customers.iter().flat_map(|customer| &customer.called);
        wanted.push(ticket(field.as_str(), Cost::Customers, called.map(String::as_str).collect()));
    }
    if let SeverityBy::Field(values) = &mapping.severity {
        wanted.push(ticket(&values.field, Cost::Severity, known(values)));
    }
    if let Some(values) = &mapping.channel {
        wanted.push(ticket(&values.field, Cost::Channel, known(values)));
    }
    if let Some(values) = &mapping.kind {
        wanted.push(ticket(&values.field, Cost::Kind, known(values)));
    }
    if let Some(field) = &mapping.acknowledged {
        wanted.push(ticket(field, Cost::Acknowledged, Vec::new()));
    }
    let signature = &mapping.signature;
    let SignatureFields { verdict, object, weight, step, parts } = &signature;
    let chosen = [
        verdict.as_ref().map(|values| (&values.field, known(values))),
        object.as_ref().map(|values| (&values.field, known(values))),
        weight.as_ref().map(|values| (&values.field, known(values))),
    ];
    let chosen = chosen.into_iter().flatten();
    wanted.extend(chosen.map(|(field, values)| ticket(field, Cost::Signature, values)));
    if let Some(values) = step {
        wanted.push(ticket(&values.field, Cost::Steps, known(values)));
    }
    wanted.extend(parts.values().map(|field| ticket(field, Cost::Signature, Vec::new())));
    if let Some(values) = &mapping.response {
        wanted.push(Wanted {
            name: &values.field,
            of: OF_REPLIES,
            cost: Cost::Interim,
            values: known(values),
        });
    }
    let reply = |name, cost, values| Wanted { name, of: OF_REPLIES, cost, values };
    if let Some(values) = &mapping.call_outcome {
        wanted.push(reply(&values.field, Cost::Calls, known(values)));
    }
    if let Some(values) = &mapping.call_direction {
        wanted.push(reply(&values.field, Cost::Calls, known(values)));
    }
    if let Some(field) = &mapping.client_key {
        wanted.push(Wanted { name: field, of: OF_REPLIES, cost: Cost::Key, values: Vec::new() });
    }
    wanted
}

fn known<T>(values: &Values<T>) -> Vec<&str> {
    values.known.iter().map(|(value, _)| value.as_str()).collect()
}
