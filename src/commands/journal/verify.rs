//! Checks the chain, and asks the desks what they have seen of it.

use std::collections::BTreeMap;
use std::process::ExitCode;

use crate::api::EarlierLife;
use crate::app::protocol::event::Failure;
use crate::desk::journal::{Entry, Flaw, Head, Outcome, What, check};
use crate::desk::life::Life;
use crate::desk::ticket::names::{ActionId, BackendId};
use crate::io::backend::Backend;
use crate::io::local_store::Journal;
use crate::words::Words;

use super::super::settings::Settings;
use super::{code, complain, say};

/// How many acts are asked for at once.
const PAGE: usize = 500;

/// What a desk says of a journal.
enum Witness<'a> {
    Shown {
        desk: &'a BackendId,
        heads: Vec<Head>,
        /// What it had accepted and does not know any more.
        lost: Vec<Entry>,
    },
    /// Nobody could be asked; why, as a sentence.
    Silent { why: String },
}

pub(super) async fn run(words: &Words, settings: &Settings, journals: &[Journal]) -> ExitCode {
    let desks = ask_who_they_are(&settings.backends).await;
    let mut worst = 0;
    for journal in journals {
        let witness = witness(words, journal, &desks).await;
        worst = worse(worst, tell(words, journal, &witness));
    }
    ExitCode::from(worst)
}

/// Broken is worse than unproven.
fn worse(one: u8, other: u8) -> u8 {
    if one == code::BROKEN || other == code::BROKEN { code::BROKEN } else { one.max(other) }
}

type Desk<'a> = (&'a BackendId, &'a Backend, Result<Life, Failure>);

async fn ask_who_they_are(backends: &[(BackendId, Backend)]) -> Vec<Desk<'_>> {
    let mut desks = Vec::new();
    for (id, backend) in backends {
        desks.push((id, backend, backend.connect().await.map(|welcome| welcome.life)));
    }
    desks
}

async fn witness<'a>(words: &Words, journal: &Journal, desks: &[Desk<'a>]) -> Witness<'a> {
    let silent = |why: &str| Witness::Silent { why: why.to_owned() };
    let found = desks.iter().find(|(.., life)| life.as_ref().is_ok_and(|life| life.store == journal.store));
    let Some((desk, backend, life)) = found else {
        // The one that does not answer may be the one.
        let failure = desks.iter().find_map(|(id, _, life)| Some((id, life.as_ref().err()?)));
        return match failure {
            Some((id, why)) => Witness::Silent { why: words.pair(id.as_str(), &words.failure(why)) },
            None => silent(words.say("journal-no-desk")),
        };
    };
    match backend.witnessed(journal.id).await {
        Some(Ok(heads)) => {
            let life = life.clone().unwrap_or_default();
            match lost(journal, backend, &life).await {
                Ok(lost) => Witness::Shown { desk, heads, lost },
                Err(why) => silent(&words.pair(desk.as_str(), &words.failure(&why))),
            }
        }
        Some(Err(why)) => silent(&words.pair(desk.as_str(), &words.failure(&why))),
        None => silent(words.say("journal-no-witness")),
    }
}

/// Asks which acts that a journal says were accepted are not at the desk.
async fn lost(journal: &Journal, backend: &Backend, life: &Life) -> Result<Vec<Entry>, Failure> {
    let mut accepted: BTreeMap<ActionId, Entry> = BTreeMap::new();
    for entry in journal.lines.iter().filter_map(|line| serde_json::from_str::<Entry>(&line.text).ok()) {
        match entry.what {
            What::Result(Outcome::Accepted { .. }) => {
                accepted.insert(entry.action, entry);
            }
            // Whatever became of it afterwards, its author knows.
            What::Made { .. } | What::Result(_) => {
                accepted.remove(&entry.action);
            }
        }
    }
    let all: Vec<ActionId> = accepted.keys().copied().collect();
    let mut lost = Vec::new();
    for page in all.chunks(PAGE) {
        let earlier = EarlierLife { life: life.clone(), highest: Vec::new(), acts: page.to_vec() };
        match backend.earlier_life(&earlier).await {
            Ok(acts) => lost.extend(acts.iter().filter_map(|act| accepted.remove(act))),
            // An older server cannot say.
            Err(Failure::NotFound) => break,
            Err(why) => return Err(why),
        }
    }
    lost.sort_by_key(|entry| entry.at);
    Ok(lost)
}

/// Says what became of one journal, and returns the exit code for it.
fn tell(words: &Words, journal: &Journal, witness: &Witness<'_>) -> u8 {
    let (name, heads) = match witness {
        Witness::Shown { desk, heads, .. } => (desk.as_str(), heads.as_slice()),
        Witness::Silent { .. } => (journal.store.as_str(), &[][..]),
    };
    let lines = journal.lines.len();
    let proven =
        match check(journal.id, &journal.lines, heads) {
            Ok(proven) => proven,
            Err(flaw) => {
                complain(&words.say_with(
                    "journal-broken",
                    &[("desk", name.into()), ("what", flawed(words, flaw).into())],
                ));
                return code::BROKEN;
            }
        };
    let counted = [("desk", name.into()), ("lines", lines.into())];
    say(&words.say_with("journal-whole", &counted));
    match witness {
        Witness::Shown { lost, .. } => {
            say(&words.say_with("journal-proven", &[("proven", proven.to_string().into())]));
            let since = u64::try_from(lines).unwrap_or(u64::MAX).saturating_sub(proven);
            if since > 0 {
                say(&words.say_with("journal-since", &[("since", since.to_string().into())]));
            }
            if lost.is_empty() {
                return 0;
            }
            complain(&words.say_with("journal-lost", &[("desk", name.into()), ("acts", lost.len().into())]));
            for entry in lost {
                let at = entry.at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
                complain(&[at.as_str(), entry.ticket.as_str(), &entry.action.to_string()].join("  "));
            }
            code::LOST
        }
        Witness::Silent { why } => {
            say(&words.say_with("journal-unproven", &[("why", why.as_str().into())]));
            code::UNPROVEN
        }
    }
}

fn flawed(words: &Words, flaw: Flaw) -> String {
    let at = |id: &str, number: u64| words.say_with(id, &[("number", number.to_string().into())]);
    match flaw {
        Flaw::Missing { number } => at("journal-missing", number),
        Flaw::Altered { number } => at("journal-altered", number),
        Flaw::Rewritten { number } => at("journal-rewritten", number),
        Flaw::CutOff { there, shown } => words.say_with(
            "journal-cut-off",
            &[("there", there.to_string().into()), ("shown", shown.to_string().into())],
        ),
    }
}
