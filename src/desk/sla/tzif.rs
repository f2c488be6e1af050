//! Reads a zone's file (`TZif`, RFC 9636) and the rules that POSIX writes into `TZ`.

use tz::timezone::{AlternateTime, LocalTimeType, RuleDay, TimeZoneSettings, TransitionRule};

use crate::desk::sla::day;
use crate::desk::sla::zone::{Change, SLOTS_FROM, Zone};

/// Reads a zone's file.
///
/// `None` for what is none, for one that counts leap seconds (instants here do not), and for the first version of the
/// form, which ends in 2037 and says nothing of what comes after.
pub(super) fn read(name: &str, bytes: &[u8]) -> Option<Zone> {
    let has_rules = bytes.get(4).is_some_and(|version| *version >= b'2');
    let file = tz::TimeZone::from_tz_data(bytes).ok().filter(|_| has_rules)?;
    prepared(name, &file)
}

/// Reads a rule as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`. `None` for what is none.
pub(super) fn read_rule(rule: &str) -> Option<Zone> {
    let settings = TimeZoneSettings::new(&[], |_path| Err("a rule is no file".into()));
    prepared(rule, &settings.parse_posix_tz(rule).ok()?)
}

fn prepared(name: &str, file: &tz::TimeZone) -> Option<Zone> {
    let file = file.as_ref();
    if !file.leap_seconds().is_empty() {
        return None;
    }
    let rule = file.extra_rule().as_ref();
    let at_first = match rule {
        Some(TransitionRule::Fixed(kind)) if file.transitions().is_empty() => kind,
        Some(TransitionRule::Alternate(rule)) if file.transitions().is_empty() => rule.std(),
        _ => file.local_time_types().first()?,
    };
    let mut first = (offset(at_first)?, called(at_first));
    let mut changes = Vec::with_capacity(file.transitions().len());
    for transition in file.transitions() {
        let kind = file.local_time_types().get(transition.local_time_type_index())?;
        let change = Change { at: transition.unix_leap_time(), to: offset(kind)?, called: called(kind) };
        if change.at < SLOTS_FROM {
            first = (change.to, change.called);
        } else {
            changes.push(change);
        }
    }
    match rule {
        None | Some(TransitionRule::Fixed(_)) => Some(Zone::new(name.to_owned(), first, changes, None)),
        Some(TransitionRule::Alternate(rule)) => {
            let (winter, summer) = (offset(rule.std())?, offset(rule.dst())?);
            let of_year = |year: i32| yearly(rule, winter, summer, year);
            Some(Zone::new(name.to_owned(), first, changes, Some(&of_year)))
        }
    }
}

/// The two changes of a rule in a year. Times of day are those of the clock that is changed.
fn yearly(rule: &AlternateTime, winter: i64, summer: i64, year: i32) -> Vec<Change> {
    let at = |day: &RuleDay, time: i32, shown: i64| day_of(*day, year) * 86_400 + i64::from(time) - shown;
    vec![
        Change {
            at: at(rule.dst_end(), rule.dst_end_time(), summer),
            to: winter,
            called: called(rule.std()),
        },
        Change {
            at: at(rule.dst_start(), rule.dst_start_time(), winter),
            to: summer,
            called: called(rule.dst()),
        },
    ]
}

/// The day number of a rule's day in a year.
fn day_of(rule: RuleDay, year: i32) -> i64 {
    let first = day::first_of(year, 1);
    match rule {
        RuleDay::Julian0WithLeap(counted) => first + i64::from(counted.get()),
        // 29 February is not counted.
        RuleDay::Julian1WithoutLeap(counted) => {
            let leaps = day::date(first).is_some_and(|date| date.leap_year());
            first + i64::from(counted.get()) - 1 + i64::from(leaps && counted.get() >= 60)
        }
        RuleDay::MonthWeekDay(date) => {
            let month = u32::from(date.month());
            let first = day::first_of(year, month);
            let next = if month == 12 { day::first_of(year + 1, 1) } else { day::first_of(year, month + 1) };
            // POSIX counts from Sunday.
            let weekday = (i64::from(date.week_day()) + 6) % 7;
            let on = first + (weekday - day::weekday(first)).rem_euclid(7) + 7 * (i64::from(date.week()) - 1);
            if on < next { on } else { on - 7 }
        }
    }
}

/// Seconds ahead of UTC; `None` where no place on earth is.
fn offset(kind: &LocalTimeType) -> Option<i64> {
    Some(i64::from(kind.ut_offset())).filter(|seconds| seconds.abs() < 86_400)
}

fn called(kind: &LocalTimeType) -> String {
    kind.time_zone_designation().to_owned()
}
