//! `vigie export`: one ticket whole, for people or programs. What the desk says among itself is left out unless asked.

mod markdown;

use std::collections::BTreeMap;
use std::process::ExitCode;

use crate::desk::sla::Tz;
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::app::protocol::event::{Detail, Failure, Rules};
use crate::cli::{ConsoleArgs, ExportArgs, ExportFormat};
use crate::desk::rules::public_side::public_facts;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::{ResponseKind, Visibility, Who};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::{BackendId, ContactId, LocalId, ManagerId};
use crate::desk::ticket::signature::{Act, Kin, SignatureRequest, Step, Told, Unreadable, Way};
use crate::io::backend::{Backend, DetailAnswer};
use crate::io::places;
use crate::words::Words;

use super::settings;
use super::store::{complain, say};

use markdown::Markdown;

/// A ticket as it is printed.
#[derive(Debug, Serialize)]
struct Exported {
    ticket: Ticket,
    customer: SafeLine,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<SignatureRequest>,
    /// What stands in its fields and cannot be what it stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unreadable: Vec<Unreadable>,
    steps: Vec<Taken>,
    /// What the customer was told when, in order.
    told: Vec<Said>,
    facts: Vec<Fact>,
    /// What everybody is called who stands in it under an id, also who left since.
    people: People,
    /// Of other requests about the same object: never without `--internal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    kin: Option<Kin>,
}

#[derive(Debug, Default, Serialize)]
struct People {
    contacts: BTreeMap<ContactId, SafeLine>,
    managers: BTreeMap<ManagerId, SafeLine>,
}

#[derive(Debug, Serialize)]
struct Taken {
    at: DateTime<Utc>,
    by: Who,
    step: String,
    to: Step,
    way: Way,
    /// The databases that the step speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    bases: Option<SafeLine>,
    customer_told: bool,
}

#[derive(Debug, Serialize)]
struct Said {
    at: DateTime<Utc>,
    by: Who,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<ResponseKind>,
    body: SafeText,
}

/// Runs the command.
pub fn run(args: &ConsoleArgs, asked: &ExportArgs) -> ExitCode {
    let words = settings::first_words(args);
    let settings = match settings::load(args, settings::source(args).as_ref()) {
        Ok(settings) => settings,
        Err(mistakes) => {
            settings::complain(&words, &mistakes);
            return ExitCode::FAILURE;
        }
    };
    let words = settings::words(&settings.config, words).with_instants_in_full();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return ExitCode::FAILURE;
        }
    };
    let asked_of = |id: &BackendId| asked.backend.as_ref().is_none_or(|wanted| wanted == id);
    let mut last = None;
    let mut found = Vec::new();
    for (id, backend) in settings.backends.iter().filter(|(id, _)| asked_of(id)) {
        match runtime.block_on(read(backend, &asked.ticket)) {
            Ok(read) => found.push((id, read)),
            Err(why) => last = Some((id, why)),
        }
    }
    if found.len() > 1 {
        // Two desks number alike: which of the two is meant, nothing here knows.
        let names: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
        let data = [("ticket", asked.ticket.as_str().into()), ("backends", names.join(", ").into())];
        complain(&words.say_with("export-on-several", &data));
        return ExitCode::FAILURE;
    }
    if let Some((_, (detail, rules))) = found.pop() {
        let zone = settings.config.zone.or_else(places::zone).unwrap_or(Tz::UTC);
        print(&words, zone, &rules, *detail, asked);
        return ExitCode::SUCCESS;
    }
    match last {
        None => complain(words.say("export-no-backend")),
        Some((_, Failure::NotFound)) => {
            let ticket = asked.ticket.as_str();
            complain(&words.say_with("export-not-found", &[("ticket", ticket.into())]));
        }
        Some((id, why)) => {
            let data = [("backend", id.as_str().into()), ("why", words.failure(&why).into())];
            complain(&words.say_with("check-failed", &data));
        }
    }
    ExitCode::FAILURE
}

