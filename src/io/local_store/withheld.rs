//! What its author took back does not go, also where nothing more can be written.
//!
//! Every action has a file of its own beside the store, empty and made before the action counts as written down. To
//! take it back the file is given another name: that needs no room, and no database that answers.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tracing::warn;

use crate::desk::ticket::names::ActionId;
use crate::io::files;

#[derive(Clone, Debug)]
pub(super) struct Withheld {
    directory: PathBuf,
}

impl Withheld {
    pub fn beside(store: &Path) -> Self {
        Self { directory: store.with_file_name("withheld") }
    }

    fn may_go(&self, id: ActionId) -> PathBuf {
        self.directory.join(id.to_string())
    }

    fn back(&self, id: ActionId) -> PathBuf {
        self.directory.join(format!("{id}.back"))
    }

    /// Makes room for the day on which the action may be taken back. One that is taken back already stays so.
    pub fn prepare(&self, id: ActionId) -> io::Result<()> {
        if self.is_back(id) {
            return Ok(());
        }
        files::open_private(&self.may_go(id), OpenOptions::new().append(true).create(true)).map(drop)
    }

    /// From here on the action does not go by itself. Nothing happens to what was never written down.
    pub fn take_back(&self, id: ActionId) {
        rename(&self.may_go(id), &self.back(id));
    }

    /// Its author sent it again, and that is on disk.
    pub fn let_go(&self, id: ActionId) {
        rename(&self.back(id), &self.may_go(id));
    }

    pub fn is_back(&self, id: ActionId) -> bool {
        self.back(id).exists()
    }

    /// The store has no such action any more.
    pub fn forget(&self, id: ActionId) {
        for path in [self.may_go(id), self.back(id)] {
            match std::fs::remove_file(&path) {
                Err(why) if !is_absent(&why) => warn!(%why, "the mark of an action is left behind"),
                _ => {}
            }
        }
    }
}

fn rename(from: &Path, to: &Path) {
    match std::fs::rename(from, to) {
        Err(why) if !is_absent(&why) => warn!(%why, "an action keeps its old mark"),
        _ => {}
    }
}

fn is_absent(why: &io::Error) -> bool {
    matches!(why.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
