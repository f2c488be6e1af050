//! The judgement of a first response, frozen when the backend accepts it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::ticket::conversation::{ResponseKind, Who};
use crate::desk::ticket::dues::{Basis, Dues};
use crate::desk::ticket::names::CalendarName;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// At the due instant or before.
    Met,
    Breached,
}

/// One due instant, and how the response stood to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Judged {
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub due: DateTime<Utc>,
    pub outcome: Outcome,
    /// Microseconds between the due instant and the response, never negative.
    pub by_us: i64,
}

impl Judged {
    fn new(due: DateTime<Utc>, at: DateTime<Utc>) -> Self {
        let outcome = if at > due { Outcome::Breached } else { Outcome::Met };
        Self { due, outcome, by_us: (at - due).num_microseconds().map_or(i64::MAX, i64::abs) }
    }

    pub fn by(&self) -> TimeDelta {
        TimeDelta::microseconds(self.by_us)
    }
}

/// Later facts only annotate it; a calendar that changes afterwards does not change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Verdict {
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub at: DateTime<Utc>,
    pub by: Who,
    pub kind: ResponseKind,
    /// `None` where no time was guaranteed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Judged>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Judged>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarName>,
    #[serde(default)]
    pub basis: Basis,
}

impl Verdict {
    /// Whether it missed the target or the commitment.
    pub fn is_late(&self) -> bool {
        [self.target, self.commitment].into_iter().flatten().any(|judged| judged.outcome == Outcome::Breached)
    }

    pub(super) fn of(
        dues: &Dues,
        kind: ResponseKind,
        by: Who,
        at: DateTime<Utc>,
        calendar: &CalendarName,
    ) -> Self {
        Self {
            at,
            by,
            kind,
            target: dues.target.map(|due| Judged::new(due, at)),
            commitment: dues.commitment.map(|due| Judged::new(due, at)),
            calendar: Some(calendar.clone()),
            basis: dues.basis,
        }
    }

    pub(super) fn unmeasured(kind: ResponseKind, by: Who, at: DateTime<Utc>) -> Self {
        Self { at, by, kind, target: None, commitment: None, calendar: None, basis: Basis::default() }
    }
}