async fn read(backend: &Backend, ticket: &LocalId) -> Result<(Box<Detail>, Rules), Failure> {
    backend.connect().await?;
    let rules = backend.rules().await?.rules;
    match backend.detail(ticket, None).await? {
        DetailAnswer::Fresh { detail, .. } => Ok((detail, rules)),
        DetailAnswer::Unchanged => Err(Failure::AnswerLost),
        DetailAnswer::Gone(_) => Err(Failure::NotFound),
    }
}

fn print(words: &Words, zone: Tz, rules: &Rules, detail: Detail, asked: &ExportArgs) {
    let exported = Exported::of(rules, detail, asked.internal);
    match asked.format {
        ExportFormat::Json => say(&serde_json::to_string_pretty(&exported).unwrap_or_default()),
        ExportFormat::Md => say(Markdown { words, zone, rules }.of(&exported).trim_end()),
    }
}

impl Exported {
    fn of(rules: &Rules, detail: Detail, internal: bool) -> Self {
        let customer = rules.customers.iter().find(|it| it.id == detail.ticket.customer);
        let customer = customer.map_or_else(
            || SafeLine::from(detail.ticket.customer.as_str()),
            |customer| customer.name.clone(),
        );
        let request = detail.signature().cloned();
        let steps = detail.facts.iter().filter_map(taken).collect();
        let told = detail.facts.iter().filter_map(said).collect();
        let Detail { ticket, facts, kin, unreadable, .. } = detail;
        let (ticket, facts, kin) = if internal {
            (ticket, facts, Some(kin))
        } else {
            (ticket.public_side(), public_facts(facts), None)
        };
        let people = People::of(rules, &ticket, &facts);
        Self { ticket, customer, request, unreadable, steps, told, facts, people, kin }
    }
}

impl People {
    fn of(rules: &Rules, ticket: &Ticket, facts: &[Fact]) -> Self {
        let mut people = Self::default();
        let authors = facts.iter().map(|fact| &fact.by);
        let linked = facts.iter().filter_map(|fact| match &fact.what {
            What::SenderLinked { contact } => Some(contact),
            _ => None,
        });
        let given = facts.iter().filter_map(|fact| match &fact.what {
            What::Assigned { to } | What::HandedOver { to, .. } => Some(to),
            _ => None,
        });
        for id in ticket.contact.iter().chain(linked) {
            people.contact(rules, ticket, id);
        }
        for id in ticket.owner.iter().chain(given) {
            people.manager(rules, id);
        }
        for by in authors {
            match by {
                Who::Contact(id) => people.contact(rules, ticket, id),
                Who::Manager(id) | Who::Specialist(id) => people.manager(rules, id),
                Who::Stranger(_) | Who::Desk => {}
            }
        }
        people
    }

    fn contact(&mut self, rules: &Rules, ticket: &Ticket, id: &ContactId) {
        if let Some(name) = rules.contact_name(&ticket.customer, id) {
            self.contacts.insert(id.clone(), name.clone());
        }
    }

    fn manager(&mut self, rules: &Rules, id: &ManagerId) {
        if let Some(manager) = rules.managers.iter().find(|manager| manager.id == *id) {
            self.managers.insert(id.clone(), manager.name.clone());
        }
    }
}

fn taken(fact: &Fact) -> Option<Taken> {
    let What::Stepped(stepped) = &fact.what else { return None };
    let step = serde_json::to_value(&stepped.act).ok()?["step"].as_str()?.to_owned();
    let bases = match &stepped.act {
        Act::PassGate { bases, .. } | Act::Publish { bases } => Some(bases.clone()),
        _ => None,
    };
    let (by, customer_told) = (fact.by.clone(), stepped.told == Told::Sent);
    Some(Taken { at: fact.at, by, step, to: stepped.to, way: stepped.way, bases, customer_told })
}

/// What the desk said to the customer.
fn said(fact: &Fact) -> Option<Said> {
    let What::Said(message) = &fact.what else { return None };
    let is_told = message.visibility == Visibility::Public && message.by.is_of_the_desk();
    is_told.then(|| Said {
        at: fact.at,
        by: message.by.clone(),
        response: message.response,
        body: message.body.clone(),
    })
}
