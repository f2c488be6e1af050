//! The answer that a person reads.

use crate::desk::sla::Tz;
use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Timelike, Utc};

use super::answer::{Question, Standing};
use crate::commands::calendars::Name;
use crate::desk::sla::{Counted, WallTime, ZoneSet};
use crate::words::Words;

/// More windows than these are counted, not listed.
const LISTED: usize = 12;

/// Returns the whole answer, lines ended.
pub fn answer(words: &Words, question: &Question<'_>, calendar: &Name, reader: Tz) -> String {
    let desk = question.calendar.tz();
    let mut page = Page { words, now: question.now, lines: vec![promise(words, question), String::new()] };
    page.add("due-label-filed", &page.instant_and_zone(question.filed, desk, "due-zone"));
    let open_when_filed = question.calendar.is_open(question.filed);
    match question.due() {
        None => page.add("due-label-due", words.say("due-never")),
        Some(due) => {
            page.add("due-label-due", &page.instant_and_zone(due, desk, "due-zone"));
            if reader != desk {
                page.add("", &page.instant_and_zone(due, reader, "due-zone-reader"));
            }
            page.add("due-label-left", &page.standing(question));
            page.windows(question, due);
            if let Some(until) = question.calendar.past_checked_holidays(due) {
                page.add("", &words.unchecked_holidays(until));
            }
        }
    }
    let (id, name) = match calendar {
        Name::BuiltIn(name) => ("due-calendar-built-in", name.as_str()),
        Name::File(name) => ("due-calendar-file", name.as_str()),
    };
    let calendar = words.say_with(
        id,
        &[("name", name.into()), ("tzdata", words.zone_data(ZoneSet::in_force(), page.now).into())],
    );
    page.add("due-label-calendar", &calendar);
    if question.target().counted == Counted::AroundTheClock && !open_when_filed {
        page.lines.extend([String::new(), words.say("due-phone").to_owned()]);
    }
    page.lines.join("\n") + "\n"
}

fn promise(words: &Words, question: &Question<'_>) -> String {
    let number = question.severity.number();
    let id = match question.target().counted {
        Counted::AroundTheClock => "due-promise-around-the-clock",
        Counted::BusinessHours => "due-promise-business-hours",
    };
    let name = words.say(&format!("due-severity-{number}")).to_owned();
    let length = length(words, question.target().length, Days::AsHours);
    words.say_with(id, &[("severity", number.into()), ("name", name.into()), ("length", length.into())])
}

/// Lines of a label and what it stands for.
struct Page<'a> {
    words: &'a Words,
    now: DateTime<Utc>,
    lines: Vec<String>,
}

impl Page<'_> {
    fn add(&mut self, label: &str, text: &str) {
        let label = if label.is_empty() { String::new() } else { self.words.say(label).to_owned() };
        self.lines.push(format!("{label:<11}{text}"));
    }

    fn instant_and_zone(&self, at: DateTime<Utc>, tz: Tz, id: &str) -> String {
        let shown = instant(self.words, at, tz, self.now);
        format!("{shown}  {}", self.words.say_with(id, &[("zone", tz.name().into())]))
    }

    fn standing(&self, question: &Question<'_>) -> String {
        let counted = question.target().counted;
        match question.standing() {
            Standing::Never => self.words.say("due-never").to_owned(),
            Standing::Late(late) => {
                let late = length(self.words, late, Days::Counted);
                self.words.say_with("due-late", &[("length", late.into())])
            }
            Standing::Left(left) => {
                let id = match counted {
                    Counted::AroundTheClock => "due-left-around-the-clock",
                    Counted::BusinessHours => "due-left-business-hours",
                };
                let is_due_now = left.is_zero();
                let left = length(self.words, left, Days::AsHours);
                let left = self.words.say_with(id, &[("length", left.into())]);
                let waits = counted == Counted::BusinessHours && !is_due_now;
                match self.opening(question).filter(|_| waits) {
                    Some(shut) => format!("{left}, {shut}"),
                    None => left,
                }
            }
        }
    }

    /// Says when the desk opens, if it is shut now.
    fn opening(&self, question: &Question<'_>) -> Option<String> {
        let opening = question.calendar.next_opening(self.now).filter(|opening| *opening > self.now)?;
        let opening = instant(self.words, opening, question.calendar.tz(), self.now);
        Some(self.words.say_with("due-left-shut", &[("opening", opening.into())]))
    }

    fn windows(&mut self, question: &Question<'_>, due: DateTime<Utc>) {
        if question.target().counted == Counted::AroundTheClock {
            return self.add("due-label-counted", self.words.say("due-counted-always"));
        }
        let tz = question.calendar.tz();
        let windows: Vec<_> = question.calendar.stretches(question.filed, due).collect();
        let mut label = "due-label-counted";
        for &(open, close) in windows.iter().take(LISTED) {
            let counted = length(self.words, close - open, Days::AsHours);
            let line = format!(
                "{}  {counted}",
                window(self.words, &WallTime::at(tz, open), &WallTime::at(tz, close))
            );
            self.add(std::mem::take(&mut label), &line);
        }
        if let Some(more) = windows.len().checked_sub(LISTED + 1) {
            self.add("", &self.words.say_with("due-counted-more", &[("count", (more + 1).into())]));
        }
    }
}

