//! An opened ticket: its conversation, its files, and what RT's own clock says.

use std::collections::{BTreeSet, HashMap};

use base64::Engine;
use reqwest::StatusCode;

use crate::app::protocol::event::{Departed, Detail, Failure, File, TheirDue, TheirReason};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::{Response, Ticket};
use crate::io::backend::DetailAnswer;

use super::RequestTracker;
use super::changes::found;
use super::desk::Staff;
use super::lifecycle::DELETED;
use super::read::{RT_SYSTEM, Reader};
use super::readers;
use super::text::{self, Parts};
use super::wire;

/// The most of a history that is read as text: an older message is there, without its words.
const MOST_TEXTS: usize = 400;
/// Two deadlines that are this close are the same.
const SAME: chrono::TimeDelta = chrono::TimeDelta::seconds(60);

impl RequestTracker {
    pub async fn detail(&self, ticket: &LocalId, tag: Option<&str>) -> Result<DetailAnswer, Failure> {
        let id = number(ticket)?;
        let staff = self.people_known().await?;
        // RT's tag changes with the ticket only; what it is read by may have changed without it.
        let read_by = self.fingerprint(&staff);
        let tag = tag.and_then(|tag| tag.strip_suffix(read_by.as_str()));
        let answer = self.client.ticket(id, tag).await?;
        if answer.status == StatusCode::NOT_MODIFIED {
            return Ok(DetailAnswer::Unchanged);
        }
        let row = match row(&answer, id)? {
            Standing::Here(row) => row,
            Standing::Gone(why) => return Ok(DetailAnswer::Gone(why)),
        };
        let tag = answer.tag.map(|tag| tag + &read_by);
        Ok(match self.read_detail(&row, tag, &staff).await? {
            Some(detail) => DetailAnswer::Fresh { epoch: String::new(), detail: Box::new(detail) },
            None => DetailAnswer::Gone(Departed::Elsewhere),
        })
    }

    /// `None` for a ticket of nobody's whom we serve.
    async fn read_detail(
        &self,
        row: &wire::Ticket,
        tag: Option<String>,
        staff: &Staff,
    ) -> Result<Option<Detail>, Failure> {
        let history = self.history(&[row.id]).await?;
        let logins = self.logins(&history).await;
        let reader = Reader { desk: &self.desk, staff, logins: &logins };
        let Some(meaning) = reader.meaning(row, &found(row)) else { return Ok(None) };
        let spoken = history.iter().filter(|entry| is_spoken(entry));
        let spoken: Vec<&wire::Transaction> = spoken.collect();
        let latest: Vec<u64> = spoken.iter().rev().take(MOST_TEXTS).map(|entry| entry.id).collect();
        let parts = self.client.parts(&latest).await?;
        let texts = self.texts(&latest, &parts).await?;
        let files = spoken.iter().flat_map(|entry| {
            let at = entry.created.unwrap_or_default();
            let by = reader.who(&entry.creator.id, at, Some(&meaning.customer));
            Parts::of(&parts, entry.id)
                .files()
                .map(move |part| text::file(part, at, by.clone()))
                .collect::<Vec<File>>()
        });
        let files = files.collect();
        let mut facts = reader.facts(row, &meaning, &history, &texts);
        self.name_queues(&mut facts).await;
        let readers = self.readers(row.id).await;
        let ticket = reader.ticket(row, &meaning, &history, &facts).ok_or(Failure::NotFound)?;
        let their_due = their_due(row, &ticket, &history);
        let asked = meaning.signature.as_deref();
        let kin = self.kin(row.id, asked, &reader).await?;
        let unreadable = asked.map(|asked| asked.unreadable.clone()).unwrap_or_default();
        Ok(Some(Detail { ticket, facts, kin, unreadable, tag, files, their_due, readers }))
    }

