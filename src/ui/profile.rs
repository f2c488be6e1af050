//! The customer of a ticket: the plan, the contract, the hours, what to know, and whom to reach how.

use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::customer::{Contact, Customer, MOST_CONTACTS};
use crate::desk::ticket::names::{BackendId, TicketId};

use super::card;
use super::lines::Sheet;
use super::screen::Screen;
use super::theme::Meaning;

const LABELS: usize = 16;

pub fn sheet<'s>(screen: &'s Screen<'s>, id: &TicketId, ticket: &Ticket, columns: u16) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, columns, LABELS);
    match screen.customer_of(ticket, &id.backend) {
        Some(customer) => {
            sheet.heading(customer.name.shown());
            contract(screen, &mut sheet, &id.backend, customer);
            if let Some(notes) = &customer.notes {
                sheet.heading(screen.say("customer-notes"));
                sheet.paragraph(notes.shown(), Meaning::Text);
            }
            contacts(screen, &mut sheet, id, ticket);
        }
        None => sheet.paragraph(screen.say("customer-unknown"), Meaning::Muted),
    }
    sheet
}

/// The plan, the contract, and the hours.
pub fn contract(screen: &Screen<'_>, sheet: &mut Sheet<'_>, backend: &BackendId, customer: &Customer) {
    let words = screen.words;
    sheet.field(screen.say("customer-plan"), words.plan(customer.plan));
    let manager = customer.manager.as_ref();
    let manager = manager.map_or(screen.say("someone-nobody"), |id| screen.manager(backend, id));
    sheet.field(screen.say("customer-manager"), manager);
    if let Some(contract) = &customer.contract {
        let span = [("from", words.date(contract.from).into()), ("to", words.date(contract.to).into())];
        let span = words.say_with("customer-contract-span", &span);
        sheet.field(screen.say("customer-contract"), &format!("{}, {span}", contract.number.shown()));
        if let Some(licence) = &contract.licence {
            sheet.field(screen.say("customer-licence"), licence.shown());
        }
    }
    if let Some(calendar) = calendar(screen, backend, customer) {
        sheet.field(screen.say("customer-calendar"), &calendar);
    }
    if let Some(zone) = customer.zone {
        let time = words.time_there(screen.now.wall, zone);
        let there = words.say_with("customer-local-time", &[("time", time.into())]);
        sheet.field(screen.say("customer-zone"), &format!("{}, {there}", zone.name()));
    }
    sheet.field(screen.say("customer-language"), words.spoken(customer.language));
}

/// The name of the calendar, and whether it is open now.
fn calendar(screen: &Screen<'_>, backend: &BackendId, customer: &Customer) -> Option<String> {
    let rules = screen.app.link(backend)?.rules()?;
    let name = if let Some(own) = &customer.calendar {
        own.as_str().to_owned()
    } else {
        let name = rules.default_calendar.as_str();
        screen.words.say_with("customer-default-calendar", &[("name", name.into())])
    };
    let hours = card::hours(screen, backend, customer);
    Some(name + &hours.map(|hours| format!(", {hours}")).unwrap_or_default())
}

/// Every named contact, the one who filed the ticket marked.
pub fn contacts(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, ticket: &Ticket) {
    let Some(customer) = screen.customer_of(ticket, &id.backend) else { return };
    let counted = screen.words.say_with(
        "customer-contacts-count",
        &[("named", customer.contacts.len().into()), ("most", MOST_CONTACTS.into())],
    );
    sheet.blank();
    sheet.line(vec![
        (format!("{}  ", screen.say("customer-contacts")), screen.style(Meaning::Title)),
        (counted, screen.style(Meaning::Muted)),
    ]);
    for contact in &customer.contacts {
        let filed = ticket.contact.as_ref() == Some(&contact.id);
        let sign = if filed { "▶ " } else { "  " };
        let meaning = if filed { Meaning::Title } else { Meaning::Text };
        let role = contact.role.as_ref().map(|role| format!("  {}", role.shown())).unwrap_or_default();
        sheet.line(vec![
            (format!("{sign}{}", contact.name.shown()), screen.style(meaning)),
            (role, screen.style(Meaning::Muted)),
        ]);
        sheet.indented(&reach(screen, contact), 4);
    }
}

/// How to reach a contact, and what time it is there.
pub fn reach(screen: &Screen<'_>, contact: &Contact) -> String {
    let told = [&contact.phone, &contact.email].into_iter().flatten().map(SafeLine::shown).map(str::to_owned);
    let language = contact.language.map(|language| screen.words.spoken(language).to_owned());
    let there = contact.zone.filter(|zone| *zone != screen.zone);
    let there = there.map(|zone| screen.words.time_there(screen.now.wall, zone));
    told.chain(language).chain(there).collect::<Vec<_>>().join("  ")
}
