//! The forms: at most three keys to log a call, and nothing typed in them is lost.

use vigie::app::model::form::Flaw;
use vigie::app::model::notice::{Deed, Notice};
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::event::{Aside, Event};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::form::Label;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::text::SafeLine;
use vigie::desk::ticket::cause::Cause;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::customer::Contact;
use vigie::desk::ticket::escalation::Level;
use vigie::desk::ticket::names::{ContactId, ManagerId};
use vigie::desk::ticket::phone::{CallOutcome, Direction};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, id, shift, ticket};

pub fn desk() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

pub fn typed(desk: &Shift, label: Label) -> Option<&str> {
    match &desk.app.overlay {
        Some(Overlay::Form(form)) => form.text(label),
        _ => None,
    }
}

fn call(change: &Change) -> &vigie::desk::ticket::phone::PhoneCall {
    match change {
        Change::Call { call, .. } => call,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_line_that_is_pasted_into_a_note_is_sent() {
    let mut desk = desk();
    desk.press("c<tab><tab><tab><tab>").hear(Event::Pasted("two\r\nlines\u{1b}[2J".to_owned()));
    desk.press("<ctrl-j>and a third").press("<enter>");
    let note = call(&desk.recorded()[0].change).note.clone();
    assert_eq!(note.unwrap().raw(), "two\nlines^[[2J\nand a third");
}

#[test]
fn what_does_not_fit_into_a_field_is_told_and_the_field_stays_as_it_was() {
    let mut desk = desk();
    desk.press("c<tab><tab><tab><tab><tab>call back").hear(Event::Pasted("x".repeat(2001)));
    assert_eq!(typed(&desk, Label::Promise), Some("call back"));
    assert_eq!(desk.notice(), Some(&Notice::TextTooLong { most: 2000 }));
}

#[test]
fn up_and_down_go_through_an_open_list_and_the_lines_of_a_text_before_they_leave_it() {
    let mut desk = desk();
    let marked = |desk: &Shift| match &desk.app.overlay {
        Some(Overlay::Form(form)) => form.entries[form.marked].label,
        _ => panic!("no form"),
    };
    desk.press("s<down>");
    assert_eq!(marked(&desk), Label::Severity, "the next severity");
    desk.press("<down><down><down>");
    assert_eq!(marked(&desk), Label::AskedBy, "past the last one");
    desk.press("<esc>n");
    desk.press("<esc>e<tab>one<ctrl-j>two");
    let label = marked(&desk);
    desk.press("<up>");
    assert_eq!(marked(&desk), label);
    desk.press("<up>");
    assert_ne!(marked(&desk), label);
}

#[test]
fn a_call_is_logged_with_three_keys_from_the_queue() {
    let mut desk = desk();
    desk.press("jc");
    assert_eq!(desk.app.focus(), Focus::Form);
    let began = desk.now.wall;
    desk.wait(42);
    let made = desk.press("2<enter>").recorded();
    assert_eq!(made[0].ticket, id("T2"));
    let call = call(&made[0].change);
    assert_eq!(call.contact, Some(ContactId::new("marc")));
    assert_eq!(call.number.as_ref().map(SafeLine::shown), Some("+33 1 99 00 00 02"));
    assert_eq!((call.direction, call.outcome), (Direction::FromCustomer, CallOutcome::Spoke));
    assert_eq!((call.occurred_at, call.lasted_seconds), (began, Some(42)));
    assert_eq!(desk.app.focus(), Focus::Queue);
}

#[test]
fn who_filed_the_ticket_is_the_caller_unless_somebody_else_is_named() {
    let made = desk().press("c<enter>").recorded();
    assert_eq!(call(&made[0].change).contact, Some(ContactId::new("claire")));
    let made = desk().press("c3<enter>").recorded();
    assert_eq!(call(&made[0].change).contact, None);
}

#[test]
fn a_call_that_is_noted_later_says_when_it_was_and_has_no_timer() {
    let made = desk().press("c<tab><tab><tab>-30m<enter>").recorded();
    let call = call(&made[0].change);
    assert_eq!((made[0].made_at - call.occurred_at).num_minutes(), 30);
    assert_eq!(call.lasted_seconds, None);
}

#[test]
fn a_promise_in_a_call_needs_both_a_text_and_a_time() {
    let mut desk = desk();
    assert!(desk.press("c<tab><tab><tab><tab><tab>call back<enter>").recorded().is_empty());
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("it stays open") };
    assert_eq!(form.flaw, Some((form.place(Label::Until), Flaw::NoTime)));
    assert_eq!(form.marked, form.place(Label::Until));
    let made = desk.press("+45m<enter>").recorded();
    let Change::Call { promise: Some(promise), .. } = &made[0].change else { panic!("{made:?}") };
    assert_eq!((promise.due - made[0].made_at).num_minutes(), 45);
    assert_eq!(promise.what.shown(), "call back");
}

#[test]
fn a_form_that_is_left_is_gone_on_with_and_pasted_text_is_text() {
    let mut desk = desk();
    desk.press("p");
    desk.hear(Event::Pasted("call back\nq".into()));
    desk.press("<esc>");
    assert_eq!(desk.notice(), Some(&Notice::FormKept { ticket: id("T1") }));
    assert!(desk.app.window(10).rows[0].draft);
    let made = desk.press("jkp<tab>+1h<enter>").recorded();
    assert!(matches!(&made[0].change, Change::Promise { promise } if promise.what.shown() == "call back q"));
    assert!(!desk.app.window(10).rows[0].draft);
}

#[test]
fn a_form_that_could_not_be_recorded_comes_back_as_it_was() {
    let mut desk = desk();
    let made = desk.press("c2<tab><tab><tab><tab>no backup<enter>").recorded();
    desk.hear(Event::RecordFailed { id: made[0].id, why: "disk full".into() });
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("it is lost") };
    assert_eq!(form.text(Label::Note), Some("no backup"));
    assert_eq!(form.chosen(Label::Caller).and_then(|it| it.contact()).map(|it| it.id.as_str()), Some("marc"));
}

