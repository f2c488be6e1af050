//! Two consoles on one ticket know of each other, and nobody stays who has gone.

use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;
use vigie::desk::ticket::customer::Role;

use crate::support::{Answered, TestDesk, incident};

fn console(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

async fn comes(desk: &TestDesk, token: &str, from: u128, ticket: &str, doing: &str) -> Answered {
    let body = json!({ "ticket": ticket, "doing": doing });
    desk.call(token, "PUT", &format!("/v1/presence/{}", console(from)), Some(body)).await
}

/// Who is where, as a console is told with its poll.
async fn told(desk: &TestDesk, token: &str, to: u128) -> Vec<(String, String, String)> {
    let answer = desk.call(token, "GET", &format!("/v1/changes?console={}", console(to)), None).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let json = answer.json();
    let all = json["present"].as_array().unwrap().iter();
    all.map(|one| (text(one, "ticket"), text(one, "manager"), text(one, "doing"))).collect()
}

fn of(ticket: &str, manager: &str, doing: &str) -> (String, String, String) {
    (ticket.into(), manager.into(), doing.into())
}

#[tokio::test]
async fn each_console_is_told_of_the_other_and_not_of_itself() {
    let desk = TestDesk::open().await;
    let other = desk.token("julien's console", Role::OnCall, Some("jdupont"), &[]).await;
    let ticket = desk.filed(1).await;
    let answer = comes(&desk, &desk.manager, 1, &ticket, "viewing").await;
    assert_eq!((answer.status.as_u16(), answer.json()["present"].clone()), (200, json!([])));
    let answer = comes(&desk, &other, 2, &ticket, "responding").await;
    assert_eq!(answer.json()["present"][0]["manager"], "cmartin", "known at once, without a poll");
    assert_eq!(told(&desk, &desk.manager, 1).await, [of(&ticket, "jdupont", "responding")]);
    assert_eq!(told(&desk, &other, 2).await, [of(&ticket, "cmartin", "viewing")]);
    assert_eq!(told(&desk, &desk.manager, 3).await.len(), 2, "another console of the same person sees both");
}

#[tokio::test]
async fn a_console_is_on_one_ticket_at_a_time_and_on_none_when_it_left() {
    let desk = TestDesk::open().await;
    let (first, second) = (desk.filed(1).await, desk.filed(2).await);
    comes(&desk, &desk.manager, 1, &first, "viewing").await;
    comes(&desk, &desk.manager, 1, &second, "noting").await;
    assert_eq!(told(&desk, &desk.manager, 9).await, [of(&second, "cmartin", "noting")]);
    for _ in 0..2 {
        let gone = desk.call(&desk.manager, "DELETE", &format!("/v1/presence/{}", console(1)), None).await;
        assert_eq!(gone.status, 204);
    }
    assert!(told(&desk, &desk.manager, 9).await.is_empty());
}

#[tokio::test]
async fn a_console_that_died_is_forgotten_by_the_servers_clock() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(1).await;
    let since = comes(&desk, &desk.manager, 1, &ticket, "responding").await;
    assert_eq!(since.status, 200);
    desk.turn(TimeDelta::seconds(29));
    assert_eq!(told(&desk, &desk.manager, 9).await.len(), 1);
    comes(&desk, &desk.manager, 1, &ticket, "responding").await;
    desk.turn(TimeDelta::seconds(29));
    assert_eq!(told(&desk, &desk.manager, 9).await.len(), 1, "it said so again");
    let page = desk.get("/v1/changes").await.json();
    assert_eq!(page["present"][0]["since"], "2026-11-23T09:00:00Z", "since it began, not since it was heard");
    desk.turn(TimeDelta::seconds(1));
    assert!(told(&desk, &desk.manager, 9).await.is_empty());
}

#[tokio::test]
async fn another_customers_ticket_is_nowhere_to_be_present_on_nor_to_be_seen() {
    let desk = TestDesk::open().await;
    let scoped = desk.token("bank only", Role::Manager, Some("jdupont"), &["banque"]).await;
    let foreign = desk.filed(1).await;
    assert_eq!(comes(&desk, &scoped, 2, &foreign, "viewing").await.problem().1, "not-found");
    comes(&desk, &desk.manager, 1, &foreign, "viewing").await;
    assert!(told(&desk, &scoped, 2).await.is_empty());
    let mut own = incident(1);
    own["customer"] = json!("banque");
    own["contact"] = json!("helene");
    let own = desk.post("/v1/tickets", own).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(comes(&desk, &scoped, 2, &own, "viewing").await.json()["present"], json!([]));
}

#[tokio::test]
async fn who_is_nobody_of_the_desk_is_present_nowhere() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(1).await;
    let contact = desk.token("airports", Role::Contact, None, &["aeroports"]).await;
    let machine = desk.token("ticker", Role::Integration, None, &[]).await;
    let nobody = desk.token("no person", Role::Manager, None, &[]).await;
    assert_eq!(comes(&desk, &contact, 1, &ticket, "viewing").await.problem().1, "forbidden");
    assert_eq!(comes(&desk, &machine, 1, &ticket, "viewing").await.problem().1, "forbidden");
    assert_eq!(comes(&desk, &nobody, 1, &ticket, "viewing").await.problem().1, "no-person");
    let wrong = comes(&desk, &desk.manager, 1, &ticket, "sleeping").await.problem();
    assert_eq!(wrong, (422, "invalid-field".into(), "doing".into()));
    let body = Some(json!({ "ticket": ticket, "doing": "viewing" }));
    let wrong = desk.call(&desk.manager, "PUT", "/v1/presence/mine", body).await.problem();
    assert_eq!(wrong, (422, "invalid-field".into(), "console".into()));
}

#[tokio::test]
async fn presence_moves_no_cursor_and_no_tag_and_outlives_the_server() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(1).await;
    let before = desk.get("/v1/changes").await.json()["cursor"].as_str().unwrap().to_owned();
    let tag = desk.get(&format!("/v1/tickets/{ticket}")).await.headers["etag"].clone();
    comes(&desk, &desk.manager, 1, &ticket, "responding").await;
    let after = desk.get(&format!("/v1/changes?since={before}")).await.json();
    assert_eq!((after["cursor"].as_str(), &after["tickets"]), (Some(&*before), &json!([])));
    assert_eq!(desk.get(&format!("/v1/tickets/{ticket}")).await.headers["etag"], tag);
    // Nothing of it is in the server's memory: another one on the same store tells the same.
    let again = vigie::server::Store::open(desk.directory()).await.unwrap();
    let owner = vigie::server::caller::Caller::owner_of_the_store();
    assert_eq!(again.present(&owner, None, desk.clock.now()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn one_token_cannot_fill_the_store_with_consoles() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(1).await;
    for number in 0..40 {
        desk.turn(TimeDelta::milliseconds(1));
        comes(&desk, &desk.manager, number, &ticket, "viewing").await;
    }
    assert_eq!(told(&desk, &desk.manager, 99).await.len(), 8);
}
