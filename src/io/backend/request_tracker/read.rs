//! From what RT says of a ticket to the desk's own facts, and from those to the row. One way for the queue, for a
//! change and for an opened ticket; only the texts are missing in the first two.

use crate::desk::rules::counting;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::mapping::{CustomersBy, SeverityBy};
use crate::desk::rules::counting::{Start, first_response};
use crate::desk::rules::place::Place;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::conversation::{Channel, Visibility, Who};
use crate::desk::ticket::customer::{Contact, Customer, Plan};
use crate::desk::ticket::fact::{Fact, Filed, What};
use crate::desk::ticket::names::{CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{SignatureRequest, Way};
use crate::desk::ticket::status::{Kind, Status, Version};
use crate::desk::ticket::{Acknowledged, Response, Ticket};

use super::desk::{Desk, Staff};
use super::request::{Asked, step_of};
use super::wire;

/// The subject of the comment that acknowledges, where no field is mapped for it.
pub const ACKNOWLEDGED: &str = "[vigie] acknowledged";
/// Whoever does what RT does by itself.
pub const RT_SYSTEM: &str = "RT_System";
/// The owner of what nobody has.
pub const NOBODY: &str = "Nobody";

/// What RT and those who file set within this time belongs to the filing.
pub const JUST_FILED: TimeDelta = TimeDelta::minutes(1);

/// What the mapping makes of a ticket's queue and fields.
#[derive(Clone, Debug)]
pub struct Meaning {
    pub customer: CustomerId,
    pub plan: Plan,
    pub calendar: CalendarName,
    pub severity: Severity,
    pub channel: Channel,
    pub kind: Kind,
    pub signature: Option<Box<Asked>>,
    pub acknowledged: Option<Acknowledged>,
}

/// What is known of the fields of a ticket, read one by one or found by asking for each value.
#[derive(Clone, Debug, Default)]
pub struct Found<'a> {
    pub values: BTreeMap<&'a str, &'a str>,
}

/// Everything that is needed to read.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub desk: &'a Desk,
    pub staff: &'a Staff,
    /// Logins by RT's own numbers, as far as they were needed.
    pub logins: &'a HashMap<u64, String>,
}

