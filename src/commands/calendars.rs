//! Finds the calendar that a person names.

use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;

use crate::desk::sla::{Calendar, CalendarError, CalendarSpec, HolidayRule, NoEffect};
use crate::server::import::line_of;
use crate::words::Words;

/// Written out with their comments; the others have the same hours in the zone and with the holidays of their set.
const WRITTEN_OUT: [(&str, &str); 2] = [
    ("france", include_str!("../../assets/calendars/france.toml")),
    ("france-alsace-moselle", include_str!("../../assets/calendars/france-alsace-moselle.toml")),
];

/// Returns the names of the built-in calendars: France, then one for each other set of public holidays.
pub fn built_in() -> Vec<String> {
    let of_sets = HolidayRule::all().filter(|rule| !rule.code().starts_with("FR"));
    let names = WRITTEN_OUT.iter().map(|(name, _)| (*name).to_owned());
    names.chain(of_sets.map(|rule| rule.code().to_lowercase())).collect()
}

/// Returns a built-in calendar: weekdays from 09:00 to 18:00, assumed until the operator confirms others.
fn built_in_spec(named: &str) -> Option<Result<CalendarSpec, CalendarError>> {
    if let Some((_, text)) = WRITTEN_OUT.iter().find(|(name, _)| *name == named) {
        return Some(CalendarSpec::from_toml(text));
    }
    let rule = HolidayRule::of(named)?;
    let spec = CalendarSpec::from_toml(WRITTEN_OUT[0].1);
    Some(spec.map(|spec| CalendarSpec { tz: rule.tz().name().to_owned(), holidays_of: vec![rule], ..spec }))
}

/// What a calendar is called.
#[derive(Debug, PartialEq, Eq)]
pub enum Name {
    BuiltIn(String),
    File(String),
}

/// Why there is no calendar.
#[derive(Debug)]
pub enum Refusal {
    Unknown { name: String, nearest: Option<String> },
    Unreadable { path: String, why: io::Error },
    Wrong { name: String, why: CalendarError },
}

/// Loads a built-in calendar by its name, or one from a file beside the configuration that names it.
pub fn load_beside(configuration: Option<&Path>, named: &str) -> Result<Calendar, Refusal> {
    let is_built_in = built_in_spec(named).is_some();
    let path = crate::io::places::beside(configuration, Path::new(named));
    let is_path = Path::new(named).extension().is_some() || Path::new(named).components().count() > 1;
    let named = if is_built_in || !is_path { named.to_owned() } else { path.display().to_string() };
    load(&named, &[]).map(|(_, calendar)| calendar)
}

/// Loads a built-in calendar by its name or one from a file, and closes it on `holidays` too.
pub fn load(named: &str, holidays: &[NaiveDate]) -> Result<(Name, Calendar), Refusal> {
    let (name, mut spec) = written(named)?;
    spec.holidays.extend(holidays);
    let calendar = Calendar::for_a_desk(&spec);
    Ok((name, calendar.map_err(|why| Refusal::Wrong { name: named.to_owned(), why })?))
}

/// Returns a built-in calendar by its name or one from a file, as it is written.
pub fn written(named: &str) -> Result<(Name, CalendarSpec), Refusal> {
    let (name, spec) = match built_in_spec(named) {
        Some(spec) => (Name::BuiltIn(named.to_lowercase()), spec.map_err(|why| (named.to_owned(), why))),
        None => (Name::File(named.to_owned()), read(named)?),
    };
    Ok((name, spec.map_err(|(name, why)| Refusal::Wrong { name, why })?))
}

fn read(named: &str) -> Result<Result<CalendarSpec, (String, CalendarError)>, Refusal> {
    let path = Path::new(named);
    let looks_like_a_path = path.extension().is_some() || path.components().count() > 1;
    if !looks_like_a_path && !path.is_file() {
        return Err(unknown(named));
    }
    let text = fs::read_to_string(path).map_err(|why| Refusal::Unreadable { path: named.to_owned(), why })?;
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let spec = if is_json { CalendarSpec::from_json(&text) } else { CalendarSpec::from_toml(&text) };
    let spec = spec.and_then(|spec| Calendar::new(&spec).and_then(|_read| spec.in_vain()).map(|()| spec));
    let line = |why: &CalendarError| line_of(&text, why.key()?);
    // A line helps where the parser has not named one itself.
    Ok(spec.map_err(|why| match line(&why).filter(|_| !is_json) {
        Some(line) => (format!("{named}:{line}"), why),
        None => (named.to_owned(), why),
    }))
}

