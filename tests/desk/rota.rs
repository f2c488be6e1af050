//! Who is on call, through clock changes and changes of plan.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;
use vigie::desk::rota::{Reach, Rota, Rotation, Shift, Then, together};
use vigie::desk::sla::{Tz, WallTime, ZoneSet};
use vigie::desk::text::SafeLine;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn shift(person: &str, from: &str, to: &str) -> Shift {
    Shift { person: person.into(), from: at(from), to: at(to) }
}

fn rotation(zone: Tz, people: &[&str], first: &str, handover: &str) -> Rotation {
    Rotation {
        zone,
        people: people.iter().map(|name| SafeLine::from(*name)).collect(),
        first: first.parse().unwrap(),
        handover: NaiveTime::parse_from_str(handover, "%H:%M").unwrap(),
    }
}

/// `who until next`, instants without the year.
fn said(rota: &Rota, now: &str) -> String {
    let on_call = rota.at(at(now));
    let name = |person: Option<&SafeLine>| person.map_or("nobody", SafeLine::shown).to_owned();
    let (until, next) = match on_call.then {
        Then::At { until, next } => (until.format("%m-%dT%H:%M").to_string(), next),
        Then::AtLeast(until) => (until.format("at least %m-%dT%H:%M").to_string(), None),
        Then::NoEnd => ("for ever".to_owned(), None),
    };
    format!("{} {until} {}", name(on_call.now), name(next))
}

#[test]
fn persons_take_over_from_one_another_each_week() {
    let rota = Rota::new(
        "rota".into(),
        Some(rotation(Tz::named("Europe/Paris").unwrap(), &["A", "B", "C"], "2026-01-05", "09:00")),
        &[],
    );
    for (now, expected) in [
        ("2025-12-31T00:00:00Z", "nobody 01-05T08:00 A"),
        ("2026-01-05T07:59:59Z", "nobody 01-05T08:00 A"),
        ("2026-01-05T08:00:00Z", "A 01-12T08:00 B"),
        ("2026-01-12T07:59:59Z", "A 01-12T08:00 B"),
        ("2026-01-25T23:00:00Z", "C 01-26T08:00 A"),
        // Summer time: nine o'clock is an hour earlier.
        ("2026-03-29T12:00:00Z", "C 03-30T07:00 A"),
    ] {
        assert_eq!(said(&rota, now), expected, "{now}");
    }
}

#[test]
fn a_handover_in_a_skipped_or_a_repeated_hour_happens_once() {
    let sundays =
        |zone, first, time| Rota::new("rota".into(), Some(rotation(zone, &["A", "B"], first, time)), &[]);
    let gap = sundays(Tz::named("Europe/Paris").unwrap(), "2026-03-22", "02:30");
    assert_eq!(said(&gap, "2026-03-29T00:59:59Z"), "A 03-29T01:00 B");
    assert_eq!(said(&gap, "2026-03-29T01:00:00Z"), "B 04-05T00:30 A");
    let fold = sundays(Tz::named("Europe/Paris").unwrap(), "2026-10-18", "02:30");
    assert_eq!(said(&fold, "2026-10-25T00:29:59Z"), "A 10-25T00:30 B");
    assert_eq!(said(&fold, "2026-10-25T00:30:00Z"), "B 11-01T01:30 A");
    // The second 02:15 is before 02:30 on the wall, and yet after the hand-over.
    assert_eq!(said(&fold, "2026-10-25T01:15:00Z"), "B 11-01T01:30 A");
    let half_an_hour = sundays(Tz::named("Australia/Lord_Howe").unwrap(), "2026-03-29", "01:45");
    assert_eq!(said(&half_an_hour, "2026-04-04T14:45:00Z"), "B 04-11T15:15 A");
    assert_eq!(said(&half_an_hour, "2026-04-04T15:10:00Z"), "B 04-11T15:15 A");
}

