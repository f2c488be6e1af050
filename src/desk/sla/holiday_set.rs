//! Sets of public holidays as `assets/calendars/public-holidays.toml` writes them, and what they come to in a year.

use std::sync::{LazyLock, OnceLock};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use crate::desk::sla::day;

/// The sets that come with the program, as they are written.
const EMBEDDED: &str = include_str!("../../../assets/calendars/public-holidays.toml");

static SETS: LazyLock<Sets> =
    LazyLock::new(|| Sets::read(EMBEDDED).expect("the rules that come with the program are read by a test"));

static IN_FORCE: OnceLock<Sets> = OnceLock::new();

/// All sets of one file.
struct Sets {
    all: Vec<HolidaySet>,
    checked_until: i32,
    digest: u32,
}

impl Sets {
    fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|why| why.to_string())?;
        let mut sets = file.sets;
        for set in &mut sets {
            set.checked_until = set.checked_until.max(file.checked_until);
        }
        let digest = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC).checksum(text.as_bytes());
        let read = Self { all: sets, checked_until: file.checked_until, digest };
        match read.all.iter().find_map(|set| set.flaw(&read.all)) {
            Some(flaw) => Err(flaw),
            None => Ok(read),
        }
    }

    /// The sets that hold: those of a newer file, else those that come with the program.
    fn in_force() -> &'static Self {
        IN_FORCE.get().unwrap_or(&SETS)
    }
}

/// Puts a file's sets in force, once and before anything was asked, if they were checked for longer than those of the
/// program. Answers whether they hold.
///
/// # Errors
/// What is wrong with the file; the program's own sets hold then. A set that desks may follow must not be missing.
pub fn put_in_force(text: &str) -> Result<bool, String> {
    let newer = Sets::read(text)?;
    if newer.checked_until <= SETS.checked_until {
        return Ok(false);
    }
    let missing = SETS.all.iter().find(|set| newer.all.iter().all(|newer| newer.code != set.code));
    if let Some(missing) = missing {
        return Err(format!("the set {} is missing", missing.code));
    }
    Ok(IN_FORCE.set(newer).is_ok())
}

/// A number that is another one as soon as anything is written otherwise: what was computed with it is told apart.
pub fn digest() -> u32 {
    Sets::in_force().digest
}

/// The last year for which all sets were compared with the laws.
pub fn checked_until() -> i32 {
    Sets::in_force().checked_until
}

/// The years in which desks work; looking their holidays up is ten times faster than the rules.
const LISTED: std::ops::Range<i32> = 1990..2090;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    checked_until: i32,
    #[serde(rename = "set")]
    sets: Vec<HolidaySet>,
}

/// The public holidays of a country or of a part of one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidaySet {
    pub code: String,
    pub tz: String,
    /// The last year for which it was compared with the law; the file's, if that is later.
    #[serde(default)]
    checked_until: i32,
    /// The code of a set whose days belong to this one too.
    #[serde(default)]
    with: Option<String>,
    /// Names of those that do not.
    #[serde(default)]
    without: Vec<String>,
    days: Vec<Day>,
    /// Ascending, once asked for.
    #[serde(skip)]
    listed: OnceLock<Vec<i64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    name: String,
    #[serde(default)]
    on: Option<MonthDay>,
    #[serde(default)]
    easter: Option<i64>,
    #[serde(default)]
    weekday: Option<Weekday>,
    #[serde(default)]
    nth: i64,
    #[serde(default)]
    month: u32,
    #[serde(default)]
    plus: i64,
    #[serde(default)]
    before: Option<MonthDay>,
    #[serde(default)]
    once: Vec<NaiveDate>,
    #[serde(default)]
    from: Option<i32>,
    #[serde(default)]
    until: Option<i32>,
    #[serde(default)]
    except: Vec<i32>,
    #[serde(default)]
    observed: Option<Observed>,
}

/// Which other day is off when a holiday falls on a weekend.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Observed {
    Next,
    Nearest,
    Monday,
}

/// Written `MM-DD`.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct MonthDay {
    month: u32,
    day: i64,
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = text.split_once('-').and_then(|(month, day)| {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Self { month, day })
        });
        read.ok_or_else(|| format!("{text:?} is no date MM-DD"))
    }
}

impl MonthDay {
    fn in_year(self, year: i32) -> i64 {
        day::first_of(year, self.month) + self.day - 1
    }
}

/// One day that is off, as a day number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Off {
    pub day: i64,
    pub name: &'static str,
    /// In place of the holiday itself, which falls on a weekend.
    pub substitute: bool,
}

