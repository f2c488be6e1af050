//! The machine's clock. Everything else is told the time.

use chrono::{DateTime, SubsecRound, Utc};

/// Returns the current time, cut to the microsecond.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
pub fn wall() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}
