//! Sets of public holidays as `assets/calendars/public-holidays.toml` writes them, and what they come to in a year.

use std::sync::{LazyLock, OnceLock};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use super::day;

static SETS: LazyLock<Vec<HolidaySet>> = LazyLock::new(|| {
    let text = include_str!("../../../assets/calendars/public-holidays.toml");
    let file: File = toml::from_str(text).expect("the rules that come with the program are read by a test");
    file.sets
});

/// The years in which desks work; looking their holidays up is ten times faster than the rules.
const LISTED: std::ops::Range<i32> = 1990..2090;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "set")]
    sets: Vec<HolidaySet>,
}

/// The public holidays of a country or of a part of one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidaySet {
    pub code: String,
    pub tz: String,
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
        &SETS
    }

    pub fn find(code: &str) -> Option<&'static Self> {
        SETS.iter().find(|set| set.code.eq_ignore_ascii_case(code))
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

    fn rules(&'static self) -> impl Iterator<Item = &'static Day> {
        // Three deep at most: a country, a part of it, and what holds in some of its communes.
        let base = self.with.as_deref().and_then(Self::find);
        let deeper = base.and_then(|base| base.with.as_deref()).and_then(Self::find);
        let inherited = [deeper, base].into_iter().flatten().flat_map(|set| set.days.iter());
        inherited.filter(|day| !self.without.contains(&day.name)).chain(&self.days)
    }
}

impl Day {
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
    fn every_day_of_every_set_says_when_it_is_in_one_way() {
        for set in HolidaySet::all() {
            assert!(super::super::Tz::named(&set.tz).is_some(), "{}", set.code);
            assert!(set.with.as_deref().is_none_or(|with| HolidaySet::find(with).is_some()), "{}", set.code);
            for day in &set.days {
                let nth = day.weekday.is_some() && day.before.is_none();
                let ways = [
                    day.on.is_some(),
                    day.easter.is_some(),
                    nth && (1..=12).contains(&day.month) && day.nth != 0,
                    day.weekday.is_some() && day.before.is_some(),
                    !day.once.is_empty(),
                ];
                assert_eq!(ways.iter().filter(|way| **way).count(), 1, "{} {}", set.code, day.name);
                let mut years: Vec<_> = day.once.iter().map(Datelike::year).collect();
                years.dedup();
                assert_eq!(years.len(), day.once.len(), "{} {}: one date a year", set.code, day.name);
            }
        }
    }
}
