//! Who is on which ticket: told to the others, shown to us, and over when somebody goes or falls silent.

use chrono::TimeDelta;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::Event;
use vigie::desk::ticket::names::{LocalId, ManagerId};
use vigie::desk::ticket::presence::{Doing, Present};

use crate::shift::{Shift, backend, id, shift, ticket, welcome};

fn two() -> Shift {
    let mut desk = shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)]);
    with_presence(&mut desk, true);
    desk
}

fn with_presence(desk: &mut Shift, presence: bool) {
    let mut welcome = welcome(desk.now);
    welcome.capabilities.presence = presence;
    desk.hear(Event::Connected { backend: backend(), welcome });
}

/// What the others are told in the last step.
fn said(desk: &Shift) -> Vec<(String, Option<Doing>)> {
    let said = desk.effects.iter().filter_map(|effect| match effect {
        Effect::TellPresence { ticket, doing } => Some((ticket.local.to_string(), Some(*doing))),
        Effect::WithdrawPresence { .. } => Some((String::new(), None)),
        _ => None,
    });
    said.collect()
}

fn at(local: &str, doing: Doing) -> (String, Option<Doing>) {
    (local.to_owned(), Some(doing))
}

fn nowhere() -> (String, Option<Doing>) {
    (String::new(), None)
}

fn other(desk: &Shift, local: &str, doing: Doing) -> Present {
    let (manager, since) = (ManagerId::new("dbruns"), desk.now.wall);
    Present { ticket: LocalId::new(local), manager, doing, since, until: since + TimeDelta::seconds(30) }
}

fn there(desk: &mut Shift, local: &str, doing: Doing) {
    let present = vec![other(desk, local, doing)];
    desk.hear(Event::PresenceHeard { backend: backend(), present });
}

#[test]
fn looking_writing_and_going_away_are_told_at_once() {
    let mut desk = two();
    assert_eq!(said(desk.press("<enter>")), [at("T1", Doing::Viewing)]);
    assert_eq!(said(desk.press("n")), [at("T1", Doing::Noting)]);
    assert_eq!(said(desk.press("<esc>")), [at("T1", Doing::Viewing)]);
    assert_eq!(said(desk.press("rs")), [at("T1", Doing::Responding)]);
    assert_eq!(said(desk.press("<esc>J")), [at("T1", Doing::Viewing), at("T2", Doing::Viewing)]);
    assert_eq!(said(desk.press("<esc>")), [nowhere()]);
    assert!(said(desk.press("jk")).is_empty(), "the cursor alone is nowhere");
}

#[test]
fn it_is_said_again_before_it_lapses_and_not_with_every_second() {
    let mut desk = two();
    desk.press("<enter>");
    assert!(said(desk.wait(9)).is_empty());
    assert_eq!(said(desk.wait(1)), [at("T1", Doing::Viewing)]);
    desk.hear(Event::PresenceFailed { backend: backend() });
    assert!(said(desk.wait(9)).is_empty(), "a failure is not asked about again and again");
    assert_eq!(said(desk.wait(1)), [at("T1", Doing::Viewing)]);
}

#[test]
fn a_backend_that_cannot_is_told_nothing() {
    let mut desk = two();
    with_presence(&mut desk, false);
    assert!(said(desk.press("<enter>")).is_empty());
    assert!(said(desk.press("n")).is_empty());
}

#[test]
fn the_others_are_seen_in_the_row_until_they_go() {
    let mut desk = two();
    there(&mut desk, "T1", Doing::Responding);
    assert_eq!(desk.app.window(10).rows[0].present[0].doing, Doing::Responding);
    assert!(desk.app.window(10).rows[1].present.is_empty());
    desk.hear(Event::PresenceHeard { backend: backend(), present: Vec::new() });
    assert!(desk.app.presence.on(&id("T1")).is_empty());
}

#[test]
fn who_fell_silent_lapses_also_while_the_backend_is_away() {
    let mut desk = two();
    there(&mut desk, "T1", Doing::Viewing);
    desk.poll_fails(vigie::app::protocol::event::Failure::Unreachable);
    assert_eq!(desk.wait(29).app.presence.on(&id("T1")).len(), 1);
    let frame = desk.app.frame;
    assert!(desk.wait(1).app.presence.on(&id("T1")).is_empty());
    assert!(desk.app.frame > frame, "it is drawn");
}

#[test]
fn only_a_change_is_drawn() {
    let mut desk = two();
    there(&mut desk, "T1", Doing::Viewing);
    let frame = desk.app.frame;
    there(&mut desk, "T1", Doing::Viewing);
    assert_eq!(desk.app.frame, frame, "heard again is no news");
    there(&mut desk, "T1", Doing::Noting);
    assert!(desk.app.frame > frame);
}

#[test]
fn the_end_of_the_program_tells_the_others_and_waits_for_it_only_a_moment() {
    let mut desk = two();
    desk.press("<enter><tab><esc>").hear(Event::PresenceWithdrawn { backend: backend() });
    assert!(desk.press("q").app.done, "on no ticket, nothing is waited for");

    let mut desk = two();
    desk.press("<enter><ctrl-c>");
    assert_eq!((said(&desk), desk.app.done), (vec![at("T1", Doing::Viewing), nowhere()], false));
    desk.hear(Event::PresenceWithdrawn { backend: backend() });
    assert!(desk.app.done);

    let mut desk = two();
    desk.press("<enter><ctrl-c>");
    assert!(!desk.app.done);
    assert!(desk.wait(1).app.done, "an answer that does not come is not waited for");
}
