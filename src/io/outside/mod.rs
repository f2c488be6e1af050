//! Performs effects: each one is done, and then told with one event. No policy.

mod asked;
mod kept;
mod lives;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;

use crate::app::protocol::draft::Draft;
use crate::app::protocol::effect::{Effect, Reread};
use crate::app::protocol::event::{But, Event, Failure, Welcome};
use crate::desk::life::Life;
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::names::BackendId;

use super::backend::Backend;
use super::clock::Clock;
use super::local_store::{Brought, Lent, LocalStore, Unread, line};
use super::opener;
use super::snapshot::Keeper;
use super::terminal::{Screen, clipboard, editor, suspend};
use super::warn::Channels;

/// Where this console keeps what must survive it.
#[derive(Clone, Debug)]
pub struct State {
    pub directory: PathBuf,
    /// False for a demonstration: its desk is made anew each time.
    pub keeps_queues: bool,
}

/// The world as the loop reaches it.
#[derive(Debug)]
pub struct Outside {
    runtime: Handle,
    inbox: UnboundedSender<Event>,
    world: Arc<World>,
    channels: Arc<Channels>,
    rereader: Rereader,
}

/// Reads the files again that the console was made of, and tells what came of it. It may take its time.
#[derive(Clone)]
pub struct Rereader(Arc<dyn Fn(Reread) -> Event + Send + Sync>);

impl Rereader {
    pub fn new(read: impl Fn(Reread) -> Event + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }
}

impl fmt::Debug for Rereader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Rereader").finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct World {
    links: HashMap<BackendId, Link>,
    store: LocalStore,
    /// `None` where every start has another queue.
    snapshots: Option<Keeper>,
    clock: Clock,
    screen: Screen,
}

/// One backend, and the store that answered there.
#[derive(Debug)]
struct Link {
    backend: Backend,
    /// Who answered there, in this run.
    answered: Mutex<Option<Answered>>,
    /// Whose it is what is written there: as the console knows it, which may be later than the answer.
    person: Mutex<Option<Author>>,
    /// The highest tickets that were heard of, one of each kind: a store that was restored shall not give them again.
    highest: Mutex<BTreeMap<String, u64>>,
}

#[derive(Clone, Debug)]
struct Answered {
    life: Life,
    /// For whom the token speaks.
    person: Author,
    idempotent: bool,
}

impl Link {
    fn answered(&self) -> Option<Answered> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn life(&self) -> Option<Life> {
        self.answered().map(|answered| answered.life)
    }

    fn answered_by(&self, welcome: &Welcome) {
        let (life, idempotent) = (welcome.life.clone(), welcome.capabilities.idempotent);
        let answered = Answered { life, person: welcome.person(), idempotent };
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = Some(answered);
    }

    fn person(&self) -> Option<Author> {
        self.person.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn writes_as(&self, person: Author) {
        *self.person.lock().unwrap_or_else(PoisonError::into_inner) = Some(person);
    }
}

impl Outside {
    /// Must be called inside a runtime. Touches no file and no network: that waits for the first effects.
    pub fn new(
        backends: impl IntoIterator<Item = (BackendId, Backend)>,
        state: &State,
        clock: Clock,
        screen: Screen,
        inbox: UnboundedSender<Event>,
    ) -> Self {
        let links = backends
            .into_iter()
            .map(|(id, backend)| {
                let (answered, person, highest) = (Mutex::default(), Mutex::default(), Mutex::default());
                (id, Link { backend, answered, person, highest })
            })
            .collect();
        let store = LocalStore::start(state.directory.join("local.sqlite"));
        let snapshots = state.keeps_queues.then(|| Keeper::start(state.directory.join("stores")));
        let world = World { links, store, snapshots, clock, screen };
        let channels = Arc::new(Channels::none());
        let rereader = Rereader::new(|_| Event::FilesUnchanged);
        Self { runtime: Handle::current(), inbox, world: Arc::new(world), channels, rereader }
    }

