//! A desk that was restored lives another life: what was made before waits, and says what it was about.

use std::time::Duration;

use vigie::app::model::notice::Notice;
use vigie::app::model::outbox::State;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Failure, Kept, Left, Refused, Snapshot, Welcome};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::origin::Origin;
use vigie::desk::life::{Life, Was};
use vigie::desk::queue::Queue;
use vigie::desk::ticket::change::Action;
use vigie::desk::ticket::names::CustomerId;
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, backend, id, life, rules, shift, ticket, welcome};

/// One ticket of Acme, and a console that is away from its desk.
fn away() -> Shift {
    let mut desk = heard();
    desk.poll_fails(Failure::Unreachable);
    desk
}

/// A console that has heard of one ticket of Acme, and whose desk says who it is only when the test does.
fn heard() -> Shift {
    let mut desk = shift("10:00", [ticket("T1").due_in(20)]);
    desk.greets = None;
    desk
}

/// The person responds, and it is on disk.
fn responded(desk: &mut Shift, text: &str) -> Action {
    let made = desk.press("rs").press(text).press("<ctrl-s>").recorded()[0].clone();
    desk.disk_catches_up();
    made
}

fn greets(desk: &mut Shift, as_: Life, lost: usize) {
    let welcome = Welcome { life: as_, lost, ..welcome(desk.now) };
    desk.hear(Event::Connected { backend: backend(), welcome });
}

/// The desk is back, restored: T1 is a ticket of somebody else now.
fn restored(desk: &mut Shift) {
    greets(desk, life("store-1", "second"), 0);
    desk.hear(Event::SnapshotMissing { backend: backend() });
    let theirs = ticket("T1").of("borealis").about("Nothing prints").at(desk.now.wall);
    desk.poll(vec![theirs]);
}

#[test]
fn a_response_of_an_earlier_life_is_held_and_goes_only_on_the_persons_word() {
    let mut desk = away();
    let made = responded(&mut desk, "For Acme.");
    assert!(desk.delivered().is_empty(), "nobody answers");
    restored(&mut desk);
    desk.wait(400);
    assert!(desk.delivered().is_empty(), "T1 is not the ticket that it was made for");
    let entry = &desk.app.outbox.entries()[0];
    assert_eq!(entry.state, State::EarlierLife);
    let was = Was { customer: CustomerId::new("acme"), subject: "The agent does not start".into() };
    assert_eq!(entry.origin.was, Some(was));
    // Asked first, and the harmless answer is marked.
    assert!(desk.press("Os").delivered().is_empty());
    assert_eq!(desk.app.focus(), Focus::Choice);
    desk.press("<enter>");
    assert_eq!(desk.app.outbox.entries()[0].state, State::EarlierLife);
    let again = desk.press("sy").recorded();
    assert_eq!((again[0].id, again[0].seen), (made.id, desk.ticket("T1").version));
    let recorded = desk.effects.iter().find_map(|effect| match effect {
        Effect::Record { origin, .. } => origin.life.clone(),
        _ => None,
    });
    assert_eq!(recorded, Some(life("store-1", "second")));
    desk.disk_catches_up();
    assert_eq!(desk.delivered().len(), 1);
}

#[test]
fn what_an_earlier_run_left_for_an_earlier_life_is_held_too() {
    let mut first = away();
    let made = responded(&mut first, "For Acme.");
    let mut desk = Shift::unheard("11:00");
    let origin = Origin { life: Some(life("store-1", "first")), ..Origin::default() };
    for sent in [false, true] {
        let kept =
            Kept { action: made.clone(), adds: Some(2), sent, taken_back: false, origin: origin.clone() };
        desk.hear(Event::OutboxLoaded(vec![kept].into()));
    }
    restored(&mut desk);
    desk.wait(60);
    assert!(desk.delivered().is_empty());
    assert_eq!(desk.app.outbox.entries()[0].state, State::EarlierLife);
    assert_eq!(desk.app.outbox.len(), 1);
}

