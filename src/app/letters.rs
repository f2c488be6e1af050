//! What is proposed to be told to a customer at a step of a signature request: a template, in the customer's language.

use crate::desk::template::{Values, fill, settle, variables};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::signature::{AdviceKind, DetectionVerdict, Move, Step};

use super::form::{Entry, Form, Label};
use super::now::Now;
use super::state::App;

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

impl App {
    /// A letter to a ticket's customer, signed, filled in as far as it is known.
    pub(super) fn letter(&self, letter: Letter, id: &TicketId, language: Language, now: Now) -> String {
        let text = self.open_letter(letter, id, language);
        self.about(id, now).map_or_else(|| text.clone(), |about| fill(&text, &Values::of(&about, language)))
    }

    /// The same with its variables open, as it is written for several customers.
    pub(super) fn open_letter(&self, letter: Letter, id: &TicketId, language: Language) -> String {
        let Some(ticket) = self.ticket(id) else { return String::new() };
        let template = self.settings.library.find(letter.template(ticket), &ticket.customer);
        let text = template.as_ref().and_then(|template| template.wording(language));
        let text = text.map_or("", |(_, wording)| wording.text.trim_end());
        [text, self.signature_on(id, language)].join("\n")
    }

    /// What the variables of a form's letter stand for on one of its tickets: what is known of it, and what is typed.
    pub(super) fn values_in(&self, form: &Form, id: &TicketId, language: Language, now: Now) -> Values {
        let about = self.about(id, now);
        let mut values = about.as_ref().map(|about| Values::of(about, language)).unwrap_or_default();
        let typed = [
            ("base", Label::Bases),
            ("base_latest", Label::Latest),
            ("reason", Label::Reason),
            ("missing", Label::Reason),
            ("scope", Label::Advice),
        ];
        for (name, label) in typed {
            if let Some(text) = form.text(label) {
                values = values.with(name, text);
            }
        }
        match (about, self.understood(form, Label::Until, now)) {
            (Some(about), Some(until)) => values.with_instant("until", until, &about, language),
            _ => values,
        }
    }

    /// The variables that are filled in as the letter is sent, each with what will stand there, if that is known.
    pub fn filled_later(&self, form: &Form, now: Now) -> Vec<(String, Option<String>)> {
        if form.text(Label::Untold).is_some() {
            return Vec::new();
        }
        let language = self.language_on(&form.ticket);
        let Some(text) = form.text(Label::Told(language)) else { return Vec::new() };
        let values = self.values_in(form, &form.ticket, language, now);
        let mut later: Vec<(String, Option<String>)> = Vec::new();
        for (_, name) in variables(&settle(text, &values)) {
            if later.iter().all(|(known, _)| known != name) {
                later.push((name.to_owned(), values.get(name).map(str::to_owned)));
            }
        }
        later
    }
}

impl Form {
    /// Whether somebody made a proposed letter their own.
    pub fn has_own_letter(&self) -> bool {
        let mut both = self.entries.iter().zip(&self.opened);
        both.any(|(entry, opened)| matches!(entry.label, Label::Told(_)) && entry.says_more_than(opened))
    }

    /// Whether every letter is as it is proposed: neither changed nor cleared.
    pub(super) fn letters_are_as_proposed(&self) -> bool {
        let mut both = self.entries.iter().zip(&self.opened);
        both.all(|(entry, opened)| {
            !matches!(entry.label, Label::Told(_)) || entry.written() == opened.written()
        })
    }

    /// Puts another proposal in the place of a proposed letter.
    pub(super) fn propose(&mut self, label: Label, text: &str) {
        for entry in self.entries.iter_mut().chain(&mut self.opened).filter(|entry| entry.label == label) {
            *entry = Entry::line_with(label, text);
        }
    }

    /// Takes what another opening of the same form knows, wherever nobody typed anything.
    pub(super) fn learn(&mut self, fresh: &Self) {
        for (entry, opened) in self.entries.iter_mut().zip(&mut self.opened) {
            let known = fresh.entry(entry.label).filter(|known| known.is_line());
            if let Some(known) = known.filter(|_| entry.written() == opened.written()) {
                entry.clone_from(known);
                opened.clone_from(known);
            }
        }
    }

    /// Puts an entry back to what stood there when the form was opened.
    pub(super) fn put_back(&mut self, label: Label) {
        for (entry, opened) in self.entries.iter_mut().zip(&self.opened) {
            if entry.label == label {
                entry.clone_from(opened);
            }
        }
    }
}
