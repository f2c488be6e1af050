//! The kept queue: written page by page, read in one go, whatever happened to the file in between.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use vigie::app::protocol::effect::Keep;
use vigie::desk::ticket::conversation::{Channel, ResponseKind, Who};
use vigie::desk::ticket::course::Course;
use vigie::desk::ticket::customer::Plan;
use vigie::desk::ticket::dues::{Basis, Call, Dues};
use vigie::desk::ticket::names::{
    BackendId, CalendarName, ContactId, CustomerId, LocalId, ManagerId, TicketId,
};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::{Advice, AdviceKind, DetectionVerdict, Progress, Step, Way};
use vigie::desk::ticket::status::{Kind, Side, Status, Version};
use vigie::desk::ticket::verdict::{Judged, Outcome, Verdict};
use vigie::desk::ticket::{Acknowledged, LastPublic, Response, Ticket};
use vigie::io::snapshot::{Held, SnapshotFile};

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes) + TimeDelta::microseconds(7)
}

fn desk() -> BackendId {
    BackendId::new("desk")
}

fn ticket(id: &str, version: u32) -> Ticket {
    Ticket {
        id: LocalId::new(id),
        kind: Kind::SignatureRequest,
        subject: "Console bloquée \u{1b}[2J\u{202e}".into(),
        customer: CustomerId::new("aéroports du sud"),
        contact: Some(ContactId::new("c.fabre")),
        plan: Plan::Premium,
        calendar: CalendarName::new("france"),
        channel: Channel::Phone,
        severity: Severity::Critical,
        status: Status::Open,
        status_since: at(3),
        owner: Some(ManagerId::new("c.martin")),
        acknowledged: Some(Box::new(Acknowledged { by: Who::Stranger("x@y".into()), at: at(2) })),
        filed_at: at(0),
        response: Response::Owed(Dues {
            target: Some(at(30)),
            commitment: None,
            at_risk_from: Some(at(15)),
            urgent_from: Some(at(25)),
            call: Call::Logged { at: at(1) },
            basis: Basis { programme_version: 3, calendar_version: 4 },
        }),
        last_public: LastPublic { side: Side::Customer, at: at(0) },
        step: Some(Step::Gate),
        progress: Some(Box::new(Progress {
            verdict: DetectionVerdict::Outbreak,
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".parse().ok(),
            since: at(3),
            way: Way::Returned,
            due: Some(at(33)),
            fixed_by: Some("2026.11.23.10".into()),
            untold_since: None,
            advice: vec![Advice { kind: AdviceKind::Isolation, what: "…".into(), until: at(90) }],
            proposes: Some(Severity::Critical),
        })),
        course: Some(Box::new(Course {
            first_call: Some(at(1)),
            unanswered_since: Some(at(2)),
            followed_by: vec![LocalId::new("T9")],
            ..Course::default()
        })),
        version: Version(version),
        moved: Version(version),
    }
}

fn answered(id: &str) -> Ticket {
    let judged = Judged { due: at(30), outcome: Outcome::Breached, by_us: 42 };
    let verdict = Verdict {
        at: at(31),
        by: Who::Manager(ManagerId::new("c.martin")),
        kind: ResponseKind::Solution,
        target: Some(judged),
        commitment: None,
        calendar: Some(CalendarName::new("france")),
        basis: Basis::default(),
    };
    Ticket { response: Response::Given(Box::new(verdict)), ..ticket(id, 9) }
}

fn keep(cursor: &str, tickets: Vec<Ticket>, gone: &[&str]) -> Keep {
    let gone = gone.iter().map(LocalId::new).collect();
    Keep { cursor: cursor.into(), as_of: at(40), tickets, gone, afresh: false }
}

fn path(home: &tempfile::TempDir) -> PathBuf {
    home.path().join("store/queue.snapshot")
}

fn load(path: &Path) -> Option<Held> {
    SnapshotFile::new(path.to_owned()).load(&desk(), at(40))
}

fn get(held: &Held, id: &str) -> Option<Ticket> {
    held.queue.get(&TicketId { backend: desk(), local: LocalId::new(id) }).cloned()
}

