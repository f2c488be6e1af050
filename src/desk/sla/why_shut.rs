//! Why a desk is shut, and when it is the next time: what a weekend or a holiday is to the people who stand in.

use chrono::{DateTime, NaiveDate, Utc};

use crate::desk::sla::calendar::Calendar;
use crate::desk::sla::day;
use crate::desk::sla::day::DAY;
use crate::desk::sla::exceptions::Kind;
use crate::desk::sla::shut::Shut;

/// How far ahead days off are looked for.
const AHEAD: i64 = 400;

impl Calendar {
    /// Tells why the desk is shut; `None` while it is open.
    ///
    /// From the last close before a day off on, it is shut for that day: a weekend begins on Friday evening.
    pub fn why_shut(&self, at: DateTime<Utc>) -> Option<Shut> {
        if self.is_open(at) {
            return None;
        }
        let Some(opening) = self.next_opening(at) else { return Some(Shut::Closing) };
        let (today, opening) = (self.day_of(at), self.day_of(opening));
        let off = (today..opening.min(today + AHEAD)).find_map(|day| self.day_off(day));
        Some(off.unwrap_or(Shut::Overnight))
    }

    /// Returns the coming dates that are off although their weekday is not, from tomorrow on, for a bit more than a year.
    pub fn days_off_after(&self, at: DateTime<Utc>) -> impl Iterator<Item = (NaiveDate, Shut)> {
        let today = self.day_of(at);
        let coming = (today + 1..today + AHEAD).filter(|day| self.opens_on_weekday(*day));
        coming.filter_map(|day| Some((day::date(day)?, self.day_off(day)?)))
    }

    fn day_of(&self, at: DateTime<Utc>) -> i64 {
        let at = day::micros(at);
        (at + self.tz().zone().span_at(at).offset).div_euclid(DAY)
    }

    /// Why a whole date is off; `None` for one that has windows.
    fn day_off(&self, day: i64) -> Option<Shut> {
        match self.exceptions().ruling(day).kind {
            Kind::Closed => Some(self.exceptions().public(day).unwrap_or(Shut::Closing)),
            Kind::Special(pattern) => pattern.is_empty().then_some(Shut::Closing),
            Kind::OrdinaryWeek => (!self.opens_on_weekday(day)).then_some(Shut::Weekend),
        }
    }

    fn opens_on_weekday(&self, day: i64) -> bool {
        let begins = day::weekday(day) * DAY;
        self.week().open_before(begins + DAY) > self.week().open_before(begins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sla::CalendarSpec;

    fn france() -> Calendar {
        let spec = CalendarSpec::from_toml(include_str!("../../../assets/calendars/france.toml")).unwrap();
        let closings = r#"[{"from": "2026-12-28", "to": "2026-12-31"}]"#;
        let spec = CalendarSpec { closings: serde_json::from_str(closings).unwrap(), ..spec };
        Calendar::new(&spec).unwrap()
    }

    #[test]
    fn a_weekend_begins_with_the_close_on_friday_and_ends_with_the_opening_on_monday() {
        let public = |name| Some(Shut::Public { name, substitute: false });
        for (at, why) in [
            ("2026-11-20T16:59:59Z", None),
            ("2026-11-20T17:00:00Z", Some(Shut::Weekend)),
            ("2026-11-22T13:00:00Z", Some(Shut::Weekend)),
            ("2026-11-23T07:59:59Z", Some(Shut::Overnight)),
            ("2026-11-23T08:00:00Z", None),
            ("2026-11-24T22:00:00Z", Some(Shut::Overnight)),
            ("2026-05-13T20:00:00Z", public("ascension")),
            ("2026-05-14T12:00:00Z", public("ascension")),
            ("2026-12-28T12:00:00Z", Some(Shut::Closing)),
        ] {
            assert_eq!(france().why_shut(at.parse().unwrap()), why, "{at}");
        }
    }

    #[test]
    fn the_coming_days_off_are_those_of_working_days() {
        let france = france();
        let coming: Vec<_> = france.days_off_after("2026-11-11T12:00:00Z".parse().unwrap()).take(6).collect();
        let dates: Vec<_> = coming.iter().map(|(date, _)| date.to_string()).collect();
        assert_eq!(
            dates,
            ["2026-12-25", "2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01"]
        );
    }
}
