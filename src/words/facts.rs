//! What happened to a ticket, as its timeline tells it.

use crate::desk::sla::Tz;
use chrono::{DateTime, TimeDelta, Utc};
use fluent_bundle::FluentValue;

use crate::desk::text::SafeText;
use crate::desk::ticket::conversation::Visibility;
use crate::desk::ticket::fact::{Fact, Filed, What};
use crate::desk::ticket::names::{ContactId, ManagerId};
use crate::desk::ticket::phone::PhoneCall;
use crate::desk::ticket::regrade::Regraded;
use crate::desk::ticket::verdict::{Judged, Outcome, Verdict};

use super::Words;

/// A call that is recorded this much after it began was logged later.
const LOGGED_LATE: TimeDelta = TimeDelta::minutes(10);

/// Somebody of whom a fact speaks.
#[derive(Clone, Copy, Debug)]
pub enum Named<'a> {
    Manager(&'a ManagerId),
    Contact(&'a ContactId),
}

fn shown(text: &SafeText) -> FluentValue<'_> {
    text.shown().into()
}

impl Words {
    /// Returns one fact as a sentence; `called` tells what somebody is called.
    pub fn fact<'a>(&self, fact: &'a Fact, zone: Tz, called: impl Fn(Named<'a>) -> &'a str) -> String {
        let name = |manager: &'a ManagerId| called(Named::Manager(manager));
        match &fact.what {
            What::Filed(filed) => self.filed(filed),
            What::Said(message) if !message.written.is_by_person() => {
                self.say("timeline-said-automatic").to_owned()
            }
            What::Said(message) => match (message.visibility, message.response) {
                (Visibility::Internal, _) => self.say("timeline-said-internal").to_owned(),
                (Visibility::Public, None) => self.say("timeline-said-public").to_owned(),
                (Visibility::Public, Some(kind)) => {
                    self.say_with("timeline-said-response", &[("kind", self.response_kind(kind).into())])
                }
            },
            What::Acknowledged => self.say("timeline-acknowledged").to_owned(),
            What::Assigned { to }
                if fact.by == crate::desk::ticket::conversation::Who::Manager(to.clone()) =>
            {
                self.say("timeline-took").to_owned()
            }
            What::Assigned { to } => self.say_with("timeline-assigned", &[("name", name(to).into())]),
            What::Responded(verdict) => self.responded(verdict),
            What::Became(status) => {
                self.say_with("timeline-became", &[("status", self.status(*status).into())])
            }
            What::Called(call) => self.called(call, fact.at, zone),
            What::Regraded(regraded) => self.regraded(regraded),
            What::Promised(promise) => {
                let due = self.instant(promise.due, fact.at, zone);
                self.say_with("timeline-promised", &[("due", due.into()), ("what", shown(&promise.what))])
            }
            What::PromiseEnded { how, reason, .. } => {
                let ended = self.say_with("timeline-promise-ended", &[("how", self.kept(*how).into())]);
                reason.as_ref().map_or(ended.clone(), |reason| self.pair(&ended, reason.shown()))
            }
            What::Escalated { level, reason, wish } => {
                let variables =
                    [("level", self.level_of(*level).into()), ("why", shown(reason)), ("wish", shown(wish))];
                self.say_with("timeline-escalated", &variables)
            }
            What::EscalationEnded { outcome } => {
                self.say_with("timeline-escalation-ended", &[("outcome", shown(outcome))])
            }
            What::BreachExplained { cause, reason } => {
                let variables = [("cause", self.cause(*cause).into()), ("reason", shown(reason))];
                self.say_with("timeline-breach-explained", &variables)
            }
            What::HandedOver { to, note } => {
                let text = self.say_with("timeline-handed-over", &[("name", name(to).into())]);
                note.as_ref().map_or(text.clone(), |note| self.pair(&text, note.shown()))
            }
            What::SenderLinked { contact } => {
                let contact = called(Named::Contact(contact));
                self.say_with("timeline-sender-linked", &[("contact", contact.into())])
            }
            What::ContractCorrected(contract) => {
                let (from, to) = (self.date(contract.from), self.date(contract.to));
                let variables =
                    [("number", contract.number.shown().into()), ("from", from.into()), ("to", to.into())];
                self.say_with("timeline-contract-corrected", &variables)
            }
            What::Accepted => self.say("timeline-accepted").to_owned(),
            What::Voided { reason } => self.say_with("timeline-voided", &[("why", shown(reason))]),
            What::MergedInto { ticket } => {
                self.say_with("timeline-merged-into", &[("ticket", ticket.as_str().into())])
            }
            What::Absorbed(absorbed) => {
                self.say_with("timeline-absorbed", &[("ticket", absorbed.ticket.as_str().into())])
            }
            What::FollowedBy { ticket } => {
                self.say_with("timeline-followed-by", &[("ticket", ticket.as_str().into())])
            }
            What::PromiseMoved { due, reason, .. } => {
                let due = self.instant(*due, fact.at, zone);
                self.say_with("timeline-promise-moved", &[("due", due.into()), ("why", shown(reason))])
            }
            What::Stepped(stepped) => self.stepped(stepped),
            What::StepSet { step, way } => {
                let place = self.way(*way).unwrap_or_else(|| self.step(*step));
                self.say_with("timeline-step-set", &[("step", place.into())])
            }
            What::Advised { advice, told } => self.advised(advice, told, fact.at, zone),
            What::AdviceLifted { kind, told } => self.advice_lifted(*kind, told),
            What::ReadersChanged(changed) => self.readers_changed(changed),
        }
    }

