//! The zones of a calendar file: by an IANA name, by the name that Windows and Exchange use, or defined in the file.
//!
//! Where a name is one of IANA's or of Windows', the zone data of this program count and not the file's VTIMEZONE: a
//! file is written once, and laws change. What a wall clock shows is asked of the desk's clock and nobody else.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use windows_timezones::WindowsTimezone;

use crate::desk::sla::{Tz, UnknownZone, WallTime};

use super::lines::Line;
use super::rule::{self, Steps};
use super::value;
use super::why::{Refused, Why, shortened};

/// Rules of zones often begin in 1601; what they brought before this counts for nobody's shift.
const EARLIEST: NaiveDateTime = DateTime::UNIX_EPOCH.naive_utc();

#[derive(Clone, Debug, PartialEq)]
pub enum Zone {
    Named(Tz),
    Own(Arc<Changes>),
}

impl Zone {
    pub const UTC: Zone = Zone::Named(Tz::UTC);

    /// The instant at which the wall clock shows `local`: the first one if it comes twice, and by the offset before the
    /// gap if the clock jumps over it (RFC 5545 3.3.5).
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self {
            Zone::Named(tz) => {
                let first = WallTime::first_showing(*tz, local);
                if WallTime::at(*tz, first).shown == local {
                    return first;
                }
                local.and_utc() - WallTime::at(*tz, first - TimeDelta::seconds(1)).offset
            }
            Zone::Own(changes) => changes.instant(local),
        }
    }

    /// What the wall clock shows at an instant.
    pub fn shown(&self, at: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Zone::Named(tz) => WallTime::at(*tz, at).shown,
            Zone::Own(changes) => at.naive_utc() + changes.offset(at),
        }
    }
}

/// A zone that the file defines: the offset before its first change, and what each change brings.
#[derive(Debug, PartialEq)]
pub struct Changes {
    before: TimeDelta,
    changes: Vec<(DateTime<Utc>, TimeDelta)>,
}

impl Changes {
    fn offset(&self, at: DateTime<Utc>) -> TimeDelta {
        self.nth(self.changes.partition_point(|(change, _)| *change <= at))
    }

    /// The offset after so many changes.
    fn nth(&self, changes: usize) -> TimeDelta {
        changes.checked_sub(1).map_or(self.before, |last| self.changes[last].1)
    }

    fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        // No offset is a whole day.
        let early = local.and_utc() - TimeDelta::days(1);
        let mut number = self.changes.partition_point(|(change, _)| *change <= early);
        while let Some((end, to)) = self.changes.get(number) {
            let by_this = local.and_utc() - self.nth(number);
            if by_this < *end || local.and_utc() - *to < *end {
                return by_this;
            }
            number += 1;
        }
        local.and_utc() - self.nth(number)
    }
}

/// A VTIMEZONE as it is written.
#[derive(Debug, Default, PartialEq)]
pub struct Definition {
    pub line: usize,
    pub names: Vec<Line>,
    /// The lines of each STANDARD and DAYLIGHT.
    pub observances: Vec<Vec<Line>>,
}

/// The zones that one calendar of a file speaks of.
pub struct Zones<'a> {
    floating: Tz,
    definitions: &'a [Definition],
    until: NaiveDateTime,
    steps: &'a mut Steps,
    known: BTreeMap<String, Zone>,
}

impl<'a> Zones<'a> {
    /// `floating` is the zone of times without one; changes are looked for until `until`.
    pub fn new(
        floating: Tz,
        definitions: &'a [Definition],
        until: NaiveDateTime,
        steps: &'a mut Steps,
    ) -> Self {
        Self { floating, definitions, until, steps, known: BTreeMap::new() }
    }

    pub fn floating(&self) -> Zone {
        Zone::Named(self.floating)
    }

    /// Finds a zone by its TZID.
    pub fn named(&mut self, tzid: &str) -> Result<Zone, Why> {
        let tzid = tzid.trim();
        if let Some(zone) = self.known.get(tzid) {
            return Ok(zone.clone());
        }
        let zone = match public(tzid) {
            Some(tz) => Zone::Named(tz),
            None => match self.defined(tzid).map_err(|refused| refused.why)? {
                Some(changes) => Zone::Own(Arc::new(changes)),
                // A bare name such as EST or CET is whatever the file says it is, and only else IANA's.
                None => Zone::Named(
                    tzid.parse()
                        .map_err(|_unknown: UnknownZone| Why::UnknownZone { zone: shortened(tzid) })?,
                ),
            },
        };
        self.known.insert(tzid.to_owned(), zone.clone());
        Ok(zone)
    }

    fn defined(&mut self, tzid: &str) -> Result<Option<Changes>, Refused> {
        let is_it = |definition: &&Definition| {
            definition.names.iter().any(|line| line.name == "TZID" && line.value.trim() == tzid)
        };
        let mut found = self.definitions.iter().filter(is_it);
        let Some(definition) = found.next() else { return Ok(None) };
        let same = |other: &Definition| {
            let values = |definition: &Definition| -> Vec<(String, String)> {
                let lines = definition.observances.iter().flatten();
                lines.map(|line| (line.name.clone(), line.value.clone())).collect()
            };
            values(other) == values(definition)
        };
        if let Some(other) = found.find(|other| !same(other)) {
            let why = Why::Ambiguous { uid: shortened(tzid), other: definition.line };
            return Err(Refused { line: other.line, why });
        }
        self.changes(definition).map(Some)
    }

