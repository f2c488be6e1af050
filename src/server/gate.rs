//! The one door to every route: who is it, may they, and what is written down if they may not.

use std::net::IpAddr;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{ALLOW, AUTHORIZATION};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::Deed;
use crate::desk::text::SafeLine;

use super::Server;
use super::access::{Access, Found, look_up};
use super::caller::Caller;
use super::error::ServerError;
use super::store::Tried;

/// The longest address of which a denied try is told.
const LONGEST_PATH: usize = 200;

/// Put on answers that deny something, so that the gate can write it down; never sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Denied;

/// Where a request came from, as the one who accepted the connection knows it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Lets a request through if the table of [`super::access`] says so.
pub(super) async fn gate(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let Some(route) = request.extensions().get::<MatchedPath>().cloned() else {
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
    let mut tried = tried(&request);
    let shown = shown(&request);
    let caller = match who(&server, shown).await {
        Ok(caller) => Caller { address: tried.address, ..caller },
        Err(why) => return told(&server, tried, why.into_response()).await,
    };
    tried.caller = Some((caller.name.clone(), caller.role));
    if !roles.contains(&caller.role) {
        return told(&server, tried, caller.forbidden().into_response()).await;
    }
    request.extensions_mut().insert(caller);
    let response = next.run(request).await;
    told(&server, tried, response).await
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

fn tried(request: &Request) -> Tried {
    let path = request.uri().path();
    let end = path.floor_char_boundary(LONGEST_PATH);
    Tried {
        caller: None,
        address: request.extensions().get::<Peer>().map(|peer| peer.0),
        method: request.method().as_str().into(),
        path: SafeLine::from(&path[..end]),
    }
}

/// Writes a denied try down before it is answered.
async fn told(server: &Server, tried: Tried, response: Response) -> Response {
    if response.extensions().get::<Denied>().is_some() {
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
