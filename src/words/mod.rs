//! Variants and data become sentences of one language here, and nowhere else.
//!
//! The sentences are Fluent files in `assets/words`. What has no variable is formatted once when a
//! language is loaded, so that drawing only looks it up. A test compares the languages id by id and
//! looks for every id that the code asks for.

mod days;
mod departed;
mod facts;
mod kinds;
mod language;
mod readers;
mod reference;
mod signature;
mod told;
pub mod warn;
mod when;
mod zones;

use std::collections::HashMap;
use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;

use crate::desk::text::SafeText;

use kinds::CommandWords;

pub use facts::Named;
pub use language::{Language, NotSpoken};

/// The sentences of one language.
pub struct Words {
    language: Language,
    /// What has no variable, ready to be drawn. Looked up, never walked.
    ready: HashMap<String, String>,
    /// By the number of the command.
    commands: Vec<CommandWords>,
    bundle: FluentBundle<FluentResource>,
    instants: Instants,
}

/// How much of an instant is said in a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Instants {
    /// As much as tells it apart seen from now.
    #[default]
    Near,
    /// All of it: it is read long afterwards, and elsewhere.
    Full,
}

impl fmt::Debug for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    /// Reads the sentences of a language, which are part of the program.
    pub fn load(language: Language) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        // Isolation marks are invisible characters, and would land in columns and files.
        bundle.set_use_isolating(false);
        let mut ids = Vec::new();
        for file in language.files() {
            let resource = read(file);
            ids.extend(ids_of(&resource).map(str::to_owned));
            bundle.add_resource_overriding(resource);
        }
        let ready = ids.into_iter().filter_map(|id| Some((id.clone(), without_variables(&bundle, &id)?)));
        let ready: HashMap<_, _> = ready.collect();
        let commands = CommandWords::of_all(|id| ready.get(id).cloned().unwrap_or_else(|| id.to_owned()));
        Self { language, ready, commands, bundle, instants: Instants::default() }
    }

    /// The same with every instant in a sentence said in full.
    #[must_use]
    pub fn with_instants_in_full(self) -> Self {
        Self { instants: Instants::Full, ..self }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns a sentence that has no variable; an unknown id stands for itself.
    pub fn say<'a>(&'a self, id: &'a str) -> &'a str {
        self.ready.get(id).map_or(id, String::as_str)
    }

    /// Returns a sentence with its variables filled in.
    pub fn say_with<'a>(&self, id: &str, variables: &[(&'a str, FluentValue<'a>)]) -> String {
        let arguments: FluentArgs<'a> = variables.iter().map(|(name, value)| (*name, safe(value))).collect();
        let pattern = self.bundle.get_message(id).and_then(|message| message.value());
        let Some(pattern) = pattern else { return id.to_owned() };
        // A variable that is missing shows as its own name in the sentence: better than no sentence.
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// Two parts of which the second tells of the first, as the language sets them apart.
    pub fn pair(&self, first: &str, second: &str) -> String {
        self.say_with("pair", &[("first", first.into()), ("second", second.into())])
    }
}

/// What is put into a sentence may be anybody's: a path, a key of a file, a server's error.
fn safe<'a>(value: &FluentValue<'a>) -> FluentValue<'a> {
    if let FluentValue::String(text) = value {
        let safe = SafeText::from(text.as_ref());
        if safe.shown() != text {
            return safe.shown().to_owned().into();
        }
    }
    value.clone()
}

fn read(file: &str) -> FluentResource {
    FluentResource::try_new(file.to_owned())
        .map_err(|(_, errors)| errors)
        .expect("the words that come with the program are read by a test")
}

fn ids_of(resource: &FluentResource) -> impl Iterator<Item = &str> {
    resource.entries().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message.id.name),
        _ => None,
    })
}

fn without_variables(bundle: &FluentBundle<FluentResource>, id: &str) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

#[cfg(test)]
mod tests;
