//! What is out of a token's scope does not exist for it.

use serde_json::json;
use vigie::desk::customer::Role;

use crate::support::{TestDesk, incident};

#[tokio::test]
async fn another_customers_ticket_is_not_there() {
    let desk = TestDesk::open().await;
    let foreign = desk.filed(1).await;
    let token = desk.token("bank only", Role::Manager, Some("jdupont"), &["banque"]).await;
    let ticket = format!("/v1/tickets/{foreign}");
    assert_eq!(desk.call(&token, "GET", &ticket, None).await.status, 404);
    let note = json!({ "id": uuid::Uuid::now_v7(), "change": { "do": "note", "body": "x" } });
    assert_eq!(desk.call(&token, "POST", &format!("{ticket}/actions"), Some(note)).await.status, 404);
    let message = json!({ "from": "x@y.example", "body": "x" });
    assert_eq!(desk.call(&token, "POST", &format!("{ticket}/messages"), Some(message)).await.status, 404);
    let filing = desk.call(&token, "POST", "/v1/tickets", Some(incident(1))).await;
    assert_eq!(filing.problem(), (422, "unknown-customer".into(), "customer".into()));
    let customers = desk.call(&token, "GET", "/v1/customers", None).await.json();
    assert_eq!(customers["customers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn changes_hold_only_what_is_in_scope_and_a_cursor_of_another_scope_is_unknown() {
    let desk = TestDesk::open().await;
    let token = desk.token("bank only", Role::Manager, Some("jdupont"), &["banque"]).await;
    desk.filed(1).await;
    let mut body = incident(1);
    body["customer"] = json!("banque");
    body["contact"] = json!("helene");
    let own = desk.post("/v1/tickets", body).await.json()["id"].clone();
    let first = desk.call(&token, "GET", "/v1/changes", None).await.json();
    assert_eq!((first["tickets"].as_array().unwrap().len(), &first["tickets"][0]["id"]), (1, &own));
    let since = first["cursor"].as_str().unwrap();
    desk.filed(1).await;
    let delta = desk.call(&token, "GET", &format!("/v1/changes?since={since}"), None).await.json();
    assert_eq!((&delta["tickets"], &delta["gone"]), (&json!([]), &json!([])));
    assert_eq!(desk.get(&format!("/v1/changes?since={since}")).await.problem().1, "unknown-cursor");
}

#[tokio::test]
async fn a_contact_files_and_writes_but_does_not_read_what_the_desk_says_among_itself() {
    let desk = TestDesk::open().await;
    let token = desk.token("airports", Role::Contact, None, &["aeroports"]).await;
    let filed = desk.call(&token, "POST", "/v1/tickets", Some(incident(2))).await;
    assert_eq!(filed.status, 201);
    let id = filed.json()["id"].as_str().unwrap().to_owned();
    let message = json!({ "contact": "claire", "body": "More." });
    let written = desk.call(&token, "POST", &format!("/v1/tickets/{id}/messages"), Some(message)).await;
    assert_eq!(written.status, 201);
    for path in [&format!("/v1/tickets/{id}"), "/v1/changes", "/v1/customers", "/v1/programme"] {
        assert_eq!(desk.call(&token, "GET", path, None).await.status, 403, "{path}");
    }
}
