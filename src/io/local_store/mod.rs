//! What must survive the program: actions on their way, texts that are not sent, the journal, and which store stands
//! behind which address.
//!
//! One task owns the file and answers requests in the order in which they were made, so that the order on disk
//! is the order of the keys. It opens the file at the first request, off the start's way, and tries again at the
//! next one if that failed. Several consoles of one person share the file; see `lease.rs`.

mod drafts;
mod editing;
mod error;
mod file;
mod journal;
mod lease;
mod leaving;
mod lives;
mod moved;
mod outbox;
mod persons;
mod rescue;
mod withheld;
mod words;

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use crate::app::protocol::draft::Draft;
use crate::app::protocol::event::Left;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::origin::Origin;
use crate::desk::journal::Outcome;
use crate::desk::life::Life;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, BackendId};
use crate::desk::ticket::status::Version;

use editing::Editing;
pub use editing::{Brought, Lent, Unread};
pub use error::{LocalStoreError, line};
use file::File;
pub use journal::Journal;
use lease::Lease;
pub use leaving::{Claim, Leaves};
use rescue::Rescue;
use withheld::Withheld;

type Answer<T> = oneshot::Sender<Result<T, LocalStoreError>>;

enum Request {
    TakeOver {
        places: Vec<Place>,
        answer: Answer<Left>,
    },
    Remember {
        address: String,
        life: Life,
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
    LifeOf {
        address: String,
        answer: Answer<Option<Life>>,
    },
    AcceptedBefore {
        life: Life,
        answer: Answer<Vec<(Life, ActionId)>>,
    },
    SettleAccepted {
        life: Life,
        asked: Vec<ActionId>,
        lost: Vec<ActionId>,
        answer: Answer<usize>,
    },
    Record {
        made: Vec<Recording>,
        answer: Answer<()>,
    },
    Claim {
        id: ActionId,
        leaves: Leaves,
        answer: Answer<Claim>,
    },
    Leave {
        id: ActionId,
        after: u64,
        answer: Answer<()>,
    },
    LeftAfter {
        id: ActionId,
        answer: Answer<Option<u64>>,
    },
    Refused {
        id: ActionId,
        code: String,
        settles: bool,
        left: Leaves,
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

/// An action that is to be written down.
#[derive(Clone, Debug)]
pub struct Recording {
    pub action: Action,
    /// How many facts it adds, as far as is known.
    pub adds: Option<u32>,
    /// What its author had before the eyes.
    pub origin: Origin,
    pub place: Place,
}

/// Where an action goes, and whose it is: the store that answered, or the one that did last time; the person that the
/// console speaks for, or spoke for last time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// As the configuration names it: two of them may be one desk, for two persons.
    pub backend: BackendId,
    pub address: String,
    pub store: Option<String>,
    pub person: Option<Author>,
}

/// A handle to the task that owns the file.
#[derive(Clone, Debug)]
pub struct LocalStore {
    requests: mpsc::UnboundedSender<Request>,
    path: PathBuf,
    runtime: Handle,
    editing: Editing,
    withheld: Withheld,
    rescue: Rescue,
}

impl LocalStore {
    /// Starts the task; must be called inside a runtime.
    pub fn start(path: PathBuf) -> Self {
        let (requests, inbox) = mpsc::unbounded_channel();
        let editing = Editing::beside(&path);
        let (withheld, rescue) = (Withheld::beside(&path), Rescue::beside(&path));
        tokio::spawn(serve(path.clone(), editing.clone(), inbox));
        Self { requests, path, runtime: Handle::current(), editing, withheld, rescue }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives a text to the person's own editor, where it is found again if this console dies meanwhile.
    pub fn lend(&self, id: ActionId, text: &str) -> io::Result<Lent> {
        self.editing.lend(id, text)
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

    /// Keeps in mind which store answers at an address, in which life.
    pub fn remember(&self, address: String, life: Life) -> Asked<()> {
        self.ask(move |answer| Request::Remember { address, life, answer })
    }

    /// What an earlier life of a store had accepted from this machine, with the life that is known to have it.
    pub fn accepted_before(&self, life: Life) -> Asked<Vec<(Life, ActionId)>> {
        self.ask(move |answer| Request::AcceptedBefore { life, answer })
    }

    /// Takes in what a life of a store said of acts that an earlier one had accepted; those that it has lost wait in the
    /// outbox again. Answers how many do.
    pub fn settle_accepted(&self, life: Life, asked: Vec<ActionId>, lost: Vec<ActionId>) -> Asked<usize> {
        self.ask(move |answer| Request::SettleAccepted { life, asked, lost, answer })
    }

    /// Tells which store answered at an address when it was last asked, and in which life.
    pub fn life_of(&self, address: String) -> Asked<Option<Life>> {
        self.ask(move |answer| Request::LifeOf { address, answer })
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
        if outcome == Outcome::Withdrawn {
            self.withheld.take_back(id);
        }
        self.ask(move |answer| Request::Forget { id, outcome, seen, at, answer })
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

async fn serve(path: PathBuf, editing: Editing, mut inbox: mpsc::UnboundedReceiver<Request>) {
    // Held from the first opening on: what is ours stays ours, however often the file fails.
    let mut lease = None;
    let mut open: Option<File> = None;
    while let Some(request) = inbox.recv().await {
        let mut file = match opened(open.take(), &path, &editing, &mut lease).await {
            Ok(file) => file,
            Err((old, why)) => {
                open = old;
                request.fail(why);
                continue;
            }
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

/// The file that lies at the path now; if there is none, the one that was there before comes back with the reason.
async fn opened(
    open: Option<File>,
    path: &Path,
    editing: &Editing,
    lease: &mut Option<Arc<Lease>>,
) -> Result<File, (Option<File>, LocalStoreError)> {
    match open {
        Some(file) if file.is_at(path) => Ok(file),
        Some(old) => moved::begin_anew(old, path, lease).await.map_err(|(old, why)| (Some(old), why)),
        None => File::open(path, lease, editing.clone()).await.map_err(|why| (None, why)),
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
            Self::Remember { address, life, answer } => tell(answer, file.remember(&address, &life).await),
            Self::LifeOf { address, answer } => tell(answer, file.life_of(&address).await),
            Self::AcceptedBefore { life, answer } => tell(answer, file.accepted_before(&life).await),
            Self::SettleAccepted { life, asked, lost, answer } => {
                tell(answer, file.settle_accepted(&life, &asked, &lost).await)
            }
            Self::Record { made, answer } => tell(answer, file.record(&made).await),
            Self::Claim { id, leaves, answer } => tell(answer, file.claim(id, leaves).await),
            Self::Leave { id, after, answer } => tell(answer, file.leave(id, after).await),
            Self::LeftAfter { id, answer } => tell(answer, file.left_after(id).await),
            Self::Refused { id, code, settles, left, at, answer } => {
                tell(answer, file.refused(id, code, (settles, left), at).await)
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
            Self::LifeOf { answer, .. } => tell(answer, Err(why)),
            Self::AcceptedBefore { answer, .. } => tell(answer, Err(why)),
            Self::SettleAccepted { answer, .. } => tell(answer, Err(why)),
            Self::Claim { answer, .. } => tell(answer, Err(why)),
            Self::LeftAfter { answer, .. } => tell(answer, Err(why)),
            Self::Journals { answer } => tell(answer, Err(why)),
            Self::Remember { answer, .. }
            | Self::RememberPerson { answer, .. }
            | Self::Release { answer, .. }
            | Self::ForgetOther { answer, .. }
            | Self::Sign { answer, .. }
            | Self::Record { answer, .. }
            | Self::Leave { answer, .. }
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
