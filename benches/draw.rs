//! What a frame costs on a queue of 100,000 tickets: only what can be seen is formatted.
//! Goal: a whole frame at 120x40 below 0.4 ms.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on fails")]

use std::hint::black_box;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use vigie::app::model::settings::{BackendSettings, Settings};
use vigie::app::model::state::App;
use vigie::app::protocol::event::{Changes, Detail, Event, Rules};
use vigie::app::protocol::keymap::Key;
use vigie::app::protocol::now::Now;
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::sla::{Calendar, CalendarSpec};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::conversation::{Channel, Who};
use vigie::desk::ticket::customer::{Customer, Plan};
use vigie::desk::ticket::fact::{Fact, Filed, What};
use vigie::desk::ticket::names::{
    ActionId, BackendId, CalendarName, ContactId, CustomerId, LocalId, TicketId,
};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::Kin;
use vigie::desk::ticket::status::{Kind, Version};
use vigie::ui::{self, BuiltIn, Theme};
use vigie::words::{Language, Words};

const TICKETS: u32 = 100_000;
const CALENDAR: &str = r#"{"tz": "Europe/Paris", "weekly": {"mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]],
    "wed": [["09:00", "18:00"]], "thu": [["09:00", "18:00"]], "fri": [["09:00", "18:00"]]}}"#;

fn now() -> Now {
    let wall: DateTime<Utc> = "2026-11-23T12:00:00Z".parse().unwrap();
    Now { wall, mono: Duration::from_secs(100) }
}

fn backend() -> BackendId {
    BackendId::new("desk")
}

fn rules() -> Rules {
    let calendar = Calendar::for_a_desk(&CalendarSpec::from_json(CALENDAR).unwrap()).unwrap();
    let customer = |number| -> Customer {
        serde_json::from_str(&format!(
            r#"{{"id": "customer-{number}", "name": "Énergies du Nord {number}"}}"#
        ))
        .unwrap()
    };
    Rules {
        version: 1,
        desk_name: "Desk".into(),
        programme: Programme::default_programme(),
        default_calendar: CalendarName::new("paris"),
        calendars: vec![(CalendarName::new("paris"), calendar)],
        managers: Vec::new(),
        customers: (0..60).map(customer).collect(),
        former: Vec::new(),
        tzdata: None,
        unseen: Vec::new(),
    }
}

fn filed(number: u32, body: &str) -> Filed {
    Filed {
        kind: Kind::Incident,
        customer: CustomerId::new(format!("customer-{}", number % 60)),
        contact: None,
        plan: Plan::Premium,
        calendar: CalendarName::new("paris"),
        channel: Channel::Portal,
        severity: Severity::ALL[number as usize % 4],
        subject: format!("L'agent {number} ne démarre plus après la mise à jour de sa stratégie").into(),
        body: body.into(),
        signature: None,
        follows: None,
    }
}

fn ticket(number: u32, rules: &Rules) -> Ticket {
    let filed = filed(number, "");
    let filed_at = now().wall - TimeDelta::seconds(i64::from(number) * 37 % 40_000);
    let start = Start { filed_at, severity: filed.severity, channel: filed.channel, first_call: None };
    let response = first_response(filed.plan, start, &rules.programme, &rules.calendars[0].1, 1);
    Ticket::filed(LocalId::new(format!("INC-{number}")), &filed, filed_at, response)
}

fn app() -> App {
    let settings = Settings {
        backends: vec![BackendSettings { id: backend(), label: "Desk".into() }],
        reader_zone: vigie::desk::sla::Tz::named("Europe/Paris").unwrap(),
        ..Settings::default()
    };
    let mut app = App::new(settings);
    let rules = rules();
    let tickets = (0..TICKETS).map(|number| ticket(number, &rules)).collect();
    hear(&mut app, Event::Woke);
    hear(&mut app, Event::SnapshotMissing { backend: backend() });
    hear(&mut app, Event::RulesLoaded { backend: backend(), rules: Box::new(rules) });
    let changes = Changes {
        cursor: "1".into(),
        more: false,
        server_now: now().wall,
        rules_version: 1,
        tickets,
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    };
    hear(&mut app, Event::Polled { backend: backend(), changes });
    assert_eq!(app.queues.queue.len(), TICKETS as usize);
    app
}

fn hear(app: &mut App, event: Event) {
    black_box(app.update(event, now()));
}

fn press(app: &mut App, key: &str) {
    let key: Key = key.parse().unwrap();
    hear(app, Event::Pressed { key, fresh: ActionId(uuid::Uuid::from_u128(1)) });
}

/// Opens the marked ticket with one message of this many bytes.
fn open_with(app: &mut App, bytes: usize) {
    press(app, "enter");
    let id: TicketId = app.queues.selected().unwrap().clone();
    let ticket = app.queues.queue.get(&id).unwrap().clone();
    let body = "Depuis ce matin aucun poste ne répond, et la console reste vide. ".repeat(bytes / 66);
    let fact = Fact {
        number: Version(1),
        at: ticket.filed_at,
        by: Who::Contact(ContactId::new("somebody")),
        what: What::Filed(Box::new(filed(1, &body))),
    };
    let detail = Box::new(Detail {
        ticket,
        facts: vec![fact],
        kin: Kin::default(),
        tag: None,
        files: Vec::new(),
        their_due: None,
        unreadable: Vec::new(),
        readers: vigie::desk::ticket::readers::Readers::OnServer,
    });
    hear(app, Event::DetailLoaded { ticket: id, detail });
}

fn draw(criterion: &mut Criterion) {
    let mut app = app();
    let (theme, words) = (Theme::built_in(BuiltIn::Dark), Words::load(Language::Fr));
    let mut bench = |name: &str, app: &App, width, height| {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                terminal
                    .draw(|frame| {
                        black_box(ui::draw(frame, app, &theme, &words, now()));
                    })
                    .unwrap();
            });
        });
    };
    bench("queue of 100,000 at 80x24", &app, 80, 24);
    bench("queue of 100,000 at 120x40", &app, 120, 40);
    bench("queue of 100,000 at 200x60", &app, 200, 60);
    open_with(&mut app, 2_000);
    bench("conversation of 2 KB at 120x40", &app, 120, 40);
    open_with(&mut app, 250_000);
    bench("conversation of 250 KB at 120x40", &app, 120, 40);
}

criterion_group!(benches, draw);
criterion_main!(benches);
