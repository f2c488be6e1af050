//! The words of an act: what a person wrote in it, and where it stands.

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::change::Change;
use crate::desk::ticket::customer::{Contact, Contract};
use crate::desk::ticket::signature::{Act, Notice};

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
        let subject = match self {
            Self::File { request } => Some(request.subject.raw()),
            _ => None,
        };
        let text = self.text().map(SafeText::raw);
        let all: Vec<&str> = subject.into_iter().chain(text).chain(self.other_words()).collect();
        all.join("\n\n")
    }

    /// What is written beside [`Self::text`].
    fn other_words(&self) -> Vec<&str> {
        match self {
            // The number is the contact's, as the form has it.
            Self::Call { call, promise } if call.note.is_some() => {
                promise.iter().map(|promise| promise.what.raw()).collect()
            }
            Self::File { request } => lines([request.from.as_ref()]),
            Self::Escalate { wish, .. } => vec![wish.raw()],
            Self::NameContact { contact, .. } => {
                let Contact { id: _, name, role, email, phone, language: _, zone: _ } = &**contact;
                lines([Some(name), role.as_ref(), email.as_ref(), phone.as_ref()])
            }
            Self::CorrectContract { contract } => {
                let Contract { number, from: _, to: _, licence } = &**contract;
                lines([Some(number), licence.as_ref()])
            }
            Self::Advise { notice, .. } | Self::LiftAdvice { notice, .. } | Self::Advance { notice, .. } => {
                let act = match self {
                    Self::Advance { act, .. } => words_of(act),
                    _ => Vec::new(),
                };
                let told = notice.words().map(SafeText::raw);
                let text = self.text().map(SafeText::raw);
                act.into_iter().chain(told).filter(|words| Some(*words) != text).collect()
            }
            _ => Vec::new(),
        }
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

fn lines<const N: usize>(lines: [Option<&SafeLine>; N]) -> Vec<&str> {
    lines.into_iter().flatten().map(SafeLine::raw).collect()
}

fn words_of(act: &Act) -> Vec<&str> {
    match act {
        Act::PassGate { bases, rescan } => {
            std::iter::once(bases.raw()).chain(rescan.as_ref().map(SafeText::raw)).collect()
        }
        Act::Return { reason } | Act::Reject { reason } => vec![reason.raw()],
        Act::Publish { bases } => vec![bases.raw()],
        Act::HandToSpecialists | Act::Inform | Act::Verify => Vec::new(),
    }
}
