//! The way of a request: which step may follow which, who may take it, and what the customer hears of it.
//!
//! `received → gate → specialists → accelerated publication → customer informed → verified`. The specialists may send
//! a request back for more data, and a fix that does not hold sends it back to them. A rejected request stays where it
//! was: the detection is right.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::action::{Change, Refusal, opening, respond_with};
use crate::desk::conversation::{ResponseKind, Who};
use crate::desk::fact::What;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::{Kind, Status, Ticket};

use super::progress::Way;
use super::request::Step;

/// What is done to a request at a step of its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// The object was scanned again with the latest databases, and the verdict was the same.
    PassGate {
        /// The databases in use at the customer's.
        bases: SafeLine,
        /// What scanning again gave.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rescan: Option<SafeText>,
    },
    HandToSpecialists,
    /// More data is needed, or the fix did not hold.
    Return {
        reason: SafeText,
    },
    /// The detection is right.
    Reject {
        reason: SafeText,
    },
    /// Databases came out that put it right.
    Publish {
        bases: SafeLine,
    },
    Inform,
    /// The customer has seen the fix work.
    Verify,
}

/// [`Act`] without what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    PassGate,
    HandToSpecialists,
    Return,
    Reject,
    Publish,
    Inform,
    Verify,
}

impl Move {
    pub const ALL: [Self; 7] = [
        Self::PassGate,
        Self::HandToSpecialists,
        Self::Return,
        Self::Reject,
        Self::Publish,
        Self::Inform,
        Self::Verify,
    ];

    /// Whether the group of specialists may do it: what it finds, never what the customer is told.
    pub fn is_for_specialists(self) -> bool {
        match self {
            Self::Return | Self::Reject | Self::Publish => true,
            Self::PassGate | Self::HandToSpecialists | Self::Inform | Self::Verify => false,
        }
    }

    /// What a public notice of it is worth to the response clock.
    pub fn says(self) -> ResponseKind {
        match self {
            Self::PassGate | Self::HandToSpecialists | Self::Verify => ResponseKind::Interim,
            Self::Return => ResponseKind::InformationRequest,
            Self::Reject | Self::Publish | Self::Inform => ResponseKind::Solution,
        }
    }
}

impl Act {
    pub fn kind(&self) -> Move {
        match self {
            Self::PassGate { .. } => Move::PassGate,
            Self::HandToSpecialists => Move::HandToSpecialists,
            Self::Return { .. } => Move::Return,
            Self::Reject { .. } => Move::Reject,
            Self::Publish { .. } => Move::Publish,
            Self::Inform => Move::Inform,
            Self::Verify => Move::Verify,
        }
    }

    /// What must be said for it to be a record.
    fn is_told_whole(&self) -> bool {
        match self {
            Self::Return { reason } | Self::Reject { reason } => !reason.is_blank(),
            Self::PassGate { bases, .. } | Self::Publish { bases } => !bases.is_blank(),
            Self::HandToSpecialists | Self::Inform | Self::Verify => true,
        }
    }
}

/// What the customer hears of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Notice {
    /// This, in public.
    Sent { body: SafeText },
    /// Nothing, on purpose.
    Skipped { reason: SafeText },
    /// Nothing yet: a specialist writes to no customer, the desk does.
    LeftToDesk,
}

impl Notice {
    pub fn body(&self) -> Option<&SafeText> {
        match self {
            Self::Sent { body } => Some(body),
            Self::Skipped { .. } | Self::LeftToDesk => None,
        }
    }

    /// What a person wrote in it: to the customer, or why it is not told.
    pub fn words(&self) -> Option<&SafeText> {
        match self {
            Self::Sent { body } => Some(body),
            Self::Skipped { reason } => Some(reason).filter(|reason| !reason.is_blank()),
            Self::LeftToDesk => None,
        }
    }
}

/// The same, as it is recorded: the words themselves are a message of the conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Told {
    Sent,
    Skipped { reason: SafeText },
    LeftToDesk,
}

