//! The demonstration behind the console: a server of its own, reached like any other.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::app::model::settings::Memory;
use crate::cli::DemoArgs;
use crate::commands::demo;
use crate::config::{self, Given};
use crate::desk::rota::Rota;
use crate::desk::ticket::names::BackendId;
use crate::io::backend::Backend;
use crate::io::backend::bundled::Bundled;
use crate::io::clock::Clock;
use crate::io::files::make_private_dir;
use crate::io::outside::State;
use crate::io::places;
use crate::io::secrets::{Token, TokenSource};
use crate::server;
use crate::server::serve::Running;
use crate::server::store::draw_secret;

/// The name of the only backend there is.
const NAME: &str = "demo";
const SEED: u64 = 1;

/// Who is on call at the demonstration's desk.
pub(super) fn rotas() -> Vec<Rota> {
    let text = include_str!("../../assets/demo/rota.toml");
    let rotas = config::read(text, &Given::default()).map(|config| config.rotas).unwrap_or_default();
    rotas.iter().map(|rota| Rota::new(rota.name.clone(), rota.rotation.clone(), &rota.overrides)).collect()
}

/// Its desk ends when it is dropped, and is made anew at the next start. What was written and not sent is found again
/// there: nobody's words go because it was only a show.
pub(super) struct Demonstration {
    _server: Running,
    address: SocketAddr,
    token: String,
    clock: Clock,
    /// By which the local store remembers it.
    name: String,
    state: Place,
}

/// Where drafts and outbox are.
enum Place {
    Here(PathBuf),
    /// Until the end: this machine has no place for a program's state, or none to write in, or the show's time is not
    /// ours.
    UntilTheEnd(TempDir),
}

impl Place {
    fn of(shown: &demo::Demonstration) -> io::Result<Self> {
        let plays_in_our_time = (shown.speed - 1.0).abs() < f64::EPSILON;
        let here = places::state_dir().map(|directory| directory.join("demonstration"));
        match here.filter(|here| plays_in_our_time && make_private_dir(here).is_ok()) {
            Some(here) => Ok(Self::Here(here)),
            None => Ok(Self::UntilTheEnd(tempfile::Builder::new().prefix("vigie-").tempdir()?)),
        }
    }

    fn directory(&self) -> &Path {
        match self {
            Self::Here(directory) => directory,
            Self::UntilTheEnd(directory) => directory.path(),
        }
    }
}

impl Demonstration {
    /// Returns before the server answers: who connects meanwhile waits in the listener's queue.
    pub fn start(args: Option<&DemoArgs>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let speed = args.map_or(1.0, |args| args.speed);
        let clock = Clock::with_speed(speed);
        let shown = demo::Demonstration {
            tickets: args.and_then(|args| args.tickets),
            seed: args.map_or(SEED, |args| args.seed),
            speed,
        };
        let token = draw_secret();
        let server = demo::start(listener, &shown, server::Clock::new(move || clock.wall()), token.clone())?;
        let state = Place::of(&shown)?;
        Ok(Self { _server: server, address, token, clock, name: shown.name(), state })
    }

    pub fn backend(&self) -> Result<(BackendId, Backend), Box<dyn std::error::Error + Send + Sync>> {
        let token =
            TokenSource::Known(Token::new(&self.token).map_err(|why| io::Error::other(format!("{why:?}")))?);
        let bundled = Bundled::new(format!("http://{}/", self.address).parse()?, token, false)?;
        let bundled = bundled.remembered_as(self.name.clone());
        Ok((BackendId::new(NAME), Backend::Bundled(Box::new(bundled))))
    }

    pub fn clock(&self) -> Clock {
        self.clock
    }

    pub fn memory(&self) -> Memory {
        match self.state {
            Place::Here(_) => Memory::ForNextTime,
            Place::UntilTheEnd(_) => Memory::UntilTheEnd,
        }
    }

    pub fn state(&self) -> State {
        State { directory: self.state.directory().to_owned(), keeps_queues: false }
    }
}
