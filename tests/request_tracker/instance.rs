//! A real Request Tracker: made once, copied and started for each test.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use crate::port::free_port;

/// Tells whether a real RT is wanted; if not, it says so where nobody can miss it.
pub fn is_wanted(what: &str) -> bool {
    let wanted = std::env::var_os("VIGIE_TEST_RT").is_some();
    if !wanted {
        // Written past the test harness, which would swallow it.
        let told = format!("SKIPPED: {what} (set VIGIE_TEST_RT=1 to run it on a real Request Tracker)\n");
        std::io::stderr().write_all(told.as_bytes()).unwrap();
    }
    wanted
}

/// What an instance is made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// So many more tickets.
    pub bulk: u32,
    pub database: Database,
    /// Of the password hashes; RT's own default is 12.
    pub cost: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// Lets one write at a time.
    Sqlite,
    PostgreSql,
}

impl Database {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::PostgreSql => "Pg",
        }
    }
}

const PLAIN: Made = Made { bulk: 0, database: Database::Sqlite, cost: 4 };

pub struct Instance {
    home: TempDir,
    port: u16,
    made: Made,
    /// Seconds by which its clock is ahead of this machine's.
    ahead: i64,
    env: BTreeMap<String, String>,
}

static TEMPLATES: Mutex<()> = Mutex::new(());

impl Instance {
    pub fn start() -> Self {
        Self::made(PLAIN, 0)
    }

    /// One on PostgreSQL, whose clock is so many seconds ahead.
    pub fn on_postgresql(ahead: i64) -> Self {
        Self::made(Made { database: Database::PostgreSql, ..PLAIN }, ahead)
    }

    /// One whose password hashes cost what RT's own default costs.
    pub fn at_default_cost() -> Self {
        Self::made(Made { cost: 12, ..PLAIN }, 0)
    }

    /// One with so many more tickets.
    pub fn with_bulk(bulk: u32) -> Self {
        Self::made(Made { bulk, ..PLAIN }, 0)
    }

    fn made(made: Made, ahead: i64) -> Self {
        let template = template(made);
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("rt");
        let copied = Command::new("cp").arg("-a").arg(&template).arg(&directory).status().unwrap();
        assert!(copied.success());
        let mut instance = Self { home, port: free_port(), made, ahead, env: BTreeMap::new() };
        instance.go_on();
        instance
    }

    pub fn directory(&self) -> PathBuf {
        self.home.path().join("rt")
    }

    pub fn stop(&self) {
        run("down", &self.directory(), self.port, self.made, self.ahead);
    }

    /// Starts it, for the first time or again.
    pub fn go_on(&mut self) {
        self.env = run("up", &self.directory(), self.port, self.made, self.ahead);
    }

