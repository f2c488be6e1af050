//! Reads the command line and runs the command.

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use vigie::cli::{AlertCommand, Cli, Command};
use vigie::commands::output;
use vigie::io::zone_files;
use vigie::{commands, console};

fn main() -> ExitCode {
    // Before anything asks for a zone: the command line does.
    zone_files::use_newest();
    commands::use_newest_holidays();
    let Cli { console: args, print_keys, command } = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => return misused(&told),
    };
    let ended = match command {
        Some(Command::Due(args)) => commands::due::run(&args),
        Some(Command::Serve(args)) => commands::serve::run(&args),
        Some(Command::Login(asked)) => commands::login::run(&args, asked.name.as_ref()),
        Some(Command::Logout(asked)) => commands::login::undo(&args, asked.name.as_ref()),
        Some(Command::Token(command)) => commands::token::run(&command),
        Some(Command::Desk(command)) => commands::desk::run(&command),
        Some(Command::Backup(args)) => commands::backup::run(&args),
        Some(Command::Restore(args)) => commands::backup::put_back(&args),
        Some(Command::Demo(shown)) if shown.fill_only => commands::demo::run(&shown),
        Some(Command::Demo(shown)) => console::demonstrate(&args, &shown),
        Some(Command::Doctor(asked)) if asked.discover => commands::discover::run(&args, asked.to.as_deref()),
        Some(Command::Doctor(_)) => commands::doctor::run(&args),
        Some(Command::Alert(AlertCommand::Test)) => commands::alert::test(&args),
        Some(Command::Calendar(command)) => commands::calendar::run(&command),
        Some(Command::Check(asked)) => commands::check::run(&args, &asked),
        Some(Command::Export(asked)) => commands::export::run(&args, &asked),
        Some(Command::Journal(command)) => commands::journal::run(&args, &command),
        Some(Command::Config(command)) => commands::config::run(&args, command),
        Some(Command::Help(asked)) => commands::help::run(&args, asked.topic.as_deref()),
        Some(Command::Man(asked)) => commands::manual::pages(&args, &asked.directory),
        Some(Command::Completions(asked)) => commands::manual::completions(asked.shell),
        None if print_keys => commands::keys::run(&args),
        None => console::run(&args),
    };
    output::ended(ended)
}

/// What `check` and `alert` end with if their command line is wrong (`EX_USAGE`): no state of a desk ends so.
const MISUSED: u8 = 64;

/// Tells what clap has to tell: help and version too, which are no mistake.
fn misused(told: &clap::Error) -> ExitCode {
    // A mistake hides the command from clap, so it is asked to look past it.
    let asked = Cli::command().ignore_errors(true).try_get_matches();
    let answers_by_code = asked.is_ok_and(|asked| matches!(asked.subcommand_name(), Some("check" | "alert")));
    let code = u8::try_from(told.exit_code()).unwrap_or(MISUSED);
    if told.use_stderr() {
        // It quotes what was typed, which may have come from anywhere.
        output::complain(told.render().to_string().trim_end());
    } else {
        output::note(told.print());
    }
    output::ended(if code != 0 && answers_by_code { ExitCode::from(MISUSED) } else { ExitCode::from(code) })
}
