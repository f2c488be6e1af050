//! Instants and spans as a person of one language reads them.
//!
//! What stands on every row is pushed into a text that is used again, so that a frame makes few of them.

use std::fmt::Write as _;

use crate::desk::sla::Tz;
use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, TimeZone, Timelike, Utc, Weekday};

use crate::desk::bounds;
use crate::desk::queue::reading::Left;

use super::{Instants, Words};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Above this, hours, minutes and seconds say less than days and hours.
const DAYS_SHOWN_FROM: i64 = 100 * HOUR;

impl Words {
    /// Pushes a countdown: `0:07:31`, `-0:12:04`, `5h12 bh`, `-4d 03h`; nothing where nothing is left to count.
    pub fn push_left(&self, out: &mut String, left: Left) {
        match left {
            Left::Nothing => {}
            Left::Never => out.push_str(self.say("left-never")),
            Left::Clock(left) => self.push_clock(out, left),
            Left::Business { left, running, .. } => self.push_business(out, left, running),
        }
    }

    fn push_clock(&self, out: &mut String, left: TimeDelta) {
        let (late, seconds) = whole_seconds(left);
        if late {
            out.push('-');
        }
        if seconds >= DAYS_SHOWN_FROM {
            let (days, hours) = (seconds / DAY, seconds % DAY / HOUR);
            push(out, format_args!("{days}{} {hours:02}{}", self.say("unit-day"), self.say("unit-hour")));
        } else {
            let (hours, minutes) = (seconds / HOUR, seconds % HOUR / 60);
            push(out, format_args!("{hours}:{minutes:02}:{:02}", seconds % 60));
        }
    }

    fn push_business(&self, out: &mut String, left: TimeDelta, running: bool) {
        let (_, seconds) = whole_seconds(left);
        let (hours, minutes) = (seconds / HOUR, seconds % HOUR / 60);
        let (hour, minute) = (self.say("unit-hour"), self.say("unit-minute"));
        match (hours, running) {
            (0, true) => push(out, format_args!("{minutes}{minute}{:02}", seconds % 60)),
            (0, false) => push(out, format_args!("{minutes}{minute}")),
            _ => push(out, format_args!("{hours}{hour}{minutes:02}")),
        }
        out.push(' ');
        out.push_str(self.say("unit-business"));
    }

    /// Pushes a span in its largest unit: `12s`, `42m`, `2h`, `3d`.
    pub fn push_age(&self, out: &mut String, age: TimeDelta) {
        let seconds = age.num_seconds().max(0);
        let (count, unit) = match seconds {
            ..60 => (seconds, self.say("unit-second")),
            60..HOUR => (seconds / 60, self.say("unit-minute")),
            HOUR..172_800 => (seconds / HOUR, self.say("unit-hour")),
            _ => (seconds / DAY, self.say("unit-day")),
        };
        push(out, format_args!("{count}{unit}"));
    }

