//! Calendar files of RFC 5545: whole days for a calendar's closings, stretches of time for a rota.
//!
//! The library reads the lines, another one repeats what repeats. Recurrences are reckoned on the wall clock and each
//! occurrence is put into its zone afterwards, so that a shift at nine stays at nine through a clock change.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use icalendar::parser::{Component, Property, read_components, unfold};
use icalendar::{CalendarDateTime, DatePerhapsTime};
use rrule::{RRuleSet, Tz as RuleZone};

use crate::desk::sla::{Tz, UnknownZone, WallTime};
use crate::desk::text::SafeLine;

mod why;

pub use why::{Refused, Why};

/// A larger file is no holiday calendar.
const LARGEST: usize = 4 << 20;
/// More occurrences than these are a mistake in a rule.
const MOST: u16 = 20_000;

/// One occurrence of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub title: SafeLine,
    pub when: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whole days, the last one included.
    Days {
        from: NaiveDate,
        to: NaiveDate,
    },
    Time {
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    },
}

/// Reads every occurrence that touches the days from `from` to `to`; local times without a zone are those of `zone`.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read(text: &str, zone: Tz, from: NaiveDate, to: NaiveDate) -> Result<Vec<Occurrence>, Refused> {
    let refused = |line, why| Refused { line, why };
    if text.len() > LARGEST {
        return Err(refused(1, Why::TooLarge));
    }
    let begins = structure(text)?;
    let whole = unfold(text);
    let components = read_components(&whole).map_err(|message| syntax(text, &message))?;
    let mut events = Vec::new();
    for component in &components {
        collect(component, &mut events);
    }
    let mut found = Vec::new();
    for (event, line) in events.into_iter().zip(begins) {
        let range = Range { zone, from, to };
        range.occurrences(event, &mut found).map_err(|why| refused(line, why))?;
        if found.len() > MOST.into() {
            return Err(refused(line, Why::TooMany));
        }
    }
    Ok(found)
}

/// Checks that what begins ends, and returns the lines on which events begin.
fn structure(text: &str) -> Result<Vec<usize>, Refused> {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut events = Vec::new();
    let mut seen = false;
    for (line, written) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let Some((key, name)) = written.split_once(':') else { continue };
        let name = name.trim().to_ascii_uppercase();
        let unbalanced =
            |name: &str| Refused { line, why: Why::Unbalanced { name: name.chars().take(40).collect() } };
        match key.to_ascii_uppercase().as_str() {
            "BEGIN" => {
                seen |= name == "VCALENDAR";
                if name == "VEVENT" {
                    events.push(line);
                }
                // Nothing nests so deep, and the library recurses.
                if open.len() > 8 {
                    return Err(unbalanced(&name));
                }
                open.push((name, line));
            }
            "END" if open.pop().is_none_or(|(begun, _)| begun != name) => return Err(unbalanced(&name)),
            _ => {}
        }
    }
    match open.pop() {
        Some((name, line)) => {
            Err(Refused { line, why: Why::Unbalanced { name: name.chars().take(40).collect() } })
        }
        None if !seen => Err(Refused { line: 1, why: Why::NoCalendar }),
        None => Ok(events),
    }
}

