//! The wire contract of the bundled backend: paths, bodies, errors. Both sides use it.
//!
//! Everything is JSON under `/v1`, instants are RFC 3339 in UTC, errors are `application/problem+json`
//! ([`Problem`]). A caller shows a bearer token. `/openapi.json` says the same to other programs.

mod audit;
mod journal;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::desk::life::Life;
use crate::desk::rules::bases::Release;
use crate::desk::sla::{CalendarSpec, Closing, HolidayRule, Weekly, Window, ZonesRelease};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::conversation::Channel;
use crate::desk::ticket::customer::{Customer, FormerContact, Manager, Role};
use crate::desk::ticket::fact::Fact;
use crate::desk::ticket::names::{ActionId, CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::presence::{Doing, Present};
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Kin, SignatureRequest};
use crate::desk::ticket::status::{Kind, Version};

pub use audit::{AuditEntry, AuditQuery, AuditTrail, Because, Deed};
pub use journal::{JournalHead, JournalQuery, Witnessed, WitnessedHead};

/// The code of what was made for another store than the one that answers.
pub const OTHER_STORE: &str = "other-store";
/// The code of what was made in another life of the store.
pub const OTHER_LIFE: &str = "other-life";

/// Paths, relative to the backend's base address.
pub mod path {
    pub const ME: &str = "/v1/me";
    pub const DESK: &str = "/v1/desk";
    pub const PROGRAMME: &str = "/v1/programme";
    pub const CUSTOMERS: &str = "/v1/customers";
    pub const CUSTOMER: &str = "/v1/customers/{id}";
    pub const OVERVIEW: &str = "/v1/customers/{id}/overview";
    pub const CHANGES: &str = "/v1/changes";
    pub const TICKETS: &str = "/v1/tickets";
    pub const TICKET: &str = "/v1/tickets/{id}";
    pub const ACTIONS: &str = "/v1/tickets/{id}/actions";
    pub const PRESENCE: &str = "/v1/presence/{console}";
    pub const MESSAGES: &str = "/v1/tickets/{id}/messages";
    pub const JOURNAL: &str = "/v1/journals/{id}";
    pub const BASES: &str = "/v1/bases";
    pub const EARLIER: &str = "/v1/earlier-life";
    pub const AUDIT: &str = "/v1/audit";
    pub const HEALTH: &str = "/v1/health";
    pub const METRICS: &str = "/metrics";
    pub const OPENAPI: &str = "/openapi.json";
}

/// The code of a refusal: the request says who wrote it, and the token speaks for somebody else.
pub const ANOTHER_AUTHOR: &str = "another-author";

/// `GET /v1/me`: who the token speaks for, and which store answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Me {
    pub name: SafeLine,
    pub role: Role,
    /// Present if the token speaks for a person of the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<ManagerId>,
    /// Names the store for ever: the console keeps its own data by it, so that two desks never mix.
    pub store: String,
    /// Names the life of the store: another one since it was put back to an older copy. Ids, versions and cursors of
    /// one life say nothing of another.
    #[serde(default)]
    pub epoch: String,
    /// True for a demonstration's store.
    pub demonstration: bool,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub server_now: DateTime<Utc>,
}

/// `GET /v1/programme`: the rules of the clock and who is who at the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DeskRules {
    /// Grows with every change of programme, calendars, customers or managers.
    pub desk_version: u32,
    pub desk_name: SafeLine,
    pub programme: Programme,
    /// The calendar of who has no own one.
    pub default_calendar: CalendarName,
    pub calendars: Vec<NamedCalendar>,
    pub managers: Vec<Manager>,
    /// The release of tzdata that the server computes with; not told by servers before it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub tzdata: Option<ZonesRelease>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NamedCalendar {
    pub name: CalendarName,
    pub version: u32,
    pub spec: CalendarSpec,
}

/// `GET /v1/customers`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Customers {
    pub customers: Vec<Customer>,
    /// Who was a contact once, and is none now: their words stand on tickets under their id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerContact>,
}

