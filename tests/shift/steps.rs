//! The way of a signature request by the keyboard.

use vigie::app::event::{Changes, Event, Welcome};
use vigie::app::notice::Notice;
use vigie::app::overlay::{Answer, Choice, Overlay};
use vigie::app::steps::Next;
use vigie::desk::action::{Change, Refusal};
use vigie::desk::conversation::{Channel, ResponseKind};
use vigie::desk::customer::{Language, Plan, Role};
use vigie::desk::dues::{Start, first_response};
use vigie::desk::fact::Filed;
use vigie::desk::names::{CalendarName, ContactId, CustomerId, LocalId};
use vigie::desk::programme::Programme;
use vigie::desk::severity::Severity;
use vigie::desk::signature::{Act, DetectionVerdict, Move, Notice as Told, Release, SignatureRequest, Step};
use vigie::desk::ticket::{Kind, Ticket};
use vigie::words::notices;

use crate::shift::{Shift, backend, id, rules, shift, welcome};

const HASH: &str = "79c9106270eb5a65c72e2976ca18f87c57aad11420a85d014b567557d391c37f";

fn request(local: &str, customer: &str, verdict: DetectionVerdict, step: Step, desk: &Shift) -> Ticket {
    let asked: SignatureRequest = serde_json::from_value(serde_json::json!({
        "verdict": verdict, "object": "file", "name": "payroll.exe", "sha256": HASH, "step": step,
    }))
    .unwrap();
    let calendar = &rules().calendars[0].1;
    let severity = Severity::High;
    let start = Start { filed_at: desk.now.wall, severity, channel: Channel::Portal, first_call: None };
    let response = first_response(Plan::Premium, start, &Programme::default_programme(), calendar, 1);
    let filed = Filed {
        kind: Kind::SignatureRequest,
        customer: CustomerId::new(customer),
        contact: Some(ContactId::new("claire")),
        plan: Plan::Premium,
        calendar: CalendarName::new("paris"),
        channel: Channel::Portal,
        severity,
        subject: "FP on payroll.exe".into(),
        body: "It is deleted at start.".into(),
        signature: Some(asked),
        follows: None,
    };
    Ticket::filed(LocalId::new(local), &filed, desk.now.wall, response)
}

