//! What the commands on the backend's own store share: where it is, how it is opened, how failures are told.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::StoreArgs;
use crate::server::Store;
use crate::server::error::ServerError;
use crate::words::Words;

use super::due::spoken_here;
pub(super) use super::output::{complain, say, say_raw};

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

    /// Opens the store that is there. A directory without one is a mistake, and stays as it is.
    pub async fn open(&self) -> Result<Store, ExitCode> {
        Store::open_existing(&self.directory).await.map_err(|why| self.failed(&why))
    }

    /// Opens the store, making a new one where there is none: who serves or sets up a desk begins one.
    pub async fn open_or_make(&self) -> Result<Store, ExitCode> {
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
            ServerError::NoStore { path } => {
                self.words.say_with("server-no-store", &[("directory", path.as_str().into())])
            }
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
