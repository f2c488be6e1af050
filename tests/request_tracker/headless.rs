//! The real console without its terminal, on a real RT: app, local store and client, killed and started again.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;
use uuid::Uuid;
use vigie::app::App;
use vigie::app::model::outbox::{Entry, State as Where};
use vigie::app::model::overlay::Overlay;
use vigie::app::model::settings::{BackendSettings, Settings};
use vigie::app::protocol::event::Event;
use vigie::app::protocol::keymap::Key;
use vigie::cli::ConsoleArgs;
use vigie::commands::settings::{self, Source};
use vigie::desk::ticket::names::{ActionId, BackendId};
use vigie::io::clock::Clock;
use vigie::io::outside::{Outside, State};
use vigie::io::terminal::Screen;

use crate::desk::{config, private};

/// Where a console keeps what survives it, and what it was told to be.
pub struct Place {
    home: TempDir,
    ask_after: Duration,
}

impl Place {
    pub fn new(port: u16, token: &str, mapping: &str, ask_after: Duration) -> Self {
        let home = tempfile::tempdir().unwrap();
        private(&home.path().join("token"), token);
        std::fs::write(home.path().join("config.toml"), config(port, "token", mapping)).unwrap();
        Self { home, ask_after }
    }

    fn state(&self) -> PathBuf {
        self.home.path().join("state")
    }
}

pub struct Console {
    pub app: App,
    outside: Option<Outside>,
    inbox: mpsc::UnboundedReceiver<Event>,
    runtime: Option<Runtime>,
    directory: PathBuf,
    clock: Clock,
}

#[expect(clippy::disallowed_methods, reason = "a real server has a real clock")]
fn instant() -> Instant {
    Instant::now()
}

impl Console {
    pub fn start(place: &Place) -> Self {
        let path = place.home.path().join("config.toml");
        let source = Source { path, named: true };
        let backends = settings::load(&ConsoleArgs::default(), Some(&source)).unwrap().backends;
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let state = State { directory: place.state(), keeps_queues: true };
        std::fs::create_dir_all(&state.directory).unwrap();
        let (outbox, inbox) = mpsc::unbounded_channel();
        let clock = Clock::default();
        let outside = {
            let _entered = runtime.enter();
            Outside::new(backends, &state, clock, Screen::nowhere(), outbox)
        };
        let app = App::new(Settings {
            backends: vec![BackendSettings { id: BackendId::new("rt"), label: "RT".into() }],
            undo: Duration::ZERO,
            ask_after: place.ask_after,
            ..Settings::default()
        });
        let (outside, runtime, directory) = (Some(outside), Some(runtime), state.directory);
        let mut console = Self { app, outside, inbox, runtime, directory, clock };
        console.hear(Event::Woke);
        console
    }

    fn hear(&mut self, event: Event) {
        for effect in self.app.update(event, self.clock.now()) {
            self.outside.iter().for_each(|outside| outside.perform(effect.clone()));
        }
    }

