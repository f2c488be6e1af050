//! A form that is opened again with what its action said.

use crate::app::model::form::Form;
use crate::app::model::state::App;
use crate::app::protocol::form::{About, Label, Offer, Settlement};
use crate::app::protocol::now::Now;
use crate::desk::bounds;
use crate::desk::queue::CustomerKey;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::customer::{Contact, Contract};
use crate::desk::ticket::names::{ContactId, TicketId};
use chrono::{DateTime, Utc};

impl App {
    /// The form that an action was made with, with what it says. `None` if it was made by no form, or what it is about
    /// is not there.
    pub(in crate::app) fn form_of(&self, action: &Action, now: Now) -> Option<Form> {
        let about = About::of(&action.change)?;
        let mut form = match &action.change {
            Change::File { request } => {
                let (backend, customer) = (action.ticket.backend.clone(), request.customer.clone());
                self.filing(&CustomerKey { backend, customer }, request.follows.clone(), action.id, now)?
            }
            _ => self.form(about, &action.ticket, action.id, now)?,
        };
        // One of several is put right by itself.
        form.also = Vec::new();
        form.said = Some(Box::new(action.change.clone()));
        if let Some((label, offer)) = self.offer_of(action) {
            form.choose(label, &offer);
        }
        form.refill(&action.change, self.settings.reader_zone);
        Some(form)
    }
}

impl App {
    /// What an open form makes anew, and the form as that fills it in.
    pub(in crate::app) fn said_before<'a>(&self, form: &'a Form, now: Now) -> Option<(&'a Change, Form)> {
        let said = form.said.as_deref()?;
        let (id, ticket, change) = (form.id, form.ticket.clone(), said.clone());
        let action = Action { id, ticket, seen: form.seen, made_at: form.began_at, change };
        let as_said = self.form_of(&action, now).filter(|as_said| as_said.about == form.about)?;
        Some((said, as_said))
    }

    /// Whom or what of the desk an action names. It may not be offered to a new one: another would be chosen in its
    /// place.
    fn offer_of(&self, action: &Action) -> Option<(Label, Offer)> {
        let backend = &action.ticket.backend;
        Some(match &action.change {
            Change::HandOver { to, .. } => {
                let name = self.manager(backend, to).map(|manager| manager.name.clone());
                let name = name.unwrap_or_else(|| SafeLine::from(to.as_str()));
                (Label::To, Offer::Manager { id: to.clone(), name })
            }
            Change::Merge { into } => {
                let id = TicketId { backend: backend.clone(), local: into.clone() };
                let subject = self.ticket(&id).map(|ticket| ticket.subject.clone()).unwrap_or_default();
                (Label::Into, Offer::Ticket { id: into.clone(), subject })
            }
            Change::KeepPromise { promise: id }
            | Change::MovePromise { promise: id, .. }
            | Change::BreakPromise { promise: id, .. } => {
                let ticket = self.ticket(&action.ticket)?;
                let known = ticket.course().promises.iter().find(|promise| promise.id == *id);
                let (what, due) = known.map_or_else(
                    || (SafeText::default(), action.made_at),
                    |promise| (promise.what.clone(), promise.due),
                );
                (Label::Which, Offer::Promise { id: *id, what, due })
            }
            _ => return None,
        })
    }
}

impl About {
    /// The form that makes a change.
    pub fn of(change: &Change) -> Option<Self> {
        match change {
            Change::File { .. } => Some(Self::File),
            Change::Call { .. } => Some(Self::Call),
            Change::ChangeSeverity { .. } => Some(Self::Severity),
            Change::Promise { .. } => Some(Self::Promise),
            Change::KeepPromise { .. } | Change::MovePromise { .. } | Change::BreakPromise { .. } => {
                Some(Self::SettlePromise)
            }
            Change::Escalate { .. } => Some(Self::Escalate),
            Change::EndEscalation { .. } => Some(Self::EndEscalation),
            Change::HandOver { .. } => Some(Self::HandOver),
            Change::Merge { .. } => Some(Self::Merge),
            Change::Void { .. } => Some(Self::Void),
            Change::LinkSender { .. } | Change::NameContact { .. } => Some(Self::Sender),
            Change::CorrectContract { .. } => Some(Self::Contract),
            Change::ExplainBreach { .. } => Some(Self::Breach),
            Change::Advance { act, .. } => Some(Self::Step(act.kind())),
            Change::Advise { .. } => Some(Self::Advise),
            Change::LiftAdvice { .. } => Some(Self::LiftAdvice),
            Change::Acknowledge
            | Change::Assign { .. }
            | Change::Accept
            | Change::Respond { .. }
            | Change::Note { .. }
            | Change::WaitForCustomer
            | Change::Resolve
            | Change::Reopen => None,
        }
    }
}

