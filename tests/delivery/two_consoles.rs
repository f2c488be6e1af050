//! Two real consoles of one person on one machine: they share an outbox, and nothing of it goes twice or out of order.

use std::time::Duration;

use crate::place::{Place, SEND, writes};
use crate::proxy::{Asked, Fault, Point};
use crate::pty::Pty;

/// What the first console leaves in the outbox.
const ENTRIES: usize = 20;
/// How long they may take together, with every third answer lost and tried again later.
const PATIENCE: Duration = Duration::from_mins(1);

/// Opens a console while nobody listens: it shows the queue of last time.
fn offline(place: &Place) -> Pty {
    let console = place.start();
    console.wait_for("INC-1001");
    console.wait_for("offline");
    console
}

fn sends(console: &mut Pty, text: &str, unsent: usize) {
    writes(console, text);
    console.press(SEND);
    console.wait_for(&format!("↑{unsent}"));
}

/// Waits until the server has as many texts as were written; if that lasts, shows what the consoles show.
async fn all_said(place: &Place, wanted: &[String], consoles: &[&Pty]) {
    let said = tokio::time::timeout(PATIENCE, async {
        while place.said_in_order().await.len() < wanted.len() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    if said.await.is_err() {
        let said = place.said_in_order().await;
        let screens: Vec<String> =
            consoles.iter().map(|console| console.wait("a screen", |_| true)).collect();
        panic!("{} of {} are there: {said:?}\n{}", said.len(), wanted.len(), screens.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_consoles_on_one_outbox_send_everything_once_and_in_order_though_one_is_killed() {
    let place = Place::new();
    let mut first = place.console();
    place.proxy.close().await;
    first.wait_for("offline");
    let mut wanted: Vec<String> =
        (1..=ENTRIES).map(|number| format!("first console number {number:02}")).collect();
    for (number, text) in wanted.iter().enumerate() {
        sends(&mut first, text, number + 1);
    }
    // What the other one does comes after what is there, though it is the other one's.
    let mut second = offline(&place);
    for number in 1..=2 {
        let text = format!("second console number {number:02}");
        sends(&mut second, &text, number);
        wanted.push(text);
    }

    // The network is back, as far as the seventh: committed, and its answer on the way when its console dies.
    place.proxy.plan(|asked: &Asked| match (asked.method.as_str(), asked.nth) {
        ("POST", 6) => Fault::Hold(Point::Answered, Box::new(Fault::DropAnswer)),
        _ => Fault::Pass,
    });
    place.proxy.open();
    place.proxy.holds(1).await;
    assert_eq!(place.said_in_order().await, wanted[..7]);
    first.signal("-KILL");
    first.ended();
    place.posts_meet(Fault::Pass);
    place.proxy.release();

    // The other one answers for everything now.
    all_said(&place, &wanted, &[&second]).await;
    second.wait_for("↑0");
    assert_eq!(place.said_in_order().await, wanted);
    second.press("q");
    assert_eq!(second.ended(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_consoles_started_at_once_on_what_a_dead_one_left_send_it_once_and_in_order() {
    let place = Place::new();
    let mut dead = place.console();
    place.proxy.close().await;
    dead.wait_for("offline");
    let wanted: Vec<String> = (1..=ENTRIES).map(|number| format!("left number {number:02}")).collect();
    for (number, text) in wanted.iter().enumerate() {
        sends(&mut dead, text, number + 1);
    }
    // Sent is on its way to the disk; only what is there outlives its console.
    dead.press("OG");
    dead.wait_for(&wanted[ENTRIES - 1]);
    dead.wait_until_gone("being saved");
    dead.signal("-KILL");
    dead.ended();
    // Every third answer is lost on its way.
    place.proxy.plan(|asked: &Asked| match asked.method.as_str() {
        "POST" if asked.nth % 3 == 2 => Fault::DropAnswer,
        _ => Fault::Pass,
    });
    place.proxy.open();
    let consoles = [place.start(), place.start()];
    all_said(&place, &wanted, &[&consoles[0], &consoles[1]]).await;
    for mut console in consoles {
        console.wait_for("● live");
        console.wait_for("↑0");
        console.press("q");
        assert_eq!(console.ended(), 0);
    }
    assert_eq!(place.said_in_order().await, wanted);
}
