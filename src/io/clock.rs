//! The machine's clock. Everything else is told the time.

use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::app::now::Now;

/// Returns the current time, cut to the microsecond.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
pub fn wall() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// The clock of one run: real time, or time that goes faster for a demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Instant,
    started_at: DateTime<Utc>,
    speed: u32,
}

impl Default for Clock {
    fn default() -> Self {
        Self::with_speed(1)
    }
}

impl Clock {
    /// Starts a clock that runs `speed` times as fast as the machine's.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    pub fn with_speed(speed: u32) -> Self {
        Self { started: Instant::now(), started_at: wall(), speed: speed.max(1) }
    }

    pub fn now(&self) -> Now {
        Now { wall: self.wall(), mono: self.mono() }
    }

    pub fn wall(&self) -> DateTime<Utc> {
        if self.speed == 1 {
            // Asked anew, since the machine may have slept or been set.
            return wall();
        }
        let passed = TimeDelta::from_std(self.mono()).unwrap_or(TimeDelta::MAX);
        self.started_at.checked_add_signed(passed).unwrap_or(DateTime::<Utc>::MAX_UTC).trunc_subsecs(6)
    }

    fn mono(&self) -> Duration {
        self.started.elapsed().saturating_mul(self.speed)
    }

    /// Sleeps a time of this clock.
    pub async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time / self.speed).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faster_clock_starts_now_and_runs_ahead() {
        let clock = Clock::with_speed(1_000_000);
        while clock.now().mono < Duration::from_secs(3600) {
            std::hint::spin_loop();
        }
        let ahead = clock.wall() - wall();
        assert!(ahead > TimeDelta::minutes(59), "{ahead}");
    }
}
