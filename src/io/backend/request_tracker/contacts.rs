//! RT's users as named contacts: the members of the group that is called as the customer is, with "contacts" behind it,
//! and the people who are told of everything in its queue. Those of the configuration come first.
//!
//! A first synchronisation does without them, since each group is a question of its own: who wrote as a stranger is
//! decided once they are known, and only the tickets of those who still are strangers are read again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::protocol::event::Failure;
use crate::desk::mapping::CustomersBy;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::customer::{Contact, Customer, is_same_address};
use crate::desk::ticket::names::CustomerId;

use super::RequestTracker;
use super::client::Client;
use super::desk::{Desk, Queues, Staff};
use super::inventory::members;
use super::wire::{self, User};

/// The field of users in which their number may stand: RT's own is for administrators to see.
const PHONES: [&str; 3] = ["phone", "telephone", "téléphone"];

/// A ticket that somebody filed or wrote to of whom it is not known yet whether they are a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubted {
    customer: CustomerId,
    login: String,
}

impl RequestTracker {
    /// Who is of the desk, and who of the customers. What may not be seen is not there.
    pub(super) async fn people_known(&self) -> Result<Arc<Staff>, Failure> {
        let known = self.known(Queues::IfNeeded).await?;
        if known.staff.contacts.is_some() {
            return Ok(known.staff);
        }
        let contacts = match ask(&self.client, &self.desk, &known.staff).await {
            Ok(contacts) => contacts,
            Err(why @ (Failure::NotFound | Failure::Forbidden)) => {
                tracing::warn!(?why, "RT's users cannot be read as contacts");
                BTreeMap::new()
            }
            Err(why) => return Err(why),
        };
        let staff = Arc::new(Staff { contacts: Some(contacts), ..(*known.staff).clone() });
        // Unless all of it was asked anew meanwhile.
        let mut kept = self.staff.lock().await;
        if let Some(kept) = kept.as_mut().filter(|kept| kept.asked_at == known.asked_at) {
            kept.staff = Arc::clone(&staff);
            kept.contacts_at = Some(self.client.now());
        }
        Ok(staff)
    }

    /// Keeps for later what cannot be decided yet: whether who wrote is a stranger.
    pub(super) async fn doubt_strangers(&self, tickets: &mut [Ticket]) {
        let mut doubted = self.doubted.lock().await;
        for ticket in tickets {
            let Some(login) = ticket.withhold_stranger() else { continue };
            if let Ok(id) = ticket.id.as_str().parse() {
                let customer = ticket.customer.clone();
                doubted.insert(id, Doubted { customer, login: login.raw().to_owned() });
            }
        }
    }

    /// The tickets of those who turned out to be strangers.
    pub(super) async fn strangers(&self, staff: &Staff) -> BTreeSet<u64> {
        let mut doubted = self.doubted.lock().await;
        doubted.retain(|_, it| staff.contact(&it.customer, &it.login).is_none());
        doubted.keys().copied().collect()
    }

    /// They were read again.
    pub(super) async fn decided(&self, tickets: &[u64]) {
        self.doubted.lock().await.retain(|id, _| !tickets.contains(id));
    }
}

impl Staff {
    /// A contact that RT knows, by login or by address.
    pub fn contact(&self, customer: &CustomerId, login: &str) -> Option<&Contact> {
        let known = self.contacts.as_ref()?.get(customer)?;
        let is_theirs = |contact: &&Contact| {
            contact.email.as_ref().is_some_and(|email| is_same_address(email.raw(), login))
        };
        let by_login = known.iter().find(|contact| contact.id.as_str() == login);
        // Of two of one address nobody knows which it was.
        let mut by_address = known.iter().filter(is_theirs);
        by_login.or_else(|| by_address.next().filter(|_| by_address.next().is_none()))
    }

    /// A customer with the contacts that RT knows, after those of the configuration.
    pub fn with_contacts(&self, mut customer: Customer) -> Customer {
        let known = self.contacts.as_ref().and_then(|contacts| contacts.get(&customer.id));
        for contact in known.into_iter().flatten() {
            let is_same = |other: &Contact| {
                let addresses = other.email.as_ref().zip(contact.email.as_ref());
                other.id == contact.id
                    || addresses.is_some_and(|(one, other)| is_same_address(one.raw(), other.raw()))
            };
            if !customer.contacts.iter().any(is_same) {
                customer.contacts.push(contact.clone());
            }
        }
        customer
    }
}

/// Whom RT has for each customer, in the order of their names.
async fn ask(
    client: &Client,
    desk: &Desk,
    staff: &Staff,
) -> Result<BTreeMap<CustomerId, Vec<Contact>>, Failure> {
    let called = called(desk, staff);
    let mut logins: BTreeMap<CustomerId, BTreeSet<String>> = BTreeMap::new();
    for group in client.all_groups().await? {
        let of = group.name.strip_suffix(" contacts");
        let Some((customer, _)) = called.iter().find(|(_, name)| Some(name.as_str()) == of) else { continue };
        let people = seen(members(client, &group.id).await)?.map(|members| members.people);
        logins.entry(customer.clone()).or_default().extend(people.unwrap_or_default());
    }
    if desk.mapping.customers_by == CustomersBy::Queue {
        for named in client.queues().await? {
            let Some((customer, _)) = called.iter().find(|(_, name)| *name == named.name) else { continue };
            let queue: Option<wire::Queue> = seen(client.get(&["queue", &named.id], &[]).await)?;
            let told = queue.map(|queue| queue.cc).unwrap_or_default();
            let people = told.into_iter().filter(|it| it.kind == "user").map(|it| it.id);
            logins.entry(customer.clone()).or_default().extend(people);
        }
    }
    let all: Vec<String> = logins.values().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let users = client.users(&all).await?;
    let contacts = logins.into_iter().map(|(customer, logins)| {
        let of = |user: &&User| logins.contains(&user.name) && !staff.people.contains_key(&user.name);
        let mut contacts: Vec<Contact> = users.iter().filter(of).filter_map(contact).collect();
        contacts.sort_by(|one, other| one.name.raw().cmp(other.name.raw()));
        (customer, contacts)
    });
    Ok(contacts.collect())
}

/// What each customer is called over there.
fn called(desk: &Desk, staff: &Staff) -> Vec<(CustomerId, String)> {
    let listed = desk.mapping.customers.iter().flat_map(|known| {
        let name = known.customer.name.raw().to_owned();
        known.called.iter().cloned().chain([name]).map(|name| (known.customer.id.clone(), name))
    });
    let queues = staff.queues.iter().filter_map(|queue| Some((queue.parse().ok()?, queue.clone())));
    listed.chain(queues).collect()
}

/// What may not be seen is not there.
fn seen<T>(answer: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(Failure::NotFound | Failure::Forbidden) => Ok(None),
        Err(why) => Err(why),
    }
}

/// A user, if their login can be a name.
fn contact(user: &User) -> Option<Contact> {
    let line = |text: &str| (!text.is_empty()).then(|| SafeLine::from(text));
    let values = wire::values(&user.custom_fields);
    let phone = values.iter().find(|(name, _)| PHONES.contains(&name.to_lowercase().as_str()));
    Some(Contact {
        id: user.name.parse().ok()?,
        name: line(&user.real_name).unwrap_or_else(|| SafeLine::from(user.name.as_str())),
        role: None,
        email: line(&user.email_address),
        phone: phone.map(|(_, number)| SafeLine::from(*number)),
        language: None,
        zone: None,
    })
}
