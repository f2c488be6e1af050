//! Templates: what is often written to customers, with variables such as `{{contact}}`, in their language.
//!
//! [`Library::find`] gives the template of a name as a customer gets it, [`Values`] what its variables stand for, and
//! [`fill()`] the text. What could not be filled in stays as it is written, so that a person sees it and no message goes
//! out with it.

mod about;
mod fill;
mod spoken;
mod values;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::desk::ticket::conversation::ResponseKind;
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::names::CustomerId;

pub use about::{About, VARIABLES};
pub use fill::{fill, settle, variables};
pub use spoken::{quoted, usual_signature};
pub use values::Values;

/// A text that is often written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The name of its file: `update-bases`.
    #[serde(skip)]
    pub name: String,
    /// What it is to the response clock; `None` if that depends.
    #[serde(default)]
    pub kind: Option<ResponseKind>,
    /// Variables that only its author can fill in.
    #[serde(default)]
    pub ask: Vec<String>,
    #[serde(default)]
    pub en: Option<Wording>,
    #[serde(default)]
    pub fr: Option<Wording>,
}

/// A template in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub title: String,
    pub text: String,
}

impl Template {
    /// Returns the template in a language, else in the other one, and which it is.
    pub fn wording(&self, language: Language) -> Option<(Language, &Wording)> {
        let other = match language {
            Language::En => Language::Fr,
            Language::Fr => Language::En,
        };
        [language, other].into_iter().find_map(|it| Some((it, self.in_language(it)?)))
    }

    fn in_language(&self, language: Language) -> Option<&Wording> {
        match language {
            Language::En => self.en.as_ref(),
            Language::Fr => self.fr.as_ref(),
        }
    }

    /// Puts what another one says over what this one says: a language that it lacks stays as it is.
    fn overlay(&mut self, own: &Self) {
        let Self { name: _, kind, ask, en, fr } = own.clone();
        self.kind = kind.or(self.kind);
        self.ask.extend(ask);
        self.en = en.or(self.en.take());
        self.fr = fr.or(self.fr.take());
    }
}

/// A desk's own template, for all customers or for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub customer: Option<CustomerId>,
    pub template: Template,
}

/// The templates that vigie comes with, and over them the desk's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    own: Vec<Own>,
}

impl Library {
    pub fn new(mut own: Vec<Own>) -> Self {
        // What is for everybody first, so that what is for one customer goes over it.
        own.sort_by(|one, other| {
            (&one.customer, &one.template.name).cmp(&(&other.customer, &other.template.name))
        });
        Self { own }
    }

    /// Returns every template as a customer gets it: those that vigie comes with first, in the order of a request's life.
    pub fn of(&self, customer: &CustomerId) -> Vec<Template> {
        let mut all = built_in().to_vec();
        let theirs = self.own.iter().filter(|own| own.customer.as_ref().is_none_or(|it| it == customer));
        for Own { template, .. } in theirs {
            match all.iter_mut().find(|known| known.name == template.name) {
                Some(known) => known.overlay(template),
                None => all.push(template.clone()),
            }
        }
        all
    }

    pub fn find(&self, name: &str, customer: &CustomerId) -> Option<Template> {
        self.of(customer).into_iter().find(|template| template.name == name)
    }
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../assets/templates/", $name, ".toml")))),+]
    };
}

/// In the order of a request's life.
const FILES: [(&str, &str); 20] = files![
    "acknowledgement",
    "interim-update",
    "missing-information",
    "call-follow-up",
    "waiting-for-you",
    "on-call-takeover",
    "closing",
    "update-bases",
    "databases-checked",
    "sent-to-specialists",
    "temporary-exclusion",
    "temporary-isolation",
    "accelerated-publication",
    "ask-verification",
    "correction-does-not-hold",
    "request-verified",
    "exclusion-removed",
    "isolation-ended",
    "detection-confirmed",
    "no-detection-needed",
];

/// The templates that vigie comes with.
pub fn built_in() -> &'static [Template] {
    static BUILT_IN: LazyLock<Vec<Template>> = LazyLock::new(|| {
        let read = |(name, text): (&str, &str)| {
            let template = toml::from_str(text).expect("the built-in templates are read by a test");
            Template { name: name.to_owned(), ..template }
        };
        FILES.into_iter().map(read).collect()
    });
    &BUILT_IN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(customer: Option<&str>, name: &str, text: &str) -> Own {
        let wording = Wording { title: name.to_owned(), text: text.to_owned() };
        let template = Template { name: name.to_owned(), fr: Some(wording), ..Template::default() };
        Own { customer: customer.map(CustomerId::new), template }
    }

    #[test]
    fn every_template_is_there_in_both_languages_with_the_same_variables_all_of_them_known() {
        for template in built_in() {
            let names = [Language::En, Language::Fr].map(|language| {
                let (spoken, wording) = template.wording(language).unwrap();
                assert_eq!(spoken, language, "{}", template.name);
                assert!(!wording.title.is_empty());
                assert!(wording.text.lines().all(|line| line == line.trim_end()), "{}", template.name);
                let mut names: Vec<_> = variables(&wording.text).map(|(_, name)| name.to_owned()).collect();
                names.sort();
                names.dedup();
                names
            });
            assert_eq!(names[0], names[1], "{}", template.name);
            for name in &names[0] {
                assert!(VARIABLES.contains(&name.as_str()) || template.ask.contains(name), "{name}");
            }
            for asked in &template.ask {
                assert!(names[0].contains(asked) && !VARIABLES.contains(&asked.as_str()), "{asked}");
            }
        }
    }

    #[test]
    fn a_customers_own_goes_over_the_desks_own_and_leaves_the_other_language_as_it_was() {
        let library = Library::new(vec![
            own(Some("acme"), "closing", "Acme"),
            own(None, "closing", "Desk"),
            own(None, "zebra", "New"),
        ]);
        let text = |name, customer, language| {
            let template = library.find(name, &CustomerId::new(customer)).unwrap();
            let (spoken, wording) = template.wording(language).unwrap();
            (spoken, wording.text.clone())
        };
        assert_eq!(text("closing", "acme", Language::Fr), (Language::Fr, "Acme".to_owned()));
        assert_eq!(text("closing", "other", Language::Fr), (Language::Fr, "Desk".to_owned()));
        assert!(text("closing", "acme", Language::En).1.starts_with("Dear"));
        assert_eq!(text("zebra", "acme", Language::En), (Language::Fr, "New".to_owned()));
        assert_eq!(library.find("nothing", &CustomerId::new("acme")), None);
    }
}
