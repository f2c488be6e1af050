//! Choosing the next step of a signature request.

use crate::app::model::letters::Letter;
use crate::app::model::links::Link;
use crate::app::model::notice::{Deed, Notice};
use crate::app::model::overlay::{Choice, Overlay};
use crate::app::model::state::App;
use crate::app::model::steps::Next;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::Detail;
use crate::app::protocol::form::{About, Label, Offer};
use crate::app::protocol::now::Now;
use crate::app::protocol::purpose::Purpose;
use crate::desk::rules::pipeline::next;
use crate::desk::rules::place::Places;
use crate::desk::rules::refusal::Refusal;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Then;
use crate::desk::ticket::conversation::{ResponseKind, Who};
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::names::{ActionId, TicketId};
use crate::desk::ticket::regrade::Party;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Move, Step};
use std::collections::BTreeSet;

/// Everything that somebody may do next, the recommended first; nothing if the ticket has no pipeline.
pub fn possible(ticket: &Ticket, by: &Who) -> Vec<Next> {
    let (Some(step), Some(progress)) = (ticket.step, &ticket.progress) else { return Vec::new() };
    let is_specialist = matches!(by, Who::Specialist(_));
    let moves = Move::ALL.into_iter().filter(|made| {
        next(step, progress.way, *made).is_ok() && (!is_specialist || made.is_for_specialists())
    });
    let (onward, other): (Vec<Next>, Vec<Next>) =
        moves.map(Next::Step).partition(|it| !matches!(it, Next::Step(Move::Return | Move::Reject)));
    if is_specialist {
        return onward.into_iter().chain(other).collect();
    }
    let mut all = Vec::new();
    let lifts = progress.advice.iter().map(|advice| Next::Lift(advice.kind));
    all.extend(progress.proposes.map(|_critical| Next::Raise));
    // With the fix there, taking the advice back is what is left to do.
    all.extend(lifts.clone().filter(|_| step == Step::Verified));
    all.extend(onward);
    all.extend((step == Step::Received && !progress.is_over(step)).then_some(Next::AskToUpdate));
    all.extend(other);
    all.extend((!progress.is_over(step)).then_some(Next::Advise));
    all.extend(lifts.filter(|_| step != Step::Verified));
    all
}

impl App {
    /// Asks what is done next to the target's request.
    pub(in crate::app) fn next_step(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        self.offer_steps(id, None, now)
    }

    /// Offers what may be done next, with one of it marked.
    pub(in crate::app) fn offer_steps(
        &mut self,
        id: TicketId,
        marked: Option<Next>,
        now: Now,
    ) -> Vec<Effect> {
        let Some(ticket) = self.ticket(&id) else { return self.no_ticket(now) };
        if ticket.progress.is_none() {
            return self.rule_says_no(id, Deed::Step(Move::PassGate), Refusal::NoSignatureRequest, now);
        }
        let ticket = self.expected(&id, ticket);
        let possible = possible(&ticket, &self.author_on(&id));
        if possible.is_empty() {
            self.notices.tell(Notice::NothingNext { ticket: id }, now);
            return Vec::new();
        }
        // What is told speaks of the request itself.
        let unread = self.details.get(&id).is_none();
        let effects = unread.then(|| self.details.ask(&id)).flatten().into_iter().collect();
        let kept = self.link(&id.backend).map_or(Places::ALL, |link| link.capabilities().steps);
        let is_kept = |next: &Next| match (next, ticket.step) {
            (Next::Step(made), Some(step)) => kept.allow(step, *made),
            _ => true,
        };
        let (possible, barred): (Vec<Next>, Vec<Next>) = possible.into_iter().partition(is_kept);
        self.overlay = Some(Overlay::Choice(Choice::next_step(id, &possible, barred.into_iter(), marked)));
        effects
    }

