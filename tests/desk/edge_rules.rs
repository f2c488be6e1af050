//! The edge rules of the clock and of a ticket's life, each a named test: row by row of the desk's table.
//!
//! Rows that the server decides with its store (merges over two tickets, contracts, scope) are tested there as well.

use vigie::desk::queue::reading::{Left, Reading};
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::rules::merge::merge;
use vigie::desk::rules::obligation::{Class, Owing, Standing};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::sla::{Calendar, CalendarError, CalendarSpec, Tz};
use vigie::desk::ticket::cause::Cause;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind::{InformationRequest, Interim, Solution};
use vigie::desk::ticket::customer::{Contract, Customer, Plan};
use vigie::desk::ticket::dues::Call;
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::names::{CustomerId, LocalId};
use vigie::desk::ticket::phone::Hour;
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::regrade::{Consent, Party};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Status;
use vigie::desk::ticket::verdict::Outcome;
use vigie::desk::ticket::{Response, Ticket};

use crate::build::{
    PARIS, Wanted, act, action, at, called, hears, me, paris, promise, recounted, regrade, respond, wanted,
};

fn local(at: Option<chrono::DateTime<chrono::Utc>>) -> String {
    at.map_or_else(
        || "never".to_owned(),
        |at| at.with_timezone(&Tz::named("Europe/Paris").unwrap()).format("%a %m-%d %H:%M").to_string(),
    )
}

fn due(severity: u8, filed: &str) -> String {
    local(wanted("T1", severity, filed).ticket().due())
}

fn owed(ticket: &Ticket) -> String {
    local(Owing::of(ticket).and_then(Owing::due))
}

fn with_calendar(spec: &str, severity: u8, filed: &str) -> Response {
    let calendar = Calendar::for_a_desk(&CalendarSpec::from_json(spec).unwrap()).unwrap();
    let start = Start {
        filed_at: at(filed),
        severity: Severity::try_from(severity).unwrap(),
        channel: vigie::desk::ticket::conversation::Channel::Portal,
        first_call: None,
    };
    first_response(Plan::Premium, start, &Programme::default_programme(), &calendar, 2)
}

#[test]
fn row_01_a_target_runs_on_at_the_next_opening() {
    assert_eq!(due(3, "2026-11-23T16:00:00+01:00"), "Tue 11-24 13:00");
}

#[test]
fn row_02_a_minute_before_closing_counts_one_minute_and_closing_itself_none() {
    assert_eq!(due(3, "2026-03-13T17:59:00+01:00"), "Mon 03-16 14:59");
    assert_eq!(due(3, "2026-03-13T18:00:00+01:00"), "Mon 03-16 15:00");
}

#[test]
fn row_03_due_at_closing_is_due_today_and_met_in_that_second() {
    let ticket = wanted("T1", 3, "2026-03-10T12:00:00+01:00").ticket();
    assert_eq!(local(ticket.due()), "Tue 03-10 18:00");
    let answered = act(&ticket, respond(Solution, Then::Stay), "2026-03-10T18:00:00+01:00").unwrap();
    assert!(matches!(&answered.response, Response::Given(it) if it.target.unwrap().outcome == Outcome::Met));
}

#[test]
fn row_04_out_of_hours_severities_3_and_4_start_with_the_first_business_minute() {
    assert_eq!(due(3, "2026-03-14T11:00:00+01:00"), "Mon 03-16 15:00");
    assert_eq!(due(4, "2026-03-14T11:00:00+01:00"), "Mon 03-16 17:00");
}

#[test]
fn row_05_out_of_hours_severities_1_and_2_target_from_filing_and_commit_from_the_call() {
    let filed = wanted("T1", 1, "2026-11-22T13:21:00+01:00").ticket();
    let dues = *filed.owed().unwrap();
    assert_eq!(
        (local(dues.target), local(dues.commitment)),
        ("Sun 11-22 13:51".into(), "Mon 11-23 09:30".into())
    );
    assert_eq!(dues.call, Call::Missing);
    let logged = act(&filed, called("2026-11-22T13:40:00+01:00"), "2026-11-22T13:45:00+01:00").unwrap();
    let dues = *logged.owed().unwrap();
    assert_eq!(
        (local(dues.target), local(dues.commitment)),
        ("Sun 11-22 13:51".into(), "Sun 11-22 14:10".into())
    );
}

#[test]
fn row_06_no_extra_time_is_given_out_of_hours() {
    let in_hours = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let out = wanted("T1", 1, "2026-11-22T10:00:00+01:00").ticket();
    let length = |ticket: &Ticket| ticket.due().unwrap() - ticket.filed_at;
    assert_eq!(length(&in_hours), length(&out));
}

