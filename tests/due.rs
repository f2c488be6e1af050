//! `vigie due` as people and programs run it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Output, Stdio};
use std::thread;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

fn vigie() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.arg("due").env("LC_ALL", "C").env_remove("LANG").env_remove("LC_MESSAGES");
    command
}

fn run(args: &[&str]) -> Output {
    vigie().args(args).output().unwrap()
}

fn said(args: &[&str]) -> String {
    let output = run(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown = String::from_utf8(output.stdout).unwrap();
    // tzdata moves on without us.
    match shown.split_once("(tzdata ") {
        Some((before, after)) => format!("{before}(tzdata …{}", &after[after.find(')').unwrap()..]),
        None => shown,
    }
}

#[test]
fn the_zone_data_is_that_of_2026_or_later_and_said() {
    let output = run(&["--severity", "3", "--filed", "2026-11-30T07:30:00Z"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    let release = shown.split_once("(tzdata ").unwrap().1;
    assert!(release >= "2026f", "{shown}");
}

#[test]
fn a_public_holiday_that_the_desk_works_is_counted() {
    let calendar = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/worked-holiday.toml");
    let shown = said(&[
        "--severity",
        "3",
        "--filed",
        "2026-05-25T07:00:00Z",
        "--calendar",
        calendar,
        "--zone",
        "Europe/Paris",
    ]);
    assert!(shown.contains("Mon 25 May 15:00 CEST"), "{shown}");
}

#[test]
fn the_zone_of_the_environment_may_be_a_rule_or_a_path_and_what_is_none_is_told() {
    let due = |tz: &str| {
        let args = ["--severity", "3", "--filed", "2026-11-30T07:30:00Z", "--now", "2026-11-30T09:00:00Z"];
        let output = vigie().args(args).env("TZ", tz).output().unwrap();
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap())
    };
    for (tz, shown) in [
        ("JST-9", "Mon 30 Nov 23:00 JST  (you, JST-9)"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Mon 30 Nov 23:00 JST  (you, Asia/Tokyo)"),
        (":Asia/Tokyo", "Mon 30 Nov 23:00 JST  (you, Asia/Tokyo)"),
    ] {
        let [out, err] = due(tz);
        assert!(out.contains(shown) && err.is_empty(), "{out}{err}");
    }
    let [_, err] = due("Asia/Tokio");
    assert!(err.contains("TZ says “Asia/Tokio”, which is no zone"), "{err}");
}

/// Runs a batch; returns its answers and its exit code.
fn batch(input: Vec<u8>) -> (Vec<Value>, i32) {
    let mut child = vigie()
        .arg("--batch")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || stdin.write_all(&input));
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    writer.join().unwrap().unwrap();
    let answers = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (answers, child.wait().unwrap().code().unwrap())
}

fn golden() -> Vec<Value> {
    serde_json::from_str(include_str!("data/golden.json")).unwrap()
}

fn line(id: &str, severity: u8, calendar: &Value) -> String {
    let at = "2025-06-02T09:00:00Z";
    json!({ "id": id, "severity": severity, "start": at, "now": at, "pauses": [], "calendar": calendar })
        .to_string()
}

fn always() -> Value {
    let day = json!([["00:00", "24:00"]]);
    json!({ "tz": "UTC", "weekly": { "mon": day, "tue": day, "wed": day, "thu": day, "fri": day, "sat": day, "sun": day } })
}

/// Compares as instants, since a fraction may be written in more than one way.
fn instant(value: &Value) -> Option<DateTime<Utc>> {
    value.as_str().map(|text| text.parse().unwrap())
}

#[test]
fn a_batch_answers_all_public_cases_in_order() {
    let cases = golden();
    let input: Vec<String> = cases.iter().map(Value::to_string).collect();
    let (answers, code) = batch(input.join("\n").into_bytes());
    assert_eq!((answers.len(), code), (cases.len(), 0));
    for (case, answer) in cases.iter().zip(&answers) {
        let expected = &case["expect"];
        assert_eq!(answer["id"], case["id"]);
        assert_eq!(instant(&answer["deadline"]), instant(&expected["deadline"]), "{case}");
        assert!(answer["deadline"].as_str().is_none_or(|text| text.ends_with('Z')));
        assert_eq!(answer["elapsed_s"], expected["elapsed_s"], "{case}");
        assert_eq!(answer["open_now"], expected["open_now"], "{case}");
    }
}

#[test]
fn each_line_is_answered_before_the_next_is_read() {
    let mut child = vigie().arg("--batch").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for case in golden().iter().take(5) {
        // In two pieces: the beginning of a line must not hold back the answers before it.
        let text = case.to_string();
        let (first, rest) = text.split_at(text.len() / 2);
        stdin.write_all(first.as_bytes()).unwrap();
        stdin.flush().unwrap();
        writeln!(stdin, "{rest}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], case["id"]);
    }
    drop(stdin);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_bad_line_is_refused_in_its_place_and_the_rest_goes_on() {
    let (calendar, at) = (always(), "2025-06-02T09:00:00Z");
    let without = |key: &str| {
        let mut case: Value = serde_json::from_str(&line("lacks", 1, &calendar)).unwrap();
        case.as_object_mut().unwrap().remove(key);
        case.to_string()
    };
    let bad = [
        ("this is not JSON".to_owned(), json!(null), ""),
        (line("sev", 5, &calendar), json!("sev"), "severity"),
        (line("zone", 3, &json!({ "tz": "Mars/Olympus" })), json!("zone"), "calendar.tz"),
        (without("start"), json!("lacks"), "start"),
        (without("now"), json!("lacks"), "now"),
        (without("calendar"), json!("lacks"), "calendar"),
        (
            line(
                "window",
                3,
                &json!({"tz": "UTC", "weekly": {"mon": [["09:00", "12:00"], ["14:00", "13:00"]]}}),
            ),
            json!("window"),
            "calendar.weekly.mon[1]",
        ),
        (line("key", 3, &json!({ "tz": "UTC", "weakly": {} })), json!("key"), "calendar.weakly"),
        (line("date", 1, &calendar).replace("2025-06-02", "2025-02-30"), json!("date"), "now"),
        ("[".repeat(200_000), json!(null), ""),
        (
            line("deep", 1, &json!({ "tz": "UTC", "holidays": Value::Null }))
                .replace("null", &"[".repeat(100_000)),
            json!(null),
            "",
        ),
        ("\"just text\"".to_owned(), json!(null), ""),
        (
            line("word", 1, &calendar).replace(":1,", ":\"1\","),
            json!("word"),
            "severity: invalid type: string",
        ),
        (
            line("object", 3, &json!(["UTC", { "mon": [["00:00", "24:00"]] }])),
            json!("object"),
            "calendar: invalid",
        ),
        (line("week", 3, &json!({ "tz": "UTC", "weekly": [] })), json!("week"), "calendar.weekly: invalid"),
        (
            line("pause", 3, &calendar).replace("[]", r#"[["2025-06-02T09:00:00Z", null]]"#),
            json!("pause"),
            "pauses[0]: invalid type: sequence, expected a pause",
        ),
        (format!(r#"["list", 1, "{at}", "{at}", [], {calendar}]"#), json!(null), "expected a case"),
        // In UTC these are in the years -1 and 10000, which RFC 3339 cannot write.
        (
            line("soon", 1, &calendar).replace(at, "0000-01-01T00:00:00+14:00"),
            json!("soon"),
            "now: invalid value",
        ),
        (
            line("end", 1, &calendar).replace(at, "9999-12-31T23:59:59-14:00"),
            json!("end"),
            "now: invalid value",
        ),
        (
            line("twice", 3, &json!({ "tz": "UTC", "special": { "2025-06-02": [] } }))
                .replace("\"2025-06-02\":[]", "\"2025-06-02\":[],\"2025-06-02\":[]"),
            json!("twice"),
            "calendar.special: 2025-06-02 is written twice",
        ),
    ];
    let input: Vec<String> =
        bad.iter().flat_map(|(text, ..)| [text.clone(), line("good", 1, &calendar)]).collect();
    let (answers, code) = batch(input.join("\n").into_bytes());
    assert_eq!((answers.len(), code), (2 * bad.len(), 1));
    for (nth, (text, id, key)) in bad.iter().enumerate() {
        let (refused, good) = (&answers[2 * nth], &answers[2 * nth + 1]);
        let error = refused["error"].as_str().unwrap_or_else(|| panic!("{text:.200} gave {refused}"));
        assert!(error.contains(key), "{error}");
        assert_eq!((&refused["id"], refused["line"].as_u64()), (id, Some(2 * nth as u64 + 1)), "{error}");
        assert_eq!(good["deadline"], "2025-06-02T09:30:00Z");
    }
}

#[test]
fn blank_lines_are_skipped_and_ids_of_any_kind_are_echoed() {
    let ids = [json!(7), json!(null), json!({"a": [1, "x"]}), json!(""), json!(1.5)];
    let lines = ids.iter().map(|id| line("ID", 2, &always()).replace("\"ID\"", &id.to_string()));
    // The last line lacks its end.
    let input = format!("\n   \r\n{}", lines.collect::<Vec<_>>().join("\r\n\n"));
    let (answers, code) = batch(input.into_bytes());
    assert_eq!(code, 0);
    assert_eq!(answers.iter().map(|answer| answer["id"].clone()).collect::<Vec<_>>(), ids);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_line() {
    let (answers, code) = batch(format!("\u{feff}{}\r\n", line("marked", 1, &always())).into_bytes());
    assert_eq!((answers.len(), code, &answers[0]["id"]), (1, 0, &json!("marked")));
}

#[test]
fn text_that_is_not_utf_8_is_a_bad_line() {
    let mut input = b"{\"id\": \"\xff\"}\n".to_vec();
    input.extend(line("good", 1, &always()).bytes());
    let (answers, code) = batch(input);
    assert_eq!((answers.len(), code), (2, 1));
    assert!(answers[0]["error"].as_str().unwrap().contains("UTF-8"));
}

#[test]
fn hostile_cases_get_an_answer_or_an_error() {
    let many = format!(r#"[["09:00","17:00"]{}]"#, r#",["09:00","17:00"]"#.repeat(999_999));
    let million =
        line("million", 3, &json!({ "tz": "UTC", "weekly": { "mon": "MANY" } })).replace("\"MANY\"", &many);
    let late = line("late", 1, &always()).replace("2025-06-02T09:00:00Z", "9999-12-31T23:59:59Z");
    let early = line("early", 3, &always()).replace("2025-06-02T09:00:00Z", "0000-01-01T00:00:00Z");
    let beyond = line("beyond", 1, &always()).replace("2025-06-02T09:00:00Z", "-9999-01-01T00:00:00Z");
    let never = line("never", 3, &json!({ "tz": "Europe/Paris" }));
    let (answers, code) = batch([million, late, early, beyond, never].join("\n").into_bytes());
    assert_eq!(code, 1);
    assert_eq!(answers[0]["deadline"], "2025-06-02T15:00:00Z");
    assert_eq!(answers[1]["deadline"], Value::Null);
    assert_eq!(answers[2]["deadline"], "0000-01-01T06:00:00Z");
    assert!(answers[3]["error"].as_str().unwrap().starts_with("now: invalid value"));
    assert_eq!(answers[4]["deadline"], Value::Null);
}

#[test]
fn a_line_beyond_all_bounds_is_refused_without_being_kept() {
    let mut input = vec![b'x'; (64 << 20) + 1];
    input.push(b'\n');
    input.extend(line("good", 1, &always()).bytes());
    let (answers, code) = batch(input);
    assert_eq!((answers.len(), code), (2, 1));
    assert!(answers[0]["error"].as_str().unwrap().contains("longer than 64 MiB"));
    assert_eq!(answers[1]["id"], "good");
}

#[test]
fn a_reader_that_goes_away_ends_the_batch_quietly() {
    let mut child = vigie()
        .arg("--batch")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let case = line("x", 1, &always()) + "\n";
    // The command stops reading at some point, which this end may see as an error of its own.
    while stdin.write_all(case.as_bytes()).is_ok() {}
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert_eq!((complaint.as_str(), child.wait().unwrap().code()), ("", Some(0)));
}

#[test]
fn the_vectors_of_the_domain_research_are_told_to_a_person() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("data/vectors.json")).unwrap();
    for vector in vectors {
        let text = |key: &str| vector[key].as_str().unwrap();
        let severity = vector["severity"].to_string();
        let filed = text("filed");
        let args = [
            "--severity",
            &severity,
            "--filed",
            filed,
            "--calendar",
            text("calendar"),
            "--zone",
            "UTC",
            "--now",
            filed,
        ];
        let (due, zone): (DateTime<chrono::FixedOffset>, _) =
            (text("due").parse().unwrap(), if text("due").ends_with("+02:00") { "CEST" } else { "CET" });
        let year = if text("due")[..4] == filed[..4] { "" } else { " %Y" };
        let expected = format!("{} {zone}", due.format(&format!("%a %-d %b{year} %H:%M")));
        let said = said(&args);
        let line = said.lines().find(|line| line.starts_with("Due")).unwrap();
        assert!(line.contains(&expected), "{line:?} for {expected:?}");
    }
}

#[test]
fn a_person_reads_when_a_response_is_due_in_both_zones_and_what_was_counted() {
    let args = [
        "--severity",
        "3",
        "--filed",
        "2026-04-03T16:00:00+02:00",
        "--now",
        "2026-04-03T17:00:00Z",
        "--zone",
        "America/New_York",
    ];
    insta::assert_snapshot!(said(&args), @r#"
    Severity 3 Medium: a qualified response within 6 h of business time.

    Filed      Fri 3 Apr 16:00 CEST  (desk, Europe/Paris)
    Due        Tue 7 Apr 13:00 CEST  (desk, Europe/Paris)
               Tue 7 Apr 07:00 EDT  (you, America/New_York)
    Left       4 h of business time, out of hours until Tue 7 Apr 09:00 CEST
    Counted    Fri 3 Apr  16:00-18:00  2 h
               Tue 7 Apr  09:00-13:00  4 h
    Calendar   france, assumed until you confirm it (tzdata …)
    "#);
    insta::assert_snapshot!(said(&[&args[..], &["--language", "fr"]].concat()), @r#"
    Niveau 3 Moyenne : réponse qualifiée sous 6 h ouvrées.

    Déposée    ven. 3 avr. 16:00 CEST  (support, Europe/Paris)
    Échéance   mar. 7 avr. 13:00 CEST  (support, Europe/Paris)
               mar. 7 avr. 07:00 EDT  (vous, America/New_York)
    Reste      4 h ouvrées, hors horaires jusqu’au mar. 7 avr. 09:00 CEST
    Compté     ven. 3 avr.  16:00-18:00  2 h
               mar. 7 avr.  09:00-13:00  4 h
    Calendrier france, supposé tant que vous ne l’avez pas confirmé (tzdata …)
    "#);
}

#[test]
fn a_late_response_out_of_hours_is_told_with_the_call_that_it_needs() {
    let args = [
        "--severity",
        "1",
        "--filed",
        "2026-10-25T02:45:00+02:00",
        "--now",
        "2026-10-27T02:00:00Z",
        "--zone",
        "Europe/Paris",
    ];
    insta::assert_snapshot!(said(&args), @r#"
    Severity 1 Critical: a qualified response within 30 min, day and night.

    Filed      Sun 25 Oct 02:45 CEST  (desk, Europe/Paris)
    Due        Sun 25 Oct 02:15 CET  (desk, Europe/Paris)
    Left       LATE by 2 d 45 min
    Counted    every minute from filing to due
    Calendar   france, assumed until you confirm it (tzdata …)

    Filed out of hours: the customer must phone as well.
    "#);
}

#[test]
fn the_locale_chooses_the_language() {
    let args = ["--severity", "1", "--filed", "2026-04-03T16:00:00+02:00"];
    let french = vigie().args(args).env("LC_ALL", "fr_FR.UTF-8").output().unwrap();
    assert!(String::from_utf8(french.stdout).unwrap().contains("Échéance"));
    let overruled =
        vigie().args(args).args(["--language", "en"]).env("LC_ALL", "fr_FR.UTF-8").output().unwrap();
    assert!(String::from_utf8(overruled.stdout).unwrap().contains("Due"));
}

#[test]
fn the_reader_is_where_tz_says() {
    let args = ["--severity", "1", "--filed", "2026-04-03T16:00:00+02:00"];
    for name in ["America/New_York", ":America/New_York"] {
        let there = vigie().args(args).env("TZ", name).output().unwrap();
        assert!(String::from_utf8(there.stdout).unwrap().contains("10:30 EDT  (you, America/New_York)"));
    }
}

#[test]
fn a_request_that_is_due_now_does_not_wait_for_the_desk_to_open() {
    let args = ["--severity", "3", "--filed", "2026-03-13T12:00:00+01:00", "--zone", "Europe/Paris"];
    let said = said(&[&args[..], &["--now", "2026-03-13T18:00:00+01:00"]].concat());
    assert!(said.contains("Left       0 min of business time\n"), "{said}");
}

#[test]
fn a_holiday_given_on_the_command_line_closes_the_desk() {
    let args = [
        "--severity",
        "3",
        "--filed",
        "2026-03-10T16:00:00+01:00",
        "--now",
        "2026-03-10T16:00:00+01:00",
        "--holiday",
        "2026-03-11",
    ];
    assert!(said(&args).contains("Thu 12 Mar 13:00 CET"));
}

#[test]
fn a_calendar_may_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let ask = |calendar: &str| {
        run(&[
            "--severity",
            "3",
            "--filed",
            "2026-03-10T16:00:00Z",
            "--now",
            "2026-03-10T16:00:00Z",
            "--calendar",
            calendar,
        ])
    };
    let toml = file(
        "night.toml",
        "tz = \"UTC\"\n[weekly]\ntue = [[\"22:00\", \"24:00\"]]\nwed = [[\"00:00\", \"06:00\"]]\n",
    );
    let json = file(
        "night.json",
        r#"{"tz": "UTC", "weekly": {"tue": [["22:00", "24:00"]], "wed": [["00:00", "06:00"]]}}"#,
    );
    for path in [toml, json] {
        let said = String::from_utf8(ask(&path).stdout).unwrap();
        assert!(said.contains("Wed 11 Mar 04:00 UTC"), "{said}");
    }
    let never = ask(&file("never.toml", "tz = \"UTC\"\n"));
    assert_eq!(never.status.code(), Some(1));
    assert!(String::from_utf8(never.stderr).unwrap().contains("never opens"));
}

#[test]
fn a_wrong_question_says_what_to_do() {
    let filed = ["--severity", "3", "--filed", "2026-03-10T16:00:00Z"];
    let refused = |more: &[&str]| {
        let output = run(&[&filed[..], more].concat());
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, why) = refused(&["--calendar", "frence"]);
    assert_eq!(code, Some(1));
    assert!(why.contains("did you mean “france”?"), "{why}");
    let (code, why) = refused(&["--calendar", "missing.toml"]);
    assert_eq!(code, Some(1));
    assert!(why.contains("missing.toml"), "{why}");
    assert_eq!(refused(&["--zone", "Paris"]).0, Some(2));
    assert!(refused(&["--holiday", "1/5/2026"]).1.contains("write it like 2026-05-01"));
    assert_eq!(run(&["--severity", "5", "--filed", "2026-03-10T16:00:00Z"]).status.code(), Some(2));
    assert_eq!(run(&["--severity", "3"]).status.code(), Some(2));
}