#[test]
fn a_written_shift_wins_over_the_rotation_and_a_later_one_over_an_earlier() {
    let written = [
        shift("X", "2026-01-07T10:00:00Z", "2026-01-09T10:00:00Z"),
        shift("Y", "2026-01-08T10:00:00Z", "2026-01-08T20:00:00Z"),
        shift("nobody comes", "2026-01-20T10:00:00Z", "2026-01-20T10:00:00Z"),
    ];
    let rota =
        Rota::new("rota".into(), Some(rotation(Tz::UTC, &["A", "B"], "2026-01-05", "09:00")), &written);
    for (now, expected) in [
        ("2026-01-05T09:00:00Z", "A 01-07T10:00 X"),
        ("2026-01-07T10:00:00Z", "X 01-08T10:00 Y"),
        ("2026-01-08T12:00:00Z", "Y 01-08T20:00 X"),
        ("2026-01-08T20:00:00Z", "X 01-09T10:00 A"),
        ("2026-01-09T10:00:00Z", "A 01-12T09:00 B"),
    ] {
        assert_eq!(said(&rota, now), expected, "{now}");
    }
}

#[test]
fn whoever_stands_in_for_himself_is_on_call_until_the_real_change() {
    let written = [shift("A", "2026-01-11T00:00:00Z", "2026-01-14T00:00:00Z")];
    let rota =
        Rota::new("rota".into(), Some(rotation(Tz::UTC, &["A", "B"], "2026-01-05", "09:00")), &written);
    assert_eq!(said(&rota, "2026-01-06T00:00:00Z"), "A 01-14T00:00 B");
}

#[test]
fn one_person_alone_is_on_call_until_somebody_stands_in() {
    let alone = rotation(Tz::UTC, &["A"], "2026-01-05", "09:00");
    let rota = Rota::new("rota".into(), Some(alone.clone()), &[]);
    assert_eq!(said(&rota, "2026-06-01T00:00:00Z"), "A for ever nobody");
    let years_later = [shift("B", "2039-01-11T00:00:00Z", "2039-01-14T00:00:00Z")];
    let rota = Rota::new("rota".into(), Some(alone), &years_later);
    assert_eq!(said(&rota, "2026-06-01T00:00:00Z"), "A 01-11T00:00 B");
}

