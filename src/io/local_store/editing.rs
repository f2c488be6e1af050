//! Texts in the hands of the person's own editor, and what becomes of the files.
//!
//! A file goes only when its words stand in the store and no editor can write to it any more. Until then it is taken
//! in as often as it is saved, or, if it cannot be, it stays where it is and its person is told of it. Editors put
//! other files beside it, and save when nobody expects it any more; so what counts is what lies there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tracing::warn;
use uuid::Uuid;

use crate::app::protocol::purpose::LONGEST_TEXT;
use crate::desk::text::meant;
use crate::desk::ticket::names::ActionId;
use crate::io::files;

/// A text in UTF-16 has twice as many bytes.
const LONGEST_FILE: u64 = 4 * LONGEST_TEXT as u64;
/// Locked for as long as an editor may write to the file that it is named after; what it says was taken in of that.
const OPEN: &str = ".open";
/// What editors call the version before the last.
const BACKUP: char = '~';
const NAME: usize = 36;

type Digest = String;

/// Where texts are while the person's own editor has them.
#[derive(Clone, Debug)]
pub struct Editing {
    directory: PathBuf,
    memory: Arc<Mutex<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    /// Given to an editor by this console, which waits for its end.
    lent: BTreeSet<String>,
    /// Told to the loop already, which may not have put it on disk yet.
    told: BTreeSet<Digest>,
}

/// What lies in a file and is not in the store, as far as the file tells.
#[derive(Debug)]
pub struct Found {
    pub id: ActionId,
    pub path: PathBuf,
    /// Its words, if it is a text that fits.
    pub words: Option<String>,
    digest: Digest,
}

#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error("it cannot be read")]
    File(#[from] io::Error),
    #[error("it is no file")]
    NoFile,
    #[error("it is longer than {LONGEST_TEXT} bytes")]
    TooLong,
    #[error("it is no text in UTF-8")]
    NoText,
}

impl Editing {
    pub fn beside(store: &Path) -> Self {
        Self { directory: store.with_file_name("editing"), memory: Arc::default() }
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a text away, in a file that nobody has.
    pub fn lend(&self, id: ActionId, text: &str) -> io::Result<Lent> {
        for name in names(id) {
            let path = self.directory.join(&name);
            if path.symlink_metadata().is_ok() || self.is_open(&name) {
                continue;
            }
            let open = self.directory.join(format!("{name}{OPEN}"));
            let lock =
                files::open_private(&open, OpenOptions::new().write(true).create(true).truncate(true))?;
            if lock.try_lock().is_err() {
                continue;
            }
            files::open_private(&path, OpenOptions::new().write(true).create_new(true))?
                .write_all(text.as_bytes())?;
            self.memory().lent.insert(name.clone());
            return Ok(Lent { path, given: text.to_owned(), held: Some((lock, name, self.clone())) });
        }
        Err(io::Error::from(ErrorKind::AlreadyExists))
    }

    /// Whether an editor, or the console that gave it the file, lives.
    fn is_open(&self, name: &str) -> bool {
        let Ok(lock) = File::open(self.directory.join(format!("{name}{OPEN}"))) else { return false };
        matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
    }

    /// The texts that were given away under these names, with all that lies beside them.
    fn groups(&self) -> BTreeMap<String, (ActionId, Vec<PathBuf>)> {
        let mut groups: BTreeMap<String, (ActionId, Vec<PathBuf>)> = BTreeMap::new();
        let entries = match std::fs::read_dir(&self.directory) {
            Ok(entries) => entries,
            Err(why) => {
                if !matches!(why.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
                    warn!(%why, "what editors left cannot be looked at");
                }
                return groups;
            }
        };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if let Some((id, name)) = named(&file) {
                groups.entry(name).or_insert_with(|| (id, Vec::new())).1.push(path);
            }
        }
        groups
    }

