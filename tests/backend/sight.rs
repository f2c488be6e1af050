//! Who sees what: each action and each fact against each role, in details, deltas, cursors, tags, waits and refusals.
//!
//! The lists of actions and facts are taken from the document, which is made of the types: a new one fails here until
//! somebody decides who hears of it.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;
use vigie::api::Deed;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::conversation::Visibility;
use vigie::desk::ticket::customer::Role;
use vigie::desk::ticket::fact::{Fact, What};
use vigie::desk::ticket::phone::Direction;
use vigie::server::caller::Caller;

use crate::support::{Answered, TestDesk, incident, respond, signature};

/// Who beside the desk hears of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hears {
    /// The desk, and on a signature request its specialists.
    Inside,
    /// The customer too.
    Customer,
    /// The desk alone.
    DeskOnly,
}

/// Whether the customer hears of an action on a ticket that is open already.
fn hears_of(change: &Change) -> Hears {
    match change {
        Change::Respond { .. }
        | Change::WaitForCustomer
        | Change::Resolve
        | Change::Reopen
        | Change::File { .. }
        | Change::Void { .. }
        | Change::Merge { .. }
        | Change::LinkSender { .. }
        | Change::NameContact { .. }
        | Change::ChangeSeverity { .. }
        | Change::Advance { .. } => Hears::Customer,
        // The customer's own call counts for what is due; one of the desk's is a fact of the desk's.
        Change::Call { call, .. } => match call.direction {
            Direction::FromCustomer => Hears::Customer,
            Direction::ToCustomer => Hears::Inside,
        },
        Change::Acknowledge
        | Change::Assign { .. }
        | Change::Note { .. }
        | Change::Escalate { .. }
        | Change::EndEscalation { .. }
        | Change::HandOver { .. }
        | Change::Accept
        | Change::CorrectContract { .. }
        | Change::ExplainBreach { .. }
        | Change::Promise { .. }
        | Change::KeepPromise { .. }
        | Change::MovePromise { .. }
        | Change::BreakPromise { .. } => Hears::Inside,
        Change::Advise { notice, .. } | Change::LiftAdvice { notice, .. } => match notice.body() {
            Some(_) => Hears::Customer,
            None => Hears::Inside,
        },
    }
}

/// Who reads a fact in the history of a ticket.
fn reads(what: &What) -> Hears {
    match what {
        What::Filed(_)
        | What::Responded(_)
        | What::Became(_)
        | What::MergedInto { .. }
        | What::FollowedBy { .. } => Hears::Customer,
        What::Said(message) => match message.visibility {
            Visibility::Public => Hears::Customer,
            Visibility::Internal => Hears::Inside,
        },
        What::ContractCorrected(_) => Hears::DeskOnly,
        What::Acknowledged
        | What::Assigned { .. }
        | What::Called(_)
        | What::Regraded(_)
        | What::Promised(_)
        | What::PromiseEnded { .. }
        | What::Escalated { .. }
        | What::EscalationEnded { .. }
        | What::HandedOver { .. }
        | What::SenderLinked { .. }
        | What::BreachExplained { .. }
        | What::Accepted
        | What::Voided { .. }
        | What::Absorbed(_)
        | What::PromiseMoved { .. }
        | What::Stepped(_)
        | What::StepSet { .. }
        | What::Advised { .. }
        | What::AdviceLifted { .. }
        | What::ReadersChanged(_) => Hears::Inside,
    }
}

/// What an action needs before it.
#[derive(Clone)]
struct Case {
    change: Value,
    before: Vec<Value>,
    file: Value,
}

fn case(change: Value, before: Vec<Value>) -> Case {
    Case { change, before, file: incident(1) }
}

