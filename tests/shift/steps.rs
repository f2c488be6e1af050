//! The way of a signature request by the keyboard.

use vigie::app::model::form::Form;
use vigie::app::model::notice::Notice;
use vigie::app::model::overlay::{Answer, Choice, Overlay};
use vigie::app::model::steps::Next;
use vigie::app::protocol::event::{Changes, Detail, Event, Welcome};
use vigie::app::protocol::form::Label;
use vigie::desk::rules::bases::Release;
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::conversation::{Channel, ResponseKind, Who};
use vigie::desk::ticket::customer::{Language, Plan, Role};
use vigie::desk::ticket::fact::{Fact, Filed, What};
use vigie::desk::ticket::names::{ActionId, CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::regrade::Party;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::{
    Act, DetectionVerdict, Kin, Move, Notice as Told, SignatureRequest, Step, Way,
};
use vigie::desk::ticket::status::{Kind, Version};

use crate::shift::{Shift, backend, id, rules, shift, welcome};

const HASH: &str = "79c9106270eb5a65c72e2976ca18f87c57aad11420a85d014b567557d391c37f";

pub fn filed(customer: &str, verdict: DetectionVerdict, step: Step) -> Filed {
    let asked: SignatureRequest = serde_json::from_value(serde_json::json!({
        "verdict": verdict, "object": "file", "name": "payroll.exe", "sha256": HASH, "step": step,
        "detection": "Trojan.Generic.77142",
    }))
    .unwrap();
    Filed {
        kind: Kind::SignatureRequest,
        customer: CustomerId::new(customer),
        contact: Some(ContactId::new("claire")),
        plan: Plan::Premium,
        calendar: CalendarName::new("paris"),
        channel: Channel::Portal,
        severity: Severity::High,
        subject: "FP on payroll.exe".into(),
        body: "It is deleted at start.".into(),
        signature: Some(asked),
        follows: None,
    }
}

pub fn request(local: &str, customer: &str, verdict: DetectionVerdict, step: Step, desk: &Shift) -> Ticket {
    let filed = filed(customer, verdict, step);
    let calendar = &rules().calendars[0].1;
    let start = Start {
        filed_at: desk.now.wall,
        severity: filed.severity,
        channel: Channel::Portal,
        first_call: None,
    };
    let response = first_response(Plan::Premium, start, &Programme::default_programme(), calendar, 1);
    Ticket::filed(LocalId::new(local), &filed, desk.now.wall, response)
}

/// The backend tells what was asked in a request.
pub fn reads(desk: &mut Shift, local: &str, customer: &str, verdict: DetectionVerdict) {
    let what = What::Filed(Box::new(filed(customer, verdict, Step::Received)));
    let by = Who::Contact(ContactId::new("claire"));
    let ticket = desk.ticket(local);
    let facts = vec![Fact { number: Version(1), at: ticket.filed_at, by, what }];
    let (kin, tag, files, their_due) = (Kin::default(), None, Vec::new(), None);
    let unreadable = Vec::new();
    let detail = Box::new(Detail {
        ticket,
        facts,
        kin,
        unreadable,
        tag,
        files,
        their_due,
        readers: vigie::desk::ticket::readers::Readers::OnServer,
    });
    desk.hear(Event::DetailLoaded { ticket: id(local), detail });
}

/// Everything that was made is kept, sent when nobody takes it back, and taken; what was made.
#[track_caller]
pub fn done(desk: &mut Shift) -> Vec<Change> {
    let made = desk.recorded();
    desk.disk_catches_up();
    let mut sent = desk.delivered();
    desk.wait(6);
    sent.extend(desk.delivered());
    assert_eq!(sent.len(), made.len());
    for action in &sent {
        desk.backend_takes(action);
    }
    made.into_iter().map(|action| action.change).collect()
}

/// What the customer reads of a step.
#[track_caller]
pub fn read(changes: &[Change]) -> String {
    let [Change::Advance { notice: Told::Sent { body }, .. }] = changes else { panic!("{changes:?}") };
    body.raw().to_owned()
}

/// A desk with requests, a French customer, and databases of 09:00.
pub fn desk(requests: &[(&str, &str, DetectionVerdict, Step)]) -> Shift {
    let mut desk = shift("09:10", []);
    let mut rules = rules();
    rules.customers[1].language = Language::Fr;
    desk.hear(Event::RulesLoaded { backend: backend(), rules: Box::new(rules) });
    let tickets = requests
        .iter()
        .map(|(local, customer, verdict, step)| request(local, customer, *verdict, *step, &desk));
    let tickets = tickets.collect();
    hears_of(&mut desk, tickets, "2026.11.23.09");
    desk
}

/// A poll brings tickets, and which databases are the latest.
pub fn hears_of(desk: &mut Shift, tickets: Vec<Ticket>, latest: &str) {
    let latest = Release { version: latest.into(), released_at: desk.now.wall };
    desk.answer(Changes {
        cursor: latest.version.raw().to_owned(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets,
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: Some(latest),
    });
}

/// Takes away all that stands in the marked entry, from the cursor on.
pub fn clear(desk: &mut Shift) {
    while !form(desk).text(form(desk).entries[form(desk).marked].label).unwrap_or_default().is_empty() {
        desk.press("<delete>");
    }
}

#[track_caller]
pub fn form(desk: &Shift) -> &Form {
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("no form: {:?}", desk.app.overlay) };
    form
}

pub fn letter(desk: &Shift, language: Language) -> &str {
    form(desk).text(Label::Told(language)).unwrap_or_default()
}

pub fn offered(desk: &Shift) -> (Vec<Next>, usize) {
    let Some(Overlay::Choice(Choice { answers, marked, .. })) = &desk.app.overlay else {
        panic!("no choice")
    };
    let next = answers.iter().map(|answer| match answer {
        Answer::Next(next) => *next,
        other => panic!("{other:?}"),
    });
    (next.collect(), *marked)
}

pub const FP: DetectionVerdict = DetectionVerdict::FalsePositive;

#[test]
fn old_databases_do_not_pass_and_asking_to_update_is_one_key_away() {
    let mut desk = desk(&[("SIG-1", "borealis", FP, Step::Received)]);
    reads(&mut desk, "SIG-1", "borealis", FP);
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
    assert!(body.raw().starts_with("Bonjour Claire Fabre,\n"), "{body:?}");
    desk.disk_catches_up();
    desk.press("bs");
    clear(&mut desk);
    desk.press("<enter>");
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
            if action.ticket == id("SIG-3") { "Dear Claire Fabre,\n" } else { "Bonjour Claire Fabre,\n" };
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
    assert!(
        matches!(
            &made[0].change,
            Change::ChangeSeverity { to: Severity::Critical, asked_by: Party::Desk, .. }
        ),
        "{made:?}"
    );
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
    assert!(desk.effects.contains(&vigie::app::protocol::effect::Effect::Copy(HASH.to_owned())));
    desk.press("I");
    assert!(desk.listed().contains("T1"));
}

#[test]
fn a_false_positive_goes_from_receipt_to_verified_returned_once_and_the_customer_reads_each_step() {
    let mut desk = desk(&[("SIG-1", "borealis", FP, Step::Received)]);
    reads(&mut desk, "SIG-1", "borealis", FP);
    let stands = |desk: &Shift| {
        let ticket = desk.ticket("SIG-1");
        (ticket.step.unwrap(), ticket.progress.unwrap().way)
    };
    desk.press("bg2026.11.23.08<enter>");
    assert!(matches!(desk.notice(), Some(Notice::RuleSaysNo { why: Refusal::OldDatabases { .. }, .. })));
    desk.press("<esc>bg<ctrl-u>2026.11.23.09<enter>");
    let checked = read(&done(&mut desk));
    assert!(checked.contains("payroll.exe") && checked.contains("2026.11.23.09"), "{checked}");
    assert!(checked.ends_with("Bien cordialement,\nC. Martin\nThe desk"), "{checked}");
    desk.press("bs<enter>");
    let handed = read(&done(&mut desk));
    assert!(handed.contains("d'ici le lundi 23 novembre"), "{handed}");
    assert_eq!(stands(&desk), (Step::Specialists, Way::Underway));

    // The specialists want more; what the customer hears of it is the desk's.
    let before = desk.ticket("SIG-1");
    let act = Act::Return { reason: "the library beside it".into() };
    let returned = Action {
        id: ActionId(uuid::Uuid::from_u128(u128::MAX)),
        ticket: id("SIG-1"),
        seen: before.version,
        made_at: desk.now.wall,
        change: Change::Advance { act, notice: Told::LeftToDesk },
    };
    let lab = Who::Specialist(ManagerId::new("dbruns"));
    let facts = returned.decide(&before, &lab, desk.now.wall).unwrap();
    desk.poll(vec![facts.iter().fold(before, Ticket::with)]);
    assert_eq!(stands(&desk), (Step::Gate, Way::Returned));
    desk.press("bs<enter>");
    read(&done(&mut desk));
    assert_eq!(stands(&desk), (Step::Specialists, Way::Underway));

    desk.press("bp2026.11.23.09<enter>");
    let published = read(&done(&mut desk));
    assert!(
        published.contains("a été publié en haute priorité, dans les bases 2026.11.23.09"),
        "{published}"
    );
    assert_eq!(stands(&desk), (Step::Informed, Way::Underway), "told of it, the customer is informed");
    desk.press("bv<enter>");
    let verified = read(&done(&mut desk));
    assert!(verified.contains("la demande SIG-1 concernant payroll.exe est réglée"), "{verified}");
    assert_eq!(stands(&desk), (Step::Verified, Way::Underway));
}

#[test]
fn what_the_gate_refused_does_not_stand_in_the_form_when_it_is_opened_again() {
    let mut desk = desk(&[("SIG-1", "acme", FP, Step::Received)]);
    desk.press("bg2026.11.23.08<enter>");
    assert!(matches!(desk.notice(), Some(Notice::RuleSaysNo { why: Refusal::OldDatabases { .. }, .. })));
    hears_of(&mut desk, Vec::new(), "2026.11.23.10");
    desk.press("<esc>bg");
    assert_eq!(form(&desk).text(Label::Bases), None);
    assert!(letter(&desk, Language::En).contains("with the latest databases, 2026.11.23.10"));
    // What else was typed is there again, and the letter that nobody touched knows what is known now.
    desk.press("2026.11.23.09<tab>the same result<enter>");
    hears_of(&mut desk, Vec::new(), "2026.11.23.11");
    desk.press("<esc>bg");
    assert_eq!(form(&desk).text(Label::Rescan), Some("the same result"));
    assert!(letter(&desk, Language::En).contains("with the latest databases, 2026.11.23.11"));
    desk.press("2026.11.23.11<enter>");
    assert!(read(&done(&mut desk)).contains("2026.11.23.11"));
}

#[test]
fn a_form_that_was_opened_before_the_request_was_read_learns_of_it_and_keeps_what_was_typed() {
    let mut desk = desk(&[("SIG-1", "acme", FP, Step::Received)]);
    desk.press("ba").press("<tab>by its hash");
    assert!(letter(&desk, Language::En).contains("of FP on payroll.exe ({{detection}})"));
    reads(&mut desk, "SIG-1", "acme", FP);
    assert!(letter(&desk, Language::En).contains("of payroll.exe (Trojan.Generic.77142)"));
    assert_eq!((form(&desk).text(Label::Advice), form(&desk).marked), (Some("by its hash"), 1));
    desk.press("<esc>").press("bx<tab>Hello. ");
    let mine = letter(&desk, Language::En).to_owned();
    reads(&mut desk, "SIG-1", "acme", FP);
    assert_eq!(letter(&desk, Language::En), mine, "one's own letter stays");
}

#[test]
fn ones_own_delivery_is_no_news_to_the_form_that_was_opened_before_it_was_taken() {
    let mut desk = desk(&[("SIG-1", "acme", FP, Step::Received)]);
    reads(&mut desk, "SIG-1", "acme", FP);
    desk.press("bg2026.11.23.09<enter>");
    let sent = desk.disk_catches_up().delivered();
    desk.press("bs");
    desk.backend_takes(&sent[0]);
    desk.press("<enter>");
    let handed = desk.recorded();
    assert!(
        matches!(&handed[..], [Action { change: Change::Advance { act: Act::HandToSpecialists, .. }, .. }]),
        "{handed:?}, {:?}",
        desk.notice()
    );
    assert_eq!(handed[0].seen, desk.ticket("SIG-1").version);
}

/// The backend tells that a request passed the gate with databases, and was handed over.
fn with_specialists(desk: &mut Shift, local: &str, customer: &str, bases: &str) {
    reads(desk, local, customer, FP);
    let ticket = desk.ticket(local);
    let filing = What::Filed(Box::new(filed(customer, FP, Step::Received)));
    let mut facts = vec![Fact {
        number: Version(1),
        at: ticket.filed_at,
        by: Who::Contact(ContactId::new("claire")),
        what: filing,
    }];
    let mut after = ticket;
    for act in [Act::PassGate { bases: bases.into(), rescan: None }, Act::HandToSpecialists] {
        let notice = Told::Skipped { reason: "told on the phone".into() };
        let action = Action {
            id: ActionId(uuid::Uuid::from_u128(u128::from(after.version.0))),
            ticket: id(local),
            seen: after.version,
            made_at: desk.now.wall,
            change: Change::Advance { act, notice },
        };
        let by = Who::Manager(ManagerId::new("dbruns"));
        let made = action.decide(&after, &by, desk.now.wall).unwrap();
        after = made.iter().fold(after, Ticket::with);
        facts.extend(made);
    }
    desk.poll(vec![after.clone()]);
    let (kin, tag, files, their_due) = (Kin::default(), None, Vec::new(), None);
    let unreadable = Vec::new();
    let detail = Box::new(Detail {
        ticket: after,
        facts,
        kin,
        unreadable,
        tag,
        files,
        their_due,
        readers: vigie::desk::ticket::readers::Readers::OnServer,
    });
    desk.hear(Event::DetailLoaded { ticket: id(local), detail });
}

#[test]
fn databases_that_showed_a_detection_are_neither_proposed_nor_sent_as_its_correction() {
    let mut desk = desk(&[("SIG-1", "acme", FP, Step::Received)]);
    with_specialists(&mut desk, "SIG-1", "acme", "2026.11.23.09");
    desk.press("bp");
    assert_eq!(form(&desk).text(Label::Bases), None, "the latest are those that showed it");
    desk.press("2026.11.23.09<enter>");
    assert!(desk.recorded().is_empty());
    let Some(Notice::RuleSaysNo { why: Refusal::FixedByWhatShowedIt { .. }, .. }) = desk.notice() else {
        panic!("{:?}", desk.notice())
    };
    assert_eq!(form(&desk).text(Label::Bases), Some("2026.11.23.09"), "what was typed stays");
    desk.press("<ctrl-u>");
    hears_of(&mut desk, Vec::new(), "2026.11.23.10");
    assert_eq!(form(&desk).text(Label::Bases), Some("2026.11.23.10"), "new ones are proposed at once");
    hears_of(&mut desk, Vec::new(), "2026.11.23.11");
    assert_eq!(form(&desk).text(Label::Bases), Some("2026.11.23.10"), "and not changed under one's hands");
    desk.press("<enter>");
    let published = read(&done(&mut desk));
    assert!(published.contains("2026.11.23.10"), "{published}");
}
