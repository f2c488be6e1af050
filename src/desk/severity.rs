//! How badly a request hurts the customer's business.
use serde::{Deserialize, Serialize};

/// The four severity levels; on the wire a number, 1 the worst.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(try_from = "u8", into = "u8")]
pub enum Severity {
    Critical,
    High,
    Medium,
    Low,
}
impl From<Severity> for u8 {
    fn from(s: Severity) -> u8 {
        s as u8 + 1
    }
}
impl TryFrom<u8> for Severity {
    type Error = String;
    fn try_from(n: u8) -> Result<Self, String> {
        Ok(match n {
            1 => Self::Critical,
            2 => Self::High,
            3 => Self::Medium,
            4 => Self::Low,
            _ => return Err("severity is 1, 2, 3 or 4".into()),
        })
    }
}
