//! Calendar files of RFC 5545: whole days for a calendar's closings, stretches of time for a rota.
//!
//! What is read is read by the letter, or refused with its line. An event that names an occurrence of another one takes
//! its place, wherever it stands in the file. Recurrences are computed on the wall clock and each occurrence is put into
//! its zone afterwards, so that a shift at nine stays at nine through a clock change.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::desk::sla::Tz;
use crate::desk::text::SafeLine;

mod event;
mod lines;
mod rule;
mod series;
mod structure;
mod value;
mod why;
mod zone;

pub use rule::Beyond;
pub use why::{Refused, Why};

use event::Event;
use rule::Steps;
use series::Window;
use zone::{Zone, Zones};

/// A larger file, in bytes, is no calendar of a desk.
const LARGEST: usize = 4 << 20;
/// More occurrences in what was asked for are a mistake in a rule.
const MOST: usize = 20_000;

/// One occurrence of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub title: SafeLine,
    pub when: When,
    /// What comes of its series after the days that were asked for.
    pub beyond: Beyond,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Whole days, the last one included.
    Days {
        from: NaiveDate,
        to: NaiveDate,
    },
    Time {
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    },
}

/// Reads the bytes of a file, as many as [`read`] takes and one more.
///
/// # Errors
/// What the file system says.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads every occurrence that touches the days from `from` to `to`; local times without a zone are those of `zone`.
/// Those that a series has come first, those that were changed after them.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read(bytes: &[u8], zone: Tz, from: NaiveDate, to: NaiveDate) -> Result<Vec<Occurrence>, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused { line: 1, why: Why::TooLarge });
    }
    let mut steps = Steps::default();
    let mut events = Vec::new();
    // Definitions of zones are followed until all that is asked for has begun.
    let until = to.and_time(NaiveTime::MIN) + TimeDelta::days(800);
    for calendar in structure::read(bytes)? {
        let mut zones = Zones::new(zone, &calendar.zones, until, &mut steps);
        for (line, lines) in &calendar.events {
            events.push(Event::read(*line, lines, calendar.cancelled, &mut zones)?);
        }
    }
    let window = Window { zone: Zone::Named(zone), from, to };
    let mut found = Vec::new();
    for series in series::grouped(events)? {
        series.occurrences(&window, &mut steps, &mut found)?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.replace('\n', "\r\n"))
    }

    fn read_2026(text: &str) -> Result<Vec<Occurrence>, Refused> {
        let day = |text: &str| text.parse().unwrap();
        let paris = Tz::named("Europe/Paris").unwrap();
        read(text.as_bytes(), paris, day("2026-01-01"), day("2027-12-31"))
    }

    fn days(text: &str) -> Vec<String> {
        let read = read_2026(text).unwrap().into_iter();
        read.map(|occurrence| match occurrence.when {
            When::Days { from, to } if from == to => format!("{from} {}", occurrence.title.shown()),
            When::Days { from, to } => format!("{from}/{to} {}", occurrence.title.shown()),
            When::Time { from, to } => format!(
                "{} {} {}",
                from.format("%m-%dT%H:%M"),
                to.format("%m-%dT%H:%M"),
                occurrence.title.shown()
            ),
        })
        .collect()
    }

    #[test]
    fn whole_days_repeat_by_the_year_but_for_those_taken_out() {
        let text = file(
            "BEGIN:VEVENT\nSUMMARY:Fête du Travail\\, fér\n ié\nDTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Pont\nDTSTART;VALUE=DATE:20260515\nDTEND;VALUE=DATE:20260517\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Toussaint\nDTSTART;VALUE=DATE:20201101\nRRULE:FREQ=YEARLY;UNTIL=20301101\n\
             EXDATE;VALUE=DATE:20261101\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Annulé\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260601\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:Thanksgiving\nDTSTART;VALUE=DATE:20251127\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nEND:VEVENT\n",
        );
        let expected = [
            "2026-05-01 Fête du Travail, férié",
            "2027-05-01 Fête du Travail, férié",
            "2026-05-15/2026-05-16 Pont",
            "2027-11-01 Toussaint",
            "2026-11-26 Thanksgiving",
            "2027-11-25 Thanksgiving",
        ];
        assert_eq!(days(&text), expected);
    }

    #[test]
    fn a_shift_stays_on_the_wall_clock_through_a_clock_change() {
        let text = file(
            "BEGIN:VEVENT\nSUMMARY:C. Martin\nDTSTART;TZID=Europe/Paris:20261023T180000\nDURATION:P2DT15H\n\
             RRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:J. Dupont\nDTSTART:20261106T170000Z\nDTEND:20261109T080000Z\nEND:VEVENT\n\
             BEGIN:VEVENT\nSUMMARY:floating\nDTSTART:20260329T023000\nDTEND:20260329T040000\nEND:VEVENT\n",
        );
        let expected = [
            "10-23T16:00 10-26T08:00 C. Martin",
            "10-30T17:00 11-02T08:00 C. Martin",
            "11-06T17:00 11-09T08:00 J. Dupont",
            // In the hour that the clock jumps over, the offset before it counts.
            "03-29T01:30 03-29T02:00 floating",
        ];
        assert_eq!(days(&text), expected);
    }

    #[test]
    fn what_is_broken_is_told_with_its_line() {
        let event = |inside: &str| file(&format!("BEGIN:VEVENT\nSUMMARY:x\n{inside}\nEND:VEVENT\n"));
        let refused = |text: &str| read_2026(text).unwrap_err();
        assert_eq!(refused(""), Refused { line: 1, why: Why::NoCalendar });
        assert_eq!(refused("rubbish\nmore: rubbish"), Refused { line: 1, why: Why::NoCalendar });
        assert_eq!(refused(&event("DTSTAMP:20260101T000000Z")), Refused { line: 3, why: Why::NoStart });
        let bad = refused(&event("DTSTART;VALUE=DATE:20261301"));
        assert_eq!(bad, Refused { line: 5, why: Why::BadTime { value: "20261301".into() } });
        let zone = refused(&event("DTSTART;TZID=Custom Zone:20260101T090000"));
        assert_eq!(zone.why, Why::UnknownZone { zone: "Custom Zone".into() });
        let backwards = refused(&event("DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260101"));
        assert_eq!(backwards.why, Why::EndsBeforeStart);
        for rule in [
            "FREQ=SECONDLY",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=SOMETIMES",
            "COUNT=1",
            "FREQ=DAILY;COUNT=1;UNTIL=20260101",
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
            "FREQ=YEARLY;RSCALE=CHINESE",
            "FREQ=DAILY;UNTIL=soon",
        ] {
            let refused = refused(&event(&format!("DTSTART;VALUE=DATE:20260105\nRRULE:{rule}")));
            assert!(matches!(refused, Refused { line: 6, why: Why::BadRule { .. } }), "{rule}: {refused:?}");
        }
        let open = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260105\nEND:VCALENDAR\n";
        assert_eq!(refused(open), Refused { line: 4, why: Why::Unbalanced { name: "VCALENDAR".into() } });
        assert_eq!(refused(&"BEGIN:X\n".repeat(100_000)).why, Why::Unbalanced { name: "X".into() });
        let nested = format!("BEGIN:VCALENDAR\n{}", "BEGIN:X\n".repeat(100_000));
        assert_eq!(refused(&nested), Refused { line: 9, why: Why::Unbalanced { name: "X".into() } });
        assert_eq!(refused(&" ".repeat(LARGEST + 1)).why, Why::TooLarge);
    }

    #[test]
    fn what_excludes_itself_is_refused_and_never_read_by_half() {
        let clash = |one, other| Why::Clash { one, other };
        let value = |property, value: &str| Why::BadValue { property, value: value.into() };
        for (inside, expected) in [
            ("DTSTART:20260101T090000Z\nDTSTART:20260102T090000Z", Why::Repeated { property: "DTSTART" }),
            ("DTSTART:20260101T090000Z\nDTEND:20260101T100000Z\nDURATION:PT1H", clash("DTEND", "DURATION")),
            ("DTSTART:20260101T090000Z\nDTEND;VALUE=DATE:20260102", clash("DTSTART", "DTEND")),
            ("DTSTART;VALUE=DATE:20260101\nDURATION:PT1H", clash("DTSTART", "DURATION")),
            ("DTSTART;VALUE=DATE:20260101\nRDATE:20260301T090000Z", clash("DTSTART", "RDATE")),
            ("DTSTART:20260101T090000Z\nSTATUS:CANCELED", value("STATUS", "CANCELED")),
            ("DTSTART:20260101T090000Z\nSEQUENCE:one", value("SEQUENCE", "one")),
            (
                "DTSTART:20260101T090000Z\nRECURRENCE-ID;RANGE=THISANDPRIOR:20260101T090000Z",
                value("RANGE", "THISANDPRIOR"),
            ),
            (
                "DTSTART:20260101T090000Z\nRECURRENCE-ID:20260101T090000Z\nRRULE:FREQ=DAILY",
                clash("RECURRENCE-ID", "RRULE"),
            ),
        ] {
            let text = file(&format!("BEGIN:VEVENT\nUID:a\n{inside}\nEND:VEVENT\n"));
            assert_eq!(read_2026(&text).unwrap_err().why, expected, "{inside}");
        }
        for (calendar, expected) in
            [("VERSION:1.0", value("VERSION", "1.0")), ("CALSCALE:JULIAN", value("CALSCALE", "JULIAN"))]
        {
            let text = format!("BEGIN:VCALENDAR\n{calendar}\nEND:VCALENDAR\n");
            assert_eq!(read_2026(&text).unwrap_err(), Refused { line: 2, why: expected });
        }
        let latin =
            read(b"BEGIN:VCALENDAR\nX:\xe9\nEND:VCALENDAR\n", Tz::UTC, NaiveDate::MIN, NaiveDate::MIN);
        assert_eq!(latin, Err(Refused { line: 2, why: Why::NotUtf8 }));
    }

    const SERIES: &str = "BEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART;TZID=Europe/Paris:20261102T090000\n\
        DTEND;TZID=Europe/Paris:20261109T090000\nRRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n";

    fn instead(of: &str, inside: &str) -> String {
        format!("BEGIN:VEVENT\nUID:a\nSUMMARY:B\nRECURRENCE-ID{of}\n{inside}\nEND:VEVENT\n")
    }

    #[test]
    fn changed_occurrences_replace_those_of_the_series_wherever_they_stand() {
        let moved = instead(
            ":20261109T080000Z",
            "DTSTART;TZID=Europe/Paris:20261110T090000\nDTEND;TZID=Europe/Paris:20261116T090000",
        );
        let cancelled = instead(";VALUE=DATE:20261116", "STATUS:CANCELLED");
        let expected =
            ["11-02T08:00 11-09T08:00 A", "11-23T08:00 11-30T08:00 A", "11-10T08:00 11-16T08:00 B"];
        assert_eq!(days(&file(&format!("{SERIES}{moved}{cancelled}"))), expected);
        assert_eq!(days(&file(&format!("{cancelled}{moved}{SERIES}"))), expected);
        let two_files = file(SERIES) + "\u{feff}" + &file(&format!("{moved}{cancelled}"));
        assert_eq!(days(&two_files), expected);
    }

    #[test]
    fn this_and_future_moves_and_renames_the_rest_of_a_series() {
        let later = |inside: &str| instead(";RANGE=THISANDFUTURE;TZID=Europe/Paris:20261116T090000", inside);
        let moved = later("DTSTART;TZID=Europe/Paris:20261117T100000\nDURATION:P5D");
        let expected = [
            "11-02T08:00 11-09T08:00 A",
            "11-09T08:00 11-16T08:00 A",
            "11-24T09:00 11-29T09:00 B",
            "11-17T09:00 11-22T09:00 B",
        ];
        assert_eq!(days(&file(&(moved + SERIES))), expected);
        let ended = file(&(later("STATUS:CANCELLED") + SERIES));
        assert_eq!(days(&ended), expected[..2]);
    }

    #[test]
    fn the_newer_of_two_versions_counts_and_a_tie_is_told() {
        let version = |sequence: u32, stamp: u32, day: u32| {
            format!(
                "BEGIN:VEVENT\nUID:a\nDTSTAMP:{stamp}T000000Z\nSEQUENCE:{sequence}\nDTSTART;VALUE=DATE:202601{day}\nEND:VEVENT\n"
            )
        };
        let read = |one: String, other: String| days(&file(&(one + &other)));
        assert_eq!(read(version(9, 20_260_101, 10), version(10, 20_250_101, 11)), ["2026-01-11 "]);
        assert_eq!(read(version(10, 20_250_101, 11), version(9, 20_260_101, 10)), ["2026-01-11 "]);
        assert_eq!(read(version(1, 20_260_102, 12), version(1, 20_260_101, 13)), ["2026-01-12 "]);
        assert_eq!(read(version(1, 20_260_102, 12), version(1, 20_260_102, 12)), ["2026-01-12 "]);
        let tie = read_2026(&file(&(version(1, 20_260_102, 12) + &version(1, 20_260_102, 13)))).unwrap_err();
        assert_eq!(tie, Refused { line: 9, why: Why::Ambiguous { uid: "a".into(), other: 3 } });
    }

    #[test]
    fn every_rule_and_date_of_a_series_counts() {
        let event = |inside: &str| file(&format!("BEGIN:VEVENT\nSUMMARY:x\n{inside}\nEND:VEVENT\n"));
        let text = event(
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=4\nRRULE:FREQ=DAILY;UNTIL=20260107\n\
             RDATE;VALUE=DATE:20260220,20260221\nRDATE;VALUE=DATE:20260301\nEXDATE;VALUE=DATE:20260112\n\
             EXDATE:20260106T000000\nEXRULE:FREQ=DAILY;INTERVAL=47;COUNT=2",
        );
        let expected = ["2026-01-07 x", "2026-01-19 x", "2026-01-26 x", "2026-02-20 x", "2026-03-01 x"];
        assert_eq!(days(&text), expected);
        // The start counts as the first of three, although it is no Friday.
        let text = event("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=3");
        assert_eq!(days(&text), ["2026-01-05 x", "2026-01-09 x", "2026-01-16 x"]);
        let text = event("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY");
        assert!(days(&text).is_empty());
        let text = event("DTSTART;VALUE=DATE:20260131\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9;COUNT=3");
        assert_eq!(days(&text), ["2026-01-31 x", "2026-02-28 x", "2026-03-31 x"]);
        let text = event("DTSTART:20260105T080000Z\nDURATION:PT12H\nRRULE:FREQ=HOURLY;INTERVAL=12;COUNT=2");
        assert_eq!(days(&text), ["01-05T08:00 01-05T20:00 x", "01-05T20:00 01-06T08:00 x"]);
    }

    #[test]
    fn hours_pass_and_days_are_those_of_the_wall_clock() {
        let event = |inside: &str| {
            let start = "DTSTART;TZID=Europe/Paris:20261024T180000";
            days(&file(&format!("BEGIN:VEVENT\nSUMMARY:x\n{start}\n{inside}\nEND:VEVENT\n")))
        };
        assert_eq!(event("DURATION:P1D"), ["10-24T16:00 10-25T17:00 x"]);
        assert_eq!(event("DURATION:PT24H"), ["10-24T16:00 10-25T16:00 x"]);
        assert_eq!(event("DTEND;TZID=Europe/Paris:20261025T180000"), ["10-24T16:00 10-25T17:00 x"]);
        assert_eq!(event("DTEND;TZID=Asia/Tokyo:20261025T180000"), ["10-24T16:00 10-25T09:00 x"]);
    }

    #[test]
    fn the_zones_of_a_file_are_its_own_where_no_public_name_says_better() {
        let zone = |tzid: &str, offset: &str| {
            format!(
                "BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:{offset}\n\
                 TZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
            )
        };
        let event = |tzid: &str| {
            format!(
                "BEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID={tzid}:20260701T090000\nDURATION:PT1H\nEND:VEVENT\n"
            )
        };
        let at = |zone: String, tzid: &str| days(&file(&(zone + &event(tzid))));
        assert_eq!(at(zone("Customized", "+0530"), "Customized"), ["07-01T03:30 07-01T04:30 x"]);
        assert_eq!(at(zone("EST", "-0400"), "EST"), ["07-01T13:00 07-01T14:00 x"]);
        assert_eq!(at(String::new(), "EST"), ["07-01T14:00 07-01T15:00 x"]);
        assert_eq!(at(zone("Europe/Paris", "+0900"), "Europe/Paris"), ["07-01T07:00 07-01T08:00 x"]);
        assert_eq!(at(String::new(), "\"W. Europe Standard Time\""), ["07-01T07:00 07-01T08:00 x"]);
        let twice = zone("Own", "+0100") + &zone("Own", "+0200") + &event("Own");
        let twice = read_2026(&file(&twice)).unwrap_err();
        assert!(matches!(twice.why, Why::Ambiguous { .. }), "{twice:?}");
    }

    #[test]
    fn a_rule_in_days_that_ends_with_an_instant_keeps_its_last_day() {
        let last = |until: &str| {
            let rule = format!("DTSTART;VALUE=DATE:20261230\nRRULE:FREQ=DAILY;UNTIL={until}");
            days(&file(&format!("BEGIN:VEVENT\n{rule}\nEND:VEVENT\n"))).last().cloned()
        };
        for until in [
            "20270102",
            "20270101T230000Z",
            "20270101T220000Z",
            "20270102T000000Z",
            "20270102T050000Z",
            "20270102T225959Z",
            "20270102T235959Z",
            "20270103T045959Z",
            "20270102T090000",
        ] {
            assert_eq!(last(until).as_deref(), Some("2027-01-02 "), "{until}");
        }
    }

    /// There a day begins when in Greenwich it is the middle of the one before.
    #[test]
    fn a_rule_in_days_that_ends_with_an_instant_keeps_its_last_day_at_the_date_line() {
        for (zone, until) in [
            ("Pacific/Auckland", "20270101T110000Z"),
            ("Pacific/Auckland", "20270102T105959Z"),
            ("Pacific/Kiritimati", "20270101T100000Z"),
            ("Pacific/Kiritimati", "20270102T095959Z"),
            ("Pacific/Pago_Pago", "20270102T110000Z"),
            ("Pacific/Pago_Pago", "20270103T105959Z"),
        ] {
            let rule = format!("DTSTART;VALUE=DATE:20261230\nRRULE:FREQ=DAILY;UNTIL={until}");
            let text = file(&format!("BEGIN:VEVENT\n{rule}\nEND:VEVENT\n"));
            let (from, to) = ("2026-01-01".parse().unwrap(), "2027-12-31".parse().unwrap());
            let read = read(text.as_bytes(), Tz::named(zone).unwrap(), from, to).unwrap();
            let last = When::Days { from: "2027-01-02".parse().unwrap(), to: "2027-01-02".parse().unwrap() };
            assert_eq!(read.last().unwrap().when, last, "{zone} {until}");
        }
    }

    /// What would take for ever is refused, and soon.
    #[test]
    fn rules_that_never_end_or_never_come_are_bounded() {
        let event = |inside: &str| format!("BEGIN:VEVENT\nDTSTART:20200101T000000Z\n{inside}\nEND:VEVENT\n");
        for rule in ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=SECONDLY;COUNT=1000000"] {
            let text = file(&event(&format!("DURATION:PT1S\nRRULE:{rule}")));
            assert_eq!(read_2026(&text).unwrap_err(), Refused { line: 6, why: Why::TooMany }, "{rule}");
        }
        let never = event("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30").repeat(1000);
        assert_eq!(read_2026(&file(&never)).unwrap_err().why, Why::TooMany);
        let many = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\n".repeat(MOST + 1);
        assert_eq!(read_2026(&file(&many)).unwrap_err().why, Why::TooMany);
        let old = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:16010101\nRRULE:FREQ=YEARLY\nEND:VEVENT\n".repeat(1500);
        assert_eq!(read_2026(&file(&old)).map(|read| read.len()), Ok(3000));
    }

    #[test]
    fn titles_are_cleaned() {
        let text =
            file("BEGIN:VEVENT\nSUMMARY:a\u{1b}[2Jb\u{202e}c\nDTSTART;VALUE=DATE:20260105\nEND:VEVENT\n");
        assert_eq!(days(&text), ["2026-01-05 a^[[2Jb⟨U+202E⟩c"]);
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_makes_it_fall_over(lines in prop::collection::vec(
            prop_oneof![
                Just("BEGIN:VCALENDAR".to_owned()), Just("END:VCALENDAR".to_owned()), Just("BEGIN:VEVENT".to_owned()),
                Just("END:VEVENT".to_owned()), "DTSTART[;:A-Z=/]{0,12}[0-9TZ]{0,16}", "DTEND:[0-9]{8}",
                "RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);[A-Z=0-9,-]{0,20}", "DURATION:P[0-9DWTHMS]{0,9}",
                "EXDATE:[0-9,T]{0,30}", "(RECURRENCE-ID|RDATE|UID|SEQUENCE)[;:A-Z=]{0,12}[0-9TZ/P]{0,32}",
                "BEGIN:(VTIMEZONE|STANDARD|VALARM)", "TZOFFSET(FROM|TO):[+-][0-9]{2,6}", ".{0,30}",
            ], 0..14)) {
            drop(read_2026(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR\n", lines.join("\n"))));
        }
    }
}
