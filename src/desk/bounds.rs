//! The years in which anything of a desk happens: 1970 to 2200.
//!
//! Every instant and every date that comes from outside is read by a function of this file, as foreign text is read
//! into its own type: a request, an answer of a backend, a snapshot, a file. Beyond them there is nothing that a desk
//! could mean, and a clock that adds an hour to the end of time has no answer. `tests/architecture.rs` holds every
//! field to it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, Datelike, NaiveDate, TimeZone, Utc};
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer};
use serde_json::Value;

pub const FIRST_YEAR: i32 = 1970;
pub const LAST_YEAR: i32 = 2200;

/// The last microsecond of [`LAST_YEAR`], in microseconds since 1970 UTC.
const LAST_MICROSECOND: i64 = 7_289_654_399_999_999;

/// The last instant there is (UTC).
pub fn last() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(LAST_MICROSECOND).unwrap_or(DateTime::UNIX_EPOCH)
}

/// Tells whether an instant is of the years of a desk.
pub fn holds(at: DateTime<Utc>) -> bool {
    (DateTime::UNIX_EPOCH..=last()).contains(&at)
}

/// Tells whether a date is of the years of a desk.
pub fn holds_date(date: NaiveDate) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
}

/// Returns the instant, or the end of the years of a desk that is nearest.
pub fn clamp(at: DateTime<Utc>) -> DateTime<Utc> {
    at.clamp(DateTime::UNIX_EPOCH, last())
}

/// Returns the date, or the end of the years of a desk that is nearest.
pub fn clamp_date(date: NaiveDate) -> NaiveDate {
    date.clamp(clamp(DateTime::<Utc>::MIN_UTC).date_naive(), last().date_naive())
}

/// Returns what the clocks of a zone show at an instant: the one way to a local time, since at the ends of chrono's own
/// years there is none.
pub fn there<Z: TimeZone>(at: DateTime<Utc>, zone: &Z) -> DateTime<Z> {
    clamp(at).with_timezone(zone)
}

/// Reads an instant of RFC 3339.
pub fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    Bounded::deserialize(deserializer).map(|Bounded(at)| at)
}

/// Reads an instant of RFC 3339, or that there is none.
pub fn maybe_instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    Ok(Option::<Bounded>::deserialize(deserializer)?.map(|Bounded(at)| at))
}

/// Reads a date `YYYY-MM-DD`.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    BoundedDate::deserialize(deserializer).map(|BoundedDate(date)| date)
}

/// Reads a date `YYYY-MM-DD`, or that there is none.
pub fn maybe_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    Ok(Option::<BoundedDate>::deserialize(deserializer)?.map(|BoundedDate(date)| date))
}

/// Reads a list of dates `YYYY-MM-DD`.
pub fn dates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
    Ok(Vec::<BoundedDate>::deserialize(deserializer)?.into_iter().map(|BoundedDate(date)| date).collect())
}

/// Reads an object whose keys are dates `YYYY-MM-DD`; one that is written twice would lose one of its values.
pub fn by_date<'de, D, V>(deserializer: D) -> Result<BTreeMap<NaiveDate, V>, D::Error>
where
    D: Deserializer<'de>,
    V: Deserialize<'de>,
{
    deserializer.deserialize_map(ByDate(PhantomData))
}

/// Reads `YYYY-MM-DD` and nothing else.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let is_written_so = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = is_written_so.then(|| text.parse::<NaiveDate>().ok())?;
    date.filter(|date| holds_date(*date))
}

/// Reads an instant of RFC 3339 of the years of a desk.
pub fn read_instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc()).filter(|at| holds(*at))
}

struct Bounded(DateTime<Utc>);

impl<'de> Deserialize<'de> for Bounded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let at = DateTime::<Utc>::deserialize(deserializer)?;
        if holds(at) { Ok(Self(at)) } else { Err(de::Error::custom(OutOfBounds)) }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct BoundedDate(NaiveDate);

impl<'de> Deserialize<'de> for BoundedDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DateText)
    }
}

struct DateText;

impl de::Visitor<'_> for DateText {
    type Value = BoundedDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a date YYYY-MM-DD of the years {FIRST_YEAR} to {LAST_YEAR}")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<BoundedDate, E> {
        let date = read_date(text).map(BoundedDate);
        date.ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

struct ByDate<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> de::Visitor<'de> for ByDate<V> {
    type Value = BTreeMap<NaiveDate, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object, its keys dates YYYY-MM-DD of the years {FIRST_YEAR} to {LAST_YEAR}")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut days = BTreeMap::new();
        while let Some((BoundedDate(date), value)) = map.next_entry()? {
            if days.insert(date, value).is_some() {
                return Err(de::Error::custom(format_args!("{date} is written twice")));
            }
        }
        Ok(days)
    }
}

/// Why an instant was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an instant must be of the years {FIRST_YEAR} to {LAST_YEAR}")]
pub struct OutOfBounds;

/// What stood somewhere and is of no year of a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Where in the JSON, e.g. `/holidays/0`.
    pub at: String,
    pub was: String,
}

