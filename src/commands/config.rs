//! `vigie config`: where the configuration is, and whether it is good.

use std::process::ExitCode;

use crate::cli::{ConfigCommand, ConsoleArgs};

use super::rotas;
use super::settings;
use super::store::{complain, say};

/// Runs the command.
pub fn run(args: &ConsoleArgs, command: ConfigCommand) -> ExitCode {
    let words = settings::first_words(args);
    let Some(source) = settings::source(args) else {
        complain(words.say("config-no-home"));
        return ExitCode::FAILURE;
    };
    let shown = source.path.display().to_string();
    match command {
        ConfigCommand::Path => {
            say(&shown);
            ExitCode::SUCCESS
        }
        ConfigCommand::Check => match settings::load(args, Some(&source)) {
            Ok(settings) => {
                let broken = rotas::told(&settings.rotas, &words);
                if !broken.is_empty() {
                    for told in &broken {
                        complain(told);
                    }
                    return ExitCode::FAILURE;
                }
                let id = if settings.written { "config-good" } else { "config-none" };
                say(&words.say_with(id, &[("path", shown.into())]));
                ExitCode::SUCCESS
            }
            Err(mistakes) => {
                settings::complain(&words, &mistakes);
                ExitCode::FAILURE
            }
        },
    }
}
