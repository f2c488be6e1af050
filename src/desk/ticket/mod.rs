//! A ticket as the queue needs it: its life and its clock facts, without the conversation.
//!
//! A `Ticket` is the projection of its append-only facts: [`Ticket::filed`] makes it of the first one,
//! [`Ticket::with`] takes each further one. The server stores it beside the facts, the console uses the
//! same two functions for rows whose actions are still on their way.

pub mod absorbed;
pub mod author;
pub mod cause;
pub mod change;
pub mod conversation;
pub mod course;
pub mod customer;
pub mod dues;
pub mod escalation;
pub mod fact;
pub mod names;
pub mod phone;
pub mod presence;
pub mod programme;
pub mod promise;
pub mod readers;
pub mod regrade;
pub mod request;
pub mod severity;
pub mod signature;
pub mod status;
pub mod verdict;
mod wording;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::conversation::{Channel, Message, ResponseKind, Visibility, Who};
use crate::desk::ticket::course::{Course, HandedOver, Wait};
use crate::desk::ticket::customer::Plan;
use crate::desk::ticket::dues::Dues;
use crate::desk::ticket::escalation::Escalation;
use crate::desk::ticket::fact::{Fact, Filed, What};
use crate::desk::ticket::names::{CalendarName, ContactId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::phone::{Direction, PhoneCall};
use crate::desk::ticket::regrade::{Grade, Regraded};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Progress, Step};
use crate::desk::ticket::status::{Kind, Side, Status, Version};
use crate::desk::ticket::verdict::Verdict;

/// The first response: not promised, still owed, or given and judged for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Response {
    /// Standard plan: no guaranteed time.
    NotGuaranteed,
    /// No contract held when it was filed: no time runs until that is put right.
    NoContract,
    Owed(Dues),
    Given(Box<Verdict>),
}

/// Whose move it is, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ball {
    pub side: Side,
    pub since: DateTime<Utc>,
}

/// The last message that the customer could read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LastPublic {
    pub side: Side,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Acknowledged {
    pub by: Who,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
}

/// All instants are UTC, to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Ticket {
    pub id: LocalId,
    pub kind: Kind,
    pub subject: SafeLine,
    pub customer: CustomerId,
    /// The named contact who filed it; `None` if the sender is not one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    pub plan: Plan,
    /// The calendar in which its business hours are counted.
    pub calendar: CalendarName,
    pub channel: Channel,
    pub severity: Severity,
    pub status: Status,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub status_since: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<ManagerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Box<Acknowledged>>,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub filed_at: DateTime<Utc>,
    pub response: Response,
    pub last_public: LastPublic,
    /// Only for a signature request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// How it stands there; a backend that knows only the step has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Box<Progress>>,
    /// What befell it beyond the ordinary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Box<Course>>,
    pub version: Version,
    /// The last fact that changes what an author must know before answering: everything but being seen.
    pub moved: Version,
}

impl Ticket {
    /// Makes the ticket of its first fact; `response` is what [`crate::desk::rules::counting::first_response`] answers.
    pub fn filed(id: LocalId, filed: &Filed, at: DateTime<Utc>, response: Response) -> Self {
        Self {
            id,
            kind: filed.kind,
            subject: filed.subject.clone(),
            customer: filed.customer.clone(),
            contact: filed.contact.clone(),
            plan: filed.plan,
            calendar: filed.calendar.clone(),
            channel: filed.channel,
            severity: filed.severity,
            status: Status::New,
            status_since: at,
            owner: None,
            acknowledged: None,
            filed_at: at,
            response,
            last_public: LastPublic { side: Side::Customer, at },
            step: filed.signature.as_ref().map(|signature| signature.step),
            progress: filed
                .signature
                .as_ref()
                .map(|signature| Box::new(Progress::filed(signature, filed.severity, at))),
            course: filed
                .follows
                .as_ref()
                .map(|follows| Box::new(Course { follows: Some(follows.clone()), ..Course::default() })),
            version: Version(1),
            moved: Version(1),
        }
    }

    /// Takes note of who filed it, if that is nobody who is named.
    #[must_use]
    pub fn filed_by(mut self, by: &Who) -> Self {
        self.hear_from(by);
        self
    }

    /// Takes back who wrote as a stranger, as long as it is not known who is a contact.
    pub fn withhold_stranger(&mut self) -> Option<SafeLine> {
        let stranger = self.course.as_mut().and_then(|course| course.stranger.take());
        self.settle();
        stranger
    }

