//! What is asked: from the fields of a ticket to a signature request. What cannot be what it stands for is kept as it
//! is written.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::desk::mapping::{SignatureFields, Values};
use crate::desk::rules::place::Place;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::signature::{
    DetectionVerdict, ObjectKind, Part, SignatureRequest, Step, Unreadable, Weight,
};

use super::read::Found;

/// How RT writes a field of date and time, in UTC; people leave out the seconds.
const DATES: [&str; 2] = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];

#[derive(Clone, Debug)]
pub struct Asked {
    pub request: SignatureRequest,
    pub unreadable: Vec<Unreadable>,
    /// Where it stands, if a field says so.
    pub place: Option<Place>,
    pub fixed_by: Option<SafeLine>,
}

impl Asked {
    pub fn read(fields: &SignatureFields, found: &Found<'_>) -> Self {
        let mut parts = Parts { fields, found, unreadable: Vec::new() };
        let sha256 = parts.read(Part::Sha256, |text| text.parse().ok());
        let digest = || parts.line(Part::Sha256).filter(|_| sha256.is_some());
        let name = parts.line(Part::Name).or_else(digest).unwrap_or_default();
        let place = fields.step.as_ref().map(|values| chosen(values, found));
        let request = SignatureRequest {
            verdict: fields
                .verdict
                .as_ref()
                .map_or(DetectionVerdict::FalsePositive, |values| chosen(values, found)),
            object: fields.object.as_ref().map_or(ObjectKind::File, |values| chosen(values, found)),
            name,
            sha256,
            md5: parts.read(Part::Md5, |text| text.parse().ok()),
            size: parts.read(Part::Size, |text| text.parse().ok()),
            detection: parts.line(Part::Detection),
            product: parts.line(Part::Product),
            version: parts.line(Part::Version),
            component: parts.line(Part::Component),
            origin: parts.line(Part::Origin),
            purpose: parts.line(Part::Purpose),
            container: parts.line(Part::Container),
            bases_version: parts.line(Part::BasesVersion),
            bases_released: parts.read(Part::BasesReleased, instant),
            rescan: parts.text(Part::Rescan).map(SafeText::from),
            rescanned_at: parts.read(Part::RescannedAt, instant),
            impact: parts.text(Part::Impact).map(SafeText::from),
            application: parts.line(Part::Application),
            weight: fields.weight.as_ref().map_or(Weight::Usual, |values| chosen(values, found)),
            machines: parts.read(Part::Machines, |text| text.parse().ok()),
            step: step_of(place),
        };
        let fixed_by = parts.line(Part::FixedBy);
        Self { request, unreadable: parts.unreadable, place, fixed_by }
    }

    /// Whether it stands where databases that put it right are out.
    pub fn is_fixed(&self) -> bool {
        matches!(self.place, Some(Place::At(step)) if step >= Step::Publication)
    }
}

/// The step of a place by itself: where a rejected request stood is told by its history only.
pub fn step_of(place: Option<Place>) -> Step {
    match place {
        Some(Place::At(step)) => step,
        Some(Place::Rejected) | None => Step::Received,
    }
}

fn chosen<T: Copy + PartialEq>(values: &Values<T>, found: &Found<'_>) -> T {
    values.read(found.values.get(values.field.as_str()).copied())
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let with_zone = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    let plain = || DATES.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    with_zone.or_else(|| plain().map(|at| at.and_utc())).filter(|at| crate::desk::bounds::holds(*at))
}

struct Parts<'a> {
    fields: &'a SignatureFields,
    found: &'a Found<'a>,
    unreadable: Vec<Unreadable>,
}

impl<'a> Parts<'a> {
    fn text(&self, part: Part) -> Option<&'a str> {
        let text = self.found.values.get(self.fields.parts.get(&part)?.as_str())?.trim();
        Some(text).filter(|text| !text.is_empty())
    }

    fn line(&self, part: Part) -> Option<SafeLine> {
        self.text(part).map(SafeLine::from)
    }

    fn read<T>(&mut self, part: Part, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(part)?;
        let read = read(text);
        if read.is_none() {
            self.unreadable.push(Unreadable { part, text: SafeLine::from(text) });
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn fields() -> SignatureFields {
        let parts = [
            (Part::Name, "Name"),
            (Part::Sha256, "Digest"),
            (Part::Size, "Size"),
            (Part::BasesReleased, "Released"),
            (Part::RescannedAt, "Scanned"),
            (Part::Machines, "Machines"),
            (Part::Impact, "Impact"),
        ];
        let parts = parts.into_iter().map(|(part, field)| (part, field.to_owned())).collect();
        SignatureFields { parts, ..SignatureFields::default() }
    }

    fn read(values: &[(&'static str, &'static str)]) -> Asked {
        let values: BTreeMap<&str, &str> = values.iter().copied().collect();
        Asked::read(&fields(), &Found { values })
    }

    #[test]
    fn what_cannot_be_what_it_stands_for_is_kept_as_it_is_written() {
        let asked = read(&[
            ("Digest", "rm -rf \u{1b}[2J"),
            ("Size", "about 2 MB"),
            ("Released", "yesterday"),
            ("Scanned", "2026-11-22 13:05:00"),
            ("Machines", "-1"),
        ]);
        let parts: Vec<(Part, &str)> = asked.unreadable.iter().map(|it| (it.part, it.text.raw())).collect();
        let expected = [
            (Part::Sha256, "rm -rf \u{1b}[2J"),
            (Part::Size, "about 2 MB"),
            (Part::BasesReleased, "yesterday"),
            (Part::Machines, "-1"),
        ];
        assert_eq!(parts, expected);
        let shown = asked.unreadable[0].text.shown();
        assert!(!shown.contains('\u{1b}'), "cleaned at the border: {shown:?}");
        let request = asked.request;
        assert_eq!((request.sha256, request.size, request.bases_released), (None, None, None));
        assert_eq!(request.rescanned_at, "2026-11-22T13:05:00Z".parse().ok());
        assert_eq!(request.name.raw(), "", "no digest names the object that is none");
    }

    #[test]
    fn an_empty_field_is_nothing_and_no_flaw() {
        let asked = read(&[("Digest", " "), ("Size", ""), ("Impact", "two\nlines")]);
        assert_eq!((asked.unreadable, asked.request.size), (Vec::new(), None));
        assert_eq!(asked.request.impact.unwrap().raw(), "two\nlines");
        let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        assert_eq!(read(&[("Digest", digest)]).request.name.raw(), digest);
    }

    #[test]
    fn instants_are_read_as_rt_writes_them_and_with_a_zone() {
        let same = ["2026-11-22 13:05:00", "2026-11-22 13:05", "2026-11-22T14:05:00+01:00"].map(instant);
        assert!(same.iter().all(|at| *at == "2026-11-22T13:05:00Z".parse().ok()), "{same:?}");
        assert_eq!(["2026-11-22", "13:05", "22/11/2026 13:05"].map(instant), [None; 3]);
    }
}
