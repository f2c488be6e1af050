//! The files that the console was made of: when they are looked at again, and what comes of it.

use crate::app::protocol::effect::{Effect, Reread};
use crate::app::protocol::now::Now;
use std::time::Duration;

/// How often it is looked whether one changed.
const EVERY: Duration = Duration::from_mins(1);

/// Whether they are being looked at, and when they are next.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files {
    pub(in crate::app) is_reading: bool,
    next: Option<Duration>,
}

impl Files {
    /// Looks whether something changed, once a minute; the first time a minute after the start.
    pub(in crate::app) fn due(&mut self, now: Now) -> Option<Effect> {
        let next = *self.next.get_or_insert(now.mono + EVERY);
        if self.is_reading || now.mono < next {
            return None;
        }
        self.is_reading = true;
        self.next = Some(now.mono + EVERY);
        Some(Effect::ReadFiles(Reread::IfChanged))
    }
}