/// Returns date, time and zone; the year where it is not the current one.
fn instant(words: &Words, at: DateTime<Utc>, tz: Tz, now: DateTime<Utc>) -> String {
    let (wall, current) = (WallTime::at(tz, at), WallTime::at(tz, now).shown.year());
    let year = wall.shown.year();
    let id = if year == current { "due-instant" } else { "due-instant-year" };
    let [weekday, day, month] = calendar_words(words, &wall);
    let year = ("year", year.to_string().into());
    let time = ("time", time(&wall).into());
    let zone = ("zone", wall.zone.as_str().into());
    words.say_with(
        id,
        &[("weekday", weekday.into()), ("day", day.into()), ("month", month.into()), year, time, zone],
    )
}

/// Returns a stretch of open time; the end's date and the zones only where they differ from the beginning's.
fn window(words: &Words, from: &WallTime, to: &WallTime) -> String {
    let until_midnight =
        to.shown.time() == NaiveTime::MIN && Some(to.shown.date()) == from.shown.date().succ_opt();
    let end = if until_midnight { "24:00".to_owned() } else { time(to) };
    let same_date = until_midnight || from.shown.date() == to.shown.date();
    let (from_zone, to_zone) = if from.zone == to.zone {
        (String::new(), String::new())
    } else {
        (format!(" {}", from.zone), format!(" {}", to.zone))
    };
    let start = format!("{}  {}{from_zone}", date(words, from), time(from));
    if same_date {
        format!("{start}-{end}{to_zone}")
    } else {
        format!("{start} - {}  {end}{to_zone}", date(words, to))
    }
}

fn date(words: &Words, wall: &WallTime) -> String {
    let [weekday, day, month] = calendar_words(words, wall);
    words.say_with("due-date", &[("weekday", weekday.into()), ("day", day.into()), ("month", month.into())])
}

fn calendar_words(words: &Words, wall: &WallTime) -> [String; 3] {
    let date = wall.shown.date();
    let weekday = words.say(&format!("due-weekday-{}", date.weekday().number_from_monday())).to_owned();
    let day = words.say_with("due-day", &[("day", date.day().into())]);
    [weekday, day, words.say(&format!("due-month-{}", date.month())).to_owned()]
}

/// The time of day; seconds only where there are any.
fn time(wall: &WallTime) -> String {
    let exact = wall.shown.second() != 0 || wall.shown.nanosecond() != 0;
    wall.shown.format(if exact { "%H:%M:%S" } else { "%H:%M" }).to_string()
}

/// Whether 24 hours are a day; business time has none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Days {
    Counted,
    AsHours,
}

/// Returns a length of time in words, cut to the second, e.g. "2 h 10 min".
fn length(words: &Words, length: TimeDelta, days: Days) -> String {
    let seconds = length.num_seconds();
    let (whole_days, rest) = match days {
        Days::Counted => (seconds / 86_400, seconds % 86_400),
        Days::AsHours => (0, seconds),
    };
    let parts = [
        (whole_days, "due-length-days"),
        (rest / 3600, "due-length-hours"),
        (rest / 60 % 60, "due-length-minutes"),
        (rest % 60, "due-length-seconds"),
    ];
    let say = |(count, id): (i64, &str)| words.say_with(id, &[("count", count.into())]);
    let said: Vec<String> = parts.into_iter().filter(|(count, _)| *count != 0).map(say).collect();
    if said.is_empty() { say((0, "due-length-minutes")) } else { said.join(" ") }
}
