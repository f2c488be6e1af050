//! The next days on which a desk is closed that is open otherwise.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::desk::sla::Calendar;
use crate::desk::sla::day;
use crate::desk::sla::day::DAY;
use crate::desk::sla::exceptions::Kind;
use crate::desk::sla::wall::WallTime;

/// How far ahead days off are looked for: every yearly holiday comes within it.
const LOOKED_AHEAD: i64 = 400;

/// Days off in a row, both included; days on which it would be closed anyway may lie between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaysOff {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Calendar {
    /// Returns the next days off after the date that an instant has in the calendar's zone, at most `most` of them.
    pub fn days_off(&self, after: DateTime<Utc>, most: usize) -> Vec<DaysOff> {
        let today = day::number(WallTime::at(self.tz(), after).shown.date());
        let mut found: Vec<(DaysOff, i64)> = Vec::new();
        for number in today + 1..today + LOOKED_AHEAD {
            let Some(date) = day::date(number) else { break };
            if !self.is_off(number, date) {
                continue;
            }
            // A weekend between two days off does not part them: nobody works on it.
            let is_full = found.len() == most;
            match found.last_mut() {
                Some((last, end)) if (*end + 1..number).all(|between| self.never_opens(between)) => {
                    (last.to, *end) = (date, number);
                }
                _ if is_full => break,
                _ => found.push((DaysOff { from: date, to: date }, number)),
            }
        }
        found.into_iter().map(|(days, _)| days).collect()
    }

    fn is_off(&self, number: i64, date: NaiveDate) -> bool {
        matches!(self.exceptions().ruling(number).kind, Kind::Closed) && self.opens_on(date)
    }

    fn never_opens(&self, number: i64) -> bool {
        day::date(number).is_some_and(|date| match self.exceptions().ruling(number).kind {
            Kind::Closed => true,
            Kind::OrdinaryWeek => !self.opens_on(date),
            Kind::Special(pattern) => pattern.is_empty(),
        })
    }

    /// Whether the ordinary week opens on the weekday of a date.
    fn opens_on(&self, date: NaiveDate) -> bool {
        let from = i64::from(date.weekday().num_days_from_monday()) * DAY;
        self.week().open_before(from + DAY) > self.week().open_before(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sla::CalendarSpec;

    #[test]
    fn days_off_in_a_row_are_one_and_a_holiday_on_a_weekend_is_none() {
        let spec = r#"{"tz": "Europe/Paris", "holidays_of": ["FR"], "holidays": ["2026-12-05"],
            "closings": [{"from": "2026-12-28", "to": "2026-12-31", "why": "x"}],
            "weekly": {"mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]], "wed": [["09:00", "18:00"]],
                       "thu": [["09:00", "18:00"]], "fri": [["09:00", "18:00"]]}}"#;
        let calendar = Calendar::for_a_desk(&CalendarSpec::from_json(spec).unwrap()).unwrap();
        let told = |at: &str, most| -> Vec<String> {
            let days = calendar.days_off(at.parse().unwrap(), most);
            days.iter().map(|days| format!("{}/{}", days.from, days.to)).collect()
        };
        // From Christmas, a Friday, to New Year, a Friday: nobody works between.
        assert_eq!(
            told("2026-11-22T12:00:00Z", 3),
            ["2026-12-25/2027-01-01", "2027-03-29/2027-03-29", "2027-05-06/2027-05-06"]
        );
        // In Paris it is Christmas already: today is not what comes next.
        assert_eq!(told("2026-12-24T23:30:00Z", 1), ["2026-12-28/2027-01-01"]);
        assert!(told("2026-11-22T12:00:00Z", 0).is_empty());
    }
}
