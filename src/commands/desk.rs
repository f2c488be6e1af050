//! `vigie desk import FILE`.

use std::fs;
use std::process::ExitCode;

use fluent_bundle::FluentValue;

use crate::api::{Counts, DeskFile, Imported, Shared};
use crate::cli::{DeskCommand, DeskImportArgs};
use crate::io::clock;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::import::{Fault, Located, Places, read};
use crate::server::store::Mode;
use crate::words::Words;

use super::store::{Place, block_on, complain, say};

/// Runs the command.
pub fn run(command: &DeskCommand) -> ExitCode {
    let DeskCommand::Import(args) = command;
    let place = match Place::of(&args.store) {
        Ok(place) => place,
        Err(code) => return code,
    };
    match load(args, &place.words) {
        Ok((file, places)) => block_on(import(args, &place, &file, &places)),
        Err(code) => code,
    }
}

fn load(args: &DeskImportArgs, words: &Words) -> Result<(DeskFile, Places), ExitCode> {
    let text = fs::read_to_string(&args.file).map_err(|why| {
        let data = [("file", args.file.display().to_string().into()), ("why", why.to_string().into())];
        complain(&words.say_with("import-unreadable", &data));
        ExitCode::FAILURE
    })?;
    read(&text).map_err(|located| refuse(args, words, &[located]))
}

async fn import(
    args: &DeskImportArgs,
    place: &Place,
    file: &DeskFile,
    places: &Places,
) -> Result<(), ExitCode> {
    let store = place.open().await?;
    let mode = if args.dry_run { Mode::DryRun } else { Mode::Apply };
    let done = store.import(&Caller::owner_of_the_store(), file, mode, clock::wall()).await;
    store.close().await;
    match done {
        Ok(done) => {
            tell_shared(args, &place.words, places, &done.shared);
            summarise(args, &place.words, &done);
            Ok(())
        }
        Err(ServerError::Flawed(flaws)) => {
            let mut located: Vec<_> = flaws.into_iter().map(|flaw| places.locate(flaw)).collect();
            located.sort_by_key(|located| (located.line, located.column));
            Err(refuse(args, &place.words, &located))
        }
        Err(why) => Err(place.failed(&why)),
    }
}

/// Says which entries go by the same, each with its line.
fn tell_shared(args: &DeskImportArgs, words: &Words, places: &Places, shared: &[Shared]) {
    let locate = |key: &str| places.locate(Fault::EmptyText.at(key));
    for Shared { key, value, other } in shared {
        let Located { line, column, .. } = locate(key);
        let is_in_the_file = other.starts_with("customer[") || other.starts_with("manager[");
        let there = if is_in_the_file {
            let line = locate(other).line.to_string();
            words.say_with("import-shared-line", &[("key", other.as_str().into()), ("line", line.into())])
        } else {
            other.clone()
        };
        let data = [
            ("file", args.file.display().to_string().into()),
            ("line", line.to_string().into()),
            ("column", column.to_string().into()),
            ("key", key.as_str().into()),
            ("value", value.shown().to_owned().into()),
            ("other", there.into()),
        ];
        complain(&words.say_with("import-shared", &data));
    }
}

fn refuse(args: &DeskImportArgs, words: &Words, flaws: &[Located]) -> ExitCode {
    for Located { line, column, flaw } in flaws {
        let key = match flaw.key.as_str() {
            "" | "." => String::new(),
            key => words.say_with("import-key", &[("key", key.into())]),
        };
        let data = [
            ("file", args.file.display().to_string().into()),
            // As text: a number would be grouped, and editors could not follow it.
            ("line", line.to_string().into()),
            ("column", column.to_string().into()),
            ("key", key.into()),
            ("what", sentence(words, &flaw.fault).into()),
        ];
        complain(&words.say_with("import-flaw", &data));
    }
    complain(words.say("import-nothing"));
    ExitCode::FAILURE
}

fn sentence(words: &Words, fault: &Fault) -> String {
    let meant = |nearest: &Option<String>| -> FluentValue<'static> {
        let nearest = nearest.clone().map(|nearest| ("nearest", nearest.into()));
        nearest.map(|data| words.say_with("import-meant", &[data])).unwrap_or_default().into()
    };
    let named = |id, name: &str, nearest: &Option<String>| {
        words.say_with(id, &[("name", name.to_owned().into()), ("meant", meant(nearest))])
    };
    match fault {
        Fault::NotToml { why } => words.say_with("import-not-toml", &[("why", why.as_str().into())]),
        Fault::UnknownKey { unknown, nearest } => named("import-unknown-key", unknown, nearest),
        Fault::InvalidField { why } => {
            words.say_with("import-invalid-field", &[("why", why.as_str().into())])
        }
        Fault::EmptyText => words.say("import-empty-text").to_owned(),
        Fault::TooManyContacts { limit, count } => words.say_with(
            "import-too-many-contacts",
            &[("limit", limit.to_string().into()), ("count", count.to_string().into())],
        ),
        Fault::DuplicateId { id } => words.say_with("import-duplicate-id", &[("name", id.as_str().into())]),
        Fault::UnknownCalendar { name, nearest } => named("import-unknown-calendar", name, nearest),
        Fault::UnknownManager { name, nearest } => named("import-unknown-manager", name, nearest),
        Fault::UnknownZone { zone, nearest } => named("import-unknown-zone", zone, nearest),
        Fault::NeverOpens => words.say("import-never-opens").to_owned(),
        Fault::ContractEndsBeforeItStarts { from, to } => {
            words.say_with("import-contract", &[("from", from.as_str().into()), ("to", to.as_str().into())])
        }
    }
}

fn summarise(args: &DeskImportArgs, words: &Words, done: &Imported) {
    if args.dry_run {
        say(words.say("import-dry-run"));
    }
    if done.settings_changed {
        say(words.say("import-settings-changed"));
    }
    for (id, counts) in [
        ("import-managers", done.managers),
        ("import-calendars", done.calendars),
        ("import-customers", done.customers),
    ] {
        let Counts { added, changed, unchanged } = counts;
        if added + changed + unchanged > 0 {
            let data =
                [("added", added.into()), ("changed", changed.into()), ("unchanged", unchanged.into())];
            say(&words.say_with(id, &data));
        }
    }
    if done.rescheduled > 0 {
        say(&words.say_with("import-rescheduled", &[("count", done.rescheduled.into())]));
    }
    say(&words.say_with("import-version", &[("version", done.desk_version.to_string().into())]));
}
