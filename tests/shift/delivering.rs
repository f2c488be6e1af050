//! Whatever fails: nothing that a person did is lost, sent twice, or overtaken on its ticket.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use proptest::prelude::*;
use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Aside, Event, Failure, Kept, Left, Refused};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::origin::Origin;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::conversation::Who;
use vigie::desk::ticket::fact::Fact;
use vigie::desk::ticket::names::{ActionId, ManagerId, TicketId};

use crate::shift::{Shift, id, shift, ticket};

const TICKETS: [&str; 3] = ["T1", "T2", "T3"];

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A person writes on one of the tickets: a note, or to the customer.
    Note(usize),
    Respond(usize),
    /// Takes the last response back, and sends it changed, or leaves it.
    Edit,
    Leave,
    /// The disk tells that the oldest write is done, or that it failed.
    DiskDone,
    DiskFull,
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
        3 => (0usize..3).prop_map(Step::Note),
        4 => (0usize..3).prop_map(Step::Respond),
        2 => Just(Step::Edit),
        1 => Just(Step::Leave),
        5 => Just(Step::DiskDone),
        1 => Just(Step::DiskFull),
        3 => Just(Step::Taken),
        2 => Just(Step::AnswerLost),
        1 => Just(Step::Unreachable),
        1 => Just(Step::Overloaded),
        3 => (1u64..12).prop_map(Step::Wait),
        1 => Just(Step::Restart),
    ]
}

/// An action on the disk.
#[derive(Clone, Debug)]
struct Written {
    action: Action,
    adds: Option<u32>,
    sent: bool,
    taken_back: bool,
}

/// What the disk had under the name of an action before it was written.
type Before = (Option<Written>, Option<Draft>);

/// A ticket of the backend, and what it applied to it, in order.
struct Applied {
    ticket: Ticket,
    facts: Vec<Fact>,
    actions: Vec<(ActionId, String)>,
}

struct World {
    desk: Shift,
    /// In the order made; an action stays until it is forgotten.
    disk: Vec<Written>,
    /// What stood in its place before a write that is not done.
    writing: VecDeque<(ActionId, Before)>,
    drafts: BTreeMap<ActionId, Draft>,
    on_the_way: VecDeque<Action>,
    backend: BTreeMap<TicketId, Applied>,
    made: Vec<(TicketId, ActionId)>,
    /// The last words of each, as its author sent them.
    words: BTreeMap<ActionId, String>,
    written: u128,
}

fn begin() -> Shift {
    let mut desk = shift("10:00", TICKETS.map(|name| ticket(name).severity(2).due_in(200)));
    desk.app.settings.undo = Duration::from_secs(5);
    desk
}

fn said(action: &Action) -> String {
    action.change.text().map(ToString::to_string).unwrap_or_default()
}

impl World {
    fn new() -> Self {
        let desk = begin();
        let applied = |name| Applied { ticket: desk.ticket(name), facts: Vec::new(), actions: Vec::new() };
        let backend = TICKETS.map(|name| (id(name), applied(name)));
        Self {
            desk,
            disk: Vec::new(),
            writing: VecDeque::new(),
            drafts: BTreeMap::new(),
            on_the_way: VecDeque::new(),
            backend: BTreeMap::from(backend),
            made: Vec::new(),
            words: BTreeMap::new(),
            written: 0,
        }
    }

