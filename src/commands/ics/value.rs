//! Dates, times, durations and periods as they are written.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::lines::Line;
use super::why::{Refused, Why, shortened};
use super::zone::{Zone, Zones};

/// A day, or a time on the wall clock of a zone.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    Day(NaiveDate),
    Time { local: NaiveDateTime, zone: Zone },
}

/// How long an event lasts.
///
/// RFC 5545 3.8.5.3 wants the *exact* length of the first occurrence where the end is written as DTEND. Every calendar
/// program that was looked at keeps the end on the wall clock, and so does this: a shift from Monday at nine to Monday
/// at nine would else end at eight in the week of a clock change, with nobody on call for an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// The end is so much later on the same wall clock.
    Wall(TimeDelta),
    /// Days on the wall clock, and what is left as time that passes.
    Nominal { days: TimeDelta, rest: TimeDelta },
}

impl Length {
    pub const NONE: Length = Length::Wall(TimeDelta::zero());

    /// About how long that is; right but for clock changes.
    pub fn about(self) -> TimeDelta {
        match self {
            Length::Wall(length) => length,
            Length::Nominal { days, rest } => days + rest,
        }
    }

    /// The instant at which what starts at `local` ends.
    pub fn end(self, zone: &Zone, local: NaiveDateTime) -> DateTime<Utc> {
        match self {
            Length::Wall(length) => zone.instant(local + length),
            Length::Nominal { days, rest } => zone.instant(local + days) + rest,
        }
    }
}

impl Moment {
    /// What the wall clock of `zone` shows then; midnight for a day.
    pub fn local_in(&self, zone: &Zone) -> NaiveDateTime {
        match self {
            Moment::Day(date) => date.and_time(NaiveTime::MIN),
            Moment::Time { local, zone: own } if own == zone => *local,
            Moment::Time { local, zone: own } => zone.shown(own.instant(*local)),
        }
    }

    /// Its own wall clock.
    pub fn local(&self) -> NaiveDateTime {
        match self {
            Moment::Day(date) => date.and_time(NaiveTime::MIN),
            Moment::Time { local, .. } => *local,
        }
    }

    /// The instant of a time; a day has none.
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        match self {
            Moment::Day(_) => None,
            Moment::Time { local, zone } => Some(zone.instant(*local)),
        }
    }

    /// The day that is meant where there are only days.
    pub fn day_meant(&self) -> NaiveDate {
        match self {
            Moment::Day(date) => *date,
            Moment::Time { local, zone } if *zone == Zone::UTC => nearest_midnight(*local),
            Moment::Time { local, .. } => local.date(),
        }
    }

    pub fn is_day(&self) -> bool {
        matches!(self, Moment::Day(_))
    }
}

/// The day whose midnight, somewhere on Earth, is nearest to an instant of UTC: what programs write for a day.
pub fn nearest_midnight(utc: NaiveDateTime) -> NaiveDate {
    (utc + TimeDelta::hours(12)).date()
}

fn bad_time(line: &Line, value: &str) -> Refused {
    line.refuse(Why::BadTime { value: shortened(value) })
}

/// Reads one date or time of a line.
pub fn moment(line: &Line, value: &str, zones: &mut Zones<'_>) -> Result<Moment, Refused> {
    let bad = || bad_time(line, value);
    let kind = line.parameter("VALUE").unwrap_or(if value.len() == 8 { "DATE" } else { "DATE-TIME" });
    if kind.eq_ignore_ascii_case("DATE") {
        return date(value).map(Moment::Day).ok_or_else(bad);
    }
    if !["DATE-TIME", "PERIOD"].iter().any(|known| kind.eq_ignore_ascii_case(known)) {
        return Err(bad());
    }
    let (local, utc) = match value.strip_suffix('Z') {
        Some(local) => (local, true),
        None => (value, false),
    };
    let local = time(local).ok_or_else(bad)?;
    let zone = match line.parameter("TZID") {
        _ if utc => Zone::UTC,
        None => zones.floating(),
        Some(tzid) => zones.named(tzid).map_err(|why| line.refuse(why))?,
    };
    Ok(Moment::Time { local, zone })
}

/// Reads every value of a line that lists some; periods come with their length.
pub fn moments(line: &Line, zones: &mut Zones<'_>) -> Result<Vec<(Moment, Option<Length>)>, Refused> {
    let one = |value: &str, zones: &mut Zones<'_>| {
        let Some((start, end)) = value.split_once('/') else {
            return Ok((moment(line, value, zones)?, None));
        };
        let bad = || bad_time(line, value);
        if !line.parameter("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("PERIOD")) {
            return Err(bad());
        }
        let start = moment(line, start, zones)?;
        let length = match duration(end) {
            Some(length) => length,
            None => between(&start, &moment(line, end, zones)?),
        };
        let is_period = !start.is_day() && length.about() > TimeDelta::zero();
        is_period.then_some((start, Some(length))).ok_or_else(bad)
    };
    line.value.split(',').map(|value| one(value.trim(), zones)).collect()
}