    /// Stops the whole server in the middle of what it does; connections to it stay as they are.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let group = format!("-{}", self.env["RT_PID"]);
        assert!(Command::new("kill").args([signal, "--", &group]).status().unwrap().success());
    }

    /// Ends all sessions: whoever has a cookie has that of none.
    pub fn forget_sessions(&self) {
        for file in std::fs::read_dir(self.directory().join("session")).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap_or_default();
        }
    }

    /// The time of processors that the server has used so far, all its processes together.
    pub fn cpu(&self) -> std::time::Duration {
        let group = &self.env["RT_PID"];
        let mut ticks = 0;
        for process in std::fs::read_dir("/proc").unwrap() {
            let stat = std::fs::read_to_string(process.unwrap().path().join("stat")).unwrap_or_default();
            let fields: Vec<&str> =
                stat.rsplit(") ").next().map(|rest| rest.split(' ').collect()).unwrap_or_default();
            if fields.get(2) == Some(&group.as_str()) {
                ticks += fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
            }
        }
        // As Linux counts them, a hundred a second.
        std::time::Duration::from_millis(ticks * 10)
    }

    /// From now on each mail takes so many seconds, and RT answers when it has mailed.
    pub fn mail_takes(&self, seconds: u32) {
        std::fs::write(self.directory().join("mail-takes"), seconds.to_string()).unwrap();
    }

    /// All texts of people on all tickets, read from the database itself.
    pub fn all_texts(&self) -> Vec<String> {
        let output = Command::new("psql")
            .arg("-h")
            .arg(self.directory().join("pg"))
            .args(["-U", "rt", "-d", "rt5", "-At", "-c"])
            .arg(
                "SELECT replace(a.content, chr(10), ' ') FROM transactions t
                 JOIN attachments a ON a.transactionid = t.id WHERE t.objecttype = 'RT::Ticket'
                 AND t.type IN ('Comment', 'Correspond') AND a.contenttype = 'text/plain'",
            )
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().map(|line| line.trim().to_owned()).collect()
    }

    /// How often a text stands anywhere.
    pub fn times(&self, text: &str) -> usize {
        self.all_texts().iter().filter(|it| *it == text).count()
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn token(&self, of: &str) -> &str {
        &self.env[&format!("RT_TOKEN_{of}")]
    }

    pub fn agent_password(&self) -> &str {
        &self.env["RT_AGENT_PASSWORD"]
    }

    /// How many requests were answered so far.
    pub fn requests(&self) -> usize {
        std::fs::read_to_string(self.directory().join("access.log")).unwrap_or_default().lines().count()
    }

    /// Asks RT itself, as root: what vigie did is read back without vigie.
    pub async fn get(&self, path: &str) -> Value {
        self.as_agent("ROOT", Method::GET, path, None).await
    }

    pub async fn as_agent(&self, who: &str, method: Method, path: &str, body: Option<Value>) -> Value {
        let request = client().request(method, self.url(path));
        let request = request.header("Authorization", format!("token {}", self.token(who)));
        send(request, body).await
    }

    /// The same, of what RT may refuse: tells whether it did not.
    pub async fn tries(&self, who: &str, method: Method, path: &str, body: Option<Value>) -> bool {
        let request = client().request(method, self.url(path));
        let request = request.header("Authorization", format!("token {}", self.token(who)));
        let body = body.unwrap_or_default().to_string();
        let request = request.header("Content-Type", "application/json").body(body);
        request.send().await.unwrap().status().is_success()
    }

    /// What a customer's contact does in the portal.
    pub async fn as_contact(&self, who: &str, method: Method, path: &str, body: Value) -> Value {
        let request = client().request(method, self.url(path));
        send(request.basic_auth(who, Some(&self.env["RT_CONTACT_PASSWORD"])), Some(body)).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/REST/2.0/{path}", self.port)
    }

    /// When the last two things happened to a ticket.
    pub async fn last_instants(&self, ticket: u64) -> Vec<String> {
        let query = format!("ObjectType = 'RT::Ticket' AND TicketId = {ticket} AND Type = 'Set'");
        let mut url = reqwest::Url::parse(&self.url("transactions")).unwrap();
        url.query_pairs_mut()
            .append_pair("query", &query)
            .append_pair("fields", "Created")
            .append_pair("per_page", "2")
            .append_pair("orderby", "id")
            .append_pair("order", "DESC");
        let path = url.as_str().split_once("/REST/2.0/").unwrap().1.to_owned();
        let items = self.get(&path).await["items"].as_array().unwrap().clone();
        items.iter().map(|it| it["Created"].as_str().unwrap().to_owned()).collect()
    }

    /// The texts of a kind that stand on a ticket, in order.
    pub async fn texts(&self, ticket: u64, kind: &str) -> Vec<String> {
        let query = format!("ObjectType = 'RT::Ticket' AND TicketId = {ticket} AND Type = '{kind}'");
        let mut url = reqwest::Url::parse(&self.url("transactions")).unwrap();
        url.query_pairs_mut()
            .append_pair("query", &query)
            .append_pair("per_page", "100")
            .append_pair("orderby", "id");
        let path = url.as_str().split_once("/REST/2.0/").unwrap().1.to_owned();
        let mut texts = Vec::new();
        for entry in self.get(&path).await["items"].as_array().unwrap() {
            let id = entry["id"].as_str().unwrap();
            let parts = self.get(&format!("transaction/{id}/attachments?fields=ContentType,Content")).await;
            let parts = parts["items"].as_array().unwrap().clone();
            let part = parts.iter().find(|part| part["ContentType"] == "text/plain");
            texts.push(
                part.map(|part| part["Content"].as_str().unwrap().trim().to_owned()).unwrap_or_default(),
            );
        }
        texts
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.stop();
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().build().unwrap()
}

async fn send(request: reqwest::RequestBuilder, body: Option<Value>) -> Value {
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body.to_string()),
        None => request,
    };
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body = answer.bytes().await.unwrap();
    assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
    // Some answers of RT are no UTF-8; then what it says is of no interest.
    serde_json::from_slice(&body).unwrap_or(Value::Null)
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/request_tracker/rt")
}

/// A stopped instance that is copied. Made anew when the scripts change.
fn template(made: Made) -> PathBuf {
    let _one_at_a_time = TEMPLATES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut digest = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(b"");
    for file in ["up", "lib/seed.pl", "lib/RT_SiteConfig.pm", "lib/cluster.sh", "lib/sendmail"] {
        digest ^= crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC)
            .checksum(&std::fs::read(scripts().join(file)).unwrap());
    }
    let Made { bulk, database, cost } = made;
    let name = format!("request-tracker-{digest:08x}-{bulk}-{}-{cost}", database.name());
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !directory.join(".ready").exists() {
        let port = free_port();
        run("up", &directory, port, made, 0);
        run("down", &directory, port, made, 0);
        std::fs::write(directory.join(".ready"), "").unwrap();
    }
    directory
}

fn run(script: &str, directory: &Path, port: u16, made: Made, ahead: i64) -> BTreeMap<String, String> {
    // As many as RT has by itself where much is read or RT is slow; else fewer do, and several tests run side by side.
    let is_small = made == PLAIN;
    let output = Command::new(scripts().join(script))
        .arg(directory)
        .env("RT_PORT", port.to_string())
        .env("RT_WORKERS", if is_small { "2" } else { "4" })
        .env("RT_SEED_BULK", made.bulk.to_string())
        .env("RT_DATABASE", made.database.name())
        .env("RT_BCRYPT_COST", made.cost.to_string())
        .env("RT_CLOCK_AHEAD", ahead.to_string())
        .env("RT_WAIT_S", "120")
        .env("XDG_STATE_HOME", directory.with_extension("state"))
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} failed:\n{told}");
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().filter_map(|line| line.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}
