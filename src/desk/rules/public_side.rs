//! What a customer may see of a ticket: its own side, and nothing that the desk says among itself.
//!
//! Everything is taken apart by name, so that a new field or a new fact forces a decision here.

use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::conversation::{Visibility, Who};
use crate::desk::ticket::course::Course;
use crate::desk::ticket::dues::{Basis, Dues};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::status::Version;
use crate::desk::ticket::verdict::Verdict;
use crate::desk::ticket::{Response, Ticket};

impl Ticket {
    /// The ticket as its customer may see it. How often the desk did something to it is not told either.
    #[must_use]
    pub fn public_side(self) -> Self {
        let Self {
            id,
            kind,
            subject,
            customer,
            contact,
            plan,
            calendar,
            channel,
            severity,
            status,
            status_since,
            owner: _,
            acknowledged: _,
            filed_at,
            response,
            last_public,
            step,
            progress: _,
            course,
            version: _,
            moved: _,
        } = self;
        let course = course.map(|course| course.public_side()).filter(|course| course != Course::none());
        Self {
            id,
            kind,
            subject,
            customer,
            contact,
            plan,
            calendar,
            channel,
            severity,
            status,
            status_since,
            owner: None,
            acknowledged: None,
            filed_at,
            response: response.public_side(),
            last_public,
            step,
            progress: None,
            course: course.map(Box::new),
            version: Version(1),
            moved: Version(1),
        }
    }
}

impl Course {
    fn public_side(self) -> Self {
        let Self {
            first_call,
            grades,
            promises: _,
            unanswered_since,
            update: _,
            waits,
            escalation: _,
            stranger,
            handed_over: _,
            absorbed,
            answered,
            merged_into,
            follows,
            followed_by,
        } = self;
        Self {
            first_call,
            grades,
            unanswered_since,
            waits,
            stranger,
            absorbed: absorbed.into_iter().map(Absorbed::public_side).collect(),
            answered: answered.map(|verdict| Box::new(verdict.public_side())),
            merged_into,
            follows,
            followed_by,
            ..Self::default()
        }
    }
}

impl Response {
    fn public_side(self) -> Self {
        match self {
            Self::NotGuaranteed => Self::NotGuaranteed,
            Self::NoContract => Self::NoContract,
            Self::Owed(dues) => Self::Owed(dues.public_side()),
            Self::Given(verdict) => Self::Given(Box::new(verdict.public_side())),
        }
    }
}

impl Dues {
    /// When the desk warns itself, and how often it changed its rules, is its own.
    fn public_side(self) -> Self {
        let Self { target, commitment, at_risk_from: _, urgent_from: _, call, basis: _ } = self;
        Self { target, commitment, at_risk_from: None, urgent_from: None, call, basis: Basis::default() }
    }
}

impl Verdict {
    fn public_side(self) -> Self {
        let Self { at, by, kind, target, commitment, calendar, basis: _ } = self;
        Self { at, by: public_author(by), kind, target, commitment, calendar, basis: Basis::default() }
    }
}

impl Absorbed {
    fn public_side(self) -> Self {
        let Self { ticket, filed_at, filed_as, channel, first_call, grades, verdict } = self;
        let verdict = verdict.map(|verdict| Box::new(verdict.public_side()));
        Self { ticket, filed_at, filed_as, channel, first_call, grades, verdict }
    }
}

/// Specialists are never in touch with customers, and so not named to them.
fn public_author(by: Who) -> Who {
    match by {
        Who::Specialist(_) => Who::Desk,
        by @ (Who::Contact(_) | Who::Stranger(_) | Who::Manager(_) | Who::Desk) => by,
    }
}

/// The facts that a customer may read, numbered anew: a gap would tell of a note.
pub fn public_facts(facts: Vec<Fact>) -> Vec<Fact> {
    let public = facts.into_iter().filter(|fact| is_public(&fact.what));
    public
        .zip(1..)
        .map(|(Fact { number: _, at, by, what }, number)| {
            let what = match what {
                What::Responded(verdict) => What::Responded(Box::new(verdict.public_side())),
                what => what,
            };
            Fact { number: Version(number), at, by: public_author(by), what }
        })
        .collect()
}

/// Whether a customer reads what happened.
pub fn is_public(what: &What) -> bool {
    match what {
        What::Filed(_)
        | What::Responded(_)
        | What::Became(_)
        | What::MergedInto { .. }
        | What::FollowedBy { .. } => true,
        What::Said(message) => message.visibility == Visibility::Public,
        What::Acknowledged
        | What::Assigned { .. }
        | What::Called(_)
        | What::Regraded(_)
        | What::Promised(_)
        | What::PromiseEnded { .. }
        | What::PromiseMoved { .. }
        | What::Escalated { .. }
        | What::EscalationEnded { .. }
        | What::HandedOver { .. }
        | What::SenderLinked { .. }
        | What::ContractCorrected(_)
        | What::BreachExplained { .. }
        | What::Accepted
        | What::Voided { .. }
        // What is told of a step is a message; its reasons are the desk's.
        | What::Stepped(_)
        | What::StepSet { .. }
        | What::Advised { .. }
        | What::AdviceLifted { .. }
        | What::Absorbed(_)
        | What::ReadersChanged(_) => false,
    }
}
