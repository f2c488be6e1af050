//! What is new on a ticket since somebody looked, and what becomes of what they wrote before they knew.

use crate::desk::ticket::names::{ActionId, TicketId};
use crate::desk::ticket::status::Version;

/// What waits until its author has read what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The text that is being written.
    Text,
    /// An action that the backend held.
    Action(ActionId),
}

/// The pane that shows what is new, and asks what shall become of what waits.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    pub ticket: TicketId,
    pub waiting: Waiting,
    /// What the author had seen.
    pub since: Version,
    /// How far the author has it before the eyes now; nothing newer is ever agreed to.
    pub shown: Version,
    pub scroll: usize,
}
