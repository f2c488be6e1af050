//! Warnings as they go out: a title and a body for a notification.

use std::time::Duration;

use crate::desk::sla::Tz;
use chrono::TimeDelta;

use crate::app::protocol::signal::{Channel, Signal, Warned, Why};
use crate::desk::rules::obligation::Threshold;

use super::Words;

/// What a notification shows. Cleaned: nothing in it is obeyed by a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub title: String,
    pub body: String,
}

/// A body names no more tickets than can be read at a glance.
const NAMED: usize = 3;

impl Words {
    /// Returns what a signal says, with instants in the reader's zone.
    pub fn signal(&self, signal: &Signal, zone: Tz) -> Told {
        let [first, ..] = signal.tickets.as_slice() else {
            let say = |id| self.say(id).to_owned();
            return Told { title: say("signal-test-title"), body: say("signal-test-body") };
        };
        let why = match signal.why {
            Why::ItHappened | Why::Test => None,
            Why::WasMissed => Some(self.say("signal-was-missed")),
            Why::WasQuiet => Some(self.say("signal-was-quiet")),
            Why::Unseen => Some(self.say("signal-unseen")),
        };
        let (title, body) = if signal.count == 1 {
            (self.title_of_one(first), self.body_of_one(first, signal, zone))
        } else {
            let counted = [("count", signal.count.into()), ("breached", signal.breached.into())];
            (self.say_with("signal-title-many", &counted), self.body_of_many(signal))
        };
        Told { title, body: why.map_or(body.clone(), |why| self.pair(why, &body)) }
    }

    fn title_of_one(&self, ticket: &Warned) -> String {
        let data = [
            ("ticket", ticket.id.local.as_str().into()),
            ("step", self.threshold(ticket.threshold).into()),
            ("severity", ticket.severity.number().into()),
        ];
        self.say_with("signal-title-one", &data)
    }

    fn body_of_one(&self, ticket: &Warned, signal: &Signal, zone: Tz) -> String {
        let what = self.pair(ticket.customer.shown(), ticket.subject.shown());
        let Some(due) = ticket.due else { return what };
        let due = self.instant_with_zone(due, signal.at, zone);
        format!("{what}, {}", self.say_with("signal-due", &[("due", due.into())]))
    }

    fn body_of_many(&self, signal: &Signal) -> String {
        let one = |ticket: &Warned| {
            format!("{} {} ({})", ticket.id.local, self.threshold(ticket.threshold), ticket.customer.shown())
        };
        let mut body = signal.tickets.iter().take(NAMED).map(one).collect::<Vec<_>>().join(", ");
        if signal.count > NAMED {
            body.push_str(", …");
        }
        body
    }

    fn threshold(&self, threshold: Threshold) -> &str {
        self.say(match threshold {
            Threshold::Filed => "signal-filed",
            Threshold::AtRisk => "signal-at-risk",
            Threshold::Urgent => "signal-urgent",
            Threshold::Breach => "signal-breach",
            Threshold::Overdue => "signal-overdue",
        })
    }

    pub fn channel_of_warnings(&self, channel: Channel) -> &str {
        self.say(match channel {
            Channel::Terminal => "channel-terminal",
            Channel::Desktop => "channel-desktop",
            Channel::Hook => "channel-hook",
        })
    }

    pub(super) fn summed(&self, id: &str, arrived: usize, breached: usize, at_risk: usize) -> String {
        let data = [("arrived", arrived.into()), ("breached", breached.into()), ("at-risk", at_risk.into())];
        self.say_with(id, &data)
    }

    pub(super) fn snoozed(&self, count: usize, left: Duration) -> String {
        // A snooze that has just begun is told in whole minutes.
        let left = TimeDelta::from_std(left).unwrap_or_default();
        let data = [("count", count.into()), ("span", self.span(left).into())];
        self.say_with("notice-alarms-snoozed", &data)
    }
}
