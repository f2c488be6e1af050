//! What a calendar's file says without any effect: a mistake of whoever wrote it, told instead of passed over.
//!
//! A date that is off by a rule, or lies in a closing, may be listed too: rules and closings change, and what a desk
//! lists holds whatever they say. So it is with special hours: they win over the rules and may equal the weekday's.

use chrono::NaiveDate;

use crate::desk::sla::spec::Closing;
use crate::desk::sla::{CalendarError, CalendarSpec};

/// Why something that a calendar says can never have an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEffect {
    /// The date has hours of its own and is among the holidays.
    SpecialAndHoliday { date: NaiveDate },
    /// The date has hours of its own and lies in a closing, the `nth` from 0.
    SpecialInClosing { date: NaiveDate, nth: usize },
    /// The date is among the holidays already.
    HolidayTwice { date: NaiveDate },
    /// The closing lies in another one, the `nth` from 0.
    ClosingInClosing { nth: usize },
    /// The public holidays are all in another set that the calendar follows.
    RuleInRule { code: &'static str, within: &'static str },
}

impl CalendarSpec {
    /// Tells the first thing that a calendar says in vain, with its key. What is stored is not asked: it was let in.
    pub fn in_vain(&self) -> Result<(), CalendarError> {
        match self.first_in_vain() {
            Some((key, why)) => Err(CalendarError::NoEffect { key, why }),
            None => Ok(()),
        }
    }

    fn first_in_vain(&self) -> Option<(String, NoEffect)> {
        let closing_of = |date: NaiveDate| self.closings.iter().position(|closing| closing.holds(date));
        let special = self.special.keys().find_map(|&date| {
            let key = || format!("special.{date}");
            if self.holidays.contains(&date) {
                return Some((key(), NoEffect::SpecialAndHoliday { date }));
            }
            Some((key(), NoEffect::SpecialInClosing { date, nth: closing_of(date)? }))
        });
        let holiday = || {
            let mut listed = std::collections::BTreeSet::new();
            self.holidays.iter().enumerate().find_map(|(at, &date)| {
                let is_new = listed.insert(date);
                (!is_new).then(|| (format!("holidays[{at}]"), NoEffect::HolidayTwice { date }))
            })
        };
        special.or_else(holiday).or_else(|| self.closing_in_vain()).or_else(|| self.rule_in_vain())
    }

    fn closing_in_vain(&self) -> Option<(String, NoEffect)> {
        self.closings.iter().enumerate().find_map(|(at, inner)| {
            // Of two that are the same, the later one is told.
            let around = |(nth, outer): (usize, &Closing)| {
                if (outer.from, outer.to) == (inner.from, inner.to) {
                    return nth < at;
                }
                outer.from <= inner.from && inner.to <= outer.to
            };
            let nth = self.closings.iter().enumerate().position(around)?;
            Some((format!("closings[{at}]"), NoEffect::ClosingInClosing { nth }))
        })
    }

    fn rule_in_vain(&self) -> Option<(String, NoEffect)> {
        self.holidays_of.iter().enumerate().find_map(|(at, rule)| {
            let mut others = self.holidays_of.iter().enumerate();
            let (_, within) = others
                .find(|(nth, other)| if *other == rule { *nth < at } else { other.takes_over(*rule) })?;
            let why = NoEffect::RuleInRule { code: rule.code(), within: within.code() };
            Some((format!("holidays_of[{at}]"), why))
        })
    }
}

impl Closing {
    fn holds(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to
    }
}

impl std::fmt::Display for NoEffect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SpecialAndHoliday { date } => {
                write!(f, "{date} has special hours and is among the holidays; say one of the two")
            }
            Self::SpecialInClosing { date, nth } => {
                write!(f, "{date} has special hours and lies in closings[{nth}]; say one of the two")
            }
            Self::HolidayTwice { date } => write!(f, "{date} is among the holidays already"),
            Self::ClosingInClosing { nth } => write!(f, "the closing lies in closings[{nth}]"),
            Self::RuleInRule { code, within } if code == within => write!(f, "{code} is named already"),
            Self::RuleInRule { code, within } => {
                write!(f, "all holidays of {code} are among those of {within}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rest: &str) -> String {
        let spec = CalendarSpec::from_json(&format!(r#"{{"tz": "UTC", {rest}}}"#)).unwrap();
        spec.in_vain().map_or_else(|why| why.to_string(), |()| "well".to_owned())
    }

    #[test]
    fn what_a_calendar_says_in_vain_is_told_with_its_key() {
        let closing = |from: &str, to: &str| format!(r#"{{"from": "2026-12-{from}", "to": "2026-12-{to}"}}"#);
        let week = closing("24", "31");
        for (rest, expected) in [
            (
                r#""special": {"2026-05-25": [["09:00", "18:00"]]}, "holidays": ["2026-05-25"]"#.to_owned(),
                "special.2026-05-25: 2026-05-25 has special hours and is among the holidays; say one of the two",
            ),
            (
                format!(r#""special": {{"2026-12-24": [["09:00", "12:00"]]}}, "closings": [{week}]"#),
                "special.2026-12-24: 2026-12-24 has special hours and lies in closings[0]; say one of the two",
            ),
            (
                r#""special": {"2026-05-25": []}, "holidays": ["2026-05-25"]"#.to_owned(),
                "special.2026-05-25: 2026-05-25 has special hours and is among the holidays; say one of the two",
            ),
            (
                r#""holidays": ["2026-05-25", "2026-05-26", "2026-05-25"]"#.to_owned(),
                "holidays[2]: 2026-05-25 is among the holidays already",
            ),
            (
                format!(r#""closings": [{}, {week}]"#, closing("28", "31")),
                "closings[0]: the closing lies in closings[1]",
            ),
            (format!(r#""closings": [{week}, {week}]"#), "closings[1]: the closing lies in closings[0]"),
            (
                format!(r#""closings": [{week}, {}]"#, closing("30", "31")),
                "closings[1]: the closing lies in closings[0]",
            ),
            (r#""holidays_of": ["FR", "FR"]"#.to_owned(), "holidays_of[1]: FR is named already"),
            (
                r#""holidays_of": ["FR", "FR-ALSACE-MOSELLE"]"#.to_owned(),
                "holidays_of[0]: all holidays of FR are among those of FR-ALSACE-MOSELLE",
            ),
        ] {
            assert_eq!(told(&rest), expected, "{rest}");
        }
    }

    #[test]
    fn what_only_says_more_than_it_need_is_let_in() {
        for rest in [
            r#""holidays_of": ["FR"], "special": {"2026-05-25": [["09:00", "18:00"]]}"#,
            r#""holidays_of": ["FR"], "holidays": ["2026-12-25"]"#,
            r#""holidays": ["2027-01-01"], "closings": [{"from": "2026-12-24", "to": "2027-01-03"}]"#,
            r#""holidays_of": ["FR", "DE"]"#,
            r#""closings": [{"from": "2026-12-24", "to": "2026-12-28"}, {"from": "2026-12-28", "to": "2026-12-31"}]"#,
            r#""weekly": {"mon": [["09:00", "18:00"]]}, "special": {"2026-05-25": [["09:00", "18:00"]]}"#,
        ] {
            assert_eq!(told(rest), "well", "{rest}");
        }
    }

    #[test]
    fn the_calendars_that_come_with_the_program_say_nothing_in_vain() {
        for text in [
            include_str!("../../../assets/calendars/france.toml"),
            include_str!("../../../assets/calendars/france-alsace-moselle.toml"),
        ] {
            assert_eq!(CalendarSpec::from_toml(text).unwrap().in_vain(), Ok(()));
        }
    }
}
