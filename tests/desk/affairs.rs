//! Calls, changes of severity and promises: what each does to the clock, and what it must not do.

use vigie::desk::rules::obligation::{Class, Owing, Standing};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind::{Interim, Solution};
use vigie::desk::ticket::dues::Call;
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::names::ActionId;
use vigie::desk::ticket::phone::Direction;
use vigie::desk::ticket::promise::Kept;
use vigie::desk::ticket::severity::Severity;

use crate::build::{act, action, at, called, hears, me, promise, regrade, respond, wanted};

/// A Sunday, 13:21 in Paris; Monday opens at nine.
const SUNDAY: &str = "2026-11-22T13:21:00+01:00";
const MONDAY: &str = "2026-11-23T10:00:00+01:00";

fn on_sunday(severity: u8) -> Ticket {
    wanted("T1", severity, SUNDAY).ticket()
}

fn monday(severity: u8) -> Ticket {
    wanted("T1", severity, MONDAY).ticket()
}

fn commitment(ticket: &Ticket) -> Option<String> {
    let at = ticket.owed()?.commitment?;
    Some(
        at.with_timezone(&vigie::desk::sla::Tz::named("Europe/Paris").unwrap())
            .format("%a %H:%M")
            .to_string(),
    )
}

fn due(ticket: &Ticket) -> String {
    let at = Owing::of(ticket).and_then(Owing::due).expect("something is owed");
    at.with_timezone(&vigie::desk::sla::Tz::named("Europe/Paris").unwrap()).format("%a %H:%M").to_string()
}

#[test]
fn the_commitment_counts_from_the_first_call_and_the_target_does_not_move() {
    let filed = on_sunday(1);
    let logged = act(&filed, called("2026-11-22T14:00:00+01:00"), "2026-11-22T14:05:00+01:00").unwrap();
    assert_eq!(commitment(&logged).as_deref(), Some("Sun 14:30"));
    assert_eq!(logged.due(), filed.due());
    assert_eq!(logged.owed().unwrap().call, Call::Logged { at: at("2026-11-22T14:00:00+01:00") });
}

#[test]
fn a_call_before_the_filing_commits_from_the_filing_and_one_after_the_opening_from_the_opening() {
    let before =
        act(&on_sunday(1), called("2026-11-22T13:00:00+01:00"), "2026-11-22T14:05:00+01:00").unwrap();
    assert_eq!(commitment(&before).as_deref(), Some("Sun 13:51"));
    let after = act(&on_sunday(1), called("2026-11-23T09:10:00+01:00"), "2026-11-23T09:20:00+01:00").unwrap();
    assert_eq!(commitment(&after).as_deref(), Some("Mon 09:30"));
}

#[test]
fn only_the_first_call_of_the_customer_counts_in_whatever_order_they_are_noted() {
    let mut ours = called("2026-11-22T13:30:00+01:00");
    if let Change::Call { call, .. } = &mut ours {
        call.direction = Direction::ToCustomer;
    }
    let one = act(&on_sunday(1), ours, "2026-11-22T15:00:00+01:00").unwrap();
    assert_eq!(one.owed().unwrap().call, Call::Missing);
    let two = act(&one, called("2026-11-22T14:40:00+01:00"), "2026-11-22T15:00:00+01:00").unwrap();
    let three = act(&two, called("2026-11-22T14:00:00+01:00"), "2026-11-22T15:05:00+01:00").unwrap();
    assert_eq!(commitment(&three).as_deref(), Some("Sun 14:30"));
}

#[test]
fn a_call_that_is_still_to_come_is_refused_and_a_clock_that_is_a_little_ahead_is_not() {
    let refused = act(&on_sunday(1), called("2026-11-22T16:00:00+01:00"), "2026-11-22T14:05:00+01:00");
    assert_eq!(refused, Err(Refusal::NotYetHappened));
    let ahead = act(&on_sunday(1), called("2026-11-22T14:05:20+01:00"), "2026-11-22T14:05:00+01:00").unwrap();
    assert_eq!(ahead.course().first_call, Some(at("2026-11-22T14:05:00+01:00")));
}

#[test]
fn a_call_stops_no_clock_and_is_no_public_message() {
    let logged = act(&on_sunday(1), called(SUNDAY), "2026-11-22T13:40:00+01:00").unwrap();
    assert!(!logged.has_qualified_response());
    assert_eq!(act(&logged, Change::WaitForCustomer, MONDAY), Err(Refusal::NoPublicMessage));
}

