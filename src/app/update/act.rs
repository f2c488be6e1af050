//! What a key does to a ticket: the action is bound to the ticket that was under the cursor when it went down.

use crate::app::model::bulk::Job;
use crate::app::model::lack::Lack;
use crate::app::model::links::Link;
use crate::app::model::notice::{Deed, Notice};
use crate::app::model::overlay::{Choice, Overlay};
use crate::app::model::state::{App, Pane};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Detail, NotSaved};
use crate::app::protocol::focus::Focus;
use crate::app::protocol::now::Now;
use crate::desk::rules::bases;
use crate::desk::rules::contradiction;
use crate::desk::rules::entitlement;
use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::text::hyperlink::{Hyperlink, hyperlinks};
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::names::{ActionId, ManagerId, TicketId};
use crate::desk::ticket::status::Version;

impl App {
    /// The ticket that an action is about: the open one if its pane has the keys, else the one under the cursor.
    pub fn target(&self) -> Option<TicketId> {
        let open = self.detail.as_ref().filter(|_| self.pane == Pane::Detail).map(|detail| &detail.id);
        open.or_else(|| self.queues.selected()).cloned()
    }

    /// Does something to the target that needs no text.
    pub(in crate::app) fn act(&mut self, change: Change, fresh: ActionId, now: Now) -> Vec<Effect> {
        if self.acts_on_marks() {
            return self.plan(Job::Do(change), now);
        }
        let Some(id) = self.target() else { return self.no_ticket(now) };
        self.act_on(&id, change, fresh, now)
    }

    fn act_on(&mut self, id: &TicketId, change: Change, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(seen) = self.ticket(id).map(|ticket| ticket.version) else { return self.no_ticket(now) };
        let deed = Deed::from(&change);
        let action = Action { id: fresh, ticket: id.clone(), seen, made_at: now.wall, change };
        match self.check(&action) {
            Ok(adds) => vec![self.add_to_outbox(action, adds)],
            Err(why) => self.rule_says_no(id.clone(), deed, why, now),
        }
    }

    /// Asks the rules whether an action may be, and how many facts it would add.
    pub(in crate::app) fn check(&self, action: &Action) -> Result<usize, Refusal> {
        let Some(ticket) = self.ticket(&action.ticket) else { return Ok(0) };
        // Moved is what others did; our own unsent acts are no news to their author.
        if action.change.is_guarded() && ticket.moved_since(action.seen) {
            return Err(Refusal::TicketMoved { current: ticket.version });
        }
        if let Some(customer) = self.customer_of(ticket, &action.ticket.backend) {
            entitlement::customer_after(&action.change, customer)?;
        }
        let expected = self.expected(&action.ticket, ticket);
        let seeing = Action { seen: expected.version, ..action.clone() };
        let author = self.link(&action.ticket.backend).map_or(Who::Desk, Link::author);
        let adds = seeing.decide(&expected, &author, action.made_at)?.len();
        // Whether a backend knows of no databases at all, it says itself.
        let latest = self.link(&action.ticket.backend).and_then(Link::latest_bases);
        latest.map_or(Ok(()), |latest| bases::admits(&action.change, latest))?;
        // What is not read yet, the backend knows.
        let facts = self.details.get(&action.ticket).map_or(&[][..], |detail| detail.facts.as_slice());
        let known = latest.map(std::slice::from_ref).unwrap_or_default();
        contradiction::contradicts(&action.change, &expected, facts, known)?;
        Ok(adds)
    }

    pub(in crate::app) fn rule_says_no(
        &mut self,
        ticket: TicketId,
        deed: Deed,
        why: Refusal,
        now: Now,
    ) -> Vec<Effect> {
        self.notices.tell(Notice::RuleSaysNo { ticket, deed, why }, now);
        Vec::new()
    }

    pub(in crate::app) fn acknowledge(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        self.act(Change::Acknowledge, fresh, now)
    }

