//! The [`Caller`] whom the gate let through, and from an error to its answer.

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::Server;
use super::caller::Caller;
use super::error::ServerError;
use super::gate::Denied;

impl FromRequestParts<Server> for Caller {
    type Rejection = ServerError;

    /// On a route for everyone the gate asked nobody: then there is no caller.
    async fn from_request_parts(parts: &mut Parts, _server: &Server) -> Result<Self, ServerError> {
        parts.extensions.get::<Self>().cloned().ok_or(ServerError::NoToken)
    }
}

impl IntoResponse for ServerError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            // Logged here and nowhere else; the caller does not learn the cause.
            let cause = std::error::Error::source(&self).map(ToString::to_string).unwrap_or_default();
            tracing::error!(%cause, "{self}");
        }
        let (denies, wait) = (self.denies(), self.wait());
        let mut response = (status, Json(self.problem())).into_response();
        if denies {
            response.extensions_mut().insert(Denied);
        }
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = wait {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}
