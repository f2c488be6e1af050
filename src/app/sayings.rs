//! What is proposed to be told to a customer at a step of a signature request, in the customer's language.
//!
//! The sentences are data that the console is given, like the labels of the palette; a person changes them before
//! they are sent.

use std::collections::BTreeMap;

use crate::desk::customer::Language;
use crate::desk::signature::{AdviceKind, Gap, Move};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Saying {
    Step(Move),
    /// Please update and scan again, and tell what is missing.
    Update,
    Advise(AdviceKind),
    Lift(AdviceKind),
    /// What one missing piece is called.
    Gap(Gap),
}

impl Saying {
    /// All, each of which has words in every language.
    pub fn all() -> impl Iterator<Item = Self> {
        let kinds = AdviceKind::ALL.into_iter();
        Move::ALL
            .map(Self::Step)
            .into_iter()
            .chain([Self::Update])
            .chain(kinds.flat_map(|kind| [Self::Advise(kind), Self::Lift(kind)]))
            .chain(Gap::ALL.map(Self::Gap))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sayings {
    pub en: BTreeMap<Saying, String>,
    pub fr: BTreeMap<Saying, String>,
}

impl Sayings {
    pub fn of(&self, language: Language, saying: Saying) -> &str {
        let known = match language {
            Language::En => &self.en,
            Language::Fr => &self.fr,
        };
        known.get(&saying).map_or("", String::as_str)
    }
}

/// What stands in the place of a name between double braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filling {
    pub contact: String,
    pub ticket: String,
    pub object: String,
    pub latest: String,
    pub missing: String,
    /// Known once it is typed.
    pub base: Option<String>,
}

impl Filling {
    /// Fills in what is known; what is not stays as it is, and is seen.
    pub fn fill(&self, text: &str) -> String {
        let known = [
            ("{{contact}}", Some(&self.contact)),
            ("{{ticket}}", Some(&self.ticket)),
            ("{{object}}", Some(&self.object)),
            ("{{latest}}", Some(&self.latest)),
            ("{{missing}}", Some(&self.missing)),
            ("{{base}}", self.base.as_ref()),
        ];
        let known = known.into_iter().filter_map(|(name, value)| Some((name, value?)));
        known.filter(|(_, value)| !value.is_empty()).fold(text.to_owned(), |text, (name, value)| {
            // What a customer wrote stays what it is, also if it looks like a name between braces.
            text.replace(name, &value.replace("{{", "{ {"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_filled_in_and_nothing_twice() {
        let filling = Filling { contact: "{{ticket}}".into(), ticket: "SIG-1".into(), ..Filling::default() };
        assert_eq!(filling.fill("{{contact}}, {{ticket}}: {{base}}"), "{ {ticket}}, SIG-1: {{base}}");
    }
}
