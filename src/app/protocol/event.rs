//! Facts: what happened outside or was pressed. Past tense, plain data.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::desk::life::Life;
use crate::desk::queue::overview::Overview;
use crate::desk::queue::{CustomerKey, Queue};
use crate::desk::rota::Rota;
use crate::desk::rules::bases::Release;
use crate::desk::sla::{Calendar, ZonesRelease};
use crate::desk::template::Library;
use crate::desk::text::hyperlink::Hyperlink;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::customer::{Customer, FormerContact, Manager};
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::names::{
    ActionId, BackendId, CalendarName, ContactId, CustomerId, LocalId, TicketId,
};
use crate::desk::ticket::presence::Present;
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::readers::Readers;
use crate::desk::ticket::signature::{Kin, SignatureRequest, Unreadable};

use crate::app::protocol::keymap::{Key, Keymap};
use crate::app::protocol::signal::Channel;
use crate::app::protocol::signature::Signature;
use crate::app::protocol::trouble::Trouble;
use crate::app::protocol::unseen::Unseen;

pub use crate::app::protocol::departed::Departed;
pub use crate::app::protocol::failure::Failure;
pub use crate::app::protocol::found::{Accepted, But, Elsewhere, Kept, Saved};
pub use crate::app::protocol::left::Left;
pub use crate::app::protocol::refused::Refused;
pub use crate::app::protocol::welcome::{Capabilities, Welcome};

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The slept time is over, or the program has just started.
    Woke,
    /// A key went down; `fresh` names the action that it may make (the core draws nothing itself).
    Pressed {
        key: Key,
        fresh: ActionId,
    },
    /// Text was pasted: never a key, never a command.
    Pasted(String),
    Resized,
    /// A frame was drawn; told only when it measured something else than the last one.
    Drawn(Drawn),
    /// The person came back from a suspended program (`fg`).
    Continued,
    /// SIGTERM or SIGHUP: leave as soon as everything is on disk.
    ToldToQuit,

    /// The local store was read; this was left by an earlier run, or by a console that died.
    OutboxLoaded(Left),
    /// The local store cannot be used; what is typed stays in memory.
    StoreFailed(Trouble),
    /// The last known queue of a backend's store.
    SnapshotLoaded {
        backend: BackendId,
        snapshot: Snapshot,
    },
    SnapshotMissing {
        backend: BackendId,
    },
    /// A page of changes was kept for the next start (or could not be, which costs only a longer start).
    SnapshotKept {
        backend: BackendId,
    },

    Connected {
        backend: BackendId,
        welcome: Welcome,
    },
    ConnectFailed {
        backend: BackendId,
        why: Failure,
    },
    RulesLoaded {
        backend: BackendId,
        rules: Box<Rules>,
    },
    RulesFailed {
        backend: BackendId,
        why: Failure,
    },
    Polled {
        backend: BackendId,
        changes: Changes,
    },
    /// The same, of a page of which some tickets cannot be read: these are named, the rest is taken.
    PolledInPart {
        backend: BackendId,
        changes: Changes,
        unreadable: Vec<SafeLine>,
    },
    /// The same, of a page of which some tickets were read again although nothing happened to them: they count even if
    /// they have less of a history than what is known.
    PolledAgain {
        backend: BackendId,
        changes: Changes,
        again: BTreeSet<LocalId>,
    },
    PollFailed {
        backend: BackendId,
        why: Failure,
    },
    DetailLoaded {
        ticket: TicketId,
        detail: Box<Detail>,
    },
    /// The copy that the console has is still the latest.
    DetailUnchanged {
        ticket: TicketId,
    },
    DetailFailed {
        ticket: TicketId,
        why: Failure,
    },
    /// There is no such ticket in the queue any more.
    DetailGone {
        ticket: TicketId,
        why: Departed,
    },

    /// How a customer fares, or why that is not known.
    OverviewAnswered {
        customer: CustomerKey,
        answer: Result<Box<Overview>, Failure>,
    },

    /// Who else is on the tickets of a backend now.
    PresenceHeard {
        backend: BackendId,
        present: Vec<Present>,
    },
    /// The others could not be told where we are; it is said again in its time.
    PresenceFailed {
        backend: BackendId,
    },
    PresenceWithdrawn {
        backend: BackendId,
    },

    Recorded(ActionId),
    RecordFailed {
        id: ActionId,
        why: Trouble,
    },
    /// All of several.
    AllRecorded(Vec<ActionId>),
    /// None of several.
    NoneRecorded {
        ids: Vec<ActionId>,
        why: Trouble,
    },
    /// The backend accepted the action, and this is the ticket after it.
    Delivered {
        id: ActionId,
        at: DateTime<Utc>,
        ticket: Box<Ticket>,
        aside: Aside,
    },
    /// It was looked for, and the backend does not have it.
    NotTaken(ActionId),
    /// It could not be looked for.
    LookFailed {
        id: ActionId,
        why: Failure,
    },
    /// The backend said no, and this is the ticket as it stands (if it told).
    Refused {
        id: ActionId,
        why: Refused,
        ticket: Option<Box<Ticket>>,
    },
    DeliveryFailed {
        id: ActionId,
        why: Failure,
    },
    /// Nothing was sent: an earlier action on the same ticket is that of another console, which lives.
    NotItsTurn(ActionId),
    /// Nothing was sent: another console answers for it now.
    TakenOver(ActionId),
    /// Nothing was sent: somebody else wrote it than the token speaks for.
    WrittenBy {
        id: ActionId,
        author: Author,
    },
    /// Nothing was sent: nobody knows who wrote it.
    Unsigned(ActionId),
    Signed(ActionId),
    PersonRemembered {
        backend: BackendId,
    },
    /// The console does not answer for these any more; for none, if the disk did not take it.
    Released(Vec<ActionId>),
    OtherForgotten(ActionId),
    Forgotten(ActionId),

    DraftKept(ActionId),
    DraftNotKept {
        id: ActionId,
        why: Trouble,
    },
    DraftForgotten(ActionId),

    /// The external editor ended with this text.
    Edited(String),
    /// It failed, and nothing was saved.
    EditFailed(SafeLine),
    /// Words were saved, but not all is well.
    EditedBut {
        text: String,
        but: But,
    },
    /// What it saved cannot be taken in, and lies there.
    EditInFile {
        path: SafeLine,
        why: SafeLine,
    },
    Copied,
    CopyFailed(SafeLine),
    /// A file of a ticket lies there now.
    FileSaved(SafeLine),
    FileNotSaved {
        name: SafeLine,
        why: NotSaved,
    },
    /// A link was handed to whatever opens it on this machine.
    LinkOpened(Hyperlink),
    LinkNotOpened {
        link: Hyperlink,
        why: SafeLine,
    },
    Rang,
    /// A warning went out; whether anybody sees it, nobody says.
    Warned(Channel),
    WarnFailed {
        through: Channel,
        why: SafeLine,
    },
    /// What the files say that the console was made of.
    FilesRead(Box<FilesRead>),
    FilesUnchanged,
    /// Something is wrong in them: the first sentence of it, and how many more there are.
    FilesRefused {
        why: SafeLine,
        more: usize,
    },
}

