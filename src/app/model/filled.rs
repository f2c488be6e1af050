//! A form as it was filled in, without all that it offered: so it is left, kept on disk, and found again.

use crate::app::model::form::{Form, Input};
use crate::app::protocol::filled::Answer;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::form::{Label, Offer};

impl Form {
    pub(in crate::app) fn filled(&self) -> Filled {
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
    pub(in crate::app) fn fill(&mut self, filled: &Filled) {
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
    pub(in crate::app) fn is_untouched(&self, label: Label, as_said: &Self) -> bool {
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
    pub(in crate::app) fn choose(&mut self, label: Label, chosen: &Offer) {
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
