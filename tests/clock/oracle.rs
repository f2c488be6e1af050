//! The rule read a second time, the slow way: ask the wall clock at every minute (or second) whether the desk is open.
//!
//! It shares nothing with the clock: jiff reads the zones, with its own reader and its own arithmetic.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use vigie::desk::sla::{Calendar, CalendarSpec, Tz, Weekly, Window, ZoneSet};

pub fn every_zone() -> Vec<Tz> {
    ZoneSet::embedded().names().filter_map(Tz::named).collect()
}

/// A zone as jiff reads it.
pub fn read_otherwise(tz: Tz) -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get(tz.name()).unwrap()
}

/// Seconds that the wall clock is ahead of UTC.
pub fn offset(zone: &jiff::tz::TimeZone, second: i64) -> i32 {
    zone.to_offset(jiff::Timestamp::from_second(second).unwrap()).seconds()
}

/// Whether the wall clock shows a time inside a window.
pub fn shows_open(spec: &CalendarSpec, zone: &jiff::tz::TimeZone, at: DateTime<Utc>) -> bool {
    let wall = at.naive_utc() + TimeDelta::seconds(i64::from(offset(zone, at.timestamp())));
    let date = wall.date();
    if spec.holidays.contains(&date) || spec.closings.iter().any(|off| off.from <= date && date <= off.to) {
        return false;
    }
    let week = &spec.weekly;
    let days = [&week.mon, &week.tue, &week.wed, &week.thu, &week.fri, &week.sat, &week.sun];
    let windows = spec.special.get(&date).unwrap_or(days[date.weekday().num_days_from_monday() as usize]);
    let minute = wall.hour() * 60 + wall.minute();
    windows
        .iter()
        .any(|Window(open, close)| (u32::from(open.minutes())..u32::from(close.minutes())).contains(&minute))
}

/// A range of time, step by step.
pub struct Watched {
    from: DateTime<Utc>,
    step: TimeDelta,
    open: Vec<bool>,
}

impl Watched {
    pub fn new(spec: &CalendarSpec, tz: Tz, from: DateTime<Utc>, step: TimeDelta, steps: i32) -> Watched {
        let zone = read_otherwise(tz);
        let open = (0..steps).map(|nth| shows_open(spec, &zone, from + step * nth)).collect();
        Watched { from, step, open }
    }

    pub fn at(&self, nth: usize) -> DateTime<Utc> {
        self.from + self.step * i32::try_from(nth).unwrap()
    }

    fn open_steps(&self, from: usize, to: usize) -> i32 {
        i32::try_from(self.open[from..to].iter().filter(|open| **open).count()).unwrap()
    }

    /// Compares everything that a calendar can be asked from step `a` to step `b`.
    pub fn agrees(&self, calendar: &Calendar, a: usize, b: usize) {
        let (at, until) = (self.at(a), self.at(b));
        let work = self.step * self.open_steps(a, b);
        assert_eq!(calendar.between(at, until), work, "between {at} and {until}");
        let stretches: TimeDelta = calendar.stretches(at, until).map(|(open, close)| close - open).sum();
        assert_eq!(stretches, work, "stretches from {at} to {until}");
        if work > TimeDelta::zero() {
            let last_open = (a..b).rfind(|&nth| self.open[nth]).unwrap();
            assert_eq!(calendar.add(at, work), Some(self.at(last_open + 1)), "{work} from {at}");
            let first_open = (a..b).find(|&nth| self.open[nth]).unwrap();
            assert_eq!(calendar.back(until, work), Some(self.at(first_open)), "{work} back from {until}");
            assert_eq!(calendar.next_opening(at), Some(self.at(first_open)), "next opening from {at}");
        }
        if let Some(shut) = (a..b).find(|&nth| !self.open[nth]) {
            assert_eq!(calendar.next_closing(at), Some(self.at(shut)), "next closing from {at}");
        }
    }

    pub fn agrees_on_open_now(&self, calendar: &Calendar) {
        for (nth, open) in self.open.iter().enumerate() {
            assert_eq!(calendar.is_open(self.at(nth)), *open, "open at {}", self.at(nth));
        }
    }

    pub fn len(&self) -> usize {
        self.open.len()
    }
}

/// The seconds at which the zone's offset changes in these years.
fn changes(tz: Tz, from: i32, to: i32) -> Vec<i64> {
    let second = |year| {
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp()
    };
    let zone = read_otherwise(tz);
    let first = jiff::Timestamp::from_second(second(from)).unwrap();
    let following = zone.following(first).map(|change| change.timestamp().as_second());
    let in_years = following.take_while(|at| *at < second(to));
    in_years.filter(|at| offset(&zone, at - 1) != offset(&zone, *at)).collect()
}

/// Windows, special days and holidays at random around a date, with many edges near midnight and in the small hours.
pub fn random_spec(random: &mut fastrand::Rng, tz: Tz, around: NaiveDate) -> CalendarSpec {
    let mut days: Vec<Vec<Window>> = (0..7).map(|_| random_windows(random)).collect();
    let mut next = || days.pop().unwrap();
    let weekly =
        Weekly { mon: next(), tue: next(), wed: next(), thu: next(), fri: next(), sat: next(), sun: next() };
    let near = |random: &mut fastrand::Rng| around + TimeDelta::days(random.i64(-2..=2));
    CalendarSpec {
        tz: tz.name().to_owned(),
        weekly,
        holidays: (0..random.usize(0..2)).map(|_| near(random)).collect(),
        special: (0..random.usize(0..3)).map(|_| (near(random), random_windows(random))).collect(),
        holidays_of: Vec::new(),
        closings: Vec::new(),
    }
}

