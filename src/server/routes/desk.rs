//! The desk's rules, and putting a desk file in.

use axum::Json;
use axum::extract::State;

use super::documented::{ForBodies, ForEveryone};
use crate::api::{DeskFile, DeskRules, Imported};
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::Body;
use crate::server::store::Mode;

/// Tells the programme, the calendars with their versions, and who is at the desk.
#[utoipa::path(get, path = "/v1/programme", responses((status = 200, body = DeskRules), ForEveryone))]
pub(super) async fn programme(
    State(server): State<Server>,
    caller: Caller,
) -> Result<Json<DeskRules>, ServerError> {
    caller.may_read()?;
    let desk = server.store.desk().await?;
    desk.has_programme()?;
    Ok(Json(desk.rules()))
}

/// Puts a desk file in: all of it or nothing; the same file twice changes nothing.
///
/// The dues of unanswered tickets follow in the same transaction. Roles: manager, admin.
#[utoipa::path(
    put,
    path = "/v1/desk",
    request_body = DeskFile,
    responses((status = 200, body = Imported), ForEveryone, ForBodies)
)]
pub(super) async fn import(
    State(server): State<Server>,
    caller: Caller,
    Body(file): Body<DeskFile>,
) -> Result<Json<Imported>, ServerError> {
    Ok(Json(server.store.import(&caller, &file, Mode::Apply, server.clock.now()).await?))
}
