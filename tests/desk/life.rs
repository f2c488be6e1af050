//! The life of a ticket: what each action does, and what it must not do.

use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::conversation::ResponseKind::{
    InformationRequest, Interim, PreliminaryAnalysis, Solution,
};
use vigie::desk::ticket::customer::Plan;
use vigie::desk::ticket::names::ManagerId;
use vigie::desk::ticket::status::{Side, Status};
use vigie::desk::ticket::verdict::Outcome;
use vigie::desk::ticket::{Response, Ticket};

use crate::build::{Wanted, act, action, at, hears, me, respond, wanted};

const FILED: &str = "2026-11-23T10:00:00Z";
const SOON: &str = "2026-11-23T10:20:00Z";

fn filed() -> Ticket {
    wanted("T1", 1, FILED).ticket()
}

fn note() -> Change {
    Change::Note { body: "Looks like the proxy.".into() }
}

fn take() -> Change {
    Change::Assign { to: ManagerId::new("cmartin") }
}

#[test]
fn nothing_but_a_qualified_response_stops_the_clock() {
    for change in [Change::Acknowledge, note(), take(), respond(Interim, Then::Stay)] {
        let after = act(&filed(), change.clone(), SOON).unwrap();
        assert_eq!(after.due(), filed().due(), "{change:?}");
    }
    for kind in [PreliminaryAnalysis, InformationRequest, Solution] {
        let after = act(&filed(), respond(kind, Then::Stay), SOON).unwrap();
        assert_eq!(after.due(), None, "{kind:?}");
        assert!(after.has_qualified_response());
    }
}