#[test]
fn row_07_the_first_response_clock_never_pauses_and_a_request_for_information_ends_it() {
    let filed = wanted("T1", 2, "2026-11-23T10:00:00+01:00").ticket();
    let told = act(&filed, respond(Interim, Then::WaitForCustomer), "2026-11-23T10:10:00+01:00").unwrap();
    assert_eq!((told.status, told.due()), (Status::WaitingForCustomer, filed.due()));
    let asked = act(&told, respond(InformationRequest, Then::Stay), "2026-11-23T10:20:00+01:00").unwrap();
    assert!(asked.has_qualified_response());
}

#[test]
fn row_08_waiting_and_out_of_hours_are_two_states() {
    let rules = (Programme::default_programme(), paris());
    let saturday = at("2026-11-21T12:00:00+01:00");
    let filed = wanted("T1", 3, "2026-11-20T16:00:00+01:00").ticket();
    let reading = Reading::of(&filed, Some((&rules.0, &rules.1)), saturday);
    assert!(matches!(reading.left, Left::Business { running: false, resumes: Some(_), .. }));
    let waits = act(&filed, respond(Solution, Then::WaitForCustomer), "2026-11-20T16:10:00+01:00").unwrap();
    let reading = Reading::of(&waits, Some((&rules.0, &rules.1)), saturday);
    assert_eq!((reading.left, waits.status), (Left::Nothing, Status::WaitingForCustomer));
}

#[test]
fn row_09_what_waits_does_not_leap_into_lateness_when_it_goes_on() {
    let filed = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let waits = act(&filed, respond(Solution, Then::WaitForCustomer), "2026-11-23T10:20:00+01:00").unwrap();
    let reopened = act(&waits, Change::Reopen, "2026-11-24T15:00:00+01:00").unwrap();
    assert_eq!(owed(&reopened), "Tue 11-24 16:00", "the hour of an update, none of it used while it waited");
    assert_eq!(Standing::of(&reopened, at("2026-11-24T15:00:00+01:00")), Standing::Objective);
}

#[test]
fn row_10_an_objective_is_moved_by_the_pause() {
    let filed = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let answered = act(&filed, respond(Solution, Then::Stay), "2026-11-23T10:20:00+01:00").unwrap();
    let waits = act(&answered, Change::WaitForCustomer, "2026-11-23T10:50:00+01:00").unwrap();
    let reopened = act(&waits, Change::Reopen, "2026-11-23T12:00:00+01:00").unwrap();
    assert_eq!((owed(&answered), owed(&reopened)), ("Mon 11-23 11:20".into(), "Mon 11-23 12:30".into()));
}

#[test]
fn row_11_raised_it_is_never_later_and_never_late_by_arithmetic() {
    let filed = wanted("T1", 3, "2026-11-23T10:00:00+01:00").ticket();
    let raised = act(&filed, regrade(1), "2026-11-23T15:00:00+01:00").unwrap();
    assert_eq!(owed(&raised), "Mon 11-23 15:30");
    assert_ne!(Standing::of(&raised, at("2026-11-23T15:00:00+01:00")), Standing::Breached);
    let nearly = act(&filed, regrade(1), "2026-11-23T15:55:00+01:00").unwrap();
    assert_eq!(owed(&nearly), "Mon 11-23 16:00");
}

#[test]
fn row_12_lowered_it_is_due_as_if_filed_so_and_a_breach_stays() {
    let filed = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    assert_eq!(owed(&act(&filed, regrade(4), "2026-11-23T10:20:00+01:00").unwrap()), "Mon 11-23 18:00");
    let late = act(&filed, regrade(4), "2026-11-23T10:30:01+01:00").unwrap();
    assert_eq!(Standing::of(&late, at("2026-11-23T10:31:00+01:00")), Standing::Breached);
    let answered = act(&late, respond(Solution, Then::Stay), "2026-11-23T10:40:00+01:00").unwrap();
    assert!(
        matches!(&answered.response, Response::Given(it) if it.target.unwrap().outcome == Outcome::Breached)
    );
}

#[test]
fn row_13_after_the_response_the_verdict_is_untouched() {
    let filed = wanted("T1", 3, "2026-11-23T10:00:00+01:00").ticket();
    let answered = act(&filed, respond(Solution, Then::Stay), "2026-11-23T10:30:00+01:00").unwrap();
    let raised = act(&answered, regrade(1), "2026-11-23T11:00:00+01:00").unwrap();
    assert_eq!(raised.response, answered.response);
    assert_eq!(Owing::of(&raised).map(Owing::class), Some(Class::Objective));
}

