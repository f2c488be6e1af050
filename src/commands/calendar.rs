//! `vigie calendar list|show|import`: which calendars there are, and what the clock counts in one of them.
//!
//! Exit code 0 where there is an answer, 1 where a calendar was refused.

use std::process::ExitCode;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use crate::cli::{CalendarCommand, CalendarImportArgs, CalendarListArgs, CalendarShowArgs};
use crate::desk::sla::{Calendar, CalendarSpec, ClockChange, HolidayRule, Tz, WallTime, Year, ZoneSet};
use crate::io::{clock, places};
use crate::words::Words;

use super::calendars::{self, Name, Refusal};
use super::due::spoken_here;
use super::ics::{self, When};
use super::store::{complain, say};

/// Runs the command.
pub fn run(command: &CalendarCommand) -> ExitCode {
    match command {
        CalendarCommand::List(args) => list(args),
        CalendarCommand::Import(args) => import(args),
        CalendarCommand::Show(args) => {
            let words = Words::load(args.language.unwrap_or_else(spoken_here));
            match show(&words, args) {
                Ok(()) => ExitCode::SUCCESS,
                Err(refusal) => {
                    complain(&refusal.in_words(&words));
                    ExitCode::FAILURE
                }
            }
        }
    }
}

/// Prints the whole days of a calendar file as closings; what has a time of day is told and left out.
fn import(args: &CalendarImportArgs) -> ExitCode {
    let words = Words::load(args.language.unwrap_or_else(spoken_here));
    let path = args.file.display().to_string();
    let text = match places::read(&args.file) {
        Ok(text) => text,
        Err(why) => {
            let data = [("path", path.into()), ("why", why.to_string().into())];
            complain(&words.say_with("due-error-unreadable", &data));
            return ExitCode::FAILURE;
        }
    };
    let from = args.from.unwrap_or_else(|| clock::wall().year());
    let to = args.to.unwrap_or(from.saturating_add(4).min(9999)).max(from);
    let first = NaiveDate::from_ymd_opt(from, 1, 1).unwrap_or(NaiveDate::MIN);
    let last = NaiveDate::from_ymd_opt(to, 12, 31).unwrap_or(NaiveDate::MAX);
    let mut read = match ics::read(&text, Tz::UTC, first, last) {
        Ok(read) => read,
        Err(refused) => {
            complain(&format!("{path}:{}: {}", refused.line, refused.why.in_words(&words)));
            return ExitCode::FAILURE;
        }
    };
    read.sort_by_key(|occurrence| match occurrence.when {
        When::Days { from, to } => (from, to),
        When::Time { from, to } => (from.date_naive(), to.date_naive()),
    });
    let timed = read.iter().filter(|occurrence| matches!(occurrence.when, When::Time { .. })).count();
    for occurrence in &read {
        if let When::Days { from, to } = occurrence.when {
            // A title is foreign text; TOML's own writer quotes it.
            let why = toml::Value::from(occurrence.title.shown());
            say(&format!("[[closings]]\nfrom = \"{from}\"\nto = \"{to}\"\nwhy = {why}\n"));
        }
    }
    if timed > 0 {
        complain(&words.say_with("ics-timed", &[("count", timed.into())]));
    }
    ExitCode::SUCCESS
}

fn list(args: &CalendarListArgs) -> ExitCode {
    let words = Words::load(args.language.unwrap_or_else(spoken_here));
    let known = calendars::built_in();
    let specs = known.iter().filter_map(|name| Some((name, calendars::written(name).ok()?.1)));
    if args.json {
        let entry = |(name, spec): (&String, CalendarSpec)| json!({ "name": name, "zone": spec.tz, "holidays_of": spec.holidays_of, "place": place(&words, &spec) });
        say(&json!(specs.map(entry).collect::<Vec<_>>()).to_string());
        return ExitCode::SUCCESS;
    }
    for (name, spec) in specs {
        say(&format!("{name:<22}  {:<16}  {}", spec.tz, place(&words, &spec)));
    }
    blank();
    say(words.say("calendar-assumed"));
    ExitCode::SUCCESS
}

fn blank() {
    let nothing = "";
    say(nothing);
}

fn place(words: &Words, spec: &CalendarSpec) -> String {
    let places: Vec<_> = spec.holidays_of.iter().map(|rule| words.place(*rule)).collect();
    places.join(", ")
}

fn show(words: &Words, args: &CalendarShowArgs) -> Result<(), Refusal> {
    let (name, spec) = calendars::written(&args.name)?;
    let calendar = Calendar::for_a_desk(&spec);
    let calendar = calendar.map_err(|why| Refusal::Wrong { name: args.name.clone(), why })?;
    let this_year = || WallTime::at(calendar.tz(), clock::wall()).shown.date().year();
    let year = Year::of(&spec, &calendar, args.year.unwrap_or_else(this_year));
    if args.json {
        say(&in_json(&name, &spec, &year));
    } else {
        Page { words, spec: &spec, calendar: &calendar, year: &year }.print(&name);
    }
    Ok(())
}

