//! Acts of the premium programme: a comment that says them, and then what RT has a place for.
//!
//! The comment comes first. Its subject has the act's id, so that a lost answer is resolved by reading and nothing is
//! written twice; what follows is a state, which may be asked for again.

use serde_json::{Value, json};

use crate::app::protocol::event::{Failure, Refused};
use crate::desk::mapping::{Mapping, SeverityBy};
use crate::desk::rules::merge;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::{Action, Change, Then};
use crate::desk::ticket::names::{LocalId, ManagerId};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::Status;
use crate::io::backend::Undelivered;

use super::RequestTracker;
use super::act::{Standing, not_done, recorded, told};
use super::detail::number;
use super::follow::too_long;
use super::record::{LONGEST, Record, words};
use super::wire::Transaction;

/// What RT must say of a ticket once an act is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Status(Status),
    Owner(ManagerId),
    Severity(Severity),
    MergedInto(LocalId),
}

impl State {
    /// What should follow from an act whose words are in RT.
    pub fn after(change: &Change) -> Option<Self> {
        match change {
            Change::Respond { then: Then::WaitForCustomer, .. } => {
                Some(Self::Status(Status::WaitingForCustomer))
            }
            Change::Respond { then: Then::Resolve, .. } => Some(Self::Status(Status::Resolved)),
            Change::HandOver { to, .. } => Some(Self::Owner(to.clone())),
            Change::ChangeSeverity { to, .. } => Some(Self::Severity(*to)),
            Change::Void { .. } => Some(Self::Status(Status::Void)),
            Change::Merge { into } => Some(Self::MergedInto(into.clone())),
            _ => None,
        }
    }

    pub fn holds(&self, ticket: &Ticket) -> bool {
        match self {
            Self::Status(status) => ticket.status == *status,
            Self::Owner(owner) => ticket.owner.as_ref() == Some(owner),
            Self::Severity(severity) => ticket.severity == *severity,
            Self::MergedInto(into) => ticket.course().merged_into.as_ref() == Some(into),
        }
    }
}

/// The entry that says an act, if RT has it.
pub fn entry_of(action: &Action, history: &[Transaction]) -> Option<u64> {
    let is_it = |entry: &&Transaction| {
        entry.kind == "Comment" && Record::read(&entry.data).is_some_and(|record| record.id() == action.id)
    };
    history.iter().find(is_it).map(|entry| entry.id)
}

impl RequestTracker {
    /// Writes an act down, if RT does not have it yet.
    pub(super) async fn record(
        &self,
        action: &Action,
        before: &Standing,
    ) -> Result<Option<SafeLine>, Undelivered> {
        let by = self.author();
        let Some(record) = Record::of(action, &before.ticket, &by, self.client.now()) else {
            // Greyed out by the console; what comes all the same must not be lost without a word.
            return Err(Undelivered::Refused(Refused::NotOffered, None));
        };
        // What RT cannot do is refused before a word of it is there.
        self.refuse_step(action, before)?;
        if let Some(State::Severity(severity)) = State::after(&action.change)
            && written(&self.desk.mapping, severity).is_none()
        {
            return Err(Undelivered::Refused(not_done(None), None));
        }
        if let Some(State::Status(status)) = State::after(&action.change)
            && self.desk.mapping.statuses.written(status).is_none()
        {
            return Err(Undelivered::Refused(Refused::NotOffered, None));
        }
        let on = match &action.change {
            Change::Merge { into } => self.survivor(action, before, into).await?,
            _ => before.row.id,
        };
        let subject = record.subject();
        if subject.len() > LONGEST {
            return Err(too_long());
        }
        let mut body = json!({
            "Subject": subject,
            "Content": words(action, &subject),
            "ContentType": "text/plain",
        });
        let mut fields = self.key_of(action);
        if let Change::Call { call, .. } = &action.change {
            if let Some(seconds) = call.lasted_seconds {
                body["TimeTaken"] = seconds.div_ceil(60).into();
            }
            fields.extend(call_fields(&self.desk.mapping, call));
        }
        if !fields.is_empty() {
            body["TxnCustomFields"] = Value::Object(fields);
        }
        let answer = self.client.post(&["ticket", &on.to_string(), "comment"], &body).await;
        recorded(&answer.map_err(Undelivered::Failed)?).map(|_id| None)
    }