#[test]
fn row_14_who_asked_who_agreed_and_why_are_on_record() {
    let filed = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let change = Change::ChangeSeverity {
        to: Severity::High,
        reason: "One site only.".into(),
        asked_by: Party::Desk,
        consent: Consent::Informed,
    };
    let facts = action(&filed, change).decide(&filed, &me(), at("2026-11-23T10:05:00+01:00")).unwrap();
    let What::Regraded(it) = &facts[0].what else { panic!("{facts:?}") };
    assert_eq!((it.from, it.to), (Severity::Critical, Severity::High));
    assert_eq!(
        (it.asked_by, it.consent, it.reason.shown()),
        (Party::Desk, Consent::Informed, "One site only.")
    );
}

#[test]
fn row_15_the_next_update_counts_from_the_oldest_message_and_for_critical_ones_also_from_ours() {
    let answered = |severity| {
        let filed = wanted("T1", severity, "2026-11-23T10:00:00+01:00").ticket();
        act(&filed, respond(Solution, Then::Stay), "2026-11-23T10:10:00+01:00").unwrap()
    };
    let once = hears(&answered(2), "2026-11-23T11:00:00+01:00").unwrap();
    let twice = hears(&once, "2026-11-23T11:30:00+01:00").unwrap();
    assert_eq!((owed(&once), owed(&twice)), ("Mon 11-23 15:00".into(), "Mon 11-23 15:00".into()));
    assert_eq!((owed(&answered(1)), owed(&answered(2))), ("Mon 11-23 11:10".into(), "never".into()));
}

#[test]
fn row_16_reopened_the_response_stays_met_and_after_closing_a_new_ticket_is_filed() {
    let filed = wanted("T1", 3, "2026-11-23T10:00:00+01:00").ticket();
    let resolved = act(&filed, respond(Solution, Then::Resolve), "2026-11-23T10:30:00+01:00").unwrap();
    let reopened = hears(&resolved, "2026-11-24T10:00:00+01:00").unwrap();
    assert_eq!((reopened.status, &reopened.response), (Status::Open, &resolved.response));
    assert_eq!(owed(&reopened), "Tue 11-24 18:00", "eight business hours from the message");
    let closed = Ticket { status: Status::Closed, ..resolved };
    assert_eq!(hears(&closed, "2026-12-24T10:00:00+01:00"), None);
}

#[test]
fn row_17_what_recurs_is_another_ticket_that_names_the_first() {
    let mut filed = wanted("T2", 1, "2026-11-23T23:00:00+01:00").filing();
    filed.follows = Some(LocalId::new("T1"));
    let next =
        Ticket::filed(LocalId::new("T2"), &filed, at("2026-11-23T23:00:00+01:00"), Response::NotGuaranteed);
    assert_eq!(next.course().follows, Some(LocalId::new("T1")));
    assert_eq!(owed(&recounted(next)), "Mon 11-23 23:30", "with a clock of its own");
}

#[test]
fn row_18_merged_the_earliest_due_and_the_highest_severity_count() {
    let one = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let other = wanted("T2", 4, "2026-11-23T09:30:00+01:00").ticket();
    let when = at("2026-11-23T10:05:00+01:00");
    let change = action(&one, Change::Merge { into: other.id.clone() });
    let (ends, goes_on) = merge(&change, &one, &other, &me(), when).unwrap();
    let (ended, survivor) =
        (ends.iter().fold(one.clone(), Ticket::with), recounted(goes_on.iter().fold(other, Ticket::with)));
    assert_eq!((ended.status, ended.owed()), (Status::Closed, None));
    assert_eq!((survivor.severity, owed(&survivor)), (Severity::Critical, "Mon 11-23 10:30".into()));
    let answered = act(&one, respond(Solution, Then::Stay), "2026-11-23T10:20:00+01:00").unwrap();
    let change = action(&survivor, Change::Merge { into: answered.id.clone() });
    let hidden = merge(&change, &survivor, &answered, &me(), when);
    assert_eq!(hidden, Err(Refusal::NoQualifiedResponse), "a reply to one is no reply to the other");
}

