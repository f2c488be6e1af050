//! The delta cursor: nothing is lost, nothing is told twice without need.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{TestDesk, respond};

async fn page(desk: &TestDesk, cursor: Option<&str>, more: &str) -> Value {
    let since = cursor.map(|cursor| format!("since={cursor}&")).unwrap_or_default();
    let answer = desk.get(&format!("/v1/changes?{since}{more}")).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.json()
}

fn ids(page: &Value) -> Vec<String> {
    page["tickets"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

fn cursor(page: &Value) -> String {
    page["cursor"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_first_synchronisation_loses_no_ticket_that_is_filed_or_moves_meanwhile() {
    let desk = TestDesk::open().await;
    let mut filed = BTreeSet::new();
    for _ in 0..7 {
        filed.insert(desk.filed(3).await);
    }
    let (mut seen, mut versions) = (BTreeSet::new(), std::collections::BTreeMap::new());
    let (mut at, mut pages) = (None, 0);
    loop {
        let page = page(&desk, at.as_deref(), "limit=2").await;
        for ticket in page["tickets"].as_array().unwrap() {
            versions.insert(ticket["id"].as_str().unwrap().to_owned(), ticket["version"].clone());
        }
        seen.extend(ids(&page));
        at = Some(cursor(&page));
        pages += 1;
        if pages < 4 {
            // One that was sent already moves, and a new one comes in.
            desk.act("INC-1001", json!({ "do": "note", "body": "meanwhile" })).await;
            filed.insert(desk.filed(3).await);
        }
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(seen, filed);
    assert_eq!(versions["INC-1001"], desk.ticket("INC-1001").await["version"]);
    let quiet = page(&desk, at.as_deref(), "").await;
    assert_eq!((ids(&quiet).len(), &quiet["more"], cursor(&quiet)), (0, &json!(false), at.unwrap()));
}

#[tokio::test]
async fn a_delta_holds_what_changed_and_pages_too() {
    let desk = TestDesk::open().await;
    let tickets = [desk.filed(3).await, desk.filed(3).await, desk.filed(3).await];
    let start = cursor(&page(&desk, None, "").await);
    for id in &tickets {
        desk.act(id, json!({ "do": "acknowledge" })).await;
    }
    let first = page(&desk, Some(&start), "limit=2").await;
    assert_eq!((ids(&first), &first["more"]), (tickets[..2].to_vec(), &json!(true)));
    let second = page(&desk, Some(&cursor(&first)), "limit=2").await;
    assert_eq!((ids(&second), &second["more"]), (tickets[2..].to_vec(), &json!(false)));
}

#[tokio::test]
async fn a_resolved_ticket_is_still_sent_and_a_closed_one_is_gone() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    let start = cursor(&page(&desk, None, "").await);
    desk.act(&id, respond("solution", "resolve")).await;
    let resolved = page(&desk, Some(&start), "").await;
    assert_eq!(resolved["tickets"][0]["status"], "resolved");
    desk.close(&id).await;
    let closed = page(&desk, Some(&cursor(&resolved)), "").await;
    assert_eq!((ids(&closed).len(), &closed["gone"]), (0, &json!([id])));
    assert_eq!(ids(&page(&desk, None, "").await).len(), 0);
}

#[tokio::test]
async fn a_cursor_of_another_life_of_the_store_is_unknown() {
    let (desk, other) = (TestDesk::open().await, TestDesk::open().await);
    let foreign = cursor(&page(&other, None, "").await);
    let ahead = cursor(&page(&desk, None, "").await).rsplit_once('.').unwrap().0.to_owned() + ".999";
    for bad in [foreign.as_str(), ahead.as_str(), "", "x", "1.2.3", "....", "%00", "a.-1"] {
        let answer = desk.get(&format!("/v1/changes?since={bad}")).await;
        assert_eq!(answer.problem(), (410, "unknown-cursor".into(), String::new()), "{bad:?}");
    }
}

#[tokio::test]
async fn who_waits_is_woken_by_a_change() {
    let desk = TestDesk::open().await;
    let start = cursor(&page(&desk, None, "").await);
    let waiting = page(&desk, Some(&start), "wait=25");
    let filing = async {
        tokio::task::yield_now().await;
        desk.filed(1).await
    };
    let both = async { tokio::join!(waiting, filing) };
    let (page, id) = tokio::time::timeout(Duration::from_secs(20), both).await.unwrap();
    assert_eq!(ids(&page), [id]);
}

#[tokio::test]
async fn a_wait_ends_with_an_empty_answer_or_with_the_server() {
    let desk = TestDesk::open().await;
    let start = cursor(&page(&desk, None, "").await);
    assert_eq!(ids(&page(&desk, Some(&start), "wait=1").await).len(), 0);
    desk.store.begin_closing();
    assert_eq!(ids(&page(&desk, Some(&start), "wait=25").await).len(), 0);
}

#[tokio::test]
async fn a_calendar_that_changes_sends_the_tickets_whose_dues_it_moves() {
    let desk = TestDesk::open().await;
    let (round_the_clock, in_hours) = (desk.filed(1).await, desk.filed(3).await);
    let start = cursor(&page(&desk, None, "").await);
    let done = desk.import(&crate::support::DESK.replace("\"18:00\"", "\"12:00\"")).await;
    let moved = page(&desk, Some(&start), "").await;
    assert_eq!(moved["desk_version"], done.desk_version);
    // Both: a verdict names the version of the calendar that it was judged by.
    assert_eq!(ids(&moved), [round_the_clock, in_hours]);
    // 6 hours from Monday 10:00, of which there are now 2 on Monday and 3 on Tuesday.
    assert_eq!(moved["tickets"][1]["response"]["target"], "2026-11-25T09:00:00Z");
    assert_eq!(moved["tickets"][0]["response"]["target"], "2026-11-23T09:30:00Z");
}
