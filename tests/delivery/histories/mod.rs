//! Seeded histories: a person works, the network fails in every known way, console and server die and come back.
//!
//! Each history is drawn from its seed. One that fails says its seed:
//!
//! - `VIGIE_HISTORY=1234 cargo test --test delivery histories` plays that one again and prints what happened in it;
//! - `VIGIE_HISTORIES=10000 cargo test --test delivery histories -- --nocapture` plays that many, from seed 0 on, and
//!   tells how far it is.
//!
//! What is checked is in `ledger`; that the checks can fail is shown by consoles with a defect (`mutant`).

mod history;
mod ledger;
mod mutant;
mod person;
mod typed;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use history::History;
use mutant::Mutant;

/// Played by every run of the tests: what two cores do in two minutes. More are played by the variable above.
const HISTORIES: u64 = 1000;

/// Later ones that failed once, played by every run: in 4652 a second act by somebody who was renewed away waited for the
/// first, for ever; in 7636 what a restore lost is thrown out, and its draft too.
const FOUND: [u64; 2] = [4652, 7636];

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|why| panic!("{variable} is a number: {why}")))
}

/// A history that did not end well, and what happened in it.
struct Failed {
    seed: u64,
    why: String,
    trace: Vec<String>,
}

/// Plays one history on this thread.
fn play(seed: u64, mutant: Option<Mutant>) -> Result<Vec<String>, Failed> {
    let trace = Mutex::new(Vec::new());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let played = catch_unwind(AssertUnwindSafe(|| runtime.block_on(History::play(seed, mutant, &trace))));
    let trace = trace.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    match played {
        Ok(Ok(())) => Ok(trace),
        Ok(Err(why)) => Err(Failed { seed, why, trace }),
        Err(panic) => {
            let why = panic.downcast_ref::<String>().cloned();
            let why = why.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
            Err(Failed { seed, why: format!("panicked: {}", why.unwrap_or_default()), trace })
        }
    }
}

/// Plays many on all cores, until one fails.
fn play_all(seeds: std::ops::Range<u64>, mutant: Option<Mutant>) -> Result<(), Failed> {
    let next = AtomicU64::new(seeds.start);
    let failed = Mutex::new(None);
    // One more than there are cores: each waits a moment now and then.
    let players = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2)) + 1;
    std::thread::scope(|threads| {
        for _ in 0..players {
            threads.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= seeds.end || failed.lock().unwrap().is_some() {
                        return;
                    }
                    if seed.is_multiple_of(HISTORIES) && seed > 0 {
                        println!("{seed} histories were begun");
                    }
                    if let Err(why) = play(seed, mutant) {
                        failed.lock().unwrap().get_or_insert(why);
                    }
                }
            });
        }
    });
    failed.into_inner().unwrap().map_or(Ok(()), Err)
}

#[test]
fn whatever_fails_every_text_arrives_once_or_waits_with_a_reason() {
    let played = match number("VIGIE_HISTORY") {
        Some(seed) => play(seed, None).map(|trace| println!("{}", trace.join("\n"))),
        None => play_all(0..number("VIGIE_HISTORIES").unwrap_or(HISTORIES), None)
            .and_then(|()| FOUND.into_iter().try_for_each(|seed| play(seed, None).map(drop))),
    };
    if let Err(Failed { seed, why, trace }) = played {
        panic!(
            "{}\n\nhistory {seed}: {why}\n\nagain: VIGIE_HISTORY={seed} cargo test --test delivery histories",
            trace.join("\n")
        );
    }
}

#[test]
fn a_console_with_a_defect_is_found_out() {
    for mutant in Mutant::ALL {
        // One defect may be told in several ways; one of them is its own.
        let mut from = 0;
        loop {
            let Err(Failed { seed, why, .. }) = play_all(from..HISTORIES, Some(mutant)) else {
                panic!("{mutant:?} was not found out")
            };
            if mutant.is_told_by().iter().any(|word| why.contains(word)) {
                break;
            }
            from = seed + 1;
        }
    }
}
