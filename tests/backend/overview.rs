//! How a customer fares, as the backend counts it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use vigie::server::caller::Caller;

use crate::support::{TestDesk, monday, respond, signature};

async fn overview(desk: &TestDesk) -> Value {
    let answer = desk.get("/v1/customers/aeroports/overview").await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.json()
}

#[tokio::test]
async fn a_customer_without_a_ticket_has_figures_of_nothing() {
    let desk = TestDesk::open().await;
    assert_eq!(
        overview(&desk).await,
        json!({
            "as_of": monday(), "open": [0, 0, 0, 0],
            "response": { "met": 0, "missed": 0, "void": 0 },
            "signatures": { "false_positives": 0, "false_negatives": 0, "outbreaks": 0, "last": [] },
        })
    );
}

#[tokio::test]
async fn responses_in_time_late_and_still_missing_are_counted_and_void_ones_apart() {
    let desk = TestDesk::open().await;
    let (met, late, missing, void) =
        (desk.filed(1).await, desk.filed(1).await, desk.filed(1).await, desk.filed(2).await);
    assert_eq!(desk.act(&met, respond("solution", "resolve")).await.status, 200);
    desk.turn(TimeDelta::minutes(31));
    assert_eq!(desk.act(&late, respond("solution", "stay")).await.status, 200);
    assert_eq!(desk.act(&void, json!({ "do": "void", "reason": "a test" })).await.status, 200);
    let told = overview(&desk).await;
    assert_eq!(told["response"], json!({ "met": 1, "missed": 2, "void": 1 }));
    assert_eq!(told["open"], json!([2, 0, 0, 0]), "{missing} and {late}");
    let bank = desk.get("/v1/customers/banque/overview").await.json();
    assert_eq!(bank["response"], json!({ "met": 0, "missed": 0, "void": 0 }));
}

#[tokio::test]
async fn an_interim_response_is_no_response_and_what_is_older_than_thirty_days_is_not_counted() {
    let desk = TestDesk::open().await;
    let (old, recent) = (desk.filed(4).await, desk.filed(4).await);
    desk.act(&old, respond("solution", "stay")).await;
    desk.turn(TimeDelta::days(29));
    desk.act(&recent, respond("interim", "stay")).await;
    assert_eq!(overview(&desk).await["response"], json!({ "met": 1, "missed": 1, "void": 0 }));
    desk.turn(TimeDelta::hours(23));
    assert_eq!(overview(&desk).await["response"]["met"], 1);
    desk.turn(TimeDelta::hours(1));
    let token = desk.token_until("later", monday() + TimeDelta::days(60)).await;
    let told = desk.call(&token, "GET", "/v1/customers/aeroports/overview", None).await.json();
    assert_eq!(told["response"]["met"], 0);
}

#[tokio::test]
async fn signature_requests_are_told_the_newest_first_and_void_ones_not() {
    let desk = TestDesk::open().await;
    let mut ids = Vec::new();
    for (verdict, name) in
        [("false-positive", "a.exe"), ("false-negative", "b.js"), ("false-positive", "c.dll")]
    {
        let mut body = signature(3);
        body["signature"]["verdict"] = json!(verdict);
        body["signature"]["name"] = json!(name);
        ids.push(desk.post("/v1/tickets", body).await.json()["id"].as_str().unwrap().to_owned());
        desk.turn(TimeDelta::minutes(1));
    }
    desk.act(&ids[0], json!({ "do": "void", "reason": "a test" })).await;
    let told = overview(&desk).await["signatures"].clone();
    assert_eq!((&told["false_positives"], &told["false_negatives"]), (&json!(1), &json!(1)));
    let names: Vec<_> = told["last"].as_array().unwrap().iter().map(|seen| seen["name"].clone()).collect();
    assert_eq!(names, ["c.dll", "b.js"]);
}

#[tokio::test]
async fn an_unknown_customer_is_not_there_and_a_store_of_before_is_counted_too() {
    let desk = TestDesk::open().await;
    for id in ["nobody", "%1b%5b2J", "aeroports%2F..", "a%20"] {
        let answer = desk.get(&format!("/v1/customers/{id}/overview")).await;
        assert_eq!(answer.problem(), (404, "not-found".into(), String::new()), "{id}");
    }
    let answered = desk.filed(1).await;
    desk.act(&answered, respond("solution", "stay")).await;
    desk.post("/v1/tickets", signature(3)).await;
    let before = overview(&desk).await;
    // What an older program left: neither columns nor table are filled in; the new tables' own statements do it.
    desk.execute("UPDATE tickets SET answered_at = NULL, met = NULL").await;
    desk.execute("DELETE FROM signature_requests").await;
    assert_eq!(overview(&desk).await["response"]["met"], 0);
    let statements = include_str!("../../src/server/schema/0005_customers.sql").split(';');
    let fills =
        |sql: &&str| sql.contains("UPDATE tickets SET") || sql.contains("INSERT INTO signature_requests");
    for sql in statements.filter(fills) {
        desk.execute(Box::leak(sql.to_owned().into_boxed_str())).await;
    }
    assert_eq!(overview(&desk).await, before);
    assert!(desk.store.unlike_their_facts(&Caller::owner_of_the_store()).await.unwrap().is_empty());
}

#[tokio::test]
async fn no_figure_is_found_by_reading_all_tickets() {
    let desk = TestDesk::open().await;
    for (query, index) in [
        (
            "severity, COUNT(*) FROM tickets WHERE customer = 'a' AND status NOT IN ('resolved', 'closed', 'void') GROUP BY severity",
            "tickets_live",
        ),
        (
            "COUNT(*) FROM tickets WHERE customer = 'a' AND answered_at > 1 AND status <> 'void'",
            "tickets_answered",
        ),
        ("COUNT(*) FROM tickets WHERE customer = 'a' AND filed_at > 1 AND status = 'void'", "tickets_void"),
        (
            "summary FROM tickets WHERE customer = 'a' AND answered = 0 AND status NOT IN ('resolved', 'closed', 'void')",
            "tickets_live",
        ),
        ("ticket FROM signature_requests WHERE customer = 'a' AND filed_at > 1", "signature_requests_of"),
    ] {
        let plan = desk.plan(&format!("SELECT {query}")).await;
        assert!(plan.contains(index) && plan.contains("SEARCH"), "{query}: {plan}");
    }
}