/// What of the configuration changes under a running console.
#[derive(Clone, Debug, PartialEq)]
pub struct FilesRead {
    pub because: Because,
    pub keymap: Keymap,
    pub library: Library,
    pub signatures: Vec<Signature>,
    pub on_call: Option<SafeLine>,
    pub rotas: Vec<Rota>,
}

/// Why the files were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    Asked,
    Changed,
    /// Nothing changed, but shifts are known only so far ahead.
    NewDay,
}

/// What a frame had room for, so that a page is a page and a scroll ends at the end.
///
/// `ui::draw` returns it; it is the only thing that the state machine knows of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Tickets that the queue pane shows.
    pub queue_rows: usize,
    /// Lines that the customers' pane shows.
    pub customer_rows: usize,
    /// Lines of the open detail that fit.
    pub detail_rows: usize,
    /// The furthest that the open detail can be scrolled; `None` if it was not worth counting.
    pub detail_end: Option<usize>,
    /// Lines of the overlay (help, outbox) that fit, and the furthest that it can be scrolled.
    pub overlay_rows: usize,
    pub overlay_end: Option<usize>,
}

/// The queue of one backend as it was when the console last heard of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The store and the life of it that it was heard from: that of another one is thrown away.
    pub life: Life,
    /// Built outside, so that a large one does not hold up the keys.
    pub queue: Box<Queue>,
    pub cursor: String,
    /// When the backend said so (UTC).
    pub as_of: DateTime<Utc>,
    pub rules: Option<Box<Rules>>,
}

