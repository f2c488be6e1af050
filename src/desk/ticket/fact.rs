//! What happened to a ticket: append-only, numbered from 1.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::conversation::{Channel, Message, Who};
use crate::desk::ticket::customer::{Contract, Plan};
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::names::{ActionId, CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::phone::PhoneCall;
use crate::desk::ticket::promise::{Kept, Promise};
use crate::desk::ticket::readers::ReadersChanged;
use crate::desk::ticket::regrade::Regraded;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Advice, AdviceKind, SignatureRequest, Step, Stepped, Told, Way};
use crate::desk::ticket::status::{Kind, Status, Version};
use crate::desk::ticket::verdict::Verdict;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Fact {
    /// 1 for the filing, then without a gap.
    pub number: Version,
    /// When the backend recorded it (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
    pub by: Who,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "what", content = "data", rename_all = "kebab-case")]
pub enum What {
    Filed(Box<Filed>),
    /// Somebody wrote: in public or between colleagues.
    Said(Message),
    /// Somebody of the desk saw it; neither assigns nor stops anything.
    Acknowledged,
    Assigned {
        to: ManagerId,
    },
    /// A qualified response was accepted, and is judged.
    Responded(Box<Verdict>),
    Became(Status),
    /// A call was logged, perhaps later than it was.
    Called(Box<PhoneCall>),
    Regraded(Box<Regraded>),
    Promised(Box<Promise>),
    /// A promise was kept or given up; it is open no more.
    PromiseEnded {
        id: ActionId,
        how: Kept,
        /// Why it was given up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<SafeText>,
    },
    Escalated {
        level: Level,
        reason: SafeText,
        wish: SafeText,
    },
    EscalationEnded {
        outcome: SafeText,
    },
    /// Given to somebody, who has to accept it.
    HandedOver {
        to: ManagerId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<SafeText>,
    },
    /// Who wrote as an unknown sender is this contact.
    SenderLinked {
        contact: ContactId,
    },
    /// The customer's contract was put right, and with it what is owed.
    ContractCorrected(Box<Contract>),
    /// Why a first response was late, as somebody sees it.
    BreachExplained {
        cause: Cause,
        reason: SafeText,
    },
    /// Its owner accepted what was handed over.
    Accepted,
    /// A test, a duplicate or spam: out of the figures, and counted apart.
    Voided {
        reason: SafeText,
    },
    /// It goes on in another ticket.
    MergedInto {
        ticket: LocalId,
    },
    /// Another ticket goes on in this one.
    Absorbed(Box<Absorbed>),
    /// Another ticket was filed that goes on from this one.
    FollowedBy {
        ticket: LocalId,
    },
    /// A promise has another time now.
    PromiseMoved {
        id: ActionId,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        due: DateTime<Utc>,
        reason: SafeText,
    },
    /// A signature request went a step further, or back.
    Stepped(Box<Stepped>),
    /// Its step was set where that is a field of another system: nobody said what was done.
    StepSet {
        step: Step,
        way: Way,
    },
    /// The customer does this until the fix is there.
    Advised {
        advice: Box<Advice>,
        told: Told,
    },
    /// The customer has taken back what was advised.
    AdviceLifted {
        kind: AdviceKind,
        told: Told,
    },
    /// Others get what is written than before, where another system keeps the list of them.
    ReadersChanged(Box<ReadersChanged>),
}

impl What {
    /// Tells whether an author must know it before answering.
    pub fn moves(&self) -> bool {
        !matches!(self, Self::Acknowledged)
    }

    /// Tells whether what is written is read by others from then on, so that an author must know it whoever did it.
    pub fn changes_readers(&self) -> bool {
        matches!(self, Self::ReadersChanged(_) | Self::SenderLinked { .. })
    }
}

/// A request as it was filed. Its first message is part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Filed {
    pub kind: Kind,
    pub customer: CustomerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    pub plan: Plan,
    pub calendar: CalendarName,
    pub channel: Channel,
    pub severity: Severity,
    pub subject: SafeLine,
    pub body: SafeText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<SignatureRequest>,
    /// The closed ticket that this one goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<LocalId>,
}
