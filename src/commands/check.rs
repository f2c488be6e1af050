//! `vigie check`: what presses now, for cron and status lines. Its exit code is the answer.
//!
//! Only commitments of the contract count; an objective of the desk's own raises no alarm.

use std::process::ExitCode;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::cli::{CheckArgs, ConsoleArgs};
use crate::desk::queue::Queue;
use crate::desk::rules::obligation::Standing;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{BackendId, LocalId};
use crate::desk::ticket::severity::Severity;
use crate::io::backend::Everything;
use crate::words::Words;

use super::settings;
use super::store::{complain, say, say_raw};

/// What the command ends with.
const AT_RISK: u8 = 1;
const BREACHED: u8 = 2;
/// Configuration or a backend stood in the way: nothing is known, which is no good news.
const UNKNOWN: u8 = 3;

/// One ticket that presses, as it is printed.
#[derive(Debug, Serialize)]
struct Pressing {
    backend: BackendId,
    id: LocalId,
    severity: Severity,
    standing: Presses,
    due: Option<DateTime<Utc>>,
    /// Negative once it is late.
    seconds_left: Option<i64>,
    subject: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Presses {
    AtRisk,
    Breached,
}

#[derive(Debug, Default, Serialize)]
struct Answer {
    open: usize,
    breached: usize,
    at_risk: usize,
    tickets: Vec<Pressing>,
    /// How many tickets could not be read: nobody knows how these stand.
    unreadable: usize,
    /// How many customers are looked for where there is nothing: how theirs stand is not known either.
    unheard: usize,
}

/// Runs the command.
pub fn run(args: &ConsoleArgs, asked: &CheckArgs) -> ExitCode {
    let words = settings::first_words(args);
    let settings = match settings::load(args, settings::source(args).as_ref()) {
        Ok(settings) => settings,
        Err(mistakes) => {
            settings::complain(&words, &mistakes);
            return ExitCode::from(UNKNOWN);
        }
    };
    let words = settings::words(&settings.config, words);
    if settings.backends.is_empty() {
        complain(words.say("check-no-backend"));
        return ExitCode::from(UNKNOWN);
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return ExitCode::from(UNKNOWN);
        }
    };
    let mut answer = Answer::default();
    for (id, backend) in &settings.backends {
        match runtime.block_on(backend.unheard_customers()) {
            Ok(unheard) => {
                for queue in &unheard {
                    let data = [("backend", id.as_str().into()), ("queue", queue.shown().into())];
                    complain(&words.say_with("check-no-such-queue", &data));
                }
                answer.unheard += unheard.len();
            }
            Err(why) => {
                let data = [("backend", id.as_str().into()), ("why", words.failure(&why).into())];
                complain(&words.say_with("check-failed", &data));
                return ExitCode::from(UNKNOWN);
            }
        }
        match runtime.block_on(backend.all()) {
            Ok(Everything { tickets, server_now, unreadable }) => {
                tell_of_unreadable(&words, id, &unreadable);
                answer.unreadable += unreadable.len();
                answer.take_in(id, tickets, server_now, asked.at_risk);
            }
            Err(why) => {
                let data = [("backend", id.as_str().into()), ("why", words.failure(&why).into())];
                complain(&words.say_with("check-failed", &data));
                return ExitCode::from(UNKNOWN);
            }
        }
    }
    if asked.json {
        say_raw(&serde_json::to_string(&answer).unwrap_or_default());
    } else {
        answer.print(&words);
    }
    ExitCode::from(match &answer {
        Answer { breached: 1.., .. } => BREACHED,
        Answer { unreadable: 1.., .. } | Answer { unheard: 1.., .. } => UNKNOWN,
        Answer { at_risk: 1.., .. } => AT_RISK,
        _ => 0,
    })
}

fn tell_of_unreadable(words: &Words, backend: &BackendId, unreadable: &[SafeLine]) {
    for ticket in unreadable {
        let data = [("backend", backend.as_str().into()), ("ticket", ticket.shown().into())];
        complain(&words.say_with("check-unreadable", &data));
    }
}

impl Answer {
    fn take_in(
        &mut self,
        backend: &BackendId,
        tickets: Vec<Ticket>,
        now: DateTime<Utc>,
        within: Option<TimeDelta>,
    ) {
        let queue = Queue::load(backend, tickets, now);
        self.open += queue.total().open;
        for ticket in queue.keys().filter_map(|key| queue.get(key.id())) {
            let standing = match standing(ticket, now, within) {
                Standing::Breached => Presses::Breached,
                Standing::AtRisk => Presses::AtRisk,
                _ => continue,
            };
            self.breached += usize::from(standing == Presses::Breached);
            self.at_risk += usize::from(standing == Presses::AtRisk);
            self.tickets.push(Pressing {
                backend: backend.clone(),
                id: ticket.id.clone(),
                severity: ticket.severity,
                standing,
                due: ticket.due(),
                seconds_left: ticket.due().map(|due| (due - now).num_seconds()),
                subject: ticket.subject.shown().to_owned(),
            });
        }
    }

    /// One line for each ticket, in the order of the queue, and a sum.
    fn print(&self, words: &Words) {
        for ticket in &self.tickets {
            let sign = if ticket.standing == Presses::Breached { "✗" } else { "▲" };
            let left = ticket.seconds_left.map(TimeDelta::seconds).unwrap_or_default();
            let mut shown = String::new();
            words.push_left(&mut shown, crate::desk::queue::reading::Left::Clock(left));
            let severity = words.severity_short(ticket.severity);
            say(&format!("{sign} {shown:>10}  {severity:<6}  {}  {}", ticket.id, ticket.subject));
        }
        let data = [
            ("open", self.open.into()),
            ("breached", self.breached.into()),
            ("at-risk", self.at_risk.into()),
        ];
        say(&words.say_with("check-sum", &data));
    }
}

/// How a ticket stands; a person's own span takes the place of the programme's warnings.
fn standing(ticket: &Ticket, now: DateTime<Utc>, within: Option<TimeDelta>) -> Standing {
    match (Standing::of(ticket, now), within) {
        (Standing::AtRisk | Standing::OnTime, Some(within)) => match ticket.due() {
            Some(due) if due - now <= within => Standing::AtRisk,
            _ => Standing::OnTime,
        },
        (standing, _) => standing,
    }
}
