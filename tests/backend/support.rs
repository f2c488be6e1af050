//! A small desk on a fresh store, with a clock that the test turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use vigie::desk::ticket::customer::Role;
use vigie::desk::ticket::names::{CustomerId, ManagerId};
use vigie::server::caller::{Caller, Scope};
use vigie::server::store::{Mode, NewToken, draw_secret};
use vigie::server::{Clock, Store, router};

pub const DESK: &str = r#"
[desk]
name = "Premium desk"
calendar = "paris"

[[manager]]
id = "cmartin"
name = "Claire Martin"
languages = ["fr", "de"]

[[manager]]
id = "jdupont"
name = "Julien Dupont"

[[calendar]]
name = "paris"
tz = "Europe/Paris"
weekly = { mon = [["09:00", "18:00"]], tue = [["09:00", "18:00"]], wed = [["09:00", "18:00"]], thu = [["09:00", "18:00"]], fri = [["09:00", "18:00"]] }

[[customer]]
id = "aeroports"
name = "Aéroports du Sud"
manager = "cmartin"
contract = { number = "PS-1", from = "2026-01-01", to = 2027-12-31 }

[[customer.contact]]
id = "claire"
name = "Claire Fabre"
email = "c.fabre@aeroports.example"

[[customer]]
id = "banque"
name = "Banque Alpine"

[[customer.contact]]
id = "helene"
name = "Hélène Bron"

[[customer]]
id = "mairie"
name = "Mairie"
plan = "standard"

[[customer.contact]]
id = "luc"
name = "Luc Roy"
"#;

pub struct TestDesk {
    pub store: Store,
    pub clock: Clock,
    time: Arc<AtomicI64>,
    router: Router,
    pub manager: String,
    directory: Arc<TempDir>,
}

pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answered {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub fn problem(&self) -> (u16, String, String) {
        let json = self.json();
        assert_eq!(self.headers["content-type"], "application/problem+json", "{json}");
        assert_eq!(json["status"], self.status.as_u16());
        let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        (self.status.as_u16(), text("code"), text("field"))
    }
}

/// Monday 23 November 2026, 10:00 in Paris.
pub fn monday() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

impl TestDesk {
    pub async fn open() -> Self {
        let directory = Arc::new(tempfile::tempdir().unwrap());
        let store = Store::open(directory.path()).await.unwrap();
        let time = Arc::new(AtomicI64::new(monday().timestamp_micros()));
        let read = Arc::clone(&time);
        let clock = Clock::new(move || DateTime::from_timestamp_micros(read.load(Ordering::SeqCst)).unwrap());
        let router = router(store.clone(), clock.clone());
        let mut desk = Self { store, clock, time, router, manager: String::new(), directory };
        desk.import(DESK).await;
        desk.manager = desk.token("claire's console", Role::Manager, Some("cmartin"), &[]).await;
        desk
    }

    /// Ends the server, does something to its files, and starts it again on the same directory.
    pub async fn reopened(self, meanwhile: impl AsyncFnOnce(&std::path::Path)) -> Self {
        self.store.close().await;
        meanwhile(self.directory.path()).await;
        let store = Store::open(self.directory.path()).await.unwrap();
        store.tell_of_new_life(&self.clock).await.unwrap();
        let router = router(store.clone(), self.clock.clone());
        Self { store, router, ..self }
    }

    /// The same desk by another server on its store.
    pub async fn opened_again(&self) -> Self {
        let (directory, time) = (Arc::clone(&self.directory), Arc::clone(&self.time));
        let store = Store::open(directory.path()).await.unwrap();
        let (clock, manager) = (self.clock.clone(), self.manager.clone());
        let router = router(store.clone(), clock.clone());
        Self { store, clock, time, router, manager, directory }
    }

    pub async fn import(&self, text: &str) -> vigie::api::Imported {
        let (file, _) = vigie::server::import::read(text).unwrap_or_else(|flaw| panic!("{flaw:?}"));
        self.store.import(&Caller::owner_of_the_store(), &file, Mode::Apply, monday()).await.unwrap()
    }

    pub fn turn(&self, by: TimeDelta) {
        self.time.fetch_add(by.num_microseconds().unwrap(), Ordering::SeqCst);
    }

    pub async fn token(&self, name: &str, role: Role, manager: Option<&str>, customers: &[&str]) -> String {
        let secret = draw_secret();
        let scope = match customers {
            [] => Scope::All,
            some => Scope::Customers(some.iter().map(CustomerId::new).collect()),
        };
        let token = NewToken {
            name: name.into(),
            role,
            manager: manager.map(ManagerId::new),
            scope,
            expires_at: Some(monday() + TimeDelta::days(30)),
        };
        let owner = Caller::owner_of_the_store();
        self.store.create_token(&owner, &secret, &token, monday()).await.unwrap();
        secret
    }