#[test]
fn what_is_typed_in_a_form_is_asked_about_before_leaving() {
    let mut desk = desk();
    desk.press("pcall back<ctrl-c>");
    assert_eq!((desk.app.focus(), desk.app.done), (Focus::Choice, false));
    desk.press("n");
    assert_eq!(desk.press("p<tab>+1h<enter>").recorded().len(), 1);
}

#[test]
fn a_severity_is_changed_with_a_reason_and_its_due_is_seen_before() {
    let mut desk = desk();
    let before = desk.ticket("T1").due();
    desk.press("s3");
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("no form") };
    let after = desk.app.foreseen(form, desk.now).expect("the rules are known");
    assert!(after.due() > before);
    assert!(desk.press("<enter>").recorded().is_empty(), "no reason was given");
    let made = desk.press("The site has a workaround.<enter>").recorded();
    assert!(matches!(&made[0].change, Change::ChangeSeverity { to: Severity::Medium, .. }));
    assert_eq!(made[0].seen, Version(1));
    let row = desk.app.selected_row().expect("one is marked");
    assert_eq!((row.ticket.severity, row.ticket.due()), (Severity::Medium, before), "until it is accepted");
}

#[test]
fn the_same_severity_is_refused_and_the_form_stays() {
    let mut desk = desk();
    assert!(desk.press("s<tab><tab><tab>Because.<enter>").recorded().is_empty());
    assert_eq!(desk.app.focus(), Focus::Form);
    let why = Refusal::SameSeverity;
    assert_eq!(
        desk.notice(),
        Some(&Notice::RuleSaysNo { ticket: id("T1"), deed: Deed::ChangeSeverity, why })
    );
}

#[test]
fn a_severity_on_a_ticket_that_moved_is_told_once() {
    let mut desk = desk();
    desk.press("s3<tab><tab><tab>Because.").colleague_does("T1", Change::Note { body: "Wait.".into() });
    assert!(desk.press("<enter>").recorded().is_empty());
    assert_eq!(desk.notice(), Some(&Notice::ThreadMoved { ticket: id("T1") }));
    assert_eq!(desk.press("<enter>").recorded().len(), 1);
}

#[test]
fn there_is_nothing_to_settle_without_a_promise() {
    let mut desk = desk();
    desk.press("P");
    assert_eq!(desk.app.focus(), Focus::Queue);
    assert!(matches!(desk.notice(), Some(Notice::RuleSaysNo { why: Refusal::NoSuchPromise, .. })));
}

#[test]
fn a_reason_for_which_a_kept_promise_has_no_place_is_not_dropped_in_silence() {
    let mut desk = desk();
    let made = desk.press("pcall back<tab>+1h<enter>").recorded();
    desk.disk_catches_up().backend_takes(&made[0]);
    assert!(desk.press("P<tab><tab><tab>They called.<enter>").recorded().is_empty());
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("it stays open") };
    assert_eq!(form.flaw, Some((form.place(Label::Reason), Flaw::NotAsked)));
    // With another answer it has its place, and nothing is wrong any more.
    desk.press("<backtab><backtab><backtab><right>");
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("it stays open") };
    assert_eq!(form.flaw, None);
    let kept = desk.press("<left><tab><tab><tab><ctrl-u><enter>").recorded();
    assert_eq!(kept[0].change, Change::KeepPromise { promise: made[0].id });
}