#[test]
fn a_draft_of_an_earlier_life_does_not_open_on_the_ticket_that_has_its_name_now() {
    let mut desk = away();
    desk.press("nOnly for Acme.<esc>");
    desk.press("rsAn answer that is open");
    restored(&mut desk);
    assert_eq!(desk.app.focus(), Focus::Queue, "what was open is put away");
    let left: Vec<_> = desk.app.left_drafts().map(vigie::app::model::drafts::Unsent::id).collect();
    assert_eq!(left.len(), 2);
    assert!(left.iter().all(|id| desk.app.earlier_origin(*id).is_some()));
    assert!(!desk.app.drafts.has(&id("T1")));
    desk.press("n");
    let text = desk.app.compose.as_ref().unwrap().editor.text();
    assert_eq!(text, "");
    // On the person's word it goes on.
    desk.press("<esc>O<enter>");
    assert_eq!(desk.app.focus(), Focus::Choice);
    desk.press("y");
    assert_eq!(desk.app.compose.as_ref().unwrap().editor.text(), "Only for Acme.");
}

#[test]
fn everything_is_heard_anew_from_the_new_life_and_the_person_is_told() {
    let mut desk = heard();
    for _ in 0..4 {
        desk.customer_writes("T1");
    }
    assert_eq!(desk.ticket("T1").version, Version(5));
    desk.press("<enter>").detail("T1");
    desk.poll_fails(Failure::CursorUnknown);
    greets(&mut desk, life("store-1", "second"), 0);
    assert_eq!(desk.notice(), Some(&Notice::Restored { backend: backend(), drafts: 0 }));
    assert!(desk.app.detail.is_none() && desk.app.queues.queue.is_empty());
    let asked = Effect::Poll { backend: backend(), since: None, wait: Duration::ZERO };
    desk.hear(Event::SnapshotMissing { backend: backend() });
    assert!(desk.effects.contains(&asked), "{:?}", desk.effects);
    desk.arrives(ticket("T1").due_in(20));
    assert_eq!(desk.ticket("T1").version, Version(1), "an older version is not older in another life");
    assert!(desk.ticket("T1").owed().is_some());
}

#[test]
fn a_console_that_starts_later_does_not_go_on_from_the_copy_of_an_earlier_life() {
    let mut desk = Shift::unheard("10:00");
    let mut queue = Queue::default();
    queue.put(&backend(), ticket("T1").at(desk.now.wall), desk.now.wall);
    let snapshot = Snapshot {
        life: life("store-1", "first"),
        queue: Box::new(queue),
        cursor: "kept".to_owned(),
        as_of: desk.now.wall,
        rules: Some(Box::new(rules())),
    };
    desk.hear(Event::SnapshotLoaded { backend: backend(), snapshot });
    assert_eq!(desk.listed(), "[T1]");
    greets(&mut desk, life("store-1", "second"), 0);
    assert_eq!(desk.listed(), "");
    let held = |effect: &Effect| matches!(effect, Effect::Poll { since: Some(_), .. });
    desk.hear(Event::SnapshotMissing { backend: backend() });
    assert!(!desk.effects.iter().any(held), "{:?}", desk.effects);
}

#[test]
fn after_a_refused_token_nothing_is_sent_before_the_store_has_said_who_it_is() {
    for why in [Failure::NotAllowed, Failure::Unreachable, Failure::AnswerLost] {
        let mut desk = heard();
        desk.poll_fails(why.clone());
        responded(&mut desk, "For the old desk.");
        let mut greeted = false;
        for _ in 0..120 {
            desk.wait(1);
            assert!(desk.delivered().is_empty(), "{why:?}");
            if desk.effects.iter().any(|effect| matches!(effect, Effect::Connect { .. })) {
                greeted = true;
                break;
            }
        }
        assert!(greeted, "{why:?}: it is asked who answers");
        let mut other = desk;
        greets(&mut other, life("store-2", "first"), 0);
        other.hear(Event::SnapshotMissing { backend: backend() });
        other.arrives(ticket("T1").of("borealis"));
        other.wait(400);
        assert!(other.delivered().is_empty(), "{why:?}: it is another desk");
        assert!(other.app.outbox.is_empty(), "it stays on disk for the old one");
    }
}

