//! A shift at the desk, played without a terminal, a network or a clock: facts in, effects out.
//!
//! `let mut desk = shift("09:00", [ticket("T1").severity(1).due_in(20)]); desk.press("jr");`

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;
use vigie::app::model::notice::Notice;
use vigie::app::model::settings::{BackendSettings, Settings, Warnings};
use vigie::app::model::state::App;
use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Aside, Changes, Detail, Drawn, Event, Failure, Left, Refused, Welcome};
use vigie::app::protocol::keymap::Key;
use vigie::app::protocol::now::Now;
use vigie::app::protocol::origin::Origin;
use vigie::desk::life::Was;
use vigie::desk::rules::intake::{Received, receive};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::conversation::{Channel, Who};
use vigie::desk::ticket::fact::{Fact, Filed, What};
use vigie::desk::ticket::names::{ActionId, ContactId, ManagerId};
use vigie::desk::ticket::status::Version;

#[path = "shift/made.rs"]
mod made;

pub use made::*;

pub struct Shift {
    pub app: App,
    pub now: Now,
    /// What the last step asked of the outside.
    pub effects: Vec<Effect>,
    keys: u128,
    cursor: u32,
    /// Whether the local store answers at once that dead consoles left nothing.
    nothing_is_left: bool,
    /// How the backend greets whoever asks who it is, if it does at once.
    pub greets: Option<Welcome>,
    /// What happened to each ticket, as the backend knows it.
    facts: BTreeMap<String, Vec<Fact>>,
}

/// Begins a shift on a Monday, with a queue that was just heard.
pub fn shift<const N: usize>(time: &str, tickets: [Wanted; N]) -> Shift {
    let mut shift = Shift::unheard(time);
    let wall = shift.now.wall;
    shift.nothing_is_left = true;
    shift.hear(Event::OutboxLoaded(Left::default()));
    shift.hear(Event::SnapshotMissing { backend: backend() });
    let welcome = welcome(shift.now);
    shift.hear(Event::Connected { backend: backend(), welcome: welcome.clone() });
    shift.greets = Some(welcome);
    shift.hear(Event::SnapshotMissing { backend: backend() });
    shift.hear(Event::RulesLoaded { backend: backend(), rules: Box::new(rules()) });
    shift.poll(tickets.iter().map(|wanted| wanted.at(wall)).collect());
    shift.hear(Event::Drawn(Drawn { queue_rows: 10, customer_rows: 10, ..Drawn::default() }));
    shift
}

impl Shift {
    /// A console that watches one backend, before its first turn.
    pub fn unstarted() -> App {
        App::new(Settings {
            backends: vec![BackendSettings { id: backend(), label: "Desk".into() }],
            // What is about the time to take a response back says so itself.
            undo: Duration::ZERO,
            // And so does what is about an alarm that is told again.
            warnings: Warnings { nag: Duration::ZERO, ..Warnings::default() },
            ..Settings::default()
        })
    }

    /// Begins a shift with the first turn of the program, before anything was heard.
    pub fn unheard(time: &str) -> Self {
        let wall = format!("2026-11-23T{time}:00Z").parse().expect("a time of day");
        let now = Now { wall, mono: Duration::ZERO };
        let mut shift = Self {
            app: Self::unstarted(),
            now,
            effects: Vec::new(),
            keys: 0,
            cursor: 0,
            nothing_is_left: false,
            greets: None,
            facts: BTreeMap::new(),
        };
        shift.hear(Event::Woke);
        shift
    }

    pub fn hear(&mut self, event: Event) -> &mut Self {
        self.effects = self.update(event);
        self
    }

    fn update(&mut self, event: Event) -> Vec<Effect> {
        if let (Some(greets), Event::Connected { welcome, .. }) = (&mut self.greets, &event) {
            greets.clone_from(welcome);
        }
        let mut effects = self.app.update(event, self.now);
        if self.nothing_is_left && effects.contains(&Effect::OpenStore) {
            effects.extend(self.app.update(Event::OutboxLoaded(Left::default()), self.now));
        }
        let asks = effects.iter().any(|effect| matches!(effect, Effect::Connect { .. }));
        if let (true, Some(welcome)) = (asks, self.greets.clone()) {
            let welcome = Welcome { server_now: self.now.wall, ..welcome };
            effects.extend(self.app.update(Event::Connected { backend: backend(), welcome }, self.now));
        }
        effects
    }

