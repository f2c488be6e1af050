//! What must survive the program: actions on their way, texts that are not sent, the journal, and which store stands
//! behind which address.
//!
//! One task owns the file and answers requests in the order in which they were made, so that the order on disk
//! is the order of the keys. It opens the file at the first request, off the start's way, and tries again at the
//! next one if that failed. Several consoles of one person share the file; see `lease.rs`.

mod drafts;
mod error;
mod file;
mod journal;
mod lease;
mod outbox;
mod persons;

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot};

use crate::api::JournalHead;
use crate::app::drafts::Draft;
use crate::app::event::{Left, Refused};
use crate::app::filled::Filled;
use crate::desk::action::Action;
use crate::desk::author::Author;
use crate::desk::journal::Outcome;
use crate::desk::names::{ActionId, BackendId};
use crate::desk::ticket::Version;

pub use error::{LocalStoreError, line};
use file::File;
pub use journal::Journal;

type Answer<T> = oneshot::Sender<Result<T, LocalStoreError>>;

enum Request {
    TakeOver {
        places: Vec<Place>,
        answer: Answer<Left>,
    },
    Remember {
        address: String,
        store: String,
        answer: Answer<()>,
    },
    RememberPerson {
        place: Place,
        answer: Answer<()>,
    },
    Release {
        ids: Vec<ActionId>,
        answer: Answer<()>,
    },
    ForgetOther {
        id: ActionId,
        author: Author,
        at: DateTime<Utc>,
        answer: Answer<()>,
    },
    Sign {
        id: ActionId,
        author: Author,
        answer: Answer<()>,
    },
    StoreOf {
        address: String,
        answer: Answer<Option<String>>,
    },
    Record {
        action: Box<Action>,
        adds: Option<u32>,
        place: Place,
        answer: Answer<()>,
    },
    Claim {
        id: ActionId,
        answer: Answer<Claim>,
    },
    Refused {
        id: ActionId,
        code: String,
        settles: bool,
        at: DateTime<Utc>,
        answer: Answer<()>,
    },
    Forget {
        id: ActionId,
        outcome: Outcome,
        seen: Vec<(ActionId, Version)>,
        at: DateTime<Utc>,
        answer: Answer<()>,
    },
    KeepDraft {
        draft: Box<Draft>,
        instead_of: Vec<ActionId>,
        place: Place,
        answer: Answer<()>,
    },
    KeepForm {
        form: Box<Filled>,
        place: Place,
        answer: Answer<()>,
    },
    ForgetDraft {
        id: ActionId,
        answer: Answer<()>,
    },
    Journals {
        answer: Answer<Vec<Journal>>,
    },
}

/// Where an action goes, and whose it is: the store that answered, or the one that did last time; the person that the
/// console speaks for, or spoke for last time.
#[derive(Clone, Debug)]
pub struct Place {
    /// As the configuration names it: two of them may be one desk, for two persons.
    pub backend: BackendId,
    pub address: String,
    pub store: Option<String>,
    pub person: Option<Author>,
}

/// Whether an action may leave now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    Granted {
        /// The store that it was made for.
        store: String,
        /// Who wrote it.
        author: Author,
        journal: Option<JournalHead>,
        /// Whether it stands on the disk that it may have left.
        noted: bool,
    },
    /// Nobody knows who wrote it: a person has to say that it is theirs.
    Unsigned,
    /// An earlier one on the same ticket belongs to another console.
    NotItsTurn,
    /// Another console answers for it, or has delivered it.
    OfAnother,
}

/// A handle to the task that owns the file.
#[derive(Clone, Debug)]
pub struct LocalStore {
    requests: mpsc::UnboundedSender<Request>,
    path: PathBuf,
}

