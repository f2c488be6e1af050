//! The public holidays against lists that others publish.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use vigie::desk::sla::{Calendar, CalendarSpec, HolidayRule};

/// The weekdays that are off: on a weekend, lists differ in what they print.
fn weekdays_off(code: &str, year: i32) -> BTreeSet<String> {
    let holidays = HolidayRule::of(code).unwrap().holidays(year).into_iter();
    let weekdays = holidays.filter(|holiday| holiday.date.weekday().num_days_from_monday() < 5);
    weekdays.map(|holiday| holiday.date.format("%m-%d").to_string()).collect()
}

#[test]
fn the_rules_give_what_others_list_from_2015_to_2030() {
    let mut seen = BTreeSet::new();
    let mut differences = Vec::new();
    for line in include_str!("../data/official-holidays.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (code, year) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
        let listed: BTreeSet<String> = words.map(str::to_owned).collect();
        let ours = weekdays_off(code, year);
        if ours != listed {
            let missing: Vec<_> = listed.difference(&ours).collect();
            let extra: Vec<_> = ours.difference(&listed).collect();
            differences.push(format!("{code} {year}: missing {missing:?}, too many {extra:?}"));
        }
        seen.insert(code.to_owned());
    }
    assert!(differences.is_empty(), "{differences:#?}");
    assert_eq!(seen, HolidayRule::all().map(|rule| rule.code().to_owned()).collect());
}

/// Written by hand from knowledge of what governments publish, not fetched from them: gov.uk's bank holidays, the personnel office's federal holidays, and the
/// official gazettes.
#[test]
fn the_rules_give_what_governments_publish() {
    for (code, year, published) in [
        ("GB", 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        ("GB", 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
        ("GB", 2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        ("GB", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("GB", 2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        ("GB-SCT", 2022, "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27"),
        ("GB-SCT", 2025, "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26"),
        ("GB-NIR", 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"),
        ("US", 2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
        ("US", 2025, "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25"),
        ("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        ("US", 2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
        ("CA", 2025, "01-01 04-18 05-19 07-01 09-01 09-30 10-13 11-11 12-25 12-26"),
        ("CA", 2026, "01-01 04-03 05-18 07-01 09-07 09-30 10-12 11-11 12-25 12-28"),
        ("CA", 2027, "01-01 03-26 05-24 07-01 09-06 09-30 10-11 11-11 12-27 12-28"),
        ("CA-QC", 2029, "01-01 03-30 05-21 06-25 07-02 09-03 10-08 12-25"),
        ("DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 12-25"),
        ("DE-BE", 2025, "01-01 04-18 04-21 05-01 05-08 05-29 06-09 10-03 12-25 12-26"),
        ("DE-SN", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 11-18 12-25"),
        ("IT", 2027, "01-01 01-06 03-29 06-02 10-04 11-01 12-08"),
        ("ES", 2026, "01-01 01-06 04-03 05-01 10-12 12-08 12-25"),
        ("BE", 2026, "01-01 04-06 05-01 05-14 05-25 07-21 11-11 12-25"),
        ("CH-GE", 2026, "01-01 04-03 04-06 05-14 05-25 09-10 12-25 12-31"),
        ("CH-VD", 2026, "01-01 01-02 04-03 04-06 05-14 05-25 09-21 12-25"),
        ("FR", 2027, "01-01 03-29 05-06 05-17 07-14 11-01 11-11"),
    ] {
        let published: BTreeSet<String> = published.split(' ').map(str::to_owned).collect();
        assert_eq!(weekdays_off(code, year), published, "{code} {year}");
    }
}

/// A desk that is always open but on the holidays of one set.
fn open_but_on(rule: HolidayRule, tz: &str) -> Calendar {
    let day = r#"[["00:00", "24:00"]]"#;
    let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(|name| format!("{name:?}: {day}"));
    let json =
        format!(r#"{{"tz": {tz:?}, "holidays_of": [{:?}], "weekly": {{{}}}}}"#, rule.code(), week.join(","));
    Calendar::new(&CalendarSpec::from_json(&json).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_calendar_is_shut_on_the_holidays_of_its_set_and_on_no_other_day(
        set in 0..HolidayRule::all().count(), year in 1985..2110, day in 0..366_i64, second in 0..86_400_i64,
    ) {
        let rule = HolidayRule::all().nth(set).unwrap();
        let date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap() + TimeDelta::days(day);
        let at: DateTime<Utc> = date.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::seconds(second);
        let off = rule.holidays(date.year()).iter().any(|holiday| holiday.date == date);
        prop_assert_eq!(open_but_on(rule, "UTC").is_open(at), !off, "{:?} {}", rule, date);
    }
}
