//! Connections: who comes in, who must give way, and how long each is waited for.
//!
//! There are always places for those who ask something: when all are taken, the connection on which nothing is asked
//! for the longest time gives way. A thousand half-open ones cost a thousand places and nobody's answer.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::gate::Peer;
use super::limits::neighbourhood;
use super::metrics::{Cut, Metrics};
use super::patient::Patient;

/// The most headers of a request, and all of them together in bytes.
const MOST_HEADERS: usize = 64;
const LARGEST_HEAD: usize = 32 * 1024;
/// After accepting failed (no file descriptor is left), it is not tried again at once.
const BREATH: Duration = Duration::from_millis(50);

/// How many connections there may be, and how long each is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manners {
    pub connections: usize,
    /// From one address; behind a proxy all come from one.
    pub of_address: usize,
    /// Until the head of a request is there, or another request on the same connection.
    pub head: Duration,
    /// Until TLS is agreed on.
    pub handshake: Duration,
    /// Until an answer is taken.
    pub answer: Duration,
    /// Until what is under way at a shutdown is done.
    pub closing: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            connections: 2048,
            of_address: 512,
            head: Duration::from_secs(30),
            handshake: Duration::from_secs(10),
            answer: Duration::from_mins(1),
            closing: Duration::from_secs(15),
        }
    }
}

/// What connections are served with.
#[derive(Clone)]
pub(super) struct Served {
    pub router: Router,
    pub manners: Manners,
    pub tls: Option<TlsAcceptor>,
    pub metrics: Arc<Metrics>,
}

/// Serves until `stop` is ready; then what is under way is finished, within bounds.
pub(super) async fn serve(listener: TcpListener, served: Served, stop: impl Future<Output = ()>) {
    let (door, graceful) = (Arc::new(Door::default()), GracefulShutdown::new());
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => match door.enter(peer, &served.manners, &served.metrics) {
                Some(place) => {
                    connections.spawn(connection(stream, place, served.clone(), graceful.watcher()));
                }
                None => served.metrics.cut(Cut::TurnedAway),
            },
            Err(why) => {
                tracing::warn!(%why, "cannot accept a connection");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    door.cut_who_never_asked();
    if timeout(served.manners.closing, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and are cut off");
    }
    connections.shutdown().await;
}

async fn connection(stream: TcpStream, place: Place, served: Served, watcher: Watcher) {
    if let Err(why) = stream.set_nodelay(true) {
        tracing::debug!(%why, "small answers may be late");
    }
    match &served.tls {
        None => talk(stream, place, &served, watcher).await,
        Some(tls) => {
            let cut = Arc::clone(&place.cut);
            let handshake = tokio::select! {
                handshake = timeout(served.manners.handshake, tls.accept(stream)) => handshake,
                () = cut.notified() => return,
            };
            match handshake {
                Ok(Ok(stream)) => talk(stream, place, &served, watcher).await,
                Ok(Err(_)) | Err(_) => served.metrics.cut(Cut::Handshake),
            }
        }
    }
}

/// Answers every request of a connection. HTTP/1.1 only: it is what all known clients speak, and the smaller target.
async fn talk<T>(stream: T, place: Place, served: &Served, watcher: Watcher)
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (peer, cut) = (Peer(place.peer.ip()), Arc::clone(&place.cut));
    let place = Arc::new(place);
    let router = TowerToHyperService::new(served.router.clone());
    let service = service_fn(move |mut request: Request<Incoming>| {
        let busy = Busy::on(&place);
        request.extensions_mut().insert(peer);
        let answer = router.call(request);
        async move {
            let answer = answer.await;
            drop(busy);
            answer
        }
    });
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(served.manners.head)
        .max_headers(MOST_HEADERS)
        .max_buf_size(LARGEST_HEAD);
    let stream = TokioIo::new(Patient::new(stream, served.manners.answer));
    let talking = watcher.watch(builder.serve_connection(stream, service).into_owned());
    let ended = tokio::select! {
        ended = talking => ended,
        () = cut.notified() => return,
    };
    if let Err(why) = ended {
        // What others do to their connections is not our error.
        tracing::debug!(%why, "a connection ended early");
    }
}

/// Who is in.
#[derive(Debug, Default)]
struct Door(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    /// Grows with every connection and every answer.
    last: u64,
    open: usize,
    of_address: HashMap<IpAddr, usize>,
    /// Connections on which nothing is asked now, who has waited longest first.
    idle: BTreeMap<u64, Idle>,
}

#[derive(Debug)]
struct Idle {
    address: IpAddr,
    cut: Arc<Notify>,
    /// An answer to what was asked before may still be on its way out.
    has_asked: bool,
}

impl Door {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        // What is counted is right at every moment, also if somebody else panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// At a shutdown nobody waits for who may never ask.
    fn cut_who_never_asked(&self) {
        for idle in self.inside().idle.values().filter(|idle| !idle.has_asked) {
            idle.cut.notify_one();
        }
    }

