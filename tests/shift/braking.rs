//! A backend decides what it answers, and not how often it is asked.

use std::time::Duration;

use chrono::TimeDelta;
use vigie::app::model::notice::Notice;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Changes, Detail, Event, Failure};
use vigie::desk::ticket::signature::Kin;
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, backend, shift, ticket, welcome};

/// Lets a backend answer everything at once for a while, and counts what it was asked.
fn asked(desk: &mut Shift, seconds: u64, mut answer: impl FnMut(&Shift, u32) -> Event) -> u32 {
    let mut times = 0;
    let until = desk.now.mono + Duration::from_secs(seconds);
    let mut waiting = std::mem::take(&mut desk.effects);
    while desk.now.mono < until {
        let mut next = Vec::new();
        for effect in waiting.drain(..) {
            match effect {
                Effect::Poll { .. } => {
                    times += 1;
                    let event = answer(desk, times);
                    desk.hear(event);
                    next.append(&mut desk.effects);
                }
                Effect::Connect { .. } => {
                    times += 1;
                    let welcome = welcome(desk.now);
                    desk.hear(Event::Connected { backend: backend(), welcome });
                    next.append(&mut desk.effects);
                }
                Effect::LoadSnapshot { .. } => {
                    desk.hear(Event::SnapshotMissing { backend: backend() });
                    next.append(&mut desk.effects);
                }
                _ => {}
            }
        }
        // A round takes two milliseconds, as it does on one machine.
        desk.now.mono += Duration::from_millis(2);
        desk.now.wall += TimeDelta::milliseconds(2);
        if next.is_empty() {
            desk.hear(Event::Woke);
            next.append(&mut desk.effects);
        }
        waiting = next;
    }
    times
}

