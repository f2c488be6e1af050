//! Rotas: who is on call when.

use crate::desk::sla::Tz;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use toml::Spanned;

use crate::desk::bounds;
use crate::desk::rota::{Rotation, Shift};
use crate::desk::sla::WallTime;
use crate::desk::text::SafeLine;

use super::problem::Problem;
use super::resolve::{Resolver, Said};
use super::written::{OverrideSection, RotaSection};
use super::{FileAt, RotaConfig};

/// How dates and times are written, for what is written otherwise.
const DATE: &str = "2026-01-05";
const TIME: &str = "09:00";
const LOCAL: &str = "2026-12-24 18:00";

impl Resolver<'_> {
    pub(super) fn rotas(&mut self, sections: Vec<Spanned<RotaSection>>) -> Vec<RotaConfig> {
        let numbered = (1..).zip(sections);
        numbered.filter_map(|(number, section)| self.rota(&format!("rota[{number}]"), section)).collect()
    }

    fn rota(&mut self, key: &str, section: Spanned<RotaSection>) -> Option<RotaConfig> {
        let line = self.line(section.span().start);
        let RotaSection { name, zone, people, first, handover, ics, overrides } = section.into_inner();
        let name = self.needed(key, "name", line, name);
        let zone = self.needed(key, "zone", line, zone);
        let zone = zone.and_then(|said| self.named_zone(&format!("{key}.zone"), said));
        let handover = handover.and_then(|written| {
            let said = self.spanned(written);
            self.read_time(&format!("{key}.handover"), said, TIME, |text| {
                NaiveTime::parse_from_str(text, "%H:%M").ok()
            })
        });
        if handover.is_some() && people.is_empty() {
            self.add(Some(line), format!("{key}.handover"), Problem::NeedsOther { other: "people" });
        }
        let has_first = first.is_some();
        let first = first.and_then(|written| {
            let said = self.spanned(written);
            self.read_time(&format!("{key}.first"), said, DATE, bounds::read_date)
        });
        match (people.is_empty(), has_first) {
            (false, false) => {
                self.add(Some(line), format!("{key}.people"), Problem::NeedsOther { other: "first" });
            }
            (true, true) => {
                self.add(Some(line), format!("{key}.first"), Problem::NeedsOther { other: "people" });
            }
            (true, false) if ics.is_none() && overrides.is_empty() => {
                self.add(Some(line), format!("{key}.people"), Problem::Missing);
            }
            _ => {}
        }
        let ics = ics.map(|written| self.spanned(written));
        let ics =
            ics.map(|said| FileAt { path: said.value.into(), key: format!("{key}.ics"), line: said.line });
        let zone = zone?;
        let numbered = (1..).zip(overrides);
        let overrides = numbered
            .filter_map(|(number, section)| self.shift(&format!("{key}.override[{number}]"), section, zone))
            .collect();
        let rotation = first.map(|first| Rotation {
            zone,
            people: people.into_iter().map(SafeLine::from).collect(),
            first,
            handover: handover.unwrap_or_else(nine),
        });
        Some(RotaConfig { name: name?.value.into(), zone, rotation, overrides, ics })
    }

    fn shift(&mut self, key: &str, section: Spanned<OverrideSection>, zone: Tz) -> Option<Shift> {
        let line = self.line(section.span().start);
        let OverrideSection { person, from, to } = section.into_inner();
        let person = self.needed(key, "person", line, person);
        let [from, to] = [("from", from), ("to", to)].map(|(name, written)| {
            let said = self.needed(key, name, line, written)?;
            let local = |text: &str| {
                let read = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok();
                read.filter(|local| bounds::holds_date(local.date()))
            };
            let local = self.read_time(&format!("{key}.{name}"), said, LOCAL, local)?;
            Some(WallTime::first_showing(zone, local))
        });
        let (from, to): (DateTime<Utc>, DateTime<Utc>) = (from?, to?);
        if to <= from {
            self.add(Some(line), format!("{key}.to"), Problem::EndsBeforeStart);
        }
        Some(Shift { person: person?.value.into(), from, to })
    }

    fn read_time<T>(
        &mut self,
        key: &str,
        said: Said,
        form: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let time = read(&said.value);
        if time.is_none() {
            self.add(said.line, key, Problem::BadTime { value: said.value, form });
        }
        time
    }
}

/// When a week changes hands if nothing else is said.
fn nine() -> NaiveTime {
    NaiveTime::MIN + chrono::TimeDelta::hours(9)
}
