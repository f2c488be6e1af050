//! A defect: the terminal is given back, and a report is left that holds no customer's text.

use std::backtrace::Backtrace;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::thread::ThreadId;

use crate::desk::text::SafeText;
use crate::io::{clock, files, log};

use super::Screen;

const LOG_LINES: usize = 100;
/// A message that quotes more is quoting data.
const LONGEST_MESSAGE: usize = 300;

/// What the hook knows beforehand, since it must not ask anybody when it is called.
pub struct Reporter {
    /// Where reports go.
    pub directory: PathBuf,
    /// What the person is told, made of the report's path.
    pub told: Box<dyn Fn(&Path) -> String + Send + Sync>,
}

/// Replaces the panic hook. Called on the console's own thread: only its panics give the terminal back.
pub fn install(screen: Screen, reporter: Reporter) {
    let console = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| caught(panic, console, &screen, &reporter)));
}

fn caught(panic: &PanicHookInfo<'_>, console: ThreadId, screen: &Screen, reporter: &Reporter) {
    // A server's or a task's panic is caught there; the screen goes on.
    let ours = std::thread::current().id() == console;
    if ours {
        screen.give_back();
    }
    let path = write(&report(panic, &reporter.directory), &reporter.directory);
    match (path, ours) {
        (Ok(path), true) => tell(&(reporter.told)(&path)),
        (Ok(path), false) => tracing::error!(report = %path.display(), "a task panicked"),
        (Err(why), _) => tracing::error!(%why, "no report could be written"),
    }
}

fn tell(sentence: &str) {
    if writeln!(io::stderr(), "{}", SafeText::from(sentence)).is_err() {
        tracing::debug!("nobody to tell");
    }
}

fn write(report: &str, directory: &Path) -> io::Result<PathBuf> {
    let name = format!("panic-{}-{}.txt", clock::wall().format("%Y%m%dT%H%M%S%.6fZ"), std::process::id());
    let path = directory.join(name);
    files::open_private(&path, std::fs::OpenOptions::new().write(true).create_new(true))?
        .write_all(report.as_bytes())?;
    Ok(path)
}

fn report(panic: &PanicHookInfo<'_>, directory: &Path) -> String {
    let message = panic.payload_as_str().unwrap_or("(no message)");
    let place = panic.location().map_or_else(|| "(unknown)".to_owned(), ToString::to_string);
    let thread = std::thread::current();
    format!(
        "vigie {}\nsystem: {} {}\ntime: {}\nthread: {}\nplace: {place}\nmessage: {}\n\nbacktrace:\n{}\n\nlog:\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        clock::wall().to_rfc3339(),
        thread.name().unwrap_or("(unnamed)"),
        without_quotes(message),
        Backtrace::force_capture(),
        log::tail(directory, LOG_LINES),
    )
}

/// Takes out what a message quotes: a failed slice quotes the text that it was to cut.
fn without_quotes(message: &str) -> String {
    let mut kept = String::new();
    let mut inside = None;
    for character in message.chars() {
        match (inside, character) {
            (Some(end), _) if character == end => inside = None,
            (Some(_), _) => continue,
            (None, '`' | '"') => {
                inside = Some(character);
                kept.push(character);
                kept.push('…');
            }
            (None, _) => {}
        }
        if inside.is_none() {
            kept.push(character);
        }
    }
    kept.chars().take(LONGEST_MESSAGE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_quotes_is_taken_out() {
        for (message, kept) in [
            ("index out of bounds: the len is 3", "index out of bounds: the len is 3"),
            (
                "byte index 1 is not a char boundary of `été secret`",
                "byte index 1 is not a char boundary of `…`",
            ),
            ("called on an `Err` value: \"a secret", "called on an `…` value: \"…"),
        ] {
            assert_eq!(without_quotes(message), kept);
        }
    }
}
