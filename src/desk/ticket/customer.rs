//! Customers, their named contacts, and the managers who answer for them.

use crate::desk::sla::Tz;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::bounds;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::names::{CalendarName, ContactId, CustomerId, ManagerId};

/// How many contacts a customer may name (domain.md, "The premium programme").
pub const MOST_CONTACTS: usize = 8;

/// What the customer bought. Premium stands before standard; standard has no guaranteed time.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Plan {
    #[default]
    Premium,
    Standard,
}

/// The language in which a person is written to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    #[default]
    En,
    Fr,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    pub id: CustomerId,
    pub name: SafeLine,
    #[serde(default)]
    pub plan: Plan,
    /// The contract's own calendar; the desk's where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarName>,
    /// The dedicated technical manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<ManagerId>,
    #[serde(default)]
    pub language: Language,
    /// Where the customer sits: information only, the clock uses the calendar's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub zone: Option<Tz>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<Contract>,
    /// What a manager should know before answering.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<SafeText>,
    /// When they and their manager look at how it went next: a local date of the desk's zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::desk::bounds::maybe_date")]
    pub next_review: Option<NaiveDate>,
    /// At most [`MOST_CONTACTS`]; the server refuses one more.
    #[serde(default, rename = "contact", skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
}

impl Customer {
    /// Whether a contract holds on the day of an instant, by the desk's zone. Where none is known, none is missed.
    pub fn is_covered(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let day = bounds::there(at, &zone).date_naive();
        self.contract.as_ref().is_none_or(|contract| (contract.from..=contract.to).contains(&day))
    }

    pub fn contact(&self, id: &ContactId) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.id == *id)
    }

    /// Everybody who has an address. It is nobody's until it is one person's.
    pub fn contacts_at(&self, address: &str) -> impl Iterator<Item = &Contact> {
        let is_theirs = move |email: &SafeLine| is_same_address(email.raw(), address);
        self.contacts.iter().filter(move |contact| contact.email.as_ref().is_some_and(is_theirs))
    }

    /// The one contact who has an address; of two, none.
    pub fn only_contact_at(&self, address: &str) -> Option<&Contact> {
        let mut all = self.contacts_at(address);
        let first = all.next()?;
        all.next().is_none().then_some(first)
    }
}

/// Whether two addresses are one: upper and lower case make no difference.
pub fn is_same_address(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    !one.is_empty() && one.to_lowercase() == other.to_lowercase()
}

/// The support contract, by local dates of the desk's zone, both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    pub number: SafeLine,
    #[serde(deserialize_with = "crate::desk::bounds::date")]
    pub from: NaiveDate,
    #[serde(deserialize_with = "crate::desk::bounds::date")]
    pub to: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<SafeLine>,
}

/// A named technical contact: one of the persons who may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    pub id: ContactId,
    pub name: SafeLine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<SafeLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub zone: Option<Tz>,
}

/// Somebody who is a customer's contact no more: known by name, since what they wrote stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FormerContact {
    pub customer: CustomerId,
    pub id: ContactId,
    pub name: SafeLine,
}

/// A person of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Manager {
    pub id: ManagerId,
    pub name: SafeLine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<SafeLine>,
    /// Tags such as `fr` or `de`: people speak more languages than the program does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<SafeLine>,
}

impl Manager {
    /// What somebody is called among others to choose from: two of one name are told apart by their ids.
    pub fn called_among(&self, others: &[Self]) -> SafeLine {
        let is_same =
            |other: &&Self| other.id != self.id && other.name.raw().trim() == self.name.raw().trim();
        match others.iter().find(is_same) {
            Some(_) => SafeLine::from(format!("{} ({})", self.name.raw(), self.id)),
            None => self.name.clone(),
        }
    }
}

/// What a caller of the backend may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Manager,
    OnCall,
    Specialist,
    Contact,
    Integration,
    Auditor,
    Admin,
}
