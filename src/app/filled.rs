//! A form as it was filled in, without all that it offered: so it is left, kept on disk, and found again.

use serde::{Deserialize, Serialize};

use crate::desk::ticket::change::Change;
use crate::desk::ticket::names::{ActionId, CustomerId, LocalId, TicketId};

use super::form::{About, Form, Input, Label, Offer};
use super::origin::Origin;

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
    pub(super) fn follows(&self) -> Option<LocalId> {
        self.answers.iter().find_map(|(_, answer)| match answer {
            Answer::Choice(Offer::Follows(follows)) => follows.clone(),
            Answer::Text(_) | Answer::Choice(_) => None,
        })
    }
}

impl Form {
    pub(super) fn filled(&self) -> Filled {
        let answers = self.entries.iter().zip(&self.opened).filter_map(|(entry, opened)| {
            let answer = match &entry.input {
                // A letter that nobody touched is proposed anew, with what is known then.
                Input::Line(field)
                    if matches!(entry.label, Label::Told(_)) && opened.is_line_of(field.text()) =>
                {
                    return None;
                }
                Input::Line(field) => Answer::Text(field.text().to_owned()),
                Input::Pick(pick) => Answer::Choice(pick.chosen()?.clone()),
            };
            Some((entry.label, answer))
        });
        Filled {
            id: self.id,
            ticket: self.ticket.clone(),
            customer: self.customer.clone(),
            about: self.about,
            answers: answers.collect(),
            origin: self.origin.clone(),
            said: self.said.clone(),
        }
    }

    /// Fills it in as it was; what was chosen then and is not offered any more stays chosen, and the rules decide.
    pub(super) fn fill(&mut self, filled: &Filled) {
        self.id = filled.id;
        if filled.said.is_some() {
            self.said.clone_from(&filled.said);
        }
        for (label, answer) in &filled.answers {
            match answer {
                Answer::Text(text) => self.write(*label, text),
                Answer::Choice(chosen) => self.choose(*label, chosen),
            }
        }
    }

    /// Whether an entry says what it says in another opening of the same form. What neither of them has is the same.
    pub(super) fn is_untouched(&self, label: Label, as_said: &Self) -> bool {
        match (self.entry(label), as_said.entry(label)) {
            (Some(entry), Some(said)) => match (&entry.input, &said.input) {
                (Input::Line(field), Input::Line(said)) => field.text() == said.text(),
                (Input::Pick(pick), Input::Pick(said)) => match (pick.chosen(), said.chosen()) {
                    (Some(chosen), Some(said)) => chosen.is_same(said),
                    (None, None) => true,
                    _ => false,
                },
                _ => false,
            },
            (None, None) => true,
            _ => false,
        }
    }

    /// Chooses what was chosen before, also if it is not offered any more: the rules decide.
    pub(super) fn choose(&mut self, label: Label, chosen: &Offer) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.label == label) else { return };
        if let Input::Pick(pick) = &mut entry.input {
            if !pick.options.iter().any(|offer| offer.is_same(chosen)) {
                pick.options.push(chosen.clone());
            }
            pick.mark(|offer| offer.is_same(chosen));
        }
    }
}

impl Offer {
    /// Whether it is the same thing, whatever was learned of it since.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Contact(one), Self::Contact(other)) => one.id == other.id,
            (Self::Manager { id, .. }, Self::Manager { id: other, .. }) => id == other,
            (Self::Ticket { id, .. }, Self::Ticket { id: other, .. }) => id == other,
            (Self::Promise { id, .. }, Self::Promise { id: other, .. }) => id == other,
            (Self::Replaces(Some((id, _))), Self::Replaces(Some((other, _)))) => id == other,
            (one, other) => one == other,
        }
    }
}
