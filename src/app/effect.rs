//! Requests to the outside. Imperative, plain data; each ends in an [`super::event::Event`].

use std::time::Duration;

use crate::desk::action::Action;
use crate::desk::journal::Outcome;
use crate::desk::names::{ActionId, BackendId, LocalId, TicketId};
use crate::desk::ticket::Ticket;

use super::drafts::Draft;

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Takes over what no living console answers for; asked again now and then. -> `OutboxLoaded` | `StoreFailed`
    OpenStore,
    /// -> `Connected` | `ConnectFailed`
    Connect { backend: BackendId },
    /// -> `SnapshotLoaded` | `SnapshotMissing`
    LoadSnapshot { backend: BackendId },
    /// -> `SnapshotKept`
    KeepSnapshot { backend: BackendId, keep: Keep },
    /// -> `RulesLoaded` | `RulesFailed`
    LoadRules { backend: BackendId },
    /// -> `Polled` | `PollFailed`
    Poll { backend: BackendId, since: Option<String>, wait: Duration },
    /// -> `DetailLoaded` | `DetailUnchanged` | `DetailFailed`
    LoadDetail { ticket: TicketId, tag: Option<String> },

    /// Takes the draft of the same name over in one step. -> `Recorded` | `RecordFailed`
    Record(Action),
    /// The same, in the place of an action that it was written anew out of. -> `Recorded` | `RecordFailed`
    Rewrite { action: Action, old: ActionId },
    /// -> `Delivered` | `Refused` | `DeliveryFailed` | `NotItsTurn` | `TakenOver`
    Deliver(Action),
    /// -> `Forgotten`
    Forget { id: ActionId, outcome: Outcome },

    /// -> `DraftKept` | `DraftNotKept`
    KeepDraft { draft: Draft, instead_of: Vec<ActionId> },
    /// -> `DraftForgotten`
    ForgetDraft(ActionId),

    /// Opens the person's own editor on this text, once it is kept. -> `Edited` | `EditFailed`
    Edit(Draft),
    /// -> `Copied` | `CopyFailed`
    Copy(String),
    /// -> `Rang`
    Ring,
    /// Gives the terminal back to the shell (Ctrl-Z). -> `Continued`
    Suspend,
}

/// What changed in a backend's queue since it was last kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Keep {
    pub cursor: String,
    pub as_of: chrono::DateTime<chrono::Utc>,
    pub tickets: Vec<Ticket>,
    pub gone: Vec<LocalId>,
    /// Forget what was kept before: this is the first page of a new synchronisation.
    pub afresh: bool,
}
