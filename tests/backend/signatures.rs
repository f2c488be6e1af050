//! Signature requests over the API: the gate, the pipeline, the same object elsewhere, and who sees what.

use chrono::TimeDelta;
use serde::Serialize;
use serde_json::{Value, json};
use vigie::desk::ticket::customer::Role;

use crate::support::{Answered, TestDesk, incident};

const HASH: &str = "79c9106270eb5a65c72e2976ca18f87c57aad11420a85d014b567557d391c37f";

fn signature(customer: &str, contact: &str) -> Value {
    json!({
        "customer": customer, "contact": contact, "kind": "signature-request", "severity": 2,
        "subject": "FP on payroll.exe", "body": "It is deleted at start.",
        "signature": { "verdict": "false-positive", "object": "file", "name": "payroll.exe", "sha256": HASH },
    })
}

fn skipped() -> Value {
    json!({ "is": "skipped", "reason": "told on the phone" })
}

fn step(act: impl Serialize, notice: impl Serialize) -> Value {
    json!({ "do": "advance", "act": act, "notice": notice })
}

fn gate(bases: &str) -> Value {
    step(json!({ "step": "pass-gate", "bases": bases }), skipped())
}

fn publish(bases: &str, body: &str) -> Value {
    step(json!({ "step": "publish", "bases": bases }), json!({ "is": "sent", "body": body }))
}

