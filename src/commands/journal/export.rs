//! The journal for people and programs: it answers "when did we respond?".

use std::collections::BTreeMap;
use std::process::ExitCode;

use crate::desk::sla::Tz;
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::app::model::notice::Deed;
use crate::cli::JournalExportArgs;
use crate::desk::bounds;
use crate::desk::journal::{Entry, Line, Outcome, What};
use crate::desk::ticket::change::Change;
use crate::desk::ticket::names::ActionId;
use crate::io::local_store::Journal;
use crate::io::places;
use crate::words::Words;

use super::super::settings::Settings;
use super::{code, complain, say, say_raw};

/// A line for a program: what it says, and by what it is held fast.
#[derive(Serialize)]
struct Written<'a> {
    journal: uuid::Uuid,
    store: &'a str,
    number: u64,
    digest: &'a str,
    #[serde(flatten)]
    entry: &'a Entry,
}

pub(super) fn run(
    words: &Words,
    settings: &Settings,
    journals: &[Journal],
    args: &JournalExportArgs,
) -> ExitCode {
    let zone = settings.config.zone.or_else(places::zone).unwrap_or(Tz::UTC);
    let mut ended = ExitCode::SUCCESS;
    for journal in journals {
        let mut changes: BTreeMap<ActionId, Change> = BTreeMap::new();
        for line in &journal.lines {
            let Ok(entry) = serde_json::from_str::<Entry>(&line.text) else {
                complain(
                    &words.say_with("journal-unreadable", &[("number", line.number.to_string().into())]),
                );
                ended = ExitCode::from(code::BROKEN);
                continue;
            };
            if let Some(change) = entry.change() {
                changes.insert(entry.action, change);
            }
            if args.ticket.as_ref().is_some_and(|wanted| *wanted != entry.ticket) {
                continue;
            }
            if args.json {
                say_raw(&json(journal, line, &entry));
            } else {
                say(&sentence(words, zone, &entry, changes.get(&entry.action)));
            }
        }
    }
    ended
}

fn json(journal: &Journal, line: &Line, entry: &Entry) -> String {
    let written = Written {
        journal: journal.id,
        store: &journal.store,
        number: line.number,
        digest: &line.digest,
        entry,
    };
    serde_json::to_string(&written).unwrap_or_default()
}

/// Tabs between the columns: when by the console, ticket, what, what became of it, and when by the desk.
fn sentence(words: &Words, zone: Tz, entry: &Entry, change: Option<&Change>) -> String {
    let time = |at: DateTime<Utc>| bounds::there(at, &zone).format("%Y-%m-%d %H:%M:%S %Z").to_string();
    let deed = change.map_or("?", |change| words.deed(Deed::from(change)));
    let result = match &entry.what {
        What::Made { .. } => words.say("journal-made").to_owned(),
        What::Result(Outcome::Accepted { backend_at }) => {
            words.say_with("journal-accepted", &[("at", time(*backend_at).into())])
        }
        What::Result(Outcome::Refused { code }) => {
            words.say_with("journal-refused", &[("code", code.as_str().into())])
        }
        What::Result(Outcome::Moot) => words.say("journal-moot").to_owned(),
        What::Result(Outcome::Withdrawn) => words.say("journal-withdrawn").to_owned(),
    };
    [&time(entry.at), entry.ticket.as_str(), deed, &result].join("\t")
}