    /// Returns a span as a sentence has it: `12 min`, `3 h 05`, `2 d 4 h`.
    pub fn span(&self, span: TimeDelta) -> String {
        let (_, seconds) = whole_seconds(span);
        let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / 60);
        match seconds {
            ..60 => self.say_with("span-seconds", &[("seconds", seconds.into())]),
            60..HOUR => self.say_with("span-minutes", &[("minutes", minutes.into())]),
            HOUR..DAY => self.say_with(
                "span-hours",
                &[("hours", hours.into()), ("minutes", format!("{minutes:02}").into())],
            ),
            _ => self.say_with("span-days", &[("days", days.into()), ("hours", hours.into())]),
        }
    }

    /// Pushes an instant as shortly as it can be understood: the time today, the weekday within six days,
    /// else the date. An hour that the clocks repeat carries the name of its zone.
    pub fn push_instant(&self, out: &mut String, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) {
        let (at, now) = (bounds::there(at, &zone), bounds::there(now, &zone));
        let days = (at.date_naive() - now.date_naive()).num_days();
        match days.abs() {
            0 => push_time(out, &at),
            1..=6 => {
                out.push_str(self.weekday(at.weekday()));
                out.push(' ');
                push_time(out, &at);
            }
            7..=300 => self.push_day(out, at.date_naive()),
            _ => push(out, format_args!("{} {}", self.month(at.month()), at.year())),
        }
        if days.abs() <= 6 && is_repeated(&at) {
            push_zone(out, &at);
        }
    }

    /// Returns what [`Words::push_instant`] pushes, with the time of day also where the date is needed.
    pub fn instant(&self, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
        if self.instants == Instants::Full {
            return self.instant_in_full(at, zone);
        }
        let mut out = String::new();
        let there = bounds::there(at, &zone);
        let days = (there.date_naive() - bounds::there(now, &zone).date_naive()).num_days();
        if days.abs() <= 6 {
            self.push_instant(&mut out, at, now, zone);
            return out;
        }
        self.push_day(&mut out, there.date_naive());
        out.push(' ');
        if days.abs() > 300 {
            push(&mut out, format_args!("{} ", there.year()));
        }
        push_time(&mut out, &there);
        out
    }

    /// Returns the instant to the second, with the year and what the zone is called then: `2026-11-22 14:03:27 CET`.
    pub fn instant_in_full(&self, at: DateTime<Utc>, zone: Tz) -> String {
        bounds::there(at, &zone).format("%Y-%m-%d %H:%M:%S %Z").to_string()
    }

    /// Returns an instant with its weekday (not today's) and its zone: `Mon 09:00 CET`.
    pub fn instant_with_zone(&self, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
        let mut out = self.instant(at, now, zone);
        let there = bounds::there(at, &zone);
        if !is_repeated(&there) {
            push_zone(&mut out, &there);
        }
        out
    }

    /// Returns the whole instant: `Sun 22 Nov 14:03:27 CET`.
    pub fn full_clock(&self, at: DateTime<Utc>, zone: Tz, seconds: bool) -> String {
        let at = bounds::there(at, &zone);
        let mut out = self.day(at.date_naive());
        out.push(' ');
        push_time(&mut out, &at);
        if seconds {
            push(&mut out, format_args!(":{:02}", at.second()));
        }
        push_zone(&mut out, &at);
        out
    }

    /// Returns the instant to the second, as a journal has it; the zone only where the hour comes twice.
    pub fn stamp(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let at = bounds::there(at, &zone);
        let mut out = self.day(at.date_naive());
        out.push(' ');
        push_time(&mut out, &at);
        push(&mut out, format_args!(":{:02}", at.second()));
        if is_repeated(&at) {
            push_zone(&mut out, &at);
        }
        out
    }

    /// Returns a day as `Fri 14 Nov`.
    pub fn day(&self, day: NaiveDate) -> String {
        let mut out = format!("{} ", self.weekday(day.weekday()));
        self.push_day(&mut out, day);
        out
    }

    /// Returns a day with its year, as contracts have it.
    pub fn date(&self, day: NaiveDate) -> String {
        let mut out = String::new();
        self.push_day(&mut out, day);
        push(&mut out, format_args!(" {}", day.year()));
        out
    }

    fn push_day(&self, out: &mut String, day: NaiveDate) {
        match day.day() {
            1 => out.push_str(self.say("first-of-month")),
            number => push(out, format_args!("{number}")),
        }
        out.push(' ');
        out.push_str(self.month(day.month()));
    }

    /// Returns a time of day with its zone, as somebody far away reads it: `Tue 23:03 JST`.
    pub fn time_there(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let at = bounds::there(at, &zone);
        let mut out = format!("{} ", self.weekday(at.weekday()));
        push_time(&mut out, &at);
        push_zone(&mut out, &at);
        out
    }

    /// Returns a number with its thousands set apart as the language does it.
    pub fn number(&self, number: u64) -> String {
        let apart = self.say("thousands");
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(apart);
            }
            out.push(digit);
        }
        out
    }

    fn weekday(&self, day: Weekday) -> &str {
        self.say(match day {
            Weekday::Mon => "weekday-1",
            Weekday::Tue => "weekday-2",
            Weekday::Wed => "weekday-3",
            Weekday::Thu => "weekday-4",
            Weekday::Fri => "weekday-5",
            Weekday::Sat => "weekday-6",
            Weekday::Sun => "weekday-7",
        })
    }

    fn month(&self, month: u32) -> &str {
        const MONTHS: [&str; 12] = [
            "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8",
            "month-9", "month-10", "month-11", "month-12",
        ];
        self.say(MONTHS[month as usize - 1])
    }
}

/// Late by any part of a second is late; a countdown shows the seconds that are whole.
fn whole_seconds(span: TimeDelta) -> (bool, i64) {
    (span < TimeDelta::zero(), span.num_seconds().abs())
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all that is written");
}

fn push_time(out: &mut String, at: &DateTime<Tz>) {
    push(out, format_args!("{:02}:{:02}", at.hour(), at.minute()));
}

/// Zones without letters of their own are named by their offset.
fn push_zone(out: &mut String, at: &DateTime<Tz>) {
    match at.offset().abbreviation() {
        Some(name) if name.starts_with(|first: char| first.is_ascii_alphabetic()) => {
            push(out, format_args!(" {name}"));
        }
        _ => push(out, format_args!(" {}", at.offset().fix())),
    }
}

