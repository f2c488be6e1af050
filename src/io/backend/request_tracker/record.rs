//! What RT has no place of its own for: calls, promises, escalations, and the reasons of what it does have.
//!
//! Each is a comment. Its words are what a person wrote; its subject says the rest, for everybody and for vigie to read.
//! RT writes a subject together with the entry, so its id tells for certain whether RT has an act.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::names::{ActionId, ContactId, LocalId, ManagerId};
use crate::desk::ticket::phone::{CallOutcome, Direction, PhoneCall};
use crate::desk::ticket::promise::{Given, Kept};
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::{Response, Ticket};

use super::stepped::{self, Lifted, Taken};
use super::wire;

const MARK: &str = "[vigie] ";
/// Before the second of two texts.
const SECOND: &str = "⇒ ";
/// RT keeps 255 bytes of a subject.
pub const LONGEST: usize = 250;

/// A subject, field by field. No value has a blank in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Record {
    Call {
        id: ActionId,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        at: DateTime<Utc>,
        direction: Direction,
        outcome: CallOutcome,
        #[serde(default, deserialize_with = "wire::number", skip_serializing_if = "is_none")]
        lasted: u32,
        /// When something is promised for that was promised in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
        promise: Option<DateTime<Utc>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<ContactId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
    },
    Promise {
        id: ActionId,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        due: DateTime<Utc>,
    },
    PromiseEnded {
        id: ActionId,
        promise: ActionId,
        how: Kept,
    },
    PromiseMoved {
        id: ActionId,
        promise: ActionId,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        due: DateTime<Utc>,
    },
    Escalate {
        id: ActionId,
        level: Level,
    },
    EscalationEnded {
        id: ActionId,
    },
    /// Why a first response was late.
    Breach {
        id: ActionId,
        cause: Cause,
    },
    Accept {
        id: ActionId,
    },
    /// Why the owner changes next.
    HandOver {
        id: ActionId,
        to: ManagerId,
    },
    /// Why the severity changes next.
    Severity {
        id: ActionId,
        #[serde(with = "digit")]
        to: Severity,
        asked: Party,
        consent: Consent,
    },
    /// Why the ticket is void next.
    Void {
        id: ActionId,
    },
    /// Another ticket goes on in this one next; what its clock counts from, unless it was answered.
    Merge {
        id: ActionId,
        ticket: LocalId,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        filed: DateTime<Utc>,
        #[serde(with = "digit")]
        severity: Severity,
        channel: crate::desk::ticket::conversation::Channel,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[serde(deserialize_with = "crate::desk::bounds::maybe_instant")]
        called: Option<DateTime<Utc>>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not", deserialize_with = "yes")]
        answered: bool,
    },
    /// Why the step of a signature request changes next.
    Step(Taken),
    Advise(stepped::Given),
    LiftAdvice(Lifted),
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde wants it")]
fn is_none(seconds: &u32) -> bool {
    *seconds == 0
}

/// Every value of a subject is read as a text.
fn yes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(String::deserialize(deserializer)? == "true")
}

/// A severity as its number.
mod digit {
    use serde::{Deserializer, Serializer};

    use crate::desk::ticket::severity::Severity;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde wants it")]
    pub fn serialize<S: Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&severity.number().to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
        let number: u8 = super::wire::number(deserializer)?;
        Severity::try_from(number).map_err(|_no_severity| serde::de::Error::custom("no severity"))
    }
}

impl Record {
    /// What is written of an act on a ticket; `None` for one that RT has a place for, or none at all.
    pub fn of(action: &Action, ticket: &Ticket, by: &Who, now: DateTime<Utc>) -> Option<Self> {
        let id = action.id;
        Some(match &action.change {
            Change::Call { call, promise } => Self::Call {
                id,
                at: call.occurred_at,
                direction: call.direction,
                outcome: call.outcome,
                lasted: call.lasted_seconds.unwrap_or_default(),
                promise: promise.as_ref().map(|promise| promise.due),
                contact: call.contact.clone().filter(|contact| is_plain(contact.as_str())),
                number: call.number.as_ref().map(|number| number.raw().replace(' ', "_")),
            },
            Change::Promise { promise } => Self::Promise { id, due: promise.due },
            Change::KeepPromise { promise } => {
                let known = ticket.course().promises.iter().find(|known| known.id == *promise);
                let is_late = known.is_some_and(|known| now > known.due);
                let how = if is_late { Kept::Late } else { Kept::InTime };
                Self::PromiseEnded { id, promise: *promise, how }
            }
            Change::BreakPromise { promise, .. } => {
                Self::PromiseEnded { id, promise: *promise, how: Kept::Broken }
            }
            Change::MovePromise { promise, due, .. } => {
                Self::PromiseMoved { id, promise: *promise, due: *due }
            }
            Change::Escalate { level, .. } => Self::Escalate { id, level: *level },
            Change::EndEscalation { .. } => Self::EscalationEnded { id },
            Change::ExplainBreach { cause, .. } => Self::Breach { id, cause: *cause },
            Change::Accept => Self::Accept { id },
            Change::HandOver { to, .. } => Self::HandOver { id, to: to.clone() },
            Change::ChangeSeverity { to, asked_by, consent, .. } => {
                Self::Severity { id, to: *to, asked: *asked_by, consent: *consent }
            }
            Change::Void { .. } => Self::Void { id },
            Change::Merge { .. } => Self::Merge {
                id,
                ticket: ticket.id.clone(),
                filed: ticket.filed_at,
                severity: ticket.course().filed_as(ticket.severity),
                channel: ticket.channel,
                called: ticket.course().first_call,
                answered: matches!(ticket.response, Response::Given(_)),
            },
            Change::Advance { .. } => Self::Step(Taken::of(action, ticket, by, now)?),
            Change::Advise { advice, notice } => {
                Self::Advise(stepped::Given::of(id, advice.kind, advice.until, notice))
            }
            Change::LiftAdvice { kind, notice } => Self::LiftAdvice(Lifted::of(id, *kind, notice)),
            _ => return None,
        })
    }

