//! Acts, exactly once on a server that knows no keys.
//!
//! RT answers 200 to what it did not do, records the same text as often as it is sent, and checks no condition on a
//! reply. So the ticket is read before (did somebody else move it?), the act is done in one step, and the ticket is
//! read again (was it done?). Mails and rules run inside a request, so its answer takes its time: it is waited for as long
//! as its connection lives. Where none came, the history is searched ([`super::sought`]).

use serde_json::{Value, json};

use crate::app::protocol::event::{Aside, Failure, Refused};
use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::{ResponseKind, Who};
use crate::desk::ticket::fact::Fact;
use crate::desk::ticket::names::{LocalId, ManagerId};
use crate::desk::ticket::status::Status;
use crate::io::backend::http::Answer;
use crate::io::backend::{Delivery, Leaving, Undelivered};

use super::RequestTracker;
use super::changes::found;
use super::detail::number;
use super::premium::{State, entry_of};
use super::read::{ACKNOWLEDGED, Reader};
use super::stepped::notice;
use super::wire;

/// RT's own sentences are told where it has any.
pub const SILENT: &str = "RT did not do it and did not say why";

/// A ticket as it stands, with what happened to it.
pub struct Standing {
    pub row: wire::Ticket,
    pub history: Vec<wire::Transaction>,
    facts: Vec<Fact>,
    pub ticket: Ticket,
}

impl RequestTracker {
    pub async fn deliver(&self, action: &Action, leaving: Option<&Leaving>) -> Result<Delivery, Undelivered> {
        let before = self.standing(action).await?;
        let has_left = self.sent.lock().await.contains_key(&action.id);
        let is_there = entry_of(action, &before.history).is_some()
            || (has_left && self.is_there(action, &before).await?);
        if is_there {
            // It came late, after all: what should follow is brought about, and nothing said twice.
            return self.finish(action, &before, None).await.map_err(in_doubt);
        }
        self.refuse(action, &before)?;
        // Whatever is found later with a greater number was not there before.
        let last = before.history.last().map_or(0, |entry| entry.id);
        if let Some(leaving) = leaving
            && !leaving.note(last).await
        {
            return Err(Undelivered::Failed(Failure::Unreachable));
        }
        self.recall(action.id, last).await;
        let done = match &action.change {
            Change::Acknowledge => self.acknowledge(&before).await,
            Change::Assign { to } => self.assign(&before, to).await,
            Change::Respond { kind, body, .. } => self.respond(action, &before, *kind, body.raw()).await,
            Change::Note { body } => self.note(action, &before, body.raw()).await,
            Change::WaitForCustomer => self.set_status(before.row.id, Status::WaitingForCustomer).await,
            Change::Resolve => self.set_status(before.row.id, Status::Resolved).await,
            Change::Reopen => self.set_status(before.row.id, Status::Open).await,
            _ => self.record(action, &before).await,
        };
        let told = done?;
        // It was done: whatever cannot be read now, it must be looked for and not sent again.
        self.finish(action, &before, told).await.map_err(in_doubt)
    }

    /// What should follow, and the ticket as it is then; an act that RT did not do is refused with RT's own words.
    pub(super) async fn finish(
        &self,
        action: &Action,
        before: &Standing,
        told: Option<SafeLine>,
    ) -> Result<Delivery, Undelivered> {
        if notice(&action.change).is_some() {
            return self.follow_through(action).await;
        }
        let mut after = self.standing(action).await?;
        let mut but = None;
        if let Some(state) = State::after(&action.change).filter(|state| !state.holds(&after.ticket)) {
            let is_reply = matches!(action.change, Change::Respond { .. });
            if is_reply && let Some(overtaken) = self.overtaken(action, &after).await {
                return Ok(self.delivery(action, after, overtaken.told()));
            }
            if !is_reply && self.was_followed(action, &after).await? {
                // It was done, and somebody has changed it since.
                return Ok(self.delivery(action, after, None));
            }
            // The text is there: whatever becomes of this, it must not be sent again.
            let failed = match self.bring_about(before.row.id, &state).await {
                Ok(told) => told,
                Err(Undelivered::Refused(Refused::Other { title, .. }, _)) => Some(title),
                Err(Undelivered::Refused(..)) => Some(SafeLine::from("RT does not allow it")),
                Err(failed) => return Err(failed),
            };
            after = self.standing(action).await?;
            let failed = failed.unwrap_or_else(|| SafeLine::from(SILENT));
            let failed = Some(failed).filter(|_| !state.holds(&after.ticket));
            if is_reply {
                but = failed;
            } else if failed.is_some() {
                return Err(Undelivered::Refused(not_done(failed), Some(Box::new(after.ticket))));
            }
        }
        Self::verify(action, &after, told)?;
        Ok(self.delivery(action, after, but))
    }

    pub(super) fn delivery(&self, action: &Action, after: Standing, but: Option<SafeLine>) -> Delivery {
        let only_ours = !self.moved_by_others(action, &after);
        let aside = Aside { only_ours: Some(only_ours), but };
        Delivery { at: self.client.now(), ticket: after.ticket, aside }
    }

