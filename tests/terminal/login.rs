//! A token is typed unseen, checked with its backend, and kept by the keyring of the system.

use std::process::{Command, Stdio};

use crate::outage::{Server, a_desk};
use crate::pty::{ENTER, Home, Pty, vigie};

/// A desk whose token the configuration does not say.
fn a_desk_with_a_keyring(home: &Home) -> (u16, String) {
    let port = a_desk(home);
    let place = home.path().join("config/vigie/config.toml");
    let config = std::fs::read_to_string(&place).unwrap().replace("token_file = \"token\"\n", "");
    std::fs::write(&place, config).unwrap();
    let token = home.path().join("config/vigie/token");
    let secret = std::fs::read_to_string(&token).unwrap().trim().to_owned();
    std::fs::remove_file(token).unwrap();
    (port, secret)
}

#[test]
fn without_a_keyring_it_says_so_before_anything_is_typed_and_names_other_ways() {
    let home = Home::new();
    let (port, _secret) = a_desk_with_a_keyring(&home);
    let _server = Server::start(&home, port);
    let nowhere = format!("unix:path={}", home.path().join("no-bus").display());
    let run = |arguments: &[&str], language: &str| {
        let done = Command::new(vigie())
            .args(arguments)
            .env_clear()
            .envs(home.environment())
            .env("LANG", language)
            .env("DBUS_SESSION_BUS_ADDRESS", &nowhere)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (done.status.code(), told)
    };
    let (code, told) = run(&["login"], "en_US.UTF-8");
    assert_eq!(code, Some(1), "{told}");
    for part in [
        "no keyring",
        "token_file = \"token\"",
        "umask 077",
        "config/vigie/token",
        "token_command",
        "token_env",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let (code, told) = run(&["login"], "fr_FR.UTF-8");
    assert!(code == Some(1) && told.contains("pas de trousseau"), "{told}");
    let (code, told) = run(&["login", "dsk"], "en_US.UTF-8");
    assert!(code == Some(2) && told.contains("one of: desk"), "{told}");
    let (code, told) = run(&["doctor"], "en_US.UTF-8");
    assert!(code == Some(4) && told.contains("no keyring can be asked here"), "{told}");

    // The console says it too, and the way out.
    let mut command = home.command(vigie(), &[]);
    command.env("DBUS_SESSION_BUS_ADDRESS", &nowhere);
    let mut pty = Pty::start(command, 40, 120);
    pty.wait_for("no keyring can be asked here");
    pty.signal("-TERM");
    assert_eq!(pty.ended(), 0);
}

#[test]
fn a_token_is_typed_unseen_checked_kept_by_the_keyring_and_taken_out_again() {
    let there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !there("dbus-run-session") || !there("gnome-keyring-daemon") {
        // Past the capture of the tests' output: nobody shall take it for passed.
        let told = "\n*** SKIPPED: no gnome-keyring is installed here, so no keyring was tried ***\n";
        std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).unwrap();
        return;
    }
    let home = Home::new();
    let (port, secret) = a_desk_with_a_keyring(&home);
    let _server = Server::start(&home, port);
    let vigie = vigie();
    // It is waited for: asked before it is on the bus, the bus would start another one, which is locked.
    let script = home.write(
        "session.sh",
        &format!(
            "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n\
             until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
             org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q true; do \
             sleep 0.1; done\n\
             '{vigie}' login; echo first $?\n'{vigie}' login; echo second $?\n\
             '{vigie}' doctor; echo third $?\n'{vigie}' logout; echo fourth $?\n\
             '{vigie}' doctor; echo fifth $?\n"
        ),
    );
    let command = home.command("dbus-run-session", &["--", "sh", &script.display().to_string()]);
    let mut pty = Pty::start(command, 40, 120);
    let wrong = format!("vigie_{}", "0".repeat(64));
    pty.wait_for("not shown:");
    pty.press(&wrong);
    pty.press(ENTER);
    pty.wait_for("Nothing was kept.");
    pty.wait_for("first 4");
    pty.wait("the second question", |screen| screen.contents().matches("not shown:").count() == 2);
    pty.press(&secret);
    pty.press(ENTER);
    pty.wait_for("knows you as");
    pty.wait_for("second 0");
    pty.wait_for("third 0");
    pty.wait_for("fourth 0");
    pty.wait_for("run: vigie login");
    pty.wait_for("fifth 4");
    let told = pty.bytes();
    assert!(!told.contains(&secret) && !told.contains(&wrong), "{told}");
    pty.ended();
}