    /// What was saved and is not known to be in the store; what this console's own editor has, it waits for.
    pub fn unsettled(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, (id, paths)) in self.groups() {
            if self.memory().lent.contains(&name) {
                continue;
            }
            let lives = self.is_open(&name);
            let taken = self.taken(&name);
            let texts = texts(&paths, &self.directory.join(&name), lives);
            let unknown: Vec<Found> = texts
                .iter()
                .map(|path| Found::in_file(id, path))
                .filter(|found| !found.is_nothing() && !taken.contains(&found.digest))
                .collect();
            if unknown.is_empty() {
                self.settle_group(&name, &paths, "");
            }
            found.extend(unknown);
        }
        found
    }

    /// Whether the loop was told of these words, or knows them by itself; it is from now on.
    pub fn is_told(&self, found: &Found) -> bool {
        !self.memory().told.insert(found.digest.clone())
    }

    /// The store has this text now under this name: files that hold nothing else go, unless an editor has them.
    pub fn settle(&self, id: ActionId, stored: &str) {
        for (name, (of, paths)) in self.groups() {
            if of == id {
                self.settle_group(&name, &paths, stored);
            }
        }
    }

    fn settle_group(&self, name: &str, paths: &[PathBuf], stored: &str) {
        let (lives, mut taken) = (self.is_open(name), self.taken(name));
        let before = taken.len();
        let mut left = false;
        for path in texts(paths, &self.directory.join(name), lives) {
            let found = Found::in_file(ActionId(Uuid::nil()), path);
            if !found.is_in(stored) && !taken.contains(&found.digest) {
                left = true;
            } else if lives {
                taken.insert(found.digest);
            } else {
                left |= !remove(path, &found.digest);
            }
        }
        if lives && taken.len() > before {
            let known = taken.into_iter().collect::<Vec<_>>().join("\n");
            // Not cut off first: the lock must stay on the file that the editor has.
            let kept = std::fs::write(self.directory.join(format!("{name}{OPEN}")), known);
            kept.unwrap_or_else(|why| warn!(%why, "it is not noted what was taken in of a file"));
        }
        if !lives && !left {
            for path in paths.iter().filter(|path| is_backup(path) || is_lock(path)) {
                match std::fs::remove_file(path) {
                    Err(why) if why.kind() != ErrorKind::NotFound => warn!(%why, "a file is left behind"),
                    _ => {}
                }
            }
        }
    }

    fn taken(&self, name: &str) -> BTreeSet<Digest> {
        let lines = std::fs::read_to_string(self.directory.join(format!("{name}{OPEN}")));
        lines.unwrap_or_default().lines().map(str::to_owned).collect()
    }
}

/// The names that a text may have while it is given away.
fn names(id: ActionId) -> impl Iterator<Item = String> {
    let more = (2..100).map(move |number| format!("{id}-{number}.txt"));
    [format!("{id}.txt")].into_iter().chain(more)
}

/// The text that a file belongs to, whatever an editor put before and behind its name.
fn named(file: &str) -> Option<(ActionId, String)> {
    (0..file.len()).find_map(|start| {
        let id = file.get(start..start + NAME)?.parse().ok()?;
        let rest = &file[start + NAME..];
        let number = rest.strip_prefix('-').map_or("", |it| it.split('.').next().unwrap_or_default());
        let end = if number.is_empty() { 0 } else { 1 + number.len() };
        let is_ours = number.bytes().all(|it| it.is_ascii_digit()) && rest[end..].starts_with(".txt");
        is_ours.then(|| (ActionId(id), format!("{}.txt", &file[start..start + NAME + end])))
    })
}

fn is_lock(path: &Path) -> bool {
    path.to_string_lossy().ends_with(OPEN)
}

fn is_backup(path: &Path) -> bool {
    path.to_string_lossy().ends_with(BACKUP)
}

/// The files in which words may be. What an editor that lives put beside its file is its own matter, and a backup
/// counts if there is nothing else.
fn texts<'a>(paths: &'a [PathBuf], main: &Path, lives: bool) -> Vec<&'a PathBuf> {
    let is_main = |path: &&PathBuf| path.as_path() == main;
    let has_main = paths.iter().any(|path| is_main(&path));
    let all = paths.iter().filter(|path| !is_lock(path));
    all.filter(|path| is_main(path) || !(lives || has_main && is_backup(path))).collect()
}

impl Found {
    fn in_file(id: ActionId, path: &Path) -> Self {
        let (words, digest) = match bytes_of(path) {
            Ok(bytes) => (words_of(&bytes).ok(), digest(&bytes)),
            Err(_) => (None, String::new()),
        };
        Self { id, path: path.to_owned(), words, digest }
    }

