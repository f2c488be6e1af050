//! Lives of a store: what can be compared with what.
//!
//! A store that was put back to an older copy gives names and versions again that it gave before. So whatever is
//! remembered of a store is remembered of one of its lives, and nothing of another life is compared with this one.

use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::CustomerId;

/// A store in one of its lives. Names, versions and cursors mean the same only within it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Life {
    /// Names the store for ever.
    pub store: String,
    /// Names its life: another one since it was put back. Empty where a backend has no such thing.
    pub epoch: String,
}

impl Life {
    /// One string for both, by which files are named.
    pub fn key(&self) -> String {
        if self.epoch.is_empty() { self.store.clone() } else { format!("{} {}", self.store, self.epoch) }
    }
}

/// What a ticket was when somebody wrote about it: by this a person knows it again, whatever has its name now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Was {
    pub customer: CustomerId,
    pub subject: SafeLine,
}

impl Was {
    pub fn of(ticket: &Ticket) -> Self {
        Self { customer: ticket.customer.clone(), subject: ticket.subject.clone() }
    }
}
