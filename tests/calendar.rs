//! `vigie calendar` as a person runs it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::process::{Command, Output};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.arg("calendar").args(args).env("LC_ALL", "C").output().unwrap()
}

fn said(args: &[&str]) -> String {
    let output = run(args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// tzdata moves on without us.
fn page(args: &[&str]) -> String {
    let shown = said(args);
    let (before, after) = shown.split_once("tzdata ").unwrap();
    format!("{before}tzdata …{}", &after[after.find(')').unwrap()..])
}

#[test]
fn a_year_of_france_is_told_in_french() {
    insta::assert_snapshot!(page(&["show", "france", "--year", "2027", "--language", "fr"]));
}

#[test]
fn a_year_of_england_has_its_days_in_place_of_those_on_a_weekend() {
    insta::assert_snapshot!(page(&["show", "gb", "--year", "2027", "--language", "en"]));
}

#[test]
fn a_calendar_of_ones_own_is_told_with_its_exceptions() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("desk.toml");
    let text = r#"
tz = "Australia/Lord_Howe"
holidays_of = ["CH-GE", "DE-BY"]
holidays = ["2026-02-02"]
closings = [{ from = "2026-12-28", to = "2026-12-30", why = "stocktaking" }]
[weekly]
mon = [["08:00", "12:00"], ["13:30", "17:15"]]
sun = [["00:00", "24:00"]]
[special]
"2026-12-24" = [["09:00", "12:00"]]
"2026-12-25" = [["09:00", "12:00"]]
"#;
    std::fs::write(&file, text).unwrap();
    let shown = page(&["show", file.to_str().unwrap(), "--year", "2026"]);
    insta::assert_snapshot!(shown.replace(directory.path().to_str().unwrap(), "…"));
}

const WORKED_HOLIDAY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/worked-holiday.toml");

#[test]
fn a_public_holiday_that_the_desk_works_is_no_day_off() {
    let shown = said(&["show", WORKED_HOLIDAY, "--year", "2026", "--json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    let year = &shown["calendar"];
    let off: Vec<_> = year["days_off"].as_array().unwrap().iter().map(|off| &off["date"]).collect();
    assert!(!off.contains(&&Value::from("2026-05-25")) && off.contains(&&Value::from("2026-12-25")));
    let special = year["special"].as_array().unwrap();
    assert_eq!(special.iter().map(|day| &day[0]).collect::<Vec<_>>(), ["2026-05-25", "2026-12-24"]);
}

#[test]
fn what_a_calendar_file_says_in_vain_is_refused_with_its_line() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("desk.toml");
    let worked = std::fs::read_to_string(WORKED_HOLIDAY).unwrap();
    let wrong = worked.replace("[weekly]", "holidays = [\"2026-12-24\"]\n[weekly]");
    std::fs::write(&file, wrong).unwrap();
    let named = file.to_str().unwrap();
    for (language, expected) in [
        ("en", "has special hours and is among the holidays; say one of the two"),
        ("fr", "a des horaires particuliers et figure parmi les jours fériés"),
    ] {
        let output = run(&["show", named, "--language", language]);
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8(output.stderr).unwrap();
        let place = [&format!("{named}:12"), "special.2026-12-24: ", expected];
        assert!(place.iter().all(|part| told.contains(part)), "{told}");
    }
}

#[test]
fn programs_read_the_same_as_json() {
    let answer: Value = serde_json::from_str(&said(&["show", "US", "--year", "2026", "--json"])).unwrap();
    assert_eq!(answer["name"], "us");
    let year = &answer["calendar"];
    // 261 weekdays less the eleven federal holidays, all of which are weekdays or kept on one.
    assert_eq!(
        (&year["open_days"], &year["open_seconds"]),
        (&Value::from(250), &Value::from(250 * 9 * 3600))
    );
    let third = year["days_off"].as_array().unwrap().iter().find(|off| off["date"] == "2026-07-03").unwrap();
    assert_eq!(third["why"]["public"], serde_json::json!({ "name": "independence-day", "substitute": true }));
    assert_eq!(third["counts"], true);
    assert_eq!(year["clock_changes"][0]["at"], "2026-03-08T07:00:00Z");
}

#[test]
fn every_calendar_that_is_listed_can_be_shown_and_named_in_both_languages() {
    let listed: Value = serde_json::from_str(&said(&["list", "--json"])).unwrap();
    let listed = listed.as_array().unwrap();
    assert!(listed.len() > 35);
    for entry in listed {
        said(&["show", entry["name"].as_str().unwrap(), "--year", "2026"]);
    }
    insta::assert_snapshot!("list_in_french", said(&["list", "--language", "fr"]));
}

#[test]
fn an_unknown_calendar_is_refused_with_the_nearest() {
    for (name, meant) in [("frence", "france"), ("de-bx", "de-b"), ("ca-qcc", "ca-qc")] {
        let output = run(&["show", name]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(told.contains(&format!("did you mean “{meant}")), "{told}");
    }
}

#[test]
fn a_year_for_which_nobody_checked_the_public_holidays_says_so() {
    let note = "Public holidays were checked until 2027";
    assert!(!said(&["show", "france", "--year", "2027"]).contains(note));
    assert!(said(&["show", "france", "--year", "2028"]).contains(note));
    let noted = said(&["show", "de-by", "--year", "2028", "--language", "fr"]);
    assert!(noted.contains("Jours fériés vérifiés jusqu’en 2027"), "{noted}");
}

#[test]
fn a_newer_file_of_public_holidays_beside_the_configuration_wins_and_a_bad_one_is_told() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("vigie");
    std::fs::create_dir(&folder).unwrap();
    let show = |year: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
        command.args(["calendar", "show", "france", "--year", year]).env("LC_ALL", "C");
        let output = command.env("XDG_CONFIG_HOME", home.path()).env_remove("VIGIE_CONFIG").output().unwrap();
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap())
    };
    let ours = include_str!("../assets/calendars/public-holidays.toml");
    let newer = ours.replace("checked_until = 2027", "checked_until = 2030").replace(
        "{ name = \"christmas\", on = \"12-25\" },\n]",
        "{ name = \"christmas\", on = \"12-25\" },\n    { name = \"feast-of-the-sea\", on = \"03-14\" },\n]",
    );
    std::fs::write(folder.join("public-holidays.toml"), &newer).unwrap();
    let [out, err] = show("2028");
    assert!(
        out.contains("feast-of-the-sea") && !out.contains("were checked until") && err.is_empty(),
        "{out}{err}"
    );
    std::fs::write(folder.join("public-holidays.toml"), newer.replace("2030", "2026")).unwrap();
    assert!(!show("2028")[0].contains("feast-of-the-sea"), "it is older than what the program has");
    std::fs::write(folder.join("public-holidays.toml"), "checked_until = 2031").unwrap();
    let [out, err] = show("2028");
    assert!(out.contains("Christmas") && err.contains("public-holidays.toml is left aside"), "{out}{err}");
}

