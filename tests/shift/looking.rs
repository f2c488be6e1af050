//! A backend that knows no keys: what was perhaps sent is looked for before anything is sent again.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use vigie::app::model::lack::Lack;
use vigie::app::model::notice::Notice;
use vigie::app::model::outbox::State;
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::command::Command;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Aside, Capabilities, Changes, Event, Failure, Kept, Refused, Welcome};
use vigie::app::protocol::origin::Origin;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::conversation::Who;
use vigie::desk::ticket::names::{ActionId, LocalId, ManagerId};

use crate::shift::{Shift, backend, id, shift, ticket, welcome};

/// A shift on a backend that can do less than vigie's own.
fn keyless() -> Shift {
    let mut desk =
        shift("10:00", [ticket("T1").severity(2).due_in(200), ticket("T2").severity(2).due_in(210)]);
    let least = Capabilities {
        idempotent: false,
        interim: false,
        long_poll: false,
        waiting: false,
        files: true,
        voiding: true,
        filing: true,
        contracts: true,
        steps: vigie::desk::rules::place::Places::ALL,
        bases: true,
        read_there: false,
        presence: false,
    };
    let welcome = Welcome { capabilities: least, ..welcome(desk.now) };
    desk.hear(Event::Connected { backend: backend(), welcome });
    desk
}

fn sent(desk: &mut Shift, keys: &str) -> Action {
    desk.press(keys).disk_catches_up();
    desk.delivered().pop().unwrap()
}

fn looks(desk: &Shift) -> Vec<ActionId> {
    let looked_for = |effect: &Effect| match effect {
        Effect::LookFor(action) => Some(action.id),
        _ => None,
    };
    desk.effects.iter().filter_map(looked_for).collect()
}

#[test]
fn a_lost_answer_is_looked_for_and_never_simply_sent_again() {
    let mut desk = keyless();
    let action = sent(&mut desk, "nhello<ctrl-s>");
    desk.hear(Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost });
    assert!(desk.wait(60).delivered().is_empty());
    assert_eq!(looks(&desk), [action.id], "one look at a time");
    desk.backend_takes(&action);
    assert!(desk.app.outbox.is_empty());
}

/// Waits until the author of what is looked for is asked: looks are answered, as long as `answers` says so.
fn until_asked(desk: &mut Shift, action: &Action, answers: impl Fn(u64) -> bool) -> u64 {
    let mut waited = 0;
    loop {
        desk.wait(1);
        waited += 1;
        if looks(desk) == [action.id] {
            desk.hear(if answers(waited) {
                Event::NotTaken(action.id)
            } else {
                Event::LookFailed { id: action.id, why: Failure::AnswerLost }
            });
        }
        assert!(desk.delivered().is_empty(), "never by itself");
        if desk.app.outbox.get(action.id).unwrap().is_missing() {
            return waited;
        }
        assert!(waited < 10_000, "never");
    }
}

#[test]
fn what_is_not_there_is_never_sent_again_by_itself_but_its_author_is_asked() {
    let mut desk = keyless();
    let action = sent(&mut desk, "nhello<ctrl-s>");
    desk.hear(Event::DeliveryFailed { id: action.id, why: Failure::ServerFault { status: 502, wait: None } });
    let waited = until_asked(&mut desk, &action, |_| true);
    assert!((600..700).contains(&waited), "after {waited} s");
    assert!(matches!(desk.notice(), Some(Notice::Missing { .. })), "{:?}", desk.notice());
    assert_eq!(desk.app.outbox.waiting_for_a_person(), 1);
    assert!(desk.wait(3600).delivered().is_empty(), "nor later");
    desk.press("Os");
    assert_eq!(desk.delivered(), [action], "its author said so");
}

#[test]
fn a_backend_that_does_not_answer_tells_nothing_of_what_it_has() {
    let mut desk = keyless();
    let action = sent(&mut desk, "nhello<ctrl-s>");
    desk.hear(Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost });
    // It stands still for an hour, and answers then.
    let waited = until_asked(&mut desk, &action, |waited| waited > 3600);
    assert!(waited >= 4200, "after {waited} s");
}

