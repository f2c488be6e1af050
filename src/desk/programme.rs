//! STAND-IN until the clock's branch lands: same names, no truth.
use super::severity::Severity;
use super::sla::{Counted, Target};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Programme {
    pub version: u32,
}
impl Programme {
    pub fn default_programme() -> Self {
        Self { version: 1 }
    }
    pub fn target(&self, severity: Severity) -> Target {
        match severity {
            Severity::Critical => Target { length: TimeDelta::minutes(30), counted: Counted::AroundTheClock },
            Severity::High => Target { length: TimeDelta::hours(4), counted: Counted::AroundTheClock },
            Severity::Medium => Target { length: TimeDelta::hours(6), counted: Counted::BusinessHours },
            Severity::Low => Target { length: TimeDelta::hours(8), counted: Counted::BusinessHours },
        }
    }
    /// Timed warnings before the target, the earliest (longest before) first.
    pub fn warnings(&self, _severity: Severity) -> &[TimeDelta] {
        &[]
    }
    /// The first timed warning.
    pub fn at_risk(&self, _severity: Severity) -> TimeDelta {
        TimeDelta::minutes(15)
    }
}
