//! `vigie doctor`: can every backend be reached, does it know us, and does what the configuration says of it fit.

use std::process::ExitCode;

use chrono::Datelike;

use crate::app::model::links::clock_off;
use crate::app::protocol::event::Failure;
use crate::cli::ConsoleArgs;
use crate::desk::rules::place::Place;
use crate::desk::sla::{Tz, ZoneSet, holidays_checked_until};
use crate::desk::text::SafeLine;
use crate::desk::ticket::signature::Move;
use crate::io::backend::Backend;
use crate::io::backend::checkup::{Check, Cost, Counted, Inventory, Outcome, Subject, Weight};
use crate::io::{clock, places};
use crate::words::Words;

use super::rotas;
use super::settings;
use super::store::{complain, say};

/// What was found, the worst last: that is what the program ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Health {
    Well,
    Gaps,
    WrongConfiguration,
    NotReached,
    NotAllowed,
}

/// Runs the command.
pub fn run(args: &ConsoleArgs) -> ExitCode {
    let first_words = settings::first_words(args);
    let settings = match settings::load(args, settings::source(args).as_ref()) {
        Ok(settings) => settings,
        Err(mistakes) => {
            settings::complain(&first_words, &mistakes);
            return Health::WrongConfiguration.code();
        }
    };
    let words = settings::words(&settings.config, first_words);
    let zones = ZoneSet::in_force();
    let here = words.zone_data(zones, clock::wall());
    let zones_here = words.say_with("zones-here", &[("zones", here.into())]);
    if zones.release().is_old(clock::wall()) {
        left_out(&zones_here);
    } else {
        good(&zones_here);
    }
    let until = holidays_checked_until();
    let told = words.say_with("holidays-here", &[("until", until.to_string().into())]);
    if clock::wall().year() > until {
        left_out(&words.unchecked_holidays(until));
    } else {
        good(&told);
    }
    if let Some(said) = places::zone_not_understood().filter(|_| settings.config.zone.is_none()) {
        left_out(&words.zone_not_understood(&said, places::zone().unwrap_or(Tz::UTC)));
    }
    let broken = rotas::told(&settings.rotas, &words);
    for told in &broken {
        complain(told);
    }
    let rotas = if broken.is_empty() { Health::Well } else { Health::WrongConfiguration };
    if settings.backends.is_empty() {
        say(words.say("doctor-no-backends"));
        return rotas.code();
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return Health::NotReached.code();
        }
    };
    let looks = settings.backends.iter().map(|(id, backend)| {
        say(&words.say_with(
            "doctor-backend",
            &[("name", id.as_str().into()), ("address", backend.address().into())],
        ));
        runtime.block_on(look(backend, &words))
    });
    looks.chain([rotas]).max().unwrap_or(Health::Well).code()
}

async fn look(backend: &Backend, words: &Words) -> Health {
    let welcome = match backend.connect().await {
        Ok(welcome) => welcome,
        Err(why) => return failed(&why, words),
    };
    good(&words.say_with("doctor-connected", &[("name", welcome.name.shown().into())]));
    match clock_off(welcome.server_now - clock::wall()) {
        Some(ahead) => left_out(&words.clock_off_here(ahead)),
        None => good(words.say("doctor-clock")),
    }
    let ours = ZoneSet::in_force().release();
    match backend.rules().await {
        Ok(answer) => {
            if let Some(theirs) = answer.rules.tzdata.filter(|theirs| theirs != ours) {
                let data = [("theirs", theirs.to_string().into()), ("ours", ours.to_string().into())];
                left_out(&words.say_with("zones-there", &data));
            }
        }
        Err(why) => return failed(&why, words),
    }
    let checks = match backend.examine().await {
        Ok(checks) => checks,
        Err(why) => return failed(&why, words),
    };
    for check in &checks {
        tell(check, words);
    }
    let gaps = checks.iter().filter(|check| check.is_gap()).count();
    let left_out = checks.iter().filter(|check| !check.is_gap() && check.outcome != Outcome::Good).count();
    match backend.inventory().await {
        Ok(Some(inventory)) => list(&inventory, words),
        Ok(None) => {}
        Err(why) => return failed(&why, words),
    }
    say(&words.say_with("doctor-sum", &[("missing", gaps.into()), ("left-out", left_out.into())]));
    if gaps == 0 { Health::Well } else { Health::Gaps }
}

