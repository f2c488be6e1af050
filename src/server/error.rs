//! What can go wrong, one variant per answer. The texts are for logs and for people who use curl.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::api::{self, OTHER_LIFE, OTHER_STORE, Problem};
use crate::desk::rules::refusal::Refusal;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::customer::Role;

use super::import::Flaw;

#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("show a token: Authorization: Bearer …")]
    NoToken,
    #[error("the token is unknown, expired or revoked")]
    BadToken,
    #[error("a token of the role {role:?} may not do this")]
    Forbidden { role: Role },
    #[error("the token speaks for no person of the desk")]
    NoPerson,
    #[error("there is no such thing here")]
    NotFound,
    /// It is not there, or not for this caller: nobody looked which. Answered like the error inside, and written down
    /// as a denied try.
    #[error("{0}")]
    Hidden(Box<ServerError>),
    #[error("this address does not take that method")]
    WrongMethod,
    #[error("the body is not JSON: {why}")]
    NotJson { why: String },
    #[error("the body is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the body came too slowly")]
    TooSlow,
    #[error("that is too often; try again in {} s", seconds(*wait))]
    TooMany { wait: Duration },
    #[error("send application/json")]
    WrongMediaType,
    /// What one field says cannot be.
    #[error("{why}")]
    Invalid { code: &'static str, field: String, why: String },
    /// The imported desk is wrong, perhaps in several places.
    #[error("the desk has {} flaws; the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Flawed(Vec<Flaw>),
    /// The desk's rules say no.
    #[error("{refusal}")]
    Refused { refusal: Refusal, ticket: Box<Ticket> },
    #[error("that id was already used for something else")]
    IdReused,
    #[error("that id was already used by somebody else")]
    IdOfAnother,
    /// The request says who wrote it, and the token speaks for somebody else. Nothing of it was looked at.
    #[error("somebody else wrote that than the token speaks for")]
    AnotherAuthor { author: Author, caller: Author },
    #[error("that was made for another store than this one; nothing was applied")]
    OtherStore,
    #[error("that was made in another life of this store: it was restored since; nothing was applied")]
    OtherLife,
    #[error("the cursor is unknown: synchronise again from the start")]
    UnknownCursor,
    #[error("a token with that name exists")]
    TokenExists,
    #[error("the store has format {found}, this program knows up to {known}; nothing was touched")]
    UnknownFormat { found: i64, known: i64 },
    #[error("the file is not a store of vigie; nothing was touched")]
    NotAStore,
    #[error("there is no store of vigie in {path}; nothing was made")]
    NoStore { path: String },
    #[error("{path} is damaged: {what}; nothing was touched")]
    Damaged { path: String, what: String },
    #[error("{path} is there already; nothing was touched")]
    InTheWay { path: String },
    #[error("the disk is full, or takes no more; nothing was changed")]
    Full(#[source] sqlx::Error),
    #[error("the store is busy")]
    Busy(#[source] sqlx::Error),
    #[error("the store failed")]
    Store(#[source] sqlx::Error),
    #[error("cannot prepare the store's tables")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("a stored {what} cannot be read")]
    Stored { what: &'static str, source: serde_json::Error },
    #[error("the store contradicts itself: {0}")]
    Broken(String),
    #[error("cannot use {path}")]
    File { path: String, source: std::io::Error },
    #[error("no random numbers from the system")]
    NoRandom,
    #[error("a handler panicked")]
    Panicked,
}

/// SQLite's result codes: the low byte, and one of the longer ones.
mod sqlite {
    pub const BUSY: u32 = 5;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const NOT_A_DATABASE: u32 = 26;
    /// A write beyond the limit on file sizes is told as a failure of output.
    pub const NOT_WRITTEN: u32 = 778;
}

impl From<sqlx::Error> for ServerError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        match code.map(|code| (code & 0xff, code)) {
            // Another process kept the store longer than we wait.
            Some((sqlite::BUSY, _)) => Self::Busy(error),
            Some((sqlite::FULL, _) | (_, sqlite::NOT_WRITTEN)) => Self::Full(error),
            Some((sqlite::CORRUPT | sqlite::NOT_A_DATABASE, _)) => Self::damaged(error.to_string()),
            _ if matches!(error, sqlx::Error::PoolTimedOut) => Self::Busy(error),
            _ => Self::Store(error),
        }
    }
}

impl ServerError {
    pub fn invalid(code: &'static str, field: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Invalid { code, field: field.into(), why: why.into() }
    }

    /// Tells whether somebody was kept from something.
    pub fn denies(&self) -> bool {
        matches!(
            self,
            Self::NoToken | Self::BadToken | Self::Forbidden { .. } | Self::NoPerson | Self::Hidden(_)
        )
    }

    /// After how many seconds it is worth trying again.
    pub fn wait(&self) -> Option<u64> {
        match self {
            Self::TooMany { wait } => Some(seconds(*wait)),
            Self::Busy(_) => Some(2),
            _ => None,
        }
    }

    /// The store as a whole is meant until a file is named.
    pub(super) fn damaged(what: String) -> Self {
        Self::Damaged { path: "the store".to_owned(), what }
    }

    /// Says which file a failure is about.
    pub(super) fn of_file(self, file: &std::path::Path) -> Self {
        match self {
            Self::Damaged { what, .. } => Self::Damaged { path: file.display().to_string(), what },
            other => other,
        }
    }

    pub fn status(&self) -> u16 {
        match self {
            Self::Hidden(shown) => shown.status(),
            Self::NotJson { .. } => 400,
            Self::NoToken | Self::BadToken => 401,
            Self::Forbidden { .. } | Self::NoPerson => 403,
            Self::NotFound => 404,
            Self::TooSlow => 408,
            Self::TooMany { .. } => 429,
            Self::WrongMethod => 405,
            Self::Refused { refusal, .. } => status_of(refusal),
            Self::IdReused
            | Self::IdOfAnother
            | Self::AnotherAuthor { .. }
            | Self::TokenExists
            | Self::OtherStore
            | Self::OtherLife => 409,
            Self::UnknownCursor => 410,
            Self::TooLarge { .. } => 413,
            Self::WrongMediaType => 415,
            Self::Invalid { .. } | Self::Flawed(_) => 422,
            Self::Busy(_) => 503,
            Self::Full(_) => 507,
            Self::UnknownFormat { .. }
            | Self::NotAStore
            | Self::NoStore { .. }
            | Self::Damaged { .. }
            | Self::InTheWay { .. }
            | Self::Store(_)
            | Self::Migration(_)
            | Self::Stored { .. }
            | Self::Broken(_)
            | Self::File { .. }
            | Self::NoRandom
            | Self::Panicked => 500,
        }
    }

    fn code(&self) -> String {
        let code = match self {
            Self::Hidden(shown) => return shown.code(),
            Self::NoToken => "no-token",
            Self::BadToken => "bad-token",
            Self::Forbidden { .. } => "forbidden",
            Self::NoPerson => "no-person",
            Self::NotFound => "not-found",
            Self::WrongMethod => "wrong-method",
            Self::NotJson { .. } => "not-json",
            Self::TooLarge { .. } => "too-large",
            Self::TooSlow => "too-slow",
            Self::TooMany { .. } => "too-many-requests",
            Self::WrongMediaType => "wrong-media-type",
            Self::Invalid { code, .. } => code,
            Self::Flawed(flaws) => return flaws.first().map_or_else(String::new, |flaw| flaw.fault.code()),
            Self::Refused { refusal, .. } => return tagged(refusal, "code"),
            Self::IdReused => "action-id-reused",
            Self::IdOfAnother => "action-id-of-another",
            Self::AnotherAuthor { .. } => api::ANOTHER_AUTHOR,
            Self::OtherStore => OTHER_STORE,
            Self::OtherLife => OTHER_LIFE,
            Self::UnknownCursor => "unknown-cursor",
            Self::TokenExists => "token-exists",
            Self::Busy(_) => "busy",
            Self::Full(_) => "disk-full",
            Self::UnknownFormat { .. }
            | Self::NotAStore
            | Self::NoStore { .. }
            | Self::Damaged { .. }
            | Self::InTheWay { .. }
            | Self::Store(_)
            | Self::Migration(_)
            | Self::Stored { .. }
            | Self::Broken(_)
            | Self::File { .. }
            | Self::NoRandom
            | Self::Panicked => "internal",
        };
        code.to_owned()
    }

    fn params(&self) -> Map<String, Value> {
        let params = match self {
            Self::Hidden(shown) => return shown.params(),
            Self::Forbidden { role } => json!({ "role": role }),
            Self::AnotherAuthor { author, caller } => json!({ "author": author, "caller": caller }),
            Self::TooMany { wait } => json!({ "seconds": seconds(*wait) }),
            Self::TooLarge { limit } => json!({ "limit": limit }),
            Self::NotJson { why } | Self::Invalid { why, .. } => json!({ "why": why }),
            Self::Flawed(flaws) => json!({ "flaws": flaws }),
            Self::Refused { refusal, .. } => {
                serde_json::to_value(refusal).map_or(Value::Null, |mut value| value["params"].take())
            }
            _ => Value::Null,
        };
        match params {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Hidden(shown) => shown.field(),
            Self::Invalid { field, .. } => Some(field.clone()),
            Self::Flawed(flaws) => flaws.first().map(|flaw| flaw.key.clone()),
            Self::Refused { refusal, .. } => field_of(refusal).map(str::to_owned),
            _ => None,
        }
    }

    /// What the caller is told: of a failure of ours, only that there was one.
    pub fn problem(self) -> Problem {
        let (status, code, params, field) = (self.status(), self.code(), self.params(), self.field());
        let title = if status == 500 { "the server failed".to_owned() } else { self.to_string() };
        let ticket = match self {
            Self::Refused { ticket, .. } if status == 409 => Some(ticket),
            _ => None,
        };
        Problem { kind: format!("urn:vigie:problem:{code}"), title, status, code, params, field, ticket }
    }
}

/// The field of an action that the rules refuse, if it is one.
fn field_of(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::EmptyText => "change.body",
        Refusal::UnknownManager { .. } => "change.to",
        Refusal::UnknownContact { .. } => "change",
        Refusal::TooManyContacts { .. } => "change.contact",
        Refusal::AddressTaken { .. } => "change.contact.email",
        Refusal::ContractEndsBeforeItStarts => "change.contract.to",
        Refusal::NoReason => "change.notice.reason",
        Refusal::LetterNamesOther { .. } => "change.notice.body",
        Refusal::AdviceInThePast => "change.advice.until",
        Refusal::AdviceAgainstVerdict => "change.advice.kind",
        Refusal::UnknownDatabases { .. }
        | Refusal::FixedByWhatShowedIt { .. }
        | Refusal::FixOlderThanDetection { .. } => "change.act.bases",
        Refusal::NotYetHappened => "change.call.occurred_at",
        Refusal::CallNotOver => "change.call.lasted_seconds",
        Refusal::NobodyWasReached => "change.promise",
        Refusal::AskedAndNotInformed => "change.consent",
        Refusal::AsksAndResolves => "change.then",
        _ => return None,
    })
}