    /// Presses keys: characters, and names in angle brackets such as `<enter>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let mut effects = Vec::new();
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let (key, after) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
                Some((name, after)) => (name.to_owned(), after),
                None if first == ' ' => ("space".to_owned(), &rest[1..]),
                None => (first.to_string(), &rest[first.len_utf8()..]),
            };
            self.keys += 1;
            let fresh = ActionId(Uuid::from_u128(self.keys));
            let key: Key = key.parse().expect("a key");
            effects.extend(self.update(Event::Pressed { key, fresh }));
            rest = after;
        }
        self.effects = effects;
        self
    }

    /// Goes on with other ids, as a later run of the program does.
    pub fn set_keys(&mut self, keys: u128) {
        self.keys = keys;
    }

    /// Lets time pass in steps of a second, as the loop does.
    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        let mut effects = Vec::new();
        for _ in 0..seconds {
            self.now.mono += Duration::from_secs(1);
            self.now.wall += TimeDelta::seconds(1);
            effects.extend(self.update(Event::Woke));
        }
        self.effects = effects;
        self
    }

    /// The machine sleeps: the wall clock goes on, the monotonic one hardly.
    pub fn sleep(&mut self, wall: TimeDelta) -> &mut Self {
        self.now.wall += wall;
        self.now.mono += Duration::from_secs(1);
        self.hear(Event::Woke)
    }

    /// The backend answers a poll with these tickets.
    pub fn poll(&mut self, tickets: Vec<Ticket>) -> &mut Self {
        self.cursor += 1;
        let changes = Changes {
            cursor: self.cursor.to_string(),
            more: false,
            server_now: self.now.wall,
            rules_version: 1,
            tickets,
            gone: Vec::new(),
            whole: None,
            present: Vec::new(),
            latest_bases: None,
        };
        self.hear(Event::Polled { backend: backend(), changes })
    }

    pub fn answer(&mut self, changes: Changes) -> &mut Self {
        self.hear(Event::Polled { backend: backend(), changes })
    }

    pub fn poll_fails(&mut self, why: Failure) -> &mut Self {
        self.hear(Event::PollFailed { backend: backend(), why })
    }

    /// What comes in now.
    pub fn arrives(&mut self, wanted: Wanted) -> &mut Self {
        let ticket = wanted.at(self.now.wall);
        self.poll(vec![ticket])
    }

    pub fn ticket(&self, local: &str) -> Ticket {
        self.app.ticket(&id(local)).expect("it is in the queue").clone()
    }

    /// The customer writes on a ticket; the next poll tells it.
    pub fn customer_writes(&mut self, local: &str) -> &mut Self {
        let contact = Who::Contact(ContactId::new("claire"));
        let ticket = self.ticket(local);
        match receive(&ticket, &contact, Channel::Portal, "Any news?".into(), self.now.wall) {
            Received::Added(facts) => {
                self.keep(local, &facts);
                self.poll(vec![facts.iter().fold(ticket, Ticket::with)])
            }
            Received::FollowUp => panic!("{local} is closed"),
        }
    }

    /// A colleague does something to a ticket; the next poll tells it.
    pub fn colleague_does(&mut self, local: &str, change: Change) -> &mut Self {
        let ticket = self.ticket(local);
        let action = self.action(&ticket, change);
        let colleague = Who::Manager(ManagerId::new("dbruns"));
        let facts = action.decide(&ticket, &colleague, self.now.wall).expect("the rules allow it");
        self.keep(local, &facts);
        self.poll(vec![facts.iter().fold(ticket, Ticket::with)])
    }

    /// What happened to a ticket, as the backend knows it, from its second fact on.
    pub fn keep_facts(&mut self, local: &str, facts: &[Fact]) {
        self.facts.insert(local.to_owned(), facts.to_vec());
    }

    fn keep(&mut self, local: &str, facts: &[Fact]) {
        self.facts.entry(local.to_owned()).or_default().extend(facts.iter().cloned());
    }

    fn action(&self, ticket: &Ticket, change: Change) -> Action {
        Action {
            id: ActionId(Uuid::from_u128(u128::MAX)),
            ticket: id(ticket.id.as_str()),
            seen: ticket.version,
            made_at: self.now.wall,
            change,
        }
    }

    /// The local store has written everything that it was asked to; what is due then is sent.
    pub fn disk_catches_up(&mut self) -> &mut Self {
        let mut effects = Vec::new();
        for entry in self.app.outbox.entries().to_vec() {
            effects.extend(self.app.update(Event::Recorded(entry.action.id), self.now));
        }
        self.effects = effects;
        self
    }

    /// The backend takes an action that it was given.
    pub fn backend_takes(&mut self, action: &Action) -> &mut Self {
        let ticket = self.app.ticket(&action.ticket).expect("it is in the queue").clone();
        let me = Who::Manager(ManagerId::new("cmartin"));
        let facts = action.decide(&ticket, &me, self.now.wall).expect("the rules allow it");
        self.keep(action.ticket.local.as_str(), &facts);
        let ticket = Box::new(facts.iter().fold(ticket, Ticket::with));
        self.hear(Event::Delivered { id: action.id, at: self.now.wall, ticket, aside: Aside::default() })
    }

    pub fn backend_refuses(&mut self, action: &Action, why: Refused) -> &mut Self {
        self.hear(Event::Refused { id: action.id, why, ticket: None })
    }

    /// The backend answers with all that happened to a ticket.
    pub fn detail(&mut self, local: &str) -> &mut Self {
        let ticket = self.ticket(local);
        let filed = Filed {
            kind: ticket.kind,
            customer: ticket.customer.clone(),
            contact: ticket.contact.clone(),
            plan: ticket.plan,
            calendar: ticket.calendar.clone(),
            channel: ticket.channel,
            severity: ticket.severity,
            subject: ticket.subject.clone(),
            body: "Since this morning.".into(),
            signature: None,
            follows: None,
        };
        let by = Who::Contact(ContactId::new("claire"));
        let fact = Fact { number: Version(1), at: ticket.filed_at, by, what: What::Filed(Box::new(filed)) };
        let later = self.facts.get(local).cloned().unwrap_or_default();
        let facts = std::iter::once(fact).chain(later).collect();
        let detail = Detail {
            ticket,
            facts,
            kin: vigie::desk::ticket::signature::Kin::default(),
            tag: Some("\"1\"".to_owned()),
            files: Vec::new(),
            their_due: None,
            unreadable: Vec::new(),
            readers: vigie::desk::ticket::readers::Readers::OnServer,
        };
        self.hear(Event::DetailLoaded { ticket: id(local), detail: Box::new(detail) })
    }

    /// The ids that the queue pane lists, the one under the cursor in brackets.
    pub fn listed(&self) -> String {
        let window = self.app.window(100);
        let names = window
            .rows
            .iter()
            .map(|row| if row.selected { format!("[{}]", row.id.local) } else { row.id.local.to_string() });
        names.collect::<Vec<_>>().join(" ")
    }

    pub fn selected(&self) -> String {
        self.app.queues.selected().map(|id| id.local.to_string()).unwrap_or_default()
    }

    /// What the author of something on a ticket has before the eyes.
    pub fn origin(&self, ticket: &str) -> Origin {
        let was = self.app.ticket(&id(ticket)).map(Was::of);
        Origin { life: self.app.life(&backend()).cloned(), was, accepted: None }
    }

    pub fn notice(&self) -> Option<&Notice> {
        self.app.notices.current()
    }

    pub fn recorded(&self) -> Vec<Action> {
        self.effects
            .iter()
            .flat_map(|effect| match effect {
                Effect::Record { action, .. } => vec![action.clone()],
                Effect::RecordAll(made) => made.iter().map(|made| made.action.clone()).collect(),
                _ => Vec::new(),
            })
            .collect()
    }

    /// The texts that the disk was asked to keep.
    pub fn drafts_kept(&self) -> Vec<Draft> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::KeepDraft { draft, .. } => Some(draft.clone()),
                _ => None,
            })
            .collect()
    }

    pub fn delivered(&self) -> Vec<Action> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Deliver(action) => Some(action.clone()),
                _ => None,
            })
            .collect()
    }

    pub fn polls(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Poll { .. })).count()
    }

    pub fn rings(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Ring)).count()
    }
}
