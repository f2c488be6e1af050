//! What must hold for any calendar, whatever the dates.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use vigie::desk::sla::{Calendar, Counted, HolidayRule, Pauses, Running, Target, Tz};

use crate::oracle::{Watched, every_zone, random_spec};

type Interval = (DateTime<Utc>, Option<DateTime<Utc>>);

/// From 1900 to 2250, to the microsecond.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (-2_208_988_800_000_000..8_835_000_000_000_000_i64)
        .prop_map(|at| DateTime::from_timestamp_micros(at).unwrap())
}

fn work() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![
        (0..40_i64 * 3600).prop_map(TimeDelta::seconds),
        (0..400_000_000_000_i64).prop_map(TimeDelta::microseconds)
    ]
}

fn zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(every_zone())
}

/// A calendar with odd windows around an instant; it may never open.
fn calendar(seed: u64, tz: Tz, around: DateTime<Utc>) -> Calendar {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut spec = random_spec(&mut random, tz, around.date_naive());
    if random.bool() {
        let rules: Vec<HolidayRule> = HolidayRule::all().collect();
        spec.holidays_of.push(rules[random.usize(0..rules.len())]);
    }
    Calendar::new(&spec).unwrap()
}

fn intervals(around: DateTime<Utc>) -> impl Strategy<Value = Vec<Interval>> {
    let minutes = move |minute: i64| around + TimeDelta::minutes(minute);
    let pause = (-3000..6000_i64, -60..2000_i64, any::<u8>())
        .prop_map(move |(from, long, lasts)| (minutes(from), (lasts > 20).then(|| minutes(from + long))));
    prop::collection::vec(pause, 0..8)
}

fn running<'a>(
    calendar: &'a Calendar,
    start: DateTime<Utc>,
    length: TimeDelta,
    pauses: &'a Pauses,
    sev: u8,
) -> Running<'a> {
    let counted = if sev < 3 { Counted::AroundTheClock } else { Counted::BusinessHours };
    Running { start, target: Target { length, counted }, pauses, calendar }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn as_much_runs_until_the_deadline_as_was_asked_for(seed: u64, tz in zone(), start in instant(), work in work()) {
        let calendar = calendar(seed, tz, start);
        if let Some(due) = calendar.add(start, work) {
            prop_assert_eq!(calendar.between(start, due), work);
            if work > TimeDelta::zero() {
                let just_before = due - TimeDelta::microseconds(1);
                prop_assert_eq!(calendar.between(start, just_before), work - TimeDelta::microseconds(1));
            }
            let back = calendar.back(due, work).unwrap();
            prop_assert!(back >= start);
            prop_assert_eq!(calendar.between(back, due), work);
        } else {
            prop_assert!(!calendar.ever_opens() || work > TimeDelta::zero());
        }
    }

    #[test]
    fn a_later_start_or_more_work_never_gives_an_earlier_deadline(
        seed: u64, tz in zone(), start in instant(), later in work(), work in work(), more in work(),
    ) {
        let calendar = calendar(seed, tz, start);
        let due = |start, work| calendar.add(start, work).unwrap_or(DateTime::<Utc>::MAX_UTC);
        prop_assert!(due(start, work) <= due(start + later, work));
        prop_assert!(due(start, work) <= due(start, work + more));
    }

    #[test]
    fn the_order_of_pauses_does_not_matter(
        seed: u64, tz in zone(), (start, given) in instant().prop_flat_map(|start| (Just(start), intervals(start))), sev in 1..=4_u8,
    ) {
        let calendar = calendar(seed, tz, start);
        let mut shuffled = given.clone();
        fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
        let (given, shuffled): (Pauses, Pauses) = (given.into_iter().collect(), shuffled.into_iter().collect());
        prop_assert_eq!(&given, &shuffled);
        let length = TimeDelta::hours(6);
        let due = running(&calendar, start, length, &given, sev).deadline();
        prop_assert_eq!(due, running(&calendar, start, length, &shuffled, sev).deadline());
    }

    #[test]
    fn running_time_only_grows_never_faster_than_time_and_meets_the_target_at_the_deadline(
        seed: u64, tz in zone(), (start, given) in instant().prop_flat_map(|start| (Just(start), intervals(start))),
        sev in 1..=4_u8, length in work(), a in -5000..9000_i64, b in 0..3000_i64,
    ) {
        let calendar = calendar(seed, tz, start);
        let pauses: Pauses = given.into_iter().collect();
        let clock = running(&calendar, start, length, &pauses, sev);
        let (early, late) = (start + TimeDelta::minutes(a), start + TimeDelta::minutes(a + b));
        let ran = clock.elapsed(late) - clock.elapsed(early);
        prop_assert!(clock.elapsed(early) >= TimeDelta::zero());
        prop_assert!(ran >= TimeDelta::zero() && ran <= late - early);
        if let Some(due) = clock.deadline() {
            prop_assert_eq!(clock.elapsed(due), length);
            if due > start {
                prop_assert!(clock.elapsed(due - TimeDelta::microseconds(1)) < length);
            }
        } else {
            prop_assert!(clock.elapsed(late) < length);
        }
    }

    #[test]
    fn paused_minutes_and_shut_minutes_do_not_run(
        seed: u64, tz in zone(),
        (start, given) in (0..2_000_000_i64).prop_flat_map(|hours| {
            let start = DateTime::from_timestamp(hours * 1800, 0).unwrap();
            (Just(start), intervals(start))
        }),
    ) {
        let mut random = fastrand::Rng::with_seed(seed);
        let spec = random_spec(&mut random, tz, start.date_naive());
        let zone = crate::oracle::read_otherwise(tz);
        let calendar = Calendar::new(&spec).unwrap();
        let pauses: Pauses = given.iter().copied().collect();
        let clock = running(&calendar, start, TimeDelta::hours(6), &pauses, 3);
        let paused = |at| given.iter().any(|(from, to)| *from <= at && to.is_none_or(|to| at < to));
        // Half a minute: until 1972 the clocks of Monrovia were 44 minutes and 30 seconds behind.
        let step = TimeDelta::seconds(30);
        let mut ran = TimeDelta::zero();
        for number in 0..6000 {
            let at = start + step * number;
            prop_assert_eq!(clock.elapsed(at), ran, "at {}", at);
            if !paused(at) && crate::oracle::shows_open(&spec, &zone, at) {
                ran += step;
                if ran == TimeDelta::hours(6) {
                    prop_assert_eq!(clock.deadline(), Some(at + step));
                }
            }
        }
    }

    #[test]
    fn on_any_date_the_calendar_shows_what_the_wall_clock_shows(
        seed: u64, tz in zone(), start in 0..4_000_000_000_i64, pairs in prop::collection::vec((0..8000_usize, 0..8000_usize), 4),
    ) {
        let mut random = fastrand::Rng::with_seed(seed);
        let start = DateTime::from_timestamp(start / 60 * 60, 0).unwrap();
        let spec = random_spec(&mut random, tz, start.date_naive());
        let calendar = Calendar::new(&spec).unwrap();
        let watched = Watched::new(&spec, tz, start, TimeDelta::seconds(30), 8000);
        for (a, b) in pairs {
            watched.agrees(&calendar, a.min(b), a.max(b));
        }
    }
}
