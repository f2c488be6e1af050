//! Zone data as people are told of it.

use chrono::{DateTime, Utc};

use crate::desk::sla::{Tz, ZoneSet, ZonesFrom};
use crate::desk::text::SafeLine;

use super::Words;

impl Words {
    /// Says which release of tzdata it is, where it was taken from, and that it is old if it is.
    pub fn zone_data(&self, zones: &ZoneSet, now: DateTime<Utc>) -> String {
        let release = zones.release();
        let id = match zones.from() {
            ZonesFrom::Program => "zones-program",
            ZonesFrom::Machine(_) => "zones-machine",
        };
        let told = self.say_with(id, &[("release", release.to_string().into())]);
        if release.is_old(now) {
            let year = release.year().to_string();
            return self.say_with("zones-old", &[("zones", told.into()), ("year", year.into())]);
        }
        told
    }

    /// Says that public holidays were compared with the laws until a year only, and that this is later.
    pub fn unchecked_holidays(&self, until: i32) -> String {
        self.say_with("holidays-unchecked", &[("until", until.to_string().into())])
    }

    /// Says that nobody can tell which zone `TZ` means, and by which one times are shown.
    pub fn zone_not_understood(&self, said: &str, zone: Tz) -> String {
        let said = SafeLine::from(said);
        let data = [("said", said.shown().into()), ("zone", zone.name().into())];
        self.say_with("zones-not-understood", &data)
    }
}
