//! One thing done to several tickets: shown before it is done, and one outcome for each of them after.

use crate::app::model::form::Form;
use crate::app::model::notice::Deed;
use crate::app::protocol::event::Refused;
use crate::desk::rules::refusal::Refusal;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::names::{ActionId, TicketId};
use crate::desk::ticket::signature::Move;
use crate::desk::ticket::status::Version;

/// What is done to each of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    Do(Change),
    /// Assigned to the person that the token speaks for, on each backend who that is there.
    Take,
    /// A step of signature requests, each customer told in their language.
    Step(Move, Box<Form>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bulk {
    pub job: Job,
    pub items: Vec<Item>,
    /// Whether it was agreed to; before, it is only shown.
    pub begun: bool,
    /// Index of the first line shown.
    pub scroll: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub ticket: TicketId,
    /// The version that its author had before the eyes.
    pub seen: Version,
    pub outcome: Outcome,
}

/// What becomes, or became, of one ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It will be done on agreement.
    Will,
    /// It is made, and where it is can be seen in the outbox.
    Going(ActionId),
    Done,
    Not(Why),
}

/// Why it will not be done to a ticket, or was not.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// The rules say no; nothing was sent.
    Rule(Refusal),
    /// The backend says no; it stands in the outbox.
    Backend(ActionId, Refused),
    /// The thread moved; it stands in the outbox, where what is new can be read.
    Held(ActionId),
    /// No answer came, and the backend does not have it; it stands in the outbox.
    Missing(ActionId),
    /// The ticket left the queue.
    Gone,
    /// The backend does not know us as somebody of the desk.
    NobodyHere,
    /// It could not be put on disk.
    NotRecorded,
    /// Its author took it out of the outbox.
    Dropped,
    /// Another console answers for it.
    OfAnother,
}

/// How many of each there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub will: usize,
    pub going: usize,
    pub done: usize,
    pub not: usize,
}

impl Bulk {
    pub fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for item in &self.items {
            *match item.outcome {
                Outcome::Will => &mut sum.will,
                Outcome::Going(_) => &mut sum.going,
                Outcome::Done => &mut sum.done,
                Outcome::Not(_) => &mut sum.not,
            } += 1;
        }
        sum
    }

    pub fn deed(&self) -> Deed {
        match &self.job {
            Job::Do(change) => Deed::from(change),
            Job::Take => Deed::Assign,
            Job::Step(made, _) => Deed::Step(*made),
        }
    }
}
