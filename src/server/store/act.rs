//! Actions of the desk's people: applied exactly once, by the desk's rules.

use crate::api::{Accepted, DeskFile, PostAction};
use crate::desk::rules::entitlement;
use crate::desk::rules::merge;
use crate::desk::rules::refusal::Refusal;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::names::{BackendId, LocalId, TicketId};
use crate::server::Clock;
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::journals::witness;
use super::once::{Answer, Once};
use super::tickets::find;
use super::write::Writing;
use super::{Store, micros, to_json};

impl Store {
    /// Applies an action to a ticket, or answers what was answered before to the same id.
    ///
    /// # Errors
    /// What the desk's rules refuse comes with the ticket as it stands, and is not remembered: the same
    /// id may be tried again when its author has looked.
    pub async fn act(
        &self,
        caller: &Caller,
        id: &LocalId,
        post: &PostAction,
        clock: &Clock,
    ) -> Result<Answer, ServerError> {
        let by = caller.author()?;
        caller.must_be(post.author.as_ref())?;
        // Not of `seen` and `made_at`: one's own earlier deliveries rebase what a repetition says it saw.
        let once = Once::new("act", caller, &(id, &post.change))?;
        let mut writing = self.write().await?;
        writing.check_life(post.made_for.as_ref()).await?;
        let ticket = find(&mut writing.transaction, caller, id).await?;
        if let Some(answer) = once.answered(&mut writing.transaction, post.id).await? {
            return Ok(answer);
        }
        // Read inside the transaction, so that later facts have later instants.
        let at = clock.now();
        let action = action(&writing, post, &ticket, at)?;
        writing.change_customer(caller, &action, &ticket, &by, at).await?;
        let refused = |refusal| ServerError::Refused { refusal, ticket: Box::new(ticket.clone()) };
        // Whoever saw more than there is saw it in another life, and not what stands here.
        if action.change.is_guarded() && action.seen > ticket.version {
            return Err(refused(Refusal::TicketMoved { current: ticket.version }));
        }
        let facts = match merge::survivor(&post.change) {
            None => action.decide(&ticket, &by, at).map_err(refused)?,
            Some(into) => {
                // Of a ticket out of scope nothing is told, not even that it is there.
                let survivor = match find(&mut writing.transaction, caller, into).await {
                    Err(ServerError::NotFound | ServerError::Hidden(_)) => {
                        return Err(refused(Refusal::NotMergeable));
                    }
                    found => found?,
                };
                let (ends, goes_on) = merge::merge(&action, &ticket, &survivor, &by, at).map_err(refused)?;
                let survivor = writing.desk().recounted(goes_on.iter().fold(survivor, Ticket::with))?;
                writing.record(caller, Some(post.id), &goes_on, &survivor).await?;
                ends
            }
        };
        if let Some(refusal) = writing.check_bases(&post.change, &ticket).await? {
            return Err(refused(refusal));
        }
        let after = writing.desk().recounted(facts.iter().fold(ticket, Ticket::with))?;
        writing.record(caller, Some(post.id), &facts, &after).await?;
        let body = to_json("answer", &Accepted { id: post.id, at, ticket: after })?;
        let answer = Answer { status: 200, body };
        once.remember(&mut writing, post.id, micros(at), &answer).await?;
        if let Some(head) = &post.journal {
            witness(&mut writing, caller, head, post.id, micros(at)).await?;
        }
        writing.commit().await?;
        Ok(answer)
    }
}

impl Writing {
    /// What an action on a ticket makes of its customer, in the same transaction; open tickets' dues follow.
    async fn change_customer(
        &mut self,
        caller: &Caller,
        action: &Action,
        ticket: &Ticket,
        by: &Who,
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), ServerError> {
        let Some(customer) = self.desk().customer(&ticket.customer) else { return Ok(()) };
        let refused = |refusal| ServerError::Refused { refusal, ticket: Box::new(ticket.clone()) };
        let Some(after) = entitlement::customer_after(&action.change, customer).map_err(refused)? else {
            return Ok(());
        };
        caller.may_set_up()?;
        // What the rules refuse must not have changed anything before.
        action.decide(ticket, by, at).map_err(refused)?;
        let file = DeskFile { customers: vec![after], ..DeskFile::default() };
        self.import(caller, &file, at).await?;
        Ok(())
    }
}

fn action(
    writing: &Writing,
    post: &PostAction,
    ticket: &Ticket,
    at: chrono::DateTime<chrono::Utc>,
) -> Result<Action, ServerError> {
    if let Some(refusal) = names_nobody(writing, &post.change, ticket) {
        return Err(ServerError::Refused { refusal, ticket: Box::new(ticket.clone()) });
    }
    let seen = match post.seen {
        Some(seen) => seen,
        None if post.change.is_guarded() => {
            let why = "this change needs the version that its author saw";
            return Err(ServerError::invalid("missing-field", "seen", why));
        }
        None => ticket.version,
    };
    Ok(Action {
        id: post.id,
        // The server is the only backend that it knows.
        ticket: TicketId { backend: BackendId::new("here"), local: ticket.id.clone() },
        seen,
        made_at: post.made_at.unwrap_or(at),
        change: post.change.clone(),
    })
}

/// Who is named must be there: the desk knows, the rules of a ticket do not.
fn names_nobody(writing: &Writing, change: &Change, ticket: &Ticket) -> Option<Refusal> {
    match change {
        Change::Assign { to } | Change::HandOver { to, .. } if !writing.desk().managers.contains_key(to) => {
            Some(Refusal::UnknownManager { manager: to.clone() })
        }
        Change::Call { call, .. } => {
            let contact = call.contact.as_ref()?;
            let customer = writing.desk().customer(&ticket.customer);
            let is_known = customer.is_some_and(|customer| customer.contact(contact).is_some());
            (!is_known).then(|| Refusal::UnknownContact { contact: contact.clone() })
        }
        _ => None,
    }
}
