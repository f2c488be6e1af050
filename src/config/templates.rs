//! A desk's own templates and signatures: what is wrong with them is told with its line and key.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::app::protocol::signature::Signature;
use crate::desk::template::{Template, VARIABLES, Wording, built_in, variables};
use crate::desk::ticket::conversation::ResponseKind;
use crate::desk::ticket::names::ManagerId;

use super::check::{Kind, Known, check_as, line_of};
use super::problem::{Problem, Wrong, nearest};
use super::resolve::Resolver;
use super::written::SignedSection;

const TEMPLATE: Known = &[
    ("kind", Kind::Text),
    ("ask", Kind::Texts),
    ("en", Kind::Section(WORDING)),
    ("fr", Kind::Section(WORDING)),
];
const WORDING: Known = &[("title", Kind::Text), ("text", Kind::Text)];
const KINDS: [(ResponseKind, &str); 4] = [
    (ResponseKind::Interim, "interim"),
    (ResponseKind::PreliminaryAnalysis, "preliminary-analysis"),
    (ResponseKind::InformationRequest, "information-request"),
    (ResponseKind::Solution, "solution"),
];

#[derive(Deserialize)]
struct Written {
    kind: Option<Spanned<String>>,
    #[serde(default)]
    ask: Vec<String>,
    en: Option<Spanned<WrittenWording>>,
    fr: Option<Spanned<WrittenWording>>,
}

#[derive(Deserialize)]
struct WrittenWording {
    title: Option<Spanned<String>>,
    text: Option<Spanned<String>>,
}

/// Reads a template's file; `name` is the file's, without its ending.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn template(name: &str, text: &str) -> Result<Template, Vec<Wrong>> {
    let wrong = check_as(text, TEMPLATE);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let written: Written = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        vec![Wrong::new(line, "", Problem::Syntax { message: error.message().to_owned() })]
    })?;
    let mut reader = Reader { text, ask: written.ask, known: known(name), wrong: Vec::new() };
    let kind = written.kind.and_then(|kind| reader.kind(&kind));
    let en = written.en.and_then(|wording| reader.wording("en", wording));
    let fr = written.fr.and_then(|wording| reader.wording("fr", wording));
    if reader.wrong.is_empty() && en.is_none() && fr.is_none() {
        reader.wrong.push(Wrong::new(None, "", Problem::NoLanguage));
    }
    reader.wrong.sort_by_key(|wrong| wrong.line);
    let Reader { ask, wrong, .. } = reader;
    if wrong.is_empty() { Ok(Template { name: name.to_owned(), kind, ask, en, fr }) } else { Err(wrong) }
}

/// What the template that it goes over asks its author for.
fn known(name: &str) -> &'static [String] {
    built_in().iter().find(|template| template.name == name).map_or(&[], |template| &template.ask)
}

struct Reader<'a> {
    text: &'a str,
    ask: Vec<String>,
    known: &'static [String],
    wrong: Vec<Wrong>,
}

impl Reader<'_> {
    fn kind(&mut self, said: &Spanned<String>) -> Option<ResponseKind> {
        let value = said.get_ref();
        let found = KINDS.iter().find(|(_, word)| word == value).map(|(kind, _)| *kind);
        if found.is_none() {
            let known = KINDS.map(|(_, word)| word);
            let nearest = nearest(value, known);
            let known = known.map(str::to_owned).to_vec();
            let problem = Problem::UnknownWord { value: value.clone(), known, nearest };
            self.add(said.span().start, "kind", problem);
        }
        found
    }

    fn wording(&mut self, language: &str, said: Spanned<WrittenWording>) -> Option<Wording> {
        let start = said.span().start;
        let WrittenWording { title, text } = said.into_inner();
        let (mut found, fields) = (Vec::new(), [("title", title), ("text", text)]);
        for (name, value) in fields {
            let key = format!("{language}.{name}");
            match value.filter(|value| !value.get_ref().trim().is_empty()) {
                Some(value) => {
                    self.variables(&key, value.span());
                    found.push(value.into_inner());
                }
                None => self.add(start, &key, Problem::Missing),
            }
        }
        let [title, text] = <[String; 2]>::try_from(found).ok()?;
        Some(Wording { title, text })
    }

    /// A variable that nobody knows would reach no customer, but it would stop every message.
    fn variables(&mut self, key: &str, place: Range<usize>) {
        for (within, name) in variables(&self.text[place.clone()]) {
            let asked = || self.ask.iter().chain(self.known).map(String::as_str);
            if VARIABLES.contains(&name) || asked().any(|asked| asked == name) {
                continue;
            }
            let nearest = nearest(name, VARIABLES.into_iter().chain(asked()));
            let problem = Problem::UnknownVariable { name: name.to_owned(), nearest };
            self.wrong.push(Wrong::new(Some(line_of(self.text, place.start + within.start)), key, problem));
        }
    }

    fn add(&mut self, offset: usize, key: &str, problem: Problem) {
        self.wrong.push(Wrong::new(Some(line_of(self.text, offset)), key, problem));
    }
}

impl Resolver<'_> {
    pub(super) fn signatures(&mut self, sections: Vec<Spanned<SignedSection>>) -> Vec<Signature> {
        let mut signatures: Vec<Signature> = Vec::new();
        for (index, section) in sections.into_iter().enumerate() {
            let key = format!("signature[{}]", index + 1);
            let line = Some(self.line(section.span().start));
            let SignedSection { manager, en, fr } = section.into_inner();
            if en.is_none() && fr.is_none() {
                self.add(line, format!("{key}.en"), Problem::Missing);
            }
            let said = manager.map(|manager| self.spanned(manager));
            let manager = said.and_then(|said| {
                let id = said.value.parse::<ManagerId>().ok();
                if id.is_none() {
                    self.add(said.line, format!("{key}.manager"), Problem::BadName { value: said.value });
                }
                id
            });
            if signatures.iter().any(|other| other.manager == manager) {
                let value = manager.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
                self.add(line, format!("{key}.manager"), Problem::NameTwice { value });
            }
            signatures.push(Signature { manager, en, fr });
        }
        signatures
    }
}
