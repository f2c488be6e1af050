//! The one door to every route: who is it, may they, and what is written down if they may not.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{ALLOW, AUTHORIZATION};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use crate::api::Deed;
use crate::desk::text::SafeLine;

use super::Server;
use super::access::{Access, Found, look_up};
use super::caller::Caller;
use super::error::ServerError;
use super::limits::{Limits, Rates};
use super::metrics::Metrics;
use super::store::Tried;

/// The longest address of which a denied try is told.
const LONGEST_PATH: usize = 200;

/// Put on answers that deny something, so that the gate can write it down; never sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Denied;

/// Where a request came from, as the one who accepted the connection knows it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// How requests come to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    /// In the clear, and so from this machine only.
    Plain,
    /// The server speaks TLS itself.
    Tls,
    /// A proxy speaks TLS, and says in `X-Forwarded-For` for whom it asks.
    BehindProxy,
}

/// What stands between the network and the handlers.
#[derive(Clone, Debug)]
pub struct Guard {
    pub limits: Arc<Limits>,
    pub metrics: Arc<Metrics>,
    pub road: Road,
}

impl Guard {
    pub fn new(rates: Rates, road: Road) -> Self {
        Self { limits: Arc::new(Limits::new(rates)), metrics: Arc::default(), road }
    }
}

/// Lets a request through, and counts how it was answered.
pub(super) async fn gate(State(server): State<Server>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, route) = (request.method().clone(), request.extensions().get::<MatchedPath>().cloned());
    let response = pass(&server, route.as_ref(), request, next).await;
    let route = route.as_ref().map_or("", MatchedPath::as_str);
    server.guard.metrics.answered(method.as_str(), route, response.status().as_u16(), began.elapsed());
    response
}

/// Lets a request through if it does not come too often and the table of [`super::access`] says so.
async fn pass(server: &Server, route: Option<&MatchedPath>, mut request: Request, next: Next) -> Response {
    let mut tried = tried(server.guard.road, &request);
    if let Err(wait) = server.guard.limits.address(tried.address) {
        return too_many(server, wait);
    }
    let Some(route) = route else {
        // The fallback: nothing is there.
        return next.run(request).await;
    };
    let access = match look_up(request.method(), route.as_str()) {
        Found::Rule(access) => access,
        Found::Methods(methods) => return wrong_method(&methods),
        Found::Undeclared => {
            tracing::error!(route = route.as_str(), "a route without a row in server::access answers nobody");
            return ServerError::NotFound.into_response();
        }
    };
    let roles = match access {
        Access::Everyone => return next.run(request).await,
        Access::Roles(roles) => roles,
    };
    let shown = shown(&request);
    let caller = match who(server, shown).await {
        Ok(caller) => Caller { address: tried.address, ..caller },
        Err(why) => {
            // Counted apart: guessing tokens must not fill the audit.
            return match server.guard.limits.stranger(tried.address) {
                Err(wait) if why.denies() => too_many(server, wait),
                _ => told(server, tried, why.into_response()).await,
            };
        }
    };
    tried.caller = Some((caller.name.clone(), caller.role));
    // Before anything is written down: a token that tries what it may not must not fill the audit.
    if let Err(wait) = server.guard.limits.token(caller.name.raw()) {
        return too_many(server, wait);
    }
    if !roles.contains(&caller.role) {
        return told(server, tried, caller.forbidden().into_response()).await;
    }
    request.extensions_mut().insert(caller);
    let response = next.run(request).await;
    told(server, tried, response).await
}

fn too_many(server: &Server, wait: std::time::Duration) -> Response {
    server.guard.metrics.limited();
    ServerError::TooMany { wait }.into_response()
}

async fn who(server: &Server, shown: Option<String>) -> Result<Caller, ServerError> {
    let token = shown.ok_or(ServerError::NoToken)?;
    server.store.caller(&token, server.clock.now()).await
}

/// The bearer token of a request.
fn shown(request: &Request) -> Option<String> {
    let (scheme, token) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

fn tried(road: Road, request: &Request) -> Tried {
    let path = request.uri().path();
    let end = path.floor_char_boundary(LONGEST_PATH);
    Tried {
        caller: None,
        address: address(road, request),
        method: request.method().as_str().into(),
        path: SafeLine::from(&path[..end]),
    }
}

/// Who asks. What a proxy says of it is believed only where there is one, and only what it added itself: the last.
fn address(road: Road, request: &Request) -> Option<IpAddr> {
    let peer = || request.extensions().get::<Peer>().map(|peer| peer.0);
    let forwarded = || {
        let said = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        said.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    match road {
        Road::BehindProxy => forwarded().or_else(peer),
        Road::Plain | Road::Tls => peer(),
    }
}

/// Writes a denied try down before it is answered.
async fn told(server: &Server, tried: Tried, response: Response) -> Response {
    if response.extensions().get::<Denied>().is_some() {
        server.guard.metrics.denied();
        server.store.denied(tried, response.status().as_u16(), server.clock.now()).await;
    }
    response
}

fn wrong_method(methods: &str) -> Response {
    let mut response = ServerError::WrongMethod.into_response();
    if let Ok(methods) = HeaderValue::from_str(methods) {
        response.headers_mut().insert(ALLOW, methods);
    }
    response
}

impl Tried {
    /// The deed as it is written.
    pub(super) fn deed(&self, status: u16) -> Deed {
        Deed::Denied { method: self.method.clone(), path: self.path.clone(), status }
    }
}
