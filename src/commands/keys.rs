//! `vigie --print-keys`: the key map in force, as a table.

use std::process::ExitCode;

use crate::cli::ConsoleArgs;

use super::settings;
use super::store::say;

/// Runs the command.
pub fn run(args: &ConsoleArgs) -> ExitCode {
    let words = settings::first_words(args);
    match settings::load(args, settings::source(args).as_ref()) {
        Ok(settings) => {
            for row in settings.keymap.rows() {
                let (key, name) = (row.written(), row.run.name());
                say(&format!("{:<12} {key:<14} {name:<22} {}", words.focus(row.focus), words.help(row.run)));
            }
            ExitCode::SUCCESS
        }
        Err(mistakes) => {
            settings::complain(&words, &mistakes);
            ExitCode::from(2)
        }
    }
}
