//! `vigie journal verify|export`: what was done from this machine, and whether the record of it is whole.

mod export;
mod verify;

use std::process::ExitCode;

use crate::cli::{ConsoleArgs, JournalCommand};
use crate::io::local_store::{Journal, LocalStore};
use crate::io::places;
use crate::words::Words;

use super::settings::{self, Settings};
use super::store::{complain, say, say_raw};

/// Ends with 0 if all is well; the other codes say what is not.
mod code {
    /// The journal is not what it was.
    pub const BROKEN: u8 = 1;
    /// It could not be read, or the configuration is wrong.
    pub const UNREADABLE: u8 = 2;
    /// It is whole by itself, and there was no witness; or there is none.
    pub const UNPROVEN: u8 = 3;
    /// It is whole, and the desk has lost acts that it had accepted: it was restored since.
    pub const LOST: u8 = 4;
}

/// Runs the command.
pub fn run(args: &ConsoleArgs, command: &JournalCommand) -> ExitCode {
    let first_words = settings::first_words(args);
    let settings = match settings::load(args, settings::source(args).as_ref()) {
        Ok(settings) => settings,
        Err(mistakes) => {
            settings::complain(&first_words, &mistakes);
            return ExitCode::from(code::UNREADABLE);
        }
    };
    let words = settings::words(&settings.config, first_words);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return ExitCode::from(code::UNREADABLE);
        }
    };
    runtime.block_on(answer(&words, &settings, command))
}

async fn answer(words: &Words, settings: &Settings, command: &JournalCommand) -> ExitCode {
    let journals = match read(words).await {
        Ok(journals) => journals,
        Err(code) => return code,
    };
    if journals.is_empty() {
        complain(words.say("journal-none"));
        return ExitCode::from(code::UNPROVEN);
    }
    match command {
        JournalCommand::Verify => verify::run(words, settings, &journals).await,
        JournalCommand::Export(args) => export::run(words, settings, &journals, args),
    }
}

/// Reads the journals of this machine; where there never was a local store, none is made.
async fn read(words: &Words) -> Result<Vec<Journal>, ExitCode> {
    let Some(state) = places::state_dir() else {
        complain(words.say("console-no-state"));
        return Err(ExitCode::from(code::UNREADABLE));
    };
    let path = state.join("local.sqlite");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let store = LocalStore::start(path.clone());
    store.journals().await.map_err(|why| {
        complain(&words.trouble(&why.trouble(&path)));
        ExitCode::from(code::UNREADABLE)
    })
}
