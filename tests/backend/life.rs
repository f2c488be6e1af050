//! A ticket's life at the server: merged, followed up, handed over, escalated, void, closed.

use chrono::TimeDelta;
use serde_json::{Value, json};
use vigie::server::caller::Caller;

use crate::support::{TestDesk, incident, respond};

async fn facts(desk: &TestDesk, id: &str) -> Vec<String> {
    let facts = desk.get(&format!("/v1/tickets/{id}")).await.json()["facts"].clone();
    facts.as_array().unwrap().iter().map(|fact| fact["what"].as_str().unwrap().to_owned()).collect()
}

fn merge(into: &str) -> Value {
    json!({ "do": "merge", "into": into })
}

#[tokio::test]
async fn a_merge_takes_the_earliest_due_and_the_highest_severity() {
    let desk = TestDesk::open().await;
    let one = desk.filed(2).await;
    desk.turn(TimeDelta::minutes(5));
    let other = desk.filed(4).await;
    let answer = desk.act(&one, merge(&other)).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    let (ended, survivor) = (desk.ticket(&one).await, desk.ticket(&other).await);
    assert_eq!((&ended["status"], &ended["course"]["merged_into"]), (&json!("closed"), &json!(other)));
    assert_eq!(
        (&survivor["severity"], &survivor["response"]["target"]),
        (&json!(2), &json!("2026-11-23T13:00:00Z"))
    );
    assert_eq!(facts(&desk, &one).await, ["filed", "merged-into", "became"]);
    assert_eq!(facts(&desk, &other).await, ["filed", "absorbed", "regraded"]);
    let gone = desk.get("/v1/changes").await.json();
    assert!(gone["tickets"].as_array().unwrap().iter().all(|ticket| ticket["id"] != json!(one)));
}

#[tokio::test]
async fn both_verdicts_are_kept_and_no_answer_hides_that_another_is_owed() {
    let desk = TestDesk::open().await;
    let (one, other) = (desk.filed(2).await, desk.filed(2).await);
    desk.act(&one, respond("solution", "stay")).await;
    let hidden = desk.act(&other, merge(&one)).await;
    assert_eq!(hidden.problem(), (409, "no-qualified-response".into(), String::new()));
    assert_eq!(facts(&desk, &other).await, ["filed"], "a refusal leaves nothing behind");
    desk.turn(TimeDelta::hours(5));
    desk.act(&other, respond("solution", "stay")).await;
    assert_eq!(desk.act(&one, merge(&other)).await.status, 200);
    let survivor = desk.ticket(&other).await;
    assert_eq!(survivor["response"]["target"]["outcome"], "breached");
    assert_eq!(survivor["course"]["absorbed"][0]["verdict"]["target"]["outcome"], "met");
}

#[tokio::test]
async fn only_live_tickets_of_one_customer_are_merged() {
    let desk = TestDesk::open().await;
    let one = desk.filed(2).await;
    let mut request = incident(2);
    (request["customer"], request["contact"]) = (json!("banque"), json!("helene"));
    let foreign = desk.post("/v1/tickets", request).await.json()["id"].as_str().unwrap().to_owned();
    for into in [foreign.as_str(), one.as_str(), "INC-9999"] {
        assert_eq!(desk.act(&one, merge(into)).await.problem().1, "not-mergeable", "{into}");
    }
    let over = desk.filed(2).await;
    desk.act(&over, json!({ "do": "void", "reason": "A test." })).await;
    assert_eq!(desk.act(&one, merge(&over)).await.problem().1, "wrong-status");
}

#[tokio::test]
async fn a_message_to_a_merged_ticket_reaches_the_one_that_goes_on() {
    let desk = TestDesk::open().await;
    let (one, other) = (desk.filed(2).await, desk.filed(2).await);
    desk.act(&one, merge(&other)).await;
    let answer =
        desk.post(&format!("/v1/tickets/{one}/messages"), json!({ "contact": "claire", "body": "m" })).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["id"]), (201, &json!(other)));
}

#[tokio::test]
async fn a_resolved_ticket_is_closed_after_a_week_and_then_followed_by_a_linked_one() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    desk.act(&id, respond("solution", "resolve")).await;
    desk.turn(TimeDelta::days(7) - TimeDelta::seconds(1));
    assert_eq!(desk.store.close_resolved(&desk.clock).await.unwrap(), 0);
    desk.turn(TimeDelta::seconds(1));
    assert_eq!(desk.store.close_resolved(&desk.clock).await.unwrap(), 1);
    assert_eq!(desk.ticket(&id).await["status"], "closed");
    let answer = desk
        .post(&format!("/v1/tickets/{id}/messages"), json!({ "contact": "claire", "body": "Again." }))
        .await;
    let next = answer.json();
    assert_eq!((&next["course"]["follows"], &next["response"]["is"]), (&json!(id), &json!("owed")));
    assert_eq!(desk.ticket(&id).await["course"]["followed_by"], json!([next["id"]]));
    assert_eq!(desk.store.unlike_their_facts(&Caller::owner_of_the_store()).await.unwrap(), []);
}

