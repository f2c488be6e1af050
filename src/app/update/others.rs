//! What somebody else wrote on this machine and has not sent: it waits for them, is shown, and never goes out as ours.
//!
//! A console speaks for whomever its token speaks for, and a token can be another person's from one day to the next.
//! So what is written belongs to its author, on disk and in memory, and is sent by a console that speaks for them.

use crate::app::model::drafts::Open;
use crate::app::model::links::Link;
use crate::app::model::notice::Notice;
use crate::app::model::outbox::State;
use crate::app::model::overlay::{Choice, Overlay, Question};
use crate::app::model::state::App;
use crate::app::protocol::draft::Draft;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::others::Other;
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, BackendId};

impl App {
    /// What somebody else wrote and did not send, on disk, for nobody who lives.
    pub fn others(&self) -> &[Other] {
        &self.others
    }

    pub fn other(&self, id: ActionId) -> Option<&Other> {
        self.others.iter().find(|other| other.id() == id)
    }

    /// How a person of a backend is called; empty for whoever has a token of nobody.
    pub fn author_name(&self, backend: &BackendId, author: &Author) -> SafeLine {
        match author {
            Author::Manager(id) => {
                self.manager(backend, id).map_or_else(|| id.as_str().into(), |manager| manager.name.clone())
            }
            Author::Role(_) => SafeLine::default(),
        }
    }

    /// How we are called at a backend; empty if nobody knows.
    pub fn own_name(&self, backend: &BackendId) -> SafeLine {
        let person = self.link(backend).and_then(Link::person);
        person.map(|person| self.author_name(backend, person)).unwrap_or_default()
    }

    /// Takes note for whom we speak at a backend. What is open, left or waits there is the one's who wrote it: it is on
    /// its way to the disk as theirs before anything is written as ours.
    pub(in crate::app) fn speak_for(&mut self, backend: &BackendId, person: Author, now: Now) -> Vec<Effect> {
        let before = self.link(backend).and_then(Link::person).cloned();
        let mut effects = Vec::new();
        if let Some(before) = before.filter(|before| *before != person) {
            effects.extend(self.put_away_for(backend, &before, now));
            let (was, is) = (self.author_name(backend, &before), self.author_name(backend, &person));
            self.notices.tell(Notice::AnotherPerson { backend: backend.clone(), was, is }, now);
        }
        if let Some(link) = self.links.iter_mut().find(|link| link.id == *backend) {
            link.speaks_for(person.clone());
        }
        // What they had left here, if they were here before.
        self.drafts.come_back(backend, &person);
        self.outbox.come_back(backend, &person);
        self.ask_for_ours(now);
        effects.push(Effect::RememberPerson { backend: backend.clone(), person });
        effects
    }

    /// Keeps, for its author, what the disk did not take before the token was another person's.
    pub(in crate::app) fn keep_apart(
        &mut self,
        action: &Action,
        origin: &Origin,
        author: Author,
        now: Now,
    ) -> Vec<Effect> {
        let form = self.form_of(action, now).map(|form| form.filled());
        let words = || Draft::of_words(action.id, &action.ticket, action.change.words(), action.seen, origin);
        if let Some(form) = form {
            self.drafts.keep_form_apart(author, form, now);
        } else if let Some(draft) = Draft::of(action, origin).or_else(words) {
            self.drafts.keep_apart(author, draft, now);
        }
        Vec::new()
    }

    /// What is saved late of somebody who was here before is saved as theirs.
    pub(in crate::app) fn saved_as_theirs(&self, save: Effect) -> Vec<Effect> {
        let id = match &save {
            Effect::KeepDraft { draft, .. } => draft.id,
            Effect::KeepForm(form) => form.id,
            _ => return vec![save],
        };
        let Some((author, backend)) = self.drafts.author_of(id) else { return vec![save] };
        let speak =
            |person: &Author| Effect::RememberPerson { backend: backend.clone(), person: person.clone() };
        let back = self.link(backend).and_then(Link::person).map(speak);
        [speak(author), save].into_iter().chain(back).collect()
    }

    /// What the disk gave us as that of somebody else than we speak for by now.
    pub(in crate::app) fn set_drafts_apart(&mut self, persons: &[(BackendId, Author)]) {
        for (backend, person) in persons {
            let is_another =
                self.link(backend).and_then(Link::person).is_some_and(|speaks_for| speaks_for != person);
            if is_another {
                self.drafts.set_apart(backend, person);
            }
        }
    }

    fn put_away_for(&mut self, backend: &BackendId, before: &Author, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.compose.as_ref().is_some_and(|compose| compose.ticket.backend == *backend) {
            effects.extend(self.leave_open_text(now));
        }
        if self.open_form_now().is_some_and(|form| form.ticket.backend == *backend) {
            effects.extend(self.put_open_form_away(now));
        }
        self.drafts.save_all_at_once();
        effects.extend(self.drafts.due(Open { text: None, form: None }, &self.outbox, now));
        self.drafts.set_apart(backend, before);
        effects
    }

