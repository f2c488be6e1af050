//! The program's log: a private file of bounded size, never the screen.
//!
//! What is logged names tickets and codes, never a customer's text and never a token.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::desk::text::SafeText;

use super::files;

const NAME: &str = "vigie.log";
const OLD: &str = "vigie.log.1";
/// With the old one, twice as much is on the disk at most.
const LARGEST: u64 = 2 * 1024 * 1024;
/// What a report reads from the end.
const TAIL: u64 = 32 * 1024;

/// Starts logging into a directory; `None` logs nothing. The file is opened by the first line.
///
/// Libraries are heard from warnings on only: some of them log what they carry.
pub fn start(directory: &Path, level: Option<Level>) {
    let Some(level) = level else { return };
    let wanted = Targets::new()
        .with_target("vigie", LevelFilter::from_level(level))
        .with_default(LevelFilter::from_level(level.min(Level::WARN)));
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(Mutex::new(LogFile { directory: directory.to_owned(), open: None }))
        .with_filter(wanted);
    if tracing_subscriber::registry().with(lines).try_init().is_err() {
        tracing::debug!("somebody logs already");
    }
}

/// The last lines, for a report.
pub fn tail(directory: &Path, lines: usize) -> String {
    let read = || -> io::Result<String> {
        let mut file = File::open(directory.join(NAME))?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut bytes = Vec::new();
        file.take(TAIL).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = read().unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

struct LogFile {
    directory: PathBuf,
    open: Option<(File, u64)>,
}

impl LogFile {
    fn open(&mut self) -> io::Result<&mut (File, u64)> {
        if self.open.as_ref().is_some_and(|(_, length)| *length > LARGEST) {
            self.open = None;
            std::fs::rename(self.directory.join(NAME), self.directory.join(OLD))?;
        }
        if self.open.is_none() {
            let path = self.directory.join(NAME);
            let file = files::open_private(&path, OpenOptions::new().append(true).create(true))?;
            let length = file.metadata()?.len();
            self.open = Some((file, length));
        }
        self.open.as_mut().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

impl Write for LogFile {
    /// Takes a whole line, as the subscriber hands it over; what a terminal would obey is named in it.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = SafeText::from(String::from_utf8_lossy(bytes).as_ref());
        let (file, length) = self.open()?;
        file.write_all(line.shown().as_bytes())?;
        *length += line.shown().len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open.as_mut().map_or(Ok(()), |(file, _)| file.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_is_read_in_a_terminal_is_not_obeyed() {
        let home = tempfile::tempdir().unwrap();
        let mut log = LogFile { directory: home.path().to_owned(), open: None };
        log.write_all("why=\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\n".as_bytes()).unwrap();
        assert_eq!(tail(home.path(), 1), "why=^[]0;x^G⟨U+009B⟩2J⟨U+202E⟩");
    }

    #[test]
    fn the_log_never_grows_beyond_its_bound() {
        let home = tempfile::tempdir().unwrap();
        let mut log = LogFile { directory: home.path().to_owned(), open: None };
        let line = [b'x'; 4095];
        for _ in 0..2000 {
            log.write_all(&line).unwrap();
            log.write_all(b"\n").unwrap();
        }
        let size = |name: &str| std::fs::metadata(home.path().join(name)).unwrap().len();
        assert!(size(NAME) <= LARGEST + 4096 && size(OLD) <= LARGEST + 4096);
        assert_eq!(tail(home.path(), 3).lines().count(), 3);
    }
}