/// One or more of each action but filing, which is about no ticket yet.
fn cases(desk: &TestDesk) -> Vec<Case> {
    let now = desk.clock.now();
    let later = now + TimeDelta::hours(20);
    let skipped = json!({ "is": "skipped", "reason": "told on the phone" });
    let sent = json!({ "is": "sent", "body": "Please exclude it until then." });
    let promise = json!({ "do": "promise", "promise": { "what": "p", "due": later } });
    let escalate = json!({ "do": "escalate", "level": "lab", "reason": "r", "wish": "w" });
    let unknown = json!({
        "customer": "aeroports", "from": "new@aeroports.example", "severity": 1, "subject": "s", "body": "b",
    });
    let by_stranger = |change| Case { file: unknown.clone(), ..case(change, Vec::new()) };
    let on_signature = |change, before| Case { file: signature(2), ..case(change, before) };
    let advise = |notice: &Value| {
        let advice = json!({ "kind": "exclusion", "what": "w", "until": later });
        json!({ "do": "advise", "advice": advice, "notice": notice })
    };
    let lift = |notice: &Value| json!({ "do": "lift-advice", "kind": "exclusion", "notice": notice });
    let call = |direction| json!({ "do": "call", "call": { "occurred_at": now, "direction": direction, "number": "+33 1 00" } });
    let person = json!({ "id": "new", "name": "New" });
    let contract = json!({ "number": "PS-2", "from": "2026-01-01", "to": "2027-12-31" });
    vec![
        case(json!({ "do": "acknowledge" }), Vec::new()),
        case(json!({ "do": "assign", "to": "jdupont" }), Vec::new()),
        case(respond("interim", "stay"), Vec::new()),
        case(json!({ "do": "note", "body": "n" }), Vec::new()),
        case(json!({ "do": "wait-for-customer" }), vec![respond("interim", "stay")]),
        case(json!({ "do": "resolve" }), vec![respond("solution", "stay")]),
        case(json!({ "do": "reopen" }), vec![respond("solution", "resolve")]),
        case(call("from-customer"), Vec::new()),
        case(call("to-customer"), Vec::new()),
        case(json!({ "do": "void", "reason": "r" }), Vec::new()),
        case(json!({ "do": "merge" }), Vec::new()),
        case(escalate.clone(), Vec::new()),
        case(json!({ "do": "end-escalation", "outcome": "o" }), vec![escalate]),
        case(json!({ "do": "hand-over", "to": "jdupont" }), Vec::new()),
        case(json!({ "do": "accept" }), vec![json!({ "do": "hand-over", "to": "jdupont" })]),
        by_stranger(json!({ "do": "link-sender", "contact": "claire" })),
        by_stranger(json!({ "do": "name-contact", "contact": person })),
        on_signature(json!({ "do": "correct-contract", "contract": contract }), Vec::new()),
        case(json!({ "do": "explain-breach", "cause": "desk", "reason": "r" }), vec![json!("pass")]),
        case(
            json!({ "do": "change-severity", "to": 2, "reason": "r", "asked_by": "desk", "consent": "informed" }),
            Vec::new(),
        ),
        case(promise.clone(), Vec::new()),
        case(json!({ "do": "keep-promise" }), vec![promise.clone()]),
        case(
            json!({ "do": "move-promise", "due": later + TimeDelta::hours(1), "reason": "r" }),
            vec![promise.clone()],
        ),
        case(json!({ "do": "break-promise", "reason": "r" }), vec![promise]),
        on_signature(
            json!({ "do": "advance", "act": { "step": "pass-gate", "bases": "MARK-BASES" }, "notice": skipped }),
            Vec::new(),
        ),
        on_signature(advise(&skipped), Vec::new()),
        on_signature(advise(&sent), Vec::new()),
        on_signature(lift(&skipped), vec![advise(&skipped)]),
        on_signature(lift(&sent), vec![advise(&skipped)]),
    ]
}

/// The names of all variants of a type that the document describes, by its tag.
fn variants(schema: &str, tag: &str) -> BTreeSet<String> {
    let document = serde_json::to_value(vigie::server::openapi()).unwrap();
    let mut found = BTreeSet::new();
    collect(&document["components"]["schemas"][schema], tag, &mut found);
    found
}