impl From<&Notice> for Told {
    fn from(notice: &Notice) -> Self {
        match notice {
            Notice::Sent { .. } => Self::Sent,
            Notice::Skipped { reason } => Self::Skipped { reason: reason.clone() },
            Notice::LeftToDesk => Self::LeftToDesk,
        }
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Stepped {
    pub act: Act,
    /// Where the request stands after it.
    pub to: Step,
    pub way: Way,
    pub told: Told,
}

/// Where a request stands after a move, or why it may not be made there.
pub fn next(step: Step, way: Way, act: Move) -> Result<(Step, Way), Refusal> {
    if way == Way::Rejected {
        return Err(Refusal::RequestRejected);
    }
    match (step, act) {
        (Step::Received, Move::PassGate) => Ok((Step::Gate, Way::Underway)),
        (Step::Gate, Move::HandToSpecialists) => Ok((Step::Specialists, Way::Underway)),
        (Step::Specialists, Move::Return) => Ok((Step::Gate, Way::Returned)),
        (Step::Publication | Step::Informed, Move::Return) => Ok((Step::Specialists, Way::Returned)),
        (Step::Received | Step::Gate | Step::Specialists, Move::Reject) => Ok((step, Way::Rejected)),
        (Step::Specialists, Move::Publish) => Ok((Step::Publication, Way::Underway)),
        (Step::Publication, Move::Inform) => Ok((Step::Informed, Way::Underway)),
        (Step::Informed, Move::Verify) => Ok((Step::Verified, Way::Underway)),
        _ => Err(Refusal::WrongStep { step }),
    }
}

/// Takes a step, with what the customer is told of it.
pub(in crate::desk) fn advance(
    ticket: &Ticket,
    act: &Act,
    notice: &Notice,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let (Some(step), Some(progress)) = (ticket.step, &ticket.progress) else {
        return Err(Refusal::NoSignatureRequest);
    };
    let made = act.kind();
    if !made.is_for_specialists() {
        desk_only(by)?;
    }
    let (mut to, way) = next(step, progress.way, made)?;
    if !act.is_told_whole() {
        return Err(Refusal::EmptyText);
    }
    whole(notice, by)?;
    let is_told = notice.body().is_some();
    if made == Move::Publish && is_told {
        // Told of the publication, the customer is informed: nobody is told twice.
        to = Step::Informed;
    }
    let stepped = What::Stepped(Box::new(Stepped { act: act.clone(), to, way, told: notice.into() }));
    let mut facts = told(ticket, made.says(), notice, vec![stepped], by, at)?;
    // A new ticket is opened by its first step.
    let now = if ticket.status == Status::New { Status::Open } else { ticket.status };
    let became = status_after(made, step, is_told, now);
    facts.extend(became.filter(|status| *status != now).map(What::Became));
    Ok(facts)
}

/// Whose move it is after a step.
fn status_after(made: Move, from: Step, is_told: bool, now: Status) -> Option<Status> {
    match made {
        Move::HandToSpecialists => Some(Status::WaitingForLab),
        // The customer was asked for more, or is to try the fix.
        Move::Return if from == Step::Specialists && is_told => Some(Status::WaitingForCustomer),
        Move::Publish if is_told => Some(Status::WaitingForCustomer),
        Move::Inform => Some(Status::WaitingForCustomer),
        Move::Return if from != Step::Specialists => Some(Status::WaitingForLab),
        // What is resolved already stays so.
        Move::Verify if now == Status::Resolved => None,
        Move::PassGate | Move::Return | Move::Reject | Move::Publish | Move::Verify => Some(Status::Open),
    }
}

/// The specialists' whole share of the desk: notes and their own steps, on signature requests and nothing else.
pub(in crate::desk) fn for_specialists(change: &Change, ticket: &Ticket) -> Result<(), Refusal> {
    if ticket.kind != Kind::SignatureRequest {
        return Err(Refusal::NoSignatureRequest);
    }
    match change {
        Change::Note { .. } | Change::Advance { .. } => Ok(()),
        _ => Err(Refusal::NotForSpecialists),
    }
}

/// What only the desk's own people do.
pub(super) fn desk_only(by: &Who) -> Result<(), Refusal> {
    match by {
        Who::Specialist(_) => Err(Refusal::NotForSpecialists),
        Who::Manager(_) | Who::Desk | Who::Contact(_) | Who::Stranger(_) => Ok(()),
    }
}

/// A step is never silent by oversight: words, or a reason for none; a specialist leaves them to the desk.
pub(super) fn whole(notice: &Notice, by: &Who) -> Result<(), Refusal> {
    match (notice, by) {
        (Notice::LeftToDesk, Who::Specialist(_)) => Ok(()),
        (_, Who::Specialist(_)) => Err(Refusal::NotForSpecialists),
        (Notice::Sent { body }, _) if body.is_blank() => Err(Refusal::EmptyText),
        (Notice::Skipped { reason }, _) if reason.is_blank() => Err(Refusal::NoReason),
        (Notice::LeftToDesk, _) => Err(Refusal::NoReason),
        (Notice::Sent { .. } | Notice::Skipped { .. }, _) => Ok(()),
    }
}

/// Facts, with the public message after them if there is one.
pub(super) fn told(
    ticket: &Ticket,
    kind: ResponseKind,
    notice: &Notice,
    facts: Vec<What>,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let mut whats: Vec<What> = opening(ticket).collect();
    whats.extend(facts);
    if let Some(body) = notice.body() {
        whats.extend(respond_with(ticket, kind, body, by, at)?);
    }
    Ok(whats)
}
