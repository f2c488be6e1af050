//! For whoever watches the server.

use axum::Json;
use axum::extract::State;

use crate::api::{Health, Problem};
use crate::desk::sla::ZoneSet;
use crate::server::Server;
use crate::server::error::ServerError;

/// Tells whether the store answers. Needs no token.
#[utoipa::path(
    get,
    path = "/v1/health",
    security(()),
    responses(
        (status = 200, body = Health),
        (status = 429, description = "This address asks too often; `Retry-After` says when to try again", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "The store cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The store is busy", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn health(State(server): State<Server>) -> Result<Json<Health>, ServerError> {
    let store = server.store.meta().await?;
    let zones = ZoneSet::in_force().release();
    let now = server.clock.now();
    Ok(Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        server_now: now,
        tzdata: zones.to_string(),
        tzdata_is_old: zones.is_old(now),
        tzdata_of_store: store.newer_zones(zones).map(|newer| newer.to_string()),
    }))
}
