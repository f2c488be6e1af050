//! Reads the command line and runs the command.

use std::process::ExitCode;

use clap::Parser;
use vigie::cli::{Cli, Command};
use vigie::{commands, console};

fn main() -> ExitCode {
    let Cli { console: args, print_keys, command } = Cli::parse();
    match command {
        Some(Command::Due(args)) => commands::due::run(&args),
        Some(Command::Serve(args)) => commands::serve::run(&args),
        Some(Command::Token(command)) => commands::token::run(&command),
        Some(Command::Desk(command)) => commands::desk::run(&command),
        Some(Command::Backup(args)) => commands::backup::run(&args),
        Some(Command::Restore(args)) => commands::backup::put_back(&args),
        Some(Command::Demo(shown)) if shown.fill_only => commands::demo::run(&shown),
        Some(Command::Demo(shown)) => console::demonstrate(&args, &shown),
        Some(Command::Doctor) => commands::doctor::run(&args),
        Some(Command::Check(asked)) => commands::check::run(&args, &asked),
        Some(Command::Journal(command)) => commands::journal::run(&args, &command),
        Some(Command::Config(command)) => commands::config::run(&args, command),
        None if print_keys => commands::keys::run(&args),
        None => console::run(&args),
    }
}
