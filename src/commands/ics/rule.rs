//! Recurrence rules, on the wall clock of what recurs.
//!
//! The parts are checked here, by the letter of RFC 5545 3.3.10; the library repeats. It is given the wall clock as if
//! it were UTC, and each occurrence is put into its zone afterwards.

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use rrule::{Frequency, RRule, RRuleSet, Tz as RuleZone, Unvalidated};

use super::lines::Line;
use super::value;
use super::why::{Refused, Why, shortened};

/// How much may be looked at for one file, over all of its rules: more than a thousand years of a daily one.
#[derive(Debug)]
pub struct Steps(u32);

impl Default for Steps {
    fn default() -> Self {
        Self(1_000_000)
    }
}

impl Steps {
    fn take(&mut self, steps: i64) -> Result<(), Why> {
        let left = u32::try_from(steps).ok().and_then(|steps| self.0.checked_sub(steps));
        self.0 = left.ok_or(Why::TooMany)?;
        Ok(())
    }
}

/// What recurs: days, or times; on a wall clock that shows an instant of UTC as the function says.
pub enum Clock<'a> {
    Days(&'a dyn Fn(NaiveDateTime) -> NaiveDateTime),
    Times(&'a dyn Fn(NaiveDateTime) -> NaiveDateTime),
}

#[derive(Debug)]
pub struct Rule {
    text: String,
    parts: RRule<Unvalidated>,
    /// The unit of the frequency times the interval; for months and years the shortest that it can be.
    step: TimeDelta,
    /// What one step costs: a whole year is laid out for each of the longer ones.
    cost: i64,
    interval: u16,
    count: Option<u32>,
    until: Option<NaiveDateTime>,
    start: NaiveDateTime,
}

/// What a rule gives in a window.
#[derive(Debug, Default)]
pub struct Found {
    pub starts: Vec<NaiveDateTime>,
    pub beyond: Beyond,
}

/// What comes after the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beyond {
    #[default]
    Nothing,
    /// More, but there is an end.
    More,
    /// There is no end.
    Endless,
}

const KNOWN: [&str; 14] = [
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYSECOND",
    "BYMINUTE",
    "BYHOUR",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
];
/// They say nothing of days, and RFC 5545 says to pass over them there.
const OF_TIMES: [&str; 3] = ["BYSECOND", "BYMINUTE", "BYHOUR"];

