//! Requests to the outside. Imperative, plain data; each ends in an [`crate::app::protocol::event::Event`].

use std::time::Duration;

use crate::desk::journal::Outcome;
use crate::desk::queue::CustomerKey;
use crate::desk::text::SafeLine;
use crate::desk::text::hyperlink::Hyperlink;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, BackendId, LocalId, TicketId};
use crate::desk::ticket::presence::Doing;
use crate::desk::ticket::status::Version;

use crate::app::protocol::draft::Draft;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::signal::{Channel, Signal};

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
    /// -> `Polled` | `PolledInPart` | `PolledAgain` | `PollFailed`
    Poll { backend: BackendId, since: Option<String>, wait: Duration },
    /// -> `DetailLoaded` | `DetailUnchanged` | `DetailGone` | `DetailFailed`
    LoadDetail { ticket: TicketId, tag: Option<String> },

    /// -> `OverviewAnswered`
    LoadOverview { customer: CustomerKey },

    /// Tells the others where we are. -> `PresenceHeard` | `PresenceFailed`
    TellPresence { ticket: TicketId, doing: Doing },
    /// Tells the others that we are on no ticket any more. -> `PresenceWithdrawn`
    WithdrawPresence { backend: BackendId },

    /// Takes the draft of the same name over in one step; once more with the same id, it keeps its place.
    /// -> `Recorded` | `RecordFailed`
    Record {
        action: Action,
        /// How many facts it adds, as far as is known.
        adds: Option<u32>,
        /// What its author had before the eyes.
        origin: Origin,
    },
    /// The same of several: all of them or none. -> `AllRecorded` | `NoneRecorded`
    RecordAll(Vec<Made>),
    /// -> `Delivered` | `Refused` | `DeliveryFailed` | `NotItsTurn` | `TakenOver` | `WrittenBy` | `Unsigned`
    Deliver(Action),
    /// What is written at a backend from here on is this person's. -> `PersonRemembered`
    RememberPerson { backend: BackendId, person: Author },
    /// A person says that an action is theirs of which nobody knew whose it is. -> `Signed`
    Sign { id: ActionId, author: Author },
    /// Answers no more for what somebody else wrote. -> `Released`
    Release { ids: Vec<ActionId> },
    /// Deletes what somebody else wrote. -> `OtherForgotten` | `StoreFailed`
    ForgetOther { id: ActionId, author: Author },
    /// Finds out whether the backend has what was perhaps sent. -> `Delivered` | `NotTaken` | `Refused` | `LookFailed`
    LookFor(Action),
    /// One that was withdrawn leaves its text as a draft of the same name. -> `Forgotten`
    Forget {
        id: ActionId,
        outcome: Outcome,
        /// What the authors of those behind it have seen now.
        seen: Vec<(ActionId, Version)>,
    },

    /// An action of the same name does not go by itself from then on. -> `DraftKept` | `DraftNotKept`
    KeepDraft { draft: Draft, instead_of: Vec<ActionId> },
    /// The same of a form. -> `DraftKept` | `DraftNotKept`
    KeepForm(Filled),
    /// Of a text or a form. -> `DraftForgotten`
    ForgetDraft(ActionId),

    /// Opens the person's own editor on this text, once it is kept.
    /// -> `Edited` | `EditedBut` | `EditInFile` | `EditFailed`
    Edit(Draft),
    /// -> `Copied` | `CopyFailed`
    Copy(String),
    /// -> `FileSaved` | `FileNotSaved`
    SaveFile { ticket: TicketId, id: SafeLine, name: SafeLine },
    /// Hands a link to the browser or the mail program. -> `LinkOpened` | `LinkNotOpened`
    OpenLink(Hyperlink),
    /// -> `Rang`
    Ring,
    /// Brings a warning to the person by a way of its own. -> `Warned` | `WarnFailed`
    Warn { through: Channel, signal: Signal },
    /// Gives the terminal back to the shell (Ctrl-Z). -> `Continued`
    Suspend,
    /// Reads the files again that the console was made of. -> `FilesRead` | `FilesUnchanged` | `FilesRefused`
    ReadFiles(Reread),
}

/// Which files are read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reread {
    /// All of them, if one changed.
    IfChanged,
    /// All of them.
    Whole,
}

/// One of several actions, and how many facts it adds, as far as is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    pub action: Action,
    pub adds: Option<u32>,
    pub origin: Origin,
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
