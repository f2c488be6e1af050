//! A shift at the desk, played without a terminal, a network or a clock: facts in, effects out.
//!
//! `let mut desk = shift("09:00", [ticket("T1").severity(1).due_in(20)]); desk.press("jr");`

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;
use vigie::app::drafts::Draft;
use vigie::app::effect::Effect;
use vigie::app::event::{
    Aside, Capabilities, Changes, Detail, Drawn, Event, Failure, Refused, Rules, Welcome,
};
use vigie::app::keymap::Key;
use vigie::app::notice::Notice;
use vigie::app::now::Now;
use vigie::app::settings::{BackendSettings, Settings, Warnings};
use vigie::app::state::App;
use vigie::desk::action::{Action, Change};
use vigie::desk::conversation::{Channel, Who};
use vigie::desk::customer::{Contact, Customer, Language, Manager, Plan, Role};
use vigie::desk::dues::{Start, first_response};
use vigie::desk::fact::{Fact, Filed, What};
use vigie::desk::intake::{Received, receive};
use vigie::desk::names::{
    ActionId, BackendId, CalendarName, ContactId, CustomerId, LocalId, ManagerId, TicketId,
};
use vigie::desk::programme::Programme;
use vigie::desk::severity::Severity;
use vigie::desk::sla::{Calendar, CalendarSpec};
use vigie::desk::ticket::{Kind, Ticket, Version};

pub const PARIS: &str = r#"{"tz": "Europe/Paris", "holidays_of": ["FR"], "weekly": {
    "mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]], "wed": [["09:00", "18:00"]],
    "thu": [["09:00", "18:00"]], "fri": [["09:00", "18:00"]]}}"#;

pub fn backend() -> BackendId {
    BackendId::new("desk")
}

pub fn id(local: &str) -> TicketId {
    TicketId { backend: backend(), local: LocalId::new(local) }
}

/// What a test says of a ticket; the rest is ordinary.
#[derive(Clone, Copy)]
pub struct Wanted {
    id: &'static str,
    severity: Severity,
    plan: Plan,
    customer: &'static str,
    subject: &'static str,
    due_in: TimeDelta,
}

pub fn ticket(id: &'static str) -> Wanted {
    Wanted {
        id,
        severity: Severity::Critical,
        plan: Plan::Premium,
        customer: "acme",
        subject: "The agent does not start",
        due_in: TimeDelta::minutes(25),
    }
}

impl Wanted {
    pub fn severity(self, number: u8) -> Self {
        Self { severity: Severity::try_from(number).expect("1 to 4"), ..self }
    }

    pub fn due_in(self, minutes: i64) -> Self {
        Self { due_in: TimeDelta::minutes(minutes), ..self }
    }

    pub fn of(self, customer: &'static str) -> Self {
        Self { customer, ..self }
    }

    pub fn about(self, subject: &'static str) -> Self {
        Self { subject, ..self }
    }

    /// Makes the ticket; `due_in` is true of what counts around the clock.
    pub fn at(&self, now: DateTime<Utc>) -> Ticket {
        let programme = Programme::default_programme();
        let at = now + self.due_in - programme.target(self.severity).length;
        let filed = Filed {
            kind: Kind::Incident,
            customer: CustomerId::new(self.customer),
            contact: Some(ContactId::new("claire")),
            plan: self.plan,
            calendar: CalendarName::new("paris"),
            channel: Channel::Portal,
            severity: self.severity,
            subject: self.subject.into(),
            body: "Since this morning.".into(),
            signature: None,
            follows: None,
        };
        let start =
            Start { filed_at: at, severity: self.severity, channel: Channel::Portal, first_call: None };
        let response = first_response(self.plan, start, &programme, &paris(), 1);
        Ticket::filed(LocalId::new(self.id), &filed, at, response)
    }
}

fn paris() -> Calendar {
    Calendar::for_a_desk(&CalendarSpec::from_json(PARIS).expect("JSON")).expect("it opens")
}

pub fn rules() -> Rules {
    let manager = |id: &str, name: &str| Manager {
        id: ManagerId::new(id),
        name: name.into(),
        email: None,
        languages: Vec::new(),
    };
    let contact = |id: &str, name: &str, phone: &str| Contact {
        id: ContactId::new(id),
        name: name.into(),
        role: None,
        email: None,
        phone: Some(phone.into()),
        language: None,
        zone: None,
    };
    let customer = |id: &str, name: &str, manager: &str| Customer {
        id: CustomerId::new(id),
        name: name.into(),
        plan: Plan::Premium,
        calendar: None,
        manager: Some(ManagerId::new(manager)),
        language: Language::En,
        zone: None,
        contract: None,
        notes: None,
        next_review: None,
        contacts: vec![
            contact("claire", "Claire Fabre", "+33 1 99 00 00 01"),
            contact("marc", "Marc Roy", "+33 1 99 00 00 02"),
        ],
    };
    Rules {
        version: 1,
        desk_name: "The desk".into(),
        programme: Programme::default_programme(),
        default_calendar: CalendarName::new("paris"),
        calendars: vec![(CalendarName::new("paris"), paris())],
        managers: vec![manager("cmartin", "C. Martin"), manager("dbruns", "D. Bruns")],
        customers: vec![
            customer("acme", "Acme", "cmartin"),
            customer("borealis", "Énergies Boréales", "dbruns"),
        ],
    }
}

/// What is about presence asks for it; all else goes without.
pub fn welcome(now: Now) -> Welcome {
    Welcome {
        name: "C. Martin".into(),
        role: Role::Manager,
        manager: Some(ManagerId::new("cmartin")),
        store: "store-1".to_owned(),
        demonstration: false,
        server_now: now.wall,
        capabilities: Capabilities {
            idempotent: true,
            interim: true,
            long_poll: true,
            waiting: true,
            files: true,
            voiding: true,
            filing: true,
            contracts: true,
            steps: true,
            presence: false,
        },
    }
}

pub struct Shift {
    pub app: App,
    pub now: Now,
    /// What the last step asked of the outside.
    pub effects: Vec<Effect>,
    keys: u128,
    cursor: u32,
    /// What happened to each ticket, as the backend knows it.
    facts: BTreeMap<String, Vec<Fact>>,
}

/// Begins a shift on a Monday, with a queue that was just heard.
pub fn shift<const N: usize>(time: &str, tickets: [Wanted; N]) -> Shift {
    let mut shift = Shift::unheard(time);
    let wall = shift.now.wall;
    shift.hear(Event::SnapshotMissing { backend: backend() });
    let welcome = welcome(shift.now);
    shift.hear(Event::Connected { backend: backend(), welcome });
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
            facts: BTreeMap::new(),
        };
        shift.hear(Event::Woke);
        shift
    }

    pub fn hear(&mut self, event: Event) -> &mut Self {
        self.effects = self.app.update(event, self.now);
        self
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
            effects.extend(self.app.update(Event::Pressed { key, fresh }, self.now));
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
            effects.extend(self.app.update(Event::Woke, self.now));
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
            kin: vigie::desk::signature::Kin::default(),
            tag: Some("\"1\"".to_owned()),
            files: Vec::new(),
            their_due: None,
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

    pub fn notice(&self) -> Option<&Notice> {
        self.app.notices.current()
    }

    pub fn recorded(&self) -> Vec<Action> {
        self.effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Record { action, .. } => Some(action.clone()),
                _ => None,
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
