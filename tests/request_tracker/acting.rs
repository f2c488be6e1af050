//! Every act, read back from RT itself.

use vigie::app::protocol::event::Refused;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::Response;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::names::ManagerId;
use vigie::desk::ticket::status::Status;
use vigie::io::backend::Envelope;
use vigie::io::backend::Undelivered;

use crate::desk::{Desk, LEAST, MAPPING, text};
use crate::instance::{Instance, is_wanted};

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_take_a_ticket_one_wins_and_the_other_is_told_who() {
    if !is_wanted("of two who take a ticket one wins, and the other is told who") {
        return;
    }
    let rt = Instance::start();
    let mara = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let tomas = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), MAPPING);
    let to = |login: &str| Change::Assign { to: ManagerId::new(login) };
    let one = mara.action(1, to("mara.lindqvist")).await;
    let other = tomas.action(1, to("tomas.okafor")).await;
    let (one, other) = tokio::join!(
        mara.backend.deliver(&one, Envelope::default()),
        tomas.backend.deliver(&other, Envelope::default())
    );
    let owner = rt.get("ticket/1").await["Owner"]["id"].as_str().unwrap().to_owned();
    let (won, lost) = if owner == "mara.lindqvist" { (one, other) } else { (other, one) };
    assert_eq!(won.unwrap().ticket.owner.unwrap().as_str(), owner);
    match lost {
        Err(Undelivered::Refused(Refused::TakenBy(by), Some(_))) => assert_eq!(by.as_str(), owner),
        lost => panic!("{lost:?}"),
    }
    // What its author saw with another may be taken over on purpose, and given to a third.
    let loser = if owner == "mara.lindqvist" { &tomas } else { &mara };
    let me = if owner == "mara.lindqvist" { "tomas.okafor" } else { "mara.lindqvist" };
    loser.does(1, to(me)).await.unwrap();
    assert_eq!(rt.get("ticket/1").await["Owner"]["id"], me);
    loser.does(1, to("ines.caldera")).await.unwrap();
    assert_eq!(rt.get("ticket/1").await["Owner"]["id"], "ines.caldera");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_is_in_rt_as_it_was_meant() {
    if !is_wanted("every act is in RT as it was meant") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let respond = |kind, body: &str, then| Change::Respond { kind, body: text(body), then };

    let seen = desk.does(2, Change::Acknowledge).await.unwrap().ticket.acknowledged.unwrap();
    assert_eq!(seen.by, vigie::desk::ticket::conversation::Who::Manager(ManagerId::new("mara.lindqvist")));
    let fields = rt.get("tickets?query=id%3D2&fields=CustomFields").await.to_string();
    assert!(fields.contains("mara.lindqvist 20"), "{fields}");

    let interim = desk.does(2, respond(ResponseKind::Interim, "We look into it.", Then::Stay)).await.unwrap();
    assert!(matches!(interim.ticket.response, Response::Owed(_)), "interim stops no clock");
    let answered = respond(ResponseKind::PreliminaryAnalysis, "The mirror is down — « là ».", Then::Stay);
    let answered = desk.does(2, answered).await.unwrap();
    assert!(matches!(answered.ticket.response, Response::Given(_)));
    assert_eq!(answered.aside.only_ours, Some(true));
    assert_eq!(rt.texts(2, "Correspond").await, ["We look into it.", "The mirror is down — « là »."]);

    desk.does(2, Change::Note { body: text("Told the mirror's owner.") }).await.unwrap();
    assert!(rt.texts(2, "Comment").await.contains(&"Told the mirror's owner.".to_owned()));
    desk.does(2, Change::WaitForCustomer).await.unwrap();
    assert_eq!(rt.get("ticket/2").await["Status"], "stalled");
    desk.does(2, Change::Reopen).await.unwrap();
    assert_eq!(rt.get("ticket/2").await["Status"], "open");

    let resolved = desk.does(2, respond(ResponseKind::Solution, "Fixed.", Then::Resolve)).await.unwrap();
    assert_eq!(resolved.ticket.status, Status::Resolved);
    assert_eq!(rt.get("ticket/2").await["Status"], "resolved");
    desk.does(2, Change::Reopen).await.unwrap();
    desk.does(2, Change::Resolve).await.unwrap();
    assert_eq!(rt.get("ticket/2").await["Status"], "resolved");

    let unanswered = desk.does(4, Change::Resolve).await;
    let no = Refused::ByRule(Refusal::NoQualifiedResponse);
    assert!(matches!(unanswered, Err(Undelivered::Refused(why, _)) if why == no));
    let long = respond(
        ResponseKind::InformationRequest,
        &"Please send the log. ".repeat(900),
        Then::WaitForCustomer,
    );
    assert_eq!(desk.does(4, long).await.unwrap().ticket.status, Status::WaitingForCustomer);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_a_thread_that_moved_waits_for_its_author() {
    if !is_wanted("an answer to a thread that moved waits for its author") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let tomas = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), MAPPING);
    let respond = |body: &str| {
        let (kind, then) = (ResponseKind::PreliminaryAnalysis, Then::Stay);
        Change::Respond { kind, body: text(body), then }
    };
    let mine = desk.action(1, respond("Mine.")).await;
    tomas.does(1, respond("His.")).await.unwrap();
    match desk.backend.deliver(&mine, Envelope::default()).await {
        Err(Undelivered::Refused(Refused::ByRule(Refusal::TicketMoved { .. }), Some(ticket))) => {
            assert!(ticket.has_qualified_response());
        }
        moved => panic!("{moved:?}"),
    }
    assert_eq!(rt.texts(1, "Correspond").await, ["His."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_fields_a_comment_acknowledges() {
    if !is_wanted("without fields, a comment acknowledges") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), LEAST);
    assert!(desk.does(1, Change::Acknowledge).await.unwrap().ticket.acknowledged.is_some());
    let (tickets, _) = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), LEAST).sync().await;
    let first = tickets.iter().find(|ticket| ticket.id.as_str() == "1").unwrap();
    assert!(first.acknowledged.is_some(), "a colleague sees it");
    assert_eq!(rt.texts(1, "Comment").await.len(), 1);
}
