//! Which tickets are among the forgotten, and from which instant on.

use vigie::desk::rules::sweep::Forgotten;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind::{Interim, Solution};
use vigie::desk::ticket::names::ManagerId;

use crate::build::{act, at, hears, promise, respond, wanted};

const FILED: &str = "2026-11-23T10:00:00Z";
const SOON: &str = "2026-11-23T10:10:00Z";

fn filed() -> Ticket {
    wanted("T1", 4, FILED).ticket()
}

/// Where it is forgotten at one instant and was not a second before, as `why`.
fn is_forgotten_from(ticket: &Ticket, instant: &str, why: Forgotten) {
    let from = at(instant);
    assert_eq!(Forgotten::of(ticket, from), Some(why));
    assert_eq!(Forgotten::of(ticket, from - chrono::TimeDelta::seconds(1)), None, "before {instant}");
}

#[test]
fn what_was_seen_and_left_is_forgotten_after_a_day_and_what_nobody_saw_is_the_queues_business() {
    let a_year_on = at("2027-11-23T10:00:00Z");
    assert_eq!(Forgotten::of(&filed(), a_year_on), None);
    let take = Change::Assign { to: ManagerId::new("cmartin") };
    for seen in [Change::Acknowledge, take] {
        is_forgotten_from(&act(&filed(), seen, SOON).unwrap(), "2026-11-24T10:00:00Z", Forgotten::Silent);
    }
    let answered = act(&filed(), respond(Interim, Then::Stay), SOON).unwrap();
    assert_eq!(Forgotten::of(&answered, a_year_on), None, "it is the customer's move");
}

#[test]
fn a_wait_for_the_customer_is_forgotten_after_five_days() {
    let waits = act(&filed(), respond(Solution, Then::WaitForCustomer), SOON).unwrap();
    is_forgotten_from(&waits, "2026-11-28T10:10:00Z", Forgotten::Waiting);
    let resolved = act(&filed(), respond(Solution, Then::Resolve), SOON).unwrap();
    assert_eq!(Forgotten::of(&resolved, at("2027-11-23T10:00:00Z")), None);
}

#[test]
fn what_was_handed_over_is_forgotten_unless_it_is_accepted_within_an_hour() {
    let hand_over = Change::HandOver { to: ManagerId::new("dbruns"), note: None };
    let handed = act(&filed(), hand_over, SOON).unwrap();
    is_forgotten_from(&handed, "2026-11-23T11:10:00Z", Forgotten::NotAccepted);
    let taken = act(&handed, Change::Assign { to: ManagerId::new("cmartin") }, SOON).unwrap();
    assert_eq!(Forgotten::of(&taken, at("2026-11-23T12:00:00Z")), None);
}

#[test]
fn a_promise_and_an_update_are_forgotten_once_they_are_late_and_the_promise_is_told_first() {
    let promised = act(&filed(), promise("A call.", "2026-11-23T11:00:00Z"), SOON).unwrap();
    is_forgotten_from(&promised, "2026-11-23T11:00:01Z", Forgotten::PromiseOverdue);

    let answered = act(&filed(), respond(Solution, Then::Stay), SOON).unwrap();
    let asks = hears(&answered, "2026-11-23T11:00:00Z").unwrap();
    let update = asks.course().update.unwrap();
    assert_eq!(Forgotten::of(&asks, update), None);
    let late = update + chrono::TimeDelta::seconds(1);
    assert_eq!(Forgotten::of(&asks, late), Some(Forgotten::UpdateOverdue));
    let both = act(&asks, promise("A call.", "2026-11-23T12:00:00Z"), "2026-11-23T11:30:00Z").unwrap();
    assert_eq!(Forgotten::of(&both, late), Some(Forgotten::PromiseOverdue));
}
