//! What follows from the words of a step: the customer is told, then the field of the step moves.
//!
//! The comment is there first ([`super::premium`]). The notice comes before the step: of the two it is what cannot be
//! said twice, and a step whose customer could not be told was not taken.

use serde_json::{Map, Value, json};

use crate::app::event::{Failure, Refused};
use crate::desk::action::{Action, Change};
use crate::desk::conversation::ResponseKind;
use crate::desk::mapping::Mapping;
use crate::desk::signature::{Act, Notice, Part, Place};
use crate::desk::text::SafeLine;
use crate::desk::ticket::Response;
use crate::io::backend::{Delivery, Undelivered};

use super::RequestTracker;
use super::act::{SILENT, Standing, not_done, told};
use super::changes::found;
use super::premium::entry_of;
use super::record::Record;
use super::request::Asked;
use super::stepped::{Taken, notice};

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
        if self.is_moved(&step, entry, &now).await? {
            return Ok(self.delivery(action, now, None));
        }
        let body = self.left_by(action, &step, &now);
        let answer = told(self.client.put(&["ticket", &now.row.id.to_string()], &body).await);
        let sentence = match answer {
            Ok(sentence) => sentence,
            Err(Undelivered::Refused(Refused::Other { title, .. }, _)) => Some(title),
            Err(Undelivered::Refused(..)) => Some(SafeLine::from("RT does not allow it")),
            Err(failed) => return Err(failed),
        };
        let after = self.standing_of(&action.ticket.local, None).await?;
        let is_moved = self.is_moved(&step, entry, &after).await? || self.place(&after) == Some(step.place());
        let sentence = Some(sentence.unwrap_or_else(|| SafeLine::from(SILENT)));
        if !is_moved && notice.body().is_none() {
            return Err(Undelivered::Refused(not_done(sentence), Some(Box::new(after.ticket))));
        }
        // What was said is said, and what moved has moved: the rest is told, and nothing of it sent again.
        let whole = is_moved && self.is_whole(action, &step, &after);
        Ok(self.delivery(action, after, sentence.filter(|_| !whole)))
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

    /// The change of the ticket that a step is.
    fn left_by(&self, action: &Action, step: &Taken, now: &Standing) -> Value {
        let mapping = &self.desk.mapping;
        let mut body = json!({ "CustomFields": Value::Object(fields(mapping, action, step)) });
        if let Some(status) = self.status_left(step, now) {
            body["Status"] = status.into();
        }
        body
    }

    /// The status that a step leaves behind, where one is mapped and it is another one.
    fn status_left(&self, step: &Taken, now: &Standing) -> Option<&str> {
        let status = step.status.filter(|status| now.ticket.status != *status)?;
        self.desk.mapping.statuses.written(status)
    }

    /// Whether everything that a step leaves behind is there.
    fn is_whole(&self, action: &Action, step: &Taken, after: &Standing) -> bool {
        let there = found(&after.row);
        let fields = fields(&self.desk.mapping, action, step);
        let is_there =
            |(name, value): (&String, &Value)| there.values.get(name.as_str()).copied() == value.as_str();
        self.status_left(step, after).is_none() && fields.iter().all(is_there)
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
