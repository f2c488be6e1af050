//! How late it is at a backend, told from when it answered.
//!
//! An answer says when it was given, to the second, and may have been on its way for as long as we waited for it. So it
//! gives a span for how far that clock is ahead of ours, and of several answers what they have in common counts: one
//! that a proxy held back for two minutes moves nothing.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::bounds;

/// An answer's date has whole seconds: it was given somewhere in this one.
const GRAIN: TimeDelta = TimeDelta::seconds(1);
/// Clocks drift: what was learnt grows vague, by a second in so many.
const DRIFT: i32 = 5_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TheirClock {
    /// `None` as long as nothing was heard: then ours is believed.
    ahead: Option<Ahead>,
}

/// How far their clock is ahead of ours: at least and at most, as learnt at an instant of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ahead {
    least: TimeDelta,
    most: TimeDelta,
    learnt: DateTime<Utc>,
}

impl TheirClock {
    /// The instant by their clock, at an instant by ours.
    pub fn at(self, ours: DateTime<Utc>) -> DateTime<Utc> {
        bounds::clamp(bounds::clamp(ours) + self.ahead.map_or(TimeDelta::zero(), Ahead::likely))
    }

    /// Takes note of an answer: when it says that it was given, when it was here, and how long it may have been under
    /// way at the most.
    pub fn hear(&mut self, date: DateTime<Utc>, here: DateTime<Utc>, took: Duration) {
        let took = TimeDelta::from_std(took).unwrap_or(TimeDelta::MAX);
        let least = date - here;
        let told = Ahead { least, most: least + GRAIN + took, learnt: here };
        let common = self.ahead.and_then(|known| known.vague_at(here).common(told));
        // Nothing in common: one of the clocks was set.
        self.ahead = Some(common.unwrap_or(told));
    }
}

impl Ahead {
    fn likely(self) -> TimeDelta {
        // As far as they may be the same, they are.
        let is_none = self.least <= TimeDelta::zero() && self.most >= TimeDelta::zero();
        if is_none { TimeDelta::zero() } else { self.least + (self.most - self.least) / 2 }
    }

    fn vague_at(self, now: DateTime<Utc>) -> Self {
        let drift = (now - self.learnt).abs() / DRIFT;
        Self { least: self.least - drift, most: self.most + drift, learnt: self.learnt }
    }

    fn common(self, other: Self) -> Option<Self> {
        let (least, most) = (self.least.max(other.least), self.most.min(other.most));
        (least <= most).then_some(Self { least, most, learnt: other.learnt })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(20);

    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-11-23T{time}Z").parse().unwrap()
    }

    #[test]
    fn an_answer_that_was_held_back_moves_no_clock() {
        let mut clock = TheirClock::default();
        clock.hear(at("10:00:00"), at("10:00:00.3"), SOON);
        clock.hear(at("10:00:05"), at("10:02:05"), Duration::from_mins(2));
        assert_eq!(clock.at(at("10:03:00")), at("10:03:00"));
        // Nor does one that is all that was heard.
        let mut clock = TheirClock::default();
        clock.hear(at("10:00:05"), at("10:02:05"), Duration::from_mins(2));
        assert_eq!(clock.at(at("10:03:00")), at("10:03:00"));
    }

    #[test]
    fn a_clock_that_is_off_is_known_to_the_second() {
        for (theirs, ours) in
            [("10:00:00", "10:03:00.5"), ("10:00:00", "22:00:00.5"), ("22:00:00", "10:00:00.5")]
        {
            let mut clock = TheirClock::default();
            clock.hear(at(theirs), at(ours), SOON);
            let off = clock.at(at(ours)) - at(theirs);
            assert!(off.abs() <= TimeDelta::seconds(1), "{theirs} {ours} {off}");
        }
    }

    #[test]
    fn a_clock_that_is_set_is_believed_at_once() {
        let mut clock = TheirClock::default();
        clock.hear(at("10:00:00"), at("10:00:00.2"), SOON);
        clock.hear(at("10:00:01"), at("22:00:01.2"), SOON);
        assert!((clock.at(at("22:00:02")) - at("10:00:02")).abs() <= TimeDelta::seconds(1));
    }

    #[test]
    fn what_was_learnt_grows_vague_so_that_a_clock_may_drift() {
        let mut clock = TheirClock::default();
        clock.hear(at("10:00:00"), at("10:00:30"), SOON);
        // Ours runs fast, by a second in three hours.
        clock.hear(at("13:00:00"), at("13:00:31"), SOON);
        assert!((clock.at(at("13:00:31")) - at("13:00:00")).abs() <= TimeDelta::seconds(1));
    }
}
