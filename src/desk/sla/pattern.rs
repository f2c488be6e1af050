//! Open time that repeats with a fixed period on a wall clock that never jumps.
//!
//! A week of windows is one pattern, a special day another. Everything here is local time in microseconds from the
//! start of some period; which instants that means is the calendar's business.

/// Windows within one period, merged, with running totals, so that any stretch of time is measured in constant time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    period: i64,
    windows: Vec<Opening>,
    /// Open time in one period.
    total: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Opening {
    open: i64,
    close: i64,
    /// Open time in the period before `open`.
    before: i64,
}

impl Pattern {
    /// Prepares the union of `windows`, pairs of opening and close in `0..=period`, in any order.
    pub fn new(period: i64, mut windows: Vec<(i64, i64)>) -> Pattern {
        if !windows.is_sorted() {
            windows.sort_unstable();
        }
        let mut merged: Vec<Opening> = Vec::with_capacity(windows.len());
        let mut total = 0;
        for (open, close) in windows {
            match merged.last_mut() {
                Some(last) if open <= last.close => {
                    total += (close - last.close).max(0);
                    last.close = last.close.max(close);
                }
                _ => {
                    merged.push(Opening { open, close, before: total });
                    total += close - open;
                }
            }
        }
        Pattern { period, windows: merged, total }
    }

    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    pub fn is_open(&self, at: i64) -> bool {
        let at = at.rem_euclid(self.period);
        let next = self.windows.partition_point(|window| window.open <= at);
        next > 0 && at < self.windows[next - 1].close
    }

    /// Returns the open time in `[0, at)`, negative for a negative `at`.
    pub fn open_before(&self, at: i64) -> i64 {
        // Most questions are about the first period, and division is slow.
        let periods = if (0..self.period).contains(&at) { 0 } else { at.div_euclid(self.period) };
        let rest = at - periods * self.period;
        let next = self.windows.partition_point(|window| window.open < rest);
        let within = match next.checked_sub(1).map(|last| self.windows[last]) {
            Some(last) => last.before + rest.min(last.close) - last.open,
            None => 0,
        };
        periods * self.total + within
    }

    /// Returns the first time at which `target` of open time has passed since 0. The pattern must not be empty.
    pub fn first_reaching(&self, target: i64) -> i64 {
        // A target met exactly at a close belongs to that close and not to the next opening: hence the -1.
        let periods =
            if (1..=self.total).contains(&target) { 0 } else { (target - 1).div_euclid(self.total) };
        let rest = target - periods * self.total;
        let window = self.windows[self.windows.partition_point(|window| window.before < rest) - 1];
        periods * self.period + window.open + rest - window.before
    }

    /// Returns the last time at which no more than `target` of open time has passed since 0. Not for an empty pattern.
    pub fn last_within(&self, target: i64) -> i64 {
        let (periods, rest) = (target.div_euclid(self.total), target.rem_euclid(self.total));
        let window = self.windows[self.windows.partition_point(|window| window.before <= rest) - 1];
        periods * self.period + window.open + rest - window.before
    }

    /// Returns the first stretch that is open after `at`, if one opens before `until`; clipped to neither.
    pub fn stretch_after(&self, at: i64, until: i64) -> Option<(i64, i64)> {
        if self.is_empty() {
            return None;
        }
        let start = at.div_euclid(self.period) * self.period;
        let next = self.windows.partition_point(|window| window.close <= at - start);
        let (start, window) = match self.windows.get(next) {
            Some(window) => (start, window),
            None => (start + self.period, self.windows.first()?),
        };
        (start + window.open < until).then_some((start + window.open, start + window.close))
    }

    /// Tells whether the pattern is never shut.
    pub fn is_full(&self) -> bool {
        self.total == self.period
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PERIOD: i64 = 12;

    proptest! {
        #[test]
        fn every_answer_is_what_looking_at_each_moment_of_several_periods_gives(
            windows in prop::collection::vec((0..PERIOD, 1..=PERIOD), 1..4),
            at in -2 * PERIOD..2 * PERIOD,
        ) {
            let windows = windows.into_iter().map(|(open, length)| (open, PERIOD.min(open + length)));
            let windows: Vec<_> = windows.collect();
            let pattern = Pattern::new(PERIOD, windows.clone());
            let is_open = |at: i64| {
                let at = at.rem_euclid(PERIOD);
                windows.iter().any(|(open, close)| (*open..*close).contains(&at))
            };
            let open_from = |from: i64, to: i64| (from..to).map(|at| i64::from(is_open(at))).sum::<i64>();
            let ran = if at < 0 { -open_from(at, 0) } else { open_from(0, at) };
            prop_assert_eq!(pattern.is_open(at), is_open(at));
            prop_assert_eq!(pattern.is_full(), (0..PERIOD).all(is_open));
            prop_assert_eq!(pattern.open_before(at), ran);

            // The edges of all windows, which may touch where one period ends and the next begins.
            let (from, until) = (-4 * PERIOD, 4 * PERIOD);
            let begins = |at: i64| is_open(at) && (at.rem_euclid(PERIOD) == 0 || !is_open(at - 1));
            let ends = |at: i64| is_open(at - 1) && (at.rem_euclid(PERIOD) == 0 || !is_open(at));
            let reached = (from..until).find(|end| is_open(end - 1) && pattern.open_before(*end) == ran);
            prop_assert_eq!(Some(pattern.first_reaching(ran)), reached);
            let within = (from..until).rfind(|start| is_open(*start) && pattern.open_before(*start) == ran);
            prop_assert_eq!(Some(pattern.last_within(ran)), within);
            let close = (at + 1..until).find(|close| ends(*close)).unwrap();
            let open = (from..close).rfind(|open| begins(*open)).unwrap();
            prop_assert_eq!(pattern.stretch_after(at, open + 1), Some((open, close)));
            prop_assert_eq!(pattern.stretch_after(at, open), None);
        }
    }
}