#[test]
fn row_19_a_breach_is_counted_up_and_only_frozen_never_removed() {
    let filed = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let reading = Reading::of(&filed, None, at("2026-11-23T10:42:00+01:00"));
    assert_eq!(reading.left, Left::Clock(chrono::TimeDelta::minutes(-12)));
    let answered = act(&filed, respond(Solution, Then::Resolve), "2026-11-23T10:42:00+01:00").unwrap();
    let again = hears(&answered, "2026-11-24T10:00:00+01:00").unwrap();
    let again = act(&again, respond(Solution, Then::Stay), "2026-11-24T10:01:00+01:00").unwrap();
    let Response::Given(verdict) = &again.response else { panic!("{:?}", again.response) };
    assert_eq!(
        (verdict.target.unwrap().outcome, verdict.target.unwrap().by().num_minutes()),
        (Outcome::Breached, 12)
    );
    // It is explained, by whom and why; what was judged stays.
    let why = |reason: &str| Change::ExplainBreach { cause: Cause::Contested, reason: reason.into() };
    assert_eq!(act(&again, why(" "), "2026-11-24T10:02:00+01:00"), Err(Refusal::EmptyText));
    let explained = act(&again, why("They had our mail at 10:20."), "2026-11-24T10:02:00+01:00").unwrap();
    assert_eq!(explained.response, again.response);
    // What is not late yet has nothing to explain.
    assert_eq!(act(&filed, why("Busy."), "2026-11-23T10:30:00+01:00"), Err(Refusal::NothingBreached));
    act(&filed, why("Busy."), "2026-11-23T10:30:01+01:00").unwrap();
}

#[test]
fn row_20_holidays_are_the_calendars_own_with_regions_closings_and_half_days() {
    assert_eq!(due(3, "2026-04-02T16:00:00+02:00"), "Fri 04-03 13:00");
    let target = |response| match response {
        Response::Owed(dues) => local(dues.target),
        other => panic!("{other:?}"),
    };
    let alsace = PARIS.replace("\"FR\"", "\"FR-ALSACE-MOSELLE\"");
    assert_eq!(target(with_calendar(&alsace, 3, "2026-04-02T16:00:00+02:00")), "Tue 04-07 13:00");
    let half =
        PARIS.replace("\"weekly\"", "\"special\": {\"2026-11-24\": [[\"09:00\", \"12:00\"]]}, \"weekly\"");
    assert_eq!(target(with_calendar(&half, 3, "2026-11-23T16:00:00+01:00")), "Wed 11-25 10:00");
    let closed = PARIS.replace(
        "\"weekly\"",
        "\"closings\": [{\"from\": \"2026-11-24\", \"to\": \"2026-11-25\", \"why\": \"move\"}], \"weekly\"",
    );
    assert_eq!(target(with_calendar(&closed, 3, "2026-11-23T16:00:00+01:00")), "Thu 11-26 13:00");
}

#[test]
fn row_21_a_holiday_that_is_added_later_moves_what_is_open_and_nothing_that_was_judged() {
    let with_holiday = PARIS.replace("\"weekly\"", "\"holidays\": [\"2026-11-24\"], \"weekly\"");
    let Response::Owed(before) = with_calendar(PARIS, 3, "2026-11-23T16:00:00+01:00") else { panic!("owed") };
    let Response::Owed(after) = with_calendar(&with_holiday, 3, "2026-11-23T16:00:00+01:00") else {
        panic!("owed")
    };
    assert_eq!(
        (local(before.target), local(after.target)),
        ("Tue 11-24 13:00".into(), "Wed 11-25 13:00".into())
    );
    let filed = wanted("T1", 3, "2026-11-23T16:00:00+01:00").ticket();
    let answered = act(&filed, respond(Solution, Then::Stay), "2026-11-23T16:10:00+01:00").unwrap();
    let calendar = Calendar::for_a_desk(&CalendarSpec::from_json(&with_holiday).unwrap()).unwrap();
    let again =
        vigie::desk::rules::counting::recount(&answered, &Programme::default_programme(), &calendar, 9);
    assert_eq!(again, answered.response);
}

#[test]
fn row_22_the_desks_calendar_rules_and_the_customers_hour_is_information() {
    let filed = "2026-11-23T10:00:00+01:00";
    assert_eq!(Hour::of(at(filed), vigie::desk::sla::Tz::named("Asia/Tokyo").unwrap()), Hour::Usual);
    assert_eq!(Hour::of(at(filed), vigie::desk::sla::Tz::named("America/New_York").unwrap()), Hour::Night);
    assert_eq!(due(3, filed), "Mon 11-23 16:00", "wherever the customer sleeps");
}

