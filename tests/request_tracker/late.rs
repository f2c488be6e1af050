//! RT that is late: stopped, slow to mail, behind a slow proxy, with another clock. On PostgreSQL, which lets several
//! write at once. Whatever happens, a text stands in RT once, and nothing is said again by itself.

use std::time::Duration;

use vigie::app::App;

use crate::desk::{LEAST, MAPPING};
use crate::headless::{Console, How, Place};
use crate::instance::{Instance, is_wanted};
use crate::proxy::{Fate, Proxy};

const USUAL: Duration = Duration::from_mins(10);

/// What takes minutes, on demand only.
fn long() -> bool {
    std::env::var_os("VIGIE_RT_LONG").is_some()
}

fn is_through(app: &App) -> bool {
    app.outbox.is_empty()
}

/// Two consoles, of two persons: one with a field for our keys, one without.
async fn consoles(rt: &Instance, port: u16) -> (Place, Place, Console, Console) {
    let with_key = Place::new(port, rt.token("MARA_LINDQVIST"), MAPPING, USUAL);
    let without = Place::new(port, rt.token("TOMAS_OKAFOR"), LEAST, USUAL);
    let (mut one, mut other) = (Console::start(&with_key), Console::start(&without));
    one.ready().await;
    other.ready().await;
    assert!(one.until(60, |app| app.links[0].polling.is_caught_up()).await);
    assert!(other.until(60, |app| app.links[0].polling.is_caught_up()).await);
    (with_key, without, one, other)
}

/// Waits until both consoles have nothing left, and RT has heard of all that was under way to it.
async fn settled(one: &mut Console, other: &mut Console, proxy: &Proxy, seconds: u64) {
    let (first, second) = tokio::join!(one.until(seconds, is_through), other.until(seconds, is_through));
    assert!(first && second, "{:?} {:?}", one.app.outbox, other.app.outbox);
    while proxy.is_busy() {
        run(one, other, Duration::from_millis(200)).await;
    }
    run(one, other, Duration::from_secs(1)).await;
}

