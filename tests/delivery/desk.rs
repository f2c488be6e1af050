//! The bundled server of a history: on a real socket and a real file, killed and started again.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Row};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use vigie::app::protocol::now::Now;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::customer::Role;
use vigie::desk::ticket::names::ManagerId;
use vigie::server::caller::{Caller, Scope};
use vigie::server::store::{Mode, NewToken, back_up, restore};
use vigie::server::{Clock, Store, router};

const DESK: &str = r#"
[desk]
name = "Premium desk"
calendar = "paris"

[[manager]]
id = "cmartin"
name = "Claire Martin"

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

[[customer.contact]]
id = "claire"
name = "Claire Fabre"

[[customer]]
id = "banque"
name = "Banque Alpine"

[[customer.contact]]
id = "helene"
name = "Hélène Bron"
"#;

/// The person at the console, a colleague, and the customers' portal.
pub const PERSON: &str = "vigie_person";
const COLLEAGUE: &str = "vigie_colleague";
pub const PORTAL: &str = "vigie_portal";

/// The name of the store of another desk.
pub const ANOTHER: &str = "another";
const FILE: &str = "vigie.sqlite";

/// The tickets that are there from the start: incidents, and a signature request.
pub const TICKETS: [&str; 5] = ["INC-1001", "INC-1002", "INC-1003", "INC-1004", SIGNATURE_REQUEST];
pub const SIGNATURE_REQUEST: &str = "SIG-1001";

/// The databases released last, and those before.
pub const BASES: [&str; 2] = ["2026.11.23.2", "2026.11.23.1"];

/// Simulated time, shared by all that play in one history: microseconds on both clocks.
#[derive(Clone, Debug)]
pub struct Time {
    wall: Arc<AtomicI64>,
    mono: Arc<AtomicI64>,
}

/// Monday 23 November 2026, 10:00 in Paris.
pub fn monday() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

impl Time {
    pub fn new() -> Self {
        let wall = Arc::new(AtomicI64::new(monday().timestamp_micros()));
        Self { wall, mono: Arc::default() }
    }

    pub fn now(&self) -> Now {
        let mono = Duration::from_micros(self.mono.load(Ordering::SeqCst).try_into().unwrap());
        Now { wall: self.wall(), mono }
    }

    pub fn wall(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.wall.load(Ordering::SeqCst)).unwrap()
    }

    pub fn passes(&self, time: Duration) {
        let micros = i64::try_from(time.as_micros()).unwrap();
        self.mono.fetch_add(micros, Ordering::SeqCst);
        self.wall.fetch_add(micros, Ordering::SeqCst);
    }

    pub fn clock(&self, skew: TimeDelta) -> Clock {
        let time = self.clone();
        Clock::new(move || time.wall() + skew)
    }
}

/// Where a history keeps its files: in memory if the system has such a place. A process that dies loses nothing that
/// it wrote there; only a machine that dies would.
pub fn directory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = tempfile::Builder::new().prefix("vigie-").tempdir_in(memory);
    made.or_else(|_| tempfile::tempdir()).unwrap()
}

