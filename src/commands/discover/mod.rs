//! `vigie doctor --discover`: a first mapping, written from what a server has. It is a guess by names, and says so; it
//! is read as a configuration as it stands.

mod guess;

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use toml_edit::{DocumentMut, Item, Key, Table, Value};

use crate::cli::ConsoleArgs;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::CustomerId;
use crate::io::backend::checkup::{Field, Inventory};
use crate::io::places;
use crate::words::Words;

use super::doctor::{Health, failed};
use super::settings::{self, Source};
use super::store::{complain, say_raw};

const KIND: &str = "request-tracker";
/// RT's own queue, which every site has.
const GENERAL: &str = "General";
/// Settings of a backend that name a file beside the configuration.
const FILES: [&str; 7] = [
    "token_file",
    "password_file",
    "ca_file",
    "client_cert_file",
    "client_key_file",
    "calendar",
    "programme",
];

/// Runs the command; `to` is a file that is not there yet.
pub fn run(args: &ConsoleArgs, to: Option<&Path>) -> ExitCode {
    let words = settings::first_words(args);
    let Some(source) = settings::source(args) else {
        complain(words.say("config-no-home"));
        return Health::WrongConfiguration.code();
    };
    let text = std::fs::read_to_string(&source.path).unwrap_or_default();
    let Ok(document) = text.parse::<DocumentMut>() else {
        return ordinary(args, &source, &words);
    };
    let settings = match settings::load_text(args, &source, &completed(document.clone())) {
        Ok(settings) => settings,
        Err(mistakes) => {
            settings::complain(&words, &mistakes);
            return Health::WrongConfiguration.code();
        }
    };
    let words = settings::words(&settings.config, words);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return Health::NotReached.code();
        }
    };
    let mut written = String::new();
    let sections = sections(&document);
    for ((_, backend), section) in settings.backends.iter().zip(&sections) {
        let inventory = runtime.block_on(async {
            backend.connect().await?;
            backend.inventory().await
        });
        match inventory {
            Ok(Some(inventory)) => written.push_str(&mapping(section, &source, &inventory, &words)),
            Ok(None) => {}
            Err(why) => return failed(&why, &words).code(),
        }
    }
    if written.is_empty() {
        complain(words.say("discover-nothing"));
        return Health::WrongConfiguration.code();
    }
    let Some(to) = to else {
        say_raw(&written);
        return ExitCode::SUCCESS;
    };
    // Never over a file that is there: somebody wrote it.
    let file = OpenOptions::new().write(true).create_new(true).open(to);
    match file.and_then(|mut file| file.write_all(written.as_bytes())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let path = SafeLine::from(to.display().to_string());
            let data = [("path", path.shown().into()), ("why", why.to_string().into())];
            complain(&words.say_with("discover-not-written", &data));
            Health::WrongConfiguration.code()
        }
    }
}

/// What is no TOML is told as it always is.
fn ordinary(args: &ConsoleArgs, source: &Source, words: &Words) -> ExitCode {
    if let Err(mistakes) = settings::load(args, Some(source)) {
        settings::complain(words, &mistakes);
    }
    Health::WrongConfiguration.code()
}

fn sections(document: &DocumentMut) -> Vec<Table> {
    let all = document.get("backend").and_then(Item::as_array_of_tables);
    all.into_iter().flatten().cloned().collect()
}

/// A section that says only where the server is lacks what is being looked for: it gets what lets it be asked.
fn completed(mut document: DocumentMut) -> String {
    let all = document.get_mut("backend").and_then(Item::as_array_of_tables_mut);
    for section in all.into_iter().flat_map(|all| all.iter_mut()) {
        if section.get("kind").and_then(Item::as_str) != Some(KIND) {
            continue;
        }
        if !section.contains_key("calendar") {
            section.insert("calendar", toml_edit::value("france"));
        }
        let map = section.entry("map").or_insert_with(|| Item::Table(Table::new()));
        if let Some(map) = map.as_table_like_mut()
            && !map.contains_key("severity")
        {
            let mut severity = toml_edit::InlineTable::new();
            severity.insert("by", "priority".into());
            severity.insert("values", Value::from_iter([("0", 3)]));
            map.insert("severity", toml_edit::value(severity));
        }
    }
    document.to_string()
}

