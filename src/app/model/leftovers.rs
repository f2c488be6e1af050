//! When it is asked what consoles that died left on disk, and whether that is known.
//!
//! An act goes behind what was left for its ticket. So nothing is sent before it is known what was left, nor while it
//! is being asked: between the question and its answer the disk may have made ours what we do not know of yet.

use crate::app::protocol::now::Now;
use std::time::Duration;

/// How often it is asked: each question wakes three threads, and consoles seldom die.
const REST: Duration = Duration::from_secs(30);

/// How soon it is asked when there is a reason to.
const MOMENT: Duration = Duration::from_secs(1);

/// How soon a disk that did not answer is asked again.
const SOON: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Leftovers {
    /// Asked in this run, and never told.
    Asked,
    /// The disk did not answer, and never has in this run. The instant is on `mono`.
    NotTold {
        again: Duration,
    },
    /// Told once, and asked anew.
    AskedAnew,
    /// Asked once more while it was being asked: the first answer may be from before.
    AskedTwice,
    Told {
        again: Duration,
    },
}

impl Leftovers {
    /// Whether something may be sent without overtaking what was left.
    pub fn let_others_go(self) -> bool {
        matches!(self, Self::Told { .. })
    }

    /// Asks again when it is time; tells whether it does.
    pub fn ask_again(&mut self, now: Now) -> bool {
        let asked = match *self {
            Self::NotTold { again } if now.mono >= again => Self::Asked,
            Self::Told { again } if now.mono >= again => Self::AskedAnew,
            _ => return false,
        };
        *self = asked;
        true
    }

    /// Something changed on the disk, or who we are: it is asked in a moment.
    pub fn ask_soon(&mut self, now: Now) {
        let soon = now.mono + MOMENT;
        match self {
            Self::NotTold { again } | Self::Told { again } => *again = (*again).min(soon),
            Self::Asked | Self::AskedAnew | Self::AskedTwice => {}
        }
    }

    /// Something may have been left there since: it is asked at once, also while it is being asked. Tells whether it
    /// has to be asked.
    pub fn ask_now(&mut self) -> bool {
        let asked = match *self {
            Self::AskedTwice => return false,
            Self::Asked | Self::AskedAnew => Self::AskedTwice,
            Self::NotTold { .. } => Self::Asked,
            Self::Told { .. } => Self::AskedAnew,
        };
        *self = asked;
        true
    }

    pub fn told(&mut self, now: Now) {
        *self = match self {
            Self::AskedTwice => Self::Asked,
            _ => Self::Told { again: now.mono + REST },
        };
    }

    /// The disk did not answer: then it has made nothing ours.
    pub fn not_told(&mut self, now: Now) {
        let again = now.mono + SOON;
        *self = match self {
            Self::Asked | Self::NotTold { .. } => Self::NotTold { again },
            Self::AskedAnew | Self::Told { .. } => Self::Told { again },
            Self::AskedTwice => Self::Asked,
        };
    }
}
