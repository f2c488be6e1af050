//! How long a backend answered without having an act.

use std::time::Duration;

use crate::app::protocol::now::Now;

/// How often it is looked for after the first time: less and less often.
const LOOKS_EVERY: Duration = Duration::from_secs(5);
const RAREST_LOOKS: Duration = Duration::from_secs(30);
/// What passed between two answers counts up to here: a backend that stood still in between has told nothing.
const LONGEST_GAP: Duration = Duration::from_mins(1);

/// What speaks for it that a backend does not have an act: for how long it answered, and did not have it. Its silence
/// is no absence: what it was sent may lie before it unread, and so is the time that we waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    told: Duration,
    /// When a look was answered last (on `mono`), if none has failed since.
    answered: Option<Duration>,
}

impl Absence {
    /// For how long the backend answered without having it.
    pub fn told(self) -> Duration {
        self.told
    }

    pub(in crate::app) fn and_not_there(self, now: Now) -> Self {
        let gap = self.answered.map_or(Duration::ZERO, |before| now.mono.saturating_sub(before));
        Self { told: self.told + gap.min(LONGEST_GAP), answered: Some(now.mono) }
    }

    pub(in crate::app) fn and_silent(self) -> Self {
        Self { answered: None, ..self }
    }

    pub(in crate::app) fn next_look(self, now: Now) -> Duration {
        now.mono + (self.told / 4).clamp(LOOKS_EVERY, RAREST_LOOKS)
    }
}
