//! What customers do: file requests and write messages.

use chrono::{DateTime, Utc};

use crate::api::{PostMessage, PostTicket};
use crate::desk::rules::intake;
use crate::desk::rules::intake::Received;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::{Channel, Who};
use crate::desk::ticket::customer::{Customer, is_same_address};
use crate::desk::ticket::fact::{Fact, Filed, What};
use crate::desk::ticket::names::{ActionId, ContactId, CustomerId, LocalId};
use crate::desk::ticket::status::{Kind, Version};
use crate::server::Clock;
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::life::unmarked;
use super::once::{Answer, Once};
use super::tickets::find;
use super::write::{Writing, filed};
use super::{Store, micros, rebuild, to_json};

const CREATED: u16 = 201;

impl Store {
    /// Files a request. Answers the new ticket's id with what the caller is told.
    pub async fn file(
        &self,
        caller: &Caller,
        post: &PostTicket,
        clock: &Clock,
    ) -> Result<Answer, ServerError> {
        caller.may_file()?;
        caller.must_be(post.author.as_ref())?;
        // Of what is said, and not of how it says whose it is; nor of the life that it was made for: a person may send
        // the same words again in the next one.
        let said = PostTicket { author: None, made_for: None, ..post.clone() };
        let once = Once::new("file", caller, &said)?;
        let mut writing = self.write().await?;
        writing.check_life(post.made_for.as_ref()).await?;
        // Also what was answered before is only for who may see that customer.
        customer(&writing, caller, &post.customer)?;
        if let Some(answer) = known(&mut writing, post.id, &once).await? {
            return Ok(answer);
        }
        let at = clock.now();
        let (by, filing) = filing(&writing, caller, post)?;
        if let Some(request) = &filing.signature {
            writing.check_request(request, at).await?;
        }
        let before = match &filing.follows {
            Some(id) => Some(followed(&mut writing, caller, &filing, id).await?),
            None => None,
        };
        let ticket = writing.file(caller, post.id, None, by.clone(), filing, at).await?;
        if let Some(before) = before {
            writing.link(caller, before, &ticket.id, by, at).await?;
        }
        finish(writing, caller, post.id, &once, at, ticket).await
    }

    /// Takes a customer's message; on a ticket that is over it files another one, linked to it.
    pub async fn message(
        &self,
        caller: &Caller,
        id: &LocalId,
        post: &PostMessage,
        clock: &Clock,
    ) -> Result<Answer, ServerError> {
        caller.may_file()?;
        let said = PostMessage { made_for: None, ..post.clone() };
        let once = Once::new("message", caller, &(id, &said))?;
        let mut writing = self.write().await?;
        writing.check_life(post.made_for.as_ref()).await?;
        let mut ticket = find(&mut writing.transaction, caller, id).await?;
        if let Some(answer) = known(&mut writing, post.id, &once).await? {
            return Ok(answer);
        }
        // What was merged goes on in the other one, wherever that went on since.
        while let Some(into) = ticket.course().merged_into.clone() {
            ticket = find(&mut writing.transaction, caller, &into).await?;
        }
        let at = clock.now();
        let customer = customer(&writing, caller, &ticket.customer)?;
        let (by, _) = sender(&customer, post.contact.as_ref(), post.from.as_ref())?;
        let after = match intake::receive(&ticket, &by, post.channel, post.body.clone(), at) {
            Received::Added(facts) => {
                let after = writing.desk.recounted(facts.iter().fold(ticket, Ticket::with))?;
                writing.record(caller, post.id, &facts, &after).await?;
                after
            }
            Received::FollowUp => {
                let filing = follow_up(&mut writing, &customer, &ticket, &by, post).await?;
                let filed = writing.file(caller, post.id, None, by.clone(), filing, at).await?;
                writing.link(caller, ticket, &filed.id, by, at).await?;
                filed
            }
        };
        finish(writing, caller, post.id, &once, at, after).await
    }
}

impl Writing {
    /// Says that the numbers of a kind up to this one are given out.
    pub(in crate::server) async fn numbered(&mut self, kind: Kind, last: u32) -> Result<(), ServerError> {
        sqlx::query("UPDATE numbers SET last = ? WHERE kind = ? AND last < ?")
            .bind(last)
            .bind(letters(kind))
            .bind(last)
            .execute(&mut *self.transaction)
            .await?;
        self.reserve(kind, last.into())
    }

