//! What is brought to a person outside of the console: plain data, made a sentence by `words`.

use chrono::{DateTime, Utc};

use crate::desk::rules::obligation::Threshold;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::severity::Severity;

/// By which way, beside the bell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// A sequence that the terminal makes a notification of.
    Terminal,
    Desktop,
    /// A command of the person's own.
    Hook,
}

/// Why it is told now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    ItHappened,
    /// While the machine slept or the backend could not be heard.
    WasMissed,
    /// Quiet hours are over.
    WasQuiet,
    /// Told before, and nobody has seen it.
    Unseen,
    /// Nothing happened: somebody wants to see whether it arrives.
    Test,
}

/// One signal for all that is told together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    pub why: Why,
    /// By the desk's clock (UTC).
    pub at: DateTime<Utc>,
    pub count: usize,
    pub breached: usize,
    /// The most urgent ones, the first of them first.
    pub tickets: Vec<Warned>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warned {
    pub id: TicketId,
    pub severity: Severity,
    pub threshold: Threshold,
    pub customer: SafeLine,
    pub subject: SafeLine,
    /// UTC.
    pub due: Option<DateTime<Utc>>,
}

/// A signal names no more tickets than this.
pub const MOST_NAMED: usize = 20;

impl Signal {
    /// One that says that it is a test.
    pub fn test(at: DateTime<Utc>) -> Self {
        Self { why: Why::Test, at, count: 0, breached: 0, tickets: Vec::new() }
    }

    /// The worst severity among what it names.
    pub fn severity(&self) -> Option<Severity> {
        self.tickets.iter().map(|ticket| ticket.severity).min()
    }
}
