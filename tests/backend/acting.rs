//! What the desk's people do: once, guarded, and by the rules.

use chrono::TimeDelta;
use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::support::{TestDesk, respond};

#[tokio::test]
async fn an_action_sent_twice_counts_once_and_hears_the_same() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let mut body = json!({ "id": uuid::Uuid::now_v7(), "seen": 1, "change": respond("solution", "stay") });
    let first = desk.post(&uri, body.clone()).await;
    desk.turn(TimeDelta::minutes(5));
    // One's own deliveries rebase what a repetition says it saw.
    body["seen"] = json!(4);
    let again = desk.post(&uri, body).await;
    assert_eq!((first.status, &first.bytes), (again.status, &again.bytes));
    assert_eq!(desk.ticket(&id).await["version"], 4);
}

#[tokio::test]
async fn an_id_that_was_used_for_something_else_is_refused() {
    let desk = TestDesk::open().await;
    let (one, other) = (desk.filed(2).await, desk.filed(2).await);
    let id = uuid::Uuid::now_v7();
    let note = |text: &str| json!({ "id": id, "change": { "do": "note", "body": text } });
    assert_eq!(desk.post(&format!("/v1/tickets/{one}/actions"), note("a")).await.status, 200);
    let other_body = desk.post(&format!("/v1/tickets/{one}/actions"), note("b")).await;
    assert_eq!(other_body.problem(), (409, "action-id-reused".into(), String::new()));
    let other_ticket = desk.post(&format!("/v1/tickets/{other}/actions"), note("a")).await;
    assert_eq!(other_ticket.problem().1, "action-id-reused");
}

#[tokio::test]
async fn an_answer_to_a_ticket_that_moved_is_refused_with_the_ticket_as_it_stands() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    desk.act(&id, json!({ "do": "note", "body": "Look at the driver." })).await;
    let body = json!({ "id": uuid::Uuid::nil(), "seen": 1, "change": respond("solution", "stay") });
    let refused = desk.post(&format!("/v1/tickets/{id}/actions"), body).await;
    assert_json_snapshot!(refused.json());
}

#[tokio::test]
async fn an_acknowledgement_does_not_move_a_ticket_and_a_note_is_not_guarded() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    desk.act(&id, json!({ "do": "acknowledge" })).await;
    let body = json!({ "id": uuid::Uuid::now_v7(), "seen": 1, "change": respond("interim", "stay") });
    assert_eq!(desk.post(&uri, body).await.status, 200, "seen before the acknowledgement, still good");
    let note = json!({ "id": uuid::Uuid::now_v7(), "seen": 1, "change": { "do": "note", "body": "late" } });
    assert_eq!(desk.post(&uri, note).await.status, 200);
}

#[tokio::test]
async fn only_a_qualified_response_stops_the_clock_and_its_verdict_is_frozen() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    for change in [
        json!({ "do": "acknowledge" }),
        json!({ "do": "note", "body": "Known case." }),
        json!({ "do": "assign", "to": "jdupont" }),
        respond("interim", "stay"),
    ] {
        desk.turn(TimeDelta::minutes(10));
        assert_eq!(desk.act(&id, change).await.status, 200);
        let response = desk.ticket(&id).await["response"].clone();
        assert_eq!((&response["is"], &response["target"]), (&json!("owed"), &json!("2026-11-23T09:30:00Z")));
    }
    desk.act(&id, respond("preliminary-analysis", "stay")).await;
    let verdict = desk.ticket(&id).await["response"].clone();
    assert_json_snapshot!(verdict);
    desk.import(&crate::support::DESK.replace("\"18:00\"", "\"12:00\"")).await;
    desk.act(&id, respond("solution", "stay")).await;
    assert_eq!(desk.ticket(&id).await["response"], verdict);
}

#[tokio::test]
async fn a_ticket_is_resolved_only_after_a_qualified_response() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    let refused = desk.act(&id, json!({ "do": "resolve" })).await;
    assert_eq!(refused.problem(), (409, "no-qualified-response".into(), String::new()));
    assert_eq!(desk.act(&id, respond("interim", "resolve")).await.problem().1, "no-qualified-response");
    assert_eq!(desk.act(&id, respond("solution", "resolve")).await.status, 200);
    assert_eq!(desk.act(&id, json!({ "do": "resolve" })).await.problem().1, "wrong-status");
    assert_eq!(desk.act(&id, json!({ "do": "reopen" })).await.status, 200);
    assert_eq!(desk.ticket(&id).await["status"], "open");
}

#[tokio::test]
async fn nobody_waits_for_a_customer_who_was_told_nothing() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    let wait = json!({ "do": "wait-for-customer" });
    desk.act(&id, json!({ "do": "note", "body": "Internal." })).await;
    assert_eq!(desk.act(&id, wait.clone()).await.problem().1, "no-public-message");
    desk.act(&id, respond("interim", "stay")).await;
    assert_eq!(desk.act(&id, wait).await.status, 200);
}

#[tokio::test]
async fn what_repeats_itself_or_names_nobody_is_refused() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    desk.act(&id, json!({ "do": "acknowledge" })).await;
    assert_eq!(desk.act(&id, json!({ "do": "acknowledge" })).await.problem().1, "already-acknowledged");
    desk.act(&id, json!({ "do": "assign", "to": "cmartin" })).await;
    let again = desk.act(&id, json!({ "do": "assign", "to": "cmartin" })).await;
    assert_eq!(again.problem(), (409, "already-theirs".into(), String::new()));
    let nobody = desk.act(&id, json!({ "do": "assign", "to": "nobody" })).await;
    assert_eq!(nobody.problem(), (422, "unknown-manager".into(), "change.to".into()));
    assert_eq!(nobody.json()["params"], json!({ "manager": "nobody" }));
}

#[tokio::test]
async fn two_writers_at_once_are_one_after_the_other() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let send = |text: &str| {
        let change = json!({ "do": "respond", "kind": "solution", "body": text });
        desk.post(&uri, json!({ "id": uuid::Uuid::now_v7(), "seen": 1, "change": change }))
    };
    let (one, other) = tokio::join!(send("one"), send("other"));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "the second one has not seen the first");
    let facts = desk.get(&format!("/v1/tickets/{id}")).await.json()["facts"].clone();
    let numbers: Vec<_> = facts.as_array().unwrap().iter().map(|fact| fact["number"].clone()).collect();
    assert_eq!(numbers, (1..=4).map(Value::from).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_same_action_sent_twice_at_once_counts_once() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let body = json!({ "id": uuid::Uuid::now_v7(), "change": { "do": "note", "body": "once" } });
    let (one, other) = tokio::join!(desk.post(&uri, body.clone()), desk.post(&uri, body.clone()));
    assert_eq!((one.status.as_u16(), &one.bytes), (200, &other.bytes));
    assert_eq!(desk.ticket(&id).await["version"], 2);
}
