//! How the words of another system of record stand for the desk's: which queue is which customer, which value of
//! which field is which severity. Comes from the configuration, since no two such systems are set up alike.

mod signature;

use crate::desk::ticket::conversation::{Channel, ResponseKind};
use crate::desk::ticket::customer::{Customer, Manager};
use crate::desk::ticket::names::{CustomerId, ManagerId};
use crate::desk::ticket::phone::{CallOutcome, Direction};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::{Kind, Status};

pub use signature::SignatureFields;

/// A field of the other system, and what its values mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values<T> {
    pub field: String,
    /// Each value as it is written there; upper and lower case are told apart, as they are there.
    pub known: Vec<(String, T)>,
    /// What an empty field, or a value that is not listed, means.
    pub otherwise: T,
}

impl<T: Copy + PartialEq> Values<T> {
    pub fn read(&self, value: Option<&str>) -> T {
        let known = value.and_then(|value| self.known.iter().find(|(known, _)| known == value));
        known.map_or(self.otherwise, |(_, meaning)| *meaning)
    }

    /// The value that is written for a meaning; the first one that is listed.
    pub fn written(&self, meaning: T) -> Option<&str> {
        self.known.iter().find(|(_, known)| *known == meaning).map(|(value, _)| value.as_str())
    }
}

/// Where a ticket's customer stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CustomersBy {
    #[default]
    Queue,
    /// A field with the customer's name.
    Field(String),
}

/// A customer, and what it is called over there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedCustomer {
    pub customer: Customer,
    /// Names of queues, or values of the field.
    pub called: Vec<String>,
}

/// Where a ticket's severity stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeverityBy {
    /// The name of the level of service.
    Sla(Values<Severity>),
    Field(Values<Severity>),
    /// At least so much priority means that severity; the highest first.
    Priority {
        at_least: Vec<(i64, Severity)>,
        otherwise: Severity,
    },
}

impl SeverityBy {
    pub fn of_priority(at_least: &[(i64, Severity)], otherwise: Severity, priority: i64) -> Severity {
        at_least.iter().find(|(least, _)| priority >= *least).map_or(otherwise, |(_, severity)| *severity)
    }
}

/// Which of the other system's statuses mean what. The first of each is the one that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statuses(pub Vec<(Status, Vec<String>)>);

impl Statuses {
    /// A status that is not listed is an open one: nothing may leave the queue because nobody thought of it.
    pub fn read(&self, name: &str) -> Status {
        let known = self.0.iter().find(|(_, names)| names.iter().any(|known| known == name));
        known.map_or(Status::Open, |(status, _)| *status)
    }

    pub fn written(&self, status: Status) -> Option<&str> {
        let known = self.0.iter().find(|(known, _)| *known == status);
        known.and_then(|(_, names)| names.first()).map(String::as_str)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|(_, names)| names).map(String::as_str)
    }

    /// The names of all statuses for which `which` holds.
    pub fn named(&self, which: impl Fn(Status) -> bool) -> impl Iterator<Item = &str> {
        let chosen = self.0.iter().filter(move |(status, _)| which(*status));
        chosen.flat_map(|(_, names)| names).map(String::as_str)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    pub customers_by: CustomersBy,
    /// None listed: every queue that can be seen is a customer.
    pub customers: Vec<MappedCustomer>,
    pub severity: SeverityBy,
    pub channel: Option<Values<Channel>>,
    pub kind: Option<Values<Kind>>,
    pub statuses: Statuses,
    pub signature: SignatureFields,
    /// The field in which stands who has seen a ticket.
    pub acknowledged: Option<String>,
    /// The field of a reply that tells an interim response from a qualified one.
    pub response: Option<Values<ResponseKind>>,
    /// The field of a reply that carries our own key, by which a lost answer is found again.
    pub client_key: Option<String>,
    /// The fields of a comment that say how a call ended, and who called whom.
    pub call_outcome: Option<Values<CallOutcome>>,
    pub call_direction: Option<Values<Direction>>,
    /// People of the desk, by their login name.
    pub managers: Vec<Manager>,
    /// Groups whose members are of the desk too.
    pub desk_groups: Vec<String>,
}

impl Mapping {
    /// Finds the customer of a queue or a value. Without a list, the queue is the customer.
    pub fn customer(&self, called: &str) -> Option<CustomerId> {
        if self.customers.is_empty() {
            return called.parse().ok();
        }
        let known = self.customers.iter().find(|known| known.called.iter().any(|name| name == called));
        known.map(|known| known.customer.id.clone())
    }

    pub fn terms(&self, customer: &CustomerId) -> Option<&Customer> {
        self.customers.iter().map(|known| &known.customer).find(|known| known.id == *customer)
    }

    pub fn manager(&self, login: &str) -> Option<&ManagerId> {
        self.managers.iter().map(|manager| &manager.id).find(|id| id.as_str() == login)
    }

    /// The fields of a reply whose values are read.
    pub fn telling_reply_fields(&self) -> Vec<&str> {
        let response = self.response.iter().map(|values| values.field.as_str());
        let outcome = self.call_outcome.iter().map(|values| values.field.as_str());
        let direction = self.call_direction.iter().map(|values| values.field.as_str());
        response.chain(outcome).chain(direction).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severities() -> Values<Severity> {
        let known = vec![("P1".to_owned(), Severity::Critical), ("P2".to_owned(), Severity::High)];
        Values { field: "Impact".to_owned(), known, otherwise: Severity::Low }
    }

    #[test]
    fn a_value_that_is_not_listed_means_what_the_configuration_says() {
        let read = [Some("P1"), Some("p1"), Some("P9"), None].map(|value| severities().read(value));
        assert_eq!(read, [Severity::Critical, Severity::Low, Severity::Low, Severity::Low]);
        assert_eq!(severities().written(Severity::High), Some("P2"));
        assert_eq!(severities().written(Severity::Medium), None);
    }

    #[test]
    fn the_highest_priority_that_is_reached_counts() {
        let steps = [(80, Severity::Critical), (50, Severity::High)];
        let read = [100, 80, 79, 50, 0, -1].map(|it| SeverityBy::of_priority(&steps, Severity::Low, it));
        let expected = [
            Severity::Critical,
            Severity::Critical,
            Severity::High,
            Severity::High,
            Severity::Low,
            Severity::Low,
        ];
        assert_eq!(read, expected);
    }

    #[test]
    fn a_status_that_nobody_thought_of_stays_in_the_queue() {
        let statuses = Statuses(vec![(Status::Resolved, vec!["done".to_owned(), "fixed".to_owned()])]);
        assert_eq!(statuses.read("fixed"), Status::Resolved);
        assert_eq!(statuses.read("escalated"), Status::Open);
        assert_eq!(statuses.written(Status::Resolved), Some("done"));
        assert_eq!(statuses.written(Status::WaitingForCustomer), None);
    }
}