fn more(desk: &Shift, cursor: String, names: &[&'static str]) -> Changes {
    Changes {
        cursor,
        more: true,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: names.iter().map(|name| ticket(name).at(desk.now.wall)).collect(),
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    }
}

fn polled(changes: Changes) -> Event {
    Event::Polled { backend: backend(), changes }
}

fn fresh() -> Shift {
    let mut desk = shift("10:00", [ticket("T1")]);
    desk.wait(20);
    desk.effects.retain(|effect| matches!(effect, Effect::Poll { .. }));
    desk
}

#[test]
fn pages_that_bring_nothing_are_asked_for_less_and_less() {
    let times = asked(&mut fresh(), 120, |desk, _| polled(more(desk, "same".to_owned(), &[])));
    assert!(times <= 10, "the same cursor: {times} times in two minutes");
    let times = asked(&mut fresh(), 120, |desk, nth| polled(more(desk, nth.to_string(), &[])));
    assert!(times <= 10, "another cursor each time: {times} times in two minutes");
    let told = fresh().app.queues.queue.len();
    assert_eq!(told, 1);
    let mut desk = fresh();
    let known = ticket("T1").at(desk.now.wall);
    let times = asked(&mut desk, 120, |desk, nth| {
        polled(Changes { tickets: vec![known.clone()], ..more(desk, nth.to_string(), &[]) })
    });
    assert!(times <= 10, "the same ticket again and again: {times} times in two minutes");
}

#[test]
fn pages_that_always_bring_something_have_a_pace() {
    let mut version = 1;
    let times = asked(&mut fresh(), 60, |desk, nth| {
        let mut page = more(desk, nth.to_string(), &["T1"]);
        version += 1;
        page.tickets[0].version = Version(version);
        polled(page)
    });
    assert!((100..=420).contains(&times), "{times} times in a minute");
}

#[test]
fn a_hundred_thousand_tickets_come_without_a_pause() {
    let mut desk = fresh();
    let times = asked(&mut desk, 1, |desk, nth| {
        let name: &'static str = Box::leak(format!("N{nth}").into_boxed_str());
        polled(Changes { more: nth < 100, ..more(desk, nth.to_string(), &[name]) })
    });
    assert!(times >= 100, "{times} pages in a second");
    assert_eq!(desk.app.queues.queue.len(), 101);
}

#[test]
fn a_backend_that_knows_no_cursor_is_left_alone_for_longer_and_longer() {
    let gone = |_: &Shift, _| Event::PollFailed { backend: backend(), why: Failure::CursorUnknown };
    let times = asked(&mut fresh(), 120, gone);
    assert!(times <= 16, "{times} times in two minutes");
    // Once is once: the store was put back, and everything is read anew at once.
    let mut desk = fresh();
    let times = asked(&mut desk, 1, |desk, nth| match nth {
        1 => Event::PollFailed { backend: backend(), why: Failure::CursorUnknown },
        _ => polled(Changes { more: false, ..more(desk, nth.to_string(), &["T1"]) }),
    });
    assert_eq!(times, 3, "the old cursor, who answers, and everything anew");
}

#[test]
fn a_page_and_an_unknown_cursor_in_turn_are_no_way_around_it() {
    let times = asked(&mut fresh(), 120, |desk, nth| {
        if nth % 3 == 0 {
            polled(more(desk, nth.to_string(), &["T1"]))
        } else {
            Event::PollFailed { backend: backend(), why: Failure::CursorUnknown }
        }
    });
    assert!(times <= 30, "{times} times in two minutes");
}

#[test]
fn who_asks_to_be_asked_at_once_is_tried_once_a_second() {
    let wait = Some(Duration::ZERO);
    // After a fault it is not known who answers: each try is a greeting and a poll.
    let tries = [(Failure::TooManyRequests { wait }, 1), (Failure::ServerFault { status: 503, wait }, 2)];
    for (why, requests) in tries {
        let times =
            asked(&mut fresh(), 30, |_, _| Event::PollFailed { backend: backend(), why: why.clone() });
        assert!(times <= 33 * requests, "{why:?}: {times} times in half a minute");
    }
}

#[test]
fn a_detail_that_is_always_older_than_the_list_is_not_asked_for_at_once() {
    let mut desk = fresh();
    let mut newer = ticket("T1").at(desk.now.wall);
    newer.version = Version(9);
    desk.poll(vec![newer]);
    desk.press("<enter>");
    let behind = |desk: &Shift| {
        let detail = Detail {
            ticket: ticket("T1").at(desk.now.wall),
            facts: Vec::new(),
            kin: Kin::default(),
            unreadable: Vec::new(),
            readers: vigie::desk::ticket::readers::Readers::OnServer,
            tag: None,
            files: Vec::new(),
            their_due: None,
        };
        let id = desk.app.queues.selected().cloned().unwrap();
        Event::DetailLoaded { ticket: id, detail: Box::new(detail) }
    };
    // It was asked for already.
    let first = behind(&desk);
    desk.hear(first);
    let mut times = 0;
    for _ in 0..5_000 {
        let asks = desk.effects.iter().any(|effect| matches!(effect, Effect::LoadDetail { .. }));
        desk.now.mono += Duration::from_millis(2);
        desk.now.wall += TimeDelta::milliseconds(2);
        let event = if asks { behind(&desk) } else { Event::Woke };
        times += u32::from(asks);
        desk.hear(event);
    }
    assert!((1..=4).contains(&times), "{times} times in ten seconds");
}

#[test]
fn tickets_that_cannot_be_read_are_named_and_the_others_are_shown() {
    let mut desk = fresh();
    let changes = Changes { more: false, ..more(&desk, "x".to_owned(), &["T1"]) };
    let unreadable = vec!["T2".into(), "T3".into()];
    desk.hear(Event::PolledInPart { backend: backend(), changes, unreadable });
    assert_eq!(desk.listed(), "[T1]");
    assert_eq!(
        desk.notice(),
        Some(&Notice::TicketsUnreadable { backend: backend(), first: "T2".into(), count: 2 })
    );
}
