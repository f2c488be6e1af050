//! What is out of a token's scope does not exist for it.

use serde_json::{Value, json};
use vigie::desk::ticket::customer::Role;

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
    assert_eq!(desk.call(&token, "GET", "/v1/programme", None).await.status, 403);
    desk.act(&id, json!({ "do": "note", "body": "They never pay." })).await;
    desk.act(&id, json!({ "do": "assign", "to": "cmartin" })).await;
    desk.act(&id, crate::support::respond("solution", "stay")).await;
    let detail = desk.call(&token, "GET", &format!("/v1/tickets/{id}"), None).await.json();
    let told: Vec<_> = detail["facts"].as_array().unwrap().iter().map(|fact| &fact["what"]).collect();
    assert_eq!(told, ["filed", "said", "became", "said", "responded"], "no note, no assignment");
    let numbers: Vec<_> =
        detail["facts"].as_array().unwrap().iter().map(|fact| fact["number"].as_u64()).collect();
    assert_eq!(numbers, (1..=5).map(Some).collect::<Vec<_>>(), "and no gap where they were");
    assert_eq!((&detail["ticket"]["owner"], &detail["ticket"]["version"]), (&Value::Null, &json!(1)));
    let changes = desk.call(&token, "GET", "/v1/changes", None).await.json();
    assert_eq!(changes["tickets"], json!([detail["ticket"]]));
    let customers = desk.call(&token, "GET", "/v1/customers", None).await.json();
    assert_eq!(customers["customers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_specialist_sees_signature_requests_and_no_other_conversation() {
    let desk = TestDesk::open().await;
    let incident_id = desk.filed(1).await;
    let signature = desk.post("/v1/tickets", crate::support::signature(2)).await.json()["id"].clone();
    let token = desk.token("lab", Role::Specialist, Some("jdupont"), &[]).await;
    let first = desk.call(&token, "GET", "/v1/changes", None).await.json();
    let ids: Vec<_> = first["tickets"].as_array().unwrap().iter().map(|ticket| &ticket["id"]).collect();
    assert_eq!(ids, [&signature]);
    let since = first["cursor"].as_str().unwrap();
    desk.act(&incident_id, json!({ "do": "note", "body": "x" })).await;
    desk.act(&incident_id, json!({ "do": "void", "reason": "x" })).await;
    let delta = desk.call(&token, "GET", &format!("/v1/changes?since={since}"), None).await.json();
    assert_eq!((&delta["tickets"], &delta["gone"]), (&json!([]), &json!([])));
    let uri = |id: &str| format!("/v1/tickets/{id}");
    assert_eq!(desk.call(&token, "GET", &uri(&incident_id), None).await.problem().1, "not-found");
    assert_eq!(desk.call(&token, "GET", &uri(signature.as_str().unwrap()), None).await.status, 200);
    let cursor = desk.get(&format!("/v1/changes?since={since}")).await;
    assert_eq!(cursor.problem().1, "unknown-cursor", "a cursor is of one sight");
}

#[tokio::test]
async fn a_token_that_is_revoked_while_it_waits_hears_nothing_more() {
    let desk = TestDesk::open().await;
    let token = desk.token("lost laptop", Role::Manager, Some("jdupont"), &[]).await;
    let first = desk.call(&token, "GET", "/v1/changes", None).await.json();
    let waiting = format!("/v1/changes?wait=25&since={}", first["cursor"].as_str().unwrap());
    let owner = vigie::server::caller::Caller::owner_of_the_store();
    let ends = async {
        tokio::task::yield_now().await;
        assert!(desk.store.revoke_token(&owner, "lost laptop", desk.clock.now()).await.unwrap());
    };
    let (answer, ()) = tokio::join!(desk.call(&token, "GET", &waiting, None), ends);
    assert_eq!(answer.problem().1, "bad-token");
}
