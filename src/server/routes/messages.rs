//! What customers write.

use axum::extract::State;

use super::documented::{ForBodies, ForEveryone, ForOnce, ForOneTicket};
use crate::api::PostMessage;
use crate::desk::ticket::Ticket;
use crate::server::Server;
use crate::server::caller::Caller;
use crate::server::error::ServerError;
use crate::server::read::{Body, TicketInPath, check_line, check_text};
use crate::server::store::Answer;

/// Takes a customer's message. It reopens a waiting or resolved ticket; on a closed one it files another, linked one.
#[utoipa::path(
    post,
    path = "/v1/tickets/{id}/messages",
    params(("id" = String, Path, description = "The ticket's id")),
    request_body = PostMessage,
    responses(
        (status = 201, description = "The ticket after it; another `id` than asked for is a linked follow-up", body = Ticket),
        ForEveryone,
        ForOneTicket,
        ForBodies,
        ForOnce
    )
)]
pub(super) async fn message(
    State(server): State<Server>,
    caller: Caller,
    TicketInPath(id): TicketInPath,
    Body(post): Body<PostMessage>,
) -> Result<Answer, ServerError> {
    check_text("body", &post.body)?;
    if let Some(from) = &post.from {
        check_line("from", from)?;
    }
    server.store.message(&caller, &id, &post, &server.clock).await
}