/// `PUT /v1/desk`, and under the same names the TOML file of `vigie desk import`.
///
/// What is left out stays as it is; what is named is put in the place of its old entry as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskSettings>,
    /// Its `version` is the store's to count: what is written here is not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    #[serde(default, rename = "manager", skip_serializing_if = "Vec::is_empty")]
    pub managers: Vec<Manager>,
    #[serde(default, rename = "calendar", skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarEntry>,
    #[serde(default, rename = "customer", skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<Customer>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskSettings {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<SafeLine>,
    /// The calendar of who has no own one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarName>,
}

/// A [`CalendarSpec`] with its name. Written out, because a flattened one would accept unknown keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarEntry {
    pub name: CalendarName,
    pub tz: String,
    #[serde(default)]
    pub weekly: Weekly,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "crate::desk::bounds::dates")]
    pub holidays: Vec<NaiveDate>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[serde(deserialize_with = "crate::desk::bounds::by_date")]
    #[schema(value_type = BTreeMap<String, Vec<Vec<String>>>)]
    pub special: BTreeMap<NaiveDate, Vec<Window>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub holidays_of: Vec<HolidayRule>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closings: Vec<Closing>,
}

impl From<CalendarEntry> for NamedSpec {
    fn from(entry: CalendarEntry) -> Self {
        let CalendarEntry { name, tz, weekly, holidays, special, holidays_of, closings } = entry;
        Self { name, spec: CalendarSpec { tz, weekly, holidays, special, holidays_of, closings } }
    }
}

/// A calendar taken apart from its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedSpec {
    pub name: CalendarName,
    pub spec: CalendarSpec,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Imported {
    pub desk_version: u32,
    /// Name, default calendar or programme.
    pub settings_changed: bool,
    pub managers: Counts,
    pub calendars: Counts,
    pub customers: Counts,
    /// Open tickets whose dues are others now.
    pub rescheduled: u32,
    /// Entries that go by the same address, number or name as others; nobody is told apart by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared: Vec<Shared>,
}

/// Two entries of a desk that go by the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Shared {
    /// Where it is written, as a path into the file (`customer[0].contact[1].email`, counted from 0).
    pub key: String,
    pub value: SafeLine,
    /// Where it stands already: such a path, or what the desk knew before.
    pub other: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
}

/// The query of `GET /v1/changes`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// The cursor of the last answer; left out for a first synchronisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The most tickets in one answer (1 to 1000; 500 if left out).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Seconds to wait for a change before an empty answer (0 to 25; 0 if left out).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<u32>,
    /// The console that asks: it is not told of itself in `present`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub console: Option<Uuid>,
}

/// `GET /v1/changes`: what is new since a cursor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Changes {
    /// Opaque, bound to the store's epoch; an unknown epoch is answered 410 (`unknown-cursor`).
    pub cursor: String,
    /// The life of the store that this is of, as `/v1/me` names it.
    #[serde(default)]
    pub epoch: String,
    /// True if the next page should be asked for at once.
    pub more: bool,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub server_now: DateTime<Utc>,
    /// Grows with every change of `/v1/programme` or `/v1/customers`; 0, and left out, for whom these are not.
    #[serde(default)]
    pub desk_version: u32,
    /// Summaries of what is live or resolved: clock facts, no conversation.
    pub tickets: Vec<Ticket>,
    /// Tickets that left: closed, void, merged, or out of the caller's scope.
    pub gone: Vec<LocalId>,
    /// Which consoles are on which tickets now. It is all of it each time, moves no cursor, and ends no wait.
    #[serde(default)]
    pub present: Vec<Present>,
    /// The latest antivirus databases that were recorded here; left out where `/v1/bases` is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_bases: Option<Release>,
}

/// `GET /v1/bases`: the antivirus databases that came out, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Bases {
    pub bases: Vec<Release>,
}

/// `PUT /v1/presence/{console}`: a console is on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutPresence {
    pub ticket: LocalId,
    pub doing: Doing,
}

