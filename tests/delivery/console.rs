//! The real console without its terminal: app, local store, snapshots and client, killed and started again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use uuid::Uuid;
use vigie::app::App;
use vigie::app::model::settings::{BackendSettings, Settings};
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::Event;
use vigie::app::protocol::keymap::Key;
use vigie::app::protocol::now::Now;
use vigie::desk::ticket::names::{ActionId, BackendId};
use vigie::io::backend::Backend;
use vigie::io::backend::bundled::Bundled;
use vigie::io::clock::Clock;
use vigie::io::outside::{Outside, State};
use vigie::io::secrets::TokenSource;
use vigie::io::terminal::Screen;

use crate::desk::{kill, let_go, own_runtime};
use crate::proxy::{Held, Proxy};

/// Longer than the client waits for a backend.
const PATIENCE: Duration = Duration::from_mins(1);

pub fn backend() -> BackendId {
    BackendId::new("desk")
}

/// Read once: what takes longest in a start is the key map.
fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    SETTINGS.get_or_init(|| Settings {
        backends: vec![BackendSettings { id: backend(), label: "Desk".into() }],
        ..Settings::default()
    })
}

pub struct Console {
    pub app: App,
    outside: Option<Outside>,
    inbox: mpsc::UnboundedReceiver<Event>,
    runtime: Option<Runtime>,
    directory: PathBuf,
    /// How many effects were performed and have not been answered.
    owed: usize,
    /// Answers that have arrived, and that the app was not told yet.
    pub arrived: Vec<Event>,
    /// What the proxy held already for those who are dead.
    others: BTreeSet<Held>,
}

impl Console {
    /// Starts one on a directory of state; nothing has happened in it yet.
    pub fn start(directory: &Path, token: TokenSource, proxy: &Proxy, undo: Duration) -> Self {
        let runtime = own_runtime();
        let client = Bundled::new(proxy.url().parse().unwrap(), token, false).unwrap();
        let state = State { directory: directory.to_owned(), keeps_queues: true };
        let (outbox, inbox) = mpsc::unbounded_channel();
        let outside = {
            let _entered = runtime.enter();
            let backends = [(backend(), Backend::Bundled(Box::new(client)))];
            Outside::new(backends, &state, Clock::default(), Screen::nowhere(), outbox)
        };
        let app = App::new(Settings { undo, ..settings().clone() });
        Self {
            app,
            outside: Some(outside),
            inbox,
            runtime: Some(runtime),
            directory: directory.to_owned(),
            owed: 0,
            arrived: Vec::new(),
            others: proxy.held().into_iter().collect(),
        }
    }

    /// Tells the app one fact, and returns what it wants of the outside.
    pub fn hear(&mut self, event: Event, now: Now) -> Vec<Effect> {
        self.app.update(event, now)
    }

    pub fn perform(&mut self, effect: Effect) {
        self.owed += 1;
        if let Some(outside) = &self.outside {
            outside.perform(effect);
        }
    }

    /// Waits until every effect was answered, but for those whose requests the proxy holds.
    pub async fn settle(&mut self, proxy: &Proxy) {
        let settled = tokio::time::timeout(PATIENCE, async {
            loop {
                while let Ok(event) = self.inbox.try_recv() {
                    self.arrives(event);
                }
                let held = proxy.held().iter().filter(|held| !self.others.contains(held)).count();
                if self.owed == held {
                    return;
                }
                tokio::select! {
                    Some(event) = self.inbox.recv() => self.arrives(event),
                    () = proxy.changed() => {}
                }
            }
        });
        assert!(settled.await.is_ok(), "{} effects were never answered", self.owed);
    }

    fn arrives(&mut self, event: Event) {
        self.owed = self.owed.checked_sub(1).expect("one answer to one effect");
        self.arrived.push(event);
    }
}

/// The process ends here: nothing that was under way goes on, and nothing in memory is left.
impl Drop for Console {
    fn drop(&mut self) {
        self.runtime.take().into_iter().for_each(kill);
        drop(self.outside.take());
        let_go(&self.directory);
    }
}

/// Reads keys as the tests of a shift do: characters, and names in angle brackets.
pub fn keys(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (key, after) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
            Some((name, after)) => (name.to_owned(), after),
            None if first == ' ' => ("space".to_owned(), &rest[1..]),
            None => (first.to_string(), &rest[first.len_utf8()..]),
        };
        keys.push(key.parse().expect("a key"));
        rest = after;
    }
    keys
}

/// A key press whose action, if it makes one, has an id by lot.
pub fn pressed(key: Key, lots: &mut fastrand::Rng) -> Event {
    Event::Pressed { key, fresh: ActionId(Uuid::from_u128(lots.u128(..))) }
}