    /// Reads the console's own files again in this way.
    #[must_use]
    pub fn rereading(self, rereader: Rereader) -> Self {
        Self { rereader, ..self }
    }

    /// Warns by these ways.
    #[must_use]
    pub fn warning_by(self, channels: Channels) -> Self {
        Self { channels: Arc::new(channels), ..self }
    }

    /// Starts what an effect asks for.
    pub fn perform(&self, effect: Effect) {
        let world = Arc::clone(&self.world);
        let screen = &self.world.screen;
        match effect {
            Effect::OpenStore => self.spawn(kept::store_lost(), world.open_store()),
            Effect::Connect { backend } => self.spawn(asked::connect_lost(&backend), world.connect(backend)),
            Effect::LoadSnapshot { backend } => self.spawn(kept::missing(&backend), world.snapshot(backend)),
            Effect::KeepSnapshot { backend, keep } => {
                self.spawn(kept::kept(&backend), world.keep(backend, keep));
            }
            Effect::LoadRules { backend } => self.spawn(asked::rules_lost(&backend), world.rules(backend)),
            Effect::Poll { backend, since, wait } => {
                self.spawn(asked::poll_lost(&backend), world.poll(backend, since, wait));
            }
            Effect::LoadOverview { customer } => {
                self.spawn(asked::overview_lost(&customer), world.overview(customer));
            }
            Effect::LoadDetail { ticket, tag } => {
                self.spawn(asked::detail_lost(&ticket), world.detail(ticket, tag));
            }
            Effect::TellPresence { ticket, doing } => {
                self.spawn(asked::presence_failed(&ticket.backend), world.come(ticket, doing));
            }
            Effect::WithdrawPresence { backend } => {
                self.spawn(Event::PresenceWithdrawn { backend: backend.clone() }, world.go(backend));
            }
            Effect::Record { action, adds, origin } => {
                self.spawn(kept::record_lost(action.id), world.record(action, adds, origin));
            }
            Effect::RememberPerson { backend, person } => {
                self.spawn(kept::remembered(&backend), world.remember_person(backend, person));
            }
            Effect::Sign { id, author } => self.spawn(Event::Signed(id), world.sign(id, author)),
            Effect::Release { ids } => self.spawn(Event::Released(Vec::new()), world.release(ids)),
            Effect::ForgetOther { id, author } => {
                self.spawn(kept::store_lost(), world.forget_other(id, author));
            }
            Effect::RecordAll(made) => {
                let ids = made.iter().map(|made| made.action.id).collect();
                self.spawn(kept::all_lost(ids), world.record_all(made));
            }
            Effect::Deliver(action) => self.spawn(asked::delivery_lost(action.id), world.deliver(action)),
            Effect::LookFor(action) => self.spawn(asked::look_lost(action.id), world.look_for(action)),
            Effect::SaveFile { ticket, id, name } => {
                self.spawn(asked::file_lost(name.clone()), world.save_file(ticket, id, name));
            }
            Effect::OpenLink(link) => {
                let lost = Event::LinkNotOpened { link: link.clone(), why: "".into() };
                self.spawn(lost, async move { opener::open(link).await });
            }
            Effect::Forget { id, outcome, seen } => {
                self.spawn(Event::Forgotten(id), world.forget(id, outcome, seen));
            }
            Effect::KeepDraft { draft, instead_of } => {
                self.spawn(kept::draft_lost(draft.id), world.keep_draft(draft, instead_of));
            }
            Effect::KeepForm(form) => self.spawn(kept::draft_lost(form.id), world.keep_form(form)),
            Effect::ForgetDraft(id) => self.spawn(Event::DraftForgotten(id), world.forget_draft(id)),
            Effect::Edit(draft) => self.spawn(Event::EditFailed(broken()), world.edit(draft)),
            Effect::Copy(text) => self.tell(copy(screen, &text)),
            Effect::Ring => self.tell(ring(screen)),
            Effect::Warn { through, signal } => {
                let lost = Event::WarnFailed { through, why: broken() };
                self.spawn(lost, Arc::clone(&self.channels).told(through, signal, screen.clone()));
            }
            Effect::Suspend => self.tell(stop(screen)),
            Effect::ReadFiles(reread) => {
                let Rereader(read) = self.rereader.clone();
                let work = self.runtime.spawn_blocking(move || read(reread));
                self.spawn(Event::FilesUnchanged, async move { work.await.unwrap_or(Event::FilesUnchanged) });
            }
        }
    }

