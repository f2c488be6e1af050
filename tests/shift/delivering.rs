//! Whatever fails: nothing that a person did is lost, sent twice, or overtaken on its ticket.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use proptest::prelude::*;
use vigie::app::effect::Effect;
use vigie::app::event::{Event, Failure, Kept};
use vigie::desk::action::{Action, Change};
use vigie::desk::conversation::Who;
use vigie::desk::names::{ActionId, ManagerId, TicketId};
use vigie::desk::ticket::Ticket;

use crate::shift::{Shift, id, shift, ticket};

const TICKETS: [&str; 3] = ["T1", "T2", "T3"];

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A person writes a note on one of the tickets.
    Write(usize),
    /// The disk tells that the oldest write is done.
    DiskDone,
    /// The backend gets the oldest delivery, and its answer arrives, or does not, or it never gets it.
    Taken,
    AnswerLost,
    Unreachable,
    Overloaded,
    Wait(u64),
    /// The program dies and starts again.
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0usize..3).prop_map(Step::Write),
        4 => Just(Step::DiskDone),
        3 => Just(Step::Taken),
        2 => Just(Step::AnswerLost),
        1 => Just(Step::Unreachable),
        1 => Just(Step::Overloaded),
        3 => (1u64..20).prop_map(Step::Wait),
        1 => Just(Step::Restart),
    ]
}

struct World {
    desk: Shift,
    /// In the order written; an action stays until it is forgotten.
    disk: Vec<Action>,
    writing: VecDeque<ActionId>,
    on_the_way: VecDeque<Action>,
    /// The backend's tickets, and which actions it applied, in order.
    backend: BTreeMap<TicketId, (Ticket, Vec<ActionId>)>,
    made: Vec<(TicketId, ActionId)>,
}

fn begin() -> Shift {
    shift("10:00", TICKETS.map(|name| ticket(name).severity(2).due_in(200)))
}

impl World {
    fn new() -> Self {
        let desk = begin();
        let backend = TICKETS.map(|name| (id(name), (desk.ticket(name), Vec::new())));
        Self {
            desk,
            disk: Vec::new(),
            writing: VecDeque::new(),
            on_the_way: VecDeque::new(),
            backend: BTreeMap::from(backend),
            made: Vec::new(),
        }
    }

    fn perform(&mut self) {
        for effect in std::mem::take(&mut self.desk.effects) {
            match effect {
                Effect::Record(action) => {
                    self.made.push((action.ticket.clone(), action.id));
                    self.writing.push_back(action.id);
                    self.disk.push(action);
                }
                Effect::Forget(id) => self.disk.retain(|action| action.id != id),
                Effect::Deliver(action) => {
                    assert!(!self.writing.contains(&action.id), "sent before it was on disk");
                    let same = self.on_the_way.iter().filter(|other| other.ticket == action.ticket).count();
                    assert_eq!(same, 0, "two on one ticket at a time");
                    self.on_the_way.push_back(action);
                }
                _ => {}
            }
        }
    }

    fn hear(&mut self, event: Event) {
        self.desk.hear(event);
        self.perform();
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Write(at) => {
                let keys = ["gg", "ggj", "ggjj"][at];
                // Ids go on after a restart.
                self.desk.set_keys(1_000 + 100 * self.made.len() as u128);
                self.desk.press(keys).press("n").press("x<ctrl-s>");
                self.perform();
            }
            Step::DiskDone => {
                if let Some(id) = self.writing.pop_front() {
                    self.hear(Event::Recorded(id));
                }
            }
            Step::Taken => self.deliver(true),
            Step::AnswerLost => self.deliver(false),
            Step::Unreachable => self.fail(Failure::Unreachable),
            Step::Overloaded => {
                self.fail(Failure::TooManyRequests { wait: Some(Duration::from_secs(9)) });
            }
            Step::Wait(seconds) => {
                for _ in 0..seconds {
                    self.desk.wait(1);
                    self.perform();
                }
            }
            Step::Restart => self.restart(),
        }
    }

    fn fail(&mut self, why: Failure) {
        if let Some(action) = self.on_the_way.pop_front() {
            self.hear(Event::DeliveryFailed { id: action.id, why });
        }
    }

    /// The backend applies what it has not applied yet, and answers if the line holds.
    fn deliver(&mut self, answers: bool) {
        let Some(action) = self.on_the_way.pop_front() else { return };
        let (ticket, applied) = self.backend.get_mut(&action.ticket).expect("a known ticket");
        if !applied.contains(&action.id) {
            let me = Who::Manager(ManagerId::new("cmartin"));
            let facts = action.decide(ticket, &me, self.desk.now.wall).expect("a note is never refused");
            *ticket = facts.iter().fold(ticket.clone(), Ticket::with);
            applied.push(action.id);
        }
        let event = if answers {
            Event::Delivered { id: action.id, at: self.desk.now.wall, ticket: Box::new(ticket.clone()) }
        } else {
            Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost }
        };
        self.hear(event);
    }

    fn restart(&mut self) {
        self.writing.clear();
        self.on_the_way.clear();
        self.desk = begin();
        self.desk.poll(self.backend.values().map(|(ticket, _)| ticket.clone()).collect());
        let kept = self
            .disk
            .iter()
            .map(|action| Kept { action: action.clone(), sent: true, taken_back: false })
            .collect();
        self.hear(Event::OutboxLoaded(kept));
    }

    /// Everything works again, for as long as it takes.
    fn heal(&mut self) {
        for _ in 0..400 {
            self.step(Step::DiskDone);
            self.step(Step::Taken);
            self.step(Step::Wait(1));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_act_arrives_exactly_once_and_in_the_order_made(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        world.heal();
        prop_assert!(world.desk.app.outbox.is_empty(), "{:?}", world.desk.app.outbox);
        prop_assert!(world.disk.is_empty());
        for (ticket, (_, applied)) in &world.backend {
            let made: Vec<ActionId> =
                world.made.iter().filter(|(of, _)| of == ticket).map(|(_, id)| *id).collect();
            prop_assert_eq!(applied, &made);
        }
        let once: BTreeSet<_> = world.made.iter().map(|(_, id)| id).collect();
        prop_assert_eq!(once.len(), world.made.len());
    }
}

#[test]
fn a_note_is_an_act_like_any_other() {
    let mut world = World::new();
    world.step(Step::Write(1));
    let (ticket, _) = &world.made[0];
    assert_eq!((ticket, &world.disk[0].change), (&id("T2"), &Change::Note { body: "x".into() }));
}