impl Form {
    pub(in crate::app) fn write_contract(&mut self, contract: &Contract) {
        self.write(Label::Number, contract.number.shown());
        self.write(Label::FirstDay, &contract.from.to_string());
        self.write(Label::LastDay, &contract.to.to_string());
        self.write(Label::Licence, contract.licence.as_ref().map_or("", SafeLine::shown));
    }

    /// Writes into the entries what a change says.
    fn refill(&mut self, change: &Change, zone: crate::desk::sla::Tz) {
        let time = |at: DateTime<Utc>| bounds::there(at, &zone).format("%Y-%m-%d %H:%M").to_string();
        match change {
            Change::File { request } => {
                self.choose(Label::Caller, &caller(request.contact.as_ref()));
                self.write(Label::Name, request.from.as_ref().map_or("", SafeLine::shown));
                self.choose(Label::Kind, &Offer::Kind(request.kind));
                self.choose(Label::Severity, &Offer::Severity(request.severity));
                self.choose(Label::Follows, &Offer::Follows(request.follows.clone()));
                self.write(Label::Subject, request.subject.shown());
                self.write(Label::Body, request.body.shown());
            }
            Change::Call { call, promise } => {
                self.choose(Label::Caller, &caller(call.contact.as_ref()));
                self.choose(Label::Direction, &Offer::Direction(call.direction));
                self.choose(Label::Outcome, &Offer::Outcome(call.outcome));
                self.write(Label::When, &time(call.occurred_at));
                self.write(Label::Note, call.note.as_ref().map_or("", SafeText::shown));
                if let Some(promise) = promise {
                    self.write(Label::Promise, promise.what.shown());
                    self.write(Label::Until, &time(promise.due));
                }
            }
            Change::ChangeSeverity { to, reason, asked_by, consent } => {
                self.choose(Label::Severity, &Offer::Severity(*to));
                self.choose(Label::AskedBy, &Offer::Party(*asked_by));
                self.choose(Label::Consent, &Offer::Consent(*consent));
                self.write(Label::Reason, reason.shown());
            }
            Change::Escalate { level, reason, wish } => {
                self.choose(Label::Level, &Offer::Level(*level));
                self.write(Label::Reason, reason.shown());
                self.write(Label::Wish, wish.shown());
            }
            Change::ExplainBreach { cause, reason } => {
                self.choose(Label::Cause, &Offer::Cause(*cause));
                self.write(Label::Reason, reason.shown());
            }
            Change::EndEscalation { outcome } => self.write(Label::Answer, outcome.shown()),
            // To whom, into what, and which promise: chosen with what the desk knows of them.
            Change::HandOver { note, .. } => {
                self.write(Label::Note, note.as_ref().map_or("", SafeText::shown));
            }
            Change::Merge { .. } => {}
            Change::KeepPromise { .. } => {
                self.choose(Label::Settlement, &Offer::Settlement(Settlement::Kept));
            }
            Change::Void { reason } => self.write(Label::Reason, reason.shown()),
            Change::LinkSender { contact } => {
                self.choose(Label::Caller, &caller(Some(contact)));
            }
            Change::NameContact { contact, replaces } => {
                self.choose(Label::Caller, &Offer::NotNamed);
                self.write(Label::Name, contact.name.shown());
                self.write(Label::Email, contact.email.as_ref().map_or("", SafeLine::shown));
                self.write(Label::Phone, contact.phone.as_ref().map_or("", SafeLine::shown));
                let place = replaces.as_ref().map(|id| (id.clone(), SafeLine::from(id.as_str())));
                self.choose(Label::Replaces, &Offer::Replaces(place));
            }
            Change::CorrectContract { contract } => self.write_contract(contract),
            Change::Promise { promise } => {
                self.write(Label::Promise, promise.what.shown());
                self.write(Label::Until, &time(promise.due));
            }
            Change::MovePromise { due, reason, .. } => {
                self.choose(Label::Settlement, &Offer::Settlement(Settlement::Moved));
                self.write(Label::Until, &time(*due));
                self.write(Label::Reason, reason.shown());
            }
            Change::BreakPromise { reason, .. } => {
                self.choose(Label::Settlement, &Offer::Settlement(Settlement::Broken));
                self.write(Label::Reason, reason.shown());
            }
            change => self.refill_step(change, time),
        }
    }
}

/// Who called, as far as the change says it: what else is known of them stands in the offer, if there still is one.
fn caller(contact: Option<&ContactId>) -> Offer {
    contact.map_or(Offer::NotNamed, |id| {
        Offer::Contact(Box::new(Contact {
            id: id.clone(),
            name: SafeLine::from(id.as_str()),
            role: None,
            email: None,
            phone: None,
            language: None,
            zone: None,
        }))
    })
}
