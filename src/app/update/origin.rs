//! Binding what is made to the life of the store that it is made for, and asking before it goes to another one.

use crate::app::model::notice::Notice;
use crate::app::model::origin::Wish;
use crate::app::model::overlay::{Choice, Overlay, Question};
use crate::app::model::state::{App, Pane};
use crate::app::protocol::effect::{Effect, Made};
use crate::app::protocol::event::{Failure, Left};
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::desk::life::{Life, Was};
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::names::{ActionId, BackendId, TicketId};

impl App {
    /// What the author of something on a ticket has before the eyes now.
    pub(in crate::app) fn origin(&self, ticket: &TicketId) -> Origin {
        let life = self.link(&ticket.backend).and_then(|link| link.life()).cloned();
        Origin { life, was: self.ticket(ticket).map(Was::of), accepted: None }
    }

    /// Takes in what was just made, with what its author saw.
    pub(in crate::app) fn add_to_outbox(&mut self, action: Action, adds: usize) -> Effect {
        let Made { action, adds, origin } = self.put_into_outbox(action, adds);
        Effect::Record { action, adds, origin }
    }

    /// The same of one of several, which are written down together.
    pub(in crate::app) fn put_into_outbox(&mut self, action: Action, adds: usize) -> Made {
        let mut origin = self.origin(&action.ticket);
        if let Change::File { request } = &action.change {
            origin.was = Some(Was { customer: request.customer.clone(), subject: request.subject.clone() });
        }
        self.outbox.put(action, adds, origin)
    }

    /// The life of the store that answers at a backend, or that answered last.
    pub fn life(&self, backend: &BackendId) -> Option<&Life> {
        self.link(backend)?.life()
    }

    /// What something that waits in the outbox was made about, if that was in another life than this one.
    pub fn earlier_origin(&self, id: ActionId) -> Option<(&TicketId, &Origin)> {
        let (ticket, origin) = if let Some(entry) = self.outbox.get(id) {
            (&entry.action.ticket, &entry.origin)
        } else {
            let left = self.drafts.left().find(|unsent| unsent.id() == id)?;
            (left.ticket(), left.origin())
        };
        origin.is_of_another(self.life(&ticket.backend)).then_some((ticket, origin))
    }

    /// Asks before something of another life is touched; tells whether it does.
    pub(in crate::app) fn asks_of_earlier_life(&mut self, id: ActionId, wish: Wish) -> bool {
        let is_earlier = self.earlier_origin(id).is_some();
        if is_earlier {
            self.overlay = Some(Overlay::Choice(Choice::confirm(Question::EarlierLife { id, wish })));
        }
        is_earlier
    }

    /// The person saw what the ticket was and what it is: from here on it is meant for this one.
    pub(in crate::app) fn agreed_to(&mut self, id: ActionId, wish: Wish, now: Now) -> Vec<Effect> {
        let Some((ticket, _)) = self.earlier_origin(id) else { return Vec::new() };
        let ticket = ticket.clone();
        let mut origin = self.origin(&ticket);
        if origin.was.is_none() {
            // What is not there any more is still known by what it was.
            origin.was = self.earlier_origin(id).and_then(|(_, origin)| origin.was.clone());
        }
        let seen = self.version(&ticket);
        self.drafts.meant_for(id, &origin, seen, now);
        let in_outbox = self.outbox.meant_for(id, origin, seen);
        match wish {
            Wish::Send if in_outbox => self.send_entry(id, seen, now),
            Wish::WriteOn if in_outbox => self.edit_action(id, now),
            Wish::Send | Wish::WriteOn => self.go_on_with_draft(id, now),
        }
    }

    /// Which stores answered last, as far as none has answered in this run: what is made before one does is made for it.
    pub(in crate::app) fn hear_of_lives(&mut self, lives: Vec<(BackendId, Life)>) {
        for (backend, life) in lives {
            let link = self.links.iter_mut().find(|link| link.id == backend && link.life().is_none());
            if let Some(link) = link {
                link.hear_life(&life);
                self.drafts.hear_life(&backend, &life);
            }
        }
    }

    /// Leaves out what was made for another store than the one that greeted us: it was looked for before that was known.
    /// It stays on disk, and is found again when that store answers.
    pub(in crate::app) fn leave_to_other_stores(&mut self, left: &mut Left, now: Now) {
        for link in self.links.iter().filter(|link| link.welcome.is_some()) {
            let is_of_another = |backend: &BackendId, origin: &Origin| {
                let made_for = origin.life.as_ref().map(|life| &life.store);
                *backend == link.id && made_for.is_some() && made_for != link.life().map(|life| &life.store)
            };
            let before = left.kept.len();
            left.kept.retain(|kept| !is_of_another(&kept.action.ticket.backend, &kept.origin));
            left.drafts.retain(|draft| !is_of_another(&draft.ticket.backend, &draft.origin));
            left.forms.retain(|form| !is_of_another(&form.ticket.backend, &form.origin));
            let actions = before - left.kept.len();
            if actions > 0 {
                self.notices.tell(Notice::AnotherStore { backend: link.id.clone(), actions }, now);
            }
        }
    }

    /// Keeps back what was made in another life than the one that answers now.
    pub(in crate::app) fn hold_earlier_lives(&mut self, now: Now) {
        let mut held = Vec::new();
        for link in self.links.iter().filter(|link| link.welcome.is_some()) {
            if let Some(life) = link.life() {
                let actions = self.outbox.hold_earlier(&link.id, life);
                held.push((link.id.clone(), actions));
            }
        }
        for (backend, actions) in held.into_iter().filter(|(_, actions)| *actions > 0) {
            self.notices.tell(Notice::HeldSinceRestore { backend, actions }, now);
        }
    }

    /// Puts away what lies open on a backend whose tickets are not those that it was opened on.
    pub(in crate::app) fn put_away(&mut self, backend: &BackendId, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.open_form_now().is_some_and(|form| form.ticket.backend == *backend) {
            effects.extend(self.put_open_form_away(now));
        }
        if self.compose.as_ref().is_some_and(|compose| compose.ticket.backend == *backend) {
            effects.extend(self.leave_open_text(now));
        }
        if self.bulk.as_ref().is_some_and(|bulk| bulk.items.iter().any(|it| it.ticket.backend == *backend)) {
            self.bulk = None;
        }
        match &self.overlay {
            Some(
                Overlay::Help { .. }
                | Overlay::Watch { .. }
                | Overlay::Palette(_)
                | Overlay::Outbox { .. }
                | Overlay::Form(_),
            )
            | None => {}
            // Each of them may be about a ticket that has another meaning now.
            Some(_) => self.overlay = None,
        }
        if self.detail.as_ref().is_some_and(|detail| detail.id.backend == *backend) {
            self.detail = None;
            if self.pane == Pane::Detail {
                self.pane = Pane::Queue;
            }
        }
        effects
    }

    /// After such a failure nobody knows who answers next: nothing is sent before it has said who it is.
    pub(in crate::app) fn doubt_who_answers(&mut self, backend: &BackendId, why: &Failure, now: Now) {
        if let Some(link) = self.links.iter_mut().find(|link| link.id == *backend) {
            link.polling.doubt_who_answers(why, now);
        }
    }
}