#[test]
fn what_is_missing_may_be_written_anew_and_its_author_is_told_that_it_may_come_late() {
    let mut desk = keyless();
    let action = sent(&mut desk, "nhello<ctrl-s>");
    desk.hear(Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost });
    until_asked(&mut desk, &action, |_| true);
    desk.press("Oe");
    assert!(desk.app.compose.is_some(), "the words are there to be changed");
    assert!(matches!(desk.notice(), Some(Notice::MayComeLate { .. })), "{:?}", desk.notice());
    desk.press(" again<ctrl-s>").disk_catches_up();
    let anew = desk.delivered().pop().unwrap();
    assert_eq!(anew.id, action.id);
}

#[test]
fn a_state_is_asked_for_again_as_soon_as_it_is_known_not_to_be_so() {
    let mut desk = keyless();
    let action = sent(&mut desk, "t");
    desk.hear(Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost });
    desk.wait(1).hear(Event::NotTaken(action.id));
    assert_eq!(desk.delivered(), [action]);
}

#[test]
fn a_person_who_wants_it_sent_makes_it_looked_for() {
    let mut desk = keyless();
    let action = sent(&mut desk, "nhello<ctrl-s>");
    desk.hear(Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost });
    desk.wait(2).hear(Event::LookFailed { id: action.id, why: Failure::Unreachable });
    desk.press(":show-outbox<enter>");
    assert!(matches!(desk.app.overlay, Some(Overlay::Outbox { .. })));
    desk.press("s");
    assert_eq!((looks(&desk), desk.delivered()), (vec![action.id], Vec::new()));
    assert!(matches!(desk.app.outbox.get(action.id).unwrap().state, State::Looking { .. }));
}

#[test]
fn what_was_perhaps_taken_and_then_refused_at_the_door_is_looked_for_before_other_words_go() {
    let mut desk = keyless();
    let action = sent(&mut desk, "nhello<ctrl-s>");
    desk.hear(Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost });
    assert_eq!(looks(desk.wait(1)), [action.id]);
    desk.backend_refuses(&action, Refused::NotAllowed);
    desk.press("Oe");
    assert!(desk.app.compose.is_none(), "the first words may be there");
    desk.press("s");
    assert_eq!((looks(&desk), desk.delivered()), (vec![action.id], Vec::new()), "looked for, not said again");
    desk.backend_takes(&action);
    assert!(desk.app.outbox.is_empty(), "they were there");
}

#[test]
fn who_comes_second_is_told_who_has_it_and_nothing_is_left_to_do() {
    let mut desk = keyless();
    let action = sent(&mut desk, "t");
    desk.backend_refuses(&action, Refused::TakenBy(ManagerId::new("dbruns")));
    assert_eq!(desk.notice(), Some(&Notice::TakenBy { ticket: id("T1"), name: "D. Bruns".into() }));
    assert!(desk.app.outbox.is_empty());
}

#[test]
fn what_the_backend_cannot_do_is_told_instead_of_done() {
    let mut desk = keyless();
    assert_eq!(desk.app.lack(Command::WaitForCustomer), Some(Lack::Waiting));
    desk.press("w");
    assert_eq!(desk.notice(), Some(&Notice::Lacking { backend: backend(), lack: Lack::Waiting }));
    desk.press("r");
    let Some(Overlay::Choice(choice)) = &desk.app.overlay else { panic!("no choice") };
    assert_eq!(choice.barred.len(), 1);
    assert!(desk.press("i").app.compose.is_none(), "a barred answer cannot be given");
}

#[test]
fn a_text_that_arrived_without_what_should_follow_is_told_and_not_kept() {
    let mut desk = keyless();
    let action = sent(&mut desk, "nhello<ctrl-s>");
    let aside = Aside { only_ours: Some(true), but: Some("no such status".into()) };
    let ticket = Box::new(desk.ticket("T1"));
    desk.hear(Event::Delivered { id: action.id, at: desk.now.wall, ticket, aside });
    assert!(matches!(desk.notice(), Some(Notice::DeliveredInPart { .. })), "{:?}", desk.notice());
    assert!(desk.app.outbox.is_empty());
}

