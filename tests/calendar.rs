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
    assert!(told.ends_with("broken.ics:12: “20261515” is no date and no time\n"), "{told}");
}