impl HolidaySet {
    pub fn all() -> &'static [Self] {
        &Sets::in_force().all
    }

    pub fn find(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|set| set.code.eq_ignore_ascii_case(code))
    }

    /// The last year for which it and those that it takes over were compared with the laws.
    pub fn checked_until(&self) -> i32 {
        let base = self.with.as_deref().and_then(Self::find);
        base.map_or(self.checked_until, |base| self.checked_until.min(base.checked_until()))
    }

    /// What is wrong with a set among those of its file.
    fn flaw(&self, all: &[Self]) -> Option<String> {
        let base = |code: &str| all.iter().find(|set| set.code.eq_ignore_ascii_case(code));
        // Three deep at most.
        let mut with = self.with.as_deref();
        for _ in 0..3 {
            let Some(code) = with else { break };
            let Some(base) = base(code) else {
                return Some(format!("{}: there is no set {code}", self.code));
            };
            with = base.with.as_deref();
        }
        if with.is_some() {
            return Some(format!("{}: more than three sets deep", self.code));
        }
        let is_plain = |name: &str| {
            (1..=40).contains(&name.len())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if !is_plain(&self.code) || !self.days.iter().all(|day| is_plain(&day.name)) {
            return Some("codes and names have 1 to 40 letters, digits and dashes".to_owned());
        }
        let day = self.days.iter().find(|day| !day.says_when_once());
        day.map(|day| format!("{}: {} says when it is in no way, or in several", self.code, day.name))
    }

    /// The days of [`LISTED`].
    pub fn listed(&'static self) -> &'static [i64] {
        self.listed.get_or_init(|| {
            let mut days: Vec<i64> = LISTED.flat_map(|year| self.days(year)).map(|off| off.day).collect();
            days.dedup();
            days
        })
    }

    /// Returns what is off in `year`, in the order of the dates.
    pub fn days(&'static self, year: i32) -> Vec<Off> {
        // New Year's Day may be kept on the last day of the year before.
        let mut days = self.around_new_year(year);
        days.extend(self.rules_of(year));
        let (first, last) = (day::first_of(year, 1), day::first_of(year, 12) + 30);
        days.retain(|off| (first..=last).contains(&off.day));
        days.sort_unstable();
        days
    }

    fn around_new_year(&'static self, year: i32) -> Vec<Off> {
        if !self.rules().any(|rule| rule.observed == Some(Observed::Nearest)) {
            return Vec::new();
        }
        self.rules_of(year + 1)
    }

    /// What the rules make of `year`; a day in place of New Year's Day may lie before it.
    fn rules_of(&'static self, year: i32) -> Vec<Off> {
        let easter = easter(year);
        let mut days = Vec::with_capacity(16);
        let mut moved = Vec::new();
        for rule in self.rules() {
            for day in rule.days(year, easter).into_iter().flatten() {
                days.push(Off { day, name: &rule.name, substitute: false });
                if let Some(observed) = rule.observed.filter(|_| day::weekday(day) >= 5) {
                    moved.push((day, rule.name.as_str(), observed));
                }
            }
        }
        // In the order of the holidays: the first one takes the first free day.
        moved.sort_unstable_by_key(|(day, ..)| *day);
        for (day, name, observed) in moved {
            if let Some(day) = observed.in_place_of(day, |day| days.iter().any(|off| off.day == day)) {
                days.push(Off { day, name, substitute: true });
            }
        }
        days
    }

    /// Whether this set takes over all days of `other`.
    pub fn takes_over(&self, other: &Self) -> bool {
        let Some(base) = self.with.as_deref().and_then(Self::find) else { return false };
        self.without.is_empty() && (base.code == other.code || base.takes_over(other))
    }

    fn rules(&'static self) -> impl Iterator<Item = &'static Day> {
        // Three deep at most: a country, a part of it, and what holds in some of its communes.
        let base = self.with.as_deref().and_then(Self::find);
        let deeper = base.and_then(|base| base.with.as_deref()).and_then(Self::find);
        let inherited = [deeper, base].into_iter().flatten().flat_map(|set| set.days.iter());
        inherited.filter(|day| !self.without.contains(&day.name)).chain(&self.days)
    }
}

impl Day {
    fn says_when_once(&self) -> bool {
        let nth = self.weekday.is_some() && self.before.is_none();
        let ways = [
            self.on.is_some(),
            self.easter.is_some(),
            nth && (1..=12).contains(&self.month) && (-1..=5).contains(&self.nth) && self.nth != 0,
            self.weekday.is_some() && self.before.is_some(),
            !self.once.is_empty(),
        ];
        let mut years: Vec<_> = self.once.iter().map(Datelike::year).collect();
        years.dedup();
        let is_near = |days: i64| (-400..=400).contains(&days);
        ways.iter().filter(|way| **way).count() == 1
            && years.len() == self.once.len()
            && is_near(self.plus)
            && self.easter.is_none_or(is_near)
    }

    /// One day in most cases; a list only for what happened once.
    fn days(&self, year: i32, easter: Option<i64>) -> [Option<i64>; 2] {
        let holds = self.from.is_none_or(|from| from <= year)
            && self.until.is_none_or(|until| year <= until)
            && !self.except.contains(&year);
        if !holds {
            return [None, None];
        }
        let once = self.once.iter().find(|date| date.year() == year).map(|date| day::number(*date));
        [self.yearly(year, easter), once]
    }

    fn yearly(&self, year: i32, easter: Option<i64>) -> Option<i64> {
        if let Some(on) = self.on {
            return Some(on.in_year(year));
        }
        if let Some(after) = self.easter {
            return easter.map(|easter| easter + after);
        }
        let weekday = i64::from(self.weekday?.num_days_from_monday());
        let found = match self.before {
            Some(before) => last_before(before.in_year(year), weekday),
            None if self.nth < 0 => last_before(first_of_next(year, self.month), weekday),
            None => {
                let first = day::first_of(year, self.month);
                first + (weekday - day::weekday(first)).rem_euclid(7) + 7 * (self.nth - 1)
            }
        };
        Some(found + self.plus)
    }
}

impl Observed {
    fn in_place_of(self, day: i64, is_off: impl Fn(i64) -> bool) -> Option<i64> {
        let saturday = day::weekday(day) == 5;
        match self {
            Self::Nearest if saturday => Some(day - 1),
            Self::Monday if saturday => None,
            Self::Nearest | Self::Monday => Some(day + 1),
            Self::Next => (day + 1..day + 8).find(|day| day::weekday(*day) < 5 && !is_off(*day)),
        }
    }
}

fn last_before(day: i64, weekday: i64) -> i64 {
    day - 1 - (day::weekday(day - 1) - weekday).rem_euclid(7)
}

fn first_of_next(year: i32, month: u32) -> i64 {
    if month == 12 { day::first_of(year + 1, 1) } else { day::first_of(year, month + 1) }
}

/// The day number of Easter Sunday.
fn easter(year: i32) -> Option<i64> {
    let easter = computus::gregorian(year).ok()?;
    Some(day::first_of(year, easter.month) + i64::from(easter.day) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_well_written() {
        let sets = Sets::read(EMBEDDED).map(|read| read.all.len());
        assert!(sets.is_ok_and(|sets| sets > 35));
        for set in HolidaySet::all() {
            assert!(super::super::Tz::named(&set.tz).is_some(), "{}", set.code);
        }
    }

    /// A file that was checked until a year, and a set of it.
    fn file(until: i32, rest: &str) -> Result<Sets, String> {
        Sets::read(&format!("checked_until = {until}\n[[set]]\ncode = \"XX\"\ntz = \"UTC\"\n{rest}"))
    }

    #[test]
    fn a_file_that_says_when_in_no_way_or_in_two_is_refused() {
        assert_eq!(
            file(2030, "days = [{ name = \"a\", on = \"01-01\" }]").map(|read| read.checked_until),
            Ok(2030)
        );
        for days in [
            "days = [{ name = \"a\" }]",
            "days = [{ name = \"a\", on = \"01-01\", easter = 1 }]",
            "days = [{ name = \"a\", easter = 9000000000 }]",
            "days = [{ name = \"a\", on = \"13-01\" }]",
            "days = [{ name = \"a&b\", on = \"01-01\" }]",
            "with = \"YY\"\ndays = []",
            "with = \"XX\"\ndays = []",
        ] {
            assert!(file(2030, days).is_err(), "{days}");
        }
    }

    #[test]
    fn a_file_wins_only_if_it_was_checked_for_longer_and_leaves_no_set_out() {
        assert_eq!(put_in_force(EMBEDDED), Ok(false));
        let one = "checked_until = 2999\n[[set]]\ncode = \"XX\"\ntz = \"UTC\"\ndays = []";
        assert_eq!(put_in_force(one), Err("the set FR is missing".to_owned()));
        assert!(put_in_force("checked_until = 2999").is_err());
    }
}