async fn run(one: &mut Console, other: &mut Console, time: Duration) {
    tokio::join!(one.run(time), other.run(time));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_rt_that_stands_still_in_the_middle_of_an_act_does_it_once() {
    if !is_wanted("an RT that stands still in the middle of an act does it once") {
        return;
    }
    let rt = Instance::on_postgresql(0);
    let proxy = Proxy::before(rt.port()).await;
    let (_with_key, _without, mut one, mut other) = consoles(&rt, proxy.port).await;
    let times: &[u64] = if long() { &[10, 70, 300] } else { &[10, 70] };
    for seconds in times {
        let texts = [format!("with a key {seconds}"), format!("without {seconds}")];
        proxy.set(Fate::Hold);
        let before = proxy.acts();
        one.write(1, How::Reply, &texts[0]).await;
        other.write(6, How::Reply, &texts[1]).await;
        while proxy.acts() < before + 2 {
            run(&mut one, &mut other, Duration::from_millis(100)).await;
        }
        proxy.set(Fate::Pass);
        // They have arrived, and are not done yet.
        tokio::time::sleep(Duration::from_millis(60)).await;
        rt.freeze();
        run(&mut one, &mut other, Duration::from_secs(*seconds)).await;
        rt.thaw();
        settled(&mut one, &mut other, &proxy, 120).await;
        assert_eq!(texts.map(|text| rt.times(&text)), [1, 1], "stopped for {seconds} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_rt_whose_mails_take_their_time_is_waited_for() {
    if !is_wanted("an RT whose mails take their time is waited for") {
        return;
    }
    let rt = Instance::on_postgresql(0);
    let proxy = Proxy::before(rt.port()).await;
    let (_with_key, _without, mut one, mut other) = consoles(&rt, proxy.port).await;
    rt.mail_takes(45);
    one.write(1, How::Reply, "mailed slowly, with a key").await;
    other.write(6, How::Reply, "mailed slowly").await;
    settled(&mut one, &mut other, &proxy, 400).await;
    let texts = ["mailed slowly, with a key", "mailed slowly"];
    assert_eq!(texts.map(|text| rt.times(text)), [1, 1]);
}

/// What two consoles write through a proxy that does one thing to it stands in RT once.
async fn through(rt: &Instance, fate: Fate, seconds: u32) {
    let proxy = Proxy::before(rt.port()).await;
    let (_with_key, _without, mut one, mut other) = consoles(rt, proxy.port).await;
    let texts = [format!("{fate:?} {seconds} with a key"), format!("{fate:?} {seconds}")];
    // Each of them on tickets of its own: nobody else is to hold what is written.
    let row = match fate {
        Fate::DelayRequest => 0,
        Fate::DelayAnswer => 1,
        _ => 2,
    };
    proxy.delay(fate, seconds);
    one.write(row, How::Note, &texts[0]).await;
    other.write(row + 4, How::Note, &texts[1]).await;
    settled(&mut one, &mut other, &proxy, 400).await;
    assert_eq!(texts.map(|text| rt.times(&text)), [1, 1], "{fate:?} {seconds}");
    let hops = [&one, &other].map(|console| console.app.links[0].skew().num_seconds().abs());
    assert!(hops.iter().all(|off| *off <= 2), "a late answer moved a clock: {hops:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_delays_past_every_time_out_doubles_nothing() {
    if !is_wanted("a proxy that delays past every time-out doubles nothing") {
        return;
    }
    let rt = Instance::on_postgresql(0);
    let seconds: &[u32] = if long() { &[75, 120] } else { &[75] };
    for seconds in seconds {
        tokio::join!(
            through(&rt, Fate::DelayRequest, *seconds),
            through(&rt, Fate::DelayAnswer, *seconds),
            // One that gives up and passes it on all the same: it is found as it comes.
            through(&rt, Fate::GiveUp, *seconds),
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_reached_rt_is_asked_about_and_not_said_again_by_itself() {
    if !is_wanted("what never reached RT is asked about, and not said again by itself") {
        return;
    }
    let rt = Instance::on_postgresql(0);
    let proxy = Proxy::before(rt.port()).await;
    let place = Place::new(proxy.port, rt.token("MARA_LINDQVIST"), LEAST, Duration::from_secs(10));
    let mut console = Console::start(&place);
    console.ready().await;
    assert!(console.until(60, |app| app.links[0].polling.is_caught_up()).await);
    proxy.set(Fate::LoseRequest);
    let id = console.write(1, How::Reply, "lost on the way").await;
    assert!(
        console
            .until(120, |app| app.outbox.get(id).is_some_and(vigie::app::model::outbox::Entry::is_missing))
            .await
    );
    proxy.set(Fate::Pass);
    console.run(Duration::from_secs(15)).await;
    assert_eq!(rt.times("lost on the way"), 0, "nothing goes by itself");
    // Nor after a restart: it is looked for, and asked about again.
    drop(console);
    let mut console = Console::start(&place);
    assert!(
        console
            .until(120, |app| app.outbox.get(id).is_some_and(vigie::app::model::outbox::Entry::is_missing))
            .await
    );
    assert_eq!(rt.times("lost on the way"), 0);
    console.decide(id, "s");
    assert!(console.until(60, is_through).await, "{:?}", console.app.outbox);
    assert_eq!(rt.times("lost on the way"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_with_another_clock_that_dies_doubles_and_loses_nothing() {
    if !is_wanted("a console with another clock that dies doubles and loses nothing") {
        return;
    }
    // RT's clock is off, which to the console is its own being off the other way.
    let off: &[i64] = if long() { &[-30, 180, -180, -12 * 3600, 12 * 3600] } else { &[-180, 12 * 3600] };
    for ahead in off {
        let rt = Instance::on_postgresql(*ahead);
        let proxy = Proxy::before(rt.port()).await;
        let place = Place::new(proxy.port, rt.token("MARA_LINDQVIST"), LEAST, Duration::from_secs(10));
        for (text, how) in
            [("said before", How::Note), ("said before", How::Reply), ("and again", How::Reply)]
        {
            let mut console = Console::start(&place);
            console.ready().await;
            assert!(console.until(60, |app| app.links[0].polling.is_caught_up()).await);
            let before = (rt.times(text), proxy.acts());
            proxy.set(Fate::Hold);
            console.write(1, how, text).await;
            while proxy.acts() == before.1 {
                console.run(Duration::from_millis(50)).await;
            }
            proxy.set(Fate::LoseAnswer);
            drop(console);
            while rt.times(text) == before.0 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let mut console = Console::start(&place);
            proxy.set(Fate::Pass);
            let left = |app: &App| app.links[0].polling.is_caught_up() && app.outbox.is_empty();
            assert!(console.until(90, left).await, "{ahead}: {:?}", console.app.outbox);
            assert_eq!(rt.times(text), before.0 + 1, "{text} with RT {ahead} s ahead");
        }
    }
}