/// The answer to it: who else is on a ticket now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Presence {
    pub present: Vec<Present>,
}

/// `GET /v1/tickets/{id}`: the ticket and all that happened to it. Carries an `ETag`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Detail {
    /// The life of the store that this is of, as `/v1/me` names it.
    #[serde(default)]
    pub epoch: String,
    pub ticket: Ticket,
    /// By number. The conversation is the filing and the `said` among them.
    pub facts: Vec<Fact>,
    /// What is known of a signature request's object from others, as far as the caller may see them.
    #[serde(default)]
    pub kin: Kin,
}

/// `POST /v1/tickets/{id}/actions`: idempotent by `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostAction {
    pub id: ActionId,
    /// The version its author saw; needed for what is guarded (respond, assign, resolve, severity, hand-over, merge, void).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Version>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub made_at: Option<DateTime<Utc>>,
    /// Who wrote it, as its author was told in `/v1/me`: a token that speaks for somebody else is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The store and its life that the author saw: any other one refuses it (`other-store`, `other-life`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_for: Option<Life>,
    /// How far the console's own journal is, this action included: the backend keeps it as a witness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<JournalHead>,
    pub change: Change,
}

/// `POST /v1/earlier-life`: what a console knows of an earlier life of this store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlierLife {
    pub life: Life,
    /// The highest ids of tickets that it has heard of, one of each kind: no number up to them is given again.
    #[serde(default)]
    pub highest: Vec<LocalId>,
    /// Acts that were accepted in it (at most 1000).
    #[serde(default)]
    pub acts: Vec<ActionId>,
}

/// The answer to it: which of the acts are not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Forgotten {
    pub acts: Vec<ActionId>,
}

/// The answer to an accepted action; the same again if it is repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Accepted {
    pub id: ActionId,
    /// When it counted (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
    /// The ticket after it.
    pub ticket: Ticket,
}

/// `POST /v1/tickets`: files a request for a customer. Answered 201 with the [`Ticket`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostTicket {
    /// Draw one (a UUID) to repeat safely after a lost answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ActionId>,
    /// Who files it, as they were told in `/v1/me`: a token that speaks for somebody else is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    pub customer: CustomerId,
    /// A named contact; or an address in `from`, which is surfaced as a stranger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SafeLine>,
    #[serde(default)]
    pub kind: Kind,
    pub severity: Severity,
    #[serde(default)]
    pub channel: Channel,
    pub subject: SafeLine,
    pub body: SafeText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureRequest>,
    /// A ticket of the same customer that this one goes on from; both say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<LocalId>,
    /// The store and its life that the author saw: any other one refuses it (`other-store`, `other-life`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_for: Option<Life>,
}

/// `POST /v1/tickets/{id}/messages`: a customer writes. Answered 201 with [`Accepted`]'s ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostMessage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ActionId>,
    /// A named contact; or an address in `from`, which is surfaced as a stranger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SafeLine>,
    #[serde(default)]
    pub channel: Channel,
    pub body: SafeText,
    /// The store and its life that the author saw: any other one refuses it (`other-store`, `other-life`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_for: Option<Life>,
}

/// `GET /v1/health`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Health {
    pub status: String,
    pub version: String,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub server_now: DateTime<Utc>,
    /// The release of tzdata that the server computes with, e.g. `2026f`.
    pub tzdata: String,
    /// Whether that was made so long ago that laws have probably changed since.
    pub tzdata_is_old: bool,
    /// A later release that dues in the store were computed with: the server's is older. They stay until it has it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tzdata_of_store: Option<String>,
}

/// An error as RFC 9457 has it. `code` is stable and what programs go by; `title` is for people who use curl.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Problem {
    #[serde(rename = "type", default)]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub code: String,
    /// What the code speaks of, by name.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The field of the request that is wrong, as a path such as `contact[2].email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The ticket as it stands, with a 409.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Box<Ticket>>,
}
