//! What must survive the program: actions on their way, and which store stands behind which address.
//!
//! One task owns the file and answers requests in the order in which they were made, so that the order on disk
//! is the order of the keys. It opens the file at the first request, off the start's way.

mod file;

use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::{mpsc, oneshot};

use crate::app::event::Kept;
use crate::desk::action::Action;
use crate::desk::names::{ActionId, BackendId};

use file::File;

#[derive(Debug, thiserror::Error)]
pub enum LocalStoreError {
    #[error("cannot prepare {path}")]
    Prepare {
        path: PathBuf,
        #[source]
        cause: std::io::Error,
    },
    #[error("the local store failed")]
    Database(#[from] sqlx::Error),
    #[error("the local store was written by a later version of the program (format {0})")]
    Newer(i64),
    #[error("the action cannot be written")]
    Unwritable(#[source] serde_json::Error),
    #[error("the local store does not know yet which store answers at {0}")]
    UnknownStore(String),
    #[error("the local store is closed")]
    Closed,
}

/// What was left in the outbox.
#[derive(Debug, Default, PartialEq)]
pub struct Left {
    pub kept: Vec<Kept>,
    /// Rows that this program cannot read. They stay where they are.
    pub unreadable: usize,
}

type Answer<T> = oneshot::Sender<Result<T, LocalStoreError>>;

enum Request {
    Load { backends: Vec<(BackendId, String)>, answer: Answer<Left> },
    Remember { address: String, store: String, answer: Answer<()> },
    StoreOf { address: String, answer: Answer<Option<String>> },
    Record { action: Box<Action>, place: Place, answer: Answer<()> },
    Sending { id: ActionId, answer: Answer<Option<String>> },
    Forget { id: ActionId, answer: Answer<()> },
    TakeBack { id: ActionId, answer: Answer<()> },
}

/// Where an action goes: the store that answered, or the one that did last time.
#[derive(Clone, Debug)]
pub struct Place {
    pub address: String,
    pub store: Option<String>,
}

/// A handle to the task that owns the file.
#[derive(Clone, Debug)]
pub struct LocalStore {
    requests: mpsc::UnboundedSender<Request>,
}

impl LocalStore {
    /// Starts the task; must be called inside a runtime.
    pub fn start(path: PathBuf) -> Self {
        let (requests, inbox) = mpsc::unbounded_channel();
        tokio::spawn(serve(path, inbox));
        Self { requests }
    }

    // Each of these asks before it returns, and answers when awaited: the calls' order is the file's order.

    /// Reads what an earlier run left for these backends, by their addresses.
    pub fn load(&self, backends: Vec<(BackendId, String)>) -> Asked<Left> {
        self.ask(move |answer| Request::Load { backends, answer })
    }

    /// Keeps in mind which store answers at an address.
    pub fn remember(&self, address: String, store: String) -> Asked<()> {
        self.ask(move |answer| Request::Remember { address, store, answer })
    }

    /// Tells which store answered at an address when it was last asked.
    pub fn store_of(&self, address: String) -> Asked<Option<String>> {
        self.ask(move |answer| Request::StoreOf { address, answer })
    }

    /// Writes an action down; it is on the disk when this answers.
    pub fn record(&self, action: Action, place: Place) -> Asked<()> {
        self.ask(move |answer| Request::Record { action: Box::new(action), place, answer })
    }

    /// Notes that an action may have left, and answers for which store it was made.
    pub fn sending(&self, id: ActionId) -> Asked<Option<String>> {
        self.ask(move |answer| Request::Sending { id, answer })
    }

    pub fn forget(&self, id: ActionId) -> Asked<()> {
        self.ask(move |answer| Request::Forget { id, answer })
    }

    /// Notes that an action must not go by itself until it is recorded again.
    pub fn take_back(&self, id: ActionId) -> Asked<()> {
        self.ask(move |answer| Request::TakeBack { id, answer })
    }

    fn ask<T>(&self, request: impl FnOnce(Answer<T>) -> Request) -> Asked<T> {
        let (answer, answered) = oneshot::channel();
        if self.requests.send(request(answer)).is_err() {
            // The request went with its sender, which `answered` tells when it is awaited.
            tracing::debug!("the local store is closed");
        }
        Asked(answered)
    }
}

/// The answer to a request that was made already.
#[derive(Debug)]
pub struct Asked<T>(oneshot::Receiver<Result<T, LocalStoreError>>);

impl<T> Future for Asked<T> {
    type Output = Result<T, LocalStoreError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or(Err(LocalStoreError::Closed)))
    }
}

async fn serve(path: PathBuf, mut inbox: mpsc::UnboundedReceiver<Request>) {
    let mut open: Option<File> = None;
    while let Some(request) = inbox.recv().await {
        if open.is_none() {
            match File::open(&path).await {
                Ok(file) => open = Some(file),
                Err(why) => {
                    request.fail(why);
                    continue;
                }
            }
        }
        if let Some(file) = &mut open {
            request.perform(file).await;
        }
    }
    if let Some(file) = open {
        file.close().await;
    }
}

impl Request {
    async fn perform(self, file: &mut File) {
        match self {
            Self::Load { backends, answer } => tell(answer, file.load(&backends).await),
            Self::Remember { address, store, answer } => tell(answer, file.remember(&address, &store).await),
            Self::StoreOf { address, answer } => tell(answer, file.store_of(&address).await),
            Self::Record { action, place, answer } => tell(answer, file.record(&action, place).await),
            Self::Sending { id, answer } => tell(answer, file.sending(id).await),
            Self::Forget { id, answer } => tell(answer, file.forget(id).await),
            Self::TakeBack { id, answer } => tell(answer, file.take_back(id).await),
        }
    }

    fn fail(self, why: LocalStoreError) {
        match self {
            Self::Load { answer, .. } => tell(answer, Err(why)),
            Self::StoreOf { answer, .. } | Self::Sending { answer, .. } => tell(answer, Err(why)),
            Self::Remember { answer, .. }
            | Self::Record { answer, .. }
            | Self::Forget { answer, .. }
            | Self::TakeBack { answer, .. } => tell(answer, Err(why)),
        }
    }
}

fn tell<T>(answer: Answer<T>, outcome: Result<T, LocalStoreError>) {
    if answer.send(outcome).is_err() {
        tracing::debug!("nobody waits for the local store's answer any more");
    }
}