fn in_json(name: &Name, spec: &CalendarSpec, year: &Year) -> String {
    let name = match name {
        Name::BuiltIn(name) | Name::File(name) => name,
    };
    let codes: Vec<_> = spec.holidays_of.iter().map(|rule| rule.code()).collect();
    let zones = ZoneSet::in_force().release();
    json!({ "name": name, "tz": spec.tz, "tzdata": zones, "holidays_of": codes, "calendar": year })
        .to_string()
}

/// What a person reads.
struct Page<'a> {
    words: &'a Words,
    spec: &'a CalendarSpec,
    calendar: &'a Calendar,
    year: &'a Year,
}

impl Page<'_> {
    fn print(&self, name: &Name) {
        let (id, name) = match name {
            Name::BuiltIn(name) => ("due-calendar-built-in", name.as_str()),
            Name::File(name) => ("due-calendar-file", name.as_str()),
        };
        let zones = self.words.zone_data(ZoneSet::in_force(), clock::wall());
        let name = self.words.say_with(id, &[("name", name.into()), ("tzdata", zones.into())]);
        say(&self.words.say_with(
            "calendar-title",
            &[("name", name.into()), ("year", self.year.year.to_string().into())],
        ));
        say(&self.words.say_with("calendar-zone", &[("zone", self.spec.tz.as_str().into())]));
        self.week();
        self.days_off();
        self.special();
        self.changes();
        let hours = self.words.business_hours(self.year.open_time());
        blank();
        say(&self
            .words
            .say_with("calendar-total", &[("hours", hours.into()), ("days", self.year.open_days.into())]));
    }

    fn title(&self, id: &str) {
        blank();
        say(self.words.say(id));
    }

    fn week(&self) {
        self.title("calendar-week");
        for (number, windows) in (1..).zip(&self.year.weekly) {
            let weekday = self.words.say(&format!("due-weekday-{number}")).to_owned();
            say(&format!("  {weekday:<6}{}", self.words.windows(windows)));
        }
    }

    fn days_off(&self) {
        let places: Vec<_> =
            self.spec.holidays_of.iter().map(|rule: &HolidayRule| self.words.place(*rule)).collect();
        blank();
        say(&match places.as_slice() {
            [] => self.words.say("calendar-days-off").to_owned(),
            places => self.words.say_with("calendar-days-off-of", &[("places", places.join(", ").into())]),
        });
        if let Some(until) = self.calendar.holidays_checked_until().filter(|until| self.year.year > *until) {
            say(&format!("  {}", self.words.unchecked_holidays(until)));
        }
        for off in &self.year.days_off {
            let why = self.words.why_off(&off.why);
            let anyway =
                if off.counts { String::new() } else { format!("  {}", self.words.say("calendar-anyway")) };
            self.day(off.date, &format!("{why}{anyway}"));
        }
        if self.year.days_off.is_empty() {
            say(&format!("  {}", self.words.say("calendar-none")));
        }
    }

    fn day(&self, date: NaiveDate, text: &str) {
        let day = self.words.day(date);
        say(&format!("  {day:<15}{text}"));
    }

    fn special(&self) {
        if self.year.special.is_empty() {
            return;
        }
        self.title("calendar-special");
        for (date, windows) in &self.year.special {
            self.day(*date, &self.words.windows(windows));
        }
    }

    fn changes(&self) {
        self.title("calendar-changes");
        for change in &self.year.clock_changes {
            let (before, after) = self.jump(change);
            let id = if change.to > change.from { "calendar-forward" } else { "calendar-back" };
            let variables = [
                ("from", before.shown.format("%H:%M").to_string().into()),
                ("from-zone", before.zone.into()),
                ("to", after.shown.format("%H:%M").to_string().into()),
                ("to-zone", after.zone.into()),
            ];
            self.day(before.shown.date(), &self.words.say_with(id, &variables));
        }
        if self.year.clock_changes.is_empty() {
            say(&format!("  {}", self.words.say("calendar-none")));
        }
    }

    /// What the wall clock would have shown without the change, and what it shows.
    fn jump(&self, change: &ClockChange) -> (WallTime, WallTime) {
        let at = |at: DateTime<Utc>| WallTime::at(self.calendar.tz(), at);
        let mut before = at(change.at - TimeDelta::seconds(1));
        before.shown += TimeDelta::seconds(1);
        (before, at(change.at))
    }
}
