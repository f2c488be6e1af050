//! Times as people type them: `15:00`, `15h`, `+45m`, `2026-11-24 09:30`.

use crate::desk::bounds;
use crate::desk::sla::Tz;
use crate::desk::text::span;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

/// Which way a time of day is meant that today has two of: the one to come, or the one that was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    Past,
    Future,
}

/// Reads a time in the reader's zone; `None` if it is none, or of no year of a desk.
pub fn read(text: &str, now: DateTime<Utc>, zone: Tz, toward: Toward) -> Option<DateTime<Utc>> {
    written(text, now, zone, toward).filter(|at| bounds::holds(*at))
}

fn written(text: &str, now: DateTime<Utc>, zone: Tz, toward: Toward) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Some(span) = text.strip_prefix('+') {
        return now.checked_add_signed(span::read(span)?);
    }
    if let Some(span) = text.strip_prefix('-') {
        return now.checked_sub_signed(span::read(span)?);
    }
    if let Some((day, time)) = text.split_once(' ') {
        let day = bounds::read_date(day)?;
        return at(day, time_of(time.trim())?, zone);
    }
    let time = time_of(text)?;
    let today = bounds::there(now, &zone).date_naive();
    let here = at(today, time, zone)?;
    match toward {
        Toward::Past if here > now => at(today.pred_opt()?, time, zone),
        Toward::Future if here <= now => at(today.succ_opt()?, time, zone),
        _ => Some(here),
    }
}

/// The first instant of a wall time; one that the clocks skip is none.
fn at(day: NaiveDate, time: NaiveTime, zone: Tz) -> Option<DateTime<Utc>> {
    zone.from_local_datetime(&NaiveDateTime::new(day, time)).earliest().map(|at| at.to_utc())
}

/// `15:00`, `9:30`, `15h30`, `15h`.
fn time_of(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once([':', 'h'])?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_the_next_one_or_the_last_one() {
        // 14:03 in Paris.
        let now = "2026-11-22T13:03:00Z".parse().unwrap();
        let read = |text: &str, toward| {
            read(text, now, crate::desk::sla::Tz::named("Europe/Paris").unwrap(), toward)
                .map(|at| at.format("%d %H:%M").to_string())
        };
        for (text, toward, expected) in [
            ("15:00", Toward::Future, Some("22 14:00")),
            ("15h", Toward::Future, Some("22 14:00")),
            ("15h30", Toward::Future, Some("22 14:30")),
            ("13:40", Toward::Future, Some("23 12:40")),
            ("13:40", Toward::Past, Some("22 12:40")),
            ("23:10", Toward::Past, Some("21 22:10")),
            ("+45m", Toward::Future, Some("22 13:48")),
            ("+1h30m", Toward::Future, Some("22 14:33")),
            ("-10m", Toward::Past, Some("22 12:53")),
            ("2026-11-24 09:30", Toward::Future, Some("24 08:30")),
            ("25:00", Toward::Future, None),
            ("soon", Toward::Future, None),
            ("+", Toward::Future, None),
            ("+é", Toward::Future, None),
            ("", Toward::Future, None),
        ] {
            assert_eq!(read(text, toward).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_wall_time_that_the_clocks_skip_is_none() {
        let now = "2026-03-28T20:00:00Z".parse().unwrap();
        assert_eq!(
            read("02:30", now, crate::desk::sla::Tz::named("Europe/Paris").unwrap(), Toward::Future),
            None
        );
    }
}
