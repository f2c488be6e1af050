//! Calls: what a customer owes us out of hours, and what we do to reach somebody.

use crate::desk::sla::Tz;
use chrono::{DateTime, Datelike, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::desk::bounds;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::names::ContactId;

/// Who called whom. Only the customer's own call starts the commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    #[default]
    FromCustomer,
    ToCustomer,
}

/// How a call ended, for the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallOutcome {
    #[default]
    Spoke,
    /// Somebody has to call again.
    CallBack,
    Voicemail,
    NoAnswer,
}

impl CallOutcome {
    pub const ALL: [Self; 4] = [Self::Spoke, Self::CallBack, Self::Voicemail, Self::NoAnswer];
}

/// A call as it is logged. It is no public message, and never stops the response clock by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneCall {
    /// When it was, which may be before it was recorded (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub occurred_at: DateTime<Utc>,
    /// One of the named contacts; left out for anybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<SafeLine>,
    #[serde(default)]
    pub direction: Direction,
    #[serde(default)]
    pub outcome: CallOutcome,
    /// As the console's call timer had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 4_294_967_295_i64)]
    pub lasted_seconds: Option<u32>,
    /// Only the desk reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<SafeText>,
}

/// Whether one may call somebody now, by the time where they are. Information only: no rule follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hour {
    /// From eight to eight on a working day.
    Usual,
    /// Early or late on any day, or a weekend's day.
    Unusual,
    /// From ten in the evening to seven in the morning.
    Night,
}

impl Hour {
    pub fn of(at: DateTime<Utc>, zone: Tz) -> Self {
        let there = bounds::there(at, &zone);
        let is_weekend = matches!(there.weekday(), Weekday::Sat | Weekday::Sun);
        match there.hour() {
            22.. | ..=6 => Self::Night,
            8..20 if !is_weekend => Self::Usual,
            _ => Self::Unusual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_that_of_the_person_who_is_called() {
        // A Tuesday, 14:00 in Paris.
        let at = "2026-11-24T13:00:00Z".parse().unwrap();
        assert_eq!(Hour::of(at, crate::desk::sla::Tz::named("Europe/Paris").unwrap()), Hour::Usual);
        assert_eq!(Hour::of(at, crate::desk::sla::Tz::named("Asia/Tokyo").unwrap()), Hour::Night);
        assert_eq!(Hour::of(at, crate::desk::sla::Tz::named("America/New_York").unwrap()), Hour::Usual);
        let sunday = "2026-11-22T13:00:00Z".parse().unwrap();
        assert_eq!(Hour::of(sunday, crate::desk::sla::Tz::named("Europe/Paris").unwrap()), Hour::Unusual);
        let early = "2026-11-24T06:30:00Z".parse().unwrap();
        assert_eq!(Hour::of(early, crate::desk::sla::Tz::named("Europe/Paris").unwrap()), Hour::Unusual);
    }
}
