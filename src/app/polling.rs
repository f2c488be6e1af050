//! When a backend is asked what: connect, read the last snapshot, then changes, for ever.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::names::{BackendId, LocalId};

use super::effect::Effect;
use super::event::{Changes, Failure};
use super::now::Now;
use super::settings::Pace;

/// The last answer of a backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// By the console's own clock (UTC).
    pub at: DateTime<Utc>,
    pub mono: Duration,
}

/// A row of failures that is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    pub why: Failure,
    /// When the first of them was.
    pub since: DateTime<Utc>,
    pub times: u32,
}

/// What is on its way; one thing at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Resting,
    Connecting,
    Polling,
}

/// The copy that the last run kept: the first poll goes on from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Snapshot {
    #[default]
    NotAsked,
    Asked,
    Answered,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polling {
    doing: Doing,
    connected: bool,
    snapshot: Snapshot,
    /// Not before this; on `mono`.
    until: Duration,
    asked_at: Duration,
    cursor: Option<String>,
    /// What a synchronisation from nothing has seen so far; what it has not is dropped at its end.
    afresh: Option<BTreeSet<LocalId>>,
    /// Whether the whole queue was heard, in this run or in the one that kept the snapshot.
    complete: bool,
    /// Whether this run heard all there was up to some moment.
    caught_up: bool,
    loading_rules: bool,
    heard: Option<Heard>,
    failed: Option<Failed>,
}

/// What a page of changes was part of.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The first page of a synchronisation from nothing.
    pub afresh: bool,
    /// The last page of one, with all that it saw.
    pub all_seen: Option<BTreeSet<LocalId>>,
    /// This page is news to a person: everything before it was already heard in this run.
    pub is_news: bool,
}

impl Polling {
    pub fn heard(&self) -> Option<Heard> {
        self.heard
    }

    pub fn failed(&self) -> Option<&Failed> {
        self.failed.as_ref()
    }

    /// How long until the next attempt.
    pub fn next_try(&self, now: Now) -> Duration {
        self.until.saturating_sub(now.mono)
    }

    /// Whether something is on its way right now.
    pub fn is_asking(&self) -> bool {
        self.doing != Doing::Resting
    }

    /// Whether the whole queue was heard, in this run or in the one that kept the snapshot.
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}