impl Rule {
    /// Reads a rule for what starts at `start`.
    pub fn read(line: &Line, start: NaiveDateTime, clock: &Clock<'_>) -> Result<Rule, Refused> {
        let text = line.value.trim().to_ascii_uppercase();
        let bad =
            |message: &str| line.refuse(Why::BadRule { rule: shortened(&text), message: message.to_owned() });
        let mut parts: Vec<(&str, &str)> = Vec::new();
        for part in text.trim_end_matches(';').split(';') {
            let (key, value) = part.split_once('=').ok_or_else(|| bad(part))?;
            if !KNOWN.contains(&key) || parts.iter().any(|(known, _)| *known == key) {
                return Err(bad(part));
            }
            parts.push((key, value));
        }
        let part = |name: &str| parts.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        if part("COUNT").is_some() && part("UNTIL").is_some() {
            return Err(bad("COUNT, UNTIL"));
        }
        let number = |name: &'static str, most: u32| match part(name) {
            None => Ok(None),
            Some(value) => {
                let number = value.parse().ok().filter(|number| (1..=most).contains(number));
                number.map(Some).ok_or_else(|| bad(&format!("{name}={value}")))
            }
        };
        let (count, interval) =
            (number("COUNT", 1_000_000)?, number("INTERVAL", u16::MAX.into())?.unwrap_or(1));
        let interval = u16::try_from(interval).unwrap_or(u16::MAX);
        let until = match part("UNTIL") {
            None => None,
            Some(value) => Some(until(value, clock).ok_or_else(|| bad(&format!("UNTIL={value}")))?),
        };
        let frequency = part("FREQ").unwrap_or_default();
        let unit = match (frequency, clock) {
            ("YEARLY", _) => TimeDelta::days(365),
            ("MONTHLY", _) => TimeDelta::days(28),
            ("WEEKLY", _) => TimeDelta::weeks(1),
            ("DAILY", _) => TimeDelta::days(1),
            ("HOURLY", Clock::Times(_)) => TimeDelta::hours(1),
            ("MINUTELY", Clock::Times(_)) => TimeDelta::minutes(1),
            ("SECONDLY", Clock::Times(_)) => TimeDelta::seconds(1),
            _ => return Err(bad(&format!("FREQ={frequency}"))),
        };
        let numbered_days = part("BYDAY").is_some_and(|days| days.contains(|c: char| c.is_ascii_digit()));
        let may_be_numbered = frequency == "MONTHLY" || frequency == "YEARLY" && part("BYWEEKNO").is_none();
        if numbered_days && !may_be_numbered {
            return Err(bad("BYDAY"));
        }
        let is_day = matches!(clock, Clock::Days(_));
        let kept = parts
            .iter()
            .filter(|(key, _)| !(["COUNT", "UNTIL"].contains(key) || is_day && OF_TIMES.contains(key)));
        let kept: Vec<String> = kept.map(|(key, value)| format!("{key}={value}")).collect();
        let rule: RRule<Unvalidated> =
            kept.join(";").parse().map_err(|why: rrule::RRuleError| bad(&why.to_string()))?;
        let step = unit * i32::from(interval);
        let cost = if ["YEARLY", "MONTHLY"].contains(&frequency) { 20 } else { 1 };
        let read = Rule { text: shortened(&text), parts: rule, step, cost, interval, count, until, start };
        read.set(start).map_err(|why| line.refuse(why))?;
        Ok(read)
    }

    fn set(&self, start: NaiveDateTime) -> Result<RRuleSet, Why> {
        let start = start.and_utc().with_timezone(&RuleZone::UTC);
        let rule = self.parts.clone().validate(start);
        let bad = |why: rrule::RRuleError| Why::BadRule { rule: self.text.clone(), message: why.to_string() };
        Ok(RRuleSet::new(start).rrule(rule.map_err(bad)?).limit())
    }

    /// Whether nothing is left of it, not even its start.
    pub fn ends_before_it_starts(&self) -> bool {
        self.until.is_some_and(|until| until < self.start)
    }

    /// Returns what it gives from `low` to `high`, both included. The start counts as the first occurrence
    /// (RFC 5545 3.3.10), also where the rule would not have it.
    pub fn between(&self, low: NaiveDateTime, high: NaiveDateTime, steps: &mut Steps) -> Result<Found, Why> {
        let mut found = Found::default();
        if self.ends_before_it_starts() {
            return Ok(found);
        }
        let from = self.near(low);
        let mut left = self.count.map_or(u32::MAX, |count| count);
        let mut before = from;
        let mut first = true;
        for at in &self.set(from)? {
            let at = at.naive_utc();
            steps.take(self.cost * ((at - before).num_seconds() / self.step.num_seconds().max(1) + 1))?;
            before = at;
            if std::mem::take(&mut first) && at != self.start && self.count.is_some() {
                left -= 1;
            }
            if left == 0 || self.until.is_some_and(|until| at > until) {
                return Ok(found);
            }
            left -= 1;
            if at > high {
                let ends = self.count.is_some() || self.until.is_some();
                found.beyond = if ends { Beyond::More } else { Beyond::Endless };
                return Ok(found);
            }
            if at >= low {
                found.starts.push(at);
            }
        }
        // The library gave up looking, or there is nothing to be found: both took it long.
        steps.take(100_000)?;
        Ok(found)
    }

    /// A start as good as the real one, shortly before `low`: a whole number of steps later.
    fn near(&self, low: NaiveDateTime) -> NaiveDateTime {
        if self.count.is_some() || low <= self.start {
            return self.start;
        }
        // Weeks begin on another day than the start, so that it takes more than one step back.
        let steps = |apart: i64, step: i64| (apart / step.max(1) - 2).max(0) * step;
        let months = |apart: u32| self.start.checked_add_months(Months::new(apart));
        let later = match self.parts.get_freq() {
            Frequency::Monthly | Frequency::Yearly => {
                let by = i64::from(self.interval)
                    * if self.parts.get_freq() == Frequency::Yearly { 12 } else { 1 };
                let apart = i64::from(low.year() - self.start.year()) * 12;
                // A day that the later month does not have is another day.
                let later = u32::try_from(steps(apart, by)).ok().and_then(months);
                later.filter(|later| later.day() == self.start.day())
            }
            _ => {
                let apart = (low - self.start).num_seconds();
                Some(self.start + TimeDelta::seconds(steps(apart, self.step.num_seconds())))
            }
        };
        later.unwrap_or(self.start)
    }
}

/// The last instant that counts, on the wall clock of what recurs.
///
/// For days RFC 5545 wants a day. Programs write the instant at which that day begins or ends where they are, in UTC; it
/// is the day that has its midnight then on the calendar's wall clock, else the one whose midnight is nearest.
fn until(value: &str, clock: &Clock<'_>) -> Option<NaiveDateTime> {
    let last_of = |date: NaiveDate| date.and_hms_opt(23, 59, 59);
    if let Some(date) = value::date(value) {
        return last_of(date);
    }
    let (text, utc) = match value.strip_suffix('Z') {
        Some(text) => (text, true),
        None => (value, false),
    };
    let time = value::time(text)?;
    match clock {
        Clock::Times(local) => Some(if utc { local(time) } else { time }),
        Clock::Days(_) if !utc => last_of(time.date()),
        Clock::Days(local) => {
            let ends = (time.minute(), time.second()) == (59, 59);
            let here = local(time + TimeDelta::seconds(i64::from(ends)));
            if here.time() == NaiveTime::MIN {
                return last_of(if ends { here.date().pred_opt()? } else { here.date() });
            }
            let begins = value::nearest_midnight(time + TimeDelta::seconds(i64::from(ends)));
            last_of(if ends { begins.pred_opt()? } else { begins })
        }
    }
}
