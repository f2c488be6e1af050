//! Words that the store does not take in time: written beside it, and taken in when it answers again.
//!
//! Somebody else may hold the store, and the terminal be gone: then there is no time to wait for it.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tracing::warn;
use uuid::Uuid;

use crate::desk::ticket::names::ActionId;
use crate::io::{files, places};

use super::Place;
use super::drafts::Unsent;

#[derive(Clone, Debug)]
pub(super) struct Rescue {
    directory: PathBuf,
    written: Arc<Mutex<BTreeMap<ActionId, Written>>>,
    turns: Arc<AtomicU64>,
}

/// Locked as long as this console lives, which takes it away itself.
#[derive(Debug)]
struct Written {
    turn: u64,
    _held: File,
}

/// Which of several versions of a text it is: a later one counts more.
pub(super) type Turn = u64;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Rescued {
    pub place: Place,
    pub unsent: Unsent,
}

impl Rescued {
    pub fn new(unsent: Unsent, place: &Place) -> Self {
        Self { place: place.clone(), unsent }
    }
}

impl Rescue {
    pub fn beside(store: &Path) -> Self {
        Self { directory: store.with_file_name("rescued"), written: Arc::default(), turns: Arc::default() }
    }

    pub fn turn(&self) -> Turn {
        self.turns.fetch_add(1, Ordering::SeqCst)
    }

    fn written(&self) -> std::sync::MutexGuard<'_, BTreeMap<ActionId, Written>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, id: ActionId) -> PathBuf {
        self.directory.join(format!("{id}.json"))
    }

    /// Writes a text beside the store; it is on the disk when this returns.
    pub fn write(&self, rescued: &Rescued, turn: Turn) -> io::Result<()> {
        let id = rescued.unsent.id();
        let mut written = self.written();
        if written.get(&id).is_some_and(|written| written.turn > turn) {
            return Ok(());
        }
        let beside = self.directory.join(format!("{id}.{}", Uuid::now_v7()));
        let mut file = files::open_private(&beside, OpenOptions::new().write(true).create_new(true))?;
        let kept = file.lock().and_then(|()| {
            file.write_all(&serde_json::to_vec(rescued)?)?;
            file.sync_all()?;
            std::fs::rename(&beside, self.path(id))
        });
        if let Err(why) = kept {
            std::fs::remove_file(&beside)?;
            return Err(why);
        }
        written.insert(id, Written { turn, _held: file });
        Ok(())
    }

    /// The store has the text as it was at that turn.
    pub fn is_done(&self, id: ActionId, turn: Turn) {
        let mut written = self.written();
        if written.get(&id).is_some_and(|written| written.turn <= turn) {
            take_away(&self.path(id));
            written.remove(&id);
        }
    }

    /// What dead consoles wrote, with its files.
    pub fn left(&self) -> Vec<(PathBuf, Rescued)> {
        let Ok(entries) = std::fs::read_dir(&self.directory) else { return Vec::new() };
        let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        let whole = paths.filter(|path| path.extension().is_some_and(|it| it == "json"));
        whole.filter_map(|path| read(&path).map(|rescued| (path, rescued))).collect()
    }
}

fn read(path: &Path) -> Option<Rescued> {
    File::open(path).ok()?.try_lock().ok()?;
    let rescued = places::read(path).and_then(|text| Ok(serde_json::from_str(&text)?));
    rescued.map_err(|why| warn!(%why, "words beside the store cannot be read, and stay there")).ok()
}

pub(super) fn take_away(path: &Path) {
    match std::fs::remove_file(path) {
        Err(why) if why.kind() != ErrorKind::NotFound => warn!(%why, "words are left beside the store"),
        _ => {}
    }
}