fn collect(schema: &Value, tag: &str, found: &mut BTreeSet<String>) {
    let name = &schema["properties"][tag];
    found.extend(name["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    found.extend(name["const"].as_str().map(str::to_owned));
    for part in ["oneOf", "allOf"] {
        schema[part].as_array().into_iter().flatten().for_each(|one| collect(one, tag, found));
    }
}

/// What a token is shown of a ticket, and how far its cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heard {
    tag: Option<String>,
    detail: Vec<u8>,
}

/// Somebody who follows the desk by deltas.
struct Follower<'a> {
    desk: &'a TestDesk,
    token: String,
    cursor: String,
}

impl<'a> Follower<'a> {
    async fn new(desk: &'a TestDesk, name: &str, role: Role, customers: &[&str]) -> Self {
        let manager = (role != Role::Contact).then_some("jdupont");
        let token = desk.token(name, role, manager, customers).await;
        let first = desk.call(&token, "GET", "/v1/changes?limit=1000", None).await.json();
        assert_eq!(first["more"], false);
        Self { desk, token, cursor: first["cursor"].as_str().unwrap().to_owned() }
    }

    async fn sees(&self, id: &str) -> Heard {
        let answer = self.desk.call(&self.token, "GET", &format!("/v1/tickets/{id}"), None).await;
        let tag = answer.headers.get("etag").map(|tag| tag.to_str().unwrap().to_owned());
        Heard { tag, detail: answer.bytes.to_vec() }
    }

