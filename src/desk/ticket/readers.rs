//! Who gets what is written on a ticket, as its system of record tells it, and how that changes.

use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::conversation::Visibility;

/// How the words of a ticket reach people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// Nobody could tell who gets them.
    #[default]
    Unknown,
    /// Nothing is mailed: the customer's named contacts read responses on the server, the desk reads notes there.
    OnServer,
    /// Everything is mailed, to these; somebody may be listed for several roles.
    Mailed(Vec<Reader>),
}

impl Readers {
    /// Those who are mailed words of a visibility, each once; `None` if nothing is mailed, or nobody knows.
    pub fn of(&self, visibility: Visibility) -> Option<Vec<&Reader>> {
        let Self::Mailed(all) = self else { return None };
        let mut mailed: Vec<&Reader> = Vec::new();
        for reader in all.iter().filter(|reader| reader.role.is_mailed(visibility)) {
            if !mailed.iter().any(|known| known.whom == reader.whom) {
                mailed.push(reader);
            }
        }
        Some(mailed)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub role: ReaderRole,
    pub whom: Whom,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    Person {
        name: SafeLine,
        /// `None` if there is none, or it may not be seen.
        address: Option<SafeLine>,
    },
    /// Whoever is in it when the mail goes out; `None` if its name may not be seen.
    Group(Option<SafeLine>),
}

/// For what somebody is written to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReaderRole {
    Requestor,
    Cc,
    /// Of every ticket of the queue.
    QueueCc,
    Owner,
    AdminCc,
    QueueAdminCc,
}

impl ReaderRole {
    /// Whether words of a visibility are mailed to it, where a site left the rules of its mail as they came.
    pub fn is_mailed(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Public => true,
            Visibility::Internal => matches!(self, Self::AdminCc | Self::QueueAdminCc),
        }
    }
}

/// A change of who is written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum ReadersChanged {
    Came {
        role: ReaderRole,
        who: SafeLine,
    },
    Left {
        role: ReaderRole,
        who: SafeLine,
    },
    /// Moved from one queue to another, and with it to other readers, perhaps to another customer.
    Moved {
        from: SafeLine,
        to: SafeLine,
    },
}
