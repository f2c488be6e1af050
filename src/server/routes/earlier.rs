//! What consoles know of an earlier life of the store.

use axum::Json;
use axum::extract::State;

use super::documented::{ForBodies, ForEveryone};
use crate::api::{EarlierLife, Forgotten};
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::Body;
use crate::server::store::check_earlier;

/// Tells what a console knows of an earlier life of this store, after it was put back to an older copy.
///
/// Numbers of tickets that were given then are not given again, and the answer is which of the acts that were accepted
/// then are not here. Roles: manager, on-call, specialist, admin; of the numbers, only those who see the whole desk are
/// believed.
#[utoipa::path(
    post,
    path = "/v1/earlier-life",
    request_body = EarlierLife,
    responses((status = 200, body = Forgotten), ForEveryone, ForBodies)
)]
pub(super) async fn earlier_life(
    State(server): State<Server>,
    caller: Caller,
    Body(earlier): Body<EarlierLife>,
) -> Result<Json<Forgotten>, ServerError> {
    check_earlier(&earlier)?;
    Ok(Json(server.store.earlier_life(&caller, &earlier).await?))
}
