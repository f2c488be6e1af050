//! Answers and requests that are lost: whatever happens, a text stands in RT once.

use vigie::app::protocol::event::Failure;
use vigie::desk::life::Life;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::status::Status;
use vigie::io::backend::Envelope;
use vigie::io::backend::Undelivered;

use crate::desk::{Desk, LEAST, MAPPING, text};
use crate::instance::{Instance, is_wanted};
use crate::proxy::{Fate, Proxy};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_after_rt_did_it_is_found_and_nothing_sent_twice() {
    if !is_wanted("an answer that was lost after RT did it is found, and nothing sent twice") {
        return;
    }
    let rt = Instance::start();
    for (mapping, ticket) in [(MAPPING, 1), (LEAST, 4)] {
        let proxy = Proxy::before(rt.port()).await;
        let desk = Desk::new(proxy.port, rt.token("MARA_LINDQVIST"), mapping);
        let (kind, then) = (ResponseKind::Solution, Then::Resolve);
        let action = desk.action(ticket, Change::Respond { kind, body: text("Solved.\n\nBye"), then }).await;
        assert_eq!(
            desk.backend.look_for(&action, &Life::default()).await.unwrap(),
            None,
            "nothing was sent yet"
        );
        proxy.set(Fate::LoseAnswer);
        assert_eq!(
            desk.backend.deliver(&action, Envelope::default()).await,
            Err(Undelivered::Failed(Failure::AnswerLost))
        );
        proxy.set(Fate::Pass);
        let found = desk.backend.look_for(&action, &Life::default()).await.unwrap().unwrap();
        assert_eq!(found.ticket.status, Status::Resolved, "what was to follow was done too");
        assert_eq!(rt.texts(ticket, "Correspond").await, ["Solved.\n\nBye"]);
        // Another console of the same person, after a restart, finds it as well.
        let later = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), mapping);
        assert!(later.backend.look_for(&action, &Life::default()).await.unwrap().is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_but_cannot_be_read_back_is_in_doubt_and_not_sent_again() {
    if !is_wanted("what was done but cannot be read back is in doubt, and not sent again") {
        return;
    }
    let rt = Instance::start();
    let proxy = Proxy::before(rt.port()).await;
    let desk = Desk::new(proxy.port, rt.token("MARA_LINDQVIST"), LEAST);
    let action = desk.action(1, Change::Note { body: text("Once") }).await;
    proxy.set(Fate::LoseAfterwards);
    assert_eq!(
        desk.backend.deliver(&action, Envelope::default()).await,
        Err(Undelivered::Failed(Failure::AnswerLost))
    );
    assert!(matches!(desk.backend.look_for(&action, &Life::default()).await, Err(Undelivered::Failed(_))));
    proxy.set(Fate::Pass);
    assert!(desk.backend.look_for(&action, &Life::default()).await.unwrap().is_some());
    assert_eq!(rt.texts(1, "Comment").await, ["Once"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_rt_never_got_is_not_found_and_sent_again_once() {
    if !is_wanted("a request that RT never got is not found, and sent again once") {
        return;
    }
    let rt = Instance::start();
    let proxy = Proxy::before(rt.port()).await;
    let desk = Desk::new(proxy.port, rt.token("MARA_LINDQVIST"), LEAST);
    let note = Change::Note { body: text("The same words") };
    // The same words were said before: they are not taken for the new ones.
    desk.does(1, note.clone()).await.unwrap();
    let action = desk.action(1, note).await;
    proxy.set(Fate::LoseRequest);
    assert_eq!(
        desk.backend.deliver(&action, Envelope::default()).await,
        Err(Undelivered::Failed(Failure::AnswerLost))
    );
    proxy.set(Fate::Pass);
    assert_eq!(desk.backend.look_for(&action, &Life::default()).await.unwrap(), None);
    desk.backend.deliver(&action, Envelope::default()).await.unwrap();
    assert_eq!(rt.texts(1, "Comment").await, ["The same words", "The same words"]);
}