    /// When the call was stands there if it was logged later.
    fn called(&self, call: &PhoneCall, recorded_at: DateTime<Utc>, zone: Tz) -> String {
        let mut text = self.pair(self.direction(call.direction), self.call_outcome(call.outcome));
        if recorded_at - call.occurred_at >= LOGGED_LATE {
            let at = self.instant(call.occurred_at, recorded_at, zone);
            text = self.say_with("timeline-called-at", &[("what", text.into()), ("at", at.into())]);
        }
        match &call.note {
            Some(note) => self.pair(&text, note.shown()),
            None => text,
        }
    }

    fn regraded(&self, regraded: &Regraded) -> String {
        let variables = [
            ("from", self.severity(regraded.from).into()),
            ("to", self.severity(regraded.to).into()),
            ("by", self.party(regraded.asked_by).into()),
            ("consent", self.consent(regraded.consent).into()),
            ("why", shown(&regraded.reason)),
        ];
        self.say_with("timeline-regraded", &variables)
    }

    fn filed(&self, filed: &Filed) -> String {
        let variables = [
            ("channel", self.channel(filed.channel).into()),
            ("severity", self.severity(filed.severity).into()),
        ];
        let text = self.say_with("timeline-filed", &variables);
        match &filed.follows {
            None => text,
            Some(ticket) => {
                let follows = self.say_with("timeline-follows", &[("ticket", ticket.as_str().into())]);
                format!("{text}, {follows}")
            }
        }
    }

    fn responded(&self, verdict: &Verdict) -> String {
        match verdict.target {
            None => self.say("timeline-responded-unmeasured").to_owned(),
            Some(judged) => self.say_with("timeline-responded", &[("verdict", self.judged(judged).into())]),
        }
    }

    /// Met or breached, and by how much.
    pub fn judged(&self, judged: Judged) -> String {
        let id = match judged.outcome {
            Outcome::Met => "judged-met",
            Outcome::Breached => "judged-breached",
        };
        self.say_with(id, &[("by", self.span(judged.by()).into())])
    }

    /// The judgements of a response: against the target, and against the commitment where that is another instant.
    pub fn verdict(&self, verdict: &Verdict, now: DateTime<Utc>, zone: Tz) -> Vec<String> {
        let line = |id, judged: Judged| {
            let due = self.instant(judged.due, now, zone);
            self.say_with(id, &[("due", due.into()), ("judged", self.judged(judged).into())])
        };
        let commitment = verdict.commitment.filter(|commitment| Some(*commitment) != verdict.target);
        let target = verdict.target.map(|judged| line("verdict-target", judged));
        target.into_iter().chain(commitment.map(|judged| line("verdict-commitment", judged))).collect()
    }
}