    /// Runs work beside the loop. Even if the work has a defect, its effect is answered: with `lost`.
    fn spawn(&self, lost: Event, work: impl Future<Output = Event> + Send + 'static) {
        let inbox = self.inbox.clone();
        let work = self.runtime.spawn(work);
        self.runtime.spawn(async move { tell(&inbox, work.await.unwrap_or(lost)) });
    }

    fn tell(&self, event: Event) {
        tell(&self.inbox, event);
    }
}

fn tell(inbox: &UnboundedSender<Event>, event: Event) {
    if inbox.send(event).is_err() {
        tracing::debug!("the program is closing; the answer is not needed");
    }
}

impl World {
    /// The text is on disk before the editor has it, and in a file that is found again while it does.
    fn edit(self: Arc<Self>, draft: Draft) -> impl Future<Output = Event> + use<> {
        let (id, text) = (draft.id, draft.text.clone());
        let kept = self.ask_to_keep(draft, Vec::new());
        async move {
            if let Some(Err(why)) = async { Some(kept?.await) }.await {
                tracing::warn!(%why, "a text is edited that is not on disk");
            }
            let lent = self.store.lend(id, &text).or_else(|why| {
                tracing::warn!(%why, "a text is edited where temporary files go");
                Lent::somewhere(&text)
            });
            match lent {
                Ok(lent) => {
                    let ended = editor::edit(&self.screen, &lent).await;
                    edited(text, ended, &lent, lent.read())
                }
                Err(why) => Event::EditFailed(line(&why)),
            }
        }
    }
}

/// What became of a text: whatever its editor ended with, no word that it saved is left out.
fn edited(
    given: String,
    ended: Result<(), editor::EditError>,
    lent: &Lent,
    brought: Result<Brought, Unread>,
) -> Event {
    let path = || SafeLine::from(lent.path().display().to_string());
    match (ended, brought) {
        (_, Err(why)) => Event::EditInFile { path: path(), why: line(&why) },
        (Ok(()), Ok(Brought::Words(text))) if lent.is_kept() => Event::Edited(text),
        (Ok(()), Ok(Brought::Words(text))) => Event::EditedBut { text, but: But::NotKept { path: path() } },
        (Err(why), Ok(Brought::Words(text))) => Event::EditedBut { text, but: But::Failed(line(&why)) },
        (ended, Ok(Brought::Nothing)) => {
            if !lent.is_kept() {
                lent.throw_away();
            }
            ended.map_or_else(|why| Event::EditFailed(line(&why)), |()| Event::Edited(given))
        }
    }
}

fn copy(screen: &Screen, text: &str) -> Event {
    match clipboard::copy(screen, text) {
        Ok(()) => Event::Copied,
        Err(why) => Event::CopyFailed(line(&why)),
    }
}

fn ring(screen: &Screen) -> Event {
    screen.ring();
    Event::Rang
}

fn stop(screen: &Screen) -> Event {
    suspend::stop_here(screen);
    Event::Continued
}

/// What is told of work that panicked; the log and the report know more.
fn broken() -> SafeLine {
    SafeLine::from("panic")
}

/// A backend that the configuration does not have cannot be reached.
const NO_SUCH_BACKEND: Failure = Failure::Unreachable;
