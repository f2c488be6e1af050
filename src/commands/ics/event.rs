//! One VEVENT, read whole: what of it counts for who is on call and which days are off.

use chrono::NaiveDateTime;

use crate::desk::text::SafeLine;

use super::lines::{Line, unescape};
use super::rule::{Clock, Rule};
use super::value::{self, Length, Moment};
use super::why::{Refused, Why, shortened};
use super::zone::{Zone, Zones};

#[derive(Debug)]
pub struct Event {
    /// Where it begins in the file.
    pub line: usize,
    pub uid: Option<String>,
    /// The newer of two versions is the one with the higher number, then with the later stamp (RFC 5546 2.1.5).
    pub version: (u64, String),
    pub title: SafeLine,
    pub cancelled: bool,
    /// One that is cancelled needs none.
    pub start: Option<Moment>,
    pub length: Length,
    pub rules: Vec<(usize, Rule)>,
    pub without_rules: Vec<(usize, Rule)>,
    pub dates: Vec<(Moment, Option<Length>)>,
    pub without_dates: Vec<Moment>,
    pub instead_of: Option<Instead>,
    /// What it says, to tell two versions from one that is there twice.
    said: Vec<(String, String)>,
}

/// Which occurrence of its series an event takes the place of.
#[derive(Clone, Debug, PartialEq)]
pub struct Instead {
    pub of: Moment,
    pub range: Range,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    This,
    ThisAndFuture,
}

/// What stands at most once in an event.
const ONCE: [&str; 9] =
    ["UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "STATUS", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"];

impl Event {
    /// Reads an event; `cancelled` if all of its calendar is.
    pub fn read(
        line: usize,
        lines: &[Line],
        cancelled: bool,
        zones: &mut Zones<'_>,
    ) -> Result<Event, Refused> {
        for name in ONCE {
            if let Some(second) = lines.iter().filter(|line| line.name == name).nth(1) {
                return Err(second.refuse(Why::Repeated { property: name }));
            }
        }
        let find = |name: &str| lines.iter().find(|line| line.name == name);
        let text = |name: &str| find(name).map(|line| line.value.trim().to_owned());
        let cancelled = match find("STATUS") {
            None => cancelled,
            Some(status) => match status.value.trim().to_ascii_uppercase().as_str() {
                "CANCELLED" => true,
                "CONFIRMED" | "TENTATIVE" => cancelled,
                other => {
                    let why = Why::BadValue { property: "STATUS", value: shortened(other) };
                    return Err(status.refuse(why));
                }
            },
        };
        let sequence = match find("SEQUENCE") {
            None => 0,
            Some(line) => line.value.trim().parse().map_err(|_not_a_number: std::num::ParseIntError| {
                line.refuse(Why::BadValue { property: "SEQUENCE", value: shortened(&line.value) })
            })?,
        };
        let mut moment = |name: &str| {
            find(name)
                .map(|line| value::moment(line, line.value.trim(), zones).map(|at| (line, at)))
                .transpose()
        };
        let (start, end, of) = (moment("DTSTART")?, moment("DTEND")?, moment("RECURRENCE-ID")?);
        if start.is_none() && !cancelled {
            return Err(Refused { line, why: Why::NoStart });
        }
        let duration = find("DURATION");
        let length = match &start {
            None => Length::NONE,
            Some((_, start)) => length(start, end, duration)?,
        };
        let instead_of = of.map(|(line, of)| instead(line, of)).transpose()?;
        let mut event = Event {
            line,
            uid: text("UID"),
            version: (sequence, text("DTSTAMP").unwrap_or_default()),
            title: SafeLine::from(find("SUMMARY").map(|line| unescape(&line.value)).unwrap_or_default()),
            cancelled,
            start: start.map(|(_, start)| start),
            length,
            rules: Vec::new(),
            without_rules: Vec::new(),
            dates: Vec::new(),
            without_dates: Vec::new(),
            instead_of,
            said: said(lines),
        };
        for line in lines {
            event.repeat(line, zones)?;
        }
        Ok(event)
    }

