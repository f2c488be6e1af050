//! Holidays, windows and clock changes as a calendar tells them.

use chrono::TimeDelta;

use crate::desk::sla::{HolidayRule, WhyOff, Window};

use super::Words;

pub(super) fn holiday_id(name: &str) -> String {
    format!("holiday-{name}")
}

pub(super) fn place_id(rule: HolidayRule) -> String {
    format!("place-{}", rule.code().to_lowercase())
}

impl Words {
    /// Where a set of public holidays holds.
    pub fn place(&self, rule: HolidayRule) -> String {
        self.known_or(&place_id(rule), rule.code())
    }

    pub fn holiday(&self, name: &str, substitute: bool) -> String {
        let name = self.known_or(&holiday_id(name), name);
        if substitute { self.say_with("holiday-in-place", &[("name", name.into())]) } else { name }
    }

    /// A sentence, or what it is about: a person's own file of holidays names what no sentence knows.
    fn known_or(&self, id: &str, otherwise: &str) -> String {
        match self.say(id) {
            said if said == id => otherwise.to_owned(),
            said => said.to_owned(),
        }
    }

    /// Why a day is off. What the company wrote is its own text, cleaned.
    pub fn why_off(&self, why: &WhyOff) -> String {
        match why {
            WhyOff::Public { name, substitute } => self.holiday(name, *substitute),
            WhyOff::Listed => self.say("calendar-listed").to_owned(),
            WhyOff::Closing { why } if why.is_empty() => self.say("calendar-closing").to_owned(),
            WhyOff::Closing { why } => crate::desk::text::SafeLine::from(why.as_str()).shown().to_owned(),
        }
    }

    /// The windows of a day: `09:00-12:30, 14:00-18:00`.
    pub fn windows(&self, windows: &[Window]) -> String {
        if windows.is_empty() {
            return self.say("calendar-shut").to_owned();
        }
        let windows: Vec<_> = windows.iter().map(|Window(open, close)| format!("{open}-{close}")).collect();
        windows.join(", ")
    }

    /// Hours and minutes, and never days: business time has none.
    pub fn business_hours(&self, open: TimeDelta) -> String {
        let (hours, minutes) = (open.num_minutes() / 60, open.num_minutes() % 60);
        let hours = self.number(hours.unsigned_abs());
        self.say_with(
            "calendar-hours",
            &[("hours", hours.into()), ("minutes", format!("{minutes:02}").into())],
        )
    }
}
