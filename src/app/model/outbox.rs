//! What a person did and the backend has not yet taken: recorded, sent in order, never lost.
//!
//! One delivery per ticket at a time, in the order made; different tickets in parallel. What stands in the
//! way of a ticket (held, refused) stops what was made after it on the same ticket, and nothing else.

use crate::app::model::absence::Absence;
use crate::app::model::notice::Deed;
use crate::app::model::own::Own;
use crate::app::model::polling::{backoff, jittered};
use crate::app::model::sendable::Sendable;
use crate::app::protocol::effect::{Effect, Made};
use crate::app::protocol::event::{Failure, Kept, Refused};
use crate::app::protocol::form::About;
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::purpose::Purpose;
use crate::desk::rules::refusal::Refusal;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, BackendId, TicketId};
use crate::desk::ticket::status::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub action: Action,
    pub state: State,
    /// Something was sent and no whole answer came: the backend may have it already.
    pub(in crate::app) perhaps_taken: bool,
    /// Who wrote it; `None` if the disk knows better, or nobody does.
    pub(in crate::app) author: Option<Author>,
    /// How many facts it adds, as far as is known: the ticket's version grows by as many.
    pub(in crate::app) adds: Option<u32>,
    /// What it said on disk before it was written down anew, until the disk has it as it is now.
    pub(in crate::app) before: Option<Box<Action>>,
    /// What its author had before the eyes.
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Made, not on disk yet.
    Recording,
    /// On disk; may still be taken back until then (on `mono`).
    Delayed { until: Duration },
    /// On disk, not on its way.
    Queued { attempts: u32, next_try: Duration },
    /// Sent, no answer yet.
    Sending { attempts: u32 },
    /// The backend may have it, and cannot be asked twice safely.
    Unknown { attempts: u32, absence: Absence, next_look: Duration },
    /// Being looked for.
    Looking { attempts: u32, absence: Absence },
    /// The backend answered for so long and does not have it, which proves nothing: the person decides.
    Missing { looked: Duration },
    /// Its author took it back to write it anew, and has not sent it again.
    TakenBack,
    /// Nobody knows who wrote it: a person has to say that it is theirs.
    Unsigned,
    /// The thread moved since the draft began: the person decides.
    Held { current: Version },
    /// The backend said no: the person decides.
    Refused { why: Refused },
    /// It was made in another life of the store: its ticket may be another one now, and the person decides.
    EarlierLife,
}

/// What a row shows of what is on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pending<'a> {
    pub deed: Deed,
    pub state: &'a State,
    /// How many acts on this ticket are not taken yet.
    pub count: usize,
}

/// In the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    pub(in crate::app) entries: Vec<Entry>,
    /// What somebody else wrote than we speak for now, until the disk is told that it is not ours.
    pub(in crate::app) apart: Vec<Entry>,
}

/// How long an action waits before it asks again whether that of another console is gone.
const BEHIND_ANOTHER: Duration = Duration::from_secs(2);

const LONGEST_BACKOFF: Duration = Duration::from_mins(5);

/// How soon what was perhaps taken is looked for.
const FIRST_LOOK: Duration = Duration::from_secs(1);
/// The longest that a backend may tell us to keep an action back.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// The least that stays between two tries, whatever a backend says.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

impl Entry {
    pub fn needs_a_person(&self) -> bool {
        matches!(
            self.state,
            State::TakenBack
                | State::Unsigned
                | State::Held { .. }
                | State::Refused { .. }
                | State::Missing { .. }
                | State::EarlierLife
        )
    }

    /// How much longer it may be taken back before it is sent.
    pub fn undo_left(&self, now: Now) -> Option<Duration> {
        match self.state {
            State::Delayed { until } => Some(until.saturating_sub(now.mono)),
            _ => None,
        }
    }
}

impl Outbox {
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many are on disk; what is written anew is there in its old words.
    pub fn on_disk(&self) -> usize {
        let is_there = |entry: &&Entry| entry.state != State::Recording || entry.before.is_some();
        self.entries.iter().filter(is_there).count()
    }

