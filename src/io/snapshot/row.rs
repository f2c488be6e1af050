//! A ticket as the snapshot writes it: small, quick to read, private to this program.
//!
//! Each type here mirrors one of `desk`, because theirs are made for JSON. What is taken apart is taken apart
//! whole: a new field of a ticket does not compile here until somebody decides, and raises [`super::format::FORMAT`].

use chrono::{DateTime, Utc};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::desk::bounds;
use crate::desk::text::SafeLine;
use crate::desk::ticket::conversation::{Channel, ResponseKind, Who};
use crate::desk::ticket::customer::Plan;
use crate::desk::ticket::dues::{Basis, Call, Dues};
use crate::desk::ticket::names::{CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::Step;
use crate::desk::ticket::status::{Kind, Side, Status, Version};
use crate::desk::ticket::verdict::{Judged, Outcome, Verdict};
use crate::desk::ticket::{Acknowledged, LastPublic, Response, Ticket};

/// A row that no program of ours has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoilt;

/// Microseconds since 1970.
type Instant = i64;

#[derive(Debug, Serialize, Deserialize)]
pub struct Row<'a> {
    // First, so that a row's ticket is known without reading the rest.
    id: &'a str,
    version: u32,
    moved: u32,
    kind: Kind,
    subject: &'a str,
    customer: &'a str,
    contact: Option<&'a str>,
    plan: Plan,
    calendar: &'a str,
    channel: Channel,
    severity: Severity,
    status: Status,
    status_since: Instant,
    owner: Option<&'a str>,
    #[serde(borrow)]
    acknowledged: Option<(WhoRow<'a>, Instant)>,
    filed_at: Instant,
    response: ResponseRow<'a>,
    last_public: (Side, Instant),
    step: Option<Step>,
    /// As JSON, like the course.
    progress: Option<String>,
    /// As JSON: few tickets have one, and it grows with the programme.
    course: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
enum WhoRow<'a> {
    Contact(&'a str),
    Stranger(&'a str),
    Manager(&'a str),
    Specialist(&'a str),
    Desk,
}

#[derive(Debug, Serialize, Deserialize)]
enum ResponseRow<'a> {
    NotGuaranteed,
    NoContract,
    Owed(DuesRow),
    #[serde(borrow)]
    Given(VerdictRow<'a>),
}

#[derive(Debug, Serialize, Deserialize)]
struct DuesRow {
    target: Option<Instant>,
    commitment: Option<Instant>,
    at_risk_from: Option<Instant>,
    urgent_from: Option<Instant>,
    call: CallRow,
    basis: (u32, u32),
}

#[derive(Debug, Serialize, Deserialize)]
enum CallRow {
    NotNeeded,
    Missing,
    Logged(Instant),
}

#[derive(Debug, Serialize, Deserialize)]
struct VerdictRow<'a> {
    at: Instant,
    #[serde(borrow)]
    by: WhoRow<'a>,
    kind: ResponseKind,
    target: Option<(Instant, Outcome, i64)>,
    commitment: Option<(Instant, Outcome, i64)>,
    calendar: Option<&'a str>,
    basis: (u32, u32),
}

impl<'a> Row<'a> {
    pub fn of(ticket: &'a Ticket) -> Self {
        let Ticket {
            id,
            kind,
            subject,
            customer,
            contact,
            plan,
            calendar,
            channel,
            severity,
            status,
            status_since,
            owner,
            acknowledged,
            filed_at,
            response,
            last_public,
            step,
            progress,
            course,
            version,
            moved,
        } = ticket;
        Self {
            id: id.as_str(),
            version: version.0,
            moved: moved.0,
            kind: *kind,
            subject: subject.raw(),
            customer: customer.as_str(),
            contact: contact.as_ref().map(ContactId::as_str),
            plan: *plan,
            calendar: calendar.as_str(),
            channel: *channel,
            severity: *severity,
            status: *status,
            status_since: status_since.timestamp_micros(),
            owner: owner.as_ref().map(ManagerId::as_str),
            acknowledged: acknowledged
                .as_ref()
                .map(|seen| (WhoRow::of(&seen.by), seen.at.timestamp_micros())),
            filed_at: filed_at.timestamp_micros(),
            response: ResponseRow::of(response),
            last_public: (last_public.side, last_public.at.timestamp_micros()),
            step: *step,
            progress: progress.as_ref().and_then(|progress| serde_json::to_string(progress).ok()),
            course: course.as_ref().and_then(|course| serde_json::to_string(course).ok()),
        }
    }

    /// Makes the ticket again.
    pub fn ticket(&self, names: &mut Names) -> Result<Ticket, Spoilt> {
        Ok(Ticket {
            id: local_id(self.id)?,
            kind: self.kind,
            subject: SafeLine::from(self.subject),
            customer: names.customers.of(self.customer)?,
            contact: names.contacts.maybe(self.contact)?,
            plan: self.plan,
            calendar: names.calendars.of(self.calendar)?,
            channel: self.channel,
            severity: self.severity,
            status: self.status,
            status_since: instant(self.status_since)?,
            owner: names.managers.maybe(self.owner)?,
            acknowledged: match &self.acknowledged {
                Some((by, at)) => Some(Box::new(Acknowledged { by: by.who(names)?, at: instant(*at)? })),
                None => None,
            },
            filed_at: instant(self.filed_at)?,
            response: self.response.response(names)?,
            last_public: LastPublic { side: self.last_public.0, at: instant(self.last_public.1)? },
            step: self.step,
            progress: match &self.progress {
                Some(text) => Some(serde_json::from_str(text).map_err(|_spoilt| Spoilt)?),
                None => None,
            },
            course: match &self.course {
                Some(text) => Some(serde_json::from_str(text).map_err(|_spoilt| Spoilt)?),
                None => None,
            },
            version: Version(self.version),
            moved: Version(self.moved),
        })
    }
}

impl<'a> WhoRow<'a> {
    fn of(who: &'a Who) -> Self {
        match who {
            Who::Contact(contact) => Self::Contact(contact.as_str()),
            Who::Stranger(line) => Self::Stranger(line.raw()),
            Who::Manager(manager) => Self::Manager(manager.as_str()),
            Who::Specialist(manager) => Self::Specialist(manager.as_str()),
            Who::Desk => Self::Desk,
        }
    }

    fn who(&self, names: &mut Names) -> Result<Who, Spoilt> {
        Ok(match self {
            Self::Contact(contact) => Who::Contact(names.contacts.of(contact)?),
            Self::Stranger(line) => Who::Stranger(SafeLine::from(*line)),
            Self::Manager(manager) => Who::Manager(names.managers.of(manager)?),
            Self::Specialist(manager) => Who::Specialist(names.managers.of(manager)?),
            Self::Desk => Who::Desk,
        })
    }
}

impl<'a> ResponseRow<'a> {
    fn of(response: &'a Response) -> Self {
        match response {
            Response::NotGuaranteed => Self::NotGuaranteed,
            Response::NoContract => Self::NoContract,
            Response::Owed(dues) => Self::Owed(DuesRow::of(dues)),
            Response::Given(verdict) => Self::Given(VerdictRow::of(verdict)),
        }
    }

    fn response(&self, names: &mut Names) -> Result<Response, Spoilt> {
        Ok(match self {
            Self::NotGuaranteed => Response::NotGuaranteed,
            Self::NoContract => Response::NoContract,
            Self::Owed(dues) => Response::Owed(dues.dues()?),
            Self::Given(verdict) => Response::Given(Box::new(verdict.verdict(names)?)),
        })
    }
}

impl DuesRow {
    fn of(dues: &Dues) -> Self {
        let Dues { target, commitment, at_risk_from, urgent_from, call, basis } = dues;
        Self {
            target: target.as_ref().map(DateTime::timestamp_micros),
            commitment: commitment.as_ref().map(DateTime::timestamp_micros),
            at_risk_from: at_risk_from.as_ref().map(DateTime::timestamp_micros),
            urgent_from: urgent_from.as_ref().map(DateTime::timestamp_micros),
            call: match call {
                Call::NotNeeded => CallRow::NotNeeded,
                Call::Missing => CallRow::Missing,
                Call::Logged { at } => CallRow::Logged(at.timestamp_micros()),
            },
            basis: numbers(*basis),
        }
    }

    fn dues(&self) -> Result<Dues, Spoilt> {
        Ok(Dues {
            target: maybe_instant(self.target)?,
            commitment: maybe_instant(self.commitment)?,
            at_risk_from: maybe_instant(self.at_risk_from)?,
            urgent_from: maybe_instant(self.urgent_from)?,
            call: match self.call {
                CallRow::NotNeeded => Call::NotNeeded,
                CallRow::Missing => Call::Missing,
                CallRow::Logged(at) => Call::Logged { at: instant(at)? },
            },
            basis: basis(self.basis),
        })
    }
}

impl<'a> VerdictRow<'a> {
    fn of(verdict: &'a Verdict) -> Self {
        let Verdict { at, by, kind, target, commitment, calendar, basis } = verdict;
        let judged = |judged: &Judged| (judged.due.timestamp_micros(), judged.outcome, judged.by_us);
        Self {
            at: at.timestamp_micros(),
            by: WhoRow::of(by),
            kind: *kind,
            target: target.as_ref().map(judged),
            commitment: commitment.as_ref().map(judged),
            calendar: calendar.as_ref().map(CalendarName::as_str),
            basis: numbers(*basis),
        }
    }

    fn verdict(&self, names: &mut Names) -> Result<Verdict, Spoilt> {
        let judged = |row: Option<(Instant, Outcome, i64)>| match row {
            Some((due, outcome, by_us)) => Ok(Some(Judged { due: instant(due)?, outcome, by_us })),
            None => Ok(None),
        };
        Ok(Verdict {
            at: instant(self.at)?,
            by: self.by.who(names)?,
            kind: self.kind,
            target: judged(self.target)?,
            commitment: judged(self.commitment)?,
            calendar: names.calendars.maybe(self.calendar)?,
            basis: basis(self.basis),
        })
    }
}

/// The names that many tickets share, checked and kept once each.
#[derive(Debug, Default)]
pub struct Names {
    customers: Known<CustomerId>,
    contacts: Known<ContactId>,
    managers: Known<ManagerId>,
    calendars: Known<CalendarName>,
}

#[derive(Debug)]
struct Known<T>(HashMap<Box<str>, T>);

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone + std::str::FromStr> Known<T> {
    fn of(&mut self, text: &str) -> Result<T, Spoilt> {
        if let Some(name) = self.0.get(text) {
            return Ok(name.clone());
        }
        let name: T = text.parse().map_err(|_bad| Spoilt)?;
        self.0.insert(text.into(), name.clone());
        Ok(name)
    }

    fn maybe(&mut self, text: Option<&str>) -> Result<Option<T>, Spoilt> {
        text.map(|text| self.of(text)).transpose()
    }
}

/// Most are plain; only the others need the whole check.
fn local_id(text: &str) -> Result<LocalId, Spoilt> {
    let plain = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if plain { Ok(LocalId::new(text)) } else { text.parse().map_err(|_bad| Spoilt) }
}

fn instant(micros: Instant) -> Result<DateTime<Utc>, Spoilt> {
    DateTime::from_timestamp_micros(micros).filter(|at| bounds::holds(*at)).ok_or(Spoilt)
}

fn maybe_instant(micros: Option<Instant>) -> Result<Option<DateTime<Utc>>, Spoilt> {
    micros.map(instant).transpose()
}

fn numbers(basis: Basis) -> (u32, u32) {
    let Basis { programme_version, calendar_version } = basis;
    (programme_version, calendar_version)
}

fn basis((programme_version, calendar_version): (u32, u32)) -> Basis {
    Basis { programme_version, calendar_version }
}
