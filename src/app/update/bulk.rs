//! Doing one thing to several tickets: planned, begun on the word of a person, and followed to its outcome.

use crate::app::model::bulk::Bulk;
use crate::app::model::bulk::Item;
use crate::app::model::bulk::Job;
use crate::app::model::bulk::Outcome;
use crate::app::model::bulk::Why;
use crate::app::model::form::Form;
use crate::app::model::links::Link;
use crate::app::model::notice::Notice;
use crate::app::model::outbox::State;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Accepted, Kept};
use crate::app::protocol::now::Now;
use crate::desk::rules::refusal::Refusal;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::names::{ActionId, TicketId};
use crate::desk::ticket::signature::{Move, Notice as SignatureNotice};
use crate::desk::ticket::status::Version;

impl App {
    /// Shows what would become of each marked ticket.
    pub(in crate::app) fn plan(&mut self, job: Job, now: Now) -> Vec<Effect> {
        let tickets = self.marks.ids().cloned().collect();
        self.plan_for(tickets, job, now)
    }

    /// Shows what a step would make of all the tickets of its form.
    pub(in crate::app) fn plan_step(&mut self, form: Box<Form>, made: Move, now: Now) -> Vec<Effect> {
        let tickets = [&form.ticket].into_iter().chain(&form.also).cloned().collect();
        // Until it is agreed to, what was typed is a form that was left.
        let left = self.leave_form(&form, now);
        left.into_iter().chain(self.plan_for(tickets, Job::Step(made, form), now)).collect()
    }

    fn plan_for(&mut self, mut tickets: Vec<TicketId>, job: Job, now: Now) -> Vec<Effect> {
        // As they stand in the queue: the most urgent first.
        tickets.sort_by_cached_key(|id| self.queues.queue.key(id));
        let items = tickets.into_iter().map(|ticket| {
            let seen = self.version(&ticket).unwrap_or_default();
            let outcome = match self.would(&job, &ticket, seen, ActionId(uuid::Uuid::nil()), now) {
                Ok(_) => Outcome::Will,
                Err(why) => Outcome::Not(why),
            };
            Item { ticket, seen, outcome }
        });
        self.bulk = Some(Bulk { items: items.collect(), job, begun: false, scroll: 0 });
        self.overlay = Some(Overlay::Bulk);
        Vec::new()
    }

    /// The action for one ticket and how many facts it adds, if the rules allow it.
    fn would(
        &self,
        job: &Job,
        ticket: &TicketId,
        seen: Version,
        id: ActionId,
        now: Now,
    ) -> Result<(Action, usize), Why> {
        if self.ticket(ticket).is_none() {
            return Err(Why::Gone);
        }
        let change = match job {
            Job::Do(change) => change.clone(),
            Job::Take => {
                let me = self.link(&ticket.backend).and_then(Link::me).cloned();
                Change::Assign { to: me.ok_or(Why::NobodyHere)? }
            }
            // What is missing was marked in the form before: a text that is left out here has no reason either.
            Job::Step(made, form) => {
                self.step_of(form, *made, ticket, now).map_err(|_missing| Why::Rule(Refusal::NoReason))?
            }
        };
        let action = Action { id, ticket: ticket.clone(), seen, made_at: now.wall, change };
        let adds = self.check(&action).map_err(Why::Rule)?;
        Ok((action, adds))
    }

    /// What the customer of one of several will be told of a step.
    pub fn notice_to(&self, item: &Item, now: Now) -> Option<SignatureNotice> {
        let Job::Step(made, form) = &self.bulk.as_ref()?.job else { return None };
        match self.step_of(form, *made, &item.ticket, now).ok()? {
            Change::Advance { notice, .. } => Some(notice),
            _ => None,
        }
    }

    /// Does what was shown, to those that it was shown for.
    pub(in crate::app) fn agree(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(mut bulk) = self.bulk.take_if(|bulk| !bulk.begun) else { return Vec::new() };
        bulk.begun = true;
        self.marks.clear();
        let mut effects = self.make(&mut bulk, |outcome| *outcome == Outcome::Will, fresh, now);
        // The text is on disk with the actions before its draft goes; if there are none, it stays a draft.
        if matches!(bulk.job, Job::Do(Change::Note { .. })) {
            effects.extend(if effects.is_empty() { self.leave_text(now) } else { self.drop_text() });
        }
        if let (Job::Step(_, form), false) = (&bulk.job, effects.is_empty()) {
            effects.extend(self.drafts.forget(form.id));
        }
        self.bulk = Some(bulk);
        effects
    }