/// What is there, so that a mapping can be written from it.
fn list(inventory: &Inventory, words: &Words) {
    let told = |id: &str, names: Vec<String>| {
        let names = if names.is_empty() { "–".to_owned() } else { names.join(", ") };
        say(&format!("    {}", words.say_with(id, &[("names", names.into())])));
    };
    let counted = |several: &[Counted]| {
        several.iter().map(|it| format!("{} ({})", plain(&it.name), it.tickets)).collect::<Vec<_>>()
    };
    say(&format!("  {}", words.say("doctor-there")));
    told("doctor-there-queues", counted(&inventory.queues));
    told("doctor-there-statuses", counted(&inventory.statuses));
    told("doctor-there-levels", counted(&inventory.levels));
    let groups = inventory.groups.iter().map(|it| format!("{} ({})", plain(&it.name), it.people));
    told("doctor-there-groups", groups.collect());
    for (id, fields) in [
        ("doctor-there-ticket-field", &inventory.ticket_fields),
        ("doctor-there-reply-field", &inventory.reply_fields),
    ] {
        for field in fields {
            let values = field.values.iter().map(|value| plain(value)).collect::<Vec<_>>().join(", ");
            let values = if values.is_empty() { words.say("doctor-there-free").to_owned() } else { values };
            let data = [("name", plain(&field.name).into()), ("values", values.into())];
            say(&format!("    {}", words.say_with(id, &data)));
        }
    }
}

/// What the server calls something, safe for a terminal.
fn plain(name: &str) -> String {
    SafeLine::from(name).shown().to_owned()
}

pub(super) fn failed(why: &Failure, words: &Words) -> Health {
    let (health, advice) = match why {
        Failure::Unreachable | Failure::AnswerLost => (Health::NotReached, "doctor-unreachable"),
        Failure::NoToken(_) => (Health::NotAllowed, "doctor-no-token"),
        Failure::NotAllowed | Failure::AskWho => (Health::NotAllowed, "doctor-not-allowed"),
        Failure::Forbidden => (Health::NotAllowed, "doctor-forbidden"),
        Failure::NotFound | Failure::Unintelligible(_) => (Health::NotReached, "doctor-not-a-backend"),
        _ => (Health::NotReached, "doctor-fault"),
    };
    say(&format!("  ✗ {}", words.failure(why)));
    say(&format!("    {}", words.say(advice)));
    health
}

fn left_out(text: &str) {
    say(&format!("  – {text}"));
}

fn good(text: &str) {
    say(&format!("  ✓ {text}"));
}

fn tell(check: &Check, words: &Words) {
    let subject = subject(&check.subject, words);
    match &check.outcome {
        Outcome::Good => good(&subject),
        Outcome::Missing { nearest, cost } => {
            let meant = nearest
                .as_deref()
                .map(|nearest| words.say_with("config-meant", &[("nearest", nearest.into())]));
            let told = words.say_with(
                "doctor-missing",
                &[("subject", subject.into()), ("meant", meant.unwrap_or_default().into())],
            );
            say(&format!("  ✗ {told}"));
            say(&format!("    {}", words.say(cost_of(*cost))));
        }
        Outcome::Stray { tickets, cost, weight } => {
            let subject = ("subject", subject.into());
            let told = match tickets {
                Some(tickets) => words.say_with("doctor-stray", &[subject, ("tickets", (*tickets).into())]),
                None => words.say_with("doctor-stray-uncounted", &[subject]),
            };
            match weight {
                Weight::Wrong => say(&format!("  ✗ {told}")),
                Weight::Told => left_out(&told),
            }
            say(&format!("    {}", words.say(cost_of(*cost))));
        }
        Outcome::LeftOut { cost } => {
            left_out(&words.say_with("doctor-left-out", &[("subject", subject.into())]));
            say(&format!("    {}", words.say(cost_of(*cost))));
        }
    }
}

