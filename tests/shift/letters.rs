//! The letters of a signature request's steps: what is proposed, what a person makes of it, and what then goes.

use vigie::app::model::form::Flaw;
use vigie::app::model::letters::Letter;
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::form::Label;
use vigie::desk::template::built_in;
use vigie::desk::ticket::Response;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::customer::{Language, Plan};
use vigie::desk::ticket::signature::{AdviceKind, DetectionVerdict, Move, Notice as Told, Step, Way};

use crate::shift::id;
use crate::steps::{FP, desk, done, form, hears_of, letter, read, reads, request};

#[test]
fn what_nobody_filled_in_is_not_sent() {
    let mut desk = desk(&[("SIG-1", "acme", FP, Step::Received)]);
    reads(&mut desk, "SIG-1", "acme", FP);
    desk.press("bg2026.11.23.09<tab><tab>{{cause}}<enter>");
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("no form") };
    assert_eq!(form.flaw, Some((form.place(Label::Told(Language::En)), Flaw::Unresolved)));
    assert!(desk.recorded().is_empty());
}

#[test]
fn every_letter_is_a_template_that_vigie_comes_with() {
    let desk = desk(&[]);
    let advice = AdviceKind::ALL.into_iter().flat_map(|kind| [Letter::Advise(kind), Letter::Lift(kind)]);
    let all: Vec<Letter> =
        Move::ALL.map(Letter::Step).into_iter().chain([Letter::Update]).chain(advice).collect();
    for verdict in [FP, DetectionVerdict::FalseNegative, DetectionVerdict::Outbreak] {
        for step in Step::ALL {
            let ticket = request("SIG-2", "acme", verdict, step, &desk);
            for letter in &all {
                let name = letter.template(&ticket);
                assert!(built_in().iter().any(|template| template.name == name), "{name}");
            }
        }
    }
}

#[test]
fn a_reason_takes_the_place_of_a_letter_that_nobody_touched_and_of_one_that_somebody_wrote_it_does_not() {
    let mut desk = desk(&[("SIG-1", "borealis", FP, Step::Gate)]);
    desk.press("bs").press("<tab>Claire was on the phone<enter>");
    let made = desk.recorded();
    let [Action { change: Change::Advance { notice: Told::Skipped { reason }, .. }, .. }] = &made[..] else {
        panic!("{made:?}")
    };
    assert_eq!(reason.raw(), "Claire was on the phone");

    let mut desk = self::desk(&[("SIG-1", "borealis", FP, Step::Gate)]);
    desk.press("bsEn bref : <tab>Claire was on the phone<enter>");
    assert!(desk.recorded().is_empty(), "one of both would go in silence");
    assert_eq!(form(&desk).flaw, Some((form(&desk).place(Label::Untold), Flaw::LetterToo)));
    desk.press("<ctrl-u><enter>");
    assert!(read(&done(&mut desk)).starts_with("En bref : Bonjour Claire Fabre,"));
}

#[test]
fn a_customer_without_guaranteed_times_is_promised_none() {
    let mut desk = desk(&[]);
    let mut ticket = request("SIG-1", "acme", FP, Step::Gate, &desk);
    ticket.plan = Plan::Standard;
    ticket.response = Response::NotGuaranteed;
    hears_of(&mut desk, vec![ticket], "2026.11.23.09");
    desk.press("bs<enter>");
    let text = read(&done(&mut desk));
    assert!(text.contains("We keep you informed at each step.\n"), "{text}");
    let mut premium = self::desk(&[("SIG-1", "acme", FP, Step::Gate)]);
    premium.press("bs<enter>");
    let text = read(&done(&mut premium));
    assert!(
        text.contains("We keep you informed at each step, and in any case by Monday 23 November"),
        "{text}"
    );
}

#[test]
fn the_proposed_letter_speaks_of_the_advice_that_is_chosen() {
    let verdict = DetectionVerdict::FalseNegative;
    let mut desk = desk(&[("SIG-1", "acme", verdict, Step::Received)]);
    reads(&mut desk, "SIG-1", "acme", verdict);
    desk.press("ba");
    assert!(letter(&desk, Language::En).contains("off the network"), "{}", letter(&desk, Language::En));
    desk.press(" ");
    assert!(letter(&desk, Language::En).contains("a temporary exclusion"), "{}", letter(&desk, Language::En));
    desk.press("<backtab><backtab>Hello. <home><backtab><backtab><backtab> ");
    assert_eq!(form(&desk).marked, 0);
    assert!(letter(&desk, Language::En).contains("a temporary exclusion"), "one's own words stay");
    assert!(letter(&desk, Language::En).starts_with("Hello. Dear"));
}

#[test]
fn before_a_publication_every_letter_is_read_with_the_object_of_its_own_request() {
    let mut desk =
        desk(&[("SIG-1", "borealis", FP, Step::Specialists), ("SIG-3", "acme", FP, Step::Specialists)]);
    desk.press("<home>b").press("p");
    let asked = |local: &str| {
        let asks =
            |effect: &Effect| matches!(effect, Effect::LoadDetail { ticket, .. } if *ticket == id(local));
        desk.effects.iter().any(asks)
    };
    assert!(asked("SIG-1") || asked("SIG-3"), "{:?}", desk.effects);
    for (local, customer) in [("SIG-1", "borealis"), ("SIG-3", "acme")] {
        reads(&mut desk, local, customer, FP);
    }
    desk.press("<enter>");
    let bulk = desk.app.bulk.clone().unwrap();
    for item in &bulk.items {
        let notice = desk.app.notice_to(item, desk.now);
        let Some(Told::Sent { body }) = notice else { panic!("{notice:?}") };
        let named = format!(
            "payroll.exe ({} {})",
            if item.ticket == id("SIG-3") { "request" } else { "demande" },
            item.ticket.local
        );
        assert!(body.raw().contains(&named), "{body:?}");
    }
    desk.press("<esc>").press("bp");
    desk.press("<backtab>told by phone<enter>");
    let bulk = desk.app.bulk.clone().unwrap();
    let notices: Vec<_> = bulk.items.iter().map(|item| desk.app.notice_to(item, desk.now)).collect();
    assert!(notices.iter().all(|notice| matches!(notice, Some(Told::Skipped { .. }))), "{notices:?}");
}

#[test]
fn a_false_negative_is_rejected_with_the_reason_in_the_letter() {
    let verdict = DetectionVerdict::FalseNegative;
    let mut desk = desk(&[("SIG-1", "acme", verdict, Step::Received)]);
    reads(&mut desk, "SIG-1", "acme", verdict);
    desk.press("bx<enter>");
    let Some(Overlay::Form(form)) = &desk.app.overlay else { panic!("no form") };
    assert_eq!(form.flaw, Some((form.place(Label::Reason), Flaw::Empty)));
    let open = desk.app.filled_later(form, desk.now);
    assert_eq!(open, [("reason".to_owned(), None)], "and what is open is seen before");
    desk.press("it is a test file<enter>");
    let rejected = read(&done(&mut desk));
    assert!(
        rejected.contains("nothing harmful") && rejected.contains("The reason: it is a test file"),
        "{rejected}"
    );
    let progress = desk.ticket("SIG-1").progress.unwrap();
    assert_eq!(progress.way, Way::Rejected);
}
