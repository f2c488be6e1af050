//! Serving on a socket, until told to stop: alone, or on a thread of its own inside another program.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use super::caller::Caller;
use super::demo::{self, Filling};
use super::door::{self, Manners, Served};
use super::error::ServerError;
use super::gate::{Guard, Road};
use super::limits::Rates;
use super::store::NewToken;
use super::{Clock, Store, guarded_router};

/// How the server meets the network.
#[derive(Clone)]
pub struct Outside {
    pub rates: Rates,
    pub manners: Manners,
    pub network: Network,
}

#[derive(Clone)]
pub enum Network {
    /// In the clear, for this machine only.
    Plain,
    Tls(TlsAcceptor),
    /// A proxy in front speaks TLS.
    BehindProxy,
}

impl Outside {
    /// Loopback, and nobody is limited: a server inside another program.
    pub fn inside() -> Self {
        Self { rates: Rates::NONE, manners: Manners::default(), network: Network::Plain }
    }
}

/// Serves until `stop` is ready, then finishes what is under way.
pub async fn serve(
    listener: tokio::net::TcpListener,
    store: Store,
    clock: Clock,
    outside: Outside,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let waiting = store.clone();
    let stop = async move {
        stop.await;
        // Who waits for changes is answered at once: a shutdown takes no 25 seconds.
        waiting.begin_closing();
    };
    let Outside { rates, mut manners, network } = outside;
    let (road, tls) = match network {
        Network::Plain => (Road::Plain, None),
        Network::Tls(tls) => (Road::Tls, Some(tls)),
        Network::BehindProxy => (Road::BehindProxy, None),
    };
    if road == Road::BehindProxy {
        // All come from the proxy's address.
        manners.of_address = manners.connections;
    }
    if let Err(why) = store.tell_of_new_life(&clock).await {
        tracing::error!(%why, "the audit does not tell why the store lives anew");
    }
    let guard = Guard::new(rates, road);
    let (limits, metrics) = (Arc::clone(&guard.limits), Arc::clone(&guard.metrics));
    let closing = tokio::spawn(close_what_is_over(store.clone(), clock.clone()));
    let forgetting = tokio::spawn(async move {
        let mut minutes = tokio::time::interval(Duration::from_mins(1));
        loop {
            minutes.tick().await;
            limits.forget();
        }
    });
    let router = guarded_router(store.clone(), clock, guard);
    door::serve(listener, Served { router, manners, tls, metrics }, stop).await;
    closing.abort();
    forgetting.abort();
    store.close().await;
}

/// Closes what was resolved long enough ago, at once and then every hour.
async fn close_what_is_over(store: Store, clock: Clock) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        hours.tick().await;
        match store.close_resolved(&clock).await {
            Ok(0) => {}
            Ok(closed) => tracing::info!(closed, "resolved tickets are over"),
            // The next hour tries again; nobody waits for it.
            Err(why) => tracing::error!(%why, "resolved tickets could not be closed"),
        }
    }
}

/// What a server inside another program is made with.
pub struct Options {
    pub clock: Clock,
    pub filling: Filling,
    /// Tokens that the program drew, so that it can use them before the server is up.
    pub tokens: Vec<(String, NewToken)>,
    /// What the store is called, though it is another one each time: so a console finds what was begun on the last.
    pub name: String,
}

/// A server on its own thread. Dropped, it shuts down and its temporary store is deleted.
#[derive(Debug)]
pub struct Running {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Tells whether the server still runs; its log says why it does not.
    pub fn is_up(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take()
            && stop.send(()).is_err()
        {
            tracing::debug!("the server had stopped before");
        }
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the server's thread panicked");
        }
    }
}

/// Starts a server on a listener that is bound already, and returns at once: who connects before the
/// store is filled waits in the listener's queue.
///
/// `beside` runs on the same thread as long as the server does.
///
/// # Errors
/// If the listener has no address or no thread can be made. What fails later is logged.
pub fn start_on_own_thread<F>(
    listener: TcpListener,
    options: Options,
    beside: impl FnOnce(SocketAddr) -> F + Send + 'static,
) -> io::Result<Running>
where
    F: Future<Output = ()> + Send + 'static,
{
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::Builder::new().name("vigie-server".to_owned()).spawn(move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(why) => return tracing::error!(%why, "no runtime for the server"),
        };
        if let Err(why) = runtime.block_on(run(listener, options, stopped, beside(address))) {
            let cause = std::error::Error::source(&why).map(ToString::to_string).unwrap_or_default();
            tracing::error!(%why, cause, "the server stopped");
        }
    })?;
    Ok(Running { address, stop: Some(stop), thread: Some(thread) })
}

async fn run(
    listener: TcpListener,
    options: Options,
    stopped: oneshot::Receiver<()>,
    beside: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let directory = tempfile::Builder::new().prefix("vigie-").tempdir();
    let directory = directory.map_err(|source| ServerError::File { path: temporary(), source })?;
    let store = Store::open(directory.path()).await?;
    store.rename(&options.name).await?;
    let now = options.clock.now();
    demo::fill(&store, &options.filling, now).await?;
    for (secret, token) in &options.tokens {
        store.create_token(&Caller::owner_of_the_store(), secret, token, now).await?;
    }
    let failed = |source| ServerError::File { path: "the listener".to_owned(), source };
    let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
    let beside = tokio::spawn(beside);
    let stop = async {
        if stopped.await.is_err() {
            tracing::debug!("whoever started the server is gone");
        }
    };
    serve(listener, store, options.clock, Outside::inside(), stop).await;
    beside.abort();
    Ok(())
}

fn temporary() -> String {
    Path::new(&std::env::temp_dir()).display().to_string()
}
