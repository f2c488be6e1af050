//! When what was gathered goes out: at most one signal, and one notice of each kind.

use crate::app::model::alarms::{Heard, LATE, Open, Rest};
use crate::app::model::notice::Notice;
use crate::app::model::state::App;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::app::protocol::signal::{MOST_NAMED, Signal, Warned, Why};
use crate::desk::queue::{Crossing, CustomerKey};
use crate::desk::rules::obligation::{Owing, Threshold};
use crate::desk::rules::warning::Passed;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::severity::Severity;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::time::Duration;

type Steps = BTreeMap<TicketId, Threshold>;

impl App {
    /// Takes in what the passing of time crossed, and tells what is to be told.
    pub(in crate::app) fn warn(
        &mut self,
        crossed: &[Crossing],
        desk_now: DateTime<Utc>,
        now: Now,
    ) -> Vec<Effect> {
        for crossing in crossed {
            self.frame += 1;
            let due = self.queues.queue.get(&crossing.id).and_then(|ticket| Passed::of(ticket, desk_now));
            let Some(Passed { due, .. }) = due else { continue };
            let heard = if desk_now - crossing.at > LATE { Heard::AfterSilence } else { Heard::AsNews };
            let passed = Passed { due, threshold: crossing.threshold };
            self.alarms.passed(&crossing.id, passed, crossing.threshold, heard);
        }
        if !self.alarms.may_tell(now) {
            return Vec::new();
        }
        let (fresh, missed) =
            (std::mem::take(&mut self.alarms.fresh), std::mem::take(&mut self.alarms.missed));
        let was_quiet = self.quiet_is_over(now);
        let mut effects = Vec::new();
        effects.extend(self.tell_steps(Why::WasMissed, missed, desk_now, now));
        effects.extend(self.tell_steps(Why::WasQuiet, was_quiet, desk_now, now));
        effects.extend(self.tell_steps(Why::ItHappened, fresh, desk_now, now));
        effects.extend(self.tell_unseen(desk_now, now));
        // However much comes together, a bell is a bell.
        let mut rung = false;
        effects.retain(|effect| !matches!(effect, Effect::Ring) || !std::mem::replace(&mut rung, true));
        effects
    }

    /// Tells of some steps: all of them here, and outside those that no quiet hours keep back.
    fn tell_steps(&mut self, why: Why, steps: Steps, desk_now: DateTime<Utc>, now: Now) -> Vec<Effect> {
        let steps: Steps = steps.into_iter().filter(|(id, _)| self.is_still_owed(id)).collect();
        if steps.is_empty() {
            return Vec::new();
        }
        self.frame += 1;
        self.alarms.told_now(now);
        for notice in self.notices_of(why, &steps) {
            self.notices.tell(notice, now);
        }
        let (mut loud, nag) = (Steps::new(), self.settings.warnings.nag);
        for (id, threshold) in steps {
            let Some(ticket) = self.queues.queue.get(&id) else { continue };
            // An objective of our own that passes is told here, and nowhere else.
            if threshold == Threshold::Overdue {
                continue;
            }
            if self.is_quiet(ticket, now) {
                self.alarms.held.insert(id, threshold);
                continue;
            }
            let severity = ticket.severity;
            let rest = rest(severity, nag, now);
            self.alarms.held.remove(&id);
            self.alarms.open.insert(id.clone(), Open { threshold, severity, rest });
            loud.insert(id, threshold);
        }
        self.call_out(why, &loud, desk_now)
    }

