//! What the console tells in passing: variants with data, never sentences.

pub use crate::app::model::deed::Deed;
use crate::app::model::lack::Lack;
use crate::app::protocol::event::{Departed, Elsewhere, Failure, NotSaved, Refused};
use crate::app::protocol::signal::Channel;
use crate::app::protocol::trouble::Trouble;
use crate::app::protocol::unseen::Unseen;
use crate::desk::rules::refusal::Refusal;
use crate::desk::sla::ZonesRelease;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::{BackendId, TicketId};
use chrono::TimeDelta;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// The backend accepted it.
    Delivered {
        ticket: TicketId,
        deed: Deed,
    },
    /// The backend has the text, but did not do what should have followed it.
    DeliveredInPart {
        ticket: TicketId,
        deed: Deed,
        why: SafeLine,
    },
    /// Somebody else took the ticket first.
    TakenBy {
        ticket: TicketId,
        name: SafeLine,
    },
    /// The backend cannot do that.
    Lacking {
        backend: BackendId,
        lack: Lack,
    },
    /// No file came with this ticket.
    NoFiles {
        ticket: TicketId,
    },
    FileSaved {
        path: SafeLine,
    },
    /// Nothing that was said on this ticket holds a link.
    NoLinks {
        ticket: TicketId,
    },
    LinkOpened {
        place: SafeLine,
    },
    LinkNotOpened {
        place: SafeLine,
        why: SafeLine,
    },
    FileNotSaved {
        name: SafeLine,
        why: NotSaved,
    },
    /// The rules say no; nothing was sent.
    RuleSaysNo {
        ticket: TicketId,
        deed: Deed,
        why: Refusal,
    },
    /// The backend said no; the action stands in the outbox with its text.
    BackendSaysNo {
        ticket: TicketId,
        deed: Deed,
        why: Refused,
    },
    /// The thread moved since the draft began; the action waits in the outbox for the person.
    Held {
        ticket: TicketId,
        deed: Deed,
    },
    /// It could not be put on disk; a text is back in the editor.
    NotRecorded {
        ticket: TicketId,
        deed: Deed,
        why: Trouble,
    },
    /// The local store cannot be used: nothing that is done now survives the end of the program.
    StoreFailed {
        why: Trouble,
    },
    /// A text that is not sent could not be put on disk; it is tried again.
    DraftNotKept {
        ticket: TicketId,
        why: Trouble,
    },
    /// Acts or texts of a later program, or spoilt ones: they stay in the local store.
    Unreadable {
        rows: usize,
    },
    /// The local store can be used again, and has all texts.
    StoreWorks,
    /// Left over from an earlier run and on their way again.
    OutboxResumed {
        actions: usize,
    },
    /// Everything that was sent is on its way, or nothing was.
    NothingToTakeBack,
    /// It cannot be changed any more, nor yet: it is just being written to disk or sent.
    StillOnItsWay {
        ticket: TicketId,
        deed: Deed,
    },
    /// It was refused, but an earlier try may have been taken: it is asked again before anything else is said.
    PerhapsTaken {
        ticket: TicketId,
        deed: Deed,
    },
    /// It is changed or dropped although an earlier try may have been taken: by its name nothing is taken twice.
    ChangedInDoubt {
        ticket: TicketId,
        deed: Deed,
    },
    /// No answer came, and the backend answered for long without having it: its author is asked.
    Missing {
        ticket: TicketId,
        deed: Deed,
    },
    /// It is changed or dropped, and an earlier try may still come late: the backend does not know it by its name.
    MayComeLate {
        ticket: TicketId,
        deed: Deed,
    },
    /// The backend has it in older words; what was written since goes as another one, if it is sent.
    SaidBesides {
        ticket: TicketId,
        deed: Deed,
    },
    /// What it was about is not there any more: the words of a form are kept as a note.
    WordsAsNote {
        ticket: TicketId,
    },
    /// Nothing happened since the text was begun.
    NothingNew,
    /// What is new is not read yet, so nobody can agree to it.
    NewsNotRead {
        ticket: TicketId,
    },
    /// Still more happened while what is new was read.
    MoreIsNew {
        ticket: TicketId,
    },
    /// A template's variable was not filled in; the cursor stands on it.
    Unresolved {
        name: SafeLine,
    },
    /// Every variable is filled in.
    NothingUnresolved,
    /// Nothing that the customer said is known here.
    NothingToQuote {
        ticket: TicketId,
    },
    /// What was typed is not the name of the ticket.
    NotConfirmed {
        ticket: TicketId,
    },
    /// Something happened while the form was filled in; sending it again sends it all the same.
    ThreadMoved {
        ticket: TicketId,
    },
    DraftKept {
        ticket: TicketId,
    },
    /// The same of what was typed in a form.
    FormKept {
        ticket: TicketId,
    },
    /// Left by an earlier run, or by a console that died.
    DraftsRestored {
        drafts: usize,
    },
    /// The text that was left is in the editor again.
    DraftReopened {
        ticket: TicketId,
    },
    DraftDiscarded {
        ticket: TicketId,
    },
    /// The way of the signature request is over, or the next step is not ours.
    NothingNext {
        ticket: TicketId,
    },
    /// No SHA-256 is known of what the ticket is about.
    NoHash {
        ticket: TicketId,
    },
    /// Nothing can be done because no ticket is marked.
    NoTicket,
    /// Marked tickets left the queue, and their marks with them.
    MarksGone {
        count: usize,
    },
    /// All of several have come out.
    BulkDone {
        deed: Deed,
        done: usize,
        not: usize,
    },
    /// Nothing was done to several tickets in this run.
    NothingInBulk,
    /// It needs to be known who we are there.
    NobodyHere {
        backend: BackendId,
    },
    /// It needs the list of managers, which was not heard yet.
    NoManagersYet {
        backend: BackendId,
    },
    /// Pasted text is text, and there is no text field here.
    PasteIgnored,
    /// Paste or editor brought more than fits.
    TextTooLong {
        most: usize,
    },
    /// The token is unknown, expired or revoked.
    TokenRefused {
        backend: BackendId,
    },
    BackendFailed {
        backend: BackendId,
        why: Failure,
    },
    /// A backend shows tickets that are none: what is shown of them here is old.
    TicketsUnreadable {
        backend: BackendId,
        first: SafeLine,
        count: usize,
    },
    /// What tickets are read by cannot be seen.
    NotSeen {
        backend: BackendId,
        unseen: Vec<Unseen>,
    },
    /// The backend told us to read everything anew.
    StartedOver {
        backend: BackendId,
    },
    /// The token speaks for somebody else than before. Names are empty for whoever has none.
    AnotherPerson {
        backend: BackendId,
        was: SafeLine,
        is: SafeLine,
    },
    /// Things wait on this machine that somebody else wrote.
    OthersWait {
        things: usize,
        author: SafeLine,
        me: SafeLine,
    },
    /// Somebody else wrote it: it is not ours to send or to change.
    OfAnother {
        ticket: TicketId,
        author: SafeLine,
        me: SafeLine,
    },
    /// The backend has another store than before; what was made for the old one stays on disk for it.
    AnotherStore {
        backend: BackendId,
        actions: usize,
    },
    /// The backend's store was restored: everything is read anew, and what was left for the earlier life waits.
    Restored {
        backend: BackendId,
        drafts: usize,
    },
    /// So many acts were made in an earlier life of the store, and wait for their author.
    HeldSinceRestore {
        backend: BackendId,
        actions: usize,
    },
    /// So many acts that the backend had accepted are not there any more since it was restored.
    LostByRestore {
        backend: BackendId,
        actions: usize,
    },
    DetailFailed {
        ticket: TicketId,
        why: Failure,
    },
    /// It was read, and is not in the queue any more.
    Departed {
        ticket: TicketId,
        why: Departed,
    },
    /// The clock of this machine differs from the backend's by so much.
    ClockOff {
        backend: BackendId,
        /// How far ahead it is; behind, if negative.
        ahead: TimeDelta,
    },
    /// New tickets of severity 1.
    CriticalArrived {
        first: TicketId,
        count: usize,
    },
    /// New tickets of severity 2.
    HighArrived {
        first: TicketId,
        count: usize,
    },
    /// Tickets that got into their first timed warning.
    AtRisk {
        first: TicketId,
        count: usize,
    },
    /// Tickets that are at the last warning before their due.
    NearlyDue {
        first: TicketId,
        count: usize,
    },
    Breached {
        first: TicketId,
        count: usize,
    },
    /// Objectives of our own that passed: no breach.
    Overdue {
        first: TicketId,
        count: usize,
    },
    /// What was crossed while the machine slept or the backend could not be heard.
    WhileAway {
        arrived: usize,
        breached: usize,
        at_risk: usize,
    },
    /// What quiet hours kept back.
    AfterQuiet {
        arrived: usize,
        breached: usize,
        at_risk: usize,
    },
    /// Told before, and nobody has seen it.
    Unseen {
        first: TicketId,
        count: usize,
    },
    AlarmsSeen {
        count: usize,
    },
    AlarmsSnoozed {
        count: usize,
        left: Duration,
    },
    /// There is none that could be silenced.
    NoAlarm,
    /// A way of warning does not work; told once until it works again.
    WarnFailed {
        through: Channel,
        why: SafeLine,
    },
    /// The files that the console was made of were read again.
    FilesRead,
    /// Something in them is wrong, and what was there before stays.
    FilesRefused {
        why: SafeLine,
        more: usize,
    },
    Copied,
    CopyFailed {
        why: SafeLine,
    },
    EditorFailed {
        why: SafeLine,
    },
    /// It had saved words before it failed; they are in the text.
    EditorFailedLate {
        why: SafeLine,
    },
    /// An editor that nobody waited for any more saved words; they are in the draft.
    SavedByEditor {
        ticket: TicketId,
    },
    /// Words of the person's that are in no draft: they stay in a file.
    WordsInFile {
        path: SafeLine,
    },
    /// The local store was moved or deleted, and made anew.
    StoreMadeAnew,
    /// Another console of the same person has not sent this.
    WaitsElsewhere(Elsewhere),
    Asked {
        backends: usize,
    },
    NothingUrgent,
    /// The backend computes what is owed with other zone data than this program.
    OtherZoneData {
        backend: BackendId,
        theirs: ZonesRelease,
        ours: ZonesRelease,
    },
    /// Nobody's dedicated manager is the person that the token speaks for.
    NoCustomersOfMine,
}
