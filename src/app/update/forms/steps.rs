//! The forms of a signature request's steps: what is recorded, and what the customer hears of it.

use crate::app::model::form::{Entry, Flaw, Form, Input, Pick};
use crate::app::model::letters::Letter;
use crate::app::model::links::Link;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::protocol::event::Detail;
use crate::app::protocol::form::{About, Label, Offer};
use crate::app::protocol::now::Now;
use crate::app::update::forms::change::needed;
use crate::desk::rules::bases::{Release, admits};
use crate::desk::rules::contradiction::contradicts;
use crate::desk::rules::refusal::Refusal;
use crate::desk::template::{fill, settle, variables};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Response;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::conversation::{ResponseKind, Who};
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::signature::{Act, AdviceKind, Advised, DetectionVerdict, Move, Notice};

type Made = Result<Change, (Label, Flaw)>;

impl App {
    pub(in crate::app) fn step_entries(
        &self,
        made: Move,
        id: &TicketId,
        also: &[TicketId],
        now: Now,
    ) -> Vec<Entry> {
        let latest = self.link(&id.backend).and_then(Link::latest_bases).map(|latest| latest.version.shown());
        let request = self.details.get(id).and_then(Detail::signature);
        let mut entries = match made {
            Move::PassGate => {
                let told = request.and_then(|request| request.bases_version.as_ref()).map(SafeLine::shown);
                let rescan = request.and_then(|request| request.rescan.as_ref()).map(SafeText::shown);
                let stated = self.link(&id.backend).is_some_and(|link| !link.capabilities().bases);
                let bases = Entry::line_with(Label::Bases, told.unwrap_or_default());
                let latest = stated.then(|| Entry::line(Label::Latest));
                let rescan = Entry::line_with(Label::Rescan, rescan.unwrap_or_default());
                [bases].into_iter().chain(latest).chain([rescan]).collect()
            }
            Move::Publish => {
                let latest = latest.filter(|latest| self.may_have_fixed(id, latest));
                vec![Entry::line_with(Label::Bases, latest.unwrap_or_default())]
            }
            Move::Return | Move::Reject => vec![Entry::line(Label::Reason)],
            Move::HandToSpecialists | Move::Inform | Move::Verify => Vec::new(),
        };
        entries.extend(self.notice_entries(Letter::Step(made), id, also, now));
        entries
    }

    /// Whether nothing that is recorded of a request speaks against databases as its correction.
    fn may_have_fixed(&self, id: &TicketId, version: &str) -> bool {
        let (Some(ticket), Some(detail)) = (self.ticket(id), self.details.get(id)) else { return true };
        let known = self.link(&id.backend).and_then(Link::latest_bases).map(std::slice::from_ref);
        let act = Act::Publish { bases: SafeLine::from(version) };
        let change = Change::Advance { act, notice: Notice::LeftToDesk };
        contradicts(&change, ticket, &detail.facts, known.unwrap_or_default()).is_ok()
    }

    pub(in crate::app) fn advice_entries(&self, id: &TicketId, now: Now) -> Vec<Entry> {
        // What is not detected must not spread; what is detected and harmless must run.
        let verdict = self.ticket(id).and_then(|ticket| Some(ticket.progress.as_ref()?.verdict));
        let kind = match verdict {
            Some(DetectionVerdict::FalseNegative | DetectionVerdict::Outbreak) => AdviceKind::Isolation,
            Some(DetectionVerdict::FalsePositive) | None => AdviceKind::Exclusion,
        };
        let mut kinds = Pick::of(AdviceKind::ALL.map(Offer::Advice));
        kinds.mark(|offer| *offer == Offer::Advice(kind));
        let mut entries = vec![
            Entry { label: Label::AdviceKind, input: Input::Pick(kinds) },
            Entry::line(Label::Advice),
            Entry::line(Label::Until),
        ];
        entries.extend(self.notice_entries(Letter::Advise(kind), id, &[], now));
        entries
    }

    pub(in crate::app) fn lift_entries(&self, id: &TicketId, now: Now) -> Vec<Entry> {
        let open = self.ticket(id).and_then(|ticket| ticket.progress.as_deref());
        let kinds: Vec<AdviceKind> =
            open.into_iter().flat_map(|progress| &progress.advice).map(|advice| advice.kind).collect();
        let letter = Letter::Lift(kinds.first().copied().unwrap_or_default());
        let mut entries = vec![Entry::pick(Label::AdviceKind, kinds.into_iter().map(Offer::Advice))];
        entries.extend(self.notice_entries(letter, id, &[], now));
        entries
    }

