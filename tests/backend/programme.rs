//! The programme's rules at the server: calls, severities, promises, updates; each violation has its code.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::support::{TestDesk, incident, monday, respond};

/// Sunday, the day before [`monday`], 14:00 in Paris.
fn sunday() -> DateTime<Utc> {
    "2026-11-22T13:00:00Z".parse().unwrap()
}

async fn on_sunday() -> TestDesk {
    let desk = TestDesk::open().await;
    desk.turn(sunday() - monday());
    desk
}

fn call(at: &str) -> Value {
    json!({ "do": "call", "call": { "occurred_at": at, "contact": "claire", "note": "No console at all." } })
}

fn severity(to: u8) -> Value {
    json!({
        "do": "change-severity", "to": to, "reason": "All sites now.",
        "asked_by": "customer", "consent": "agreed",
    })
}

fn promise(due: &str) -> Value {
    json!({ "do": "promise", "promise": { "what": "Call back.", "due": due } })
}

#[tokio::test]
async fn an_out_of_hours_ticket_commits_from_the_call_that_is_logged_later() {
    let desk = on_sunday().await;
    let id = desk.filed(1).await;
    let response = desk.ticket(&id).await["response"].clone();
    assert_eq!(
        (&response["call"]["is"], &response["commitment"]),
        (&json!("missing"), &json!("2026-11-23T08:30:00Z"))
    );
    desk.turn(TimeDelta::minutes(40));
    let answer = desk.act(&id, call("2026-11-22T13:10:00Z")).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    let response = answer.json()["ticket"]["response"].clone();
    assert_eq!(response["call"], json!({ "is": "logged", "at": "2026-11-22T13:10:00Z" }));
    assert_eq!(response["commitment"], "2026-11-22T13:40:00Z");
    assert_eq!(response["target"], "2026-11-22T13:30:00Z", "the target does not move");
    let facts = desk.get(&format!("/v1/tickets/{id}")).await.json()["facts"].clone();
    let fact = &facts[1];
    let (occurred, recorded) = (&fact["data"]["occurred_at"], &fact["at"]);
    assert_eq!((occurred, recorded), (&json!("2026-11-22T13:10:00Z"), &json!("2026-11-22T13:40:00Z")));
}

#[tokio::test]
async fn who_is_filed_for_on_the_phone_has_called() {
    let desk = on_sunday().await;
    let mut request = incident(1);
    request["channel"] = json!("phone");
    let ticket = desk.post("/v1/tickets", request).await.json();
    assert_eq!(ticket["response"]["call"]["is"], "logged");
    assert_eq!(ticket["response"]["commitment"], ticket["response"]["target"]);
}

#[tokio::test]
async fn each_violation_has_its_code_and_names_its_field() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let mut nobody = call("2026-11-23T08:00:00Z");
    nobody["call"]["contact"] = json!("nobody");
    let blank = json!({ "do": "promise", "promise": { "what": " ", "due": "2026-11-24T09:00:00Z" } });
    let mut silent = severity(1);
    silent["reason"] = json!("");
    let unknown = json!({ "do": "keep-promise", "promise": uuid::Uuid::nil() });
    let files = json!({ "do": "file", "request": {
        "customer": "aeroports", "contact": "claire", "kind": "incident", "severity": 1, "channel": "phone",
        "subject": "s", "body": "b",
    } });
    for (change, status, code) in [
        (call("2026-11-23T10:00:00Z"), 422, "not-yet-happened"),
        (nobody, 422, "unknown-contact"),
        (severity(2), 409, "same-severity"),
        (silent, 422, "empty-text"),
        (promise("2026-11-23T08:00:00Z"), 422, "promise-in-the-past"),
        (blank, 422, "empty-text"),
        (unknown, 409, "no-such-promise"),
        (files, 422, "files-a-ticket"),
        (json!({ "do": "wait-for-customer" }), 409, "no-public-message"),
        (json!({ "do": "resolve" }), 409, "no-qualified-response"),
    ] {
        let refused = desk.act(&id, change.clone()).await.problem();
        assert_eq!((refused.0, refused.1.as_str()), (status, code), "{change}");
    }
    assert_eq!(desk.ticket(&id).await["version"], 1, "a refusal leaves nothing behind");
}

