//! Public holidays by rule.
//!
//! What is off where is data (`assets/calendars/public-holidays.toml`); here a calendar finds it by a code.
//! Easter is known for the years 1583 to 9999; outside them what follows it is left out.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

use crate::desk::sla::day;
use crate::desk::sla::holiday_set::HolidaySet;
use crate::desk::sla::tz::Tz;

/// A set of public holidays that a calendar may follow, written by its code: `FR`, `DE-BY`.
#[derive(Clone, Copy)]
pub struct HolidayRule(&'static HolidaySet);

/// A public holiday in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicHoliday {
    pub date: NaiveDate,
    /// What `words` knows it by.
    pub name: &'static str,
    /// A weekday that is off because the holiday itself falls on a weekend.
    pub substitute: bool,
}

impl HolidayRule {
    /// All sets, in the order in which they are written: a country before its parts.
    pub fn all() -> impl Iterator<Item = Self> {
        HolidaySet::all().iter().map(Self)
    }

    /// Returns the set of a code, in capitals or not.
    pub fn of(code: &str) -> Option<Self> {
        HolidaySet::find(code).map(Self)
    }

    pub fn code(self) -> &'static str {
        &self.0.code
    }

    /// Whether every holiday of `other` is one of this set too, because it takes them all over.
    pub(super) fn takes_over(self, other: Self) -> bool {
        self.0.takes_over(other.0)
    }

    /// The last year for which somebody compared the set with the law. Later years are what the rules of that year say.
    pub fn checked_until(self) -> i32 {
        self.0.checked_until()
    }

    /// The zone that is assumed for a desk there.
    pub fn tz(self) -> Tz {
        self.0.tz.parse().unwrap_or(Tz::UTC)
    }

    /// Returns the public holidays of `year` in the order of their dates.
    pub fn holidays(self, year: i32) -> Vec<PublicHoliday> {
        let days = self.0.days(year).into_iter();
        days.filter_map(|off| {
            Some(PublicHoliday { date: day::date(off.day)?, name: off.name, substitute: off.substitute })
        })
        .collect()
    }

    /// Returns the last holiday not after `day` and the first one after it, as day numbers.
    ///
    /// Where the year of `day` has none on that side, it is the day before that year or the first one after it.
    pub(super) fn around(self, day: i64) -> (i64, i64) {
        let known = self.0.listed();
        let next = known.partition_point(|holiday| *holiday <= day);
        if let (Some(&last), Some(&next)) =
            (next.checked_sub(1).and_then(|last| known.get(last)), known.get(next))
        {
            return (last, next);
        }
        let Some(year) = day::date(day).map(|date| date.year()) else { return (day - 1, day + 1) };
        let days = self.0.days(year);
        let holidays = || days.iter().map(|off| off.day);
        let last = holidays().rfind(|holiday| *holiday <= day).unwrap_or(day::first_of(year, 1) - 1);
        let next = holidays().find(|holiday| *holiday > day).unwrap_or(day::first_of(year + 1, 1));
        (last, next)
    }
}

impl PartialEq for HolidayRule {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for HolidayRule {}

impl fmt::Debug for HolidayRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for HolidayRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for HolidayRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        // As written in the table and in no other way: what is stored is compared.
        let known = Self::all().find(|rule| rule.code() == code);
        known.ok_or_else(|| de::Error::custom(unknown(&code)))
    }
}

fn unknown(code: &str) -> String {
    let alike = |rule: &HolidayRule| strsim::jaro_winkler(rule.code(), &code.to_uppercase());
    let nearest = HolidayRule::all().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    match nearest.filter(|rule| code.len() < 100 && alike(rule) > 0.75) {
        Some(nearest) => format!("no public holidays are known of {code:?} (did you mean {nearest:?}?)"),
        None => "no public holidays are known of it; `vigie calendar list` names all".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(code: &str, year: i32) -> Vec<String> {
        let holidays = HolidayRule::of(code).unwrap().holidays(year);
        holidays.iter().map(|holiday| holiday.date.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn france_has_eleven_public_holidays_in_2026() {
        let expected = [
            "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25",
        ];
        assert_eq!(dates("FR", 2026), expected);
    }

    #[test]
    fn alsace_moselle_adds_good_friday_and_26_december() {
        let mut of_france = dates("FR", 2026);
        of_france.extend(["04-03".to_owned(), "12-26".to_owned()]);
        of_france.sort();
        assert_eq!(dates("FR-ALSACE-MOSELLE", 2026), of_france);
    }

    #[test]
    fn ascension_falls_on_labour_day_in_2008() {
        assert_eq!(dates("FR", 2008).iter().filter(|date| *date == "05-01").count(), 2);
    }

    #[test]
    fn new_year_is_kept_in_the_old_year_where_that_is_nearest() {
        assert_eq!(dates("US", 2021).last().map(String::as_str), Some("12-31"));
        assert_eq!(dates("US", 2022).first().map(String::as_str), Some("01-01"));
    }

    #[test]
    fn the_holidays_around_a_day_are_the_same_in_and_out_of_the_list() {
        for rule in HolidayRule::all() {
            let years = (1980..2100).flat_map(|year| rule.0.days(year)).map(|off| off.day);
            let holidays: Vec<i64> = years.collect();
            for day in day::first_of(1981, 1)..day::first_of(2098, 1) {
                let (last, next) = rule.around(day);
                let from = holidays.partition_point(|holiday| *holiday <= last);
                let between = holidays[from..].iter().take_while(|holiday| **holiday < next);
                assert_eq!(between.filter(|holiday| **holiday != day).count(), 0, "{rule:?} around {day}");
                assert_eq!(holidays.binary_search(&day).is_ok(), last == day, "{rule:?} {day}");
                assert!(last <= day && day < next);
            }
        }
    }

    #[test]
    fn years_beyond_the_easter_rule_keep_their_fixed_dates() {
        assert_eq!(dates("FR", 1500).len(), 8);
        assert_eq!(dates("FR", 12_000).len(), 8);
    }
}
