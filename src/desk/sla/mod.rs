//! STAND-IN until the clock's branch lands: same names, no truth.
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CalendarSpec {
    pub tz: String,
}
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    tz: chrono_tz::Tz,
}
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("bad calendar")]
pub struct CalendarError;
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    AroundTheClock,
    BusinessHours,
}
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub length: TimeDelta,
    pub counted: Counted,
}
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pauses;
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    pub start: DateTime<Utc>,
    pub target: Target,
    pub pauses: &'a Pauses,
    pub calendar: &'a Calendar,
}
impl Running<'_> {
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        Some(self.start + self.target.length)
    }
    pub fn elapsed(&self, at: DateTime<Utc>) -> TimeDelta {
        (at - self.start).max(TimeDelta::zero())
    }
}
impl Calendar {
    pub fn new(spec: &CalendarSpec) -> Result<Self, CalendarError> {
        Ok(Self { tz: spec.tz.parse().map_err(|_| CalendarError)? })
    }
    /// Refuses a calendar that never opens.
    pub fn for_a_desk(spec: &CalendarSpec) -> Result<Self, CalendarError> {
        Self::new(spec)
    }
    pub fn is_open(&self, _at: DateTime<Utc>) -> bool {
        true
    }
    pub fn add(&self, start: DateTime<Utc>, work: TimeDelta) -> Option<DateTime<Utc>> {
        Some(start + work)
    }
    pub fn between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> TimeDelta {
        b - a
    }
    /// The latest start such that `between(start, end) == work`.
    pub fn back(&self, end: DateTime<Utc>, work: TimeDelta) -> Option<DateTime<Utc>> {
        Some(end - work)
    }
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Some(at)
    }
    pub fn next_closing(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Some(at)
    }
    pub fn tz(&self) -> chrono_tz::Tz {
        self.tz
    }
}
