//! What a queue of 100,000 tickets costs: loading it, a poll of 100 changes, a second passing, a page, a filter.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails")]

use std::hint::black_box;
use std::ops::Bound;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use vigie::desk::queue::Queue;
use vigie::desk::queue::view::{CustomerNames, Scope, View};
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::sla::{Calendar, CalendarSpec};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::conversation::Channel;
use vigie::desk::ticket::customer::Plan;
use vigie::desk::ticket::fact::Filed;
use vigie::desk::ticket::names::{BackendId, CalendarName, CustomerId, LocalId};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Kind;

const TICKETS: u32 = 100_000;
const CALENDAR: &str = r#"{"tz": "Europe/Paris", "weekly": {"mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]],
    "wed": [["09:00", "18:00"]], "thu": [["09:00", "18:00"]], "fri": [["09:00", "18:00"]]}}"#;

fn now() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn ticket(number: u32, programme: &Programme, calendar: &Calendar) -> Ticket {
    let severity = Severity::ALL[number as usize % 4];
    let filed_at = now() - TimeDelta::seconds(i64::from(number) * 37 % 40_000);
    let filed = Filed {
        kind: Kind::Incident,
        customer: CustomerId::new(format!("customer-{}", number % 60)),
        contact: None,
        plan: Plan::Premium,
        calendar: CalendarName::new("paris"),
        channel: Channel::Portal,
        severity,
        subject: format!("Agent {number} does not start after the update of its policy").into(),
        body: "".into(),
        signature: None,
        follows: None,
    };
    let start = Start { filed_at, severity, channel: Channel::Portal, first_call: None };
    let response = first_response(Plan::Premium, start, programme, calendar, 1);
    Ticket::filed(LocalId::new(format!("INC-{number}")), &filed, filed_at, response)
}

fn tickets() -> Vec<Ticket> {
    let (programme, spec) = (Programme::default_programme(), CalendarSpec::from_json(CALENDAR).unwrap());
    let calendar = Calendar::for_a_desk(&spec).unwrap();
    (0..TICKETS).map(|number| ticket(number, &programme, &calendar)).collect()
}

fn load(tickets: Vec<Ticket>) -> Queue {
    let backend = BackendId::new("desk");
    Queue::load(&backend, tickets, now())
}

fn costs(criterion: &mut Criterion) {
    let tickets = tickets();
    let queue = load(tickets.clone());
    let names = CustomerNames::default();
    let mut group = criterion.benchmark_group("queue of 100,000");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(TICKETS)));
    group.bench_function("load", |bench| {
        bench.iter_batched(|| tickets.clone(), load, BatchSize::PerIteration);
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("100 changes", |bench| {
        let backend = BackendId::new("desk");
        let mut queue = queue.clone();
        let mut version = 1;
        bench.iter(|| {
            version += 1;
            for changed in tickets.iter().step_by(1000) {
                let mut changed = changed.clone();
                changed.version.0 = version;
                black_box(queue.put(&backend, changed, now()));
            }
        });
    });
    group.bench_function("a second passes", |bench| {
        let mut queue = queue.clone();
        let mut later = now();
        bench.iter(|| {
            later += TimeDelta::seconds(1);
            black_box(queue.pass(later).len())
        });
    });
    group.bench_function("a page from the middle", |bench| {
        let view = View::default();
        let middle = queue.keys().nth(50_000).unwrap();
        bench.iter(|| black_box(view.from(&queue, &Bound::Included(middle.clone())).take(40).count()));
    });
    group.bench_function("the first letter of a filter", |bench| {
        let mut view = View::default();
        bench.iter(|| {
            view.set_filter("", &queue, &names);
            view.set_filter("7", &queue, &names);
            black_box(view.len(&queue))
        });
    });
    group.bench_function("one customer", |bench| {
        let mut view = View::default();
        let customer = queue.customers().next().unwrap().0.clone();
        bench.iter(|| view.set_scope(Scope::Customers([customer.clone()].into()), &queue, &names));
    });
    group.finish();
}

criterion_group!(benches, costs);
criterion_main!(benches);
