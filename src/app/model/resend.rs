//! What a person may do about an act that the backend has not taken: send it now, take it back, write it anew.

use crate::app::model::absence::Absence;
use crate::app::model::outbox::{Entry, Outbox, State};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::Refused;
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::ActionId;
use crate::desk::ticket::status::Version;

/// What was repeated so often is not settled by repeating it.
const IN_VAIN: u32 = 4;

impl Entry {
    /// Whether the backend said no, and may have taken an earlier try all the same.
    pub fn is_refused_in_doubt(&self) -> bool {
        self.perhaps_taken && matches!(self.state, State::Refused { .. })
    }

    /// Whether the backend may have it, and nobody here knows.
    pub fn is_in_doubt(&self) -> bool {
        self.perhaps_taken
    }

    /// Whether it was looked for long enough for its author to be asked.
    pub fn is_missing(&self) -> bool {
        matches!(self.state, State::Missing { .. })
    }

    /// Whether its author may still change or drop it. What the backend may have would be said twice, unless it knows
    /// our names: then other words under the same name are refused where the first ones are there. As long as a repeat
    /// is about to settle it, that is waited for.
    pub fn is_changeable(&self, idempotent: bool) -> bool {
        match self.state {
            State::Recording | State::Sending { .. } | State::Looking { .. } | State::Unsigned => false,
            State::Queued { attempts, .. } | State::Unknown { attempts, .. } => {
                !self.perhaps_taken || (idempotent && attempts >= IN_VAIN)
            }
            // Asked or taken back, its author has decided.
            State::Missing { .. } | State::TakenBack => true,
            State::Delayed { .. } | State::Held { .. } | State::Refused { .. } | State::EarlierLife => {
                !self.perhaps_taken || idempotent
            }
        }
    }

    /// Whether the backend has it, in older words: these ones need another name.
    pub fn is_there_in_other_words(&self) -> bool {
        matches!(self.state, State::Refused { why: Refused::TakenInOtherWords })
    }
}

impl Outbox {
    /// Keeps an action back until its author sends it again: its text is being written anew. The disk learns it with
    /// the draft of the same name.
    pub(in crate::app) fn take_back(&mut self, id: ActionId) {
        if let Some(entry) = self.get_mut(id) {
            // What may still come are the words of before: their author was asked, and says others.
            entry.perhaps_taken &= !entry.is_missing();
            entry.state = State::TakenBack;
        }
    }

    /// A person wants it sent: the wait is over, and what is new was seen. Tells whether it can go.
    pub(in crate::app) fn send_now(&mut self, id: ActionId, seen: Option<Version>, now: Now) -> Sent {
        let Some(entry) = self.get_mut(id) else { return Sent::No };
        match entry.state {
            State::Recording | State::Sending { .. } | State::Looking { .. } | State::Unsigned => {
                return Sent::No;
            }
            // Never sent again on somebody's wish alone: it is looked for at once.
            State::Unknown { attempts, absence, .. } => {
                entry.state = State::Unknown { attempts, absence, next_look: now.mono };
                return Sent::Yes(None);
            }
            // Turned away at the door after an answer was lost: nothing goes before that is settled.
            State::Refused { .. } if entry.perhaps_taken => {
                entry.state =
                    State::Unknown { attempts: 0, absence: Absence::default(), next_look: now.mono };
                return Sent::Yes(None);
            }
            State::TakenBack | State::EarlierLife => {
                // The disk says that it is kept back: it is written down once more before it goes.
                entry.state = State::Recording;
                // It is there meanwhile, and stays there if this fails.
                entry.before = Some(Box::new(entry.action.clone()));
                let (action, origin) = (entry.action.clone(), entry.origin.clone());
                return Sent::Yes(Some(Box::new(Effect::Record { action, adds: entry.adds, origin })));
            }
            State::Held { current } => entry.action.seen = seen.unwrap_or(current),
            State::Refused { .. } => entry.action.seen = seen.unwrap_or(entry.action.seen),
            // Its author was asked; the backend is searched once more before it goes.
            State::Missing { .. } | State::Delayed { .. } | State::Queued { .. } => {}
        }
        entry.state = State::Queued { attempts: 0, next_try: now.mono };
        Sent::Yes(None)
    }
}

/// Whether what a person wants sent can go, and what must be done before.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) enum Sent {
    No,
    Yes(Option<Box<Effect>>),
}
