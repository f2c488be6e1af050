//! A real proxy on the loopback before any HTTP/1.1 server, that does to each request what a bad network would.
//!
//! It reads a request whole, asks a plan what becomes of it ([`Fault`]), and forwards it or not. It knows nothing of
//! what it carries, so it stands before any backend. Nothing here draws lots or reads a clock: the plan decides by
//! what it is told, and what waits, waits until it is let go ([`Proxy::release`]). [`Lots`] is a plan by seed.
//!
//! ```ignore
//! let proxy = Proxy::start(server, |asked: &Asked| match asked.method.as_str() {
//!     "POST" if asked.nth == 0 => Fault::DropAnswer, // done, and nobody hears of it
//!     _ => Fault::Pass,
//! });
//! let client = client(&proxy.url());
//! ```

mod carry;
mod fault;
mod http;
mod lots;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use http::Message;

pub use fault::{Asked, Canned, Fault, Held, Met, Point};
pub use lots::{Lots, Mix};

type Plan = Box<dyn FnMut(&Asked) -> Fault + Send>;

struct Shared {
    state: Mutex<State>,
    /// Something began or ceased to wait.
    changed: Notify,
    /// Everything at or below is let go.
    released: watch::Sender<u64>,
}

struct State {
    upstream: SocketAddr,
    plan: Plan,
    counts: HashMap<(String, String), u32>,
    met: Vec<Met>,
    held: Vec<Held>,
    holds: u64,
}

pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Bound and never listening: the port stays ours while nobody listens.
    _reservation: TcpSocket,
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Proxy {
    /// Listens on a free port; must be called inside a runtime, on which it lives.
    pub fn start(upstream: SocketAddr, plan: impl FnMut(&Asked) -> Fault + Send + 'static) -> Self {
        let reservation = socket(SocketAddr::from(([127, 0, 0, 1], 0)));
        let address = reservation.local_addr().unwrap();
        let state = State {
            upstream,
            plan: Box::new(plan),
            counts: HashMap::new(),
            met: Vec::new(),
            held: Vec::new(),
            holds: 0,
        };
        let shared =
            Shared { state: Mutex::new(state), changed: Notify::new(), released: watch::Sender::new(0) };
        let proxy = Self {
            address,
            shared: Arc::new(shared),
            _reservation: reservation,
            listening: Mutex::new(None),
        };
        proxy.open();
        proxy
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Somebody listens again.
    pub fn open(&self) {
        let mut listening = self.listening.lock().unwrap();
        if listening.is_none() {
            let listener = socket(self.address).listen(128).unwrap();
            *listening = Some(tokio::spawn(carry::serve(listener, Arc::clone(&self.shared))));
        }
    }

    /// Nobody listens: who connects is refused, and connections that were open are cut.
    pub async fn close(&self) {
        let listening = self.listening.lock().unwrap().take();
        if let Some(listening) = listening {
            listening.abort();
            // Aborted: the listener and its connections are closed when this is over.
            assert!(listening.await.is_err_and(|why| why.is_cancelled()));
        }
    }

    /// Forwards to another server from now on, as after a restart on another port.
    pub fn forward_to(&self, upstream: SocketAddr) {
        self.state().upstream = upstream;
    }

    pub fn plan(&self, plan: impl FnMut(&Asked) -> Fault + Send + 'static) {
        self.state().plan = Box::new(plan);
    }

    /// What waits now, oldest first.
    pub fn held(&self) -> Vec<Held> {
        self.state().held.clone()
    }

    /// Lets go everything that waits now.
    pub fn release(&self) {
        let last = {
            let mut state = self.state();
            state.held.clear();
            state.holds
        };
        self.shared.released.send_replace(last);
        self.shared.changed.notify_one();
    }

    /// Returns when something began or ceased to wait since the last call.
    pub async fn changed(&self) {
        self.shared.changed.notified().await;
    }

    /// Returns when this many requests wait.
    pub async fn holds(&self, count: usize) {
        while self.held().len() < count {
            self.changed().await;
        }
    }

    /// Every request so far, in the order in which they were dealt with.
    pub fn met(&self) -> Vec<Met> {
        self.state().met.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state()
    }
}

fn socket(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    // The reservation and the listener have the same port.
    socket.set_reuseport(true).unwrap();
    socket.bind(address).unwrap();
    socket
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn decide(&self, request: &Message) -> (Asked, Fault) {
        let mut words = request.start.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut asked = Asked {
            method: method.to_owned(),
            target: target.to_owned(),
            nth: 0,
            body: request.body.clone(),
        };
        let mut state = self.state();
        let count = state.counts.entry((asked.method.clone(), asked.path().to_owned())).or_default();
        asked.nth = *count;
        *count += 1;
        let fault = (state.plan)(&asked);
        (asked, fault)
    }

    async fn hold(&self) {
        let held = {
            let mut state = self.state();
            state.holds += 1;
            let held = Held(state.holds);
            state.held.push(held);
            held
        };
        self.changed.notify_one();
        let waiting = Waiting { held, shared: self };
        let mut released = self.released.subscribe();
        let gone = released.wait_for(|last| *last >= held.0).await.is_err();
        drop(waiting);
        assert!(!gone, "the proxy outlives what it holds");
    }

    /// Asks the server, on a connection of its own.
    async fn forward(&self, mut request: Message) -> io::Result<Message> {
        let upstream = self.state().upstream;
        let mut server = BufReader::new(TcpStream::connect(upstream).await?);
        request.set("connection", "close");
        let side = if request.start.starts_with("HEAD ") { http::Side::Headless } else { http::Side::Answer };
        server.get_mut().write_all(&request.written()).await?;
        loop {
            let answer = Message::read(&mut server, side).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
            // 100 Continue and its like announce the answer.
            if answer.status().is_none_or(|status| status >= 200) {
                let mut answer = answer;
                answer.remove("connection");
                return Ok(answer);
            }
        }
    }
}

/// Takes what waits off the list, also if its client went away.
struct Waiting<'a> {
    held: Held,
    shared: &'a Shared,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.shared.state().held.retain(|held| *held != self.held);
        self.shared.changed.notify_one();
    }
}