    fn reserve(&self, kind: Kind, number: i64) -> Result<(), ServerError> {
        self.mark.reserve(letters(kind), number).map_err(unmarked)
    }

    /// Says for ever that nothing here is real.
    pub(in crate::server) async fn mark_as_demonstration(&mut self) -> Result<(), ServerError> {
        sqlx::query("UPDATE meta SET demonstration = 1").execute(&mut *self.transaction).await?;
        Ok(())
    }

    /// Records a filing, under an id of its own or the next one of its kind.
    pub(in crate::server) async fn file(
        &mut self,
        caller: &Caller,
        action: Option<ActionId>,
        id: Option<LocalId>,
        by: Who,
        filing: Filed,
        at: DateTime<Utc>,
    ) -> Result<Ticket, ServerError> {
        let id = match id {
            Some(id) => id,
            None => self.next_id(filing.kind).await?,
        };
        let fact = Fact { number: Version(1), at, by, what: What::Filed(Box::new(filing)) };
        let ticket = filed(&self.desk, id, &fact)?;
        self.record(caller, action, &[fact], &ticket).await?;
        Ok(ticket)
    }

    /// Says on a ticket that another one goes on from it.
    async fn link(
        &mut self,
        caller: &Caller,
        before: Ticket,
        next: &LocalId,
        by: Who,
        at: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        let what = What::FollowedBy { ticket: next.clone() };
        let fact = Fact { number: before.version.next(), at, by, what };
        let after = self.desk.recounted(before.with(&fact))?;
        self.record(caller, None, &[fact], &after).await
    }

    /// Draws the next free number of a kind; imported tickets may hold some already.
    async fn next_id(&mut self, kind: Kind) -> Result<LocalId, ServerError> {
        loop {
            let last: i64 =
                sqlx::query_scalar("UPDATE numbers SET last = last + 1 WHERE kind = ? RETURNING last")
                    .bind(letters(kind))
                    .fetch_one(&mut *self.transaction)
                    .await?;
            self.reserve(kind, last)?;
            let id = format!("{}-{last}", letters(kind));
            let taken: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM tickets WHERE id = ?)")
                .bind(&id)
                .fetch_one(&mut *self.transaction)
                .await?;
            if !taken {
                return Ok(LocalId::new(id));
            }
        }
    }
}

/// The letters before a ticket's number.
pub(in crate::server) fn letters(kind: Kind) -> &'static str {
    match kind {
        Kind::Incident => "INC",
        Kind::ServiceRequest => "REQ",
        Kind::SignatureRequest => "SIG",
    }
}

async fn known(
    writing: &mut Writing,
    id: Option<ActionId>,
    once: &Once<'_>,
) -> Result<Option<Answer>, ServerError> {
    match id {
        Some(id) => once.answered(&mut writing.transaction, id).await,
        None => Ok(None),
    }
}

async fn finish(
    mut writing: Writing,
    caller: &Caller,
    id: Option<ActionId>,
    once: &Once<'_>,
    at: DateTime<Utc>,
    ticket: Ticket,
) -> Result<Answer, ServerError> {
    let answer = Answer { status: CREATED, body: to_json("ticket", &ticket.seen_by(caller.sight()))? };
    if let Some(id) = id {
        once.remember(&mut writing, id, micros(at), &answer).await?;
    }
    writing.commit().await?;
    Ok(answer)
}

/// A customer out of scope is as unknown as one that is not there.
fn customer(writing: &Writing, caller: &Caller, id: &CustomerId) -> Result<Customer, ServerError> {
    let known = writing.desk.customer(id).filter(|customer| caller.scope.holds(&customer.id));
    known.cloned().ok_or_else(|| {
        let why = format!("there is no customer {id}");
        caller.nothing(ServerError::invalid("unknown-customer", "customer", why))
    })
}

