//! Which language the console speaks.

use unic_langid::LanguageIdentifier;

/// The languages that the program has words for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    French,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// Returns the language of a locale such as `fr_FR.UTF-8`, if the program speaks it.
    pub fn of_locale(locale: &str) -> Option<Self> {
        match locale.split(['_', '-', '.', '@']).next()?.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    pub(super) fn identifier(self) -> LanguageIdentifier {
        let tag = match self {
            Self::English => "en",
            Self::French => "fr",
        };
        tag.parse().expect("both are languages that everybody knows")
    }

    pub(super) fn files(self) -> [&'static str; 1] {
        match self {
            Self::English => [include_str!("../../assets/words/en.ftl")],
            Self::French => [include_str!("../../assets/words/fr.ftl")],
        }
    }
}

impl From<crate::desk::customer::Language> for Language {
    fn from(language: crate::desk::customer::Language) -> Self {
        match language {
            crate::desk::customer::Language::En => Self::English,
            crate::desk::customer::Language::Fr => Self::French,
        }
    }
}
