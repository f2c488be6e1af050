//! When the first response is due: two instants out of hours, one otherwise.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::conversation::Channel;
use super::customer::Plan;
use super::programme::Programme;
use super::severity::Severity;
use super::sla::{Calendar, Counted, Pauses, Running};
use super::ticket::Response;

/// The call that a customer owes out of hours (SPEC section 1, "Out of hours").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Call {
    NotNeeded,
    /// Shown as `☎?`.
    Missing,
    Logged {
        at: DateTime<Utc>,
    },
}

/// What an answer was computed with, so that an old verdict can be explained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Basis {
    pub programme_version: u32,
    pub calendar_version: u32,
}

/// `None` stands for "never": the calendar does not open often enough before the end of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Dues {
    /// Counted from filing; drives the countdown and the alarms.
    pub target: Option<DateTime<Utc>>,
    /// Counted from the earlier of the first call and the next opening, never from before filing.
    pub commitment: Option<DateTime<Utc>>,
    /// From here on the ticket is at risk: the first timed warning of its severity.
    pub at_risk_from: Option<DateTime<Utc>>,
    /// The last timed warning, for a severity that has more than one.
    pub urgent_from: Option<DateTime<Utc>>,
    pub call: Call,
    pub basis: Basis,
}

/// What the clock counts from.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    pub filed_at: DateTime<Utc>,
    pub severity: Severity,
    pub channel: Channel,
    /// The customer's first call, if one was logged.
    pub first_call: Option<DateTime<Utc>>,
}

/// Answers what is owed on a request of this plan, by the rules of the programme in a calendar.
pub fn first_response(
    plan: Plan,
    start: Start,
    programme: &Programme,
    calendar: &Calendar,
    calendar_version: u32,
) -> Response {
    match plan {
        Plan::Standard => Response::NotGuaranteed,
        Plan::Premium => Response::Owed(dues(start, programme, calendar, calendar_version)),
    }
}

fn dues(start: Start, programme: &Programme, calendar: &Calendar, calendar_version: u32) -> Dues {
    let target = programme.target(start.severity);
    // The first-response clock never pauses (SPEC section 2): it ends with the qualified response.
    let pauses = Pauses::default();
    let deadline = |from, length| {
        Running { start: from, target: super::sla::Target { length, ..target }, pauses: &pauses, calendar }
            .deadline()
    };
    let call = call(start, target.counted, calendar);
    let committed_from = match call {
        Call::NotNeeded => Some(start.filed_at),
        Call::Missing => calendar.next_opening(start.filed_at),
        Call::Logged { at } => {
            let opening = calendar.next_opening(start.filed_at).unwrap_or(at);
            Some(at.min(opening).max(start.filed_at))
        }
    };
    Dues {
        target: deadline(start.filed_at, target.length),
        commitment: committed_from.and_then(|from| deadline(from, target.length)),
        at_risk_from: deadline(start.filed_at, target.length - programme.at_risk(start.severity)),
        urgent_from: programme
            .warnings(start.severity)
            .get(1..)
            .and_then(<[_]>::last)
            .and_then(|warning| deadline(start.filed_at, target.length - *warning)),
        call,
        basis: Basis { programme_version: programme.version, calendar_version },
    }
}

/// Only what is counted around the clock needs a call, and only when it is filed out of hours.
fn call(start: Start, counted: Counted, calendar: &Calendar) -> Call {
    if counted == Counted::BusinessHours || calendar.is_open(start.filed_at) {
        return Call::NotNeeded;
    }
    match (start.first_call, start.channel) {
        (Some(at), _) => Call::Logged { at },
        // Who files by phone has called.
        (None, Channel::Phone) => Call::Logged { at: start.filed_at },
        (None, Channel::Portal | Channel::Email) => Call::Missing,
    }
}
