//! A form that is opened again with what its action said.

use crate::app::form::{About, Form, Label, Offer, Settlement};
use crate::app::now::Now;
use crate::app::state::App;
use crate::desk::action::{Action, Change};
use crate::desk::bounds;
use crate::desk::customer::Contract;
use crate::desk::queue::CustomerKey;
use crate::desk::text::{SafeLine, SafeText};
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
        form.refill(&action.change, self.settings.reader_zone);
        Some(form)
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
    pub(super) fn write_contract(&mut self, contract: &Contract) {
        self.write(Label::Number, contract.number.shown());
        self.write(Label::FirstDay, &contract.from.to_string());
        self.write(Label::LastDay, &contract.to.to_string());
        self.write(Label::Licence, contract.licence.as_ref().map_or("", SafeLine::shown));
    }

    /// Writes into the entries what a change says.
    fn refill(&mut self, change: &Change, zone: chrono_tz::Tz) {
        let time = |at: DateTime<Utc>| bounds::there(at, &zone).format("%Y-%m-%d %H:%M").to_string();
        match change {
            Change::File { request } => {
                self.mark(Label::Caller, |offer| {
                    offer.contact().map(|contact| &contact.id) == request.contact.as_ref()
                });
                self.write(Label::Name, request.from.as_ref().map_or("", SafeLine::shown));
                self.mark(Label::Kind, |offer| *offer == Offer::Kind(request.kind));
                self.mark(Label::Severity, |offer| *offer == Offer::Severity(request.severity));
                self.mark(Label::Follows, |offer| *offer == Offer::Follows(request.follows.clone()));
                self.write(Label::Subject, request.subject.shown());
                self.write(Label::Body, request.body.shown());
            }
            Change::Call { call, promise } => {
                self.mark(Label::Caller, |offer| {
                    offer.contact().map(|contact| &contact.id) == call.contact.as_ref()
                });
                self.mark(Label::Direction, |offer| *offer == Offer::Direction(call.direction));
                self.mark(Label::Outcome, |offer| *offer == Offer::Outcome(call.outcome));
                self.write(Label::When, &time(call.occurred_at));
                self.write(Label::Note, call.note.as_ref().map_or("", SafeText::shown));
                if let Some(promise) = promise {
                    self.write(Label::Promise, promise.what.shown());
                    self.write(Label::Until, &time(promise.due));
                }
            }
            Change::ChangeSeverity { to, reason, asked_by, consent } => {
                self.mark(Label::Severity, |offer| *offer == Offer::Severity(*to));
                self.mark(Label::AskedBy, |offer| *offer == Offer::Party(*asked_by));
                self.mark(Label::Consent, |offer| *offer == Offer::Consent(*consent));
                self.write(Label::Reason, reason.shown());
            }
            Change::Escalate { level, reason, wish } => {
                self.mark(Label::Level, |offer| *offer == Offer::Level(*level));
                self.write(Label::Reason, reason.shown());
                self.write(Label::Wish, wish.shown());
            }
            Change::ExplainBreach { cause, reason } => {
                self.mark(Label::Cause, |offer| *offer == Offer::Cause(*cause));
                self.write(Label::Reason, reason.shown());
            }
            Change::EndEscalation { outcome } => self.write(Label::Answer, outcome.shown()),
            Change::HandOver { to, note } => {
                self.mark(Label::To, |offer| matches!(offer, Offer::Manager { id, .. } if id == to));
                self.write(Label::Note, note.as_ref().map_or("", SafeText::shown));
            }
            Change::Merge { into } => {
                self.mark(Label::Into, |offer| matches!(offer, Offer::Ticket { id, .. } if id == into));
            }
            Change::Void { reason } => self.write(Label::Reason, reason.shown()),
            Change::LinkSender { contact } => {
                self.mark(Label::Caller, |offer| offer.contact().is_some_and(|known| known.id == *contact));
            }
            Change::NameContact { contact, replaces } => {
                self.mark(Label::Caller, |offer| *offer == Offer::NotNamed);
                self.write(Label::Name, contact.name.shown());
                self.write(Label::Email, contact.email.as_ref().map_or("", SafeLine::shown));
                self.write(Label::Phone, contact.phone.as_ref().map_or("", SafeLine::shown));
                self.mark(Label::Replaces, |offer| match offer {
                    Offer::Replaces(place) => place.as_ref().map(|(id, _)| id) == replaces.as_ref(),
                    _ => false,
                });
            }
            Change::CorrectContract { contract } => self.write_contract(contract),
            Change::Promise { promise } => {
                self.write(Label::Promise, promise.what.shown());
                self.write(Label::Until, &time(promise.due));
            }
            Change::MovePromise { due, reason, .. } => {
                self.mark(Label::Settlement, |offer| *offer == Offer::Settlement(Settlement::Moved));
                self.write(Label::Until, &time(*due));
                self.write(Label::Reason, reason.shown());
            }
            Change::BreakPromise { reason, .. } => {
                self.mark(Label::Settlement, |offer| *offer == Offer::Settlement(Settlement::Broken));
                self.write(Label::Reason, reason.shown());
            }
            change => self.refill_step(change, time),
        }
    }
}
