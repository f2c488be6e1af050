//! What the desk's people do.

use axum::extract::State;

use super::documented::{ForBodies, ForEveryone, ForOnce, ForOneTicket};
use crate::api::{Accepted, JournalHead, PostAction};
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Body, TicketInPath, check_text};
use crate::server::store::Answer;

/// Applies an action exactly once by its `id`, in the name of the token's person.
///
/// `respond`, `assign`, `resolve`, `change-severity`, `hand-over`, `merge` and `void` need `seen`: they are refused if the ticket moved since. Roles:
/// manager, on-call, admin; specialist for notes and its own steps of signature requests.
#[utoipa::path(
    post,
    path = "/v1/tickets/{id}/actions",
    params(("id" = String, Path, description = "The ticket's id")),
    request_body = PostAction,
    responses(
        (status = 200, description = "Accepted, now or when it was sent before", body = Accepted),
        ForEveryone,
        ForOneTicket,
        ForBodies,
        ForOnce
    )
)]
pub(super) async fn act(
    State(server): State<Server>,
    caller: Caller,
    TicketInPath(id): TicketInPath,
    Body(post): Body<PostAction>,
) -> Result<Answer, ServerError> {
    caller.may_act()?;
    if let Some(text) = post.change.text() {
        check_text(&format!("change.{}", post.change.text_field()), text)?;
    }
    if let Some(head) = &post.journal {
        check_head(head)?;
    }
    server.store.act(&caller, &id, &post, &server.clock).await
}

/// Only what can be a head is kept as one.
fn check_head(head: &JournalHead) -> Result<(), ServerError> {
    let is_digest = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_digest(&head.digest) {
        return Err(ServerError::invalid("invalid-field", "journal.digest", "it has 64 hexadecimal digits"));
    }
    if head.count == 0 || i64::try_from(head.count).is_err() {
        return Err(ServerError::invalid(
            "invalid-field",
            "journal.count",
            "a journal that is shown has lines",
        ));
    }
    Ok(())
}
