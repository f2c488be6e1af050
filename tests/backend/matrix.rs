//! Every route of the document, called with every role, in scope and out of scope, and with every kind of bad token.
//!
//! A new route needs one row in [`table`] and one in `server::access`.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;
use vigie::desk::ticket::customer::Role;
use vigie::server::access::{Access, RULES};
use vigie::server::caller::Caller;

use crate::support::{Answered, TestDesk, incident, signature};

const ROLES: [Role; 7] = [
    Role::Manager,
    Role::OnCall,
    Role::Specialist,
    Role::Contact,
    Role::Integration,
    Role::Auditor,
    Role::Admin,
];

/// What each role is answered, in the order of [`ROLES`].
type Answers = [u16; 7];

/// A route, how it is called, and what is expected.
struct Row {
    method: &'static str,
    path: &'static str,
    uri: String,
    body: Option<Value>,
    /// With a token whose scope holds what the call is about, and with one whose scope does not.
    within: Answers,
    beyond: Answers,
    leaves: Leaves,
}

/// Whether what is accepted is a change, and so a line in the audit.
#[derive(Clone, Copy, PartialEq)]
enum Leaves {
    ALine,
    Nothing,
}

const ALL: Answers = [200; 7];
/// The desk's people, programs and auditors, but no contact.
const INSIDE: Answers = [200, 200, 200, 403, 200, 200, 200];

/// Who answers for the desk, and who checks them; of what is out of scope they hear nothing.
const FIGURES: Answers = [200, 200, 403, 403, 403, 200, 200];
const NO_FIGURES: Answers = [404, 404, 403, 403, 403, 404, 404];

/// One row for each route and method. What the calls are about: an incident and a signature request of the airports;
/// a token out of scope is one of the bank.
fn table(incident_id: &str, signature_id: &str) -> Vec<Row> {
    let ticket = |rest: &str| format!("/v1/tickets/{signature_id}{rest}");
    let presence = format!("/v1/presence/{}", Uuid::now_v7());
    let note = json!({ "id": Uuid::nil(), "change": { "do": "note", "body": "INTERNAL" } });
    let message = json!({ "contact": "claire", "body": "ONLY-AIRPORTS" });
    let there = json!({ "ticket": signature_id, "doing": "viewing" });
    // Of another kind than a specialist sees, so that the request itself is what is refused to nobody else.
    let filing = json!({ "follows": incident_id });
    let filing = merged(incident(3), &filing);
    let airports = json!({
        "id": "aeroports", "name": "ONLY-AIRPORTS", "notes": "INTERNAL",
        "contact": [{ "id": "claire", "name": "Claire Fabre", "email": "c.fabre@aeroports.example" }],
    });
    let earlier = json!({ "life": { "store": "another", "epoch": "before" }, "acts": [Uuid::nil()] });
    let bases = json!({ "version": "2026.11.23.09", "released_at": "2026-11-23T09:00:00Z" });
    vec![
        get("/v1/me", "/v1/me", ALL, ALL),
        get("/v1/programme", "/v1/programme", INSIDE, INSIDE),
        get("/v1/customers", "/v1/customers", ALL, ALL),
        get("/v1/customers/{id}/overview", "/v1/customers/aeroports/overview", FIGURES, NO_FIGURES),
        get("/v1/changes", "/v1/changes", ALL, ALL),
        get("/v1/tickets/{id}", &ticket(""), ALL, [404; 7]),
        get("/v1/journals/{id}", &format!("/v1/journals/{}", Uuid::nil()), ACTING, ACTING),
        get("/v1/audit", "/v1/audit", AUDITING, AUDITING),
        Row {
            leaves: Leaves::Nothing,
            ..row("POST", "/v1/earlier-life", "/v1/earlier-life", earlier, ACTING, ACTING)
        },
        get("/v1/bases", "/v1/bases", INSIDE, INSIDE),
        row("POST", "/v1/bases", "/v1/bases", bases, FEEDING, FEEDING),
        get("/metrics", "/metrics", MEASURING, MEASURING),
        get("/v1/health", "/v1/health", ALL, ALL),
        row("PUT", "/v1/desk", "/v1/desk", json!({ "customer": [airports] }), SETTING_UP, [403; 7]),
        row("PUT", "/v1/customers/{id}", "/v1/customers/aeroports", airports, SETTING_UP, [403; 7]),
        row(
            "POST",
            "/v1/tickets",
            "/v1/tickets",
            filing,
            [201, 201, 403, 201, 201, 403, 201],
            UNKNOWN_CUSTOMER,
        ),
        row(
            "POST",
            "/v1/tickets/{id}/actions",
            &ticket("/actions"),
            note,
            ACTING,
            [404, 404, 404, 403, 403, 403, 404],
        ),
        row(
            "POST",
            "/v1/tickets/{id}/messages",
            &ticket("/messages"),
            message,
            [201, 201, 403, 201, 201, 403, 201],
            [404, 404, 403, 404, 404, 403, 404],
        ),
        Row {
            leaves: Leaves::Nothing,
            ..row(
                "PUT",
                "/v1/presence/{console}",
                &presence,
                there,
                [200, 200, 200, 403, 403, 200, 200],
                [404, 404, 404, 403, 403, 404, 404],
            )
        },
        Row {
            method: "DELETE",
            body: None,
            within: [204, 204, 204, 403, 403, 204, 204],
            beyond: [204, 204, 204, 403, 403, 204, 204],
            ..get("/v1/presence/{console}", &presence, ALL, ALL)
        },
    ]
}

