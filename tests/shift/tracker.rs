//! Signature requests on a backend that keeps only part of their way, and does not know the latest databases.

use vigie::app::model::form::{Flaw, Form};
use vigie::app::model::lack::Lack;
use vigie::app::model::notice::Notice;
use vigie::app::model::overlay::{Answer, Choice, Overlay};
use vigie::app::model::steps::Next;
use vigie::app::protocol::command::Command;
use vigie::app::protocol::event::{Capabilities, Changes, Event, Welcome};
use vigie::app::protocol::form::Label;
use vigie::desk::rules::place::{Place, Places};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::signature::{Act, DetectionVerdict, Move, Notice as Told, Step};

use crate::shift::{Shift, backend, welcome};
use crate::steps::{desk, offered};

/// A desk with one false positive, on a backend that can do as much as `able` leaves it.
fn tracker(step: Step, able: impl Fn(&mut Capabilities)) -> Shift {
    let mut desk = desk(&[("SIG-1", "acme", DetectionVerdict::FalsePositive, step)]);
    let mut welcome = welcome(desk.now);
    welcome.capabilities.bases = false;
    able(&mut welcome.capabilities);
    desk.hear(Event::Connected { backend: backend(), welcome: Welcome { ..welcome } });
    desk.answer(Changes {
        cursor: "10".into(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: Vec::new(),
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    });
    desk
}

fn form(desk: &Shift) -> &Form {
    match &desk.app.overlay {
        Some(Overlay::Form(form)) => form,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_step_for_which_there_is_no_value_is_barred_with_the_reason_and_no_key_takes_it() {
    let without_gate = Places::of(|place| place != Place::At(Step::Gate));
    let mut desk = tracker(Step::Received, |able| able.steps = without_gate);
    desk.press("b");
    assert!(!offered(&desk).0.contains(&Next::Step(Move::PassGate)));
    assert!(offered(&desk).0.contains(&Next::Step(Move::Reject)));
    let Some(Overlay::Choice(Choice { barred, .. })) = &desk.app.overlay else { panic!("no choice") };
    assert_eq!(barred, &[(Answer::Next(Next::Step(Move::PassGate)), Lack::Place)]);
    desk.press("g");
    assert!(matches!(desk.app.overlay, Some(Overlay::Choice(_))), "{:?}", desk.app.overlay);

    let mut none = tracker(Step::Received, |able| able.steps = Places::NONE);
    assert_eq!(none.app.lack(Command::NextStep), Some(Lack::Steps));
    none.press("b");
    assert_eq!(none.notice(), Some(&Notice::Lacking { backend: backend(), lack: Lack::Steps }));
}

#[test]
fn where_nobody_tells_the_latest_databases_a_person_does_and_older_ones_do_not_pass() {
    let mut desk = tracker(Step::Received, |_able| {});
    desk.press("bg26.11.28.1<enter>");
    let open = form(&desk);
    assert_eq!(open.flaw, Some((open.place(Label::Latest), Flaw::Empty)), "it is not taken for granted");
    desk.press("26.11.28.2<enter>");
    let Some(Notice::RuleSaysNo { why: Refusal::OldDatabases { in_use, latest }, .. }) = desk.notice() else {
        panic!("{:?}", desk.notice())
    };
    assert_eq!((in_use.raw(), latest.raw()), ("26.11.28.1", "26.11.28.2"));
    assert!(desk.recorded().is_empty());
    let (next, marked) = offered(&desk);
    assert_eq!(next[marked], Next::AskToUpdate);
    desk.press("<esc>bg<ctrl-u>26.11.28.2<enter>");
    let made = desk.recorded();
    let Change::Advance { act: Act::PassGate { bases, .. }, notice: Told::Sent { body } } = &made[0].change
    else {
        panic!("{made:?}")
    };
    assert_eq!(bases.raw(), "26.11.28.2");
    assert!(body.raw().contains("with the latest databases, 26.11.28.2"), "{body:?}");
}

#[test]
fn a_word_that_is_no_answer_is_not_offered_where_it_would_count_as_one() {
    let mut desk = tracker(Step::Gate, |able| able.interim = false);
    desk.press("bs<enter>");
    let open = form(&desk);
    assert!(open.entries.iter().all(|entry| !matches!(entry.label, Label::Told(_))), "{open:?}");
    assert_eq!(open.flaw, Some((open.place(Label::Untold), Flaw::Empty)));
    desk.press("told on the phone<enter>");
    let made = desk.recorded();
    let Change::Advance { act: Act::HandToSpecialists, notice: Told::Skipped { reason } } = &made[0].change
    else {
        panic!("{made:?}")
    };
    assert_eq!(reason.raw(), "told on the phone");
    // What answers may be said.
    let mut desk = tracker(Step::Specialists, |able| able.interim = false);
    desk.press("bx");
    assert!(form(&desk).entries.iter().any(|entry| matches!(entry.label, Label::Told(_))));
}