fn random_windows(random: &mut fastrand::Rng) -> Vec<Window> {
    (0..random.usize(0..4))
        .map(|_| {
            let mut edge = || match random.u8(0..4) {
                0 => random.u32(0..=12) * 15,
                1 => random.u32(0..=1440),
                2 => 1440 - random.u32(0..=8) * 15,
                _ => random.u32(0..=24) * 60,
            };
            let (a, b) = (edge(), edge());
            if a == b { window(0, 1440) } else { window(a.min(b), a.max(b)) }
        })
        .collect()
}

fn window(open: u32, close: u32) -> Window {
    let time =
        |minute: u32| vigie::desk::sla::TimeOfDay::parse(&format!("{:02}:{:02}", minute / 60, minute % 60));
    Window(time(open).unwrap(), time(close).unwrap())
}

/// Watches three days (or six hours, to the second, where an offset has seconds) around a change of `tz`.
fn watch_a_change(random: &mut fastrand::Rng, tz: Tz, change: i64) {
    let around = DateTime::from_timestamp(change, 0).unwrap();
    let spec = random_spec(random, tz, around.with_timezone(&tz).date_naive());
    let zone = read_otherwise(tz);
    let seconds = [offset(&zone, change - 1), offset(&zone, change)];
    let whole_minutes = seconds.iter().all(|offset| offset % 60 == 0) && change % 60 == 0;
    let (step, steps) = if whole_minutes { (60, 2 * 1440) } else { (1, 6 * 3600) };
    let from = around - TimeDelta::seconds(step * i64::from(steps / 2));
    let watched = Watched::new(&spec, tz, from, TimeDelta::seconds(step), steps);
    let calendar = Calendar::new(&spec).unwrap();
    watched.agrees_on_open_now(&calendar);
    for _ in 0..4 {
        let (a, b) = (random.usize(0..watched.len()), random.usize(0..watched.len()));
        watched.agrees(&calendar, a.min(b), a.max(b));
    }
}

#[test]
fn around_clock_changes_of_every_zone_the_calendar_shows_what_the_wall_clock_shows() {
    let mut random = fastrand::Rng::with_seed(20_260_329);
    for tz in every_zone() {
        let changes = changes(tz, 1880, 2099);
        for _ in 0..changes.len().min(2) {
            let change = changes[random.usize(0..changes.len())];
            watch_a_change(&mut random, tz, change);
        }
    }
}

#[test]
fn around_date_line_moves_and_midnight_folds_the_calendar_shows_what_the_wall_clock_shows() {
    let mut random = fastrand::Rng::with_seed(30_122_011);
    let odd = [
        (Tz::named("Pacific/Apia").unwrap(), 2011),
        (Tz::named("Pacific/Kwajalein").unwrap(), 1969),
        (Tz::named("Pacific/Kwajalein").unwrap(), 1993),
        (Tz::named("Pacific/Kiritimati").unwrap(), 1994),
        (Tz::named("America/St_Johns").unwrap(), 2006),
        (Tz::named("America/Sao_Paulo").unwrap(), 2018),
        (Tz::named("America/Havana").unwrap(), 2024),
        (Tz::named("Australia/Lord_Howe").unwrap(), 2025),
        (Tz::named("Africa/Casablanca").unwrap(), 2024),
        (Tz::named("Africa/Cairo").unwrap(), 2014),
        (Tz::named("Asia/Gaza").unwrap(), 2040),
        (Tz::named("Europe/Dublin").unwrap(), 2040),
        (Tz::named("Antarctica/Troll").unwrap(), 2080),
        (Tz::named("Asia/Manila").unwrap(), 1844),
        (Tz::named("America/Juneau").unwrap(), 1867),
    ];
    for (tz, year) in odd {
        for change in changes(tz, year, year + 1) {
            (0..8).for_each(|_| watch_a_change(&mut random, tz, change));
        }
    }
}

#[test]
fn a_date_that_is_shown_again_after_midnight_counts_again() {
    // St. John's went back from Sunday 00:01 to Saturday 23:01.
    let json = r#"{"tz": "America/St_Johns", "special": {"2006-10-28": [["23:00", "24:00"]]}}"#;
    let calendar = Calendar::new(&CalendarSpec::from_json(json).unwrap()).unwrap();
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let work = TimeDelta::minutes(90);
    assert_eq!(calendar.add(at("2006-10-29T01:00:00Z"), work), Some(at("2006-10-29T03:01:00Z")));
    assert_eq!(calendar.back(at("2006-10-29T04:00:00Z"), work), Some(at("2006-10-29T01:59:00Z")));
    assert_eq!(calendar.next_opening(at("2006-10-29T02:30:00Z")), Some(at("2006-10-29T02:31:00Z")));
    assert_eq!(calendar.next_opening(at("2006-10-29T03:30:00Z")), None);
}
