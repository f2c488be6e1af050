//! What a person must hear of: each step of a commitment once, and until somebody has seen it.
//!
//! What happens together is told together: nothing goes out while pages of changes still come in, nor within some
//! seconds of the last signal. What happened while nobody could have known (the machine slept, the backend was
//! away), and what quiet hours kept back, is told once and in sum.

use crate::app::protocol::now::Now;
use crate::app::protocol::signal::Channel;
use crate::desk::queue::Queue;
use crate::desk::rules::obligation::{Threshold, next_threshold};
use crate::desk::rules::warning::Passed;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::severity::Severity;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub mod quiet;

/// What comes within this time of a signal is told together with what follows it.
const GATHERED_FOR: Duration = Duration::from_secs(10);

/// How a ticket was heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Heard {
    /// A first synchronisation: however bad it is, it is no alarm.
    AtStart,
    /// With the answer to something that was done or opened here.
    Beside,
    AsNews,
    /// After a silence: nobody could have known.
    AfterSilence,
}

/// An alarm that nobody has seen yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) struct Open {
    pub(in crate::app) threshold: Threshold,
    pub(in crate::app) severity: Severity,
    pub(in crate::app) rest: Rest,
}

/// Until when an open alarm is silent, on `mono`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Rest {
    /// It was told, and that is all.
    ForGood,
    UntilRepeat(Duration),
    Snoozed(Duration),
}

