//! Texts and forms that are not sent: what was left for another time, and what of it the disk does not have yet.
//!
//! A draft has the name of the action that it will be, drawn when it is begun. So recording the action takes the
//! draft over in the same step on disk, and one of the two is always there. While the outbox still has an action of
//! the draft's name, the draft is that action written anew: it goes in its place, and the old words never by themselves.

use crate::app::model::compose::{Compose, Joined};
use crate::app::model::form::Form;
use crate::app::model::outbox::Outbox;
use crate::app::model::own::Own;
use crate::app::model::saving::Saving;
use crate::app::protocol::draft::Draft;
use crate::app::protocol::draft::joined;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::form::About;
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::purpose::{LONGEST_TEXT, Purpose};
use crate::desk::life::Life;
use crate::desk::queue::CustomerKey;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::names::{ActionId, BackendId, TicketId};
use std::collections::BTreeMap;
use std::time::Duration;

/// What somebody else wrote than we speak for now.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum Apart {
    Text(Draft),
    Form(Filled),
}

impl Apart {
    pub(in crate::app) fn as_unsent(&self) -> Unsent<'_> {
        match self {
            Self::Text(draft) => Unsent::Text(draft),
            Self::Form(form) => Unsent::Form(form),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drafts {
    /// In the order in which they were left. The open text is not among them.
    pub(in crate::app) kept: Vec<Draft>,
    /// The same of forms.
    pub(in crate::app) forms: Vec<Filled>,
    /// What somebody else wrote than we speak for now, until the disk has it and is told that it is not ours.
    pub(in crate::app) apart: Vec<(Author, Apart)>,
    /// Of both, also of what is open.
    pub(in crate::app) saving: Saving,
    /// Which life of which store answers: what was left in another one goes on with nothing by itself.
    pub(in crate::app) lives: BTreeMap<BackendId, Life>,
}

/// What was left for another time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unsent<'a> {
    Text(&'a Draft),
    Form(&'a Filled),
}

impl<'a> Unsent<'a> {
    pub fn id(self) -> ActionId {
        match self {
            Self::Text(draft) => draft.id,
            Self::Form(form) => form.id,
        }
    }

    /// What its author had before the eyes.
    pub fn origin(self) -> &'a Origin {
        match self {
            Self::Text(draft) => &draft.origin,
            Self::Form(form) => &form.origin,
        }
    }

    pub fn ticket(self) -> &'a TicketId {
        match self {
            Self::Text(draft) => &draft.ticket,
            Self::Form(form) => &form.ticket,
        }
    }
}

/// What lies open and is being written.
#[derive(Clone, Copy)]
pub(in crate::app) struct Open<'a> {
    pub text: Option<&'a Compose>,
    pub form: Option<&'a Form>,
}

impl Drafts {
    pub fn iter(&self) -> impl Iterator<Item = &Draft> {
        self.kept.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.forms.is_empty()
    }

