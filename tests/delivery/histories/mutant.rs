//! Consoles with one defect each, to show that the histories find it: each wraps what goes in and out of the app.

use std::collections::BTreeMap;

use uuid::Uuid;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Failure};
use vigie::app::protocol::origin::Origin;
use vigie::desk::journal::Outcome;
use vigie::desk::ticket::author::Author;
use vigie::desk::ticket::names::{ActionId, ManagerId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// Repeats an action under another id: the backend cannot know it again.
    ResendsWithANewId,
    /// Forgets an action when it is sent instead of when it is accepted.
    ForgetsBeforeTheAnswer,
    /// Calls recorded what is not on disk.
    RecordsNothing,
    /// Calls a draft kept that is not on disk.
    KeepsNoDraft,
    /// Takes what was sent before the last end as delivered.
    TakesSentForDelivered,
    /// Loads the outbox in the wrong order.
    LoadsBackwards,
    /// Loses a ticket out of a page of changes.
    LosesATicket,
    /// Writes down everything as the same person's, whoever is here.
    WritesAsTheFirst,
}

impl Mutant {
    pub const ALL: [Self; 8] = [
        Self::ResendsWithANewId,
        Self::ForgetsBeforeTheAnswer,
        Self::RecordsNothing,
        Self::KeepsNoDraft,
        Self::TakesSentForDelivered,
        Self::LoadsBackwards,
        Self::LosesATicket,
        Self::WritesAsTheFirst,
    ];

    /// Words of the complaints that it deserves.
    pub fn is_told_by(self) -> &'static [&'static str] {
        match self {
            // Where the first try was lost on the way, it is there under a name that nobody knows.
            Self::ResendsWithANewId => &["doubled", "accepted and is lost"],
            Self::ForgetsBeforeTheAnswer | Self::RecordsNothing | Self::TakesSentForDelivered => &["lost"],
            Self::LoadsBackwards => &["order"],
            Self::KeepsNoDraft => &["the draft"],
            Self::LosesATicket => &["queue"],
            // What was begun by one is found by the other, or by nobody.
            Self::WritesAsTheFirst => &["somebody else", "lost"],
        }
    }
}

/// What a mutant remembers of a run.
#[derive(Debug, Default)]
pub struct Memory {
    sent: BTreeMap<ActionId, u32>,
    /// The ids under which actions were sent again, and their own.
    aliases: BTreeMap<ActionId, ActionId>,
    polls: u32,
}

impl Memory {
    /// What is performed in the place of an effect, and the answers that are made up.
    pub fn perform(&mut self, mutant: Mutant, effect: Effect) -> (Vec<Effect>, Vec<Event>) {
        match (mutant, effect) {
            (Mutant::ResendsWithANewId, Effect::Deliver(mut action)) => {
                let times = self.sent.entry(action.id).or_default();
                *times += 1;
                if *times > 1 {
                    let own = action.id;
                    action.id = ActionId(Uuid::from_u128(own.0.as_u128().wrapping_add(u128::from(*times))));
                    self.aliases.insert(action.id, own);
                    // Also on disk: the store sends nothing that it does not hold.
                    let forget = Effect::Forget { id: own, outcome: Outcome::Withdrawn, seen: Vec::new() };
                    let record =
                        Effect::Record { action: action.clone(), adds: None, origin: Origin::default() };
                    return (vec![forget, record, Effect::Deliver(action)], Vec::new());
                }
                (vec![Effect::Deliver(action)], Vec::new())
            }
            (Mutant::ForgetsBeforeTheAnswer, Effect::Deliver(action)) => {
                let forget = Effect::Forget { id: action.id, outcome: Outcome::Withdrawn, seen: Vec::new() };
                (vec![forget, Effect::Deliver(action)], Vec::new())
            }
            (Mutant::RecordsNothing, Effect::Record { action, .. }) => {
                (Vec::new(), vec![Event::Recorded(action.id)])
            }
            (Mutant::KeepsNoDraft, Effect::KeepDraft { draft, .. }) => {
                (Vec::new(), vec![Event::DraftKept(draft.id)])
            }
            (Mutant::KeepsNoDraft, Effect::KeepForm(form)) => (Vec::new(), vec![Event::DraftKept(form.id)]),
            (Mutant::WritesAsTheFirst, Effect::RememberPerson { backend, .. }) => {
                let person = Author::Manager(ManagerId::new("cmartin"));
                (vec![Effect::RememberPerson { backend, person }], Vec::new())
            }
            (_, effect) => (vec![effect], Vec::new()),
        }
    }

    /// What the app hears in the place of an event.
    pub fn hear(&mut self, mutant: Mutant, event: Event) -> Event {
        let own = |id: ActionId| self.aliases.get(&id).copied().unwrap_or(id);
        match (mutant, event) {
            (_, Event::Delivered { id, at, ticket, aside }) => {
                Event::Delivered { id: own(id), at, ticket, aside }
            }
            (_, Event::Refused { id, why, ticket }) => Event::Refused { id: own(id), why, ticket },
            (_, Event::DeliveryFailed { id, why }) => {
                let id = own(id);
                if matches!(why, Failure::Unreachable | Failure::NotAllowed | Failure::AskWho) {
                    // Turned away at the door, it was not sent.
                    self.sent.remove(&id);
                }
                Event::DeliveryFailed { id, why }
            }
            (Mutant::TakesSentForDelivered, Event::OutboxLoaded(mut left)) => {
                left.kept.retain(|kept| !kept.sent);
                Event::OutboxLoaded(left)
            }
            (Mutant::LoadsBackwards, Event::OutboxLoaded(mut left)) => {
                left.order.reverse();
                Event::OutboxLoaded(left)
            }
            (Mutant::LosesATicket, Event::Polled { backend, mut changes }) => {
                self.polls += 1;
                if self.polls.is_multiple_of(3) {
                    changes.tickets.pop();
                }
                Event::Polled { backend, changes }
            }
            (_, event) => event,
        }
    }
}
