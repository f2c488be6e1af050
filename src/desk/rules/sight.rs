//! Who reads how much: of a ticket, of what happened to it, and of a customer.
//!
//! Everything is taken apart by name, so that a new field or a new fact forces a decision here.
//! `tests/backend/sight.rs` is the table of it.

use crate::desk::rules::public_side::public_facts;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::customer::{Contact, Customer};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::phone::PhoneCall;

/// How much of what is theirs to see somebody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sight {
    /// The desk's own people, its programs, and those who check them.
    Desk,
    /// The group that analyses signature requests: the request with what was said on it, and of its customer no more
    /// than a name.
    Specialists,
    /// The customer: its own side, and nothing that the desk says or does among itself.
    Customer,
}

impl Ticket {
    /// The ticket as it is shown to somebody.
    #[must_use]
    pub fn seen_by(self, sight: Sight) -> Self {
        match sight {
            Sight::Desk | Sight::Specialists => self,
            Sight::Customer => self.public_side(),
        }
    }
}

/// What happened, as it is shown to somebody.
pub fn facts_seen_by(facts: Vec<Fact>, sight: Sight) -> Vec<Fact> {
    match sight {
        Sight::Desk => facts,
        // Not numbered anew: a specialist acts on the version that everybody at the desk sees.
        Sight::Specialists => facts.into_iter().filter_map(for_specialists).collect(),
        Sight::Customer => public_facts(facts),
    }
}

fn for_specialists(fact: Fact) -> Option<Fact> {
    let what = match fact.what {
        What::ContractCorrected(_) => return None,
        What::Called(call) => What::Called(Box::new(PhoneCall { number: None, ..*call })),
        what @ (What::Filed(_)
        | What::Said(_)
        | What::Acknowledged
        | What::Assigned { .. }
        | What::Responded(_)
        | What::Became(_)
        | What::Regraded(_)
        | What::Promised(_)
        | What::PromiseEnded { .. }
        | What::Escalated { .. }
        | What::EscalationEnded { .. }
        | What::HandedOver { .. }
        | What::SenderLinked { .. }
        | What::BreachExplained { .. }
        | What::Accepted
        | What::Voided { .. }
        | What::MergedInto { .. }
        | What::Absorbed(_)
        | What::FollowedBy { .. }
        | What::PromiseMoved { .. }
        | What::Stepped(_)
        | What::StepSet { .. }
        | What::Advised { .. }
        | What::AdviceLifted { .. }
        | What::ReadersChanged(_)) => what,
    };
    Some(Fact { what, ..fact })
}

impl Customer {
    /// The customer as it is shown to somebody.
    #[must_use]
    pub fn seen_by(self, sight: Sight) -> Self {
        match sight {
            Sight::Desk => self,
            Sight::Specialists => self.for_specialists(),
            Sight::Customer => self.public_side(),
        }
    }

    /// What a manager should know before answering is not for the customer.
    fn public_side(self) -> Self {
        let Self {
            id,
            name,
            plan,
            calendar,
            manager,
            language,
            zone,
            contract,
            notes: _,
            next_review: _,
            contacts,
        } = self;
        Self {
            id,
            name,
            plan,
            calendar,
            manager,
            language,
            zone,
            contract,
            notes: None,
            next_review: None,
            contacts,
        }
    }

    /// Specialists are never in touch with customers: they read whose request it is, and which colleague answers for it.
    fn for_specialists(self) -> Self {
        let Self {
            id,
            name,
            plan,
            calendar,
            manager,
            language,
            zone: _,
            contract: _,
            notes: _,
            next_review: _,
            contacts,
        } = self;
        Self {
            id,
            name,
            plan,
            calendar,
            manager,
            language,
            zone: None,
            contract: None,
            notes: None,
            next_review: None,
            contacts: contacts.into_iter().map(Contact::named_only).collect(),
        }
    }
}

impl Contact {
    fn named_only(self) -> Self {
        let Self { id, name, role: _, email: _, phone: _, language: _, zone: _ } = self;
        Self { id, name, role: None, email: None, phone: None, language: None, zone: None }
    }
}
