//! Which console is on which ticket.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::documented::{ForBodies, ForEveryone, ForOneTicket};
use crate::api::{Presence, Problem, PutPresence};
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Body, ConsoleInPath};

/// Says that a console is on a ticket, for the next 30 seconds, and tells who else is on any.
///
/// A console is on one ticket at a time: saying another takes it from the one before. The same is told with every
/// answer of `/v1/changes`.
#[utoipa::path(
    put,
    path = "/v1/presence/{console}",
    params(("console" = uuid::Uuid, Path, description = "Drawn by the console at its start")),
    request_body = PutPresence,
    responses((status = 200, body = Presence), ForEveryone, ForOneTicket, ForBodies)
)]
pub(super) async fn come(
    State(server): State<Server>,
    caller: Caller,
    ConsoleInPath(console): ConsoleInPath,
    Body(put): Body<PutPresence>,
) -> Result<Json<Presence>, ServerError> {
    let now = server.clock.now();
    server.store.come(&caller, console, &put.ticket, put.doing, now).await?;
    Ok(Json(Presence { present: server.store.present(&caller, Some(console), now).await? }))
}

/// Says that a console is on no ticket any more.
#[utoipa::path(
    delete,
    path = "/v1/presence/{console}",
    params(("console" = uuid::Uuid, Path, description = "Drawn by the console at its start")),
    responses(
        (status = 204, description = "It is on no ticket, now or already before"),
        (status = 422, description = "That is no console's name: `invalid-field`",
            body = Problem, content_type = "application/problem+json"),
        ForEveryone
    )
)]
pub(super) async fn go(
    State(server): State<Server>,
    caller: Caller,
    ConsoleInPath(console): ConsoleInPath,
) -> Result<StatusCode, ServerError> {
    server.store.go(&caller, console).await?;
    Ok(StatusCode::NO_CONTENT)
}
