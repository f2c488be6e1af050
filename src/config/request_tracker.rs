//! The section of a Request Tracker backend: what its queues, fields and values mean.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use toml::Spanned;

use crate::desk::mapping::{CustomersBy, MappedCustomer, Mapping, SeverityBy, Statuses, Values};
use crate::desk::text::SafeLine;
use crate::desk::ticket::conversation::{Channel, ResponseKind};
use crate::desk::ticket::customer::{Contact, Customer, Language, Manager, Plan, is_same_address};
use crate::desk::ticket::names::{CalendarName, ContactId};
use crate::desk::ticket::phone::{CallOutcome, Direction};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::{Kind, Status};

use super::problem::Problem;
use super::resolve::{Resolver, Said};
use super::written::{
    BackendSection, ContactSection, CustomerSection, ManagerSection, MapSection, SeveritySection,
    ValuesSection,
};
use super::{CalendarAt, FileAt, TrackerConfig};

const CHANNELS: [(Channel, &str); 3] =
    [(Channel::Portal, "portal"), (Channel::Phone, "phone"), (Channel::Email, "email")];
const TICKET_KINDS: [(Kind, &str); 3] = [
    (Kind::Incident, "incident"),
    (Kind::ServiceRequest, "service-request"),
    (Kind::SignatureRequest, "signature-request"),
];
const RESPONSES: [(ResponseKind, &str); 4] = [
    (ResponseKind::Interim, "interim"),
    (ResponseKind::PreliminaryAnalysis, "preliminary-analysis"),
    (ResponseKind::InformationRequest, "information-request"),
    (ResponseKind::Solution, "solution"),
];
const OUTCOMES: [(CallOutcome, &str); 4] = [
    (CallOutcome::Spoke, "spoke"),
    (CallOutcome::CallBack, "call-back"),
    (CallOutcome::Voicemail, "voicemail"),
    (CallOutcome::NoAnswer, "no-answer"),
];
const DIRECTIONS: [(Direction, &str); 2] =
    [(Direction::FromCustomer, "from-customer"), (Direction::ToCustomer, "to-customer")];
/// Each with the names that RT's own default life cycle has for it.
const STATUSES: [(Status, &str, &[&str]); 7] = [
    (Status::New, "new", &["new"]),
    (Status::Open, "open", &["open"]),
    (Status::WaitingForCustomer, "waiting-for-customer", &["stalled"]),
    (Status::WaitingForLab, "waiting-for-lab", &[]),
    (Status::Resolved, "resolved", &["resolved"]),
    (Status::Closed, "closed", &[]),
    (Status::Void, "void", &["rejected", "deleted"]),
];
const PLANS: [(Plan, &str); 2] = [(Plan::Premium, "premium"), (Plan::Standard, "standard")];
const LANGUAGES: [(Language, &str); 2] = [(Language::En, "en"), (Language::Fr, "fr")];

#[derive(Clone, Copy)]
enum By {
    Field,
    Sla,
    Priority,
}
const SEVERITY_BY: [(By, &str); 3] = [(By::Field, "field"), (By::Sla, "sla"), (By::Priority, "priority")];

