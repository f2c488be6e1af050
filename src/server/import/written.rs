//! A desk file as a person wrote it: from TOML, with the line and column of every flaw.

use std::ops::Range;

use serde_json::{Map, Value as Json};
use toml_edit::{Document, Item, Table, TableLike, Value};

use crate::api::DeskFile;

use super::{Fault, Flaw, nearest};

/// A flaw where a person finds it. Line and column count from 1; the column counts characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    pub line: usize,
    pub column: usize,
    pub flaw: Flaw,
}

/// The file's text, kept to find places in it.
pub struct Places {
    text: String,
    document: Document<String>,
}

/// Reads a desk file; what follows from its contents is checked afterwards, with the same [`Places`].
///
/// # Errors
/// The first thing that is no TOML or does not fit a desk.
pub fn read(text: &str) -> Result<(DeskFile, Places), Located> {
    let document = Document::parse(text.to_owned()).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let flaw = Fault::NotToml { why: error.message().to_owned() }.at("");
        located(text, at, flaw)
    })?;
    let places = Places { text: text.to_owned(), document };
    let json = table(places.document.as_table());
    let file = serde_path_to_error::deserialize(json).map_err(|error| {
        let key = error.path().to_string();
        places.locate(misfit(&key, &error.inner().to_string()))
    })?;
    Ok((file, places))
}

impl Places {
    /// Finds the nearest written thing on the way to a flaw's key.
    pub fn locate(&self, flaw: Flaw) -> Located {
        let at = find(self.document.as_table(), &flaw.key).map_or(0, |span| span.start);
        located(&self.text, at, flaw)
    }
}

/// Returns the line, counted from 1, on which a key of a TOML text is; that of the nearest written thing on its way.
pub fn line_of(text: &str, key: &str) -> Option<usize> {
    let document = Document::parse(text).ok()?;
    let at = find(document.as_table(), key)?;
    Some(text.get(..at.start)?.matches('\n').count() + 1)
}

fn located(text: &str, at: usize, flaw: Flaw) -> Located {
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Located { line, column, flaw }
}

/// Makes of serde's sentence what a person can act on.
fn misfit(key: &str, why: &str) -> Flaw {
    let mut quoted = why.split('`').skip(1).step_by(2);
    if why.starts_with("unknown field") || why.starts_with("unknown variant") {
        let unknown = quoted.next().unwrap_or_default().to_owned();
        let nearest = nearest(&unknown, quoted);
        if why.starts_with("unknown field") {
            return Fault::UnknownKey { unknown, nearest }.at(key);
        }
    }
    if key.ends_with("zone") {
        // The reader only says that it is none.
        let zone = why.split(['\'', '"', '`']).nth(1).unwrap_or_default().to_owned();
        let known = crate::desk::sla::ZoneSet::in_force().names();
        let nearest = nearest(&zone, known);
        if nearest.is_some() {
            return Fault::UnknownZone { zone, nearest }.at(key);
        }
    }
    Fault::InvalidField { why: why.to_owned() }.at(key)
}

/// Follows a key as far as the file goes.
fn find(root: &Table, key: &str) -> Option<Range<usize>> {
    let mut here: &dyn TableLike = root;
    let mut found = None;
    for step in key.split('.') {
        let (name, indices) = step.split_once('[').map_or((step, ""), |(name, rest)| (name, rest));
        let Some((written, item)) = here.get_key_value(name) else { break };
        found = written.span().or_else(|| item.span()).or(found);
        let mut place = Place::Item(item);
        for index in indices.split('[').filter_map(|index| index.trim_end_matches(']').parse().ok()) {
            let Some(element) = place.element(index) else { break };
            found = element.span().or(found);
            place = element;
        }
        match place.table() {
            Some(table) => here = table,
            None => break,
        }
    }
    found
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Item(&'a Item),
    Value(&'a Value),
    Table(&'a Table),
}

impl<'a> Place<'a> {
    fn element(self, index: usize) -> Option<Place<'a>> {
        match self {
            Self::Item(Item::ArrayOfTables(tables)) => tables.get(index).map(Self::Table),
            Self::Item(Item::Value(Value::Array(values))) | Self::Value(Value::Array(values)) => {
                values.get(index).map(Self::Value)
            }
            Self::Item(_) | Self::Value(_) | Self::Table(_) => None,
        }
    }

    fn span(self) -> Option<Range<usize>> {
        match self {
            Self::Item(item) => item.span(),
            Self::Value(value) => value.span(),
            Self::Table(table) => table.span(),
        }
    }

    fn table(self) -> Option<&'a dyn TableLike> {
        match self {
            Self::Item(item) => item.as_table_like(),
            Self::Value(value) => value.as_inline_table().map(|table| table as &dyn TableLike),
            Self::Table(table) => Some(table),
        }
    }
}

/// The same as JSON, dates as they are written: then file and API are read by one rule, with one kind of path.
fn table(table: &dyn TableLike) -> Json {
    let entries = table.iter().map(|(key, entry)| (key.to_owned(), item(entry)));
    Json::Object(entries.collect::<Map<_, _>>())
}

fn item(item: &Item) -> Json {
    match item {
        Item::None => Json::Null,
        Item::Value(one) => value(one),
        Item::Table(one) => table(one),
        Item::ArrayOfTables(tables) => tables.iter().map(|one| table(one)).collect(),
    }
}

fn value(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::from(text.value().as_str()),
        Value::Integer(number) => Json::from(*number.value()),
        Value::Float(number) => Json::from(*number.value()),
        Value::Boolean(truth) => Json::from(*truth.value()),
        Value::Datetime(date) => Json::from(date.value().to_string()),
        Value::Array(values) => values.iter().map(self::value).collect(),
        Value::InlineTable(one) => table(one),
    }
}