    pub(super) async fn texts(
        &self,
        spoken: &[u64],
        parts: &[wire::Attachment],
    ) -> Result<HashMap<u64, SafeText>, Failure> {
        let messages: Vec<(u64, Parts<'_>)> = spoken.iter().map(|id| (*id, Parts::of(parts, *id))).collect();
        let chosen: Vec<u64> =
            messages.iter().flat_map(|(_, message)| message.words()).map(|part| part.id).collect();
        let contents = self.client.contents(&chosen).await?;
        let contents: HashMap<u64, String> =
            contents.into_iter().map(|part| (part.id, part.content)).collect();
        Ok(messages.into_iter().map(|(id, message)| (id, message.read(&contents))).collect())
    }

    /// The logins that a history names by number; asked for once in the life of the program.
    pub(super) async fn logins(&self, history: &[wire::Transaction]) -> HashMap<u64, String> {
        let mut known = self.logins.lock().await;
        let owners = history.iter().filter(|entry| entry.field == "Owner");
        let owners = owners.filter_map(|entry| entry.new_value.parse().ok());
        let watchers = history.iter().filter_map(readers::watcher);
        let named: BTreeSet<u64> = owners.chain(watchers).collect();
        for id in named {
            if known.contains_key(&id) {
                continue;
            }
            // Who may not be seen is left out of the timeline; the owner of now is known by the row.
            if let Ok(user) = self.client.user(&id.to_string()).await {
                known.insert(id, user.name);
            } else if let Ok(group) = self.client.get::<wire::Named>(&["group", &id.to_string()], &[]).await {
                // Nobody's owner, but perhaps a watcher.
                known.insert(id, group.name);
            }
        }
        known.clone()
    }

    /// A file of a ticket, whole.
    pub async fn file(&self, id: &str) -> Result<Vec<u8>, Failure> {
        let id = id.parse::<u64>().map_err(|_no_number| Failure::NotFound)?;
        let part: wire::Attachment = self.client.get(&["attachment", &id.to_string()], &[]).await?;
        // It comes with line breaks.
        let plain: String = part.content.chars().filter(|it| !it.is_ascii_whitespace()).collect();
        let unreadable = |_why| Failure::Unintelligible(SafeLine::from("base64"));
        base64::engine::general_purpose::STANDARD.decode(plain).map_err(unreadable)
    }
}

pub fn number(ticket: &LocalId) -> Result<u64, Failure> {
    ticket.as_str().parse().map_err(|_no_number| Failure::NotFound)
}

/// A ticket that was asked for by its number.
enum Standing {
    Here(Box<wire::Ticket>),
    Gone(Departed),
}

/// Reads a ticket; one that was merged answers as another, and a deleted one answers still.
fn row(answer: &crate::io::backend::http::Answer, id: u64) -> Result<Standing, Failure> {
    if answer.status != StatusCode::OK {
        return Err(answer.failure());
    }
    let row: wire::Ticket = answer.read()?;
    Ok(match row.id {
        _ if row.id != id => Standing::Gone(Departed::MergedInto(LocalId::new(row.id.to_string()))),
        _ if row.status == DELETED => Standing::Gone(Departed::Deleted),
        _ => Standing::Here(Box::new(row)),
    })
}

pub fn is_spoken(entry: &wire::Transaction) -> bool {
    matches!(entry.kind.as_str(), "Create" | "Correspond" | "Comment")
}

/// RT's own deadline, if it differs from ours, and why it does.
fn their_due(row: &wire::Ticket, ticket: &Ticket, history: &[wire::Transaction]) -> Option<TheirDue> {
    let level = row.sla.as_deref().filter(|level| !level.is_empty()).map(SafeLine::from);
    let set = |level: Option<SafeLine>| match (last_setter(history), level) {
        (Setter::Person, Some(level)) => TheirReason::SetOverLevel(level),
        (Setter::Rt, None) => TheirReason::OwnRule,
        (Setter::Person | Setter::Unknown, None) => TheirReason::SetByHand,
        (Setter::Rt | Setter::Unknown, Some(level)) => TheirReason::OwnLevel(level),
    };
    match (&ticket.response, row.due, level) {
        // Closing leaves it in place, and what is not guaranteed has none here.
        _ if !ticket.status.is_live() => None,
        (Response::Owed(dues), Some(at), level) => {
            let differs = dues.target.is_none_or(|ours| (ours - at).abs() > SAME);
            differs.then(|| TheirDue { at: Some(at), why: set(level) })
        }
        (Response::Owed(_), None, Some(level)) => {
            Some(TheirDue { at: None, why: TheirReason::NotRunning(level) })
        }
        (Response::Owed(_), None, None) => Some(TheirDue { at: None, why: TheirReason::NoLevel }),
        (Response::Given(_), Some(at), level) => {
            let why = match last_setter(history) {
                Setter::Person => set(level),
                Setter::Rt | Setter::Unknown => TheirReason::LaterMessage,
            };
            Some(TheirDue { at: Some(at), why })
        }
        (Response::NotGuaranteed | Response::NoContract, Some(at), level) => {
            Some(TheirDue { at: Some(at), why: set(level) })
        }
        (Response::Given(_) | Response::NotGuaranteed | Response::NoContract, None, _) => None,
    }
}

/// Who set RT's deadline last.
enum Setter {
    Person,
    Rt,
    /// No entry tells: it may have come with the filing.
    Unknown,
}

fn last_setter(history: &[wire::Transaction]) -> Setter {
    let last = history.iter().rev().find(|entry| entry.kind == "Set" && entry.field == "Due");
    match last {
        Some(entry) if entry.creator.id == RT_SYSTEM => Setter::Rt,
        Some(_) => Setter::Person,
        None => Setter::Unknown,
    }
}
