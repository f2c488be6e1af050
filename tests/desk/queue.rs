//! The queue keeps its counters and crossings by what changes: they must equal a count from scratch.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use vigie::desk::queue::{Counts, Put, Queue};
use vigie::desk::rules::obligation::{Standing, Threshold};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::names::{LocalId, TicketId};
use vigie::desk::ticket::status::Status;

use crate::build::{act, at, backend, respond, wanted};

const IDS: [&str; 6] = ["T1", "T2", "T3", "T4", "T5", "T6"];

fn id(local: &str) -> TicketId {
    TicketId { backend: backend(), local: LocalId::new(local) }
}

fn count(tickets: &[&Ticket], now: DateTime<Utc>) -> Counts {
    let standing = |wanted| tickets.iter().filter(|ticket| Standing::of(ticket, now) == wanted).count();
    let open = tickets.iter().filter(|ticket| ticket.status.is_live()).count();
    Counts { open, breached: standing(Standing::Breached), at_risk: standing(Standing::AtRisk) }
}

proptest! {
    #[test]
    fn counters_equal_a_count_from_scratch_whatever_happens(
        steps in prop::collection::vec((0usize..6, 0u8..5, 1u8..=4, 0i64..90), 1..60)
    ) {
        let mut queue = Queue::default();
        let mut now = at("2026-11-23T08:00:00Z");
        for (which, what, severity, minutes) in steps {
            now += TimeDelta::minutes(minutes);
            let known = queue.get(&id(IDS[which])).cloned();
            let when = now.to_rfc3339();
            match (what, known) {
                (0, Some(_)) => { queue.remove(&id(IDS[which])); }
                (1, Some(ticket)) => {
                    if let Ok(after) = act(&ticket, respond(ResponseKind::Solution, Then::Resolve), &when) {
                        queue.put(&backend(), after, now);
                    }
                }
                (2, Some(ticket)) => {
                    if let Ok(after) = act(&ticket, Change::Acknowledge, &when) {
                        queue.put(&backend(), after, now);
                    }
                }
                (3, _) => { queue.pass(now); }
                (_, None) => { queue.put(&backend(), wanted(IDS[which], severity, &when).ticket(), now); }
                _ => {}
            }
            queue.pass(now);
            let tickets: Vec<&Ticket> = queue.keys().filter_map(|key| queue.get(key.id())).collect();
            prop_assert_eq!(queue.total(), count(&tickets, now));
            prop_assert_eq!(queue.len(), tickets.len());
            prop_assert!(queue.next_crossing().is_none_or(|next| next > now));
        }
    }
}

#[test]
fn an_older_copy_never_replaces_a_newer_one() {
    let now = at("2026-11-23T10:00:00Z");
    let old = wanted("T1", 2, "2026-11-23T10:00:00Z").ticket();
    let new = act(&old, Change::Acknowledge, "2026-11-23T10:01:00Z").unwrap();
    let mut queue = Queue::default();
    assert_eq!(queue.put(&backend(), new.clone(), now), Put::New);
    assert_eq!(queue.put(&backend(), old, now), Put::Older);
    assert_eq!(queue.put(&backend(), new.clone(), now), Put::Older);
    assert_eq!(queue.get(&id("T1")), Some(&new));
}

#[test]
fn each_threshold_is_crossed_once_and_in_order_however_long_one_slept() {
    let filed = at("2026-11-23T10:00:00Z");
    let mut queue = Queue::default();
    queue.put(&backend(), wanted("T1", 1, "2026-11-23T10:00:00Z").ticket(), filed);
    let crossed: Vec<_> =
        queue.pass(filed + TimeDelta::hours(8)).into_iter().map(|crossing| crossing.threshold).collect();
    assert_eq!(crossed, [Threshold::AtRisk, Threshold::Urgent, Threshold::Breach]);
    assert_eq!(queue.pass(filed + TimeDelta::hours(9)), []);
    assert_eq!(queue.total(), Counts { open: 1, breached: 1, at_risk: 0 });
}

#[test]
fn what_was_late_when_it_came_is_not_told_as_crossed() {
    let mut queue = Queue::default();
    let now = at("2026-11-23T12:00:00Z");
    queue.put(&backend(), wanted("T1", 1, "2026-11-23T10:00:00Z").ticket(), now);
    assert_eq!(queue.pass(now), []);
    assert_eq!(queue.total().breached, 1);
}

#[test]
fn a_ticket_that_closes_leaves() {
    let now = at("2026-11-23T10:00:00Z");
    let ticket = wanted("T1", 2, "2026-11-23T10:00:00Z").ticket();
    let mut queue = Queue::default();
    queue.put(&backend(), ticket.clone(), now);
    let closed = Ticket { status: Status::Closed, version: ticket.version.next(), ..ticket };
    assert_eq!(queue.put(&backend(), closed, now), Put::Left);
    assert!(queue.is_empty());
    assert_eq!(queue.total(), Counts::default());
}

#[test]
fn the_nearest_due_is_the_first_that_is_not_late() {
    let now = at("2026-11-23T12:00:00Z");
    let mut queue = Queue::default();
    for (name, severity, filed) in [
        ("T1", 1, "2026-11-23T10:00:00Z"),
        ("T2", 2, "2026-11-23T10:00:00Z"),
        ("T3", 2, "2026-11-23T11:00:00Z"),
    ] {
        queue.put(&backend(), wanted(name, severity, filed).ticket(), now);
    }
    assert_eq!(queue.nearest_due(now), Some(at("2026-11-23T14:00:00Z")));
}
