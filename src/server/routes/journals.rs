//! What the desk has seen of consoles' journals.

use axum::Json;
use axum::extract::{Path, State};
use uuid::Uuid;

use super::documented::ForEveryone;
use crate::api::{JournalQuery, Problem, Witnessed};
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Asked, after};

/// Tells every head that the caller's consoles have shown of a journal, oldest first.
///
/// A console compares them with its lines, and so notices what was altered, taken out or cut off since. What
/// nobody has shown is an empty list. Roles: manager, on-call, admin.
#[utoipa::path(
    get,
    path = "/v1/journals/{id}",
    params(("id" = Uuid, Path, description = "The journal's id"), JournalQuery),
    responses(
        (status = 200, body = Witnessed),
        (status = 404, description = "That is no journal's id: `not-found`",
            body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong; `field` names it: `invalid-field`",
            body = Problem, content_type = "application/problem+json"),
        ForEveryone
    )
)]
pub(super) async fn journal(
    State(server): State<Server>,
    caller: Caller,
    Path(id): Path<String>,
    Asked(query): Asked<JournalQuery>,
) -> Result<Json<Witnessed>, ServerError> {
    let id = id.parse::<Uuid>().map_err(|_no_id| ServerError::NotFound)?;
    Ok(Json(server.store.witnessed(&caller, id, after(query.after)?).await?))
}
