//! One question to the clock.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::sla::{Calendar, Pauses, Running, Target};
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::severity::Severity;

static NEVER: Pauses = Pauses::NONE;

/// A request, and the instant at which somebody asks.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub severity: Severity,
    pub filed: DateTime<Utc>,
    pub now: DateTime<Utc>,
    pub calendar: &'a Calendar,
    pub programme: &'a Programme,
}

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// This much running time is left; the deadline itself is still in time.
    Left(TimeDelta),
    /// The deadline was this much real time ago.
    Late(TimeDelta),
    /// There is no deadline.
    Never,
}

impl Question<'_> {
    pub fn target(&self) -> Target {
        self.programme.target(self.severity)
    }

    /// The first-response clock, which never pauses.
    fn clock(&self) -> Running<'_> {
        Running { start: self.filed, target: self.target(), pauses: &NEVER, calendar: self.calendar }
    }

    pub fn due(&self) -> Option<DateTime<Utc>> {
        self.clock().deadline()
    }

    pub fn standing(&self) -> Standing {
        match self.due() {
            None => Standing::Never,
            Some(due) if due < self.now => Standing::Late(self.now - due),
            Some(_) => Standing::Left(self.target().length - self.clock().elapsed(self.now)),
        }
    }
}
