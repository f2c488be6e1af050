//! Consoles with one defect each, to show that the histories find it: each wraps what goes in and out of the app.

use std::collections::BTreeMap;

use uuid::Uuid;
use vigie::app::effect::Effect;
use vigie::app::event::Event;
use vigie::app::origin::Origin;
use vigie::desk::journal::Outcome;
use vigie::desk::names::ActionId;

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
}

impl Mutant {
    pub const ALL: [Self; 7] = [
        Self::ResendsWithANewId,
        Self::ForgetsBeforeTheAnswer,
        Self::RecordsNothing,
        Self::KeepsNoDraft,
        Self::TakesSentForDelivered,
        Self::LoadsBackwards,
        Self::LosesATicket,
    ];

    /// A word of the complaint that it deserves.
    pub fn is_told_by(self) -> &'static str {
        match self {
            Self::ResendsWithANewId => "doubled",
            Self::ForgetsBeforeTheAnswer | Self::RecordsNothing | Self::TakesSentForDelivered => "lost",
            Self::LoadsBackwards => "order",
            Self::KeepsNoDraft => "the draft",
            Self::LosesATicket => "queue",
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
            (_, Event::DeliveryFailed { id, why }) => Event::DeliveryFailed { id: own(id), why },
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
