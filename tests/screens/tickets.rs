//! Tickets for the screen tests, made of facts as the backend makes them.

use chrono::{DateTime, Utc};
use vigie::app::protocol::event::{Detail, Rules};
use vigie::desk::rules::counting;
use vigie::desk::rules::counting::{Start, first_response};
use vigie::desk::rules::intake::{Received, receive};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Action, Change, Then};
use vigie::desk::ticket::conversation::{Channel, ResponseKind, Who};
use vigie::desk::ticket::fact::{Fact, Filed, What};
use vigie::desk::ticket::names::{ActionId, BackendId, ContactId, LocalId, ManagerId, TicketId};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::{Kin, SignatureRequest};
use vigie::desk::ticket::status::{Kind, Version};

use crate::desk;

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A ticket and everything that happened to it.
#[derive(Clone)]
pub struct Case {
    pub ticket: Ticket,
    pub facts: Vec<Fact>,
}

/// What is filed; the rest is left to defaults.
pub struct Filing<'a> {
    pub id: &'a str,
    pub customer: &'a str,
    pub severity: u8,
    pub at: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
    pub kind: Kind,
    pub channel: Channel,
    pub signature: Option<SignatureRequest>,
}

impl Default for Filing<'_> {
    fn default() -> Self {
        Self {
            id: "INC-1",
            customer: "banque-alpine",
            severity: 3,
            at: "2026-11-20T08:00:00Z",
            subject: "",
            body: "…",
            kind: Kind::Incident,
            channel: Channel::Portal,
            signature: None,
        }
    }
}

impl Filing<'_> {
    pub fn file(self, rules: &Rules) -> Case {
        let customer = desk::customer(rules, self.customer);
        let calendar = customer.calendar.clone().unwrap_or_else(|| rules.default_calendar.clone());
        let severity = Severity::try_from(self.severity).unwrap();
        let filed_at = at(self.at);
        let contact = customer.contacts.first().map(|contact| contact.id.clone());
        let start = Start { filed_at, severity, channel: self.channel, first_call: None };
        let clock = desk::calendar(rules, &calendar);
        let response = first_response(customer.plan, start, &rules.programme, clock, 1);
        let filed = Filed {
            kind: self.kind,
            customer: customer.id.clone(),
            contact: contact.clone(),
            plan: customer.plan,
            calendar,
            channel: self.channel,
            severity,
            subject: self.subject.into(),
            body: self.body.into(),
            signature: self.signature,
            follows: None,
        };
        let by = Who::Contact(contact.unwrap_or_else(|| ContactId::new("somebody")));
        let ticket = Ticket::filed(LocalId::new(self.id), &filed, filed_at, response);
        let fact = Fact { number: Version(1), at: filed_at, by, what: What::Filed(Box::new(filed)) };
        Case { ticket, facts: vec![fact] }
    }
}

impl Case {
    fn append(mut self, facts: Vec<Fact>) -> Self {
        let rules = desk::rules();
        let calendar = desk::calendar(&rules, &self.ticket.calendar);
        let mut ticket = facts.iter().fold(self.ticket, Ticket::with);
        ticket.response = counting::recount(&ticket, &rules.programme, calendar, 1);
        let update = counting::update(&ticket, &rules.programme, calendar);
        ticket.set_update(update);
        let step = counting::step(&ticket, &rules.programme, calendar);
        ticket.set_step_due(step);
        self.ticket = ticket;
        self.facts.extend(facts);
        self
    }

    pub fn does(self, manager: &str, when: &str, change: Change) -> Self {
        self.does_as(&Who::Manager(ManagerId::new(manager)), when, change)
    }

    pub fn does_as(self, who: &Who, when: &str, change: Change) -> Self {
        let when = at(when);
        let action = Action {
            id: ActionId(uuid::Uuid::from_u128(self.facts.len() as u128)),
            ticket: TicketId { backend: BackendId::new("desk"), local: self.ticket.id.clone() },
            seen: self.ticket.version,
            made_at: when,
            change,
        };
        let facts = action.decide(&self.ticket, who, when).unwrap();
        self.append(facts)
    }

    pub fn responds(self, manager: &str, when: &str, kind: ResponseKind, then: Then, body: &str) -> Self {
        self.does(manager, when, Change::Respond { kind, body: body.into(), then })
    }

    pub fn taken(self, manager: &str, when: &str) -> Self {
        self.does(manager, when, Change::Assign { to: ManagerId::new(manager) })
    }

    pub fn hears(self, when: &str, body: &str) -> Self {
        let by = self.facts[0].by.clone();
        match receive(&self.ticket, &by, Channel::Email, body.into(), at(when)) {
            Received::Added(facts) => self.append(facts),
            Received::FollowUp => self,
        }
    }

    pub fn detail(&self) -> Detail {
        Detail {
            ticket: self.ticket.clone(),
            facts: self.facts.clone(),
            kin: Kin::default(),
            tag: None,
            files: Vec::new(),
            their_due: None,
            unreadable: Vec::new(),
            readers: vigie::desk::ticket::readers::Readers::OnServer,
        }
    }
}
