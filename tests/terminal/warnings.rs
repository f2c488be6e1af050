//! Warnings as the terminal gets them: raw bytes, with and without tmux between, and a hook that is really run.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::pty::{Home, Pty, vigie};

const TITLE: &str = "\x1b]777;notify;vigie: ";

/// A home in which warnings go to the terminal and into a file.
fn warned_home(extra: &str) -> (Home, PathBuf) {
    let home = Home::new();
    let told = home.path().join("told.jsonl");
    let hook = home.write("hook.sh", &format!("exec cat >> {}\n", told.display()));
    let config = format!("{extra}[warnings]\nterminal = \"osc777\"\nhook = \"sh {}\"\n", hook.display());
    home.write("config/vigie/config.toml", &config);
    (home, told)
}

/// A demonstration in which hours pass within a minute.
const FAST: [&str; 3] = ["demo", "--speed", "120"];

#[test]
fn a_crossing_rings_notifies_and_runs_the_hook() {
    let (home, told) = warned_home("");
    let mut pty = Pty::start(home.command(vigie(), &FAST), 40, 120);
    pty.wait_for_bytes(TITLE);
    pty.wait_for_bytes("\x07");
    pty.press("q");
    pty.ended();
    let lines = std::fs::read_to_string(told).unwrap();
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["format"], 1);
    assert!(first["count"].as_u64().unwrap() >= 1, "{first}");
    assert!(first["title"].as_str().unwrap().starts_with("vigie: "), "{first}");
}

#[test]
fn the_test_command_says_for_each_way_what_was_done_and_how_to_see_it() {
    let (home, told) = warned_home("");
    let mut pty = Pty::start(home.command(vigie(), &["alert", "test"]), 40, 120);
    assert_eq!(pty.ended(), 0);
    let text = pty.wait_for("hook:");
    for line in ["bell: rung (BEL)", "terminal: sent as OSC 777", "hook: sh took it", "You should hear"] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
    pty.wait_for_bytes("\x1b]777;notify;vigie: test;Warnings reach you this way.\x1b\\");
    assert!(std::fs::read_to_string(told).unwrap().contains("\"why\":\"test\""));
}

/// Runs the test command without a terminal.
fn alert_test(home: &Home) -> (Option<i32>, String) {
    let output = Command::new(vigie())
        .args(["alert", "test"])
        .env_clear()
        .envs(home.environment())
        .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}/no-bus", home.path().display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_way_that_does_not_work_is_told_with_the_reason_and_a_code() {
    let home = Home::new();
    let config = "bell = false\n[warnings]\ndesktop = true\nhook = \"no-such-program-here\"\n";
    home.write("config/vigie/config.toml", config);
    let (code, told) = alert_test(&home);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("desktop notification: FAILED. no notification service answers"), "{told}");
    assert!(told.contains("hook: FAILED. \"no-such-program-here\" cannot be started"), "{told}");
    home.write("config/vigie/config.toml", "bell = false\n");
    assert_eq!(alert_test(&home).0, Some(1), "no way at all is no way");
    home.write("config/vigie/config.toml", "[warnings]\nhook = \"sh -c 'a\"\n");
    assert_eq!(alert_test(&home).0, Some(2));
}

/// Whether this machine has tmux; said loudly if not.
fn has_tmux() -> bool {
    let there = Command::new("tmux").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !there {
        eprintln!("SKIPPED: no tmux on this machine, so nothing was tried inside one");
    }
    there
}

#[test]
fn inside_tmux_the_notification_reaches_the_terminal_around_it() {
    if !has_tmux() {
        return;
    }
    let (home, _) = warned_home("");
    // A server of its own, with nothing of the person's configuration.
    let options = home.write("tmux.conf", "set -g allow-passthrough on\nset -g default-shell /bin/sh\n");
    let socket = home.path().join("tmux.sock");
    let start = format!("exec {} {}", vigie(), FAST.join(" "));
    let (socket, options) = (socket.display().to_string(), options.display().to_string());
    let arguments = ["-u", "-S", &socket, "-f", &options, "new-session", &start];
    let pty = Pty::start(home.command("tmux", &arguments), 40, 120);
    pty.wait_for_bytes(TITLE);
    // What the terminal gets is the bare sequence: the wrapping was for tmux.
    assert!(!pty.bytes().contains("\x1bPtmux;"));
    let kill = Command::new("tmux").args(["-S", &socket, "kill-server"]).status().unwrap();
    assert!(kill.success());
}

#[test]
fn inside_tmux_the_test_command_says_whether_tmux_lets_it_pass() {
    if !has_tmux() {
        return;
    }
    for (setting, said) in [("on", "tmux lets it pass"), ("off", "tmux does not let it pass")] {
        let (home, _) = warned_home("");
        let options = format!("set -g allow-passthrough {setting}\nset -g default-shell /bin/sh\n");
        let options = home.write("tmux.conf", &options).display().to_string();
        let socket = home.path().join("tmux.sock").display().to_string();
        let start = format!("{} alert test; read -r _", vigie());
        let arguments = ["-u", "-S", &socket, "-f", &options, "new-session", &start];
        let pty = Pty::start(home.command("tmux", &arguments), 40, 200);
        pty.wait_for(said);
        let kill = Command::new("tmux").args(["-S", &socket, "kill-server"]).status().unwrap();
        assert!(kill.success());
    }
}
