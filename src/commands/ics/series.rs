//! Events of one name: a series, and what takes the place of its occurrences.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::event::{Event, Instead, Range};
use super::rule::{Beyond, Rule, Steps};
use super::value::{Length, Moment};
use super::why::{Refused, Why, shortened};
use super::zone::Zone;
use super::{MOST, Occurrence, When};

/// The days that are asked for, and the zone in which a day is one.
#[derive(Clone, Debug)]
pub struct Window {
    pub zone: Zone,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// What the occurrences of one file come from.
#[derive(Debug, Default)]
pub struct Series {
    master: Option<Event>,
    instead: BTreeMap<Key, (Instead, Event)>,
}

/// Puts events that have one name together; of two versions of one thing the newer one stays.
///
/// # Errors
/// Two that say different things, neither of which is newer.
pub fn grouped(events: Vec<Event>) -> Result<Vec<Series>, Refused> {
    let mut series: Vec<Series> = Vec::new();
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for event in events {
        let number = match &event.uid {
            None => series.len(),
            Some(uid) => *named.entry(uid.clone()).or_insert(series.len()),
        };
        if number == series.len() {
            series.push(Series::default());
        }
        series[number].add(event)?;
    }
    Ok(series)
}

impl Series {
    fn add(&mut self, event: Event) -> Result<(), Refused> {
        let Some(instead) = event.instead_of.clone() else {
            self.master = Some(match self.master.take() {
                None => event,
                Some(known) => newer(known, event)?,
            });
            return Ok(());
        };
        let key = Key::of(&instead.of);
        let kept = match self.instead.remove(&key) {
            None => event,
            Some((_, known)) => newer(known, event)?,
        };
        self.instead.insert(key, (instead, kept));
        Ok(())
    }
}

fn newer(one: Event, other: Event) -> Result<Event, Refused> {
    match one.version.cmp(&other.version) {
        std::cmp::Ordering::Less => Ok(other),
        std::cmp::Ordering::Greater => Ok(one),
        std::cmp::Ordering::Equal if one.says_the_same(&other) => Ok(one),
        std::cmp::Ordering::Equal => {
            let uid = shortened(one.uid.as_deref().unwrap_or_default());
            Err(Refused { line: other.line, why: Why::Ambiguous { uid, other: one.line } })
        }
    }
}

/// By what an occurrence of a series is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Day(NaiveDate),
    At(DateTime<Utc>),
}

impl Key {
    fn of(moment: &Moment) -> Key {
        match moment {
            Moment::Day(date) => Key::Day(*date),
            Moment::Time { local, zone } => Key::At(zone.instant(*local)),
        }
    }
}

/// Occurrences by which an event names them, as the series has them: days, and instants.
#[derive(Debug, Default)]
struct Named {
    days: BTreeSet<NaiveDate>,
    instants: BTreeSet<DateTime<Utc>>,
}

impl Named {
    /// In a series of times a day names all that begins on it; in one of days a time names its day.
    fn of<'a>(series: &Event, moments: impl IntoIterator<Item = &'a Moment>) -> Self {
        let mut named = Self::default();
        for moment in moments {
            match (moment, series.zone()) {
                (Moment::Time { local, zone }, Some(_)) => drop(named.instants.insert(zone.instant(*local))),
                (moment, _) => drop(named.days.insert(moment.day_meant())),
            }
        }
        named
    }

    fn has(&self, day: NaiveDate, at: Option<DateTime<Utc>>) -> bool {
        self.days.contains(&day) || at.is_some_and(|at| self.instants.contains(&at))
    }
}

/// From one occurrence on, everything is as a later event says.
struct Later<'a> {
    from: NaiveDateTime,
    event: &'a Event,
    start: &'a Moment,
}

impl Later<'_> {
    fn shift(&self) -> TimeDelta {
        self.start.local() - self.from
    }
}

impl Series {
    /// Adds every occurrence that touches the window: first those of the series, then those that were changed.
    ///
    /// # Errors
    /// Too many of them, or too long a way to them.
    pub fn occurrences(
        &self,
        window: &Window,
        steps: &mut Steps,
        found: &mut Vec<Occurrence>,
    ) -> Result<(), Refused> {
        let master = self.master.as_ref();
        if let Some(master) = master.filter(|master| !master.cancelled) {
            self.repeated(master, window, steps, found)?;
        }
        let out = master.map(|master| Named::of(master, &master.without_dates));
        for (instead, event) in self.instead.values() {
            let zone = master.and_then(Event::zone).unwrap_or(&Zone::UTC);
            let at = instead.of.instant();
            let is_out = out.as_ref().is_some_and(|out| out.has(instead.of.local_in(zone).date(), at));
            if let (false, false, Some(start)) = (event.cancelled, is_out, &event.start) {
                window.add(event, when(start, start.local(), event.length), Beyond::Nothing, found)?;
            }
        }
        Ok(())
    }

