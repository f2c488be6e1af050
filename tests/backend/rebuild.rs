//! Facts are the truth: folded again, they give every projected row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use proptest::prelude::*;
use serde_json::{Value, json};
use vigie::desk::ticket::customer::Role;
use vigie::server::caller::Caller;

use crate::support::{DESK, TestDesk, incident, respond};

#[derive(Clone, Debug)]
enum Deed {
    File(u8),
    Act(usize, Value),
    Message(usize),
    Calendar(u8),
    Plan(bool),
    Pass(i64),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let change = prop_oneof![
        Just(json!({ "do": "acknowledge" })),
        prop_oneof![Just("cmartin"), Just("jdupont")].prop_map(|to| json!({ "do": "assign", "to": to })),
        (
            prop_oneof![Just("interim"), Just("solution"), Just("information-request")],
            prop_oneof![Just("stay"), Just("wait-for-customer"), Just("resolve")],
        )
            .prop_map(|(kind, then)| respond(kind, then)),
        Just(json!({ "do": "note", "body": "n" })),
        Just(json!({ "do": "wait-for-customer" })),
        Just(json!({ "do": "resolve" })),
        Just(json!({ "do": "reopen" })),
        (0i64..4000).prop_map(|minutes| {
            let at = crate::support::monday() - TimeDelta::minutes(minutes);
            json!({ "do": "call", "call": { "occurred_at": at, "contact": "claire" } })
        }),
        (1u8..=4).prop_map(|to| json!({
            "do": "change-severity", "to": to, "reason": "r", "asked_by": "desk", "consent": "informed",
        })),
        (1i64..9000).prop_map(|minutes| {
            let due = crate::support::monday() + TimeDelta::minutes(minutes);
            json!({ "do": "promise", "promise": { "what": "p", "due": due } })
        }),
        Just(json!({ "do": "void", "reason": "r" })),
        Just(json!({ "do": "escalate", "level": "lab", "reason": "r", "wish": "w" })),
        Just(json!({ "do": "end-escalation", "outcome": "o" })),
        prop_oneof![Just("cmartin"), Just("jdupont")].prop_map(|to| json!({ "do": "hand-over", "to": to })),
        Just(json!({ "do": "accept" })),
        Just(json!({ "do": "merge" })),
        Just(json!({ "do": "link-sender", "contact": "claire" })),
        (0u32..60).prop_map(|days| {
            let to = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() + chrono::Days::new(days.into());
            let contract = json!({ "number": "PS-1", "from": "2026-01-01", "to": to });
            json!({ "do": "correct-contract", "contract": contract })
        }),
        Just(json!({ "do": "keep-promise" })),
        Just(json!({ "do": "break-promise", "reason": "r" })),
    ];
    let deed = prop_oneof![
        2 => (1u8..=4).prop_map(Deed::File),
        8 => (0usize..4, change).prop_map(|(ticket, change)| Deed::Act(ticket, change)),
        3 => (0usize..4).prop_map(Deed::Message),
        1 => (12u8..20).prop_map(Deed::Calendar),
        1 => any::<bool>().prop_map(Deed::Plan),
        3 => (1i64..2000).prop_map(Deed::Pass),
    ];
    prop::collection::vec(deed, 1..25)
}

/// A contact of the airports, and what it is shown of each ticket.
struct Contact {
    token: String,
    cursor: String,
    shown: BTreeMap<String, Vec<u8>>,
}

impl Contact {
    async fn new(desk: &TestDesk) -> Self {
        let token = desk.token("contact", Role::Contact, None, &["aeroports"]).await;
        let first = desk.call(&token, "GET", "/v1/changes", None).await.json();
        Self { token, cursor: first["cursor"].as_str().unwrap().to_owned(), shown: BTreeMap::new() }
    }

    /// A delta tells of each ticket whose public side changed, and of no other.
    async fn follow(&mut self, desk: &TestDesk, tickets: &[String]) {
        let uri = format!("/v1/changes?limit=1000&since={}", self.cursor);
        let page = desk.call(&self.token, "GET", &uri, None).await.json();
        page["cursor"].as_str().unwrap().clone_into(&mut self.cursor);
        let live = page["tickets"].as_array().unwrap().iter().map(|ticket| &ticket["id"]);
        let told = live.chain(page["gone"].as_array().unwrap());
        let told: BTreeSet<_> = told.map(|id| id.as_str().unwrap().to_owned()).collect();
        let mut changed = BTreeSet::new();
        for id in tickets {
            let answer = desk.call(&self.token, "GET", &format!("/v1/tickets/{id}"), None).await;
            if self.shown.insert(id.clone(), answer.bytes.to_vec()) != Some(answer.bytes.to_vec()) {
                changed.insert(id.clone());
            }
        }
        assert_eq!(&told & &tickets.iter().cloned().collect(), changed);
    }
}

