//! Who asks, and how much of the desk they may see.

use std::net::IpAddr;

use crate::desk::rules::sight::Sight;
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::{CustomerId, ManagerId};

use super::error::ServerError;

/// Everyone who reaches the store: no function of it works without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The token's name, for the journal.
    pub name: SafeLine,
    pub role: Role,
    /// The person of the desk for whom the token speaks.
    pub manager: Option<ManagerId>,
    pub scope: Scope,
    /// Where the request came from, if it came over a network.
    pub address: Option<IpAddr>,
}

/// Whose tickets a caller may see; anything else does not exist for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    Customers(Vec<CustomerId>),
}

impl Scope {
    pub fn holds(&self, customer: &CustomerId) -> bool {
        match self {
            Self::All => true,
            Self::Customers(customers) => customers.contains(customer),
        }
    }
}

impl Caller {
    /// Whoever may open the store's file: the commands on the server's own machine.
    pub fn owner_of_the_store() -> Self {
        Self {
            name: SafeLine::from("vigie"),
            role: Role::Admin,
            manager: None,
            scope: Scope::All,
            address: None,
        }
    }

    /// How much the caller reads of what is in its scope.
    ///
    /// A specialist reads signature requests, and nothing of any other ticket: not its conversation, not its summary,
    /// not that it is there. Every query on tickets asks this beside the scope.
    pub fn sight(&self) -> Sight {
        match self.role {
            Role::Contact => Sight::Customer,
            Role::Specialist => Sight::Specialists,
            Role::Manager | Role::OnCall | Role::Integration | Role::Auditor | Role::Admin => Sight::Desk,
        }
    }

    /// Whether nothing at all is kept from the caller.
    pub fn sees_everything(&self) -> bool {
        (&self.scope, self.sight()) == (&Scope::All, Sight::Desk)
    }

    /// Why there is nothing here for the caller.
    ///
    /// From whom something may be kept it is kept from in one way, whether it is there or not: nothing looks which of
    /// the two it is, and both are written down as a denied try, so that not even the time of the answer tells.
    pub fn nothing(&self, shown: ServerError) -> ServerError {
        if self.sees_everything() { shown } else { ServerError::Hidden(Box::new(shown)) }
    }

    /// Whether the caller hears who of the desk is on which ticket: whoever may say so.
    pub fn sees_presence(&self) -> bool {
        match self.role {
            Role::Manager | Role::OnCall | Role::Specialist | Role::Auditor | Role::Admin => true,
            Role::Contact | Role::Integration => false,
        }
    }

    /// The desk's own matters; contacts file and write.
    pub fn may_read(&self) -> Result<(), ServerError> {
        match self.role {
            Role::Contact => Err(self.forbidden()),
            Role::Manager
            | Role::OnCall
            | Role::Specialist
            | Role::Integration
            | Role::Auditor
            | Role::Admin => Ok(()),
        }
    }

    /// Answers in whose name the caller acts on tickets. What a specialist may do there, the rules of the pipeline say.
    pub fn may_act(&self) -> Result<&ManagerId, ServerError> {
        match self.role {
            Role::Manager | Role::OnCall | Role::Specialist | Role::Admin => {
                self.manager.as_ref().ok_or(ServerError::NoPerson)
            }
            Role::Contact | Role::Integration | Role::Auditor => Err(self.forbidden()),
        }
    }

    /// The same, as it is recorded.
    pub fn author(&self) -> Result<Who, ServerError> {
        let person = self.may_act()?.clone();
        Ok(if self.role == Role::Specialist { Who::Specialist(person) } else { Who::Manager(person) })
    }

    /// Whose acts these are, whichever token shows them.
    pub fn identity(&self) -> Author {
        Author::of(self.role, self.manager.as_ref())
    }

    /// What somebody wrote goes out as theirs, and never as that of whoever has the token now.
    pub fn must_be(&self, author: Option<&Author>) -> Result<(), ServerError> {
        match author {
            Some(author) if *author != self.identity() => {
                Err(ServerError::AnotherAuthor { author: author.clone(), caller: self.identity() })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Whoever hears of new databases first: a feed, a specialist, or the desk.
    pub fn may_record_bases(&self) -> Result<(), ServerError> {
        match self.role {
            Role::Manager | Role::OnCall | Role::Specialist | Role::Integration | Role::Admin => Ok(()),
            Role::Contact | Role::Auditor => Err(self.forbidden()),
        }
    }

    /// Filing and writing for a customer.
    pub fn may_file(&self) -> Result<(), ServerError> {
        match self.role {
            Role::Manager | Role::OnCall | Role::Admin | Role::Integration | Role::Contact => Ok(()),
            Role::Specialist | Role::Auditor => Err(self.forbidden()),
        }
    }

    pub fn may_set_up(&self) -> Result<(), ServerError> {
        match self.role {
            Role::Manager | Role::Admin => Ok(()),
            Role::OnCall | Role::Specialist | Role::Contact | Role::Integration | Role::Auditor => {
                Err(self.forbidden())
            }
        }
    }

    /// How a customer fares is for those who answer for the desk, and for those who check them.
    pub fn may_see_figures(&self) -> Result<(), ServerError> {
        match self.role {
            Role::Manager | Role::OnCall | Role::Auditor | Role::Admin => Ok(()),
            Role::Specialist | Role::Contact | Role::Integration => Err(self.forbidden()),
        }
    }

    /// Reading who did what.
    pub fn may_check(&self) -> Result<(), ServerError> {
        match self.role {
            Role::Auditor | Role::Admin => Ok(()),
            Role::Manager | Role::OnCall | Role::Specialist | Role::Contact | Role::Integration => {
                Err(self.forbidden())
            }
        }
    }

    pub fn forbidden(&self) -> ServerError {
        ServerError::Forbidden { role: self.role }
    }
}
