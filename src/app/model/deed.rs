//! What kind of act a notice or a row speaks of.

use crate::desk::ticket::change::{Change, Then};
use crate::desk::ticket::signature::Move;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Acknowledge,
    Assign,
    RespondInterim,
    Respond,
    RespondAndWait,
    RespondAndResolve,
    Note,
    WaitForCustomer,
    Resolve,
    Reopen,
    File,
    Void,
    Merge,
    Escalate,
    EndEscalation,
    HandOver,
    Accept,
    LinkSender,
    CorrectContract,
    ExplainBreach,
    Call,
    ChangeSeverity,
    Promise,
    KeepPromise,
    MovePromise,
    BreakPromise,
    Step(Move),
    Advise,
    LiftAdvice,
}

impl From<&Change> for Deed {
    fn from(change: &Change) -> Self {
        match change {
            Change::Acknowledge => Self::Acknowledge,
            Change::Assign { .. } => Self::Assign,
            Change::Respond { then: Then::Resolve, .. } => Self::RespondAndResolve,
            Change::Respond { then: Then::WaitForCustomer, .. } => Self::RespondAndWait,
            Change::Respond { kind, .. } if !kind.is_qualified() => Self::RespondInterim,
            Change::Respond { .. } => Self::Respond,
            Change::Note { .. } => Self::Note,
            Change::WaitForCustomer => Self::WaitForCustomer,
            Change::Resolve => Self::Resolve,
            Change::Reopen => Self::Reopen,
            Change::File { .. } => Self::File,
            Change::Void { .. } => Self::Void,
            Change::Merge { .. } => Self::Merge,
            Change::Escalate { .. } => Self::Escalate,
            Change::EndEscalation { .. } => Self::EndEscalation,
            Change::HandOver { .. } => Self::HandOver,
            Change::Accept => Self::Accept,
            Change::LinkSender { .. } | Change::NameContact { .. } => Self::LinkSender,
            Change::CorrectContract { .. } => Self::CorrectContract,
            Change::ExplainBreach { .. } => Self::ExplainBreach,
            Change::Call { .. } => Self::Call,
            Change::ChangeSeverity { .. } => Self::ChangeSeverity,
            Change::Promise { .. } => Self::Promise,
            Change::KeepPromise { .. } => Self::KeepPromise,
            Change::MovePromise { .. } => Self::MovePromise,
            Change::BreakPromise { .. } => Self::BreakPromise,
            Change::Advance { act, .. } => Self::Step(act.kind()),
            Change::Advise { .. } => Self::Advise,
            Change::LiftAdvice { .. } => Self::LiftAdvice,
        }
    }
}
