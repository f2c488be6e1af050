//! One thread for the snapshots of all backends: files are read and written in the order of asking.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

use crate::app::protocol::effect::Keep;
use crate::desk::ticket::names::BackendId;

use super::{Held, SnapshotFile};

enum Request {
    Load { store: String, backend: BackendId, now: DateTime<Utc>, answer: oneshot::Sender<Option<Held>> },
    Keep { store: String, keep: Box<Keep>, answer: oneshot::Sender<()> },
    KeepRules { store: String, wire: String },
}

/// A handle to the thread; it ends when the last handle is dropped.
#[derive(Clone, Debug)]
pub struct Keeper {
    requests: mpsc::Sender<Request>,
}

impl Keeper {
    pub fn start(directory: PathBuf) -> Self {
        let (requests, inbox) = mpsc::channel();
        let thread = std::thread::Builder::new().name("snapshots".to_owned());
        if let Err(why) = thread.spawn(move || serve(&directory, &inbox)) {
            tracing::warn!(%why, "no snapshots will be kept");
        }
        Self { requests }
    }

    pub async fn load(&self, store: String, backend: BackendId, now: DateTime<Utc>) -> Option<Held> {
        let (answer, answered) = oneshot::channel();
        self.requests.send(Request::Load { store, backend, now, answer }).ok()?;
        answered.await.ok().flatten()
    }

    /// Asks before it returns: pages are kept in the order in which this is called.
    pub fn keep(&self, store: String, keep: Keep) -> oneshot::Receiver<()> {
        let (answer, answered) = oneshot::channel();
        self.send(Request::Keep { store, keep: Box::new(keep), answer });
        answered
    }

    pub fn keep_rules(&self, store: String, wire: String) {
        self.send(Request::KeepRules { store, wire });
    }

    fn send(&self, request: Request) {
        if self.requests.send(request).is_err() {
            tracing::debug!("no snapshots are kept");
        }
    }
}

fn serve(directory: &Path, inbox: &mpsc::Receiver<Request>) {
    let mut files: HashMap<String, SnapshotFile> = HashMap::new();
    for request in inbox {
        match request {
            Request::Load { store, backend, now, answer } => {
                let held = file(&mut files, directory, &store).load(&backend, now);
                if answer.send(held).is_err() {
                    tracing::debug!("nobody waits for the snapshot any more");
                }
            }
            Request::Keep { store, keep, answer } => {
                told(file(&mut files, directory, &store).keep(&keep));
                if answer.send(()).is_err() {
                    tracing::debug!("nobody waits for the snapshot to be kept");
                }
            }
            Request::KeepRules { store, wire } => told(file(&mut files, directory, &store).keep_rules(&wire)),
        }
    }
}

fn file<'a>(
    files: &'a mut HashMap<String, SnapshotFile>,
    directory: &Path,
    store: &str,
) -> &'a mut SnapshotFile {
    // A store's name is foreign text, so it names no file itself.
    files.entry(store.to_owned()).or_insert_with(|| {
        let name = hex::encode(&Sha256::digest(store.as_bytes())[..16]);
        SnapshotFile::new(directory.join(name).join("queue.snapshot"))
    })
}

fn told(kept: std::io::Result<()>) {
    if let Err(why) = kept {
        tracing::warn!(%why, "the snapshot was not kept; the next start takes longer");
    }
}