/// A contradiction to the ticket's state is a conflict; a contradiction in the request itself is not.
fn status_of(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::EmptyText
        | Refusal::UnknownManager { .. }
        | Refusal::UnknownContact { .. }
        | Refusal::NotYetHappened
        | Refusal::PromiseInThePast
        | Refusal::TooManyContacts { .. }
        | Refusal::ContractEndsBeforeItStarts
        | Refusal::NoReason
        | Refusal::AdviceInThePast
        | Refusal::UnknownDatabases { .. }
        | Refusal::LetterNamesOther { .. }
        | Refusal::CallNotOver
        | Refusal::NobodyWasReached
        | Refusal::AskedAndNotInformed
        | Refusal::AsksAndResolves
        | Refusal::FilesATicket => 422,
        Refusal::NotForSpecialists => 403,
        Refusal::TicketMoved { .. }
        | Refusal::NoQualifiedResponse
        | Refusal::NoPublicMessage
        | Refusal::WrongStatus { .. }
        | Refusal::AlreadyTheirs
        | Refusal::NoSuchPromise
        | Refusal::SameSeverity
        | Refusal::AlreadyEscalated
        | Refusal::NotEscalated
        | Refusal::NotHandedOver
        | Refusal::NotMergeable
        | Refusal::NobodyUnknown
        | Refusal::NothingBreached
        | Refusal::ContactExists { .. }
        | Refusal::NoSignatureRequest
        | Refusal::WrongStep { .. }
        | Refusal::RequestRejected
        | Refusal::OldDatabases { .. }
        | Refusal::LatestDatabasesUnknown
        | Refusal::NoSuchAdvice
        | Refusal::AdviceOpen
        | Refusal::FixedByWhatShowedIt { .. }
        | Refusal::FixOlderThanDetection { .. }
        | Refusal::AdviceAgainstVerdict
        | Refusal::AddressTaken { .. }
        | Refusal::AlreadyAcknowledged => 409,
    }
}

/// Whole seconds, so that nobody comes back too early.
pub(super) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// The stable name that serde gives a variant.
pub(super) fn tagged(value: &impl serde::Serialize, tag: &str) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.get(tag).and_then(Value::as_str).unwrap_or_default().to_owned()
}