#[test]
fn a_promise_is_kept_with_two_keys() {
    let mut desk = desk();
    let made = desk.press("pcall back<tab>+1h<enter>").recorded();
    desk.disk_catches_up().backend_takes(&made[0]);
    let kept = desk.press("P<enter>").recorded();
    assert_eq!(kept[0].change, Change::KeepPromise { promise: made[0].id });
    desk.disk_catches_up().backend_takes(&kept[0]);
    assert!(desk.ticket("T1").course().promises.is_empty());
}

#[test]
fn a_ticket_is_filed_for_the_customer_of_the_marked_one_and_told_by_its_own_name() {
    let mut desk = desk();
    let keys = "N<tab><tab><tab>1<tab>Nothing starts<tab>Since noon.<enter>";
    let made = desk.press(keys).recorded();
    let Change::File { request } = &made[0].change else { panic!("{made:?}") };
    assert_eq!((request.customer.as_str(), request.severity), ("acme", Severity::Critical));
    assert_eq!(request.contact, Some(ContactId::new("claire")));
    assert_eq!(desk.disk_catches_up().delivered(), made);
    let filed = Box::new(ticket("INC-7").at(desk.now.wall));
    desk.hear(Event::Delivered { id: made[0].id, at: desk.now.wall, ticket: filed, aside: Aside::default() });
    assert!(desk.app.outbox.is_empty());
    assert_eq!(desk.notice(), Some(&Notice::Delivered { ticket: id("INC-7"), deed: Deed::File }));
    assert_eq!(desk.ticket("INC-7").version, Version(1));
}

#[test]
fn a_new_ticket_of_somebody_who_is_not_named_needs_a_name() {
    let mut desk = desk();
    assert!(desk.press("N3<tab><tab><tab><tab>Nothing<tab>Since noon.<enter>").recorded().is_empty());
    let made = desk.press("Jo at the gate<enter>").recorded();
    let Change::File { request } = &made[0].change else { panic!("{made:?}") };
    assert_eq!(request.from.as_ref().map(SafeLine::shown), Some("Jo at the gate"));
}

#[test]
fn who_takes_what_was_handed_over_accepts_it() {
    let mut desk = desk();
    let hand_over = Change::HandOver { to: ManagerId::new("cmartin"), note: None };
    desk.colleague_does("T1", hand_over);
    assert_eq!(desk.press("t").recorded()[0].change, Change::Accept);
}

#[test]
fn what_was_handed_to_somebody_else_is_taken_back_and_what_is_ones_own_is_not_taken_again() {
    let mut desk = desk();
    let handed = desk.press("T<enter>").recorded();
    desk.disk_catches_up().backend_takes(&handed[0]);
    assert_eq!(desk.ticket("T1").owner, Some(ManagerId::new("dbruns")));
    let taken = desk.press("t").recorded();
    assert_eq!(taken[0].change, Change::Assign { to: ManagerId::new("cmartin") });
    desk.disk_catches_up().backend_takes(&taken[0]);
    assert!(desk.press("t").recorded().is_empty());
    let why = Refusal::AlreadyTheirs;
    assert_eq!(desk.notice(), Some(&Notice::RuleSaysNo { ticket: id("T1"), deed: Deed::Assign, why }));
}

#[test]
fn one_key_escalates_and_ends_the_escalation() {
    let mut desk = desk();
    let made = desk.press("e<tab>Third time.<tab>A plan.<enter>").recorded();
    assert!(matches!(&made[0].change, Change::Escalate { level: Level::Specialist, .. }));
    desk.disk_catches_up().backend_takes(&made[0]);
    let ended = desk.press("eA call at five.<enter>").recorded();
    assert_eq!(ended[0].change, Change::EndEscalation { outcome: "A call at five.".into() });
}

#[test]
fn why_it_was_late_is_asked_only_of_what_was_late() {
    let mut desk = desk();
    assert!(desk.press("E").recorded().is_empty());
    assert!(matches!(desk.notice(), Some(Notice::RuleSaysNo { why: Refusal::NothingBreached, .. })));
    let mut late = shift("10:00", [ticket("T1").due_in(-10)]);
    let made = late.press("E2<tab>Nobody opened the door.<enter>").recorded();
    let reason = "Nobody opened the door.".into();
    assert_eq!(made[0].change, Change::ExplainBreach { cause: Cause::Customer, reason });
}