fn subject(subject: &Subject, words: &Words) -> String {
    let named = |id: &str, name: &str| words.say_with(id, &[("name", plain(name).into())]);
    match subject {
        Subject::Queue(name) => named("doctor-queue", name),
        Subject::TicketField(name) => named("doctor-ticket-field", name),
        Subject::ReplyField(name) => named("doctor-reply-field", name),
        Subject::Value { field, value } => {
            let data = [("field", plain(field).into()), ("name", plain(value).into())];
            words.say_with("doctor-value", &data)
        }
        Subject::Status(name) => named("doctor-status", name),
        Subject::Step { from, to } => {
            words.say_with("doctor-step", &[("from", from.as_str().into()), ("to", to.as_str().into())])
        }
        Subject::Group(name) => named("doctor-group", name),
        Subject::User(name) => named("doctor-user", name),
        Subject::Contact(name) => named("doctor-contact", name),
        Subject::Level(name) => named("doctor-level", name),
        Subject::FieldOnQueue { field, queue } => {
            let data = [("field", plain(field).into()), ("queue", plain(queue).into())];
            words.say_with("doctor-field-on-queue", &data)
        }
        Subject::Place(Place::At(step)) => named("doctor-place", words.step(*step)),
        Subject::Place(Place::Rejected) => named("doctor-place", words.step_move(Move::Reject)),
        Subject::Setting(name) => name.clone(),
    }
}

fn cost_of(cost: Cost) -> &'static str {
    match cost {
        Cost::Customer => "doctor-cost-customer",
        Cost::Customers => "doctor-cost-customers",
        Cost::Severity => "doctor-cost-severity",
        Cost::Channel => "doctor-cost-channel",
        Cost::Kind => "doctor-cost-kind",
        Cost::Acknowledged => "doctor-cost-acknowledged",
        Cost::Signature => "doctor-cost-signature",
        Cost::Steps => "doctor-cost-steps",
        Cost::StepValue => "doctor-cost-step-value",
        Cost::Place => "doctor-cost-place",
        Cost::Interim => "doctor-cost-interim",
        Cost::Key => "doctor-cost-key",
        Cost::Calls => "doctor-cost-calls",
        Cost::Value => "doctor-cost-value",
        Cost::Status => "doctor-cost-status",
        Cost::Unmapped => "doctor-cost-unmapped",
        Cost::Unseen => "doctor-cost-unseen",
        Cost::Waiting => "doctor-cost-waiting",
        Cost::Resolving => "doctor-cost-resolving",
        Cost::Reopening => "doctor-cost-reopening",
        Cost::Voiding => "doctor-cost-voiding",
        Cost::Group => "doctor-cost-group",
        Cost::User => "doctor-cost-user",
        Cost::EmptyGroup => "doctor-cost-empty-group",
        Cost::Outsider => "doctor-cost-outsider",
        Cost::Contact => "doctor-cost-contact",
        Cost::FieldOnQueue => "doctor-cost-field-on-queue",
        Cost::Unserved => "doctor-cost-unserved",
        Cost::Otherwise => "doctor-cost-otherwise",
        Cost::OtherwiseSeverity => "doctor-cost-otherwise-severity",
        Cost::Level => "doctor-cost-level",
        Cost::NoCustomers => "doctor-cost-no-customers",
        Cost::NoManagers => "doctor-cost-no-managers",
    }
}

impl Health {
    pub(super) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Well => 0,
            Self::Gaps => 1,
            Self::WrongConfiguration => 2,
            Self::NotReached => 3,
            Self::NotAllowed => 4,
        })
    }
}
