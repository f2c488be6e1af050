//! What a request's own record says against a step: databases that showed a detection do not put it right, and a letter
//! says what the step says.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::rules::bases::Release;
use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::signature::{Act, DetectionVerdict, Notice, SignatureRequest};

/// As much as the teller's clock may be ahead of ours.
const SKEW: TimeDelta = TimeDelta::minutes(1);

/// Answers whether a step can stand beside what the ticket's record says.
///
/// `facts` are those of the ticket, as far as they are known; `known` are databases with their releases.
pub fn contradicts(
    change: &Change,
    ticket: &Ticket,
    facts: &[Fact],
    known: &[Release],
) -> Result<(), Refusal> {
    let Change::Advance { act, notice } = change else { return Ok(()) };
    let record = Record::of(facts);
    if let Act::Publish { bases } = act {
        record.admits_fix(bases, known)?;
    }
    let stated = match act {
        Act::PassGate { bases, .. } | Act::Publish { bases } => Some(bases),
        Act::Inform => ticket.progress.as_ref().and_then(|progress| progress.fixed_by.as_ref()),
        Act::HandToSpecialists | Act::Return { .. } | Act::Reject { .. } | Act::Verify => None,
    };
    match (stated, notice) {
        (Some(stated), Notice::Sent { body }) => {
            let others = known.iter().map(|release| &release.version).chain(record.seen_with);
            letter_says(body.raw(), stated, others)
        }
        _ => Ok(()),
    }
}

/// What is recorded of databases that did not put it right.
struct Record<'a> {
    seen_with: Vec<&'a SafeLine>,
    /// When those came out with which the customer saw it, as the customer says.
    released: Option<(&'a SafeLine, DateTime<Utc>)>,
}

impl<'a> Record<'a> {
    fn of(facts: &'a [Fact]) -> Self {
        let mut record = Self { seen_with: Vec::new(), released: None };
        let mut fix = None;
        for fact in facts {
            match &fact.what {
                What::Filed(filed) => {
                    let request = filed.signature.as_ref();
                    let version = request.and_then(|request| request.bases_version.as_ref());
                    record.seen_with.extend(version);
                    let released = request.and_then(|request| request.bases_released);
                    record.released = version.zip(released);
                }
                What::Stepped(stepped) => match &stepped.act {
                    Act::PassGate { bases, .. } => record.seen_with.push(bases),
                    Act::Publish { bases } => fix = Some(bases),
                    // What did not hold showed it again.
                    Act::Return { .. } => record.seen_with.extend(fix.take()),
                    Act::HandToSpecialists | Act::Reject { .. } | Act::Inform | Act::Verify => {}
                },
                _ => {}
            }
        }
        record
    }

    fn admits_fix(&self, fix: &SafeLine, known: &[Release]) -> Result<(), Refusal> {
        if self.seen_with.iter().any(|seen| is_same(seen, fix)) {
            return Err(Refusal::FixedByWhatShowedIt { version: fix.clone() });
        }
        let released = |version: &SafeLine| {
            known.iter().find(|it| is_same(&it.version, version)).map(|it| it.released_at)
        };
        let Some(fixed) = released(fix) else { return Ok(()) };
        let seen =
            self.seen_with.iter().filter_map(|seen| Some((*seen, released(seen)?))).chain(self.released);
        match seen.into_iter().find(|(_, at)| *at > fixed) {
            Some((seen, _)) => {
                Err(Refusal::FixOlderThanDetection { version: fix.clone(), seen: seen.clone() })
            }
            None => Ok(()),
        }
    }
}

fn is_same(one: &SafeLine, other: &SafeLine) -> bool {
    one.raw().trim() == other.raw().trim()
}

/// A letter that names databases names those of its step, perhaps beside others.
fn letter_says<'a>(
    letter: &str,
    stated: &SafeLine,
    mut others: impl Iterator<Item = &'a SafeLine>,
) -> Result<(), Refusal> {
    let speaks_of = |version: &SafeLine| {
        let version = version.raw().trim();
        version.contains(|character: char| character.is_ascii_digit()) && has_word(letter, version)
    };
    if speaks_of(stated) {
        return Ok(());
    }
    match others.find(|other| !is_same(other, stated) && speaks_of(other)) {
        Some(named) => Err(Refusal::LetterNamesOther { named: named.clone(), stated: stated.clone() }),
        None => Ok(()),
    }
}

/// Whether a text holds a word as such: `2026.11.23.1` is none of `2026.11.23.10`.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + word.len()..].chars();
        let (next, beyond) = (after.next(), after.next());
        let goes_on = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
        let is_a_part_of_more = goes_on(before)
            || before == Some('.')
            || goes_on(next)
            || (matches!(next, Some('.' | '-' | '_')) && goes_on(beyond));
        !is_a_part_of_more
    })
}

/// A field of a request that another one excludes, or that no time can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excluded {
    /// Below `signature`.
    pub field: &'static str,
    /// The stable name.
    pub code: &'static str,
    pub why: &'static str,
}

impl SignatureRequest {
    /// Finds what cannot all be true of a request that is made at an instant (UTC).
    pub fn excluded(&self, at: DateTime<Utc>) -> Option<Excluded> {
        let to_come = |instant: Option<DateTime<Utc>>| instant.is_some_and(|instant| instant > at + SKEW);
        let no = |field, code, why| Some(Excluded { field, code, why });
        if to_come(self.bases_released) {
            return no("bases_released", "not-yet-happened", "the databases are still to come");
        }
        if to_come(self.rescanned_at) {
            return no("rescanned_at", "not-yet-happened", "it was not scanned again yet");
        }
        if self.rescanned_at.zip(self.bases_released).is_some_and(|(scanned, released)| scanned < released) {
            let why = "it was scanned again before the databases came out";
            return no("rescanned_at", "rescanned-before-release", why);
        }
        if self.verdict == DetectionVerdict::FalseNegative && self.detection.is_some() {
            let why = "what was detected by a name is no false negative";
            return no("detection", "detected-false-negative", why);
        }
        None
    }
}