/// A desk with requests, a French customer, and databases of 09:00.
fn desk(requests: &[(&str, &str, DetectionVerdict, Step)]) -> Shift {
    let mut desk = shift("09:10", []);
    desk.app.settings.sayings = notices::sayings();
    let mut rules = rules();
    rules.customers[1].language = Language::Fr;
    desk.hear(Event::RulesLoaded { backend: backend(), rules: Box::new(rules) });
    let tickets = requests
        .iter()
        .map(|(local, customer, verdict, step)| request(local, customer, *verdict, *step, &desk));
    let tickets = tickets.collect();
    let latest = Release { version: "2026.11.23.09".into(), released_at: desk.now.wall };
    desk.answer(Changes {
        cursor: "9".into(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets,
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: Some(latest),
    });
    desk
}

fn offered(desk: &Shift) -> (Vec<Next>, usize) {
    let Some(Overlay::Choice(Choice { answers, marked, .. })) = &desk.app.overlay else {
        panic!("no choice")
    };
    let next = answers.iter().map(|answer| match answer {
        Answer::Next(next) => *next,
        other => panic!("{other:?}"),
    });
    (next.collect(), *marked)
}

const FP: DetectionVerdict = DetectionVerdict::FalsePositive;

#[test]
fn old_databases_do_not_pass_and_asking_to_update_is_one_key_away() {
    let mut desk = desk(&[("SIG-1", "borealis", FP, Step::Received)]);
    desk.press("b");
    assert_eq!(offered(&desk).0[..2], [Next::Step(Move::PassGate), Next::AskToUpdate]);
    desk.press("g2026.11.23.08<enter>");
    let Some(Notice::RuleSaysNo { why: Refusal::OldDatabases { latest, .. }, .. }) = desk.notice() else {
        panic!("{:?}", desk.notice())
    };
    assert_eq!(latest.raw(), "2026.11.23.09");
    let (next, marked) = offered(&desk);
    assert_eq!(next[marked], Next::AskToUpdate);
    desk.press("<enter>");
    let text = desk.app.compose.as_ref().unwrap().editor.text();
    assert!(text.starts_with("Bonjour Claire Fabre,\n\n") && text.contains("2026.11.23.09"), "{text}");
    assert!(!text.contains("{{"), "{text}");
    desk.press("<ctrl-s>");
    let made = desk.recorded();
    let [Change::Respond { kind: ResponseKind::InformationRequest, .. }] =
        &made.iter().map(|it| it.change.clone()).collect::<Vec<_>>()[..]
    else {
        panic!("{made:?}")
    };
}

#[test]
fn the_latest_databases_pass_with_words_in_the_contacts_language_or_a_reason_for_none() {
    let mut desk = desk(&[("SIG-1", "borealis", FP, Step::Received)]);
    desk.press("bg2026.11.23.09<enter>");
    let made = desk.recorded();
    let Change::Advance { act: Act::PassGate { .. }, notice: Told::Sent { body } } = &made[0].change else {
        panic!("{made:?}")
    };
    assert!(body.raw().starts_with("Bonjour Claire Fabre, "), "{body:?}");
    desk.disk_catches_up();
    desk.press("bs<ctrl-u><enter>");
    assert!(desk.recorded().is_empty(), "neither words nor a reason");
    desk.press("told on the phone<enter>");
    let made = desk.recorded();
    assert!(matches!(
        &made[0].change,
        Change::Advance { act: Act::HandToSpecialists, notice: Told::Skipped { .. } }
    ));
}

#[test]
fn one_publication_moves_three_requests_of_two_customers_each_in_their_language_after_a_preview() {
    let mut desk = desk(&[
        ("SIG-1", "borealis", FP, Step::Specialists),
        ("SIG-2", "borealis", FP, Step::Specialists),
        ("SIG-3", "acme", FP, Step::Specialists),
        ("SIG-4", "acme", FP, Step::Received),
        ("SIG-5", "acme", DetectionVerdict::Outbreak, Step::Specialists),
    ]);
    desk.press("<home>bp<enter>");
    let bulk = desk.app.bulk.as_ref().unwrap();
    let mut names: Vec<&str> = bulk.items.iter().map(|item| item.ticket.local.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        (names, bulk.begun),
        (vec!["SIG-1", "SIG-2", "SIG-3"], false),
        "shown before anything is sent"
    );
    assert!(desk.recorded().is_empty());
    desk.press("<enter>");
    let made = desk.recorded();
    assert_eq!(made.len(), 3);
    for action in made {
        let Change::Advance { act: Act::Publish { bases }, notice: Told::Sent { body } } = &action.change
        else {
            panic!("{action:?}")
        };
        let hello =
            if action.ticket == id("SIG-3") { "Hello Claire Fabre, " } else { "Bonjour Claire Fabre, " };
        assert!(body.raw().starts_with(hello) && body.raw().contains(bases.raw()), "{body:?}");
        assert!(body.raw().contains(action.ticket.local.as_str()), "{body:?}");
    }
}

#[test]
fn an_outbreak_proposes_the_first_severity_and_a_manager_confirms_it() {
    let mut desk = desk(&[("SIG-1", "acme", DetectionVerdict::Outbreak, Step::Received)]);
    desk.press("b");
    assert_eq!((offered(&desk).0[0], offered(&desk).1), (Next::Raise, 0));
    desk.press("1<tab><tab><tab>130 desktops and rising<enter>");
    let made = desk.recorded();
    assert!(matches!(&made[0].change, Change::ChangeSeverity { to: Severity::Critical, .. }), "{made:?}");
}

#[test]
fn a_specialist_is_offered_what_a_specialist_does() {
    let mut desk = desk(&[("SIG-1", "acme", FP, Step::Specialists)]);
    let welcome = Welcome { role: Role::Specialist, ..welcome(desk.now) };
    desk.hear(Event::Connected { backend: backend(), welcome });
    desk.press("b");
    let all = [Next::Step(Move::Publish), Next::Step(Move::Return), Next::Step(Move::Reject)];
    assert_eq!(offered(&desk).0, all);
    desk.press("xit steals passwords<enter>");
    let made = desk.recorded();
    assert!(matches!(&made[0].change, Change::Advance { act: Act::Reject { .. }, notice: Told::LeftToDesk }));
}

#[test]
fn one_key_copies_the_hash_and_one_lists_signature_requests_only() {
    let mut desk = desk(&[("SIG-1", "acme", FP, Step::Received)]);
    desk.arrives(crate::shift::ticket("T1"));
    desk.press("I");
    assert_eq!(desk.listed(), "[SIG-1]");
    desk.press("H");
    assert!(desk.effects.contains(&vigie::app::effect::Effect::Copy(HASH.to_owned())));
    desk.press("I");
    assert!(desk.listed().contains("T1"));
}
