//! `vigie export`: one ticket whole, for people or programs. What the desk says among itself is left out unless asked.

use std::fmt::Write;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::app::event::{Detail, Failure, Rules};
use crate::cli::{ConsoleArgs, ExportArgs, ExportFormat};
use crate::desk::conversation::{ResponseKind, Visibility, Who};
use crate::desk::fact::{Fact, What};
use crate::desk::names::{LocalId, ManagerId};
use crate::desk::public_side::public_facts;
use crate::desk::signature::{Act, Kin, SignatureRequest, Step, Told, Unreadable, Way};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Ticket;
use crate::io::backend::{Backend, DetailAnswer};
use crate::io::places;
use crate::words::Words;

use super::settings;
use super::store::{complain, say};

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
    /// Of other requests about the same object: never without `--internal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    kin: Option<Kin>,
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
    let words = settings::words(&settings.config, words);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return ExitCode::FAILURE;
        }
    };
    let mut last = None;
    for (id, backend) in &settings.backends {
        match runtime.block_on(read(backend, &asked.ticket)) {
            Ok((detail, rules)) => {
                let zone = settings.config.zone.or_else(places::zone).unwrap_or(Tz::UTC);
                print(&words, zone, &rules, *detail, asked);
                return ExitCode::SUCCESS;
            }
            Err(why) => last = Some((id, why)),
        }
    }
    match last {
        None => complain(words.say("check-no-backend")),
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
        DetailAnswer::Fresh(detail) => Ok((detail, rules)),
        DetailAnswer::Unchanged => Err(Failure::AnswerLost),
    }
}

fn print(words: &Words, zone: Tz, rules: &Rules, detail: Detail, asked: &ExportArgs) {
    let exported = Exported::of(rules, detail, asked.internal);
    match asked.format {
        ExportFormat::Json => say(&serde_json::to_string_pretty(&exported).unwrap_or_default()),
        ExportFormat::Md => say(exported.markdown(words, zone, rules).trim_end()),
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
        Self { ticket, customer, request, unreadable, steps, told, facts, kin }
    }

    fn markdown<'a>(&'a self, words: &Words, zone: Tz, rules: &'a Rules) -> String {
        let mut text = String::new();
        let name = |id: &'a ManagerId| {
            let known = rules.managers.iter().find(|manager| manager.id == *id);
            known.map_or(id.as_str(), |manager| manager.name.shown())
        };
        let who = |who: &'a Who| match who {
            Who::Manager(id) | Who::Specialist(id) => name(id).to_owned(),
            Who::Contact(id) => id.to_string(),
            Who::Stranger(line) => line.shown().to_owned(),
            Who::Desk => words.say("someone-desk").to_owned(),
        };
        let mut line = |line: &str| {
            if writeln!(text, "{line}").is_err() {
                tracing::debug!("a text in memory takes every line");
            }
        };
        line(&format!("# {}: {}", self.ticket.id, plain(self.ticket.subject.shown())));
        line("");
        let mut facts = vec![
            ("export-customer", self.customer.shown().to_owned()),
            ("fact-severity", words.severity(self.ticket.severity).to_owned()),
            ("fact-status", words.status(self.ticket.status).to_owned()),
            ("fact-filed", exact(self.ticket.filed_at, zone)),
        ];
        facts.extend(self.ticket.step.map(|step| ("fact-step", words.step(step).to_owned())));
        if let Some(request) = &self.request {
            facts.extend(asked(words, zone, request));
        }
        for (label, value) in facts {
            line(&format!("- {}: {}", words.say(label), plain(&value)));
        }
        for Unreadable { part, text } in &self.unreadable {
            let told = words.say_with("fact-unreadable", &[("text", text.shown().into())]);
            line(&format!("- {}: {}", words.part(*part), plain(&told)));
        }
        line(&format!("\n## {}\n", words.say("export-steps")));
        for step in &self.steps {
            let told = words.say(if step.customer_told { "told-sent" } else { "export-not-told" });
            let bases = step.bases.as_ref().map(|version| format!(", {}", plain(version.shown())));
            let (at, to) = (exact(step.at, zone), words.step(step.to));
            let to = words.way(step.way).unwrap_or(to);
            line(&format!("- {at}, {}: {to}{}; {told}", who(&step.by), bases.unwrap_or_default()));
        }
        line(&format!("\n## {}", words.say("export-told")));
        for said in &self.told {
            let kind = said.response.map(|kind| format!(", {}", words.response_kind(kind)));
            line(&format!("\n### {}, {}{}\n", exact(said.at, zone), who(&said.by), kind.unwrap_or_default()));
            said.body.shown().lines().for_each(|body| line(&format!("> {body}")));
        }
        line(&format!("\n## {}\n", words.say("tab-timeline")));
        for fact in &self.facts {
            let what = words.fact(fact, zone, name);
            line(&format!("- {}, {}: {}", exact(fact.at, zone), who(&fact.by), plain(&what)));
            if let What::Said(message) = &fact.what
                && message.visibility == Visibility::Internal
            {
                message.body.shown().lines().for_each(|body| line(&format!("  > {body}")));
            }
        }
        text
    }
}

/// What the customer asked for, by the labels of the console.
fn asked(words: &Words, zone: Tz, request: &SignatureRequest) -> Vec<(&'static str, String)> {
    let text = |line: &Option<SafeLine>| line.as_ref().map(|line| line.shown().to_owned());
    let bases = [text(&request.bases_version), request.bases_released.map(|at| exact(at, zone))];
    let bases = bases.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let rescan = [
        request.rescanned_at.map(|at| exact(at, zone)),
        request.rescan.as_ref().map(|text| text.shown().to_owned()),
    ];
    let rescan = rescan.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let known = |text: String| Some(text).filter(|text| !text.is_empty());
    let product = [text(&request.product), text(&request.version)];
    let product = product.into_iter().flatten().collect::<Vec<_>>().join(" ");
    [
        ("fact-verdict", Some(words.detection_verdict(request.verdict).to_owned())),
        ("fact-object", Some(words.object(request.object).to_owned())),
        ("fact-name", Some(request.name.shown().to_owned())),
        ("fact-sha256", request.sha256.as_ref().map(|digest| digest.as_str().to_owned())),
        ("fact-md5", request.md5.as_ref().map(|digest| digest.as_str().to_owned())),
        (
            "fact-size",
            request.size.map(|size| words.say_with("fact-bytes", &[("count", words.number(size).into())])),
        ),
        ("fact-detection", text(&request.detection)),
        ("fact-product", known(product)),
        ("fact-component", text(&request.component)),
        ("fact-bases", known(bases)),
        ("fact-rescan", known(rescan)),
        ("export-application", text(&request.application)),
        ("export-weight", Some(words.weight(request.weight).to_owned())),
        ("export-machines", request.machines.map(|count| count.to_string())),
        ("fact-impact", request.impact.as_ref().map(|text| text.shown().to_owned())),
        ("fact-origin", text(&request.origin)),
        ("fact-purpose", text(&request.purpose)),
        ("fact-container", text(&request.container)),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

/// To the second, with the year and what the zone is called then: it is read long afterwards, and elsewhere.
fn exact(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// A text on one line of Markdown: its signs stand for themselves.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => out.extend(['\\', character]),
            other => out.push(other),
        }
    }
    out
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
