//! What people are called.

use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::customer::{Contact, Customer};
use crate::desk::ticket::names::{BackendId, ContactId, ManagerId};

use super::screen::Screen;
use crate::words::Named;

impl<'a> Screen<'a> {
    pub fn manager(&self, backend: &BackendId, id: &'a ManagerId) -> &'a str {
        self.app.manager(backend, id).map_or(id.as_str(), |manager| manager.name.shown())
    }

    pub fn customer_of(&self, ticket: &Ticket, backend: &BackendId) -> Option<&'a Customer> {
        self.app.customer_of(ticket, backend)
    }

    pub fn customer_name<'t>(&self, ticket: &'t Ticket, backend: &BackendId) -> &'t str
    where
        'a: 't,
    {
        self.customer_of(ticket, backend).map_or(ticket.customer.as_str(), |customer| customer.name.shown())
    }

    /// The named contact who filed a ticket.
    pub fn contact_of(&self, ticket: &Ticket, backend: &BackendId) -> Option<&'a Contact> {
        self.customer_of(ticket, backend)?.contact(ticket.contact.as_ref()?)
    }

    /// What a contact of a customer is called, also one who is none any more.
    pub fn contact(&self, customer: Option<&Customer>, id: &'a ContactId, backend: &BackendId) -> &'a str {
        let name = customer.and_then(|customer| self.app.contact_name(backend, &customer.id, id));
        name.map_or(id.as_str(), SafeLine::shown)
    }

    /// What somebody is called of whom a fact speaks.
    pub fn called(&self, named: Named<'a>, customer: Option<&Customer>, backend: &BackendId) -> &'a str {
        match named {
            Named::Manager(id) => self.manager(backend, id),
            Named::Contact(id) => self.contact(customer, id, backend),
        }
    }

    /// The name of whoever did or said something on a customer's ticket.
    pub fn who(&self, who: &Who, customer: Option<&Customer>, backend: &BackendId) -> String {
        match who {
            Who::Contact(id) => {
                let name = customer.and_then(|customer| self.app.contact_name(backend, &customer.id, id));
                name.map_or(id.as_str(), SafeLine::shown).to_owned()
            }
            Who::Stranger(name) => self.stranger(name),
            Who::Manager(id) | Who::Specialist(id) => {
                self.app.manager(backend, id).map_or(id.as_str(), |manager| manager.name.shown()).to_owned()
            }
            Who::Desk => self.say("someone-desk").to_owned(),
        }
    }

    fn stranger(&self, name: &SafeLine) -> String {
        self.words.say_with("someone-stranger", &[("name", name.shown().into())])
    }
}
