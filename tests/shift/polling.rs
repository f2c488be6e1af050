//! When backends are asked, and what becomes of their answers and their silence.

use std::time::Duration;

use chrono::TimeDelta;
use vigie::app::model::links::LinkState;
use vigie::app::model::notice::Notice;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Changes, Event, Failure, Rules, Snapshot};
use vigie::desk::queue::Queue;
use vigie::desk::sla::ZoneSet;

use crate::shift::{Shift, backend, life, rules, shift, ticket, welcome};

fn page(cursor: &str, more: bool, desk: &Shift, names: &[&'static str]) -> Changes {
    Changes {
        cursor: cursor.to_owned(),
        more,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: names.iter().map(|name| ticket(name).at(desk.now.wall)).collect(),
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    }
}

fn state(desk: &Shift) -> LinkState {
    desk.app.links[0].state(desk.now)
}

#[test]
fn the_first_turn_asks_for_everything_and_waits_for_nothing() {
    let desk = Shift::unheard("10:00");
    let backend = backend();
    assert_eq!(
        desk.effects,
        [Effect::OpenStore, Effect::LoadSnapshot { backend: backend.clone() }, Effect::Connect { backend },]
    );
    assert_eq!(state(&desk), LinkState::Connecting);
}

#[test]
fn the_snapshot_is_usable_before_anything_answers_and_the_first_poll_goes_on_from_it() {
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
    assert_eq!(desk.app.queues.customers.lines(), 3);
    let welcome = welcome(desk.now);
    desk.hear(Event::Connected { backend: backend(), welcome });
    assert!(desk.effects.contains(&Effect::Poll {
        backend: backend(),
        since: Some("kept".to_owned()),
        wait: Duration::ZERO
    }));
}

#[test]
fn another_stores_snapshot_is_thrown_away() {
    let mut desk = Shift::unheard("10:00");
    let mut queue = Queue::default();
    queue.put(&backend(), ticket("T1").at(desk.now.wall), desk.now.wall);
    let snapshot = Snapshot {
        life: life("demonstration", "first"),
        queue: Box::new(queue),
        cursor: "kept".to_owned(),
        as_of: desk.now.wall,
        rules: None,
    };
    desk.hear(Event::SnapshotLoaded { backend: backend(), snapshot });
    let welcome = welcome(desk.now);
    desk.hear(Event::Connected { backend: backend(), welcome });
    assert_eq!(desk.listed(), "");
    assert_eq!(desk.polls(), 0, "the right store's snapshot first");
    desk.hear(Event::SnapshotMissing { backend: backend() });
    assert!(desk.effects.contains(&Effect::Poll { backend: backend(), since: None, wait: Duration::ZERO }));
}

#[test]
fn pages_follow_each_other_at_once_and_each_is_kept() {
    let mut desk = shift("10:00", []);
    let first = page("a", true, &desk, &["T1"]);
    desk.wait(15).answer(first);
    assert_eq!(desk.polls(), 1);
    assert!(
        desk.effects
            .iter()
            .any(|it| matches!(it, Effect::KeepSnapshot { keep, .. } if keep.cursor == "a" && !keep.afresh))
    );
    let last = page("b", false, &desk, &["T2"]);
    desk.answer(last);
    assert_eq!(desk.polls(), 0);
    assert_eq!(desk.listed(), "[T1] T2");
}

#[test]
fn the_pace_follows_the_nearest_due() {
    for (due_in, seconds) in [(4, 2), (20, 5)] {
        let mut desk = shift("10:00", [ticket("T1").due_in(due_in)]);
        assert_eq!(desk.wait(seconds - 1).polls(), 0, "due in {due_in} min");
        assert_eq!(desk.wait(1).polls(), 1, "due in {due_in} min");
        assert_eq!(desk.wait(60).polls(), 0, "one at a time");
    }
    let mut far = shift("10:00", [ticket("T1").severity(2).due_in(120)]);
    assert_eq!(far.wait(14).polls(), 0);
    assert_eq!(far.wait(1).polls(), 1);
}

#[test]
fn failures_are_shown_and_tried_again_with_longer_pauses() {
    let mut desk = shift("10:00", []);
    let heard = desk.now.wall;
    let mut pauses = Vec::new();
    for _ in 0..8 {
        desk.poll_fails(Failure::Unreachable);
        let mut waited = 0;
        while desk.polls() == 0 {
            waited += 1;
            desk.wait(1);
        }
        pauses.push(waited);
    }
    assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1] || pair[1] >= 48), "{pauses:?}");
    assert!((48..=60).contains(&pauses[7]), "{pauses:?}");
    desk.poll_fails(Failure::Unreachable);
    assert!(matches!(state(&desk), LinkState::Offline { since, .. } if since == heard));
    desk.poll(Vec::new());
    assert_eq!(state(&desk), LinkState::Live { heard: Duration::ZERO });
}

