//! Who was of the desk when: spells of membership, read from what RT itself keeps of its groups.
//!
//! RT writes down every member that is added to or removed from a group of its users (`AddMember`, `DeleteMember`), and
//! when a group is disabled or enabled; whoever may see a group may read that. What follows is judged at the time of
//! each message:
//!
//! - A member is of the desk from the instant when they were added until the one when they were removed, both included:
//!   RT tells time by the second, and within one the desk is believed.
//! - In a group within a group somebody is of the desk as long as both hold.
//! - A member of whom RT has no entry (moved in by a script, or before RT wrote it down) always was one; one who is
//!   gone without an entry was one until it was noticed.
//! - Before a desk had a group nobody can have been in it. Whoever was put into the first of its groups within a day of
//!   its making was of the desk before it: a group that is made for vigie turns no old answer into a customer's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How long after its making the members of a desk's first group count as its founders, in seconds.
const FOUNDING: i64 = 24 * 60 * 60;
/// Groups within groups are followed this deep.
const DEEPEST: usize = 16;

/// When somebody was of the desk: spells from a second to a second, both included, in order and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tenure {
    spells: Vec<(i64, i64)>,
}

impl Tenure {
    pub fn always() -> Self {
        Self { spells: vec![(i64::MIN, i64::MAX)] }
    }

    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        let at = at.timestamp();
        self.spells.iter().any(|(from, until)| *from <= at && at <= *until)
    }

    /// Whether they are of the desk now.
    pub fn goes_on(&self) -> bool {
        self.spells.last().is_some_and(|(_, until)| *until == i64::MAX)
    }

    fn and(&self, other: &Self) -> Self {
        let pairs = self.spells.iter().flat_map(|one| other.spells.iter().map(move |two| (one, two)));
        let both = pairs.map(|(one, two)| (one.0.max(two.0), one.1.min(two.1)));
        Self { spells: both.filter(|(from, until)| from <= until).collect() }.in_order()
    }

    fn or(mut self, other: &Self) -> Self {
        self.spells.extend(&other.spells);
        self.in_order()
    }

    fn in_order(mut self) -> Self {
        self.spells.sort_unstable();
        let mut spells: Vec<(i64, i64)> = Vec::new();
        for (from, until) in self.spells {
            match spells.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(until),
                _ => spells.push((from, until)),
            }
        }
        Self { spells }
    }

    /// The first second (Unix time) for which two differ; `i64::MIN` if that was always so.
    pub fn differs_from(&self, other: &Self) -> Option<i64> {
        let bounds = |tenure: &Self| {
            tenure.spells.iter().flat_map(|(from, until)| [*from, *until]).collect::<BTreeSet<i64>>()
        };
        bounds(self).symmetric_difference(&bounds(other)).next().copied()
    }
}

/// What happened to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Added(u64),
    Removed(u64),
    Disabled,
    Enabled,
}

/// A group as RT tells it; people and groups by RT's numbers of principals.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Unix time.
    pub made: Option<i64>,
    pub is_disabled: bool,
    pub members: BTreeSet<u64>,
    /// In the order in which it happened, with the second (Unix time).
    pub deeds: Vec<(i64, Deed)>,
}

/// The groups of a desk with all that are in them, by RT's numbers.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    pub roots: BTreeSet<u64>,
    pub all: BTreeMap<u64, Group>,
}

impl Groups {
    /// When each principal was in one of the roots; `now` is Unix time.
    pub fn tenures(&self, now: i64) -> BTreeMap<u64, Tenure> {
        let first = self.roots.iter().filter_map(|root| self.all.get(root)?.made).min();
        let mut found: BTreeMap<u64, Tenure> = BTreeMap::new();
        for root in &self.roots {
            let made = self.all.get(root).and_then(|group| group.made);
            let founded = made.filter(|made| first.is_some_and(|first| *made <= first + FOUNDING));
            self.collect(*root, &Tenure::always(), founded, now, &mut Vec::new(), &mut found);
        }
        found
    }

    fn collect(
        &self,
        id: u64,
        within: &Tenure,
        founded: Option<i64>,
        now: i64,
        path: &mut Vec<u64>,
        found: &mut BTreeMap<u64, Tenure>,
    ) {
        let Some(group) = self.all.get(&id).filter(|_| path.len() < DEEPEST && !path.contains(&id)) else {
            return;
        };
        path.push(id);
        let enabled = group.deeds.iter().filter_map(|(at, deed)| match deed {
            Deed::Enabled => Some((*at, true)),
            Deed::Disabled => Some((*at, false)),
            Deed::Added(_) | Deed::Removed(_) => None,
        });
        let within = within.and(&spells(enabled, !group.is_disabled, now));
        let named = group.deeds.iter().filter_map(|(_, deed)| match deed {
            Deed::Added(who) | Deed::Removed(who) => Some(*who),
            Deed::Enabled | Deed::Disabled => None,
        });
        for who in named.chain(group.members.iter().copied()).collect::<BTreeSet<u64>>() {
            let came = group.deeds.iter().filter_map(|(at, deed)| match deed {
                Deed::Added(it) if *it == who => Some((founding(*at, founded), true)),
                Deed::Removed(it) if *it == who => Some((*at, false)),
                _ => None,
            });
            let tenure = within.and(&spells(came, group.members.contains(&who), now));
            self.collect(who, &tenure, None, now, path, found);
            if !self.all.contains_key(&who) && tenure != Tenure::default() {
                let before = found.remove(&who).unwrap_or_default();
                found.insert(who, before.or(&tenure));
            }
        }
        path.pop();
    }
}

