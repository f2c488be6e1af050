//! What a person does to a ticket, as a value.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeText;
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::conversation::ResponseKind;
use crate::desk::ticket::customer::{Contact, Contract};
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::names::{ActionId, ContactId, LocalId, ManagerId, TicketId};
use crate::desk::ticket::phone::PhoneCall;
use crate::desk::ticket::promise::Given;
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::request::Request;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Act, AdviceKind, Advised, Notice};
use crate::desk::ticket::status::Version;

/// One act of one person on one ticket: the same value from the key press to the database row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub id: ActionId,
    pub ticket: TicketId,
    /// The version that its author had before the eyes.
    pub seen: Version,
    /// When it was made, by the console's clock (UTC); the backend's clock decides what counts.
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub made_at: DateTime<Utc>,
    pub change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    Acknowledge,
    Assign {
        to: ManagerId,
    },
    Respond {
        kind: ResponseKind,
        body: SafeText,
        #[serde(default)]
        then: Then,
    },
    Note {
        body: SafeText,
    },
    WaitForCustomer,
    Resolve,
    Reopen,
    /// Files a ticket: the only one that is about no ticket yet. A backend takes it where tickets are filed.
    File {
        request: Box<Request>,
    },
    /// Logs a call, with what was promised in it.
    Call {
        call: Box<PhoneCall>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<Box<Given>>,
    },
    /// A test, a duplicate, spam: not counted in the figures, whatever was owed on it.
    Void {
        reason: SafeText,
    },
    /// Ends this ticket: it goes on in another one of the same customer.
    Merge {
        into: LocalId,
    },
    Escalate {
        level: Level,
        reason: SafeText,
        wish: SafeText,
    },
    EndEscalation {
        outcome: SafeText,
    },
    /// Gives the ticket to a colleague, who has to accept it.
    HandOver {
        to: ManagerId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<SafeText>,
    },
    /// Accepts what was handed over.
    Accept,
    /// Says which of the named contacts the unknown sender is.
    LinkSender {
        contact: ContactId,
    },
    /// Names the unknown sender as a contact of the customer, in the place of another one if the customer has
    /// named as many as the programme allows.
    NameContact {
        contact: Box<Contact>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<ContactId>,
    },
    /// Puts the customer's contract right; the dues of all its open tickets follow.
    CorrectContract {
        contract: Box<Contract>,
    },
    /// Says why a first response was late; it stays late.
    ExplainBreach {
        cause: Cause,
        reason: SafeText,
    },
    ChangeSeverity {
        to: Severity,
        reason: SafeText,
        asked_by: Party,
        consent: Consent,
    },
    Promise {
        promise: Box<Given>,
    },
    KeepPromise {
        promise: ActionId,
    },
    /// Gives another time to a promise; the old one was broken if it has passed.
    MovePromise {
        promise: ActionId,
        #[serde(deserialize_with = "crate::desk::bounds::instant")]
        due: DateTime<Utc>,
        reason: SafeText,
    },
    /// Gives a promise up.
    BreakPromise {
        promise: ActionId,
        reason: SafeText,
    },
    /// Takes a signature request a step further, or back, with what the customer is told of it.
    Advance {
        act: Act,
        notice: Notice,
    },
    /// Advises what the customer does until the fix is there.
    Advise {
        advice: Box<Advised>,
        notice: Notice,
    },
    /// The customer has taken back what was advised.
    LiftAdvice {
        kind: AdviceKind,
        notice: Notice,
    },
}

/// What becomes of the ticket after a response, in the same step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    #[default]
    Stay,
    WaitForCustomer,
    Resolve,
}

impl Change {
    /// Only these are refused when the ticket moved since the author looked (domain.md, "Sending").
    pub fn is_guarded(&self) -> bool {
        match self {
            Self::Respond { .. }
            | Self::Assign { .. }
            | Self::Resolve
            | Self::Void { .. }
            | Self::Merge { .. }
            | Self::HandOver { .. }
            | Self::ChangeSeverity { .. } => true,
            // What is said to the customer must not cross with what the customer says.
            Self::Advance { notice, .. } | Self::Advise { notice, .. } | Self::LiftAdvice { notice, .. } => {
                notice.body().is_some()
            }
            Self::Acknowledge
            | Self::Note { .. }
            | Self::WaitForCustomer
            | Self::Reopen
            | Self::File { .. }
            | Self::Escalate { .. }
            | Self::EndEscalation { .. }
            | Self::Accept
            | Self::LinkSender { .. }
            | Self::NameContact { .. }
            | Self::CorrectContract { .. }
            | Self::ExplainBreach { .. }
            | Self::Call { .. }
            | Self::Promise { .. }
            | Self::KeepPromise { .. }
            | Self::MovePromise { .. }
            | Self::BreakPromise { .. } => false,
        }
    }

    /// Tells whether it asks for a state and says nothing: asked for twice, it is the same state.
    pub fn is_a_state(&self) -> bool {
        matches!(self, Self::Assign { .. } | Self::WaitForCustomer | Self::Resolve | Self::Reopen)
    }

    /// Tells whether the customer reads it: what was said to a customer can't be unsaid.
    pub fn reaches_the_customer(&self) -> bool {
        match self {
            Self::Respond { .. } => true,
            Self::Advance { notice, .. } | Self::Advise { notice, .. } | Self::LiftAdvice { notice, .. } => {
                notice.body().is_some()
            }
            _ => false,
        }
    }
}