#[test]
fn shifts_alone_leave_gaps_in_which_nobody_is() {
    let written = [
        shift("A", "2026-01-03T08:00:00Z", "2026-01-04T20:00:00Z"),
        shift("B", "2026-01-10T08:00:00Z", "2026-01-11T20:00:00Z"),
    ];
    let rota = Rota::new("rota".into(), None, &written);
    assert_eq!(said(&rota, "2026-01-01T00:00:00Z"), "nobody 01-03T08:00 A");
    assert_eq!(said(&rota, "2026-01-03T08:00:00Z"), "A 01-04T20:00 nobody");
    assert_eq!(said(&rota, "2026-01-04T20:00:00Z"), "nobody 01-10T08:00 B");
    assert_eq!(said(&rota, "2026-02-01T00:00:00Z"), "nobody for ever nobody");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Whatever the zone: one hand-over a week, at the first instant at which the wall clock has reached its time.
    #[test]
    fn the_week_changes_hands_when_the_wall_clock_first_reaches_the_time(
        tz in prop::sample::select(ZoneSet::embedded().names().filter_map(Tz::named).collect::<Vec<_>>()), days in 0..25_000_i64, minute in 0..1440_i64, week in 0..60_i64,
    ) {
        let first = NaiveDate::from_ymd_opt(1975, 1, 1).unwrap() + TimeDelta::days(days);
        let handover = NaiveTime::MIN + TimeDelta::minutes(minute);
        let people = ["A", "B", "C"].map(SafeLine::from).to_vec();
        let rota = Rota::new("rota".into(), Some(Rotation { zone: tz, people: people.clone(), first, handover }), &[]);
        let local = (first + TimeDelta::weeks(week)).and_time(handover);
        let change = WallTime::first_showing(tz, local);
        let taker = &people[usize::try_from(week).unwrap() % 3];
        prop_assert!(WallTime::at(tz, change).shown >= local);
        prop_assert!(WallTime::at(tz, change - TimeDelta::microseconds(1)).shown < local);
        prop_assert_eq!(rota.at(change).now, Some(taker));
        let before = rota.at(change - TimeDelta::microseconds(1));
        prop_assert_eq!(before.then, Then::At { until: change, next: Some(taker) });
    }

    #[test]
    fn nobody_else_is_on_call_before_the_told_change(
        seed in any::<u64>(), hours in 0..3000_i64, minutes in prop::collection::vec(0..180_000_i64, 20),
    ) {
        let mut random = fastrand::Rng::with_seed(seed);
        let start = at("2026-01-05T09:00:00Z");
        let names = ["A", "B", "C"];
        let written: Vec<Shift> = (0..random.usize(0..6)).map(|_| {
            let from = start + TimeDelta::hours(random.i64(0..3000));
            let to = from + TimeDelta::hours(random.i64(0..200));
            Shift { person: names[random.usize(0..3)].into(), from, to }
        }).collect();
        let people = &names[..random.usize(0..4)];
        let rotation = rotation(Tz::named("Europe/Paris").unwrap(), people, "2026-01-05", "09:00");
        let rota = Rota::new("rota".into(), Some(rotation), &written);
        let now = start + TimeDelta::hours(hours);
        let told = rota.at(now);
        for minute in minutes {
            let later = now + TimeDelta::minutes(minute);
            if !matches!(told.then, Then::At { until, .. } if until <= later) {
                prop_assert_eq!(rota.at(later).now, told.now);
            }
        }
        if let Then::At { until, next } = told.then {
            prop_assert_eq!(rota.at(until).now, next);
            prop_assert_ne!(next, told.now);
        }
    }
}

#[test]
fn shifts_without_an_end_are_not_followed_by_nobody() {
    let shifts = [shift("A", "2026-11-02T09:00:00Z", "2028-12-04T09:00:00Z")];
    let rota = || Rota::new("rota".into(), None, &shifts);
    let end = at("2028-12-01T00:00:00Z");
    assert_eq!(said(&rota(), "2026-11-30T00:00:00Z"), "A 12-04T09:00 nobody");
    assert_eq!(said(&rota().known(Reach::Endless(end)), "2026-11-30T00:00:00Z"), "A for ever nobody");
    let later = rota().known(Reach::Until(end));
    assert_eq!(said(&later, "2026-11-30T00:00:00Z"), "A at least 12-01T00:00 nobody");
    assert_eq!(said(&later, "2026-11-01T00:00:00Z"), "nobody 11-02T09:00 A");
}

#[test]
fn of_two_shifts_of_a_calendar_at_once_both_are_on_call_whichever_stands_first() {
    let mut shifts = vec![
        shift("Bron", "2026-01-07T10:00:00Z", "2026-01-09T10:00:00Z"),
        shift("Amari", "2026-01-08T10:00:00Z", "2026-01-08T20:00:00Z"),
        shift("Bron", "2026-01-08T12:00:00Z", "2026-01-08T13:00:00Z"),
    ];
    for _ in 0..2 {
        let rota = Rota::new("rota".into(), None, &together(&shifts));
        for (now, expected) in [
            ("2026-01-07T10:00:00Z", "Bron 01-08T10:00 Amari + Bron"),
            ("2026-01-08T12:30:00Z", "Amari + Bron 01-08T20:00 Bron"),
            ("2026-01-08T20:00:00Z", "Bron 01-09T10:00 nobody"),
        ] {
            assert_eq!(said(&rota, now), expected, "{now}");
        }
        shifts.reverse();
    }
}
