//! A day of changes of everything that tickets are read by: whoever watched it has what a fresh console has.

use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, MAPPING};
use crate::instance::{Instance, is_wanted};
use crate::reference::{Changer, Watcher, differences};

/// How many changes there are, by default and by `VIGIE_RT_CHANGES`.
const CHANGES: usize = 30;
/// The watcher asks for everything after so many: in between it polls as ever.
const EVERY: usize = 10;

struct Random(u64);

impl Random {
    /// One of so many (splitmix64).
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    fn of<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.below(several.len())]
    }
}

struct Day<'a> {
    rt: &'a Instance,
    changer: Changer,
    random: Random,
    nested: Vec<String>,
    own_fields: Vec<String>,
    names: [&'static str; 5],
    made: usize,
}

const PEOPLE: [&str; 4] = ["29", "31", "33", "35"];
const AGENTS: [&str; 3] = ["TOMAS_OKAFOR", "INES_CALDERA", "NILS_BRANDT"];
const GROUPS: [&str; 2] = ["27", "28"];
const RIGHTS: [&str; 5] = ["ShowTicket", "SeeQueue", "SeeCustomField", "SeeGroup", "ShowTicketComments"];
const NAMES: [&str; 5] = [
    "Aldermoor Bank",
    "Northquay Logistics",
    "Vesterholm Kommune",
    "Halvorsund Clinics",
    "Brightwater Utilities",
];
/// Severity, channel, kind.
const FIELDS: [&str; 3] = ["2", "3", "4"];

