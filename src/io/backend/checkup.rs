//! What a look at a backend finds: data, which `commands` makes sentences of.

use crate::app::protocol::event::Rules;
use crate::desk::rules::place::Place;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub subject: Subject,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Queue(String),
    TicketField(String),
    /// A field of a reply (in RT: of a transaction).
    ReplyField(String),
    Value {
        field: String,
        value: String,
    },
    Status(String),
    /// A step from one status to another.
    Step {
        from: String,
        to: String,
    },
    Group(String),
    User(String),
    /// A named contact of a customer.
    Contact(String),
    /// A level of service.
    Level(String),
    /// A ticket field on the tickets of one queue.
    FieldOnQueue {
        field: String,
        queue: String,
    },
    /// A place on a signature request's way for which no value was named.
    Place(Place),
    /// A setting that was left out.
    Setting(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Good,
    /// The server does not have it, or not for us.
    Missing {
        nearest: Option<String>,
        cost: Cost,
    },
    /// It was left out on purpose, and this is what it costs.
    LeftOut {
        cost: Cost,
    },
    /// It is in use, and nothing says what it means.
    Stray {
        /// Open tickets and those that were resolved lately; `None` where the server does not count.
        tickets: Option<u64>,
        cost: Cost,
        weight: Weight,
    },
}

/// Whether a stray is a mistake, or may be meant so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What is shown of these tickets is wrong.
    Wrong,
    /// What the mapping says of everything else holds for them too.
    Told,
}

/// What a server has that a mapping can be written from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    pub queues: Vec<Counted>,
    pub ticket_fields: Vec<Field>,
    pub reply_fields: Vec<Field>,
    /// Of open tickets and those that were resolved lately.
    pub statuses: Vec<Counted>,
    /// Of all tickets.
    pub levels: Vec<Counted>,
    pub groups: Vec<Group>,
}

/// A name and how many tickets have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub name: String,
    pub tickets: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    /// Those that are offered, in their order; none for a field that is written freely.
    pub values: Vec<String>,
}

/// A group of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    /// Those of nested groups among them.
    pub people: usize,
    /// Whether it is told of what happens in a queue, as a desk is.
    pub watches: bool,
}

/// What does not work without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    Customer,
    Customers,
    Severity,
    Channel,
    Kind,
    Acknowledged,
    Signature,
    /// The field of a signature request's step.
    Steps,
    /// A value of that field, which a step would write.
    StepValue,
    /// A value for a place on a signature request's way.
    Place,
    Interim,
    Key,
    Calls,
    Value,
    /// A status that is only read.
    Status,
    /// A status that the mapping does not speak of.
    Unmapped,
    /// There is no ticket yet in which a status could be seen.
    Unseen,
    Waiting,
    Resolving,
    Reopening,
    Voiding,
    Group,
    /// Nobody is in it, or nobody that may be seen.
    EmptyGroup,
    User,
    /// Somebody who has tickets and is not of the desk.
    Outsider,
    Contact,
    /// A field that the tickets of a queue do not have.
    FieldOnQueue,
    /// A queue that is no customer's.
    Unserved,
    /// A value that is read as "otherwise".
    Otherwise,
    /// A severity that is read as "otherwise".
    OtherwiseSeverity,
    /// A level that no ticket ever had.
    Level,
    NoCustomers,
    NoManagers,
}

/// What a desk that owns its rules has none of yet.
pub fn of_rules(rules: &Rules) -> Vec<Check> {
    let of = |name: &str, is_empty: bool, cost| {
        let subject = Subject::Setting(name.to_owned());
        if is_empty { Check::lacking(subject, cost) } else { Check::good(subject) }
    };
    vec![
        of("customer", rules.customers.is_empty(), Cost::NoCustomers),
        of("manager", rules.managers.is_empty(), Cost::NoManagers),
    ]
}

impl Check {
    pub fn good(subject: Subject) -> Self {
        Self { subject, outcome: Outcome::Good }
    }

    pub fn lacking(subject: Subject, cost: Cost) -> Self {
        Self { subject, outcome: Outcome::LeftOut { cost } }
    }

    /// Whether it keeps the mapping from fitting.
    pub fn is_gap(&self) -> bool {
        match &self.outcome {
            Outcome::Good | Outcome::LeftOut { .. } => false,
            Outcome::Missing { .. } => true,
            Outcome::Stray { weight, .. } => *weight == Weight::Wrong,
        }
    }

    pub fn stray(subject: Subject, tickets: Option<u64>, cost: Cost, weight: Weight) -> Self {
        Self { subject, outcome: Outcome::Stray { tickets, cost, weight } }
    }

    /// Looks for a name among those that are there.
    pub fn named(subject: Subject, name: &str, there: &[&str], cost: Cost) -> Self {
        if there.contains(&name) {
            return Self::good(subject);
        }
        let likeness = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
        let likely =
            there.iter().map(|other| (likeness(other), *other)).filter(|(likeness, _)| *likeness > 0.75);
        let nearest = likely.max_by(|(one, _), (other, _)| one.total_cmp(other));
        let nearest = nearest.map(|(_, other)| other.to_owned());
        Self { subject, outcome: Outcome::Missing { nearest, cost } }
    }
}