#[test]
fn a_promise_in_a_call_was_given_when_the_call_was() {
    let mut change = called("2026-11-22T14:00:00+01:00");
    let Change::Promise { promise: given } = promise("I call back.", "2026-11-22T17:00:00+01:00") else {
        unreachable!("it was just made")
    };
    if let Change::Call { promise, .. } = &mut change {
        *promise = Some(given);
    }
    let facts = action(&on_sunday(1), change).decide(&on_sunday(1), &me(), at("2026-11-22T15:00:00+01:00"));
    let facts = facts.unwrap();
    assert!(matches!(&facts[1].what, What::Promised(it) if it.made_at == at("2026-11-22T14:00:00+01:00")));
    assert_eq!(facts[1].at, at("2026-11-22T15:00:00+01:00"));
}

#[test]
fn raised_it_is_due_at_the_earlier_of_the_old_due_and_the_new_time_from_then_on() {
    // Severity 3 of ten o'clock is due at 16:00.
    let raised = act(&monday(3), regrade(1), "2026-11-23T11:00:00+01:00").unwrap();
    assert_eq!((raised.severity, due(&raised).as_str()), (Severity::Critical, "Mon 11:30"));
    let late = act(&monday(3), regrade(1), "2026-11-23T15:50:00+01:00").unwrap();
    assert_eq!(due(&late), "Mon 16:00");
    assert_eq!(late.owed().unwrap().at_risk_from, Some(at("2026-11-23T15:45:00+01:00")));
}

#[test]
fn lowered_it_is_due_as_if_it_had_been_filed_so() {
    let lowered = act(&monday(1), regrade(3), "2026-11-23T10:10:00+01:00").unwrap();
    assert_eq!(due(&lowered), "Mon 16:00");
    let back = act(&lowered, regrade(2), "2026-11-23T10:20:00+01:00").unwrap();
    assert_eq!(due(&back), "Mon 14:20");
}

#[test]
fn a_breach_that_happened_stays_whatever_the_severity_becomes() {
    for to in [2, 3, 4] {
        let lowered = act(&monday(1), regrade(to), "2026-11-23T10:31:00+01:00").unwrap();
        assert_eq!(due(&lowered), "Mon 10:30", "to {to}");
        assert_eq!(Standing::of(&lowered, at("2026-11-23T10:32:00+01:00")), Standing::Breached);
    }
    let raised = act(&monday(3), regrade(1), "2026-11-23T16:05:00+01:00").unwrap();
    assert_eq!(due(&raised), "Mon 16:00");
}

#[test]
fn raised_out_of_hours_it_waits_for_the_call_like_one_that_is_filed_then() {
    let filed = wanted("T1", 3, "2026-11-20T10:00:00+01:00").ticket();
    let filed = act(&filed, Change::Acknowledge, "2026-11-20T10:05:00+01:00").unwrap();
    // On Friday at 15:00 it is not late yet, and the desk is open: no call is needed.
    let open = act(&filed, regrade(1), "2026-11-20T15:00:00+01:00").unwrap();
    assert_eq!(open.owed().unwrap().call, Call::NotNeeded);
    let later = wanted("T1", 3, "2026-11-20T16:00:00+01:00").ticket();
    let raised = act(&later, regrade(1), "2026-11-21T10:00:00+01:00").unwrap();
    assert_eq!((due(&raised).as_str(), commitment(&raised).as_deref()), ("Sat 10:30", Some("Mon 09:30")));
    assert_eq!(raised.owed().unwrap().call, Call::Missing);
    let logged = act(&raised, called("2026-11-21T10:20:00+01:00"), "2026-11-21T10:21:00+01:00").unwrap();
    assert_eq!(commitment(&logged).as_deref(), Some("Sat 10:50"));
}

#[test]
fn a_change_of_severity_needs_a_reason_and_another_severity() {
    assert_eq!(act(&monday(3), regrade(3), MONDAY), Err(Refusal::SameSeverity));
    let mut silent = regrade(1);
    if let Change::ChangeSeverity { reason, .. } = &mut silent {
        *reason = " ".into();
    }
    assert_eq!(act(&monday(3), silent, MONDAY), Err(Refusal::EmptyText));
}

#[test]
fn after_the_response_only_objectives_follow_the_severity() {
    let answered = act(&monday(3), respond(Solution, Then::Stay), "2026-11-23T10:30:00+01:00").unwrap();
    let asked = hears(&answered, "2026-11-23T11:00:00+01:00").unwrap();
    assert_eq!(due(&asked), "Tue 10:00");
    let raised = act(&asked, regrade(1), "2026-11-23T11:30:00+01:00").unwrap();
    assert_eq!((due(&raised).as_str(), &raised.response), ("Mon 12:00", &answered.response));
}

