//! What a backend says of itself when it is first heard.

use chrono::{DateTime, Utc};

use crate::desk::life::Life;
use crate::desk::rules::place::Places;
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::ManagerId;

/// Who we are to a backend, and what it can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    pub name: SafeLine,
    pub role: Role,
    pub manager: Option<ManagerId>,
    /// The store that answers, and which of its lives this is.
    pub life: Life,
    pub demonstration: bool,
    pub server_now: DateTime<Utc>,
    /// How many acts it had accepted in an earlier life and does not know any more; they wait in the outbox.
    pub lost: usize,
    /// Another store answered there last time, or none: what was left for this one was not looked for yet.
    pub is_new_here: bool,
    pub capabilities: Capabilities,
}

impl Welcome {
    /// For whom we speak there.
    pub fn person(&self) -> Author {
        Author::of(self.role, self.manager.as_ref())
    }
}

/// What a backend offers; the console greys out what is missing and says why.
#[expect(clippy::struct_excessive_bools, reason = "a backend can do any of them without the others")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Repeating an action by its id is safe.
    pub idempotent: bool,
    /// An interim response can be told from a qualified one.
    pub interim: bool,
    /// Changes can be waited for.
    pub long_poll: bool,
    /// A ticket can wait for its customer.
    pub waiting: bool,
    /// Files stand beside messages, and can be read.
    pub files: bool,
    /// It tells who is on which ticket.
    pub presence: bool,
    /// A ticket can be made void.
    pub voiding: bool,
    /// Tickets can be filed from here.
    pub filing: bool,
    /// It keeps the customers' contacts and contracts, and takes changes of them.
    pub contracts: bool,
    /// Where a signature request may stand, as it can keep it.
    pub steps: Places,
    /// It knows which antivirus databases are the latest.
    pub bases: bool,
    /// What is said is read on it by the customer's contacts, and mailed to nobody.
    pub read_there: bool,
}

impl Capabilities {
    /// Everything that the console can ask of a backend.
    pub const ALL: Self = Self {
        idempotent: true,
        interim: true,
        long_poll: true,
        waiting: true,
        files: true,
        presence: true,
        voiding: true,
        filing: true,
        contracts: true,
        steps: Places::ALL,
        bases: true,
        read_there: true,
    };
}