#[test]
fn the_verdict_is_frozen_by_the_first_qualified_response() {
    let verdict = |when| match act(&filed(), respond(Solution, Then::Stay), when).unwrap().response {
        Response::Given(verdict) => verdict.target.unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(verdict("2026-11-23T10:30:00Z").outcome, Outcome::Met);
    let late = verdict("2026-11-23T10:42:00Z");
    assert_eq!((late.outcome, late.by().num_minutes()), (Outcome::Breached, 12));

    let once = act(&filed(), respond(PreliminaryAnalysis, Then::Stay), SOON).unwrap();
    let twice = act(&once, respond(Solution, Then::Stay), "2026-11-23T11:00:00Z").unwrap();
    assert_eq!(once.response, twice.response);
}

#[test]
fn acknowledging_neither_assigns_nor_opens() {
    let seen = act(&filed(), Change::Acknowledge, SOON).unwrap();
    assert_eq!((seen.status, seen.owner.clone()), (Status::New, None));
    assert_eq!(act(&seen, Change::Acknowledge, SOON), Err(Refusal::AlreadyAcknowledged));
}

#[test]
fn taking_or_answering_opens_a_new_ticket() {
    for change in [take(), respond(Interim, Then::Stay)] {
        assert_eq!(act(&filed(), change, SOON).unwrap().status, Status::Open);
    }
    let taken = act(&filed(), take(), SOON).unwrap();
    assert_eq!(act(&taken, take(), SOON), Err(Refusal::AlreadyTheirs));
}

#[test]
fn resolving_needs_a_qualified_response() {
    let refused = Err(Refusal::NoQualifiedResponse);
    assert_eq!(act(&filed(), Change::Resolve, SOON), refused);
    assert_eq!(act(&filed(), respond(Interim, Then::Resolve), SOON), refused);
    let answered = act(&filed(), respond(Interim, Then::Stay), SOON).unwrap();
    assert_eq!(act(&answered, Change::Resolve, SOON), refused);
    assert_eq!(act(&filed(), respond(Solution, Then::Resolve), SOON).unwrap().status, Status::Resolved);
}

#[test]
fn a_standard_ticket_is_resolved_by_the_same_rule() {
    let standard = Wanted { plan: Plan::Standard, ..wanted("T1", 3, FILED) }.ticket();
    assert_eq!(act(&standard, Change::Resolve, SOON), Err(Refusal::NoQualifiedResponse));
    let solved = act(&standard, respond(Solution, Then::Resolve), SOON).unwrap();
    assert!(matches!(&solved.response, Response::Given(verdict) if verdict.target.is_none()));
}

#[test]
fn waiting_for_the_customer_needs_a_public_message_that_is_not_theirs() {
    assert_eq!(act(&filed(), Change::WaitForCustomer, SOON), Err(Refusal::NoPublicMessage));
    let noted = act(&filed(), note(), SOON).unwrap();
    assert_eq!(act(&noted, Change::WaitForCustomer, SOON), Err(Refusal::NoPublicMessage));
    let answered = act(&filed(), respond(Interim, Then::Stay), SOON).unwrap();
    let waiting = act(&answered, Change::WaitForCustomer, SOON).unwrap();
    assert_eq!(waiting.status, Status::WaitingForCustomer);
    // The first-response clock never pauses.
    assert_eq!(waiting.due(), filed().due());
}

#[test]
fn a_customer_message_reopens_what_waits_or_is_resolved() {
    for change in [respond(InformationRequest, Then::WaitForCustomer), respond(Solution, Then::Resolve)] {
        let before = act(&filed(), change, SOON).unwrap();
        let after = hears(&before, "2026-11-23T11:00:00Z").unwrap();
        assert_eq!(after.status, Status::Open);
        assert_eq!((after.ball().side, after.ball().since), (Side::Us, at("2026-11-23T11:00:00Z")));
        assert_eq!(after.response, before.response);
    }
}

#[test]
fn a_closed_ticket_takes_no_action_and_no_message() {
    let closed = Ticket { status: Status::Closed, ..filed() };
    for change in [Change::Acknowledge, take(), respond(Solution, Then::Stay), Change::Reopen] {
        assert_eq!(act(&closed, change, SOON), Err(Refusal::WrongStatus { status: Status::Closed }));
    }
    assert_eq!(hears(&closed, SOON), None);
}

#[test]
fn the_ball_is_ours_until_our_public_message() {
    let ball = |ticket: &Ticket| (ticket.ball().side, ticket.ball().since);
    assert_eq!(ball(&filed()), (Side::Us, at(FILED)));
    assert_eq!(ball(&act(&filed(), note(), SOON).unwrap()), (Side::Us, at(FILED)));
    assert_eq!(ball(&act(&filed(), respond(Interim, Then::Stay), SOON).unwrap()), (Side::Customer, at(SOON)));
}

#[test]
fn only_what_an_author_must_know_holds_up_a_guarded_action() {
    let guarded = action(&filed(), respond(Solution, Then::Stay));
    let seen = act(&filed(), Change::Acknowledge, SOON).unwrap();
    assert!(guarded.decide(&seen, &me(), at(SOON)).is_ok());
    let noted = act(&seen, note(), SOON).unwrap();
    let moved = Refusal::TicketMoved { current: noted.version };
    assert_eq!(guarded.decide(&noted, &me(), at(SOON)), Err(moved));
    assert!(action(&filed(), note()).decide(&noted, &me(), at(SOON)).is_ok());
}

#[test]
fn an_empty_text_is_refused_whatever_it_is_for() {
    let blank = || " \n\t".into();
    for change in [
        Change::Note { body: blank() },
        Change::Respond { kind: ResponseKind::Interim, body: blank(), then: Then::Stay },
    ] {
        assert_eq!(act(&filed(), change, SOON), Err(Refusal::EmptyText));
    }
}

#[test]
fn facts_are_numbered_without_a_gap() {
    let facts = action(&filed(), respond(Solution, Then::Resolve)).decide(&filed(), &me(), at(SOON)).unwrap();
    let numbers: Vec<u32> = facts.iter().map(|fact| fact.number.0).collect();
    assert_eq!(numbers, [2, 3, 4, 5]);
}
