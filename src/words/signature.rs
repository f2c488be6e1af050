//! The way of a signature request, as its timeline tells it.

use crate::desk::sla::Tz;
use chrono::{DateTime, Utc};

use crate::app::model::steps::Next;
use crate::desk::ticket::signature::{Act, Advice, AdviceKind, Move, Part, Stepped, Told};

use super::Words;

impl Words {
    /// What may be done next, and what it means.
    pub fn next_step(&self, next: Next) -> (String, &str) {
        let (name, why) = match next {
            Next::Step(Move::PassGate) => ("next-gate", "next-gate-why"),
            Next::Step(Move::HandToSpecialists) => ("next-specialists", "next-specialists-why"),
            Next::Step(Move::Return) => ("next-return", "next-return-why"),
            Next::Step(Move::Reject) => ("next-reject", "next-reject-why"),
            Next::Step(Move::Publish) => ("next-publish", "next-publish-why"),
            Next::Step(Move::Inform) => ("next-inform", "next-inform-why"),
            Next::Step(Move::Verify) => ("next-verify", "next-verify-why"),
            Next::AskToUpdate => ("next-update", "next-update-why"),
            Next::Advise => ("next-advise", "next-advise-why"),
            Next::Lift(AdviceKind::Exclusion) => ("next-end-exclusion", "next-lift-why"),
            Next::Lift(AdviceKind::Isolation) => ("next-end-isolation", "next-lift-why"),
            Next::Raise => ("next-raise", "next-raise-why"),
        };
        (self.say(name).to_owned(), self.say(why))
    }

    /// A step with what it says, and what the customer heard of it.
    pub(super) fn stepped(&self, stepped: &Stepped) -> String {
        let made = self.step_move(stepped.act.kind());
        let text = match &stepped.act {
            Act::PassGate { bases, rescan } => {
                let text = self.say_with("timeline-gate", &[("version", bases.shown().into())]);
                rescan.as_ref().map_or(text.clone(), |rescan| self.pair(&text, rescan.shown()))
            }
            Act::Publish { bases } => {
                self.say_with("timeline-published", &[("version", bases.shown().into())])
            }
            Act::Return { reason } | Act::Reject { reason } => self.pair(made, reason.shown()),
            Act::HandToSpecialists | Act::Inform | Act::Verify => made.to_owned(),
        };
        self.with_told(&text, &stepped.told)
    }

    pub(super) fn advised(&self, advice: &Advice, told: &Told, at: DateTime<Utc>, zone: Tz) -> String {
        let until = self.instant(advice.until, at, zone);
        let variables = [
            ("kind", self.advice_kind(advice.kind).into()),
            ("until", until.into()),
            ("what", advice.what.shown().into()),
        ];
        self.with_told(&self.say_with("timeline-advised", &variables), told)
    }

    pub(super) fn advice_lifted(&self, kind: AdviceKind, told: &Told) -> String {
        let text = self.say_with("timeline-advice-lifted", &[("kind", self.advice_kind(kind).into())]);
        self.with_told(&text, told)
    }

    fn with_told(&self, text: &str, told: &Told) -> String {
        // In brackets: the text may end as a sentence of its own.
        format!("{text} ({})", self.told(told))
    }

    /// What a part is called.
    pub fn part(&self, part: Part) -> &str {
        self.say(Self::part_id(part))
    }

    /// The id of what a part is called; several stand on one line.
    pub fn part_id(part: Part) -> &'static str {
        match part {
            Part::Name => "fact-name",
            Part::Sha256 => "fact-sha256",
            Part::Md5 => "fact-md5",
            Part::Size => "fact-size",
            Part::Detection => "fact-detection",
            Part::Product | Part::Version => "fact-product",
            Part::Component => "fact-component",
            Part::BasesVersion | Part::BasesReleased => "fact-bases",
            Part::Rescan | Part::RescannedAt => "fact-rescan",
            Part::Origin => "fact-origin",
            Part::Purpose => "fact-purpose",
            Part::Container => "fact-container",
            Part::Impact | Part::Application | Part::Machines => "fact-impact",
            Part::FixedBy => "fact-fixed-by",
        }
    }

    /// What the customer heard of a step.
    pub fn told(&self, told: &Told) -> String {
        match told {
            Told::Sent => self.say("told-sent").to_owned(),
            Told::Skipped { reason } => self.say_with("told-skipped", &[("why", reason.shown().into())]),
            Told::LeftToDesk => self.say("told-left-to-desk").to_owned(),
        }
    }
}