#[tokio::test]
async fn a_request_may_go_on_from_another_of_the_same_customer() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    let mut request = incident(1);
    request["follows"] = json!(id);
    let next = desk.post("/v1/tickets", request.clone()).await.json();
    assert_eq!(desk.ticket(&id).await["course"]["followed_by"], json!([next["id"]]));
    request["follows"] = json!("INC-9999");
    assert_eq!(
        desk.post("/v1/tickets", request.clone()).await.problem(),
        (422, "unknown-ticket".into(), "follows".into())
    );
    (request["customer"], request["contact"], request["follows"]) =
        (json!("banque"), json!("helene"), json!(id));
    assert_eq!(desk.post("/v1/tickets", request).await.problem().1, "unknown-ticket");
}

#[tokio::test]
async fn what_is_handed_over_is_not_accepted_until_its_owner_says_so_or_answers() {
    let desk = TestDesk::open().await;
    let colleague =
        desk.token("julien", vigie::desk::ticket::customer::Role::OnCall, Some("jdupont"), &[]).await;
    let id = desk.filed(2).await;
    let hand_over = json!({ "do": "hand-over", "to": "jdupont", "note": "I leave at six." });
    desk.act(&id, hand_over.clone()).await;
    let ticket = desk.ticket(&id).await;
    assert_eq!(
        (&ticket["owner"], &ticket["course"]["handed_over"]["by"]["id"]),
        (&json!("jdupont"), &json!("cmartin"))
    );
    assert_eq!(desk.act(&id, json!({ "do": "accept" })).await.problem().1, "not-handed-over", "not hers");
    assert_eq!(desk.act(&id, hand_over.clone()).await.problem().1, "already-theirs");
    let uri = format!("/v1/tickets/{id}/actions");
    let accept = json!({ "id": uuid::Uuid::now_v7(), "change": { "do": "accept" } });
    assert_eq!(desk.call(&colleague, "POST", &uri, Some(accept)).await.status, 200);
    assert_eq!(desk.ticket(&id).await["course"], Value::Null);
    let seen = desk.ticket(&id).await["version"].clone();
    let back =
        json!({ "id": uuid::Uuid::now_v7(), "seen": seen, "change": { "do": "hand-over", "to": "cmartin" } });
    assert_eq!(desk.call(&colleague, "POST", &uri, Some(back)).await.status, 200);
    desk.act(&id, respond("solution", "stay")).await;
    assert_eq!(desk.ticket(&id).await["course"]["handed_over"], Value::Null, "answering accepts");
    let nobody = desk.act(&id, json!({ "do": "hand-over", "to": "nobody" })).await;
    assert_eq!(nobody.problem(), (422, "unknown-manager".into(), "change.to".into()));
}

#[tokio::test]
async fn an_escalation_is_open_until_it_ends_with_an_outcome() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let escalate =
        json!({ "do": "escalate", "level": "management", "reason": "Third time.", "wish": "A plan today." });
    let end = json!({ "do": "end-escalation", "outcome": "A call at five." });
    assert_eq!(desk.act(&id, end.clone()).await.problem().1, "not-escalated");
    let due = desk.ticket(&id).await["response"].clone();
    desk.act(&id, escalate.clone()).await;
    let ticket = desk.ticket(&id).await;
    assert_eq!((&ticket["course"]["escalation"]["level"], &ticket["response"]), (&json!("management"), &due));
    assert_eq!(desk.act(&id, escalate).await.problem().1, "already-escalated");
    desk.act(&id, end).await;
    assert_eq!(desk.ticket(&id).await["course"], Value::Null);
}

#[tokio::test]
async fn void_needs_a_reason_and_no_response() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    assert_eq!(desk.act(&id, json!({ "do": "void", "reason": " " })).await.problem().1, "empty-text");
    desk.act(&id, json!({ "do": "void", "reason": "A test of the portal." })).await;
    assert_eq!(desk.ticket(&id).await["status"], "void");
    assert_eq!(desk.act(&id, json!({ "do": "reopen" })).await.problem().1, "wrong-status");
    assert_eq!(facts(&desk, &id).await, ["filed", "voided", "became"]);
}
