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

pub struct Instance {
    home: TempDir,
    port: u16,
    bulk: u32,
    env: BTreeMap<String, String>,
}

static TEMPLATES: Mutex<()> = Mutex::new(());

impl Instance {
    pub fn start() -> Self {
        Self::with_bulk(0)
    }

    /// One with so many more tickets.
    pub fn with_bulk(bulk: u32) -> Self {
        let template = template(bulk);
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("rt");
        let copied = Command::new("cp").arg("-a").arg(&template).arg(&directory).status().unwrap();
        assert!(copied.success());
        let mut instance = Self { home, port: free_port(), bulk, env: BTreeMap::new() };
        instance.go_on();
        instance
    }

    pub fn directory(&self) -> PathBuf {
        self.home.path().join("rt")
    }

    pub fn stop(&self) {
        run("down", &self.directory(), self.port, 0);
    }

    /// Starts it, for the first time or again.
    pub fn go_on(&mut self) {
        self.env = run("up", &self.directory(), self.port, self.bulk);
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn token(&self, of: &str) -> &str {
        &self.env[&format!("RT_TOKEN_{of}")]
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
fn template(bulk: u32) -> PathBuf {
    let _one_at_a_time = TEMPLATES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut digest = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(b"");
    for file in ["up", "lib/seed.pl", "lib/RT_SiteConfig.pm"] {
        digest ^= crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC)
            .checksum(&std::fs::read(scripts().join(file)).unwrap());
    }
    let directory =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("request-tracker-{digest:08x}-{bulk}"));
    if !directory.join(".ready").exists() {
        let port = free_port();
        run("up", &directory, port, bulk);
        run("down", &directory, port, bulk);
        std::fs::write(directory.join(".ready"), "").unwrap();
    }
    directory
}

fn run(script: &str, directory: &Path, port: u16, bulk: u32) -> BTreeMap<String, String> {
    let output = Command::new(scripts().join(script))
        .arg(directory)
        .env("RT_PORT", port.to_string())
        // As many as RT has by itself where much is read; else fewer do, and several tests run side by side.
        .env("RT_WORKERS", if bulk > 0 { "4" } else { "2" })
        .env("RT_SEED_BULK", bulk.to_string())
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