impl TestDesk {
    async fn files(&self, body: Value) -> String {
        let answer = self.post("/v1/tickets", body).await;
        assert_eq!(answer.status, 201, "{}", answer.json());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    async fn release(&self, version: &str) -> Answered {
        let body = json!({ "version": version, "released_at": self.clock.now() });
        self.post("/v1/bases", body).await
    }

    async fn stands(&self, id: &str) -> String {
        let ticket = self.ticket(id).await;
        format!("{} {}", ticket["step"].as_str().unwrap(), ticket["progress"]["way"].as_str().unwrap())
    }

    async fn does(&self, token: &str, id: &str, change: Value) -> Answered {
        let uri = format!("/v1/tickets/{id}/actions");
        let seen = self.ticket(id).await["version"].clone();
        let body = json!({ "id": uuid::Uuid::now_v7(), "seen": seen, "change": change });
        self.call(token, "POST", &uri, Some(body)).await
    }

    /// A request that is with the specialists.
    async fn with_specialists(&self, customer: &str, contact: &str, bases: &str) -> String {
        let id = self.files(signature(customer, contact)).await;
        for change in [gate(bases), step(json!({ "step": "hand-to-specialists" }), skipped())] {
            let answer = self.act(&id, change).await;
            assert_eq!(answer.status, 200, "{}", answer.json());
        }
        id
    }
}

#[tokio::test]
async fn a_false_positive_goes_from_receipt_to_verified_blocked_once_by_old_databases_and_returned_once() {
    let desk = TestDesk::open().await;
    let lab = desk.token("lab", Role::Specialist, Some("jdupont"), &[]).await;
    let id = desk.files(signature("aeroports", "claire")).await;
    let unknown = desk.act(&id, gate("2026.11.23.09")).await.problem();
    assert_eq!(unknown, (409, "latest-databases-unknown".into(), String::new()));

    assert_eq!(desk.release("2026.11.23.09").await.status, 201);
    desk.turn(TimeDelta::hours(1));
    assert_eq!(desk.release("2026.11.23.10").await.status, 201);
    let old = desk.act(&id, gate("2026.11.23.09")).await;
    assert_eq!(old.problem(), (409, "old-databases".into(), String::new()));
    assert_eq!(old.json()["params"], json!({ "in_use": "2026.11.23.09", "latest": "2026.11.23.10" }));
    assert_eq!(desk.stands(&id).await, "received underway", "a refused gate is not passed");

    assert_eq!(desk.act(&id, gate("2026.11.23.10")).await.status, 200);
    let silent = step(json!({ "step": "hand-to-specialists" }), json!({ "is": "skipped", "reason": " " }));
    let silent = desk.act(&id, silent).await.problem();
    assert_eq!(silent, (422, "no-reason".into(), "change.notice.reason".into()));
    let told = json!({ "is": "sent", "body": "Your request is with the specialists." });
    let handed = step(json!({ "step": "hand-to-specialists" }), told);
    assert_eq!(desk.act(&id, handed).await.json()["ticket"]["status"], "waiting-for-lab");

    let returned = step(
        json!({ "step": "return", "reason": "the library is missing" }),
        json!({ "is": "left-to-desk" }),
    );
    assert_eq!(desk.does(&lab, &id, returned).await.status, 200);
    assert_eq!(desk.stands(&id).await, "gate returned");
    let again = step(json!({ "step": "hand-to-specialists" }), skipped());
    assert_eq!(desk.act(&id, again).await.status, 200);

    let nowhere = desk.act(&id, publish("2026.11.23.99", "Fixed.")).await.problem();
    assert_eq!(nowhere, (422, "unknown-databases".into(), "change.act.bases".into()));
    desk.turn(TimeDelta::hours(1));
    desk.release("2026.11.23.11").await;
    let published = desk.act(&id, publish("2026.11.23.11", "Fixed from 2026.11.23.11 on.")).await.json();
    assert_eq!(published["ticket"]["progress"]["fixed_by"], "2026.11.23.11");
    assert_eq!(desk.stands(&id).await, "informed underway");
    let verified = step(json!({ "step": "verify" }), skipped());
    assert_eq!(desk.act(&id, verified).await.status, 200);
    assert_eq!(desk.stands(&id).await, "verified underway");

    // What the customer was told, to the second, is the public messages and nothing else.
    let facts = desk.get(&format!("/v1/tickets/{id}")).await.json()["facts"].clone();
    let said: Vec<&Value> = facts.as_array().unwrap().iter().filter(|fact| fact["what"] == "said").collect();
    assert_eq!(said.len(), 2);
    assert_eq!(said[1]["at"], "2026-11-23T11:00:00Z");
    let owner = vigie::server::caller::Caller::owner_of_the_store();
    assert_eq!(desk.store.unlike_their_facts(&owner).await.unwrap(), []);
}

#[tokio::test]
async fn a_specialist_sees_signature_requests_and_no_other_conversation() {
    let desk = TestDesk::open().await;
    let lab = desk.token("lab", Role::Specialist, Some("jdupont"), &[]).await;
    let incident = desk.filed(1).await;
    let request = desk.files(signature("banque", "helene")).await;
    let page = desk.call(&lab, "GET", "/v1/changes", None).await.json();
    let seen: Vec<&Value> = page["tickets"].as_array().unwrap().iter().map(|ticket| &ticket["id"]).collect();
    assert_eq!(seen, [&json!(request)]);
    let cursor = page["cursor"].as_str().unwrap().to_owned();
    desk.act(&incident, json!({ "do": "note", "body": "secret" })).await;
    let delta = desk.call(&lab, "GET", &format!("/v1/changes?since={cursor}"), None).await.json();
    assert_eq!((&delta["tickets"], &delta["gone"]), (&json!([]), &json!([])));
    let read = desk.call(&lab, "GET", &format!("/v1/tickets/{incident}"), None).await.problem();
    assert_eq!(read, (404, "not-found".into(), String::new()));
    let note = json!({ "do": "note", "body": "?" });
    assert_eq!(desk.does(&lab, &incident, note.clone()).await.problem().0, 404);
    assert_eq!(desk.call(&lab, "GET", &format!("/v1/tickets/{request}"), None).await.status, 200);
    assert_eq!(desk.does(&lab, &request, note).await.status, 200);
    let respond = json!({ "do": "respond", "kind": "solution", "body": "Fixed." });
    assert_eq!(desk.does(&lab, &request, respond).await.problem().1, "not-for-specialists");
    let manager = desk.get("/v1/changes").await.json()["cursor"].as_str().unwrap().to_owned();
    let theirs = desk.call(&lab, "GET", &format!("/v1/changes?since={manager}"), None).await.problem();
    assert_eq!(theirs.1, "unknown-cursor", "another view is another history");
}

#[tokio::test]
async fn the_same_object_is_recognised_within_what_the_reader_may_see_and_a_fix_is_said_at_once() {
    let desk = TestDesk::open().await;
    desk.release("2026.11.23.09").await;
    let first = desk.with_specialists("aeroports", "claire", "2026.11.23.09").await;
    let second = desk.files(signature("banque", "helene")).await;
    let uri = format!("/v1/tickets/{second}");
    let kin = desk.get(&uri).await.json()["kin"].clone();
    assert_eq!((&kin["same_object"][0]["ticket"], &kin["covered_by"]), (&json!(first), &Value::Null));
    let only_theirs = desk.token("bank only", Role::Manager, Some("jdupont"), &["banque"]).await;
    let kin = desk.call(&only_theirs, "GET", &uri, None).await;
    assert_eq!(kin.json()["kin"], json!({}), "whose else it is, is not told");
    assert!(!String::from_utf8_lossy(&kin.bytes).contains("aeroports"));

    let tag = kin.headers["etag"].to_str().unwrap().to_owned();
    desk.turn(TimeDelta::hours(1));
    desk.release("2026.11.23.10").await;
    assert_eq!(desk.act(&first, publish("2026.11.23.10", "Fixed.")).await.status, 200);
    let after = desk.call(&only_theirs, "GET", &uri, None).await;
    assert_eq!(after.json()["kin"]["covered_by"], "2026.11.23.10", "that there is a fix is nobody's secret");
    assert_ne!(after.headers["etag"].to_str().unwrap(), tag, "the copy at hand is not the newest any more");
    let third = desk.files(signature("mairie", "luc")).await;
    let kin = desk.get(&format!("/v1/tickets/{third}")).await.json()["kin"].clone();
    assert_eq!(
        (kin["same_object"].as_array().unwrap().len(), &kin["covered_by"]),
        (2, &json!("2026.11.23.10"))
    );
}

#[tokio::test]
async fn databases_are_told_once_and_travel_with_the_changes() {
    let desk = TestDesk::open().await;
    assert_eq!(desk.get("/v1/changes").await.json()["latest_bases"], Value::Null);
    desk.release("2026.11.23.09").await;
    assert_eq!(desk.release("2026.11.23.09").await.status, 201, "told again");
    desk.turn(TimeDelta::hours(1));
    let differs = desk.release("2026.11.23.09").await.problem();
    assert_eq!(differs, (422, "databases-differ".into(), "released_at".into()));
    desk.release("2026.11.23.10").await;
    let late = json!({ "version": "2026.11.23.99", "released_at": desk.clock.now() + TimeDelta::hours(1) });
    assert_eq!(desk.post("/v1/bases", late).await.problem().1, "not-yet-happened");
    assert_eq!(
        desk.post("/v1/bases", json!({ "version": " ", "released_at": desk.clock.now() })).await.problem().2,
        "version"
    );
    let bases = desk.get("/v1/bases").await.json()["bases"].clone();
    assert_eq!((&bases[0]["version"], bases.as_array().unwrap().len()), (&json!("2026.11.23.10"), 2));
    let page = desk.get("/v1/changes").await.json();
    assert_eq!(page["latest_bases"]["version"], "2026.11.23.10");
    let auditor = desk.token("auditor", Role::Auditor, None, &[]).await;
    let body = json!({ "version": "x", "released_at": desk.clock.now() });
    assert_eq!(desk.call(&auditor, "POST", "/v1/bases", Some(body)).await.problem().1, "forbidden");
    assert_eq!(desk.call(&auditor, "GET", "/v1/bases", None).await.status, 200);
}

#[tokio::test]
async fn what_is_no_digest_is_refused_by_its_field() {
    let desk = TestDesk::open().await;
    for (field, bad) in [("sha256", "9f86d081"), ("md5", HASH)] {
        let mut body = signature("aeroports", "claire");
        body["signature"][field] = json!(bad);
        let problem = desk.post("/v1/tickets", body).await.problem();
        assert_eq!(problem, (422, "invalid-field".into(), format!("signature.{field}")));
    }
    let mut body = incident(2);
    body["signature"] = signature("aeroports", "claire")["signature"].clone();
    assert_eq!(desk.post("/v1/tickets", body).await.problem().2, "signature");
}

#[tokio::test]
async fn a_request_of_an_older_program_gets_its_way_when_the_store_is_opened_and_works() {
    let desk = TestDesk::open().await;
    desk.release("2026.11.23.09").await;
    let mut body = signature("aeroports", "claire");
    body["signature"]["verdict"] = json!("outbreak");
    let id = desk.files(body).await;
    let cursor = desk.get("/v1/changes").await.json()["cursor"].as_str().unwrap().to_owned();
    // As the last program without a way left it: unchecked digests, and nothing of this one's tables.
    for statement in [
        "DROP TRIGGER facts_are_never_changed",
        "UPDATE facts SET what = json_set(what, '$.data.signature.sha256', 'see attachment') WHERE number = 1",
        "CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts \
         BEGIN SELECT RAISE (ABORT, 'facts are append-only'); END",
        "DROP INDEX tickets_without_way",
        "DROP INDEX tickets_by_object",
        "ALTER TABLE tickets DROP COLUMN object",
        "ALTER TABLE tickets DROP COLUMN fixed_by",
        "UPDATE tickets SET summary = json_remove(summary, '$.progress')",
        "DROP TABLE bases",
        "DELETE FROM _sqlx_migrations WHERE version = 7",
    ] {
        desk.execute(statement).await;
    }
    vigie::server::Store::open(desk.directory()).await.unwrap();
    assert_eq!(desk.stands(&id).await, "received underway");
    let ticket = desk.ticket(&id).await;
    assert_eq!(ticket["progress"]["proposes"], 1);
    assert!(ticket["progress"]["due"].is_string(), "its step has an objective as every other has");
    assert_eq!(ticket["progress"]["sha256"], Value::Null, "what is no digest is none");
    let delta = desk.get(&format!("/v1/changes?since={cursor}")).await.json();
    assert_eq!(delta["tickets"][0]["id"], json!(id), "consoles hear of it");
    desk.release("2026.11.23.10").await;
    assert_eq!(desk.act(&id, gate("2026.11.23.10")).await.status, 200);
    assert_eq!(desk.stands(&id).await, "gate underway");
    let owner = vigie::server::caller::Caller::owner_of_the_store();
    assert_eq!(desk.store.unlike_their_facts(&owner).await.unwrap(), []);
    let before = desk.ticket(&id).await;
    vigie::server::Store::open(desk.directory()).await.unwrap();
    assert_eq!(desk.ticket(&id).await, before, "that is done once");
}

#[tokio::test]
async fn every_refusal_is_a_problem_with_its_code_its_field_and_a_sentence() {
    let desk = TestDesk::open().await;
    let lab = desk.token("lab", Role::Specialist, Some("jdupont"), &[]).await;
    desk.release("2026.11.23.09").await;
    desk.turn(TimeDelta::hours(1));
    desk.release("2026.11.23.10").await;
    let incident = desk.filed(1).await;
    let id = desk.files(signature("aeroports", "claire")).await;
    let mut bad = signature("aeroports", "claire");
    bad["signature"]["sha256"] = json!("9f86d081");
    let bad_hash = desk.post("/v1/tickets", bad).await;
    let old = desk.act(&id, gate("2026.11.23.09")).await;
    let silent = json!({ "is": "skipped", "reason": "" });
    let silent = desk.act(&id, step(json!({ "step": "pass-gate", "bases": "2026.11.23.10" }), silent)).await;
    let reading = desk.call(&lab, "GET", &format!("/v1/tickets/{incident}"), None).await;
    let writing =
        desk.does(&lab, &id, json!({ "do": "respond", "kind": "solution", "body": "Fixed." })).await;
    for (answer, status, code, field, sentence) in [
        (bad_hash, 422, "invalid-field", "signature.sha256", "SHA-256 has 64 hexadecimal digits"),
        (
            old,
            409,
            "old-databases",
            "",
            "the databases in use are 2026.11.23.09, the latest are 2026.11.23.10",
        ),
        (silent, 422, "no-reason", "change.notice.reason", "say what the customer is told, or why nothing"),
        (reading, 404, "not-found", "", "there is no such thing here"),
        (writing, 403, "not-for-specialists", "", "that is done by the desk, not by the specialists"),
    ] {
        assert_eq!(answer.problem(), (status, code.to_owned(), field.to_owned()));
        let told = answer.json();
        assert_eq!(told["type"], format!("urn:vigie:problem:{code}"));
        assert!(told["title"].as_str().unwrap().contains(sentence), "{told}");
    }
    assert_eq!(desk.stands(&id).await, "received underway", "nothing of it happened");
}
