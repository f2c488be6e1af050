//! Finds everything that is wrong with a desk file before any of it is put in.

use std::collections::BTreeSet;

use crate::api::DeskFile;
use crate::desk::bounds;
use crate::desk::sla::{Calendar, CalendarError};
use crate::desk::ticket::customer::{Customer, MOST_CONTACTS};
use crate::server::desk_rules::Desk;

use super::{Fault, Flaw, nearest, spec};

/// Answers all flaws of a desk file, as it would be put into a desk.
pub fn check(desk: &Desk, file: &DeskFile) -> Vec<Flaw> {
    let names = Names::of(desk, file);
    let mut flaws = Vec::new();
    if let Some(calendar) = file.desk.as_ref().and_then(|settings| settings.calendar.as_ref()) {
        flaws.extend(names.calendar(calendar.as_str()).map(|fault| fault.at("desk.calendar")));
    }
    flaws.extend(doubles("manager", "id", file.managers.iter().map(|manager| manager.id.as_str())));
    flaws.extend(doubles("calendar", "name", file.calendars.iter().map(|calendar| calendar.name.as_str())));
    flaws.extend(doubles("customer", "id", file.customers.iter().map(|customer| customer.id.as_str())));
    for (index, manager) in file.managers.iter().enumerate() {
        if manager.name.is_blank() {
            flaws.push(Fault::EmptyText.at(format!("manager[{index}].name")));
        }
    }
    for (index, entry) in file.calendars.iter().enumerate() {
        for (nth, closing) in entry.closings.iter().enumerate() {
            let ends = [("from", closing.from), ("to", closing.to)];
            for (end, date) in ends.into_iter().filter(|(_, date)| !bounds::holds_date(*date)) {
                let fault = Fault::OutOfYears { date: date.to_string() };
                flaws.push(fault.at(format!("calendar[{index}].closings[{nth}].{end}")));
            }
        }
        let spec = spec(entry);
        if let Err(why) = spec.in_vain().and_then(|()| Calendar::for_a_desk(&spec)) {
            flaws.push(calendar_flaw(&format!("calendar[{index}]"), why));
        }
    }
    for (index, one) in file.customers.iter().enumerate() {
        flaws.extend(customer(&names, &format!("customer[{index}]"), one));
    }
    flaws
}

fn customer(names: &Names<'_>, key: &str, customer: &Customer) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if customer.name.is_blank() {
        flaws.push(Fault::EmptyText.at(format!("{key}.name")));
    }
    if let Some(calendar) = &customer.calendar {
        flaws.extend(names.calendar(calendar.as_str()).map(|fault| fault.at(format!("{key}.calendar"))));
    }
    if let Some(manager) = &customer.manager {
        flaws.extend(names.manager(manager.as_str()).map(|fault| fault.at(format!("{key}.manager"))));
    }
    if let Some(contract) = &customer.contract
        && contract.to < contract.from
    {
        let (from, to) = (contract.from.to_string(), contract.to.to_string());
        flaws.push(Fault::ContractEndsBeforeItStarts { from, to }.at(format!("{key}.contract.to")));
    }
    let count = customer.contacts.len();
    if count > MOST_CONTACTS {
        let fault = Fault::TooManyContacts { limit: MOST_CONTACTS, count };
        // The first one too many is where a person has to look.
        flaws.push(fault.at(format!("{key}.contact[{MOST_CONTACTS}]")));
    }
    let contacts = format!("{key}.contact");
    flaws.extend(doubles(&contacts, "id", customer.contacts.iter().map(|contact| contact.id.as_str())));
    for (index, contact) in customer.contacts.iter().enumerate() {
        if contact.name.is_blank() {
            flaws.push(Fault::EmptyText.at(format!("{contacts}[{index}].name")));
        }
    }
    flaws
}

fn calendar_flaw(entry: &str, why: CalendarError) -> Flaw {
    match why {
        CalendarError::UnknownZone { zone, nearest } => {
            Fault::UnknownZone { zone, nearest }.at(format!("{entry}.tz"))
        }
        CalendarError::NeverOpens => Fault::NeverOpens.at(entry),
        CalendarError::Malformed { ref key, .. }
        | CalendarError::WindowEndsBeforeItStarts { ref key, .. }
        | CalendarError::ClosingEndsBeforeItStarts { ref key, .. }
        | CalendarError::NoEffect { ref key, .. } => {
            let text = why.to_string();
            let text = text.strip_prefix(&format!("{key}: ")).unwrap_or(&text).to_owned();
            let dot = if key.is_empty() { "" } else { "." };
            Fault::InvalidField { why: text }.at(format!("{entry}{dot}{key}"))
        }
    }
}

fn doubles<'a>(table: &str, key: &str, ids: impl Iterator<Item = &'a str>) -> Vec<Flaw> {
    let mut known = BTreeSet::new();
    ids.enumerate()
        .filter(|(_, id)| !known.insert(*id))
        .map(|(index, id)| Fault::DuplicateId { id: id.to_owned() }.at(format!("{table}[{index}].{key}")))
        .collect()
}

/// What may be referred to: what the desk knows, and what the file brings.
struct Names<'a> {
    calendars: BTreeSet<&'a str>,
    managers: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(desk: &'a Desk, file: &'a DeskFile) -> Self {
        let calendars = desk.calendars.keys().chain(file.calendars.iter().map(|entry| &entry.name));
        let managers = desk.managers.keys().chain(file.managers.iter().map(|manager| &manager.id));
        Self {
            calendars: calendars.map(crate::desk::ticket::names::CalendarName::as_str).collect(),
            managers: managers.map(crate::desk::ticket::names::ManagerId::as_str).collect(),
        }
    }

    fn calendar(&self, name: &str) -> Option<Fault> {
        (!self.calendars.contains(name)).then(|| Fault::UnknownCalendar {
            name: name.to_owned(),
            nearest: nearest(name, self.calendars.iter().copied()),
        })
    }

    fn manager(&self, name: &str) -> Option<Fault> {
        (!self.managers.contains(name)).then(|| Fault::UnknownManager {
            name: name.to_owned(),
            nearest: nearest(name, self.managers.iter().copied()),
        })
    }
}
