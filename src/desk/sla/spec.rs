//! A support calendar as people write it, in JSON or TOML.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::desk::sla::object::{Object, object, objects};
use crate::desk::sla::{CalendarError, HolidayRule};

/// A support calendar as written; [`crate::desk::sla::Calendar`] is the one that answers.
///
/// All times of day and dates are those of the wall clock in `tz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, expecting = "a calendar, an object with tz and weekly")]
pub struct CalendarSpec {
    /// An IANA time zone, e.g. `Europe/Paris`.
    pub tz: String,
    /// The windows of an ordinary week.
    #[serde(default, deserialize_with = "object")]
    pub weekly: Weekly,
    /// Dates that are closed from 00:00 to 24:00.
    #[serde(default, deserialize_with = "written_dates", skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub holidays: Vec<NaiveDate>,
    /// Dates whose windows replace those of their weekday: half days, extra openings. They win over
    /// `holidays_of`; a date that is among `holidays` or `closings` too stays closed.
    #[serde(default, deserialize_with = "written_days", skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, Vec<Vec<String>>>)]
    pub special: BTreeMap<NaiveDate, Vec<Window>>,
    /// Public holidays by rule, closed like `holidays`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub holidays_of: Vec<HolidayRule>,
    /// The company's own closed periods, closed like `holidays`.
    #[serde(default, deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub closings: Vec<Closing>,
}

/// The windows of each weekday; a day that is left out is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default, expecting = "an object of lists of windows, keys mon to sun")]
pub struct Weekly {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub mon: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub tue: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub wed: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub thu: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub fri: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub sat: Vec<Window>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Vec<String>>)]
    pub sun: Vec<Window>,
}

impl Weekly {
    /// Returns the weekdays from Monday with the keys they are written under.
    pub fn days(&self) -> [(&'static str, &[Window]); 7] {
        [
            ("mon", &self.mon),
            ("tue", &self.tue),
            ("wed", &self.wed),
            ("thu", &self.thu),
            ("fri", &self.fri),
            ("sat", &self.sat),
            ("sun", &self.sun),
        ]
    }
}

/// Open from the first time of day (included) to the second (not included), written `["09:00", "18:00"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(expecting = "a window [open, close]")]
pub struct Window(pub TimeOfDay, pub TimeOfDay);

/// A time of day on the wall clock, `00:00` to `24:00`, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

/// A period in which the whole company is closed, both dates included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, expecting = "a closing, an object with from and to")]
pub struct Closing {
    #[serde(deserialize_with = "written_date")]
    #[schema(value_type = String)]
    pub from: NaiveDate,
    #[serde(deserialize_with = "written_date")]
    #[schema(value_type = String)]
    pub to: NaiveDate,
    /// What the desk is told, e.g. "stocktaking".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl CalendarSpec {
    /// Reads a calendar from JSON; an error names the key, e.g. `weekly.mon[1][0]`.
    pub fn from_json(text: &str) -> Result<CalendarSpec, CalendarError> {
        let mut json = serde_json::Deserializer::from_str(text);
        let Object(spec) = serde_path_to_error::deserialize(&mut json).map_err(|error| malformed(&error))?;
        let rest = json.end();
        rest.map_err(|why| CalendarError::Malformed { key: String::new(), why: why.to_string() })?;
        Ok(spec)
    }

    /// Reads a calendar from TOML; an error names the key, e.g. `weekly.mon[1][0]`.
    pub fn from_toml(text: &str) -> Result<CalendarSpec, CalendarError> {
        let toml = toml::Deserializer::parse(text);
        let toml =
            toml.map_err(|why| CalendarError::Malformed { key: String::new(), why: why.to_string() })?;
        serde_path_to_error::deserialize(toml).map_err(|error| malformed(&error))
    }
}

fn malformed<E: fmt::Display>(error: &serde_path_to_error::Error<E>) -> CalendarError {
    CalendarError::Malformed {
        key: error.path().to_string(),
        why: error.inner().to_string().trim_end().to_owned(),
    }
}

impl TimeOfDay {
    /// Reads `HH:MM`; `None` for anything else, or beyond 24:00.
    pub fn parse(text: &str) -> Option<TimeOfDay> {
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
        let two = |tens: u8, ones: u8| {
            let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
            Some(digit(tens)? * 10 + digit(ones)?)
        };
        let (hour, minute) = (two(h1, h2)?, two(m1, m2)?);
        (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(TimeOfDay(hour * 60 + minute))
    }

    /// Returns the minutes that the wall clock shows since 00:00; 1440 for `24:00`.
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TimeOfDay, D::Error> {
        let what = "a time of day HH:MM from 00:00 to 24:00";
        deserializer.deserialize_any(Written { what, parse: TimeOfDay::parse })
    }
}

/// Reads `YYYY-MM-DD` and nothing else.
fn parse_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(5..7)?, number(8..10)?)
}

/// A date, for the places where it is an element or a map's key.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct WrittenDate(NaiveDate);

impl<'de> Deserialize<'de> for WrittenDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WrittenDate, D::Error> {
        written_date(deserializer).map(WrittenDate)
    }
}

fn written_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    deserializer.deserialize_any(Written { what: "a date YYYY-MM-DD", parse: parse_date })
}

fn written_dates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
    Ok(Vec::<WrittenDate>::deserialize(deserializer)?.into_iter().map(|date| date.0).collect())
}

fn written_days<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<NaiveDate, Vec<Window>>, D::Error> {
    deserializer.deserialize_map(Days)
}

/// Reads special days; a date that is written twice would silently lose one of its lists.
struct Days;

impl<'de> Visitor<'de> for Days {
    type Value = BTreeMap<NaiveDate, Vec<Window>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of lists of windows, keys YYYY-MM-DD")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut days = BTreeMap::new();
        while let Some((WrittenDate(date), windows)) = map.next_entry()? {
            if days.insert(date, windows).is_some() {
                return Err(de::Error::custom(format_args!("{date} is written twice")));
            }
        }
        Ok(days)
    }
}

/// Reads a value from its text, also from TOML's own date and time values, which serde sees as a map of one entry.
struct Written<F> {
    what: &'static str,
    parse: F,
}

impl<'de, T, F: Fn(&str) -> Option<T>> Visitor<'de> for Written<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key.starts_with("$__toml_private") => {
                let text = map.next_value::<String>()?;
                // TOML's own local time always has seconds when it comes here.
                self.visit_str(text.strip_suffix(":00").filter(|rest| rest.len() == 5).unwrap_or(&text))
            }
            _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
        }
    }
}