impl Rest {
    pub(in crate::app) fn is_over(self, now: Now) -> bool {
        match self {
            Self::ForGood => false,
            Self::UntilRepeat(until) | Self::Snoozed(until) => now.mono >= until,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alarms {
    /// The last that was told of each ticket on which something is owed.
    told: BTreeMap<TicketId, Passed>,
    pub(in crate::app) open: BTreeMap<TicketId, Open>,
    /// To be told with the next signal.
    pub(in crate::app) fresh: BTreeMap<TicketId, Threshold>,
    pub(in crate::app) missed: BTreeMap<TicketId, Threshold>,
    /// Kept back by quiet hours.
    pub(in crate::app) held: BTreeMap<TicketId, Threshold>,
    /// The minute in which the quiet hours were last asked for what they keep back.
    pub(in crate::app) asked_quiet: i64,
    /// Backends of which more pages are to come, and how their first one was heard.
    unfinished: BTreeMap<BackendId, Heard>,
    /// No signal goes out before this (on `mono`).
    gathers_until: Duration,
    /// Channels that failed, as was told.
    pub(in crate::app) failing: BTreeSet<Channel>,
}

impl Alarms {
    /// How many alarms nobody has seen yet.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    /// When the first alarm sounds again (on `mono`), if all of them are snoozed.
    pub fn snoozed_until(&self) -> Option<Duration> {
        let until = |open: &Open| match open.rest {
            Rest::Snoozed(until) => Some(until),
            Rest::ForGood | Rest::UntilRepeat(_) => None,
        };
        let all: Option<Vec<Duration>> = self.open.values().map(until).collect();
        all?.into_iter().min()
    }

    /// A page of changes begins: tells how it is to be heard.
    pub(in crate::app) fn page(&mut self, backend: &BackendId, heard: Heard, more: bool) -> Heard {
        let heard = self.unfinished.get(backend).copied().unwrap_or(heard);
        if more {
            self.unfinished.insert(backend.clone(), heard);
        } else {
            self.unfinished.remove(backend);
        }
        heard
    }

    /// The rest of its pages does not come now.
    pub(in crate::app) fn not_heard(&mut self, backend: &BackendId) {
        self.unfinished.remove(backend);
    }

    /// A ticket crossed a threshold, or came in behind one.
    pub(in crate::app) fn passed(
        &mut self,
        id: &TicketId,
        passed: Passed,
        threshold: Threshold,
        heard: Heard,
    ) {
        let known = self.told.get(id).is_some_and(|told| told.covers(passed));
        if known || heard == Heard::AtStart {
            return;
        }
        self.told.insert(id.clone(), passed);
        match heard {
            Heard::AfterSilence => {
                self.missed.insert(id.clone(), threshold);
            }
            Heard::AsNews | Heard::Beside | Heard::AtStart => {
                self.missed.remove(id);
                self.fresh.insert(id.clone(), threshold);
            }
        }
    }

    /// A ticket came in: an alarm if it is urgent by its severity or by its clock, and nobody has seen it yet.
    pub(in crate::app) fn arrived(
        &mut self,
        id: &TicketId,
        ticket: &Ticket,
        desk_now: DateTime<Utc>,
        heard: Heard,
    ) {
        let passed = ticket.owed().and_then(|_| Passed::of(ticket, desk_now));
        let Some(passed) = passed.filter(|_| ticket.acknowledged.is_none()) else { return };
        let is_urgent = ticket.severity <= Severity::High;
        if !is_urgent && passed.threshold == Threshold::Filed {
            return;
        }
        // That it is new says more than that its first warning has passed already.
        let is_late = passed.threshold == Threshold::Breach;
        let threshold = if is_urgent && !is_late { Threshold::Filed } else { passed.threshold };
        self.passed(id, passed, threshold, heard);
    }

    /// Takes in what a ticket that changed means: an alarm ends where it was answered, seen by a colleague, or its
    /// due moved away; it begins where the new due is nearer than the old one was.
    pub(in crate::app) fn changed(
        &mut self,
        id: &TicketId,
        before: &Ticket,
        after: &Ticket,
        desk_now: DateTime<Utc>,
        heard: Heard,
    ) {
        let Some(passed) = after.owed().and_then(|_| Passed::of(after, desk_now)) else {
            self.forget(id);
            return;
        };
        let seen = (after.acknowledged.is_some() && after.acknowledged != before.acknowledged)
            || (after.owner.is_some() && after.owner != before.owner);
        if seen {
            self.see(id);
        }
        let was = before.owed().and_then(|_| Passed::of(before, desk_now));
        if was.is_some_and(|was| was.due == passed.due) {
            // What it crosses in its time the queue tells.
            return;
        }
        let is_nearer = was.is_none_or(|was| passed.threshold > was.threshold);
        if is_nearer && (passed.threshold > Threshold::Filed || after.severity <= Severity::High) {
            self.passed(id, passed, passed.threshold, heard);
        } else if self.open.get(id).is_some_and(|open| open.threshold > passed.threshold) {
            self.see(id);
        }
    }

    /// Nothing is owed on it any more, or it has left.
    pub(in crate::app) fn forget(&mut self, id: &TicketId) {
        self.told.remove(id);
        self.see(id);
    }

    /// Somebody is on it: what was to be told of it need not be.
    pub(in crate::app) fn see(&mut self, id: &TicketId) {
        self.open.remove(id);
        self.fresh.remove(id);
        self.missed.remove(id);
        self.held.remove(id);
    }

    /// Whatever is open was seen; tells how many there were.
    pub(in crate::app) fn see_all(&mut self) -> usize {
        std::mem::take(&mut self.open).len()
    }

    /// Keeps all open alarms silent for a while, each at the longest until its ticket crosses the next threshold.
    pub(in crate::app) fn snooze(
        &mut self,
        time: Duration,
        queue: &Queue,
        desk_now: DateTime<Utc>,
        now: Now,
    ) -> usize {
        for (id, open) in &mut self.open {
            let next = queue.get(id).and_then(|ticket| next_threshold(ticket, desk_now));
            let left = next.and_then(|(at, _)| (at - desk_now).to_std().ok());
            open.rest = Rest::Snoozed(now.mono + left.map_or(time, |left| left.min(time)));
        }
        self.open.len()
    }

    /// Whether something waits to be told, and may go out.
    pub(in crate::app) fn may_tell(&self, now: Now) -> bool {
        self.unfinished.is_empty() && now.mono >= self.gathers_until
    }

    pub(in crate::app) fn told_now(&mut self, now: Now) {
        self.gathers_until = now.mono + GATHERED_FOR;
    }
}

/// What was noticed this much later than it happened is told in sum.
pub(in crate::app) const LATE: TimeDelta = TimeDelta::seconds(60);
