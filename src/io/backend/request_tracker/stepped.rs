//! Steps of a signature request and what was advised, as the subjects of comments: written here, and read again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::desk::rules::place::Place;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::Ticket;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::{ResponseKind, Who};
use crate::desk::ticket::fact::What;
use crate::desk::ticket::names::ActionId;
use crate::desk::ticket::signature::{Act, Advice, AdviceKind, Move, Notice, Step, Stepped, Told, Way};
use crate::desk::ticket::status::Status;

/// Why the step changes next, and what else follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub id: ActionId,
    pub act: Move,
    pub to: Step,
    pub way: Way,
    /// The status that it leaves behind, if it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    pub told: Heard,
    /// The databases that it speaks of, as one word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bases: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub id: ActionId,
    pub kind: AdviceKind,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    pub until: DateTime<Utc>,
    pub told: Heard,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    pub id: ActionId,
    pub kind: AdviceKind,
    pub told: Heard,
}

/// [`Told`] without its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heard {
    Sent,
    Skipped,
    LeftToDesk,
}

impl Heard {
    fn of(notice: &Notice) -> Self {
        match notice {
            Notice::Sent { .. } => Self::Sent,
            Notice::Skipped { .. } => Self::Skipped,
            Notice::LeftToDesk => Self::LeftToDesk,
        }
    }

    fn told(self, reason: Option<SafeText>) -> Told {
        match self {
            Self::Sent => Told::Sent,
            Self::Skipped => Told::Skipped { reason: reason.unwrap_or_default() },
            Self::LeftToDesk => Told::LeftToDesk,
        }
    }
}

impl Taken {
    /// What a step makes of a ticket, by the desk's rules. `None` if they say no.
    pub fn of(action: &Action, ticket: &Ticket, by: &Who, at: DateTime<Utc>) -> Option<Self> {
        let facts = action.decide(ticket, by, at).ok()?;
        let status = facts.iter().rev().find_map(|fact| match fact.what {
            What::Became(status) => Some(status),
            _ => None,
        });
        let stepped = facts.into_iter().find_map(|fact| match fact.what {
            What::Stepped(stepped) => Some(stepped),
            _ => None,
        })?;
        let Change::Advance { notice, .. } = &action.change else { return None };
        let bases = match &stepped.act {
            Act::PassGate { bases, .. } | Act::Publish { bases } => Some(one_word(bases.raw().trim())),
            Act::HandToSpecialists | Act::Return { .. } | Act::Reject { .. } | Act::Inform | Act::Verify => {
                None
            }
        };
        let (id, act, told) = (action.id, stepped.act.kind(), Heard::of(notice));
        Some(Self { id, act, to: stepped.to, way: stepped.way, status, told, bases })
    }

    pub fn place(&self) -> Place {
        Place::of(self.to, self.way)
    }

    pub fn bases(&self) -> Option<SafeLine> {
        self.bases.as_deref().map(|word| SafeLine::from(words_of(word)))
    }

    /// The step as it was taken, with the two texts of its comment: what it says, and why the customer was not told.
    pub fn stepped(&self, says: Option<SafeText>, untold: Option<SafeText>) -> Stepped {
        let bases = self.bases().unwrap_or_default();
        let reason = says.clone().unwrap_or_default();
        let act = match self.act {
            Move::PassGate => Act::PassGate { bases, rescan: says },
            Move::HandToSpecialists => Act::HandToSpecialists,
            Move::Return => Act::Return { reason },
            Move::Reject => Act::Reject { reason },
            Move::Publish => Act::Publish { bases },
            Move::Inform => Act::Inform,
            Move::Verify => Act::Verify,
        };
        Stepped { act, to: self.to, way: self.way, told: self.told.told(untold) }
    }
}

impl Given {
    pub fn of(id: ActionId, kind: AdviceKind, until: DateTime<Utc>, notice: &Notice) -> Self {
        Self { id, kind, until, told: Heard::of(notice) }
    }

    pub fn advised(&self, what: Option<SafeText>, untold: Option<SafeText>) -> What {
        let advice = Advice { kind: self.kind, what: what.unwrap_or_default(), until: self.until };
        What::Advised { advice: Box::new(advice), told: self.told.told(untold) }
    }
}

impl Lifted {
    pub fn of(id: ActionId, kind: AdviceKind, notice: &Notice) -> Self {
        Self { id, kind, told: Heard::of(notice) }
    }

    pub fn lifted(&self, untold: Option<SafeText>) -> What {
        What::AdviceLifted { kind: self.kind, told: self.told.told(untold) }
    }
}

/// What a customer hears of an act besides the act itself, and what that is worth to the clock.
pub fn notice(change: &Change) -> Option<(&Notice, ResponseKind)> {
    match change {
        Change::Advance { act, notice } => Some((notice, act.kind().says())),
        Change::Advise { notice, .. } | Change::LiftAdvice { notice, .. } => {
            Some((notice, ResponseKind::Interim))
        }
        _ => None,
    }
}

/// The two texts of the comment: what the act says, and why the customer is not told.
pub fn texts(change: &Change) -> Option<(Option<&SafeText>, Option<&SafeText>)> {
    let says = match change {
        Change::Advance { act: Act::PassGate { rescan, .. }, .. } => rescan.as_ref(),
        Change::Advance { act: Act::Return { reason } | Act::Reject { reason }, .. } => Some(reason),
        Change::Advise { advice, .. } => Some(&advice.what),
        _ => None,
    };
    let untold = match notice(change)?.0 {
        Notice::Skipped { reason } => Some(reason),
        Notice::Sent { .. } | Notice::LeftToDesk => None,
    };
    Some((says, untold))
}

/// A text as one word of plain signs: no value of a subject has a blank in it.
fn one_word(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'%';
    let sign = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(sign).collect()
}

/// The text that [`one_word`] was made of.
fn words_of(word: &str) -> String {
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word.as_bytes();
    while let [first, tail @ ..] = rest {
        let coded = tail.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        if let Some(byte) = coded.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_one_word_in_a_subject_and_itself_again_after() {
        for text in ["26.11.28.7", "bases du 28 nov.", "100 %", "é\u{1b}[2J", ""] {
            let word = one_word(text);
            assert!(word.bytes().all(|byte| byte.is_ascii_graphic()), "{word}");
            assert_eq!(words_of(&word), text);
        }
        assert_eq!(words_of("50%"), "50%", "written by another hand");
        assert_eq!(words_of("%zz%4"), "%zz%4");
    }
}
