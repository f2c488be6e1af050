//! The two instants of an out-of-hours ticket, and when a ticket is at risk.

use vigie::desk::queue::reading::{Left, Pace, Reading};
use vigie::desk::rules::obligation::Standing;
use vigie::desk::ticket::change::Then;
use vigie::desk::ticket::conversation::{Channel, ResponseKind};
use vigie::desk::ticket::customer::Plan;
use vigie::desk::ticket::dues::{Call, Dues};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::{Response, Ticket};

use crate::build::{Wanted, act, at, paris, regrade, respond, wanted};

fn dues(wanted: Wanted) -> Dues {
    match wanted.ticket().response {
        Response::Owed(dues) => dues,
        other => panic!("nothing owed: {other:?}"),
    }
}

#[test]
fn in_hours_there_is_one_instant_and_no_call() {
    let dues = dues(wanted("T1", 1, "2026-11-23T10:00:00+01:00"));
    assert_eq!(dues.target, Some(at("2026-11-23T10:30:00+01:00")));
    assert_eq!(dues.commitment, dues.target);
    assert_eq!(dues.call, Call::NotNeeded);
}

#[test]
fn out_of_hours_the_target_runs_from_filing_and_the_commitment_from_the_next_opening() {
    // A Sunday; Monday opens at nine.
    let dues = dues(wanted("T1", 1, "2026-11-22T13:21:00+01:00"));
    assert_eq!(dues.target, Some(at("2026-11-22T13:51:00+01:00")));
    assert_eq!(dues.commitment, Some(at("2026-11-23T09:30:00+01:00")));
    assert_eq!(dues.call, Call::Missing);
}

#[test]
fn who_files_by_phone_has_called() {
    let filed = wanted("T1", 2, "2026-11-22T13:21:00+01:00");
    let dues = dues(Wanted { channel: Channel::Phone, ..filed });
    assert_eq!(dues.call, Call::Logged { at: at("2026-11-22T13:21:00+01:00") });
    assert_eq!(dues.commitment, dues.target);
}

#[test]
fn business_targets_need_no_call_and_start_with_the_first_business_minute() {
    let dues = dues(wanted("T1", 3, "2026-11-22T13:21:00+01:00"));
    assert_eq!(dues.target, Some(at("2026-11-23T15:00:00+01:00")));
    assert_eq!(dues.call, Call::NotNeeded);
    // Sixty *business* minutes before.
    assert_eq!(dues.at_risk_from, Some(at("2026-11-23T14:00:00+01:00")));
}

#[test]
fn the_warning_of_a_business_target_can_lie_on_the_day_before() {
    let dues = dues(wanted("T1", 3, "2026-11-23T12:30:00+01:00"));
    assert_eq!(dues.target, Some(at("2026-11-24T09:30:00+01:00")));
    assert_eq!(dues.at_risk_from, Some(at("2026-11-23T17:30:00+01:00")));
}

#[test]
fn each_severity_is_warned_by_its_first_threshold_and_again_by_its_last() {
    let filed = "2026-11-23T10:00:00Z";
    for (severity, at_risk, urgent) in
        [(1, "10:15:00", Some("10:25:00")), (2, "13:00:00", Some("13:45:00")), (3, "15:00:00", None)]
    {
        let dues = dues(wanted("T1", severity, filed));
        let day = |time| at(&format!("2026-11-23T{time}Z"));
        assert_eq!(dues.at_risk_from, Some(day(at_risk)), "severity {severity}");
        assert_eq!(dues.urgent_from, urgent.map(day), "severity {severity}");
    }
}

#[test]
fn the_due_instant_itself_is_not_late() {
    let ticket = wanted("T1", 1, "2026-11-23T10:00:00Z").ticket();
    for (now, standing) in [
        ("2026-11-23T10:14:59.999999Z", Standing::OnTime),
        ("2026-11-23T10:15:00Z", Standing::AtRisk),
        ("2026-11-23T10:30:00Z", Standing::AtRisk),
        ("2026-11-23T10:30:00.000001Z", Standing::Breached),
    ] {
        assert_eq!(Standing::of(&ticket, at(now)), standing, "{now}");
    }
}

#[test]
fn a_standard_request_has_no_guaranteed_time() {
    let filed = wanted("T1", 1, "2026-11-23T10:00:00Z");
    let ticket = Wanted { plan: Plan::Standard, ..filed }.ticket();
    assert_eq!(ticket.response, Response::NotGuaranteed);
    assert_eq!(Standing::of(&ticket, at("2027-01-01T00:00:00Z")), Standing::NothingOwed);
}

#[test]
fn business_time_stands_still_out_of_hours_and_says_when_it_goes_on() {
    let ticket = wanted("T1", 3, "2026-11-20T16:00:00+01:00").ticket();
    let (programme, calendar) = (Programme::default_programme(), paris());
    let saturday = at("2026-11-21T12:00:00+01:00");
    let reading = Reading::of(&ticket, Some((&programme, &calendar)), saturday);
    let resumes = Some(at("2026-11-23T09:00:00+01:00"));
    assert_eq!(reading.left, Left::Business { left: chrono::TimeDelta::hours(4), running: false, resumes });
    assert_eq!(reading.pace(), Pace::EachMinute);
    let late = Reading::of(&ticket, Some((&programme, &calendar)), at("2026-11-23T13:10:00+01:00"));
    assert_eq!(late.left, Left::Clock(chrono::TimeDelta::minutes(-10)));
}

#[test]
fn the_bar_is_full_in_the_due_instant_and_fuller_once_it_is_late() {
    let rules = (Programme::default_programme(), paris());
    let used = |ticket: &Ticket, now: &str| Reading::of(ticket, Some((&rules.0, &rules.1)), at(now)).used;
    let critical = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    for (now, part) in [("09:50", 0.0), ("10:00", 0.0), ("10:15", 0.5), ("10:30", 1.0), ("10:45", 1.5)] {
        assert_eq!(used(&critical, &format!("2026-11-23T{now}:00+01:00")), Some(part), "{now}");
    }
    // Six business hours, of which two run on Friday.
    let low = wanted("T1", 3, "2026-11-20T16:00:00+01:00").ticket();
    assert_eq!(used(&low, "2026-11-21T12:00:00+01:00"), Some(2.0 / 6.0));
    // Raised after an hour: the whole is what it is counted to be now.
    let high = wanted("T1", 2, "2026-11-23T10:00:00+01:00").ticket();
    let raised = act(&high, regrade(1), "2026-11-23T11:00:00+01:00").unwrap();
    let due = raised.due().unwrap();
    let halfway = raised.filed_at + (due - raised.filed_at) / 2;
    assert_eq!(used(&raised, &due.to_rfc3339()), Some(1.0));
    assert_eq!(used(&raised, &halfway.to_rfc3339()), Some(0.5));
    let answered = act(&critical, respond(ResponseKind::Solution, Then::Stay), "2026-11-23T10:10:00+01:00");
    assert_eq!(used(&answered.unwrap(), "2026-11-23T10:15:00+01:00"), None, "no first response is owed");
}
