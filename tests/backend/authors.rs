//! Whose an act is: the person's that the token speaks for, whichever token it is.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use vigie::desk::ticket::customer::Role;

use crate::support::{TestDesk, incident, respond};

fn note(text: &str) -> Value {
    json!({ "id": uuid::Uuid::now_v7(), "change": { "do": "note", "body": text } })
}

#[tokio::test]
async fn a_renewed_token_hears_what_was_answered_to_the_one_before() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let body = json!({ "id": uuid::Uuid::now_v7(), "seen": 1, "change": respond("solution", "stay") });
    let first = desk.post(&uri, body.clone()).await;
    let renewed = desk.token("claire's console, renewed", Role::Manager, Some("cmartin"), &[]).await;
    let again = desk.call(&renewed, "POST", &uri, Some(body)).await;
    assert_eq!((again.status.as_u16(), &again.bytes), (200, &first.bytes));
    let mut filing = incident(2);
    filing["id"] = json!(uuid::Uuid::now_v7());
    let first = desk.post("/v1/tickets", filing.clone()).await;
    let again = desk.call(&renewed, "POST", "/v1/tickets", Some(filing)).await;
    assert_eq!((again.status.as_u16(), &again.bytes), (201, &first.bytes));
}

#[tokio::test]
async fn a_renewed_token_of_another_system_hears_the_same_within_its_scope() {
    let desk = TestDesk::open().await;
    let portal = desk.token("portal 2025", Role::Contact, None, &["aeroports"]).await;
    let renewed = desk.token("portal 2026", Role::Contact, None, &["aeroports"]).await;
    let mut filing = incident(2);
    filing["id"] = json!(uuid::Uuid::now_v7());
    let first = desk.call(&portal, "POST", "/v1/tickets", Some(filing.clone())).await;
    let again = desk.call(&renewed, "POST", "/v1/tickets", Some(filing.clone())).await;
    assert_eq!((again.status.as_u16(), &again.bytes), (201, &first.bytes));
    let uri = format!("/v1/tickets/{}/messages", first.json()["id"].as_str().unwrap());
    let message = json!({ "id": uuid::Uuid::now_v7(), "contact": "claire", "body": "Still so." });
    let first = desk.call(&portal, "POST", &uri, Some(message.clone())).await;
    let again = desk.call(&renewed, "POST", &uri, Some(message)).await;
    assert_eq!((again.status.as_u16(), &again.bytes), (201, &first.bytes));
    // Of another customer's filing it hears nothing, also if it has its name and its words.
    let elsewhere = desk.token("portal of the bank", Role::Contact, None, &["banque"]).await;
    let refused = desk.call(&elsewhere, "POST", "/v1/tickets", Some(filing)).await;
    assert_eq!(refused.problem(), (422, "unknown-customer".into(), "customer".into()));
}

#[tokio::test]
async fn somebody_elses_repetition_is_refused_by_its_name() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let body = note("as Claire");
    assert_eq!(desk.post(&uri, body.clone()).await.status, 200);
    let julien = desk.token("julien's console", Role::Manager, Some("jdupont"), &[]).await;
    let refused = desk.call(&julien, "POST", &uri, Some(body)).await;
    assert_eq!(refused.problem(), (409, "action-id-of-another".into(), String::new()));
    assert_eq!(desk.ticket(&id).await["version"], 2);
}

#[tokio::test]
async fn what_somebody_else_wrote_is_not_taken_as_the_tokens() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let julien = desk.token("julien's console", Role::Manager, Some("jdupont"), &[]).await;
    let mut body = note("as Claire");
    body["author"] = json!({ "manager": "cmartin" });
    let refused = desk.call(&julien, "POST", &uri, Some(body.clone())).await;
    assert_eq!(refused.problem(), (409, "another-author".into(), String::new()));
    let who = json!({ "author": { "manager": "cmartin" }, "caller": { "manager": "jdupont" } });
    assert_eq!(refused.json()["params"], who);
    let mut filing = incident(2);
    filing["author"] = json!({ "manager": "cmartin" });
    let refused = desk.call(&julien, "POST", "/v1/tickets", Some(filing.clone())).await;
    assert_eq!(refused.problem().1, "another-author");
    // Nothing was done, and its author does it under the same name.
    assert_eq!(desk.ticket(&id).await["version"], 1);
    assert_eq!(desk.post(&uri, body).await.status, 200);
    assert_eq!(desk.post("/v1/tickets", filing).await.status, 201);
}

/// What an earlier version kept of a request: the name of its token was part of the digest.
fn digest_by_token(what: &str, token: &str, said: &str) -> String {
    hex::encode(Sha256::digest(format!("[\"{what}\",\"{token}\",{said}]")))
}

#[tokio::test]
async fn what_an_earlier_version_answered_is_known_also_under_a_renewed_token() {
    let desk = TestDesk::open().await;
    let id = desk.filed(2).await;
    let uri = format!("/v1/tickets/{id}/actions");
    let body = note("said long ago");
    let first = desk.post(&uri, body.clone()).await;
    let said = format!(r#"["{id}",{{"do":"note","body":"said long ago"}}]"#);
    let digest = digest_by_token("act", "claire's console", &said);
    let path = desk.directory().join("vigie.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let changed = sqlx::query("UPDATE answers SET author = NULL, digest = ?").bind(digest).execute(&pool);
    assert_eq!(changed.await.unwrap().rows_affected(), 1);
    pool.close().await;
    let renewed = desk.token("renewed", Role::Manager, Some("cmartin"), &[]).await;
    for token in [&desk.manager, &renewed] {
        let again = desk.call(token, "POST", &uri, Some(body.clone())).await;
        assert_eq!((again.status.as_u16(), &again.bytes), (200, &first.bytes));
    }
    let julien = desk.token("julien's console", Role::Manager, Some("jdupont"), &[]).await;
    let of_another = desk.call(&julien, "POST", &uri, Some(body.clone())).await;
    assert_eq!(of_another.problem().1, "action-id-of-another");
    let mut other = body;
    other["change"]["body"] = json!("other words");
    assert_eq!(desk.call(&renewed, "POST", &uri, Some(other)).await.problem().1, "action-id-reused");
}