/// A calendar file as another program writes it.
const HOLIDAYS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Mairie//FR\r\nBEGIN:VEVENT\r\nUID:1\r\n\
    DTSTAMP:20260101T000000Z\r\nSUMMARY:Saint-Sylvestre \"apr\u{e8}s-midi\"\r\nDTSTART;VALUE=DATE:20251231\r\n\
    RRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20271231\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260101T000000Z\r\n\
    SUMMARY:Pont de l\u{2019}Ascension\r\nDTSTART;VALUE=DATE:20260515\r\nDTEND;VALUE=DATE:20260517\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:3\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:R\u{e9}union\r\nDTSTART:20260601T080000Z\r\n\
    DTEND:20260601T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn whole_days_of_a_calendar_file_become_closings_that_the_clock_counts() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("mairie.ics");
    std::fs::write(&file, HOLIDAYS).unwrap();
    let output = run(&["import", file.to_str().unwrap(), "--from", "2026", "--to", "2028"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stderr).unwrap().contains("One event has a time of day"));
    let closings = String::from_utf8(output.stdout).unwrap();
    insta::assert_snapshot!(closings);
    let desk = directory.path().join("desk.toml");
    let france = include_str!("../assets/calendars/france.toml");
    std::fs::write(&desk, format!("{france}\n{closings}")).unwrap();
    let shown = said(&["show", desk.to_str().unwrap(), "--year", "2026", "--json"]);
    let year: Value = serde_json::from_str(&shown).unwrap();
    let days_off = year["calendar"]["days_off"].as_array().unwrap();
    let closed: Vec<_> = days_off.iter().filter(|off| off["why"]["closing"].is_object()).collect();
    let dates: Vec<_> = closed.iter().map(|off| off["date"].as_str().unwrap()).collect();
    assert_eq!(dates, ["2026-05-15", "2026-05-16", "2026-12-31"]);
}

#[test]
fn a_broken_calendar_file_is_refused_with_its_line() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("broken.ics");
    std::fs::write(&file, HOLIDAYS.replace("20260515", "20261515")).unwrap();
    let output = run(&["import", file.to_str().unwrap()]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.ends_with("broken.ics:16: “20261515” is no date and no time\n"), "{told}");
}

fn case(name: &str) -> String {
    format!("{}/tests/data/calendars/{name}.ics", env!("CARGO_MANIFEST_DIR"))
}

fn imported(name: &str) -> Vec<String> {
    let said = said(&["import", &case(name), "--from", "2026", "--to", "2028"]);
    said.lines().filter_map(|line| line.strip_prefix("from = ")).map(|day| day.replace('"', "")).collect()
}

#[test]
fn moved_and_cancelled_holidays_replace_those_of_their_series() {
    for name in ["holiday_moved", "bom", "two_calendars"] {
        assert_eq!(imported(name), ["2026-06-10", "2027-06-14"], "{name}");
    }
}

#[test]
fn folded_characters_and_days_that_end_in_utc_are_read_whole() {
    assert_eq!(imported("foldmb"), ["2026-12-24"]);
    let days = ["2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"];
    assert_eq!(imported("until_utc_allday"), days);
}

