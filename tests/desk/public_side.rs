//! What a customer sees of a ticket: where it came from and goes on, and nothing that the desk does among itself.

use vigie::desk::rules::public_side::public_facts;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::{ResponseKind, Who};
use vigie::desk::ticket::course::Course;
use vigie::desk::ticket::escalation::Level;
use vigie::desk::ticket::fact::{Fact, What};
use vigie::desk::ticket::names::{LocalId, ManagerId};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Status;
use vigie::desk::ticket::{Response, Ticket};

use crate::build::{act, action, at, called, me, promise, regrade, respond, wanted};

const FILED: &str = "2026-11-23T10:00:00Z";
const SOON: &str = "2026-11-23T10:20:00Z";

#[test]
fn a_customer_sees_the_tickets_before_and_behind_theirs_and_not_who_has_it_or_what_was_promised() {
    let mut filing = wanted("T2", 2, FILED).filing();
    filing.follows = Some(LocalId::new("T1"));
    let filed = Ticket::filed(LocalId::new("T2"), &filing, at(FILED), Response::NotGuaranteed);
    let ticket = [
        called(FILED),
        regrade(1),
        promise("A call back.", "2026-11-23T12:00:00Z"),
        Change::Escalate { level: Level::Specialist, reason: "Again.".into(), wish: "A plan.".into() },
        Change::Acknowledge,
        Change::HandOver { to: ManagerId::new("dbruns"), note: None },
        Change::Merge { into: LocalId::new("T3") },
    ]
    .into_iter()
    .fold(filed, |ticket, change| act(&ticket, change, SOON).unwrap());
    let number = ticket.version.next();
    let followed = What::FollowedBy { ticket: LocalId::new("T4") };
    let ticket = ticket.with(&Fact { number, at: at(SOON), by: Who::Desk, what: followed });

    let seen = ticket.clone().public_side();
    assert_eq!((seen.status, seen.severity), (Status::Closed, Severity::Critical));
    let Course { first_call, grades, follows, merged_into, followed_by, .. } = seen.course();
    assert_eq!((first_call, grades.len()), (&Some(at(FILED)), 1));
    assert_eq!((follows, merged_into), (&Some(LocalId::new("T1")), &Some(LocalId::new("T3"))));
    assert_eq!(followed_by, &[LocalId::new("T4")]);

    assert!(ticket.owner.is_some() && ticket.acknowledged.is_some());
    assert!(seen.owner.is_none() && seen.acknowledged.is_none());
    let theirs = |ticket: &Ticket| {
        let course = ticket.course();
        (course.promises.is_empty(), course.escalation.is_none(), course.handed_over.is_none())
    };
    assert_eq!((theirs(&ticket), theirs(&seen)), ((false, false, false), (true, true, true)));
    assert_ne!(seen.version, ticket.version, "how often the desk did something is not told");
}

#[test]
fn the_facts_that_a_customer_reads_are_numbered_without_the_gap_of_a_note() {
    let ticket = wanted("T1", 2, FILED).ticket();
    let note = Change::Note { body: "Seen before.".into() };
    let noted = act(&ticket, note.clone(), SOON).unwrap();
    let facts = [(ticket, note), (noted, respond(ResponseKind::Interim, Then::Stay))]
        .into_iter()
        .flat_map(|(ticket, change)| action(&ticket, change).decide(&ticket, &me(), at(SOON)).unwrap());
    let facts: Vec<Fact> = facts.collect();
    let numbers = |facts: &[Fact]| facts.iter().map(|fact| fact.number.0).collect::<Vec<_>>();
    assert_eq!(numbers(&facts), [2, 3, 4], "a note, an opening, a message");
    assert_eq!(numbers(&public_facts(facts)), [1, 2]);
}
