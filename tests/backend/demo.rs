//! The demonstration is made by the same rules as a real desk, at any hour.

use chrono::{DateTime, Utc};
use vigie::api::Detail;
use vigie::desk::ticket::names::LocalId;
use vigie::desk::ticket::{Response, Ticket};
use vigie::server::Store;
use vigie::server::caller::Caller;
use vigie::server::demo::{Filling, fill};
use vigie::server::store::{Shown, Wanted};

async fn filled(filling: Filling, now: &str) -> (Vec<Ticket>, Store, tempfile::TempDir) {
    let now: DateTime<Utc> = now.parse().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path()).await.unwrap();
    fill(&store, &filling, now).await.unwrap();
    let wanted = Wanted { since: None, limit: 1000, at: crate::support::monday() };
    let page = store.changes(&Caller::owner_of_the_store(), &wanted).await.unwrap();
    let tickets = page.tickets.iter().map(|raw| serde_json::from_str(raw.get()).unwrap()).collect();
    (tickets, store, directory)
}

#[tokio::test]
async fn the_scenario_is_as_late_as_it_was_written_on_any_day() {
    let hours = [
        "2026-11-23T08:00:00Z", // Monday morning
        "2026-11-21T13:00:00Z", // Saturday
        "2026-11-25T02:30:00Z", // night
        "2026-12-31T23:30:00Z", // new year, in the company's closing
        "2027-01-01T00:10:00Z",
        "2026-10-25T00:59:59Z", // the clock goes back
        "2027-03-28T01:00:00Z", // the clock goes forward
        "2029-05-10T16:00:00Z", // Ascension
    ];
    for now in hours {
        let (tickets, store, _directory) = filled(Filling::Scenario, now).await;
        assert!(tickets.len() >= 60, "{now}: {}", tickets.len());
        let at: DateTime<Utc> = now.parse().unwrap();
        let late = tickets.iter().filter(|ticket| ticket.due().is_some_and(|due| due < at)).count();
        let running = tickets.iter().filter(|ticket| ticket.due().is_some_and(|due| due >= at)).count();
        assert!(late >= 2 && running >= 8, "{now}: {late} late, {running} running");
        assert_eq!(store.unlike_their_facts(&Caller::owner_of_the_store()).await.unwrap(), []);
    }
}

#[tokio::test]
async fn the_first_ticket_of_the_scenario_has_its_conversation() {
    let (_, store, _directory) = filled(Filling::Scenario, "2026-11-23T09:00:00Z").await;
    let id = LocalId::new("INC-1042");
    let shown = store.ticket(&Caller::owner_of_the_store(), &id, None).await.unwrap();
    let Shown::Detail { detail, .. } = shown else { panic!("not shown") };
    let Detail { ticket, facts, .. } = *detail;
    assert_eq!(ticket.filed_at.to_rfc3339(), "2026-11-23T08:26:00+00:00");
    assert!(facts.len() >= 3);
    assert!(store.meta().await.unwrap().demonstration);
}

#[tokio::test]
async fn a_load_is_the_same_for_the_same_seed_and_a_tenth_of_it_is_pressing() {
    let now = "2026-11-24T09:00:00Z";
    let (one, store, _one) = filled(Filling::Load { tickets: 600, seed: 7 }, now).await;
    let (same, ..) = filled(Filling::Load { tickets: 600, seed: 7 }, now).await;
    let (other, ..) = filled(Filling::Load { tickets: 600, seed: 8 }, now).await;
    assert_eq!(one.len(), 600);
    assert_eq!(one, same);
    assert_ne!(one, other);
    let at: DateTime<Utc> = now.parse().unwrap();
    let pressing = one.iter().filter(|ticket| match &ticket.response {
        Response::Owed(dues) => dues.at_risk_from.is_some_and(|from| from <= at),
        _ => false,
    });
    let pressing = pressing.count();
    assert!((40..=90).contains(&pressing), "{pressing}");
    assert_eq!(store.unlike_their_facts(&Caller::owner_of_the_store()).await.unwrap(), []);
}