/// Waits until nobody in this process has a file of the directory open any more: the threads of a store that was
/// dropped end a moment later, those of a process that was killed do not.
pub fn let_go(directory: &Path) {
    let is_open = || {
        // Where there is no such list, the next one who opens the file waits by the file's own lock.
        let Ok(files) = std::fs::read_dir("/proc/self/fd") else { return false };
        files.flatten().any(|file| std::fs::read_link(file.path()).is_ok_and(|at| at.starts_with(directory)))
    };
    while is_open() {
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// A runtime of its own, which is killed as a whole: what is under way stops where it waits.
pub fn own_runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// Ends a runtime at once, from inside another one.
pub fn kill(runtime: Runtime) {
    std::thread::spawn(move || drop(runtime)).join().unwrap();
}

/// The server of one history.
pub struct Desk {
    directory: PathBuf,
    clock: Clock,
    up: Option<Up>,
}

struct Up {
    runtime: Runtime,
    router: Router,
    address: SocketAddr,
}

impl Desk {
    /// Opens a desk with a few tickets, filed at the same instant.
    pub fn open(directory: &Path, clock: Clock) -> Self {
        copy_template(directory);
        let mut desk = Self { directory: directory.to_owned(), clock, up: None };
        desk.start();
        desk
    }

    pub fn is_up(&self) -> bool {
        self.up.is_some()
    }

    pub fn start(&mut self) -> SocketAddr {
        assert!(self.up.is_none());
        let runtime = own_runtime();
        let (directory, clock) = (self.directory.clone(), self.clock.clone());
        // On a thread of its own: whoever starts it is inside another runtime.
        let (router, address) = std::thread::scope(|threads| {
            threads.spawn(|| runtime.block_on(start(&directory, clock))).join().unwrap()
        });
        self.up = Some(Up { runtime, router, address });
        address
    }

    /// What time it is there.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub fn address(&self) -> SocketAddr {
        self.up.as_ref().unwrap().address
    }

    /// Kills the server: nothing that it was doing goes on.
    pub fn kill(&mut self) {
        let Some(Up { runtime, router, .. }) = self.up.take() else { return };
        kill(runtime);
        drop(router);
        let_go(&self.directory);
    }

    /// Opens a desk that has the same people, tokens and tickets, and is another one.
    pub async fn open_another(directory: &Path, clock: Clock) -> Self {
        copy_template(directory);
        let file = directory.join(FILE);
        execute(&file, "UPDATE meta SET store = 'another'").await;
        let mut desk = Self { directory: directory.to_owned(), clock, up: None };
        desk.start();
        desk
    }

    /// Copies the store as it is now, by the program or as it lies there.
    pub async fn back_up(&self, to: &Path, how: Copied) {
        back_up(&self.directory, to).await.unwrap();
        if how != Copied::ByTheProgram {
            execute(to, "UPDATE meta SET copied = 0").await;
        }
    }

    /// Puts a copy in the place of the store; the server is down.
    pub async fn put_back(&self, copy: &Path, how: Copied) {
        assert!(self.up.is_none());
        for file in [FILE, "vigie.sqlite-wal", "vigie.sqlite-shm"] {
            remove(&self.directory.join(file));
        }
        match how {
            Copied::ByTheProgram => restore(copy, &self.directory).await.unwrap(),
            Copied::ByHand => {
                std::fs::copy(copy, self.directory.join(FILE)).unwrap();
            }
            Copied::WithoutItsMark => {
                std::fs::copy(copy, self.directory.join(FILE)).unwrap();
                remove(&self.directory.join("vigie.mark"));
            }
        }
    }

    /// The bank files an incident through the portal; answers its name.
    pub async fn bank_files(&self, subject: &str) -> String {
        let body = json!({
            "customer": "banque", "contact": "helene", "severity": 2, "subject": subject, "body": "Nothing prints.",
        });
        let filed = self.call(PORTAL, "POST", "/v1/tickets", Some(body)).await.unwrap();
        filed["id"].as_str().unwrap().to_owned()
    }

    /// Asks the server directly, past the network.
    async fn call(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Option<Value> {
        let up = self.up.as_ref()?;
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
            .unwrap();
        // On the server's own runtime: its connections go back to their pool there.
        let answering = up.runtime.spawn(up.router.clone().oneshot(request));
        let response = answering.await.unwrap().unwrap();
        let is_success = response.status().is_success();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        is_success.then(|| serde_json::from_slice(&bytes).unwrap())
    }

    /// The customer writes; tells whether the server took it.
    pub async fn customer_writes(&self, ticket: &str, text: &str) -> bool {
        let contact = if contact(ticket) { "claire" } else { "helene" };
        let message = json!({ "contact": contact, "body": text });
        self.call(PORTAL, "POST", &format!("/v1/tickets/{ticket}/messages"), Some(message)).await.is_some()
    }

    /// A colleague writes a note; tells whether the server took it.
    pub async fn colleague_notes(&self, ticket: &str, text: &str) -> bool {
        let body = json!({ "id": uuid::Uuid::now_v7(), "change": { "do": "note", "body": text } });
        self.call(COLLEAGUE, "POST", &format!("/v1/tickets/{ticket}/actions"), Some(body)).await.is_some()
    }

    /// All tickets as the server has them now, in the order of their names.
    pub async fn tickets(&self) -> Vec<Ticket> {
        let page = self.call(COLLEAGUE, "GET", "/v1/changes?limit=1000", None).await.unwrap();
        let mut tickets: Vec<Ticket> = serde_json::from_value(page["tickets"].clone()).unwrap();
        tickets.sort_by(|one, other| one.id.cmp(&other.id));
        tickets
    }

    /// Revokes a token, and gives another one of this person's in its place; also while the server is down.
    pub async fn renew(&self, old: &str, secret: &str, person: &str) {
        let options = SqliteConnectOptions::new().filename(self.directory.join("vigie.sqlite"));
        let mut connection = options.busy_timeout(Duration::from_mins(1)).connect().await.unwrap();
        sqlx::query("UPDATE tokens SET revoked_at = 1 WHERE name = ?")
            .bind(old)
            .execute(&mut connection)
            .await
            .unwrap();
        sqlx::Connection::close(connection).await.unwrap();
        self.give(secret, person).await;
    }

    /// Gives this person a token, or again the one that the store has forgotten; also while the server is down.
    pub async fn give(&self, secret: &str, person: &str) {
        use sha2::{Digest, Sha256};
        let options = SqliteConnectOptions::new().filename(self.directory.join("vigie.sqlite"));
        let mut connection = options.busy_timeout(Duration::from_mins(1)).connect().await.unwrap();
        sqlx::query(
            "INSERT INTO tokens (hash, name, role, manager, everywhere, created_at)
             VALUES (?, ?, 'manager', ?, 1, 0) ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL",
        )
        .bind(hex::encode(Sha256::digest(secret)))
        .bind(secret)
        .bind(person)
        .execute(&mut connection)
        .await
        .unwrap();
        sqlx::Connection::close(connection).await.unwrap();
    }

    /// Every fact in the server's file, by ticket and number.
    pub async fn facts(&self) -> Vec<Written> {
        facts(&self.directory).await
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Every fact in a store's file, by ticket and number.
pub async fn facts(store: &Path) -> Vec<Written> {
    let options = SqliteConnectOptions::new().filename(store.join("vigie.sqlite"));
    let mut connection = options.connect().await.unwrap();
    let rows = sqlx::query("SELECT ticket, action, who, what FROM facts ORDER BY ticket, number")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let written = |row: &sqlx::sqlite::SqliteRow| {
        let what: Value = serde_json::from_str(row.get("what")).unwrap();
        let body = what["data"]["body"].as_str().filter(|_| what["what"] == "said");
        let said = body.map(str::to_owned);
        let who: Value = serde_json::from_str(row.get("who")).unwrap();
        let by = who["id"].as_str().unwrap_or_default().to_owned();
        Written { ticket: row.get("ticket"), action: row.get("action"), by, said, what }
    };
    rows.iter().map(written).collect()
}

async fn start(directory: &Path, clock: Clock) -> (Router, SocketAddr) {
    let store = Store::open(directory).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = router(store, clock);
    tokio::spawn(axum::serve(listener, router.clone().into_make_service()).into_future());
    (router, address)
}

/// How a store was copied and put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    ByTheProgram,
    ByHand,
    /// By hand, and the mark beside it is lost.
    WithoutItsMark,
}

impl Copied {
    pub const ALL: [Self; 3] = [Self::ByTheProgram, Self::ByHand, Self::WithoutItsMark];
}

fn remove(file: &Path) {
    if let Err(why) = std::fs::remove_file(file) {
        assert_eq!(why.kind(), std::io::ErrorKind::NotFound);
    }
}

async fn execute(file: &Path, statement: &'static str) {
    let mut connection = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
}

/// One fact in the server's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub ticket: String,
    pub action: Option<String>,
    /// Who did it.
    pub by: String,
    /// What a message says.
    pub said: Option<String>,
    /// All of it, as the server wrote it.
    pub what: Value,
}

/// Whether a ticket is the airports'; the bank's otherwise.
fn contact(ticket: &str) -> bool {
    ticket == TICKETS[0] || ticket == TICKETS[1]
}

/// Makes a store with a desk, tokens and tickets in a directory that is not there yet.
pub fn copy_template(directory: &Path) {
    std::fs::create_dir(directory).unwrap();
    std::fs::copy(template().join("vigie.sqlite"), directory.join("vigie.sqlite")).unwrap();
}

/// What is copied for each history, made once.
fn template() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    MADE.get_or_init(|| std::thread::spawn(|| own_runtime().block_on(fill())).join().unwrap()).path()
}

async fn fill() -> TempDir {
    let directory = directory();
    let clock = Clock::new(monday);
    let store = Store::open(directory.path()).await.unwrap();
    let owner = Caller::owner_of_the_store();
    let (file, _) = vigie::server::import::read(DESK).unwrap();
    store.import(&owner, &file, Mode::Apply, vigie::io::clock::wall()).await.unwrap();
    for (secret, role, manager) in [
        (PERSON, Role::Manager, Some("cmartin")),
        (COLLEAGUE, Role::Manager, Some("jdupont")),
        (PORTAL, Role::Integration, None),
    ] {
        let manager = manager.map(ManagerId::new);
        let token = NewToken { name: secret.into(), role, manager, scope: Scope::All, expires_at: None };
        store.create_token(&owner, secret, &token, monday()).await.unwrap();
    }
    let bases = BASES
        .iter()
        .rev()
        .map(|version| ("/v1/bases", json!({ "version": version, "released_at": monday() })));
    let filed = TICKETS.iter().enumerate().map(|(number, ticket)| {
        let (customer, by) = if contact(ticket) { ("aeroports", "claire") } else { ("banque", "helene") };
        let mut body = json!({
            "customer": customer, "contact": by, "severity": number % 2 + 1,
            "subject": format!("Incident {number}"), "body": "Nothing answers.",
        });
        if *ticket == SIGNATURE_REQUEST {
            body["kind"] = json!("signature-request");
            body["signature"] = json!({ "verdict": "false-positive", "object": "file", "name": "paie.exe" });
        }
        ("/v1/tickets", body)
    });
    for (uri, body) in bases.chain(filed) {
        let request = Request::builder()
            .method("POST")
            .uri(uri)
            .header("authorization", format!("Bearer {PORTAL}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        let answer = router(store.clone(), clock.clone()).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 201, "{uri}");
    }
    store.close().await;
    let_go(directory.path());
    directory
}
