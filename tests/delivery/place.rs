//! A person's desk for the real console: a server in this process, behind a proxy, and a home.

use std::path::PathBuf;

use vigie::server::Clock;

use crate::desk::{Desk, TICKETS, directory};
use crate::program::configure;
use crate::proxy::{Asked, Fault, Proxy};
use crate::pty::{Home, Pty, vigie};

pub const SEND: &str = "\x13";

/// A person's desk: a server behind a proxy, and the home of the consoles.
pub struct Place {
    home: Home,
    pub desk: Desk,
    pub proxy: Proxy,
    _files: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let (home, files) = (Home::new(), directory());
        let store: PathBuf = files.path().join("desk");
        let desk = Desk::open(&store, Clock::new(vigie::io::clock::wall));
        let proxy = Proxy::start(desk.address(), |_: &Asked| Fault::Pass);
        configure(&home, &proxy.url());
        Self { home, desk, proxy, _files: files }
    }

    /// Opens a console, as far as it is connected and has its queue.
    pub fn console(&self) -> Pty {
        let console = self.start();
        console.wait_for("INC-1001");
        console.wait_for("● live");
        console
    }

    pub fn start(&self) -> Pty {
        Pty::start(self.home.command(vigie(), &[]), 40, 120)
    }

    /// What was said on the first ticket, in its order.
    pub async fn said_in_order(&self) -> Vec<String> {
        let facts = self.desk.facts().await.into_iter();
        facts.filter(|fact| fact.ticket == TICKETS[0]).filter_map(|fact| fact.said).collect()
    }

    pub async fn said(&self, text: &str) -> usize {
        self.desk.facts().await.iter().filter(|fact| fact.said.as_deref() == Some(text)).count()
    }

    /// Answers everything but posts as always, and those like this.
    pub fn posts_meet(&self, fault: Fault) {
        self.proxy
            .plan(move |asked: &Asked| if asked.method == "POST" { fault.clone() } else { Fault::Pass });
    }

    /// Whether the server has answered the post of a text.
    pub fn was_answered(&self, text: &str) -> bool {
        let met = self.proxy.met();
        met.iter()
            .any(|met| met.status == Some(200) && String::from_utf8_lossy(&met.asked.body).contains(text))
    }
}

/// Opens the note of the ticket under the cursor and types a text.
pub fn writes(console: &mut Pty, text: &str) {
    console.press("n");
    console.press(text);
    console.wait_for(text);
}
