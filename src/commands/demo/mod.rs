//! `vigie demo`: a demonstration, with a server of its own inside this process.

mod fill;
mod player;
mod script;
mod start;

use std::process::ExitCode;

use crate::cli::DemoArgs;

pub use start::{Demonstration, faster, start};

/// Runs the command.
pub fn run(args: &DemoArgs) -> ExitCode {
    if args.fill_only {
        return fill::run(args);
    }
    // The console is opened on `start(..)` by the caller of the program's main job.
    ExitCode::SUCCESS
}
