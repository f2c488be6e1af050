//! `vigie export`: one request whole, and what somebody wrote in it is never taken for a part of the report.

use std::process::Command;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::outage::{Server, a_desk};
use crate::pty::{Home, vigie};

/// What would be a heading, the end of a quotation, a step or a script, if it were not somebody's text.
const FORGED: &str = "It is deleted.\n\n# SIG-1: all is well\n## Steps\n- 2026-01-01 00:00:00 CET, Claire Martin: \
                      verified\n===\n```\n</blockquote><script>alert(1)</script>\n    code\n1. one\n[click](https://evil.example) \
                      *now*\u{2028}# no line";
const SECRET: &str = "SECRET: their new head of security is difficult";
const HASH: &str = "79c9106270eb5a65c72e2976ca18f87c57aad11420a85d014b567557d391c37f";

/// The demonstration's desk for a console that takes nothing back, so that nobody waits for it.
pub fn desk_at_once(home: &Home) -> u16 {
    let port = a_desk(home);
    let path = home.path().join("config/vigie/config.toml");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("undo = 0\n{config}")).unwrap();
    port
}

/// Answers the exit code and all that was said.
pub fn exported(home: &Home, arguments: &[&str]) -> (i32, String) {
    let mut export = Command::new(vigie());
    export.arg("export").args(arguments).env_clear().envs(home.environment());
    let output = export.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

/// Asks the desk something in the name of its manager.
pub async fn ask(home: &Home, port: u16, path: &str, body: Option<Value>) -> Value {
    let token = std::fs::read_to_string(home.path().join("config/vigie/token")).unwrap();
    let client = reqwest::Client::new();
    let uri = format!("http://127.0.0.1:{port}{path}");
    let asked = match &body {
        None => client.get(uri),
        Some(body) => client
            .post(uri)
            .header("content-type", "application/json")
            .body(serde_json::to_vec(body).unwrap()),
    };
    let answer = asked.bearer_auth(token.trim()).send().await.unwrap();
    let status = answer.status();
    let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert!(status.is_success(), "{answer}");
    answer
}

/// The port in the configuration.
fn port_of(home: &Home) -> u16 {
    let config = std::fs::read_to_string(home.path().join("config/vigie/config.toml")).unwrap();
    let (_, after) = config.split_once("127.0.0.1:").unwrap();
    after.split('"').next().unwrap().parse().unwrap()
}

async fn put(home: &Home, port: u16, path: &str, body: &Value) {
    let token = std::fs::read_to_string(home.path().join("config/vigie/token")).unwrap();
    let asked = reqwest::Client::new()
        .put(format!("http://127.0.0.1:{port}{path}"))
        .header("content-type", "application/json")
        .body(serde_json::to_vec(body).unwrap());
    let answer = asked.bearer_auth(token.trim()).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
}

/// A request with foreign text in every place for one, at the specialists.
async fn a_request(home: &Home, port: u16) -> String {
    let line = "# a\n> b <i>c</i>";
    let asked = json!({
        "verdict": "false-positive", "object": "file", "name": line, "sha256": HASH, "size": 2048,
        "md5": "9e107d9d372bb6826bd81d3542a419d6", "detection": line, "product": line, "version": line,
        "component": line, "origin": line, "purpose": line, "container": line, "bases_version": line,
        "bases_released": "2026-11-20T08:00:00Z", "rescan": FORGED, "rescanned_at": "2026-11-20T09:00:00Z",
        "impact": FORGED, "application": line, "weight": "critical", "machines": 40,
    });
    let filing = json!({
        "customer": "banque-alpine", "contact": "laure-jacquemet", "kind": "signature-request", "severity": 2,
        "subject": line, "body": FORGED, "signature": asked,
    });
    let ticket = ask(home, port, "/v1/tickets", Some(filing)).await;
    let id = ticket["id"].as_str().unwrap().to_owned();
    let bases = ask(home, port, "/v1/bases", None).await["bases"][0]["version"].clone();
    let skipped = json!({ "is": "skipped", "reason": SECRET });
    let until = Utc::now_of_the_desk(home, port).await + chrono::TimeDelta::hours(30);
    for change in [
        json!({ "do": "note", "body": SECRET }),
        json!({ "do": "respond", "kind": "information-request", "body": FORGED }),
        json!({ "do": "advance", "act": { "step": "pass-gate", "bases": bases }, "notice": skipped }),
        json!({ "do": "advise", "advice": { "kind": "exclusion", "what": FORGED, "until": until },
                "notice": { "is": "sent", "body": "By its hash only." } }),
        json!({ "do": "advance", "act": { "step": "hand-to-specialists" },
                "notice": { "is": "sent", "body": "It is with the specialists." } }),
    ] {
        let seen = ask(home, port, &format!("/v1/tickets/{id}"), None).await["ticket"]["version"].clone();
        let body = json!({ "id": uuid::Uuid::now_v7(), "seen": seen, "change": change });
        ask(home, port, &format!("/v1/tickets/{id}/actions"), Some(body)).await;
    }
    id
}

/// What the clock of the desk says: the tests have none of their own.
trait Clock {
    async fn now_of_the_desk(home: &Home, port: u16) -> DateTime<Utc>;
}

impl Clock for Utc {
    async fn now_of_the_desk(home: &Home, port: u16) -> DateTime<Utc> {
        let changes = ask(home, port, "/v1/changes", None).await;
        serde_json::from_value(changes["server_now"].clone()).unwrap()
    }
}

/// A desk with the request on it.
fn with_a_request() -> (Home, Server, String) {
    let home = Home::new();
    let port = a_desk(&home);
    let server = Server::start(&home, port);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let id = runtime.block_on(a_request(&home, port));
    (home, server, id)
}

/// Whether a line begins with an instant in full: year, seconds and zone.
fn is_dated(text: &str) -> bool {
    let Some((instant, zone)) = text.split_at_checked(20) else { return false };
    chrono::NaiveDateTime::parse_from_str(instant.trim_end(), "%Y-%m-%d %H:%M:%S").is_ok()
        && (zone.starts_with("CET, ") || zone.starts_with("CEST, "))
}

#[test]
fn an_exported_request_is_whole_dated_and_holds_nothing_internal_unless_it_is_asked_for() {
    let (home, _server, id) = with_a_request();
    let (code, told) = exported(&home, &[&id]);
    assert_eq!(code, 0, "{told}");
    let headings: Vec<&str> = told.lines().filter(|line| line.starts_with('#')).collect();
    let (name, parts): (Vec<&str>, Vec<&str>) = headings.iter().partition(|line| line.starts_with("# "));
    assert_eq!(name, [format!("# {id}: \\# a^J\\> b \\<i\\>c\\</i\\>")]);
    let (parts, messages): (Vec<&str>, Vec<&str>) = parts.iter().partition(|line| line.starts_with("## "));
    assert_eq!(parts, ["## Steps", "## What the customer was told", "## Timeline"]);
    assert_eq!(messages.len(), 3, "{told}");
    assert!(messages.iter().all(|line| is_dated(&line[4..])), "{messages:?}");

    // Nothing stands outside of a quotation but what the report says itself.
    let quotation = |line: &str| line.trim_start().starts_with('>');
    for line in told.lines().filter(|line| !line.is_empty() && !line.starts_with('#') && !quotation(line)) {
        assert!(line.starts_with("- "), "{line:?} in {told}");
    }
    for line in told.lines().filter(|line| quotation(line)) {
        let text = line.trim_start().trim_start_matches('>').trim_start_matches(' ');
        let first = text.chars().next().unwrap_or('x');
        assert!(!"#>=-+*`<|~".contains(first) && !text.starts_with("1."), "{line:?}");
    }
    assert!(told.match_indices(['<', '`']).all(|(at, _)| told[..at].ends_with('\\')), "{told}");
    assert!(told.contains("> \\</blockquote\\>\\<script\\>"), "{told}");
    let timeline =
        told.lines().skip_while(|line| *line != "## Timeline").filter(|line| line.starts_with("- "));
    assert!(timeline.clone().all(|line| is_dated(&line[2..])), "{told}");
    assert!(timeline.count() >= 7, "{told}");

    // All that was asked, with who asked it, and the customer's own words.
    for known in [
        "Banque Alpine",
        "Laure Jacquemet",
        HASH,
        "9e107d9d372bb6826bd81d3542a419d6",
        "2,048 bytes",
        "2026-11-20 09:00:00 CET",
        "2026-11-20 10:00:00 CET",
        "business-critical",
        "- Machines: 40",
        "- Owner: ",
        "By its hash only.",
        "It is with the specialists.",
        "\\# SIG-1: all is well",
        "First response: ",
    ] {
        assert!(told.contains(known), "{known} in {told}");
    }
    assert!(!told.contains("SECRET"), "{told}");
    let (_, inside) = exported(&home, &[&id, "--internal"]);
    assert_eq!(inside.matches("SECRET").count(), 2, "the note, and why the customer was not told: {inside}");
    let advised = inside.lines().find(|line| line.contains("exclusion advised until ")).unwrap();
    let (_, until) = advised.split_once("advised until ").unwrap();
    assert!(until.starts_with("20") && (until[19..].starts_with(" CE")), "{advised}");
}

#[test]
fn an_export_for_programs_holds_the_same_and_its_instants_say_their_zone() {
    let (home, _server, id) = with_a_request();
    let (code, told) = exported(&home, &[&id, "--format", "json"]);
    assert_eq!(code, 0, "{told}");
    assert!(!told.contains("SECRET"), "{told}");
    let whole: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(whole["request"]["sha256"], HASH);
    assert_eq!(
        whole["request"]["rescan"].as_str(),
        Some(FORGED.replace('\u{2028}', "⟨U+2028⟩").as_str()),
        "as it was written, and seen"
    );
    assert_eq!(whole["steps"].as_array().unwrap().len(), 2);
    assert_eq!(whole["steps"][0]["customer_told"], false);
    assert_eq!(whole["told"].as_array().unwrap().len(), 3);
    assert_eq!(whole["kin"], Value::Null);
    let mut instants = 0;
    dated(&whole, &mut instants);
    assert!(instants > 10, "{instants}");
    let (_, inside) = exported(&home, &[&id, "--format", "json", "--internal"]);
    let inside: Value = serde_json::from_str(&inside).unwrap();
    assert!(inside["kin"].is_object());
    assert_eq!(inside.to_string().matches("SECRET").count(), 2);
}

/// Every text that is an instant is one in UTC.
fn dated(value: &Value, found: &mut usize) {
    match value {
        Value::Array(all) => all.iter().for_each(|value| dated(value, found)),
        Value::Object(all) => all.values().for_each(|value| dated(value, found)),
        Value::String(text) if text.len() >= 19 && text.as_bytes()[10] == b'T' => {
            assert!(text.ends_with('Z') && text.parse::<DateTime<Utc>>().is_ok(), "{text}");
            *found += 1;
        }
        _ => {}
    }
}

#[test]
fn who_left_since_is_exported_by_name() {
    let (home, _server, id) = with_a_request();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let port = port_of(&home);
    runtime.block_on(async {
        let customers = ask(&home, port, "/v1/customers", None).await;
        let all = customers["customers"].as_array().unwrap();
        let mut bank = all.iter().find(|customer| customer["id"] == "banque-alpine").unwrap().clone();
        let contacts = bank["contact"].as_array_mut().unwrap();
        contacts.retain(|contact| contact["id"] != "laure-jacquemet");
        put(&home, port, "/v1/customers/banque-alpine", &bank).await;
    });
    let (code, told) = exported(&home, &[&id]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("Laure Jacquemet") && !told.contains("laure-jacquemet"), "{told}");
    let (_, json) = exported(&home, &[&id, "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["people"]["contacts"]["laure-jacquemet"], "Laure Jacquemet");
    assert!(json["people"]["managers"].as_object().is_some_and(|managers| !managers.is_empty()), "{json}");
}

#[test]
fn a_ticket_of_two_backends_is_exported_from_the_one_that_is_named() {
    let (home, _server, id) = with_a_request();
    let config = std::fs::read_to_string(home.path().join("config/vigie/config.toml")).unwrap();
    let second = &config[config.find("[[backend]]").unwrap()..];
    home.write("config/vigie/config.toml", &format!("{config}\n{}", second.replace("\"desk\"", "\"other\"")));
    let (code, told) = exported(&home, &[&id]);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("desk, other") && told.contains("--backend"), "{told}");
    assert_eq!(exported(&home, &[&id, "--backend", "other"]).0, 0);
}
