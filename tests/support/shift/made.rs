//! What a shift begins with: the desk's rules, its people and its tickets.

use chrono::{DateTime, TimeDelta, Utc};
use vigie::app::protocol::event::{Capabilities, Rules, Welcome};
use vigie::app::protocol::now::Now;
use vigie::desk::life::Life;
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::sla::{Calendar, CalendarSpec};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::conversation::Channel;
use vigie::desk::ticket::customer::{Contact, Customer, Language, Manager, Plan, Role};
use vigie::desk::ticket::fact::Filed;
use vigie::desk::ticket::names::{
    BackendId, CalendarName, ContactId, CustomerId, LocalId, ManagerId, TicketId,
};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Kind;

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
        former: Vec::new(),
        tzdata: None,
        unseen: Vec::new(),
    }
}

pub fn life(store: &str, epoch: &str) -> Life {
    Life { store: store.to_owned(), epoch: epoch.to_owned() }
}

/// What is about presence asks for it; all else goes without.
pub fn welcome(now: Now) -> Welcome {
    Welcome {
        name: "C. Martin".into(),
        role: Role::Manager,
        manager: Some(ManagerId::new("cmartin")),
        life: life("store-1", "first"),
        demonstration: false,
        server_now: now.wall,
        lost: 0,
        is_new_here: false,
        capabilities: Capabilities { presence: false, ..Capabilities::ALL },
    }
}
