//! What the commands on the backend's own store share: where it is, how it is opened, how failures are told.

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::StoreArgs;
use crate::desk::text::SafeText;
use crate::server::Store;
use crate::server::error::ServerError;
use crate::words::Words;

use super::due::spoken_here;

/// A place for a store, and the language to speak about it.
pub(super) struct Place {
    pub directory: PathBuf,
    pub words: Words,
    /// How to name the directory in another command; empty for the usual one.
    pub option: String,
}

impl Place {
    pub fn of(args: &StoreArgs) -> Result<Self, ExitCode> {
        let words = Words::load(args.language.unwrap_or_else(spoken_here));
        let usual = || directories::ProjectDirs::from("", "", "vigie").map(|at| at.data_dir().join("server"));
        let Some(directory) = args.data.clone().or_else(usual) else {
            complain(words.say("server-no-directory"));
            return Err(ExitCode::FAILURE);
        };
        let option = args.data.as_ref().map(|data| format!(" --data {}", data.display())).unwrap_or_default();
        Ok(Self { directory, words, option })
    }

    pub fn shown(&self) -> String {
        self.directory.display().to_string()
    }

    pub async fn open(&self) -> Result<Store, ExitCode> {
        Store::open(&self.directory).await.map_err(|why| self.failed(&why))
    }

    /// Tells a failure of the store that the command itself does not know better.
    pub fn failed(&self, why: &ServerError) -> ExitCode {
        let directory = ("directory", self.shown().into());
        complain(&match why {
            ServerError::UnknownFormat { found, known } => self.words.say_with(
                "server-newer",
                &[directory, ("found", found.to_string().into()), ("known", known.to_string().into())],
            ),
            ServerError::NotAStore => self.words.say_with("server-not-a-store", &[directory]),
            ServerError::Damaged { path, what } => self.words.say_with(
                "server-damaged",
                &[("path", path.as_str().into()), ("what", what.as_str().into())],
            ),
            ServerError::InTheWay { path } => {
                self.words.say_with("server-in-the-way", &[("path", path.as_str().into())])
            }
            ServerError::Busy(_) => self.words.say_with("server-busy", &[directory]),
            why => {
                let cause = why.source().map(|cause| format!(": {cause}")).unwrap_or_default();
                let why = format!("{why}{cause}");
                self.words.say_with("server-failed", &[directory, ("why", why.into())])
            }
        });
        ExitCode::FAILURE
    }
}

/// Runs a command that needs the store's runtime.
pub(super) fn block_on(command: impl Future<Output = Result<(), ExitCode>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => {
            complain(&why.to_string());
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(code) => code,
    }
}

/// Speaks to the person; standard output is for programs. What stands in it may be anybody's.
pub(super) fn complain(what: &str) {
    if writeln!(io::stderr(), "{}", SafeText::from(what)).is_err() {
        // Nobody listens; the exit code still tells.
    }
}

/// Writes a line of the answer for people. Whoever stopped reading has seen enough.
///
/// Tabs stand between columns; everything else that a terminal would obey is named.
pub(super) fn say(what: &str) {
    let cells: Vec<SafeText> = what.split('\t').map(SafeText::from).collect();
    let shown: Vec<&str> = cells.iter().map(SafeText::shown).collect();
    say_raw(&shown.join("\t"));
}

/// Writes a line for a program, as it is.
pub(super) fn say_raw(what: &str) {
    if writeln!(io::stdout(), "{what}").is_err() {
        // The same.
    }
}
