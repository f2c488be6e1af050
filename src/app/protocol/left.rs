//! What earlier consoles left, and who answers for it from now on.

use crate::desk::life::Life;
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::names::{ActionId, BackendId};

use crate::app::protocol::draft::Draft;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::found::{Accepted, Elsewhere, Kept, Saved};
use crate::app::protocol::others::Other;

/// What no living console answers for any more, and this one does from now on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Left {
    pub kept: Vec<Kept>,
    pub drafts: Vec<Draft>,
    pub forms: Vec<Filled>,
    /// What was made at once with those, and the backend took before.
    pub accepted: Vec<Accepted>,
    /// All actions that this console answers for, in the order in which they were made.
    pub order: Vec<ActionId>,
    /// Rows that this program cannot read. They stay where they are.
    pub unreadable: usize,
    /// What an editor that nobody waits for saved of drafts that this console answers for.
    pub saved: Vec<Saved>,
    /// Files with words of the person's that are in no draft, and stay where they are.
    pub in_files: Vec<SafeLine>,
    /// What living consoles of the same person have not sent.
    pub elsewhere: Vec<Elsewhere>,
    /// Whether the store was moved or deleted since, and made anew with all that this console answers for.
    pub made_anew: bool,
    /// Those of the actions of which nobody knows who wrote them.
    pub unsigned: Vec<ActionId>,
    /// What waits for somebody else than the console speaks for: nobody answers for it.
    pub others: Vec<Other>,
    /// For whom the console speaks, or spoke last: whose all the rest is.
    pub persons: Vec<(BackendId, Author)>,
    /// Which life of which store answers, or answered last: for which all the rest was made.
    pub lives: Vec<(BackendId, Life)>,
}

/// Actions alone, in their order.
impl From<Vec<Kept>> for Left {
    fn from(kept: Vec<Kept>) -> Self {
        let order = kept.iter().map(|kept| kept.action.id).collect();
        Self { kept, order, ..Self::default() }
    }
}