/// Who writes: a named contact, the one contact known by the address, or a stranger who is shown as one. An address of
/// several is nobody's: who of them it is, a person says.
fn sender(
    customer: &Customer,
    contact: Option<&ContactId>,
    from: Option<&SafeLine>,
) -> Result<(Who, Option<ContactId>), ServerError> {
    let from = from.filter(|from| !from.raw().trim().is_empty());
    if let Some(id) = contact {
        let known = customer.contact(id).ok_or_else(|| {
            let why = format!("{} is no contact of {}", id, customer.id);
            ServerError::invalid("unknown-contact", "contact", why)
        })?;
        let is_theirs = |from: &SafeLine| {
            let email = known.email.as_ref().map_or("", |email| email.raw());
            is_same_address(email, from.raw()) || known.name.raw().trim() == from.raw().trim()
        };
        if from.is_some_and(|from| !is_theirs(from)) {
            let why = format!("the contact is {id}, and that is not their address");
            return Err(ServerError::invalid("sender-differs", "from", why));
        }
        return Ok((Who::Contact(known.id.clone()), Some(known.id.clone())));
    }
    let Some(from) = from else {
        return Err(ServerError::invalid("missing-field", "contact", "say who writes: contact or from"));
    };
    Ok(match customer.only_contact_at(from.raw()) {
        Some(contact) => (Who::Contact(contact.id.clone()), Some(contact.id.clone())),
        None => (Who::Stranger(from.clone()), None),
    })
}

/// The ticket that a request goes on from: one of the same customer.
async fn followed(
    writing: &mut Writing,
    caller: &Caller,
    filing: &Filed,
    id: &LocalId,
) -> Result<Ticket, ServerError> {
    let unknown = || ServerError::invalid("unknown-ticket", "follows", format!("there is no ticket {id}"));
    match find(&mut writing.transaction, caller, id).await {
        Ok(ticket) if ticket.customer == filing.customer => Ok(ticket),
        Ok(_) | Err(ServerError::NotFound | ServerError::Hidden(_)) => Err(caller.nothing(unknown())),
        Err(why) => Err(why),
    }
}

fn filing(writing: &Writing, caller: &Caller, post: &PostTicket) -> Result<(Who, Filed), ServerError> {
    let customer = customer(writing, caller, &post.customer)?;
    let (by, contact) = sender(&customer, post.contact.as_ref(), post.from.as_ref())?;
    let signature = match (post.kind, &post.signature) {
        (Kind::SignatureRequest, None) => {
            let why = "a signature request says what was detected or not";
            return Err(ServerError::invalid("missing-field", "signature", why));
        }
        (Kind::Incident | Kind::ServiceRequest, Some(_)) => {
            let why = "only a signature request has one";
            return Err(ServerError::invalid("invalid-field", "signature", why));
        }
        (_, signature) => signature.clone().map(|mut signature| {
            // Where it is in its pipeline is the desk's to say, not the customer's.
            signature.step = crate::desk::ticket::signature::Step::default();
            signature
        }),
    };
    let terms = writing.desk.terms_of(&customer);
    let filing = Filed {
        kind: post.kind,
        customer: customer.id.clone(),
        contact,
        plan: terms.plan,
        calendar: terms.calendar,
        channel: post.channel,
        severity: post.severity,
        subject: post.subject.clone(),
        body: post.body.clone(),
        signature,
        follows: post.follows.clone(),
    };
    Ok((by, filing))
}

async fn follow_up(
    writing: &mut Writing,
    customer: &Customer,
    over: &Ticket,
    by: &Who,
    post: &PostMessage,
) -> Result<Filed, ServerError> {
    let (channel, body): (Channel, SafeText) = (post.channel, post.body.clone());
    let facts = rebuild::facts(&mut writing.transaction, &over.id).await?;
    let signature = facts.into_iter().find_map(|fact| match fact.what {
        What::Filed(filed) => filed.signature,
        _ => None,
    });
    let terms = writing.desk.terms_of(customer);
    Ok(Filed {
        kind: over.kind,
        customer: customer.id.clone(),
        contact: match by {
            Who::Contact(contact) => Some(contact.clone()),
            _ => None,
        },
        plan: terms.plan,
        calendar: terms.calendar,
        channel,
        severity: over.severity,
        subject: over.subject.clone(),
        body,
        signature,
        follows: Some(over.id.clone()),
    })
}