impl Reader<'_> {
    /// `None` for a ticket of nobody's whom we serve.
    pub fn meaning(&self, row: &wire::Ticket, found: &Found<'_>) -> Option<Meaning> {
        let mapping = &self.desk.mapping;
        let value = |field: &str| found.values.get(field).copied();
        let called = match &mapping.customers_by {
            CustomersBy::Queue => row.queue.name.as_deref()?,
            CustomersBy::Field(field) => value(field)?,
        };
        let customer = mapping.customer(called)?;
        let (plan, calendar) = self.desk.terms(&customer);
        let severity = match &mapping.severity {
            SeverityBy::Sla(values) => values.read(row.sla.as_deref()),
            SeverityBy::Field(values) => values.read(value(&values.field)),
            SeverityBy::Priority { at_least, otherwise } => {
                SeverityBy::of_priority(at_least, *otherwise, row.priority)
            }
        };
        let channel = mapping.channel.as_ref().map_or(Channel::Portal, |it| it.read(value(&it.field)));
        let kind = mapping.kind.as_ref().map_or(Kind::Incident, |it| it.read(value(&it.field)));
        let signature =
            (kind == Kind::SignatureRequest).then(|| Box::new(Asked::read(&mapping.signature, found)));
        let seen = mapping.acknowledged.as_ref().and_then(|field| value(field));
        let acknowledged = seen.map(|seen| self.acknowledged(seen, row));
        Some(Meaning { customer, plan, calendar, severity, channel, kind, signature, acknowledged })
    }

    /// What stands in the field: our own `login instant`, or what somebody wrote by hand.
    fn acknowledged(&self, seen: &str, row: &wire::Ticket) -> Acknowledged {
        let (who, at) = seen.split_once(' ').unwrap_or((seen, ""));
        let at = crate::desk::bounds::read_instant(at);
        let at = at.or(row.created).unwrap_or_default();
        Acknowledged { by: self.who(who, at, None), at }
    }

    /// Whoever was not of the desk at the time is the customer's, named or not.
    pub fn who(&self, login: &str, at: DateTime<Utc>, customer: Option<&CustomerId>) -> Who {
        if let Some(manager) = self.staff.manager(login, at) {
            return Who::Manager(manager);
        }
        if login == RT_SYSTEM {
            return Who::Desk;
        }
        let terms = customer.and_then(|id| self.desk.mapping.terms(id));
        let named = terms.and_then(|customer| named(customer, login));
        let named = named.or_else(|| self.staff.contact(customer?, login));
        named.map_or_else(|| Who::Stranger(SafeLine::from(login)), |contact| Who::Contact(contact.id.clone()))
    }

    fn contact(&self, row: &wire::Ticket, customer: &CustomerId) -> Option<ContactId> {
        let login = &row.requestor.first()?.id;
        match self.who(login, row.created.unwrap_or_default(), Some(customer)) {
            Who::Contact(contact) => Some(contact),
            _ => login.parse().ok(),
        }
    }

    /// What happened, in order. `texts` are those of the transactions; none are needed for a row.
    pub fn facts(
        &self,
        row: &wire::Ticket,
        meaning: &Meaning,
        history: &[wire::Transaction],
        texts: &HashMap<u64, SafeText>,
    ) -> Vec<Fact> {
        let filed_at = row.created.unwrap_or_default();
        let create = history.iter().find(|entry| entry.kind == "Create");
        let body = create.and_then(|create| texts.get(&create.id)).cloned().unwrap_or_default();
        let contact = self.contact(row, &meaning.customer);
        let by = self.filer(row, filed_at, &meaning.customer);
        let filed = Filed {
            kind: meaning.kind,
            customer: meaning.customer.clone(),
            contact,
            plan: meaning.plan,
            calendar: meaning.calendar.clone(),
            channel: meaning.channel,
            severity: self.filed_as(row, history, meaning.severity),
            subject: SafeLine::from(row.subject.as_str()),
            body,
            signature: meaning.signature.as_ref().map(|asked| self.request_as_filed(row, history, asked)),
            follows: None,
        };
        let ticket = self.filed(row, filed_at, &filed, &by);
        let filed = Fact { number: Version(1), at: filed_at, by, what: What::Filed(Box::new(filed)) };
        let mut facts = vec![filed];
        facts.extend(self.history(ticket, &row.owner.id, &meaning.customer, history, texts));
        if let Some(seen) = &meaning.acknowledged {
            // The field has no entry of its own: it stands behind what was there then.
            let place = facts.partition_point(|fact| fact.at <= seen.at).max(1);
            let number = facts[place - 1].number;
            let (at, by) = (seen.at, seen.by.clone());
            facts.insert(place, Fact { number, at, by, what: What::Acknowledged });
        }
        facts
    }

    /// A request as it was filed: at the step where it stood then.
    fn request_as_filed(
        &self,
        row: &wire::Ticket,
        history: &[wire::Transaction],
        asked: &Asked,
    ) -> SignatureRequest {
        let step = step_of(asked.place.map(|now| self.filed_at(row, history, now)));
        SignatureRequest { step, ..asked.request.clone() }
    }

    /// Who wrote it: whoever created it, unless that is an account by which a portal files. The requestor may be another
    /// one by now.
    fn filer(&self, row: &wire::Ticket, at: DateTime<Utc>, customer: &CustomerId) -> Who {
        let creator = self.who(&row.creator.id, at, Some(customer));
        let requestor = row.requestor.first().map(|requestor| self.who(&requestor.id, at, Some(customer)));
        let asks = row.requestor.iter().any(|requestor| requestor.id == row.creator.id);
        match (&creator, requestor) {
            (Who::Contact(_) | Who::Manager(_), _) => creator,
            (Who::Stranger(_), _) if asks => creator,
            (_, Some(requestor)) => requestor,
            (Who::Stranger(name), None) if !name.is_blank() => creator,
            (_, None) => Who::Desk,
        }
    }

    fn filed(&self, row: &wire::Ticket, at: DateTime<Utc>, filed: &Filed, by: &Who) -> Ticket {
        let start =
            Start { filed_at: at, severity: filed.severity, channel: filed.channel, first_call: None };
        let response = match self.desk.calendar(&filed.calendar) {
            Some(calendar) => first_response(filed.plan, start, &self.desk.programme, calendar, 1),
            None => Response::NotGuaranteed,
        };
        Ticket::filed(LocalId::new(row.id.to_string()), filed, at, response).filed_by(by)
    }

    /// The row as it stands: what was folded from the facts, under what RT says now.
    ///
    /// Its version is the last entry of its history. What RT itself does while a ticket is filed is none, since a first
    /// synchronisation does not read it.
    pub fn ticket(
        &self,
        row: &wire::Ticket,
        meaning: &Meaning,
        history: &[wire::Transaction],
        facts: &[Fact],
    ) -> Option<Ticket> {
        let (first, rest) = facts.split_first()?;
        let What::Filed(filed) = &first.what else { return None };
        let mut ticket = rest.iter().fold(self.filed(row, first.at, filed, &first.by), Ticket::with);
        let status = self.desk.mapping.statuses.read(&row.status);
        let updated = row.last_updated.or(row.created)?;
        // RT leaves a ticket that goes on in another one the status that it had.
        let is_merged = ticket.course().merged_into.is_some();
        let is_answered = is_answered(status, facts);
        if is_answered && !is_merged {
            // The ball follows the words: what the customer wrote since goes on, whatever RT left it at.
            ticket.status = Status::Open;
            ticket.status_since = ticket.last_public.at;
        } else if ticket.status != status && !is_merged {
            // Its history does not tell since when: it may not be seen, or was not read.
            ticket.status = status;
            ticket.status_since = updated;
        }
        ticket.owner = owner(&row.owner.id);
        ticket.severity = meaning.severity;
        let mut ticket = self.recounted(ticket);
        let asked = meaning.signature.as_deref();
        if let Some((asked, place)) = asked.and_then(|asked| Some((asked, asked.place?))) {
            stand(&mut ticket, asked, place, updated);
        } else {
            // Without a field for the step nobody knows how far it is.
            (ticket.step, ticket.progress) = (None, None);
        }
        if let Some(calendar) = self.desk.calendar(&ticket.calendar) {
            let update = counting::update(&ticket, &self.desk.programme, calendar);
            ticket.set_update(update);
            ticket.set_step_due(counting::step(&ticket, &self.desk.programme, calendar));
        }
        let filed_at = first.at;
        let is_later =
            |entry: &&wire::Transaction| entry.created.is_some_and(|at| at - filed_at > JUST_FILED);
        let last = history.iter().rev().find(is_later).map_or(Version(1), entry_number);
        ticket.version = last.max(ticket.version).max(ticket.moved);
        Some(ticket)
    }
}