    /// Tries once more what was not done, and nothing else.
    pub(in crate::app) fn retry_failed(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(mut bulk) = self.bulk.take_if(|bulk| bulk.begun) else { return Vec::new() };
        let mut effects = Vec::new();
        for item in &mut bulk.items {
            // Its author looks at it now, knowing that it was not done.
            item.seen = self.version(&item.ticket).unwrap_or(item.seen);
            if let Outcome::Not(Why::Backend(id, _)) = item.outcome {
                effects.extend(self.send_entry(id, Some(item.seen), now));
                item.outcome = Outcome::Going(id);
            }
        }
        let again = |outcome: &Outcome| match outcome {
            Outcome::Not(Why::Rule(_) | Why::NotRecorded | Why::Dropped | Why::NobodyHere) => true,
            // Of what is held, what is new must be read first, one by one.
            Outcome::Not(Why::Held(_) | Why::Missing(_) | Why::Gone | Why::Backend(..) | Why::OfAnother)
            | Outcome::Will
            | Outcome::Going(_)
            | Outcome::Done => false,
        };
        effects.extend(self.make(&mut bulk, again, fresh, now));
        self.bulk = Some(bulk);
        effects
    }

    fn make(
        &mut self,
        bulk: &mut Bulk,
        which: impl Fn(&Outcome) -> bool,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        let mut made = Vec::new();
        let chosen = bulk.items.iter_mut().filter(|item| which(&item.outcome));
        for (item, number) in chosen.zip(0..) {
            let id = fresh.sibling(number);
            item.outcome = match self.would(&bulk.job, &item.ticket, item.seen, id, now) {
                Ok((action, adds)) => {
                    made.push(self.put_into_outbox(action, adds));
                    Outcome::Going(id)
                }
                Err(why) => Outcome::Not(why),
            };
        }
        // All of them or none: nobody could say afterwards which of them were done.
        if made.is_empty() { Vec::new() } else { vec![Effect::RecordAll(made)] }
    }

    /// Goes on with what an earlier run did to several tickets at once: what became and becomes of each is told here.
    pub(in crate::app) fn resume_bulk(&mut self, kept: &[Kept], accepted: Vec<Accepted>) {
        if self.bulk.is_some() {
            return;
        }
        let goes_by_itself = |kept: &&Kept| !kept.taken_back;
        let mut left: Vec<&Action> = kept.iter().filter(goes_by_itself).map(|kept| &kept.action).collect();
        left.sort_by_key(|action| action.id);
        let together =
            |one: &&Action, next: &&Action| one.change == next.change && one.id.is_sibling(next.id);
        let is_done = |of: &[&Action]| accepted.iter().any(|done| done.id.is_sibling(of[0].id));
        let several = left.chunk_by(together).rfind(|several| several.len() > 1 || is_done(several));
        let Some(several) = several else { return };
        let first = several[0].id;
        let done = accepted.into_iter().filter(|done| done.id.is_sibling(first));
        let done = done.map(|Accepted { id: _, ticket }| Item {
            ticket,
            seen: Version::default(),
            outcome: Outcome::Done,
        });
        let item = |action: &&Action| Item {
            ticket: action.ticket.clone(),
            seen: action.seen,
            outcome: Outcome::Going(action.id),
        };
        let items = done.chain(several.iter().map(item)).collect();
        let job = Job::Do(several[0].change.clone());
        self.bulk = Some(Bulk { job, items, begun: true, scroll: 0 });
    }

    /// Takes note of what became of an action, if it is one of several; tells the sum when it was the last.
    pub(in crate::app) fn came_out(&mut self, id: ActionId, outcome: Outcome, now: Now) {
        let Some(bulk) = &mut self.bulk else { return };
        let is_it = |item: &&mut Item| match &item.outcome {
            Outcome::Going(going)
            | Outcome::Not(Why::Backend(going, _) | Why::Held(going) | Why::Missing(going)) => *going == id,
            Outcome::Will | Outcome::Done | Outcome::Not(_) => false,
        };
        let Some(item) = bulk.items.iter_mut().find(is_it) else { return };
        item.outcome = outcome;
        let (sum, deed) = (bulk.sum(), bulk.deed());
        if sum.going == 0 {
            self.notices.tell(Notice::BulkDone { deed, done: sum.done, not: sum.not }, now);
        }
    }

    /// Where an action of several is, as long as it is not over.
    pub fn whereabouts(&self, id: ActionId) -> Option<&State> {
        self.outbox.get(id).map(|entry| &entry.state)
    }

    pub(in crate::app) fn show_bulk(&mut self, now: Now) -> Vec<Effect> {
        if self.bulk.as_ref().is_some_and(|bulk| bulk.begun) {
            self.overlay = Some(Overlay::Bulk);
        } else {
            self.notices.tell(Notice::NothingInBulk, now);
        }
        Vec::new()
    }
}
