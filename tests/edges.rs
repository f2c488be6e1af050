//! The command line at its edges: what is typed, where it is written, and stores that are not there.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn vigie(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.env_clear().env("HOME", home).env("LANG", "en_US.UTF-8").env("TZ", "UTC").stdin(Stdio::null());
    command
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    vigie(home).args(arguments).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const DESK: &str = "[[manager]]\nid = \"claire\"\nname = \"Claire\"\n";

/// A home with a store in `store`.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("desk.toml"), DESK).unwrap();
    let done = run_in(home.path(), &["desk", "import", "desk.toml", "--data", "store"]);
    assert!(done.status.success(), "{}", told(&done));
    home
}

fn run_in(home: &Path, arguments: &[&str]) -> Output {
    vigie(home).current_dir(home).args(arguments).output().unwrap()
}

#[test]
fn what_was_typed_is_not_obeyed_by_the_terminal_that_is_told_of_it() {
    let home = tempfile::tempdir().unwrap();
    let evil = "\u{1b}]0;x\u{7}\u{202e}\u{9b}31m";
    for arguments in [
        &["export", evil][..],
        &[evil],
        &["--language", evil, "config", "check"],
        &["--theme", evil, "--print-keys"],
        &["--config", evil, "check"],
        &["check", "--at-risk", evil],
        &["due", "--severity", evil],
        &["due", "--severity", "3", "--filed", "2026-04-02T16:00:00Z", "--calendar", evil],
        &["token", "create", "--name", "x", "--role", evil],
        &["token", "list", "--data", evil],
        &["serve", "--listen", evil],
        &["restore", evil, "--data", "there"],
        &["calendar", "show", evil],
        &["calendar", "import", evil],
        &["login", evil],
        &["desk", "import", evil],
        &["demo", "--speed", evil],
    ] {
        let output = run_in(home.path(), arguments);
        assert!(!output.status.success(), "{arguments:?}");
        for text in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(text.clone()).unwrap();
            let obeyed = |it: char| (it.is_control() && it != '\n') || it == '\u{202e}';
            assert!(!text.contains(obeyed), "{arguments:?}: {text:?}");
        }
        assert!(!told(&output).is_empty(), "{arguments:?}");
    }
    for name in ["VIGIE_CONFIG", "VIGIE_LANGUAGE", "VIGIE_ZONE", "VIGIE_THEME", "VIGIE_LOG"] {
        for arguments in [&["--help"][..], &["config", "check"], &["--print-keys"]] {
            let output = vigie(home.path()).env(name, evil).args(arguments).output().unwrap();
            let text = String::from_utf8(output.stdout.clone()).unwrap() + &told(&output);
            assert!(!text.contains('\u{1b}') && !text.contains('\u{9b}'), "{name} {arguments:?}: {text:?}");
        }
    }
}

#[test]
fn every_number_date_and_size_has_edges_that_are_told() {
    let home = home();
    let never = |what: &[&str]| {
        let output = run_in(home.path(), what);
        let code = output.status.code();
        assert!(code.is_some_and(|code| code != 0 && code != 101), "{what:?} ends with {code:?}");
        assert!(!told(&output).is_empty(), "{what:?} tells nothing");
        assert!(output.stdout.is_empty(), "{what:?} answers");
    };
    let token = ["token", "create", "--name", "t", "--role", "auditor", "--data", "store", "--expires"];
    for end in [
        "0d",
        "-1d",
        "36526d",
        "4294967295d",
        "4294967296d",
        "99999999999999999999d",
        "1.5d",
        "NaNd",
        "d",
        "",
        "2020-01-01",
        "1969-12-31",
        "0000-01-01",
        "2201-01-01",
        "9999-12-31",
        "+262142-12-31",
        "-2026-12-25",
        "26-12-25",
        "2026-13-01",
        "2026-02-30",
        "2027-06-30T10:00:00Z",
        "2027-6-30",
    ] {
        never(&[&token[..], &[end]].concat());
    }
    let due = ["due", "--severity", "3", "--filed"];
    for at in [
        "+262142-12-31T23:59:59Z",
        "-262143-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "26-04-02T16:00:00Z",
        "2026-04-02",
        "0",
        "",
    ] {
        never(&[&due[..], &[at]].concat());
        never(&["due", "--severity", "3", "--filed", "2026-04-02T16:00:00Z", "--now", at]);
    }
    let filed = ["due", "--severity", "3", "--filed", "2026-04-02T16:00:00Z", "--holiday"];
    for date in ["-2026-12-25", "+10000-01-01", "26-12-25", "1969-12-31", "2201-01-01", "2026-02-30", ""] {
        never(&[&filed[..], &[date]].concat());
    }
    for severity in ["0", "5", "-1", "256", "99999999999999999999", "1.0", "NaN", ""] {
        never(&["due", "--filed", "2026-04-02T16:00:00Z", "--severity", severity]);
    }
    for year in ["0", "-1", "10000", "2147483648", "-2147483649", "NaN"] {
        never(&["calendar", "show", "france", "--year", year]);
        never(&["calendar", "import", "x.ics", "--from", year]);
        never(&["calendar", "import", "x.ics", "--to", year]);
    }
    for number in ["-1", "1000001", "4294967296", "NaN", "1e3"] {
        never(&["serve", "--data", "store", "--requests-per-minute", number]);
    }
    for number in ["0", "-1", "65536", "NaN"] {
        never(&["serve", "--data", "store", "--max-connections", number]);
    }
    for address in ["127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1", "[::1", "localhost:x"] {
        never(&["serve", "--data", "store", "--listen", address]);
    }
    for number in ["0", "-1", "1000001", "18446744073709551616"] {
        never(&["demo", "--tickets", number]);
    }
    for speed in ["0", "-1", "0.09", "10001", "inf", "-inf", "NaN", "1e309", ""] {
        never(&["demo", "--speed", speed]);
    }
    for seed in ["-1", "18446744073709551616", "NaN"] {
        never(&["demo", "--seed", seed]);
    }
    for span in ["99999999999999999999d", "-1h", "1.5h", "h", "1", "", "NaN", "9223372036854775807d"] {
        never(&["check", "--at-risk", span]);
    }
    let listed = run_in(home.path(), &["token", "list", "--data", "store"]);
    assert!(listed.stdout.is_empty(), "no token was made");
    for end in ["1d", "36525d", "2200-12-31"] {
        let output = run_in(home.path(), &[&token[..3], &[end], &token[4..], &[end]].concat());
        assert!(output.status.success(), "{end}: {}", told(&output));
    }
    let listed =
        String::from_utf8(run_in(home.path(), &["token", "list", "--data", "store"]).stdout).unwrap();
    assert!(listed.lines().count() == 3 && !listed.contains("for ever"), "{listed}");
}