#[test]
fn row_23_a_changed_clock_moves_no_target() {
    for (severity, filed, expected) in [
        (1, "2026-03-29T01:45:00+01:00", "Sun 03-29 03:15"),
        (2, "2026-03-28T23:30:00+01:00", "Sun 03-29 04:30"),
        (1, "2026-10-25T02:45:00+02:00", "Sun 10-25 02:15"),
        (2, "2026-10-25T00:30:00+02:00", "Sun 10-25 03:30"),
        (3, "2026-03-27T17:00:00+01:00", "Mon 03-30 14:00"),
    ] {
        assert_eq!(due(severity, filed), expected, "{filed}");
    }
}

#[test]
fn row_24_both_the_business_time_that_is_left_and_the_due_are_told() {
    let rules = (Programme::default_programme(), paris());
    let filed = wanted("T1", 3, "2026-11-20T16:00:00+01:00").ticket();
    let reading = Reading::of(&filed, Some((&rules.0, &rules.1)), at("2026-11-21T12:00:00+01:00"));
    assert_eq!(local(reading.due), "Mon 11-23 13:00");
    assert!(matches!(reading.left, Left::Business { left, .. } if left == chrono::TimeDelta::hours(4)));
}

#[test]
fn row_25_a_late_note_of_a_call_counts_from_when_it_was_and_both_instants_stay() {
    let filed = wanted("T1", 1, "2026-11-22T13:21:00+01:00").ticket();
    let change = action(&filed, called("2026-11-22T13:40:00+01:00"));
    let facts = change.decide(&filed, &me(), at("2026-11-22T18:00:00+01:00")).unwrap();
    let What::Called(call) = &facts[0].what else { panic!("{facts:?}") };
    assert_eq!(
        (call.occurred_at, facts[0].at),
        (at("2026-11-22T13:40:00+01:00"), at("2026-11-22T18:00:00+01:00"))
    );
    let logged = recounted(facts.iter().fold(filed, Ticket::with));
    assert_eq!(local(logged.owed().unwrap().commitment), "Sun 11-22 14:10");
}

#[test]
fn row_26_a_calendar_that_never_opens_is_refused_when_it_is_loaded() {
    let spec = CalendarSpec::from_json(r#"{"tz": "Europe/Paris", "weekly": {}}"#).unwrap();
    assert!(matches!(Calendar::for_a_desk(&spec), Err(CalendarError::NeverOpens)));
}

#[test]
fn row_27_a_contract_holds_on_its_days_and_without_one_no_clock_runs() {
    let contract = Contract {
        number: "PS-1".into(),
        from: "2026-01-01".parse().unwrap(),
        to: "2026-11-22".parse().unwrap(),
        licence: None,
    };
    let customer = Customer { contract: Some(contract), ..customer() };
    assert!(customer.is_covered(at("2026-11-22T23:59:59+01:00"), Tz::named("Europe/Paris").unwrap()));
    assert!(!customer.is_covered(at("2026-11-23T00:00:00+01:00"), Tz::named("Europe/Paris").unwrap()));
    let filed = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let out = Ticket { response: Response::NoContract, ..filed };
    assert_eq!(
        (out.due(), Standing::of(&out, at("2026-11-24T10:00:00+01:00"))),
        (None, Standing::NothingOwed)
    );
}

#[test]
fn row_28_void_needs_a_reason_ends_the_clock_and_is_a_state_of_its_own() {
    let filed = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let silent = act(&filed, Change::Void { reason: "".into() }, "2026-11-23T10:05:00+01:00");
    assert_eq!(silent, Err(Refusal::EmptyText));
    let void = act(&filed, Change::Void { reason: "A test.".into() }, "2026-11-23T10:05:00+01:00").unwrap();
    assert_eq!((void.status, void.owed()), (Status::Void, None));
    let after = act(&void, promise("Call.", "2026-11-24T10:00:00+01:00"), "2026-11-23T10:06:00+01:00");
    assert_eq!(after, Err(Refusal::WrongStatus { status: Status::Void }));
}

fn customer() -> Customer {
    Customer {
        id: CustomerId::new("acme"),
        name: "Acme".into(),
        plan: Plan::Premium,
        calendar: None,
        manager: None,
        language: vigie::desk::ticket::customer::Language::En,
        zone: None,
        contract: None,
        notes: None,
        next_review: None,
        contacts: Vec::new(),
    }
}

#[test]
fn a_standard_ticket_stays_without_a_time_whatever_happens_to_it() {
    let standard = Wanted { plan: Plan::Standard, ..wanted("T1", 3, "2026-11-23T10:00:00+01:00") }.ticket();
    let raised = act(&standard, regrade(1), "2026-11-23T11:00:00+01:00").unwrap();
    assert_eq!(raised.response, Response::NotGuaranteed);
}
