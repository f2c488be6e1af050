//! The machine's clock. Everything else is told the time.

use std::time::{Duration, Instant};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::app::protocol::now::Now;
use crate::desk::bounds;

/// Returns the current time, cut to the microsecond; a clock that is in no year of a desk stands at the nearest end.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
pub fn wall() -> DateTime<Utc> {
    bounds::clamp(Utc::now()).trunc_subsecs(6)
}

/// The clock of one run: real time, or time that goes faster for a demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Instant,
    started_at: DateTime<Utc>,
    speed: f64,
}

impl Default for Clock {
    fn default() -> Self {
        Self::with_speed(1.0)
    }
}

impl Clock {
    /// Starts a clock that runs `speed` times as fast as the machine's (from 0.1 to 10,000).
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    pub fn with_speed(speed: f64) -> Self {
        Self { started: Instant::now(), started_at: wall(), speed }
    }

    pub fn now(&self) -> Now {
        Now { wall: self.wall(), mono: self.mono() }
    }

    pub fn wall(&self) -> DateTime<Utc> {
        if self.is_real() {
            // Asked anew, since the machine may have slept or been set.
            return wall();
        }
        let passed = TimeDelta::from_std(self.mono()).unwrap_or(TimeDelta::MAX);
        bounds::clamp(self.started_at.checked_add_signed(passed).unwrap_or(bounds::last())).trunc_subsecs(6)
    }

    fn is_real(&self) -> bool {
        (self.speed - 1.0).abs() < f64::EPSILON
    }

    fn mono(&self) -> Duration {
        self.started.elapsed().mul_f64(self.speed)
    }

    /// How long the machine's clock takes for a time of this one.
    pub fn real(&self, time: Duration) -> Duration {
        Duration::try_from_secs_f64(time.as_secs_f64() / self.speed).unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faster_clock_starts_now_and_runs_ahead() {
        let clock = Clock::with_speed(1e6);
        while clock.now().mono < Duration::from_hours(1) {
            std::hint::spin_loop();
        }
        let ahead = clock.wall() - wall();
        assert!(ahead > TimeDelta::minutes(59), "{ahead}");
    }
}
