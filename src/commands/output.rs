//! What the commands write, to people and to programs: one way for all of them.
//!
//! Whoever closes a pipe has seen enough, and that is no failure. Anything else that keeps an answer from being written
//! is one: nobody has read it. Standard output is the process's own, so whether it took what was written is kept beside
//! it, for the end of the program ([`ended`]).

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use crate::desk::text::SafeText;
use crate::words::Words;

use super::due::spoken_here;

/// What a command ends with whose answer could not be written (`EX_IOERR`): no state of a desk ends so.
pub const UNWRITTEN: u8 = 74;

/// Why the first line that was lost was lost.
static LOST: OnceLock<String> = OnceLock::new();

/// Speaks to the person; standard output is for programs. What stands in it may be anybody's.
pub fn complain(what: &str) {
    if writeln!(io::stderr(), "{}", SafeText::from(what)).is_err() {
        // Nobody listens; the exit code still tells.
    }
}

/// Writes a line of the answer for people.
///
/// Tabs stand between columns; everything else that a terminal would obey is named.
pub fn say(what: &str) {
    let cells: Vec<SafeText> = what.split('\t').map(SafeText::from).collect();
    let shown: Vec<&str> = cells.iter().map(SafeText::shown).collect();
    say_raw(&shown.join("\t"));
}

/// Writes a line for a program, as it is.
pub fn say_raw(what: &str) {
    note(show(what));
}

/// Writes a line that must be seen, a secret that is shown once: a closed pipe has not seen it.
pub fn show(what: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{what}").and_then(|()| out.flush())
}

/// Takes note of what became of something that was written otherwise.
pub fn note(written: io::Result<()>) {
    if let Err(why) = written
        && why.kind() != io::ErrorKind::BrokenPipe
    {
        // The first says it.
        LOST.get_or_init(|| why.to_string());
    }
}

/// What the program ends with: with an answer that could not be written, nothing ends well.
pub fn ended(code: ExitCode) -> ExitCode {
    note(io::stdout().flush());
    let Some(why) = LOST.get() else { return code };
    let words = Words::load(spoken_here());
    complain(&words.say_with("output-lost", &[("why", why.as_str().into())]));
    // A code that says something of its own still says it.
    if code == ExitCode::SUCCESS { ExitCode::from(UNWRITTEN) } else { code }
}
