//! From the entries of a history to what happened. RT says what was done; comments of ours say why, and what RT has no
//! place for ([`super::record`]).

use crate::desk::rules::counting;
use std::collections::HashMap;

use crate::desk::mapping::SeverityBy;
use crate::desk::rules::place::Place;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::conversation::{Channel, Message, ResponseKind, Visibility, Who};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::{CustomerId, LocalId, ManagerId};
use crate::desk::ticket::phone::PhoneCall;
use crate::desk::ticket::promise::Promise;
use crate::desk::ticket::regrade::{Consent, Party, Regraded};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::Way;
use crate::desk::ticket::status::Status;

use super::merged::merged_into;
use super::read::{ACKNOWLEDGED, JUST_FILED, Reader, entry_number, owner};
use super::readers;
use super::record::{self, Record};
use super::stepped::Heard;
use super::wire::{self, Transaction};

/// The records that explain an entry, by the id of that entry; and all that explain one, by their own.
#[derive(Default)]
struct Reasons<'a> {
    of: HashMap<u64, (&'a Transaction, Record)>,
    given: Vec<u64>,
}

impl Reader<'_> {
    /// What happened to a ticket after it was filed, in order; `ticket` is as it was filed, `owner` the login of who has
    /// it now.
    pub(super) fn history(
        &self,
        mut ticket: Ticket,
        owner: &str,
        customer: &CustomerId,
        history: &[Transaction],
        texts: &HashMap<u64, SafeText>,
    ) -> Vec<Fact> {
        let reasons = self.reasons(history);
        let mut facts = Vec::new();
        for entry in history.iter().filter(|entry| !reasons.given.contains(&entry.id)) {
            let Some(at) = entry.created else { continue };
            let by = self.author(entry, owner, customer, history);
            let untold = is_untold(entry, history);
            let happened = Happened { reader: *self, entry, by: &by, ticket: &ticket, texts, untold };
            for what in happened.whats(reasons.of.get(&entry.id)) {
                let counts = matches!(what, What::Called(_) | What::Regraded(_) | What::Absorbed(_));
                let fact = Fact { number: entry_number(entry), at, by: by.clone(), what };
                ticket = ticket.with(&fact);
                if counts {
                    // A verdict is judged by what was due when it was given.
                    ticket = self.recounted(ticket);
                }
                facts.push(fact);
            }
        }
        facts
    }

    /// Who did something. Where a group of the desk cannot be seen, it shows in the ticket who works on it: whoever has
    /// or had it, or wrote what customers do not read.
    fn author(
        &self,
        entry: &Transaction,
        owner: &str,
        customer: &CustomerId,
        history: &[Transaction],
    ) -> Who {
        let login = entry.creator.id.as_str();
        let works_on_it = || {
            let shows =
                |it: &Transaction| matches!(it.kind.as_str(), "Take" | "Steal" | "Untake" | "Comment");
            login == owner || history.iter().any(|it| it.creator.id == login && shows(it))
        };
        match self.who(login, entry.created.unwrap_or_default(), Some(customer)) {
            Who::Stranger(_) if self.staff.is_blind() && works_on_it() => {
                login.parse().map_or(Who::Desk, Who::Manager)
            }
            who => who,
        }
    }

    /// Counts anew what is owed, after calls, changes of severity and merges.
    pub(super) fn recounted(&self, mut ticket: Ticket) -> Ticket {
        if let Some(calendar) = self.desk.calendar(&ticket.calendar) {
            ticket.response = counting::recount(&ticket, &self.desk.programme, calendar, 1);
        }
        ticket
    }

    /// Finds for each record that gives a reason the entry that it is the reason of: what its author did next.
    fn reasons<'a>(&self, history: &'a [Transaction]) -> Reasons<'a> {
        let mut reasons = Reasons::default();
        for (at, entry) in history.iter().enumerate().filter(|(_, entry)| entry.kind == "Comment") {
            let Some(record) = Record::read(&entry.data) else { continue };
            let later = history[at + 1..].iter().filter(|later| later.creator.id == entry.creator.id);
            let explained = later
                .filter(|later| !reasons.of.contains_key(&later.id))
                .find(|later| self.explains(&record, later));
            if let Some(explained) = explained {
                reasons.given.push(entry.id);
                reasons.of.insert(explained.id, (entry, record));
            }
        }
        reasons
    }

    fn explains(&self, record: &Record, entry: &Transaction) -> bool {
        match record {
            Record::HandOver { to, .. } => {
                entry.field == "Owner" && self.owner(entry).is_none_or(|owner| owner == *to)
            }
            Record::Severity { to, .. } => self.grades(entry).is_some_and(|(_, now)| now == *to),
            Record::Void { .. } => {
                entry.kind == "Status" && self.desk.mapping.statuses.read(&entry.new_value) == Status::Void
            }
            Record::Merge { .. } => merged_here(entry),
            Record::Step(taken) => self.places(entry).is_some_and(|(_, now)| now == taken.place()),
            _ => false,
        }
    }

    /// The severity before and after an entry, if it changed it.
    fn grades(&self, entry: &Transaction) -> Option<(Severity, Severity)> {
        let text = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
        let (old, new) = (text(&entry.old_value), text(&entry.new_value));
        let (from, to) = match &self.desk.mapping.severity {
            SeverityBy::Sla(values) if entry.kind == "Set" && entry.field == "SLA" => {
                (values.read(old.as_deref()), values.read(new.as_deref()))
            }
            SeverityBy::Field(values)
                if entry.kind == "CustomField" && is_one_of(&entry.field, &self.staff.severity_fields) =>
            {
                (values.read(old.as_deref()), values.read(new.as_deref()))
            }
            SeverityBy::Priority { at_least, otherwise } if entry.field == "Priority" => {
                let read = |value: &str| {
                    SeverityBy::of_priority(at_least, *otherwise, value.parse().unwrap_or_default())
                };
                (read(&entry.old_value), read(&entry.new_value))
            }
            _ => return None,
        };
        (from != to).then_some((from, to))
    }

    /// Where a request stood before and after an entry, if it moved it.
    fn places(&self, entry: &Transaction) -> Option<(Place, Place)> {
        let values = self.desk.mapping.signature.step.as_ref()?;
        if entry.kind != "CustomField" || !is_one_of(&entry.field, &self.staff.step_fields) {
            return None;
        }
        let read = |value: &str| values.read(Some(value).filter(|value| !value.is_empty()));
        let (from, to) = (read(&entry.old_value), read(&entry.new_value));
        (from != to).then_some((from, to))
    }

    /// Where a request stood when it was filed that stands at `now`.
    pub(super) fn filed_at(&self, row: &wire::Ticket, history: &[Transaction], now: Place) -> Place {
        let reasons = self.reasons(history);
        let moved = history.iter().filter(|it| is_later(row, it) || reasons.of.contains_key(&it.id));
        moved.filter_map(|entry| self.places(entry)).map(|(from, _)| from).next().unwrap_or(now)
    }

    /// The severity under which a ticket was filed that has `now`. What is set while it is filed is part of the filing.
    pub(super) fn filed_as(&self, row: &wire::Ticket, history: &[Transaction], now: Severity) -> Severity {
        let later = history.iter().filter(|entry| is_later(row, entry));
        later.filter_map(|entry| self.grades(entry)).map(|(from, _)| from).next().unwrap_or(now)
    }

    /// Whether something like `record` happened after the entry that says so.
    pub(super) fn is_followed(&self, record: &Record, by: u64, history: &[Transaction]) -> bool {
        history.iter().any(|entry| entry.id > by && self.explains(record, entry))
    }

    fn owner(&self, entry: &Transaction) -> Option<ManagerId> {
        let login = match entry.kind.as_str() {
            "Take" | "Steal" => entry.creator.id.as_str(),
            _ => self.logins.get(&entry.new_value.parse().ok()?)?.as_str(),
        };
        owner(login)
    }

    /// What a reply of the desk counts as. Without a field for it, every one is qualified.
    fn kind(&self, entry: &Transaction) -> ResponseKind {
        let Some(values) = &self.desk.mapping.response else { return ResponseKind::PreliminaryAnalysis };
        let marked = wire::values(&entry.custom_fields);
        values.read(marked.get(values.field.as_str()).copied())
    }

    /// A call that somebody logged in RT itself, by the fields that are mapped for it.
    fn call(&self, entry: &Transaction, note: SafeText) -> Option<PhoneCall> {
        let mapping = &self.desk.mapping;
        let marked = wire::values(&entry.custom_fields);
        let outcome = mapping.call_outcome.as_ref().map(|it| (it, marked.get(it.field.as_str()).copied()));
        let direction =
            mapping.call_direction.as_ref().map(|it| (it, marked.get(it.field.as_str()).copied()));
        let is_call = matches!(outcome, Some((_, Some(_)))) || matches!(direction, Some((_, Some(_))));
        let lasted = entry.time_taken.saturating_mul(60);
        is_call.then(|| PhoneCall {
            // It is written after the call.
            occurred_at: crate::desk::bounds::clamp(
                entry.created.unwrap_or_default() - chrono::TimeDelta::seconds(lasted.into()),
            ),
            contact: None,
            number: None,
            direction: direction.map(|(values, value)| values.read(value)).unwrap_or_default(),
            outcome: outcome.map(|(values, value)| values.read(value)).unwrap_or_default(),
            lasted_seconds: Some(lasted).filter(|seconds| *seconds > 0),
            note: Some(note).filter(|note| !note.is_blank()),
        })
    }
}