/// Reads what is our own already, and says what of it had to be read otherwise ([`mend`]).
///
/// # Errors
/// What is wrong with it beyond that.
pub fn read_own<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<Stray>), serde_json::Error> {
    serde_json::from_str(text).map(|value| (value, Vec::new())).or_else(|why| {
        let Ok(mut json) = serde_json::from_str::<Value>(text) else { return Err(why) };
        let strays = mend(&mut json);
        if strays.is_empty() {
            return Err(why);
        }
        serde_json::from_value(json).map(|value| (value, strays)).map_err(|_the_first_says_it| why)
    })
}

/// Puts what is of no year of a desk right, in JSON that was written before there were bounds: a day off or with hours
/// of its own goes (no clock ever comes to it), everything else becomes the nearest instant or date that there is.
///
/// Only for what is our own already; what comes from outside is refused.
pub fn mend(value: &mut Value) -> Vec<Stray> {
    let mut strays = Vec::new();
    mend_in(value, "", &mut strays);
    strays
}

fn mend_in(value: &mut Value, at: &str, strays: &mut Vec<Stray>) {
    match value {
        Value::String(text) => {
            if let Some(nearest) = nearest(text) {
                strays.push(Stray { at: at.to_owned(), was: std::mem::replace(text, nearest) });
            }
        }
        Value::Array(items) => {
            let is_of_days_off = at.ends_with("/holidays");
            let mut place = 0;
            items.retain_mut(|item| {
                let here = format!("{at}/{place}");
                place += 1;
                let was = item.as_str().filter(|text| is_of_days_off && nearest(text).is_some());
                if let Some(was) = was.map(str::to_owned) {
                    strays.push(Stray { at: here, was });
                    return false;
                }
                mend_in(item, &here, strays);
                true
            });
        }
        Value::Object(entries) => {
            entries.retain(|key, item| {
                let here = format!("{at}/{key}");
                if nearest(key).is_some() {
                    strays.push(Stray { at: here, was: key.clone() });
                    return false;
                }
                mend_in(item, &here, strays);
                true
            });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The nearest instant or date that there is, if a text is one that is not.
fn nearest(text: &str) -> Option<String> {
    // As chrono wrote them: a year of more than four digits, or before the year 0, has its sign.
    let begins = text.strip_prefix(['+', '-']).unwrap_or(text).as_bytes().first().copied();
    if text.len() > 64 || !begins.is_some_and(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // As serde reads one: years of six digits, too.
    if let Ok(at) = text.parse::<DateTime<Utc>>() {
        return (!holds(at)).then(|| clamp(at).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
    }
    let is_a_date = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+'));
    let date = text.parse::<NaiveDate>().ok().filter(|_| is_a_date)?;
    (!holds_date(date)).then(|| clamp_date(date).to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_ends_of_the_years_of_a_desk_are_its_last_instants() {
        assert_eq!(last().to_rfc3339(), "2200-12-31T23:59:59.999999+00:00");
        for (text, there) in [
            ("1970-01-01T00:00:00Z", true),
            ("1969-12-31T23:59:59.999999Z", false),
            ("2200-12-31T23:59:59.999999Z", true),
            ("2201-01-01T00:00:00Z", false),
            ("2201-01-01T00:00:00+01:00", true),
            ("+262142-12-31T23:59:59Z", false),
            ("-262143-01-01T00:00:00Z", false),
            ("+999999-12-31T23:59:59Z", false),
        ] {
            assert_eq!(read_instant(text).is_some(), there, "{text}");
        }
    }

    #[test]
    fn a_date_is_four_digits_two_and_two() {
        for text in
            ["-2026-12-25", "+10000-01-01", "26-12-25", "2026-1-1", "2026-12-25 ", "1969-12-31", "2201-01-01"]
        {
            assert_eq!(read_date(text), None, "{text}");
        }
        assert!(read_date("1970-01-01").is_some() && read_date("2200-12-31").is_some());
    }

    #[test]
    fn what_was_kept_before_there_were_bounds_is_put_right_and_the_rest_is_left() {
        let mut kept = json!({
            "holidays": ["2026-12-25", "-2026-12-25", "+10000-01-01"],
            "special": {"-0001-01-01": [], "2026-05-25": [["09:00", "18:00"]]},
            "closings": [{"from": "2026-08-01", "to": "+12000-08-15", "why": "+12000 reasons"}],
            "data": {"rescanned_at": "+262142-12-31T23:59:59Z", "at": "2026-11-24T10:00:00Z", "number": "+33123456789"},
        });
        let strays = mend(&mut kept);
        assert_eq!(
            kept,
            json!({
                "holidays": ["2026-12-25"],
                "special": {"2026-05-25": [["09:00", "18:00"]]},
                "closings": [{"from": "2026-08-01", "to": "2200-12-31", "why": "+12000 reasons"}],
                "data": {"rescanned_at": "2200-12-31T23:59:59.999999Z", "at": "2026-11-24T10:00:00Z",
                    "number": "+33123456789"},
            })
        );
        let places: Vec<_> = strays.iter().map(|stray| stray.at.as_str()).collect();
        assert_eq!(
            places,
            ["/closings/0/to", "/data/rescanned_at", "/holidays/1", "/holidays/2", "/special/-0001-01-01"]
        );
    }
}
