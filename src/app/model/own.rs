//! One's own delivery, and what those behind it have seen by it.

use crate::desk::ticket::Ticket;
use crate::desk::ticket::status::Version;

/// What one's own delivery did to a ticket.
#[derive(Clone, Copy)]
pub(in crate::app) struct Own<'a> {
    pub adds: Option<u32>,
    /// Whether nobody else did anything since its author looked, where the backend says so.
    pub only_ours: Option<bool>,
    /// What its author had seen.
    pub seen: Version,
    /// As it was known before the delivery.
    pub before: Option<&'a Ticket>,
    pub after: &'a Ticket,
}

impl Own<'_> {
    /// Returns what an author who saw `seen` has seen now, if only our own delivery moved the ticket.
    pub(in crate::app) fn rebase(self, seen: Version) -> Version {
        let after = self.after.version;
        if let Some(only_ours) = self.only_ours {
            return if only_ours && seen >= self.seen { seen.max(after) } else { seen };
        }
        let then = |version: Version| self.adds.map(|adds| Version(version.0 + adds));
        let nothing_between = then(seen) == Some(after);
        let nothing_that_matters = self
            .before
            .is_some_and(|before| then(before.version) == Some(after) && !before.moved_since(seen));
        if nothing_between || nothing_that_matters { seen.max(after) } else { seen }
    }
}