impl Day<'_> {
    /// RT may refuse: then nothing changed, and another one is tried.
    async fn asks(&self, who: &str, method: Method, path: &str, body: Value) -> bool {
        self.rt.tries(who, method, path, Some(body)).await
    }

    /// What was changed, if anything was.
    async fn change(&mut self) -> Option<String> {
        let which = self.random.below(22);
        let (what, done) = match which {
            0..=7 => self.change_people(which).await,
            8..=14 => self.change_catalogue(which).await,
            _ => self.change_ticket(which).await,
        };
        done.then_some(what)
    }

    /// Groups and rights.
    async fn change_people(&mut self, which: usize) -> (String, bool) {
        let queue = 3 + self.random.below(5);
        let group = if self.nested.is_empty() || self.random.below(3) == 0 {
            (*self.random.of(&GROUPS)).to_owned()
        } else {
            self.random.of(&self.nested.clone()).clone()
        };
        match which {
            0 | 1 => {
                let who = *self.random.of(&PEOPLE);
                let path = format!("group/{group}/members");
                (format!("{who} joins {group}"), self.asks("ROOT", Method::PUT, &path, json!([who])).await)
            }
            2 | 3 => {
                // Mara watches: she stays, but in nested groups.
                let who = PEOPLE[1 + self.random.below(3)];
                let path = format!("group/{group}/member/{who}");
                (format!("{who} leaves {group}"), self.asks("ROOT", Method::DELETE, &path, json!({})).await)
            }
            4 => {
                self.made += 1;
                let name = format!("Line {}", self.made);
                let made =
                    self.rt.as_agent("ROOT", Method::POST, "group", Some(json!({ "Name": name }))).await;
                let id = made["id"].as_str().unwrap().to_owned();
                let path = format!("group/{group}/members");
                let done = self.asks("ROOT", Method::PUT, &path, json!([id])).await;
                self.nested.push(id);
                (format!("{name} within {group}"), done)
            }
            5 if !self.nested.is_empty() => {
                let nested = self.random.of(&self.nested.clone()).clone();
                let disabled = self.random.below(2);
                let path = format!("group/{nested}");
                let body = json!({ "Disabled": disabled });
                (format!("{nested} disabled {disabled}"), self.asks("ROOT", Method::PUT, &path, body).await)
            }
            6 | 7 => {
                let (right, queue) = (*self.random.of(&RIGHTS), self.names[queue - 3]);
                // Everywhere, or for one queue.
                let verb = *self.random.of(&["grant", "revoke"]);
                let on = if self.random.below(2) == 0 { "" } else { queue };
                let line = format!("{verb} Support engineers | {right} | {on}");
                (line.clone(), self.changer.tell(&line).is_ok())
            }
            _ => (String::new(), false),
        }
    }

    /// Fields and queues.
    async fn change_catalogue(&mut self, which: usize) -> (String, bool) {
        let queue = 3 + self.random.below(5);
        let ticket = 1 + self.random.below(45);
        match which {
            8 => {
                let (field, disabled) = (*self.random.of(&FIELDS), self.random.below(2));
                let path = format!("customfield/{field}");
                let body = json!({ "Disabled": disabled });
                (
                    format!("field {field} disabled {disabled}"),
                    self.asks("ROOT", Method::PUT, &path, body).await,
                )
            }
            9 => {
                let name = *self.random.of(&["Severity", "Severity", "Gravity"]);
                (
                    format!("field 2 is called {name}"),
                    self.asks("ROOT", Method::PUT, "customfield/2", json!({ "Name": name })).await,
                )
            }
            10 => {
                let (field, queue) = (*self.random.of(&FIELDS), self.names[queue - 3]);
                let verb = *self.random.of(&["apply", "withdraw"]);
                let on = if self.random.below(3) == 0 { "" } else { queue };
                let line = format!("{verb} {field} | {on}");
                (line.clone(), self.changer.tell(&line).is_ok())
            }
            11 if self.own_fields.len() < 3 => {
                let queue = self.names[queue - 3];
                let made = self.changer.tell(&format!("field Severity | Freeform | {queue}"));
                self.own_fields.extend(made.clone());
                (format!("another Severity in {queue}"), made.is_ok())
            }
            12 => {
                let value = *self.random.of(&["S1", "S2", "S3", "S4", "S5"]);
                let own = self.own_fields.first().cloned();
                let field = own.filter(|_| self.random.below(2) == 0).unwrap_or_else(|| "2".to_owned());
                let body = json!({ "CustomFields": { &field: value } });
                let path = format!("ticket/{ticket}");
                (format!("{field} of {ticket} is {value}"), self.asks("ROOT", Method::PUT, &path, body).await)
            }
            13 => {
                let spare = ["Aldermoor Bank", "Renamed once", "Renamed twice"];
                let spare = *self.random.of(&spare);
                let to = *self.random.of(&[NAMES[queue - 3], spare]);
                let done =
                    self.asks("ROOT", Method::PUT, &format!("queue/{queue}"), json!({ "Name": to })).await;
                (format!("queue {queue} is called {to}"), done)
            }
            14 => {
                let disabled = self.random.below(2);
                let body = json!({ "Disabled": disabled });
                let done = self.asks("ROOT", Method::PUT, &format!("queue/{queue}"), body).await;
                (format!("queue {queue} disabled {disabled}"), done)
            }
            _ => (String::new(), false),
        }
    }

    /// What people do on tickets.
    async fn change_ticket(&mut self, which: usize) -> (String, bool) {
        let queue = 3 + self.random.below(5);
        let ticket = 1 + self.random.below(45);
        match which {
            15 => {
                let into = 1 + self.random.below(30);
                let body = json!({ "MergeInto": into.to_string() });
                let is_other = into != ticket;
                let done =
                    is_other && self.asks("ROOT", Method::PUT, &format!("ticket/{ticket}"), body).await;
                (format!("{ticket} goes on in {into}"), done)
            }
            16 => {
                let body = json!({ "Queue": queue.to_string() });
                let done = self.asks("ROOT", Method::PUT, &format!("ticket/{ticket}"), body).await;
                (format!("{ticket} moves to {queue}"), done)
            }
            17 => {
                let status = *self.random.of(&["open", "stalled", "resolved", "rejected", "deleted"]);
                let body = json!({ "Status": status });
                let done = self.asks("ROOT", Method::PUT, &format!("ticket/{ticket}"), body).await;
                (format!("{ticket} is {status}"), done)
            }
            18 => {
                let severity = *self.random.of(&["S1", "S2", "S3", "S4"]);
                let body = json!({
                    "Queue": queue.to_string(),
                    "Subject": format!("Filed as change {}", self.made),
                    "Content": "All of it.",
                    "Requestor": "casimir.thorne@aldermoor.example",
                    "CustomFields": { "2": severity },
                });
                (
                    format!("filed in {queue} as {severity}"),
                    self.asks("ROOT", Method::POST, "ticket", body).await,
                )
            }
            _ => {
                let who = *self.random.of(&AGENTS);
                let kind = *self.random.of(&["correspond", "correspond", "comment"]);
                let body = json!({ "Content": "Words.", "ContentType": "text/plain" });
                let path = format!("ticket/{ticket}/{kind}");
                (format!("{who}: {kind} on {ticket}"), self.asks(who, Method::POST, &path, body).await)
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_of_a_simulated_day_has_what_a_fresh_console_has() {
    if !is_wanted("a watcher of a simulated day has what a fresh console has") {
        return;
    }
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let changes = number("VIGIE_RT_CHANGES").unwrap_or(CHANGES);
    let seed = number("VIGIE_RT_SEED").unwrap_or(12);
    let rt = Instance::start();
    let random = Random(seed as u64);
    let perl = Changer::of(&rt);
    let mut day =
        Day { rt: &rt, changer: perl, random, nested: vec![], own_fields: vec![], names: NAMES, made: 0 };
    let desk = || Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let mut watcher = Watcher::start(desk()).await;
    let (mut done, mut compared, mut told) = (0, 0, Vec::new());
    while done < changes {
        let Some(what) = day.change().await else { continue };
        told.push(what);
        done += 1;
        if done % 3 == 0 {
            watcher.polls().await;
        }
        if done % EVERY == 0 || done == changes {
            // Now and then the program is started again with what it kept.
            if done % (4 * EVERY) == 0 {
                watcher = watcher.restarted(desk());
            }
            watcher.asks_for_all().await;
            let differing = differences(&watcher, desk()).await;
            assert!(
                differing.is_empty(),
                "seed {seed}, after {done} changes:\n{}\n{}",
                told.join("\n"),
                differing.join("\n")
            );
            compared += 1;
        }
    }
    println!(
        "seed {seed}: {done} changes, compared {compared} times, {} rows at the end",
        watcher.rows.len()
    );
}
