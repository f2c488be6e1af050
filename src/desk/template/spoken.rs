//! How values are said in a customer's language: the person who writes may read another one on the screen.

use std::sync::LazyLock;

use crate::desk::sla::Tz;
use chrono::{DateTime, Datelike, Offset, Timelike, Utc};
use serde::Deserialize;

use crate::desk::bounds;
use crate::desk::template::fill::fill;
use crate::desk::template::values::Values;
use crate::desk::text::SafeText;
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Gap, Step};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    en: Spoken,
    fr: Spoken,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spoken {
    weekdays: [String; 7],
    months: [String; 12],
    /// The first day of a month.
    first: String,
    instant: String,
    severities: [String; 4],
    steps: [String; Step::ALL.len()],
    /// What can be missing in a request.
    gaps: [String; Gap::ALL.len()],
    no_gap: String,
    /// What the customer did not tell.
    untold: String,
    wrote: String,
    signature: String,
}

impl Spoken {
    pub(super) fn of(language: Language) -> &'static Self {
        static LANGUAGES: LazyLock<Languages> = LazyLock::new(|| {
            toml::from_str(include_str!("../../../assets/templates/words.toml"))
                .expect("the words of templates are read by a test")
        });
        match language {
            Language::En => &LANGUAGES.en,
            Language::Fr => &LANGUAGES.fr,
        }
    }

    pub(super) fn severity(&self, severity: Severity) -> &str {
        &self.severities[usize::from(u8::from(severity)) - 1]
    }

    pub(super) fn step(&self, step: Step) -> &str {
        &self.steps[step as usize]
    }

    /// All that is missing, asked for at once.
    pub(super) fn gaps(&self, gaps: impl Iterator<Item = Gap>) -> String {
        let named: Vec<&str> = gaps.map(|gap| self.gaps[gap as usize].as_str()).collect();
        if named.is_empty() { self.no_gap.clone() } else { named.join(", ") }
    }

    pub(super) fn untold(&self) -> &str {
        &self.untold
    }

    /// A whole instant with its zone: who reads it may do so days later, and far away.
    pub(super) fn instant(&self, at: DateTime<Utc>, zone: Tz) -> String {
        let there = bounds::there(at, &zone);
        let day = if there.day() == 1 { self.first.clone() } else { there.day().to_string() };
        let name = match there.offset().abbreviation() {
            Some(name) if name.starts_with(|first: char| first.is_ascii_alphabetic()) => name.to_owned(),
            _ => format!("UTC{}", there.offset().fix()),
        };
        let values = Values::default()
            .with("weekday", &self.weekdays[there.weekday().num_days_from_monday() as usize])
            .with("day", &day)
            .with("month", &self.months[there.month0() as usize])
            .with("time", &format!("{:02}:{:02}", there.hour(), there.minute()))
            .with("zone", &name);
        fill(&self.instant, &values)
    }
}

/// Returns what somebody wrote as it is quoted in an answer, with a line that says who and when.
pub fn quoted(language: Language, who: &str, (at, zone): (DateTime<Utc>, Tz), text: &SafeText) -> String {
    let spoken = Spoken::of(language);
    let values = Values::default().with("who", who).with("instant", &spoken.instant(at, zone));
    let mut quoted = fill(&spoken.wrote, &values);
    for line in text.shown().trim_end().lines() {
        quoted.push_str("\n> ");
        quoted.push_str(line);
    }
    quoted
}

/// The signature of whoever configured none.
pub fn usual_signature(language: Language) -> &'static str {
    &Spoken::of(language).signature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_whole_in_the_readers_language_and_zone() {
        let at = "2026-12-01T14:30:00Z".parse().unwrap();
        let said = |language, zone| Spoken::of(language).instant(at, zone);
        assert_eq!(
            said(Language::En, Tz::named("Europe/Paris").unwrap()),
            "Tuesday 1 December at 15:30 (CET)"
        );
        assert_eq!(
            said(Language::Fr, Tz::named("Europe/Paris").unwrap()),
            "mardi 1er décembre à 15:30 (CET)"
        );
        assert_eq!(
            said(Language::Fr, Tz::named("America/Sao_Paulo").unwrap()),
            "mardi 1er décembre à 11:30 (UTC-03:00)"
        );
    }

    #[test]
    fn a_quotation_says_who_and_when_and_marks_every_line() {
        let at = ("2026-11-24T14:30:00Z".parse().unwrap(), Tz::named("Europe/Paris").unwrap());
        assert_eq!(
            quoted(Language::Fr, "Claire Fabre", at, &"un\n\ndeux\n\n".into()),
            "Le mardi 24 novembre à 15:30 (CET), Claire Fabre a écrit\u{a0}:\n> un\n> \n> deux"
        );
    }
}
