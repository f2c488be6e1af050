//! Zones as the clock reads them, against two other readers: Python's zoneinfo (a table) and jiff.

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use vigie::desk::sla::{Calendar, CalendarSpec, Counted, Pauses, Running, Target, Tz, ZoneSet};

use crate::oracle::{every_zone, offset, read_otherwise};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn seen(tz: Tz, at: DateTime<Utc>) -> (i32, String) {
    let there = at.with_timezone(&tz);
    (there.offset().fix().local_minus_utc(), there.format("%Z").to_string())
}

fn shown(zone: &str, utc: &str) -> String {
    at(utc).with_timezone(&Tz::named(zone).unwrap()).format("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// `tests/zones/transitions.py` writes the table.
#[test]
fn zones_whose_laws_changed_and_odd_ones_change_when_python_says_so() {
    let mut lines = include_str!("../data/zones.txt").lines();
    let release = lines.next().unwrap().trim_start_matches("# ").parse().unwrap();
    assert_eq!(ZoneSet::embedded().release(), &release, "the table is of another release: write it anew");
    let mut before: Option<(&str, (i32, String))> = None;
    for line in lines {
        let [name, instant, seconds, called] = *line.split(' ').collect::<Vec<_>>() else { panic!("{line}") };
        let tz = Tz::named(name).unwrap();
        let held = (seconds.parse().unwrap(), called.to_owned());
        assert_eq!(seen(tz, at(instant)), held, "{line}");
        // Until then it was what the line before says, unless that is of other years.
        if let Some((_, known)) =
            before.filter(|(of, _)| *of == name && !instant.ends_with("-01-01T00:00:00Z"))
        {
            assert_eq!(seen(tz, at(instant) - TimeDelta::seconds(1)), known, "before {line}");
        }
        before = Some((name, held));
    }
}

#[test]
fn every_zone_is_read_as_jiff_reads_it() {
    let mut random = fastrand::Rng::with_seed(20_261_130);
    let last = at("2600-01-01T00:00:00Z").timestamp();
    for tz in every_zone() {
        let zone = read_otherwise(tz);
        let same = |second: i64| {
            let instant = DateTime::from_timestamp(second, 0).unwrap();
            assert_eq!(seen(tz, instant).0, offset(&zone, second), "{tz} {instant}");
        };
        let first = jiff::Timestamp::from_second(at("1800-01-01T00:00:00Z").timestamp()).unwrap();
        let changes = zone.following(first).map(|change| change.timestamp().as_second());
        for change in changes.take_while(|change| *change < last) {
            same(change - 1);
            same(change);
        }
        for _ in 0..300 {
            same(random.i64(at("1700-01-01T00:00:00Z").timestamp()..at("9990-01-01T00:00:00Z").timestamp()));
        }
    }
}

#[test]
fn a_wall_time_is_skipped_or_comes_twice_where_jiff_says_so() {
    for name in ["Europe/Paris", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin"]
    {
        let (tz, zone) = (Tz::named(name).unwrap(), jiff::tz::TimeZone::get(name).unwrap());
        let mut local: NaiveDateTime = "2011-01-01T00:10:00".parse().unwrap();
        let end: NaiveDateTime = "2012-03-01T00:00:00".parse().unwrap();
        while local < end {
            let civil: jiff::civil::DateTime = local.format("%Y-%m-%dT%H:%M:%S").to_string().parse().unwrap();
            let expected = match zone.to_ambiguous_timestamp(civil).offset() {
                jiff::tz::AmbiguousOffset::Unambiguous { .. } => "once",
                jiff::tz::AmbiguousOffset::Gap { .. } => "never",
                jiff::tz::AmbiguousOffset::Fold { .. } => "twice",
            };
            let read = match tz.from_local_datetime(&local) {
                MappedLocalTime::Single(_) => "once",
                MappedLocalTime::None => "never",
                MappedLocalTime::Ambiguous(first, second) => {
                    assert!(first < second, "{name} {local}");
                    "twice"
                }
            };
            assert_eq!(read, expected, "{name} {local}");
            local += TimeDelta::minutes(20);
        }
    }
}

#[test]
fn a_desk_in_casablanca_is_due_by_the_law_of_2026() {
    let days = r#"[["09:00", "18:00"]]"#;
    let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!(r#""{day}": {days}"#)).join(", ");
    let spec = format!(r#"{{"tz": "Africa/Casablanca", "weekly": {{{week}}}}}"#);
    let calendar = Calendar::for_a_desk(&CalendarSpec::from_json(&spec).unwrap()).unwrap();
    let (start, pauses) = (at("2026-11-30T07:30:00Z"), Pauses::default());
    let target = Target { length: TimeDelta::hours(6), counted: Counted::BusinessHours };
    let running = Running { start, target, pauses: &pauses, calendar: &calendar };
    assert_eq!(running.deadline(), Some(at("2026-11-30T15:00:00Z")));
    assert!(!calendar.is_open(at("2026-11-30T08:59:59Z")) && calendar.is_open(at("2026-11-30T09:00:00Z")));
    assert!(calendar.is_open(at("2026-11-30T17:59:59Z")) && !calendar.is_open(at("2026-11-30T18:00:00Z")));
    assert_eq!(shown("Africa/Casablanca", "2026-11-30T07:30:00Z"), "2026-11-30 07:30:00 +00");
}

#[test]
fn the_laws_of_2026_hold_in_canada_and_cuba() {
    assert_eq!(shown("America/Vancouver", "2026-11-30T12:00:00Z"), "2026-11-30 05:00:00 MST");
    assert_eq!(shown("America/Edmonton", "2026-11-30T12:00:00Z"), "2026-11-30 06:00:00 CST");
    assert_eq!(shown("America/Winnipeg", "2026-11-30T12:00:00Z"), "2026-11-30 07:00:00 EST");
    assert_eq!(shown("America/Havana", "2026-11-30T12:00:00Z"), "2026-11-30 08:00:00 CDT");
}

#[test]
fn summer_time_goes_on_in_later_centuries() {
    for year in [2100, 2150, 2400, 2500, 2501, 3333, 9998] {
        for (zone, month, expected) in [
            ("Europe/Paris", 7, "02:00:00 CEST"),
            ("Europe/Paris", 12, "01:00:00 CET"),
            ("Australia/Lord_Howe", 1, "11:00:00 +11"),
            ("Australia/Lord_Howe", 7, "10:30:00 +1030"),
            ("Asia/Tokyo", 7, "09:00:00 JST"),
            ("Africa/Casablanca", 7, "00:00:00 +00"),
        ] {
            let shown = shown(zone, &format!("{year}-{month:02}-01T00:00:00Z"));
            assert_eq!(shown, format!("{year}-{month:02}-01 {expected}"), "{zone}");
        }
    }
    // The last Sundays of March 2100 and October 2100 are the 28th and the 31st.
    assert_eq!(shown("Europe/Paris", "2100-03-28T00:59:59Z"), "2100-03-28 01:59:59 CET");
    assert_eq!(shown("Europe/Paris", "2100-03-28T01:00:00Z"), "2100-03-28 03:00:00 CEST");
    assert_eq!(shown("Europe/Paris", "2100-10-31T00:59:59Z"), "2100-10-31 02:59:59 CEST");
    assert_eq!(shown("Europe/Paris", "2100-10-31T01:00:00Z"), "2100-10-31 02:00:00 CET");
}

#[test]
fn names_of_zones_are_read_letter_by_letter() {
    for none in ["europe/paris", "Europe/Paris ", "Paris", "", "Europe", "../etc/passwd", "/Europe/Paris"] {
        assert!(Tz::named(none).is_none(), "{none}");
    }
    assert_eq!(Tz::named("UTC"), Some(Tz::UTC));
    assert_eq!(Tz::named("US/Eastern").map(Tz::name), Some("US/Eastern"));
}
