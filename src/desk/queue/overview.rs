//! How a customer fares: figures that the backend counts, for the page of a customer.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::names::LocalId;
use crate::desk::ticket::signature::DetectionVerdict;
use crate::desk::ticket::status::Status;

/// How far back first responses are counted, in days.
pub const RESPONSE_DAYS: u32 = 30;
/// How far back signature requests are counted, in days.
pub const SIGNATURE_DAYS: u32 = 365;
/// How many signature requests are told one by one.
pub const MOST_TOLD: usize = 5;

/// Void tickets are in none of the figures but their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Overview {
    /// When it was counted (UTC).
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub as_of: DateTime<Utc>,
    /// Open requests by severity, 1 first.
    pub open: [u32; 4],
    pub response: ResponseFigures,
    pub signatures: SignatureFigures,
}

/// First responses of the last [`RESPONSE_DAYS`], judged by the commitment of the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ResponseFigures {
    pub met: u32,
    /// Given late, or still not given and late.
    pub missed: u32,
    /// Void tickets filed in that time: not counted.
    pub void: u32,
}

/// Signature requests of the last [`SIGNATURE_DAYS`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignatureFigures {
    pub false_positives: u32,
    pub false_negatives: u32,
    pub outbreaks: u32,
    /// The last of them, the newest first.
    pub last: Vec<SignatureSeen>,
}

/// One signature request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SignatureSeen {
    pub ticket: LocalId,
    pub verdict: DetectionVerdict,
    /// Of the object.
    pub name: SafeLine,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub filed_at: DateTime<Utc>,
    pub status: Status,
}

impl ResponseFigures {
    pub fn counted(&self) -> u32 {
        self.met + self.missed
    }

    /// How many of a hundred were in time, rounded down so that only all of them are 100; `None` of none.
    pub fn percent(&self) -> Option<u32> {
        (self.met * 100).checked_div(self.counted())
    }
}

impl SignatureFigures {
    /// Counts requests of one kind in.
    pub fn add(&mut self, verdict: DetectionVerdict, count: u32) {
        let of_kind = match verdict {
            DetectionVerdict::FalsePositive => &mut self.false_positives,
            DetectionVerdict::FalseNegative => &mut self.false_negatives,
            DetectionVerdict::Outbreak => &mut self.outbreaks,
        };
        *of_kind += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_of_them_are_a_hundred_percent() {
        let percent = |met, missed| ResponseFigures { met, missed, void: 9 }.percent();
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(3, 0), Some(100));
        assert_eq!(percent(999, 1), Some(99));
        assert_eq!(percent(0, 4), Some(0));
    }
}