    fn enter(self: &Arc<Self>, peer: SocketAddr, manners: &Manners, metrics: &Arc<Metrics>) -> Option<Place> {
        let address = neighbourhood(peer.ip());
        let mut inside = self.inside();
        let theirs = inside.of_address.get(&address).copied().unwrap_or_default();
        let gives_way = if theirs >= manners.of_address {
            Some(inside.idle.iter().find(|(_, idle)| idle.address == address).map(|(number, _)| *number)?)
        } else if inside.open >= manners.connections {
            Some(*inside.idle.first_key_value()?.0)
        } else {
            None
        };
        if let Some(idle) = gives_way.and_then(|number| inside.idle.remove(&number)) {
            idle.cut.notify_one();
            inside.leave(idle.address);
            metrics.cut(Cut::GaveWay);
        }
        inside.open += 1;
        *inside.of_address.entry(address).or_default() += 1;
        metrics.open(inside.open);
        let cut = Arc::new(Notify::new());
        let number = inside.idle(Idle { address, cut: Arc::clone(&cut), has_asked: false });
        let state = Mutex::new(Some(number));
        Some(Place {
            door: Arc::clone(self),
            metrics: Arc::clone(metrics),
            peer,
            address,
            cut,
            number: state,
        })
    }
}

impl Inside {
    fn idle(&mut self, idle: Idle) -> u64 {
        self.last += 1;
        self.idle.insert(self.last, idle);
        self.last
    }

    fn leave(&mut self, address: IpAddr) {
        self.open = self.open.saturating_sub(1);
        if let Some(theirs) = self.of_address.get_mut(&address) {
            *theirs = theirs.saturating_sub(1);
            if *theirs == 0 {
                self.of_address.remove(&address);
            }
        }
    }
}

/// A connection's place, until it is dropped or gives way.
#[derive(Debug)]
struct Place {
    door: Arc<Door>,
    metrics: Arc<Metrics>,
    peer: SocketAddr,
    address: IpAddr,
    cut: Arc<Notify>,
    /// Its number among the idle ones; `None` while something is asked on it.
    number: Mutex<Option<u64>>,
}

impl Place {
    fn number(&self) -> MutexGuard<'_, Option<u64>> {
        self.number.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let number = self.number().take();
        let mut inside = self.door.inside();
        // Who gave way was counted out then.
        let gave_way = number.is_some_and(|number| inside.idle.remove(&number).is_none());
        if !gave_way {
            inside.leave(self.address);
        }
        self.metrics.open(inside.open);
    }
}

/// Held while something is asked: the connection does not give way.
struct Busy(Arc<Place>);

impl Busy {
    fn on(place: &Arc<Place>) -> Self {
        let mut number = place.number();
        // Taken out of the idle ones; if it is not there any more, it gave way and is about to end.
        if number.is_some_and(|known| place.door.inside().idle.remove(&known).is_some()) {
            *number = None;
        }
        drop(number);
        Self(Arc::clone(place))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let mut number = self.0.number();
        if number.is_none() {
            let idle = Idle { address: self.0.address, cut: Arc::clone(&self.0.cut), has_asked: true };
            *number = Some(self.0.door.inside().idle(idle));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(address: &str) -> SocketAddr {
        SocketAddr::new(address.parse().unwrap(), 1000)
    }

    #[test]
    fn who_asks_nothing_gives_way_and_who_asks_does_not() {
        let (door, metrics) = (Arc::new(Door::default()), Arc::new(Metrics::default()));
        let manners = Manners { connections: 3, of_address: 2, ..Manners::default() };
        let enter = |address: &str| door.enter(from(address), &manners, &metrics);
        let first = Arc::new(enter("192.0.2.1").unwrap());
        let busy = Busy::on(&first);
        let second = enter("192.0.2.1").unwrap();
        let third = enter("192.0.2.2").unwrap();
        let is_cut =
            |place: &Place| !door.inside().idle.values().any(|idle| Arc::ptr_eq(&idle.cut, &place.cut));
        let fourth = enter("192.0.2.1").expect("the idle one of the same address gives way");
        assert!(is_cut(&second) && !is_cut(&third));
        let fifth = enter("192.0.2.3").expect("all places are taken: the oldest idle one gives way");
        assert!(is_cut(&third) && !is_cut(&fourth) && !is_cut(&fifth));
        let (fourth, fifth) = (Arc::new(fourth), Arc::new(fifth));
        let all_busy = (Busy::on(&fourth), Busy::on(&fifth));
        assert!(enter("192.0.2.4").is_none(), "nobody who asks is cut off for a newcomer");
        drop((busy, all_busy));
        drop((second, third));
        assert_eq!(door.inside().open, 3, "who gave way was counted out once");
        drop((first, fourth, fifth));
        let inside = door.inside();
        assert_eq!((inside.open, inside.of_address.len(), inside.idle.len()), (0, 0, 0));
    }
}