/// The rules of the clock and who is who.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub version: u32,
    pub desk_name: SafeLine,
    pub programme: Programme,
    pub default_calendar: CalendarName,
    pub calendars: Vec<(CalendarName, Calendar)>,
    pub managers: Vec<Manager>,
    pub customers: Vec<Customer>,
    /// Who was a contact once: their words stand on tickets.
    pub former: Vec<FormerContact>,
    /// The release of tzdata by which the backend computes what is owed, where it does and says so.
    pub tzdata: Option<ZonesRelease>,
    /// What cannot be seen there, although tickets are read by it.
    pub unseen: Vec<Unseen>,
}

impl Rules {
    /// What a contact is called, also one who is none any more.
    pub fn contact_name(&self, customer: &CustomerId, id: &ContactId) -> Option<&SafeLine> {
        let known = self.customers.iter().find(|known| known.id == *customer);
        let is_theirs = |former: &&FormerContact| former.customer == *customer && former.id == *id;
        let contact = known.and_then(|customer| customer.contact(id)).map(|contact| &contact.name);
        contact.or_else(|| self.former.iter().find(is_theirs).map(|former| &former.name))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    pub cursor: String,
    pub more: bool,
    pub server_now: DateTime<Utc>,
    pub rules_version: u32,
    pub tickets: Vec<Ticket>,
    pub gone: Vec<LocalId>,
    /// All that there is, where the backend has just counted: what is not among it has left unnoticed.
    pub whole: Option<BTreeSet<LocalId>>,
    /// Who else is on which ticket: all of them each time.
    pub present: Vec<Present>,
    /// The latest antivirus databases, where the backend knows of any.
    pub latest_bases: Option<Release>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    pub ticket: Ticket,
    pub facts: Vec<Fact>,
    /// What the backend knows of a signature request's object from others.
    pub kin: Kin,
    /// What stands in the fields of a signature request and cannot be what it stands for.
    pub unreadable: Vec<Unreadable>,
    /// What the backend wants to be asked with next time (`ETag`).
    pub tag: Option<String>,
    /// Files beside the messages, in the order in which they came.
    pub files: Vec<File>,
    /// The deadline that the backend itself reckons, where it has a clock of its own that differs.
    pub their_due: Option<TheirDue>,
    /// Who gets what is written on it.
    pub readers: Readers,
}

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The backend's own name of it.
    pub id: SafeLine,
    /// When its message was recorded (UTC), which is how it is found.
    pub at: DateTime<Utc>,
    pub by: Who,
    pub name: SafeLine,
    pub media: SafeLine,
    /// In bytes; `None` if the backend does not say.
    pub size: Option<u64>,
    /// A picture that stood in the middle of the text.
    pub inline: bool,
}

/// What the backend's own clock says, and why it may say something else than ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TheirDue {
    /// `None` if it has no deadline.
    pub at: Option<DateTime<Utc>>,
    pub why: TheirReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TheirReason {
    /// It counts by a level of its own.
    OwnLevel(SafeLine),
    /// It has no level for this ticket, so the instant was set by hand.
    SetByHand,
    /// It has a level, but somebody set another instant since.
    SetOverLevel(SafeLine),
    /// It has no level for this ticket; a rule of its own set the instant.
    OwnRule,
    /// A level, but no deadline: opened by the desk for a caller, or answered by its own rules.
    NotRunning(SafeLine),
    NoLevel,
    /// Ours is answered; theirs counts for a later message.
    LaterMessage,
}

impl Detail {
    /// What was asked for, if it is a signature request.
    pub fn signature(&self) -> Option<&SignatureRequest> {
        self.facts.iter().find_map(|fact| match &fact.what {
            What::Filed(filed) => filed.signature.as_ref(),
            _ => None,
        })
    }

    /// The last thing that was said.
    pub fn last_said(&self) -> Option<&SafeText> {
        self.said().next()
    }

    /// All that was said as it was written, the last first.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.said().map(SafeText::raw)
    }

    fn said(&self) -> impl Iterator<Item = &SafeText> {
        self.facts.iter().rev().filter_map(|fact| match &fact.what {
            What::Said(message) => Some(&message.body),
            What::Filed(filed) => Some(&filed.body),
            _ => None,
        })
    }
}

/// What else is known of a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// Whether nothing but our own act happened since its author looked; `None` if it must be reckoned.
    pub only_ours: Option<bool>,
    /// The text is there, but what should have followed it is not, in the backend's own words.
    pub but: Option<SafeLine>,
}

/// Why a file was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSaved {
    Backend(Failure),
    /// This machine would not take it.
    Disk(SafeLine),
}