const ACTING: Answers = [200, 200, 200, 403, 403, 403, 200];
/// Databases are nobody's secret, and whoever hears of them may tell.
const FEEDING: Answers = [201, 201, 201, 403, 201, 403, 201];
const MEASURING: Answers = [403, 403, 403, 403, 200, 200, 200];
const AUDITING: Answers = [403, 403, 403, 403, 403, 200, 200];
const SETTING_UP: Answers = [200, 403, 403, 403, 403, 403, 200];
/// Of a customer out of scope nothing is told, not even that it is there.
const UNKNOWN_CUSTOMER: Answers = [422, 422, 403, 422, 422, 403, 422];

fn get(path: &'static str, uri: &str, within: Answers, beyond: Answers) -> Row {
    let uri = uri.to_owned();
    Row { method: "GET", path, uri, body: None, within, beyond, leaves: Leaves::Nothing }
}

fn row(
    method: &'static str,
    path: &'static str,
    uri: &str,
    body: Value,
    within: Answers,
    beyond: Answers,
) -> Row {
    Row { method, path, uri: uri.to_owned(), body: Some(body), within, beyond, leaves: Leaves::ALine }
}

fn merged(mut body: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

struct Matrix {
    desk: TestDesk,
    rows: Vec<Row>,
}

impl Matrix {
    async fn open() -> Self {
        let desk = TestDesk::open().await;
        desk.import("[[customer]]\nid = \"aeroports\"\nname = \"ONLY-AIRPORTS\"\nnotes = \"INTERNAL\"\n\n[[customer.contact]]\nid = \"claire\"\nname = \"Claire Fabre\"\n").await;
        let file = |body: Value| {
            let only = json!({ "subject": "ONLY-AIRPORTS", "body": "ONLY-AIRPORTS" });
            desk.post("/v1/tickets", merged(body, &only))
        };
        let incident_id = file(incident(1)).await.json()["id"].as_str().unwrap().to_owned();
        let signature_id = file(signature(2)).await.json()["id"].as_str().unwrap().to_owned();
        for id in [&incident_id, &signature_id] {
            desk.act(id, json!({ "do": "note", "body": "INTERNAL" })).await;
            let escalation =
                json!({ "do": "escalate", "level": "management", "reason": "INTERNAL", "wish": "INTERNAL" });
            assert_eq!(desk.act(id, escalation).await.status, 200);
        }
        let rows = table(&incident_id, &signature_id);
        Self { desk, rows }
    }

    async fn call(&self, row: &Row, token: &str) -> Answered {
        let mut body = row.body.clone();
        // An action is drawn anew each time: repeated, it would be answered from memory.
        if let Some(id) =
            body.as_mut().and_then(|body| body.get_mut("id")).filter(|id| **id == json!(Uuid::nil()))
        {
            *id = json!(Uuid::now_v7());
        }
        self.desk.call(token, row.method, &row.uri, body).await
    }

    async fn lines(&self) -> Vec<vigie::api::AuditEntry> {
        let owner = Caller::owner_of_the_store();
        let (mut all, mut after) = (Vec::new(), 0);
        loop {
            let page = self.desk.store.audit(&owner, after, 1000).await.unwrap();
            all.extend(page.entries);
            after = all.last().map_or(0, |entry: &vigie::api::AuditEntry| entry.number);
            if !page.more {
                return all;
            }
        }
    }

    /// A token of each role for one customer, made now.
    async fn tokens(&self, name: &str, customer: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        for role in ROLES {
            tokens
                .push(self.desk.token(&format!("{name} {role:?}"), role, Some("cmartin"), &[customer]).await);
        }
        tokens
    }
}

#[test]
fn every_route_of_the_document_has_a_row_and_a_rule() {
    let document = serde_json::to_value(vigie::server::openapi()).unwrap();
    let documented: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let rows = table("INC-1", "SIG-1");
    let tested: BTreeSet<(String, String)> =
        rows.iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    assert_eq!(tested, documented, "each route of the document has one row in this file's table");
    let ruled: BTreeSet<(String, String)> = RULES
        .iter()
        .filter(|rule| rule.path != vigie::api::path::OPENAPI)
        .map(|rule| (rule.method.to_owned(), rule.path.to_owned()))
        .collect();
    assert_eq!(ruled, documented, "each route of the document has one row in server::access");
    assert_eq!(RULES.len(), ruled.len() + 1, "and no second one that says something else");
}

#[tokio::test]
async fn every_role_is_answered_as_the_table_says_and_nothing_leaks() {
    let matrix = Matrix::open().await;
    let (within, beyond) = (matrix.tokens("in", "aeroports").await, matrix.tokens("out", "banque").await);
    let mut wrong = Vec::new();
    for row in &matrix.rows {
        let name = format!("{} {}", row.method, row.path);
        for (scope, tokens, expected) in [("in", &within, row.within), ("out", &beyond, row.beyond)] {
            for ((role, token), expected) in ROLES.into_iter().zip(tokens).zip(expected) {
                let before = matrix.lines().await.len();
                let answer = matrix.call(row, token).await;
                let lines = matrix.lines().await.split_off(before);
                let text = String::from_utf8_lossy(&answer.bytes).into_owned();
                if answer.status != expected {
                    wrong.push(format!("{name}, {role:?}, {scope} scope: {} {text}", answer.status));
                }
                if scope == "out" && text.contains("ONLY-AIRPORTS") {
                    wrong.push(format!("{name}, {role:?} of the bank is told of the airports: {text}"));
                }
                if role == Role::Contact && text.contains("INTERNAL") {
                    wrong.push(format!("{name}: a contact is told what is internal: {text}"));
                }
                let is_denied = matches!(answer.status.as_u16(), 401 | 403 | 404 | 422);
                let denied = lines.iter().any(|line| matches!(line.deed, vigie::api::Deed::Denied { .. }));
                let owed = is_denied || row.leaves == Leaves::ALine;
                let same_desk = row.path == "/v1/desk" || row.path.starts_with("/v1/customers");
                if denied != is_denied || (lines.is_empty() && owed && !same_desk) {
                    wrong.push(format!("{name}, {role:?}, {scope} scope, {expected}: audit has {lines:?}"));
                }
                if lines.iter().any(|line| line.role != Some(role)) {
                    wrong.push(format!("{name}, {role:?}: the audit names somebody else: {lines:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_bad_token_is_no_token_on_any_route_of_any_role() {
    let matrix = Matrix::open().await;
    let mut bad = vec!["vigie_0000".to_owned(), "é".to_owned(), String::new(), "x".repeat(5000)];
    let revoked = matrix.tokens("revoked", "aeroports").await;
    for role in ROLES {
        let (owner, name) = (Caller::owner_of_the_store(), format!("revoked {role:?}"));
        assert!(matrix.desk.store.revoke_token(&owner, &name, matrix.desk.clock.now()).await.unwrap());
    }
    bad.extend(revoked);
    let expired = matrix.tokens("expired", "aeroports").await;
    bad.extend(expired);
    matrix.desk.turn(TimeDelta::days(30));
    for row in &matrix.rows {
        let everyone = RULES.iter().any(|rule| {
            (rule.method, rule.path) == (row.method, row.path) && rule.access == Access::Everyone
        });
        let expected = if everyone { 200 } else { 401 };
        for token in &bad {
            let status = matrix.call(row, token).await.status;
            assert_eq!(status, expected, "{} {} with {token:?}", row.method, row.path);
        }
        let before = matrix.lines().await.len();
        let absent = Request::builder().method(row.method).uri(&row.uri).body(Body::empty()).unwrap();
        assert_eq!(matrix.desk.send(absent).await.status, expected, "{} {}", row.method, row.path);
        assert_eq!(
            matrix.lines().await.len() - before,
            usize::from(!everyone),
            "a denied try is written down"
        );
    }
}

#[tokio::test]
async fn a_method_that_a_route_does_not_take_is_refused_with_those_that_it_takes() {
    let desk = TestDesk::open().await;
    let answer = desk.call("nobody", "DELETE", "/v1/presence", None).await;
    assert_eq!(answer.problem().1, "not-found");
    let answer = desk.call("nobody", "PATCH", &format!("/v1/presence/{}", Uuid::nil()), None).await;
    assert_eq!(
        (answer.problem().1.as_str(), &answer.headers["allow"]),
        ("wrong-method", &"PUT, DELETE".parse().unwrap())
    );
    let head = desk.call(&desk.manager, "HEAD", "/v1/me", None).await;
    assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
}

#[tokio::test]
async fn the_audit_is_read_by_pages_within_a_scope_and_cannot_be_changed() {
    let matrix = Matrix::open().await;
    let desk = &matrix.desk;
    let (all, some) = (
        desk.token("auditor", Role::Auditor, None, &[]).await,
        desk.token("auditor of the bank", Role::Auditor, None, &["banque"]).await,
    );
    let first = desk.call(&all, "GET", "/v1/audit?limit=2", None).await.json();
    assert_eq!((first["entries"].as_array().unwrap().len(), &first["more"]), (2, &json!(true)));
    let next = desk.call(&all, "GET", "/v1/audit?limit=1&after=2", None).await.json();
    assert_eq!(next["entries"][0]["number"], json!(3));
    let theirs = desk.call(&some, "GET", "/v1/audit", None).await.json();
    assert_eq!(theirs["entries"], json!([]), "what befell the airports is not for the bank's auditor");
    for statement in ["UPDATE audit SET caller = 'x'", "DELETE FROM audit"] {
        assert!(desk.try_execute(statement).await.unwrap_err().to_string().contains("append-only"));
    }
    let limit = desk.call(&all, "GET", "/v1/audit?limit=0", None).await;
    assert_eq!(limit.problem(), (422, "invalid-field".into(), "limit".into()));
    let beyond = desk.call(&all, "GET", "/v1/audit?after=9223372036854775808", None).await;
    assert_eq!(beyond.problem(), (422, "invalid-field".into(), "after".into()));
    let list = desk.call(&desk.manager, "PUT", "/v1/desk", Some(json!([null, null]))).await;
    assert_eq!(list.problem().1, "invalid-field", "a list is no object, whatever stands in it");
}