    /// The ticket in which another one shall go on, if the desk's rules allow it and it does not say so yet.
    async fn survivor(&self, action: &Action, ending: &Standing, into: &LocalId) -> Result<u64, Undelivered> {
        let survivor = self.standing_of(into, None).await?;
        let author = self.author();
        let seeing = Action { seen: ending.ticket.version.max(ending.ticket.moved), ..action.clone() };
        let merged = merge::merge(&seeing, &ending.ticket, &survivor.ticket, &author, self.client.now());
        let refused = |why| {
            let ticket = Box::new(ending.ticket.clone());
            Undelivered::Refused(Refused::ByRule(why), Some(ticket))
        };
        merged.map(|_| survivor.row.id).map_err(refused)
    }

    /// Whether RT has the words of an act, and at which entry.
    pub(super) async fn find_record(
        &self,
        action: &Action,
        now: &Standing,
    ) -> Result<Option<u64>, Undelivered> {
        let Change::Merge { into } = &action.change else { return Ok(entry_of(action, &now.history)) };
        let survivor = self.standing_of(into, None).await?;
        Ok(entry_of(action, &survivor.history))
    }

    /// Brings about what should follow from an act.
    pub(super) async fn bring_about(
        &self,
        ticket: u64,
        state: &State,
    ) -> Result<Option<SafeLine>, Undelivered> {
        let body = match state {
            State::Status(status) => return self.set_status(ticket, *status).await,
            State::Owner(owner) => json!({ "Owner": owner.as_str() }),
            State::Severity(severity) => {
                let written = written(&self.desk.mapping, *severity);
                written.ok_or_else(|| Undelivered::Refused(not_done(None), None))?
            }
            State::MergedInto(into) => {
                let into = number(into).map_err(Undelivered::Failed)?;
                json!({ "MergeInto": into.to_string() })
            }
        };
        told(self.client.put(&["ticket", &ticket.to_string()], &body).await)
    }

    /// Whether something that an act should bring about came after its words, whatever came after that.
    pub(super) async fn is_followed(
        &self,
        action: &Action,
        entry: u64,
        now: &Standing,
    ) -> Result<bool, Failure> {
        let by = self.author();
        let Some(record) = Record::of(action, &now.ticket, &by, self.client.now()) else { return Ok(false) };
        let staff = self.staff().await?;
        let logins = self.logins.lock().await.clone();
        let reader = super::read::Reader { desk: &self.desk, staff: &staff, logins: &logins };
        Ok(reader.is_followed(&record, entry, &now.history))
    }
}

/// How a severity is written, if a value is mapped for it.
fn written(mapping: &Mapping, severity: Severity) -> Option<Value> {
    match &mapping.severity {
        SeverityBy::Sla(values) => values.written(severity).map(|level| json!({ "SLA": level })),
        SeverityBy::Field(values) => {
            values.written(severity).map(|value| json!({ "CustomFields": { values.field.as_str(): value } }))
        }
        SeverityBy::Priority { at_least, otherwise } => {
            let least = at_least.iter().find(|(_, known)| *known == severity).map(|(least, _)| *least);
            let least = least.or_else(|| (severity == *otherwise).then_some(0))?;
            Some(json!({ "Priority": least.to_string() }))
        }
    }
}

fn call_fields(mapping: &Mapping, call: &crate::desk::ticket::phone::PhoneCall) -> Vec<(String, Value)> {
    let outcome = mapping.call_outcome.as_ref();
    let outcome = outcome.and_then(|it| Some((it.field.clone(), it.written(call.outcome)?.into())));
    let direction = mapping.call_direction.as_ref();
    let direction = direction.and_then(|it| Some((it.field.clone(), it.written(call.direction)?.into())));
    outcome.into_iter().chain(direction).collect()
}