/// One section, whole.
fn mapping(section: &Table, source: &Source, inventory: &Inventory, words: &Words) -> String {
    let mut out = Written { text: String::new(), words, used: BTreeSet::new() };
    out.says("discover-head");
    out.line("[[backend]]");
    for (key, item) in section.iter().filter(|(key, item)| item.is_value() && *key != "desk_groups") {
        let Some(value) = item.as_value() else { continue };
        let beside = value.as_str().filter(|text| FILES.contains(&key) && is_file(text));
        let beside = beside.map(|text| places::beside(Some(&source.path), Path::new(text)));
        let value = beside.map_or_else(|| value.clone(), |path| path.display().to_string().into());
        out.set(key, value.decorated("", ""));
    }
    if !section.contains_key("calendar") {
        out.says("discover-calendar");
        out.set("calendar", "france");
    }
    out.says("discover-groups");
    let desk = inventory.groups.iter().filter(|group| group.watches).map(|group| group.name.as_str());
    out.set("desk_groups", desk.collect::<Value>());
    for group in inventory.groups.iter().filter(|group| !group.watches) {
        out.told("discover-other-group", &[("name", group.name.as_str())]);
    }
    out.line("");
    out.line("[backend.map]");
    if let Some(field) =
        guess::named(&inventory.ticket_fields, &["seen by", "acknowledged by", "acknowledged"])
    {
        out.field("acknowledged_field", field);
    }
    if let Some(field) = guess::named(&inventory.reply_fields, &["client key", "idempotency key"]) {
        out.field("client_key_field", field);
    }
    severity(&mut out, inventory);
    for (key, fields, names, kinds) in [
        ("channel", &inventory.ticket_fields, guess::CHANNEL_FIELDS, guess::CHANNELS),
        ("kind", &inventory.ticket_fields, guess::KIND_FIELDS, guess::KINDS),
        ("response", &inventory.reply_fields, guess::RESPONSE_FIELDS, guess::RESPONSES),
        ("call_outcome", &inventory.reply_fields, guess::OUTCOME_FIELDS, guess::OUTCOMES),
        ("call_direction", &inventory.reply_fields, guess::DIRECTION_FIELDS, guess::DIRECTIONS),
    ] {
        values(&mut out, &format!("backend.map.{key}"), fields, names, kinds);
    }
    statuses(&mut out, inventory);
    signature(&mut out, inventory);
    unused(&mut out, inventory);
    customers(&mut out, inventory);
    out.text
}

fn is_file(text: &str) -> bool {
    text.contains('/') || text.contains('.') || !matches!(text, "france" | "france-alsace-moselle")
}

fn severity(out: &mut Written<'_>, inventory: &Inventory) {
    out.line("");
    let field = guess::severity_field(&inventory.ticket_fields);
    let (by, values) = if let Some(field) = field {
        ("field", guess::severities(field.values.iter().map(String::as_str)))
    } else {
        let mut levels: Vec<&str> = inventory.levels.iter().map(|level| level.name.as_str()).collect();
        levels.sort_unstable();
        ("sla", guess::severities(levels.into_iter()))
    };
    out.says(if by == "sla" { "discover-severity-sla" } else { "discover-severity" });
    out.line("[backend.map.severity]");
    if values.is_empty() {
        out.set("by", "priority");
        out.set("values", Value::from_iter([("80", 1), ("50", 2), ("20", 3)]));
        out.set("otherwise", 4);
        return;
    }
    out.set("by", by);
    if let Some(field) = field {
        out.field("field", &field.name);
    }
    let values = values.iter().map(|(value, severity)| (*value, *severity));
    out.set("values", values.collect::<Value>());
    out.set("otherwise", 3);
}

/// A field whose values are guessed; nothing is written of one of which no value is understood.
fn values(out: &mut Written<'_>, table: &str, fields: &[Field], names: &[&str], kinds: guess::Kinds) {
    let Some(field) = guess::best(fields, names, kinds) else { return };
    let known = guess::values(field, kinds);
    out.line("");
    out.says("discover-values");
    out.line(&format!("[{table}]"));
    out.field("field", &field.name);
    let written = known.iter().map(|(value, word)| (*value, *word));
    out.set("values", written.collect::<Value>());
    for value in field.values.iter().filter(|value| !known.iter().any(|(known, _)| known == value)) {
        out.told("discover-unknown-value", &[("value", value)]);
    }
}

