//! What somebody else wrote on this machine and has not sent: it waits for them, is shown, and never goes out as ours.
//!
//! A console speaks for whomever its token speaks for, and a token can be another person's from one day to the next.
//! So what is written belongs to its author, on disk and in memory, and is sent by a console that speaks for them.

use crate::app::protocol::draft::Draft;
use crate::app::protocol::filled::Filled;
use crate::desk::text::SafeText;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, TicketId};

/// What waits for its author.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    pub author: Author,
    pub wrote: Wrote,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Wrote {
    Act(Box<Action>),
    Text(Draft),
    Form(Filled),
}

impl Other {
    pub fn id(&self) -> ActionId {
        match &self.wrote {
            Wrote::Act(action) => action.id,
            Wrote::Text(draft) => draft.id,
            Wrote::Form(form) => form.id,
        }
    }

    pub fn ticket(&self) -> &TicketId {
        match &self.wrote {
            Wrote::Act(action) => &action.ticket,
            Wrote::Text(draft) => &draft.ticket,
            Wrote::Form(form) => &form.ticket,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.wrote {
            Wrote::Act(action) => action.change.text().map(SafeText::shown),
            Wrote::Text(draft) => Some(&draft.text),
            Wrote::Form(form) => form.text(),
        }
    }
}