    /// Lets go, on disk, of what somebody else wrote than we speak for: a console that speaks for them can have it.
    pub(in crate::app) fn release_others(&mut self) -> Option<Effect> {
        let links = &self.links;
        let speaks_for = |backend: &BackendId| {
            links.iter().find(|link| link.id == *backend).and_then(Link::person).cloned()
        };
        self.outbox.sign(speaks_for);
        self.outbox.set_apart(speaks_for);
        if self.releasing {
            return None;
        }
        let ids: Vec<ActionId> = self.outbox.apart().chain(self.drafts.apart()).collect();
        self.releasing = !ids.is_empty();
        self.releasing.then_some(Effect::Release { ids })
    }

    /// The disk has it for its author. How it looks there is asked at once.
    pub(in crate::app) fn released(&mut self, ids: &[ActionId], now: Now) -> Vec<Effect> {
        self.outbox.forget_apart(ids);
        self.drafts.forget_apart(ids);
        // What could not be let go is tried again when the disk is asked the next time.
        if !ids.is_empty() {
            self.releasing = false;
            self.leftovers.ask_soon(now);
        }
        Vec::new()
    }

    /// Takes in what waits for others, as the disk has it.
    pub(in crate::app) fn hear_of_others(&mut self, others: Vec<Other>, now: Now) {
        self.releasing = false;
        let is_new = others.iter().any(|other| self.other(other.id()).is_none());
        self.others = others;
        self.ask_for_ours(now);
        let Some(first) = self.others.first().filter(|_| is_new) else { return };
        let backend = first.ticket().backend.clone();
        let (author, me) = (self.author_name(&backend, &first.author), self.own_name(&backend));
        let things = self.others.len();
        self.notices.tell(Notice::OthersWait { things, author, me }, now);
    }

    /// What the disk gave us as somebody else's is ours, by what is known now.
    fn ask_for_ours(&mut self, now: Now) {
        let is_ours =
            |other: &Other| self.link(&other.ticket().backend).and_then(Link::person) == Some(&other.author);
        if self.others.iter().any(is_ours) {
            self.leftovers.ask_soon(now);
        }
    }

    /// Nothing can be done with it here but to throw it away.
    pub(in crate::app) fn is_of_another(&mut self, id: ActionId, now: Now) -> bool {
        let Some(other) = self.other(id) else { return false };
        let (ticket, author) = (other.ticket().clone(), other.author.clone());
        let (author, me) = (self.author_name(&ticket.backend, &author), self.own_name(&ticket.backend));
        self.notices.tell(Notice::OfAnother { ticket, author, me }, now);
        true
    }

    pub(in crate::app) fn ask_to_discard_other(&mut self, id: ActionId) -> Vec<Effect> {
        let Some(other) = self.other(id) else { return Vec::new() };
        let ticket = other.ticket().clone();
        let author = self.author_name(&ticket.backend, &other.author);
        let question = Question::DiscardOther { ticket, other: id, author };
        self.overlay = Some(Overlay::Choice(Choice::confirm(question)));
        Vec::new()
    }

    pub(in crate::app) fn discard_other(&mut self, id: ActionId) -> Vec<Effect> {
        let found = self.other(id).map(|other| other.author.clone());
        found.map(|author| Effect::ForgetOther { id, author }).into_iter().collect()
    }

    pub(in crate::app) fn other_forgotten(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        if let Some(at) = self.others.iter().position(|other| other.id() == id) {
            let ticket = self.others.remove(at).ticket().clone();
            self.notices.tell(Notice::DraftDiscarded { ticket }, now);
        }
        // It may be there all the same, if its author came for it meanwhile.
        self.leftovers.ask_soon(now);
        Vec::new()
    }

    /// Nothing was sent: the disk says that somebody else wrote it.
    pub(in crate::app) fn written_by(&mut self, id: ActionId, author: Author, now: Now) -> Vec<Effect> {
        self.outbox.wait_its_turn(id, now);
        if let Some(entry) = self.outbox.get_mut(id) {
            entry.author = Some(author);
        }
        Vec::new()
    }

    /// Nothing was sent: nobody knows who wrote it, and a person has to say that it is theirs.
    pub(in crate::app) fn unsigned(&mut self, id: ActionId) -> Vec<Effect> {
        if let Some(entry) =
            self.outbox.get_mut(id).filter(|entry| matches!(entry.state, State::Sending { .. }))
        {
            entry.author = None;
            entry.state = State::Unsigned;
        }
        Vec::new()
    }

    /// Says that an action is ours of which nobody knew whose it is.
    pub(in crate::app) fn sign_entry(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        let Some(backend) = self.outbox.get(id).map(|entry| entry.action.ticket.backend.clone()) else {
            return Vec::new();
        };
        let Some(author) = self.link(&backend).and_then(Link::person).cloned() else {
            self.notices.tell(Notice::NobodyHere { backend }, now);
            return Vec::new();
        };
        self.outbox.signed(id, author.clone(), now);
        vec![Effect::Sign { id, author }]
    }
}
