//! Who did what.

use axum::Json;
use axum::extract::State;

use super::documented::ForEveryone;
use crate::api::{AuditQuery, AuditTrail, Problem};
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Asked, after, within};

const USUAL_LIMIT: u32 = 500;
const MOST: u32 = 1000;

/// Tells every change and every denied try, the oldest first; ask on with the last number while `more` is true.
///
/// A token of some customers is told of changes to these, and of nothing else. Roles: auditor, admin.
#[utoipa::path(
    get,
    path = "/v1/audit",
    params(AuditQuery),
    responses(
        (status = 200, body = AuditTrail),
        (status = 422, description = "A parameter is wrong; `field` names it: `invalid-field`",
            body = Problem, content_type = "application/problem+json"),
        ForEveryone
    )
)]
pub(super) async fn audit(
    State(server): State<Server>,
    caller: Caller,
    Asked(query): Asked<AuditQuery>,
) -> Result<Json<AuditTrail>, ServerError> {
    let limit = within("limit", query.limit.unwrap_or(USUAL_LIMIT), 1, MOST)?;
    Ok(Json(server.store.audit(&caller, after(query.after)?, limit).await?))
}
