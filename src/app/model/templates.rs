//! Templates, quotations and the signature: prepared text that is put where the cursor is, never over what was typed.

use crate::app::model::field::{Field, TooLong};
use crate::app::model::fuzzy::Fuzzy;
use crate::app::protocol::command::Command;
use crate::app::protocol::purpose::Purpose;
use crate::desk::template::{Template, Values, fill};
use crate::desk::ticket::conversation::ResponseKind;
use crate::desk::ticket::customer::Language;

/// Something in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::app) struct Both<T> {
    pub(in crate::app) en: T,
    pub(in crate::app) fr: T,
}

impl<T> Both<T> {
    fn of(&self, language: Language) -> &T {
        match language {
            Language::En => &self.en,
            Language::Fr => &self.fr,
        }
    }
}

/// The templates that fit what was typed, best first, in the language of the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Picker {
    pub field: Field,
    /// In which the text will be, where the template has it.
    pub language: Language,
    /// The marked one, counted among what was found.
    pub marked: usize,
    /// First line of the preview.
    pub scroll: usize,
    templates: Vec<Template>,
    found: Vec<usize>,
    values: Both<Values>,
    /// What is being written: what is made for it comes first.
    kind: Option<ResponseKind>,
}

/// A template as the picker lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick<'a> {
    pub title: &'a str,
    /// The language in which it is there.
    pub language: Language,
    pub kind: Option<ResponseKind>,
    pub marked: bool,
}

impl Picker {
    pub(in crate::app) fn new(
        templates: Vec<Template>,
        values: Both<Values>,
        language: Language,
        purpose: Purpose,
    ) -> Self {
        let kind = match purpose {
            Purpose::Respond { kind, .. } => Some(kind),
            Purpose::Note => None,
        };
        let field = Field::default();
        let found = Vec::new();
        let mut picker = Self { field, language, marked: 0, scroll: 0, templates, found, values, kind };
        picker.search();
        picker
    }

    /// Whether a template is another thing to the clock than what is being written.
    pub fn is_otherwise(&self, pick: &Pick<'_>) -> bool {
        self.kind.is_some() && pick.kind.is_some() && pick.kind != self.kind
    }

    pub fn picks(&self) -> impl ExactSizeIterator<Item = Pick<'_>> {
        self.found.iter().enumerate().map(|(at, place)| {
            let template = &self.templates[*place];
            let (language, title) = template
                .wording(self.language)
                .map_or((self.language, template.name.as_str()), |(it, wording)| (it, &wording.title));
            Pick { title, language, kind: template.kind, marked: at == self.marked }
        })
    }

    /// The marked one, its variables filled in.
    pub fn filled(&self) -> Option<(Language, String)> {
        let template = &self.templates[*self.found.get(self.marked)?];
        let (language, wording) = template.wording(self.language)?;
        Some((language, fill(wording.text.trim_end(), self.values.of(language))))
    }

    /// Finds anew what fits: a template is found by its titles and by the name of its file.
    fn search(&mut self) {
        let mut fuzzy = Fuzzy::new(self.field.text());
        let mut found: Vec<_> = (0..self.templates.len())
            .filter_map(|at| {
                let Template { name, kind, ask: _, en, fr } = &self.templates[at];
                let titles = [en, fr].into_iter().flatten().map(|wording| wording.title.as_str());
                let best = titles.chain([name.as_str()]).filter_map(|text| fuzzy.score(text)).max()?;
                let fits = match *kind {
                    kind if kind == self.kind => 0,
                    None => 1,
                    Some(_) => 2,
                };
                Some((std::cmp::Reverse(best), fits, at))
            })
            .collect();
        found.sort_unstable();
        self.found = found.into_iter().map(|(.., at)| at).collect();
        (self.marked, self.scroll) = (0, 0);
    }

    pub(in crate::app) fn insert(&mut self, text: &str) -> Result<(), TooLong> {
        let fitted = self.field.insert(text);
        self.search();
        fitted
    }

    pub(in crate::app) fn edit(&mut self, command: Command) -> Result<(), TooLong> {
        let fitted = self.field.run(command);
        self.search();
        fitted
    }

    pub(in crate::app) fn step(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.marked = self.marked.saturating_add_signed(by).min(last);
        self.scroll = 0;
    }

    pub(in crate::app) fn scroll_by(&mut self, by: isize, end: Option<usize>) {
        self.scroll = self.scroll.saturating_add_signed(by).min(end.unwrap_or_default());
    }

    pub(in crate::app) fn switch_language(&mut self) {
        self.language = match self.language {
            Language::En => Language::Fr,
            Language::Fr => Language::En,
        };
        self.scroll = 0;
    }
}
