//! The clock against the public cases and against an independent reading of its rule.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod holidays;
mod hostile;
mod oracle;
mod properties;
mod zones;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use vigie::desk::sla::{Calendar, CalendarSpec, Counted, Pauses, Running, Target};

#[derive(Deserialize)]
struct Case {
    id: String,
    severity: u8,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
    pauses: Vec<Pause>,
    calendar: CalendarSpec,
    expect: Expected,
}

#[derive(Deserialize)]
struct Pause {
    from: DateTime<Utc>,
    to: Option<DateTime<Utc>>,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Expected {
    deadline: Option<DateTime<Utc>>,
    elapsed_s: f64,
    open_now: bool,
}

fn target(severity: u8) -> Target {
    let (minutes, counted) = match severity {
        1 => (30, Counted::AroundTheClock),
        2 => (240, Counted::AroundTheClock),
        3 => (360, Counted::BusinessHours),
        _ => (480, Counted::BusinessHours),
    };
    Target { length: TimeDelta::minutes(minutes), counted }
}

#[test]
fn every_public_case_is_answered_as_it_was_worked_out_by_hand() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../data/golden.json")).unwrap();
    assert_eq!(cases.len(), 43);
    for case in cases {
        let calendar = Calendar::new(&case.calendar).unwrap();
        let pauses: Pauses = case.pauses.iter().map(|pause| (pause.from, pause.to)).collect();
        let clock = Running {
            start: case.start,
            target: target(case.severity),
            pauses: &pauses,
            calendar: &calendar,
        };
        let answer = Expected {
            deadline: clock.deadline(),
            elapsed_s: clock.elapsed(case.now).as_seconds_f64(),
            open_now: calendar.is_open(case.now),
        };
        assert_eq!(answer, case.expect, "{}", case.id);
    }
}

#[derive(Deserialize)]
struct Vector {
    calendar: String,
    filed: DateTime<Utc>,
    severity: u8,
    due: DateTime<Utc>,
    why: String,
}

#[test]
fn the_french_desk_answers_the_vectors_of_the_domain_research() {
    let calendar = |toml| Calendar::for_a_desk(&CalendarSpec::from_toml(toml).unwrap()).unwrap();
    let france = calendar(include_str!("../../assets/calendars/france.toml"));
    let alsace = calendar(include_str!("../../assets/calendars/france-alsace-moselle.toml"));
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("../data/vectors.json")).unwrap();
    assert_eq!(vectors.len(), 20);
    for vector in vectors {
        let calendar = if vector.calendar == "france" { &france } else { &alsace };
        let clock =
            Running { start: vector.filed, target: target(vector.severity), pauses: &Pauses::NONE, calendar };
        assert_eq!(clock.deadline(), Some(vector.due), "{}", vector.why);
    }
}
