//! Zone data as people are told of it.

use chrono::{DateTime, Utc};

use crate::desk::sla::{ZoneSet, ZonesFrom};

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
}
