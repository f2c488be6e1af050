//! What becomes of an action: recorded, taken, refused, lost on the way; and what a person does about it.

use crate::app::model::bulk::{Outcome, Why};
use crate::app::model::doubt::NotFound;
use crate::app::model::leftovers::Leftovers;
use crate::app::model::links::Link;
use crate::app::model::notice::{Deed, Notice};
use crate::app::model::outbox::{Loaded, State};
use crate::app::model::overlay::Overlay;
use crate::app::model::own::Own;
use crate::app::model::state::{App, Stage};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Aside, Elsewhere, Failure, Left, Refused};
use crate::app::protocol::now::Now;
use crate::app::protocol::trouble::Trouble;
use crate::desk::journal;
use crate::desk::rules::refusal::Refusal;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{ActionId, TicketId};
use chrono::{DateTime, Utc};

impl App {
    pub(in crate::app) fn outbox_loaded(&mut self, mut left: Left, now: Now) -> Vec<Effect> {
        self.leave_to_other_stores(&mut left, now);
        let at_start = self.leftovers == Leftovers::Asked;
        self.leftovers.told(now);
        let Left { kept, accepted, drafts, forms, order, unreadable, unsigned, others, persons, .. } = left;
        let Left { saved, in_files, elsewhere, made_anew, lives, .. } = left;
        self.hear_of_lives(lives);
        self.resume_bulk(&kept, accepted);
        for (backend, person) in &persons {
            self.links.iter_mut().filter(|link| link.id == *backend).for_each(|link| link.spoke_for(person));
        }
        let loaded = Loaded { kept, order: &order, unsigned: &unsigned, persons: &persons };
        let actions = self.outbox.load(loaded, now);
        let open = self.compose.as_ref().map(|compose| compose.draft).into_iter();
        let open: Vec<ActionId> = open.chain(self.open_form_now().map(|form| form.id)).collect();
        let drafts = self.drafts.restore(drafts, forms, &open);
        self.set_drafts_apart(&persons);
        self.hear_of_others(others, now);
        if drafts > 0 {
            self.notices.tell(Notice::DraftsRestored { drafts }, now);
        }
        if actions > 0 {
            self.notices.tell(Notice::OutboxResumed { actions }, now);
        }
        // They stay where they are, and are found again at every look.
        if std::mem::replace(&mut self.unreadable, unreadable) != unreadable && unreadable > 0 {
            self.notices.tell(Notice::Unreadable { rows: unreadable }, now);
        }
        if made_anew {
            self.notices.tell(Notice::StoreMadeAnew, now);
        }
        if self.drafts.is_saved() {
            self.disk_works(now);
        }
        self.take_in_saved(saved, now);
        for path in in_files {
            self.name_file(path, now);
        }
        if at_start {
            // Who begins to work wants to know at once.
            self.elsewhere.clone_from(&elsewhere);
        }
        self.hear_of_elsewhere(elsewhere, now);
        Vec::new()
    }

    /// Takes note of what other consoles have not sent. What is there twice in a row is stuck, and told once.
    fn hear_of_elsewhere(&mut self, elsewhere: Vec<Elsewhere>, now: Now) {
        let is_stuck = |there: &&Elsewhere| self.elsewhere.iter().any(|it| it.process == there.process);
        for there in elsewhere.iter().filter(is_stuck) {
            if self.stuck.insert(there.process) {
                self.notices.tell(Notice::WaitsElsewhere(*there), now);
            }
        }
        self.stuck.retain(|process| elsewhere.iter().any(|there| there.process == *process));
        self.elsewhere = elsewhere;
    }

    /// Asks now and then for what dead consoles left, and so also whether a broken store works again.
    pub(in crate::app) fn look_for_left(&mut self, now: Now) -> Option<Effect> {
        self.leftovers.ask_again(now).then_some(Effect::OpenStore)
    }

    pub(in crate::app) fn store_failed(&mut self, why: Trouble, now: Now) -> Vec<Effect> {
        self.leftovers.not_told(now);
        if self.disk_fails(&why) {
            self.notices.tell(Notice::StoreFailed { why }, now);
        }
        Vec::new()
    }