#[test]
fn an_act_that_the_desk_refuses_as_one_of_another_life_waits_and_the_desk_is_asked_who_it_is() {
    let mut desk = heard();
    let made = responded(&mut desk, "Before anybody knew.");
    assert_eq!(desk.delivered().len(), 1);
    desk.backend_refuses(&made, Refused::OtherLife);
    assert_eq!(desk.app.outbox.entries()[0].state, State::EarlierLife);
    desk.wait(3);
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::Connect { .. })));
    assert!(desk.delivered().is_empty());
}

#[test]
fn what_the_desk_has_lost_is_offered_again() {
    let mut desk = heard();
    let made = responded(&mut desk, "It was accepted.");
    desk.backend_takes(&made);
    desk.poll_fails(Failure::CursorUnknown);
    greets(&mut desk, life("store-1", "second"), 1);
    assert!(desk.app.notices.current().is_some());
    let origin = Origin { life: Some(life("store-1", "first")), was: None, accepted: Some(desk.now.wall) };
    let kept = Kept { action: made.clone(), adds: Some(2), sent: false, taken_back: false, origin };
    desk.hear(Event::OutboxLoaded(Left::from(vec![kept])));
    desk.hear(Event::SnapshotMissing { backend: backend() });
    desk.arrives(ticket("T1").due_in(20));
    assert_eq!(desk.app.outbox.entries()[0].state, State::EarlierLife);
    assert_eq!(desk.press("Osy").recorded()[0].id, made.id);
}

#[test]
fn what_was_made_for_another_desk_is_left_to_it_and_not_offered_as_of_an_earlier_life() {
    let mut desk = heard();
    let made = responded(&mut desk, "For the other desk.");
    let mut desk = heard();
    let origin = Origin { life: Some(life("another", "first")), ..Origin::default() };
    let kept = Kept { action: made, adds: Some(2), sent: false, taken_back: false, origin };
    desk.hear(Event::OutboxLoaded(Left::from(vec![kept])));
    assert!(desk.app.outbox.is_empty(), "{:?}", desk.app.outbox.entries());
    let told = Notice::AnotherStore { backend: backend(), actions: 1 };
    assert_eq!(desk.app.notices.current(), Some(&told));
}

#[test]
fn before_a_desk_answers_all_is_made_for_the_one_that_answered_last() {
    let mut desk = Shift::unheard("10:00");
    let lives = vec![(backend(), life("another", "first"))];
    desk.hear(Event::OutboxLoaded(Left { lives, ..Left::default() }));
    assert_eq!(desk.app.life(&backend()), Some(&life("another", "first")));
    greets(&mut desk, life("store-1", "first"), 0);
    assert_eq!(desk.app.life(&backend()), Some(&life("store-1", "first")));
    assert!(matches!(desk.app.notices.current(), Some(Notice::AnotherStore { .. })));
}

#[test]
fn what_was_kept_back_counts_as_on_disk_while_it_is_written_down_to_go() {
    let mut desk = heard();
    let made = responded(&mut desk, "For Acme.");
    desk.backend_refuses(&made, Refused::OtherLife);
    greets(&mut desk, life("store-1", "second"), 0);
    desk.hear(Event::SnapshotMissing { backend: backend() });
    desk.arrives(ticket("T1").due_in(20));
    assert_eq!(desk.press("Osy").recorded().len(), 1);
    assert_eq!(desk.app.outbox.on_disk(), 1, "it was there, and is there");
}

#[test]
fn what_was_kept_back_and_cannot_be_written_down_to_go_stays_and_waits() {
    let mut desk = heard();
    let made = desk.press("t").recorded().remove(0);
    desk.disk_catches_up().backend_refuses(&made, Refused::OtherLife);
    greets(&mut desk, life("store-1", "second"), 0);
    desk.hear(Event::SnapshotMissing { backend: backend() });
    desk.arrives(ticket("T1").due_in(20));
    desk.press("Osy");
    desk.hear(Event::RecordFailed { id: made.id, why: "disk full".into() });
    let entry = &desk.app.outbox.entries()[0];
    assert_eq!((entry.action.id, &entry.state), (made.id, &State::TakenBack));
    assert_eq!(desk.press("<esc>Os").recorded().len(), 1, "it is tried again");
}
