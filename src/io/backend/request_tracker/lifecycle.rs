//! Compares the mapped statuses, and the steps between them, with the life cycle that RT follows.
//!
//! REST 2.0 tells no life cycle. What there is shows in the tickets: the status that each has, and the steps that RT
//! offers from there to whom we speak for. So one ticket of each status is looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::protocol::event::Failure;
use crate::desk::ticket::status::Status;
use crate::io::backend::checkup::{Check, Cost, Outcome, Subject, Weight};

use super::RequestTracker;
use super::client::quoted;

/// RT's own status of what is gone, which no list shows.
pub const DELETED: &str = "deleted";
/// The steps that vigie asks for, and what each is for.
const STEPS: [(Status, Status, Cost); 5] = [
    (Status::Open, Status::WaitingForCustomer, Cost::Waiting),
    (Status::Open, Status::Resolved, Cost::Resolving),
    (Status::Resolved, Status::Open, Cost::Reopening),
    (Status::WaitingForCustomer, Status::Open, Cost::Reopening),
    (Status::Open, Status::Void, Cost::Voiding),
];

impl RequestTracker {
    pub(super) async fn statuses(&self) -> Result<Vec<Check>, Failure> {
        let statuses = &self.desk.mapping.statuses;
        let scope = self.scope();
        // Each status that is in use, with those that RT offers from there.
        let mut offered: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for name in statuses.names().filter(|name| *name != DELETED) {
            let query = format!("({scope}) AND Status = {}", quoted(name));
            if let Some(ticket) = self.client.any_of(&query).await? {
                offered.insert(name, self.client.steps(ticket).await?);
            }
        }
        let known: Vec<&str> = statuses.names().collect();
        let strays = self.client.others(&scope, &super::strays::status(), &known).await?;
        if offered.is_empty() {
            return Ok(vec![Check::lacking(Subject::Setting("map.status".to_owned()), Cost::Unseen)]);
        }
        let there: BTreeSet<&str> = offered
            .iter()
            .flat_map(|(name, steps)| [*name].into_iter().chain(steps.iter().map(String::as_str)))
            .chain(strays.iter().map(|stray| stray.name.as_str()))
            .collect();
        let there: Vec<&str> = there.into_iter().collect();
        let mut checks = Vec::new();
        for (status, names) in &statuses.0 {
            for (at, name) in names.iter().filter(|name| *name != DELETED).enumerate() {
                let cost = if at == 0 { cost_of(*status) } else { Cost::Status };
                checks.push(Check::named(Subject::Status(name.clone()), name, &there, cost));
            }
        }
        checks.extend(strays.iter().map(|it| {
            Check::stray(Subject::Status(it.name.clone()), Some(it.tickets), Cost::Unmapped, Weight::Wrong)
        }));
        checks.extend(STEPS.iter().filter_map(|(from, to, cost)| {
            let (from, to) = (statuses.written(*from)?, statuses.written(*to)?);
            // A life cycle may name no steps at all, and then offers none: that tells nothing.
            let steps = offered.get(from).filter(|steps| !steps.is_empty())?;
            let subject = Subject::Step { from: from.to_owned(), to: to.to_owned() };
            there.contains(&to).then(|| step(subject, steps.contains(to), *cost))
        }));
        Ok(checks)
    }
}

fn step(subject: Subject, is_offered: bool, cost: Cost) -> Check {
    let outcome = if is_offered { Outcome::Good } else { Outcome::Missing { nearest: None, cost } };
    Check { subject, outcome }
}

/// What fails without the first status of a meaning, which is the one that is set.
fn cost_of(status: Status) -> Cost {
    match status {
        Status::Open => Cost::Reopening,
        Status::WaitingForCustomer => Cost::Waiting,
        Status::Resolved => Cost::Resolving,
        Status::Void => Cost::Voiding,
        Status::New | Status::WaitingForLab | Status::Closed => Cost::Status,
    }
}
