//! `vigie check`, run as cron runs it, against a server that is there, calm, late, or gone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use chrono::{DateTime, Utc};
use serde_json::Value;
use vigie::desk::ticket::customer::Role;
use vigie::desk::ticket::names::ManagerId;
use vigie::server::Clock;
use vigie::server::caller::Scope;
use vigie::server::demo::Filling;
use vigie::server::serve::{Options, Running, start_on_own_thread};
use vigie::server::store::{NewToken, draw_secret};

/// A server that stands still on a Monday morning, and a configuration that leads to it.
struct Desk {
    _server: Running,
    home: tempfile::TempDir,
}

fn desk(filling: Filling) -> Desk {
    let home = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let now: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    let secret = draw_secret();
    let token = NewToken {
        name: "check".into(),
        role: Role::Auditor,
        manager: None::<ManagerId>,
        scope: Scope::All,
        expires_at: None,
    };
    let options = Options {
        clock: Clock::new(move || now),
        filling,
        tokens: vec![(secret.clone(), token)],
        name: "check".to_owned(),
    };
    let server = start_on_own_thread(listener, options, |_| async {}).unwrap();
    let config =
        format!("[[backend]]\nname = \"desk\"\nurl = \"http://127.0.0.1:{port}\"\ntoken_env = \"T\"\n");
    std::fs::write(home.path().join("config.toml"), config).unwrap();
    std::fs::write(home.path().join("token"), secret).unwrap();
    Desk { _server: server, home }
}

fn check(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vigie"))
        .env_clear()
        .env("HOME", home)
        .env("VIGIE_CONFIG", home.join("config.toml"))
        .env("VIGIE_LANGUAGE", "en")
        .env("T", std::fs::read_to_string(home.join("token")).unwrap_or_default())
        .arg("check")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn a_late_desk_ends_with_two_and_says_what_is_late_first() {
    let desk = desk(Filling::Scenario);
    let output = check(desk.home.path(), &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.starts_with('✗'), "{text}");
    assert!(text.trim_end().ends_with("open"), "{text}");
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn programs_get_json_with_the_same_figures() {
    let desk = desk(Filling::Scenario);
    let output = check(desk.home.path(), &["--json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |standing: &str| {
        let tickets = json["tickets"].as_array().unwrap().iter();
        tickets.filter(|ticket| ticket["standing"] == standing).count()
    };
    assert_eq!(json["breached"], of("breached"));
    assert_eq!(json["at_risk"], of("at-risk"));
    assert!(json["tickets"][0]["seconds_left"].as_i64().unwrap() < 0);
}

#[test]
fn a_wider_span_finds_more_at_risk_and_a_narrower_one_less() {
    let desk = desk(Filling::Scenario);
    let at_risk = |span: &str| {
        let output = check(desk.home.path(), &["--json", "--at-risk", span]);
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["at_risk"].as_u64().unwrap()
    };
    assert!(at_risk("1m") < at_risk("30m") && at_risk("30m") < at_risk("1d"));
}

#[test]
fn an_empty_desk_is_calm() {
    let desk = desk(Filling::Nothing);
    let output = check(desk.home.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "0 breached, 0 at risk, 0 open\n");
}

#[test]
fn what_cannot_be_asked_is_no_good_news() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("config.toml"), "").unwrap();
    let nothing = check(home.path(), &[]);
    assert_eq!(nothing.status.code(), Some(3));
    let config = "[[backend]]\nname = \"desk\"\nurl = \"http://127.0.0.1:9\"\ntoken_env = \"T\"\n";
    std::fs::write(home.path().join("config.toml"), config).unwrap();
    std::fs::write(home.path().join("token"), "x").unwrap();
    let gone = check(home.path(), &[]);
    assert_eq!((gone.status.code(), gone.stdout.is_empty()), (Some(3), true));
    assert!(String::from_utf8(gone.stderr).unwrap().starts_with("desk:"));
}

#[test]
fn a_wrong_call_is_never_taken_for_a_state_of_the_desk() {
    let home = tempfile::tempdir().unwrap();
    for wrong in [&["--at-risk", "soon"][..], &["--jsn"], &["now"]] {
        let output = check(home.path(), wrong);
        assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(64), true), "{wrong:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("error:"), "{wrong:?}");
    }
    let help = check(home.path(), &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8(help.stdout).unwrap().contains("64"), "the codes are documented");
}

#[test]
fn a_configuration_that_is_wrong_leaves_the_state_unknown() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("config.toml"), "langauge = \"fr\"\n").unwrap();
    assert_eq!(check(home.path(), &[]).status.code(), Some(3));
}
