//! `vigie due --batch`: one case per line in, one answer per line out, in order.
//!
//! Answers are written in large pieces, but never held back while the command waits for more input: a person, or a
//! program at the other end of two pipes, gets each answer before the next question.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::rc::Rc;

use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::desk::sla::{Calendar, CalendarSpec, Object, Pauses, Running, objects};
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::severity::Severity;

/// A longer line is refused without being kept.
const LONGEST_LINE: usize = 64 << 20;
const BUFFER: usize = 256 << 10;

/// What some programs put in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A case as written; keys that are not listed are for its author.
#[derive(Deserialize)]
#[serde(expecting = "a case, an object with id, severity, start, now, pauses and calendar")]
struct Case<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(deserialize_with = "severity")]
    severity: Severity,
    #[serde(deserialize_with = "instant")]
    start: DateTime<Utc>,
    #[serde(deserialize_with = "instant")]
    now: DateTime<Utc>,
    #[serde(default, deserialize_with = "objects")]
    pauses: Vec<Pause>,
    #[serde(borrow)]
    calendar: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(expecting = "a pause, an object with from and to")]
struct Pause {
    #[serde(deserialize_with = "instant")]
    from: DateTime<Utc>,
    #[serde(default)]
    to: Option<Instant>,
}

/// The part of a line that is wanted even if the rest is wrong.
#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Refused<'a> {
    line: u64,
    id: Option<&'a RawValue>,
    error: String,
}

struct Instant(DateTime<Utc>);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        instant(deserializer).map(Instant)
    }
}

fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Severity, D::Error> {
    struct Number;
    impl de::Visitor<'_> for Number {
        type Value = Severity;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("1, 2, 3 or 4")
        }

        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Severity, E> {
            let severity = u8::try_from(number).ok().and_then(|number| Severity::try_from(number).ok());
            severity.ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
        }
    }
    deserializer.deserialize_u8(Number)
}

/// Reads an instant that can be written in UTC too: near the years 0000 and 9999 an offset may lead out of them.
fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    struct Rfc3339;
    impl de::Visitor<'_> for Rfc3339 {
        type Value = DateTime<Utc>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an instant in RFC 3339, e.g. 2026-04-02T16:00:00+02:00")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<DateTime<Utc>, E> {
            let read = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
            read.filter(|at| (0..=9999).contains(&at.year()))
                .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
    deserializer.deserialize_str(Rfc3339)
}

/// Answers every line of `input`; `false` if any of them was refused.
pub fn answer(input: impl Read, output: impl Write, programme: &Programme) -> io::Result<bool> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut batch = Batch {
        programme,
        output: BufWriter::with_capacity(BUFFER, output),
        recent: Recent::default(),
        line: 0,
        all_well: true,
    };
    // The beginning of a line that goes on after what has been read; `None` once it is too long to be kept.
    let mut begun = Some(Vec::new());
    loop {
        if input.buffer().is_empty() {
            batch.output.flush()?;
        }
        let read = match input.fill_buf() {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if read.is_empty() {
            break;
        }
        let end = read.iter().position(|byte| *byte == b'\n');
        let piece = &read[..end.unwrap_or(read.len())];
        let used = piece.len() + usize::from(end.is_some());
        match (&mut begun, end) {
            (Some(line), Some(_)) if line.is_empty() => batch.answer_line(Some(piece))?,
            (Some(line), _) if line.len() + piece.len() <= LONGEST_LINE => line.extend_from_slice(piece),
            (too_long, _) => *too_long = None,
        }
        if end.is_some() && begun.as_ref().is_none_or(|line| !line.is_empty()) {
            batch.answer_line(begun.as_deref())?;
            begun = Some(Vec::new());
        }
        input.consume(used);
    }
    if begun.as_ref().is_none_or(|line| !line.is_empty()) {
        batch.answer_line(begun.as_deref())?;
    }
    batch.output.flush()?;
    Ok(batch.all_well)
}

struct Batch<'a, W: Write> {
    programme: &'a Programme,
    output: BufWriter<W>,
    recent: Recent,
    line: u64,
    all_well: bool,
}

