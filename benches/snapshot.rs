//! How long a start from the kept queue takes: 100,000 tickets from the file to a usable queue.

use chrono::{DateTime, TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};

use vigie::app::protocol::effect::Keep;
use vigie::desk::ticket::conversation::Channel;
use vigie::desk::ticket::customer::Plan;
use vigie::desk::ticket::dues::{Basis, Call, Dues};
use vigie::desk::ticket::names::{BackendId, CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::{Kind, Side, Status, Version};
use vigie::desk::ticket::{LastPublic, Response, Ticket};
use vigie::io::snapshot::SnapshotFile;

const TICKETS: i64 = 100_000;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
}

fn ticket(number: i64) -> Ticket {
    let filed = at(number * 7919 % 100_000);
    let severity = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low]
        [usize::try_from(number % 4).unwrap_or(0)];
    Ticket {
        id: LocalId::new(format!("INC-{number}")),
        kind: Kind::Incident,
        subject: format!("Console bloquée après la mise à jour {number} du serveur").into(),
        customer: CustomerId::new(format!("customer-{}", number % 200)),
        contact: Some(ContactId::new(format!("contact-{}", number % 1600))),
        plan: Plan::Premium,
        calendar: CalendarName::new("france"),
        channel: Channel::Portal,
        severity,
        status: Status::Open,
        status_since: filed,
        owner: Some(ManagerId::new(format!("manager-{}", number % 20))),
        acknowledged: None,
        filed_at: filed,
        response: Response::Owed(Dues {
            target: Some(filed + TimeDelta::hours(4)),
            commitment: Some(filed + TimeDelta::hours(4)),
            at_risk_from: Some(filed + TimeDelta::hours(3)),
            urgent_from: None,
            call: Call::NotNeeded,
            basis: Basis { programme_version: 1, calendar_version: 1 },
        }),
        last_public: LastPublic { side: Side::Customer, at: filed },
        step: None,
        progress: None,
        course: None,
        version: Version(3),
        moved: Version(3),
    }
}

fn kept(path: &std::path::Path) -> std::io::Result<()> {
    let mut file = SnapshotFile::new(path.to_owned());
    let tickets: Vec<Ticket> = (0..TICKETS).map(ticket).collect();
    for page in tickets.chunks(1000) {
        file.keep(&Keep {
            cursor: "cursor".into(),
            as_of: at(0),
            tickets: page.to_vec(),
            gone: Vec::new(),
            afresh: false,
        })?;
    }
    Ok(())
}

fn load(criterion: &mut Criterion) {
    let home = tempfile::tempdir().expect("a temporary directory can be made");
    let path = home.path().join("queue.snapshot");
    kept(&path).expect("the snapshot can be written");
    let length = std::fs::metadata(&path).map_or(0, |about| about.len());
    println!("file: {length} bytes");
    let backend = BackendId::new("desk");
    let load = || SnapshotFile::new(path.clone()).load(&backend, at(50_000));
    let held = load().map_or(0, |held| held.queue.len());
    println!("held: {held} tickets, {}", memory());
    criterion.bench_function("snapshot of 100,000 tickets", |bencher| bencher.iter(load));
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).collect()
}

criterion_group! { name = benches; config = Criterion::default().sample_size(10); targets = load }
criterion_main!(benches);