    fn perform(&mut self) {
        let mut kept = Vec::new();
        for effect in std::mem::take(&mut self.desk.effects) {
            match effect {
                Effect::Record { action, adds, .. } => self.record(action, adds),
                Effect::KeepDraft { draft, instead_of } => {
                    self.take_back(draft.id);
                    self.drafts.retain(|id, _| !instead_of.contains(id));
                    kept.push(draft.id);
                    self.drafts.insert(draft.id, draft);
                }
                Effect::ForgetDraft(id) => {
                    self.take_back(id);
                    self.drafts.remove(&id);
                }
                Effect::Forget { id, seen, .. } => {
                    self.disk.retain(|row| row.action.id != id);
                    for (id, seen) in seen {
                        let row = self.disk.iter_mut().find(|row| row.action.id == id);
                        if let Some(row) = row {
                            row.action.seen = seen;
                        }
                    }
                }
                Effect::Deliver(action) => {
                    let unwritten = self.writing.iter().any(|(id, _)| *id == action.id);
                    assert!(!unwritten, "sent before it was on disk");
                    let same = self.on_the_way.iter().filter(|other| other.ticket == action.ticket).count();
                    assert_eq!(same, 0, "two on one ticket at a time");
                    assert_eq!(said(&action), self.words[&action.id], "the words that were sent last");
                    let row = self.disk.iter_mut().find(|row| row.action.id == action.id);
                    let row = row.expect("it is on disk");
                    assert!(!row.taken_back, "what was taken back does not go by itself");
                    row.sent = true;
                    self.on_the_way.push_back(action);
                }
                _ => {}
            }
        }
        for id in kept {
            self.hear(Event::DraftKept(id));
        }
    }

    fn take_back(&mut self, id: ActionId) {
        if let Some(row) = self.disk.iter_mut().find(|row| row.action.id == id) {
            row.taken_back = true;
        }
    }

    fn record(&mut self, action: Action, adds: Option<u32>) {
        self.words.insert(action.id, said(&action));
        let row = Written { action, adds, sent: false, taken_back: false };
        let place = self.disk.iter_mut().find(|other| other.action.id == row.action.id);
        let id = row.action.id;
        let before = if let Some(place) = place {
            Some(std::mem::replace(place, row))
        } else {
            self.made.push((row.action.ticket.clone(), id));
            self.disk.push(row);
            None
        };
        self.writing.push_back((id, (before, self.drafts.remove(&id))));
    }

    fn hear(&mut self, event: Event) {
        self.desk.hear(event);
        self.perform();
    }

    fn press(&mut self, keys: &str) {
        // Ids go on after a restart.
        self.written += 1_000;
        self.desk.set_keys(self.written);
        self.desk.press(keys);
        self.perform();
    }

    /// Sends the open text; what is new is read first.
    fn send(&mut self) {
        self.press("<ctrl-s>");
        if self.desk.app.focus() == Focus::News {
            self.read();
            self.press("s");
        }
        self.close();
    }

    /// Leaves whatever is open, keeping it.
    fn close(&mut self) {
        for _ in 0..3 {
            if self.desk.app.focus() != Focus::Queue {
                self.press("<esc>");
            }
        }
        assert_eq!(self.desk.app.focus(), Focus::Queue);
    }

