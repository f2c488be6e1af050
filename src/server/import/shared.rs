//! Entries of a desk that are reached or called by the same: whoever goes by it cannot tell which is meant.
//!
//! That may be so, as where two colleagues read one mailbox. So it is told, and nothing is refused; and nothing that
//! comes from there is taken for one of them.

use std::collections::BTreeMap;

use crate::api::{DeskFile, Shared};
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::{Contact, Customer, Manager};
use crate::server::desk_rules::Desk;

/// What an entry goes by, so written that the same is equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Handle {
    Address(String),
    /// Digits alone.
    Number(String),
    /// Among managers, among customers, or among the contacts of one customer.
    Name(String, String),
}

/// Answers what a file shares with itself, or with what the desk knows; `desk` is the desk as it will be.
pub fn shared(desk: &Desk, file: &DeskFile) -> Vec<Shared> {
    let mut known: BTreeMap<Handle, String> = BTreeMap::new();
    let is_written = |customer: &Customer| file.customers.iter().any(|written| written.id == customer.id);
    let mut rest = Seen::default();
    for customer in desk.customers.values().filter(|customer| !is_written(customer)) {
        let key = format!("customer {:?}", customer.id.as_str());
        let of = |contact: &Contact| format!("{key}, contact {:?}", contact.id.as_str());
        rest.customer(&key, customer, of);
    }
    for manager in desk.managers.values() {
        if file.managers.iter().all(|written| written.id != manager.id) {
            rest.manager(&format!("manager {:?}", manager.id.as_str()), manager);
        }
    }
    for (handle, key, _) in rest.0 {
        known.entry(handle).or_insert(key);
    }
    let mut written = Seen::default();
    for (index, manager) in file.managers.iter().enumerate() {
        written.manager(&format!("manager[{index}]"), manager);
    }
    for (index, customer) in file.customers.iter().enumerate() {
        let key = format!("customer[{index}]");
        let of = |contact: &Contact| {
            let place = customer.contacts.iter().position(|known| known.id == contact.id).unwrap_or_default();
            format!("{key}.contact[{place}]")
        };
        written.customer(&key, customer, of);
    }
    let mut shared = Vec::new();
    for (handle, key, value) in written.0 {
        match known.get(&handle) {
            Some(other) => shared.push(Shared { key, value, other: other.clone() }),
            None => {
                known.insert(handle, key);
            }
        }
    }
    shared
}

/// Each thing that an entry goes by, where it is written, and as it is written.
#[derive(Default)]
struct Seen(Vec<(Handle, String, SafeLine)>);

impl Seen {
    fn manager(&mut self, key: &str, manager: &Manager) {
        self.name("manager", key, &manager.name);
        self.address(key, manager.email.as_ref());
    }

    fn customer(&mut self, key: &str, customer: &Customer, of: impl Fn(&Contact) -> String) {
        self.name("customer", key, &customer.name);
        for contact in &customer.contacts {
            let key = of(contact);
            self.name(customer.id.as_str(), &key, &contact.name);
            self.address(&key, contact.email.as_ref());
            let number = contact.phone.as_ref().map(|phone| (phone, digits(phone.raw())));
            if let Some((phone, number)) = number.filter(|(_, number)| number.len() > 4) {
                self.0.push((Handle::Number(number), format!("{key}.phone"), phone.clone()));
            }
        }
    }

    fn name(&mut self, among: &str, key: &str, name: &SafeLine) {
        let folded = name.raw().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.0.push((Handle::Name(among.to_owned(), folded), format!("{key}.name"), name.clone()));
    }

    fn address(&mut self, key: &str, email: Option<&SafeLine>) {
        let written = email.map(|email| (email, email.raw().trim().to_lowercase()));
        if let Some((email, address)) = written.filter(|(_, address)| !address.is_empty()) {
            self.0.push((Handle::Address(address), format!("{key}.email"), email.clone()));
        }
    }
}

/// A telephone number without its decoration; `00` before a country stands for `+`.
fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("00").map_or_else(|| digits.clone(), str::to_owned)
}
