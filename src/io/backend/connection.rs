//! How a backend is reached: what is trusted, where a proxy is asked, and when a connection is dead.

use std::time::Duration;

use reqwest::{Client, Url, redirect};

use super::http::Patience;
use super::trust::Trust;

/// A connection on which nothing comes is asked after so long whether it lives, so often, this many times.
const SILENT_FOR: Duration = Duration::from_secs(20);
const ASKED_EVERY: Duration = Duration::from_secs(10);
const ASKED_TIMES: u32 = 4;
/// One that does not even take what is sent is dead after this.
#[cfg(target_os = "linux")]
const UNTAKEN_FOR: Duration = Duration::from_mins(1);

pub(super) fn client(patience: Patience, base: &Url, trust: &Trust) -> reqwest::Result<Client> {
    let client = trust.told_to(Client::builder());
    // What stays on this machine is no proxy's matter: it would read the token on the way.
    let client = if is_loopback(base) { client.no_proxy() } else { client };
    // Reading a machine's certificates takes longer than everything else at a start, and here none is ever shown.
    let in_the_clear = base.scheme() == "http" && is_loopback(base);
    let client = if in_the_clear { client.tls_certs_only([]) } else { client };
    // Some requests end only with their connection.
    let client = client
        .tcp_keepalive(SILENT_FOR)
        .tcp_keepalive_interval(ASKED_EVERY)
        .tcp_keepalive_retries(ASKED_TIMES);
    #[cfg(target_os = "linux")]
    let client = client.tcp_user_timeout(UNTAKEN_FOR);
    client
        .connect_timeout(patience.connect)
        // A redirect would carry the token to wherever it points.
        .redirect(redirect::Policy::none())
        .user_agent(concat!("vigie/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Tells whether what is sent there stays on this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host_str().map(|host| host.trim_start_matches('[').trim_end_matches(']')) {
        Some("localhost") => true,
        Some(host) => host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}
