//! The journal of what was done: every line holds fast the one before it, so that none can be changed, taken
//! out, put elsewhere or cut off without being noticed by whoever knows a later head.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::names::{ActionId, LocalId};

/// One thing that happened to an action, as its line says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// By the console's clock (UTC).
    pub at: DateTime<Utc>,
    pub action: ActionId,
    pub ticket: LocalId,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// A person did it; it is on the console's disk. Said again of the same action, it was written anew.
    Made {
        /// A [`Change`] whose words are given by their digest only.
        change: Value,
    },
    /// What became of it.
    Result(Outcome),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Outcome {
    /// It counted at this instant, by the backend's clock (UTC).
    Accepted { backend_at: DateTime<Utc> },
    /// The backend said no, by this stable code.
    Refused { code: String },
    /// It was already so: there was nothing left to do.
    Moot,
    /// Its author took it back before the backend had it.
    Withdrawn,
}

impl Entry {
    pub fn made(action: &Action) -> Self {
        Self {
            at: action.made_at,
            action: action.id,
            ticket: action.ticket.local.clone(),
            what: What::Made { change: without_words(&action.change) },
        }
    }

    /// The change that a line tells of, its words replaced by their digest.
    pub fn change(&self) -> Option<Change> {
        match &self.what {
            What::Made { change, .. } => Change::deserialize(change).ok(),
            What::Result(_) => None,
        }
    }
}

/// What was said stands on the ticket; the journal proves which words they were, and does not repeat them.
fn without_words(change: &Change) -> Value {
    let mut value = serde_json::to_value(change).unwrap_or_default();
    hide_words(&mut value);
    // Of a call it is one of a few, of an escalation it is told in words.
    if let (Change::EndEscalation { .. }, Some(outcome)) = (change, value.get_mut("outcome")) {
        hide(outcome);
    }
    value
}

/// The fields of a change in which a person writes.
const WRITTEN: [&str; 5] = ["body", "note", "reason", "wish", "what"];

fn hide_words(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if WRITTEN.contains(&name.as_str()) {
                    hide(value);
                }
                hide_words(value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide_words),
        _ => {}
    }
}

fn hide(value: &mut Value) {
    if let Value::String(text) = value {
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        *text = format!("sha256:{digest}");
    }
}

/// How far a journal is, and the digest that stands for all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// How many lines there are.
    pub count: u64,
    /// Of the last line, in hexadecimal.
    pub digest: String,
}

/// A line as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1, without a gap.
    pub number: u64,
    /// JSON of an [`Entry`], as it was written: the digest is of these bytes.
    pub text: String,
    pub digest: String,
}

impl Head {
    /// The head of a journal that has no line yet; no two journals begin alike.
    pub fn of_new(journal: Uuid) -> Self {
        Self { count: 0, digest: hex::encode(Sha256::digest(journal.as_bytes())) }
    }

    /// Writes the next line.
    pub fn next(&self, text: String) -> Line {
        let number = self.count + 1;
        let digest = self.digest_of(&text);
        Line { number, text, digest }
    }

    fn digest_of(&self, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.digest.as_bytes());
        hash.update((self.count + 1).to_be_bytes());
        hash.update(text.as_bytes());
        hex::encode(hash.finalize())
    }
}

impl Line {
    pub fn head(&self) -> Head {
        Head { count: self.number, digest: self.digest.clone() }
    }
}

/// What is wrong with a journal, at its first wrong place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// This line is not there, or stands elsewhere.
    Missing { number: u64 },
    /// This line is not the one that was written after those before it.
    Altered { number: u64 },
    /// The backend was shown another journal at this line: it was written anew since.
    Rewritten { number: u64 },
    /// The backend was shown more lines than there are.
    CutOff { there: u64, shown: u64 },
}

/// Checks the lines, in their order, by themselves and by the heads that somebody else was shown.
///
/// Answers how far the heads prove them: what was written after the last head could still be cut off.
pub fn check(journal: Uuid, lines: &[Line], shown: &[Head]) -> Result<u64, Flaw> {
    let mut head = Head::of_new(journal);
    for line in lines {
        if line.number != head.count + 1 {
            return Err(Flaw::Missing { number: head.count + 1 });
        }
        if head.digest_of(&line.text) != line.digest {
            return Err(Flaw::Altered { number: line.number });
        }
        head = line.head();
    }
    let digest_at = |count: u64| {
        let at = usize::try_from(count).ok()?.checked_sub(1)?;
        lines.get(at).map(|line| &line.digest)
    };
    for known in shown {
        match digest_at(known.count) {
            Some(digest) if *digest == known.digest => {}
            Some(_) => return Err(Flaw::Rewritten { number: known.count }),
            None => return Err(Flaw::CutOff { there: head.count, shown: known.count }),
        }
    }
    Ok(shown.iter().map(|known| known.count).max().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::ticket::escalation::Level;
    use crate::desk::ticket::promise::Given;

    #[test]
    fn no_word_of_an_act_stands_in_its_line_and_the_line_is_read_all_the_same() {
        let word = || "the secret".into();
        let due = DateTime::UNIX_EPOCH;
        for change in [
            Change::Note { body: word() },
            Change::Escalate { level: Level::Lab, reason: word(), wish: word() },
            Change::EndEscalation { outcome: word() },
            Change::Promise { promise: Box::new(Given { what: word(), due }) },
        ] {
            let line = without_words(&change);
            assert!(!line.to_string().contains("secret"), "{line}");
            assert!(Change::deserialize(&line).is_ok(), "{line}");
        }
    }
}
