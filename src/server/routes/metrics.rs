//! The server's figures, for Prometheus.

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;

use super::documented::ForEveryone;
use crate::server::Server;
use crate::server::error::ServerError;
use crate::server::metrics::MEDIA_TYPE;

/// Tells how the server does, as Prometheus reads it. Roles: integration, auditor, admin.
#[utoipa::path(
    get,
    path = "/metrics",
    responses(
        (status = 200, description = "Requests, times, connections", body = String,
            content_type = "application/openmetrics-text"),
        ForEveryone
    )
)]
pub(super) async fn metrics(
    State(server): State<Server>,
) -> Result<([(HeaderName, &'static str); 1], String), ServerError> {
    let text = server.guard.metrics.text();
    let text = text.map_err(|why| ServerError::Broken(format!("the figures: {why}")))?;
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], text))
}