#[test]
fn what_is_not_among_all_that_there_is_has_left() {
    let mut desk = keyless();
    let changes = Changes {
        cursor: "count".to_owned(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: Vec::new(),
        gone: Vec::new(),
        whole: Some([LocalId::new("T2")].into()),
        present: Vec::new(),
        latest_bases: None,
    };
    desk.answer(changes);
    assert_eq!(desk.listed(), "[T2]");
    let kept = desk.effects.iter().any(|effect| match effect {
        Effect::KeepSnapshot { keep, .. } => keep.gone == [LocalId::new("T1")],
        _ => false,
    });
    assert!(kept, "the next start does not show it either: {:?}", desk.effects);
}

/// What happens next to a note.
#[derive(Clone, Copy, Debug)]
enum Step {
    Write,
    Answered,
    /// It is done, and nobody hears of it.
    AnswerLost,
    /// It never arrives, and looks the same.
    RequestLost,
    /// It is done this many seconds after it was given up: there is no time after which it cannot be.
    Late(u16),
    Unreachable,
    /// A look is answered, or fails.
    Looked(bool),
    Wait(u8),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Write),
        3 => Just(Step::Answered),
        2 => Just(Step::AnswerLost),
        2 => Just(Step::RequestLost),
        2 => any::<u16>().prop_map(Step::Late),
        1 => Just(Step::Unreachable),
        4 => any::<bool>().prop_map(Step::Looked),
        3 => (1..30u8).prop_map(Step::Wait),
        1 => Just(Step::Restart),
    ]
}

/// A backend that applies whatever reaches it, as often as it does.
struct World {
    desk: Shift,
    disk: Vec<Action>,
    on_the_way: Vec<Action>,
    looked_for: Vec<ActionId>,
    /// When what comes late comes (on `mono`).
    late: Vec<(Duration, Action)>,
    ticket: Ticket,
    applied: BTreeMap<ActionId, u32>,
    made: u32,
    /// What a person said to send again, not knowing.
    risked: Vec<ActionId>,
}

impl World {
    fn new() -> Self {
        let desk = keyless();
        let ticket = desk.ticket("T1");
        Self {
            desk,
            disk: Vec::new(),
            on_the_way: Vec::new(),
            looked_for: Vec::new(),
            late: Vec::new(),
            ticket,
            applied: BTreeMap::new(),
            made: 0,
            risked: Vec::new(),
        }
    }

    fn hear(&mut self, event: Event) {
        self.desk.hear(event);
        self.perform();
    }

    fn perform(&mut self) {
        for effect in std::mem::take(&mut self.desk.effects) {
            match effect {
                Effect::Record { action, .. } => {
                    let id = action.id;
                    self.disk.push(action);
                    self.hear(Event::Recorded(id));
                }
                Effect::Forget { id, .. } => self.disk.retain(|action| action.id != id),
                Effect::Deliver(action) => self.on_the_way.push(action),
                Effect::LookFor(action) => self.looked_for.push(action.id),
                _ => {}
            }
        }
    }

    fn apply(&mut self, action: &Action) {
        let me = Who::Manager(ManagerId::new("cmartin"));
        let facts = action.decide(&self.ticket, &me, self.desk.now.wall).unwrap();
        self.ticket = facts.iter().fold(self.ticket.clone(), Ticket::with);
        *self.applied.entry(action.id).or_default() += 1;
    }

    fn delivered(&mut self, id: ActionId) {
        let aside = Aside { only_ours: Some(true), but: None };
        let (at, ticket) = (self.desk.now.wall, Box::new(self.ticket.clone()));
        self.hear(Event::Delivered { id, at, ticket, aside });
    }

