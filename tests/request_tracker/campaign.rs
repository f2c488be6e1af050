//! Acts and kills by lot, on RT on PostgreSQL that stops, is slow and loses what it is sent: nothing is doubled by vigie
//! alone, nothing is lost, and every doubt that a person had to decide is counted.
//!
//! `VIGIE_RT_ACTS` says how many acts (12 by default; 300 is the long run), `VIGIE_RT_KILLS` how many kills (a third),
//! `VIGIE_RT_SEED` the lots.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use vigie::desk::ticket::names::ActionId;

use crate::desk::{LEAST, MAPPING};
use crate::headless::{Console, How, Place};
use crate::instance::{Instance, is_wanted};
use crate::proxy::{Fate, Proxy};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap())
}

/// What a person had to decide.
#[derive(Debug, Default)]
struct Decided {
    /// It was not there, and they said to send it.
    sent: BTreeSet<ActionId>,
    /// It was there by then, and they threw it out.
    dropped: BTreeSet<ActionId>,
    /// It was never sent: something else had happened on the ticket, which they read first.
    held: BTreeSet<ActionId>,
}

impl Decided {
    /// A person who is asked looks at the ticket, and says what to do.
    async fn decide(&mut self, console: &mut Console, rt: &Instance, texts: &BTreeMap<ActionId, String>) {
        for id in console.asked() {
            let is_there = texts.get(&id).is_some_and(|text| rt.times(text) > 0);
            if is_there {
                self.dropped.insert(id);
                console.decide(id, "dy");
            } else {
                self.sent.insert(id);
                console.decide(id, "s");
            }
        }
        for id in console.held() {
            self.held.insert(id);
            console.send_with_news(id).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_and_kills_by_lot_double_nothing_and_lose_nothing() {
    if !is_wanted("acts and kills by lot double nothing and lose nothing") {
        return;
    }
    let acts = number("VIGIE_RT_ACTS", 12);
    let kills = number("VIGIE_RT_KILLS", acts / 3);
    let seed = number("VIGIE_RT_SEED", 7);
    let mut lots = fastrand::Rng::with_seed(seed);
    let rt = Instance::on_postgresql([0, 180, -180, 43_200][usize::try_from(seed % 4).unwrap()]);
    let proxy = Proxy::before(rt.port()).await;
    let mapping = if seed.is_multiple_of(2) { MAPPING } else { LEAST };
    let place = Place::new(proxy.port, rt.token("MARA_LINDQVIST"), mapping, Duration::from_secs(15));
    let mut console = Console::start(&place);
    console.ready().await;
    let (mut texts, mut decided, mut killed) = (BTreeMap::new(), Decided::default(), 0);
    let mut frozen = false;
    for number in 0..acts {
        proxy.delay(
            *lots
                .choice(
                    [
                        Fate::Pass,
                        Fate::Pass,
                        Fate::Pass,
                        Fate::LoseAnswer,
                        Fate::LoseRequest,
                        Fate::DelayRequest,
                        Fate::DelayAnswer,
                        Fate::GiveUp,
                    ]
                    .iter(),
                )
                .unwrap(),
            lots.u32(1..8),
        );
        let how = if lots.u8(..3) == 0 { How::Reply } else { How::Note };
        let text = format!("act {number} of {seed}");
        let id = console.write(lots.usize(..10), how, &text).await;
        texts.insert(id, text);
        if !frozen && lots.u8(..4) == 0 {
            // In the middle of whatever it is doing.
            console.run(Duration::from_millis(lots.u64(..400))).await;
            rt.freeze();
            frozen = true;
        }
        console.run(Duration::from_millis(lots.u64(..1500))).await;
        // As many as are wanted, spread over all acts.
        if killed < kills && (number + 1) * kills / acts > killed {
            killed += 1;
            drop(console);
            console = Console::start(&place);
            console.ready().await;
        }
        if frozen && lots.bool() {
            rt.thaw();
            frozen = false;
        }
        decided.decide(&mut console, &rt, &texts).await;
    }
    rt.thaw();
    proxy.set(Fate::Pass);
    for _ in 0..200 {
        decided.decide(&mut console, &rt, &texts).await;
        if console.until(5, |app| app.links[0].polling.is_caught_up() && app.outbox.is_empty()).await {
            break;
        }
    }
    // What a proxy still held has come by now.
    console.run(Duration::from_secs(10)).await;
    assert!(console.app.outbox.is_empty(), "{:?}", console.app.outbox);
    let all = rt.all_texts();
    let times = |text: &str| all.iter().filter(|it| *it == text).count();
    let lost: Vec<&String> = texts.values().filter(|text| times(text) == 0).collect();
    let twice: Vec<ActionId> = texts.iter().filter(|(_, text)| times(text) > 1).map(|(id, _)| *id).collect();
    let by_itself: Vec<&String> =
        twice.iter().filter(|id| !decided.sent.contains(id)).map(|id| &texts[id]).collect();
    println!(
        "{acts} acts, {killed} kills (lots {seed}): {} doubled by vigie alone, {} lost, {} doubts decided by a person \
         ({} sent again, of which {} stand twice; {} dropped, being there); {} held and read before",
        by_itself.len(),
        lost.len(),
        decided.sent.len() + decided.dropped.len(),
        decided.sent.len(),
        twice.len() - by_itself.len(),
        decided.dropped.len(),
        decided.held.len(),
    );
    assert!(by_itself.is_empty(), "doubled: {by_itself:?}");
    assert!(lost.is_empty(), "lost: {lost:?}");
}