    /// Assigns the target to the person that the token speaks for.
    pub(in crate::app) fn take(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        if self.acts_on_marks() {
            return self.plan(Job::Take, now);
        }
        let Some(id) = self.target() else { return self.no_ticket(now) };
        if let Some(to) = self.link(&id.backend).and_then(Link::me).cloned() {
            // Who was handed it takes it by accepting it.
            let is_handed = self.ticket(&id).is_some_and(|ticket| {
                ticket.course().handed_over.is_some() && ticket.owner.as_ref() == Some(&to)
            });
            if is_handed {
                return self.act_on(&id, Change::Accept, fresh, now);
            }
            return self.act_on(&id, Change::Assign { to }, fresh, now);
        }
        self.notices.tell(Notice::NobodyHere { backend: id.backend }, now);
        Vec::new()
    }

    pub(in crate::app) fn choose_manager(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let managers = self.link(&id.backend).and_then(Link::rules).map(|rules| rules.managers.as_slice());
        match managers {
            Some(managers) if !managers.is_empty() => {
                self.overlay = Some(Overlay::Choice(Choice::assign_to(id, managers)));
            }
            _ => self.notices.tell(Notice::NoManagersYet { backend: id.backend }, now),
        }
        Vec::new()
    }

    pub(in crate::app) fn assign_to(
        &mut self,
        ticket: &TicketId,
        to: ManagerId,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        let change = Change::Assign { to };
        if self.acts_on_marks() {
            return self.plan(Job::Do(change), now);
        }
        self.act_on(ticket, change, fresh, now)
    }

    pub(in crate::app) fn copy_id(&mut self, now: Now) -> Vec<Effect> {
        match self.target() {
            Some(id) => vec![Effect::Copy(id.local.as_str().to_owned())],
            None => self.no_ticket(now),
        }
    }

    /// Copies the last thing that was said on the target.
    pub(in crate::app) fn copy_text(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        match self.details.get(&id).and_then(Detail::last_said) {
            Some(text) => vec![Effect::Copy(text.shown().to_owned())],
            None => Vec::new(),
        }
    }

    /// Asks which file of the target shall be saved.
    pub(in crate::app) fn choose_file(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let files = self.details.get(&id).map(|detail| detail.files.as_slice()).unwrap_or_default();
        if files.is_empty() {
            self.notices.tell(Notice::NoFiles { ticket: id }, now);
        } else {
            self.overlay = Some(Overlay::Choice(Choice::file(id, files)));
        }
        Vec::new()
    }

    /// Asks which link of the target shall be opened; the list shows where each really leads.
    pub(in crate::app) fn choose_link(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let links = self.details.get(&id).map(|detail| hyperlinks(detail.texts())).unwrap_or_default();
        if links.is_empty() {
            self.notices.tell(Notice::NoLinks { ticket: id }, now);
        } else {
            self.overlay = Some(Overlay::Choice(Choice::link(id, links)));
        }
        Vec::new()
    }

    pub(in crate::app) fn link_opened(&mut self, link: &Hyperlink, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::LinkOpened { place: link.place().into() }, now);
        Vec::new()
    }

    pub(in crate::app) fn link_not_opened(
        &mut self,
        link: &Hyperlink,
        why: SafeLine,
        now: Now,
    ) -> Vec<Effect> {
        self.notices.tell(Notice::LinkNotOpened { place: link.place().into(), why }, now);
        Vec::new()
    }

    pub(in crate::app) fn file_saved(&mut self, path: SafeLine, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::FileSaved { path }, now);
        Vec::new()
    }

    pub(in crate::app) fn file_not_saved(&mut self, name: SafeLine, why: NotSaved, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::FileNotSaved { name, why }, now);
        Vec::new()
    }

    /// Tells why a command is greyed out.
    pub(in crate::app) fn lacking(&mut self, lack: Lack, now: Now) -> Vec<Effect> {
        let target = self.target().map(|id| id.backend);
        if let Some(backend) = target.or_else(|| self.links.first().map(|link| link.id.clone())) {
            self.notices.tell(Notice::Lacking { backend, lack }, now);
        }
        Vec::new()
    }

    /// The action of the outbox that is marked.
    pub(in crate::app) fn marked_action(&self) -> Option<ActionId> {
        match (self.focus(), &self.overlay) {
            (Focus::Outbox, Some(Overlay::Outbox { selected })) => *selected,
            _ => None,
        }
    }

    /// What a person has before the eyes of a ticket now.
    pub(in crate::app) fn version(&self, id: &TicketId) -> Option<Version> {
        self.ticket(id).map(|ticket| ticket.version)
    }
}
