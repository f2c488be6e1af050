//! Tickets for tests: only what matters is said.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vigie::desk::rules::counting;
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::rules::intake::{Received, receive};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::sla::{Calendar, CalendarSpec};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Action, Change, Then};
use vigie::desk::ticket::conversation::{Channel, ResponseKind, Who};
use vigie::desk::ticket::customer::Plan;
use vigie::desk::ticket::fact::Filed;
use vigie::desk::ticket::names::{
    ActionId, BackendId, CalendarName, ContactId, CustomerId, LocalId, ManagerId, TicketId,
};
use vigie::desk::ticket::phone::{CallOutcome, Direction, PhoneCall};
use vigie::desk::ticket::programme::Programme;
use vigie::desk::ticket::promise::Given;
use vigie::desk::ticket::regrade::{Consent, Party};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Kind;

pub const PARIS: &str = r#"{"tz": "Europe/Paris", "holidays_of": ["FR"], "weekly": {
    "mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]], "wed": [["09:00", "18:00"]],
    "thu": [["09:00", "18:00"]], "fri": [["09:00", "18:00"]]}}"#;

pub fn paris() -> Calendar {
    Calendar::for_a_desk(&CalendarSpec::from_json(PARIS).unwrap()).unwrap()
}

/// Reads an instant with any offset.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn backend() -> BackendId {
    BackendId::new("desk")
}

pub fn me() -> Who {
    Who::Manager(ManagerId::new("cmartin"))
}

pub fn contact() -> Who {
    Who::Contact(ContactId::new("claire"))
}

/// What a test says of a ticket; the rest is ordinary.
#[derive(Clone)]
pub struct Wanted {
    pub id: &'static str,
    pub severity: u8,
    pub plan: Plan,
    pub channel: Channel,
    pub customer: &'static str,
    pub subject: &'static str,
    pub filed: DateTime<Utc>,
}

pub fn wanted(id: &'static str, severity: u8, filed: &str) -> Wanted {
    Wanted {
        id,
        severity,
        plan: Plan::Premium,
        channel: Channel::Portal,
        customer: "acme",
        subject: "The agent does not start",
        filed: at(filed),
    }
}

impl Wanted {
    pub fn filing(&self) -> Filed {
        Filed {
            kind: Kind::Incident,
            customer: CustomerId::new(self.customer),
            contact: Some(ContactId::new("claire")),
            plan: self.plan,
            calendar: CalendarName::new("paris"),
            channel: self.channel,
            severity: Severity::try_from(self.severity).unwrap(),
            subject: self.subject.into(),
            body: "Since this morning.".into(),
            signature: None,
            follows: None,
        }
    }

    pub fn ticket(self) -> Ticket {
        let severity = Severity::try_from(self.severity).unwrap();
        let filed = self.filing();
        let start = Start { filed_at: self.filed, severity, channel: self.channel, first_call: None };
        let response = first_response(self.plan, start, &Programme::default_programme(), &paris(), 1);
        Ticket::filed(LocalId::new(self.id), &filed, self.filed, response)
    }
}

pub fn action(ticket: &Ticket, change: Change) -> Action {
    Action {
        id: ActionId(Uuid::from_u128(7)),
        ticket: TicketId { backend: backend(), local: ticket.id.clone() },
        seen: ticket.version,
        made_at: ticket.filed_at,
        change,
    }
}

/// Does something to a ticket as its manager.
pub fn act(ticket: &Ticket, change: Change, when: &str) -> Result<Ticket, Refusal> {
    let facts = action(ticket, change).decide(ticket, &me(), at(when))?;
    Ok(recounted(facts.iter().fold(ticket.clone(), Ticket::with)))
}

/// Counts dues and objectives anew, as the server does after every fact.
pub fn recounted(mut ticket: Ticket) -> Ticket {
    let (programme, calendar) = (Programme::default_programme(), paris());
    ticket.response = counting::recount(&ticket, &programme, &calendar, 1);
    let update = counting::update(&ticket, &programme, &calendar);
    ticket.set_update(update);
    let step = counting::step(&ticket, &programme, &calendar);
    ticket.set_step_due(step);
    ticket
}

/// The customer called at an instant; it is noted at another one.
pub fn called(when: &str) -> Change {
    let call = PhoneCall {
        occurred_at: at(when),
        contact: Some(ContactId::new("claire")),
        number: None,
        direction: Direction::FromCustomer,
        outcome: CallOutcome::Spoke,
        lasted_seconds: None,
        note: None,
    };
    Change::Call { call: Box::new(call), promise: None }
}

pub fn regrade(to: u8) -> Change {
    Change::ChangeSeverity {
        to: Severity::try_from(to).unwrap(),
        reason: "The impact is another one.".into(),
        asked_by: Party::Customer,
        consent: Consent::Agreed,
    }
}

pub fn promise(what: &str, due: &str) -> Change {
    Change::Promise { promise: Box::new(Given { what: what.into(), due: at(due) }) }
}

pub fn respond(kind: ResponseKind, then: Then) -> Change {
    Change::Respond { kind, body: "We looked at it.".into(), then }
}

/// The customer writes.
pub fn hears(ticket: &Ticket, when: &str) -> Option<Ticket> {
    match receive(ticket, &contact(), Channel::Portal, "Any news?".into(), at(when)) {
        Received::Added(facts) => Some(recounted(facts.iter().fold(ticket.clone(), Ticket::with))),
        Received::FollowUp => None,
    }
}