fn founding(at: i64, founded: Option<i64>) -> i64 {
    if founded.is_some_and(|made| at <= made + FOUNDING) { i64::MIN } else { at }
}

/// From what begins and ends, in order, to spells. `holds` is what is so now.
fn spells(deeds: impl Iterator<Item = (i64, bool)>, holds: bool, now: i64) -> Tenure {
    let (mut spells, mut open, mut last) = (Vec::new(), None, i64::MIN);
    let mut untold = true;
    for (at, begins) in deeds {
        if begins {
            open = open.or(Some(at));
        } else if let Some(from) = open.take().or(untold.then_some(i64::MIN)) {
            spells.push((from, at));
        }
        (last, untold) = (at, false);
    }
    match (open, holds) {
        (Some(from), true) => spells.push((from, i64::MAX)),
        (None, true) => spells.push((last, i64::MAX)),
        (Some(from), false) => spells.push((from, now)),
        (None, false) => {}
    }
    Tenure { spells }.in_order()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: u64 = 27;
    const NESTED: u64 = 90;
    const DAY: i64 = 24 * 60 * 60;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn groups(root: Group, nested: Group) -> BTreeMap<u64, Tenure> {
        let all = [(ROOT, root), (NESTED, nested)].into_iter().collect();
        Groups { roots: [ROOT].into(), all }.tenures(900 * DAY)
    }

    fn group(members: &[u64], deeds: &[(i64, Deed)]) -> Group {
        let members = members.iter().copied().collect();
        Group { made: Some(100 * DAY), is_disabled: false, members, deeds: deeds.to_vec() }
    }

    #[test]
    fn who_joined_and_who_left_is_judged_at_the_time() {
        let deeds = [(100 * DAY, Deed::Added(1)), (300 * DAY, Deed::Added(2)), (400 * DAY, Deed::Removed(1))];
        let tenures = groups(group(&[2], &deeds), Group::default());
        let held = |who: u64, day: i64| tenures[&who].holds(at(day * DAY));
        assert_eq!([held(1, 50), held(1, 399), held(1, 400), held(1, 401)], [true, true, true, false]);
        assert_eq!([held(2, 299), held(2, 300), held(2, 800)], [false, true, true]);
        assert_eq!((tenures[&1].goes_on(), tenures[&2].goes_on()), (false, true));
        assert_eq!(tenures[&1].differs_from(&Tenure::always()), Some(400 * DAY));
        assert_eq!(tenures[&2].differs_from(&tenures[&2]), None);
    }

    #[test]
    fn of_whom_rt_has_no_entry_was_always_one_and_one_who_is_gone_was_one_until_now() {
        let tenures = groups(group(&[1], &[(500 * DAY, Deed::Added(3))]), Group::default());
        assert_eq!(tenures[&1], Tenure::always());
        assert!(tenures[&3].holds(at(899 * DAY)) && !tenures[&3].goes_on());
        let removed = groups(group(&[], &[(500 * DAY, Deed::Removed(4))]), Group::default());
        assert!(removed[&4].holds(at(0)) && !removed[&4].holds(at(501 * DAY)));
    }

    #[test]
    fn in_a_group_within_a_group_both_must_hold() {
        let root = group(&[NESTED], &[(200 * DAY, Deed::Added(NESTED))]);
        let nested = group(
            &[5],
            &[(100 * DAY, Deed::Added(5)), (600 * DAY, Deed::Disabled), (700 * DAY, Deed::Enabled)],
        );
        let tenures = groups(root, nested);
        let held = |day: i64| tenures[&5].holds(at(day * DAY));
        assert_eq!([held(150), held(200), held(650), held(750)], [false, true, false, true]);
        assert!(!tenures.contains_key(&NESTED), "a group is nobody");
    }

    #[test]
    fn groups_that_hold_each_other_end() {
        let tenures = groups(group(&[NESTED, 1], &[]), group(&[ROOT, 2], &[]));
        assert_eq!(tenures.keys().copied().collect::<Vec<u64>>(), [1, 2]);
    }
}
