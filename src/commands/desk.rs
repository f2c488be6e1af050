//! `vigie desk import FILE`.

use std::fs;
use std::process::ExitCode;

use fluent_bundle::FluentValue;

use crate::api::{Counts, DeskFile, Imported, Shared};
use crate::cli::{DeskCheckArgs, DeskCommand, DeskImportArgs};
use crate::desk::bounds::{FIRST_YEAR, LAST_YEAR};
use crate::io::clock;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::import::{Fault, Located, Places, read};
use crate::server::store::{FlawState, Mode, Part, StoredFlaw};
use crate::words::Words;

use super::store::{Place, block_on, complain, say};

/// Runs the command.
pub fn run(command: &DeskCommand) -> ExitCode {
    let store = match command {
        DeskCommand::Import(args) => &args.store,
        DeskCommand::Check(args) => &args.store,
    };
    let place = match Place::of(store) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let args = match command {
        DeskCommand::Import(args) => args,
        DeskCommand::Check(args) => return block_on(check(args, &place)),
    };
    match load(args, &place.words) {
        Ok((file, places)) => block_on(import(args, &place, &file, &places)),
        Err(code) => code,
    }
}

/// Reads the store as the server does, and tells what cannot be read as it stands.
async fn check(args: &DeskCheckArgs, place: &Place) -> Result<(), ExitCode> {
    let owner = Caller::owner_of_the_store();
    let store = place.open().await?;
    let flaws = if args.mend { store.mend(&owner, clock::wall()).await } else { store.flaws(&owner).await };
    store.close().await;
    let flaws = flaws.map_err(|why| place.failed(&why))?;
    let mut is_well = true;
    for flaw in &flaws {
        // What happened is never rewritten: read otherwise, it is as well as it can be.
        is_well &= matches!(flaw.part, Part::Fact | Part::Audit) && !flaw.is_unreadable();
        tell_flaw(&place.words, flaw);
    }
    let (id, done) =
        if is_well { ("desk-check-well", Ok(())) } else { ("desk-check-ill", Err(ExitCode::FAILURE)) };
    say(&place
        .words
        .say_with(id, &[("directory", place.shown().into()), ("data", place.option.as_str().into())]));
    done
}

fn tell_flaw(words: &Words, flaw: &StoredFlaw) {
    let part = words.say(match flaw.part {
        Part::Programme => "desk-check-programme",
        Part::Calendar => "desk-check-calendar",
        Part::Manager => "desk-check-manager",
        Part::Customer => "desk-check-customer",
        Part::Ticket => "desk-check-ticket",
        Part::Fact => "desk-check-fact",
        Part::Audit => "desk-check-audit",
    });
    let told = |id, key: &str, what: &str| {
        let data = [
            ("part", part.into()),
            ("name", flaw.name.as_str().into()),
            ("key", key.into()),
            ("what", what.into()),
        ];
        say(&words.say_with(id, &data));
    };
    match &flaw.state {
        FlawState::Unreadable(why) => told("desk-check-unreadable", "", why),
        FlawState::ReadOtherwise(strays) => {
            for stray in strays {
                told("desk-check-otherwise", &stray.at, &stray.was);
            }
        }
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
    let mode = if args.dry_run { Mode::DryRun } else { Mode::Apply };
    let store = match mode {
        Mode::Apply => place.open_or_make().await?,
        Mode::DryRun => place.open().await?,
    };
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
        Fault::OutOfYears { date } => words.say_with(
            "import-out-of-years",
            &[
                ("date", date.as_str().into()),
                ("first", FIRST_YEAR.to_string().into()),
                ("last", LAST_YEAR.to_string().into()),
            ],
        ),
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