    /// Takes in a line that says when the event comes again, or does not.
    fn repeat(&mut self, line: &Line, zones: &mut Zones<'_>) -> Result<(), Refused> {
        let name = match line.name.as_str() {
            "RRULE" => "RRULE",
            "EXRULE" => "EXRULE",
            "RDATE" => "RDATE",
            "EXDATE" => "EXDATE",
            _ => return Ok(()),
        };
        if self.instead_of.is_some() {
            return Err(line.refuse(Why::Clash { one: "RECURRENCE-ID", other: name }));
        }
        let Some(start) = &self.start else { return Ok(()) };
        match name {
            "RDATE" => {
                let dates = value::moments(line, zones)?;
                if dates.iter().any(|(date, _)| date.is_day() != start.is_day()) {
                    return Err(line.refuse(Why::Clash { one: "DTSTART", other: name }));
                }
                self.dates.extend(dates);
            }
            "EXDATE" => {
                self.without_dates.extend(value::moments(line, zones)?.into_iter().map(|(date, _)| date));
            }
            _ => {
                let rule = match start {
                    Moment::Day(_) => {
                        let here = zones.floating();
                        let shown = |utc: NaiveDateTime| here.shown(utc.and_utc());
                        Rule::read(line, start.local(), &Clock::Days(&shown))?
                    }
                    Moment::Time { local, zone } => {
                        let shown = |utc: NaiveDateTime| zone.shown(utc.and_utc());
                        Rule::read(line, *local, &Clock::Times(&shown))?
                    }
                };
                let rules = if name == "RRULE" { &mut self.rules } else { &mut self.without_rules };
                rules.push((line.number, rule));
            }
        }
        Ok(())
    }

    /// The zone of its wall clock; none where it has days or no start.
    pub fn zone(&self) -> Option<&Zone> {
        match &self.start {
            Some(Moment::Time { zone, .. }) => Some(zone),
            _ => None,
        }
    }

    /// Whether both say the same, so that it does not matter which one counts.
    pub fn says_the_same(&self, other: &Event) -> bool {
        self.said == other.said
    }
}

/// What counts of an event, in an order of its own.
fn said(lines: &[Line]) -> Vec<(String, String)> {
    let counts = |line: &&Line| {
        [
            "SUMMARY",
            "STATUS",
            "DTSTART",
            "DTEND",
            "DURATION",
            "RRULE",
            "EXRULE",
            "RDATE",
            "EXDATE",
            "RECURRENCE-ID",
        ]
        .contains(&line.name.as_str())
    };
    let mut said: Vec<(String, String)> = lines
        .iter()
        .filter(counts)
        .map(|line| {
            let zone = line.parameter("TZID").unwrap_or_default();
            (line.name.clone(), format!("{zone}:{}", line.value))
        })
        .collect();
    said.sort();
    said
}

fn length(start: &Moment, end: Option<(&Line, Moment)>, duration: Option<&Line>) -> Result<Length, Refused> {
    match (end, duration) {
        (Some(_), Some(duration)) => Err(duration.refuse(Why::Clash { one: "DTEND", other: "DURATION" })),
        (Some((line, end)), None) => {
            if end.is_day() != start.is_day() {
                return Err(line.refuse(Why::Clash { one: "DTSTART", other: "DTEND" }));
            }
            let length = value::between(start, &end);
            let backwards = length.about() < chrono::TimeDelta::zero();
            if backwards { Err(line.refuse(Why::EndsBeforeStart)) } else { Ok(length) }
        }
        (None, Some(line)) => {
            let value = line.value.trim();
            let length = value::duration(value);
            let length = length.ok_or_else(|| line.refuse(Why::BadTime { value: shortened(value) }))?;
            match length {
                Length::Nominal { rest, .. } if start.is_day() && !rest.is_zero() => {
                    Err(line.refuse(Why::Clash { one: "DTSTART", other: "DURATION" }))
                }
                length => Ok(length),
            }
        }
        (None, None) if start.is_day() => Ok(Length::Wall(chrono::TimeDelta::days(1))),
        (None, None) => Ok(Length::NONE),
    }
}

fn instead(line: &Line, of: Moment) -> Result<Instead, Refused> {
    let range = match line.parameter("RANGE") {
        None => Range::This,
        Some(range) if range.eq_ignore_ascii_case("THISANDFUTURE") => Range::ThisAndFuture,
        Some(other) => {
            let why = Why::BadValue { property: "RANGE", value: shortened(other) };
            return Err(line.refuse(why));
        }
    };
    Ok(Instead { of, range })
}