    async fn has(&self, id: &str, tag: &str) -> u16 {
        let request = Request::get(format!("/v1/tickets/{id}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("if-none-match", tag);
        self.desk.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
    }

    /// What is new, and whether the cursor moved.
    async fn hears(&mut self, wait: u32) -> (Vec<String>, bool) {
        let uri = format!("/v1/changes?limit=1000&wait={wait}&since={}", self.cursor);
        let page = self.desk.call(&self.token, "GET", &uri, None).await.json();
        let mut ids: Vec<String> = page["tickets"]
            .as_array()
            .unwrap_or_else(|| panic!("{page}"))
            .iter()
            .map(|ticket| &ticket["id"])
            .chain(page["gone"].as_array().unwrap())
            .map(|id| id.as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        let cursor = page["cursor"].as_str().unwrap().to_owned();
        let moved = cursor != self.cursor;
        self.cursor = cursor;
        (ids, moved)
    }
}

async fn does(desk: &TestDesk, id: &str, change: &Value) -> Answered {
    let ticket = desk.ticket(id).await;
    let mut change = change.clone();
    if let Some("keep-promise" | "move-promise" | "break-promise") = change["do"].as_str() {
        change["promise"] = ticket["course"]["promises"][0]["id"].clone();
    }
    if change["do"] == "merge" {
        change["into"] = json!(desk.filed(1).await);
    }
    // Only whom it was given to accepts.
    let token = match change["do"].as_str() {
        Some("accept") => desk.token(&Uuid::now_v7().to_string(), Role::Manager, Some("jdupont"), &[]).await,
        _ => desk.manager.clone(),
    };
    let body = json!({ "id": Uuid::now_v7(), "seen": desk.ticket(id).await["version"], "change": change });
    desk.call(&token, "POST", &format!("/v1/tickets/{id}/actions"), Some(body)).await
}

/// Brings a ticket to where the action may be done, and opens it: the first who does anything opens a new one, and
/// that is told.
async fn prepared(desk: &TestDesk, case: &Case) -> String {
    let filed = desk.post("/v1/tickets", case.file.clone()).await;
    assert_eq!(filed.status, 201, "{}", filed.json());
    let id = filed.json()["id"].as_str().unwrap().to_owned();
    let opens = json!({ "do": "assign", "to": "cmartin" });
    for change in std::iter::once(&opens).chain(&case.before) {
        if change == "pass" {
            desk.turn(TimeDelta::hours(2));
            continue;
        }
        let answer = does(desk, &id, change).await;
        assert_eq!(answer.status, 200, "{change}: {}", answer.json());
    }
    id
}

async fn desk_with_bases() -> TestDesk {
    let desk = TestDesk::open().await;
    let release = json!({ "version": "MARK-BASES", "released_at": "2026-11-23T08:00:00Z" });
    assert_eq!(desk.post("/v1/bases", release).await.status, 201);
    desk
}

#[tokio::test]
async fn a_contact_hears_of_an_action_only_if_the_table_says_so() {
    let (mut tried, mut wrong) = (BTreeSet::from(["file".to_owned()]), Vec::new());
    let desk = desk_with_bases().await;
    for case in cases(&desk) {
        let id = prepared(&desk, &case).await;
        let mut contact = Follower::new(&desk, &format!("contact {id}"), Role::Contact, &["aeroports"]).await;
        let before = contact.sees(&id).await;
        let answer = does(&desk, &id, &case.change).await;
        assert_eq!(answer.status, 200, "{}: {}", case.change, answer.json());
        let mut change = case.change.clone();
        change["promise"] = match change["do"].as_str() {
            Some("keep-promise" | "move-promise" | "break-promise") => json!(Uuid::nil()),
            _ => change["promise"].clone(),
        };
        if change["promise"].is_null() {
            change.as_object_mut().unwrap().remove("promise");
        }
        if change["do"] == "merge" {
            change["into"] = json!("INC-1");
        }
        let expected = hears_of(&serde_json::from_value(change.clone()).unwrap()) == Hears::Customer;
        tried.insert(change["do"].as_str().unwrap().to_owned());
        let after = contact.sees(&id).await;
        let same_copy = contact.has(&id, before.tag.as_deref().unwrap()).await == 304;
        let (ids, moved) = contact.hears(0).await;
        let heard = [ids.contains(&id), moved, after != before, !same_copy];
        if heard != [expected; 4] {
            wrong.push(format!("{change}: delta, cursor, detail, tag: {heard:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tried, variants("Change", "do"), "each action has a case");
}

#[tokio::test]
async fn each_fact_is_read_by_whom_the_table_says_and_leaves_no_gap() {
    let desk = desk_with_bases().await;
    let contact = Follower::new(&desk, "contact", Role::Contact, &["aeroports"]).await;
    let lab = Follower::new(&desk, "lab", Role::Specialist, &[]).await;
    let mut tickets = BTreeSet::new();
    for case in cases(&desk) {
        let id = prepared(&desk, &case).await;
        assert_eq!(does(&desk, &id, &case.change).await.status, 200, "{}", case.change);
        tickets.insert(id);
    }
    let closed = desk.filed(3).await;
    desk.close(&closed).await;
    let more = json!({ "contact": "claire", "body": "It is there again." });
    assert_eq!(desk.post(&format!("/v1/tickets/{closed}/messages"), more).await.status, 201);
    tickets.insert(closed);
    let all = desk.get("/v1/changes?limit=1000").await.json();
    tickets
        .extend(all["tickets"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
    let facts = |answer: &[u8]| -> Vec<Fact> {
        let detail: Value = serde_json::from_slice(answer).unwrap();
        serde_json::from_value(detail["facts"].clone()).unwrap_or_default()
    };
    // Another system's: the bundled backend knows what was done at each step, and mails to nobody.
    let mut met = BTreeSet::from(["step-set".to_owned(), "readers-changed".to_owned()]);
    for id in &tickets {
        let whole = desk.get(&format!("/v1/tickets/{id}")).await;
        let whole = facts(&whole.bytes);
        for fact in &whole {
            met.insert(serde_json::to_value(&fact.what).unwrap()["what"].as_str().unwrap().to_owned());
        }
        let kinds = |facts: &[Fact]| -> Vec<_> {
            facts.iter().map(|fact| std::mem::discriminant(&fact.what)).collect()
        };
        let expected = |hears: &[Hears]| -> Vec<_> {
            whole
                .iter()
                .filter(|fact| hears.contains(&reads(&fact.what)))
                .map(|fact| std::mem::discriminant(&fact.what))
                .collect()
        };
        let public = facts(&contact.sees(id).await.detail);
        assert_eq!(kinds(&public), expected(&[Hears::Customer]), "{id}");
        let numbers: Vec<u32> = public.iter().map(|fact| fact.number.0).collect();
        assert_eq!(numbers, (1..).take(numbers.len()).collect::<Vec<_>>(), "{id}: a gap tells of a note");
        if id.starts_with("SIG") {
            let theirs = facts(&lab.sees(id).await.detail);
            assert_eq!(kinds(&theirs), expected(&[Hears::Customer, Hears::Inside]), "{id}");
        }
    }
    assert_eq!(met, variants("What", "what"), "each fact was met");
}

const ROLES: [Role; 7] = [
    Role::Manager,
    Role::OnCall,
    Role::Specialist,
    Role::Contact,
    Role::Integration,
    Role::Auditor,
    Role::Admin,
];

type Sees = [bool; 7];
const ALL: Sees = [true; 7];
const NOBODY: Sees = [false; 7];
const NOT_CONTACTS: Sees = [true, true, true, false, true, true, true];
const NOT_SPECIALISTS: Sees = [true, true, false, true, true, true, true];
const DESK: Sees = [true, true, false, false, true, true, true];
/// Whoever may say where they are.
const PRESENT: Sees = [true, true, true, false, false, true, true];

/// What is marked, and which role reads it in any answer to any question, of its own customer.
const THINGS: [(&str, Sees); 20] = [
    ("MARK-CUSTOMER", ALL),
    ("MARK-PERSON", ALL),
    ("MARK-HANDLING", DESK),
    ("2029-09-09", DESK),
    ("MARK-CONTRACT", NOT_SPECIALISTS),
    ("MARK-LICENCE", NOT_SPECIALISTS),
    ("MARK-TELEPHONE", NOT_SPECIALISTS),
    ("MARK-ADDRESS", NOT_SPECIALISTS),
    ("MARK-INCIDENT", NOT_SPECIALISTS),
    ("MARK-REQUEST", ALL),
    ("MARK-ANSWER", ALL),
    ("MARK-NOTE", NOT_CONTACTS),
    ("MARK-REASON", NOT_CONTACTS),
    ("MARK-PROMISE", NOT_CONTACTS),
    ("MARK-CALLED", NOT_CONTACTS),
    ("MARK-NUMBER", DESK),
    ("MARK-DATABASES", NOT_CONTACTS),
    ("\"desk_version\"", NOT_CONTACTS),
    ("\"doing\":\"responding\"", PRESENT),
    ("MARK-ELSEWHERE", NOBODY),
];

#[tokio::test]
async fn each_field_is_read_by_the_roles_of_the_table_and_by_no_other() {
    let desk = TestDesk::open().await;
    desk.import(
        "[[customer]]\nid = \"aeroports\"\nname = \"MARK-CUSTOMER\"\nnotes = \"MARK-HANDLING\"\nnext_review = 2029-09-09\n\
         contract = { number = \"MARK-CONTRACT\", from = 2026-01-01, to = 2029-12-31, licence = \"MARK-LICENCE\" }\n\n\
         [[customer.contact]]\nid = \"claire\"\nname = \"MARK-PERSON\"\nemail = \"MARK-ADDRESS@a.example\"\n\
         phone = \"MARK-TELEPHONE\"\n\n\
         [[customer]]\nid = \"banque\"\nname = \"MARK-ELSEWHERE\"\nnotes = \"MARK-ELSEWHERE\"\n\n\
         [[customer.contact]]\nid = \"helene\"\nname = \"MARK-ELSEWHERE\"\n",
    )
    .await;
    let bases = json!({ "version": "MARK-DATABASES", "released_at": "2026-11-23T08:00:00Z" });
    assert_eq!(desk.post("/v1/bases", bases).await.status, 201);
    let file = |mut body: Value, word: &str| {
        body["subject"] = json!(word);
        body["body"] = json!(word);
        desk.post("/v1/tickets", body)
    };
    let incident_id = file(incident(1), "MARK-INCIDENT").await.json()["id"].as_str().unwrap().to_owned();
    let request = file(signature(2), "MARK-REQUEST").await.json()["id"].as_str().unwrap().to_owned();
    let mut elsewhere = signature(1);
    elsewhere["customer"] = json!("banque");
    elsewhere["contact"] = json!("helene");
    let elsewhere = file(elsewhere, "MARK-ELSEWHERE").await.json()["id"].as_str().unwrap().to_owned();
    let due = desk.clock.now() + TimeDelta::hours(20);
    for change in [
        json!({ "do": "note", "body": "MARK-NOTE" }),
        json!({ "do": "escalate", "level": "lab", "reason": "MARK-REASON", "wish": "w" }),
        json!({ "do": "promise", "promise": { "what": "MARK-PROMISE", "due": due } }),
        json!({ "do": "call", "call": {
            "occurred_at": desk.clock.now(), "number": "MARK-NUMBER", "note": "MARK-CALLED",
        } }),
        json!({ "do": "respond", "kind": "interim", "body": "MARK-ANSWER", "then": "stay" }),
    ] {
        assert_eq!(desk.act(&request, change.clone()).await.status, 200, "{change}");
    }
    let there = json!({ "ticket": request, "doing": "responding" });
    let console = format!("/v1/presence/{}", Uuid::now_v7());
    assert_eq!(desk.call(&desk.manager, "PUT", &console, Some(there)).await.status, 200);
    let mut wrong = Vec::new();
    for (at, role) in ROLES.into_iter().enumerate() {
        let token = desk.token(&format!("{role:?}"), role, Some("jdupont"), &["aeroports"]).await;
        let mut read = String::new();
        for uri in [
            "/v1/me".to_owned(),
            "/v1/programme".to_owned(),
            "/v1/customers".to_owned(),
            "/v1/customers/aeroports/overview".to_owned(),
            "/v1/customers/banque/overview".to_owned(),
            "/v1/changes".to_owned(),
            "/v1/bases".to_owned(),
            "/v1/audit".to_owned(),
            format!("/v1/tickets/{incident_id}"),
            format!("/v1/tickets/{request}"),
            format!("/v1/tickets/{elsewhere}"),
        ] {
            let answer = desk.call(&token, "GET", &uri, None).await;
            read.push_str(&String::from_utf8_lossy(&answer.bytes));
        }
        for (thing, sees) in THINGS {
            if read.contains(thing) != sees[at] {
                wrong.push(format!("{role:?} and {thing}: {}", read.contains(thing)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_warns_the_desk_and_how_often_its_rules_changed_is_not_the_customers() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    let mut contact = Follower::new(&desk, "contact", Role::Contact, &["aeroports"]).await;
    let ticket = |heard: Heard| serde_json::from_slice::<Value>(&heard.detail).unwrap()["ticket"].clone();
    let owed = ticket(contact.sees(&id).await)["response"].clone();
    let none = json!({ "programme_version": 0, "calendar_version": 0 });
    assert_eq!((&owed["at_risk_from"], &owed["basis"]), (&Value::Null, &none));
    assert_ne!(owed["commitment"], Value::Null);
    // Another version of the same hours: every ticket of the desk changes, and nothing for a customer.
    let closes = crate::support::DESK.replace("\"18:00\"", "\"12:00\"");
    desk.import(&closes).await;
    assert_eq!(contact.hears(0).await, (vec![id.clone()], true), "the due is another");
    let holiday = closes.replace("Europe/Paris\"", "Europe/Paris\"\nholidays = [\"2030-01-02\"]");
    let done = desk.import(&holiday.replace("Premium desk", "Another desk")).await;
    assert_eq!((done.settings_changed, done.rescheduled), (true, 1));
    assert_eq!(contact.hears(1).await, (Vec::new(), false));
}

#[tokio::test]
async fn no_cursor_counts_what_happens_out_of_sight() {
    let desk = TestDesk::open().await;
    let (incident_id, request) = (desk.filed(1).await, desk.post("/v1/tickets", signature(2)).await.json());
    let request = request["id"].as_str().unwrap().to_owned();
    let mut bank = incident(1);
    (bank["customer"], bank["contact"]) = (json!("banque"), json!("helene"));
    let mut followers = [
        Follower::new(&desk, "contact", Role::Contact, &["aeroports"]).await,
        Follower::new(&desk, "lab", Role::Specialist, &[]).await,
        Follower::new(&desk, "their manager", Role::Manager, &["aeroports"]).await,
    ];
    for _ in 0..3 {
        assert_eq!(desk.post("/v1/tickets", bank.clone()).await.status, 201);
    }
    for follower in &mut followers {
        assert_eq!(follower.hears(0).await, (Vec::new(), false), "{}", follower.token);
    }
    desk.act(&incident_id, json!({ "do": "note", "body": "n" })).await;
    let [contact, lab, manager] = &mut followers;
    assert_eq!(contact.hears(0).await, (Vec::new(), false));
    assert_eq!(lab.hears(0).await, (Vec::new(), false));
    assert_eq!(manager.hears(0).await, (vec![incident_id], true));
    assert_eq!(desk.act(&request, respond("interim", "stay")).await.status, 200);
    for follower in &mut followers {
        assert_eq!(follower.hears(0).await, (vec![request.clone()], true));
        let plain = follower.cursor.split('.').nth(1).unwrap();
        assert!(plain.len() > 30, "a place in the order is not told: {plain}");
    }
}

#[tokio::test]
async fn a_wait_of_a_contact_is_ended_by_what_it_hears_and_by_nothing_else() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    let mut contact = Follower::new(&desk, "contact", Role::Contact, &["aeroports"]).await;
    let inside = async {
        tokio::task::yield_now().await;
        desk.act(&id, json!({ "do": "note", "body": "n" })).await;
        desk.import("[[manager]]\nid = \"new\"\nname = \"New\"\n").await;
    };
    let (heard, ()) = tokio::join!(contact.hears(2), inside);
    assert_eq!(heard, (Vec::new(), false));
    let outside = async {
        tokio::task::yield_now().await;
        desk.act(&id, respond("interim", "stay")).await;
    };
    let (heard, ()) = tokio::join!(contact.hears(25), outside);
    assert_eq!(heard, (vec![id], true));
}

#[tokio::test]
async fn a_ticket_moves_no_tag_of_who_may_not_see_it() {
    let desk = TestDesk::open().await;
    let hash = "79c9106270eb5a65c72e2976ca18f87c57aad11420a85d014b567557d391c37f";
    let file = |customer: &str, contact: &str| {
        let mut body = signature(2);
        (body["customer"], body["contact"]) = (json!(customer), json!(contact));
        body["signature"]["sha256"] = json!(hash);
        desk.post("/v1/tickets", body)
    };
    let own = file("aeroports", "claire").await.json()["id"].as_str().unwrap().to_owned();
    let foreign = file("banque", "helene").await.json()["id"].as_str().unwrap().to_owned();
    let manager = Follower::new(&desk, "their manager", Role::Manager, &["aeroports"]).await;
    let before = manager.sees(&own).await;
    desk.act(&foreign, json!({ "do": "note", "body": "n" })).await;
    assert_eq!(manager.sees(&own).await, before, "the same object at another customer's");
}

/// Not by the clock: what is done is the same, so that there is nothing to measure.
#[tokio::test]
async fn what_is_not_yours_is_refused_by_the_same_way_as_what_is_not_there() {
    let desk = TestDesk::open().await;
    let foreign = desk.filed(1).await;
    let owner = Caller::owner_of_the_store();
    for role in
        [Role::Contact, Role::Manager, Role::OnCall, Role::Specialist, Role::Integration, Role::Auditor]
    {
        let token = desk.token(&format!("bank {role:?}"), role, Some("jdupont"), &["banque"]).await;
        let note = json!({ "id": Uuid::now_v7(), "change": { "do": "note", "body": "x" } });
        let message = json!({ "from": "x@y.example", "body": "x" });
        let filing = |customer: &str| {
            let mut body = incident(1);
            body["customer"] = json!(customer);
            body
        };
        let merging = |customer: &str, id: &str| {
            let mut body = filing(customer);
            (body["contact"], body["follows"]) = (json!("helene"), json!(id));
            body
        };
        let asked = |id: &str, customer: &str| {
            vec![
                ("GET", format!("/v1/tickets/{id}"), None),
                ("POST", format!("/v1/tickets/{id}/actions"), Some(note.clone())),
                ("POST", format!("/v1/tickets/{id}/messages"), Some(message.clone())),
                ("POST", "/v1/tickets".to_owned(), Some(filing(customer))),
                ("POST", "/v1/tickets".to_owned(), Some(merging("banque", id))),
                ("GET", format!("/v1/customers/{customer}/overview"), None),
                (
                    "PUT",
                    format!("/v1/presence/{}", Uuid::nil()),
                    Some(json!({ "ticket": id, "doing": "viewing" })),
                ),
            ]
        };
        for (theirs, nothing) in asked(&foreign, "aeroports").into_iter().zip(asked("INC-9999", "nobodyyy")) {
            let mut left = Vec::new();
            for (method, uri, body) in [theirs, nothing] {
                let before = desk.store.audit(&owner, 0, 1000).await.unwrap().entries.len();
                let answer = desk.call(&token, method, &uri, body).await;
                let entries = desk.store.audit(&owner, 0, 1000).await.unwrap().entries;
                let denied: Vec<bool> =
                    entries[before..].iter().map(|entry| matches!(entry.deed, Deed::Denied { .. })).collect();
                let said = String::from_utf8_lossy(&answer.bytes)
                    .replace(&foreign, "ID")
                    .replace("INC-9999", "ID")
                    .replace("aeroports", "CUSTOMER")
                    .replace("nobodyyy", "CUSTOMER");
                left.push((answer.status, said, denied));
            }
            assert_eq!(left[0], left[1], "{role:?}");
            assert_eq!(left[0].2, [true], "{role:?}: both are written down: {}", left[0].1);
        }
    }
    // Whoever sees everything asks after what is not there by mistake only.
    let before = desk.store.audit(&owner, 0, 1000).await.unwrap().entries.len();
    assert_eq!(desk.get("/v1/tickets/INC-9999").await.status, 404);
    assert_eq!(desk.store.audit(&owner, 0, 1000).await.unwrap().entries.len(), before);
}

#[tokio::test]
async fn a_store_from_before_the_public_order_goes_on() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    desk.act(&id, json!({ "do": "note", "body": "n" })).await;
    for statement in [
        "DROP INDEX tickets_of_by_change",
        "DROP INDEX tickets_of_by_public_change",
        "DROP INDEX tickets_by_public_change",
        "DROP INDEX signature_tickets_by_change",
        "ALTER TABLE tickets DROP COLUMN public_changed",
        "ALTER TABLE meta DROP COLUMN seal",
        "DROP TABLE former_contacts",
        "DELETE FROM _sqlx_migrations WHERE version = 9",
    ] {
        desk.execute(statement).await;
    }
    let again = desk.opened_again().await;
    let mut contact = Follower::new(&again, "contact", Role::Contact, &["aeroports"]).await;
    assert_eq!(again.act(&id, json!({ "do": "note", "body": "n" })).await.status, 200);
    assert_eq!(contact.hears(0).await, (Vec::new(), false));
    assert_eq!(again.act(&id, respond("interim", "stay")).await.status, 200);
    assert_eq!(contact.hears(0).await, (vec![id], true));
    let cursor = contact.cursor.clone();
    let restarted = again.opened_again().await;
    let mut contact = Follower { desk: &restarted, token: contact.token.clone(), cursor };
    assert_eq!(contact.hears(0).await, (Vec::new(), false), "what was sealed opens after a restart");
}

#[tokio::test]
async fn a_poll_of_who_sees_a_part_reads_no_tickets_of_others() {
    let desk = TestDesk::open().await;
    for (scope, place, index) in [
        (" AND customer IN ('', 'a')", "changed", "tickets_of_by_change"),
        (" AND customer IN ('', 'a')", "public_changed", "tickets_of_by_public_change"),
        (" AND kind = 'signature-request'", "changed", "signature_tickets_by_change"),
    ] {
        for asked in [
            format!(
                "id FROM tickets WHERE {place} > 0 AND {place} > 7 AND {place} <= 9{scope} ORDER BY {place} LIMIT 5"
            ),
            format!("MAX({place}) FROM tickets WHERE {place} > 0 AND {place} <= 9{scope}"),
        ] {
            let plan = desk.plan(&format!("SELECT {asked}")).await;
            assert!(plan.contains(index) && plan.contains("SEARCH"), "{asked}: {plan}");
        }
    }
}
