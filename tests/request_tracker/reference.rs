//! What tickets are read by changes without them: groups, rights, queues, fields. A console that watches reads as a
//! fresh one does.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use vigie::app::protocol::unseen::Unseen;
use vigie::desk::ticket::conversation::Who;
use vigie::desk::ticket::names::LocalId;
use vigie::desk::ticket::{Response, Ticket};

use crate::desk::{Desk, MAPPING};
use crate::instance::{Instance, is_wanted};

/// Changes RT by its own Perl, where REST 2.0 cannot.
pub struct Changer {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Changer {
    pub fn of(rt: &Instance) -> Self {
        let directory = rt.directory();
        let script =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/request_tracker/rt/lib/change.pl");
        let mut child = Command::new("perl")
            .arg(script)
            .env("RT_INSTANCE_DIR", &directory)
            .env("RT_SITE_CONFIG", directory.join("etc/RT_SiteConfig.pm"))
            .env("RT_SITE_CONFIG_DIR", directory.join("etc/RT_SiteConfig.d"))
            .env("RT_PORT", rt.port().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, to, from: BufReader::new(from) }
    }

    /// Answers what RT said; what it refuses is no change.
    pub fn tell(&mut self, line: &str) -> Result<String, String> {
        writeln!(self.to, "{line}").unwrap();
        let mut answer = String::new();
        self.from.read_line(&mut answer).unwrap();
        let (is_ok, said) = answer.trim_end().split_once(' ').unwrap_or(("no", "the changer ended"));
        if is_ok == "ok" { Ok(said.to_owned()) } else { Err(said.to_owned()) }
    }

    pub fn does(&mut self, line: &str) -> String {
        self.tell(line).unwrap_or_else(|why| panic!("{line}: {why}"))
    }
}

impl Drop for Changer {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A console that goes on polling, and holds what one holds.
pub struct Watcher {
    pub desk: Desk,
    pub cursor: String,
    pub rows: BTreeMap<LocalId, Ticket>,
}

impl Watcher {
    pub async fn start(desk: Desk) -> Self {
        let (tickets, cursor) = desk.sync().await;
        let rows = tickets.into_iter().map(|ticket| (ticket.id.clone(), ticket)).collect();
        Self { desk, cursor, rows }
    }

    /// What another run of the program goes on with.
    pub fn restarted(self, desk: Desk) -> Self {
        Self { desk, ..self }
    }

    /// One poll, taken in as the console does. Tells whether more may come.
    async fn poll(&mut self) -> bool {
        let polled = self.desk.backend.poll_in_part(Some(&self.cursor), Duration::ZERO).await.unwrap();
        let (changes, again) = (polled.changes, polled.again);
        self.cursor = changes.cursor;
        let mut brought = changes.more || changes.whole.is_some();
        for ticket in changes.tickets {
            let known = self.rows.get(&ticket.id);
            let is_older = known.is_some_and(|known| known.version > ticket.version);
            if !is_older || again.contains(&ticket.id) {
                brought |= known != Some(&ticket);
                self.rows.insert(ticket.id.clone(), ticket);
            }
        }
        for gone in &changes.gone {
            brought |= self.rows.remove(gone).is_some();
        }
        if let Some(whole) = changes.whole.filter(|_| !changes.more) {
            self.rows.retain(|id, _| whole.contains(id));
        }
        brought
    }

    /// Polls as long as something comes.
    pub async fn polls(&mut self) {
        while self.poll().await {}
    }

    /// What F5 does: what tickets are read by is asked for anew, then polls until nothing more comes.
    pub async fn asks_for_all(&mut self) {
        // What was asked a moment ago is not asked again.
        tokio::time::sleep(Duration::from_millis(2_100)).await;
        self.desk.backend.rules().await.unwrap();
        self.polls().await;
    }

    pub fn row(&self, ticket: u64) -> &Ticket {
        &self.rows[&LocalId::new(ticket.to_string())]
    }

