//! `vigie serve`: the bundled backend alone.

use std::num::NonZeroU32;
use std::path::Path;
use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::cli::ServeArgs;
use crate::desk::sla::ZoneSet;
use crate::io::clock;
use crate::server::caller::Caller;
use crate::server::serve::{Network, Outside, serve};
use crate::server::store::TokenRow;
use crate::server::tls::{self, TlsError};
use crate::server::{Clock, Manners, Rates, Store};
use crate::words::Words;

use super::store::{Place, block_on, complain};

/// Runs the command until SIGTERM or SIGINT.
pub fn run(args: &ServeArgs) -> ExitCode {
    let place = match Place::of(&args.store) {
        Ok(place) => place,
        Err(code) => return code,
    };
    let outside = match outside(args, &place.words) {
        Ok(outside) => outside,
        Err(code) => return code,
    };
    let filter =
        EnvFilter::try_from_env("VIGIE_LOG").unwrap_or_else(|_unset| EnvFilter::new("warn,vigie=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    block_on(run_until_told(args, outside, &place))
}

/// How the network is met. Nothing leaves this machine in the clear unless somebody answers for it.
fn outside(args: &ServeArgs, words: &Words) -> Result<Outside, ExitCode> {
    let network = match (&args.tls_cert, &args.tls_key) {
        (Some(certificates), Some(key)) => {
            Network::Tls(tls::read(certificates, key).map_err(|why| no_tls(words, &why))?)
        }
        _ if args.behind_tls_proxy => Network::BehindProxy,
        _ if args.listen.ip().is_loopback() => Network::Plain,
        _ => {
            let address = args.listen.to_string();
            complain(&words.say_with("server-not-loopback", &[("address", address.into())]));
            complain(words.say("server-not-loopback-help"));
            return Err(ExitCode::FAILURE);
        }
    };
    let rate = NonZeroU32::new(args.requests_per_minute);
    let of_address = rate.map(|rate| rate.saturating_mul(NonZeroU32::MIN.saturating_add(3)));
    let of_strangers = rate.and(Rates::USUAL.of_strangers);
    let connections = args.max_connections.into();
    let manners = Manners::default();
    let of_address_at_once = manners.of_address.min(connections);
    Ok(Outside {
        rates: Rates { of_token: rate, of_address, of_strangers },
        manners: Manners { connections, of_address: of_address_at_once, ..manners },
        network,
    })
}

fn no_tls(words: &Words, why: &TlsError) -> ExitCode {
    let path = |path: &Path| ("path", path.display().to_string().into());
    complain(&match why {
        TlsError::Unreadable { path: file, source } => {
            words.say_with("server-tls-unreadable", &[path(file), ("why", source.to_string().into())])
        }
        TlsError::ReadByOthers(file) => words.say_with("server-tls-read-by-others", &[path(file)]),
        TlsError::NoCertificate(file) => words.say_with("server-tls-no-certificate", &[path(file)]),
        TlsError::NoKey(file) => words.say_with("server-tls-no-key", &[path(file)]),
        TlsError::DoNotFit(why) => words.say_with("server-tls-no-fit", &[("why", why.to_string().into())]),
    });
    ExitCode::FAILURE
}

/// A desk that others can reach and that nobody may enter is a mistake, or a step left out.
async fn needs_a_token(args: &ServeArgs, store: &Store, place: &Place) -> Result<(), ExitCode> {
    let now = clock::wall();
    let tokens = store.tokens(&Caller::owner_of_the_store()).await.map_err(|why| place.failed(&why))?;
    let good =
        |token: &TokenRow| token.revoked_at.is_none() && token.expires_at.is_none_or(|expiry| expiry > now);
    if args.listen.ip().is_loopback() || tokens.iter().any(good) {
        return Ok(());
    }
    let data = [("data", place.option.as_str().into()), ("address", args.listen.to_string().into())];
    complain(&place.words.say_with("server-token-first", &data));
    complain(&place.words.say_with("server-empty-token", &data));
    Err(ExitCode::FAILURE)
}

async fn run_until_told(args: &ServeArgs, outside: Outside, place: &Place) -> Result<(), ExitCode> {
    let store = place.open_or_make().await?;
    needs_a_token(args, &store, place).await?;
    let cannot = |why: std::io::Error| {
        let (address, why) = (args.listen.to_string(), why.to_string());
        let data = [("address", address.into()), ("why", why.into())];
        complain(&place.words.say_with("server-cannot-listen", &data));
        ExitCode::FAILURE
    };
    let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let scheme = if matches!(outside.network, Network::Tls(_)) { "https" } else { "http" };
    let address = format!("{scheme}://{address}");
    let data = [("directory", place.shown().into()), ("address", address.into())];
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
    serve(listener, store, Clock::new(clock::wall), outside, stop).await;
    Ok(())
}

/// Says what is still to be done before anyone can use the desk.
async fn introduce(store: &Store, place: &Place) -> Result<(), ExitCode> {
    let owner = Caller::owner_of_the_store();
    let desk = store.desk().await.map_err(|why| place.failed(&why))?;
    let tokens = store.tokens(&owner).await.map_err(|why| place.failed(&why))?;
    let zones = ZoneSet::in_force();
    if zones.release().is_old(clock::wall()) {
        let told = place.words.zone_data(zones, clock::wall());
        complain(&place.words.say_with("zones-here", &[("zones", told.into())]));
    }
    let meta = store.meta().await.map_err(|why| place.failed(&why))?;
    if let Some(theirs) = meta.newer_zones(zones.release()) {
        let data = [("theirs", theirs.to_string().into()), ("ours", zones.release().to_string().into())];
        complain(&place.words.say_with("zones-of-store", &data));
    }
    let data = [("data", place.option.as_str().into())];
    if !desk.flaws.is_empty() {
        // The rest serves.
        complain(&place.words.say_with("server-flaws", &data));
    }
    if desk.customers.is_empty() {
        complain(place.words.say("server-empty"));
        complain(&place.words.say_with("server-empty-import", &data));
        complain(&place.words.say_with("server-empty-token", &data));
    } else if tokens.is_empty() {
        complain(&place.words.say_with("server-no-token", &data));
    }
    Ok(())
}