/// Tells whether the clocks show this local time twice.
fn is_repeated(at: &DateTime<Tz>) -> bool {
    matches!(at.timezone().from_local_datetime(&at.naive_local()), chrono::MappedLocalTime::Ambiguous(..))
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    fn paris() -> Tz {
        Tz::named("Europe/Paris").unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn both(shown: impl Fn(&Words, &mut String)) -> [String; 2] {
        Language::ALL.map(|language| {
            let mut out = String::new();
            shown(&Words::load(language), &mut out);
            out
        })
    }

    #[test]
    fn a_countdown_is_read_at_a_glance() {
        let clock =
            |seconds| both(|words, out| words.push_left(out, Left::Clock(TimeDelta::seconds(seconds))));
        assert_eq!(clock(451), ["0:07:31", "0:07:31"]);
        assert_eq!(clock(-724), ["-0:12:04", "-0:12:04"]);
        assert_eq!(clock(0), ["0:00:00", "0:00:00"]);
        assert_eq!(clock(-99 * HOUR), ["-99:00:00", "-99:00:00"]);
        assert_eq!(clock(-100 * HOUR), ["-4d 04h", "-4j 04h"]);
        let business = |minutes, running| {
            let left = TimeDelta::minutes(minutes) + TimeDelta::seconds(7);
            both(|words, out| words.push_left(out, Left::Business { left, running, resumes: None }))
        };
        assert_eq!(business(312, true), ["5h12 bh", "5h12 ouv."]);
        assert_eq!(business(42, true), ["42m07 bh", "42m07 ouv."]);
        assert_eq!(business(42, false), ["42m bh", "42m ouv."]);
    }

    #[test]
    fn the_moment_of_being_late_shows_a_minus() {
        let late = both(|words, out| words.push_left(out, Left::Clock(TimeDelta::microseconds(-1))));
        assert_eq!(late, ["-0:00:00", "-0:00:00"]);
    }

    #[test]
    fn thousands_stand_apart() {
        let shown = |number| both(|words, out| out.push_str(&words.number(number)));
        assert_eq!(shown(2_418_176), ["2,418,176", "2\u{a0}418\u{a0}176"]);
        assert_eq!(shown(999), ["999", "999"]);
    }

    #[test]
    fn an_instant_is_as_short_as_it_can_be_understood() {
        let now = at("2026-11-22T13:00:00Z");
        let shown = |text| both(|words, out| words.push_instant(out, at(text), now, paris()));
        assert_eq!(shown("2026-11-22T12:51:00Z"), ["13:51", "13:51"]);
        assert_eq!(shown("2026-11-23T13:12:00Z"), ["Mon 14:12", "lun. 14:12"]);
        assert_eq!(shown("2026-12-10T13:12:00Z"), ["10 Dec", "10 déc."]);
        assert_eq!(shown("2028-02-10T13:12:00Z"), ["Feb 2028", "févr. 2028"]);
    }

    #[test]
    fn an_hour_that_comes_twice_says_which_one() {
        let now = at("2026-10-24T20:00:00Z");
        let shown = |text| both(|words, out| words.push_instant(out, at(text), now, paris()))[0].clone();
        assert_eq!(shown("2026-10-25T00:30:00Z"), "Sun 02:30 CEST");
        assert_eq!(shown("2026-10-25T01:30:00Z"), "Sun 02:30 CET");
        assert_eq!(shown("2026-10-25T02:30:00Z"), "Sun 03:30");
    }

    #[test]
    fn clocks_and_spans_are_words_of_the_language() {
        let now = at("2026-11-22T13:03:27Z");
        let full = both(|words, out| out.push_str(&words.full_clock(now, paris(), true)));
        assert_eq!(full, ["Sun 22 Nov 14:03:27 CET", "dim. 22 nov. 14:03:27 CET"]);
        let span = |minutes| both(|words, out| out.push_str(&words.span(TimeDelta::minutes(minutes))));
        assert_eq!(span(12), ["12 min", "12\u{a0}min"]);
        assert_eq!(span(185), ["3 h 05", "3\u{a0}h 05"]);
        assert_eq!(span(3125), ["2 d 4 h", "2\u{a0}j 4\u{a0}h"]);
        let there = both(|words, out| {
            out.push_str(&words.time_there(now, crate::desk::sla::Tz::named("America/Sao_Paulo").unwrap()));
        });
        assert_eq!(there[0], "Sun 10:03 -03:00");
    }
}
