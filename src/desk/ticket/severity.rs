//! How badly a customer's work is hit.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// The severity of a request, written as its number 1 to 4. The order is that of urgency: critical comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Severity {
    /// Stops the business, blocks the system or loses data.
    Critical,
    /// Affects function, without loss of data or crash.
    High,
    /// Non-critical, or a service request, that affects the product in part.
    Medium,
    /// Minor, or a service request; function is not affected.
    Low,
}

impl Severity {
    /// All severities, the most urgent first.
    pub const ALL: [Severity; 4] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];

    /// Returns the number by which contracts name the severity: 1 is critical, 4 is low.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// The number is none of 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("severity must be 1, 2, 3 or 4, not {0}")]
pub struct NoSuchSeverity(pub u8);

impl TryFrom<u8> for Severity {
    type Error = NoSuchSeverity;

    fn try_from(number: u8) -> Result<Severity, NoSuchSeverity> {
        let place = usize::from(number).checked_sub(1).ok_or(NoSuchSeverity(number))?;
        Severity::ALL.get(place).copied().ok_or(NoSuchSeverity(number))
    }
}

impl From<Severity> for u8 {
    fn from(severity: Severity) -> u8 {
        severity.number()
    }
}

impl utoipa::PartialSchema for Severity {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(4));
        number.description(Some("1 critical, 2 high, 3 medium, 4 low")).into()
    }
}

impl utoipa::ToSchema for Severity {}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_severity_is_written_as_its_number_and_read_back() {
        for (severity, number) in Severity::ALL.into_iter().zip(1..) {
            assert_eq!(severity.number(), number);
            assert_eq!(Severity::try_from(number), Ok(severity));
            assert_eq!(serde_json::to_string(&severity).unwrap(), number.to_string());
        }
        assert_eq!(Severity::try_from(0), Err(NoSuchSeverity(0)));
        assert!(serde_json::from_str::<Severity>("5").is_err());
    }

    #[test]
    fn critical_sorts_before_low() {
        assert!(Severity::Critical < Severity::Low);
    }
}
