//! Sentences of one language, made from message ids and data (Fluent).

use std::str::FromStr;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    En,
    Fr,
}

impl Language {
    /// Returns the language of a POSIX locale such as `fr_FR.UTF-8`, English for one that the program does not speak.
    pub fn of_locale(locale: &str) -> Language {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Language::Fr } else { Language::En }
    }

    fn identifier(self) -> LanguageIdentifier {
        let code = match self {
            Language::En => "en",
            Language::Fr => "fr",
        };
        code.parse().unwrap_or_default()
    }

    /// The Fluent files of the language; all of their ids are one namespace.
    fn files(self) -> &'static [&'static str] {
        match self {
            Language::En => {
                &[include_str!("../assets/words/due.en.ftl"), include_str!("../assets/words/server.en.ftl")]
            }
            Language::Fr => {
                &[include_str!("../assets/words/due.fr.ftl"), include_str!("../assets/words/server.fr.ftl")]
            }
        }
    }
}

impl FromStr for Language {
    type Err = NotSpoken;

    fn from_str(text: &str) -> Result<Language, NotSpoken> {
        match text {
            "en" => Ok(Language::En),
            "fr" => Ok(Language::Fr),
            _ => Err(NotSpoken),
        }
    }
}

/// The language is none that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("known languages are en and fr")]
pub struct NotSpoken;

/// All sentences of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Loads a language; a message that is wrong in its file is left out, which a test would notice.
    pub fn load(language: Language) -> Words {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Isolating marks are invisible characters; they would land in rows and clipboards.
        bundle.set_use_isolating(false);
        for file in language.files() {
            let resource = match FluentResource::try_new((*file).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Words { language, bundle }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns a sentence without data.
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// Returns a sentence with data; an unknown id comes back as it is.
    pub fn say_with(&self, id: &str, data: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let args: FluentArgs<'_> = data.iter().cloned().collect();
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::*;

    /// The ids of a language; panics on a file that Fluent cannot read.
    fn ids(language: Language) -> BTreeSet<String> {
        let lines = language.files().iter().flat_map(|file| file.lines());
        let ids = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        ids.filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned())).collect()
    }

    #[test]
    fn every_file_is_well_formed_and_all_languages_say_the_same_things() {
        for language in [Language::En, Language::Fr] {
            for file in language.files() {
                assert!(FluentResource::try_new((*file).to_owned()).is_ok());
            }
        }
        assert_eq!(ids(Language::En), ids(Language::Fr));
    }

    #[test]
    fn sentences_hold_no_invisible_marks() {
        let said = Words::load(Language::En).say_with("due-zone", &[("zone", "Europe/Paris".into())]);
        assert!(said.is_ascii(), "{said}");
    }

    #[test]
    fn the_language_follows_the_locale() {
        assert_eq!(Language::of_locale("fr_FR.UTF-8"), Language::Fr);
        assert_eq!(Language::of_locale("fr"), Language::Fr);
        assert_eq!(Language::of_locale("de_DE.UTF-8"), Language::En);
        assert_eq!(Language::of_locale("C.UTF-8"), Language::En);
        assert_eq!(Language::of_locale(""), Language::En);
    }
}