/// The library counts lines after folded ones were joined.
fn syntax(text: &str, message: &str) -> Refused {
    let number = message
        .split("at line ")
        .nth(1)
        .and_then(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
    let folded = |line: &&str| line.starts_with([' ', '\t']);
    let begins = (1..).zip(text.lines()).filter(|(_, line)| !folded(line)).map(|(number, _)| number);
    let line = begins.into_iter().nth(number.unwrap_or(1_usize).saturating_sub(1)).unwrap_or(1);
    let message =
        message.lines().map(str::trim).find(|line| line.contains("expected")).unwrap_or("not RFC 5545");
    Refused { line, why: Why::Syntax { message: message.to_owned() } }
}

fn collect<'c, 'a>(component: &'c Component<'a>, events: &mut Vec<&'c Component<'a>>) {
    if component.name.as_str().eq_ignore_ascii_case("VEVENT") {
        events.push(component);
    }
    for inner in &component.components {
        collect(inner, events);
    }
}

/// An instant as it is written: whole days or a time on the wall clock of a zone.
#[derive(Clone, Copy, PartialEq)]
struct Written {
    local: NaiveDateTime,
    zone: Tz,
    whole_day: bool,
}

struct Range {
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
}

impl Range {
    fn occurrences(&self, event: &Component<'_>, found: &mut Vec<Occurrence>) -> Result<(), Why> {
        let text = |name: &str| event.find_prop(name).map(|property| property.val.as_str().trim().to_owned());
        if text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            return Ok(());
        }
        let start = self.written(event.find_prop("DTSTART").ok_or(Why::NoStart)?)?;
        let length = self.length(event, start)?;
        let title = event.find_prop("SUMMARY").map(|title| title.val.clone().unescape_text());
        let title = SafeLine::from(title.map(|title| title.as_str().to_owned()).unwrap_or_default());
        let starts = match text("RRULE") {
            None => self.single(event, start)?,
            Some(rule) => self.repeated(event, start, length, &rule)?,
        };
        for local in starts {
            let when = if start.whole_day {
                let last = local.date() + (length - TimeDelta::days(1)).max(TimeDelta::zero());
                When::Days { from: local.date(), to: last }
            } else {
                let at = |local| WallTime::first_showing(start.zone, local);
                When::Time { from: at(local), to: at(local + length) }
            };
            if local.date() <= self.to && (local + length).date() >= self.from {
                found.push(Occurrence { title: title.clone(), when });
            }
        }
        Ok(())
    }

    /// The start itself, and the dates that are listed beside it, without those that are taken out.
    fn single(&self, event: &Component<'_>, start: Written) -> Result<BTreeSet<NaiveDateTime>, Why> {
        let mut starts: BTreeSet<_> = [start.local].into();
        starts.extend(self.listed(event, "RDATE", start.zone)?);
        for out in self.listed(event, "EXDATE", start.zone)? {
            starts.remove(&out);
        }
        Ok(starts)
    }

    fn repeated(
        &self,
        event: &Component<'_>,
        start: Written,
        length: TimeDelta,
        rule: &str,
    ) -> Result<BTreeSet<NaiveDateTime>, Why> {
        let bad = |message: &str| Why::BadRule {
            rule: rule.chars().take(80).collect(),
            message: message.to_owned(),
        };
        let upper = rule.to_ascii_uppercase();
        if ["SECONDLY", "MINUTELY", "HOURLY"].iter().any(|often| upper.contains(often)) {
            return Err(bad("it repeats more often than daily"));
        }
        let rule = upper.split(';').map(|part| self.until(part, start)).collect::<Result<Vec<_>, Why>>()?;
        let set = format!("DTSTART:{}Z\nRRULE:{}", start.local.format(STAMP), rule.join(";"));
        let set: RRuleSet = set.parse().map_err(|why: rrule::RRuleError| bad(&why.to_string()))?;
        let midnight =
            |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc().with_timezone(&RuleZone::UTC);
        let before = midnight(self.from) - length - TimeDelta::days(1);
        let after = midnight(self.to) + TimeDelta::days(1);
        let repeated = set.after(before).before(after).all(MOST);
        if repeated.limited {
            return Err(Why::TooMany);
        }
        let mut starts: BTreeSet<_> = repeated.dates.iter().map(DateTime::naive_utc).collect();
        starts.extend(self.listed(event, "RDATE", start.zone)?);
        for out in self.listed(event, "EXDATE", start.zone)? {
            starts.remove(&out);
            // Whole days are often taken out with a time.
            starts.retain(|local| !(start.whole_day && local.date() == out.date()));
        }
        Ok(starts)
    }

    /// The end of a rule is meant on the same wall clock as its start.
    fn until(&self, part: &str, start: Written) -> Result<String, Why> {
        let Some(until) = part.strip_prefix("UNTIL=") else { return Ok(part.to_owned()) };
        let read = Property::new_ref("UNTIL", until);
        let until = self.written(&read)?;
        let local = match until {
            Written { whole_day: true, local, .. } => local + TimeDelta::days(1) - TimeDelta::seconds(1),
            Written { zone, local, .. } if zone != start.zone && !start.whole_day => {
                WallTime::at(start.zone, WallTime::first_showing(zone, local)).shown
            }
            Written { local, .. } => local,
        };
        Ok(format!("UNTIL={}Z", local.format(STAMP)))
    }

    fn length(&self, event: &Component<'_>, start: Written) -> Result<TimeDelta, Why> {
        if let Some(end) = event.find_prop("DTEND") {
            let end = self.written(end)?;
            let local = if end.zone == start.zone || start.whole_day {
                end.local
            } else {
                WallTime::at(start.zone, WallTime::first_showing(end.zone, end.local)).shown
            };
            let length = local - start.local;
            return if length < TimeDelta::zero() { Err(Why::EndsBeforeStart) } else { Ok(length) };
        }
        if let Some(duration) = event.find_prop("DURATION") {
            let value = duration.val.as_str();
            return duration_of(value)
                .ok_or_else(|| Why::BadTime { value: value.chars().take(40).collect() });
        }
        Ok(if start.whole_day { TimeDelta::days(1) } else { TimeDelta::zero() })
    }

    fn listed(&self, event: &Component<'_>, name: &str, zone: Tz) -> Result<Vec<NaiveDateTime>, Why> {
        let mut all = Vec::new();
        for property in event.properties.iter().filter(|it| it.name.as_str().eq_ignore_ascii_case(name)) {
            for value in property.val.as_str().split(',') {
                let mut one = property.clone();
                one.val = value.trim().to_owned().into();
                let written = self.written(&one)?;
                let other = written.zone != zone && !written.whole_day;
                let at = || WallTime::at(zone, WallTime::first_showing(written.zone, written.local)).shown;
                all.push(if other { at() } else { written.local });
            }
        }
        Ok(all)
    }

    fn written(&self, property: &Property<'_>) -> Result<Written, Why> {
        let value = || property.val.as_str().chars().take(40).collect::<String>();
        let owned: icalendar::Property = property.clone().into();
        let read = DatePerhapsTime::from_property(&owned).ok_or_else(|| Why::BadTime { value: value() })?;
        let at = |local, zone| Written { local, zone, whole_day: false };
        Ok(match read {
            DatePerhapsTime::Date(date) => {
                Written { local: date.and_time(NaiveTime::MIN), zone: self.zone, whole_day: true }
            }
            DatePerhapsTime::DateTime(CalendarDateTime::Floating(local)) => at(local, self.zone),
            DatePerhapsTime::DateTime(CalendarDateTime::Utc(instant)) => at(instant.naive_utc(), Tz::UTC),
            DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) => {
                let zone = tzid.trim_matches('"').parse();
                at(
                    date_time,
                    zone.map_err(|_error: UnknownZone| Why::UnknownZone {
                        zone: tzid.chars().take(40).collect(),
                    })?,
                )
            }
        })
    }
}

