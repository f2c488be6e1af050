//! What RT does not know of a desk, and who is of it: configuration, and the groups that it names.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::future::try_join3;
use serde::{Deserialize, Serialize};

use crate::app::protocol::event::{Failure, Rules};
use crate::app::protocol::unseen::Unseen;
use crate::desk::mapping::{CustomersBy, Mapping, SeverityBy};
use crate::desk::sla::Calendar;
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::{Contact, Customer, Language, Manager, Plan};
use crate::desk::ticket::names::{CalendarName, CustomerId, ManagerId};
use crate::desk::ticket::programme::Programme;

use super::client::Client;
use super::doctor::OF_TICKETS;
use super::membership::Tenure;
use super::reference::mapped;

/// Rises when tickets are read otherwise than before: what was kept until then is read anew.
const READ_BY: u32 = 6;

/// The desk as the configuration has it, its files read.
#[derive(Clone, Debug)]
pub struct Desk {
    pub name: SafeLine,
    pub mapping: Mapping,
    pub programme: Programme,
    pub default_calendar: CalendarName,
    pub calendars: Vec<(CalendarName, Calendar)>,
}

impl Desk {
    /// Changes with everything that a ticket is read by.
    pub fn digest(&self) -> u32 {
        let text = format!(
            "{READ_BY}{:?}{:?}{}{:?}",
            self.mapping, self.programme, self.default_calendar, self.calendars
        );
        crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(text.as_bytes())
    }

    /// The plan and the calendar of a customer; one that is not listed has the desk's.
    pub fn terms(&self, customer: &CustomerId) -> (Plan, CalendarName) {
        let known = self.mapping.terms(customer);
        let calendar = known.and_then(|customer| customer.calendar.clone());
        (
            known.map_or(Plan::Premium, |known| known.plan),
            calendar.unwrap_or_else(|| self.default_calendar.clone()),
        )
    }

    pub fn calendar(&self, name: &CalendarName) -> Option<&Calendar> {
        self.calendars.iter().find(|(known, _)| known == name).map(|(_, calendar)| calendar)
    }
}

/// People and customers as RT tells them; kept for a start without it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Staff {
    /// Who is of the desk now, by login name.
    pub people: BTreeMap<String, Manager>,
    /// When each who is or was in one of its groups was of the desk, by login name.
    #[serde(default)]
    pub tenures: BTreeMap<String, Tenure>,
    /// Without a list of customers: the queues that can be seen.
    pub queues: Vec<String>,
    /// RT's own numbers of the fields of the severity: a history names fields by them, and each queue may have a field
    /// of its own under one name.
    #[serde(default)]
    pub severity_fields: Vec<u64>,
    /// The same of the fields of a signature request's step.
    #[serde(default)]
    pub step_fields: Vec<u64>,
    /// Groups of the desk that cannot be seen, by name.
    #[serde(default)]
    pub unseen_groups: Vec<String>,
    /// Mapped fields that RT's catalogue does not show; a queue may show them all the same.
    #[serde(default)]
    pub unlisted: Vec<String>,
    /// Queues that the mapping names and that cannot be seen.
    #[serde(default)]
    pub unseen_queues: Vec<String>,
    /// What the queues are called by their numbers, if that was asked.
    #[serde(default)]
    pub names: Option<BTreeMap<u64, String>>,
    /// RT's users as contacts; `None` until they were asked for ([`super::contacts`]).
    #[serde(default)]
    pub contacts: Option<BTreeMap<CustomerId, Vec<Contact>>>,
}

/// What is asked about the queues: a first synchronisation is told their names by their tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queues {
    IfNeeded,
    All,
}

impl Staff {
    /// The person of a login, if they were of the desk at an instant. Whoever is of the desk by configuration, or
    /// because a group does not tell when they came, was so always.
    pub fn manager(&self, login: &str, at: DateTime<Utc>) -> Option<ManagerId> {
        match self.tenures.get(login) {
            Some(tenure) => login.parse().ok().filter(|_| tenure.holds(at)),
            None => self.people.get(login).map(|manager| manager.id.clone()),
        }
    }

    /// Whether it is not known of everybody whether they are of the desk.
    pub fn is_blind(&self) -> bool {
        !self.unseen_groups.is_empty()
    }