/// Puts a request where its fields say that it is.
fn stand(ticket: &mut Ticket, asked: &Asked, place: Place, updated: DateTime<Utc>) {
    let (step, Some(progress)) = (ticket.step.unwrap_or_default(), &mut ticket.progress) else { return };
    if Place::of(step, progress.way) != place {
        // Its history does not tell since when: it may not be seen, or was not read.
        let way = if place == Place::Rejected { Way::Rejected } else { Way::Underway };
        progress.set(way, updated);
        ticket.step = Some(if let Place::At(step) = place { step } else { step });
    }
    // What is fixed may be said by a field alone.
    if let Some(version) = asked.fixed_by.as_ref().filter(|_| asked.is_fixed()) {
        progress.fixed_by = Some(version.clone());
    }
}

/// Whether the customer wrote after a ticket was put aside or ended: RT may leave it there.
fn is_answered(status: Status, facts: &[Fact]) -> bool {
    let is_aside = matches!(status, Status::WaitingForCustomer | Status::Resolved | Status::Void);
    let is_said = |fact: &&Fact| match &fact.what {
        What::Said(said) => said.visibility == Visibility::Public && said.written.is_by_person(),
        _ => false,
    };
    let came = facts.iter().rposition(|fact| matches!(&fact.what, What::Became(to) if *to == status));
    let since = &facts[came.map_or(0, |at| at + 1)..];
    is_aside && since.iter().rfind(is_said).is_some_and(|fact| !fact.by.is_of_the_desk())
}

/// RT numbers what happens through all tickets: later entries have greater numbers.
pub fn entry_number(entry: &wire::Transaction) -> Version {
    Version(u32::try_from(entry.id).unwrap_or(u32::MAX))
}

pub fn owner(login: &str) -> Option<ManagerId> {
    Some(login).filter(|login| !login.is_empty() && *login != NOBODY).and_then(|login| login.parse().ok())
}

/// The contact with a login; else the one whose address it is, if it is one person's.
fn named<'a>(customer: &'a Customer, login: &'a str) -> Option<&'a Contact> {
    let by_login = customer.contacts.iter().find(|contact| contact.id.as_str() == login);
    by_login.or_else(|| customer.only_contact_at(login))
}

/// Tells whether a ticket has left for good.
pub fn has_left(status: Status) -> bool {
    matches!(status, Status::Closed | Status::Void)
}
