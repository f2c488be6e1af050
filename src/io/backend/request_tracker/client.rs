//! The questions that are asked of REST 2.0, each with its trap avoided.
//!
//! Addresses are always built here: those in answers use another base. Dates in queries are written as "so many
//! minutes ago", because any other literal would be read in the asking user's zone.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;

use crate::app::event::Failure;
use crate::io::backend::http::{Answer, Http, Patience, Question};
use crate::io::backend::trust::Trust;

use super::wire::{Attachment, Named, Page, Stamp, Ticket, Transaction, User};

/// Ids that are asked for at once, so that the address stays short.
pub const AT_ONCE: usize = 50;

const LEAN: &str = "Subject,Status,Queue,Owner,Created,LastUpdated,Told,Due,SLA,Priority";
const WHOLE: &str =
    "Subject,Status,Queue,Owner,Created,LastUpdated,Told,Due,SLA,Priority,Requestor,CustomFields";
const QUEUE: (&str, &str) = ("fields[Queue]", "Name");
/// More than half of a history: mails that were sent, and what doubles other entries.
const NOISE: &str = "Type != 'EmailRecord' AND Type != 'CommentEmailRecord' AND Type != 'SetWatcher'";

#[derive(Debug)]
pub struct Client {
    http: Http,
    /// How far RT's clock is ahead of this machine's, in milliseconds.
    skew: AtomicI64,
}

/// How much of each ticket is read: the fields of a site cost RT several milliseconds a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Much {
    Lean,
    Whole,
}

impl Client {
    pub fn new(http: Http) -> Self {
        Self { http, skew: AtomicI64::new(0) }
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

    /// The instant (UTC) by RT's clock.
    #[expect(clippy::disallowed_methods, reason = "an adapter asks the world; RT's own clock corrects it")]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::milliseconds(self.skew.load(Ordering::Relaxed))
    }

    #[expect(clippy::disallowed_methods, reason = "an adapter asks the world; RT's own clock corrects it")]
    fn hear_clock(&self, answer: &Answer) {
        let Some(date) = answer.date else { return };
        let skew = date - Utc::now();
        // The header has whole seconds: a smaller difference is no difference.
        let skew = if skew.abs() < TimeDelta::seconds(2) { TimeDelta::zero() } else { skew };
        self.skew.store(skew.num_milliseconds(), Ordering::Relaxed);
    }

    fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.http.base().clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["REST", "2.0"]).extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    async fn ask(&self, question: Question<'_>) -> Result<Answer, Failure> {
        let answer = self.http.ask(question).await?;
        self.hear_clock(&answer);
        Ok(answer)
    }

    pub async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let answer = self.ask(Question::get(self.url(path, query))).await?;
        if answer.status == StatusCode::OK { answer.read() } else { Err(answer.failure()) }
    }

    pub async fn user(&self, name: &str) -> Result<User, Failure> {
        self.get(&["user", name], &[]).await
    }

    /// The names that stand behind several logins.
    pub async fn users(&self, names: &[String]) -> Result<Vec<User>, Failure> {
        let mut found = Vec::new();
        for some in names.chunks(AT_ONCE) {
            let query = any("Name", some);
            let fields = ("fields", "Name,RealName,EmailAddress");
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

    async fn named(
        &self,
        path: &[&str],
        fields: &str,
        query: &[(&str, &str)],
    ) -> Result<Vec<Named>, Failure> {
        let mut found = Vec::new();
        for number in 1_u32.. {
            let number = number.to_string();
            let mut query = query.to_vec();
            query.extend([("fields", fields), ("per_page", "100"), ("page", &number)]);
            let page: Page<Named> = self.get(path, &query).await?;
            let last = page.items.is_empty()
                || page.pages.is_some_and(|pages| pages <= number.parse().unwrap_or(0.0));
            found.extend(page.items);
            if last {
                break;
            }
        }
        Ok(found)
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

    /// Whole tickets, a few at a time.
    pub async fn whole(&self, ids: &[u64]) -> Result<Vec<Ticket>, Failure> {
        let mut found = Vec::new();
        for some in ids.chunks(AT_ONCE) {
            found.extend(self.tickets(&ids_in("id", some), Much::Whole).await?.0);
        }
        Ok(found)
    }

    /// Ids and times of all tickets that a query finds.
    pub async fn stamps(&self, query: &str) -> Result<Vec<Stamp>, Failure> {
        let mut found = Vec::new();
        for number in 1_u32.. {
            let page = self.stamps_on(query, number).await?;
            let last = page.items.is_empty() || page.pages.is_none_or(|pages| pages <= f64::from(number));
            found.extend(page.items);
            if last {
                break;
            }
        }
        Ok(found)
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

    /// What happened to some tickets, without the noise; `only` narrows it further.
    pub async fn history(
        &self,
        tickets: &[u64],
        only: &str,
        fields: bool,
    ) -> Result<Vec<Transaction>, Failure> {
        let mut found = Vec::new();
        for some in tickets.chunks(AT_ONCE) {
            let query =
                format!("ObjectType = 'RT::Ticket' AND ({}) AND {NOISE}{only}", ids_in("TicketId", some));
            found.extend(self.transactions(&query, fields).await?);
        }
        Ok(found)
    }

    pub async fn transactions(&self, query: &str, fields: bool) -> Result<Vec<Transaction>, Failure> {
        let plain = "Type,Field,NewValue,Data,Created,Creator,ObjectId";
        let all = "Type,Field,NewValue,Data,Created,Creator,ObjectId,CustomFields";
        let mut found = Vec::new();
        for number in 1_u32.. {
            let number = number.to_string();
            let query = [
                ("query", query),
                ("fields", if fields { all } else { plain }),
                ("orderby", "id"),
                ("order", "ASC"),
                ("per_page", "100"),
                ("page", &number),
            ];
            let page: Page<Transaction> = self.get(&["transactions"], &query).await?;
            // What this user may not see leaves holes: a short page is not the last one, an empty one is.
            if page.items.is_empty() {
                break;
            }
            found.extend(page.items);
        }
        Ok(found)
    }

    /// What came with some transactions, without its content: files may be large.
    pub async fn parts(&self, transactions: &[u64]) -> Result<Vec<Attachment>, Failure> {
        let mut found = Vec::new();
        for some in transactions.chunks(AT_ONCE) {
            let query = any("TransactionId", some);
            for number in 1_u32.. {
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
                found.extend(page.items);
            }
        }
        found.sort_by_key(|part| part.id);
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
        question.tag = tag;
        self.ask(question).await
    }

    pub async fn put(&self, path: &[&str], body: &serde_json::Value) -> Result<Answer, Failure> {
        let mut question = Question::put(self.url(path, &[]), body.to_string().into_bytes());
        question.wait = super::act::PATIENCE;
        self.ask(question).await
    }

    pub async fn post(&self, path: &[&str], body: &serde_json::Value) -> Result<Answer, Failure> {
        let mut question = Question::post(self.url(path, &[]), body.to_string().into_bytes());
        question.wait = super::act::PATIENCE;
        self.ask(question).await
    }
}

/// A JSON query for any of several values. SQL would be misread where JSON is expected, and the other way round.
fn any<T: ToString>(field: &str, values: &[T]) -> String {
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
