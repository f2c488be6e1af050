//! A form as it was filled in, without all that it offered: so it is left, kept on disk, and found again.

use crate::app::protocol::form::{About, Label, Offer};
use crate::app::protocol::origin::Origin;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::names::{ActionId, CustomerId, LocalId, TicketId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    /// The name of the action that it will be. If the outbox has one of that name, it is made anew.
    pub id: ActionId,
    pub ticket: TicketId,
    pub customer: CustomerId,
    pub about: About,
    /// In the order of the entries.
    pub answers: Vec<(Label, Answer)>,
    /// What its author had before the eyes.
    #[serde(default)]
    pub origin: Origin,
    /// What it said before, if it is made anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Change>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Text(String),
    Choice(Offer),
}

impl Filled {
    /// The first that was typed, to know it by.
    pub fn text(&self) -> Option<&str> {
        self.answers.iter().find_map(|(_, answer)| match answer {
            Answer::Text(text) if !text.trim().is_empty() => Some(text.as_str()),
            Answer::Text(_) | Answer::Choice(_) => None,
        })
    }

    /// All that was typed, as one text.
    pub fn words(&self) -> String {
        let typed = self.answers.iter().filter_map(|(_, answer)| match answer {
            Answer::Text(text) if !text.trim().is_empty() => Some(text.as_str()),
            Answer::Text(_) | Answer::Choice(_) => None,
        });
        typed.collect::<Vec<_>>().join("\n\n")
    }

    /// The ticket that a new one was chosen to go on from.
    pub(in crate::app) fn follows(&self) -> Option<LocalId> {
        self.answers.iter().find_map(|(_, answer)| match answer {
            Answer::Choice(Offer::Follows(follows)) => follows.clone(),
            Answer::Text(_) | Answer::Choice(_) => None,
        })
    }
}
