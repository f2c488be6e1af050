//! Which language the program speaks.

use std::str::FromStr;

use unic_langid::LanguageIdentifier;

use crate::desk::ticket::customer;

/// A language that the program has words for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    En,
    Fr,
}

/// The language is none that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("known languages are en and fr")]
pub struct NotSpoken;

impl Language {
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// Returns the language of a POSIX locale such as `fr_FR.UTF-8`, English for one that the program does not speak.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Self::Fr } else { Self::En }
    }

    /// As it is written in a configuration and on the command line.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    pub(super) fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().expect("both are languages that everybody knows")
    }

    /// The Fluent files of the language; all of their ids are one namespace.
    pub(super) fn files(self) -> &'static [&'static str] {
        match self {
            Self::En => &[
                include_str!("../../assets/words/en.ftl"),
                include_str!("../../assets/words/bounds.en.ftl"),
                include_str!("../../assets/words/config.en.ftl"),
                include_str!("../../assets/words/calendar.en.ftl"),
                include_str!("../../assets/words/departed.en.ftl"),
                include_str!("../../assets/words/doctor.en.ftl"),
                include_str!("../../assets/words/due.en.ftl"),
                include_str!("../../assets/words/journal.en.ftl"),
                include_str!("../../assets/words/links.en.ftl"),
                include_str!("../../assets/words/doubt.en.ftl"),
                include_str!("../../assets/words/editing.en.ftl"),
                include_str!("../../assets/words/help.en.ftl"),
                include_str!("../../assets/words/lives.en.ftl"),
                include_str!("../../assets/words/persons.en.ftl"),
                include_str!("../../assets/words/readers.en.ftl"),
                include_str!("../../assets/words/reference.en.ftl"),
                include_str!("../../assets/words/rota.en.ftl"),
                include_str!("../../assets/words/server.en.ftl"),
                include_str!("../../assets/words/signature.en.ftl"),
                include_str!("../../assets/words/token.en.ftl"),
                include_str!("../../assets/words/warnings.en.ftl"),
                include_str!("../../assets/words/contradictions.en.ftl"),
                include_str!("../../assets/words/customer.en.ftl"),
                include_str!("../../assets/words/templates.en.ftl"),
            ],
            Self::Fr => &[
                include_str!("../../assets/words/fr.ftl"),
                include_str!("../../assets/words/bounds.fr.ftl"),
                include_str!("../../assets/words/config.fr.ftl"),
                include_str!("../../assets/words/calendar.fr.ftl"),
                include_str!("../../assets/words/departed.fr.ftl"),
                include_str!("../../assets/words/doctor.fr.ftl"),
                include_str!("../../assets/words/due.fr.ftl"),
                include_str!("../../assets/words/journal.fr.ftl"),
                include_str!("../../assets/words/links.fr.ftl"),
                include_str!("../../assets/words/doubt.fr.ftl"),
                include_str!("../../assets/words/editing.fr.ftl"),
                include_str!("../../assets/words/help.fr.ftl"),
                include_str!("../../assets/words/lives.fr.ftl"),
                include_str!("../../assets/words/persons.fr.ftl"),
                include_str!("../../assets/words/readers.fr.ftl"),
                include_str!("../../assets/words/reference.fr.ftl"),
                include_str!("../../assets/words/rota.fr.ftl"),
                include_str!("../../assets/words/server.fr.ftl"),
                include_str!("../../assets/words/signature.fr.ftl"),
                include_str!("../../assets/words/token.fr.ftl"),
                include_str!("../../assets/words/warnings.fr.ftl"),
                include_str!("../../assets/words/contradictions.fr.ftl"),
                include_str!("../../assets/words/customer.fr.ftl"),
                include_str!("../../assets/words/templates.fr.ftl"),
            ],
        }
    }
}

impl FromStr for Language {
    type Err = NotSpoken;

    fn from_str(text: &str) -> Result<Self, NotSpoken> {
        match text {
            "en" => Ok(Self::En),
            "fr" => Ok(Self::Fr),
            _ => Err(NotSpoken),
        }
    }
}

impl From<customer::Language> for Language {
    fn from(language: customer::Language) -> Self {
        match language {
            customer::Language::En => Self::En,
            customer::Language::Fr => Self::Fr,
        }
    }
}
