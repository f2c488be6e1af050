//! Each error once: a stable code, and the field that is wrong.

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use serde_json::{Value, json};
use vigie::desk::ticket::customer::Role;
use vigie::server::caller::Caller;

use crate::support::{TestDesk, incident};

#[tokio::test]
async fn without_a_valid_token_nothing_is_told() {
    let desk = TestDesk::open().await;
    for path in ["/v1/me", "/v1/programme", "/v1/customers", "/v1/changes", "/v1/tickets/INC-1001"] {
        let answer = desk.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.problem().1, "no-token", "{path}");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
        let answer = desk.call("vigie_0000", "GET", path, None).await;
        assert_eq!(answer.problem(), (401, "bad-token".into(), String::new()), "{path}");
    }
    let basic = Request::get("/v1/me").header("authorization", "Basic eDp5").body(Body::empty()).unwrap();
    assert_eq!(desk.send(basic).await.problem().1, "no-token");
}

#[tokio::test]
async fn an_expired_and_a_revoked_token_are_no_token() {
    let desk = TestDesk::open().await;
    let revoked = desk.token("lost laptop", Role::Manager, None, &[]).await;
    assert_eq!(desk.call(&revoked, "GET", "/v1/me", None).await.status, 200);
    let owner = Caller::owner_of_the_store();
    assert!(desk.store.revoke_token(&owner, "lost laptop", desk.clock.now()).await.unwrap());
    assert_eq!(desk.call(&revoked, "GET", "/v1/me", None).await.problem().1, "bad-token");
    desk.turn(TimeDelta::days(30));
    assert_eq!(desk.get("/v1/me").await.problem().1, "bad-token");
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_cannot_be_done_there_is_405() {
    let desk = TestDesk::open().await;
    for path in ["/", "/v1", "/v1/nothing", "/v1/tickets/INC-9", "/v1/tickets/%1b", "/v1/tickets/%ff"] {
        assert_eq!(desk.get(path).await.problem(), (404, "not-found".into(), String::new()), "{path}");
    }
    assert_eq!(desk.call(&desk.manager, "DELETE", "/v1/me", None).await.problem().1, "wrong-method");
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_said_to_be_so() {
    let desk = TestDesk::open().await;
    let send = |media: &'static str, body: Vec<u8>| {
        let request = Request::post("/v1/tickets")
            .header("authorization", format!("Bearer {}", desk.manager))
            .header("content-type", media);
        desk.send(request.body(Body::from(body)).unwrap())
    };
    assert_eq!(send("text/plain", b"{}".to_vec()).await.problem().1, "wrong-media-type");
    for bad in [&b"{"[..], b"", b"{} {}", b"\xff", b"nul"] {
        let (status, code, _) = send("application/json", bad.to_vec()).await.problem();
        assert!(matches!((status, code.as_str()), (400, "not-json") | (422, "invalid-field")), "{bad:?}");
    }
    let large = send("application/json; charset=utf-8", vec![b' '; 1024 * 1024 + 1]).await;
    assert_eq!(large.problem(), (413, "too-large".into(), String::new()));
}

#[test]
fn the_document_declares_what_every_route_and_every_body_may_be_answered_with() {
    let document = serde_json::to_value(vigie::server::openapi()).unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let declared = |status: &str| operation["responses"].get(status).is_some();
            assert!(declared("429") && declared("500") && declared("503"), "{method} {path}");
            let ways = operation["security"].as_array();
            // An empty way in is one that asks for nothing.
            let needs_a_token = ways.is_none_or(|ways| !ways.contains(&json!({})));
            assert_eq!(declared("401") && declared("403"), needs_a_token, "{method} {path}");
            if operation.get("requestBody").is_some() {
                for status in ["400", "408", "413", "415", "422", "507"] {
                    assert!(declared(status), "{status} of {method} {path}");
                }
            }
        }
    }
    assert!(document["info"]["description"].as_str().unwrap().contains("405"));
}

#[tokio::test]
async fn a_wrong_field_is_named_by_its_path() {
    let desk = TestDesk::open().await;
    let with = |key: &str, value: Value| {
        let mut body = incident(1);
        body[key] = value;
        body
    };
    let signature = json!({ "verdict": "false-positive", "object": "file", "name": 7 });
    for (body, code, field) in [
        (with("severity", json!(5)), "invalid-field", "severity"),
        (with("colour", json!("red")), "invalid-field", "colour"),
        (with("signature", signature), "invalid-field", "signature.name"),
        (with("signature", json!(["false-positive", "file", "a.exe"])), "invalid-field", "signature"),
        (with("kind", json!("signature-request")), "missing-field", "signature"),
        (with("customer", json!("nobody")), "unknown-customer", "customer"),
        (with("contact", json!("nobody")), "unknown-contact", "contact"),
        (with("contact", Value::Null), "missing-field", "contact"),
        (with("subject", json!("  ")), "empty-text", "subject"),
        (with("subject", json!("x".repeat(999))), "text-too-long", "subject"),
        (with("body", json!("\n\t")), "empty-text", "body"),
        (with("body", json!("x".repeat(256 * 1024 + 1))), "text-too-long", "body"),
    ] {
        let answer = desk.post("/v1/tickets", body).await;
        assert_eq!(answer.problem(), (422, code.into(), field.into()), "{}", answer.json());
    }
    for (query, field) in
        [("limit=0", "limit"), ("limit=x", "limit"), ("wait=26", "wait"), ("sinse=1", "sinse")]
    {
        let answer = desk.get(&format!("/v1/changes?{query}")).await;
        assert_eq!(answer.problem(), (422, "invalid-field".into(), field.into()), "{}", answer.json());
    }
}

#[tokio::test]
async fn an_action_says_what_its_author_saw_and_in_whose_name() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let action = |change: Value| json!({ "id": uuid::Uuid::now_v7(), "change": change });
    let resolve = desk.post(&uri, action(json!({ "do": "resolve" }))).await;
    assert_eq!(resolve.problem(), (422, "missing-field".into(), "seen".into()));
    let blank = desk.post(&uri, action(json!({ "do": "note", "body": " " }))).await;
    assert_eq!(blank.problem(), (422, "empty-text".into(), "change.body".into()));
    let nobody = desk.token("no person", Role::Manager, None, &[]).await;
    let refused = desk.call(&nobody, "POST", &uri, Some(action(json!({ "do": "acknowledge" })))).await;
    assert_eq!(refused.problem(), (403, "no-person".into(), String::new()));
    let lab = desk.token("lab", Role::Specialist, Some("cmartin"), &[]).await;
    let unseen = desk.call(&lab, "POST", &uri, Some(action(json!({ "do": "acknowledge" })))).await;
    assert_eq!(
        unseen.problem(),
        (404, "not-found".into(), String::new()),
        "an incident is not there for them"
    );
    for role in [Role::Integration, Role::Auditor] {
        let token = desk.token(&format!("{role:?}"), role, Some("cmartin"), &[]).await;
        let refused = desk.call(&token, "POST", &uri, Some(action(json!({ "do": "acknowledge" })))).await;
        assert_eq!(refused.problem(), (403, "forbidden".into(), String::new()), "{role:?}");
    }
}

#[tokio::test]
async fn a_store_that_fails_is_a_500_without_its_cause() {
    let desk = TestDesk::open().await;
    desk.break_summaries().await;
    let answer = desk.get("/v1/changes").await;
    assert_eq!(answer.problem(), (500, "internal".into(), String::new()));
    assert_eq!(answer.json()["title"], "the server failed");
}