#[test]
fn the_next_update_counts_from_the_oldest_message_that_was_not_answered() {
    let answered = act(&monday(2), respond(Solution, Then::Stay), "2026-11-23T10:30:00+01:00").unwrap();
    assert_eq!(Owing::of(&answered), None, "severity 2 has no rhythm of its own");
    let asked = hears(&answered, "2026-11-23T11:00:00+01:00").unwrap();
    let again = hears(&asked, "2026-11-23T12:00:00+01:00").unwrap();
    assert_eq!((due(&asked).as_str(), due(&again).as_str()), ("Mon 15:00", "Mon 15:00"));
    assert_eq!(Owing::of(&again).map(Owing::class), Some(Class::Objective));
    assert_eq!(Standing::of(&again, at("2026-11-23T15:00:01+01:00")), Standing::Overdue);
    let told = act(&again, respond(Interim, Then::Stay), "2026-11-23T13:00:00+01:00").unwrap();
    assert_eq!(Owing::of(&told), None);
}

#[test]
fn a_critical_ticket_is_told_of_every_hour_while_it_is_our_move() {
    let answered = act(&monday(1), respond(Solution, Then::Stay), "2026-11-23T10:20:00+01:00").unwrap();
    assert_eq!(due(&answered), "Mon 11:20");
    let waits = act(&answered, Change::WaitForCustomer, "2026-11-23T10:50:00+01:00").unwrap();
    assert_eq!(Owing::of(&waits), None);
    // What we waited for the customer does not count: the due moves by the pause.
    let reopened = act(&waits, Change::Reopen, "2026-11-23T12:00:00+01:00").unwrap();
    assert_eq!(due(&reopened), "Mon 12:30");
}

fn id(ticket: &Ticket) -> ActionId {
    ticket.course().promises[0].id
}

#[test]
fn a_promise_is_a_countdown_until_it_is_kept_moved_or_given_up() {
    let answered = act(&monday(3), respond(Solution, Then::Stay), "2026-11-23T10:30:00+01:00").unwrap();
    let made =
        act(&answered, promise("I call back.", "2026-11-23T15:00:00+01:00"), "2026-11-23T10:40:00+01:00")
            .unwrap();
    assert_eq!(due(&made), "Mon 15:00");
    let moved = Change::MovePromise {
        promise: id(&made),
        due: at("2026-11-23T17:00:00+01:00"),
        reason: "The lab needs longer.".into(),
    };
    assert_eq!(due(&act(&made, moved, "2026-11-23T14:00:00+01:00").unwrap()), "Mon 17:00");
    for (when, how) in
        [("2026-11-23T15:00:00+01:00", Kept::InTime), ("2026-11-23T15:00:01+01:00", Kept::Late)]
    {
        let kept = action(&made, Change::KeepPromise { promise: id(&made) });
        let facts = kept.decide(&made, &me(), at(when)).unwrap();
        assert!(matches!(&facts[0].what, What::PromiseEnded { how: it, .. } if *it == how), "{when}");
        assert_eq!(Owing::of(&facts.iter().fold(made.clone(), Ticket::with)), None);
    }
    let given_up = Change::BreakPromise { promise: id(&made), reason: "Nobody is there.".into() };
    assert!(act(&made, given_up, "2026-11-23T14:00:00+01:00").unwrap().course().promises.is_empty());
}

#[test]
fn a_promise_is_for_a_time_to_come_and_says_what() {
    let past = promise("I call back.", "2026-11-23T09:00:00+01:00");
    assert_eq!(act(&monday(3), past, MONDAY), Err(Refusal::PromiseInThePast));
    let nothing = promise("  ", "2026-11-23T19:00:00+01:00");
    assert_eq!(act(&monday(3), nothing, MONDAY), Err(Refusal::EmptyText));
    let unknown = Change::KeepPromise { promise: ActionId(uuid::Uuid::nil()) };
    assert_eq!(act(&monday(3), unknown, MONDAY), Err(Refusal::NoSuchPromise));
}

#[test]
fn a_running_commitment_is_never_hidden_by_a_promise() {
    let made = act(&monday(3), promise("I call back.", "2026-11-23T10:30:00+01:00"), MONDAY).unwrap();
    assert_eq!(Owing::of(&made).map(Owing::class), Some(Class::Commitment));
    assert_eq!(due(&made), "Mon 16:00");
}