    /// All that was left: texts, then forms.
    pub fn left(&self) -> impl Iterator<Item = Unsent<'_>> {
        self.kept.iter().map(Unsent::Text).chain(self.forms.iter().map(Unsent::Form))
    }

    pub fn form(&self, id: ActionId) -> Option<&Filled> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// Tells whether something was left under a name.
    pub fn holds(&self, id: ActionId) -> bool {
        self.left().any(|unsent| unsent.id() == id)
    }

    /// The ticket of what was left under a name.
    pub fn ticket_of(&self, id: ActionId) -> Option<&TicketId> {
        self.left().find(|unsent| unsent.id() == id).map(Unsent::ticket)
    }

    pub fn get(&self, id: ActionId) -> Option<&Draft> {
        self.kept.iter().find(|draft| draft.id == id)
    }

    /// Tells whether something was left on a ticket.
    pub fn has(&self, ticket: &TicketId) -> bool {
        self.left().any(|unsent| unsent.ticket() == ticket && !self.is_earlier(unsent))
    }

    /// Keeps a text that is left; it takes the place of no other.
    pub(in crate::app) fn keep(&mut self, draft: Draft) {
        self.kept.retain(|kept| kept.id != draft.id);
        self.kept.push(draft);
    }

    /// Puts words into a text that was left; `None` if there is none of that name.
    pub(in crate::app) fn join(&mut self, id: ActionId, words: &str) -> Option<Joined> {
        let draft = self.kept.iter_mut().find(|draft| draft.id == id)?;
        let whole = joined(&draft.text, words);
        let fits = whole.len() <= LONGEST_TEXT;
        draft.text = if fits { whole } else { return Some(Joined::TooLong) };
        Some(Joined::Yes)
    }

    /// Keeps a form that is left, with what was filled in.
    pub(in crate::app) fn keep_form(&mut self, form: Filled) {
        self.forms.retain(|kept| kept.id != form.id);
        self.forms.push(form);
    }

    /// Takes in what an earlier run or a dead console left.
    pub(in crate::app) fn restore(
        &mut self,
        texts: Vec<Draft>,
        forms: Vec<Filled>,
        open: &[ActionId],
    ) -> usize {
        let before = self.left().count();
        for draft in texts {
            self.saving.found(draft.id);
            if !open.contains(&draft.id) && !self.holds(draft.id) {
                self.kept.push(draft);
            }
        }
        for form in forms {
            self.saving.found(form.id);
            if !open.contains(&form.id) && !self.holds(form.id) {
                self.forms.push(form);
            }
        }
        self.left().count() - before
    }

    /// Gives one text back to its author.
    pub(in crate::app) fn take_one(&mut self, id: ActionId) -> Option<Draft> {
        let at = self.kept.iter().position(|draft| draft.id == id)?;
        Some(self.kept.remove(at))
    }

    /// Gives one form back to its author.
    pub(in crate::app) fn take_form(&mut self, id: ActionId) -> Option<Filled> {
        let at = self.forms.iter().position(|form| form.id == id)?;
        Some(self.forms.remove(at))
    }

    /// The last form about a thing that was left on a ticket. One that is made anew has its own place.
    pub(in crate::app) fn left_form(
        &self,
        about: About,
        ticket: &TicketId,
        outbox: &Outbox,
    ) -> Option<&Filled> {
        let mut last_first = self.forms.iter().rev();
        last_first.find(|form| {
            form.about == about
                && form.ticket == *ticket
                && outbox.get(form.id).is_none()
                && !self.is_earlier(Unsent::Form(form))
        })
    }

    /// The last new ticket of a customer that was begun and left.
    pub(in crate::app) fn left_filing(&self, of: &CustomerKey, outbox: &Outbox) -> Option<&Filled> {
        let is_theirs = |form: &&Filled| form.ticket.backend == of.backend && form.customer == of.customer;
        let mut filings = self.forms.iter().rev().filter(|form| form.about == About::File);
        filings.find(|form| {
            is_theirs(form) && outbox.get(form.id).is_none() && !self.is_earlier(Unsent::Form(form))
        })
    }

    /// Gives what was left for a purpose back to its author: all of it, as one text; and the drafts that it was.
    /// What is written anew out of an action is not among it: it has its own place.
    pub(in crate::app) fn take(
        &mut self,
        ticket: &TicketId,
        purpose: Purpose,
        outbox: &Outbox,
    ) -> Option<(Draft, Vec<ActionId>)> {
        let life = self.lives.get(&ticket.backend);
        let wanted = |draft: &Draft| {
            draft.ticket == *ticket
                && draft.purpose.is_like(purpose)
                && outbox.get(draft.id).is_none()
                && !draft.origin.is_of_another(life)
        };
        let mut found = self.kept.extract_if(.., |draft| wanted(draft));
        let mut whole = found.next()?;
        let mut absorbed = Vec::new();
        for other in found {
            whole.text = joined(&whole.text, &other.text);
            // What any of them did not see is news to the whole.
            whole.seen = whole.seen.min(other.seen);
            absorbed.push(other.id);
        }
        Some((whole, absorbed))
    }

    /// Its author does not want it any more.
    #[must_use]
    pub(in crate::app) fn forget(&mut self, id: ActionId) -> Option<Effect> {
        self.kept.retain(|draft| draft.id != id);
        self.forms.retain(|form| form.id != id);
        self.saving.forget(id)
    }

    /// It is an action now, also on disk.
    pub(in crate::app) fn became_action(&mut self, id: ActionId) {
        self.saving.passed_on(id);
    }

    /// Leaves those of a backend to another day: it has another store than the one that they were written for.
    pub(in crate::app) fn set_aside(&mut self, backend: &BackendId) {
        let aside = self.left().filter(|unsent| unsent.ticket().backend == *backend);
        let aside: Vec<ActionId> = aside.map(Unsent::id).collect();
        self.kept.retain(|draft| !aside.contains(&draft.id));
        self.forms.retain(|form| !aside.contains(&form.id));
        for id in aside {
            self.saving.leave_out(id);
        }
    }

    /// One's own delivery is no news to what one was writing.
    pub(in crate::app) fn rebase(&mut self, ticket: &TicketId, own: Own<'_>, now: Now) {
        for draft in self.kept.iter_mut().filter(|draft| draft.ticket == *ticket) {
            let seen = own.rebase(draft.seen);
            if seen != std::mem::replace(&mut draft.seen, seen) {
                self.saving.touched(draft.id, now);
            }
        }
    }

    /// A key changed a text.
    pub(in crate::app) fn touched(&mut self, id: ActionId, now: Now) {
        self.saving.touched(id, now);
    }

    /// A text must be on disk before anything else happens to it.
    pub(in crate::app) fn save_at_once(&mut self, id: ActionId) {
        self.saving.at_once(id);
    }

    pub(in crate::app) fn save_all_at_once(&mut self) {
        self.saving.all_at_once();
    }

    /// The disk gets what is due, each text and form as it is now.
    pub(in crate::app) fn due(&mut self, open: Open<'_>, outbox: &Outbox, now: Now) -> Vec<Effect> {
        let due = self.saving.take_due(now);
        due.into_iter().filter_map(|id| self.save(id, open, outbox)).collect()
    }

    fn save(&mut self, id: ActionId, open: Open<'_>, outbox: &Outbox) -> Option<Effect> {
        let text = open.text.filter(|compose| compose.draft == id).map(Compose::draft);
        if let Some(draft) = text.or_else(|| self.get(id).cloned()).or_else(|| self.text_apart(id)) {
            if draft.text.trim().is_empty() {
                return self.saving.forget(id);
            }
            self.saving.asked(id);
            return Some(Effect::KeepDraft { draft, instead_of: Vec::new() });
        }
        let form = match open.form.filter(|form| form.id == id) {
            // Nothing was typed in it. What is made anew is kept all the same: the old version must not go.
            Some(form) if !form.holds_text() && outbox.get(id).is_none() => return self.saving.forget(id),
            Some(form) => form.filled(),
            None => self.form(id).cloned().or_else(|| self.form_apart(id))?,
        };
        self.saving.asked(id);
        Some(Effect::KeepForm(form))
    }

    /// Asks the disk to keep one text in the place of several.
    pub(in crate::app) fn unite(&mut self, draft: Draft, instead_of: Vec<ActionId>) -> Effect {
        for id in &instead_of {
            self.saving.passed_on(*id);
        }
        self.saving.asked(draft.id);
        Effect::KeepDraft { draft, instead_of }
    }

    /// Keeps a form that is left, and asks the disk to do so before anything else.
    pub(in crate::app) fn leave_form(&mut self, form: Filled) -> Effect {
        self.saving.asked(form.id);
        self.keep_form(form.clone());
        Effect::KeepForm(form)
    }

    pub(in crate::app) fn saved(&mut self, id: ActionId) {
        self.saving.answered(id);
    }

    /// What could not be saved is tried again, as it will be then.
    pub(in crate::app) fn not_saved(&mut self, id: ActionId, now: Now) {
        self.saving.failed(id, now);
    }

    /// Nobody can wait for the disk any longer.
    pub(in crate::app) fn give_up(&mut self) {
        self.saving.give_up();
    }

    /// Whether the disk has everything, or nothing more can be done.
    pub(in crate::app) fn is_saved(&self) -> bool {
        self.saving.is_done()
    }

    /// When (on `mono`) the disk shall get the next text or form.
    pub(in crate::app) fn next_save(&self) -> Option<Duration> {
        self.saving.next()
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::ticket::names::LocalId;

    use super::*;
    use crate::desk::ticket::status::Version;

    const NOTHING: Open<'_> = Open { text: None, form: None };

    fn draft(id: u128, text: &str) -> Draft {
        Draft {
            id: ActionId(uuid::Uuid::from_u128(id)),
            ticket: TicketId { backend: BackendId::new("desk"), local: LocalId::new("T1") },
            purpose: Purpose::Note,
            text: text.to_owned(),
            seen: Version(1),
            origin: Origin::default(),
        }
    }

    fn now(millis: u64) -> Now {
        Now { wall: chrono::DateTime::UNIX_EPOCH, mono: Duration::from_millis(millis) }
    }

    #[test]
    fn a_draft_never_takes_the_place_of_another() {
        let mut drafts = Drafts::default();
        drafts.keep(draft(1, "first"));
        drafts.keep(draft(2, "second"));
        drafts.keep(draft(3, "first and more"));
        let (whole, absorbed) = drafts.take(&draft(1, "").ticket, Purpose::Note, &Outbox::default()).unwrap();
        assert_eq!(whole.text, "first\n\nsecond\n\nfirst and more");
        assert_eq!(absorbed, [draft(2, "").id, draft(3, "").id]);
        assert!(drafts.is_empty());
    }

    #[test]
    fn keys_that_never_stop_do_not_put_the_saving_off() {
        let mut drafts = Drafts::default();
        drafts.keep(draft(1, "a"));
        let mut saved = Vec::new();
        for millis in (0..3000).step_by(50) {
            drafts.touched(draft(1, "").id, now(millis));
            if !drafts.due(NOTHING, &Outbox::default(), now(millis)).is_empty() {
                saved.push(millis);
                drafts.saved(draft(1, "").id);
            }
        }
        assert!(saved.windows(2).all(|pair| pair[1] - pair[0] <= 500), "{saved:?}");
        assert!(saved.first().is_some_and(|first| *first <= 500), "{saved:?}");
    }

    #[test]
    fn a_disk_that_failed_is_asked_again_after_a_rest() {
        let mut drafts = Drafts::default();
        drafts.keep(draft(1, "a"));
        drafts.save_at_once(draft(1, "").id);
        assert_eq!(drafts.due(NOTHING, &Outbox::default(), now(0)).len(), 1);
        assert!(!drafts.is_saved());
        drafts.saved(draft(1, "").id);
        drafts.not_saved(draft(1, "").id, now(0));
        assert!(drafts.due(NOTHING, &Outbox::default(), now(4_999)).is_empty());
        assert_eq!(drafts.due(NOTHING, &Outbox::default(), now(5_000)).len(), 1);
        drafts.saved(draft(1, "").id);
        assert!(drafts.is_saved());
    }
}
