//! What somebody else wrote than we speak for now: out of sight, and in memory until the disk has it as theirs.

use crate::app::model::absence::Absence;
use crate::app::model::drafts::{Apart, Drafts, Unsent};
use crate::app::model::outbox::{Entry, Outbox, State};
use crate::app::protocol::draft::Draft;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::now::Now;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::names::{ActionId, BackendId, TicketId};

impl Drafts {
    /// Puts apart what was written at a backend for somebody else than we speak for now.
    pub(in crate::app) fn set_apart(&mut self, backend: &BackendId, author: &Author) {
        let texts = self.kept.extract_if(.., |draft| draft.ticket.backend == *backend).map(Apart::Text);
        let forms = self.forms.extract_if(.., |form| form.ticket.backend == *backend).map(Apart::Form);
        self.apart.extend(texts.chain(forms).map(|left| (author.clone(), left)));
    }

    /// Their author is here again.
    pub(in crate::app) fn come_back(&mut self, backend: &BackendId, person: &Author) {
        let is_theirs = |(author, left): &mut (Author, Apart)| {
            author == person && left.as_unsent().ticket().backend == *backend
        };
        for (_, left) in self.apart.extract_if(.., is_theirs) {
            match left {
                Apart::Text(draft) => self.kept.push(draft),
                Apart::Form(form) => self.forms.push(form),
            }
        }
    }

    /// What was put apart and is on disk as it is.
    pub(in crate::app) fn apart(&self) -> impl Iterator<Item = ActionId> {
        let ids = self.apart.iter().map(|(_, left)| left.as_unsent().id());
        ids.filter(|id| self.saving.has(*id))
    }

    pub(in crate::app) fn forget_apart(&mut self, ids: &[ActionId]) {
        let (apart, saving) = (&mut self.apart, &self.saving);
        apart.retain(|(_, left)| {
            let id = left.as_unsent().id();
            !(ids.contains(&id) && saving.has(id))
        });
    }

    /// What somebody else wrote than we speak for now, and what the disk has not taken yet.
    pub(in crate::app) fn keep_apart(&mut self, author: Author, draft: Draft, now: Now) {
        self.saving.failed(draft.id, now);
        self.apart.push((author, Apart::Text(draft)));
    }

    pub(in crate::app) fn keep_form_apart(&mut self, author: Author, form: Filled, now: Now) {
        self.saving.failed(form.id, now);
        self.apart.push((author, Apart::Form(form)));
    }

    pub(in crate::app) fn ticket_apart(&self, id: ActionId) -> Option<&TicketId> {
        let mut apart = self.apart.iter().map(|(_, left)| left.as_unsent());
        apart.find(|unsent| unsent.id() == id).map(Unsent::ticket)
    }

    /// Whose a thing is that was put apart, and where.
    pub(in crate::app) fn author_of(&self, id: ActionId) -> Option<(&Author, &BackendId)> {
        let (author, left) = self.apart.iter().find(|(_, left)| left.as_unsent().id() == id)?;
        Some((author, &left.as_unsent().ticket().backend))
    }

    pub(in crate::app) fn text_apart(&self, id: ActionId) -> Option<Draft> {
        self.apart.iter().find_map(|(_, left)| match left {
            Apart::Text(draft) if draft.id == id => Some(draft.clone()),
            Apart::Text(_) | Apart::Form(_) => None,
        })
    }

    pub(in crate::app) fn form_apart(&self, id: ActionId) -> Option<Filled> {
        self.apart.iter().find_map(|(_, left)| match left {
            Apart::Form(form) if form.id == id => Some(form.clone()),
            Apart::Text(_) | Apart::Form(_) => None,
        })
    }
}

impl Outbox {
    /// Whose what was just made is: of whom we speak for now.
    pub(in crate::app) fn sign(&mut self, speaks_for: impl Fn(&BackendId) -> Option<Author>) {
        let made = self.entries.iter_mut().filter(|entry| entry.state == State::Recording);
        for entry in made.filter(|entry| entry.author.is_none()) {
            entry.author = speaks_for(&entry.action.ticket.backend);
        }
    }

    /// Puts apart what somebody else wrote than we speak for, unless it is under way.
    pub(in crate::app) fn set_apart(&mut self, speaks_for: impl Fn(&BackendId) -> Option<Author>) {
        let is_of_another = |entry: &mut Entry| {
            let author = entry.author.as_ref();
            let is_under_way =
                matches!(entry.state, State::Recording | State::Sending { .. } | State::Looking { .. });
            let person = speaks_for(&entry.action.ticket.backend);
            !is_under_way && author.is_some() && person.is_some() && author != person.as_ref()
        };
        self.apart.extend(self.entries.extract_if(.., is_of_another));
    }

    /// Their author is here again.
    pub(in crate::app) fn come_back(&mut self, backend: &BackendId, person: &Author) {
        let is_theirs = |entry: &mut Entry| {
            entry.action.ticket.backend == *backend && entry.author.as_ref() == Some(person)
        };
        let back: Vec<Entry> = self.apart.extract_if(.., is_theirs).collect();
        // They were made before all that is here.
        self.entries.splice(..0, back);
    }

    pub(in crate::app) fn apart(&self) -> impl Iterator<Item = ActionId> {
        self.apart.iter().map(|entry| entry.action.id)
    }

    pub(in crate::app) fn forget_apart(&mut self, ids: &[ActionId]) {
        self.apart.retain(|entry| !ids.contains(&entry.action.id));
    }

    /// A person says that it is theirs.
    pub(in crate::app) fn signed(&mut self, id: ActionId, author: Author, now: Now) {
        let Some(entry) = self.get_mut(id).filter(|entry| entry.state == State::Unsigned) else { return };
        entry.author = Some(author);
        entry.state = if entry.perhaps_taken {
            State::Unknown { attempts: 1, absence: Absence::default(), next_look: now.mono }
        } else {
            State::Queued { attempts: 0, next_try: now.mono }
        };
    }
}
