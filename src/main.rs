//! Reads the command line and runs the command.

use std::process::ExitCode;

use clap::Parser;
use vigie::cli::{Cli, Command};
use vigie::commands;

fn main() -> ExitCode {
    match Cli::parse().command {
        Some(Command::Due(args)) => commands::due::run(&args),
        Some(Command::Serve(args)) => commands::serve::run(&args),
        Some(Command::Token(command)) => commands::token::run(&command),
        Some(Command::Desk(command)) => commands::desk::run(&command),
        Some(Command::Demo(args)) => commands::demo::run(&args),
        None => ExitCode::SUCCESS,
    }
}