    /// Asks RT who is of the desk. A group that may not be seen costs its members, not the queue.
    pub async fn ask(
        client: &Client,
        desk: &Desk,
        me: &Manager,
        queues: Queues,
    ) -> Result<Arc<Self>, Failure> {
        let mapping = &desk.mapping;
        let is_asked = queues == Queues::All || mapping.customers.is_empty();
        let queues = async { if is_asked { client.queues().await.map(Some) } else { Ok(None) } };
        let census = client.census(&mapping.desk_groups);
        let (census, catalogue, queues) = try_join3(census, Catalogue::ask(client, desk), queues).await?;
        let tenures = census.groups.tenures(client.now().timestamp());
        let tenures = tenures.into_iter().filter_map(|(id, tenure)| Some((census.people.get(&id)?, tenure)));
        let (mut people, mut known) = (BTreeMap::new(), BTreeMap::new());
        for (person, tenure) in tenures {
            if tenure.goes_on() {
                people.extend(manager(&person.name, &person.real_name, &person.email_address));
            }
            known.insert(person.name.clone(), tenure);
        }
        // A login whose name may not be read is of the desk all the same.
        for login in &census.unnumbered {
            people.extend(manager(login, "", ""));
        }
        people.insert(me.id.as_str().to_owned(), me.clone());
        for known in &mapping.managers {
            people.insert(known.id.as_str().to_owned(), known.clone());
        }
        let queues: Option<Vec<_>> =
            queues.map(|queues| queues.into_iter().filter(|queue| queue.disabled != "1").collect());
        let names = queues.as_ref().map(|queues| {
            let names = queues.iter().filter_map(|queue| Some((queue.id.parse().ok()?, queue.name.clone())));
            names.collect::<BTreeMap<u64, String>>()
        });
        let called = mapping.customers.iter().flat_map(|customer| &customer.called);
        let unseen_queues = match (&names, &mapping.customers_by) {
            (Some(names), CustomersBy::Queue) => {
                called.filter(|called| !names.values().any(|name| name == *called)).cloned().collect()
            }
            _ => Vec::new(),
        };
        Ok(Arc::new(Self {
            people,
            tenures: known,
            queues: names
                .iter()
                .filter(|_| mapping.customers.is_empty())
                .flat_map(BTreeMap::values)
                .cloned()
                .collect(),
            severity_fields: catalogue.severity,
            step_fields: catalogue.step,
            unseen_groups: census.unseen.into_iter().collect(),
            unlisted: catalogue.unlisted,
            unseen_queues,
            names,
            contacts: None,
        }))
    }

    pub fn rules(&self, desk: &Desk, unseen_fields: &[String]) -> Rules {
        let listed = desk.mapping.customers.iter().map(|mapped| mapped.customer.clone());
        let queues = self.queues.iter().filter_map(|queue| customer_of_queue(queue));
        Rules {
            version: self.version(desk, unseen_fields),
            desk_name: desk.name.clone(),
            programme: desk.programme.clone(),
            default_calendar: desk.default_calendar.clone(),
            calendars: desk.calendars.clone(),
            managers: self.people.values().cloned().collect(),
            customers: listed.chain(queues).map(|customer| self.with_contacts(customer)).collect(),
            former: Vec::new(),
            tzdata: None,
            unseen: self.unseen(unseen_fields),
        }
    }

    /// What cannot be seen of what tickets are read by.
    fn unseen(&self, fields: &[String]) -> Vec<Unseen> {
        let groups = self.unseen_groups.iter().map(|name| Unseen::Group(SafeLine::from(name.as_str())));
        let queues = self.unseen_queues.iter().map(|name| Unseen::Queue(SafeLine::from(name.as_str())));
        let fields = fields.iter().map(|name| Unseen::Field(SafeLine::from(name.as_str())));
        groups.chain(queues).chain(fields).collect()
    }

    /// Changes with everything that the rules are made of.
    pub fn version(&self, desk: &Desk, unseen_fields: &[String]) -> u32 {
        let Self { people, queues, unseen_groups, unseen_queues, .. } = self;
        let text = format!("{people:?}{queues:?}{unseen_groups:?}{unseen_queues:?}{unseen_fields:?}");
        desk.digest() ^ crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(text.as_bytes())
    }
}

/// A person of the desk, if their login can be a name.
pub fn manager(login: &str, name: &str, email: &str) -> Option<(String, Manager)> {
    let id: ManagerId = login.parse().ok()?;
    let name = SafeLine::from(if name.is_empty() { login } else { name });
    let email = (!email.is_empty()).then(|| SafeLine::from(email));
    Some((login.to_owned(), Manager { id, name, email, languages: Vec::new() }))
}

/// What RT's catalogue of fields says of those that are mapped.
#[derive(Debug, Default)]
struct Catalogue {
    severity: Vec<u64>,
    step: Vec<u64>,
    unlisted: Vec<String>,
}

impl Catalogue {
    /// Lists no numbers for a field that is not mapped, or may not be seen.
    async fn ask(client: &Client, desk: &Desk) -> Result<Self, Failure> {
        let wanted = mapped(&desk.mapping);
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        let listed = match client.custom_fields().await {
            Ok(fields) => fields,
            Err(Failure::NotFound | Failure::Forbidden) => Vec::new(),
            Err(why) => return Err(why),
        };
        let of_tickets: Vec<_> =
            listed.iter().filter(|it| it.lookup_type == OF_TICKETS && it.disabled != "1").collect();
        let severity = match &desk.mapping.severity {
            SeverityBy::Field(values) => Some(values.field.as_str()),
            SeverityBy::Sla(_) | SeverityBy::Priority { .. } => None,
        };
        let step = desk.mapping.signature.step.as_ref().map(|values| values.field.as_str());
        let [severity, step] = [severity, step].map(|name| {
            let of_name = of_tickets.iter().filter(|it| Some(it.name.as_str()) == name);
            let mut numbers: Vec<u64> = of_name.filter_map(|field| field.id.parse().ok()).collect();
            numbers.sort_unstable();
            numbers
        });
        let is_listed = |name: &&str| of_tickets.iter().any(|it| it.name == **name);
        let unlisted = wanted.into_iter().filter(|name| !is_listed(name)).map(str::to_owned).collect();
        Ok(Self { severity, step, unlisted })
    }
}

fn customer_of_queue(queue: &str) -> Option<Customer> {
    Some(Customer {
        id: queue.parse().ok()?,
        name: SafeLine::from(queue),
        plan: Plan::Premium,
        calendar: None,
        manager: None,
        language: Language::default(),
        zone: None,
        contract: None,
        notes: None,
        next_review: None,
        contacts: Vec::new(),
    })
}