    /// Tells again what nobody has seen, and what was snoozed for long enough.
    fn tell_unseen(&mut self, desk_now: DateTime<Utc>, now: Now) -> Vec<Effect> {
        let over = self.alarms.open.iter().filter(|(_, open)| open.rest.is_over(now));
        let over: Steps = over.map(|(id, open)| (id.clone(), open.threshold)).collect();
        // Who has answered and waits for the backend has seen it.
        let (answered, over): (Steps, Steps) =
            over.into_iter().partition(|(id, _)| self.outbox.on(id).next().is_some());
        for id in answered.keys() {
            self.alarms.see(id);
        }
        if over.is_empty() {
            return Vec::new();
        }
        let (mut unseen, nag) = (Steps::new(), self.settings.warnings.nag);
        for (id, threshold) in over {
            let Some(ticket) = self.queues.queue.get(&id) else { continue };
            if self.is_quiet(ticket, now) {
                self.alarms.open.remove(&id);
                self.alarms.held.insert(id, threshold);
                continue;
            }
            let rest = rest(ticket.severity, nag, now);
            if let Some(open) = self.alarms.open.get_mut(&id) {
                open.rest = rest;
            }
            unseen.insert(id, threshold);
        }
        let Some(first) = self.most_urgent(&unseen).first().map(|(id, ..)| TicketId::clone(id)) else {
            return Vec::new();
        };
        self.frame += 1;
        self.alarms.told_now(now);
        self.notices.tell(Notice::Unseen { first, count: unseen.len() }, now);
        self.call_out(Why::Unseen, &unseen, desk_now)
    }

    /// What quiet hours kept back and do no longer.
    fn quiet_is_over(&mut self, now: Now) -> Steps {
        let minute = now.wall.timestamp().div_euclid(60);
        if self.alarms.held.is_empty() || self.alarms.asked_quiet == minute {
            return Steps::new();
        }
        self.alarms.asked_quiet = minute;
        let held = std::mem::take(&mut self.alarms.held);
        let (still, over) = held
            .into_iter()
            .partition(|(id, _)| self.queues.queue.get(id).is_some_and(|ticket| self.is_quiet(ticket, now)));
        self.alarms.held = still;
        over
    }

    fn is_quiet(&self, ticket: &Ticket, now: Now) -> bool {
        let (quiet, zone) = (&self.settings.warnings.quiet, self.settings.reader_zone);
        quiet.iter().any(|quiet| quiet.covers(ticket.severity, &ticket.customer, now.wall, zone))
    }

    /// Between a step and its telling somebody may have answered.
    fn is_still_owed(&self, id: &TicketId) -> bool {
        self.queues.queue.get(id).is_some_and(|ticket| Owing::of(ticket).is_some())
    }

    /// The bell and one signal through every channel; nothing for nothing.
    fn call_out(&self, why: Why, steps: &Steps, desk_now: DateTime<Utc>) -> Vec<Effect> {
        if steps.is_empty() {
            return Vec::new();
        }
        let most_urgent = self.most_urgent(steps);
        let is_critical = most_urgent.iter().any(|(_, _, ticket)| ticket.severity == Severity::Critical);
        let warned = |(id, threshold, ticket): &(&TicketId, Threshold, &Ticket)| {
            let key = CustomerKey { backend: id.backend.clone(), customer: ticket.customer.clone() };
            let customer = self.customer(&key).map(|customer| customer.name.clone());
            Warned {
                id: (*id).clone(),
                severity: ticket.severity,
                threshold: *threshold,
                customer: customer.unwrap_or_else(|| SafeLine::from(ticket.customer.as_str())),
                subject: ticket.subject.clone(),
                due: ticket.due(),
            }
        };
        let signal = Signal {
            why,
            at: desk_now,
            count: steps.len(),
            breached: steps.values().filter(|threshold| **threshold == Threshold::Breach).count(),
            tickets: most_urgent.iter().take(MOST_NAMED).map(warned).collect(),
        };
        let ring = (is_critical && self.settings.bell).then_some(Effect::Ring);
        let through = self.settings.warnings.channels.iter();
        ring.into_iter()
            .chain(through.map(|channel| Effect::Warn { through: *channel, signal: signal.clone() }))
            .collect()
    }