#[test]
fn a_directory_without_a_store_is_named_and_stays_without_one() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("desk.toml"), DESK).unwrap();
    fs::create_dir(home.path().join("empty")).unwrap();
    for directory in ["nowhere", "empty"] {
        for arguments in [
            &["token", "list"][..],
            &["token", "revoke", "x"],
            &["token", "create", "--name", "x", "--role", "auditor"],
            &["desk", "import", "desk.toml", "--dry-run"],
            &["desk", "check"],
            &["desk", "check", "--mend"],
            &["backup", "copy"],
        ] {
            let output = run_in(home.path(), &[arguments, &["--data", directory]].concat());
            assert!(!output.status.success(), "{arguments:?}");
            assert!(told(&output).contains(directory), "{arguments:?}: {}", told(&output));
        }
        assert!(!home.path().join(directory).join("vigie.sqlite").exists());
    }
    assert!(!home.path().join("nowhere").exists() && !home.path().join("copy").exists());
    // So a restore into it is not refused.
    let made = run_in(home.path(), &["desk", "import", "desk.toml", "--data", "store"]);
    assert!(made.status.success());
    assert!(run_in(home.path(), &["backup", "copy", "--data", "store"]).status.success());
    let restored = run_in(home.path(), &["restore", "copy", "--data", "nowhere"]);
    assert!(restored.status.success(), "{}", told(&restored));
}

#[test]
fn a_restore_that_fails_names_what_is_wrong() {
    let home = home();
    fs::write(home.path().join("letter"), "dear desk").unwrap();
    for (file, blamed) in [("letter", "letter"), ("missing", "missing"), ("desk.toml", "desk.toml")] {
        let output = run_in(home.path(), &["restore", file, "--data", "put-back"]);
        assert!(!output.status.success());
        assert!(told(&output).contains(blamed), "{}", told(&output));
        assert!(!told(&output).contains("put-back"), "{}", told(&output));
    }
    assert!(run_in(home.path(), &["backup", "copy", "--data", "store"]).status.success());
    let taken = run_in(home.path(), &["restore", "copy", "--data", "store"]);
    assert!(told(&taken).contains("store"), "{}", told(&taken));
}

#[test]
fn an_export_without_a_backend_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &["export", "INC-1"]);
    assert!(!output.status.success());
    assert!(told(&output).contains("vigie config path"), "{}", told(&output));
}

fn into(home: &Path, arguments: &[&str], out: Stdio) -> Output {
    vigie(home).current_dir(home).args(arguments).stdout(out).output().unwrap()
}