impl LocalStore {
    /// Starts the task; must be called inside a runtime.
    pub fn start(path: PathBuf) -> Self {
        let (requests, inbox) = mpsc::unbounded_channel();
        tokio::spawn(serve(path.clone(), inbox));
        Self { requests, path }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the person's own editor gets a text, so that it is found again if this console dies meanwhile.
    pub fn editing(&self, id: ActionId) -> PathBuf {
        drafts::file_of(&self.path.with_file_name("editing"), id)
    }

    // Each of these asks before it returns, and answers when awaited: the calls' order is the file's order.

    /// Takes over what nobody who lives answers for, of these backends, as far as the persons there wrote it.
    pub fn take_over(&self, places: Vec<Place>) -> Asked<Left> {
        self.ask(move |answer| Request::TakeOver { places, answer })
    }

    /// Keeps in mind for whom the console speaks at a backend.
    pub fn remember_person(&self, place: Place) -> Asked<()> {
        self.ask(move |answer| Request::RememberPerson { place, answer })
    }

    /// Answers no more for what somebody else wrote: whoever speaks for its author may take it over.
    pub fn release(&self, ids: Vec<ActionId>) -> Asked<()> {
        self.ask(move |answer| Request::Release { ids, answer })
    }

    /// Deletes what somebody else wrote and nobody who lives answers for.
    pub fn forget_other(&self, id: ActionId, author: Author, at: DateTime<Utc>) -> Asked<()> {
        self.ask(move |answer| Request::ForgetOther { id, author, at, answer })
    }

    /// A person says that an action is theirs of which nobody knew whose it is.
    pub fn sign(&self, id: ActionId, author: Author) -> Asked<()> {
        self.ask(move |answer| Request::Sign { id, author, answer })
    }

    /// Keeps in mind which store answers at an address.
    pub fn remember(&self, address: String, store: String) -> Asked<()> {
        self.ask(move |answer| Request::Remember { address, store, answer })
    }

    /// Tells which store answered at an address when it was last asked.
    pub fn store_of(&self, address: String) -> Asked<Option<String>> {
        self.ask(move |answer| Request::StoreOf { address, answer })
    }

    /// Writes an action down, or anew in its own place; it is on the disk when this answers.
    pub fn record(&self, action: Action, adds: Option<u32>, place: Place) -> Asked<()> {
        self.ask(move |answer| Request::Record { action: Box::new(action), adds, place, answer })
    }

    /// Asks whether an action may leave, and notes that it may have.
    pub fn claim(&self, id: ActionId) -> Asked<Claim> {
        self.ask(move |answer| Request::Claim { id, answer })
    }

    /// Writes down that the backend said no.
    pub fn refused(&self, id: ActionId, why: &Refused, at: DateTime<Utc>) -> Asked<()> {
        let (code, settles) = (why.code(), why.settles());
        self.ask(move |answer| Request::Refused { id, code, settles, at, answer })
    }

    /// Lets an action go, and writes down what became of it, and what the authors of those behind it have seen now;
    /// the text of one that was withdrawn is a draft again.
    pub fn forget(
        &self,
        id: ActionId,
        outcome: Outcome,
        seen: Vec<(ActionId, Version)>,
        at: DateTime<Utc>,
    ) -> Asked<()> {
        self.ask(move |answer| Request::Forget { id, outcome, seen, at, answer })
    }

    /// Keeps a text as it is now, in the place of those that it holds as well. An action of the same name is taken
    /// back: it goes only when it is recorded again.
    pub fn keep_draft(&self, draft: Draft, instead_of: Vec<ActionId>, place: Place) -> Asked<()> {
        self.ask(move |answer| Request::KeepDraft { draft: Box::new(draft), instead_of, place, answer })
    }

    /// Keeps a form as it is filled in now; for the rest, as a text.
    pub fn keep_form(&self, form: Filled, place: Place) -> Asked<()> {
        self.ask(move |answer| Request::KeepForm { form: Box::new(form), place, answer })
    }

    pub fn forget_draft(&self, id: ActionId) -> Asked<()> {
        self.ask(move |answer| Request::ForgetDraft { id, answer })
    }

    /// Reads the journals, of every desk.
    pub fn journals(&self) -> Asked<Vec<Journal>> {
        self.ask(move |answer| Request::Journals { answer })
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
    // Held from the first opening on: what is ours stays ours, however often the file fails.
    let mut lease = None;
    let mut open: Option<File> = None;
    while let Some(request) = inbox.recv().await {
        let mut file = match open.take() {
            Some(file) => file,
            None => match File::open(&path, &mut lease).await {
                Ok(file) => file,
                Err(why) => {
                    request.fail(why);
                    continue;
                }
            },
        };
        // After a failure of the file, nobody knows what a half-done step left in the connection.
        if request.perform(&mut file).await == Sound::Yes {
            open = Some(file);
        }
    }
    if let Some(file) = open {
        file.close().await;
    }
}

/// Whether the connection can be used again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Yes,
    No,
}

impl Request {
    async fn perform(self, file: &mut File) -> Sound {
        match self {
            Self::TakeOver { places, answer } => tell(answer, file.take_over(places).await),
            Self::RememberPerson { place, answer } => tell(answer, file.remember_person(&place).await),
            Self::Release { ids, answer } => tell(answer, file.release(&ids).await),
            Self::ForgetOther { id, author, at, answer } => {
                tell(answer, file.forget_other(id, &author, at).await)
            }
            Self::Sign { id, author, answer } => tell(answer, file.sign(id, &author).await),
            Self::Remember { address, store, answer } => tell(answer, file.remember(&address, &store).await),
            Self::StoreOf { address, answer } => tell(answer, file.store_of(&address).await),
            Self::Record { action, adds, place, answer } => {
                tell(answer, file.record(&action, adds, place).await)
            }
            Self::Claim { id, answer } => tell(answer, file.claim(id).await),
            Self::Refused { id, code, settles, at, answer } => {
                tell(answer, file.refused(id, code, settles, at).await)
            }
            Self::Forget { id, outcome, seen, at, answer } => {
                tell(answer, file.forget(id, outcome, &seen, at).await)
            }
            Self::KeepDraft { draft, instead_of, place, answer } => {
                tell(answer, file.keep_draft(&draft, &instead_of, place).await)
            }
            Self::KeepForm { form, place, answer } => tell(answer, file.keep_form(&form, place).await),
            Self::ForgetDraft { id, answer } => tell(answer, file.forget_draft(id).await),
            Self::Journals { answer } => tell(answer, journal::read(&mut file.connection).await),
        }
    }

    fn fail(self, why: LocalStoreError) {
        match self {
            Self::TakeOver { answer, .. } => tell(answer, Err(why)),
            Self::StoreOf { answer, .. } => tell(answer, Err(why)),
            Self::Claim { answer, .. } => tell(answer, Err(why)),
            Self::Journals { answer } => tell(answer, Err(why)),
            Self::Remember { answer, .. }
            | Self::RememberPerson { answer, .. }
            | Self::Release { answer, .. }
            | Self::ForgetOther { answer, .. }
            | Self::Sign { answer, .. }
            | Self::Record { answer, .. }
            | Self::Refused { answer, .. }
            | Self::Forget { answer, .. }
            | Self::KeepDraft { answer, .. }
            | Self::KeepForm { answer, .. }
            | Self::ForgetDraft { answer, .. } => tell(answer, Err(why)),
        };
    }
}

fn tell<T>(answer: Answer<T>, outcome: Result<T, LocalStoreError>) -> Sound {
    let sound = if matches!(outcome, Err(LocalStoreError::Database(_))) { Sound::No } else { Sound::Yes };
    if answer.send(outcome).is_err() {
        tracing::debug!("nobody waits for the local store's answer any more");
    }
    sound
}