    /// What a step's form could not know when it was opened stands there as soon as the request is read.
    pub(in crate::app) fn step_form_learns(&mut self, id: &TicketId, now: Now) {
        let Some(Overlay::Form(form)) = &self.overlay else { return };
        let is_step = matches!(form.about, About::Step(_) | About::Advise | About::LiftAdvice);
        // What is made anew says what it said.
        if !is_step || form.ticket != *id || form.said.is_some() {
            return;
        }
        let Some(fresh) = self.form(form.about, id, form.id, now) else { return };
        if let Some(Overlay::Form(form)) = &mut self.overlay {
            form.learn(&fresh);
        }
        self.letter_follows_choice(now);
    }

    /// New databases are proposed where none were to be: what stands there already is not changed under somebody's hands.
    pub(in crate::app) fn bases_form_learns(&mut self, backend: &BackendId, now: Now) {
        let Some(Overlay::Form(form)) = &self.overlay else { return };
        let is_empty = form.entry(Label::Bases).is_some() && form.text(Label::Bases).is_none();
        if is_empty && form.ticket.backend == *backend {
            let id = form.ticket.clone();
            self.step_form_learns(&id, now);
        }
    }

    /// A proposed letter speaks of what is chosen: an exclusion, or an isolation.
    pub(in crate::app) fn letter_follows_choice(&mut self, now: Now) {
        let Some(Overlay::Form(form)) = &self.overlay else { return };
        let letter = match form.about {
            About::Advise => Letter::Advise(advice_kind(form)),
            About::LiftAdvice => Letter::Lift(advice_kind(form)),
            _ => return,
        };
        if !form.letters_are_as_proposed() {
            return;
        }
        let languages = form.entries.iter().filter_map(|entry| match entry.label {
            Label::Told(language) => Some(language),
            _ => None,
        });
        let letters: Vec<(Label, String)> = languages
            .map(|language| (Label::Told(language), self.letter(letter, &form.ticket, language, now)))
            .filter(|(label, text)| form.text(*label) != Some(text.trim()))
            .collect();
        let Some(Overlay::Form(form)) = &mut self.overlay else { return };
        for (label, text) in letters {
            form.propose(label, &text);
        }
    }

    /// What is told in each language that is needed, or why nothing; a specialist tells nobody.
    fn notice_entries(&self, letter: Letter, id: &TicketId, also: &[TicketId], now: Now) -> Vec<Entry> {
        if let Who::Specialist(_) = self.author_on(id) {
            return Vec::new();
        }
        let languages = self.languages_on([id].into_iter().chain(also));
        let languages = if self.would_end_a_clock(letter, id) { Vec::new() } else { languages };
        let told = languages.into_iter().map(|language| {
            // For several, each ticket's own names are filled in when it is sent.
            let text = match also {
                [] => self.letter(letter, id, language, now),
                _ => self.open_letter(letter, id, language),
            };
            Entry::line_with(Label::Told(language), &text)
        });
        told.chain([Entry::line(Label::Untold)]).collect()
    }

    /// Whether a notice that is no answer would count as one: its backend does not tell them apart.
    fn would_end_a_clock(&self, letter: Letter, id: &TicketId) -> bool {
        let is_owed = self.ticket(id).is_some_and(|ticket| matches!(ticket.response, Response::Owed(_)));
        let is_told_apart = self.link(&id.backend).is_none_or(|link| link.capabilities().interim);
        let kind = match letter {
            Letter::Step(made) => made.says(),
            Letter::Update => ResponseKind::InformationRequest,
            Letter::Advise(_) | Letter::Lift(_) => ResponseKind::Interim,
        };
        is_owed && !is_told_apart && !kind.is_qualified()
    }

    /// The change that a step's form makes of one of its tickets.
    pub(in crate::app) fn step_of(&self, form: &Form, made: Move, id: &TicketId, now: Now) -> Made {
        let act = match made {
            Move::PassGate if form.entry(Label::Latest).is_some() && form.text(Label::Latest).is_none() => {
                return Err((Label::Latest, Flaw::Empty));
            }
            Move::PassGate => Act::PassGate {
                bases: SafeLine::from(needed(form, Label::Bases)?.raw()),
                rescan: form.text(Label::Rescan).map(SafeText::from),
            },
            Move::HandToSpecialists => Act::HandToSpecialists,
            Move::Return => Act::Return { reason: needed(form, Label::Reason)? },
            Move::Reject => Act::Reject { reason: needed(form, Label::Reason)? },
            Move::Publish => Act::Publish { bases: SafeLine::from(needed(form, Label::Bases)?.raw()) },
            Move::Inform => Act::Inform,
            Move::Verify => Act::Verify,
        };
        Ok(Change::Advance { act, notice: self.notice_of(form, id, now)? })
    }

