//! What is merged in RT itself: no word of ours is there, and nothing that is owed is lost by it.

use reqwest::Method;
use serde_json::json;
use vigie::app::protocol::event::Departed;
use vigie::desk::ticket::{Response, Ticket};
use vigie::io::backend::DetailAnswer;

use crate::desk::{Desk, MAPPING};
use crate::instance::{Instance, is_wanted};

async fn merge(rt: &Instance, ticket: u64, into: u64) {
    let body = json!({ "MergeInto": into.to_string() });
    rt.as_agent("ROOT", Method::PUT, &format!("ticket/{ticket}"), Some(body)).await;
}

async fn files(rt: &Instance, severity: &str) -> u64 {
    let body = json!({
        "Queue": "Aldermoor Bank", "Subject": severity, "Content": severity,
        "CustomFields": { "Severity": severity },
    });
    let filed = rt.as_contact("casimir.thorne", Method::POST, "ticket", body).await;
    filed["id"].as_str().map_or_else(|| filed["id"].as_u64().unwrap(), |id| id.parse().unwrap())
}

fn find(tickets: &[Ticket], id: u64) -> Ticket {
    tickets.iter().find(|ticket| ticket.id.as_str() == id.to_string()).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_in_rt_itself_keeps_the_nearer_commitment() {
    if !is_wanted("a merge in RT itself keeps the nearer commitment") {
        return;
    }
    let rt = Instance::start();
    let (later, middle, nearer) = (files(&rt, "S4").await, files(&rt, "S3").await, files(&rt, "S1").await);
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let (tickets, cursor) = desk.sync().await;
    let [far, near] = [later, nearer].map(|id| find(&tickets, id));
    assert!(near.due() < far.due());

    // One goes on in another one, which goes on in a third one.
    merge(&rt, nearer, middle).await;
    merge(&rt, middle, later).await;
    let told = desk.poll(Some(&cursor)).await;
    let after = find(&told.tickets, later);
    assert_eq!(after.due(), near.due(), "{:?}", after.course());
    let gone: Vec<String> = told.gone.iter().map(ToString::to_string).collect();
    assert!([middle, nearer].iter().all(|id| gone.contains(&id.to_string())), "they leave at once: {gone:?}");
    let opened = desk.detail(later).await.ticket;
    assert_eq!((opened.due(), opened.course()), (near.due(), after.course()), "opened");
    let fresh = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), MAPPING);
    let (afresh, _) = fresh.sync().await;
    assert_eq!(find(&afresh, later), after, "read afresh");
    assert!(afresh.iter().all(|ticket| ticket.id.as_str() != nearer.to_string()));
    let into = Departed::MergedInto(vigie::desk::ticket::names::LocalId::new(later.to_string()));
    assert_eq!(desk.try_detail(nearer).await, Ok(DetailAnswer::Gone(into)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_answered_runs_on_in_a_ticket_that_was() {
    if !is_wanted("what was never answered runs on in a ticket that was") {
        return;
    }
    let rt = Instance::start();
    let (answered, owed) = (files(&rt, "S1").await, files(&rt, "S2").await);
    let reply = json!({ "Content": "We found it.", "ContentType": "text/plain" });
    let path = format!("ticket/{answered}/correspond");
    rt.as_agent("MARA_LINDQVIST", Method::POST, &path, Some(reply.clone())).await;
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let (tickets, cursor) = desk.sync().await;
    assert!(matches!(find(&tickets, answered).response, Response::Given(_)));
    let due = find(&tickets, owed).due();
    merge(&rt, owed, answered).await;
    let told = desk.poll(Some(&cursor)).await;
    assert_eq!(find(&told.tickets, answered).due(), due, "the time of the one that was not answered");
    let fresh = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), MAPPING);
    let (afresh, _) = fresh.sync().await;
    assert_eq!(find(&afresh, answered).due(), due, "read afresh");

    rt.as_agent("MARA_LINDQVIST", Method::POST, &path, Some(reply)).await;
    let told = desk.poll(Some(&told.cursor)).await;
    assert!(matches!(find(&told.tickets, answered).response, Response::Given(_)), "answered again");
}
