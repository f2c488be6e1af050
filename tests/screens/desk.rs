//! The desk of the screen tests: customers, calendars and managers.

use serde::Deserialize;
use vigie::app::protocol::event::Rules;
use vigie::desk::sla::{Calendar, CalendarSpec};
use vigie::desk::ticket::customer::{Customer, Manager};
use vigie::desk::ticket::names::{CalendarName, CustomerId};
use vigie::desk::ticket::programme::Programme;

#[derive(Deserialize)]
struct File {
    manager: Vec<Manager>,
    calendar: Vec<Named>,
    customer: Vec<Customer>,
}

#[derive(Deserialize)]
struct Named {
    name: CalendarName,
    spec: CalendarSpec,
}

pub fn rules() -> Rules {
    let file: File = toml::from_str(include_str!("desk.toml")).unwrap();
    let calendars =
        file.calendar.into_iter().map(|it| (it.name, Calendar::for_a_desk(&it.spec).unwrap())).collect();
    Rules {
        version: 1,
        desk_name: "Premium desk France".into(),
        programme: Programme::default_programme(),
        default_calendar: CalendarName::new("france"),
        calendars,
        managers: file.manager,
        customers: file.customer,
        former: Vec::new(),
        tzdata: None,
        unseen: Vec::new(),
    }
}

pub fn customer(rules: &Rules, id: &str) -> Customer {
    let id = CustomerId::new(id);
    rules.customers.iter().find(|customer| customer.id == id).unwrap().clone()
}

pub fn calendar<'a>(rules: &'a Rules, name: &CalendarName) -> &'a Calendar {
    rules.calendars.iter().find(|(known, _)| known == name).map(|(_, calendar)| calendar).unwrap()
}
