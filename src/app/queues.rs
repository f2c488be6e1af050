//! The list of customers and the queue: what is listed, where the cursor is.

use crate::desk::names::TicketId;
use crate::desk::queue::{Counts, CustomerKey, Queue};

use super::compose::Field;

/// A line of the customers' pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomerLine {
    All,
    /// Those whose dedicated manager we are.
    Mine,
    Customer(CustomerKey),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Queues {
    pub queue: Queue,
    /// The ticket under the cursor.
    pub selected: Option<TicketId>,
    /// What the queue is filtered by; in force while it is typed.
    pub filter: Field,
    pub shows_resolved: bool,
    pub customers: Customers,
}

/// The lines of the customers' pane, sorted by name; kept, not made anew for each frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Customers {
    pub lines: Vec<CustomerLine>,
    /// Index into `lines` of the one whose queue is shown.
    pub selected: usize,
    /// Only the customers whose dedicated manager we are.
    pub mine_only: bool,
    /// First line shown.
    pub first: usize,
}

/// One line of the customers' pane, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerRow<'a> {
    pub line: &'a CustomerLine,
    /// `None` for [`CustomerLine::All`] and [`CustomerLine::Mine`].
    pub name: Option<&'a str>,
    pub counts: Counts,
    pub selected: bool,
}