    fn most_urgent<'a>(&'a self, steps: &'a Steps) -> Vec<(&'a TicketId, Threshold, &'a Ticket)> {
        let found =
            |(id, threshold): (&'a TicketId, &Threshold)| Some((id, *threshold, self.queues.queue.get(id)?));
        let mut found: Vec<_> = steps.iter().filter_map(found).collect();
        found.sort_by_key(|(_, threshold, ticket)| {
            (ticket.severity, std::cmp::Reverse(*threshold), ticket.due())
        });
        found
    }

    fn notices_of(&self, why: Why, steps: &Steps) -> Vec<Notice> {
        let most_urgent = self.most_urgent(steps);
        if matches!(why, Why::WasMissed | Why::WasQuiet) {
            let of = |wanted: &[Threshold]| steps.values().filter(|step| wanted.contains(step)).count();
            let (arrived, breached) = (of(&[Threshold::Filed]), of(&[Threshold::Breach]));
            let at_risk = of(&[Threshold::AtRisk, Threshold::Urgent]);
            return match why {
                _ if arrived + breached + at_risk == 0 => Vec::new(),
                Why::WasQuiet => vec![Notice::AfterQuiet { arrived, breached, at_risk }],
                _ => vec![Notice::WhileAway { arrived, breached, at_risk }],
            };
        }
        let tell = |is_it: &dyn Fn(Threshold, &Ticket) -> bool, notice: fn(TicketId, usize) -> Notice| {
            let mut of = most_urgent.iter().filter(|(_, threshold, ticket)| is_it(*threshold, ticket));
            let first = of.next()?.0.clone();
            Some(notice(first, 1 + of.count()))
        };
        let filed = |critical: bool| {
            move |threshold: Threshold, ticket: &Ticket| {
                threshold == Threshold::Filed && (ticket.severity == Severity::Critical) == critical
            }
        };
        let is = |wanted: Threshold| move |threshold: Threshold, _: &Ticket| threshold == wanted;
        let notices = [
            tell(&is(Threshold::Overdue), |first, count| Notice::Overdue { first, count }),
            tell(&filed(false), |first, count| Notice::HighArrived { first, count }),
            tell(&is(Threshold::AtRisk), |first, count| Notice::AtRisk { first, count }),
            tell(&is(Threshold::Urgent), |first, count| Notice::NearlyDue { first, count }),
            tell(&filed(true), |first, count| Notice::CriticalArrived { first, count }),
            tell(&is(Threshold::Breach), |first, count| Notice::Breached { first, count }),
        ];
        notices.into_iter().flatten().collect()
    }

    /// The person has heard all alarms: they stop, and nothing else happens.
    pub(in crate::app) fn acknowledge_alarms(&mut self, now: Now) -> Vec<Effect> {
        let count = self.alarms.see_all();
        self.notices.retract(Notice::is_alarm, now);
        let told = if count == 0 { Notice::NoAlarm } else { Notice::AlarmsSeen { count } };
        self.notices.tell(told, now);
        Vec::new()
    }

    pub(in crate::app) fn snooze_alarms(&mut self, now: Now) -> Vec<Effect> {
        let desk_now = self.first_desk_now(now);
        let time = self.settings.warnings.snooze;
        let count = self.alarms.snooze(time, &self.queues.queue, desk_now, now);
        self.notices.retract(Notice::is_alarm, now);
        let left = self.alarms.snoozed_until().map(|until| until.saturating_sub(now.mono));
        let told = left.map_or(Notice::NoAlarm, |left| Notice::AlarmsSnoozed { count, left });
        self.notices.tell(told, now);
        Vec::new()
    }
}

/// Severity 1 does not rest until somebody has seen it.
fn rest(severity: Severity, nag: Duration, now: Now) -> Rest {
    if severity == Severity::Critical && !nag.is_zero() {
        Rest::UntilRepeat(now.mono + nag)
    } else {
        Rest::ForGood
    }
}
