//! The questions that are asked of REST 2.0, each with its trap avoided.
//!
//! Addresses are always built here: those in answers use another base. Dates in queries are written as "so many
//! minutes ago", because any other literal would be read in the asking user's zone.

use std::collections::BTreeSet;
use tokio::sync::Semaphore;

use crate::app::protocol::event::Failure;
use crate::desk::rules::automatic;
use crate::desk::ticket::conversation::Written;
use crate::io::backend::endless;
use crate::io::backend::http::{Answer, By, Http, Patience, Question};
use crate::io::backend::their_clock::TheirClock;
use crate::io::backend::trust::Trust;

use super::exchange;
use super::wire::{Attachment, Named, Offers, Page, Stamp, Ticket, Transaction, User};

/// Ids that are asked for at once, so that the address stays short.
pub const AT_ONCE: usize = 50;
/// The most pages of one list: a hundred thousand rows.
const MOST_PAGES: u32 = 1_000;
/// The most tickets of a first synchronisation.
const MOST_ROWS: usize = 1_000_000;

const LEAN: &str =
    "Subject,Status,Queue,Owner,Created,LastUpdated,Told,Due,SLA,Priority,Requestor,Creator,EffectiveId";
const WHOLE: &str = "Subject,Status,Queue,Owner,Created,LastUpdated,Told,Due,SLA,Priority,Requestor,Creator,\
                     EffectiveId,CustomFields";
const QUEUE: (&str, &str) = ("fields[Queue]", "Name");
const HAPPENED: &str = "Type,Field,OldValue,NewValue,Data,Created,Creator,ObjectId,TimeTaken";
/// More than half of a history: mails that were sent, and what doubles other entries.
const NOISE: &str = "Type != 'EmailRecord' AND Type != 'CommentEmailRecord' AND Type != 'SetWatcher'";

#[derive(Debug)]
pub struct Client {
    pub(super) http: Http,
    /// What is known of RT's clock.
    pub(super) clock: std::sync::Mutex<TheirClock>,
    pub(super) turns: Semaphore,
    pub(super) acts: Semaphore,
}

/// How much of each ticket is read: the fields of a site cost RT several milliseconds a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Much {
    Lean,
    Whole,
}

impl Client {
    pub fn new(http: Http) -> Self {
        let (turns, acts) = (Semaphore::new(exchange::AT_A_TIME), Semaphore::new(exchange::ACTS_AT_A_TIME));
        Self { http, clock: std::sync::Mutex::default(), turns, acts }
    }

    pub fn with_patience(self, patience: Patience) -> Self {
        Self { http: self.http.with_patience(patience), ..self }
    }

    pub fn trusting(self, trust: Trust) -> Self {
        Self { http: self.http.trusting(trust), ..self }
    }

    pub fn http(&self) -> &Http {
        &self.http
    }

    pub async fn user(&self, name: &str) -> Result<User, Failure> {
        self.get(&["user", name], &[]).await
    }

    /// The user of our own secret: who we are is known from then on.
    pub async fn myself(&self, name: &str) -> Result<User, Failure> {
        // The semaphore is never closed: without a turn there is only more haste.
        let _turn = self.turns.acquire().await.ok();
        let answer = self.http.greet(self.url(&["user", name], &[])).await?;
        self.hear_clock(&answer);
        answer.read()
    }

    /// The names that stand behind several logins.
    pub async fn users(&self, names: &[String]) -> Result<Vec<User>, Failure> {
        let mut found = Vec::new();
        for some in names.chunks(AT_ONCE) {
            let query = any("Name", some);
            let fields = ("fields", "Name,RealName,EmailAddress,CustomFields");
            let page: Page<User> =
                self.get(&["users"], &[("query", &query), fields, ("per_page", "100")]).await?;
            found.extend(page.items);
        }
        Ok(found)
    }

    pub async fn queues(&self) -> Result<Vec<Named>, Failure> {
        self.named(&["queues", "all"], "Name,Disabled", &[]).await
    }

