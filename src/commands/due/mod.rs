//! `vigie due`: when is a response due?
//!
//! One answer for a person, or with `--batch` one JSON line per case for programs. Exit code 0 where there is an answer
//! (also "never"), 1 where a calendar or a line was refused; clap ends with 2 on a wrong command line.

mod answer;
mod batch;
mod show;

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::desk::sla::Tz;

use crate::cli::DueArgs;
use crate::commands::calendars;
use crate::desk::text::SafeText;
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::severity::Severity;
use crate::io::{clock, places};
use crate::words::{Language, Words};

use answer::Question;

/// Runs the command.
pub fn run(args: &DueArgs) -> ExitCode {
    let done = if args.batch {
        batch::answer(io::stdin().lock(), io::stdout().lock(), &Programme::default_programme())
    } else {
        answer_one(args)
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever read the answers has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Answers a person; `false` if the question was refused.
fn answer_one(args: &DueArgs) -> io::Result<bool> {
    let words = Words::load(args.language.unwrap_or_else(spoken_here));
    // clap demands both unless there is a batch.
    let (Some(severity), Some(filed)) =
        (args.severity.and_then(|number| Severity::try_from(number).ok()), args.filed)
    else {
        return Ok(false);
    };
    let (name, calendar) = match calendars::load(&args.calendar, &args.holidays) {
        Ok(loaded) => loaded,
        Err(refusal) => {
            complain(&refusal.in_words(&words));
            return Ok(false);
        }
    };
    let question = Question {
        severity,
        filed,
        now: args.now.unwrap_or_else(clock::wall),
        calendar: &calendar,
        programme: &Programme::default_programme(),
    };
    let reader = args.zone.or_else(places::zone).unwrap_or(Tz::UTC);
    if let Some(said) = places::zone_not_understood().filter(|_| args.zone.is_none()) {
        complain(&words.zone_not_understood(&said, reader));
    }
    let shown = show::answer(&words, &question, &name, reader);
    let mut out = io::stdout().lock();
    // A calendar's names come from a file of anybody.
    out.write_all(SafeText::from(shown).shown().as_bytes())?;
    out.flush()?;
    Ok(true)
}

fn complain(what: &str) {
    if writeln!(io::stderr(), "vigie due: {}", SafeText::from(what)).is_err() {
        // Nobody listens; the exit code still tells.
    }
}

/// The language of the locale, in the order that POSIX gives its variables.
pub(super) fn spoken_here() -> Language {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    locale.map_or(Language::En, |locale| Language::of_locale(&locale))
}
