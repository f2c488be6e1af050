//! What is made anew and was not touched stays as it was said, to the last second and the last blank.
//!
//! A backend that has it already knows it by its name and its words. Other words under the same name are refused: so
//! what is opened and sent unchanged must be the same, or the person is told that they said something else.

use crate::app::protocol::form::Label;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::customer::{Contact, Contract, Language};
use crate::desk::ticket::phone::PhoneCall;
use crate::desk::ticket::request::Request;
use crate::desk::ticket::signature::{Act, Advised, Notice};

#[cfg(test)]
mod tests;

/// Puts into a change what was said before, wherever its entry was not touched.
pub(in crate::app) fn keep_untouched(made: &mut Change, said: &Change, same: impl Fn(Label) -> bool) {
    let same = &same;
    match (made, said) {
        (Change::File { request }, Change::File { request: said }) => keep_request(request, said, same),
        (Change::Call { call, promise }, Change::Call { call: said, promise: given }) => {
            keep_call(call, said, same);
            if let (Some(promise), Some(given)) = (promise, given) {
                keep(&mut promise.what, &given.what, same(Label::Promise));
                keep(&mut promise.due, &given.due, same(Label::Until));
            }
        }
        (Change::Promise { promise }, Change::Promise { promise: said }) => {
            keep(&mut promise.what, &said.what, same(Label::Promise));
            keep(&mut promise.due, &said.due, same(Label::Until));
        }
        (Change::MovePromise { due, reason, .. }, Change::MovePromise { due: at, reason: said, .. }) => {
            keep(due, at, same(Label::Until));
            keep(reason, said, same(Label::Reason));
        }
        (Change::Escalate { reason, wish, .. }, Change::Escalate { reason: why, wish: said, .. }) => {
            keep(reason, why, same(Label::Reason));
            keep(wish, said, same(Label::Wish));
        }
        (Change::EndEscalation { outcome }, Change::EndEscalation { outcome: said }) => {
            keep(outcome, said, same(Label::Answer));
        }
        (Change::HandOver { note, .. }, Change::HandOver { note: said, .. }) => {
            keep(note, said, same(Label::Note));
        }
        (Change::ChangeSeverity { reason, .. }, Change::ChangeSeverity { reason: said, .. })
        | (Change::ExplainBreach { reason, .. }, Change::ExplainBreach { reason: said, .. })
        | (Change::BreakPromise { reason, .. }, Change::BreakPromise { reason: said, .. })
        | (Change::Void { reason }, Change::Void { reason: said }) => {
            keep(reason, said, same(Label::Reason));
        }
        (Change::NameContact { contact, .. }, Change::NameContact { contact: said, .. }) => {
            keep_contact(contact, said, same);
        }
        (Change::CorrectContract { contract }, Change::CorrectContract { contract: said }) => {
            keep_contract(contract, said, same);
        }
        (Change::Advance { act, notice }, Change::Advance { act: done, notice: said }) => {
            keep_act(act, done, same);
            keep_notice(notice, said, same);
        }
        (Change::Advise { advice, notice }, Change::Advise { advice: given, notice: said }) => {
            keep_advice(advice, given, same);
            keep_notice(notice, said, same);
        }
        (Change::LiftAdvice { notice, .. }, Change::LiftAdvice { notice: said, .. }) => {
            keep_notice(notice, said, same);
        }
        // Another thing than was said, or one of choices alone.
        _ => {}
    }
}

fn keep<T: Clone>(made: &mut T, said: &T, is_untouched: bool) {
    if is_untouched {
        made.clone_from(said);
    }
}

fn keep_request(made: &mut Request, said: &Request, same: impl Fn(Label) -> bool) {
    // No entry asks for the channel.
    made.channel = said.channel;
    let who = same(Label::Caller) && same(Label::Name);
    keep(&mut made.contact, &said.contact, who);
    keep(&mut made.from, &said.from, who);
    keep(&mut made.subject, &said.subject, same(Label::Subject));
    keep(&mut made.body, &said.body, same(Label::Body));
}

fn keep_call(made: &mut PhoneCall, said: &PhoneCall, same: impl Fn(Label) -> bool) {
    keep(&mut made.number, &said.number, same(Label::Caller));
    keep(&mut made.occurred_at, &said.occurred_at, same(Label::When));
    keep(&mut made.lasted_seconds, &said.lasted_seconds, same(Label::When));
    keep(&mut made.note, &said.note, same(Label::Note));
}

fn keep_contact(made: &mut Contact, said: &Contact, same: impl Fn(Label) -> bool) {
    if same(Label::Name) {
        let (email, phone) = (made.email.take(), made.phone.take());
        *made = Contact { email, phone, ..said.clone() };
    }
    keep(&mut made.email, &said.email, same(Label::Email));
    keep(&mut made.phone, &said.phone, same(Label::Phone));
}

fn keep_contract(made: &mut Contract, said: &Contract, same: impl Fn(Label) -> bool) {
    keep(&mut made.number, &said.number, same(Label::Number));
    keep(&mut made.from, &said.from, same(Label::FirstDay));
    keep(&mut made.to, &said.to, same(Label::LastDay));
    keep(&mut made.licence, &said.licence, same(Label::Licence));
}

fn keep_act(made: &mut Act, said: &Act, same: impl Fn(Label) -> bool) {
    match (made, said) {
        (Act::PassGate { bases, rescan }, Act::PassGate { bases: checked, rescan: said }) => {
            keep(bases, checked, same(Label::Bases));
            keep(rescan, said, same(Label::Rescan));
        }
        (Act::Publish { bases }, Act::Publish { bases: said }) => keep(bases, said, same(Label::Bases)),
        (Act::Return { reason }, Act::Return { reason: said })
        | (Act::Reject { reason }, Act::Reject { reason: said }) => {
            keep(reason, said, same(Label::Reason));
        }
        _ => {}
    }
}

fn keep_advice(made: &mut Advised, said: &Advised, same: impl Fn(Label) -> bool) {
    keep(&mut made.what, &said.what, same(Label::Advice));
    keep(&mut made.until, &said.until, same(Label::Until));
}

fn keep_notice(made: &mut Notice, said: &Notice, same: impl Fn(Label) -> bool) {
    let told = [Language::En, Language::Fr].into_iter().all(|language| same(Label::Told(language)));
    keep(made, said, told && same(Label::Untold));
}
