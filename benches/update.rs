//! What one turn of the console costs with 100,000 tickets: a key, a second, a poll of 100 changes, the window.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails")]

use std::hint::black_box;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use uuid::Uuid;
use vigie::app::App;
use vigie::app::model::settings::{BackendSettings, Settings};
use vigie::app::protocol::event::{Changes, Drawn, Event, Snapshot};
use vigie::app::protocol::now::Now;
use vigie::desk::queue::Queue;
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::sla::{Calendar, CalendarSpec};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::conversation::{Channel, Message, Visibility, Who, Written};
use vigie::desk::ticket::customer::Plan;
use vigie::desk::ticket::fact::{Fact, Filed, What};
use vigie::desk::ticket::names::{
    ActionId, BackendId, CalendarName, ContactId, CustomerId, LocalId, TicketId,
};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Kind;

const TICKETS: u32 = 100_000;
const CALENDAR: &str = r#"{"tz": "Europe/Paris", "weekly": {"mon": [["09:00", "18:00"]]}}"#;

fn backend() -> BackendId {
    BackendId::new("desk")
}

fn now() -> Now {
    Now { wall: "2026-11-23T12:00:00Z".parse().unwrap(), mono: Duration::from_mins(1) }
}

fn ticket(number: u32, calendar: &Calendar, wall: DateTime<Utc>) -> Ticket {
    let severity = Severity::ALL[number as usize % 4];
    let filed_at = wall - TimeDelta::seconds(i64::from(number) * 37 % 40_000);
    let filed = Filed {
        kind: Kind::Incident,
        customer: CustomerId::new(format!("customer-{}", number % 300)),
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
    let response = first_response(Plan::Premium, start, &Programme::default_programme(), calendar, 1);
    Ticket::filed(LocalId::new(format!("INC-{number}")), &filed, filed_at, response)
}

/// A console that has heard its whole queue.
fn app() -> App {
    let calendar = Calendar::for_a_desk(&CalendarSpec::from_json(CALENDAR).unwrap()).unwrap();
    let tickets: Vec<Ticket> = (0..TICKETS).map(|number| ticket(number, &calendar, now().wall)).collect();
    let snapshot = Snapshot {
        life: vigie::desk::life::Life { store: "store".to_owned(), epoch: "1".to_owned() },
        queue: Box::new(Queue::load(&backend(), tickets, now().wall)),
        cursor: "0".to_owned(),
        as_of: now().wall,
        rules: None,
    };
    let mut app = App::new(Settings {
        backends: vec![BackendSettings { id: backend(), label: "Desk".into() }],
        ..Settings::default()
    });
    let drawn = Drawn { queue_rows: 30, ..Drawn::default() };
    for event in [Event::Woke, Event::SnapshotLoaded { backend: backend(), snapshot }, Event::Drawn(drawn)] {
        black_box(app.update(event, now()));
    }
    app
}

/// A hundred customers wrote.
fn hundred_changes(app: &App) -> Changes {
    let tickets = (0..TICKETS).step_by(1000).map(|number| {
        let id = TicketId { backend: backend(), local: LocalId::new(format!("INC-{number}")) };
        let ticket = app.queues.queue.get(&id).unwrap().clone();
        let message = Message {
            at: now().wall,
            by: Who::Contact(ContactId::new("claire")),
            visibility: Visibility::Public,
            channel: Channel::Portal,
            response: None,
            written: Written::ByPerson,
            body: "Any news?".into(),
        };
        let (number, by) = (ticket.version.next(), message.by.clone());
        ticket.with(&Fact { number, at: now().wall, by, what: What::Said(message) })
    });
    Changes {
        cursor: "1".to_owned(),
        more: false,
        server_now: now().wall,
        rules_version: 1,
        tickets: tickets.collect(),
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    }
}

fn costs(criterion: &mut Criterion) {
    let app = app();
    let mut group = criterion.benchmark_group("a turn with 100,000 tickets");
    let (mut typed, key) = (app.clone(), "j".parse().unwrap());
    group.bench_function("key", |bench| {
        let press = || Event::Pressed { key, fresh: ActionId(Uuid::nil()) };
        bench.iter(|| typed.update(press(), now()));
    });
    let mut ticking = app.clone();
    group.bench_function("second", |bench| bench.iter(|| ticking.update(Event::Woke, now())));
    group.bench_function("window of 30", |bench| bench.iter(|| app.window(30)));
    group.sample_size(10);
    let changes = hundred_changes(&app);
    group.bench_function("poll of 100 changes", |bench| {
        let poll = || Event::Polled { backend: backend(), changes: changes.clone() };
        bench.iter_batched(
            || (app.clone(), poll()),
            |(mut app, event)| {
                black_box(app.update(event, now()));
                app
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, costs);
criterion_main!(benches);
