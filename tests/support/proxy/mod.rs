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

mod http;
mod lots;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use http::Message;
pub use lots::{Lots, Mix};

/// What a plan is told of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// How many requests of this method and path (without the query) came before it.
    pub nth: u32,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Pass,
    /// Arrives this much later.
    Delay(Duration),
    /// Waits at a point until it is let go, and then meets the other fault.
    Hold(Point, Box<Fault>),
    /// Never arrives; the connection is closed in good order.
    DropRequest,
    /// Arrives and is done; the connection is closed before the first byte of the answer.
    DropAnswer,
    /// As the two above, but with a reset (RST).
    Reset(Point),
    /// The answer ends early, after this many of a thousand parts of its body.
    Truncate {
        permille: usize,
    },
    /// Never arrives: this is answered instead.
    Answer(Canned),
    /// Arrives and is done, but this is answered: a gateway that lost patience.
    AnswerAfter(Canned),
    /// The answer comes in pieces of so many bytes, each after a pause.
    Drip {
        piece: usize,
        pause: Duration,
    },
    /// The answerer's clock is another one: `Date`, and every `server_now` in a body of JSON, are moved.
    Skew(TimeDelta),
}

/// How far a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// It was read, and not forwarded.
    Asked,
    /// It was forwarded, done and answered; its author has heard nothing yet.
    Answered,
}

/// An answer that no server gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Canned {
    /// A page as a gateway writes it: nothing that a backend would say.
    pub fn page(status: u16) -> Self {
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        Self { status, headers, body: format!("<html><body><h1>{status}</h1></body></html>") }
    }

    /// An answer of `application/problem+json` with a stable code.
    pub fn problem(status: u16, code: &str) -> Self {
        let headers = vec![("content-type".to_owned(), "application/problem+json".to_owned())];
        let body = format!(
            r#"{{"type": "about:blank", "title": "{code}", "status": {status}, "code": "{code}", "params": {{}}}}"#
        );
        Self { status, headers, body }
    }

    /// Success by its status, and nothing by its body.
    pub fn garbage() -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status: 200, headers, body: "{\"cursor\": [[[\u{1b}]2;".to_owned() }
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.headers.push(("retry-after".to_owned(), seconds.to_string()));
        self
    }

    fn message(&self) -> Message {
        Message {
            start: format!("HTTP/1.1 {} Said by the proxy", self.status),
            headers: self.headers.clone(),
            body: self.body.clone().into_bytes(),
        }
    }
}

/// A request and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    pub asked: Asked,
    pub fault: Fault,
    /// The status of the server's own answer, if it was asked and answered.
    pub status: Option<u16>,
}

/// Names what waits, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Held(u64);

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
            *listening = Some(tokio::spawn(serve(listener, Arc::clone(&self.shared))));
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

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with this task, and then every connection with it.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(connection(client, Arc::clone(&shared)));
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one client's connection until either end has had enough.
async fn connection(client: TcpStream, shared: Arc<Shared>) {
    // Small pieces, at once.
    if client.set_nodelay(true).is_err() {
        return;
    }
    let mut client = BufReader::new(client);
    while let Ok(Some(request)) = Message::read(&mut client, http::Side::Request).await {
        match exchange(client.get_mut(), request, &shared).await {
            Ok(After::GoOn) => {}
            Ok(After::Close) | Err(_) => return,
            Ok(After::Reset) => {
                // Without a farewell: RST instead of FIN.
                if let Err(why) = client.get_ref().set_zero_linger() {
                    eprintln!("a connection could not be reset: {why}");
                }
                return;
            }
        }
    }
}

enum After {
    GoOn,
    Close,
    Reset,
}

async fn exchange(client: &mut TcpStream, request: Message, shared: &Shared) -> io::Result<After> {
    let (asked, mut fault) = shared.decide(&request);
    let told = fault.clone();
    if let Fault::Hold(Point::Asked, then) = fault {
        shared.hold().await;
        fault = *then;
    }
    let answer = match &fault {
        Fault::DropRequest | Fault::Reset(Point::Asked) | Fault::Answer(_) => None,
        Fault::Delay(time) => {
            tokio::time::sleep(*time).await;
            Some(shared.forward(request).await)
        }
        _ => Some(shared.forward(request).await),
    };
    let status = answer.as_ref().and_then(|answer| answer.as_ref().ok()).and_then(Message::status);
    shared.state().met.push(Met { asked, fault: told, status });
    if let Fault::Hold(Point::Answered, then) = fault {
        shared.hold().await;
        fault = *then;
    }
    // Who cannot be reached cannot answer: the client sees a connection that ends.
    let answer = answer.transpose()?;
    deliver(client, answer, fault).await
}

async fn deliver(client: &mut TcpStream, answer: Option<Message>, fault: Fault) -> io::Result<After> {
    match (fault, answer) {
        (Fault::Reset(_), _) => Ok(After::Reset),
        (Fault::Answer(canned) | Fault::AnswerAfter(canned), _) => {
            client.write_all(&canned.message().written()).await?;
            Ok(After::GoOn)
        }
        (Fault::DropRequest | Fault::DropAnswer, _) | (_, None) => Ok(After::Close),
        (Fault::Truncate { permille }, Some(answer)) => {
            let missing = answer.body.len() - answer.body.len() * permille.min(999) / 1000;
            let written = answer.written();
            // Without a body it is the head that ends early.
            client.write_all(&written[..written.len() - missing.max(1)]).await?;
            Ok(After::Close)
        }
        (Fault::Drip { piece, pause }, Some(answer)) => {
            for piece in answer.written().chunks(piece.max(1)) {
                client.write_all(piece).await?;
                tokio::time::sleep(pause).await;
            }
            Ok(After::GoOn)
        }
        (Fault::Skew(by), Some(mut answer)) => {
            skew(&mut answer, by);
            client.write_all(&answer.written()).await?;
            Ok(After::GoOn)
        }
        (Fault::Pass | Fault::Delay(_) | Fault::Hold(..), Some(answer)) => {
            client.write_all(&answer.written()).await?;
            Ok(After::GoOn)
        }
    }
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

fn skew(answer: &mut Message, by: TimeDelta) {
    if let Some(date) = answer.header("date").and_then(|date| DateTime::parse_from_rfc2822(date).ok()) {
        let moved = (date.with_timezone(&Utc) + by).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        answer.set("date", &moved);
    }
    if let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(&answer.body)
        && let Some(now) = body.get_mut("server_now")
        && let Some(told) = now.as_str().and_then(|now| now.parse::<DateTime<Utc>>().ok())
    {
        *now = (told + by).to_rfc3339_opts(SecondsFormat::Micros, true).into();
        answer.body = body.to_string().into_bytes();
        answer.set("content-length", &answer.body.len().to_string());
    }
}
