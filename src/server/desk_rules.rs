//! The desk as the store holds it, ready for answering: programme, calendars, managers, customers.

use crate::desk::rules::counting;
use std::collections::BTreeMap;

use crate::api::{DeskRules, NamedCalendar};
use crate::desk::rules::counting::Start;
use crate::desk::sla::{Calendar, CalendarSpec, Tz, ZoneSet};
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::{Customer, Manager, Plan};
use crate::desk::ticket::names::{CalendarName, ContactId, CustomerId, ManagerId};
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::{Response, Ticket};

use super::error::ServerError;
use super::store::{Part, StoredFlaw};

/// One version of the desk. Never changed: an import makes another one.
#[derive(Clone, Debug)]
pub struct Desk {
    pub version: u32,
    pub name: SafeLine,
    pub programme: Programme,
    pub default_calendar: CalendarName,
    pub calendars: BTreeMap<CalendarName, KnownCalendar>,
    pub managers: BTreeMap<ManagerId, Manager>,
    pub customers: BTreeMap<CustomerId, Customer>,
    /// What of it cannot be read as it stands in the store.
    pub flaws: Vec<StoredFlaw>,
    /// What those were called who are contacts no more.
    pub former: BTreeMap<(CustomerId, ContactId), SafeLine>,
}

#[derive(Clone, Debug)]
pub struct KnownCalendar {
    /// Grows with every change of the calendar; frozen into verdicts.
    pub version: u32,
    pub spec: CalendarSpec,
    /// The same, prepared.
    pub calendar: Calendar,
}

/// What a customer's requests are counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub plan: Plan,
    pub calendar: CalendarName,
}

impl Desk {
    /// The flaw of an entry, if it cannot be read as it stands.
    pub fn flaw(&self, part: Part, name: &str) -> Option<&StoredFlaw> {
        self.flaws.iter().find(|flaw| flaw.part == part && flaw.name == name)
    }

    /// Tells whether an entry is there and says nothing any more.
    pub fn is_set_aside(&self, part: Part, name: &str) -> bool {
        self.flaw(part, name).is_some_and(StoredFlaw::is_unreadable)
    }

    /// Without the programme nothing can be reckoned, and nothing is.
    ///
    /// # Errors
    /// [`ServerError::Broken`] if it cannot be read.
    pub fn has_programme(&self) -> Result<(), ServerError> {
        if self.is_set_aside(Part::Programme, "") {
            return Err(ServerError::Broken("the programme cannot be read: import one".to_owned()));
        }
        Ok(())
    }

    pub fn customer(&self, id: &CustomerId) -> Option<&Customer> {
        self.customers.get(id)
    }

    /// The contract's calendar, else the desk's.
    pub fn terms_of(&self, customer: &Customer) -> Terms {
        let calendar = customer.calendar.as_ref().unwrap_or(&self.default_calendar).clone();
        Terms { plan: customer.plan, calendar }
    }

    /// Answers what is owed on a request under these terms.
    ///
    /// # Errors
    /// [`ServerError::Broken`] if the calendar is not there: the import lets no such terms in.
    pub fn first_response(&self, terms: &Terms, start: Start) -> Result<Response, ServerError> {
        self.has_programme()?;
        let known = self
            .calendars
            .get(&terms.calendar)
            .ok_or_else(|| ServerError::Broken(format!("no calendar {}", terms.calendar)))?;
        Ok(counting::first_response(terms.plan, start, &self.programme, &known.calendar, known.version))
    }

    /// Whether a contract held when a ticket was filed: by the customer's dates of today, so that a correction counts.
    fn is_covered(&self, ticket: &Ticket) -> bool {
        let zone = self.calendars.get(&self.default_calendar).map_or(Tz::UTC, |known| known.calendar.tz());
        ticket.plan == Plan::Standard
            || self.customer(&ticket.customer).is_none_or(|it| it.is_covered(ticket.filed_at, zone))
    }

    /// Counts anew what is owed on a ticket, after whatever happened to it.
    ///
    /// # Errors
    /// [`ServerError::Broken`] if its calendar is not there.
    pub fn recounted(&self, mut ticket: Ticket) -> Result<Ticket, ServerError> {
        self.has_programme()?;
        let known = self
            .calendars
            .get(&ticket.calendar)
            .ok_or_else(|| ServerError::Broken(format!("no calendar {}", ticket.calendar)))?;
        ticket.response = if ticket.has_qualified_response() || self.is_covered(&ticket) {
            counting::recount(&ticket, &self.programme, &known.calendar, known.version)
        } else {
            Response::NoContract
        };
        let update = counting::update(&ticket, &self.programme, &known.calendar);
        ticket.set_update(update);
        let step = counting::step(&ticket, &self.programme, &known.calendar);
        ticket.set_step_due(step);
        Ok(ticket)
    }

    /// What `GET /v1/programme` says.
    pub fn rules(&self) -> DeskRules {
        let calendars = self.calendars.iter().map(|(name, known)| NamedCalendar {
            name: name.clone(),
            version: known.version,
            spec: known.spec.clone(),
        });
        DeskRules {
            desk_version: self.version,
            desk_name: self.name.clone(),
            programme: self.programme.clone(),
            default_calendar: self.default_calendar.clone(),
            calendars: calendars.collect(),
            managers: self.managers.values().cloned().collect(),
            tzdata: Some(ZoneSet::in_force().release().clone()),
        }
    }
}