    pub fn is_answered(&self, ticket: u64) -> bool {
        matches!(self.row(ticket).response, Response::Given(_))
    }
}

/// What differs between a watcher and a console that starts now, row by row.
pub async fn differences(watcher: &Watcher, fresh: Desk) -> Vec<String> {
    let mut fresh = Watcher::start(fresh).await;
    // Who wrote as a stranger is decided by the first poll after the synchronisation.
    fresh.polls().await;
    let mut ids: Vec<&LocalId> = watcher.rows.keys().chain(fresh.rows.keys()).collect();
    ids.sort();
    ids.dedup();
    // Who asked is read with the whole ticket only, and shown with it.
    let row = |rows: &BTreeMap<LocalId, Ticket>, id: &LocalId| {
        rows.get(id).map(|ticket| Ticket { contact: None, ..ticket.clone() })
    };
    let differing = ids.into_iter().filter_map(|id| {
        let (seen, new) = (row(&watcher.rows, id), row(&fresh.rows, id));
        (seen != new).then(|| format!("{id}:\n  watcher {seen:?}\n  fresh   {new:?}"))
    });
    differing.collect()
}

fn one_group() -> String {
    MAPPING.replace(
        "desk_groups = [\"Support engineers\", \"Night desk\"]",
        "desk_groups = [\"Support engineers\"]",
    )
}

async fn says(rt: &Instance, who: &str, ticket: u64, words: &str) {
    let body = json!({ "Content": words, "ContentType": "text/plain" });
    rt.as_agent(who, Method::POST, &format!("ticket/{ticket}/correspond"), Some(body)).await;
}

pub async fn root(rt: &Instance, method: Method, path: &str, body: Value) {
    rt.as_agent("ROOT", method, path, Some(body)).await;
}

/// A second goes by: RT tells time by it.
async fn a_second() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

const NILS: &str = "35";
const TOMAS: &str = "31";
const ENGINEERS: &str = "27";

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_or_leaves_the_desk_is_judged_at_the_time_of_each_message() {
    if !is_wanted("who joins or leaves the desk is judged at the time of each message") {
        return;
    }
    let rt = Instance::start();
    let mapping = one_group();
    let desk = || Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &mapping);
    says(&rt, "NILS_BRANDT", 3, "Not of the desk yet.").await;
    let mut watcher = Watcher::start(desk()).await;
    assert!(!watcher.is_answered(1) && !watcher.is_answered(3));

    // By a group within the group.
    a_second().await;
    let made = rt.as_agent("ROOT", Method::POST, "group", Some(json!({ "Name": "Second line" }))).await;
    let nested = made["id"].as_str().unwrap().to_owned();
    root(&rt, Method::PUT, &format!("group/{ENGINEERS}/members"), json!([nested])).await;
    root(&rt, Method::PUT, &format!("group/{nested}/members"), json!([NILS])).await;
    a_second().await;
    says(&rt, "NILS_BRANDT", 1, "Of the desk by now.").await;
    watcher.asks_for_all().await;
    assert!(watcher.is_answered(1), "a joiner's answer is the desk's");
    assert!(!watcher.is_answered(3), "what they said before is what it was");
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());