fn unknown(named: &str) -> Refusal {
    let alike = |name: &str| strsim::jaro_winkler(name, &named.to_lowercase());
    let nearest = built_in().into_iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    Refusal::Unknown { name: named.to_owned(), nearest: nearest.filter(|name| alike(name) > 0.75) }
}

impl Refusal {
    /// Returns the sentence that tells a person.
    pub fn in_words(&self, words: &Words) -> String {
        match self {
            Refusal::Unknown { name, nearest: Some(nearest) } => words.say_with(
                "due-error-unknown-calendar-suggest",
                &[("name", name.as_str().into()), ("nearest", nearest.as_str().into())],
            ),
            Refusal::Unknown { name, nearest: None } => {
                let known = built_in().join(", ");
                words.say_with(
                    "due-error-unknown-calendar",
                    &[("name", name.as_str().into()), ("known", known.into())],
                )
            }
            Refusal::Unreadable { path, why } => words.say_with(
                "due-error-unreadable",
                &[("path", path.as_str().into()), ("why", why.to_string().into())],
            ),
            Refusal::Wrong { name, why } => words.say_with(
                "due-error-calendar",
                &[("name", name.as_str().into()), ("why", what_is_wrong(words, why).into())],
            ),
        }
    }
}

pub(super) fn what_is_wrong(words: &Words, why: &CalendarError) -> String {
    match why {
        // What the parser says of a value is English only; the key in front of it is what helps.
        CalendarError::Malformed { .. } => why.to_string(),
        CalendarError::UnknownZone { zone, nearest: Some(nearest) } => words.say_with(
            "due-error-zone-suggest",
            &[("zone", zone.as_str().into()), ("nearest", nearest.as_str().into())],
        ),
        CalendarError::UnknownZone { zone, nearest: None } => {
            words.say_with("due-error-zone", &[("zone", zone.as_str().into())])
        }
        CalendarError::WindowEndsBeforeItStarts { key, open, close } => words.say_with(
            "due-error-window",
            &[("key", key.as_str().into()), ("open", open.as_str().into()), ("close", close.as_str().into())],
        ),
        CalendarError::ClosingEndsBeforeItStarts { key, from, to } => words.say_with(
            "due-error-closing",
            &[("key", key.as_str().into()), ("from", from.as_str().into()), ("to", to.as_str().into())],
        ),
        CalendarError::NoEffect { key, why } => format!("{key}: {}", no_effect(words, *why)),
        CalendarError::NeverOpens => words.say("due-error-never-opens").to_owned(),
    }
}

fn no_effect(words: &Words, why: NoEffect) -> String {
    let say = |id: &str, date: NaiveDate, nth: usize| {
        words.say_with(
            id,
            &[("date", date.to_string().into()), ("closing", format!("closings[{nth}]").into())],
        )
    };
    match why {
        NoEffect::SpecialAndHoliday { date } => say("due-vain-special-holiday", date, 0),
        NoEffect::SpecialInClosing { date, nth } => say("due-vain-special-closing", date, nth),
        NoEffect::HolidayTwice { date } => say("due-vain-holiday-twice", date, 0),
        NoEffect::ClosingInClosing { nth } => {
            words.say_with("due-vain-closing", &[("closing", format!("closings[{nth}]").into())])
        }
        NoEffect::RuleInRule { code, within } if code == within => {
            words.say_with("due-vain-rule-twice", &[("code", code.into())])
        }
        NoEffect::RuleInRule { code, within } => {
            words.say_with("due-vain-rule", &[("code", code.into()), ("within", within.into())])
        }
    }
}