#[test]
fn a_hand_over_offers_every_colleague_but_oneself() {
    let made = desk().press("T<enter>").recorded();
    assert_eq!(made[0].change, Change::HandOver { to: ManagerId::new("dbruns"), note: None });
}

#[test]
fn only_tickets_of_the_same_customer_are_offered_for_a_merge() {
    let tickets = [ticket("T1").due_in(10), ticket("T2").of("borealis").due_in(15), ticket("T3").due_in(20)];
    let mut desk = shift("10:00", tickets);
    let made = desk.press("M<enter>").recorded();
    assert_eq!(made[0].change, Change::Merge { into: vigie::desk::ticket::names::LocalId::new("T3") });
    let mut alone = shift("10:00", [ticket("T1").due_in(10)]);
    assert!(alone.press("M<enter>").recorded().is_empty());
}

#[test]
fn the_forgotten_are_listed_with_one_key_and_all_again_with_the_same() {
    let mut desk = desk();
    let made = desk.press("jpcall back<tab>+10m<enter>").recorded();
    let answered = Change::Respond {
        kind: vigie::desk::ticket::conversation::ResponseKind::Solution,
        body: "Fixed.".into(),
        then: vigie::desk::ticket::change::Then::Stay,
    };
    desk.disk_catches_up().backend_takes(&made[0]).colleague_does("T2", answered);
    desk.wait(700);
    assert_eq!(desk.press("f").listed(), "[T2]");
    desk.press("f");
    assert_eq!(desk.app.window(10).listed, 2);
}

#[test]
fn a_new_contact_takes_anothers_place_if_that_is_chosen() {
    let mut desk = desk();
    let made = desk.press("S3<tab>Zoë Le Goff<tab><tab><tab><right><right><enter>").recorded();
    assert!(made.is_empty(), "nobody unknown has written");
    assert!(matches!(desk.notice(), Some(Notice::RuleSaysNo { why: Refusal::NobodyUnknown, .. })));
    let stranger =
        desk.ticket("T1").filed_by(&vigie::desk::ticket::conversation::Who::Stranger("x@y".into()));
    desk.poll(vec![stranger]);
    let made = desk.press("<enter>").recorded();
    let Change::NameContact { contact, replaces } = &made[0].change else { panic!("{made:?}") };
    assert_eq!(
        (contact.id.as_str(), replaces.as_ref().map(ContactId::as_str)),
        ("zoë-le-goff", Some("marc"))
    );
}

#[test]
fn a_ninth_contact_is_refused_before_it_is_sent() {
    let mut desk = desk();
    let mut rules = crate::shift::rules();
    for number in 3..=8 {
        let known = rules.customers[0].contacts[0].clone();
        let contact = Contact { id: ContactId::new(format!("c{number}")), ..known };
        rules.customers[0].contacts.push(contact);
    }
    rules.version = 2;
    desk.hear(Event::RulesLoaded { backend: crate::shift::backend(), rules: Box::new(rules) });
    let stranger =
        desk.ticket("T1").filed_by(&vigie::desk::ticket::conversation::Who::Stranger("x@y".into()));
    desk.poll(vec![stranger]);
    assert!(desk.press("S9<tab>Zoë<enter>").recorded().is_empty());
    assert!(matches!(
        desk.notice(),
        Some(Notice::RuleSaysNo { why: Refusal::TooManyContacts { limit: 8 }, .. })
    ));
    assert_eq!(desk.press("<tab><tab><tab><right><enter>").recorded().len(), 1);
}

#[test]
fn of_an_address_that_two_contacts_have_both_are_offered_first() {
    let mut desk = desk();
    let mut rules = crate::shift::rules();
    let shared = "it@acme.example";
    let known = rules.customers[0].contacts[0].clone();
    let of = |id: &str, email: &str| Contact {
        id: ContactId::new(id),
        email: Some(email.into()),
        ..known.clone()
    };
    rules.customers[0].contacts =
        vec![of("one", "one@acme.example"), of("two", shared), of("three", "IT@acme.example")];
    rules.version = 2;
    desk.hear(Event::RulesLoaded { backend: crate::shift::backend(), rules: Box::new(rules) });
    let stranger =
        desk.ticket("T1").filed_by(&vigie::desk::ticket::conversation::Who::Stranger(shared.into()));
    desk.poll(vec![stranger]);
    let made = desk.press("S2<enter>").recorded();
    assert_eq!(made[0].change, Change::LinkSender { contact: ContactId::new("three") });
}