/// One entry, under what was known before it.
struct Happened<'a> {
    reader: Reader<'a>,
    entry: &'a Transaction,
    by: &'a Who,
    ticket: &'a Ticket,
    texts: &'a HashMap<u64, SafeText>,
    /// It is a record of what the customer was to be told, and its author told nothing after it.
    untold: bool,
}

impl Happened<'_> {
    fn text_of(&self, entry: &Transaction) -> SafeText {
        self.texts.get(&entry.id).cloned().unwrap_or_default()
    }

    fn whats(&self, reason: Option<&(&Transaction, Record)>) -> Vec<What> {
        let entry = self.entry;
        let reader = self.reader;
        match entry.kind.as_str() {
            "Correspond" => self.corresponded(),
            "Comment" => self.commented(),
            "Status" => self.became(reason),
            "AddLink" if merged_here(entry) => {
                // What RT still has of it says more than our own words do.
                let is_known = |said: &Absorbed| entry.absorbed.iter().any(|it| it.ticket == said.ticket);
                let said = reason.and_then(|(_, record)| record.absorbed()).filter(|said| !is_known(said));
                let absorbed = said.into_iter().chain(entry.absorbed.iter().cloned());
                absorbed.map(|absorbed| What::Absorbed(Box::new(absorbed))).collect()
            }
            "AddLink" if entry.field == "MergedInto" => {
                let into = merged_into(entry).map(|id| LocalId::new(id.to_string()));
                let merged = into.map(|ticket| What::MergedInto { ticket });
                merged.into_iter().chain([What::Became(Status::Closed)]).collect()
            }
            "AddWatcher" | "DelWatcher" | "Set" if self.readers_changed().is_some() => {
                self.readers_changed().into_iter().collect()
            }
            _ if entry.field == "Owner" => self.assigned(reason),
            "CustomField" if reader.places(entry).is_some() => self.moved(reason),
            _ => {
                let grades = reader.grades(entry).filter(|_| self.is_later());
                grades.map(|(from, to)| self.regraded(from, to, reason)).into_iter().collect()
            }
        }
    }

    /// Who is written to is another than before.
    fn readers_changed(&self) -> Option<What> {
        let called = |number| self.reader.logins.get(&number).map(|login| SafeLine::from(login.as_str()));
        let changed = readers::changed(self.entry, called).filter(|_| self.is_later())?;
        Some(What::ReadersChanged(Box::new(changed)))
    }

    /// A step: as its record says it, else as the field does. What is no signature request has none.
    fn moved(&self, reason: Option<&(&Transaction, Record)>) -> Vec<What> {
        let step = self.ticket.step.filter(|_| self.ticket.progress.is_some());
        let (Some(step), Some((_, to))) = (step, self.reader.places(self.entry)) else { return Vec::new() };
        if let Some((words, Record::Step(taken))) = reason {
            let (says, untold) = record::texts(&self.text_of(words));
            return vec![What::Stepped(Box::new(taken.stepped(says, untold)))];
        }
        let what = match to {
            Place::At(step) => What::StepSet { step, way: Way::Underway },
            Place::Rejected => What::StepSet { step, way: Way::Rejected },
        };
        Some(what).filter(|_| self.is_later()).into_iter().collect()
    }

    fn is_later(&self) -> bool {
        self.entry.created.is_some_and(|at| at - self.ticket.filed_at > JUST_FILED)
    }

    fn message(&self, visibility: Visibility, response: Option<ResponseKind>) -> What {
        What::Said(Message {
            at: self.entry.created.unwrap_or_default(),
            by: self.by.clone(),
            visibility,
            channel: Channel::Portal,
            response,
            written: self.entry.written,
            body: self.text_of(self.entry),
        })
    }

    fn corresponded(&self) -> Vec<What> {
        if !self.entry.written.is_by_person() {
            return vec![self.message(Visibility::Public, None)];
        }
        let kind = self.by.is_of_the_desk().then(|| self.reader.kind(self.entry));
        let first = kind.filter(|kind| kind.is_qualified() && !self.ticket.has_qualified_response());
        let at = self.entry.created.unwrap_or_default();
        let verdict = first.map(|kind| self.ticket.verdict_on(kind, self.by, at));
        let responded = verdict.map(|verdict| What::Responded(Box::new(verdict)));
        // To answer what was handed over is to accept it.
        let is_owner = matches!(self.by, Who::Manager(by) if self.ticket.owner.as_ref() == Some(by));
        let accepted = (is_owner && self.ticket.course().handed_over.is_some()).then_some(What::Accepted);
        let said = self.message(Visibility::Public, kind);
        accepted.into_iter().chain([said]).chain(responded).collect()
    }

    fn commented(&self) -> Vec<What> {
        let entry = self.entry;
        // A subject is written by whoever writes: that of a mail from outside records nothing.
        let is_ours = self.by.is_of_the_desk();
        if is_ours && entry.data.trim() == ACKNOWLEDGED {
            return vec![What::Acknowledged];
        }
        let recorded = Record::read(&entry.data).filter(|_| is_ours).map(|record| self.recorded(&record));
        if let Some(whats) = recorded.filter(|whats| !whats.is_empty()) {
            return whats;
        }
        match self.reader.call(entry, self.text_of(entry)) {
            Some(call) => vec![What::Called(Box::new(call))],
            None => vec![self.message(Visibility::Internal, None)],
        }
    }

    /// What a record says by itself; nothing for a reason of what did not come.
    fn recorded(&self, record: &Record) -> Vec<What> {
        let (first, second) = record::texts(&self.text_of(self.entry));
        let at = self.entry.created.unwrap_or_default();
        let by = match self.by {
            Who::Manager(manager) | Who::Specialist(manager) => Some(manager.clone()),
            Who::Contact(_) | Who::Stranger(_) | Who::Desk => None,
        };
        let promised = |id, what: Option<SafeText>, due, made_at| {
            What::Promised(Box::new(Promise {
                id,
                what: what.unwrap_or_default(),
                due,
                by: by.clone(),
                made_at,
            }))
        };
        match record {
            Record::Call { id, at: occurred_at, promise, .. } => {
                let call = record.call(first).map(|call| What::Called(Box::new(call)));
                let promise = promise.map(|due| promised(*id, second, due, *occurred_at));
                call.into_iter().chain(promise).collect()
            }
            Record::Promise { id, due } => vec![promised(*id, first, *due, at)],
            Record::PromiseEnded { promise, how, .. } => {
                vec![What::PromiseEnded { id: *promise, how: *how, reason: first }]
            }
            Record::PromiseMoved { promise, due, .. } => {
                vec![What::PromiseMoved { id: *promise, due: *due, reason: first.unwrap_or_default() }]
            }
            Record::Escalate { level, .. } => {
                let (reason, wish) = (first.unwrap_or_default(), second.unwrap_or_default());
                vec![What::Escalated { level: *level, reason, wish }]
            }
            Record::EscalationEnded { .. } => {
                vec![What::EscalationEnded { outcome: first.unwrap_or_default() }]
            }
            Record::Breach { cause, .. } => {
                vec![What::BreachExplained { cause: *cause, reason: first.unwrap_or_default() }]
            }
            Record::Accept { .. } => vec![What::Accepted],
            // Of which the customer was to be told, and was not: then it was not advised either.
            Record::Advise(_) | Record::LiftAdvice(_) if self.untold => Vec::new(),
            Record::Advise(given) => vec![given.advised(first, second)],
            Record::LiftAdvice(lifted) => vec![lifted.lifted(second)],
            Record::HandOver { .. }
            | Record::Severity { .. }
            | Record::Void { .. }
            | Record::Merge { .. }
            | Record::Step(_) => Vec::new(),
        }
    }

    fn reason(&self, reason: Option<&(&Transaction, Record)>) -> Option<SafeText> {
        reason.and_then(|(entry, _)| record::texts(&self.text_of(entry)).0)
    }

    fn became(&self, reason: Option<&(&Transaction, Record)>) -> Vec<What> {
        let became = What::Became(self.reader.desk.mapping.statuses.read(&self.entry.new_value));
        let voided = reason.map(|_| What::Voided { reason: self.reason(reason).unwrap_or_default() });
        voided.into_iter().chain([became]).collect()
    }

    fn assigned(&self, reason: Option<&(&Transaction, Record)>) -> Vec<What> {
        if let Some((_, Record::HandOver { to, .. })) = reason {
            return vec![What::HandedOver { to: to.clone(), note: self.reason(reason) }];
        }
        self.reader.owner(self.entry).map(|to| What::Assigned { to }).into_iter().collect()
    }

    fn regraded(&self, from: Severity, to: Severity, reason: Option<&(&Transaction, Record)>) -> What {
        // Whoever changed it in RT itself gave no reason that can be read.
        let (asked_by, consent) = match reason {
            Some((_, Record::Severity { asked, consent, .. })) => (*asked, *consent),
            _ => (Party::Desk, Consent::NotInformed),
        };
        let reason = self.reason(reason).unwrap_or_default();
        What::Regraded(Box::new(Regraded { from, to, reason, asked_by, consent }))
    }
}

fn is_later(row: &wire::Ticket, entry: &Transaction) -> bool {
    row.created.zip(entry.created).is_some_and(|(filed, at)| at - filed > JUST_FILED)
}

/// Whether an entry says that the customer was told, and none that tells it came after.
fn is_untold(entry: &Transaction, history: &[Transaction]) -> bool {
    let says_so = match Record::read(&entry.data) {
        Some(Record::Advise(given)) => given.told == Heard::Sent,
        Some(Record::LiftAdvice(lifted)) => lifted.told == Heard::Sent,
        _ => false,
    };
    let tells = |later: &Transaction| {
        let is_by_author = later.written.is_by_person() && later.creator.id == entry.creator.id;
        later.id > entry.id && later.kind == "Correspond" && is_by_author
    };
    says_so && !history.iter().any(tells)
}

/// RT tells a ticket that another one goes on in it by a link to itself.
pub fn merged_here(entry: &Transaction) -> bool {
    merged_into(entry) == Some(entry.ticket)
}

/// Whether the number by which a history names a field is one of these.
fn is_one_of(field: &str, numbers: &[u64]) -> bool {
    field.parse().is_ok_and(|field| numbers.contains(&field))
}
