//! The session that RT keeps for a console: what it spares, and that it is that of one person.

use std::time::Duration;

use vigie::desk::ticket::change::Change;

use crate::desk::{Desk, LEAST, text};
use crate::instance::{Instance, is_wanted};

#[tokio::test(flavor = "multi_thread")]
async fn ten_quiet_consoles_are_not_asked_for_their_secrets_at_each_poll() {
    if !is_wanted("ten quiet consoles are not asked for their secrets at each poll") {
        return;
    }
    let rt = Instance::at_default_cost();
    let people = ["MARA_LINDQVIST", "TOMAS_OKAFOR", "INES_CALDERA", "NILS_BRANDT"];
    let mut desks = Vec::new();
    for of in people.iter().cycle().take(10) {
        let desk = Desk::new(rt.port(), rt.token(of), LEAST);
        desk.backend.connect().await.unwrap();
        let (_, cursor) = desk.sync().await;
        let cursor = desk.poll(Some(&cursor)).await.cursor;
        desks.push((desk, cursor));
    }
    let (before, asked) = (rt.cpu(), rt.requests());
    for _ in 0..6 {
        for (desk, cursor) in &mut desks {
            *cursor = desk.poll(Some(cursor)).await.cursor;
        }
    }
    let (used, asked) = (rt.cpu().saturating_sub(before), rt.requests() - asked);
    println!(
        "60 quiet polls: {used:?} of RT's processors, {asked} calls; ten consoles that poll every 5 s: {:.1} % of one",
        used.as_secs_f64() / 60.0 * 2.0 * 100.0
    );
    assert_eq!(asked, 60);
    assert!(used < Duration::from_secs(5), "a check of a secret at each would take fifteen: {used:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_rt_ended_is_begun_again_and_acts_need_none() {
    if !is_wanted("a session that RT ended is begun again, and acts need none") {
        return;
    }
    let rt = Instance::start();
    ends_and_is_begun_again(&rt, rt.token("MARA_LINDQVIST"), LEAST).await;
    // A new one: on the first something has just happened, which the next polls look at twice.
    let rt = Instance::start();
    let with_password = format!("user = \"mara.lindqvist\"\n{LEAST}");
    ends_and_is_begun_again(&rt, rt.agent_password(), &with_password).await;
}

async fn ends_and_is_begun_again(rt: &Instance, secret: &str, mapping: &str) {
    let desk = Desk::new(rt.port(), secret, mapping);
    desk.backend.connect().await.unwrap();
    let (_, cursor) = desk.sync().await;
    let cursor = desk.poll(Some(&cursor)).await.cursor;
    let polled = |before: usize| rt.requests() - before;
    let before = rt.requests();
    let cursor = desk.poll(Some(&cursor)).await.cursor;
    assert_eq!(polled(before), 1, "by the session");

    rt.forget_sessions();
    let before = rt.requests();
    let cursor = desk.poll(Some(&cursor)).await.cursor;
    assert_eq!(polled(before), 2, "it has ended: by the secret, once");
    let before = rt.requests();
    let cursor = desk.poll(Some(&cursor)).await.cursor;
    assert_eq!(polled(before), 2, "another is begun");
    let before = rt.requests();
    desk.poll(Some(&cursor)).await;
    assert_eq!(polled(before), 1);

    // RT takes no session for what changes something, and none is shown to it.
    let said = rt.texts(1, "Comment").await.len();
    desk.does(1, Change::Note { body: text("By the secret") }).await.unwrap();
    assert_eq!(rt.texts(1, "Comment").await.len(), said + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_with_another_token_never_speaks_under_the_session_of_before() {
    if !is_wanted("whoever comes with another token never speaks under the session of before") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), LEAST);
    assert_eq!(desk.backend.connect().await.unwrap().manager.unwrap().as_str(), "mara.lindqvist");
    let (mara, cursor) = desk.sync().await;
    desk.poll(Some(&cursor)).await;
    // Nils sees two of five customers.
    desk.renew_token(rt.token("NILS_BRANDT"));
    assert_eq!(desk.backend.connect().await.unwrap().manager.unwrap().as_str(), "nils.brandt");
    let (nils, cursor) = desk.sync().await;
    assert!(nils.len() < mara.len(), "{} of {}", nils.len(), mara.len());
    let cursor = desk.poll(Some(&cursor)).await.cursor;
    let before = rt.requests();
    desk.poll(Some(&cursor)).await;
    assert_eq!(rt.requests() - before, 1, "by a session of his own");
    assert!(desk.try_detail(3).await.is_err() || nils.iter().any(|ticket| ticket.id.as_str() == "3"));
}