async fn live(deeds: Vec<Deed>) {
    let desk = TestDesk::open().await;
    let mut contact = Contact::new(&desk).await;
    let (mut tickets, mut closes, mut standard) = (vec![desk.filed(3).await], 18, false);
    for deed in deeds {
        match deed {
            Deed::File(severity) => tickets.push(desk.filed(severity).await),
            // Refused or not: the rules decide, and a refusal leaves nothing behind.
            Deed::Act(ticket, mut change) => {
                let (at, ticket) = (ticket, &tickets[ticket % tickets.len()]);
                if change["do"] == "merge" {
                    change["into"] = json!(tickets[(at + 1) % tickets.len()]);
                }
                if matches!(change["do"].as_str(), Some("keep-promise" | "break-promise")) {
                    let open = desk.ticket(ticket).await["course"]["promises"][0]["id"].clone();
                    change["promise"] = if open.is_null() { json!(uuid::Uuid::nil()) } else { open };
                }
                let answer = desk.act(ticket, change).await;
                assert!([200, 409, 422].contains(&answer.status.as_u16()), "{}", answer.json());
            }
            Deed::Message(ticket) => {
                let uri = format!("/v1/tickets/{}/messages", tickets[ticket % tickets.len()]);
                let answer = desk.post(&uri, json!({ "contact": "claire", "body": "m" })).await;
                assert_eq!(answer.status, 201);
            }
            Deed::Calendar(hour) => closes = hour,
            Deed::Plan(is_standard) => standard = is_standard,
            Deed::Pass(minutes) => desk.turn(TimeDelta::minutes(minutes)),
        }
        contact.follow(&desk, &tickets).await;
        let plan = if standard { "standard" } else { "premium" };
        let text = DESK
            .replace("\"18:00\"", &format!("\"{closes}:00\""))
            .replace("name = \"Aéroports du Sud\"", &format!("name = \"A\"\nplan = \"{plan}\""));
        desk.import(&text).await;
        contact.follow(&desk, &tickets).await;
    }
    let owner = Caller::owner_of_the_store();
    assert_eq!(desk.store.unlike_their_facts(&owner).await.unwrap(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_projection_is_what_the_facts_say(deeds in deeds()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(deeds));
    }
}

#[tokio::test]
async fn a_row_that_was_tampered_with_is_found_and_made_again() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let before = desk.ticket(&id).await;
    desk.post("/v1/tickets", incident(1)).await;
    desk.execute(
        "UPDATE tickets SET summary = json_set(summary, '$.subject', 'forged') WHERE id = 'INC-1001'",
    )
    .await;
    let owner = Caller::owner_of_the_store();
    let unlike = desk.store.unlike_their_facts(&owner).await.unwrap();
    assert_eq!(unlike.iter().map(ToString::to_string).collect::<Vec<_>>(), [id.as_str()]);
    assert_eq!(desk.store.rebuild(&owner, desk.clock.now()).await.unwrap(), 1);
    assert_eq!(desk.ticket(&id).await, before);
}

#[tokio::test]
async fn facts_can_be_neither_changed_nor_deleted() {
    let desk = TestDesk::open().await;
    desk.filed(2).await;
    for statement in ["UPDATE facts SET at = 0", "DELETE FROM facts", "DELETE FROM terms WHERE 1"] {
        let failed = desk.try_execute(statement).await;
        assert!(failed.is_err() || statement.contains("terms"), "{statement}");
    }
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_reported_and_left_alone() {
    let desk = TestDesk::open().await;
    desk.execute("UPDATE meta SET format = 99").await;
    let refused = vigie::server::Store::open(desk.directory()).await;
    let Err(why) = refused else { panic!("opened") };
    assert_eq!(why.to_string(), "the store has format 99, this program knows up to 1; nothing was touched");
}

#[tokio::test]
async fn a_file_that_is_no_store_is_left_alone() {
    let desk = TestDesk::open().await;
    let other = tempfile::tempdir().unwrap();
    let path = other.path().join("vigie.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE recipes (name TEXT)").execute(&pool).await.unwrap();
    pool.close().await;
    let Err(why) = vigie::server::Store::open(other.path()).await else { panic!("opened") };
    assert_eq!(why.to_string(), "the file is not a store of vigie; nothing was touched");
    assert!(desk.store.meta().await.is_ok());
}