#[test]
fn a_backend_that_says_when_to_come_back_is_left_alone_until_then() {
    let mut desk = shift("10:00", []);
    desk.wait(15).poll_fails(Failure::TooManyRequests { wait: Some(Duration::from_secs(90)) });
    assert!(matches!(state(&desk), LinkState::Stale { .. }));
    assert_eq!(desk.wait(89).polls(), 0);
    assert_eq!(desk.wait(1).polls(), 1);
}

#[test]
fn a_refused_token_is_told_once_and_tried_slowly() {
    let mut desk = shift("10:00", []);
    desk.wait(15).poll_fails(Failure::NotAllowed);
    assert_eq!(desk.notice(), Some(&Notice::TokenRefused { backend: backend() }));
    assert_eq!(desk.press("<space>").wait(58).polls(), 0);
    assert_eq!(desk.wait(2).polls(), 1);
    desk.poll_fails(Failure::NotAllowed);
    assert_eq!(desk.notice(), None);
}

#[test]
fn an_unknown_cursor_starts_over_and_nothing_flickers() {
    let mut desk = shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)]);
    // It says who it is when the test does.
    desk.greets = None;
    desk.wait(5).poll_fails(Failure::CursorUnknown);
    assert!(desk.effects.contains(&Effect::Connect { backend: backend() }));
    let welcome = welcome(desk.now);
    desk.hear(Event::Connected { backend: backend(), welcome });
    assert!(desk.effects.contains(&Effect::Poll { backend: backend(), since: None, wait: Duration::ZERO }));
    let first = page("x1", true, &desk, &["T3"]);
    desk.answer(first);
    assert!(desk.effects.iter().any(|it| matches!(it, Effect::KeepSnapshot { keep, .. } if keep.afresh)));
    assert_eq!(desk.listed(), "[T1] T2 T3");
    let last = page("x2", false, &desk, &["T2"]);
    desk.answer(last);
    assert_eq!(desk.listed(), "[T2] T3", "the neighbour of what left");
}

#[test]
fn a_backend_that_computes_with_other_zone_data_is_told_once() {
    let mut desk = shift("10:00", []);
    let loaded = |tzdata: Option<&str>| {
        let tzdata = tzdata.map(|release| release.parse().unwrap());
        Event::RulesLoaded { backend: backend(), rules: Box::new(Rules { tzdata, ..rules() }) }
    };
    let told = |desk: &Shift| matches!(desk.app.notices.current(), Some(Notice::OtherZoneData { .. }));
    let ours = ZoneSet::in_force().release().to_string();
    for same in [None, Some(ours.as_str())] {
        desk.hear(loaded(same));
        assert!(!told(&desk));
    }
    desk.hear(loaded(Some("2025b")));
    assert!(told(&desk));
    desk.app.notices.dismiss(desk.now);
    desk.hear(loaded(Some("2025b")));
    assert!(!told(&desk), "it was told before");
}