    /// Takes note that nothing can be kept; tells whether that is news.
    pub(in crate::app) fn disk_fails(&mut self, why: &Trouble) -> bool {
        self.disk.replace(why.clone()).as_ref() != Some(why)
    }

    pub(in crate::app) fn disk_works(&mut self, now: Now) {
        if self.disk.take().is_some() {
            let is_over =
                |notice: &Notice| matches!(notice, Notice::StoreFailed { .. } | Notice::DraftNotKept { .. });
            self.notices.retract(is_over, now);
            self.notices.tell(Notice::StoreWorks, now);
        }
    }

    pub(in crate::app) fn recorded(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        self.disk_works(now);
        self.outbox.recorded(id, self.settings.undo, now);
        Vec::new()
    }

    /// Nothing is sent that is not on disk: the text goes back to its author.
    pub(in crate::app) fn record_failed(&mut self, id: ActionId, why: Trouble, now: Now) -> Vec<Effect> {
        let entry = self.outbox.get(id);
        let origin = entry.map(|entry| entry.origin.clone()).unwrap_or_default();
        let author = entry.and_then(|entry| entry.author.clone());
        if let Some(action) = self.outbox.not_recorded(id) {
            self.disk_fails(&why);
            let person = self.link(&action.ticket.backend).and_then(Link::person);
            let left = match author.filter(|author| person.is_some_and(|person| person != author)) {
                Some(author) => self.keep_apart(&action, &origin, author, now),
                None => self.keep_text(&action, now),
            };
            self.came_out(id, Outcome::Not(Why::NotRecorded), now);
            let deed = Deed::from(&action.change);
            self.notices.tell(Notice::NotRecorded { ticket: action.ticket, deed, why }, now);
            if self.stage == Stage::Leaving {
                // Who wanted to leave has a text to look after first.
                self.stage = Stage::Running;
            }
            return left;
        }
        Vec::new()
    }

    pub(in crate::app) fn not_its_turn(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        self.outbox.wait_its_turn(id, now);
        Vec::new()
    }

    /// Another console has it, with its text.
    pub(in crate::app) fn taken_over(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        self.outbox.take(id);
        self.came_out(id, Outcome::Not(Why::OfAnother), now);
        Vec::new()
    }

    pub(in crate::app) fn delivered(
        &mut self,
        id: ActionId,
        backend_at: DateTime<Utc>,
        ticket: Ticket,
        aside: Aside,
        now: Now,
    ) -> Vec<Effect> {
        let Aside { only_ours, but } = aside;
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let at = entry.action.ticket.clone();
        let before = self.queues.queue.get(&at).cloned();
        let Some(done) = self.outbox.delivered(id, before.as_ref(), &ticket, only_ours) else {
            return Vec::new();
        };
        let seen = done.action.seen;
        let is_earlier = done.origin.is_of_another(self.life(&at.backend));
        let own = Own { adds: done.adds, only_ours, seen, before: before.as_ref(), after: &ticket };
        if let Some(compose) = self.compose.as_mut().filter(|compose| compose.ticket == at) {
            let seen = own.rebase(compose.seen);
            if seen != std::mem::replace(&mut compose.seen, seen) {
                self.text_changed(now);
            }
        }
        if let Some(Overlay::Form(form)) = &mut self.overlay
            && form.ticket == at
        {
            form.seen = own.rebase(form.seen);
        }
        self.drafts.rebase(&at, own, now);
        // What was filed has its own name only now.
        let told = TicketId { backend: at.backend, local: ticket.id.clone() };
        if is_earlier {
            // Accepted by a life that is over: what this one knows of it is found out at the next greeting.
            self.doubt_who_answers(&told.backend, &Failure::CursorUnknown, now);
        } else {
            self.merge(&told.backend, ticket, now);
        }
        let deed = Deed::from(&done.action.change);
        self.notices.tell(
            match but {
                None => Notice::Delivered { ticket: told, deed },
                Some(why) => Notice::DeliveredInPart { ticket: told, deed, why },
            },
            now,
        );
        self.came_out(id, Outcome::Done, now);
        vec![Effect::Forget { id, outcome: journal::Outcome::Accepted { backend_at }, seen: done.rebased }]
    }