    /// Whether what an act should bring about came after its words.
    async fn was_followed(&self, action: &Action, now: &Standing) -> Result<bool, Undelivered> {
        match self.find_record(action, now).await? {
            Some(entry) => self.is_followed(action, entry, now).await.map_err(Undelivered::Failed),
            None => Ok(false),
        }
    }

    fn verify(action: &Action, after: &Standing, told: Option<SafeLine>) -> Result<(), Undelivered> {
        let ticket = &after.ticket;
        let done = match &action.change {
            Change::Acknowledge => ticket.acknowledged.is_some(),
            Change::Assign { to } if ticket.owner.as_ref() != Some(to) => {
                let why = ticket.owner.clone().map_or_else(|| not_done(told), Refused::TakenBy);
                return Err(Undelivered::Refused(why, Some(Box::new(ticket.clone()))));
            }
            Change::WaitForCustomer => ticket.status == Status::WaitingForCustomer,
            Change::Resolve => ticket.status == Status::Resolved,
            Change::Reopen => ticket.status == Status::Open,
            // Each was looked for by itself, or refused before it was sent.
            _ => true,
        };
        if done { Ok(()) } else { Err(Undelivered::Refused(not_done(told), Some(Box::new(ticket.clone())))) }
    }

    pub(super) async fn standing(&self, action: &Action) -> Result<Standing, Undelivered> {
        let into = match &action.change {
            Change::Merge { into } => Some(into),
            _ => None,
        };
        self.standing_of(&action.ticket.local, into).await
    }

    /// A ticket as it stands, also if it goes on in `into` by now.
    pub(super) async fn standing_of(
        &self,
        ticket: &LocalId,
        into: Option<&LocalId>,
    ) -> Result<Standing, Undelivered> {
        self.read_standing(ticket, into).await.map_err(|why| match why {
            Failure::NotFound => Undelivered::Refused(Refused::TicketNotFound, None),
            Failure::Forbidden => Undelivered::Refused(Refused::NotAllowed, None),
            // It was only read: nothing was sent that could have been done.
            Failure::AnswerLost | Failure::ServerFault { .. } | Failure::Unintelligible(_) => {
                Undelivered::Failed(Failure::Unreachable)
            }
            why => Undelivered::Failed(why),
        })
    }

    async fn read_standing(&self, ticket: &LocalId, into: Option<&LocalId>) -> Result<Standing, Failure> {
        let id = number(ticket)?;
        let staff = self.staff().await?;
        let row = match (self.client.whole(&[id]).await?.pop(), into) {
            (Some(row), _) => Some(row),
            (None, Some(into)) => self.client.merged(id, number(into)?).await?,
            (None, None) => None,
        };
        let row = row.ok_or(Failure::NotFound)?;
        let history = self.history(&[id]).await?;
        let logins = self.logins(&history).await;
        let reader = Reader { desk: &self.desk, staff: &staff, logins: &logins };
        let meaning = reader.meaning(&row, &found(&row)).ok_or(Failure::NotFound)?;
        let facts = reader.facts(&row, &meaning, &history, &std::collections::HashMap::new());
        let ticket = reader.ticket(&row, &meaning, &history, &facts).ok_or(Failure::NotFound)?;
        Ok(Standing { row, history, facts, ticket })
    }

    /// Whether somebody else did something since the author looked.
    fn moved_by_others(&self, action: &Action, standing: &Standing) -> bool {
        let me = self.me().map(Who::Manager);
        standing.facts.iter().any(|fact| {
            fact.number > action.seen
                && fact.what.moves()
                // Whoever changed the readers: the author has not seen them here.
                && (fact.what.changes_readers()
                    || (Some(&fact.by) != me.as_ref() && fact.by != Who::Desk))
        })
    }

    /// Asks the desk's rules, and whether the ticket is still the one that its author saw.
    fn refuse(&self, action: &Action, before: &Standing) -> Result<(), Undelivered> {
        let ticket = &before.ticket;
        let refused = |why| Err(Undelivered::Refused(why, Some(Box::new(ticket.clone()))));
        if action.change.is_guarded() && self.moved_by_others(action, before) {
            if let (Change::Assign { to }, Some(owner)) = (&action.change, &ticket.owner)
                && owner != to
            {
                return refused(Refused::TakenBy(owner.clone()));
            }
            return refused(Refused::ByRule(Refusal::TicketMoved { current: ticket.version }));
        }
        let seeing = Action { seen: ticket.version.max(ticket.moved), ..action.clone() };
        let author = self.author();
        match seeing.decide(ticket, &author, self.client.now()) {
            Ok(_) => Ok(()),
            Err(why) => refused(Refused::ByRule(why)),
        }
    }