const STAMP: &str = "%Y%m%dT%H%M%S";

/// Reads a duration such as `P1D`, `PT12H` or `P1W`.
fn duration_of(text: &str) -> Option<TimeDelta> {
    let (mut total, mut number, mut time) = (TimeDelta::zero(), String::new(), false);
    for character in text.trim().strip_prefix('P').or_else(|| text.trim().strip_prefix("+P"))?.chars() {
        if character.is_ascii_digit() && number.len() < 6 {
            number.push(character);
            continue;
        }
        if character == 'T' {
            time = true;
            continue;
        }
        let count: i64 = std::mem::take(&mut number).parse().ok()?;
        total += match (character, time) {
            ('W', false) => TimeDelta::weeks(count),
            ('D', false) => TimeDelta::days(count),
            ('H', true) => TimeDelta::hours(count),
            ('M', true) => TimeDelta::minutes(count),
            ('S', true) => TimeDelta::seconds(count),
            _ => return None,
        };
    }
    number.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.replace('\n', "\r\n"))
    }

    fn read_2026(text: &str) -> Result<Vec<Occurrence>, Refused> {
        let day = |text: &str| text.parse().unwrap();
        read(text, Tz::named("Europe/Paris").unwrap(), day("2026-01-01"), day("2027-12-31"))
    }

    fn days(text: &str) -> Vec<String> {
        let read = read_2026(text).unwrap().into_iter();
        read.map(|occurrence| match occurrence.when {
            When::Days { from, to } if from == to => format!("{from} {}", occurrence.title.shown()),
            When::Days { from, to } => format!("{from}/{to} {}", occurrence.title.shown()),
            When::Time { from, to } => format!(
                "{} {} {}",
                from.format("%m-%dT%H:%M"),
                to.format("%m-%dT%H:%M"),
                occurrence.title.shown()
            ),
        })
        .collect()
    }

    #[test]
    fn whole_days_repeat_by_the_year_but_for_those_taken_out() {
        let text = file(
            "BEGIN:VEVENT\nSUMMARY:Fête du Travail\\, fér\n ié\nDTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Pont\nDTSTART;VALUE=DATE:20260515\nDTEND;VALUE=DATE:20260517\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Toussaint\nDTSTART;VALUE=DATE:20201101\nRRULE:FREQ=YEARLY;UNTIL=20301101\n\
             EXDATE;VALUE=DATE:20261101\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Annulé\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260601\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Thanksgiving\nDTSTART;VALUE=DATE:20251127\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nEND:VEVENT\n",
        );
        let expected = [
            "2026-05-01 Fête du Travail, férié",
            "2027-05-01 Fête du Travail, férié",
            "2026-05-15/2026-05-16 Pont",
            "2027-11-01 Toussaint",
            "2026-11-26 Thanksgiving",
            "2027-11-25 Thanksgiving",
        ];
        assert_eq!(days(&text), expected);
    }

    #[test]
    fn a_shift_stays_on_the_wall_clock_through_a_clock_change() {
        let text = file(
            "BEGIN:VEVENT\nSUMMARY:C. Martin\nDTSTART;TZID=Europe/Paris:20261023T180000\nDURATION:P2DT15H\n\
             RRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:J. Dupont\nDTSTART:20261106T170000Z\nDTEND:20261109T080000Z\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:floating\nDTSTART:20260329T023000\nDTEND:20260329T040000\nEND:VEVENT\n",
        );
        let expected = [
            "10-23T16:00 10-26T08:00 C. Martin",
            "10-30T17:00 11-02T08:00 C. Martin",
            "11-06T17:00 11-09T08:00 J. Dupont",
            "03-29T01:00 03-29T02:00 floating",
        ];
        assert_eq!(days(&text), expected);
    }

    #[test]
    fn what_is_broken_is_told_with_its_line() {
        let event = |inside: &str| file(&format!("BEGIN:VEVENT\nSUMMARY:x\n{inside}\nEND:VEVENT\n"));
        let refused = |text: &str| read_2026(text).unwrap_err();
        assert_eq!(refused(""), Refused { line: 1, why: Why::NoCalendar });
        assert_eq!(refused("rubbish\nmore: rubbish"), Refused { line: 1, why: Why::NoCalendar });
        assert_eq!(refused(&event("DTSTAMP:20260101T000000Z")), Refused { line: 3, why: Why::NoStart });
        let bad = refused(&event("DTSTART;VALUE=DATE:20261301"));
        assert_eq!(bad, Refused { line: 3, why: Why::BadTime { value: "20261301".into() } });
        let zone = refused(&event("DTSTART;TZID=Romance Standard Time:20260101T090000"));
        assert_eq!(zone.why, Why::UnknownZone { zone: "Romance Standard Time".into() });
        let backwards = refused(&event("DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260101"));
        assert_eq!(backwards.why, Why::EndsBeforeStart);
        for rule in ["FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=13", "FREQ=SOMETIMES", "COUNT=1"] {
            let why = refused(&event(&format!("DTSTART;VALUE=DATE:20260105\nRRULE:{rule}"))).why;
            assert!(matches!(why, Why::BadRule { .. }), "{rule}: {why:?}");
        }
        let open = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260105\nEND:VCALENDAR\n";
        assert_eq!(refused(open), Refused { line: 4, why: Why::Unbalanced { name: "VCALENDAR".into() } });
        assert_eq!(refused(&"BEGIN:X\n".repeat(100_000)).why, Why::Unbalanced { name: "X".into() });
        assert_eq!(refused(&" ".repeat(LARGEST + 1)).why, Why::TooLarge);
    }

    #[test]
    fn titles_are_cleaned() {
        let text =
            file("BEGIN:VEVENT\nSUMMARY:a\u{1b}[2Jb\u{202e}c\nDTSTART;VALUE=DATE:20260105\nEND:VEVENT\n");
        assert_eq!(days(&text), ["2026-01-05 a^[[2Jb⟨U+202E⟩c"]);
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_makes_it_fall_over(lines in prop::collection::vec(
            prop_oneof![
                Just("BEGIN:VCALENDAR".to_owned()), Just("END:VCALENDAR".to_owned()), Just("BEGIN:VEVENT".to_owned()),
                Just("END:VEVENT".to_owned()), "DTSTART[;:A-Z=/]{0,12}[0-9TZ]{0,16}", "DTEND:[0-9]{8}",
                "RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);[A-Z=0-9,-]{0,20}", "DURATION:P[0-9DWTHMS]{0,9}",
                "EXDATE:[0-9,T]{0,30}", ".{0,30}",
            ], 0..14)) {
            drop(read_2026(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR\n", lines.join("\n"))));
        }
    }
}
