//! Calendars and pauses that nobody would write on purpose get an answer or an error, soon.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use vigie::desk::sla::{Calendar, CalendarError, CalendarSpec, Counted, Pauses, Running, Target};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn spec(json: &str) -> CalendarSpec {
    CalendarSpec::from_json(json).unwrap()
}

fn refusal(json: &str) -> String {
    let spec = CalendarSpec::from_json(json);
    spec.and_then(|spec| Calendar::for_a_desk(&spec)).unwrap_err().to_string()
}

#[test]
fn a_million_windows_are_one_day() {
    let mut spec = spec(r#"{"tz": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}"#);
    spec.weekly.mon = spec.weekly.mon.repeat(1_000_000);
    let calendar = Calendar::new(&spec).unwrap();
    let week = calendar.between(at("2025-06-01T00:00:00Z"), at("2025-06-08T00:00:00Z"));
    assert_eq!(week, TimeDelta::hours(8));
}

#[test]
fn one_minute_in_a_decade_is_waited_for() {
    let mut json = r#"{"tz": "Europe/Paris", "special": {"#.to_owned();
    for year in (2000..=9990).step_by(10) {
        write!(json, r#""{year}-06-01": [["12:00", "12:01"]],"#).unwrap();
    }
    json.replace_range(json.len() - 1.., "}}");
    let calendar = Calendar::for_a_desk(&spec(&json)).unwrap();
    assert_eq!(
        calendar.add(at("2000-01-01T00:00:00Z"), TimeDelta::hours(6)),
        Some(at("5590-06-01T10:01:00Z"))
    );
    assert_eq!(calendar.add(at("2000-01-01T00:00:00Z"), TimeDelta::hours(24)), None);
    assert_eq!(calendar.next_closing(at("9990-06-01T10:00:00Z")), Some(at("9990-06-01T10:01:00Z")));
    assert_eq!(calendar.next_opening(at("9990-06-01T10:01:00Z")), None);
}

#[test]
fn a_desk_closed_for_centuries_opens_afterwards() {
    let closed = spec(
        r#"{"tz": "Europe/Paris", "weekly": {"mon": [["09:00", "18:00"]]},
            "closings": [{"from": "2020-01-01", "to": "2999-12-31", "why": "dragon"}]}"#,
    );
    let calendar = Calendar::for_a_desk(&closed).unwrap();
    assert_eq!(calendar.next_opening(at("2026-01-01T00:00:00Z")), Some(at("3000-01-06T08:00:00Z")));
    assert_eq!(
        calendar.back(at("2026-01-01T00:00:00Z"), TimeDelta::hours(1)),
        Some(at("2019-12-30T16:00:00Z"))
    );
}

#[test]
fn a_hundred_thousand_pauses_are_summed_up() {
    let calendar = Calendar::new(&spec(r#"{"tz": "UTC", "weekly": {"mon": [["00:00", "24:00"]]}}"#)).unwrap();
    let start = at("2025-06-02T00:00:00Z");
    let second = |nth: i32| start + TimeDelta::milliseconds(100) * nth;
    // Every second tenth of a second is paused, given backwards.
    let pauses: Pauses = (0..100_000).rev().map(|nth| (second(2 * nth), Some(second(2 * nth + 1)))).collect();
    let target = Target { length: TimeDelta::hours(2), counted: Counted::BusinessHours };
    let clock = Running { start, target, pauses: &pauses, calendar: &calendar };
    assert_eq!(clock.elapsed(start + TimeDelta::seconds(20_000)), TimeDelta::seconds(10_000));
    assert_eq!(clock.deadline(), Some(start + TimeDelta::hours(4)));
}

#[test]
fn the_last_and_the_first_instants_get_answers() {
    let json = r#"{"tz": "Europe/Paris", "weekly": {"fri": [["00:00", "24:00"]]}, "holidays_of": ["FR"]}"#;
    let calendar = Calendar::new(&spec(json)).unwrap();
    // 31 December 9999 is a Friday: nine hours are left in UTC.
    let eve = at("9999-12-31T15:00:00Z");
    assert_eq!(calendar.add(eve, TimeDelta::hours(8)), Some(at("9999-12-31T23:00:00Z")));
    assert_eq!(calendar.add(eve, TimeDelta::hours(9)), None);
    let always = r#"{"tz": "UTC", "weekly": {"fri": [["00:00", "24:00"]]}}"#;
    assert!(Calendar::new(&spec(always)).unwrap().is_open(at("9999-12-31T23:59:59.999999Z")));
    for extreme in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, at("0000-01-01T00:00:00Z")] {
        calendar.is_open(extreme);
        calendar.next_opening(extreme);
        calendar.next_closing(extreme);
        calendar.back(extreme, TimeDelta::hours(1));
        for work in [TimeDelta::MIN, TimeDelta::zero(), TimeDelta::hours(6), TimeDelta::MAX] {
            calendar.add(extreme, work);
            calendar.back(extreme, work);
        }
        assert!(calendar.between(extreme, eve) >= TimeDelta::zero());
        assert!(calendar.between(eve, extreme) >= TimeDelta::zero());
        let target = Target { length: TimeDelta::MAX, counted: Counted::AroundTheClock };
        let clock = Running { start: extreme, target, pauses: &Pauses::NONE, calendar: &calendar };
        assert_eq!(clock.deadline(), None);
        assert!(clock.elapsed(eve) >= TimeDelta::zero());
    }
}

#[test]
fn a_calendar_that_never_opens_is_built_but_refused_for_a_desk() {
    let never = [
        r#"{"tz": "UTC"}"#,
        r#"{"tz": "UTC", "weekly": {"mon": []}, "special": {"2026-01-01": []}}"#,
        r#"{"tz": "UTC", "special": {"2026-12-25": [["09:00", "12:00"]]}, "holidays": ["2026-12-25"]}"#,
        r#"{"tz": "Pacific/Apia", "special": {"2011-12-30": [["00:00", "24:00"]]}}"#,
        r#"{"tz": "Europe/Paris", "special": {"2025-03-30": [["02:15", "02:45"]]}}"#,
    ];
    for json in never {
        let calendar = Calendar::new(&spec(json)).unwrap();
        assert_eq!(calendar.add(at("2026-01-01T00:00:00Z"), TimeDelta::hours(1)), None, "{json}");
        assert_eq!(Calendar::for_a_desk(&spec(json)).unwrap_err(), CalendarError::NeverOpens, "{json}");
    }
}

#[test]
fn an_error_names_the_key_and_what_is_wrong() {
    let wrong = [
        (
            r#"{"tz": "Europe/Pariss"}"#,
            "tz: \"Europe/Pariss\" is no IANA time zone (did you mean \"Europe/Paris\"?)",
        ),
        (
            r#"{"tz": "UTC", "weekly": {"mon": [["09:00", "12:00"], ["14:00", "13:00"]]}}"#,
            "weekly.mon[1]: the window",
        ),
        (
            r#"{"tz": "UTC", "weekly": {"mon": [["09:00", "25:00"]]}}"#,
            "weekly.mon[0][1]: invalid value: string \"25:00\"",
        ),
        (r#"{"tz": "UTC", "weekly": {"mon": [["09:00"]]}}"#, "weekly.mon[0]"),
        (r#"{"tz": "UTC", "weekly": {"lun": []}}"#, "weekly.lun: unknown field `lun`"),
        (r#"{"tz": "UTC", "weakly": {}}"#, "weakly: unknown field"),
        (r#"{"tz": "UTC", "holidays": ["2025-02-30"]}"#, "holidays[0]"),
        (
            r#"{"tz": "UTC", "special": {"2025-06-01": [["10:00", "10:00"]]}}"#,
            "special.2025-06-01[0]: the window",
        ),
        (r#"{"tz": "UTC", "holidays_of": ["ZZ"]}"#, "holidays_of[0]"),
        (
            r#"{"tz": "UTC", "closings": [{"from": "2025-02-02", "to": "2025-02-01"}]}"#,
            "closings[0]: the closing",
        ),
        (r#"{"weekly": {}}"#, "missing field `tz`"),
        (r#"["UTC", {}]"#, "invalid type: sequence, expected a calendar, an object"),
        (r#"{"tz": "UTC", "weekly": []}"#, "weekly: invalid type: sequence, expected an object"),
        (r#"{"tz": "UTC", "special": []}"#, "special: invalid type: sequence, expected an object"),
        (
            r#"{"tz": "UTC", "closings": [["2025-02-01", "2025-02-02", ""]]}"#,
            "closings[0]: invalid type: sequence",
        ),
        (r#"{"tz": "UTC", "weekly": {"mon": [["09:00", "17:00:00"]]}}"#, "weekly.mon[0][1]: invalid value"),
        (
            r#"{"tz": "UTC", "special": {"2025-06-01": [["10:00", "11:00"]], "2025-06-01": []}}"#,
            "special: 2025-06-01 is written twice",
        ),
    ];
    for (json, expected) in wrong {
        let refusal = refusal(json);
        assert!(refusal.starts_with(expected), "{refusal:?} for {json}");
    }
}

#[test]
fn a_date_and_a_time_of_day_are_read_in_one_way_of_writing() {
    for date in ["2026/12-25", "2026-12/25", "2026-12-2x", "26-12-25", "2026-1-1", "-026-12-25", "2026-13-01"]
    {
        let refusal = refusal(&format!(r#"{{"tz": "UTC", "holidays": ["{date}"]}}"#));
        assert!(refusal.starts_with("holidays[0]: invalid value"), "{date}: {refusal}");
    }
    for time in ["9:00", "09.00", "09:0", "0900", "09:60", "24:01", "+9:00", "09:0x"] {
        let refusal = refusal(&format!(r#"{{"tz": "UTC", "weekly": {{"mon": [["{time}", "24:00"]]}}}}"#));
        assert!(refusal.starts_with("weekly.mon[0][0]: invalid value"), "{time}: {refusal}");
    }
}

#[test]
fn toml_dates_and_times_may_be_written_bare_or_quoted() {
    let quoted = CalendarSpec::from_toml(
        "tz = \"UTC\"\nholidays = [\"2025-05-01\"]\n[weekly]\nmon = [[\"09:00\", \"18:30\"]]\n[special]\n\"2025-06-01\" = []",
    );
    let bare = CalendarSpec::from_toml(
        "tz = \"UTC\"\nholidays = [2025-05-01]\n[weekly]\nmon = [[09:00:00, 18:30:00]]\n[special]\n2025-06-01 = []",
    );
    assert_eq!(bare.unwrap(), quoted.unwrap());
}

#[test]
fn a_calendar_is_written_as_it_is_read() {
    let spec = spec(
        r#"{"tz": "UTC", "weekly": {"mon": [["09:00", "24:00"]]}, "holidays": ["2025-05-01"],
            "special": {"2025-06-01": [["10:00", "11:30"]]}, "holidays_of": ["FR-ALSACE-MOSELLE"],
            "closings": [{"from": "2025-08-01", "to": "2025-08-15", "why": "summer"}]}"#,
    );
    assert_eq!(CalendarSpec::from_json(&serde_json::to_string(&spec).unwrap()).unwrap(), spec);
    assert_eq!(CalendarSpec::from_toml(&toml::to_string(&spec).unwrap()).unwrap(), spec);
}