/// The length from a start to an end that is written as a moment.
pub fn between(start: &Moment, end: &Moment) -> Length {
    match (start, end) {
        (Moment::Time { local, zone }, Moment::Time { local: end, zone: other }) if zone != other => {
            Length::Nominal { days: TimeDelta::zero(), rest: other.instant(*end) - zone.instant(*local) }
        }
        _ => Length::Wall(end.local() - start.local()),
    }
}

fn digits(text: &str, from: usize, to: usize) -> Option<u32> {
    let digits = text.get(from..to)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Reads `20261224`.
pub fn date(text: &str) -> Option<NaiveDate> {
    let year = digits(text, 0, 4).filter(|_| text.len() == 8)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, digits(text, 4, 6)?, digits(text, 6, 8)?)
}

/// Reads `20261224T180000`. A leap second counts as the one before it, for which no wall clock waits.
pub fn time(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = text.split_once('T')?;
    let second = digits(time, 4, 6).filter(|_| time.len() == 6)?;
    let second = if second == 60 { 59 } else { second };
    Some(date(day)?.and_time(NaiveTime::from_hms_opt(digits(time, 0, 2)?, digits(time, 2, 4)?, second)?))
}

/// An offset such as `+0100` or `-013025`.
pub fn offset(text: &str) -> Option<TimeDelta> {
    let (sign, rest) = text.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let seconds = if rest.len() == 6 { digits(rest, 4, 6)? } else { (rest.len() == 4).then_some(0)? };
    let (hours, minutes) = (digits(rest, 0, 2)?, digits(rest, 2, 4)?);
    let is_offset = hours < 24 && minutes < 60 && seconds < 60;
    is_offset.then(|| TimeDelta::seconds(sign * i64::from(hours * 3600 + minutes * 60 + seconds)))
}

/// The longest that an event lasts; beyond a century it is a mistake.
const LONGEST: TimeDelta = TimeDelta::days(36_525);

/// Reads a duration that is not negative, such as `P1D`, `PT12H`, `P1DT2H30M` or `P1W`.
pub fn duration(text: &str) -> Option<Length> {
    let (mut days, mut rest) = (TimeDelta::zero(), TimeDelta::zero());
    let (mut number, mut in_time, mut parts) = (String::new(), false, 0);
    for character in text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?.chars() {
        match character {
            '0'..='9' if number.len() < 9 => number.push(character),
            'T' if !in_time && number.is_empty() => in_time = true,
            _ => {
                let count: i64 = std::mem::take(&mut number).parse().ok()?;
                match (character, in_time) {
                    ('W', false) => days += TimeDelta::try_weeks(count)?,
                    ('D', false) => days += TimeDelta::try_days(count)?,
                    ('H', true) => rest += TimeDelta::try_hours(count)?,
                    ('M', true) => rest += TimeDelta::try_minutes(count)?,
                    ('S', true) => rest += TimeDelta::try_seconds(count)?,
                    _ => return None,
                }
                parts += 1;
            }
        }
    }
    let is_whole = number.is_empty() && parts > 0 && days + rest <= LONGEST;
    is_whole.then_some(Length::Nominal { days, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_by_the_letter() {
        let read = |text: &str| match duration(text) {
            Some(Length::Nominal { days, rest }) => (days.num_days(), rest.num_seconds()),
            _ => (-1, -1),
        };
        assert_eq!(read("P1W"), (7, 0));
        assert_eq!(read("+P1DT2H30M5S"), (1, 9005));
        assert_eq!(read("PT0S"), (0, 0));
        for broken in ["", "P", "PT", "P1", "P1H", "PT1D", "-P1D", "1D", "P36526D", "PT9999999999S"] {
            assert!(duration(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn dates_times_and_offsets_are_read_by_the_letter() {
        assert!(date("20260229").is_none() && date("2026-2-1").is_none() && date("+2026101").is_none());
        assert_eq!(date("20280229"), NaiveDate::from_ymd_opt(2028, 2, 29));
        assert_eq!(time("20261231T235960"), time("20261231T235959"));
        assert!(time("20261231T240000").is_none() && time("20261231235959").is_none());
        assert_eq!(offset("-0130"), Some(TimeDelta::minutes(-90)));
        assert_eq!(offset("+013025"), Some(TimeDelta::seconds(5425)));
        assert!(offset("0100").is_none() && offset("+1").is_none() && offset("+2500").is_none());
    }
}
