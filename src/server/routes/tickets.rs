//! One ticket, and filing new ones.

use axum::Json;
use axum::extract::State;
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::documented::{ForBodies, ForEveryone, ForOnce, ForOneTicket};
use crate::api::{Detail, PostTicket};
use crate::desk::ticket::Ticket;
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Body, TicketInPath, check_line, check_text};
use crate::server::store::{Answer, Shown};

/// Files a request for a customer. Draw an `id` to repeat safely after a lost answer.
#[utoipa::path(
    post,
    path = "/v1/tickets",
    request_body = PostTicket,
    responses((status = 201, description = "Filed", body = Ticket), ForEveryone, ForBodies, ForOnce)
)]
pub(super) async fn file(
    State(server): State<Server>,
    caller: Caller,
    Body(post): Body<PostTicket>,
) -> Result<Answer, ServerError> {
    check_line("subject", &post.subject)?;
    check_text("body", &post.body)?;
    if let Some(from) = &post.from {
        check_line("from", from)?;
    }
    server.store.file(&caller, &post, &server.clock).await
}

/// Tells a ticket and all that happened to it.
#[utoipa::path(
    get,
    path = "/v1/tickets/{id}",
    params(
        ("id" = String, Path, description = "The ticket's id"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the copy at hand"),
    ),
    responses(
        (status = 200, body = Detail, headers(("ETag" = String))),
        (status = 304, description = "The copy at hand is the newest"),
        ForEveryone,
        ForOneTicket
    )
)]
pub(super) async fn ticket(
    State(server): State<Server>,
    caller: Caller,
    TicketInPath(id): TicketInPath,
    headers: HeaderMap,
) -> Result<Response, ServerError> {
    let known = headers.get(IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    Ok(match server.store.ticket(&caller, &id, known).await? {
        Shown::Unchanged { tag } => (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response(),
        Shown::Detail { tag, detail } => ([(ETAG, tag)], Json(detail)).into_response(),
    })
}
