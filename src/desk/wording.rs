//! The words of an act: what a person wrote in it, and where it stands.

use super::action::Change;
use super::signature::{Act, Notice};
use super::text::SafeText;

impl Change {
    /// The text that a person wrote, which must never be lost.
    pub fn text(&self) -> Option<&SafeText> {
        match self {
            Self::Respond { body, .. } | Self::Note { body } => Some(body),
            Self::Call { call, promise } => {
                call.note.as_ref().or_else(|| promise.as_ref().map(|promise| &promise.what))
            }
            Self::Promise { promise } => Some(&promise.what),
            Self::File { request } => Some(&request.body),
            Self::HandOver { note, .. } => note.as_ref(),
            Self::EndEscalation { outcome } => Some(outcome),
            Self::ChangeSeverity { reason, .. }
            | Self::Void { reason }
            | Self::Escalate { reason, .. }
            | Self::ExplainBreach { reason, .. }
            | Self::MovePromise { reason, .. }
            | Self::BreakPromise { reason, .. } => Some(reason),
            Self::Advise { advice, .. } => Some(&advice.what),
            Self::Advance { act, notice } => match (notice, act) {
                (Notice::Sent { body }, _) => Some(body),
                (_, Act::Return { reason } | Act::Reject { reason }) => Some(reason),
                // Without a reason the rules have their own word for it.
                (Notice::Skipped { reason }, _) if !reason.is_blank() => Some(reason),
                _ => None,
            },
            Self::LiftAdvice { notice, .. } => notice.body(),
            Self::Acknowledge
            | Self::Assign { .. }
            | Self::WaitForCustomer
            | Self::Resolve
            | Self::Reopen
            | Self::Merge { .. }
            | Self::Accept
            | Self::LinkSender { .. }
            | Self::NameContact { .. }
            | Self::CorrectContract { .. }
            | Self::KeepPromise { .. } => None,
        }
    }

    /// Everything that a person wrote in it, as one text; empty if that is nothing.
    pub fn words(&self) -> String {
        let others = match self {
            Self::Call { call, promise } if call.note.is_some() => promise.as_ref().map(|it| it.what.raw()),
            Self::Escalate { wish, .. } => Some(wish.raw()),
            Self::Advise { notice, .. } => notice.body().map(SafeText::raw),
            Self::Advance {
                act: Act::Return { reason } | Act::Reject { reason },
                notice: Notice::Sent { .. },
            } => Some(reason.raw()),
            _ => None,
        };
        let subject = match self {
            Self::File { request } => Some(request.subject.raw()),
            _ => None,
        };
        let all: Vec<&str> =
            subject.into_iter().chain(self.text().map(SafeText::raw)).chain(others).collect();
        all.join("\n\n")
    }

    /// Where [`Self::text`] stands in the change, as an error names it.
    pub fn text_field(&self) -> &'static str {
        match self {
            Self::Call { call, .. } if call.note.is_some() => "call.note",
            Self::Call { .. } | Self::Promise { .. } => "promise.what",
            Self::File { .. } => "request.body",
            Self::HandOver { .. } => "note",
            Self::EndEscalation { .. } => "outcome",
            Self::ChangeSeverity { .. }
            | Self::Void { .. }
            | Self::Escalate { .. }
            | Self::ExplainBreach { .. }
            | Self::MovePromise { .. }
            | Self::BreakPromise { .. } => "reason",
            Self::Advise { .. } => "advice.what",
            Self::LiftAdvice { .. } | Self::Advance { notice: Notice::Sent { .. }, .. } => "notice.body",
            Self::Advance { act: Act::Return { .. } | Act::Reject { .. }, .. } => "act.reason",
            Self::Advance { .. } => "notice.reason",
            _ => "body",
        }
    }
}