impl<W: Write> Batch<'_, W> {
    /// Answers one line, `None` standing for one that was too long.
    fn answer_line(&mut self, line: Option<&[u8]>) -> io::Result<()> {
        self.line += 1;
        let line = match line {
            Some(line) if self.line == 1 => line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).trim_ascii(),
            Some(line) => line.trim_ascii(),
            None => return self.refuse(None, format!("the line is longer than {} MiB", LONGEST_LINE >> 20)),
        };
        if line.is_empty() {
            return Ok(());
        }
        // Checked once, so that what is echoed is UTF-8 too.
        let text = match std::str::from_utf8(line) {
            Ok(text) => text,
            Err(error) => return self.refuse(None, format!("the line is not UTF-8: {error}")),
        };
        let Ok(Object(case)) = serde_json::from_str::<Object<Case<'_>>>(text) else {
            return self.refuse(named(text), what_is_wrong::<Object<Case<'_>>>(text, ""));
        };
        let calendar = match self.recent.calendar(case.calendar.get()) {
            Ok(calendar) => calendar,
            Err(error) => return self.refuse(case.id, error),
        };
        self.answer_case(&case, &calendar)
    }

    fn answer_case(&mut self, case: &Case<'_>, calendar: &Calendar) -> io::Result<()> {
        let pauses: Pauses =
            case.pauses.iter().map(|pause| (pause.from, pause.to.as_ref().map(|to| to.0))).collect();
        let target = self.programme.target(case.severity);
        let clock = Running { start: case.start, target, pauses: &pauses, calendar };
        let out = &mut self.output;
        write!(out, "{{\"id\":{},\"deadline\":", case.id.map_or("null", RawValue::get))?;
        match clock.deadline() {
            Some(deadline) => write!(out, "\"{}\"", deadline.to_rfc3339_opts(SecondsFormat::AutoSi, true))?,
            None => out.write_all(b"null")?,
        }
        out.write_all(b",\"elapsed_s\":")?;
        write_seconds(out, clock.elapsed(case.now))?;
        writeln!(out, ",\"open_now\":{}}}", calendar.is_open(case.now))
    }

    fn refuse(&mut self, id: Option<&RawValue>, error: String) -> io::Result<()> {
        self.all_well = false;
        serde_json::to_writer(&mut self.output, &Refused { line: self.line, id, error })?;
        self.output.write_all(b"\n")
    }
}

/// Writes a length of time in seconds: an integer if it is whole, else with as many decimals as it has.
fn write_seconds(out: &mut impl Write, length: TimeDelta) -> io::Result<()> {
    let micros = length.num_microseconds().unwrap_or(i64::MAX);
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    if fraction == 0 {
        return write!(out, "{seconds}");
    }
    let decimals = format!("{fraction:06}");
    write!(out, "{seconds}.{}", decimals.trim_end_matches('0'))
}

/// Says what is wrong with a text that serde refused, with the path of the value: `calendar.weekly.mon[1][0]: …`.
fn what_is_wrong<'a, T: Deserialize<'a>>(text: &'a str, within: &str) -> String {
    let mut json = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, T>(&mut json).err() {
        None => json.end().map_or_else(|error| at_column(&error), |()| "the line cannot be read".to_owned()),
        Some(error) => {
            let path = error.path().to_string();
            let path = if path == "." { within.to_owned() } else { format!("{within}.{path}") };
            let path = path.trim_start_matches('.');
            if path.is_empty() {
                at_column(error.inner())
            } else {
                format!("{path}: {}", without_place(error.inner()))
            }
        }
    }
}

/// `serde_json` says "at line 1" of what is any line of the input.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).map_or_else(|| text.clone(), str::to_owned)
}

fn at_column(error: &serde_json::Error) -> String {
    format!("{} at column {}", without_place(error), error.column())
}

fn named(text: &str) -> Option<&RawValue> {
    serde_json::from_str::<Object<Named<'_>>>(text).ok()?.0.id
}

/// The calendars of the last lines: as a rule many lines carry the same one.
#[derive(Default)]
struct Recent {
    prepared: VecDeque<(Box<str>, Rc<Calendar>)>,
}

impl Recent {
    const KEPT: usize = 64;
    const LONGEST: usize = 64 << 10;

    fn calendar(&mut self, written: &str) -> Result<Rc<Calendar>, String> {
        if let Some(place) = self.prepared.iter().position(|(known, _)| **known == *written) {
            self.prepared.swap(0, place);
            return Ok(Rc::clone(&self.prepared[0].1));
        }
        let Object(spec) = serde_json::from_str::<Object<CalendarSpec>>(written)
            .map_err(|_pathless| what_is_wrong::<Object<CalendarSpec>>(written, "calendar"))?;
        let calendar = Rc::new(Calendar::new(&spec).map_err(|error| format!("calendar.{error}"))?);
        if written.len() <= Self::LONGEST {
            self.prepared.truncate(Self::KEPT - 1);
            self.prepared.push_front((written.into(), Rc::clone(&calendar)));
        }
        Ok(calendar)
    }
}
