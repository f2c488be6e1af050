//! What RT does not know of a desk, and who is of it: configuration, and the groups that it names.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::{join, join_all};
use serde::{Deserialize, Serialize};

use crate::app::event::{Failure, Rules};
use crate::desk::customer::{Contact, Customer, Language, Manager, Plan};
use crate::desk::mapping::{Mapping, SeverityBy};
use crate::desk::names::{CalendarName, CustomerId, ManagerId};
use crate::desk::programme::Programme;
use crate::desk::sla::Calendar;
use crate::desk::text::SafeLine;

use super::client::Client;
use super::doctor::OF_TICKETS;

/// Rises when tickets are read otherwise than before: what was kept until then is read anew.
const READ_BY: u32 = 5;

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
    /// By login name.
    pub people: BTreeMap<String, Manager>,
    /// Without a list of customers: the queues that can be seen.
    pub queues: Vec<String>,
    /// RT's own numbers of the fields of the severity: a history names fields by them, and each queue may have a field
    /// of its own under one name.
    #[serde(default)]
    pub severity_fields: Vec<u64>,
    /// The same of the fields of a signature request's step.
    #[serde(default)]
    pub step_fields: Vec<u64>,
    /// RT's users as contacts; `None` until they were asked for ([`super::contacts`]).
    #[serde(default)]
    pub contacts: Option<BTreeMap<CustomerId, Vec<Contact>>>,
}

impl Staff {
    pub fn manager(&self, login: &str) -> Option<&ManagerId> {
        self.people.get(login).map(|manager| &manager.id)
    }

    /// Asks RT who is of the desk. A group that may not be seen costs its members, not the queue.
    pub async fn ask(client: &Client, desk: &Desk, me: &Manager) -> Result<Arc<Self>, Failure> {
        let groups = desk.mapping.desk_groups.iter().map(|group| members(client, group));
        let mut logins: Vec<String> = Vec::new();
        let (groups, numbers) = join(join_all(groups), numbers(client, desk)).await;
        let [severity_fields, step_fields] = numbers?;
        for members in groups {
            match members {
                Ok(members) => logins.extend(members),
                Err(why @ (Failure::NotFound | Failure::Forbidden)) => {
                    tracing::warn!(?why, "a group of the desk cannot be read");
                }
                Err(why) => return Err(why),
            }
        }
        let mut people: BTreeMap<String, Manager> = BTreeMap::new();
        for user in client.users(&logins).await? {
            people.extend(manager(&user.name, &user.real_name, &user.email_address));
        }
        // A login whose name may not be read is of the desk all the same.
        for login in &logins {
            if !people.contains_key(login) {
                people.extend(manager(login, "", ""));
            }
        }
        people.insert(me.id.as_str().to_owned(), me.clone());
        for known in &desk.mapping.managers {
            people.insert(known.id.as_str().to_owned(), known.clone());
        }
        let queues = if desk.mapping.customers.is_empty() {
            let queues = client.queues().await?.into_iter().filter(|queue| queue.disabled != "1");
            queues.map(|queue| queue.name).collect()
        } else {
            Vec::new()
        };
        Ok(Arc::new(Self { people, queues, severity_fields, step_fields, contacts: None }))
    }

    pub fn rules(&self, desk: &Desk) -> Rules {
        let listed = desk.mapping.customers.iter().map(|mapped| mapped.customer.clone());
        let queues = self.queues.iter().filter_map(|queue| customer_of_queue(queue));
        Rules {
            version: self.version(desk),
            desk_name: desk.name.clone(),
            programme: desk.programme.clone(),
            default_calendar: desk.default_calendar.clone(),
            calendars: desk.calendars.clone(),
            managers: self.people.values().cloned().collect(),
            customers: listed.chain(queues).map(|customer| self.with_contacts(customer)).collect(),
            former: Vec::new(),
            tzdata: None,
        }
    }

    pub fn version(&self, desk: &Desk) -> u32 {
        desk.digest() ^ crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(format!("{self:?}").as_bytes())
    }
}

/// A person of the desk, if their login can be a name.
pub fn manager(login: &str, name: &str, email: &str) -> Option<(String, Manager)> {
    let id: ManagerId = login.parse().ok()?;
    let name = SafeLine::from(if name.is_empty() { login } else { name });
    let email = (!email.is_empty()).then(|| SafeLine::from(email));
    Some((login.to_owned(), Manager { id, name, email, languages: Vec::new() }))
}

/// The numbers of the fields of severity and step; none for one that is not mapped, or may not be seen.
async fn numbers(client: &Client, desk: &Desk) -> Result<[Vec<u64>; 2], Failure> {
    let severity = match &desk.mapping.severity {
        SeverityBy::Field(values) => Some(values.field.as_str()),
        SeverityBy::Sla(_) | SeverityBy::Priority { .. } => None,
    };
    let step = desk.mapping.signature.step.as_ref().map(|values| values.field.as_str());
    let wanted = [severity, step];
    if wanted == [None; 2] {
        return Ok([Vec::new(), Vec::new()]);
    }
    match client.custom_fields().await {
        Ok(fields) => Ok(wanted.map(|name| {
            let of_name =
                fields.iter().filter(|it| Some(it.name.as_str()) == name && it.lookup_type == OF_TICKETS);
            of_name.filter_map(|field| field.id.parse().ok()).collect()
        })),
        Err(Failure::NotFound | Failure::Forbidden) => Ok([Vec::new(), Vec::new()]),
        Err(why) => Err(why),
    }
}

async fn members(client: &Client, group: &str) -> Result<Vec<String>, Failure> {
    let found = client.groups(group).await?;
    let id = found.iter().find(|found| found.name == group).ok_or(Failure::NotFound)?.id.clone();
    let group: super::wire::Group = client.get(&["group", &id], &[]).await?;
    Ok(group.members.into_iter().map(|member| member.id).collect())
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
