//! What befell a ticket beyond the ordinary, as far as its clock and the queue must know.
//!
//! Most tickets have none of it, so it stands in a box of its own. Everything but `update` follows from facts alone;
//! `update` is counted with the programme, like the dues of a first response.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::absorbed::Absorbed;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::escalation::Escalation;
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::promise::Promise;
use crate::desk::ticket::regrade::Grade;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::verdict::Verdict;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Course {
    /// The customer's first call; it may have been before the filing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub first_call: Option<DateTime<Utc>>,
    /// Every change of the severity, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Grade>,
    /// The promises that are open, the nearest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Promise>,
    /// The oldest message of the customer to which we have said nothing in public since.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub unanswered_since: Option<DateTime<Utc>>,
    /// When the next word to the customer is owed: an objective of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub update: Option<DateTime<Utc>>,
    /// Times since our last public message in which we waited for the customer, and do no more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<Wait>,
    /// The open escalation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation: Option<Box<Escalation>>,
    /// Who wrote and is no named contact, until a manager says who it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stranger: Option<SafeLine>,
    /// Who gave it to its owner, and when, as long as the owner has not accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<Box<HandedOver>>,
    /// The tickets that go on in this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absorbed: Vec<Absorbed>,
    /// How this ticket itself was answered, before one went on in it that is not: its own time runs no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<Box<Verdict>>,
    /// The ticket in which this one goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<LocalId>,
    /// The closed ticket that this one goes on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follows: Option<LocalId>,
    /// The tickets that go on from this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub followed_by: Vec<LocalId>,
}

/// A ticket that was given to somebody who has not accepted it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HandedOver {
    pub by: Who,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
}

/// `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Wait {
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub from: DateTime<Utc>,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub to: DateTime<Utc>,
}

impl Course {
    /// What an ordinary ticket has.
    pub fn none() -> &'static Self {
        static NONE: LazyLock<Course> = LazyLock::new(Course::default);
        &NONE
    }

    /// The severity under which a ticket was filed that has `now` today.
    pub fn filed_as(&self, now: Severity) -> Severity {
        self.grades.first().map_or(now, |grade| grade.from)
    }
}