    pub fn id(&self) -> ActionId {
        match self {
            Self::Call { id, .. }
            | Self::Promise { id, .. }
            | Self::PromiseEnded { id, .. }
            | Self::PromiseMoved { id, .. }
            | Self::Escalate { id, .. }
            | Self::EscalationEnded { id }
            | Self::Breach { id, .. }
            | Self::Accept { id }
            | Self::HandOver { id, .. }
            | Self::Severity { id, .. }
            | Self::Void { id }
            | Self::Merge { id, .. }
            | Self::Step(Taken { id, .. })
            | Self::Advise(stepped::Given { id, .. })
            | Self::LiftAdvice(Lifted { id, .. }) => *id,
        }
    }

    /// Reads the subject of a comment.
    pub fn read(subject: &str) -> Option<Self> {
        let mut tokens = subject.trim().strip_prefix(MARK)?.split_whitespace();
        let mut fields = Map::new();
        fields.insert("do".to_owned(), tokens.next()?.into());
        for token in tokens {
            let (name, value) = token.split_once('=')?;
            fields.insert(name.to_owned(), value.into());
        }
        serde_json::from_value(Value::Object(fields)).ok()
    }

    pub fn subject(&self) -> String {
        let whole = self.written();
        if whole.len() <= LONGEST {
            return whole;
        }
        match self.clone() {
            // Who called stands in the contacts; nothing that counts is left out.
            Self::Call { id, at, direction, outcome, lasted, promise, .. } => {
                let (contact, number) = (None, None);
                Self::Call { id, at, direction, outcome, lasted, promise, contact, number }.written()
            }
            _ => whole,
        }
    }

    fn written(&self) -> String {
        let Ok(Value::Object(mut fields)) = serde_json::to_value(self) else { return String::new() };
        let verb = fields.remove("do");
        let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let verb = format!("{MARK}{}", verb.as_ref().map(plain).unwrap_or_default());
        let fields = fields.iter().map(|(name, value)| format!("{name}={}", plain(value)));
        [verb].into_iter().chain(fields).collect::<Vec<_>>().join(" ")
    }

    /// Whether the queue shows words of it.
    pub fn has_words_for_a_row(&self) -> bool {
        matches!(
            self,
            Self::Call { promise: Some(_), .. }
                | Self::Promise { .. }
                | Self::Escalate { .. }
                | Self::Advise(_)
        )
    }

    /// The call as it is told, its note aside.
    pub fn call(&self, note: Option<SafeText>) -> Option<PhoneCall> {
        let Self::Call { at, direction, outcome, lasted, contact, number, .. } = self else { return None };
        Some(PhoneCall {
            occurred_at: *at,
            contact: contact.clone(),
            number: number.as_ref().map(|number| SafeLine::from(number.replace('_', " "))),
            direction: *direction,
            outcome: *outcome,
            lasted_seconds: Some(*lasted).filter(|seconds| *seconds > 0),
            note,
        })
    }

    /// The ticket that goes on in this one, if it still owes something.
    pub fn absorbed(&self) -> Option<Absorbed> {
        match self {
            Self::Merge { ticket, filed, severity, channel, called, answered: false, .. } => Some(Absorbed {
                ticket: ticket.clone(),
                filed_at: *filed,
                filed_as: *severity,
                channel: *channel,
                first_call: *called,
                grades: Vec::new(),
                verdict: None,
            }),
            _ => None,
        }
    }
}