    /// Somebody who is no named contact is surfaced until a manager says who it is.
    fn hear_from(&mut self, by: &Who) {
        if let Who::Stranger(name) = by {
            self.course_mut().stranger = Some(name.clone());
        }
    }

    /// Returns the ticket as it is after one more fact.
    #[must_use]
    pub fn with(mut self, fact: &Fact) -> Self {
        match &fact.what {
            // The first fact makes the ticket; met again in a rebuild, it changes nothing.
            What::Filed(_) => return self,
            What::Said(message) => self.said(message, fact.at),
            What::Acknowledged => {
                self.acknowledged
                    .get_or_insert_with(|| Box::new(Acknowledged { by: fact.by.clone(), at: fact.at }));
            }
            What::Assigned { to } => {
                self.owner = Some(to.clone());
                if let Some(course) = &mut self.course {
                    course.handed_over = None;
                }
            }
            What::Responded(verdict) => self.response = Response::Given(verdict.clone()),
            What::Became(status) => self.became(*status, fact.at),
            What::Called(call) => self.called(call),
            What::Regraded(regraded) => self.regraded(regraded, fact.at),
            What::Promised(promise) => {
                let promises = &mut self.course_mut().promises;
                let place = promises.partition_point(|known| known.due <= promise.due);
                promises.insert(place, (**promise).clone());
            }
            What::PromiseEnded { id, .. } => self.course_mut().promises.retain(|promise| promise.id != *id),
            What::Escalated { level, reason, wish } => {
                let (reason, wish) = (reason.clone(), wish.clone());
                let escalation = Escalation { level: *level, reason, wish, by: fact.by.clone(), at: fact.at };
                self.course_mut().escalation = Some(Box::new(escalation));
            }
            What::EscalationEnded { .. } => self.course_mut().escalation = None,
            What::HandedOver { to, .. } => {
                self.owner = Some(to.clone());
                let handed = HandedOver { by: fact.by.clone(), at: fact.at };
                self.course_mut().handed_over = Some(Box::new(handed));
            }
            What::SenderLinked { contact } => {
                self.contact = Some(contact.clone());
                self.course_mut().stranger = None;
            }
            What::Accepted => self.course_mut().handed_over = None,
            // What they say of the ticket, another fact or the counting says too.
            What::ContractCorrected(_)
            | What::BreachExplained { .. }
            | What::Voided { .. }
            | What::ReadersChanged(_) => {}
            What::MergedInto { ticket } => self.course_mut().merged_into = Some(ticket.clone()),
            What::Absorbed(absorbed) => self.absorb((**absorbed).clone()),
            What::FollowedBy { ticket } => self.course_mut().followed_by.push(ticket.clone()),
            What::PromiseMoved { id, due, .. } => {
                let promises = &mut self.course_mut().promises;
                promises
                    .iter_mut()
                    .filter(|promise| promise.id == *id)
                    .for_each(|promise| promise.due = *due);
                promises.sort_by_key(|promise| promise.due);
            }
            What::Stepped(stepped) => {
                self.step = Some(stepped.to);
                self.progress_mut(|progress| progress.step(stepped, fact.at));
            }
            What::StepSet { step, way } => {
                self.step = Some(*step);
                self.progress_mut(|progress| progress.set(*way, fact.at));
            }
            What::Advised { advice, .. } => {
                self.progress_mut(|progress| progress.advise((**advice).clone()));
            }
            What::AdviceLifted { kind, .. } => self.progress_mut(|progress| progress.lift(*kind)),
        }
        self.settle();
        self.version = fact.number;
        if fact.what.moves() {
            self.moved = fact.number;
        }
        self
    }

    /// What is ordinary again is written as if it had never been otherwise.
    fn settle(&mut self) {
        if self.course.as_deref() == Some(Course::none()) {
            self.course = None;
        }
    }

    /// Says when the next word to the customer is owed, as [`crate::desk::rules::counting::update`] counts it.
    pub fn set_update(&mut self, update: Option<DateTime<Utc>>) {
        if update.is_some() || self.course.is_some() {
            self.course_mut().update = update;
            self.settle();
        }
    }

    /// Says until when a signature request should leave its step, as [`crate::desk::rules::counting::step`] counts it.
    pub fn set_step_due(&mut self, due: Option<DateTime<Utc>>) {
        self.progress_mut(|progress| progress.due = due);
    }