    /// A manager's token that lasts longer than the others.
    pub async fn token_until(&self, name: &str, until: DateTime<Utc>) -> String {
        let secret = draw_secret();
        let token = NewToken {
            name: name.into(),
            role: Role::Manager,
            manager: Some(ManagerId::new("cmartin")),
            scope: Scope::All,
            expires_at: Some(until),
        };
        let owner = Caller::owner_of_the_store();
        self.store.create_token(&owner, &secret, &token, monday()).await.unwrap();
        secret
    }

    pub async fn send(&self, request: Request<Body>) -> Answered {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answered { status, headers, bytes }
    }

    pub async fn call(&self, token: &str, method: &str, uri: &str, body: Option<Value>) -> Answered {
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.body(body).unwrap()).await
    }

    pub async fn get(&self, uri: &str) -> Answered {
        self.call(&self.manager, "GET", uri, None).await
    }

    pub async fn post(&self, uri: &str, body: Value) -> Answered {
        self.call(&self.manager, "POST", uri, Some(body)).await
    }

    /// Files an incident of the airports and answers its id.
    pub async fn filed(&self, severity: u8) -> String {
        let answer = self.post("/v1/tickets", incident(severity)).await;
        assert_eq!(answer.status, 201, "{}", answer.json());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    pub async fn act(&self, ticket: &str, change: Value) -> Answered {
        let seen = self.get(&format!("/v1/tickets/{ticket}")).await.json()["ticket"]["version"].clone();
        let body = json!({ "id": uuid::Uuid::now_v7(), "seen": seen, "change": change });
        self.post(&format!("/v1/tickets/{ticket}/actions"), body).await
    }

    pub async fn ticket(&self, id: &str) -> Value {
        self.get(&format!("/v1/tickets/{id}")).await.json()["ticket"].clone()
    }

    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// Writes past the program, as another one might.
    pub async fn try_execute(&self, statement: &'static str) -> Result<(), sqlx::Error> {
        let path = self.directory.path().join("vigie.sqlite");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let pool = sqlx::SqlitePool::connect_with(options).await?;
        let done = sqlx::query(statement).execute(&pool).await;
        pool.close().await;
        done.map(|_| ())
    }

    /// How the database would look for something.
    pub async fn plan(&self, query: &str) -> String {
        let path = self.directory.path().join("vigie.sqlite");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        let asked = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(asked).fetch_all(&pool).await.unwrap();
        pool.close().await;
        steps.into_iter().map(|(.., step)| step).collect::<Vec<_>>().join("; ")
    }

    pub async fn execute(&self, statement: &'static str) {
        self.try_execute(statement).await.unwrap();
    }

    pub async fn break_summaries(&self) {
        self.filed(1).await;
        self.execute("UPDATE tickets SET summary = 'no json'").await;
    }

    /// Forces a state that no action of this program makes yet.
    pub async fn close(&self, id: &str) {
        let path = self.directory.path().join("vigie.sqlite");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
        let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
        let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let (number, summary): (u32, String) = sqlx::query_as(
            "SELECT (SELECT MAX(number) FROM facts WHERE ticket = id) + 1, summary FROM tickets WHERE id = ?",
        )
        .bind(id)
        .fetch_one(&mut *transaction)
        .await
        .unwrap();
        let mut summary: Value = serde_json::from_str(&summary).unwrap();
        let at = self.clock.now();
        summary["status"] = json!("closed");
        summary["status_since"] = json!(at);
        summary["version"] = json!(number);
        summary["moved"] = json!(number);
        sqlx::query("INSERT INTO facts VALUES (?, ?, ?, '{\"who\":\"desk\"}', ?, 'test', NULL)")
            .bind(id)
            .bind(number)
            .bind(at.timestamp_micros())
            .bind(json!({ "what": "became", "data": "closed" }).to_string())
            .execute(&mut *transaction)
            .await
            .unwrap();
        sqlx::query("UPDATE meta SET changed = changed + 1").execute(&mut *transaction).await.unwrap();
        sqlx::query(
            "UPDATE tickets SET status = 'closed', summary = ?, changed = (SELECT changed FROM meta) WHERE id = ?",
        )
        .bind(summary.to_string())
        .bind(id)
        .execute(&mut *transaction)
        .await
        .unwrap();
        transaction.commit().await.unwrap();
        pool.close().await;
    }
}

pub fn incident(severity: u8) -> Value {
    json!({
        "customer": "aeroports", "contact": "claire", "severity": severity,
        "subject": "Console blocked", "body": "Since 13:05 no workstation answers.",
    })
}

/// A signature request of the airports.
pub fn signature(severity: u8) -> Value {
    let mut body = incident(severity);
    body["kind"] = json!("signature-request");
    body["signature"] = json!({ "verdict": "false-positive", "object": "file", "name": "payroll.exe" });
    body
}

pub fn respond(kind: &str, then: &str) -> Value {
    json!({ "do": "respond", "kind": kind, "body": "We looked into it.", "then": then })
}