    pub(in crate::app) fn take_next(
        &mut self,
        id: TicketId,
        chosen: Next,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        match chosen {
            Next::Step(made) => {
                let mut effects = self.open_form_of(About::Step(made), id, fresh, now);
                effects.extend(self.read_also_moved());
                effects
            }
            Next::AskToUpdate => self.ask_to_update(id, fresh, now),
            Next::Advise => self.open_form_of(About::Advise, id, fresh, now),
            Next::Lift(kind) => {
                let effects = self.open_form_of(About::LiftAdvice, id, fresh, now);
                if let Some(Overlay::Form(form)) = &mut self.overlay {
                    form.mark(Label::AdviceKind, |offer| *offer == Offer::Advice(kind));
                }
                self.letter_follows_choice(now);
                effects
            }
            Next::Raise => {
                let effects = self.open_form_of(About::Severity, id, fresh, now);
                if let Some(Overlay::Form(form)) = &mut self.overlay {
                    form.mark(Label::Severity, |offer| *offer == Offer::Severity(Severity::Critical));
                    // The customer asked for less.
                    form.mark(Label::AskedBy, |offer| *offer == Offer::Party(Party::Desk));
                }
                effects
            }
        }
    }

    /// Reads the other requests of the open form, so that each letter names its own object.
    fn read_also_moved(&mut self) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = &self.overlay else { return Vec::new() };
        let unread: Vec<TicketId> =
            form.also.iter().filter(|id| self.details.get(id).is_none()).cloned().collect();
        unread.iter().filter_map(|id| self.details.ask(id)).collect()
    }

    /// Opens a response that asks to update, to scan again, and for everything that is missing.
    fn ask_to_update(&mut self, id: TicketId, fresh: ActionId, now: Now) -> Vec<Effect> {
        let text = self.letter(Letter::Update, &id, self.language_on(&id), now);
        let purpose =
            Purpose::Respond { kind: ResponseKind::InformationRequest, then: Then::WaitForCustomer };
        self.start_writing_with(id, purpose, text, fresh, now)
    }

    /// Who we are on the backend of a ticket.
    pub(in crate::app) fn author_on(&self, id: &TicketId) -> Who {
        self.link(&id.backend).map_or(Who::Desk, Link::author)
    }

    /// The language in which whoever filed a ticket is written to.
    pub fn language_on(&self, id: &TicketId) -> Language {
        let ticket = self.ticket(id);
        let customer = ticket.and_then(|ticket| self.customer_of(ticket, &id.backend));
        let contact = ticket.and_then(|ticket| customer?.contact(ticket.contact.as_ref()?));
        let language = contact.and_then(|contact| contact.language);
        language.or(customer.map(|customer| customer.language)).unwrap_or_default()
    }

    /// The tickets that a publication moves with this one: the marked ones, else all about the same object.
    pub(in crate::app) fn moved_with(&self, id: &TicketId) -> Vec<TicketId> {
        if self.acts_on_marks() {
            return self.marks.ids().filter(|marked| *marked != id).cloned().collect();
        }
        let of = |ticket: &Ticket| {
            let progress = ticket.progress.as_deref()?;
            Some((progress.sha256.clone()?, progress.verdict))
        };
        let Some(object) = self.ticket(id).and_then(of) else { return Vec::new() };
        let queue = &self.queues.queue;
        let others =
            queue.tickets().filter(|(backend, ticket)| **backend == id.backend && ticket.id != id.local);
        let same = others.filter(|(_, ticket)| {
            let can = ticket.step.zip(ticket.progress.as_deref());
            of(ticket).as_ref() == Some(&object)
                && can.is_some_and(|(step, progress)| next(step, progress.way, Move::Publish).is_ok())
        });
        same.map(|(backend, ticket)| TicketId { backend: backend.clone(), local: ticket.id.clone() })
            .collect()
    }

    /// The languages of several tickets' customers, each once.
    pub(in crate::app) fn languages_on<'a>(&self, ids: impl Iterator<Item = &'a TicketId>) -> Vec<Language> {
        let mut languages: Vec<Language> = Vec::new();
        for id in ids.collect::<BTreeSet<_>>() {
            let language = self.language_on(id);
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        languages
    }

    /// Copies the SHA-256 of the target's object.
    pub(in crate::app) fn copy_hash(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let known = self.ticket(&id).and_then(|ticket| ticket.progress.as_ref()?.sha256.clone());
        let asked = self.details.get(&id).and_then(Detail::signature);
        if let Some(hash) = known.or_else(|| asked?.sha256.clone()) {
            return vec![Effect::Copy(hash.as_str().to_owned())];
        }
        self.notices.tell(Notice::NoHash { ticket: id }, now);
        Vec::new()
    }
}
