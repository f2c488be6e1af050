//! Reads the files again that the console was made of, when one changed or a person asks for it.
//!
//! Key map, templates, signatures, rotas and theme change under a running console. The rest of the configuration counts
//! from the next start.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use chrono::NaiveDate;

use crate::app::protocol::effect::Reread;
use crate::app::protocol::event::{Because, Event, FilesRead};
use crate::cli::ConsoleArgs;
use crate::commands::mistakes::Mistakes;
use crate::commands::settings::{self, Source};
use crate::config::Look;
use crate::desk::rota::Rota;
use crate::desk::text::SafeLine;
use crate::io::clock;

/// The look of the next frame.
#[derive(Clone, Debug)]
pub struct Shown(Arc<Mutex<Arc<Look>>>);

impl Shown {
    pub fn new(look: Look) -> Self {
        Self(Arc::new(Mutex::new(Arc::new(look))))
    }

    pub fn look(&self) -> Arc<Look> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, look: Look) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(look);
    }
}

/// Each file with when it was written and how long it is; none where nothing can be seen of it.
type Seen = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

/// What the files were when they were last looked at.
#[derive(Debug)]
struct Last {
    files: Vec<PathBuf>,
    seen: Seen,
    day: NaiveDate,
}

/// Reads the files of one console again.
#[derive(Debug)]
pub struct Rereader {
    args: ConsoleArgs,
    source: Option<Source>,
    /// Whom the demonstration has on call where the configuration has no rota.
    instead: Vec<Rota>,
    shown: Shown,
    last: Mutex<Last>,
}

impl Rereader {
    /// `files` are those that were read at the start.
    pub fn new(
        args: ConsoleArgs,
        source: Option<Source>,
        files: Vec<PathBuf>,
        instead: Vec<Rota>,
        shown: Shown,
    ) -> Self {
        let last = Last { seen: seen(&files), files, day: clock::wall().date_naive() };
        Self { args, source, instead, shown, last: Mutex::new(last) }
    }

    /// Reads what is to be read, and tells what came of it. What is wrong is told once for each change.
    pub fn read(&self, reread: Reread) -> Event {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (now, day) = (seen(&last.files), clock::wall().date_naive());
        let because = match reread {
            Reread::Whole => Because::Asked,
            Reread::IfChanged if now != last.seen => Because::Changed,
            // Shifts are known for so long ahead only.
            Reread::IfChanged if day != last.day => Because::NewDay,
            Reread::IfChanged => return Event::FilesUnchanged,
        };
        (last.seen, last.day) = (now, day);
        match settings::again(&self.args, self.source.as_ref()) {
            Err(mistakes) => self.refused(&mistakes),
            Ok(again) => {
                if again.files != last.files {
                    last.seen = seen(&again.files);
                    last.files = again.files;
                }
                self.shown.change(again.look);
                let rotas = if again.rotas.is_empty() { self.instead.clone() } else { again.rotas };
                Event::FilesRead(Box::new(FilesRead {
                    because,
                    keymap: again.keymap,
                    library: again.library,
                    signatures: again.config.signatures,
                    on_call: again.config.on_call,
                    rotas,
                }))
            }
        }
    }

    fn refused(&self, mistakes: &Mistakes) -> Event {
        let words = settings::first_words(&self.args);
        let first = mistakes.first().map(|(path, wrong)| wrong.say(&words, &path.display().to_string()));
        Event::FilesRefused {
            why: SafeLine::from(first.unwrap_or_default()),
            more: mistakes.len().saturating_sub(1),
        }
    }
}

/// How the files look; of a folder, what is in it and in the folders in it.
fn seen(files: &[PathBuf]) -> Seen {
    let mut seen = Seen::new();
    for path in files {
        look_at(path, 2, &mut seen);
    }
    seen
}

fn look_at(path: &Path, deep: usize, seen: &mut Seen) {
    let metadata = std::fs::metadata(path).ok();
    let is_folder = metadata.as_ref().is_some_and(std::fs::Metadata::is_dir);
    seen.push((path.to_owned(), metadata.and_then(|found| Some((found.modified().ok()?, found.len())))));
    if !is_folder || deep == 0 {
        return;
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
    let mut inside: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    inside.sort();
    for path in &inside {
        look_at(path, deep - 1, seen);
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    const DUTY: &str = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Alice\nDTSTART:20200101T000000Z\nDURATION:P7D\n\
        RRULE:FREQ=WEEKLY\nEND:VEVENT\nEND:VCALENDAR\n";

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        console: ConsoleArgs,
    }

    fn on_call(event: Event) -> Result<String, String> {
        match event {
            Event::FilesRead(read) => match read.rotas.first().and_then(|rota| rota.why_broken()) {
                Some(why) => Err(why.shown().to_owned()),
                None => Ok(read.rotas[0].at(clock::wall()).now.map_or("nobody", SafeLine::shown).to_owned()),
            },
            other => Err(format!("{other:?}")),
        }
    }

    #[test]
    fn a_file_that_changed_is_read_again_and_what_is_wrong_is_told_once() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        let write = |name: &str, text: &str| std::fs::write(at(name), text).unwrap();
        write("duty.ics", DUTY);
        write("config.toml", "[[rota]]\nname = \"Nights\"\nzone = \"Europe/Paris\"\nics = \"duty.ics\"\n");
        let path = at("config.toml");
        let args =
            Line::parse_from(["vigie", "--config", path.to_str().unwrap(), "--language", "en"]).console;
        let source = settings::source(&args);
        let settings = settings::load(&args, source.as_ref()).unwrap();
        let reader = Rereader::new(args, source, settings.files, Vec::new(), Shown::new(settings.look));
        assert_eq!(reader.read(Reread::IfChanged), Event::FilesUnchanged);
        assert_eq!(on_call(reader.read(Reread::Whole)), Ok("Alice".to_owned()));
        write("duty.ics", &DUTY.replace("Alice", "Bernard"));
        assert_eq!(on_call(reader.read(Reread::IfChanged)), Ok("Bernard".to_owned()));
        assert_eq!(reader.read(Reread::IfChanged), Event::FilesUnchanged);
        write("duty.ics", &DUTY.replace("WEEKLY", "NEVER"));
        let why = on_call(reader.read(Reread::IfChanged)).unwrap_err();
        assert!(why.contains("duty.ics:6") && why.contains("FREQ=NEVER"), "{why}");
        assert_eq!(reader.read(Reread::IfChanged), Event::FilesUnchanged);
        std::fs::remove_file(at("duty.ics")).unwrap();
        let why = on_call(reader.read(Reread::IfChanged)).unwrap_err();
        assert!(why.contains("duty.ics"), "{why}");
        let before = reader.shown.look();
        write("config.toml", "theme = \"nosuch\"\n");
        let refused = reader.read(Reread::IfChanged);
        assert!(matches!(refused, Event::FilesRefused { .. }), "{refused:?}");
        assert!(Arc::ptr_eq(&before, &reader.shown.look()));
        write("config.toml", "theme = \"light\"\n");
        assert!(matches!(reader.read(Reread::IfChanged), Event::FilesRead(_)));
        assert!(!Arc::ptr_eq(&before, &reader.shown.look()));
    }
}
