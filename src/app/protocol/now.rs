//! The two clocks of a turn, read once by the loop.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// `wall` is for people and the SLA, `mono` for waiting: a clock set back an hour stops nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// UTC, cut to microseconds.
    pub wall: DateTime<Utc>,
    /// Since the program started; never goes back.
    pub mono: Duration,
}