    // A console that was shut meanwhile reads the same by its snapshot, without a fresh start.
    root(&rt, Method::DELETE, &format!("group/{nested}/member/{NILS}"), json!({})).await;
    root(&rt, Method::DELETE, &format!("group/{ENGINEERS}/member/{TOMAS}"), json!({})).await;
    // Somebody who left may write on: they have the rights of another group, which is not the desk's.
    root(&rt, Method::PUT, "group/28/members", json!([TOMAS])).await;
    a_second().await;
    says(&rt, "TOMAS_OKAFOR", 2, "I left.").await;
    let answered = watcher.rows.values().filter(|row| matches!(row.response, Response::Given(_))).count();
    let mut watcher = watcher.restarted(desk());
    watcher.polls().await;
    let still = watcher.rows.values().filter(|row| matches!(row.response, Response::Given(_))).count();
    assert!(watcher.is_answered(1) && answered == still && !watcher.is_answered(2), "{answered}, {still}");
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());
    let facts = watcher.desk.detail(2).await.facts;
    let by: Vec<&Who> = facts.iter().map(|fact| &fact.by).collect();
    assert!(by.contains(&&Who::Stranger("tomas.okafor".into())), "{by:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn queues_that_are_granted_or_renamed_and_fields_that_come_back_are_read() {
    if !is_wanted("queues that are granted or renamed, and fields that come back, are read") {
        return;
    }
    let rt = Instance::start();
    let mut changer = Changer::of(&rt);
    let desk = || Desk::new(rt.port(), rt.token("NILS_BRANDT"), MAPPING);
    let mut watcher = Watcher::start(desk()).await;
    let of = |watcher: &Watcher, customer: &str| {
        watcher.rows.values().filter(|row| row.customer.as_str() == customer).count()
    };
    assert_eq!((of(&watcher, "halvorsund"), of(&watcher, "vesterholm")), (0, 0));
    for right in ["SeeQueue", "ShowTicket", "SeeCustomField"] {
        changer.does(&format!("grant Night desk | {right} | Halvorsund Clinics"));
    }
    watcher.asks_for_all().await;
    assert!(of(&watcher, "halvorsund") > 0, "a queue that was granted");
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());

    root(&rt, Method::PUT, "queue/4", json!({ "Name": "Vesterholm Kommune II" })).await;
    watcher.asks_for_all().await;
    assert_eq!(of(&watcher, "northquay"), 0, "nobody's by that name");
    root(&rt, Method::PUT, "queue/4", json!({ "Name": "Northquay Logistics" })).await;
    watcher.asks_for_all().await;
    assert!(of(&watcher, "northquay") > 0);
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());

    // Read wrongly while it is not there, and rightly again.
    let before: Vec<_> = watcher.rows.values().map(|row| (row.id.clone(), row.severity)).collect();
    root(&rt, Method::PUT, "customfield/2", json!({ "Disabled": 1 })).await;
    watcher.asks_for_all().await;
    assert_ne!(watcher.rows.values().map(|row| (row.id.clone(), row.severity)).collect::<Vec<_>>(), before);
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());
    let rules = watcher.desk.backend.rules().await.unwrap().rules;
    assert!(rules.unseen.contains(&Unseen::Field("Severity".into())), "{:?}", rules.unseen);
    root(&rt, Method::PUT, "customfield/2", json!({ "Disabled": 0 })).await;
    watcher.asks_for_all().await;
    assert_eq!(watcher.rows.values().map(|row| (row.id.clone(), row.severity)).collect::<Vec<_>>(), before);
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_cannot_be_seen_is_told_and_makes_no_breaches() {
    if !is_wanted("a group that cannot be seen is told, and makes no breaches") {
        return;
    }
    let rt = Instance::start();
    let mut changer = Changer::of(&rt);
    let desk = || Desk::new(rt.port(), rt.token("NILS_BRANDT"), MAPPING);
    let blind = Watcher::start(desk()).await;
    let rules = blind.desk.backend.rules().await.unwrap().rules;
    let groups = ["Night desk", "Support engineers"].map(|name| Unseen::Group(name.into()));
    // Queues are not asked for yet, or this account has no right to three of them.
    let unseen: Vec<&Unseen> = rules.unseen.iter().filter(|it| !matches!(it, Unseen::Queue(_))).collect();
    assert_eq!(unseen, groups.iter().collect::<Vec<_>>());
    let seeing = Watcher::start(Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING)).await;
    let breached: Vec<&str> = blind
        .rows
        .values()
        .filter(|row| matches!(row.response, Response::Owed(_)))
        .map(|row| row.id.as_str())
        .filter(|id| seeing.is_answered(id.parse().unwrap()))
        .collect();
    assert_eq!(breached, Vec::<&str>::new(), "the ticket shows who works on it");

    let mut watcher = blind;
    // Without comments nothing says who acknowledged what, or what was promised.
    changer.does("revoke Night desk | ShowTicketComments | Aldermoor Bank");
    watcher.asks_for_all().await;
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());
    changer.does("grant Night desk | ShowTicketComments | Aldermoor Bank");
    watcher.asks_for_all().await;
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());
    changer.does("grant Night desk | SeeGroup |");
    watcher.asks_for_all().await;
    let unseen = watcher.desk.backend.rules().await.unwrap().rules.unseen;
    assert!(unseen.iter().all(|unseen| matches!(unseen, Unseen::Queue(_))), "{unseen:?}");
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_of_one_name_are_told_apart_by_the_queue_that_has_them() {
    if !is_wanted("fields of one name are told apart by the queue that has them") {
        return;
    }
    let rt = Instance::start();
    let mut changer = Changer::of(&rt);
    let desk = || Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let mut watcher = Watcher::start(desk()).await;
    // Severity of one queue only: the others lose it, then one gets a field of its own under the name.
    changer.does("withdraw 2 |");
    changer.does("apply 2 | Aldermoor Bank");
    let own = changer.does("field Severity | Freeform | Northquay Logistics");
    let in_northquay = watcher.rows.values().find(|row| row.customer.as_str() == "northquay").unwrap();
    let in_northquay: u64 = in_northquay.id.as_str().parse().unwrap();
    root(&rt, Method::PUT, &format!("ticket/{in_northquay}"), json!({ "CustomFields": { &own: "S2" } }))
        .await;
    watcher.asks_for_all().await;
    assert_eq!(watcher.row(in_northquay).severity.number(), 2);
    assert_eq!(watcher.row(1).severity.number(), 1, "the other field");
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());

    // A ticket that moves keeps the value of its former queue's field where nobody sees it.
    root(&rt, Method::PUT, "ticket/1", json!({ "Queue": "Northquay Logistics" })).await;
    watcher.polls().await;
    assert_eq!(watcher.row(1).severity.number(), 3, "its field is empty there");
    assert_eq!(differences(&watcher, desk()).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_author_is_who_wrote_whoever_is_the_requestor_by_now() {
    if !is_wanted("the author is who wrote, whoever is the requestor by now") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let before = desk.detail(1).await.facts[0].by.clone();
    root(&rt, Method::PUT, "ticket/1", json!({ "Requestor": "beatrix.oyelaran@aldermoor.example" })).await;
    let after = desk.detail(1).await;
    assert_eq!(after.facts[0].by, before);
    assert_eq!(after.ticket.contact.unwrap().as_str(), "beatrix.oyelaran");
    // One that an engineer noted for a caller was written by the engineer.
    assert!(matches!(&desk.detail(9).await.facts[0].by, Who::Manager(_)));
}
