//! What stands in what: the calendars of a file, their zones and events.

use super::lines::{self, Line};
use super::why::{Refused, Why, shortened};
use super::zone::Definition;

/// Nothing of use nests so deep.
const DEEPEST: usize = 8;

/// One VCALENDAR.
#[derive(Debug, Default)]
pub struct Calendar {
    /// Its METHOD takes back everything that it holds.
    pub cancelled: bool,
    pub zones: Vec<Definition>,
    /// The line on which each event begins, and the lines in it.
    pub events: Vec<(usize, Vec<Line>)>,
}

/// Reads the calendars of a file; a file may hold several.
///
/// # Errors
/// What is no line of RFC 5545, and what begins or ends in the wrong place.
pub fn read(bytes: &[u8]) -> Result<Vec<Calendar>, Refused> {
    let mut calendars: Vec<Calendar> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    for (number, text) in lines::unfold(bytes) {
        let begins = text.as_ref().is_ok_and(|text| text.trim_end().eq_ignore_ascii_case("BEGIN:VCALENDAR"));
        if calendars.is_empty() && open.is_empty() && !begins {
            let named = text.ok().and_then(|text| lines::read(number, &text).ok());
            return Err(match named.filter(|line| line.name == "BEGIN") {
                Some(line) => unbalanced(number, &line.value),
                None => Refused { line: number, why: Why::NoCalendar },
            });
        }
        let line = lines::read(number, &text?)?;
        match line.name.as_str() {
            "BEGIN" => begin(&line, &mut open, &mut calendars)?,
            "END" => {
                let name = line.value.trim().to_ascii_uppercase();
                if open.pop().is_none_or(|(begun, _)| begun != name) {
                    return Err(unbalanced(number, &name));
                }
            }
            _ => hold(line, &open, &mut calendars)?,
        }
    }
    match open.pop() {
        Some((name, line)) => Err(unbalanced(line, &name)),
        None if calendars.is_empty() => Err(Refused { line: 1, why: Why::NoCalendar }),
        None => Ok(calendars),
    }
}

fn unbalanced(line: usize, name: &str) -> Refused {
    Refused { line, why: Why::Unbalanced { name: shortened(name) } }
}

fn begin(line: &Line, open: &mut Vec<(String, usize)>, calendars: &mut Vec<Calendar>) -> Result<(), Refused> {
    let name = line.value.trim().to_ascii_uppercase();
    let within: Vec<&str> = open.iter().map(|(name, _)| name.as_str()).collect();
    match (within.as_slice(), name.as_str(), calendars.last_mut()) {
        ([], "VCALENDAR", _) => calendars.push(Calendar::default()),
        (["VCALENDAR"], "VEVENT", Some(calendar)) => calendar.events.push((line.number, Vec::new())),
        (["VCALENDAR"], "VTIMEZONE", Some(calendar)) => {
            calendar.zones.push(Definition { line: line.number, ..Definition::default() });
        }
        (["VCALENDAR", "VTIMEZONE"], "STANDARD" | "DAYLIGHT", Some(calendar)) => {
            calendar.zones.last_mut().into_iter().for_each(|zone| zone.observances.push(Vec::new()));
        }
        ([], ..) | (_, "VCALENDAR" | "VEVENT", _) => return Err(unbalanced(line.number, &name)),
        _ if open.len() >= DEEPEST => return Err(unbalanced(line.number, &name)),
        _ => {}
    }
    open.push((name, line.number));
    Ok(())
}

/// Puts a line where it belongs; what stands in alarms, tasks and the like says nothing of events.
fn hold(line: Line, open: &[(String, usize)], calendars: &mut [Calendar]) -> Result<(), Refused> {
    let within: Vec<&str> = open.iter().map(|(name, _)| name.as_str()).collect();
    let Some(calendar) = calendars.last_mut() else { return Ok(()) };
    let lines = match within.as_slice() {
        [] => return Err(line.refuse(Why::Syntax { text: shortened(&line.value) })),
        ["VCALENDAR"] => return calendar.property(&line),
        ["VCALENDAR", "VEVENT"] => calendar.events.last_mut().map(|(_, lines)| lines),
        ["VCALENDAR", "VTIMEZONE"] => calendar.zones.last_mut().map(|zone| &mut zone.names),
        ["VCALENDAR", "VTIMEZONE", "STANDARD" | "DAYLIGHT"] => {
            calendar.zones.last_mut().and_then(|zone| zone.observances.last_mut())
        }
        _ => None,
    };
    if let Some(lines) = lines {
        lines.push(line);
    }
    Ok(())
}

impl Calendar {
    fn property(&mut self, line: &Line) -> Result<(), Refused> {
        let value = line.value.trim();
        let refuse = |property| Err(line.refuse(Why::BadValue { property, value: shortened(value) }));
        match line.name.as_str() {
            "METHOD" => self.cancelled = value.eq_ignore_ascii_case("CANCEL"),
            // Version 1 is another format with the same first line.
            "VERSION" if value != "2.0" && !value.ends_with(";2.0") => return refuse("VERSION"),
            "CALSCALE" if !value.eq_ignore_ascii_case("GREGORIAN") => return refuse("CALSCALE"),
            _ => {}
        }
        Ok(())
    }
}
