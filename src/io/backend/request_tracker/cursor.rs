//! How far a console has heard: opaque to everybody else, and kept with its snapshot.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::app::protocol::event::Failure;

/// A change is looked for again this long: what was committed late must not be missed.
pub const OVERLAP: TimeDelta = TimeDelta::minutes(2);
/// A quiet time moves the cursor only so often, so that a quiet console writes nothing to its disk.
const MOVES_EVERY: TimeDelta = TimeDelta::minutes(1);
/// After a longer silence everything is read anew.
const LONGEST_SILENCE: TimeDelta = TimeDelta::days(14);

/// As long as a second may still bring something: RT's clock is known to the second, and this much better than that.
const SETTLES: TimeDelta = TimeDelta::seconds(5);

/// How far a ticket was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// The second of its last change.
    at: i64,
    /// The last entry of its history: what tells two changes of one second apart.
    entry: u64,
    /// It was read when that second was long over.
    settled: bool,
}

/// What a list, which has its changes to the second, says of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    Changed,
    /// Told up to an entry; in the same second there may be a later one.
    Perhaps {
        after: u64,
    },
    None,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    /// By what the tickets were read: another mapping reads them all anew.
    mapping: u32,
    /// All changes up to here were told (RT's clock, seconds).
    heard: i64,
    /// In a first synchronisation: it has come to this ticket.
    pub after: Option<u64>,
    /// The changes that were told and are not older than the overlap, by ticket.
    told: BTreeMap<u64, Told>,
    /// When all ids were last compared.
    pub swept: i64,
}

impl Cursor {
    pub fn new(mapping: u32, now: DateTime<Utc>) -> Self {
        let heard = now.timestamp();
        Self { mapping, heard, after: Some(0), told: BTreeMap::new(), swept: heard }
    }

    /// Reads what an earlier answer gave; one that fits no more is unknown.
    pub fn read(text: &str, mapping: u32, now: DateTime<Utc>) -> Result<Self, Failure> {
        let cursor: Self = serde_json::from_str(text).map_err(|_not_ours| Failure::CursorUnknown)?;
        let silence = now.timestamp() - cursor.heard;
        let fits = cursor.mapping == mapping && silence < LONGEST_SILENCE.num_seconds();
        if fits { Ok(cursor) } else { Err(Failure::CursorUnknown) }
    }

    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How many minutes back changes must be asked for.
    pub fn minutes(&self, now: DateTime<Utc>) -> i64 {
        let silence = TimeDelta::seconds((now.timestamp() - self.heard).max(0));
        (silence + OVERLAP).num_minutes() + 1
    }

    pub fn news(&self, ticket: u64, changed: DateTime<Utc>) -> News {
        match self.told.get(&ticket) {
            Some(told) if told.at < changed.timestamp() => News::Changed,
            Some(told) if !told.settled => News::Perhaps { after: told.entry },
            Some(_) => News::None,
            None => News::Changed,
        }
    }

    /// Takes note of a ticket that was read at `read`, with everything up to an entry of its history.
    pub fn tell(&mut self, ticket: u64, changed: DateTime<Utc>, entry: u64, read: DateTime<Utc>) {
        let told = Told { at: changed.timestamp(), entry, settled: read - changed > SETTLES };
        self.told.insert(ticket, told);
    }

    /// Takes note that a ticket had no later entry at `read`.
    pub fn settle(&mut self, ticket: u64, read: DateTime<Utc>) {
        if let Some(told) = self.told.get_mut(&ticket) {
            told.settled |= read.timestamp() - told.at > SETTLES.num_seconds();
        }
    }

    /// Moves on, if that is worth writing down.
    pub fn hear(&mut self, now: DateTime<Utc>, changed: bool) {
        if changed || now.timestamp() - self.heard >= MOVES_EVERY.num_seconds() {
            self.heard = now.timestamp();
            // What `minutes` can never ask for again.
            let oldest = self.heard - (OVERLAP + TimeDelta::minutes(2)).num_seconds();
            self.told.retain(|_, told| told.at >= oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minute * 60, 0).unwrap()
    }

    #[test]
    fn a_change_is_told_once_although_it_is_asked_for_again() {
        let mut cursor = Cursor::new(7, at(0));
        cursor.tell(12, at(1), 90, at(2));
        cursor.hear(at(2), true);
        assert_eq!(cursor.news(12, at(1)), News::None);
        assert_eq!((cursor.news(12, at(2)), cursor.news(13, at(1))), (News::Changed, News::Changed));
        assert!(cursor.minutes(at(1)) >= 3);
        cursor.hear(at(9), true);
        assert_eq!(cursor.told, BTreeMap::new(), "what is asked for no more is not remembered");
    }

    #[test]
    fn in_a_second_that_was_not_over_another_entry_is_looked_for_until_it_is() {
        let second = at(1);
        let after = |millis| second + TimeDelta::milliseconds(millis);
        let mut cursor = Cursor::new(7, at(0));
        cursor.tell(12, second, 90, after(300));
        assert_eq!(cursor.news(12, second), News::Perhaps { after: 90 });
        cursor.settle(12, after(2_000));
        assert_eq!(cursor.news(12, second), News::Perhaps { after: 90 }, "clocks differ a little");
        cursor.tell(12, second, 91, after(2_500));
        assert_eq!(cursor.news(12, second), News::Perhaps { after: 91 }, "a second change of that second");
        cursor.settle(12, after(10_000));
        assert_eq!(cursor.news(12, second), News::None);
    }

    #[test]
    fn what_was_told_is_remembered_as_long_as_it_can_be_asked_for() {
        let mut cursor = Cursor::new(7, at(0));
        cursor.tell(12, at(0), 90, at(1));
        for minute in 0..30 {
            cursor.hear(at(minute), false);
            let reaches = at(minute) - TimeDelta::minutes(cursor.minutes(at(minute)));
            assert!(cursor.news(12, at(0)) == News::None || reaches > at(0), "minute {minute}");
        }
    }

    #[test]
    fn a_quiet_time_changes_nothing_that_is_written() {
        let mut cursor = Cursor::new(7, at(0));
        let before = cursor.write();
        cursor.hear(at(0) + TimeDelta::seconds(59), false);
        assert_eq!(cursor.write(), before);
    }

    #[test]
    fn a_cursor_of_another_mapping_or_of_long_ago_is_unknown() {
        let text = Cursor::new(7, at(0)).write();
        assert!(Cursor::read(&text, 7, at(10)).is_ok());
        let unknown = Err(Failure::CursorUnknown);
        assert_eq!(Cursor::read(&text, 8, at(10)), unknown);
        assert_eq!(Cursor::read(&text, 7, at(15 * 24 * 60)), unknown);
        assert_eq!(Cursor::read("1:42", 7, at(0)), unknown);
    }
}