    fn is_nothing(&self) -> bool {
        self.words.as_ref().is_some_and(|words| words.trim().is_empty())
    }

    /// Whether a text has all its words.
    pub fn is_in(&self, text: &str) -> bool {
        self.words.as_ref().is_some_and(|words| meant(text).contains(words.trim_end_matches('\n')))
    }
}

/// Takes a file away, unless somebody saved it again meanwhile; tells whether it is gone.
fn remove(path: &Path, known: &str) -> bool {
    let aside = path.with_added_extension(Uuid::now_v7().to_string());
    let removed = std::fs::rename(path, &aside).and_then(|()| {
        let same = bytes_of(&aside).is_ok_and(|bytes| digest(&bytes) == known);
        if same { std::fs::remove_file(&aside) } else { Err(io::Error::from(ErrorKind::Other)) }
    });
    match removed {
        Err(why) if why.kind() != ErrorKind::NotFound => {
            warn!(%why, "a text that was edited is left behind");
            false
        }
        _ => true,
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Unread> {
    // Looked at first: to open what is no file may take for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Err(Unread::NoFile);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn digest(bytes: &[u8]) -> Digest {
    hex::encode(Sha256::digest(bytes))
}

/// Reads a text in UTF-8, or in UTF-16 if it says so.
fn words_of(bytes: &[u8]) -> Result<String, Unread> {
    if bytes.len() as u64 > LONGEST_FILE {
        return Err(Unread::TooLong);
    }
    let wide = |from: fn([u8; 2]) -> u16| {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().skip(1).map(|pair| from(*pair)).collect();
        String::from_utf16(&units).ok().filter(|_| odd.is_empty()).ok_or(Unread::NoText)
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes)?,
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes)?,
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            String::from_utf8(bytes.to_vec()).map_err(|_no_text| Unread::NoText)?
        }
    };
    // Editors keep notes of their own beside the text, and such as no text has in them.
    if text.contains('\0') {
        return Err(Unread::NoText);
    }
    let text = meant(&text);
    if text.len() > LONGEST_TEXT { Err(Unread::TooLong) } else { Ok(text) }
}

/// A text that the person's own editor has.
#[derive(Debug)]
pub struct Lent {
    path: PathBuf,
    given: String,
    /// `None` where it cannot be kept: then only its path tells of it.
    held: Option<(File, String, Editing)>,
}

/// What an editor made of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Brought {
    Nothing,
    Words(String),
}

impl Lent {
    /// Where temporary files go, if the text's own place cannot be written.
    pub fn somewhere(text: &str) -> io::Result<Self> {
        let mut file = tempfile::Builder::new().prefix("vigie-").suffix(".txt").tempfile()?;
        file.write_all(text.as_bytes())?;
        let (_, path) = file.keep().map_err(|why| why.error)?;
        Ok(Self { path, given: text.to_owned(), held: None })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is found again by itself, whatever becomes of this console.
    pub fn is_kept(&self) -> bool {
        self.held.is_some()
    }

    /// What the editor inherits: as long as it has it, it lives.
    pub fn sign_of_life(&self) -> io::Result<Option<OwnedFd>> {
        self.held.as_ref().map(|(lock, ..)| Ok(rustix::io::dup(lock)?)).transpose()
    }

    /// What was saved in it.
    pub fn read(&self) -> Result<Brought, Unread> {
        let bytes = match bytes_of(&self.path) {
            Err(Unread::File(why)) if why.kind() == ErrorKind::NotFound => return Ok(Brought::Nothing),
            bytes => bytes?,
        };
        let text = words_of(&bytes)?;
        if let Some((_, _, editing)) = &self.held {
            editing.memory().told.insert(digest(&bytes));
        }
        // Editors end the last line whether the person did or not.
        let same = text.trim_end_matches('\n') == self.given.trim_end_matches('\n');
        Ok(if same { Brought::Nothing } else { Brought::Words(text) })
    }

    /// Nothing was written in it.
    pub fn throw_away(&self) {
        if let Err(why) = std::fs::remove_file(&self.path) {
            warn!(%why, "a text that was edited is left behind");
        }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some((_, name, editing)) = &self.held {
            editing.memory().lent.remove(name);
        }
    }
}
