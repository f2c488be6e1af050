//! Who am I, the rules, the customers, a ticket with its tag, health, the document.

use insta::assert_json_snapshot;
use serde_json::Value;

use crate::support::{TestDesk, respond};

#[tokio::test]
async fn a_caller_learns_who_they_are_and_which_store_answers() {
    let desk = TestDesk::open().await;
    assert_json_snapshot!(desk.get("/v1/me").await.json(), { ".store" => "[store]", ".epoch" => "[epoch]" });
}

#[tokio::test]
async fn the_rules_come_with_their_versions() {
    let desk = TestDesk::open().await;
    assert_json_snapshot!(desk.get("/v1/programme").await.json(), { ".tzdata" => "[tzdata]" });
}

#[tokio::test]
async fn customers_come_with_their_contacts() {
    let desk = TestDesk::open().await;
    assert_json_snapshot!(desk.get("/v1/customers").await.json());
}

#[tokio::test]
async fn a_ticket_comes_with_all_its_facts() {
    let desk = TestDesk::open().await;
    let id = desk.filed(1).await;
    desk.act(&id, respond("solution", "resolve")).await;
    assert_json_snapshot!(desk.get(&format!("/v1/tickets/{id}")).await.json(), { ".epoch" => "[epoch]" });
}

#[tokio::test]
async fn a_copy_at_hand_is_not_sent_again_until_the_ticket_or_its_dues_change() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    let uri = format!("/v1/tickets/{id}");
    let tag = desk.get(&uri).await.headers["etag"].clone();
    let again = |tag: axum::http::HeaderValue| {
        let request = axum::http::Request::get(&uri)
            .header("authorization", format!("Bearer {}", desk.manager))
            .header("if-none-match", tag);
        desk.send(request.body(axum::body::Body::empty()).unwrap())
    };
    let known = again(tag.clone()).await;
    assert_eq!((known.status.as_u16(), known.bytes.len()), (304, 0));
    desk.import(&crate::support::DESK.replace("\"18:00\"", "\"12:00\"")).await;
    let moved = again(tag).await;
    assert_eq!(moved.status, 200);
    assert_ne!(moved.json()["ticket"]["response"]["target"], Value::Null);
    assert_eq!(moved.json()["ticket"]["version"], 1, "dues move without a fact");
}

#[tokio::test]
async fn health_needs_no_token() {
    let desk = TestDesk::open().await;
    let answer =
        desk.send(axum::http::Request::get("/v1/health").body(axum::body::Body::empty()).unwrap()).await;
    assert_json_snapshot!(answer.json(), { ".version" => "[version]", ".tzdata" => "[tzdata]" });
}

#[tokio::test]
async fn the_document_covers_every_route_and_is_for_everyone() {
    let desk = TestDesk::open().await;
    let request = axum::http::Request::get("/openapi.json").body(axum::body::Body::empty()).unwrap();
    let document = desk.send(request).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let statuses: Vec<_> = operation["responses"].as_object().unwrap().keys().cloned().collect();
            routes.push(format!("{method} {path}: {}", statuses.join(" ")));
        }
    }
    assert_json_snapshot!(routes);
    assert_every_reference_leads_somewhere(&document, &document);
}

fn assert_every_reference_leads_somewhere(document: &Value, part: &Value) {
    match part {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                let pointer = reference.trim_start_matches('#');
                assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
            }
            for part in map.values() {
                assert_every_reference_leads_somewhere(document, part);
            }
        }
        Value::Array(parts) => {
            for part in parts {
                assert_every_reference_leads_somewhere(document, part);
            }
        }
        _ => {}
    }
}