/// `title from to` of each occurrence that touches 2026 and 2027.
fn events(name: &str) -> Vec<String> {
    let said =
        said(&["events", &case(name), "--zone", "Europe/Paris", "--from", "2026", "--to", "2027", "--json"]);
    let read: Vec<Value> = serde_json::from_str(&said).unwrap();
    let text = |event: &Value, key: &str| event[key].as_str().unwrap().to_owned();
    let told = |event: &Value| ["title", "from", "to"].map(|key| text(event, key)).join(" ");
    read.iter().map(told).collect()
}

#[test]
fn every_occurrence_of_a_calendar_file_is_told_in_utc() {
    let expected = ["Astreinte M. Untel 2026-11-27T17:00:00Z 2026-12-07T07:00:00Z"];
    assert_eq!(events("rota-exchange-zone"), expected);
    assert_eq!(events("slash_tz"), ["slash 2026-11-24T08:00:00Z 2026-11-25T08:00:00Z"]);
    let expected = [
        "period 2026-11-24T09:00:00Z 2026-11-24T10:00:00Z",
        "period 2026-12-01T09:00:00Z 2026-12-01T11:00:00Z",
        "period 2026-12-02T09:00:00Z 2026-12-02T12:00:00Z",
    ];
    assert_eq!(events("rdate_period"), expected);
    let starts = events("exdate_date").iter().map(|told| told[2..12].to_owned()).collect::<Vec<_>>();
    assert_eq!(starts, ["2026-11-22", "2026-11-23", "2026-11-25", "2026-11-26"]);
    let cancelled = events("shift-cancelled");
    assert!(!cancelled.iter().any(|told| told.contains("A. 2026-11-30T")), "{cancelled:?}");
    let swapped = events("shift-swapped");
    let expected = [
        "Alice A. 2026-11-16T08:00:00Z 2026-11-23T08:00:00Z",
        "Bob B. 2026-11-23T08:00:00Z 2026-11-30T08:00:00Z",
        "Carol C. 2026-11-30T08:00:00Z 2026-12-07T08:00:00Z",
        "Bob B. 2026-12-07T08:00:00Z 2026-12-14T08:00:00Z",
        "Bob B. 2026-12-21T08:00:00Z 2026-12-28T08:00:00Z",
        "Alice A. 2026-12-28T08:00:00Z 2027-01-04T08:00:00Z",
    ];
    assert_eq!(swapped[2..8], expected);
}

#[test]
fn years_the_wrong_way_round_are_refused_in_words() {
    for command in ["import", "events"] {
        for years in [&["--from", "2030", "--to", "2026"][..], &["--to", "2020"]] {
            let output = run(&[&[command, &case("bom")], years].concat());
            assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(told.contains("is after --to"), "{told}");
        }
    }
}

#[test]
fn a_calendar_file_that_is_too_large_is_refused_without_being_read_whole() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("large.ics");
    std::fs::File::create(&file).unwrap().set_len(1 << 40).unwrap();
    let output = run(&["import", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("larger than 4 MiB"));
}

#[test]
fn a_broken_rota_keeps_no_command_from_starting_and_is_told_where_it_is_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    let rota = "[[rota]]\nname = \"Nights\"\nzone = \"Europe/Paris\"\nics = \"duty.ics\"\n";
    let backend = "[[backend]]\nname = \"desk\"\nurl = \"http://127.0.0.1:9\"\ntoken_env = \"DUTY_TOKEN\"\n";
    std::fs::write(at("config.toml"), format!("{rota}\n{backend}")).unwrap();
    let run = |args: &[&str], duty: Option<&[u8]>| {
        if let Some(duty) = duty {
            std::fs::write(at("duty.ics"), duty).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
        command
            .arg("--config")
            .arg(at("config.toml"))
            .args(args)
            .env("LC_ALL", "C")
            .env("DUTY_TOKEN", "vigie_x");
        command.env("HOME", directory.path()).env("XDG_STATE_HOME", directory.path()).output().unwrap()
    };
    let good = std::fs::read(case("shift-swapped")).unwrap();
    let told = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    for broken in [None, Some(&b"rubbish"[..]), Some(&b"BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR\n"[..])] {
        // They get as far as asking the backend, which is not there.
        for (command, code) in [(&["check"][..], 3), (&["export", "INC-1001"], 1)] {
            let output = run(command, broken);
            let whole = run(command, Some(&good));
            assert_eq!(output.status.code(), Some(code), "{command:?}: {}", told(&output));
            assert_eq!(whole.status.code(), Some(code), "{command:?}: {}", told(&whole));
            assert!(told(&output).contains("cannot be reached"), "{}", told(&output));
            assert_eq!(told(&output), told(&whole), "{command:?}");
            assert!(!told(&output).contains("duty.ics"), "{}", told(&output));
            std::fs::remove_file(at("duty.ics")).unwrap();
        }
        let output = run(&["config", "check"], broken);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            told(&output).contains("The rota Nights cannot be read") && told(&output).contains("duty.ics")
        );
    }
    let output = run(&["config", "check"], Some(&good));
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}