    pub async fn custom_fields(&self) -> Result<Vec<Named>, Failure> {
        let query = r#"[{"field":"id","operator":">","value":"0"}]"#;
        self.named(&["customfields"], "Name,LookupType,Type,Disabled", &[("query", query)]).await
    }

    pub async fn groups(&self, name: &str) -> Result<Vec<Named>, Failure> {
        let query = serde_json::json!([{ "field": "Name", "value": name }, { "field": "Domain", "value": "UserDefined" }]);
        self.named(&["groups"], "Name", &[("query", &query.to_string())]).await
    }

    /// Every group that people made.
    pub async fn all_groups(&self) -> Result<Vec<Named>, Failure> {
        let query = r#"[{"field":"Domain","value":"UserDefined"}]"#;
        self.named(&["groups"], "Name,Disabled", &[("query", query)]).await
    }

    async fn named(
        &self,
        path: &[&str],
        fields: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<Named>, Failure> {
        let mut found = Vec::new();
        for number in 1..=MOST_PAGES {
            let number = number.to_string();
            let mut query = query.to_vec();
            query.extend([("fields", fields), ("per_page", "100"), ("page", &number)]);
            let page: Page<Named> = self.get(path, &query).await?;
            let last = page.items.is_empty()
                || page.pages.is_some_and(|pages| pages <= number.parse().unwrap_or(0.0));
            found.extend(page.items);
            if last {
                return Ok(found);
            }
        }
        Err(endless())
    }

    /// One page of tickets, those of the lowest ids first. Tells whether there are more.
    pub async fn tickets(&self, query: &str, much: Much) -> Result<(Vec<Ticket>, bool), Failure> {
        let fields = if much == Much::Lean { LEAN } else { WHOLE };
        let query = [
            ("query", query),
            ("fields", fields),
            QUEUE,
            ("orderby", "id"),
            ("order", "ASC"),
            ("per_page", "100"),
        ];
        let page: Page<Ticket> = self.get(&["tickets"], &query).await?;
        Ok((page.items, page.pages.is_some_and(|pages| pages > 1.0)))
    }

    /// All lean rows that a query finds. Each page begins after the last id of the one before, so that a ticket which
    /// leaves in between hides no other.
    pub async fn rows(&self, query: &str) -> Result<Vec<Ticket>, Failure> {
        let mut found: Vec<Ticket> = Vec::new();
        loop {
            let after = found.last().map_or(0, |row| row.id);
            let (rows, more) = self.tickets(&format!("({query}) AND id > {after}"), Much::Lean).await?;
            let more = more && !rows.is_empty();
            found.extend(rows);
            if !more {
                return Ok(found);
            }
            // Asked for what lies behind an id, it answers with what does not: it would for ever.
            if found.last().is_none_or(|last| last.id <= after) || found.len() > MOST_ROWS {
                return Err(endless());
            }
        }
    }

    /// Whole tickets, a few at a time.
    pub async fn whole(&self, ids: &[u64]) -> Result<Vec<Ticket>, Failure> {
        let mut found = Vec::new();
        for some in ids.chunks(AT_ONCE) {
            found.extend(self.tickets(&ids_in("id", some), Much::Whole).await?.0);
        }
        Ok(found)
    }

    /// A ticket that goes on in another one: it is in no list that does not name the other.
    pub async fn merged(&self, id: u64, into: u64) -> Result<Option<Ticket>, Failure> {
        let query = format!("id = {id} AND EffectiveId = {into}");
        Ok(self.tickets(&query, Much::Whole).await?.0.into_iter().find(|row| row.id == id))
    }

    /// Ids and times of all tickets that a query finds.
    pub async fn stamps(&self, query: &str) -> Result<Vec<Stamp>, Failure> {
        let mut found: Vec<Stamp> = Vec::new();
        for number in 1..=MOST_PAGES {
            let page = self.stamps_on(query, number).await?;
            let last = page.items.is_empty() || page.pages.is_none_or(|pages| pages <= f64::from(number));
            if !last && !goes_on(&found, &page.items, |stamp| stamp.id) {
                break;
            }
            found.extend(page.items);
            if last {
                return Ok(found);
            }
        }
        Err(endless())
    }

    /// One of the tickets that a query finds: the one that changed last.
    pub async fn any_of(&self, query: &str) -> Result<Option<u64>, Failure> {
        let query = [
            ("query", query),
            ("orderby", "LastUpdated"),
            ("order", "DESC"),
            ("orderby", "id"),
            ("order", "DESC"),
            ("per_page", "1"),
        ];
        let page: Page<Stamp> = self.get(&["tickets"], &query).await?;
        Ok(page.items.first().map(|stamp| stamp.id))
    }

    /// The statuses that RT offers a ticket to go on to.
    pub async fn steps(&self, ticket: u64) -> Result<BTreeSet<String>, Failure> {
        let offers: Offers = self.get(&["ticket", &ticket.to_string()], &[]).await?;
        Ok(offers.links.into_iter().filter(|link| link.kind == "lifecycle").map(|link| link.to).collect())
    }

    pub async fn stamps_on(&self, query: &str, page: u32) -> Result<Page<Stamp>, Failure> {
        let number = page.to_string();
        let query = [
            ("query", query),
            ("fields", "LastUpdated"),
            ("orderby", "id"),
            ("order", "ASC"),
            ("per_page", "100"),
            ("page", &number),
        ];
        self.get(&["tickets"], &query).await
    }

    /// What happened to some tickets, without the noise. `fields` names those of transactions that are wanted: they
    /// cost RT seventeen milliseconds each, so only entries that have a value are asked for them.
    pub async fn history(&self, tickets: &[u64], fields: &[&str]) -> Result<Vec<Transaction>, Failure> {
        let mut found = Vec::new();
        for some in tickets.chunks(AT_ONCE) {
            let of = format!("ObjectType = 'RT::Ticket' AND ({}) AND {NOISE}", ids_in("TicketId", some));
            let set: Vec<String> = fields.iter().map(|name| format!("{} IS NOT NULL", field(name))).collect();
            let marked = async {
                if set.is_empty() {
                    return Ok(Vec::new());
                }
                self.transactions(&format!("{of} AND ({})", set.join(" OR ")), "CustomFields").await
            };
            let (mut entries, marked) = tokio::try_join!(self.transactions(&of, HAPPENED), marked)?;
            for mark in marked {
                if let Ok(at) = entries.binary_search_by_key(&mark.id, |entry| entry.id) {
                    entries[at].custom_fields = mark.custom_fields;
                }
            }
            found.extend(entries);
        }
        Ok(found)
    }

    /// Which of some tickets something happened to after an entry: the ids of both, ticket first.
    pub async fn later(&self, tickets: &[u64], after: u64) -> Result<Vec<(u64, u64)>, Failure> {
        let of = format!("ObjectType = 'RT::Ticket' AND ({}) AND {NOISE}", ids_in("TicketId", tickets));
        let entries = self.transactions(&format!("{of} AND id > {after}"), "ObjectId").await?;
        Ok(entries.into_iter().map(|entry| (entry.ticket, entry.id)).collect())
    }

    /// In the order of their ids.
    pub async fn transactions(&self, query: &str, fields: &str) -> Result<Vec<Transaction>, Failure> {
        let mut found: Vec<Transaction> = Vec::new();
        for number in 1..=MOST_PAGES {
            let number = number.to_string();
            let query = [
                ("query", query),
                ("fields", fields),
                ("orderby", "id"),
                ("order", "ASC"),
                ("per_page", "100"),
                ("page", &number),
            ];
            let page: Page<Transaction> = self.get(&["transactions"], &query).await?;
            // What this user may not see leaves holes: a short page is not the last one, an empty one is.
            if page.items.is_empty() {
                return Ok(found);
            }
            if !goes_on(&found, &page.items, |entry| entry.id) {
                break;
            }
            found.extend(page.items);
        }
        Err(endless())
    }

    /// What came with some transactions, without its content: files may be large.
    pub async fn parts(&self, transactions: &[u64]) -> Result<Vec<Attachment>, Failure> {
        let mut found = Vec::new();
        for some in transactions.chunks(AT_ONCE) {
            let query = any("TransactionId", some);
            let mut of_some: Vec<Attachment> = Vec::new();
            for number in 1.. {
                if number > MOST_PAGES {
                    return Err(endless());
                }
                let number = number.to_string();
                let query = [
                    ("query", query.as_str()),
                    ("fields", "TransactionId,ContentType,Filename,ContentLength,Headers"),
                    ("orderby", "id"),
                    ("order", "ASC"),
                    ("per_page", "100"),
                    ("page", &number),
                ];
                let page: Page<Attachment> = self.get(&["attachments"], &query).await?;
                if page.items.is_empty() {
                    break;
                }
                if !goes_on(&of_some, &page.items, |part| part.id) {
                    return Err(endless());
                }
                of_some.extend(page.items);
            }
            found.append(&mut of_some);
        }
        found.sort_by_key(|part| part.id);
        Ok(found)
    }

    /// Who wrote what, by the headers of each message itself: those of one that it forwards say nothing of it. One
    /// question for fifty messages.
    pub async fn heads(&self, transactions: &[u64]) -> Result<Vec<(u64, Written)>, Failure> {
        let mut found = Vec::new();
        for some in transactions.chunks(AT_ONCE) {
            let query = any("TransactionId", some);
            // Its own headers are those of the part that is in no other one.
            let query = query.replacen('[', r#"[{"field":"Parent","value":"0"},"#, 1);
            let fields = ("fields", "TransactionId,Headers");
            let page: Page<Attachment> =
                self.get(&["attachments"], &[("query", &query), fields, ("per_page", "100")]).await?;
            let head = |part: &Attachment| (part.transaction_id, automatic::written(&part.headers));
            found.extend(page.items.iter().map(head));
        }
        Ok(found)
    }

    /// The texts of some parts.
    pub async fn contents(&self, parts: &[u64]) -> Result<Vec<Attachment>, Failure> {
        let mut found = Vec::new();
        for some in parts.chunks(AT_ONCE) {
            let query = any("id", some);
            let fields = ("fields", "TransactionId,ContentType,Content");
            let page: Page<Attachment> =
                self.get(&["attachments"], &[("query", &query), fields, ("per_page", "100")]).await?;
            found.extend(page.items);
        }
        Ok(found)
    }

    /// A ticket by itself, unless it is still the one of `tag`.
    pub async fn ticket(&self, id: u64, tag: Option<&str>) -> Result<Answer, Failure> {
        let id = id.to_string();
        let mut question = Question::get(self.url(&["ticket", &id], &[QUEUE]));
        (question.tag, question.by) = (tag, By::Session);
        self.ask(question).await
    }
}

/// Tells whether a page, in the order of ids, goes on behind the ones before it: RT decides when the last page is, and
/// one that answers every page with the same rows has none.
pub fn goes_on<T>(found: &[T], page: &[T], id: impl Fn(&T) -> u64) -> bool {
    match (found.last(), page.last()) {
        (Some(before), Some(last)) => id(last) > id(before),
        _ => true,
    }
}

/// A JSON query for any of several values. SQL would be misread where JSON is expected, and the other way round.
pub fn any<T: ToString>(field: &str, values: &[T]) -> String {
    let row = |value: &T| serde_json::json!({ "field": field, "value": value.to_string(), "entry_aggregator": "OR" });
    serde_json::Value::from(values.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// The same in `TicketSQL`, for numbers.
pub fn ids_in(field: &str, ids: &[u64]) -> String {
    ids.iter().map(|id| format!("{field} = {id}")).collect::<Vec<_>>().join(" OR ")
}

/// A text as `TicketSQL` quotes it.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// A custom field as `TicketSQL` names it.
pub fn field(name: &str) -> String {
    format!("CF.{{{}}}", name.replace(['{', '}'], ""))
}
