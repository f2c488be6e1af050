//! Who wrote a thing: the person that a token speaks for, whichever token it is.

use serde::{Deserialize, Serialize};

use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::ManagerId;

/// Whose an act is. A token is renewed, and its author stays the same; another person's token is another author.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// A person of the desk.
    Manager(ManagerId),
    /// Whoever has a token that speaks for no person: another system, or a customer's side.
    Role(Role),
}

impl Author {
    pub fn of(role: Role, manager: Option<&ManagerId>) -> Self {
        match (role, manager) {
            // What the customer's side is told is another answer than what the desk is told.
            (Role::Contact, _) | (_, None) => Self::Role(role),
            (_, Some(manager)) => Self::Manager(manager.clone()),
        }
    }
}
