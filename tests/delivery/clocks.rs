//! Clocks that are set back, machines that sleep and servers with another clock, through the whole loop: each is made
//! up for with one poll, nothing stops, and nothing old rings anew.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::task::Poll;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::stream;
use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};
use tokio::sync::mpsc;
use uuid::Uuid;
use vigie::app::model::links::LinkState;
use vigie::app::model::notice::Notice;
use vigie::app::model::state::App;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Changes, Drawn, Event, Left};
use vigie::app::protocol::now::Now;
use vigie::desk::ticket::names::ActionId;
use vigie::run::{Clock, World, run};

use crate::shift::{Shift, backend, id, rules, ticket, welcome};

/// What happens to the machine's wall clock, and at which second of the other one.
#[derive(Clone, Copy)]
struct Jump {
    at: u64,
    by: TimeDelta,
    /// The server lives through it: the machine slept. Otherwise only our clock was set.
    slept: bool,
}

/// The machine, and the truth about time beside it.
struct Machine {
    mono: Cell<Duration>,
    jumps: RefCell<VecDeque<Jump>>,
    /// How much more than the monotonic clock the wall clock has gone, and the true time.
    wall: Cell<TimeDelta>,
    truth: Cell<TimeDelta>,
}

fn start() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

impl Machine {
    fn new(jumps: &[Jump]) -> Self {
        Self {
            mono: Cell::default(),
            jumps: RefCell::new(jumps.iter().copied().collect()),
            wall: Cell::new(TimeDelta::zero()),
            truth: Cell::new(TimeDelta::zero()),
        }
    }

    /// What a server with the right time says.
    fn truth(&self) -> DateTime<Utc> {
        start() + TimeDelta::from_std(self.mono.get()).unwrap() + self.truth.get()
    }
}

impl Clock for &Machine {
    fn now(&self) -> Now {
        let mono = self.mono.get();
        Now { wall: start() + TimeDelta::from_std(mono).unwrap() + self.wall.get(), mono }
    }

    async fn sleep(&self, time: Duration) {
        self.mono.set(self.mono.get() + time);
        let mut jumps = self.jumps.borrow_mut();
        while let Some(jump) = jumps.pop_front_if(|jump| self.mono.get() >= Duration::from_secs(jump.at)) {
            self.wall.set(self.wall.get() + jump.by);
            if jump.slept {
                self.truth.set(self.truth.get() + jump.by);
            }
        }
    }
}

/// What was to be seen and heard, by the second of the monotonic clock.
#[derive(Default)]
struct Seen {
    polls: Vec<u64>,
    rings: Vec<u64>,
    notices: Vec<(u64, Notice)>,
    /// How far the countdown of the ticket was from the truth, at its worst, at a frame.
    off: TimeDelta,
    live: Vec<u64>,
}

/// Lets the console run for an hour on tickets that are due in so many minutes, before a server whose clock is so
/// much ahead of the truth.
async fn an_hour(due_in: &[i64], jumps: &[Jump], ahead: TimeDelta) -> Seen {
    const NAMES: [&str; 3] = ["T1", "T2", "T3"];
    let machine = Machine::new(jumps);
    let (outside, inbox) = mpsc::unbounded_channel();
    let (seen, told) = (RefCell::new(Seen::default()), Cell::new(false));
    let server_now = || machine.truth() + ahead;
    let tickets: Vec<_> = NAMES
        .iter()
        .zip(due_in)
        .map(|(name, minutes)| ticket(name).due_in(*minutes).at(start() + ahead))
        .collect();
    let second = || machine.mono.get().as_secs();
    let answer = |effect: &Effect| match effect {
        Effect::OpenStore => Some(Event::OutboxLoaded(Left::default())),
        Effect::LoadSnapshot { .. } => Some(Event::SnapshotMissing { backend: backend() }),
        Effect::Connect { .. } => {
            let welcome = vigie::app::protocol::event::Welcome {
                server_now: server_now(),
                ..welcome((&machine).now())
            };
            Some(Event::Connected { backend: backend(), welcome })
        }
        Effect::LoadRules { .. } => Some(Event::RulesLoaded { backend: backend(), rules: Box::new(rules()) }),
        Effect::Poll { .. } => {
            seen.borrow_mut().polls.push(second());
            let tickets = if told.replace(true) { Vec::new() } else { tickets.clone() };
            let cursor = "1".to_owned();
            let (server_now, rules_version) = (server_now(), 1);
            let (gone, whole, present) = (Vec::new(), None, Vec::new());
            let changes = Changes {
                cursor,
                more: false,
                server_now,
                rules_version,
                tickets,
                gone,
                whole,
                present,
                latest_bases: None,
            };
            Some(Event::Polled { backend: backend(), changes })
        }
        Effect::Ring => {
            seen.borrow_mut().rings.push(second());
            Some(Event::Rang)
        }
        _ => None,
    };
    let mut keys = VecDeque::from([(3600, "q")]);
    let input = stream::poll_fn(|_| match keys.front() {
        None => Poll::Ready(None),
        Some((at, _)) if second() < *at => Poll::Pending,
        Some(_) => Poll::Ready(keys.pop_front().map(|(_, key)| Event::Pressed {
            key: key.parse().unwrap(),
            fresh: ActionId(Uuid::from_u128(1)),
        })),
    });
    let draw = |_: &mut Frame<'_>, app: &App, now: Now| {
        let mut seen = seen.borrow_mut();
        if let Some(notice) = app.notices.current()
            && seen.notices.last().is_none_or(|(_, last)| last != notice)
        {
            seen.notices.push((second(), notice.clone()));
        }
        if app.ticket(&id("T1")).is_some() {
            let off = app.desk_now(&backend(), now) - server_now();
            seen.off = seen.off.max(off.abs());
        }
        if matches!(app.links[0].state(now), LinkState::Live { .. }) {
            seen.live.push(second());
        }
        Drawn { queue_rows: 20, ..Drawn::default() }
    };
    let mut app = Shift::unstarted();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let perform = |effect: Effect| {
        if let Some(event) = answer(&effect) {
            outside.send(event).unwrap();
        }
    };
    run(&mut app, &mut terminal, World { input, inbox, perform, draw, clock: &machine }).await.unwrap();
    seen.into_inner()
}

