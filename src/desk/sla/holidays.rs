//! Public holidays by rule.
//!
//! The French list is article L3133-1 of the labour code as it stands today; Alsace-Moselle adds two days (L3134-13).
//! Easter is known for the years 1583 to 9999; outside them only the fixed dates are given.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::day;

/// A set of public holidays that a calendar may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub enum HolidayRule {
    /// The eleven public holidays of metropolitan France.
    #[serde(rename = "FR")]
    France,
    /// The same with Good Friday and 26 December.
    #[serde(rename = "FR-ALSACE-MOSELLE")]
    AlsaceMoselle,
}

/// A public holiday by name; `words` knows how each language calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicHoliday {
    NewYear,
    GoodFriday,
    EasterMonday,
    LabourDay,
    VictoryDay,
    Ascension,
    WhitMonday,
    BastilleDay,
    Assumption,
    AllSaints,
    Armistice,
    Christmas,
    SaintStephen,
}

impl HolidayRule {
    /// Returns the public holidays of `year` in the order of their dates.
    pub fn holidays(self, year: i32) -> Vec<(NaiveDate, PublicHoliday)> {
        let days = self.days(year).into_iter().flatten();
        days.filter_map(|(day, holiday)| Some((day::date(day)?, holiday))).collect()
    }

    /// Returns the last holiday not after `day` and the first one after it, as day numbers.
    ///
    /// Where the year of `day` has none on that side, it is the day before that year or the first one after it.
    pub(super) fn around(self, day: i64) -> (i64, i64) {
        let known = self.known();
        let next = known.partition_point(|holiday| *holiday <= day);
        if let (Some(&last), Some(&next)) =
            (next.checked_sub(1).and_then(|last| known.get(last)), known.get(next))
        {
            return (last, next);
        }
        let Some(year) = day::date(day).map(|date| date.year()) else { return (day - 1, day + 1) };
        let days = self.days(year).map(|holiday| holiday.map(|(day, _)| day));
        let holidays = || days.into_iter().flatten();
        let last = holidays().rfind(|holiday| *holiday <= day).unwrap_or(day::first_of(year, 1) - 1);
        let next = holidays().find(|holiday| *holiday > day).unwrap_or(day::first_of(year + 1, 1));
        (last, next)
    }

    /// The holidays of the years in which desks work, ascending; looking them up is ten times faster than the rule.
    fn known(self) -> &'static [i64] {
        static FRANCE: LazyLock<Vec<i64>> = LazyLock::new(|| HolidayRule::France.listed());
        static ALSACE_MOSELLE: LazyLock<Vec<i64>> = LazyLock::new(|| HolidayRule::AlsaceMoselle.listed());
        match self {
            HolidayRule::France => &FRANCE,
            HolidayRule::AlsaceMoselle => &ALSACE_MOSELLE,
        }
    }

    fn listed(self) -> Vec<i64> {
        (1990..2090).flat_map(|year| self.days(year)).flatten().map(|(day, _)| day).collect()
    }

    /// Returns the holidays of `year` as day numbers, ascending; the places of those that do not apply are empty.
    pub(super) fn days(self, year: i32) -> [Option<(i64, PublicHoliday)>; 13] {
        use PublicHoliday as P;
        let fixed =
            |month, of_month: i64, holiday| Some((day::first_of(year, month) + of_month - 1, holiday));
        let easter = easter(year);
        let moving = |after: i64, holiday| Some((easter? + after, holiday));
        let only_here = |day| if self == HolidayRule::AlsaceMoselle { day } else { None };
        let mut days = [
            fixed(1, 1, P::NewYear),
            only_here(moving(-2, P::GoodFriday)),
            moving(1, P::EasterMonday),
            fixed(5, 1, P::LabourDay),
            fixed(5, 8, P::VictoryDay),
            moving(39, P::Ascension),
            moving(50, P::WhitMonday),
            fixed(7, 14, P::BastilleDay),
            fixed(8, 15, P::Assumption),
            fixed(11, 1, P::AllSaints),
            fixed(11, 11, P::Armistice),
            fixed(12, 25, P::Christmas),
            only_here(fixed(12, 26, P::SaintStephen)),
        ];
        days.sort_unstable();
        days
    }
}

/// The day number of Easter Sunday.
fn easter(year: i32) -> Option<i64> {
    let easter = computus::gregorian(year).ok()?;
    Some(day::first_of(year, easter.month) + i64::from(easter.day) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(rule: HolidayRule, year: i32) -> Vec<String> {
        rule.holidays(year).iter().map(|(date, _)| date.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn france_has_eleven_public_holidays_in_2026() {
        let expected = [
            "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25",
        ];
        assert_eq!(dates(HolidayRule::France, 2026), expected);
    }

    #[test]
    fn alsace_moselle_adds_good_friday_and_26_december() {
        let mut of_france = dates(HolidayRule::France, 2026);
        of_france.extend(["04-03".to_owned(), "12-26".to_owned()]);
        of_france.sort();
        assert_eq!(dates(HolidayRule::AlsaceMoselle, 2026), of_france);
    }

    #[test]
    fn ascension_falls_on_labour_day_in_2008() {
        let of_2008 = HolidayRule::France.holidays(2008);
        let first_of_may: Vec<_> =
            of_2008.iter().filter(|(date, _)| date.to_string() == "2008-05-01").collect();
        assert_eq!(first_of_may.len(), 2);
    }

    #[test]
    fn the_holidays_around_a_day_are_the_same_in_and_out_of_the_list() {
        for rule in [HolidayRule::France, HolidayRule::AlsaceMoselle] {
            let years = (1980..2100).flat_map(|year| rule.days(year)).flatten().map(|(day, _)| day);
            let holidays: Vec<i64> = years.collect();
            for day in day::first_of(1981, 1)..day::first_of(2098, 1) {
                let (last, next) = rule.around(day);
                let between = holidays
                    .iter()
                    .filter(|holiday| last < **holiday && **holiday < next && **holiday != day);
                assert_eq!(between.count(), 0, "around {day}");
                assert_eq!(holidays.contains(&day), last == day, "{day}");
                assert!(last <= day && day < next);
            }
        }
    }

    #[test]
    fn years_beyond_the_easter_rule_keep_their_fixed_dates() {
        assert_eq!(dates(HolidayRule::France, 1500).len(), 8);
        assert_eq!(dates(HolidayRule::France, 12_000).len(), 8);
    }
}