    /// The console hears all that the backend knows.
    fn read(&mut self) {
        self.desk.poll(self.backend.values().map(|applied| applied.ticket.clone()).collect());
        self.perform();
        for name in TICKETS {
            self.desk.keep_facts(name, &self.backend[&id(name)].facts);
            self.desk.detail(name);
            self.perform();
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Note(at) => self.write(at, "n"),
            Step::Respond(at) => self.write(at, "ri"),
            Step::Edit => {
                self.press("U");
                if self.desk.app.compose.is_some() {
                    self.press("+");
                    self.send();
                }
            }
            Step::Leave => {
                self.press("U");
                self.close();
            }
            Step::DiskDone => {
                if let Some((id, _)) = self.writing.pop_front() {
                    self.hear(Event::Recorded(id));
                }
            }
            Step::DiskFull => self.disk_is_full(),
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

    fn write(&mut self, at: usize, keys: &str) {
        self.press(["gg", "ggj", "ggjj"][at]);
        self.press(keys);
        let text = format!("w{}", self.written);
        self.press(&text);
        self.send();
    }

    /// A write fails: its text is back with its author, and what stood there before is there still.
    fn disk_is_full(&mut self) {
        let Some((id, (before, draft))) = self.writing.pop_front() else { return };
        self.drafts.extend(draft.map(|draft| (id, draft)));
        let text = self.words[&id].clone();
        if let Some(before) = before {
            self.words.insert(id, said(&before.action));
            if let Some(row) = self.disk.iter_mut().find(|row| row.action.id == id) {
                *row = before;
            }
        } else {
            self.disk.retain(|row| row.action.id != id);
            self.made.retain(|(_, made)| *made != id);
        }
        self.hear(Event::RecordFailed { id, why: "disk full".into() });
        let open = self.desk.app.compose.as_ref().map(|compose| compose.editor.text());
        assert_eq!(open, Some(text), "it is back in the editor");
        self.close();
    }

    fn fail(&mut self, why: Failure) {
        if let Some(action) = self.on_the_way.pop_front() {
            self.hear(Event::DeliveryFailed { id: action.id, why });
        }
    }

    /// The backend applies what it has not applied yet, and answers if the line holds.
    fn deliver(&mut self, answers: bool) {
        let Some(action) = self.on_the_way.pop_front() else { return };
        let applied = self.backend.get_mut(&action.ticket).expect("a known ticket");
        if !applied.actions.iter().any(|(id, _)| *id == action.id) {
            let me = Who::Manager(ManagerId::new("cmartin"));
            match action.decide(&applied.ticket, &me, self.desk.now.wall) {
                Ok(facts) => {
                    applied.ticket = facts.iter().fold(applied.ticket.clone(), Ticket::with);
                    applied.facts.extend(facts);
                    applied.actions.push((action.id, said(&action)));
                }
                Err(refusal) => {
                    let (ticket, why) = (Some(Box::new(applied.ticket.clone())), Refused::ByRule(refusal));
                    let lost = Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost };
                    let told = Event::Refused { id: action.id, why, ticket };
                    return self.hear(if answers { told } else { lost });
                }
            }
        }
        let ticket = Box::new(applied.ticket.clone());
        let event = if answers {
            Event::Delivered { id: action.id, at: self.desk.now.wall, ticket, aside: Aside::default() }
        } else {
            Event::DeliveryFailed { id: action.id, why: Failure::AnswerLost }
        };
        self.hear(event);
    }

    fn restart(&mut self) {
        self.writing.clear();
        self.on_the_way.clear();
        self.desk = begin();
        self.read();
        let kept = self.disk.iter().map(|row| Kept {
            action: row.action.clone(),
            adds: row.adds,
            sent: row.sent,
            taken_back: row.taken_back,
            origin: Origin::default(),
        });
        let order = self.disk.iter().map(|row| row.action.id).collect();
        let drafts = self.drafts.values().cloned().collect();
        self.hear(Event::OutboxLoaded(Left { kept: kept.collect(), drafts, order, ..Left::default() }));
    }

    /// Everything works again, for as long as it takes; what waits for its author is read and sent.
    fn heal(&mut self) {
        for _ in 0..400 {
            self.step(Step::DiskDone);
            self.step(Step::Taken);
            self.step(Step::Wait(1));
            self.read();
            if self.desk.app.outbox.waiting_for_a_person() > 0 {
                self.press("Os");
                match self.desk.app.focus() {
                    Focus::News => self.press("s"),
                    // Newer words than those of the outbox are read once more.
                    Focus::Compose => self.send(),
                    _ => {}
                }
                self.close();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_act_arrives_exactly_once_in_the_order_made_and_in_its_last_words(
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        world.heal();
        prop_assert!(world.desk.app.outbox.is_empty(), "{:?}", world.desk.app.outbox);
        prop_assert!(world.disk.is_empty());
        for (ticket, applied) in &world.backend {
            let made = world.made.iter().filter(|(of, _)| of == ticket);
            let made: Vec<_> = made.map(|(_, id)| (*id, world.words[id].clone())).collect();
            prop_assert_eq!(&applied.actions, &made);
        }
        let once: BTreeSet<_> = world.made.iter().map(|(_, id)| id).collect();
        prop_assert_eq!(once.len(), world.made.len());
    }
}

#[test]
fn a_note_is_an_act_like_any_other() {
    let mut world = World::new();
    world.step(Step::Note(1));
    let (ticket, _) = &world.made[0];
    let body = world.words.values().next().expect("one was written").as_str().into();
    assert_eq!((ticket, &world.disk[0].action.change), (&id("T2"), &Change::Note { body }));
}
