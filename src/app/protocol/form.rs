//! What the fields of a form are about, and what can be chosen in them: as it is kept on disk.

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::customer::{Contact, Language};
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::names::{ActionId, ContactId, LocalId, ManagerId};
use crate::desk::ticket::phone::{CallOutcome, Direction};
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{AdviceKind, Move};
use crate::desk::ticket::status::Kind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the form makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// A new ticket, of a customer on the phone.
    File,
    Call,
    Severity,
    Promise,
    /// What becomes of a promise that was given.
    SettlePromise,
    Escalate,
    EndEscalation,
    Breach,
    HandOver,
    Merge,
    Void,
    /// Who an unknown sender is.
    Sender,
    Contract,
    /// A step of a signature request.
    Step(Move),
    Advise,
    LiftAdvice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    Caller,
    Direction,
    Outcome,
    When,
    Note,
    Promise,
    Until,
    Severity,
    AskedBy,
    Consent,
    Cause,
    Reason,
    /// Which of the open promises.
    Which,
    Settlement,
    Level,
    Wish,
    /// How an escalation ended.
    Answer,
    To,
    Into,
    Email,
    Phone,
    Replaces,
    Number,
    FirstDay,
    LastDay,
    Licence,
    /// Of somebody who is no named contact.
    Name,
    Kind,
    Subject,
    Body,
    /// The ticket that a new one goes on from.
    Follows,
    /// The version of the databases.
    Bases,
    /// The latest databases, where only a person can say which they are.
    Latest,
    /// What scanning again gave.
    Rescan,
    /// What the customer reads in this language.
    Told(Language),
    /// Why the customer reads nothing.
    Untold,
    AdviceKind,
    Advice,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    Contact(Box<Contact>),
    /// Who called is none of the named contacts.
    NotNamed,
    Direction(Direction),
    Outcome(CallOutcome),
    Severity(Severity),
    Kind(Kind),
    Follows(Option<LocalId>),
    /// The contact whose place is taken, if one is.
    Replaces(Option<(ContactId, SafeLine)>),
    Level(Level),
    Manager {
        id: ManagerId,
        name: SafeLine,
    },
    Ticket {
        id: LocalId,
        subject: SafeLine,
    },
    Party(Party),
    Consent(Consent),
    Cause(Cause),
    Promise {
        id: ActionId,
        what: SafeText,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        due: DateTime<Utc>,
    },
    Settlement(Settlement),
    Advice(AdviceKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settlement {
    Kept,
    Moved,
    Broken,
}

impl Settlement {
    pub const ALL: [Self; 3] = [Self::Kept, Self::Moved, Self::Broken];
}

impl Offer {
    pub fn contact(&self) -> Option<&Contact> {
        match self {
            Self::Contact(contact) => Some(contact),
            _ => None,
        }
    }
}

impl Label {
    /// Long lists stand open, one answer below the other; of short ones only what is chosen.
    pub fn stands_open(self) -> bool {
        matches!(self, Self::Caller | Self::Severity | Self::Which | Self::To | Self::Into)
    }
}
