//! What customers do: file and write, under their name or as strangers.

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::support::{TestDesk, incident, respond};

fn message(text: &str) -> Value {
    json!({ "contact": "claire", "body": text })
}

#[tokio::test]
async fn a_request_comes_in_with_its_dues() {
    let desk = TestDesk::open().await;
    let answer = desk.post("/v1/tickets", incident(2)).await;
    assert_eq!(answer.status, 201);
    assert_json_snapshot!(answer.json());
}

#[tokio::test]
async fn each_kind_has_numbers_of_its_own() {
    let desk = TestDesk::open().await;
    let mut filed = Vec::new();
    for kind in ["incident", "service-request", "incident", "signature-request"] {
        let mut body = incident(3);
        body["kind"] = json!(kind);
        if kind == "signature-request" {
            body["signature"] =
                json!({ "verdict": "false-positive", "object": "file", "name": "a.exe", "step": "verified" });
        }
        let ticket = desk.post("/v1/tickets", body).await.json();
        filed.push(format!("{} {}", ticket["id"], ticket["step"]));
    }
    let expected =
        ["\"INC-1001\" null", "\"REQ-1001\" null", "\"INC-1002\" null", "\"SIG-1001\" \"received\""];
    assert_eq!(filed, expected, "and where a signature request is, the desk says");
}

#[tokio::test]
async fn a_filing_repeated_after_a_lost_answer_files_once() {
    let desk = TestDesk::open().await;
    let mut body = incident(2);
    body["id"] = json!(uuid::Uuid::now_v7());
    let (one, again) = (desk.post("/v1/tickets", body.clone()).await, desk.post("/v1/tickets", body).await);
    assert_eq!((one.status.as_u16(), &one.bytes), (201, &again.bytes));
}

#[tokio::test]
async fn an_address_of_a_contact_is_that_contact_and_another_one_is_a_strangers() {
    let desk = TestDesk::open().await;
    let file = async |from: &str| {
        let mut body = incident(2);
        body["contact"] = Value::Null;
        body["from"] = json!(from);
        body["channel"] = json!("email");
        let id = desk.post("/v1/tickets", body).await.json()["id"].as_str().unwrap().to_owned();
        desk.get(&format!("/v1/tickets/{id}")).await.json()["facts"][0]["by"].clone()
    };
    assert_eq!(file("C.Fabre@Aeroports.example").await, json!({ "who": "contact", "id": "claire" }));
    let stranger = json!({ "who": "stranger", "id": "intern@aeroports.example" });
    assert_eq!(file("intern@aeroports.example").await, stranger);
}

#[tokio::test]
async fn out_of_hours_a_call_is_missing_unless_it_came_by_phone() {
    let desk = TestDesk::open().await;
    desk.turn(chrono::TimeDelta::hours(12));
    let mut by_phone = incident(1);
    by_phone["channel"] = json!("phone");
    let portal = desk.post("/v1/tickets", incident(1)).await.json()["response"].clone();
    let phone = desk.post("/v1/tickets", by_phone).await.json()["response"].clone();
    assert_eq!((&portal["call"]["is"], &phone["call"]["is"]), (&json!("missing"), &json!("logged")));
    assert_eq!(portal["commitment"], "2026-11-24T08:30:00Z");
    assert_eq!(phone["commitment"], phone["target"]);
}

#[tokio::test]
async fn a_customers_message_reopens_what_waits_or_is_resolved() {
    let desk = TestDesk::open().await;
    for then in ["wait-for-customer", "resolve"] {
        let id = desk.filed(2).await;
        desk.act(&id, respond("solution", then)).await;
        let answer = desk.post(&format!("/v1/tickets/{id}/messages"), message("Still broken.")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (201, &json!("open")), "{then}");
        assert_eq!(answer.json()["last_public"]["side"], "customer");
    }
}

#[tokio::test]
async fn a_message_on_a_closed_ticket_files_a_linked_one() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    desk.act(&id, respond("solution", "resolve")).await;
    desk.close(&id).await;
    let answer = desk.post(&format!("/v1/tickets/{id}/messages"), message("It is back.")).await;
    let new = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!((answer.status.as_u16(), new.as_str()), (201, "INC-1002"));
    let facts = desk.get(&format!("/v1/tickets/{new}")).await.json()["facts"].clone();
    assert_eq!(
        (&facts[0]["data"]["follows"], &facts[0]["data"]["body"]),
        (&json!(id), &json!("It is back."))
    );
    assert_eq!(desk.ticket(&id).await["status"], "closed");
}

#[tokio::test]
async fn hostile_text_is_kept_as_it_came() {
    let desk = TestDesk::open().await;
    let mut body = incident(4);
    body["subject"] = json!("\u{1b}]0;x\u{7}\u{202e}exe");
    let ticket = desk.post("/v1/tickets", body).await.json();
    assert_eq!(ticket["subject"], "\u{1b}]0;x\u{7}\u{202e}exe");
}
