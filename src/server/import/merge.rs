//! What a desk file changes in a desk.

use std::collections::BTreeMap;

use crate::api::{Counts, DeskFile, Imported};
use crate::desk::sla::Calendar;
use crate::desk::ticket::customer::Customer;
use crate::desk::ticket::names::CalendarName;
use crate::server::desk_rules::{Desk, KnownCalendar};
use crate::server::error::ServerError;
use crate::server::store::{Part, StoredFlaw};

use super::{check, shared, spec};

/// The desk as it will be, and what of it is new.
#[derive(Debug)]
pub struct Merge {
    pub desk: Desk,
    pub done: Imported,
    /// True if dues may be others: rules, a calendar, or a customer's terms changed.
    pub touches_dues: bool,
}

impl Merge {
    pub fn changes_anything(&self) -> bool {
        let moved = |counts: Counts| counts.added + counts.changed > 0;
        let done = &self.done;
        done.settings_changed || moved(done.managers) || moved(done.calendars) || moved(done.customers)
    }
}

/// Puts a desk file into a desk. The same file twice changes nothing the second time.
///
/// # Errors
/// [`ServerError::Flawed`] with everything that is wrong; then nothing is put in.
pub fn merge(old: &Desk, file: &DeskFile) -> Result<Merge, ServerError> {
    let flaws = check(old, file);
    if !flaws.is_empty() {
        return Err(ServerError::Flawed(flaws));
    }
    let mut desk = old.clone();
    let mut done = Imported::default();
    settings(&mut desk, file);
    let has_programme_again = desk.flaws.len() < old.flaws.len();
    done.settings_changed = has_programme_again
        || desk.name != old.name
        || desk.default_calendar != old.default_calendar
        || desk.programme != old.programme;
    for entry in &file.calendars {
        let flaw = old.flaw(Part::Calendar, entry.name.as_str());
        put_calendar(&mut desk.calendars, &entry.name, &spec(entry), flaw, &mut done.calendars)?;
    }
    for manager in &file.managers {
        put(&mut desk.managers, manager.id.clone(), manager, &mut done.managers);
    }
    for customer in &file.customers {
        let before = desk.customers.get(&customer.id).map_or(&[][..], |before| &before.contacts);
        for gone in before.iter().filter(|contact| customer.contact(&contact.id).is_none()) {
            desk.former.insert((customer.id.clone(), gone.id.clone()), gone.name.clone());
        }
        put(&mut desk.customers, customer.id.clone(), customer, &mut done.customers);
    }
    done.shared = shared(&desk, file);
    let terms_changed = desk.customers.values().any(|customer| {
        old.customer(&customer.id).is_some_and(|before| {
            old.terms_of(before) != desk.terms_of(customer) || before.contract != customer.contract
        })
    });
    let is_back = |customer: &Customer| old.is_set_aside(Part::Customer, customer.id.as_str());
    let touches_dues = done.calendars.changed > 0
        || has_programme_again
        || desk.programme != old.programme
        || terms_changed
        || file.customers.iter().any(is_back);
    let mut merge = Merge { desk, done, touches_dues };
    if merge.changes_anything() {
        merge.desk.version += 1;
    }
    merge.done.desk_version = merge.desk.version;
    Ok(merge)
}

fn settings(desk: &mut Desk, file: &DeskFile) {
    if let Some(settings) = &file.desk {
        if let Some(name) = &settings.name {
            desk.name = name.clone();
        }
        if let Some(calendar) = &settings.calendar {
            desk.default_calendar = calendar.clone();
        }
    }
    if let Some(programme) = &file.programme {
        let mut programme = programme.clone();
        programme.version = desk.programme.version;
        let was_set_aside = desk.is_set_aside(Part::Programme, "");
        desk.flaws.retain(|flaw| flaw.part != Part::Programme);
        if was_set_aside || programme != desk.programme {
            programme.version = programme.version.saturating_add(1);
            desk.programme = programme;
        }
    }
}

fn put<K: Ord, V: Clone + PartialEq>(all: &mut BTreeMap<K, V>, id: K, new: &V, counts: &mut Counts) {
    match all.insert(id, new.clone()) {
        None => counts.added += 1,
        Some(old) if old == *new => counts.unchanged += 1,
        Some(_) => counts.changed += 1,
    }
}

fn put_calendar(
    all: &mut BTreeMap<CalendarName, KnownCalendar>,
    name: &CalendarName,
    spec: &crate::desk::sla::CalendarSpec,
    flaw: Option<&StoredFlaw>,
    counts: &mut Counts,
) -> Result<(), ServerError> {
    let version = match all.get(name) {
        Some(old) if old.spec == *spec && flaw.is_none() => {
            counts.unchanged += 1;
            return Ok(());
        }
        Some(old) => {
            counts.changed += 1;
            old.version.saturating_add(1)
        }
        None if let Some(flaw) = flaw => {
            counts.changed += 1;
            flaw.version.saturating_add(1)
        }
        None => {
            counts.added += 1;
            1
        }
    };
    let calendar = Calendar::for_a_desk(spec).map_err(|why| ServerError::Broken(why.to_string()))?;
    all.insert(name.clone(), KnownCalendar { version, spec: spec.clone(), calendar });
    Ok(())
}
