//! Who am I, and which store answers.

use axum::Json;
use axum::extract::State;

use super::documented::ForEveryone;
use crate::api::Me;
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;

/// Tells who the token speaks for, and which store answers.
#[utoipa::path(get, path = "/v1/me", responses((status = 200, body = Me), ForEveryone))]
pub(super) async fn me(State(server): State<Server>, caller: Caller) -> Result<Json<Me>, ServerError> {
    let meta = server.store.meta().await?;
    Ok(Json(Me {
        name: caller.name,
        role: caller.role,
        manager: caller.manager,
        store: meta.store,
        epoch: meta.epoch,
        demonstration: meta.demonstration,
        server_now: server.clock.now(),
    }))
}