    fn lose(&mut self, action: &Action) {
        self.hear(Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost });
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Write => {
                self.made += 1;
                self.desk.set_keys(1_000 + 100 * u128::from(self.made));
                self.desk.press("ggnx<ctrl-s>");
                self.perform();
            }
            Step::Wait(seconds) => (0..seconds).for_each(|_| self.second()),
            Step::Looked(answered) => {
                let Some(id) = self.looked_for.pop() else { return };
                match (answered, self.applied.contains_key(&id)) {
                    (false, _) => self.hear(Event::LookFailed { id, why: Failure::Unreachable }),
                    (true, true) => self.delivered(id),
                    (true, false) => {
                        self.hear(Event::NotTaken(id));
                        self.answer_for_the_person(id);
                    }
                }
            }
            Step::Restart => {
                // What is late comes all the same; what was on its way is lost with the program.
                (self.on_the_way, self.looked_for) = (Vec::new(), Vec::new());
                let mono = self.desk.now.mono;
                self.desk = keyless();
                self.late.iter_mut().for_each(|(at, _)| *at = at.saturating_sub(mono));
                self.desk.poll(vec![self.ticket.clone()]);
                let kept = |action: &Action| Kept {
                    action: action.clone(),
                    adds: None,
                    sent: true,
                    taken_back: false,
                    origin: Origin::default(),
                };
                self.hear(Event::OutboxLoaded(self.disk.iter().map(kept).collect::<Vec<_>>().into()));
            }
            Step::Answered | Step::AnswerLost | Step::RequestLost | Step::Late(_) | Step::Unreachable => {
                self.carry(step);
            }
        }
    }

    /// Who is asked says that it shall go; the backend is searched once more before it does.
    fn answer_for_the_person(&mut self, id: ActionId) {
        if self.desk.app.outbox.get(id).is_some_and(vigie::app::model::outbox::Entry::is_missing) {
            self.risked.push(id);
            self.desk.press(":show-outbox<enter>s<esc>");
            self.perform();
        }
    }

    fn carry(&mut self, step: Step) {
        let Some(action) = self.on_the_way.pop() else { return };
        match step {
            // What came late is found before it is said again.
            Step::Answered if self.applied.contains_key(&action.id) => self.delivered(action.id),
            Step::Answered => {
                self.apply(&action);
                self.delivered(action.id);
            }
            Step::AnswerLost if self.applied.contains_key(&action.id) => self.lose(&action),
            Step::AnswerLost => {
                self.apply(&action);
                self.lose(&action);
            }
            Step::Late(seconds) => {
                self.late.push((self.desk.now.mono + Duration::from_secs(seconds.into()), action.clone()));
                self.lose(&action);
            }
            Step::Unreachable => {
                self.hear(Event::DeliveryFailed { id: action.id, why: Failure::Unreachable });
            }
            _ => self.lose(&action),
        }
    }

    fn second(&mut self) {
        self.desk.wait(1);
        self.perform();
        let now = self.desk.now.mono;
        let (due, rest) = std::mem::take(&mut self.late).into_iter().partition(|(at, _)| *at <= now);
        self.late = rest;
        let due: Vec<(Duration, Action)> = due;
        for (_, action) in &due {
            self.apply(action);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn without_keys_too_every_note_arrives_and_none_is_said_twice_by_itself(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        for _ in 0..70_000 {
            world.step(Step::Answered);
            world.step(Step::Looked(true));
            world.second();
            if world.late.is_empty() && world.desk.app.outbox.is_empty() {
                break;
            }
        }
        prop_assert!(world.desk.app.outbox.is_empty(), "{:?}", world.desk.app.outbox);
        prop_assert_eq!(world.applied.len(), usize::try_from(world.made).unwrap());
        for (id, times) in &world.applied {
            prop_assert!(*times == 1 || world.risked.contains(id), "{id:?}: {times} times by itself");
        }
    }
}

#[test]
fn a_note_is_what_the_property_writes() {
    let mut desk = keyless();
    assert!(matches!(sent(&mut desk, "ggnx<ctrl-s>").change, Change::Note { .. }));
}
