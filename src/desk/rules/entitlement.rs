//! Who may ask, and whether a contract holds: the rules of unknown senders and of contracts that are put right.

use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::customer::{Contact, Contract, Customer, MOST_CONTACTS};
use crate::desk::ticket::fact::What;
use crate::desk::ticket::names::ContactId;

type Whats = Result<Vec<What>, Refusal>;

pub(super) fn link_sender(ticket: &Ticket, contact: &ContactId) -> Whats {
    if ticket.course().stranger.is_none() {
        return Err(Refusal::NobodyUnknown);
    }
    Ok(vec![What::SenderLinked { contact: contact.clone() }])
}

pub(super) fn name_contact(ticket: &Ticket, contact: &Contact) -> Whats {
    if contact.name.is_blank() {
        return Err(Refusal::EmptyText);
    }
    link_sender(ticket, &contact.id)
}

pub(super) fn correct_contract(contract: &Contract) -> Whats {
    if contract.to < contract.from {
        return Err(Refusal::ContractEndsBeforeItStarts);
    }
    Ok(vec![What::ContractCorrected(Box::new(contract.clone()))])
}

/// Answers what a change on a ticket makes of its customer, or why it may not; `None` if it touches no customer.
pub fn customer_after(change: &Change, customer: &Customer) -> Result<Option<Customer>, Refusal> {
    match change {
        Change::LinkSender { contact } if customer.contact(contact).is_none() => {
            Err(Refusal::UnknownContact { contact: contact.clone() })
        }
        Change::NameContact { contact, replaces } => named(customer, contact, replaces.as_ref()).map(Some),
        Change::CorrectContract { contract } => {
            Ok(Some(Customer { contract: Some((**contract).clone()), ..customer.clone() }))
        }
        _ => Ok(None),
    }
}

fn named(customer: &Customer, contact: &Contact, replaces: Option<&ContactId>) -> Result<Customer, Refusal> {
    let mut after = customer.clone();
    if let Some(old) = replaces {
        let place = after.contacts.iter().position(|known| known.id == *old);
        let place = place.ok_or_else(|| Refusal::UnknownContact { contact: old.clone() })?;
        after.contacts.remove(place);
    }
    if after.contact(&contact.id).is_some() {
        return Err(Refusal::ContactExists { contact: contact.id.clone() });
    }
    // Mail from it would be of either.
    let address = contact.email.as_ref().map(SafeLine::raw);
    if let Some(other) = address.and_then(|address| after.contacts_at(address).next()) {
        return Err(Refusal::AddressTaken { contact: other.id.clone() });
    }
    if after.contacts.len() >= MOST_CONTACTS {
        return Err(Refusal::TooManyContacts { limit: MOST_CONTACTS });
    }
    after.contacts.push(contact.clone());
    Ok(after)
}