    fn changes(&mut self, definition: &Definition) -> Result<Changes, Refused> {
        let mut found: Vec<(DateTime<Utc>, TimeDelta, TimeDelta)> = Vec::new();
        for observance in &definition.observances {
            let needed = |name: &'static str| {
                let line = observance.iter().find(|line| line.name == name);
                let value = shortened(name);
                line.ok_or(Refused {
                    line: definition.line,
                    why: Why::BadValue { property: "VTIMEZONE", value },
                })
            };
            let bad = |line: &Line| line.refuse(Why::BadTime { value: shortened(&line.value) });
            let offset = |line: &Line| value::offset(line.value.trim()).ok_or_else(|| bad(line));
            let (from, to) = (offset(needed("TZOFFSETFROM")?)?, offset(needed("TZOFFSETTO")?)?);
            let start = needed("DTSTART")?;
            let start = value::time(start.value.trim()).ok_or_else(|| bad(start))?;
            let mut onsets = vec![start];
            for line in observance {
                let local = |utc: NaiveDateTime| utc + from;
                match line.name.as_str() {
                    "RRULE" => {
                        let rule = rule::Rule::read(line, start, &rule::Clock::Times(&local))?;
                        let found = rule
                            .between(start.max(EARLIEST), self.until, self.steps)
                            .map_err(|why| line.refuse(why))?;
                        onsets.extend(found.starts);
                    }
                    "RDATE" => {
                        for listed in line.value.split(',') {
                            let (text, utc) = match listed.trim().strip_suffix('Z') {
                                Some(text) => (text, true),
                                None => (listed.trim(), false),
                            };
                            let read = value::time(text).ok_or_else(|| bad(line))?;
                            onsets.push(if utc { read + from } else { read });
                        }
                    }
                    _ => {}
                }
            }
            found.extend(onsets.into_iter().map(|onset| ((onset - from).and_utc(), from, to)));
        }
        if found.is_empty() {
            let why = Why::BadValue { property: "VTIMEZONE", value: "STANDARD".to_owned() };
            return Err(Refused { line: definition.line, why });
        }
        found.sort_unstable();
        found.dedup();
        let before = found[0].1;
        Ok(Changes { before, changes: found.into_iter().map(|(at, _, to)| (at, to)).collect() })
    }
}

/// A zone whose name says it without the file: IANA's, bare or behind the prefix of a registry, or Windows'.
fn public(tzid: &str) -> Option<Tz> {
    let area = |name: &str| name.contains('/') || ["UTC", "GMT", "Z"].contains(&name);
    let iana = |name: &str| if area(name) { name.parse().ok() } else { None };
    if let Some(registered) = tzid.strip_prefix('/') {
        // `/freeassociation.sourceforge.net/Europe/Paris`: the longest ending that is a zone.
        let endings = registered.match_indices('/').map(|(at, _)| &registered[at + 1..]);
        return std::iter::once(registered).chain(endings).find_map(iana);
    }
    iana(tzid).or_else(|| tzid.parse::<WindowsTimezone>().ok()?.tzdb_id().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn paris() -> Tz {
        Tz::named("Europe/Paris").unwrap()
    }

    #[test]
    fn public_names_are_found_bare_prefixed_and_as_windows_writes_them() {
        for (tzid, expected) in [
            ("Europe/Paris", Some(paris())),
            ("/Europe/Paris", Some(paris())),
            ("/freeassociation.sourceforge.net/Tzfile/Europe/Paris", Some(paris())),
            ("/mozilla.org/20050126_1/America/Argentina/Ushuaia", Tz::named("America/Argentina/Ushuaia")),
            ("Romance Standard Time", Some(paris())),
            ("UTC", Some(Tz::UTC)),
            ("/example.org/Nowhere", None),
            ("EST", None),
            ("Customized Time Zone", None),
        ] {
            assert_eq!(public(tzid), expected, "{tzid}");
        }
    }

    #[test]
    fn a_time_in_a_gap_has_the_offset_before_it_and_a_repeated_one_is_the_first() {
        let paris = Zone::Named(paris());
        assert_eq!(paris.instant(local("2026-03-29T02:30:00")).to_rfc3339(), "2026-03-29T01:30:00+00:00");
        assert_eq!(paris.instant(local("2026-10-25T02:30:00")).to_rfc3339(), "2026-10-25T00:30:00+00:00");
        let hours = |hours| TimeDelta::hours(hours);
        let change = |at: &str, to| (local(at).and_utc(), hours(to));
        let changes = vec![change("2026-03-29T01:00:00", 2), change("2026-10-25T01:00:00", 1)];
        let own = Zone::Own(Arc::new(Changes { before: hours(1), changes }));
        for text in [
            "2026-03-29T01:59:59",
            "2026-03-29T02:30:00",
            "2026-03-29T03:00:00",
            "2026-06-01T12:00:00",
            "2026-10-25T01:59:59",
            "2026-10-25T02:30:00",
            "2026-10-25T03:00:00",
            "2026-12-01T00:00:00",
        ] {
            assert_eq!(own.instant(local(text)), paris.instant(local(text)), "{text}");
            let at = own.instant(local(text));
            assert_eq!(own.shown(at), paris.shown(at), "{text}");
        }
    }
}