#[test]
fn what_was_kept_page_by_page_comes_back_whole() {
    let home = tempfile::tempdir().unwrap();
    let mut file = SnapshotFile::new(path(&home));
    let standard = Ticket { response: Response::NotGuaranteed, plan: Plan::Standard, ..ticket("C", 1) };
    file.keep_rules("{\"old\": 1}").unwrap();
    file.keep(&keep("c1", vec![ticket("A", 1), ticket("B", 1)], &[])).unwrap();
    file.keep(&keep("c2", vec![ticket("A", 2), answered("D"), standard.clone()], &["B"])).unwrap();
    file.keep_rules("{\"new\": 1}").unwrap();
    let held = load(&path(&home)).unwrap();
    assert_eq!((held.cursor.as_str(), held.as_of), ("c2", at(40)));
    assert_eq!(held.rules.as_deref(), Some("{\"new\": 1}"));
    assert_eq!(held.queue.len(), 3);
    assert_eq!(get(&held, "A"), Some(ticket("A", 2)));
    assert_eq!(get(&held, "C"), Some(standard));
    assert_eq!(get(&held, "D"), Some(answered("D")));
}

#[test]
fn a_new_synchronisation_forgets_what_was_kept_before() {
    let home = tempfile::tempdir().unwrap();
    let mut file = SnapshotFile::new(path(&home));
    file.keep(&keep("c1", vec![ticket("A", 1)], &[])).unwrap();
    file.keep(&Keep { afresh: true, ..keep("e2", vec![ticket("B", 1)], &[]) }).unwrap();
    let held = load(&path(&home)).unwrap();
    assert_eq!((held.cursor.as_str(), held.queue.len()), ("e2", 1));
    assert_eq!(get(&held, "A"), None);
}

#[test]
fn wherever_the_file_is_cut_the_last_whole_state_is_read_and_writing_goes_on_after_it() {
    let home = tempfile::tempdir().unwrap();
    let path = path(&home);
    let mut file = SnapshotFile::new(path.clone());
    file.keep(&keep("c1", vec![ticket("A", 1)], &[])).unwrap();
    let first = std::fs::read(&path).unwrap().len();
    file.keep(&keep("c2", vec![ticket("A", 2)], &[])).unwrap();
    drop(file);
    let whole = std::fs::read(&path).unwrap();
    for cut in 0..whole.len() {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let cursor = load(&path).map(|held| held.cursor);
        assert_eq!(cursor.as_deref(), (cut >= first).then_some("c1"), "cut at {cut}");
    }
    std::fs::write(&path, &whole[..first + 20]).unwrap();
    SnapshotFile::new(path.clone()).keep(&keep("c3", vec![ticket("A", 3)], &[])).unwrap();
    assert_eq!(get(&load(&path).unwrap(), "A"), Some(ticket("A", 3)));
}

#[test]
fn a_spoilt_byte_is_never_believed() {
    let home = tempfile::tempdir().unwrap();
    let path = path(&home);
    SnapshotFile::new(path.clone()).keep(&keep("c1", vec![ticket("A", 1)], &[])).unwrap();
    let whole = std::fs::read(&path).unwrap();
    for spoilt in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[spoilt] ^= 0x10;
        std::fs::write(&path, &bytes).unwrap();
        assert!(load(&path).is_none(), "byte {spoilt}");
    }
    assert!(load(&home.path().join("nothing here")).is_none());
}

#[test]
fn a_file_that_is_mostly_history_is_written_anew() {
    let home = tempfile::tempdir().unwrap();
    let path = path(&home);
    let mut file = SnapshotFile::new(path.clone());
    file.keep_rules("{}").unwrap();
    file.keep(&keep("c", (0..100).map(|n| ticket(&format!("T{n}"), 1)).collect(), &["T1"])).unwrap();
    for version in 2..40 {
        let changed = (0..100).map(|n| ticket(&format!("T{n}"), version)).collect();
        file.keep(&keep(&format!("c{version}"), changed, &["T1"])).unwrap();
    }
    drop(file);
    let before = std::fs::metadata(&path).unwrap().len();
    let held = load(&path).unwrap();
    let after = std::fs::metadata(&path).unwrap().len();
    assert!(after * 10 < before, "{after} of {before}");
    let again = load(&path).unwrap();
    assert_eq!(again.queue, held.queue);
    assert_eq!((again.cursor.as_str(), again.rules.as_deref()), ("c39", Some("{}")));
}

#[test]
fn only_one_console_writes_and_the_other_reads() {
    let home = tempfile::tempdir().unwrap();
    let path = path(&home);
    let mut first = SnapshotFile::new(path.clone());
    first.keep(&keep("c1", vec![ticket("A", 1)], &[])).unwrap();
    let mut second = SnapshotFile::new(path.clone());
    second.keep(&keep("x1", vec![ticket("B", 1)], &[])).unwrap();
    assert_eq!(load(&path).unwrap().cursor, "c1");
    drop(first);
    second.keep(&keep("x2", vec![ticket("B", 2)], &[])).unwrap();
    assert_eq!(load(&path).unwrap().cursor, "x2");
}
