//! The loop's only sleep, which wakes the machine once.
//!
//! An async runtime's own timers stand in wheels of growing coarseness, and it wakes once for each wheel on the way:
//! twice a second for a console in which only a clock ticks. On Linux the system's timer is asked instead.

use std::time::Duration;

use crate::app::protocol::now::Now;

use super::clock::Clock;

/// Longer than anyone waits, shorter than any system's limit.
const LONGEST: Duration = Duration::from_hours(24);

/// A clock, and the sleep by it.
#[derive(Debug)]
pub struct Sleeper {
    clock: Clock,
    timer: Option<timer::Timer>,
}

impl Sleeper {
    /// Must be called in the runtime that will sleep.
    pub fn new(clock: Clock) -> Self {
        let timer = timer::Timer::new();
        if let Err(why) = &timer {
            tracing::debug!(%why, "the runtime's own timers are used");
        }
        Self { clock, timer: timer.ok() }
    }

    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Sleeps a time of the clock, at most a day.
    pub async fn sleep(&self, time: Duration) {
        let time = self.clock.real(time).min(LONGEST);
        if let Some(timer) = &self.timer
            && timer.sleep(time).await.is_ok()
        {
            return;
        }
        tokio::time::sleep(time).await;
    }
}

#[cfg(target_os = "linux")]
mod timer {
    use std::io;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use rustix::io::read;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    use tokio::io::unix::AsyncFd;

    #[derive(Debug)]
    pub struct Timer(AsyncFd<OwnedFd>);

    impl Timer {
        #[expect(
            deprecated,
            reason = "its successor is unsafe code; an owned descriptor is not closed under it"
        )]
        pub fn new() -> io::Result<Self> {
            let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
            AsyncFd::new(timerfd_create(TimerfdClockId::Monotonic, flags)?).map(Self)
        }

        /// Sets the timer anew, whatever it was set to before.
        pub async fn sleep(&self, time: Duration) -> io::Result<()> {
            // Set to nothing, it would never end.
            let time = time.max(Duration::from_nanos(1));
            let once = Itimerspec {
                it_interval: Timespec::default(),
                it_value: Timespec::try_from(time).map_err(io::Error::other)?,
            };
            timerfd_settime(self.0.get_ref(), TimerfdTimerFlags::empty(), &once)?;
            loop {
                let mut woken = self.0.readable().await?;
                let read = woken.try_io(|timer| {
                    let mut times = [0; size_of::<u64>()];
                    read(timer.get_ref(), &mut times).map_err(io::Error::from)
                });
                // What was heard of an earlier sleep is not the end of this one.
                if let Ok(read) = read {
                    return read.map(drop);
                }
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod timer {
    use std::convert::Infallible;
    use std::io;
    use std::time::Duration;

    #[derive(Debug)]
    pub struct Timer(Infallible);

    impl Timer {
        pub fn new() -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub async fn sleep(&self, _time: Duration) -> io::Result<()> {
            match self.0 {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn a_sleep_that_was_given_up_does_not_end_the_next_one() {
        let sleeper = Sleeper::new(Clock::default());
        let before = sleeper.now().mono;
        sleeper.sleep(Duration::from_millis(1)).await;
        assert!(sleeper.now().mono >= before + Duration::from_millis(1));
        // The first of these ends unheard while the thread does something else.
        let given_up = tokio::time::timeout(Duration::ZERO, sleeper.sleep(Duration::from_nanos(1))).await;
        let before = sleeper.now().mono;
        std::thread::sleep(Duration::from_millis(5));
        sleeper.sleep(Duration::from_millis(20)).await;
        assert!(sleeper.now().mono >= before + Duration::from_millis(20), "{given_up:?}");
    }

    #[tokio::test(flavor = "current_thread")]
    async fn no_time_at_all_is_slept_at_once_and_a_faster_clock_sleeps_less() {
        let sleeper = Sleeper::new(Clock::with_speed(10_000.0));
        sleeper.sleep(Duration::ZERO).await;
        sleeper.sleep(Duration::from_mins(1)).await;
        assert!(sleeper.now().mono >= Duration::from_mins(1));
    }
}
