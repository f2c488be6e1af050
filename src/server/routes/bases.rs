//! The antivirus databases that came out.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::documented::{ForBodies, ForEveryone};
use crate::api::Bases;
use crate::desk::rules::bases::Release;
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Body, check_line};

/// Tells the latest databases, the newest first. The gate of a signature request asks for the first of them.
#[utoipa::path(get, path = "/v1/bases", responses((status = 200, body = Bases), ForEveryone))]
pub(super) async fn bases(State(server): State<Server>, caller: Caller) -> Result<Json<Bases>, ServerError> {
    Ok(Json(Bases { bases: server.store.bases(&caller).await? }))
}

/// Records that databases came out; the same again changes nothing.
///
/// Roles: manager, on-call, specialist, integration, admin.
#[utoipa::path(
    post,
    path = "/v1/bases",
    request_body = Release,
    responses((status = 201, description = "Recorded, now or before", body = Release), ForEveryone, ForBodies)
)]
pub(super) async fn record(
    State(server): State<Server>,
    caller: Caller,
    Body(release): Body<Release>,
) -> Result<(StatusCode, Json<Release>), ServerError> {
    check_line("version", &release.version)?;
    server.store.record_bases(&caller, &release, server.clock.now()).await?;
    Ok((StatusCode::CREATED, Json(release)))
}