#[tokio::test]
async fn a_severity_is_guarded_by_what_its_author_saw() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    desk.act(&id, json!({ "do": "note", "body": "Three sites." })).await;
    let body = json!({ "id": uuid::Uuid::now_v7(), "seen": 1, "change": severity(1) });
    let refused = desk.post(&format!("/v1/tickets/{id}/actions"), body).await;
    assert_eq!(refused.problem().1, "ticket-moved");
    desk.turn(TimeDelta::minutes(30));
    let raised = desk.act(&id, severity(1)).await.json()["ticket"].clone();
    assert_eq!(
        (&raised["severity"], &raised["response"]["target"]),
        (&json!(1), &json!("2026-11-23T10:00:00Z"))
    );
}

#[tokio::test]
async fn a_verdict_is_by_the_due_that_a_changed_severity_left() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    desk.turn(TimeDelta::minutes(31));
    desk.act(&id, severity(4)).await;
    desk.act(&id, respond("solution", "stay")).await;
    let verdict = desk.ticket(&id).await["response"]["target"].clone();
    assert_eq!((&verdict["outcome"], &verdict["due"]), (&json!("breached"), &json!("2026-11-23T09:30:00Z")));
}

#[tokio::test]
async fn an_update_is_owed_from_the_oldest_message_and_follows_a_new_calendar() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    desk.act(&id, respond("solution", "stay")).await;
    desk.turn(TimeDelta::hours(1));
    for _ in 0..2 {
        desk.post(&format!("/v1/tickets/{id}/messages"), json!({ "contact": "claire", "body": "And now?" }))
            .await;
        desk.turn(TimeDelta::minutes(10));
    }
    let owed = desk.ticket(&id).await["course"].clone();
    assert_eq!(
        (&owed["unanswered_since"], &owed["update"]),
        (&json!("2026-11-23T10:00:00Z"), &json!("2026-11-24T09:00:00Z"))
    );
    desk.import(&crate::support::DESK.replace("\"18:00\"", "\"20:00\"")).await;
    assert_eq!(desk.ticket(&id).await["course"]["update"], "2026-11-23T18:00:00Z");
    desk.act(&id, respond("interim", "stay")).await;
    assert_eq!(desk.ticket(&id).await["course"], Value::Null);
}

#[tokio::test]
async fn a_promise_is_kept_moved_or_given_up_and_then_open_no_more() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    let made = desk.act(&id, promise("2026-11-23T14:00:00Z")).await.json();
    let name = made["id"].clone();
    let open = desk.ticket(&id).await["course"]["promises"].clone();
    assert_eq!((&open[0]["id"], &open[0]["by"]), (&name, &json!("cmartin")));
    let moved =
        json!({ "do": "move-promise", "promise": name, "due": "2026-11-23T16:00:00Z", "reason": "The lab." });
    desk.act(&id, moved).await;
    assert_eq!(desk.ticket(&id).await["course"]["promises"][0]["due"], "2026-11-23T16:00:00Z");
    desk.turn(TimeDelta::hours(8));
    desk.act(&id, json!({ "do": "keep-promise", "promise": name })).await;
    let facts = desk.get(&format!("/v1/tickets/{id}")).await.json()["facts"].clone();
    let last = facts.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["what"], &last["data"]["how"]), (&json!("promise-ended"), &json!("late")));
    assert_eq!(desk.ticket(&id).await["course"], Value::Null);
    let again = desk.act(&id, json!({ "do": "keep-promise", "promise": name })).await;
    assert_eq!(again.problem().1, "no-such-promise");
}

#[tokio::test]
async fn facts_and_summaries_of_an_older_program_are_read() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    // As it was written before tickets had a course, and by a programme without objectives.
    desk.execute("UPDATE tickets SET summary = json_remove(summary, '$.course')").await;
    desk.execute(
        "UPDATE desk SET programme = json_remove(programme, '$.severities[0].answer_minutes', \
         '$.severities[0].update_minutes')",
    )
    .await;
    desk.act(&id, respond("solution", "stay")).await;
    assert_eq!(desk.ticket(&id).await["response"]["is"], "given");
}