    /// Keys as the tests of a shift write them: characters, and names in angle brackets.
    pub fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let (key, after) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
                Some((name, after)) => (name.to_owned(), after),
                None if first == ' ' => ("space".to_owned(), &rest[1..]),
                None => (first.to_string(), &rest[first.len_utf8()..]),
            };
            rest = after;
            let key: Key = key.parse().expect("a key");
            self.hear(Event::Pressed { key, fresh: ActionId(Uuid::now_v7()) });
        }
    }

    /// Lets the program run until a fact is so; tells whether it came to be in time.
    pub async fn until(&mut self, seconds: u64, fact: impl Fn(&App) -> bool) -> bool {
        let end = instant() + Duration::from_secs(seconds);
        loop {
            if fact(&self.app) {
                return true;
            }
            if instant() >= end {
                return false;
            }
            match tokio::time::timeout(Duration::from_millis(100), self.inbox.recv()).await {
                Ok(Some(event)) => self.hear(event),
                Ok(None) => return false,
                Err(_quiet) => self.hear(Event::Woke),
            }
        }
    }

    pub async fn run(&mut self, time: Duration) {
        let end = instant() + time;
        while let Some(left) = end.checked_duration_since(instant()) {
            match tokio::time::timeout(left.min(Duration::from_millis(100)), self.inbox.recv()).await {
                Ok(Some(event)) => self.hear(event),
                Ok(None) => return,
                Err(_quiet) => self.hear(Event::Woke),
            }
        }
    }

    /// Waits for the queue, from RT or from the disk.
    pub async fn ready(&mut self) {
        let has_rows = |app: &App| app.queues.listed() >= 10;
        assert!(self.until(120, has_rows).await, "no queue");
    }

    /// Writes a text for a row, and waits until it is on disk. Tells its id.
    pub async fn write(&mut self, row: usize, how: How, text: &str) -> ActionId {
        let known: Vec<ActionId> = self.app.outbox.entries().iter().map(|entry| entry.action.id).collect();
        self.press("<esc><esc><esc>gg");
        (0..row).for_each(|_| self.press("j"));
        self.press(how.keys());
        self.press(text);
        self.press("<ctrl-s>");
        let new = |app: &App| {
            app.outbox.entries().iter().map(|entry| entry.action.id).find(|id| !known.contains(id))
        };
        let id = new(&self.app).unwrap_or_else(|| panic!("{text} was not made: {:?}", self.app.overlay));
        let on_disk = |app: &App| app.outbox.get(id).is_none_or(|entry| entry.state != Where::Recording);
        assert!(self.until(30, on_disk).await, "{text} is not on disk");
        id
    }

    /// Does with an act that is marked in the outbox what keys say.
    pub fn decide(&mut self, id: ActionId, keys: &str) {
        self.mark(id);
        self.press(keys);
        self.press("<esc><esc>");
    }

    fn mark(&mut self, id: ActionId) {
        self.press("<esc><esc><esc>:show-outbox<enter>");
        for _ in 0..200 {
            let Some(Overlay::Outbox { selected, .. }) = &self.app.overlay else { panic!("no outbox") };
            if *selected == Some(id) {
                break;
            }
            self.press("j");
        }
    }

    /// Reads what is new on the ticket of an act that is held, and sends it all the same.
    pub async fn send_with_news(&mut self, id: ActionId) {
        self.mark(id);
        self.press("s");
        self.run(Duration::from_secs(1)).await;
        self.press("s<esc><esc><esc>");
    }

    pub fn held(&self) -> Vec<ActionId> {
        let held = self.app.outbox.entries().iter().filter(|entry| matches!(entry.state, Where::Held { .. }));
        held.map(|entry| entry.action.id).collect()
    }

    pub fn asked(&self) -> Vec<ActionId> {
        let asked = self.app.outbox.entries().iter().filter(|entry| Entry::is_missing(entry));
        asked.map(|entry| entry.action.id).collect()
    }
}

#[derive(Clone, Copy, Debug)]
pub enum How {
    Note,
    Reply,
}

impl How {
    fn keys(self) -> &'static str {
        match self {
            Self::Note => "n",
            Self::Reply => "rp",
        }
    }
}

/// The process ends here: nothing that was under way goes on, and nothing in memory is left.
impl Drop for Console {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            std::thread::spawn(move || drop(runtime)).join().unwrap();
        }
        drop(self.outside.take());
        let_go(&self.directory);
    }
}

/// Waits until nobody in this process has a file of the directory open any more.
fn let_go(directory: &Path) {
    let is_open = || {
        let Ok(files) = std::fs::read_dir("/proc/self/fd") else { return false };
        files.flatten().any(|file| std::fs::read_link(file.path()).is_ok_and(|at| at.starts_with(directory)))
    };
    while is_open() {
        std::thread::sleep(Duration::from_millis(1));
    }
}
