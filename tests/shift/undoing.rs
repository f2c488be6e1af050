//! A response can be taken back for a moment; what goes out is what was written last, in its own place.

use std::time::Duration;

use vigie::app::model::notice::{Deed, Notice};
use vigie::app::model::outbox::State;
use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Kept, Left};
use vigie::app::protocol::origin::Origin;
use vigie::desk::journal::Outcome;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::names::ActionId;

use crate::shift::{Shift, id, shift, ticket};

/// A response may be taken back for five seconds.
fn two() -> Shift {
    let mut desk = shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)]);
    desk.app.settings.undo = Duration::from_secs(5);
    desk
}

/// A response that was sent and is on disk.
fn responded(desk: &mut Shift, text: &str) -> Action {
    let made = desk.press("rs").press(text).press("<ctrl-s>").recorded();
    desk.disk_catches_up();
    made[0].clone()
}

fn text(desk: &Shift) -> String {
    desk.app.compose.as_ref().map(|compose| compose.editor.text()).unwrap_or_default()
}

fn said(action: &Action) -> String {
    action.change.text().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_response_goes_when_its_time_is_over_and_not_before() {
    let mut desk = two();
    let made = responded(&mut desk, "Fixed.");
    assert!(desk.delivered().is_empty());
    assert_eq!(desk.app.outbox.entries()[0].undo_left(desk.now), Some(Duration::from_secs(5)));
    assert!(desk.wait(4).delivered().is_empty());
    assert_eq!(desk.wait(1).delivered(), [made]);
}

#[test]
fn the_time_to_take_back_is_counted_on_the_clock_that_nobody_sets() {
    let mut desk = two();
    let made = responded(&mut desk, "Fixed.");
    desk.now.wall -= chrono::TimeDelta::hours(1);
    assert!(desk.wait(4).delivered().is_empty());
    desk.now.wall += chrono::TimeDelta::hours(9);
    assert_eq!(desk.wait(1).delivered(), [made]);
}

#[test]
fn the_program_wakes_when_the_time_is_over() {
    let mut desk = two();
    desk.wait(1).now.mono += Duration::from_millis(300);
    responded(&mut desk, "Fixed.");
    desk.now.mono += Duration::from_millis(4_900);
    assert_eq!(desk.app.next_wake(desk.now), Duration::from_millis(100));
}

#[test]
fn what_only_the_desk_sees_goes_at_once() {
    for keys in ["a", "t", "nHm<ctrl-s>"] {
        let mut desk = two();
        let made = desk.press(keys).recorded();
        assert_eq!(desk.disk_catches_up().delivered(), made, "{keys}");
    }
}

#[test]
fn a_response_that_was_taken_back_goes_as_it_was_written_last() {
    let mut desk = two();
    let made = responded(&mut desk, "Fixd.");
    desk.press("U");
    let draft = Draft::of(&made, &desk.origin("T1")).expect("it has a text");
    assert_eq!(
        desk.effects,
        [Effect::KeepDraft { draft, instead_of: vec![] }],
        "which the disk takes as well"
    );
    assert_eq!(text(&desk), "Fixd.");
    assert_eq!(desk.app.outbox.entries()[0].state, State::TakenBack);
    assert!(desk.wait(600).delivered().is_empty(), "never the old words behind the author's back");
    let anew = desk.press("<backspace><backspace>ed.<ctrl-s>").recorded();
    assert_eq!((anew[0].id, said(&anew[0])), (made.id, "Fixed.".to_owned()));
    desk.disk_catches_up();
    assert_eq!(desk.wait(5).delivered(), anew);
    assert_eq!(desk.app.outbox.len(), 1);
}

#[test]
fn what_was_made_after_a_response_waits_for_it_and_never_overtakes_it() {
    let mut desk = two();
    let first = responded(&mut desk, "First.");
    let after = desk.press("nAfter.<ctrl-s>").recorded();
    desk.disk_catches_up();
    desk.press("U!<ctrl-s>");
    assert!(desk.disk_catches_up().delivered().is_empty());
    let sent = desk.wait(5).delivered();
    assert_eq!(sent.iter().map(|it| it.id).collect::<Vec<_>>(), [first.id]);
    assert_eq!(
        desk.backend_takes(&sent[0]).delivered().iter().map(|it| it.id).collect::<Vec<_>>(),
        [after[0].id]
    );
}

#[test]
fn only_the_ticket_of_a_response_waits_for_it() {
    let mut desk = two();
    responded(&mut desk, "Fixed.");
    let made = desk.press("ja").recorded();
    assert_eq!(desk.disk_catches_up().delivered(), made);
}

#[test]
fn a_response_that_was_taken_back_and_left_is_found_again_and_is_still_one() {
    let mut desk = two();
    let made = responded(&mut desk, "Fixed.");
    desk.press("U Really.<esc>");
    assert_eq!(desk.app.outbox.waiting_for_a_person(), 1);
    desk.press("rs");
    assert_eq!(text(&desk), "Fixed. Really.");
    desk.press("<esc>Oe");
    assert_eq!(text(&desk), "Fixed. Really.");
    let anew = desk.press("<ctrl-s>").recorded();
    assert_eq!(anew[0].id, made.id);
    assert_eq!(desk.app.outbox.len(), 1);
    assert!(desk.app.drafts.is_empty());
}

#[test]
fn a_response_that_was_taken_back_is_sent_as_it_was_only_after_the_disk_knows() {
    let mut desk = two();
    let made = responded(&mut desk, "Fixed.");
    desk.press("U<ctrl-q>y");
    assert_eq!(desk.press("Os").recorded(), std::slice::from_ref(&made));
    assert_eq!(desk.effects.len(), 1);
    desk.disk_catches_up();
    assert_eq!(desk.wait(5).delivered(), [made]);
}

#[test]
fn what_was_taken_back_before_the_program_died_waits_for_its_author() {
    let mut desk = two();
    let made = responded(&mut desk, "Fixed.");
    let mut after = two();
    after.hear(Event::OutboxLoaded(
        vec![Kept {
            action: made.clone(),
            adds: Some(1),
            sent: false,
            taken_back: true,
            origin: Origin::default(),
        }]
        .into(),
    ));
    assert!(after.wait(60).delivered().is_empty());
    after.press("rs");
    assert_eq!(text(&after), "Fixed.");
}

#[test]
fn what_was_still_to_be_taken_back_at_the_end_of_the_program_is_sent_at_the_next_start() {
    let mut desk = two();
    let made = responded(&mut desk, "Fixed.");
    desk.press("qy");
    assert!(desk.app.done);
    assert!(desk.delivered().is_empty());
    let mut after = two();
    after.hear(Event::OutboxLoaded(
        vec![Kept {
            action: made.clone(),
            adds: Some(1),
            sent: false,
            taken_back: false,
            origin: Origin::default(),
        }]
        .into(),
    ));
    assert_eq!(after.delivered(), [made]);
}

#[test]
fn what_has_gone_is_not_taken_back() {
    let mut desk = two();
    responded(&mut desk, "Fixed.");
    desk.wait(5).press("U");
    assert!(desk.app.compose.is_none());
    assert_eq!(desk.notice(), Some(&Notice::NothingToTakeBack));
}

#[test]
fn the_new_words_that_could_not_be_recorded_are_back_in_the_editor_and_the_old_ones_are_kept() {
    let mut desk = two();
    let made = responded(&mut desk, "Old.");
    desk.press("U New.<ctrl-s>");
    desk.hear(Event::RecordFailed { id: made.id, why: "disk full".into() });
    assert_eq!(text(&desk), "Old. New.");
    let entry = &desk.app.outbox.entries()[0];
    assert_eq!((said(&entry.action), &entry.state), ("Old.".to_owned(), &State::TakenBack));
}

#[test]
fn a_text_that_is_thrown_out_of_the_outbox_is_a_draft_again() {
    let mut desk = two();
    let made = responded(&mut desk, "Hm.");
    let forget = Effect::Forget { id: made.id, outcome: Outcome::Withdrawn, seen: Vec::new() };
    let draft = Draft::of(&made, &desk.origin("T1")).expect("it has a text");
    assert_eq!(desk.press("Ody").effects, [Effect::KeepDraft { draft, instead_of: vec![] }, forget]);
    assert!(desk.app.outbox.is_empty());
    assert_eq!(desk.notice(), Some(&Notice::DraftKept { ticket: id("T1") }));
    assert_eq!(text(desk.press("<esc>rs")), "Hm.");
}

#[test]
fn newer_words_than_those_of_the_outbox_are_never_sent_without_being_read() {
    let mut desk = two();
    let made = responded(&mut desk, "Old.");
    desk.press("U New.<esc>").press("Os");
    assert_eq!((text(&desk), desk.recorded()), ("Old. New.".to_owned(), vec![]));
    let anew = desk.press("<ctrl-s>").recorded();
    assert_eq!((anew[0].id, said(&anew[0])), (made.id, "Old. New.".to_owned()));
}

#[test]
fn a_text_that_is_written_anew_is_listed_once_and_keeps_apart_from_other_drafts() {
    let mut desk = two();
    let made = responded(&mut desk, "First.");
    let other = Draft {
        id: ActionId(uuid::Uuid::from_u128(900)),
        text: "Other.".into(),
        ..Draft::of(&made, &desk.origin("T1")).expect("it has a text")
    };
    desk.hear(Event::OutboxLoaded(Left { drafts: vec![other.clone()], ..Left::default() }));
    desk.press("U New.<esc>");
    assert_eq!(
        desk.app.left_drafts().map(vigie::app::model::drafts::Unsent::id).collect::<Vec<_>>(),
        [other.id],
        "the outbox has the first"
    );
    let anew = desk.press("rs<ctrl-s>").recorded();
    assert_eq!((anew[0].id, said(&anew[0])), (made.id, "First. New.".to_owned()));
    let then = desk.press("rs<ctrl-s>").recorded();
    assert_eq!((then[0].id, said(&then[0])), (other.id, "Other.".to_owned()));
}

#[test]
fn the_row_says_what_waits() {
    let mut desk = two();
    responded(&mut desk, "Fixed.");
    let window = desk.app.window(10);
    let pending = window.rows[0].pending.expect("it is marked");
    assert_eq!(pending.deed, Deed::Respond);
    assert!(matches!(pending.state, State::Delayed { .. }));
    assert!(matches!(desk.app.outbox.entries()[0].action.change, Change::Respond { .. }));
}
