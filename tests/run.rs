//! The loop, played in time that costs nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::Cell;
use std::collections::VecDeque;
use std::task::{Poll, Waker};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream;
use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};
use tokio::sync::mpsc;
use uuid::Uuid;
use vigie::app::model::state::App;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Changes, Drawn, Event, Left};
use vigie::app::protocol::now::Now;
use vigie::desk::ticket::names::ActionId;
use vigie::run::{Clock, World, run};

#[expect(dead_code, reason = "a test of the loop plays no whole shift")]
#[path = "support/shift.rs"]
mod shift;

use shift::{Shift, backend, rules, welcome};

/// A clock that costs no time: whoever sleeps, moves it. The loop sleeps only when nothing has arrived.
#[derive(Default)]
struct Played(Cell<Duration>);

impl Clock for &Played {
    fn now(&self) -> Now {
        let mono = self.0.get();
        let start: DateTime<Utc> = "2026-11-23T10:00:00Z".parse().unwrap();
        Now { wall: start + TimeDelta::from_std(mono).unwrap(), mono }
    }

    async fn sleep(&self, time: Duration) {
        self.0.set(self.0.get() + time);
    }
}

fn key(name: &str) -> Event {
    Event::Pressed { key: name.parse().unwrap(), fresh: ActionId(Uuid::from_u128(1)) }
}

/// Answers at once, as a near backend with an empty queue does.
fn answer(effect: &Effect, now: Now) -> Option<Event> {
    let backend = backend();
    match effect {
        Effect::OpenStore => Some(Event::OutboxLoaded(Left::default())),
        Effect::LoadSnapshot { .. } => Some(Event::SnapshotMissing { backend }),
        Effect::Connect { .. } => Some(Event::Connected { backend, welcome: welcome(now) }),
        Effect::LoadRules { .. } => Some(Event::RulesLoaded { backend, rules: Box::new(rules()) }),
        Effect::Poll { .. } => Some(Event::Polled {
            backend,
            changes: Changes {
                cursor: "1".to_owned(),
                more: false,
                server_now: now.wall,
                rules_version: 1,
                tickets: Vec::new(),
                gone: Vec::new(),
                whole: None,
                present: Vec::new(),
                latest_bases: None,
            },
        }),
        _ => None,
    }
}

struct Ran {
    polls: Vec<u64>,
    frames: usize,
}

/// Runs the console on these keys, each at its second.
async fn play(keys: Vec<(u64, Event)>, mut draw: impl FnMut(&App)) -> Ran {
    let clock = Played::default();
    let (outside, inbox) = mpsc::unbounded_channel();
    let mut ran = Ran { polls: Vec::new(), frames: 0 };
    let mut keys = VecDeque::from(keys);
    let mut asked: Option<Waker> = None;
    let input = stream::poll_fn(|context| {
        // A terminal's stream wakes whoever asked it first: that must be the one who sleeps.
        let first = asked.get_or_insert_with(|| context.waker().clone());
        assert!(first.will_wake(context.waker()), "the next key would wake nobody");
        match keys.front() {
            None => Poll::Ready(None),
            Some((second, _)) if clock.0.get() < Duration::from_secs(*second) => Poll::Pending,
            Some(_) => Poll::Ready(keys.pop_front().map(|(_, event)| event)),
        }
    });
    let mut app = Shift::unstarted();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let world = World {
        input,
        inbox,
        perform: |effect: Effect| {
            if matches!(effect, Effect::Poll { .. }) {
                ran.polls.push((&clock).now().mono.as_secs());
            }
            if let Some(event) = answer(&effect, (&clock).now()) {
                outside.send(event).unwrap();
            }
        },
        draw: |_: &mut Frame<'_>, app: &App, _: Now| {
            ran.frames += 1;
            draw(app);
            Drawn { queue_rows: 20, ..Drawn::default() }
        },
        clock: &clock,
    };
    run(&mut app, &mut terminal, world).await.unwrap();
    ran
}

#[tokio::test]
async fn it_polls_at_its_pace_and_quits_on_a_key() {
    // Nothing is due within the hour, so the far pace.
    let ran = play(vec![(31, key("q"))], |_| {}).await;
    assert_eq!(ran.polls, [0, 15, 30]);
}

#[tokio::test]
async fn a_second_that_passes_is_one_frame_and_nothing_else_is() {
    let ran = play(vec![(60, key("q"))], |_| {}).await;
    assert!((60..=66).contains(&ran.frames), "{} frames in a minute", ran.frames);
}

#[tokio::test]
async fn a_burst_of_keys_is_one_frame() {
    let mut keys: Vec<(u64, Event)> = (0..500).map(|_| (5, key("j"))).collect();
    keys.push((5, key("q")));
    let ran = play(keys, |_| {}).await;
    assert!(ran.frames <= 10, "{} frames", ran.frames);
}

#[tokio::test]
async fn the_end_of_the_input_ends_the_program() {
    assert!(play(Vec::new(), |_| {}).await.frames <= 2);
}

#[tokio::test]
async fn the_first_frame_waits_for_nothing() {
    let mut first = None;
    play(vec![(1, key("q"))], |app| {
        first.get_or_insert(app.queues.listed() == 0 && app.links[0].welcome.is_none());
    })
    .await;
    assert_eq!(first, Some(true));
}
