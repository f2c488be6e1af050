//! What forms and their entries are called.

use crate::app::protocol::form::{About, Label};
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::signature::Move;

/// Columns of the labels: the longest of both languages.
pub const LABELS: u16 = 13;

/// What a form is about, as a word of the list of sentences.
pub fn title(about: About) -> &'static str {
    match about {
        About::File => "form-file",
        About::Call => "form-call",
        About::Severity => "form-severity",
        About::Promise => "form-promise",
        About::SettlePromise => "form-settle-promise",
        About::Escalate => "form-escalate",
        About::Breach => "form-breach",
        About::EndEscalation => "form-end-escalation",
        About::HandOver => "form-hand-over",
        About::Merge => "form-merge",
        About::Void => "form-void",
        About::Sender => "form-sender",
        About::Contract => "form-contract",
        About::Step(Move::PassGate) => "next-gate",
        About::Step(Move::HandToSpecialists) => "next-specialists",
        About::Step(Move::Return) => "next-return",
        About::Step(Move::Reject) => "next-reject",
        About::Step(Move::Publish) => "next-publish",
        About::Step(Move::Inform) => "next-inform",
        About::Step(Move::Verify) => "next-verify",
        About::Advise => "next-advise",
        About::LiftAdvice => "form-lift-advice",
    }
}

pub fn label(label: Label) -> &'static str {
    match label {
        Label::Caller => "form-caller",
        Label::Direction => "form-direction",
        Label::Outcome => "form-outcome",
        Label::When => "form-when",
        Label::Note => "form-note",
        Label::Promise => "form-what",
        Label::Until => "form-until",
        Label::Severity => "form-to",
        Label::AskedBy => "form-asked-by",
        Label::Consent => "form-consent",
        Label::Cause => "form-cause",
        Label::Reason => "form-reason",
        Label::Which => "form-which",
        Label::Settlement => "form-settlement",
        Label::Level => "form-level",
        Label::Wish => "form-wish",
        Label::Answer => "form-answer",
        Label::To => "form-taker",
        Label::Into => "form-into",
        Label::Email => "form-email",
        Label::Phone => "form-phone",
        Label::Replaces => "form-replaces",
        Label::Number => "customer-contract",
        Label::FirstDay => "form-first-day",
        Label::LastDay => "form-last-day",
        Label::Licence => "customer-licence",
        Label::Name => "form-name",
        Label::Kind => "form-kind",
        Label::Subject => "form-subject",
        Label::Body => "form-body",
        Label::Follows => "form-follows",
        Label::Bases => "form-bases",
        Label::Latest => "form-latest",
        Label::Rescan => "form-rescan",
        Label::Told(Language::En) => "form-told-en",
        Label::Told(Language::Fr) => "form-told-fr",
        Label::Untold => "form-untold",
        Label::AdviceKind => "form-advice-kind",
        Label::Advice => "form-advice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text::width;
    use crate::words::Words;

    #[test]
    fn every_label_fits_its_column_in_both_languages() {
        for language in [Language::En, Language::Fr] {
            let words = Words::load(language.into());
            for one in [
                Label::Caller,
                Label::Direction,
                Label::Outcome,
                Label::When,
                Label::Note,
                Label::Promise,
                Label::Until,
                Label::Severity,
                Label::AskedBy,
                Label::Consent,
                Label::Reason,
                Label::Which,
                Label::Settlement,
                Label::Level,
                Label::Wish,
                Label::Answer,
                Label::To,
                Label::Into,
                Label::Email,
                Label::Phone,
                Label::Replaces,
                Label::Number,
                Label::FirstDay,
                Label::LastDay,
                Label::Licence,
                Label::Name,
                Label::Kind,
                Label::Subject,
                Label::Body,
                Label::Follows,
                Label::Bases,
                Label::Latest,
                Label::Rescan,
                Label::Told(Language::En),
                Label::Told(Language::Fr),
                Label::Untold,
                Label::AdviceKind,
                Label::Advice,
            ] {
                let text = words.say(label(one));
                assert!(width(text) <= usize::from(LABELS), "{text}");
            }
        }
    }
}