    pub(in crate::app) fn refused(
        &mut self,
        id: ActionId,
        why: Refused,
        ticket: Option<Box<Ticket>>,
        now: Now,
    ) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let (at, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
        // Words never go without their author, also where nothing else is left to do.
        let moot = is_moot(&why) && entry.action.change.words().is_empty();
        if let Some(ticket) = ticket {
            self.merge(&at.backend, *ticket, now);
        }
        let notice = match &why {
            Refused::ByRule(Refusal::TicketMoved { .. }) => Notice::Held { ticket: at.clone(), deed },
            Refused::TakenBy(by) => {
                let name =
                    self.manager(&at.backend, by).map_or_else(|| by.as_str().into(), |it| it.name.clone());
                Notice::TakenBy { ticket: at.clone(), name }
            }
            why => Notice::BackendSaysNo { ticket: at.clone(), deed, why: why.clone() },
        };
        if why == Refused::OtherLife {
            // Whoever answers is not whom we know.
            self.doubt_who_answers(&at.backend, &Failure::CursorUnknown, now);
        }
        self.notices.tell(notice, now);
        let not = match &why {
            Refused::ByRule(Refusal::TicketMoved { .. }) => Why::Held(id),
            Refused::ByRule(rule) if moot => Why::Rule(rule.clone()),
            why => Why::Backend(id, why.clone()),
        };
        self.came_out(id, Outcome::Not(not), now);
        if moot {
            return self.forget(id, journal::Outcome::Moot);
        }
        self.outbox.refused(id, why);
        Vec::new()
    }

    pub(in crate::app) fn not_taken(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        if self.outbox.not_taken(id, self.settings.ask_after, now) == NotFound::Asked
            && let Some(entry) = self.outbox.get(id)
        {
            let (ticket, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
            self.came_out(id, Outcome::Not(Why::Missing(id)), now);
            self.notices.tell(Notice::Missing { ticket, deed }, now);
        }
        Vec::new()
    }

    pub(in crate::app) fn look_failed(&mut self, id: ActionId, why: &Failure, now: Now) -> Vec<Effect> {
        self.outbox.look_failed(id, now);
        if let Some(entry) = self.outbox.get(id) {
            let backend = entry.action.ticket.backend.clone();
            self.doubt_who_answers(&backend, why, now);
        }
        if *why == Failure::NotAllowed
            && let Some(entry) = self.outbox.get(id)
        {
            let backend = entry.action.ticket.backend.clone();
            self.notices.tell(Notice::TokenRefused { backend }, now);
        }
        Vec::new()
    }

    pub(in crate::app) fn delivery_failed(&mut self, id: ActionId, why: &Failure, now: Now) -> Vec<Effect> {
        let Some(entry) = self.outbox.get(id) else { return Vec::new() };
        let (ticket, deed) = (entry.action.ticket.clone(), Deed::from(&entry.action.change));
        let idempotent = self.link(&ticket.backend).is_some_and(|link| link.capabilities().idempotent);
        self.outbox.failed(id, why, idempotent, now);
        self.doubt_who_answers(&ticket.backend, why, now);
        if *why == Failure::NotAllowed {
            self.notices.tell(Notice::TokenRefused { backend: ticket.backend.clone() }, now);
        }
        if let Some(State::Refused { why }) = self.outbox.get(id).map(|entry| entry.state.clone()) {
            self.came_out(id, Outcome::Not(Why::Backend(id, why.clone())), now);
            self.notices.tell(Notice::BackendSaysNo { ticket, deed, why }, now);
        }
        Vec::new()
    }

    pub(in crate::app) fn forget(&mut self, id: ActionId, outcome: journal::Outcome) -> Vec<Effect> {
        let gone = self.outbox.take(id);
        gone.map(|action| Effect::Forget { id: action.id, outcome, seen: Vec::new() }).into_iter().collect()
    }
}

/// What was wanted is already so: there is nothing left to decide.
fn is_moot(why: &Refused) -> bool {
    matches!(
        why,
        Refused::ByRule(Refusal::AlreadyAcknowledged | Refusal::AlreadyTheirs) | Refused::TakenBy(_)
    )
}
