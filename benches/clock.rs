//! What the clock costs. Goals on one core: a million deadlines a second on a prepared calendar, 300,000 a second where
//! every case brings its own.

use std::hint::black_box;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;
use vigie::desk::sla::{Calendar, CalendarSpec, Counted, Pauses, Running, Target};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::severity::Severity;

#[derive(Deserialize)]
struct Case {
    severity: Severity,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
    pauses: Vec<Pause>,
    calendar: CalendarSpec,
}

#[derive(Deserialize)]
struct Pause {
    from: DateTime<Utc>,
    to: Option<DateTime<Utc>>,
}

static NEVER: Pauses = Pauses::NONE;

const GOLDEN: &str = include_str!("../tests/data/golden.json");
const FRANCE: &str = include_str!("../assets/calendars/france.toml");

fn starts() -> Vec<DateTime<Utc>> {
    let mut random = fastrand::Rng::with_seed(1);
    let second =
        |_| DateTime::from_timestamp(random.i64(1_700_000_000..1_900_000_000), 0).unwrap_or_default();
    (0..1000).map(second).collect()
}

fn prepared(criterion: &mut Criterion) {
    let mut spec = CalendarSpec::from_toml(FRANCE).expect("built in");
    let by_rule = Calendar::new(&spec).expect("built in");
    let rules = std::mem::take(&mut spec.holidays_of);
    let dates = |year| rules.iter().flat_map(move |rule| rule.holidays(year)).map(|holiday| holiday.date);
    spec.holidays = (2020..2035).flat_map(dates).collect();
    let by_list = Calendar::new(&spec).expect("built in");
    let starts = starts();
    let mut group = criterion.benchmark_group("prepared calendar");
    group.throughput(Throughput::Elements(starts.len() as u64));
    for (name, calendar) in [("holidays listed", &by_list), ("holidays by rule", &by_rule)] {
        let target = Target { length: TimeDelta::hours(8), counted: Counted::BusinessHours };
        let clock = |&start| Running { start, target, pauses: &NEVER, calendar };
        group.bench_function(format!("deadline, {name}"), |bencher| {
            bencher
                .iter(|| starts.iter().filter(|start| black_box(clock(start).deadline()).is_some()).count());
        });
        group.bench_function(format!("elapsed after a week, {name}"), |bencher| {
            bencher.iter(|| {
                starts
                    .iter()
                    .map(|start| clock(start).elapsed(*start + TimeDelta::weeks(1)))
                    .sum::<TimeDelta>()
            });
        });
    }
    group.finish();
}

fn built_per_case(criterion: &mut Criterion) {
    let cases: Vec<Case> = serde_json::from_str(GOLDEN).expect("the golden cases are well-formed");
    let programme = Programme::default_programme();
    let mut group = criterion.benchmark_group("golden cases");
    group.throughput(Throughput::Elements(cases.len() as u64));
    group.bench_function("calendar built, deadline, elapsed, open now", |bencher| {
        bencher.iter(|| {
            for case in &cases {
                let calendar = Calendar::new(&case.calendar).expect("well-formed");
                let pauses: Pauses = case.pauses.iter().map(|pause| (pause.from, pause.to)).collect();
                let target = programme.target(case.severity);
                let clock = Running { start: case.start, target, pauses: &pauses, calendar: &calendar };
                black_box((clock.deadline(), clock.elapsed(case.now), calendar.is_open(case.now)));
            }
        });
    });
    group.bench_function("read from JSON as well", |bencher| {
        let read = |text| serde_json::from_str::<Vec<Case>>(text).expect("well-formed");
        bencher.iter_batched(|| GOLDEN, |text| black_box(read(text)), BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group!(benches, prepared, built_per_case);
criterion_main!(benches);
