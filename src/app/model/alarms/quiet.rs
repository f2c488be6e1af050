//! Quiet hours: when warnings of some severities, or about some customers, are kept back.

use crate::desk::bounds;
use crate::desk::sla::Tz;
use crate::desk::ticket::names::CustomerId;
use crate::desk::ticket::severity::Severity;
use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Utc, Weekday};

/// Hours of some days, in the reader's zone. Those that go over midnight belong to the day on which they begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub from: NaiveTime,
    /// The same as `from`: a whole day.
    pub until: NaiveTime,
    /// Empty: every day.
    pub days: Vec<Weekday>,
    pub severities: Vec<Severity>,
    /// Empty: all customers.
    pub customers: Vec<CustomerId>,
}

impl Quiet {
    /// Tells whether a warning at an instant (UTC) is kept back.
    pub fn covers(&self, severity: Severity, customer: &CustomerId, at: DateTime<Utc>, zone: Tz) -> bool {
        let meant = self.severities.contains(&severity)
            && (self.customers.is_empty() || self.customers.contains(customer));
        meant && self.is_on(at, zone)
    }

    fn is_on(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let there = bounds::there(at, &zone).naive_local();
        let on = |day: Weekday| self.days.is_empty() || self.days.contains(&day);
        let (today, time) = (there.weekday(), there.time());
        if self.from < self.until {
            return on(today) && (self.from..self.until).contains(&time);
        }
        let yesterday = (there - TimeDelta::days(1)).weekday();
        (on(today) && time >= self.from) || (on(yesterday) && time < self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveTime {
        NaiveTime::parse_from_str(text, "%H:%M").unwrap()
    }

    fn quiet(from: &str, until: &str, days: &[Weekday]) -> Quiet {
        Quiet {
            from: time(from),
            until: time(until),
            days: days.to_vec(),
            severities: vec![Severity::Medium, Severity::Low],
            customers: Vec::new(),
        }
    }

    fn is_on(quiet: &Quiet, at: &str) -> bool {
        let at = at.parse().unwrap();
        quiet.covers(
            Severity::Low,
            &CustomerId::new("acme"),
            at,
            crate::desk::sla::Tz::named("Europe/Paris").unwrap(),
        )
    }

    #[test]
    fn hours_are_those_of_the_reader_and_go_over_midnight() {
        let night = quiet("20:00", "07:30", &[]);
        // Monday 23 November 2026, one hour behind Paris.
        for (at, on) in [
            ("2026-11-23T18:59:59Z", false),
            ("2026-11-23T19:00:00Z", true),
            ("2026-11-24T06:29:59Z", true),
            ("2026-11-24T06:30:00Z", false),
        ] {
            assert_eq!(is_on(&night, at), on, "{at}");
        }
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_begins() {
        let saturday = quiet("20:00", "07:30", &[Weekday::Sat]);
        assert!(is_on(&saturday, "2026-11-22T05:00:00Z"), "Sunday morning");
        assert!(!is_on(&saturday, "2026-11-21T05:00:00Z"), "Saturday morning");
        let whole = quiet("00:00", "00:00", &[Weekday::Sun]);
        assert!(is_on(&whole, "2026-11-22T11:00:00Z") && !is_on(&whole, "2026-11-23T11:00:00Z"));
    }

    #[test]
    fn only_the_named_severities_and_customers_are_kept_back() {
        let only = Quiet { customers: vec![CustomerId::new("acme")], ..quiet("00:00", "00:00", &[]) };
        let at = "2026-11-22T11:00:00Z".parse().unwrap();
        let covers = |severity, customer| {
            only.covers(
                severity,
                &CustomerId::new(customer),
                at,
                crate::desk::sla::Tz::named("Europe/Paris").unwrap(),
            )
        };
        assert!(covers(Severity::Low, "acme"));
        assert!(!covers(Severity::Critical, "acme") && !covers(Severity::Low, "borealis"));
    }

    #[test]
    fn the_hour_that_comes_twice_is_quiet_twice_and_the_one_that_never_comes_ends_nothing() {
        let two = quiet("02:00", "03:00", &[]);
        assert!(is_on(&two, "2026-10-25T00:30:00Z") && is_on(&two, "2026-10-25T01:30:00Z"));
        assert!(!is_on(&two, "2026-03-29T01:00:00Z"), "it is 03:00 then");
    }
}