    pub(in crate::app) fn advice_of(&self, form: &Form, now: Now) -> Made {
        let advice = Advised {
            kind: advice_kind(form),
            what: needed(form, Label::Advice)?,
            until: self.until(form, now)?,
        };
        Ok(Change::Advise { advice: Box::new(advice), notice: self.notice_of(form, &form.ticket, now)? })
    }

    pub(in crate::app) fn lift_of(&self, form: &Form, now: Now) -> Made {
        Ok(Change::LiftAdvice { kind: advice_kind(form), notice: self.notice_of(form, &form.ticket, now)? })
    }

    /// The words in the language of the ticket's contact, else the reason for none.
    fn notice_of(&self, form: &Form, id: &TicketId, now: Now) -> Result<Notice, (Label, Flaw)> {
        if let Who::Specialist(_) = self.author_on(id) {
            return Ok(Notice::LeftToDesk);
        }
        if let Some(reason) = form.text(Label::Untold) {
            // A proposed letter gives way to a reason; of two things that somebody wrote none goes in silence.
            if form.has_own_letter() {
                return Err((Label::Untold, Flaw::LetterToo));
            }
            return Ok(Notice::Skipped { reason: reason.into() });
        }
        let language = self.language_on(id);
        let text = form.text(Label::Told(language)).ok_or((Label::Untold, Flaw::Empty))?;
        let values = self.values_in(form, id, language, now);
        if variables(&settle(text, &values)).any(|(_, name)| values.get(name).is_none()) {
            return Err((Label::Told(language), Flaw::Unresolved));
        }
        Ok(Notice::Sent { body: fill(text, &values).into() })
    }
}

/// Whether the gate lets a change through, where a person said which databases are the latest.
pub(in crate::app) fn admitted(form: &Form, change: &Change) -> Result<(), Refusal> {
    let Some(stated) = form.text(Label::Latest) else { return Ok(()) };
    admits(change, &Release { version: SafeLine::from(stated), released_at: form.began_at })
}

fn advice_kind(form: &Form) -> AdviceKind {
    match form.chosen(Label::AdviceKind) {
        Some(Offer::Advice(kind)) => *kind,
        _ => AdviceKind::default(),
    }
}

impl Form {
    /// Writes into the entries what a step or an advice says.
    pub(in crate::app) fn refill_step(
        &mut self,
        change: &Change,
        until: impl Fn(chrono::DateTime<chrono::Utc>) -> String,
    ) {
        let notice = match change {
            Change::Advance { act, notice } => {
                match act {
                    Act::PassGate { bases, rescan } => {
                        self.write(Label::Bases, bases.shown());
                        // What was sent had passed.
                        self.write(Label::Latest, bases.shown());
                        self.write(Label::Rescan, rescan.as_ref().map_or("", SafeText::shown));
                    }
                    Act::Publish { bases } => self.write(Label::Bases, bases.shown()),
                    Act::Return { reason } | Act::Reject { reason } => {
                        self.write(Label::Reason, reason.shown());
                    }
                    Act::HandToSpecialists | Act::Inform | Act::Verify => {}
                }
                notice
            }
            Change::Advise { advice, notice } => {
                self.choose(Label::AdviceKind, &Offer::Advice(advice.kind));
                self.write(Label::Advice, advice.what.shown());
                self.write(Label::Until, &until(advice.until));
                notice
            }
            Change::LiftAdvice { kind, notice } => {
                self.choose(Label::AdviceKind, &Offer::Advice(*kind));
                notice
            }
            _ => return,
        };
        let (told, untold) = match notice {
            Notice::Sent { body } => (body.shown(), ""),
            Notice::Skipped { reason } => ("", reason.shown()),
            Notice::LeftToDesk => return,
        };
        for language in [Language::En, Language::Fr] {
            self.write(Label::Told(language), told);
        }
        self.write(Label::Untold, untold);
    }
}