fn is_plain(text: &str) -> bool {
    text.len() <= 60 && text.chars().all(|it| it.is_ascii_graphic())
}

/// The words of an act, as they stand in RT; an act without any says its subject once more, since RT wants some.
pub fn words(action: &Action, subject: &str) -> String {
    let (first, second) = match &action.change {
        Change::Call { call, promise } => {
            (call.note.as_ref(), promise.as_deref().map(|Given { what, .. }| what))
        }
        Change::Escalate { reason, wish, .. } => (Some(reason), Some(wish)),
        change => stepped::texts(change).unwrap_or_else(|| (change.text(), None)),
    };
    let first = first.map(SafeText::raw).filter(|text| !text.trim().is_empty());
    let second = second.filter(|text| !text.is_blank()).map(|text| format!("{SECOND}{}", text.raw()));
    let texts: Vec<&str> = first.into_iter().chain(second.as_deref()).collect();
    if texts.is_empty() { subject.to_owned() } else { texts.join("\n\n") }
}

/// The two texts of a comment; what is the subject once more is none.
pub fn texts(text: &SafeText) -> (Option<SafeText>, Option<SafeText>) {
    let raw = text.raw();
    let some = |text: &str| {
        let text = text.trim();
        (!text.is_empty() && !text.starts_with(MARK)).then(|| SafeText::from(text))
    };
    if let Some(second) = raw.strip_prefix(SECOND) {
        return (None, some(second));
    }
    match raw.rsplit_once(&format!("\n\n{SECOND}")) {
        Some((first, second)) => (some(first), some(second)),
        None => (some(raw), None),
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::ticket::signature::{AdviceKind, Move, Step, Way};
    use crate::desk::ticket::status::Status;

    use super::*;
    use stepped::Heard;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let id = ActionId(uuid::Uuid::from_u128(7));
        let records = [
            Record::Call {
                id,
                at: at("2026-11-22T13:05:00Z"),
                direction: Direction::ToCustomer,
                outcome: CallOutcome::NoAnswer,
                lasted: 312,
                promise: Some(at("2026-11-22T15:00:00Z")),
                contact: Some(ContactId::new("claire.fabre")),
                number: Some("+33_1_99".to_owned()),
            },
            Record::PromiseEnded { id, promise: id, how: Kept::InTime },
            Record::Severity { id, to: Severity::High, asked: Party::Customer, consent: Consent::Informed },
            Record::HandOver { id, to: ManagerId::new("tomas.okafor") },
            Record::Step(Taken {
                id,
                act: Move::HandToSpecialists,
                to: Step::Specialists,
                way: Way::Returned,
                status: Some(Status::WaitingForCustomer),
                told: Heard::LeftToDesk,
                bases: Some("%E2%80%A6".repeat(8)),
            }),
            Record::LiftAdvice(Lifted { id, kind: AdviceKind::Isolation, told: Heard::Skipped }),
            Record::Merge {
                id,
                ticket: LocalId::new("4"),
                filed: at("2026-11-22T13:05:00Z"),
                severity: Severity::Low,
                channel: crate::desk::ticket::conversation::Channel::Phone,
                called: None,
                answered: true,
            },
        ];
        for record in records {
            let subject = record.subject();
            assert!(subject.is_ascii() && subject.len() <= LONGEST, "{subject}");
            // RT ends it with a line end.
            assert_eq!(Record::read(&format!("{subject}\n")), Some(record), "{subject}");
        }
        assert_eq!(Record::read("Re: [vigie] call"), None);
        assert_eq!(Record::read("[vigie] acknowledged"), None);
    }

    #[test]
    fn a_subject_that_would_be_cut_leaves_out_who_called() {
        let record = Record::Call {
            id: ActionId(uuid::Uuid::from_u128(7)),
            at: at("2026-11-22T13:05:00Z"),
            direction: Direction::FromCustomer,
            outcome: CallOutcome::CallBack,
            lasted: 1,
            promise: Some(at("2026-11-22T15:00:00Z")),
            contact: Some(ContactId::new("c".repeat(60))),
            number: Some("1".repeat(90)),
        };
        assert!(record.subject().len() <= LONGEST);
        assert!(matches!(Record::read(&record.subject()), Some(Record::Call { contact: None, .. })));
    }

    #[test]
    fn two_texts_are_told_apart_again() {
        let two = |text: &str| {
            let (first, second) = texts(&SafeText::from(text));
            let raw = |text: Option<SafeText>| text.map(|text| text.raw().to_owned());
            (raw(first), raw(second))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(two("a\n\nb\n\n⇒ c"), (some("a\n\nb"), some("c")));
        assert_eq!(two("⇒ c"), (None, some("c")));
        assert_eq!(two("a"), (some("a"), None));
        assert_eq!(two("[vigie] accept id=7"), (None, None));
    }
}