    fn repeated(
        &self,
        master: &Event,
        window: &Window,
        steps: &mut Steps,
        found: &mut Vec<Occurrence>,
    ) -> Result<(), Refused> {
        let Some(start) = &master.start else { return Ok(()) };
        let zone = master.zone().unwrap_or(&Zone::UTC);
        let later = self.later(zone, start);
        let (low, high) = window.reach(master, &later);
        let (starts, beyond) = starts(master, (low, high), steps)?;
        let out = Named::of(master, &master.without_dates);
        let changed = Named::of(master, self.instead.values().map(|(instead, _)| &instead.of));
        for (local, length) in starts {
            let at = master.zone().map(|zone| zone.instant(local));
            if out.has(local.date(), at) || changed.has(local.date(), at) {
                continue;
            }
            let last = later.partition_point(|later| later.from <= local);
            let (event, when) = match last.checked_sub(1).map(|last| &later[last]) {
                None => (master, when(start, local, length.unwrap_or(master.length))),
                Some(later) if later.event.cancelled => continue,
                Some(later) => {
                    let length = length.unwrap_or(later.event.length);
                    (later.event, when(later.start, local + later.shift(), length))
                }
            };
            window.add(event, when, beyond, found)?;
        }
        Ok(())
    }

    /// What changes the rest of the series, the earliest first.
    fn later<'a>(&'a self, zone: &Zone, start: &'a Moment) -> Vec<Later<'a>> {
        let all = self.instead.values().filter(|(instead, _)| instead.range == Range::ThisAndFuture);
        let mut later: Vec<Later<'_>> = all
            .map(|(instead, event)| Later {
                from: instead.of.local_in(zone),
                event,
                start: event.start.as_ref().unwrap_or(start),
            })
            .collect();
        later.sort_by_key(|later| later.from);
        later
    }
}

/// The starts of a series between two times on its wall clock, with their length where it is one of their own.
type Starts = BTreeMap<NaiveDateTime, Option<Length>>;

fn starts(
    master: &Event,
    (low, high): (NaiveDateTime, NaiveDateTime),
    steps: &mut Steps,
) -> Result<(Starts, Beyond), Refused> {
    let Some(start) = &master.start else { return Ok(Default::default()) };
    let zone = master.zone().unwrap_or(&Zone::UTC);
    let mut starts = Starts::new();
    let mut beyond = Beyond::Nothing;
    let is_within = |local: NaiveDateTime| low <= local && local <= high;
    let is_over = |(_, rule): &(usize, Rule)| rule.ends_before_it_starts();
    let never_was = !master.rules.is_empty() && master.rules.iter().all(is_over);
    if is_within(start.local()) && !never_was {
        starts.insert(start.local(), None);
    }
    for (line, rule) in &master.rules {
        let found = rule.between(low, high, steps).map_err(|why| Refused { line: *line, why })?;
        starts.extend(found.starts.into_iter().map(|local| (local, None)));
        beyond = beyond.max(found.beyond);
    }
    for (date, length) in &master.dates {
        let local = date.local_in(zone);
        if is_within(local) {
            starts.insert(local, *length);
        } else if local > high {
            beyond = beyond.max(Beyond::More);
        }
    }
    for (line, rule) in &master.without_rules {
        let found = rule.between(low, high, steps).map_err(|why| Refused { line: *line, why })?;
        for local in &found.starts {
            starts.remove(local);
        }
    }
    Ok((starts, beyond))
}

/// When something is that starts so on the wall clock of `start`.
fn when(start: &Moment, local: NaiveDateTime, length: Length) -> When {
    match start {
        Moment::Day(_) => {
            let days = (length.about().num_days() - 1).max(0);
            let from = local.date();
            When::Days { from, to: from.checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(from) }
        }
        Moment::Time { zone, .. } => When::Time { from: zone.instant(local), to: length.end(zone, local) },
    }
}

impl Window {
    /// Between which starts on the wall clock of a series everything is that touches the window.
    fn reach(&self, master: &Event, later: &[Later<'_>]) -> (NaiveDateTime, NaiveDateTime) {
        let own = master.dates.iter().filter_map(|(_, length)| *length);
        let lengths = later.iter().map(|later| later.event.length).chain(own).map(Length::about);
        let longest = lengths.fold(master.length.about(), TimeDelta::max);
        let shift = later.iter().map(|later| later.shift().abs()).max().unwrap_or_default();
        // Zones differ by less than two days.
        let margin = shift + TimeDelta::days(2);
        let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN);
        (midnight(self.from) - longest - margin, midnight(self.to) + TimeDelta::days(1) + margin)
    }

    fn add(
        &self,
        event: &Event,
        when: When,
        beyond: Beyond,
        found: &mut Vec<Occurrence>,
    ) -> Result<(), Refused> {
        let (first, last) = match when {
            When::Days { from, to } => (from, to),
            When::Time { from, to } => (self.zone.shown(from).date(), self.zone.shown(to).date()),
        };
        if first > self.to || last < self.from {
            return Ok(());
        }
        if found.len() >= MOST {
            return Err(Refused { line: event.line, why: Why::TooMany });
        }
        found.push(Occurrence { title: event.title.clone(), when, beyond });
        Ok(())
    }
}
