//! Delta changes, with an optional wait.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::time::{Instant, timeout_at};

use super::documented::ForEveryone;
use crate::api::{Changes, ChangesQuery, Problem};
use crate::desk::rules::bases::Release;
use crate::desk::ticket::presence::Present;
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Asked, within};
use crate::server::store::{ChangesPage, Wanted};

const USUAL_LIMIT: u32 = 500;
const MOST: u32 = 1000;
const LONGEST_WAIT: u32 = 25;
/// Another process may write too, and no channel tells us: one cheap query now and then does.
const RECHECK: Duration = Duration::from_secs(1);

/// [`Changes`] with the summaries as the store keeps them.
#[derive(Serialize)]
pub(super) struct Page {
    cursor: String,
    epoch: String,
    more: bool,
    server_now: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    desk_version: Option<u32>,
    tickets: Vec<Box<RawValue>>,
    gone: Vec<String>,
    present: Vec<Present>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest_bases: Option<Release>,
}

/// Tells what is new since a cursor.
///
/// Without `since`, a first synchronisation: ask on with each answer's cursor at once while `more` is true,
/// then as often as you like. Resolved tickets are sent; closed and void ones come as `gone`.
#[utoipa::path(
    get,
    path = "/v1/changes",
    params(ChangesQuery),
    responses(
        (status = 200, body = Changes),
        (status = 410, description = "The cursor is of another epoch or scope: `unknown-cursor`. Synchronise again from the start",
            body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong; `field` names it: `invalid-field`",
            body = Problem, content_type = "application/problem+json"),
        ForEveryone
    )
)]
pub(super) async fn changes(
    State(server): State<Server>,
    caller: Caller,
    Asked(query): Asked<ChangesQuery>,
) -> Result<Json<Page>, ServerError> {
    let limit = within("limit", query.limit.unwrap_or(USUAL_LIMIT), 1, MOST)?;
    let wait = within("wait", query.wait.unwrap_or(0), 0, LONGEST_WAIT)?;
    let wanted = Wanted { since: query.since, limit, at: server.clock.now() };
    let page = next(&server, &caller, &wanted, Duration::from_secs(wait.into())).await?;
    let ChangesPage { cursor, epoch, more, desk_version, tickets, gone } = page;
    let server_now = server.clock.now();
    let present = server.store.present(&caller, query.console, server_now).await?;
    // Whom `/v1/programme` and `/v1/bases` refuse hears of neither here.
    let (desk_version, latest_bases) = match caller.may_read() {
        Ok(()) => (Some(desk_version), server.store.latest_bases().await?),
        Err(_no_matter_of_theirs) => (None, None),
    };
    Ok(Json(Page { cursor, epoch, more, server_now, desk_version, tickets, gone, present, latest_bases }))
}

/// Waits until there is something to say, at most for `wait`.
async fn next(
    server: &Server,
    caller: &Caller,
    wanted: &Wanted,
    wait: Duration,
) -> Result<ChangesPage, ServerError> {
    let until = Instant::now() + wait;
    // Subscribed before the first look: a commit between look and wait is heard.
    let mut commits = server.store.watch();
    let first = server.store.changes(caller, wanted).await?;
    let desk_version = first.desk_version;
    let mut page = first;
    let hears_of_the_desk = caller.may_read().is_ok();
    let news = |page: &ChangesPage| {
        !page.is_empty() || page.more || hears_of_the_desk && page.desk_version != desk_version
    };
    while !news(&page) && Instant::now() < until && !server.store.is_closing() {
        let heard = timeout_at(until.min(Instant::now() + RECHECK), commits.changed()).await;
        tracing::trace!(woken = heard.is_ok(), "looking again");
        // What ended while somebody waited ended for them too.
        if !server.store.is_in_force(&caller.name, server.clock.now()).await? {
            return Err(ServerError::BadToken);
        }
        page = server.store.changes(caller, wanted).await?;
    }
    Ok(page)
}
