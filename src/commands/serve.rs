//! `vigie serve`: the bundled backend alone.

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::cli::ServeArgs;
use crate::io::clock;
use crate::server::caller::Caller;
use crate::server::serve::serve;
use crate::server::{Clock, Store};

use super::store::{Place, block_on, complain};

/// Runs the command until SIGTERM or SIGINT.
pub fn run(args: &ServeArgs) -> ExitCode {
    let place = match Place::of(&args.store) {
        Ok(place) => place,
        Err(code) => return code,
    };
    if !args.listen.ip().is_loopback() && !args.behind_tls_proxy {
        let address = args.listen.to_string();
        complain(&place.words.say_with("server-not-loopback", &[("address", address.into())]));
        complain(place.words.say("server-not-loopback-help"));
        return ExitCode::FAILURE;
    }
    let filter =
        EnvFilter::try_from_env("VIGIE_LOG").unwrap_or_else(|_unset| EnvFilter::new("warn,vigie=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    block_on(run_until_told(args, &place))
}

async fn run_until_told(args: &ServeArgs, place: &Place) -> Result<(), ExitCode> {
    let store = place.open().await?;
    let cannot = |why: std::io::Error| {
        let (address, why) = (args.listen.to_string(), why.to_string());
        let data = [("address", address.into()), ("why", why.into())];
        complain(&place.words.say_with("server-cannot-listen", &data));
        ExitCode::FAILURE
    };
    let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let data = [("directory", place.shown().into()), ("address", address.to_string().into())];
    complain(&place.words.say_with("server-listening", &data));
    introduce(&store, place).await?;
    let (mut terminated, mut interrupted) =
        (signal(SignalKind::terminate()).map_err(cannot)?, signal(SignalKind::interrupt()).map_err(cannot)?);
    let closing = place.words.say("server-closing").to_owned();
    let stop = async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
        complain(&closing);
    };
    serve(listener, store, Clock::new(clock::wall), stop).await.map_err(cannot)
}

/// Says what is still to be done before anyone can use the desk.
async fn introduce(store: &Store, place: &Place) -> Result<(), ExitCode> {
    let owner = Caller::owner_of_the_store();
    let desk = store.desk().await.map_err(|why| place.failed(&why))?;
    let tokens = store.tokens(&owner).await.map_err(|why| place.failed(&why))?;
    let data = [("data", place.option.as_str().into())];
    if desk.customers.is_empty() {
        complain(place.words.say("server-empty"));
        complain(&place.words.say_with("server-empty-import", &data));
        complain(&place.words.say_with("server-empty-token", &data));
    } else if tokens.is_empty() {
        complain(&place.words.say_with("server-no-token", &data));
    }
    Ok(())
}
