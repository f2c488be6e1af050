//! The way of a request: which step may follow which, who may take it, and what the customer hears of it.
//!
//! `received → gate → specialists → accelerated publication → customer informed → verified`. The specialists may send
//! a request back for more data, and a fix that does not hold sends it back to them. A rejected request stays where it
//! was: the detection is right.

use chrono::{DateTime, Utc};

use crate::desk::rules::refusal::Refusal;
use crate::desk::rules::speaking::{opening, respond_with};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::conversation::{ResponseKind, Who};
use crate::desk::ticket::fact::What;
use crate::desk::ticket::signature::{Act, Advice, AdviceKind, Advised, Move, Notice, Step, Stepped, Way};
use crate::desk::ticket::status::{Kind, Status};

/// Where a request stands after a move, or why it may not be made there.
pub fn next(step: Step, way: Way, act: Move) -> Result<(Step, Way), Refusal> {
    if way == Way::Rejected {
        return Err(Refusal::RequestRejected);
    }
    match (step, act) {
        (Step::Received, Move::PassGate) => Ok((Step::Gate, Way::Underway)),
        (Step::Gate, Move::HandToSpecialists) => Ok((Step::Specialists, Way::Underway)),
        (Step::Specialists, Move::Return) => Ok((Step::Gate, Way::Returned)),
        (Step::Publication | Step::Informed, Move::Return) => Ok((Step::Specialists, Way::Returned)),
        (Step::Received | Step::Gate | Step::Specialists, Move::Reject) => Ok((step, Way::Rejected)),
        (Step::Specialists, Move::Publish) => Ok((Step::Publication, Way::Underway)),
        (Step::Publication, Move::Inform) => Ok((Step::Informed, Way::Underway)),
        (Step::Informed, Move::Verify) => Ok((Step::Verified, Way::Underway)),
        _ => Err(Refusal::WrongStep { step }),
    }
}

/// Takes a step, with what the customer is told of it.
pub(super) fn advance(
    ticket: &Ticket,
    act: &Act,
    notice: &Notice,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let (Some(step), Some(progress)) = (ticket.step, &ticket.progress) else {
        return Err(Refusal::NoSignatureRequest);
    };
    let made = act.kind();
    if !made.is_for_specialists() {
        desk_only(by)?;
    }
    let (mut to, way) = next(step, progress.way, made)?;
    if !act.is_told_whole() {
        return Err(Refusal::EmptyText);
    }
    whole(notice, by)?;
    let is_told = notice.body().is_some();
    if made == Move::Publish && is_told {
        // Told of the publication, the customer is informed: nobody is told twice.
        to = Step::Informed;
    }
    let stepped = What::Stepped(Box::new(Stepped { act: act.clone(), to, way, told: notice.into() }));
    let mut facts = told(ticket, made.says(), notice, vec![stepped], by, at)?;
    // A new ticket is opened by its first step.
    let now = if ticket.status == Status::New { Status::Open } else { ticket.status };
    let became = status_after(made, step, is_told, now);
    facts.extend(became.filter(|status| *status != now).map(What::Became));
    Ok(facts)
}

/// Whose move it is after a step.
fn status_after(made: Move, from: Step, is_told: bool, now: Status) -> Option<Status> {
    match made {
        Move::HandToSpecialists => Some(Status::WaitingForLab),
        // The customer was asked for more, or is to try the fix.
        Move::Return if from == Step::Specialists && is_told => Some(Status::WaitingForCustomer),
        Move::Publish if is_told => Some(Status::WaitingForCustomer),
        Move::Inform => Some(Status::WaitingForCustomer),
        Move::Return if from != Step::Specialists => Some(Status::WaitingForLab),
        // What is resolved already stays so.
        Move::Verify if now == Status::Resolved => None,
        Move::PassGate | Move::Return | Move::Reject | Move::Publish | Move::Verify => Some(Status::Open),
    }
}

/// The specialists' whole share of the desk: notes and their own steps, on signature requests and nothing else.
pub(super) fn for_specialists(change: &Change, ticket: &Ticket) -> Result<(), Refusal> {
    if ticket.kind != Kind::SignatureRequest {
        return Err(Refusal::NoSignatureRequest);
    }
    match change {
        Change::Note { .. } | Change::Advance { .. } => Ok(()),
        _ => Err(Refusal::NotForSpecialists),
    }
}

/// What only the desk's own people do.
fn desk_only(by: &Who) -> Result<(), Refusal> {
    match by {
        Who::Specialist(_) => Err(Refusal::NotForSpecialists),
        Who::Manager(_) | Who::Desk | Who::Contact(_) | Who::Stranger(_) => Ok(()),
    }
}

/// A step is never silent by oversight: words, or a reason for none; a specialist leaves them to the desk.
fn whole(notice: &Notice, by: &Who) -> Result<(), Refusal> {
    match (notice, by) {
        (Notice::LeftToDesk, Who::Specialist(_)) => Ok(()),
        (_, Who::Specialist(_)) => Err(Refusal::NotForSpecialists),
        (Notice::Sent { body }, _) if body.is_blank() => Err(Refusal::EmptyText),
        (Notice::Skipped { reason }, _) if reason.is_blank() => Err(Refusal::NoReason),
        (Notice::LeftToDesk, _) => Err(Refusal::NoReason),
        (Notice::Sent { .. } | Notice::Skipped { .. }, _) => Ok(()),
    }
}

/// Facts, with the public message after them if there is one.
fn told(
    ticket: &Ticket,
    kind: ResponseKind,
    notice: &Notice,
    facts: Vec<What>,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let mut whats: Vec<What> = opening(ticket).collect();
    whats.extend(facts);
    if let Some(body) = notice.body() {
        whats.extend(respond_with(ticket, kind, body, by, at)?);
    }
    Ok(whats)
}

pub(super) fn advise(
    ticket: &Ticket,
    advised: &Advised,
    notice: &Notice,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let (Some(step), Some(progress)) = (ticket.step, &ticket.progress) else {
        return Err(Refusal::NoSignatureRequest);
    };
    desk_only(by)?;
    // It holds until the fix: there is one, or there will be none.
    if progress.is_over(step) {
        return Err(match progress.way {
            Way::Rejected => Refusal::RequestRejected,
            Way::Underway | Way::Returned => Refusal::WrongStep { step },
        });
    }
    if !advised.kind.fits(progress.verdict) {
        return Err(Refusal::AdviceAgainstVerdict);
    }
    whole(notice, by)?;
    if advised.what.is_blank() {
        return Err(Refusal::EmptyText);
    }
    if advised.until <= at {
        return Err(Refusal::AdviceInThePast);
    }
    let advice = Advice { kind: advised.kind, what: advised.what.clone(), until: advised.until };
    let fact = What::Advised { advice: Box::new(advice), told: notice.into() };
    told(ticket, ResponseKind::Interim, notice, vec![fact], by, at)
}

pub(super) fn lift_advice(
    ticket: &Ticket,
    kind: AdviceKind,
    notice: &Notice,
    by: &Who,
    at: DateTime<Utc>,
) -> Result<Vec<What>, Refusal> {
    let progress = ticket.progress.as_ref().ok_or(Refusal::NoSignatureRequest)?;
    desk_only(by)?;
    whole(notice, by)?;
    if !progress.advice.iter().any(|advice| advice.kind == kind) {
        return Err(Refusal::NoSuchAdvice);
    }
    let fact = What::AdviceLifted { kind, told: notice.into() };
    told(ticket, ResponseKind::Interim, notice, vec![fact], by, at)
}