    pub fn get(&self, id: ActionId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.action.id == id)
    }

    pub(in crate::app) fn get_mut(&mut self, id: ActionId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.action.id == id)
    }

    /// What is not taken yet on a ticket, in the order made.
    pub fn on<'a>(&'a self, ticket: &TicketId) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.action.ticket == *ticket)
    }

    pub fn pending(&self, ticket: &TicketId) -> Option<Pending<'_>> {
        let count = self.on(ticket).count();
        // What needs the person comes before what goes by itself.
        let entry =
            self.on(ticket).find(|entry| entry.needs_a_person()).or_else(|| self.on(ticket).last())?;
        Some(Pending { deed: Deed::from(&entry.action.change), state: &entry.state, count })
    }

    /// How many acts wait for a person's decision.
    pub fn waiting_for_a_person(&self) -> usize {
        self.entries.iter().filter(|entry| entry.needs_a_person()).count()
    }

    /// Whether something is not on disk yet, so that the program must not end.
    pub fn is_recording(&self) -> bool {
        self.entries.iter().any(|entry| entry.state == State::Recording)
    }

    /// Takes in what was just made; nothing is sent before it is on disk.
    ///
    /// What is written anew has the id of the old one, and with it its place, here and on disk: what was made after
    /// it builds on it.
    #[must_use]
    pub(in crate::app) fn put(&mut self, action: Action, adds: usize, origin: Origin) -> Made {
        let place = self.entries.iter().position(|entry| entry.action.id == action.id);
        let mut entry = Entry {
            action: action.clone(),
            state: State::Recording,
            perhaps_taken: false,
            author: None,
            adds: u32::try_from(adds).ok(),
            before: None,
            origin: origin.clone(),
        };
        match place {
            Some(place) => {
                let old = &self.entries[place];
                entry.before = old.before.clone().or_else(|| Some(Box::new(old.action.clone())));
                entry.perhaps_taken = old.perhaps_taken;
                entry.author.clone_from(&old.author);
                self.entries[place] = entry;
            }
            None => self.entries.push(entry),
        }
        Made { action, adds: u32::try_from(adds).ok(), origin }
    }

    /// The latest that can still be taken back before it is sent.
    pub fn youngest_delayed(&self) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| matches!(entry.state, State::Delayed { .. }))
    }

    /// The text on a ticket that its author took back, if it was written for the same purpose.
    pub(in crate::app) fn taken_back(&self, ticket: &TicketId, purpose: Purpose) -> Option<&Entry> {
        self.on(ticket).find(|entry| {
            entry.state == State::TakenBack
                && Purpose::of(&entry.action.change).is_some_and(|(of, _)| of.is_like(purpose))
        })
    }

    /// What was made by a form on a ticket, and its author took back.
    pub(in crate::app) fn taken_back_form(&self, ticket: &TicketId, about: About) -> Option<&Entry> {
        self.on(ticket)
            .find(|entry| entry.state == State::TakenBack && About::of(&entry.action.change) == Some(about))
    }

    /// When something must be sent that waits by itself.
    pub(in crate::app) fn next_due(&self, now: Now) -> Option<Duration> {
        let left = |entry: &Entry| match entry.state {
            State::Delayed { until } => until.checked_sub(now.mono),
            State::Queued { next_try, .. } => next_try.checked_sub(now.mono),
            _ => None,
        };
        self.entries.iter().filter_map(left).filter(|left| !left.is_zero()).min()
    }

    /// Takes in what an earlier run or a dead console left, each in its place in the order of the disk.
    pub(in crate::app) fn load(&mut self, left: Loaded<'_>, now: Now) -> usize {
        let Loaded { kept, order, unsigned, persons } = left;
        let both = self.entries.iter().chain(&self.apart);
        let known: BTreeSet<ActionId> = both.map(|entry| entry.action.id).collect();
        let is_unsigned = |kept: &Kept| unsigned.contains(&kept.action.id);
        let author = |kept: &Kept| {
            let of = |(backend, _): &&(BackendId, Author)| *backend == kept.action.ticket.backend;
            persons.iter().find(of).filter(|_| !is_unsigned(kept)).map(|(_, person)| person.clone())
        };
        let state = |kept: &Kept| match (kept.taken_back, kept.sent) {
            (true, _) => State::TakenBack,
            (false, _) if is_unsigned(kept) => State::Unsigned,
            (false, true) => State::Unknown { attempts: 1, absence: Absence::default(), next_look: now.mono },
            (false, false) => State::Queued { attempts: 0, next_try: now.mono },
        };
        let left: Vec<Entry> = kept
            .into_iter()
            .filter(|kept| !known.contains(&kept.action.id))
            .map(|kept| Entry {
                state: state(&kept),
                perhaps_taken: kept.sent,
                author: author(&kept),
                action: kept.action,
                adds: kept.adds,
                before: None,
                origin: kept.origin,
            })
            .collect();
        let count = left.len();
        if count > 0 {
            self.entries.splice(..0, left);
            let places: BTreeMap<ActionId, usize> = order.iter().copied().zip(0..).collect();
            // What was made since, and is not on the disk yet, comes last.
            let place = |entry: &Entry| places.get(&entry.action.id).copied().unwrap_or(usize::MAX);
            self.entries.sort_by_key(place);
        }
        count
    }

    /// It is on disk. What the customer will read may be taken back for a moment; all else can be put right later.
    pub(in crate::app) fn recorded(&mut self, id: ActionId, undo: Duration, now: Now) {
        let Some(entry) = self.get_mut(id).filter(|entry| entry.state == State::Recording) else { return };
        entry.before = None;
        entry.state = if undo.is_zero() || !entry.action.change.reaches_the_customer() {
            State::Queued { attempts: 0, next_try: now.mono }
        } else {
            State::Delayed { until: now.mono + undo }
        };
    }

    /// It could not be written to disk: returns it, and what it said before stays as it was.
    pub(in crate::app) fn not_recorded(&mut self, id: ActionId) -> Option<Action> {
        let entry = self.get_mut(id).filter(|entry| entry.state == State::Recording)?;
        match entry.before.take() {
            Some(before) => {
                entry.state = State::TakenBack;
                Some(std::mem::replace(&mut entry.action, *before))
            }
            None => self.take(id),
        }
    }

    /// Takes an action out.
    pub(in crate::app) fn take(&mut self, id: ActionId) -> Option<Action> {
        let at = self.entries.iter().position(|entry| entry.action.id == id)?;
        Some(self.entries.remove(at).action)
    }

    /// Lets an action wait for that of another console.
    pub(in crate::app) fn wait_its_turn(&mut self, id: ActionId, now: Now) {
        let Some(entry) = self.get_mut(id) else { return };
        if let State::Sending { attempts } = entry.state {
            entry.state =
                State::Queued { attempts: attempts.saturating_sub(1), next_try: now.mono + BEHIND_ANOTHER };
        }
    }

    /// Takes out what belongs to a backend whose store is not the one that it was recorded for. It stays on disk.
    pub(in crate::app) fn set_aside(&mut self, backend: &BackendId) -> usize {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.action.ticket.backend != *backend);
        self.apart.retain(|entry| entry.action.ticket.backend != *backend);
        before - self.entries.len()
    }

    /// Starts every delivery that is due, oldest first, one per ticket.
    pub(in crate::app) fn due<'a>(
        &mut self,
        may_send: impl Fn(&BackendId) -> Sendable,
        person: impl Fn(&BackendId) -> Option<&'a Author>,
        now: Now,
    ) -> Vec<Effect> {
        let mut busy: BTreeSet<TicketId> = BTreeSet::new();
        let mut effects = Vec::new();
        for entry in &mut self.entries {
            // What somebody else wrote waits for them, and holds nobody up.
            if entry.author.is_some() && entry.author.as_ref() != person(&entry.action.ticket.backend) {
                continue;
            }
            // One per ticket: a note must not overtake the response that it explains.
            if !busy.insert(entry.action.ticket.clone()) {
                continue;
            }
            let sendable = may_send(&entry.action.ticket.backend);
            if let Some(attempts) = entry.attempts_if_due(sendable, now) {
                entry.state = State::Sending { attempts: attempts + 1 };
                effects.push(Effect::Deliver(entry.action.clone()));
            } else if let Some((attempts, absence)) = entry.look_if_due(sendable, now) {
                entry.state = State::Looking { attempts, absence };
                effects.push(Effect::LookFor(entry.action.clone()));
            }
        }
        effects
    }

    pub(in crate::app) fn delivered(
        &mut self,
        id: ActionId,
        before: Option<&Ticket>,
        after: &Ticket,
        only_ours: Option<bool>,
    ) -> Option<Done> {
        let at = self.entries.iter().position(|entry| entry.action.id == id)?;
        let done = self.entries.remove(at);
        let own = Own { adds: done.adds, only_ours, seen: done.action.seen, before, after };
        let mut rebased = Vec::new();
        for later in self.entries.iter_mut().filter(|entry| entry.action.ticket == done.action.ticket) {
            let seen = own.rebase(later.action.seen);
            if seen != later.action.seen {
                later.action.seen = seen;
                rebased.push((later.action.id, seen));
            }
        }
        Some(Done { action: done.action, adds: done.adds, origin: done.origin, rebased })
    }

    pub(in crate::app) fn refused(&mut self, id: ActionId, why: Refused) {
        if let Some(entry) = self.get_mut(id) {
            entry.perhaps_taken &= !why.settles();
            entry.state = match why {
                Refused::ByRule(Refusal::TicketMoved { current }) => State::Held { current },
                Refused::OtherLife => State::EarlierLife,
                why => State::Refused { why },
            };
        }
    }

    /// Decides what becomes of an action whose delivery failed.
    pub(in crate::app) fn failed(&mut self, id: ActionId, why: &Failure, idempotent: bool, now: Now) {
        let Some(entry) = self.get_mut(id) else { return };
        let State::Sending { attempts } = entry.state else { return };
        let seed = attempts.wrapping_add(id.0.as_fields().0).wrapping_add(u32::from(id.0.as_fields().1));
        let later = |wait: Option<Duration>| {
            let pause = wait.map_or_else(
                || jittered(backoff(attempts, LONGEST_BACKOFF), seed),
                |wait| wait.clamp(SHORTEST_WAIT, LONGEST_WAIT),
            );
            State::Queued { attempts, next_try: now.mono + pause }
        };
        entry.perhaps_taken |=
            matches!(why, Failure::AnswerLost | Failure::ServerFault { .. } | Failure::Unintelligible(_));
        entry.state = match why {
            Failure::Forbidden => State::Refused { why: Refused::NotAllowed },
            Failure::NotFound => State::Refused { why: Refused::TicketNotFound },
            Failure::TooManyRequests { wait } => later(*wait),
            Failure::Unreachable
            | Failure::NoToken(_)
            | Failure::NotAllowed
            | Failure::AskWho
            | Failure::CursorUnknown => later(None),
            // It may have been done: only a backend that knows our ids may be asked again.
            _ if !idempotent => {
                let next_look = now.mono + FIRST_LOOK;
                State::Unknown { attempts, absence: Absence::default(), next_look }
            }
            Failure::ServerFault { wait, .. } => later(*wait),
            Failure::AnswerLost | Failure::Unintelligible(_) => later(None),
        };
    }

    /// Lets everything that waits for a backend go now: it answers again.
    pub(in crate::app) fn hurry(&mut self, backend: &BackendId, now: Now) {
        for entry in self.entries.iter_mut().filter(|entry| entry.action.ticket.backend == *backend) {
            match &mut entry.state {
                State::Queued { next_try: next, .. } | State::Unknown { next_look: next, .. } => {
                    *next = (*next).min(now.mono);
                }
                _ => {}
            }
        }
    }
}

/// What was found on disk.
pub(in crate::app) struct Loaded<'a> {
    pub kept: Vec<Kept>,
    pub order: &'a [ActionId],
    pub unsigned: &'a [ActionId],
    pub persons: &'a [(BackendId, Author)],
}

/// An action that the backend took.
pub(in crate::app) struct Done {
    pub action: Action,
    pub adds: Option<u32>,
    pub origin: Origin,
    /// What the authors of those behind it have seen now, where that is more than before.
    pub rebased: Vec<(ActionId, Version)>,
}
