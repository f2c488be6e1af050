//! The real console in a real terminal, killed with `kill -9` while a person writes and sends.
//!
//! After every kill the next console is opened on the same state, and every text is looked for: in the text field as
//! a draft, in the outbox, or on the server, there exactly once.

use std::time::Duration;

use fastrand::Rng;

use crate::place::{Place, SEND, writes};
use crate::proxy::{Fault, Point};
use crate::pty::Pty;

/// For each way to die: enough that together they are more than fifty.
const TIMES: u32 = 11;
/// Longer than a typed character may be at risk.
const SAFE: Duration = Duration::from_millis(1100);

/// When the console is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// While the person types: all but the last second must be there.
    Typing,
    /// So soon after send was pressed that nobody knows how far it got.
    Sending,
    /// The request is on its way and has not arrived.
    InFlight,
    /// The server has committed it, and the answer is on its way.
    Committed,
    /// The answer has arrived, or is about to.
    Answered,
}

/// Plays one kill; returns the next console, with nothing left to do in it.
async fn killed(place: &Place, mut console: Pty, moment: Moment, round: u32, lots: &mut Rng) -> Pty {
    let text = format!("{moment:?} number {round}");
    let soon = Duration::from_micros(lots.u64(0..30_000));
    match moment {
        Moment::Typing => {
            writes(&mut console, &text);
            tokio::time::sleep(SAFE).await;
            for character in " and what is at risk".chars().take(lots.usize(0..20)) {
                console.press(&character.to_string());
                tokio::time::sleep(Duration::from_micros(lots.u64(0..8_000))).await;
            }
        }
        Moment::Sending => {
            writes(&mut console, &text);
            tokio::time::sleep(SAFE).await;
            console.press(SEND);
            tokio::time::sleep(soon).await;
        }
        Moment::InFlight | Moment::Committed => {
            let point = if matches!(moment, Moment::InFlight) { Point::Asked } else { Point::Answered };
            let then = if lots.bool() { Fault::Pass } else { Fault::DropRequest };
            place.posts_meet(Fault::Hold(point, Box::new(then)));
            writes(&mut console, &text);
            console.press(SEND);
            place.proxy.holds(1).await;
        }
        Moment::Answered => {
            writes(&mut console, &text);
            console.press(SEND);
            while !place.was_answered(&text) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(soon).await;
        }
    }
    console.signal("-KILL");
    console.ended();
    place.posts_meet(Fault::Pass);
    place.proxy.release();

    let console = place.console();
    if !matches!(moment, Moment::Typing | Moment::Sending) {
        // It was on its way: then it goes on by itself.
        while place.said(&text).await == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    console.wait_for("↑0");
    match place.said(&text).await {
        1 if !matches!(moment, Moment::Typing) => console,
        // It was not on the disk as an action yet: then it is still what it was before, a draft.
        0 => draft(console, &text),
        times => panic!("{text}: {times} times on the server"),
    }
}

/// Finds a text in the text field and throws it away.
fn draft(mut console: Pty, text: &str) -> Pty {
    console.press("n");
    console.wait_for(text);
    console.press("\x11");
    console.press("y");
    console.wait_until_gone(text);
    console
}

async fn dies(moments: &[Moment], seed: u64) {
    let place = Place::new();
    let mut lots = Rng::with_seed(seed);
    let mut console = place.console();
    for round in 0..TIMES {
        for moment in moments {
            console = killed(&place, console, *moment, round, &mut lots).await;
        }
    }
    console.press("q");
    assert_eq!(console.ended(), 0);
    // Late echoes of the dead consoles' requests have arrived by now, too.
    let said = place.desk.facts().await.into_iter().filter_map(|fact| fact.said).collect::<Vec<_>>();
    let mut once = said.clone();
    once.sort();
    once.dedup();
    assert_eq!(said.len(), once.len(), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_survives_a_kill_at_any_moment_and_arrives_once() {
    dies(&[Moment::InFlight, Moment::Committed, Moment::Answered], 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_survives_a_kill_at_any_moment() {
    dies(&[Moment::Typing, Moment::Sending], 2).await;
}
