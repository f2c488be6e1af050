//! What a look at a backend finds: data, which `commands` makes sentences of.

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
    User,
}

impl Check {
    pub fn good(subject: Subject) -> Self {
        Self { subject, outcome: Outcome::Good }
    }

    pub fn lacking(subject: Subject, cost: Cost) -> Self {
        Self { subject, outcome: Outcome::LeftOut { cost } }
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