#[test]
fn an_answer_that_cannot_be_written_is_no_answer() {
    let home = home();
    let made =
        run_in(home.path(), &["token", "create", "--name", "kept", "--role", "auditor", "--data", "store"]);
    assert!(made.status.success());
    for arguments in [
        &["--help"][..],
        &["--version"],
        &["due", "--help"],
        &["--print-keys"],
        &["config", "path"],
        &["config", "check"],
        &["doctor"],
        &["calendar", "list"],
        &["calendar", "list", "--json"],
        &["calendar", "show", "france"],
        &["due", "--severity", "3", "--filed", "2026-04-02T16:00:00+02:00"],
        &["token", "list", "--data", "store"],
        &["desk", "check", "--data", "store"],
        &["desk", "import", "desk.toml", "--data", "store"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = into(home.path(), arguments, full.into());
        assert!(!output.status.success(), "{arguments:?} ends well");
        assert!(told(&output).contains("No space left"), "{arguments:?}: {:?}", told(&output));
        let heard = run_in(home.path(), arguments);
        assert!(heard.status.success(), "{arguments:?}: {}", told(&heard));
        // Whoever closes the pipe has seen enough.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = into(home.path(), arguments, writer.into());
        assert!(output.status.success(), "{arguments:?} on a closed pipe: {}", told(&output));
        assert_eq!(told(&output), told(&heard), "{arguments:?} on a closed pipe");
    }
}

#[test]
fn a_token_that_nobody_saw_is_not_good() {
    let home = home();
    let create = ["token", "create", "--name", "lost", "--role", "auditor", "--data", "store"];
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap().into();
    let (reader, closed) = std::io::pipe().unwrap();
    drop(reader);
    for out in [full(), Stdio::from(closed), full()] {
        let output = into(home.path(), &create, out);
        assert!(!output.status.success());
        assert!(told(&output).contains("lost"), "{}", told(&output));
        let listed = run_in(home.path(), &["token", "list", "--data", "store"]);
        assert!(listed.stdout.is_empty(), "{}", String::from_utf8_lossy(&listed.stdout));
    }
    // Its name is free again.
    let seen = run_in(home.path(), &create);
    assert!(seen.status.success() && seen.stdout.starts_with(b"vigie_"), "{}", told(&seen));
    let demonstration = ["demo", "--tickets", "5", "--fill-only", "--data", "filled"];
    let output = into(home.path(), &demonstration, full());
    assert!(!output.status.success());
    let listed = run_in(home.path(), &["token", "list", "--data", "filled"]);
    assert!(listed.stdout.is_empty(), "{}", String::from_utf8_lossy(&listed.stdout));
}

#[test]
fn a_desk_with_a_holiday_of_no_year_is_named_mended_and_imported_again() {
    let home = home();
    let week =
        "[[calendar]]\nname = \"ours\"\ntz = \"Europe/Paris\"\nweekly = { mon = [[\"09:00\", \"18:00\"]] }\n";
    fs::write(home.path().join("bad.toml"), format!("{week}holidays = [\"-2026-12-25\"]\n")).unwrap();
    for arguments in [&["--dry-run"][..], &[]] {
        let output =
            run_in(home.path(), &[&["desk", "import", "bad.toml", "--data", "store"], arguments].concat());
        assert!(!output.status.success());
        assert!(
            told(&output).contains("bad.toml:5") && told(&output).contains("holidays[0]"),
            "{}",
            told(&output)
        );
    }
    fs::write(home.path().join("good.toml"), week).unwrap();
    assert!(run_in(home.path(), &["desk", "import", "good.toml", "--data", "store"]).status.success());
    spoil(
        home.path(),
        "UPDATE calendars SET spec = json_insert(spec, '$.holidays', json('[\"-2026-12-25\"]')) WHERE name = 'ours'",
    );
    spoil(home.path(), "UPDATE calendars SET spec = '{}' WHERE name = 'france'");
    let found = run_in(home.path(), &["desk", "check", "--data", "store"]);
    let text = String::from_utf8(found.stdout.clone()).unwrap();
    assert!(
        !found.status.success() && text.contains("calendar ours") && text.contains("calendar france"),
        "{text}"
    );
    let mended = run_in(home.path(), &["desk", "check", "--mend", "--data", "store"]);
    let text = String::from_utf8(mended.stdout.clone()).unwrap();
    assert!(
        !mended.status.success() && !text.contains("calendar ours") && text.contains("calendar france"),
        "{text}"
    );
    let france = "[[calendar]]\nname = \"france\"\ntz = \"Europe/Paris\"\nweekly = { mon = [[\"09:00\", \"18:00\"]] }\n";
    fs::write(home.path().join("france.toml"), france).unwrap();
    let done = run_in(home.path(), &["desk", "import", "france.toml", "--data", "store"]);
    assert!(done.status.success(), "{}", told(&done));
    let well = run_in(home.path(), &["desk", "check", "--data", "store"]);
    assert!(well.status.success(), "{}", String::from_utf8_lossy(&well.stdout));
}

#[tokio::main(flavor = "current_thread")]
async fn spoil(home: &Path, statement: &'static str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(home.join("store/vigie.sqlite"));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
    sqlx::Connection::close(connection).await.unwrap();
}

/// A backend of which nothing is true but its greeting; it counts what it was asked.
fn endless(page: impl Fn(usize) -> String + Send + Sync + 'static) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 8192];
            let Ok(length) = stream.read(&mut request) else { continue };
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let body = if request.starts_with("GET /v1/me") {
                r#"{"name": "x", "role": "auditor", "store": "s", "demonstration": false, "server_now": "2026-11-23T09:00:00Z"}"#.to_owned()
            } else {
                page(count.fetch_add(1, Ordering::SeqCst))
            };
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            let _gone = stream.write_all((head + &body).as_bytes()).is_err();
        }
    });
    (port, asked)
}

