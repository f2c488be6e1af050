//! Proposing what a customer is told at a step: looking the template up and filling it in.

use crate::app::model::form::Form;
use crate::app::model::letters::Letter;
use crate::app::model::state::App;
use crate::app::protocol::form::Label;
use crate::app::protocol::now::Now;
use crate::desk::template::{Values, fill, settle, variables};
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::names::TicketId;

impl App {
    /// A letter to a ticket's customer, signed, filled in as far as it is known.
    pub(in crate::app) fn letter(
        &self,
        letter: Letter,
        id: &TicketId,
        language: Language,
        now: Now,
    ) -> String {
        let text = self.open_letter(letter, id, language);
        self.about(id, now).map_or_else(|| text.clone(), |about| fill(&text, &Values::of(&about, language)))
    }

    /// The same with its variables open, as it is written for several customers.
    pub(in crate::app) fn open_letter(&self, letter: Letter, id: &TicketId, language: Language) -> String {
        let Some(ticket) = self.ticket(id) else { return String::new() };
        let template = self.settings.library.find(letter.template(ticket), &ticket.customer);
        let text = template.as_ref().and_then(|template| template.wording(language));
        let text = text.map_or("", |(_, wording)| wording.text.trim_end());
        [text, self.signature_on(id, language)].join("\n")
    }

    /// What the variables of a form's letter stand for on one of its tickets: what is known of it, and what is typed.
    pub(in crate::app) fn values_in(
        &self,
        form: &Form,
        id: &TicketId,
        language: Language,
        now: Now,
    ) -> Values {
        let about = self.about(id, now);
        let mut values = about.as_ref().map(|about| Values::of(about, language)).unwrap_or_default();
        let typed = [
            ("base", Label::Bases),
            ("base_latest", Label::Latest),
            ("reason", Label::Reason),
            ("missing", Label::Reason),
            ("scope", Label::Advice),
        ];
        for (name, label) in typed {
            if let Some(text) = form.text(label) {
                values = values.with(name, text);
            }
        }
        match (about, self.understood(form, Label::Until, now)) {
            (Some(about), Some(until)) => values.with_instant("until", until, &about, language),
            _ => values,
        }
    }

    /// The variables that are filled in as the letter is sent, each with what will stand there, if that is known.
    pub fn filled_later(&self, form: &Form, now: Now) -> Vec<(String, Option<String>)> {
        if form.text(Label::Untold).is_some() {
            return Vec::new();
        }
        let language = self.language_on(&form.ticket);
        let Some(text) = form.text(Label::Told(language)) else { return Vec::new() };
        let values = self.values_in(form, &form.ticket, language, now);
        let mut later: Vec<(String, Option<String>)> = Vec::new();
        for (_, name) in variables(&settle(text, &values)) {
            if later.iter().all(|(known, _)| known != name) {
                later.push((name.to_owned(), values.get(name).map(str::to_owned)));
            }
        }
        later
    }
}