#[test]
fn new_rules_are_asked_for_when_their_version_changes() {
    let mut desk = shift("10:00", []);
    let changes = Changes { rules_version: 2, ..page("y", false, &desk, &[]) };
    desk.wait(15).answer(changes.clone());
    assert!(desk.effects.contains(&Effect::LoadRules { backend: backend() }));
    desk.answer(changes.clone());
    assert!(!desk.effects.contains(&Effect::LoadRules { backend: backend() }), "one at a time");
    desk.hear(Event::RulesFailed { backend: backend(), why: Failure::Unreachable });
    desk.answer(changes);
    assert!(desk.effects.contains(&Effect::LoadRules { backend: backend() }));
}

#[test]
fn a_person_who_asks_is_answered_now() {
    let mut desk = shift("10:00", []);
    assert_eq!(desk.wait(3).polls(), 0);
    assert_eq!(desk.press("<f5>").polls(), 1);
}

#[test]
fn a_machine_that_slept_asks_once_and_does_not_pretend_to_be_live() {
    let mut desk = shift("10:00", []);
    desk.sleep(TimeDelta::hours(8));
    assert_eq!(desk.polls(), 1);
    assert!(matches!(state(&desk), LinkState::Stale { why: None, .. }));
    assert_eq!(desk.wait(60).polls(), 0);
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut desk = shift("10:00", []);
    desk.now.wall -= TimeDelta::hours(1);
    assert_eq!(desk.wait(15).polls(), 1);
}

#[test]
fn a_backend_with_another_clock_is_believed_and_small_differences_are_ignored() {
    let mut desk = shift("10:00", []);
    let seen = |desk: &Shift| desk.app.desk_now(&backend(), desk.now) - desk.now.wall;
    for (ahead, believed) in [(1500, 0), (-90_000, -90_000), (-91_000, -90_000), (500, 0)] {
        let changes = Changes {
            server_now: desk.now.wall + TimeDelta::milliseconds(ahead),
            ..page(&ahead.to_string(), false, &desk, &[])
        };
        desk.answer(changes);
        assert_eq!(seen(&desk), TimeDelta::milliseconds(believed), "{ahead} ms");
    }
}

#[test]
fn an_answer_that_was_held_back_on_its_way_moves_no_clock() {
    let mut desk = shift("10:00", []);
    assert_eq!(desk.wait(15).polls(), 1);
    let then = desk.now.wall;
    desk.now.wall += TimeDelta::seconds(9);
    desk.now.mono += Duration::from_secs(9);
    let held_back = Changes { server_now: then, ..page("held back", false, &desk, &[]) };
    desk.answer(held_back);
    assert_eq!(desk.app.desk_now(&backend(), desk.now), desk.now.wall);
}

#[test]
fn an_older_copy_of_a_ticket_never_replaces_a_newer_one() {
    let mut desk = shift("10:00", [ticket("T1")]);
    let old = desk.ticket("T1");
    desk.customer_writes("T1").poll(vec![old]);
    assert_eq!(desk.ticket("T1").version.0, 2);
}

#[test]
fn an_answer_that_matches_nothing_changes_nothing() {
    let mut desk = shift("10:00", [ticket("T1")]);
    let other = vigie::desk::ticket::names::BackendId::new("other");
    desk.hear(Event::PollFailed { backend: other.clone(), why: Failure::NotAllowed });
    desk.hear(Event::RulesFailed { backend: other.clone(), why: Failure::NotAllowed });
    desk.hear(Event::SnapshotMissing { backend: other });
    let nobody = vigie::desk::ticket::names::ActionId(uuid::Uuid::from_u128(99));
    desk.hear(Event::Recorded(nobody));
    desk.hear(Event::DeliveryFailed { id: nobody, why: Failure::AnswerLost });
    desk.hear(Event::Edited("stray".to_owned()));
    assert_eq!(desk.notice(), None);
    assert_eq!(desk.listed(), "[T1]");
}
