use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use super::days::{holiday_id, place_id};
use super::*;
use crate::app::protocol::command::Command;
use crate::desk::sla::HolidayRule;

/// The ids of a language, each with the variables that its sentence names.
fn ids(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for file in language.files() {
        let resource = read(file);
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                let mut names = BTreeSet::new();
                variables(message.value.as_ref(), &mut names);
                found.insert(message.id.name.to_owned(), names);
            }
        }
    }
    found
}

fn variables(pattern: Option<&Pattern<&str>>, names: &mut BTreeSet<String>) {
    for element in pattern.iter().flat_map(|pattern| &pattern.elements) {
        let PatternElement::Placeable { expression } = element else { continue };
        let (selector, variants) = match expression {
            Expression::Inline(inline) => (inline, &[][..]),
            Expression::Select { selector, variants } => (selector, &variants[..]),
        };
        if let InlineExpression::VariableReference { id } = selector {
            names.insert(id.name.to_owned());
        }
        for variant in variants {
            variables(Some(&variant.value), names);
        }
    }
}

#[test]
fn both_languages_say_the_same_things_with_the_same_variables() {
    let [english, french] = Language::ALL.map(ids);
    assert!(english.len() > 300);
    for (id, variables) in english.iter().chain(&french) {
        assert_eq!(english.get(id), Some(variables), "{id}");
        assert_eq!(french.get(id), Some(variables), "{id}");
    }
}

#[test]
fn every_file_is_read_whole() {
    for language in Language::ALL {
        for file in language.files() {
            let resource = FluentResource::try_new((*file).to_owned());
            assert!(resource.is_ok(), "{language:?}: {:?}", resource.err().map(|(_, errors)| errors));
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("words/tests.rs") {
            found.push(path);
        }
    }
    found
}

/// Every text between quotes in the code that looks like an id of ours.
fn asked_for(known: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut asked = BTreeSet::new();
    for path in sources(&root) {
        let text = std::fs::read_to_string(path).unwrap();
        for (number, quoted) in text.split('"').enumerate() {
            if number % 2 == 1 && known.contains_key(quoted) {
                asked.insert(quoted.to_owned());
            }
        }
        for call in ["say(", "say_with("] {
            for rest in text.split(call).skip(1) {
                let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
                let id = rest.split('"').next().unwrap_or("");
                assert!(known.contains_key(id), "the code asks for {id:?}, which no language has");
            }
        }
    }
    asked
}

#[test]
fn what_the_code_asks_for_exists_and_what_exists_is_asked_for() {
    let known = ids(Language::En);
    let mut asked = asked_for(&known);
    for command in Command::ALL {
        for id in [format!("do-{}", command.name()), format!("help-{}", command.name())] {
            assert!(known.contains_key(&id), "{id}");
            asked.insert(id);
        }
    }
    // The rules name them.
    for rule in HolidayRule::all() {
        asked.insert(place_id(rule));
        assert!(known.contains_key(&place_id(rule)), "{rule:?}");
        for holiday in (2015..2031).flat_map(|year| rule.holidays(year)) {
            let id = holiday_id(holiday.name);
            assert!(known.contains_key(&id), "{id}");
            asked.insert(id);
        }
    }
    // These are asked for by number.
    for counted in ["due-weekday-", "due-month-", "due-severity-"] {
        asked.extend(known.keys().filter(|id| id.starts_with(counted)).cloned());
    }
    let unused: Vec<_> = known.keys().filter(|id| !asked.contains(*id)).collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

#[test]
fn short_words_fit_their_columns_in_both_languages() {
    use crate::desk::ticket::severity::Severity;
    for words in Language::ALL.map(Words::load) {
        for severity in [Severity::Critical, Severity::High, Severity::Medium, Severity::Low] {
            assert!(words.severity_short(severity).chars().count() <= 6);
            assert!(words.severity(severity).chars().count() <= 10);
        }
    }
}

#[test]
fn plurals_follow_the_language() {
    let [english, french] = Language::ALL.map(Words::load);
    let open = |words: &Words, count: usize| words.say_with("count-open", &[("count", count.into())]);
    assert_eq!([0, 1, 2].map(|count| open(&french, count)), ["0 ouverte", "1 ouverte", "2 ouvertes"]);
    assert_eq!([0, 1, 2].map(|count| open(&english, count)), ["0 open", "1 open", "2 open"]);
}

#[test]
fn the_language_is_that_of_the_locale() {
    for (locale, language) in [
        ("fr_FR.UTF-8", Language::Fr),
        ("fr-CA", Language::Fr),
        ("en_GB", Language::En),
        ("de_DE.UTF-8", Language::En),
        ("C.UTF-8", Language::En),
        ("", Language::En),
    ] {
        assert_eq!(Language::of_locale(locale), language, "{locale}");
    }
}

#[test]
fn a_desk_whose_disk_is_full_is_told_apart_from_one_that_failed() {
    use crate::app::protocol::failure::Failure;
    let told = |status| {
        Language::ALL
            .map(|language| Words::load(language).failure(&Failure::ServerFault { status, wait: None }))
    };
    assert_eq!(
        told(507),
        [
            "its disk is full; whoever runs it must make room.",
            "son disque est plein ; son responsable doit faire de la place."
        ]
    );
    assert_eq!(told(503), ["it failed (503).", "il a échoué (503)."]);
}
