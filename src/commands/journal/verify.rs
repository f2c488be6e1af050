//! Checks the chain, and asks the desks what they have seen of it.

use std::process::ExitCode;

use crate::app::event::Failure;
use crate::desk::journal::{Flaw, Head, check};
use crate::desk::names::BackendId;
use crate::io::backend::Backend;
use crate::io::local_store::Journal;
use crate::words::Words;

use super::super::settings::Settings;
use super::{code, complain, say};

/// What a desk says of a journal.
enum Witness<'a> {
    Shown {
        desk: &'a BackendId,
        heads: Vec<Head>,
    },
    /// Nobody could be asked; why, as a sentence.
    Silent {
        why: String,
    },
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

type Desk<'a> = (&'a BackendId, &'a Backend, Result<String, Failure>);

async fn ask_who_they_are(backends: &[(BackendId, Backend)]) -> Vec<Desk<'_>> {
    let mut desks = Vec::new();
    for (id, backend) in backends {
        desks.push((id, backend, backend.connect().await.map(|welcome| welcome.store)));
    }
    desks
}

async fn witness<'a>(words: &Words, journal: &Journal, desks: &[Desk<'a>]) -> Witness<'a> {
    let silent = |why: &str| Witness::Silent { why: why.to_owned() };
    let found = desks.iter().find(|(.., store)| store.as_ref().is_ok_and(|store| *store == journal.store));
    let Some((desk, backend, _)) = found else {
        // The one that does not answer may be the one.
        let failure = desks.iter().find_map(|(id, _, store)| Some((id, store.as_ref().err()?)));
        return match failure {
            Some((id, why)) => Witness::Silent { why: words.pair(id.as_str(), &words.failure(why)) },
            None => silent(words.say("journal-no-desk")),
        };
    };
    match backend.witnessed(journal.id).await {
        Some(Ok(heads)) => Witness::Shown { desk, heads },
        Some(Err(why)) => silent(&words.pair(desk.as_str(), &words.failure(&why))),
        None => silent(words.say("journal-no-witness")),
    }
}

/// Says what became of one journal, and returns the exit code for it.
fn tell(words: &Words, journal: &Journal, witness: &Witness<'_>) -> u8 {
    let (name, heads) = match witness {
        Witness::Shown { desk, heads } => (desk.as_str(), heads.as_slice()),
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
        Witness::Shown { .. } => {
            say(&words.say_with("journal-proven", &[("proven", proven.to_string().into())]));
            let since = u64::try_from(lines).unwrap_or(u64::MAX).saturating_sub(proven);
            if since > 0 {
                say(&words.say_with("journal-since", &[("since", since.to_string().into())]));
            }
            0
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