fn statuses(out: &mut Written<'_>, inventory: &Inventory) {
    let seen: Vec<&str> = inventory.statuses.iter().map(|status| status.name.as_str()).collect();
    let mut lists = guess::USUAL_STATUSES.map(|(word, usual)| (word, usual.to_vec()));
    let known: Vec<&str> = lists.iter().flat_map(|(_, names)| names).copied().collect();
    let strange: Vec<&str> = seen.into_iter().filter(|name| !known.contains(name)).collect();
    if strange.is_empty() {
        return;
    }
    for name in strange {
        let word = guess::status(name);
        lists.iter_mut().filter(|(known, _)| *known == word).for_each(|(_, names)| names.push(name));
    }
    out.line("");
    out.says("discover-statuses");
    out.line("[backend.map.status]");
    for (word, names) in &lists {
        out.set(word, names.iter().copied().collect::<Value>());
    }
}

fn signature(out: &mut Written<'_>, inventory: &Inventory) {
    let fields = &inventory.ticket_fields;
    let parts: Vec<(&str, &str)> =
        guess::PARTS.iter().filter_map(|(key, names)| Some((*key, guess::named(fields, names)?))).collect();
    if parts.is_empty() {
        return;
    }
    out.line("");
    out.says("discover-signature");
    out.line("[backend.map.signature]");
    for (key, name) in parts {
        out.field(key, name);
    }
    for (key, names, kinds) in [
        ("verdict", guess::VERDICT_FIELDS, guess::VERDICTS),
        ("object", guess::OBJECT_FIELDS, guess::OBJECTS),
        ("weight", guess::WEIGHT_FIELDS, guess::WEIGHTS),
        ("step", guess::STEP_FIELDS, guess::STEPS),
    ] {
        values(out, &format!("backend.map.signature.{key}"), fields, names, kinds);
    }
}

fn unused(out: &mut Written<'_>, inventory: &Inventory) {
    let all = inventory.ticket_fields.iter().chain(&inventory.reply_fields);
    let rest: Vec<&Field> = all.filter(|field| !out.used.contains(&field.name)).collect();
    if rest.is_empty() {
        return;
    }
    out.line("");
    out.says("discover-unused");
    for field in rest {
        let values = field.values.join(", ");
        out.told("discover-unused-field", &[("name", &field.name), ("values", &values)]);
    }
}

fn customers(out: &mut Written<'_>, inventory: &Inventory) {
    out.line("");
    out.says("discover-customers");
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for (at, queue) in inventory.queues.iter().enumerate() {
        if queue.name == GENERAL {
            out.told("discover-general", &[("name", &queue.name)]);
            continue;
        }
        let mut id = guess::slug(&queue.name);
        if id.parse::<CustomerId>().is_err() || !ids.insert(id.clone()) {
            id = format!("queue-{}", at + 1);
            ids.insert(id.clone());
        }
        out.line("[[backend.customer]]");
        out.set("id", id);
        out.set("name", queue.name.as_str());
        out.set("called", Value::from_iter([queue.name.as_str()]));
        out.line("");
    }
}

/// What was written so far.
struct Written<'a> {
    text: String,
    words: &'a Words,
    /// The fields that something is mapped to.
    used: BTreeSet<String>,
}

impl Written<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        let (key, value) = (Key::new(key), value.into());
        self.line(&format!("{} = {value}", key.display_repr()));
    }

    fn field(&mut self, key: &str, name: &str) {
        self.used.insert(name.to_owned());
        self.set(key, name);
    }

    fn says(&mut self, id: &str) {
        let text = self.words.say(id).to_owned();
        self.comment(&text);
    }

    /// A comment with names of the server's in it; they cannot leave its line.
    fn told(&mut self, id: &str, names: &[(&'static str, &str)]) {
        let names: Vec<_> =
            names.iter().map(|(key, name)| (*key, SafeLine::from(*name).shown().to_owned().into())).collect();
        let text = self.words.say_with(id, &names);
        self.comment(&text);
    }

    fn comment(&mut self, text: &str) {
        for line in text.lines() {
            self.line(format!("# {line}").trim_end());
        }
    }
}
