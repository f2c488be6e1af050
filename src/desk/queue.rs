//! Tickets in the order in which they must be worked, kept so by what changes.
use super::names::{BackendId, CustomerId};

/// A customer of one backend: two backends may name theirs alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerKey {
    pub backend: BackendId,
    pub customer: CustomerId,
}

/// What a customer's line counts; resolved tickets are in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub open: usize,
    pub breached: usize,
    pub at_risk: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue;