impl Resolver<'_> {
    /// Tells of settings that vigie's own backend has no use for: it knows these things itself.
    pub(super) fn only_of_trackers(&mut self, key: &str, line: usize, section: &BackendSection) {
        let set = [
            ("user", section.user.is_some()),
            ("desk_name", section.desk_name.is_some()),
            ("calendar", section.calendar.is_some()),
            ("programme", section.programme.is_some()),
            ("desk_groups", !section.desk_groups.is_empty()),
            ("map", section.map.is_some()),
            ("customer", !section.customers.is_empty()),
            ("manager", !section.managers.is_empty()),
        ];
        for (name, _) in set.into_iter().filter(|(_, is_set)| *is_set) {
            let kind = "vigie".to_owned();
            self.add(Some(line), format!("{key}.{name}"), Problem::OfAnotherKind { kind });
        }
    }

    pub(super) fn tracker(
        &mut self,
        key: &str,
        line: usize,
        section: BackendSection,
    ) -> Option<TrackerConfig> {
        let mut calendars = Vec::new();
        let named = self.needed(key, "calendar", line, section.calendar);
        self.calendar(&format!("{key}.calendar"), named, &mut calendars);
        let programme = section.programme.map(|written| self.spanned(written)).map(|said| FileAt {
            path: PathBuf::from(said.value),
            key: format!("{key}.programme"),
            line: said.line,
        });
        let Some(map) = section.map.map(Spanned::into_inner) else {
            self.add(Some(line), format!("{key}.map.severity"), Problem::Missing);
            return None;
        };
        let customers = self.customers(key, section.customers, &mut calendars);
        let managers = self.managers(key, section.managers);
        let mapping = self.mapping(&format!("{key}.map"), line, map)?;
        if mapping.customers_by != CustomersBy::Queue && customers.is_empty() {
            // A field's values cannot all be asked for, as queues can.
            self.add(Some(line), format!("{key}.customer"), Problem::Missing);
        }
        let mapping = Mapping { customers, managers, desk_groups: section.desk_groups, ..mapping };
        let desk_name = SafeLine::from(section.desk_name.unwrap_or_else(|| "Request Tracker".to_owned()));
        Some(TrackerConfig { desk_name, mapping, calendars, programme })
    }

    fn mapping(&mut self, key: &str, line: usize, map: MapSection) -> Option<Mapping> {
        let MapSection {
            customer_field,
            acknowledged_field,
            client_key_field,
            severity,
            channel,
            kind,
            response,
            call_outcome,
            call_direction,
            status,
            signature,
        } = map;
        if severity.is_none() {
            self.add(Some(line), format!("{key}.severity"), Problem::Missing);
        }
        let severity = severity.and_then(|written| self.severity(&format!("{key}.severity"), written));
        let channel = self.values(&format!("{key}.channel"), channel, &CHANNELS, Channel::Portal);
        let kind = self.values(&format!("{key}.kind"), kind, &TICKET_KINDS, Kind::Incident);
        let analysis = ResponseKind::PreliminaryAnalysis;
        let response = self.values(&format!("{key}.response"), response, &RESPONSES, analysis);
        let outcome = CallOutcome::Spoke;
        let call_outcome = self.values(&format!("{key}.call_outcome"), call_outcome, &OUTCOMES, outcome);
        let direction = Direction::FromCustomer;
        let call_direction =
            self.values(&format!("{key}.call_direction"), call_direction, &DIRECTIONS, direction);
        let signature = self.signature(&format!("{key}.signature"), signature);
        let mut meant = BTreeSet::new();
        for (word, names) in &status {
            for name in names {
                if !meant.insert(name) {
                    let value = name.clone();
                    self.add(Some(line), format!("{key}.status.{word}"), Problem::MeansTwo { value });
                }
            }
        }
        Some(Mapping {
            customers_by: customer_field.map_or(CustomersBy::Queue, CustomersBy::Field),
            customers: Vec::new(),
            severity: severity?,
            channel,
            kind,
            statuses: statuses(&status),
            signature,
            acknowledged: acknowledged_field,
            response,
            client_key: client_key_field,
            call_outcome,
            call_direction,
            managers: Vec::new(),
            desk_groups: Vec::new(),
        })
    }

    fn severity(&mut self, key: &str, written: Spanned<SeveritySection>) -> Option<SeverityBy> {
        let line = self.line(written.span().start);
        let SeveritySection { by, field, values, otherwise } = written.into_inner();
        let said = self.needed(key, "by", line, by);
        let by = self.word(&format!("{key}.by"), said, &SEVERITY_BY)?;
        let mut known = Vec::new();
        for (value, number) in values {
            let key = format!("{key}.values.{value}");
            if let By::Priority = by
                && value.parse::<i64>().is_err()
            {
                let line = self.line(number.span().start);
                self.add(Some(line), key.clone(), Problem::WrongType { expected: super::Expected::Number });
            }
            let same = |other: &str| value.parse::<i64>().is_ok_and(|it| other.parse() == Ok(it));
            if matches!(by, By::Priority) && known.iter().any(|(other, _): &(String, _)| same(other)) {
                let line = self.line(number.span().start);
                self.add(Some(line), key.clone(), Problem::MeansTwo { value: value.clone() });
            }
            known.extend(self.one_to_four(&key, &number).map(|severity| (value, severity)));
        }
        if known.is_empty() {
            self.add(Some(line), format!("{key}.values"), Problem::Missing);
        }
        let otherwise = otherwise.map(|number| self.one_to_four(&format!("{key}.otherwise"), &number));
        let otherwise = otherwise.unwrap_or(Some(Severity::Medium))?;
        match by {
            By::Field => {
                let field = self.needed(key, "field", line, field)?.value;
                Some(SeverityBy::Field(Values { field, known, otherwise }))
            }
            By::Sla => Some(SeverityBy::Sla(Values { field: "SLA".to_owned(), known, otherwise })),
            By::Priority => {
                let steps = known.into_iter().filter_map(|(least, it)| Some((least.parse().ok()?, it)));
                let mut at_least: Vec<(i64, Severity)> = steps.collect();
                at_least.sort_by_key(|(least, _)| std::cmp::Reverse(*least));
                Some(SeverityBy::Priority { at_least, otherwise })
            }
        }
    }

    fn one_to_four(&mut self, key: &str, number: &Spanned<u64>) -> Option<Severity> {
        let severity = u8::try_from(*number.get_ref()).ok().and_then(|it| Severity::try_from(it).ok());
        if severity.is_none() {
            let line = self.line(number.span().start);
            self.add(Some(line), key, Problem::OutOfRange { least: 1, most: 4 });
        }
        severity
    }

    pub(super) fn values<T: Copy>(
        &mut self,
        key: &str,
        written: Option<Spanned<ValuesSection>>,
        words: &[(T, &str)],
        usual: T,
    ) -> Option<Values<T>> {
        let written = written?;
        let line = self.line(written.span().start);
        let ValuesSection { field, values, otherwise } = written.into_inner();
        let field = self.needed(key, "field", line, field);
        let mut known = Vec::new();
        // As they are listed: the first of a meaning is the one that is written.
        let mut values: Vec<(String, Spanned<String>)> = values.into_iter().collect();
        values.sort_by_key(|(_, word)| word.span().start);
        for (value, word) in values {
            let said = self.spanned(word);
            let meaning = self.word(&format!("{key}.values.{value}"), Some(said), words);
            known.extend(meaning.map(|meaning| (value, meaning)));
        }
        if known.is_empty() {
            self.add(Some(line), format!("{key}.values"), Problem::Missing);
        }
        let otherwise = otherwise.map(|word| self.spanned(word));
        let otherwise = self.word(&format!("{key}.otherwise"), otherwise, words).unwrap_or(usual);
        Some(Values { field: field?.value, known, otherwise })
    }

    fn customers(
        &mut self,
        key: &str,
        sections: Vec<Spanned<CustomerSection>>,
        calendars: &mut Vec<CalendarAt>,
    ) -> Vec<MappedCustomer> {
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut customers = Vec::new();
        for (index, section) in sections.into_iter().enumerate() {
            let key = format!("{key}.customer[{}]", index + 1);
            let line = self.line(section.span().start);
            let Some(mapped) = self.customer(&key, line, section.into_inner(), calendars) else { continue };
            if !ids.insert(mapped.customer.id.clone()) {
                let value = mapped.customer.id.as_str().to_owned();
                self.add(Some(line), format!("{key}.id"), Problem::NameTwice { value });
            }
            for called in &mapped.called {
                if !names.insert(called.clone()) {
                    let value = called.clone();
                    self.add(Some(line), format!("{key}.called"), Problem::CalledTwice { value });
                }
            }
            customers.push(mapped);
        }
        customers
    }

    fn customer(
        &mut self,
        key: &str,
        line: usize,
        section: CustomerSection,
        calendars: &mut Vec<CalendarAt>,
    ) -> Option<MappedCustomer> {
        let CustomerSection { id, name, mut called, plan, calendar, manager, language, zone, contacts } =
            section;
        let said = self.needed(key, "id", line, id);
        let id = said.and_then(|said| self.parsed(&format!("{key}.id"), said));
        let name = name.map(|name| self.spanned(name).value);
        let calendar = calendar.map(|written| self.spanned(written));
        let calendar = self.calendar(&format!("{key}.calendar"), calendar, calendars);
        let manager = manager.map(|written| self.spanned(written));
        let manager = manager.and_then(|said| self.parsed(&format!("{key}.manager"), said));
        let plan = plan.map(|written| self.spanned(written));
        let plan = self.word(&format!("{key}.plan"), plan, &PLANS).unwrap_or_default();
        let language = language.map(|written| self.spanned(written));
        let language = self.word(&format!("{key}.language"), language, &LANGUAGES).unwrap_or_default();
        let zone = zone.map(|written| self.spanned(written));
        let zone = zone.and_then(|said| self.named_zone(&format!("{key}.zone"), said));
        let mut known: Vec<Contact> = Vec::new();
        for (at, section) in contacts.into_iter().enumerate() {
            let key = format!("{key}.contact[{}]", at + 1);
            let line = self.line(section.span().start);
            let Some(contact) = self.contact(&key, section) else { continue };
            if known.iter().any(|other| other.id == contact.id) {
                let value = contact.id.as_str().to_owned();
                self.add(Some(line), format!("{key}.id"), Problem::MeansTwo { value });
            }
            // Whose word it is that comes from there would follow from the order.
            let email = contact.email.as_ref().map_or("", |email| email.raw());
            if known
                .iter()
                .any(|other| other.email.as_ref().is_some_and(|it| is_same_address(it.raw(), email)))
            {
                let value = email.to_owned();
                self.add(Some(line), format!("{key}.email"), Problem::MeansTwo { value });
            }
            known.push(contact);
        }
        let contacts = known;
        let id: crate::desk::ticket::names::CustomerId = id?;
        let name = name.unwrap_or_else(|| id.as_str().to_owned());
        if called.is_empty() {
            called.push(name.clone());
        }
        let customer = Customer {
            id,
            name: SafeLine::from(name),
            plan,
            calendar,
            manager,
            language,
            zone,
            contract: None,
            notes: None,
            next_review: None,
            contacts,
        };
        Some(MappedCustomer { customer, called })
    }

    fn contact(&mut self, key: &str, section: Spanned<ContactSection>) -> Option<Contact> {
        let line = self.line(section.span().start);
        let ContactSection { id, name, role, email, phone } = section.into_inner();
        let said = self.needed(key, "id", line, id);
        let id: Option<ContactId> = said.and_then(|said| self.parsed(&format!("{key}.id"), said));
        let name = self.needed(key, "name", line, name)?.value;
        let line = |text: Option<String>| text.map(SafeLine::from);
        Some(Contact {
            id: id?,
            name: SafeLine::from(name),
            role: line(role),
            email: line(email),
            phone: line(phone),
            language: None,
            zone: None,
        })
    }

    fn managers(&mut self, key: &str, sections: Vec<Spanned<ManagerSection>>) -> Vec<Manager> {
        let mut managers: Vec<Manager> = Vec::new();
        for (index, section) in sections.into_iter().enumerate() {
            let key = format!("{key}.manager[{}]", index + 1);
            let line = self.line(section.span().start);
            let ManagerSection { user, name, email } = section.into_inner();
            let said = self.needed(&key, "user", line, user);
            let id = said.and_then(|said| self.parsed(&format!("{key}.user"), said));
            let Some(id): Option<crate::desk::ticket::names::ManagerId> = id else { continue };
            if managers.iter().any(|known| known.id == id) {
                let value = id.as_str().to_owned();
                self.add(Some(line), format!("{key}.user"), Problem::NameTwice { value });
            }
            let name = SafeLine::from(name.unwrap_or_else(|| id.as_str().to_owned()));
            managers.push(Manager { id, name, email: email.map(SafeLine::from), languages: Vec::new() });
        }
        managers
    }

    fn calendar(
        &mut self,
        key: &str,
        said: Option<Said>,
        calendars: &mut Vec<CalendarAt>,
    ) -> Option<CalendarName> {
        let said = said?;
        let line = said.line;
        let name: CalendarName = self.parsed(key, said)?;
        if !calendars.iter().any(|known| known.name == name) {
            calendars.push(CalendarAt { name: name.clone(), key: key.to_owned(), line });
        }
        Some(name)
    }

    fn parsed<T: std::str::FromStr>(&mut self, key: &str, said: Said) -> Option<T> {
        let parsed = said.value.parse().ok();
        if parsed.is_none() {
            self.add(said.line, key, Problem::BadName { value: said.value });
        }
        parsed
    }
}

/// Every status with the names that mean it: those that are written, else the usual ones that mean nothing else here.
fn statuses(written: &BTreeMap<String, Vec<String>>) -> Statuses {
    let is_written = |name: &str| written.values().flatten().any(|written| written == name);
    let names = |word: &str, usual: &[&str]| {
        let usual = || usual.iter().filter(|name| !is_written(name)).map(|name| (*name).to_owned()).collect();
        written.get(word).cloned().unwrap_or_else(usual)
    };
    Statuses(STATUSES.iter().map(|(status, word, usual)| (*status, names(word, usual))).collect())
}
