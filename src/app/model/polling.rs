//! When a backend is asked what: connect, read the last snapshot, then changes, for ever.

use crate::app::model::brake::{Ahead, LONGEST_BACKOFF, Row};
pub use crate::app::model::brake::{backoff, jittered};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Changes, Failure};
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::{BackendId, LocalId};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use std::time::Duration;

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

/// Whether it is known who answers. It is asked also beside a poll, which may wait for an answer that never comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Acquaintance {
    #[default]
    Stranger,
    Asked,
    Known,
}

/// Whether a poll is on its way; one at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Resting,
    Polling,
}

/// The copy that an earlier run kept: the first poll goes on from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Snapshot {
    #[default]
    NotAsked,
    Asked,
    Missing,
    Loaded,
}

/// Whether our own clock jumped, and no backend has told since what time it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Jump {
    #[default]
    No,
    /// What is on its way now was asked for before.
    NotAskedSince,
    AskedSince,
}

/// A synchronisation from nothing.
#[derive(Clone, Debug, Default, PartialEq)]
enum Afresh {
    #[default]
    No,
    /// There is nothing that it could replace.
    Filling,
    /// What it has seen so far; what it has not is dropped at its end, so that nothing flickers.
    Replacing(BTreeSet<LocalId>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polling {
    doing: Doing,
    acquaintance: Acquaintance,
    /// Whether it has answered a poll since: it knows the cursor that we go on from, so nobody put an older copy in its
    /// place.
    vouched: bool,
    snapshot: Snapshot,
    /// Nothing is asked before this (on `mono`).
    until: Duration,
    asked_at: Duration,
    asked_who_at: Duration,
    cursor: Option<String>,
    afresh: Afresh,
    /// Whether the whole queue was heard, in this run or in the one that kept the snapshot.
    complete: bool,
    /// Whether this run heard all there was up to some moment.
    caught_up: bool,
    heard: Option<Heard>,
    failed: Option<Failed>,
    jump: Jump,
    row: Row,
    /// How often in a row the cursor was unknown, without one synchronisation that came to its end.
    unknown: u32,
}

/// What a page of changes was part of.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Page {
    /// What should be kept of it for the next start.
    pub worth: Worth,
    /// The end of one that replaces what was there, or of a count: all that there is.
    pub all_seen: Option<BTreeSet<LocalId>>,
    /// News to a person: everything before it was already heard in this run.
    pub is_news: bool,
    /// It has tickets that no page of this synchronisation had before.
    pub counted: bool,
    /// The first answer after a failure.
    pub recovered: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Worth {
    /// It brought nothing, and not even another cursor.
    Nothing,
    Further,
    /// The first page of a synchronisation from nothing: what was kept before is void.
    Afresh,
}

/// Two wakes that close together are one.
const SAME_MOMENT: Duration = Duration::from_millis(50);

/// How soon after an act failed it is asked who answers.
const SOON: Duration = Duration::from_secs(1);

/// The longest that a backend may tell us to stay away.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// The least that stays between two tries, whatever a backend says.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

impl Polling {
    pub fn heard(&self) -> Option<Heard> {
        self.heard
    }

    /// How long ago it was heard last; by either clock, since one of them stands still while the machine sleeps.
    pub(in crate::app) fn silence(&self, now: Now) -> Option<TimeDelta> {
        let heard = self.heard?;
        let mono = TimeDelta::from_std(now.mono.saturating_sub(heard.mono)).unwrap_or_default();
        Some(mono.max(now.wall - heard.at))
    }

    pub fn failed(&self) -> Option<&Failed> {
        self.failed.as_ref()
    }

    /// When the poll that is on its way was sent (on `mono`).
    pub(in crate::app) fn asked_at(&self) -> Duration {
        self.asked_at
    }

    /// When it was last asked who it is (on `mono`).
    pub(in crate::app) fn asked_who_at(&self) -> Duration {
        self.asked_who_at
    }

    /// How long until the next attempt.
    pub fn next_try(&self, now: Now) -> Duration {
        self.until.saturating_sub(now.mono)
    }

    /// Whether something is on its way right now.
    pub fn is_asking(&self) -> bool {
        self.doing != Doing::Resting || self.acquaintance == Acquaintance::Asked
    }

    /// Whether the whole queue was heard, in this run or in the one that kept the snapshot.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the backend's store is known to be the one that we think.
    pub fn is_connected(&self) -> bool {
        self.acquaintance == Acquaintance::Known
    }

    /// Whether what was made for the store that we think may be sent there.
    pub(in crate::app) fn is_vouched(&self) -> bool {
        self.is_connected() && self.vouched
    }

    /// Whether what is shown was heard in this run.
    pub fn is_caught_up(&self) -> bool {
        self.caught_up
    }

    /// Starts what is due: one thing at a time.
    pub(in crate::app) fn due(&mut self, backend: &BackendId, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.snapshot == Snapshot::NotAsked {
            self.snapshot = Snapshot::Asked;
            effects.push(Effect::LoadSnapshot { backend: backend.clone() });
        }
        if now.mono + SAME_MOMENT >= self.until {
            effects.extend(self.next(backend, now));
        }
        effects
    }

    fn next(&mut self, backend: &BackendId, now: Now) -> Option<Effect> {
        let backend = backend.clone();
        match self.acquaintance {
            Acquaintance::Stranger => {
                self.acquaintance = Acquaintance::Asked;
                self.asked_who_at = now.mono;
                self.asked_since_jump();
                return Some(Effect::Connect { backend });
            }
            Acquaintance::Asked => return None,
            Acquaintance::Known => {}
        }
        if self.doing == Doing::Polling || self.snapshot == Snapshot::Asked {
            return None;
        }
        self.doing = Doing::Polling;
        self.asked_since_jump();
        self.asked_at = now.mono;
        Some(Effect::Poll { backend, since: self.cursor.clone(), wait: Duration::ZERO })
    }

    /// Asks at once what would be asked later: a person wants to know, or the machine has slept.
    pub(in crate::app) fn hurry(&mut self, now: Now) {
        self.until = self.until.min(now.mono);
    }

    /// Our own clock jumped: the machine has slept, or the clock was set. The backend is asked which.
    pub(in crate::app) fn clock_jumped(&mut self, now: Now) {
        self.jump = Jump::NotAskedSince;
        self.hurry(now);
    }

    fn asked_since_jump(&mut self) {
        if self.jump == Jump::NotAskedSince {
            self.jump = Jump::AskedSince;
        }
    }

    /// Whether it is not known how late it is at the backend.
    pub(in crate::app) fn is_in_doubt(&self) -> bool {
        self.jump != Jump::No
    }

    /// An answer came: tells whether it says how late it is now, or was asked for before our clock jumped.
    pub(in crate::app) fn tells_time(&mut self) -> bool {
        let tells = self.jump != Jump::NotAskedSince;
        if tells {
            self.jump = Jump::No;
        }
        tells
    }

    pub(in crate::app) fn snapshot_loaded(&mut self, cursor: &str) {
        self.snapshot = Snapshot::Loaded;
        self.cursor = Some(cursor.to_owned());
        self.complete = true;
    }

    pub(in crate::app) fn snapshot_missing(&mut self) {
        self.snapshot = Snapshot::Missing;
    }

    pub(in crate::app) fn connected(&mut self, now: Now) {
        self.acquaintance = Acquaintance::Known;
        self.until = now.mono;
        if self.snapshot == Snapshot::Missing && !self.complete {
            // Only now is it known whose store it is.
            self.snapshot = Snapshot::NotAsked;
        }
    }

    /// Forgets all that was heard: the backend has another store than we thought.
    pub(in crate::app) fn start_anew(&mut self) {
        let Self { doing, acquaintance, until, asked_at, asked_who_at, row, unknown, .. } = *self;
        *self = Self { doing, acquaintance, until, asked_at, asked_who_at, row, unknown, ..Self::default() };
    }

    pub(in crate::app) fn polled(&mut self, changes: &Changes, holds_tickets: bool, now: Now) -> Page {
        self.doing = Doing::Resting;
        self.vouched = self.is_connected();
        self.heard = Some(Heard { at: now.wall, mono: now.mono });
        let afresh = self.cursor.is_none();
        let same = self.cursor.as_deref() == Some(&changes.cursor);
        if afresh {
            self.afresh = if holds_tickets { Afresh::Replacing(BTreeSet::new()) } else { Afresh::Filling };
        }
        let mut counted = false;
        if let Afresh::Replacing(seen) = &mut self.afresh {
            let before = seen.len();
            seen.extend(changes.tickets.iter().map(|ticket| ticket.id.clone()));
            changes.gone.iter().for_each(|gone| {
                seen.remove(gone);
            });
            counted = seen.len() > before;
        }
        self.cursor = Some(changes.cursor.clone());
        let page = Page {
            worth: if afresh {
                Worth::Afresh
            } else if same && changes.tickets.is_empty() && changes.gone.is_empty() {
                Worth::Nothing
            } else {
                Worth::Further
            },
            all_seen: None,
            is_news: self.caught_up,
            counted,
            recovered: self.failed.take().is_some(),
        };
        if changes.more {
            return page;
        }
        self.unknown = 0;
        self.complete = true;
        self.caught_up = true;
        match std::mem::take(&mut self.afresh) {
            Afresh::Replacing(seen) => Page { all_seen: Some(seen), ..page },
            Afresh::No => Page { all_seen: changes.whole.clone(), ..page },
            Afresh::Filling => page,
        }
    }

    /// Rests until the next poll, counted from when the last one was sent.
    pub(in crate::app) fn rest(&mut self, ahead: Ahead, pace: Duration, now: Now) {
        self.row = self.row.and(ahead);
        let pause = match ahead {
            Ahead::More { .. } => self.row.pause(),
            // Once: the next poll is asked for after the jump.
            Ahead::Nothing if self.jump == Jump::NotAskedSince => Duration::ZERO,
            Ahead::Nothing => pace,
        };
        self.until = (self.asked_at + pause).max(now.mono);
    }

    /// After such a failure nobody knows who answers next: it is asked who it is before anything else.
    pub(in crate::app) fn doubt_who_answers(&mut self, why: &Failure, now: Now) {
        match why {
            Failure::Unreachable
            | Failure::AnswerLost
            | Failure::NoToken(_)
            | Failure::NotAllowed
            | Failure::CursorUnknown
            | Failure::ServerFault { .. }
            | Failure::Unintelligible(_) => {
                if self.acquaintance == Acquaintance::Known {
                    self.acquaintance = Acquaintance::Stranger;
                }
                self.until = self.until.min(now.mono + SOON);
            }
            // It is there, and the token is another one: a poll that is under way is not waited for.
            Failure::AskWho => {
                if self.acquaintance == Acquaintance::Known {
                    self.acquaintance = Acquaintance::Stranger;
                }
                self.hurry(now);
            }
            // It was the one that we know who said so.
            Failure::Forbidden | Failure::NotFound | Failure::TooManyRequests { .. } => {}
        }
    }

    /// It did not say who it is.
    pub(in crate::app) fn not_greeted(&mut self) {
        self.acquaintance = Acquaintance::Stranger;
    }

    /// It did not answer a poll.
    pub(in crate::app) fn not_polled(&mut self) {
        self.doing = Doing::Resting;
    }

    pub(in crate::app) fn failed_with(&mut self, why: Failure, backend: &BackendId, now: Now) {
        if self.jump == Jump::AskedSince {
            // Nobody can tell: then our own clock is believed.
            self.jump = Jump::No;
        }
        self.doubt_who_answers(&why, now);
        self.vouched &= self.is_connected();
        self.row = Row::default();
        if why == Failure::CursorUnknown {
            // The store may be another one: who answers is asked again before anything is believed. Once at once: a
            // backend that knows no cursor, not even its own, is left alone for longer and longer.
            let unknown = self.unknown.saturating_add(1);
            let pause = if unknown > 1 { backoff(unknown - 1, LONGEST_BACKOFF) } else { Duration::ZERO };
            let until = now.mono + pause;
            *self = Self { vouched: false, cursor: None, until, unknown, ..std::mem::take(self) };
            return;
        }
        if why == Failure::AskWho {
            self.until = now.mono;
            return;
        }
        let before = self.failed.take();
        let times = before.as_ref().map_or(1, |failed| failed.times.saturating_add(1));
        self.until = now.mono + pause(&why, times, backend);
        self.failed = Some(Failed { since: before.map_or(now.wall, |failed| failed.since), why, times });
    }
}

/// How long to stay away after a failure.
fn pause(why: &Failure, times: u32, backend: &BackendId) -> Duration {
    match why {
        Failure::TooManyRequests { wait: Some(wait) } | Failure::ServerFault { wait: Some(wait), .. } => {
            (*wait).clamp(SHORTEST_WAIT, LONGEST_WAIT)
        }
        // Whoever has to unlock a keyring is not asked every few seconds.
        Failure::NoToken(_) | Failure::NotAllowed | Failure::Forbidden => LONGEST_BACKOFF,
        _ => {
            let seed = backend
                .as_str()
                .bytes()
                .fold(times, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
            jittered(backoff(times, LONGEST_BACKOFF), seed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_up_to_the_longest() {
        let seconds = |attempts| backoff(attempts, Duration::from_mins(5)).as_secs();
        assert_eq!([0, 1, 2, 3, 8, 9, 40, u32::MAX].map(seconds), [2, 2, 4, 8, 256, 300, 300, 300]);
    }

    #[test]
    fn jitter_takes_away_a_fifth_at_most_and_scatters() {
        let paused: BTreeSet<Duration> = (0..100).map(|seed| jittered(LONGEST_BACKOFF, seed)).collect();
        assert!(paused.iter().all(|pause| (48.0..=60.0).contains(&pause.as_secs_f64())));
        assert!(paused.len() > 50);
    }
}