fn changes(cursor: usize, more: bool, tickets: &str) -> String {
    format!(
        r#"{{"cursor": "{cursor}", "more": {more}, "server_now": "2026-11-23T09:00:00Z", "desk_version": 1, "tickets": [{tickets}], "gone": []}}"#
    )
}

fn check(port: u16) -> Output {
    asks(port, "", "check")
}

fn asks(port: u16, more: &str, what: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    let text =
        format!("[[backend]]\nname = \"desk\"\nurl = \"http://127.0.0.1:{port}\"\ntoken_env = \"T\"\n{more}");
    File::create(&config).unwrap().write_all(text.as_bytes()).unwrap();
    vigie(home.path()).env("VIGIE_CONFIG", config).env("T", "1-14-secret").arg(what).output().unwrap()
}

const TRACKER: &str = r#"kind = "request-tracker"
calendar = "france"
desk_groups = ["Support engineers"]
[backend.map.severity]
by = "sla"
values = { L1 = 1, L2 = 2, L3 = 3, L4 = 4 }
"#;

#[test]
fn lists_of_a_request_tracker_that_have_no_end_come_to_one() {
    let row = r#"{"id": "7", "Name": "x", "Subject": "s", "Status": "open", "Queue": {"id": "1", "Name": "q"},
        "Owner": {"id": "x"}, "Created": "2026-11-23T08:00:00Z", "LastUpdated": "2026-11-23T08:00:00Z", "SLA": "L3",
        "Type": "Create", "Object": {"id": "7"}, "Members": [], "Hyperlinks": [], "Disabled": "0"}"#;
    let (port, asked) = endless(move |_| {
        let open = row.trim_end_matches('}');
        format!(r#"{open}, "items": [{row}], "pages": 900000.0, "count": 1}}"#)
    });
    for what in ["check", "doctor"] {
        let output = asks(port, TRACKER, what);
        assert_ne!(output.status.code(), Some(0), "{}", told(&output));
        let text = told(&output) + &String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("without end"), "{what}: {text}");
    }
    assert!(asked.load(Ordering::SeqCst) <= 5_000, "{asked:?}");
}

const TICKET: &str = r#"{"id": "INC-1", "kind": "incident", "subject": "s", "customer": "c", "plan": "standard",
    "calendar": "d", "channel": "portal", "severity": 3, "status": "new", "status_since": "2026-11-23T08:00:00Z",
    "filed_at": "2026-11-23T08:00:00Z", "response": {"is": "not-guaranteed"},
    "last_public": {"side": "customer", "at": "2026-11-23T08:00:00Z"}, "version": 1, "moved": 1}"#;

#[test]
fn a_check_of_a_backend_without_an_end_comes_to_one() {
    for page in [
        Box::new(|_| changes(1, true, "")) as Box<dyn Fn(usize) -> String + Send + Sync>,
        Box::new(|nth| changes(nth, true, "")),
        Box::new(|nth| changes(nth, true, TICKET)),
    ] {
        let (port, asked) = endless(page);
        let output = check(port);
        assert_eq!(output.status.code(), Some(3), "{}", told(&output));
        assert!(told(&output).contains("without end"), "{}", told(&output));
        assert!(asked.load(Ordering::SeqCst) <= 4, "{asked:?}");
    }
    // Another version each time is something new, and there is an end to that too.
    let (port, asked) = endless(|nth| {
        changes(nth, true, &TICKET.replace("\"version\": 1", &format!("\"version\": {}", nth + 1)))
    });
    let output = check(port);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(asked.load(Ordering::SeqCst) <= 2_001, "{asked:?}");
}

#[test]
fn a_check_names_the_ticket_that_cannot_be_read_and_counts_the_others() {
    let bad =
        TICKET.replace("INC-1", "INC-2").replace("\"status_since\": \"2026", "\"status_since\": \"+262142");
    let (port, _) = endless(move |_| changes(1, false, &format!("{TICKET}, {bad}")));
    let output = check(port);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("INC-2"), "{}", told(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 open"));
}