    fn progress_mut(&mut self, change: impl FnOnce(&mut Progress)) {
        if let Some(progress) = &mut self.progress {
            change(progress);
        }
    }

    /// An answer to one must not hide that the other was never answered: then the clock runs again, by the other's
    /// time alone, until it is counted with the programme ([`crate::desk::rules::counting::recount`]).
    fn absorb(&mut self, absorbed: Absorbed) {
        if let (Response::Given(own), None) = (&self.response, &absorbed.verdict) {
            let own = own.clone();
            self.response = Response::Owed(Dues::UNKNOWN);
            let course = self.course_mut();
            // What was there before was answered together with it.
            let open = course.absorbed.iter_mut().filter(|before| before.verdict.is_none());
            open.for_each(|before| before.verdict = Some(own.clone()));
            course.answered = Some(own);
        }
        self.course_mut().absorbed.push(absorbed);
    }

    fn course_mut(&mut self) -> &mut Course {
        self.course.get_or_insert_default()
    }

    /// What befell it beyond the ordinary.
    pub fn course(&self) -> &Course {
        self.course.as_deref().unwrap_or_else(|| Course::none())
    }

    fn said(&mut self, message: &Message, at: DateTime<Utc>) {
        if message.visibility == Visibility::Internal || !message.written.is_by_person() {
            return;
        }
        self.hear_from(&message.by);
        let side = if message.by.is_of_the_desk() { Side::Us } else { Side::Customer };
        match (side, self.last_public.side) {
            (Side::Customer, Side::Customer) => {
                let first = self.last_public.at;
                self.course_mut().unanswered_since.get_or_insert(first);
            }
            (Side::Customer, _) => self.course_mut().unanswered_since = Some(at),
            _ => {
                if let Some(course) = &mut self.course {
                    course.unanswered_since = None;
                    course.waits.clear();
                }
                self.progress_mut(|progress| progress.untold_since = None);
            }
        }
        self.last_public = LastPublic { side, at };
    }

    fn became(&mut self, status: Status, at: DateTime<Utc>) {
        let goes_on = self.status == Status::WaitingForCustomer && status.is_live();
        if goes_on && self.last_public.side == Side::Us {
            let wait = Wait { from: self.status_since, to: at };
            self.course_mut().waits.push(wait);
        }
        self.status = status;
        self.status_since = at;
    }

    fn called(&mut self, call: &PhoneCall) {
        if call.direction == Direction::FromCustomer {
            let first = &mut self.course_mut().first_call;
            *first = Some(first.map_or(call.occurred_at, |known| known.min(call.occurred_at)));
        }
    }

    fn regraded(&mut self, regraded: &Regraded, at: DateTime<Utc>) {
        self.course_mut().grades.push(Grade { at, from: regraded.from, to: regraded.to });
        // Whatever was decided, it was decided by a person.
        self.progress_mut(|progress| progress.proposes = None);
        self.severity = regraded.to;
    }

    /// Whose move it is (domain.md, "The life of a ticket").
    pub fn ball(&self) -> Ball {
        match self.status {
            Status::WaitingForCustomer => Ball { side: Side::Customer, since: self.status_since },
            Status::WaitingForLab => Ball { side: Side::Lab, since: self.status_since },
            _ if self.last_public.side == Side::Us => {
                Ball { side: Side::Customer, since: self.last_public.at }
            }
            _ => Ball { side: Side::Us, since: self.last_public.at },
        }
    }

    /// The dues of a first response that is still owed.
    pub fn owed(&self) -> Option<&Dues> {
        match &self.response {
            Response::Owed(dues) if self.status.is_live() => Some(dues),
            _ => None,
        }
    }

    /// The instant that drives countdown and alarms; `None` if nothing is owed or it is never due.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.owed().and_then(|dues| dues.target)
    }

    pub fn has_qualified_response(&self) -> bool {
        matches!(self.response, Response::Given(_))
    }

    /// Tells whether something happened that an author who saw `seen` must know.
    pub fn moved_since(&self, seen: Version) -> bool {
        self.moved > seen
    }

    /// Judges a qualified response that came at an instant (UTC).
    pub fn verdict_on(&self, kind: ResponseKind, by: &Who, at: DateTime<Utc>) -> Verdict {
        match &self.response {
            Response::Owed(dues) => Verdict::of(dues, kind, by.clone(), at, &self.calendar),
            Response::NotGuaranteed | Response::NoContract | Response::Given(_) => {
                Verdict::unmeasured(kind, by.clone(), at)
            }
        }
    }
}
