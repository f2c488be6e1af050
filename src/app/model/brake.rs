//! How fast pages follow each other: a backend says what there is, and not how often it is asked.

use std::time::Duration;

/// The longest pause that nobody asked for.
pub(in crate::app) const LONGEST_BACKOFF: Duration = Duration::from_mins(1);

/// So many pages in a row are asked for at once: a hundred thousand tickets of vigie's own backend.
const FREE_PAGES: u32 = 100;

/// So many have only a short pause between them.
const MOST_PAGES: u32 = 5_000;

const BETWEEN_PAGES: Duration = Duration::from_millis(250);

/// What lies ahead after a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Ahead {
    Nothing,
    /// The backend says that there is more; whether this page brought anything that was not known.
    More {
        brought: bool,
    },
}

/// Pages in a row, each of which said that there is more. A backend decides whether it says so, and must not decide how
/// often it is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) struct Row {
    pages: u32,
    /// The last of them, that brought nothing which was not known.
    idle: u32,
}

impl Row {
    /// The row with one page more, or none where nothing lies ahead.
    pub fn and(self, ahead: Ahead) -> Self {
        match ahead {
            Ahead::Nothing => Self::default(),
            Ahead::More { brought } => Self {
                pages: self.pages.saturating_add(1),
                idle: if brought { 0 } else { self.idle.saturating_add(1) },
            },
        }
    }

    /// How long to wait for the next page, counted from when this one was asked for.
    pub fn pause(self) -> Duration {
        match (self.pages, self.idle) {
            (_, idle) if idle > 1 => backoff(idle - 1, LONGEST_BACKOFF),
            (..=FREE_PAGES, _) => Duration::ZERO,
            (..=MOST_PAGES, _) => BETWEEN_PAGES,
            _ => backoff(1, LONGEST_BACKOFF),
        }
    }
}

/// Doubles from two seconds on: 2, 4, 8 ... to the longest.
pub fn backoff(attempts: u32, longest: Duration) -> Duration {
    let seconds = 1_u64.checked_shl(attempts.clamp(1, 62)).unwrap_or(u64::MAX);
    Duration::from_secs(seconds).min(longest)
}

/// Shortens a pause by up to a fifth, always alike for the same seed: many consoles must not come back at once.
pub fn jittered(pause: Duration, seed: u32) -> Duration {
    // Scattered (Knuth's multiplicative hash), since seeds that follow each other are common.
    let scattered = seed.wrapping_mul(2_654_435_769) >> 22;
    pause.mul_f64(1.0 - f64::from(scattered) / 1024.0 / 5.0)
}
