//! An answer was lost and the backend then says no at the door: a person goes on, and nothing is lost or doubled.

use vigie::app::model::notice::{Deed, Notice};
use vigie::app::model::outbox::State;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Changes, Event, Failure, Refused};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::trouble::{Fault, Trouble};
use vigie::desk::journal::Outcome;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::names::ManagerId;

use crate::shift::{Shift, backend, id, shift, ticket};

fn two() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

fn text(desk: &Shift) -> String {
    desk.app.compose.as_ref().map(|compose| compose.editor.text()).unwrap_or_default()
}

/// A note whose answer was lost, and that was turned away at the door when it was sent again.
fn in_doubt(desk: &mut Shift, at_the_door: Refused) -> Action {
    let made = desk.press("n").press("Once<ctrl-s>").recorded();
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made[0].id, why: Failure::AnswerLost });
    assert_eq!(desk.wait(3).delivered(), made);
    desk.backend_refuses(&made[0], at_the_door);
    desk.app.notices.dismiss(desk.now);
    made.into_iter().next().unwrap()
}

fn doors() -> [Refused; 3] {
    let too_large = Refused::Other { code: "too-large".into(), title: "Too large".into() };
    [Refused::NotAllowed, Refused::TicketNotFound, too_large]
}

/// The ticket is not in the queue any more.
fn goes(desk: &mut Shift, local: &str) {
    desk.answer(Changes {
        cursor: "gone".into(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: Vec::new(),
        gone: vec![id(local).local],
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    });
}

#[test]
fn what_is_in_doubt_is_asked_again_with_the_same_name_and_words() {
    for at_the_door in doors() {
        let mut desk = two();
        let made = in_doubt(&mut desk, at_the_door);
        assert_eq!(desk.press("O").press("s").delivered(), std::slice::from_ref(&made));
        let answer = Refused::ByRule(Refusal::EmptyText);
        desk.backend_refuses(&made, answer).press("e");
        assert_eq!(text(&desk), "Once", "now it is known that it is not there");
        assert_ne!(
            desk.notice(),
            Some(&Notice::ChangedInDoubt { ticket: id("T1"), deed: Deed::Note }),
            "and so there is no doubt"
        );
    }
}

#[test]
fn what_is_in_doubt_is_written_anew_under_the_same_name_so_that_it_is_never_there_twice() {
    for at_the_door in doors() {
        let mut desk = two();
        let made = in_doubt(&mut desk, at_the_door.clone());
        desk.press("Oe");
        assert_eq!(desk.notice(), Some(&Notice::ChangedInDoubt { ticket: id("T1"), deed: Deed::Note }));
        let anew = desk.press(" more<ctrl-s>").recorded();
        assert_eq!(anew[0].id, made.id, "{at_the_door:?}: other words must not go beside the first");
        assert_eq!(desk.disk_catches_up().delivered(), anew);
        assert_eq!(desk.backend_takes(&anew[0]).app.outbox.len(), 0);
    }
}

#[test]
fn newer_words_of_what_turns_out_to_be_there_can_be_said_besides_or_kept() {
    for way_out in ["Oe", "Ody"] {
        let mut desk = two();
        let made = in_doubt(&mut desk, Refused::NotAllowed);
        let anew = desk.press("Oe").press(" more<ctrl-s>").recorded();
        desk.disk_catches_up().backend_refuses(&anew[0], Refused::TakenInOtherWords);
        assert_eq!(
            desk.app.outbox.entries()[0].state,
            State::Refused { why: Refused::TakenInOtherWords },
            "they wait, and say why"
        );
        desk.press(way_out);
        let kept = desk.effects.iter().position(|effect| match effect {
            Effect::KeepDraft { draft, .. } => draft.text == "Once more" && draft.id != made.id,
            _ => false,
        });
        let forgotten = desk.effects.iter().position(|effect| match effect {
            Effect::Forget { id, outcome, .. } => *id == made.id && *outcome == Outcome::Moot,
            _ => false,
        });
        assert!(kept.is_some() && kept < forgotten, "{way_out}: on disk under a new name before it is gone");
        if desk.app.focus() != Focus::Compose {
            desk.press("<esc><esc>n");
        }
        assert_eq!(text(&desk), "Once more", "{way_out}");
        let besides = desk.press("<ctrl-s>").recorded();
        assert_ne!(besides[0].id, made.id);
        assert_eq!(desk.disk_catches_up().delivered(), besides);
    }
}

#[test]
fn what_is_in_doubt_can_be_dropped_and_its_words_are_a_draft_of_its_name() {
    let mut desk = two();
    let made = in_doubt(&mut desk, Refused::NotAllowed);
    desk.press("Ody");
    assert!(desk.app.outbox.is_empty());
    assert_eq!(desk.notice(), Some(&Notice::ChangedInDoubt { ticket: id("T1"), deed: Deed::Note }));
    assert_eq!(desk.drafts_kept()[0].id, made.id);
    let again = desk.press("<esc>n").press("<ctrl-s>").recorded();
    assert_eq!(again[0].id, made.id, "sent again, it is the same one for the backend");
}

#[test]
fn what_is_in_doubt_and_dropped_takes_in_another_draft_under_its_own_name() {
    let mut desk = two();
    let made = in_doubt(&mut desk, Refused::NotAllowed);
    desk.press("n").press("Another<esc>");
    let other = desk.drafts_kept()[0].id;
    desk.press("Okdy");
    let united = desk.effects.iter().find_map(|effect| match effect {
        Effect::KeepDraft { draft, instead_of } => Some((draft.id, instead_of.clone())),
        _ => None,
    });
    assert_eq!(united, Some((made.id, vec![other])), "under another name it could be there twice");
    desk.press("<esc><esc>n");
    assert_eq!(text(&desk), "Another\n\nOnce");
    assert_eq!(desk.press("<ctrl-s>").recorded()[0].id, made.id);
}

#[test]
fn what_is_repeated_in_vain_can_be_changed_and_what_a_repeat_settles_cannot() {
    let mut desk = two();
    let made = desk.press("n").press("Once<ctrl-s>").recorded();
    desk.disk_catches_up();
    for tries in 1..=4 {
        desk.press("<esc><esc>");
        // A page of some gateway, each time: nothing that a backend would say.
        let page = Failure::Unintelligible("HTTP 413".into());
        desk.hear(Event::DeliveryFailed { id: made[0].id, why: page }).press("Oe");
        assert_eq!(desk.app.compose.is_some(), tries == 4, "{tries}");
        if tries < 4 {
            assert_eq!(desk.wait(40).delivered(), made);
        }
    }
    assert_eq!(desk.press("!<ctrl-s>").recorded()[0].id, made[0].id);
}

#[test]
fn a_hand_over_that_is_moot_keeps_its_note() {
    let mut desk = two();
    let made = desk.press("T").press("<tab>see the dump<ctrl-s>").recorded();
    assert_eq!(made[0].change.words(), "see the dump");
    desk.disk_catches_up().backend_refuses(&made[0], Refused::ByRule(Refusal::AlreadyTheirs));
    assert_eq!(desk.app.outbox.len(), 1, "whose it is, it is already; what was written is nowhere else");
    let mut desk = two();
    let made = desk.press("T").press("<ctrl-s>").recorded();
    desk.disk_catches_up().backend_refuses(&made[0], Refused::ByRule(Refusal::AlreadyTheirs));
    assert!(desk.app.outbox.is_empty());
}

#[test]
fn words_in_a_form_whose_ticket_is_gone_are_found_as_a_note() {
    let promise = "p";
    let fill = "I call back<tab>+3h";
    // Left in the form.
    let mut desk = two();
    desk.press(promise).press(fill).press("<esc>");
    goes(&mut desk, "T1");
    desk.press("O").press("e");
    assert_eq!(text(&desk), "I call back\n\n+3h");
    assert_eq!(desk.notice(), Some(&Notice::WordsAsNote { ticket: id("T1") }));

    // Refused, and written anew or dropped.
    for (way_out, then) in [("e", ""), ("dy", "<esc>Oe")] {
        let mut desk = two();
        let made = desk.press(promise).press(fill).press("<ctrl-s>").recorded();
        desk.disk_catches_up().backend_refuses(&made[0], Refused::TicketNotFound);
        goes(&mut desk, "T1");
        desk.press("O").press(way_out).press(then);
        assert_eq!(text(&desk), "I call back", "{way_out}");
        assert_eq!(desk.app.compose.as_ref().map(|compose| compose.draft), Some(made[0].id));
    }

    // It was not on disk yet when the disk failed.
    let mut desk = two();
    let made = desk.press(promise).press(fill).press("<ctrl-s>").recorded();
    goes(&mut desk, "T1");
    let why = Trouble { place: "local.sqlite".into(), fault: Fault::Full };
    desk.hear(Event::RecordFailed { id: made[0].id, why });
    assert_eq!(text(&desk), "I call back");
}

#[test]
fn every_word_of_a_change_is_among_its_words() {
    let mut desk = two();
    let made =
        desk.press("c").press("<tab><tab><tab><tab>She waits<tab>I call back<tab>+1h<ctrl-s>").recorded();
    assert_eq!(made[0].change.words(), "She waits\n\nI call back");
    let made = desk.press("e").press("<tab>It burns<tab>A developer<ctrl-s>").recorded();
    assert_eq!(made[0].change.words(), "It burns\n\nA developer");
    let to = ManagerId::new("dbruns");
    assert_eq!(Change::HandOver { to, note: None }.words(), "");
    assert_eq!(backend(), made[0].ticket.backend);
}
