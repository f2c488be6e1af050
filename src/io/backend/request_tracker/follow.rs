//! What follows from the words of a step: the customer is told, then the field of the step moves.
//!
//! The comment is there first ([`super::premium`]). The notice comes before the step: of the two it is what cannot be
//! said twice, and a step whose customer could not be told was not taken.

use serde_json::{Map, Value, json};

use crate::app::protocol::event::{Failure, Refused};
use crate::desk::mapping::Mapping;
use crate::desk::rules::place::Place;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Response;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::ResponseKind;
use crate::desk::ticket::signature::{Act, Notice, Part};
use crate::io::backend::{Delivery, Undelivered};

use super::RequestTracker;
use super::act::{SILENT, Standing, not_done, told};
use super::changes::found;
use super::premium::entry_of;
use super::read::RT_SYSTEM;
use super::record::Record;
use super::request::Asked;
use super::stepped::{Taken, notice};
use super::wire::Transaction;

impl RequestTracker {
    /// Refuses a step that RT could not keep, before a word of it is there.
    pub(super) fn refuse_step(&self, action: &Action, before: &Standing) -> Result<(), Undelivered> {
        let mapping = &self.desk.mapping;
        let no = |why| Err(Undelivered::Refused(why, Some(Box::new(before.ticket.clone()))));
        if let (Change::Advance { act, .. }, Some(step)) = (&action.change, before.ticket.step)
            && !mapping.signature.places().allow(step, act.kind())
        {
            return no(Refused::NotOffered);
        }
        let interim = mapping.response.as_ref().and_then(|values| values.written(ResponseKind::Interim));
        if let Some((Notice::Sent { .. }, ResponseKind::Interim)) = notice(&action.change)
            && interim.is_none()
            && matches!(before.ticket.response, Response::Owed(_))
        {
            // It would end a clock that it must not end.
            return no(Refused::NotOffered);
        }
        Ok(())
    }

    /// Whether the customer has heard what an act tells, as far as it tells anything.
    pub(super) async fn is_told(&self, action: &Action, now: &Standing) -> Result<bool, Failure> {
        let body = notice(&action.change).and_then(|(notice, _)| notice.body());
        match body {
            Some(body) => self.find_text(action, now, "Correspond", body.raw()).await,
            None => Ok(true),
        }
    }

    /// Brings about what should follow from an act whose words are in RT.
    pub(super) async fn follow_through(&self, action: &Action) -> Result<Delivery, Undelivered> {
        let now = self.standing_of(&action.ticket.local, None).await?;
        let (notice, kind) = notice(&action.change).ok_or(Undelivered::Failed(Failure::AnswerLost))?;
        if let Some(body) = notice.body()
            && !self.is_told(action, &now).await.map_err(Undelivered::Failed)?
        {
            self.respond(action, &now, kind, body.raw()).await?;
        }
        let entry = entry_of(action, &now.history).ok_or(Undelivered::Failed(Failure::AnswerLost))?;
        let step = now.history.iter().find(|it| it.id == entry).and_then(|it| Record::read(&it.data));
        let Some(Record::Step(step)) = step else {
            let after = self.standing_of(&action.ticket.local, None).await?;
            return Ok(self.delivery(action, after, None));
        };
        let ticket = now.row.id;
        let fields = fields(&self.desk.mapping, action, &step);
        let was_moved = self.is_moved(&step, entry, &now).await?;
        let moved = if was_moved {
            None
        } else {
            let body = json!({ "CustomFields": Value::Object(fields.clone()) });
            sentence(told(self.client.put(&["ticket", &ticket.to_string()], &body).await))?
        };
        // By itself: each answer is about one thing, and a status that RT refuses moves no step back.
        let status = step.status.filter(|status| self.desk.mapping.statuses.written(*status).is_some());
        let settled = match status.filter(|status| now.ticket.status != *status) {
            Some(status) if !is_settled(entry, &now) => sentence(self.set_status(ticket, status).await)?,
            Some(_) | None => None,
        };
        let after = self.standing_of(&action.ticket.local, None).await?;
        let is_moved = self.is_moved(&step, entry, &after).await? || self.place(&after) == Some(step.place());
        if !is_moved && notice.body().is_none() {
            return Err(Undelivered::Refused(not_done(moved), Some(Box::new(after.ticket))));
        }
        // What was said is said, and what moved has moved: the rest is told, and nothing of it sent again.
        let is_open = status.is_some_and(|status| after.ticket.status != status);
        let silent = || SafeLine::from(SILENT);
        let but = if !is_moved {
            Some(moved.unwrap_or_else(silent))
        } else if is_open && !is_settled(entry, &after) {
            Some(settled.unwrap_or_else(silent))
        } else {
            // What was there when it had moved already is whoever's it is.
            lacking(&after, &fields).filter(|_| !was_moved)
        };
        Ok(self.delivery(action, after, but))
    }

    /// Whether the step came after its words, whatever came after that.
    async fn is_moved(&self, step: &Taken, entry: u64, now: &Standing) -> Result<bool, Undelivered> {
        let staff = self.staff().await.map_err(Undelivered::Failed)?;
        let logins = std::collections::HashMap::new();
        let reader = super::read::Reader { desk: &self.desk, staff: &staff, logins: &logins };
        Ok(reader.is_followed(&Record::Step(step.clone()), entry, &now.history))
    }

    fn place(&self, now: &Standing) -> Option<Place> {
        Asked::read(&self.desk.mapping.signature, &found(&now.row)).place
    }
}

/// Whether somebody decided on the status since an entry: RT itself opens what is answered.
fn is_settled(entry: u64, now: &Standing) -> bool {
    let decides = |it: &Transaction| it.id > entry && it.kind == "Status" && it.creator.id != RT_SYSTEM;
    now.history.iter().any(decides)
}

/// The fields that do not hold what was written into them.
fn lacking(after: &Standing, fields: &Map<String, Value>) -> Option<SafeLine> {
    let there = found(&after.row);
    let lacks =
        |(name, value): &(&String, &Value)| there.values.get(name.as_str()).copied() != value.as_str();
    let names: Vec<&str> = fields.iter().filter(lacks).map(|(name, _)| name.as_str()).collect();
    (!names.is_empty()).then(|| SafeLine::from(format!("RT did not write {}", names.join(", "))))
}

/// What RT said to a change; an error if it is not known whether it was done.
fn sentence(answer: Result<Option<SafeLine>, Undelivered>) -> Result<Option<SafeLine>, Undelivered> {
    match answer {
        Err(Undelivered::Refused(Refused::Other { title, .. }, _)) => Ok(Some(title)),
        Err(Undelivered::Refused(..)) => Ok(Some(SafeLine::from("RT does not allow it"))),
        answer => answer,
    }
}

/// The fields that a step writes: where the request stands, and the databases that put it right.
fn fields(mapping: &Mapping, action: &Action, step: &Taken) -> Map<String, Value> {
    let signature = &mapping.signature;
    let place = signature.step.as_ref();
    let place = place.and_then(|values| Some((values.field.clone(), values.written(step.place())?.into())));
    let fixed_by = match &action.change {
        Change::Advance { act: Act::Publish { bases }, .. } => {
            signature.parts.get(&Part::FixedBy).map(|field| (field.clone(), bases.raw().trim().into()))
        }
        _ => None,
    };
    place.into_iter().chain(fixed_by).collect()
}

/// Said where a subject would not hold it.
pub fn too_long() -> Undelivered {
    Undelivered::Refused(not_done(Some(SafeLine::from("the version is too long for a subject of RT"))), None)
}
