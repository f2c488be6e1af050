//! What must be heard and told: severity 1 arriving, and thresholds that were crossed, once each.
//!
//! What happened while nobody could have known (the machine slept, the backend was away, an earlier run) is told
//! once and in sum.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::names::TicketId;
use crate::desk::obligation::Threshold;
use crate::desk::queue::{Crossing, Queue};
use crate::desk::severity::Severity;
use crate::desk::ticket::Ticket;

use super::notice::Notice;

/// What was noticed this much later than it happened is told in sum.
const LATE: TimeDelta = TimeDelta::seconds(60);

/// What is to be told after one turn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Alert {
    pub notices: Vec<Notice>,
    pub ring: bool,
}

/// The tickets of one kind of notice: the first of them, and how many.
#[derive(Default)]
struct Group {
    first: Option<TicketId>,
    count: usize,
}

impl Group {
    fn add(&mut self, id: &TicketId) {
        self.first.get_or_insert_with(|| id.clone());
        self.count += 1;
    }

    fn tell(self, notice: impl FnOnce(TicketId, usize) -> Notice) -> Option<Notice> {
        let count = self.count;
        self.first.map(|first| notice(first, count))
    }
}

/// Tells whether a ticket that came in must be heard of.
pub(super) fn is_alarming(ticket: &Ticket) -> bool {
    ticket.severity == Severity::Critical && ticket.owed().is_some()
}

/// Sums up what arrived and what was crossed in one turn: at most one notice of each kind, at most one bell.
pub(super) fn sum_up(
    arrived: &[TicketId],
    crossed: &[Crossing],
    queue: &Queue,
    desk_now: DateTime<Utc>,
) -> Alert {
    let (late, fresh): (Vec<_>, Vec<_>) = crossed.iter().partition(|it| desk_now - it.at > LATE);
    let mut alert = Alert::default();
    let [mut at_risk, mut urgent, mut breached, mut overdue, mut arrivals] =
        [(); 5].map(|()| Group::default());
    for crossing in &fresh {
        match crossing.threshold {
            Threshold::AtRisk => at_risk.add(&crossing.id),
            Threshold::Urgent => urgent.add(&crossing.id),
            Threshold::Breach => breached.add(&crossing.id),
            Threshold::Overdue => overdue.add(&crossing.id),
        }
    }
    for id in arrived {
        arrivals.add(id);
    }
    alert.notices.extend(overdue.tell(|first, count| Notice::Overdue { first, count }));
    alert.notices.extend(at_risk.tell(|first, count| Notice::AtRisk { first, count }));
    alert.notices.extend(urgent.tell(|first, count| Notice::NearlyDue { first, count }));
    alert.notices.extend(arrivals.tell(|first, count| Notice::CriticalArrived { first, count }));
    alert.notices.extend(breached.tell(|first, count| Notice::Breached { first, count }));
    alert.notices.extend(while_away(&late));
    let is_critical =
        |id: &TicketId| queue.get(id).is_some_and(|ticket| ticket.severity == Severity::Critical);
    // An objective of our own that passes is told and not rung.
    let rings = |crossing: &Crossing| crossing.threshold != Threshold::Overdue && is_critical(&crossing.id);
    alert.ring = !arrived.is_empty() || crossed.iter().any(rings);
    alert
}

/// Each ticket counts once, as the worst that happened to it.
fn while_away(late: &[&Crossing]) -> Option<Notice> {
    let of = |threshold: Threshold| {
        let mut ids: Vec<&TicketId> =
            late.iter().filter(|it| it.threshold == threshold).map(|it| &it.id).collect();
        ids.sort();
        ids
    };
    let breached = of(Threshold::Breach);
    let mut warned = [of(Threshold::AtRisk), of(Threshold::Urgent)].concat();
    warned.sort();
    warned.dedup();
    warned.retain(|id| breached.binary_search(id).is_err());
    let is_told = !breached.is_empty() || !warned.is_empty();
    is_told.then_some(Notice::WhileAway { breached: breached.len(), at_risk: warned.len() })
}
