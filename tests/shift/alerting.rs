//! The bell and the notices: once per crossing, and never for what was already so.

use chrono::TimeDelta;
use vigie::app::model::notice::Notice;
use vigie::app::protocol::event::{Changes, Failure};

use crate::shift::{Shift, backend, id, shift, ticket};

#[test]
fn the_first_queue_is_no_alarm_however_bad_it_is() {
    let mut desk = shift("10:00", [ticket("T1").due_in(-10), ticket("T2").due_in(10)]);
    assert_eq!((desk.rings(), desk.notice()), (0, None));
    assert_eq!(desk.wait(2).rings(), 0);
}

#[test]
fn a_critical_ticket_that_comes_in_rings_once() {
    let mut desk = shift("10:00", []);
    assert_eq!(desk.arrives(ticket("T1").due_in(28)).rings(), 1);
    assert_eq!(desk.notice(), Some(&Notice::CriticalArrived { first: id("T1"), count: 1 }));
    assert_eq!(desk.customer_writes("T1").rings(), 0);
    assert_eq!(desk.arrives(ticket("T2").severity(3)).rings(), 0);
}

#[test]
fn each_threshold_of_a_critical_ticket_rings_once() {
    let mut desk = shift("10:00", [ticket("T1").due_in(16)]);
    assert_eq!(desk.wait(60).rings(), 1);
    assert_eq!(desk.notice(), Some(&Notice::AtRisk { first: id("T1"), count: 1 }));
    assert_eq!(desk.wait(599).rings(), 0);
    assert_eq!(desk.wait(1).rings(), 1);
    assert_eq!(desk.notice(), Some(&Notice::NearlyDue { first: id("T1"), count: 1 }));
    assert_eq!(desk.wait(300).rings(), 0, "in the due instant it is not late");
    assert_eq!(desk.wait(1).rings(), 1);
    assert_eq!(desk.notice(), Some(&Notice::Breached { first: id("T1"), count: 1 }));
    assert_eq!(desk.wait(3600).rings(), 0);
}

#[test]
fn what_crosses_together_is_told_together() {
    let mut desk = shift("10:00", [ticket("T1").due_in(1), ticket("T2").due_in(1)]);
    assert_eq!(desk.wait(61).rings(), 1);
    assert_eq!(desk.notice(), Some(&Notice::Breached { first: id("T1"), count: 2 }));
}

#[test]
fn a_lesser_severity_is_told_without_the_bell() {
    let mut desk = shift("10:00", [ticket("T1").severity(2).due_in(1)]);
    assert_eq!(desk.wait(61).rings(), 0);
    assert_eq!(desk.notice(), Some(&Notice::Breached { first: id("T1"), count: 1 }));
}

#[test]
fn what_happened_while_the_machine_slept_is_told_in_sum() {
    let tickets = [ticket("T1").due_in(20), ticket("T2").due_in(25), ticket("T3").severity(2).due_in(70)];
    // As soon as the backend says how late it is; if it says nothing, by our own clock.
    for answers in [true, false] {
        let mut desk = shift("10:00", tickets);
        desk.wait(5).poll(Vec::new()).sleep(TimeDelta::minutes(40));
        assert_eq!((desk.polls(), desk.rings()), (1, 0));
        if answers {
            desk.poll(Vec::new());
        } else {
            desk.poll_fails(Failure::Unreachable);
        }
        assert_eq!(desk.rings(), 1);
        assert_eq!(desk.notice(), Some(&Notice::WhileAway { arrived: 0, breached: 2, at_risk: 1 }));
        assert_eq!(desk.wait(2).rings(), 0);
    }
}

#[test]
fn a_clock_that_is_set_forward_is_no_alarm() {
    let mut desk = shift("10:00", [ticket("T1").due_in(20)]);
    desk.wait(5).poll(Vec::new()).sleep(TimeDelta::minutes(40));
    let before = desk.now.wall - TimeDelta::minutes(40);
    desk.answer(Changes { server_now: before, ..page(&desk) });
    // That the clock is off is told; nothing of the queue is.
    let off = Notice::ClockOff { backend: backend(), ahead: TimeDelta::minutes(40) };
    assert_eq!((desk.rings(), desk.notice()), (0, Some(&off)));
    assert!(desk.wait(20 * 60).rings() > 0, "each in its own time");
    assert!(matches!(desk.notice(), Some(Notice::Breached { .. })));
}

#[test]
fn an_answer_from_before_a_sleep_does_not_say_how_late_it_is() {
    let mut desk = shift("10:00", [ticket("T1").due_in(20)]);
    assert_eq!(desk.wait(5).polls(), 1);
    let asleep = page(&desk);
    desk.sleep(TimeDelta::hours(8));
    assert_eq!(desk.polls(), 0, "one is on its way");
    desk.answer(asleep);
    assert_eq!(desk.app.desk_now(&backend(), desk.now), desk.now.wall);
    assert_eq!(desk.polls(), 1, "and asked again at once");
}

fn page(desk: &Shift) -> Changes {
    Changes {
        cursor: "asked".to_owned(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: Vec::new(),
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    }
}

#[test]
fn an_answered_ticket_alarms_nobody() {
    let mut desk = shift("10:00", [ticket("T1").due_in(1)]);
    let made = desk.press("rs").press("Fixed.<ctrl-s>").recorded();
    desk.disk_catches_up().backend_takes(&made[0]);
    assert_eq!(desk.wait(120).rings(), 0);
}

#[test]
fn a_notice_goes_by_itself_and_the_next_one_comes() {
    let mut desk = shift("10:00", [ticket("T1").due_in(1)]);
    desk.wait(61);
    desk.press("x");
    assert!(matches!(desk.notice(), Some(Notice::RuleSaysNo { .. })), "no alarm hides the answer to a key");
    assert!(matches!(desk.press("<space>").notice(), Some(Notice::Breached { .. })), "and it comes back");
    desk.wait(31);
    assert_eq!(desk.notice(), None);
}
