//! The total order of the queue (`assets/docs/domain.md`, "The order of the queue").

use vigie::desk::queue::Queue;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::Then;
use vigie::desk::ticket::conversation::ResponseKind::{InformationRequest, Interim, Solution};
use vigie::desk::ticket::customer::Plan;

use crate::build::{Wanted, act, at, backend, respond, wanted};

fn order(tickets: Vec<Ticket>) -> Vec<String> {
    let mut queue = Queue::default();
    for ticket in tickets {
        queue.put(&backend(), ticket, at("2026-11-23T12:00:00Z"));
    }
    queue.keys().map(|key| key.id().local.to_string()).collect()
}

#[test]
fn owed_stands_before_open_before_standard_before_waiting_before_resolved() {
    let filed = "2026-11-23T10:00:00Z";
    let premium = |id| wanted(id, 2, filed).ticket();
    let waiting =
        |id, when| act(&premium(id), respond(InformationRequest, Then::WaitForCustomer), when).unwrap();
    let tickets = vec![
        act(&premium("resolved"), respond(Solution, Then::Resolve), "2026-11-23T10:10:00Z").unwrap(),
        waiting("waits-short", "2026-11-23T11:00:00Z"),
        waiting("waits-long", "2026-11-23T10:05:00Z"),
        Wanted { plan: Plan::Standard, ..wanted("standard-new", 1, "2026-11-23T10:30:00Z") }.ticket(),
        Wanted { plan: Plan::Standard, ..wanted("standard-old", 4, "2026-11-23T09:30:00Z") }.ticket(),
        act(&premium("answered"), respond(Solution, Then::Stay), "2026-11-23T10:10:00Z").unwrap(),
        wanted("owed-late", 4, filed).ticket(),
        wanted("owed-soon", 1, filed).ticket(),
    ];
    assert_eq!(
        order(tickets),
        [
            "owed-soon",
            "owed-late",
            "answered",
            "standard-old",
            "standard-new",
            "waits-long",
            "waits-short",
            "resolved"
        ]
    );
}

#[test]
fn a_running_response_commitment_never_sinks_by_waiting() {
    let waiting = act(
        &wanted("waiting", 2, "2026-11-23T10:00:00Z").ticket(),
        respond(Interim, Then::WaitForCustomer),
        "2026-11-23T10:01:00Z",
    );
    let later = wanted("later", 2, "2026-11-23T10:05:00Z").ticket();
    assert_eq!(order(vec![later, waiting.unwrap()]), ["waiting", "later"]);
}

#[test]
fn ties_are_broken_by_severity_then_filing_then_id() {
    // Due together: 30 minutes after 13:30, 4 hours after 10:00.
    let tickets = vec![
        wanted("B", 2, "2026-11-23T10:00:00Z").ticket(),
        wanted("A", 2, "2026-11-23T10:00:00Z").ticket(),
        wanted("C", 1, "2026-11-23T13:30:00Z").ticket(),
    ];
    assert_eq!(order(tickets), ["C", "A", "B"]);
}
