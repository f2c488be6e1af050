//! `vigie man` and `vigie completions`: what a package puts beside the program, made of the command line itself.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::{Cli, ConsoleArgs};

use super::output::{complain, say, say_raw};
use super::settings;

/// Writes a manual page for the program and for each command. Ends with 1 if one could not be written.
pub fn pages(args: &ConsoleArgs, directory: &Path) -> ExitCode {
    let words = settings::first_words(args);
    let written = fs::create_dir_all(directory).and_then(|()| {
        clap_mangen::generate_to(Cli::command(), directory)?;
        let names = fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
        let ours = |name: &&fs::DirEntry| name.file_name().to_string_lossy().starts_with("vigie");
        Ok(names.iter().filter(ours).count())
    });
    let path = directory.display().to_string();
    match written {
        Ok(count) => {
            say(&words.say_with("manual-written", &[("count", count.into()), ("path", path.into())]));
            ExitCode::SUCCESS
        }
        Err(why) => {
            let told = [("path", path.into()), ("why", why.to_string().into())];
            complain(&words.say_with("manual-failed", &told));
            ExitCode::FAILURE
        }
    }
}

/// Prints what makes a shell complete the command line.
pub fn completions(shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "vigie", &mut script);
    say_raw(String::from_utf8_lossy(&script).trim_end());
    ExitCode::SUCCESS
}
