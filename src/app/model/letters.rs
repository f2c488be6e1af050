//! What is proposed to be told to a customer at a step of a signature request: a template, in the customer's language.

use crate::app::model::form::{Entry, Form};
use crate::app::protocol::form::Label;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::signature::{AdviceKind, DetectionVerdict, Move, Step};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    Step(Move),
    /// Please update and scan again, and tell what is missing.
    Update,
    Advise(AdviceKind),
    Lift(AdviceKind),
}

impl Letter {
    /// The template that says it of a ticket.
    pub fn template(self, ticket: &Ticket) -> &'static str {
        match self {
            Self::Step(Move::PassGate) => "databases-checked",
            Self::Step(Move::HandToSpecialists) => "sent-to-specialists",
            Self::Step(Move::Return) if ticket.step > Some(Step::Specialists) => "correction-does-not-hold",
            Self::Step(Move::Return) => "missing-information",
            Self::Step(Move::Reject) => match ticket.progress.as_ref().map(|progress| progress.verdict) {
                Some(DetectionVerdict::FalseNegative | DetectionVerdict::Outbreak) => "no-detection-needed",
                Some(DetectionVerdict::FalsePositive) | None => "detection-confirmed",
            },
            Self::Step(Move::Publish | Move::Inform) => "accelerated-publication",
            Self::Step(Move::Verify) => "request-verified",
            Self::Update => "update-bases",
            Self::Advise(AdviceKind::Exclusion) => "temporary-exclusion",
            Self::Advise(AdviceKind::Isolation) => "temporary-isolation",
            Self::Lift(AdviceKind::Exclusion) => "exclusion-removed",
            Self::Lift(AdviceKind::Isolation) => "isolation-ended",
        }
    }
}

impl Form {
    /// Whether somebody made a proposed letter their own.
    pub fn has_own_letter(&self) -> bool {
        let mut both = self.entries.iter().zip(&self.opened);
        both.any(|(entry, opened)| matches!(entry.label, Label::Told(_)) && entry.says_more_than(opened))
    }

    /// Whether every letter is as it is proposed: neither changed nor cleared.
    pub(in crate::app) fn letters_are_as_proposed(&self) -> bool {
        let mut both = self.entries.iter().zip(&self.opened);
        both.all(|(entry, opened)| {
            !matches!(entry.label, Label::Told(_)) || entry.written() == opened.written()
        })
    }

    /// Puts another proposal in the place of a proposed letter.
    pub(in crate::app) fn propose(&mut self, label: Label, text: &str) {
        for entry in self.entries.iter_mut().chain(&mut self.opened).filter(|entry| entry.label == label) {
            *entry = Entry::line_with(label, text);
        }
    }

    /// Takes what another opening of the same form knows, wherever nobody typed anything.
    pub(in crate::app) fn learn(&mut self, fresh: &Self) {
        for (entry, opened) in self.entries.iter_mut().zip(&mut self.opened) {
            let known = fresh.entry(entry.label).filter(|known| known.is_line());
            if let Some(known) = known.filter(|_| entry.written() == opened.written()) {
                entry.clone_from(known);
                opened.clone_from(known);
            }
        }
    }

    /// Puts an entry back to what stood there when the form was opened.
    pub(in crate::app) fn put_back(&mut self, label: Label) {
        for (entry, opened) in self.entries.iter_mut().zip(&self.opened) {
            if entry.label == label {
                entry.clone_from(opened);
            }
        }
    }
}
