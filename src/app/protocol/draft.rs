//! Texts and forms that are not sent: what was left for another time, and what of it the disk does not have yet.
//!
//! A draft has the name of the action that it will be, drawn when it is begun. So recording the action takes the
//! draft over in the same step on disk, and one of the two is always there. While the outbox still has an action of
//! the draft's name, the draft is that action written anew: it goes in its place, and the old words never by themselves.

use crate::app::protocol::origin::Origin;
use crate::app::protocol::purpose::Purpose;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, TicketId};
use crate::desk::ticket::status::Version;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub id: ActionId,
    pub ticket: TicketId,
    pub purpose: Purpose,
    pub text: String,
    /// The version that its author saw when it was begun, or when last told of something new.
    pub seen: Version,
    /// What its author had before the eyes.
    #[serde(default)]
    pub origin: Origin,
}

impl Draft {
    /// The text of an action, to be written on.
    pub fn of(action: &Action, origin: &Origin) -> Option<Self> {
        let (purpose, body) = Purpose::of(&action.change)?;
        Some(Self {
            id: action.id,
            ticket: action.ticket.clone(),
            purpose,
            text: body.raw().to_owned(),
            seen: action.seen,
            origin: origin.clone(),
        })
    }

    /// What was typed in a form that cannot be opened any more: at least a note. `None` if that is nothing.
    pub fn of_words(
        id: ActionId,
        ticket: &TicketId,
        text: String,
        seen: Version,
        origin: &Origin,
    ) -> Option<Self> {
        let (ticket, origin) = (ticket.clone(), origin.clone());
        let draft = Self { id, ticket, purpose: Purpose::Note, text, seen, origin };
        (!draft.text.trim().is_empty()).then_some(draft)
    }
}

/// Both texts: no word of either is left out, and none is there twice if one holds the other.
pub fn joined(one: &str, other: &str) -> String {
    if one.contains(other) {
        one.to_owned()
    } else if other.contains(one) {
        other.to_owned()
    } else {
        format!("{one}\n\n{other}")
    }
}
