//! What is proposed to be told to customers, in each language: these words go out, they are not shown to the reader.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;

use crate::app::sayings::{Saying, Sayings};
use crate::desk::signature::{AdviceKind, Gap, Move};

use super::{Language, read};

/// Reads the proposals of all languages.
pub fn sayings() -> Sayings {
    Sayings { en: of(Language::En), fr: of(Language::Fr) }
}

fn of(language: Language) -> BTreeMap<Saying, String> {
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(read(language.notices()));
    let say = |saying| {
        let pattern = bundle.get_message(id(saying))?.value()?;
        Some((saying, bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned()))
    };
    Saying::all().filter_map(say).collect()
}

fn id(saying: Saying) -> &'static str {
    match saying {
        Saying::Step(Move::PassGate) => "say-gate",
        Saying::Step(Move::HandToSpecialists) => "say-specialists",
        Saying::Step(Move::Return) => "say-return",
        Saying::Step(Move::Reject) => "say-reject",
        Saying::Step(Move::Publish) => "say-publish",
        Saying::Step(Move::Inform) => "say-inform",
        Saying::Step(Move::Verify) => "say-verify",
        Saying::Update => "say-update",
        Saying::Advise(AdviceKind::Exclusion) => "say-exclude",
        Saying::Advise(AdviceKind::Isolation) => "say-isolate",
        Saying::Lift(AdviceKind::Exclusion) => "say-end-exclusion",
        Saying::Lift(AdviceKind::Isolation) => "say-end-isolation",
        Saying::Gap(gap) => gap_id(gap),
    }
}

fn gap_id(gap: Gap) -> &'static str {
    match gap {
        Gap::Sha256 => "say-gap-sha256",
        Gap::Detection => "say-gap-detection",
        Gap::Product => "say-gap-product",
        Gap::Component => "say-gap-component",
        Gap::Bases => "say-gap-bases",
        Gap::Rescan => "say-gap-rescan",
        Gap::Origin => "say-gap-origin",
        Gap::Purpose => "say-gap-purpose",
        Gap::Impact => "say-gap-impact",
        Gap::Machines => "say-gap-machines",
        Gap::Container => "say-gap-container",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_words_for_everything_that_is_told() {
        let sayings = sayings();
        for saying in Saying::all() {
            for language in [&sayings.en, &sayings.fr] {
                let text = language.get(&saying).map(String::as_str).unwrap_or_default();
                assert!(!text.is_empty() && !text.contains('\n'), "{saying:?}: {text}");
            }
        }
    }
}