/// The pauses between polls, in seconds.
fn pauses(polls: &[u64]) -> Vec<u64> {
    polls.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

const CALM: TimeDelta = TimeDelta::seconds(2);

#[tokio::test]
async fn a_clock_that_is_set_back_an_hour_stops_nothing_and_moves_no_countdown() {
    let undisturbed = an_hour(&[20, 50], &[], TimeDelta::zero()).await;
    let back = Jump { at: 1803, by: TimeDelta::hours(-1), slept: false };
    let seen = an_hour(&[20, 50], &[back], TimeDelta::zero()).await;
    assert!(seen.off <= CALM, "{}", seen.off);
    assert!(pauses(&seen.polls).iter().all(|pause| *pause <= 15), "{:?}", seen.polls);
    // One more, at once; the bell and the notices are those of a day without it.
    assert!(seen.polls.contains(&1803));
    assert!(seen.polls.len() <= undisturbed.polls.len() + 1, "{:?}", seen.polls);
    assert_eq!(seen.rings, undisturbed.rings);
    assert_eq!(seen.notices, undisturbed.notices);
    assert_eq!(seen.live, undisturbed.live);
}

#[tokio::test]
async fn a_sleep_of_eight_hours_is_made_up_for_with_one_poll_and_one_bell() {
    // Before it: nothing. During it, both fall due.
    let slept = Jump { at: 603, by: TimeDelta::hours(8), slept: true };
    let seen = an_hour(&[60, 70], &[slept], TimeDelta::zero()).await;
    assert!(seen.off <= CALM, "{}", seen.off);
    let around: Vec<_> = seen.polls.iter().filter(|at| (600..620).contains(*at)).collect();
    assert!(seen.polls.contains(&603), "{:?}", seen.polls);
    assert!(around.len() <= 3, "a burst: {around:?}");
    assert!(pauses(&seen.polls).iter().all(|pause| *pause <= 15), "{:?}", seen.polls);
    assert_eq!(seen.rings, [603], "{:?}", seen.notices);
    let told: Vec<_> = seen.notices.iter().map(|(_, notice)| notice).collect();
    assert_eq!(
        told,
        [&Notice::WhileAway { arrived: 0, breached: 2, at_risk: 0 }],
        "in sum, and nothing as new"
    );
}

#[tokio::test]
async fn a_server_with_another_clock_is_believed_to_the_second() {
    let right = an_hour(&[20, 50], &[], TimeDelta::zero()).await;
    for ahead in [-1, 1] {
        let seen = an_hour(&[20, 50], &[], TimeDelta::hours(ahead)).await;
        assert!(seen.off <= CALM, "{ahead} h: {}", seen.off);
        assert_eq!(seen.rings, right.rings, "{ahead} h");
        // That one of the two clocks is wrong is told once, and is all that is otherwise.
        let off = Notice::ClockOff { backend: backend(), ahead: TimeDelta::hours(-ahead) };
        assert_eq!(seen.notices.first(), Some(&(0, off)), "{ahead} h");
        assert_eq!(seen.notices[1..], right.notices, "{ahead} h");
        assert_eq!(seen.polls, right.polls, "{ahead} h");
    }
    assert!(!right.rings.is_empty());
}

#[tokio::test]
async fn a_clock_that_is_put_right_in_the_middle_of_the_day_is_followed() {
    // It was an hour slow from the start, which the server's answers told; then somebody sets it right.
    let right = Jump { at: 900, by: TimeDelta::hours(1), slept: false };
    let undisturbed = an_hour(&[20, 50], &[], TimeDelta::hours(1)).await;
    let seen = an_hour(&[20, 50], &[right], TimeDelta::hours(1)).await;
    assert!(pauses(&seen.polls).iter().all(|pause| *pause <= 15), "{:?}", seen.polls);
    assert_eq!(seen.rings.len(), undisturbed.rings.len());
}
