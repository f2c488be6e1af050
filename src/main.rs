//! Reads the command line and runs the command.

use std::process::ExitCode;

use clap::Parser;
use vigie::cli::{Cli, Command};
use vigie::commands;

fn main() -> ExitCode {
    match Cli::parse().command {
        Some(Command::Due(args)) => commands::due::run(&args),
        None => ExitCode::SUCCESS,
    }
}