    async fn acknowledge(&self, before: &Standing) -> Result<Option<SafeLine>, Undelivered> {
        let id = before.row.id.to_string();
        let Some(field) = &self.desk.mapping.acknowledged else {
            let body =
                json!({ "Subject": ACKNOWLEDGED, "Content": ACKNOWLEDGED, "ContentType": "text/plain" });
            let answer = self.client.post(&["ticket", &id, "comment"], &body).await;
            return recorded(&answer.map_err(Undelivered::Failed)?).map(|_id| None);
        };
        let me = self.me().map(|me| me.as_str().to_owned()).unwrap_or_default();
        let at = self.client.now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let body = json!({ "CustomFields": { field.as_str(): format!("{me} {at}") } });
        told(self.client.put(&["ticket", &id], &body).await)
    }

    /// Takes with RT's own `take`, which lets one of two win; with `steal` only what its author saw with another.
    async fn assign(&self, before: &Standing, to: &ManagerId) -> Result<Option<SafeLine>, Undelivered> {
        let id = before.row.id.to_string();
        let is_me = self.me().as_ref() == Some(to);
        let answer = match (is_me, &before.ticket.owner) {
            (true, None) => self.client.put(&["ticket", &id, "take"], &json!({})).await,
            (true, Some(_)) => self.client.put(&["ticket", &id, "steal"], &json!({})).await,
            (false, _) => self.client.put(&["ticket", &id], &json!({ "Owner": to.as_str() })).await,
        };
        told(answer)
    }

    pub(super) async fn respond(
        &self,
        action: &Action,
        before: &Standing,
        kind: ResponseKind,
        text: &str,
    ) -> Result<Option<SafeLine>, Undelivered> {
        let mut fields = self.key_of(action);
        if let Some(values) = &self.desk.mapping.response
            && let Some(value) = values.written(kind)
        {
            fields.insert(values.field.clone(), value.into());
        }
        self.write("correspond", action, before, text, fields).await
    }

    async fn note(
        &self,
        action: &Action,
        before: &Standing,
        text: &str,
    ) -> Result<Option<SafeLine>, Undelivered> {
        let fields = self.key_of(action);
        self.write("comment", action, before, text, fields).await
    }

    pub(super) fn key_of(&self, action: &Action) -> serde_json::Map<String, Value> {
        let key = self.desk.mapping.client_key.iter();
        key.map(|field| (field.clone(), action.id.to_string().into())).collect()
    }

    async fn write(
        &self,
        how: &str,
        action: &Action,
        before: &Standing,
        text: &str,
        fields: serde_json::Map<String, Value>,
    ) -> Result<Option<SafeLine>, Undelivered> {
        let mut body = json!({ "Content": text, "ContentType": "text/plain" });
        if !fields.is_empty() {
            body["TxnCustomFields"] = Value::Object(fields);
        }
        let id = before.row.id.to_string();
        let answer = self.client.post(&["ticket", &id, how], &body).await.map_err(Undelivered::Failed)?;
        if let Some(id) = recorded(&answer)? {
            self.claimed.lock().await.insert(id, action.id);
        }
        Ok(None)
    }

    pub(super) async fn set_status(
        &self,
        ticket: u64,
        status: Status,
    ) -> Result<Option<SafeLine>, Undelivered> {
        let Some(name) = self.desk.mapping.statuses.written(status) else {
            return Err(Undelivered::Refused(not_done(None), None));
        };
        told(self.client.put(&["ticket", &ticket.to_string()], &json!({ "Status": name })).await)
    }
}

/// The number of what was recorded. The body may be no UTF-8 and is not read.
pub fn recorded(answer: &Answer) -> Result<Option<u64>, Undelivered> {
    match answer.status.as_u16() {
        200 | 201 => {
            let id = answer.location.as_deref().and_then(|at| at.rsplit('/').next()?.parse().ok());
            Ok(id)
        }
        // RT says 400 where it means that one may not.
        400 | 403 => Err(Undelivered::Refused(Refused::NotAllowed, None)),
        404 => Err(Undelivered::Refused(Refused::TicketNotFound, None)),
        _ => Err(Undelivered::Failed(answer.failure())),
    }
}

/// What RT says to a change: sentences, whether it did it or not. They are shown only if it did not.
pub fn told(answer: Result<Answer, Failure>) -> Result<Option<SafeLine>, Undelivered> {
    let answer = answer.map_err(Undelivered::Failed)?;
    match answer.status.as_u16() {
        200 | 201 => {
            let sentences: Vec<String> = serde_json::from_slice(&answer.body).unwrap_or_default();
            Ok(sentences.into_iter().next().map(SafeLine::from))
        }
        403 => Err(Undelivered::Refused(Refused::NotAllowed, None)),
        404 => Err(Undelivered::Refused(Refused::TicketNotFound, None)),
        _ => Err(Undelivered::Failed(answer.failure())),
    }
}

pub fn not_done(told: Option<SafeLine>) -> Refused {
    let title = told.unwrap_or_else(|| SafeLine::from(SILENT));
    Refused::Other { code: "not-done".to_owned(), title }
}

/// What was sent may have been done.
fn in_doubt(why: Undelivered) -> Undelivered {
    match why {
        Undelivered::Failed(_) => Undelivered::Failed(Failure::AnswerLost),
        refused @ Undelivered::Refused(..) => refused,
    }
}
