//! How far a console has heard: opaque to everybody else, and kept with its snapshot.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::app::protocol::event::Failure;
use crate::desk::mapping::Mapping;

use super::reference::{ReadBy, queue_of};
use super::wire;

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
    /// By what the tickets were read besides themselves.
    pub read_by: ReadBy,
    /// The tickets that were looked at and are not known to have left, by the number of their queue.
    known: BTreeMap<u64, Looked>,
    /// Tickets that are read again although nothing happened to them.
    #[serde(with = "runs")]
    again: BTreeSet<u64>,
}

/// The tickets of a queue, and what it was called when they were read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Looked {
    name: String,
    #[serde(with = "runs")]
    ids: BTreeSet<u64>,
    /// An internal comment on one of them that could be read, by the number of its entry.
    comment: Option<u64>,
    /// It can be read no more.
    is_hidden: bool,
}

impl Cursor {
    pub fn new(mapping: u32, now: DateTime<Utc>, read_by: ReadBy) -> Self {
        let heard = now.timestamp();
        let (told, known, again) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { mapping, heard, after: Some(0), told, swept: heard, read_by, known, again }
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

    /// Takes note of a ticket that was looked at.
    pub fn look_at(&mut self, row: &wire::Ticket) {
        let Some(queue) = queue_of(row) else { return };
        for (other, looked) in &mut self.known {
            if *other != queue {
                looked.ids.remove(&row.id);
            }
        }
        self.hear_name(queue, row.queue.name.as_deref().unwrap_or_default());
        let name = || row.queue.name.clone().unwrap_or_default();
        let looked = self.known.entry(queue).or_insert_with(|| Looked { name: name(), ..Looked::default() });
        looked.ids.insert(row.id);
    }

    /// A queue may have got another name: then its tickets are somebody else's.
    pub fn hear_name(&mut self, queue: u64, name: &str) {
        if let Some(looked) = self.known.get_mut(&queue)
            && looked.name != name
        {
            name.clone_into(&mut looked.name);
            self.again.extend(&looked.ids);
        }
    }

    /// Takes note of the fields that a ticket shows which was read whole.
    pub fn learn(&mut self, mapping: &Mapping, row: &wire::Ticket) {
        if self.read_by.fields.learn(mapping, row)
            && let Some(looked) = queue_of(row).and_then(|queue| self.known.get(&queue))
        {
            self.again.extend(&looked.ids);
        }
    }

    /// Takes note of what could be read of a ticket's history.
    pub fn hear_history(&mut self, row: &wire::Ticket, history: &[wire::Transaction]) {
        let Some(looked) = queue_of(row).and_then(|queue| self.known.get_mut(&queue)) else { return };
        let comment = history.iter().rev().find(|entry| entry.kind == "Comment").map(|entry| entry.id);
        if let Some(comment) = comment.filter(|_| looked.comment.is_none() || looked.is_hidden) {
            (looked.comment, looked.is_hidden) = (Some(comment), false);
        }
    }

    /// What tells whether internal comments can be read: one of each queue where one could; of the others, by their
    /// newest tickets, at most so many.
    pub fn comments(&self, most: usize) -> (Vec<u64>, Vec<u64>) {
        let comments = self.known.values().filter_map(|looked| looked.comment).take(most).collect();
        let silent = self.known.values().filter(|looked| looked.comment.is_none());
        let mut tickets: Vec<u64> =
            silent.flat_map(|looked| looked.ids.iter().rev().take(most)).copied().collect();
        tickets.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
        tickets.truncate(most);
        (comments, tickets)
    }

    /// Of the comments that were asked for, these can be read: where that is otherwise than before, all is read again.
    pub fn hear_comments(&mut self, asked: &[u64], found: &[wire::Transaction]) {
        let before = DateTime::from_timestamp_millis(self.read_by.compared);
        for looked in self.known.values_mut() {
            let is_found = |id: u64| found.iter().any(|entry| entry.id == id);
            let is_otherwise = match looked.comment {
                Some(comment) if asked.contains(&comment) => looked.is_hidden == is_found(comment),
                Some(_) => false,
                // One that was written meanwhile is news by itself.
                None => found.iter().any(|it| looked.ids.contains(&it.ticket) && it.created < before),
            };
            if is_otherwise {
                looked.is_hidden = looked.comment.is_some() && !looked.is_hidden;
                self.again.extend(&looked.ids);
            }
        }
    }

    /// So many tickets of each queue that was not heard of, those of the greatest numbers first, without those that were
    /// tried.
    pub fn samples(&self, each: usize, heard: &BTreeSet<u64>, tried: &BTreeSet<u64>) -> Vec<u64> {
        let queues = self.known.iter().filter(|(queue, _)| !heard.contains(queue));
        let left = |id: &&u64| !tried.contains(id);
        queues.flat_map(|(_, looked)| looked.ids.iter().rev().filter(left).take(each)).copied().collect()
    }

    pub fn forget(&mut self, ticket: u64) {
        for looked in self.known.values_mut() {
            looked.ids.remove(&ticket);
        }
        self.again.remove(&ticket);
    }

    fn knows(&self, ticket: u64) -> bool {
        self.known.values().any(|looked| looked.ids.contains(&ticket))
    }

    /// Reads those again of some tickets that were looked at.
    pub fn read_again(&mut self, tickets: &BTreeSet<u64>) {
        let known: Vec<u64> = tickets.iter().copied().filter(|id| self.knows(*id)).collect();
        self.again.extend(known);
    }

    pub fn read_all_again(&mut self) {
        self.again.extend(self.known.values().flat_map(|looked| &looked.ids));
    }

    /// All tickets were counted: those that were not looked at yet are, and what is not among them has left.
    pub fn counted(&mut self, seen: &BTreeSet<u64>) {
        self.known.values_mut().for_each(|looked| looked.ids.retain(|id| seen.contains(id)));
        self.known.retain(|_, looked| !looked.ids.is_empty());
        let new: Vec<u64> = seen.iter().copied().filter(|id| !self.knows(*id)).collect();
        self.again.extend(new);
    }

    /// Some of the tickets that are to be read again, at most so many.
    pub fn some_again(&self, most: usize) -> Vec<u64> {
        self.again.iter().copied().take(most).collect()
    }

    pub fn is_read_again(&self, ticket: u64) -> bool {
        self.again.contains(&ticket)
    }

    pub fn has_again(&self) -> bool {
        !self.again.is_empty()
    }

    pub fn was_read_again(&mut self, ticket: u64) {
        self.again.remove(&ticket);
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

/// Numbers, written as runs: from where the last one ended, and how many more follow in a row.
mod runs {
    use std::collections::BTreeSet;

    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(numbers: &BTreeSet<u64>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for number in numbers {
            match runs.last_mut() {
                Some((from, more)) if *from + *more + 1 == *number => *more += 1,
                _ => runs.push((*number, 0)),
            }
        }
        let mut last = 0;
        let written: Vec<String> = runs
            .into_iter()
            .map(|(from, more)| {
                let step = from - last;
                last = from + more;
                if more == 0 { step.to_string() } else { format!("{step}+{more}") }
            })
            .collect();
        serializer.serialize_str(&written.join(","))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<u64>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom("no runs of numbers");
        let (mut numbers, mut last) = (BTreeSet::new(), 0_u64);
        for run in text.split(',').filter(|run| !run.is_empty()) {
            let (step, more) = run.split_once('+').unwrap_or((run, "0"));
            let (step, more): (u64, u64) =
                (step.parse().map_err(|_no| wrong())?, more.parse().map_err(|_no| wrong())?);
            let from = last.checked_add(step).ok_or_else(wrong)?;
            // No more than there can be tickets.
            last = from.checked_add(more.min(10_000_000)).ok_or_else(wrong)?;
            numbers.extend(from..=last);
        }
        Ok(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(now: DateTime<Utc>) -> Cursor {
        Cursor::new(7, now, ReadBy::default())
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + minute * 60, 0).unwrap()
    }

    #[test]
    fn a_change_is_told_once_although_it_is_asked_for_again() {
        let mut cursor = new(at(0));
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
        let mut cursor = new(at(0));
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
        let mut cursor = new(at(0));
        cursor.tell(12, at(0), 90, at(1));
        for minute in 0..30 {
            cursor.hear(at(minute), false);
            let reaches = at(minute) - TimeDelta::minutes(cursor.minutes(at(minute)));
            assert!(cursor.news(12, at(0)) == News::None || reaches > at(0), "minute {minute}");
        }
    }

    #[test]
    fn a_quiet_time_changes_nothing_that_is_written() {
        let mut cursor = new(at(0));
        let before = cursor.write();
        cursor.hear(at(0) + TimeDelta::seconds(59), false);
        assert_eq!(cursor.write(), before);
    }

    #[test]
    fn a_cursor_of_another_mapping_or_of_long_ago_is_unknown() {
        let text = new(at(0)).write();
        assert!(Cursor::read(&text, 7, at(10)).is_ok());
        let unknown = Err(Failure::CursorUnknown);
        assert_eq!(Cursor::read(&text, 8, at(10)), unknown);
        assert_eq!(Cursor::read(&text, 7, at(15 * 24 * 60)), unknown);
        assert_eq!(Cursor::read("1:42", 7, at(0)), unknown);
    }

    fn row(id: u64, queue: u64, name: &str) -> wire::Ticket {
        let text =
            format!(r#"{{"id": {id}, "Queue": {{"id": "{queue}", "type": "queue", "Name": "{name}"}}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn what_was_looked_at_comes_back_as_it_was_written() {
        let mut cursor = new(at(0));
        for id in [1, 2, 3, 7, 9, 10, 4_000] {
            cursor.look_at(&row(id, 3, "Aldermoor"));
        }
        cursor.read_again(&[2, 5, 9].into());
        let text = cursor.write();
        assert!(text.contains("1+2,4,2+1,3990"), "{text}");
        assert_eq!(Cursor::read(&text, 7, at(1)), Ok(cursor));
    }

    #[test]
    fn counting_adds_what_is_new_and_forgets_what_left() {
        let mut cursor = new(at(0));
        cursor.look_at(&row(1, 3, "Aldermoor"));
        cursor.look_at(&row(2, 4, "Northquay"));
        cursor.counted(&[1, 8].into());
        assert_eq!(cursor.some_again(9), [8]);
        cursor.was_read_again(8);
        cursor.read_all_again();
        assert_eq!(cursor.some_again(9), [1], "the other one left");
    }

    #[test]
    fn tickets_of_a_renamed_queue_are_read_again_and_a_moved_one_is_of_one_queue() {
        let mut cursor = new(at(0));
        cursor.look_at(&row(1, 3, "Aldermoor"));
        cursor.look_at(&row(2, 3, "Aldermoor"));
        cursor.look_at(&row(2, 4, "Northquay"));
        cursor.hear_name(3, "Aldermoor");
        assert!(!cursor.has_again());
        cursor.hear_name(3, "Aldermoor Bank");
        assert_eq!(cursor.some_again(9), [1]);
        let none = BTreeSet::new();
        assert_eq!(cursor.samples(1, &none, &none), [1, 2]);
        assert_eq!(cursor.samples(1, &[4].into(), &[1].into()), [0_u64; 0]);
    }
}
